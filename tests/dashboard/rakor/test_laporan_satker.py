"""The report of one satker for the rakor."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl import Workbook

from dashboard.rakor.satker import buku_kerja
from dashboard.rakor.satker.bahan import baca_bahan_satker
from dashboard.saringan import Saringan
from realisasi.posisi import Angka
from satker.models import Satker
from tests import pabrik
from tests.dashboard.rakor import hitung

LEMBAR = ["Ringkasan", "Per triwulan", "Per jenis belanja", "Kendala dan tindak lanjut", "Revisi DIPA", "Catatan"]
TW_II = Saringan(2026, 2, "TP", Angka.RESMI)


def buka(s: Saringan, kode: str, *, nilai: bool = True) -> Workbook:
    bahan = baca_bahan_satker(s, Satker.objects.select_related("provinsi").get(kode=kode), oleh="Kepala dinas")
    return hitung.buka(buku_kerja.tulis(bahan), nilai=nilai)


def teks(ws: Any) -> str:
    return "\n".join(str(sel) for baris in ws.iter_rows(values_only=True) for sel in baris if sel is not None)


def nilai(ws: Any, label: str) -> Any:
    """The cell right of a label."""
    return next(b for b in ws.iter_rows(values_only=True) if b[0] == label)[1]


def test_lembar_dan_posisi(demo: None) -> None:
    buku = buka(TW_II, "099026")
    assert buku.sheetnames == LEMBAR
    ws = buku["Ringkasan"]
    assert nilai(ws, "Realisasi s.d. TW II") == 792_346_471
    assert nilai(ws, "Persen dari pagu efektif") == pytest.approx(792_346_471 / 1_677_123_000, rel=1e-12)
    assert nilai(ws, "Kurang ke 60 % TW II") == 213_927_329
    assert "Target 60 % belum tercapai" in teks(ws)
    assert len(ws._charts) == 2


def test_kedudukan_nasional_tanpa_menyebut_satker_lain(demo: None) -> None:
    buku = buka(TW_II, "099026")
    ws = buku["Ringkasan"]
    assert nilai(ws, "Peringkat") == 32
    assert "dari 37 satker yang berpersentase" in teks(ws)
    assert nilai(ws, "Persen nasional") == pytest.approx(0.5476, abs=5e-5)
    semua = "\n".join(teks(lembar) for lembar in buku)
    for lain in Satker.objects.exclude(kode="099026").select_related("provinsi"):
        assert lain.kode not in semua
        assert lain.nama not in semua
        if lain.provinsi.nama not in {"Kepulauan Riau", "Papua"}:
            assert f" {lain.provinsi.nama} " not in semua


def test_triwulan_saja_dan_kumulatif(demo: None) -> None:
    ws = buka(TW_II, "099026")["Per triwulan"]
    assert hitung.kolom(ws, "Realisasi triwulan saja (Rp)")[:2] == [197_851_908, 594_494_563]
    assert hitung.kolom(ws, "Realisasi s.d. triwulan (Rp)")[:2] == [197_851_908, 792_346_471]
    assert hitung.kolom(ws, "Status")[:2] == ["Tanpa target", "Di bawah target"]


def test_jenis_belanja_dari_triwulan(demo: None) -> None:
    ws = buka(TW_II, "099026")["Per jenis belanja"]
    jumlah = next(b for b in ws.iter_rows(values_only=True) if b[0] == "Jumlah")
    assert jumlah[4:7] == (197_851_908, 594_494_563, 792_346_471)


def test_kendala_terbuka_lebih_dahulu(db: None) -> None:
    dipa = pabrik.buat_dipa(pabrik.buat_satker("900001"))
    pabrik.buat_kendala(dipa, 1, triwulan_ditutup=2, uraian="Yang sudah selesai.")
    pabrik.buat_kendala(dipa, 2, uraian="Yang masih terbuka.")
    pabrik.buat_kendala(dipa, 3, uraian="Yang datang kemudian.")
    ws = buka(TW_II, "900001")["Kendala dan tindak lanjut"]
    assert [u for u in hitung.kolom(ws, "Kendala") if u] == ["Yang masih terbuka.", "Yang sudah selesai."]
    assert hitung.kolom(ws, "Keadaan")[:2] == ["Terbuka", "Selesai TW II"]


def test_revisi_yang_berlaku_ditandai(demo: None) -> None:
    ws = buka(TW_II, "099026")["Revisi DIPA"]
    nomor = hitung.kolom(ws, "Revisi ke-")
    isi = list(ws.iter_rows(min_row=7, values_only=True))
    berlaku = [b[0] for b in isi if "berlaku pada TW II" in b]
    assert berlaku == [0]
    assert nomor[:2] == [1, 0]


def test_dua_dipa_masing_masing_punya_peringkat(db: None) -> None:
    satker = pabrik.buat_satker("900001")
    for kewenangan, jumlah in (("DK", 300), ("TP", 700)):
        dipa = pabrik.buat_dipa(satker, kewenangan=kewenangan, pagu={"52": 1_000})
        pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": jumlah})
    lain = pabrik.buat_dipa(pabrik.buat_satker("900002"), pagu={"52": 1_000})
    pabrik.buat_laporan_terverifikasi(lain, 1, {"52": 800})
    ws = buka(Saringan(2026, 1, "SEMUA", Angka.RESMI), "900001")["Ringkasan"]
    isi = list(ws.iter_rows(values_only=True))
    assert [b[1] for b in isi if b[0] == "Peringkat"] == [1, 2]
    assert nilai(ws, "Realisasi s.d. TW I") == 1_000


def test_satker_tanpa_dipa_dan_tanpa_laporan(db: None) -> None:
    pabrik.buat_satker("900001")
    buku = buka(TW_II, "900001")
    assert buku.sheetnames == LEMBAR
    assert "Belum ada DIPA yang berlaku" in teks(buku["Ringkasan"])
    dipa = pabrik.buat_dipa(pabrik.buat_satker("900002"), pagu={"52": 1_000})
    pabrik.buat_target(2, 6000)
    ws = buka(TW_II, dipa.satker.kode)["Ringkasan"]
    assert nilai(ws, "Realisasi s.d. TW II") == "–"
    assert nilai(ws, "Peringkat") == "–"
    assert "Belum lapor TW II" in teks(ws)


def test_tahun_yang_belum_dibuka(db: None) -> None:
    pabrik.buat_satker("900001")
    buku = buka(Saringan(2031, 1, "TP", Angka.RESMI), "900001")
    assert "Tidak ada kendala yang dilaporkan" in teks(buku["Kendala dan tindak lanjut"])


def test_siap_cetak(demo: None) -> None:
    for ws in buka(TW_II, "099026"):
        assert ws.page_setup.orientation == "landscape"
        assert ws.print_area
        assert "&P" in ws.oddFooter.right.text
