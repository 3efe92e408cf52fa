"""The national workbook of the rakor: its sheets, what they hold, and that it is ready to print."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any
from xml.dom.minidom import parseString

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from dashboard.rakor import buku_kerja
from dashboard.rakor.bahan import baca_bahan
from dashboard.saringan import Saringan
from realisasi.posisi import Angka
from tests import pabrik
from tests.dashboard.rakor import hitung

LEMBAR = [
    "Ringkasan",
    "Peringkat",
    "Di bawah 90 %",
    "Per jenis belanja",
    "Per provinsi dan triwulan",
    "Belum lapor",
    "Data",
    "Catatan",
]
TW_IV_2023 = Saringan(2023, 4, "DK", Angka.RESMI)
TW_II_2026 = Saringan(2026, 2, "TP", Angka.RESMI)
A4 = 9


def buat(s: Saringan) -> bytes:
    return buku_kerja.tulis(baca_bahan(s, oleh="Rina Wulandari"))


def buka(s: Saringan, *, nilai: bool = True) -> Workbook:
    return hitung.buka(buat(s), nilai=nilai)


def teks(ws: Any) -> str:
    return "\n".join(str(sel) for baris in ws.iter_rows(values_only=True) for sel in baris if sel is not None)


def test_lembar_dan_urutannya(demo: None) -> None:
    assert buka(TW_IV_2023).sheetnames == LEMBAR


def test_ringkasan_menjawab_apakah_target_tercapai(demo: None) -> None:
    isi = teks(buka(TW_IV_2023)["Ringkasan"])
    assert "Target 99 % belum tercapai" in isi
    assert "34 dari 34 satker melapor" in isi
    assert "angka resmi" in isi
    assert "DATA ILUSTRASI" in isi


def test_hasil_rumus_tersimpan_untuk_pratinjau(demo: None) -> None:
    ws = buka(TW_IV_2023)["Ringkasan"]
    assert ws["A5"].value == pytest.approx(46_936_053_463 / 49_050_000_000, rel=1e-12)
    assert ws["B8"].value == 46_936_053_463
    assert ws["B9"].value == 49_050_000_000


def test_jumlah_dan_persen_adalah_rumus(demo: None) -> None:
    ws = buka(TW_IV_2023, nilai=False)["Peringkat"]
    kode = hitung.kolom(ws, "Kode satker")
    jumlah = kode.index(None)
    for kepala in ("Pagu (Rp)", "Realisasi s.d. TW IV (Rp)", "Pagu efektif (Rp)"):
        assert str(hitung.kolom(ws, kepala)[jumlah]).startswith("=SUM(")
    assert all(str(n).startswith("=IF(") for n in hitung.kolom(ws, "Persen s.d. TW IV")[: jumlah + 1])


def test_ringkasan_memakai_jumlah_lembar_peringkat(demo: None) -> None:
    ws = buka(TW_IV_2023, nilai=False)["Ringkasan"]
    assert str(ws["B8"].value).startswith("='Peringkat'!") or str(ws["B8"].value).startswith("=Peringkat!")


def test_peringkat_dari_persen_tertinggi(demo: None) -> None:
    ws = buka(TW_IV_2023)["Peringkat"]
    persen = [n for n in hitung.kolom(ws, "Persen s.d. TW IV")[:34] if isinstance(n, float)]
    assert len(persen) == 34
    assert [round(n, 4) for n in persen] == sorted((round(n, 4) for n in persen), reverse=True)
    assert hitung.kolom(ws, "No.")[:3] == [1, 2, 2]
    assert hitung.kolom(ws, "Status")[33] == "Di bawah 90 %"


def test_di_bawah_ambang_menyebut_kekurangan_dan_kendala(demo: None) -> None:
    ws = buka(TW_IV_2023)["Di bawah 90 %"]
    assert [n for n in hitung.kolom(ws, "No.") if isinstance(n, int)] == [1, 2, 3, 4, 5]
    kode = hitung.kolom(ws, "Kode satker")
    assert kode[0] == "099026"
    assert hitung.kolom(ws, "Kurang ke 90 % (Rp)")[0] == 125_512_381
    assert hitung.kolom(ws, "Kurang ke 99 % TW IV (Rp)")[0] == 253_554_301
    assert hitung.kolom(ws, "Tindak lanjut")[0]
    assert isinstance(hitung.kolom(ws, "Batas waktu")[0], dt.datetime)


def test_kendala_kedua_tidak_menggandakan_jumlah(db: None) -> None:
    dipa = pabrik.buat_dipa(pabrik.buat_satker("900001"), pagu={"52": 1_000})
    for triwulan, jumlah in ((1, 0), (2, 0), (3, 0), (4, 500)):
        pabrik.buat_laporan_terverifikasi(dipa, triwulan, {"52": jumlah})
    pabrik.buat_kendala(dipa, 2)
    pabrik.buat_kendala(dipa, 4, uraian="Kendala kedua.")
    pabrik.buat_kendala(dipa, 1, triwulan_ditutup=3, uraian="Sudah selesai.")
    ws = buka(Saringan(2026, 4, "TP", Angka.RESMI))["Di bawah 90 %"]
    assert [n for n in hitung.kolom(ws, "Pagu efektif (Rp)") if n is not None] == [1_000, 1_000]
    assert "Kendala kedua." in teks(ws)
    assert "Sudah selesai." not in teks(ws)


def test_sebelum_tw_iv_yang_diproyeksikan(demo: None) -> None:
    b = baca_bahan(TW_II_2026, oleh="Uji")
    ws = hitung.buka(buku_kerja.tulis(b), nilai=True)["Di bawah 90 %"]
    assert "diproyeksikan di bawah 90 % pada akhir tahun" in teks(ws)
    assert b.lemah
    assert [k for k in hitung.kolom(ws, "Kode satker") if k] == [x.posisi.amanat.kode for x in b.lemah]


def test_nama_lembar_dari_ambang_tahun_itu(db: None) -> None:
    pabrik.buat_tahun(2026, ambang_bp=9750)
    assert "Di bawah 97,5 %" in buka(Saringan(2026, 4, "TP", Angka.RESMI)).sheetnames


def test_diam_bukan_nol(db: None) -> None:
    pabrik.buat_dipa(pabrik.buat_satker("900001"), pagu={"52": 1_000})
    lapor = pabrik.buat_dipa(pabrik.buat_satker("900002"), pagu={"52": 1_000})
    pabrik.buat_laporan_terverifikasi(lapor, 1, {"52": 400})
    buku = buka(Saringan(2026, 2, "TP", Angka.RESMI))
    ws = buku["Peringkat"]
    assert hitung.kolom(ws, "Kode satker")[:2] == ["900002", "900001"]
    assert hitung.kolom(ws, "Realisasi s.d. TW II (Rp)")[:3] == [400, "–", 400]
    assert hitung.kolom(ws, "Persen s.d. TW II")[:3] == [0.4, "–", 0.2]
    assert hitung.kolom(ws, "Angka dari")[0] == "TW I"
    belum = buku["Belum lapor"]
    assert [k for k in hitung.kolom(belum, "Kode satker") if k] == ["900002", "900001"]
    assert "0 dari 2 satker" in teks(belum)


def test_data_rapi_sebagai_tabel(demo: None) -> None:
    b = baca_bahan(TW_II_2026, oleh="Uji")
    ws = hitung.buka(buku_kerja.tulis(b))["Data"]
    tabel = ws.tables["DataRakor"]
    assert tabel.autoFilter is not None
    kepala = [sel.value for sel in ws[5]]
    assert [k.name for k in tabel.tableColumns] == kepala
    baris = list(ws.iter_rows(min_row=6, values_only=True))
    assert tabel.ref.endswith(str(ws.max_row))
    ke = {k: i for i, k in enumerate(kepala)}
    tw2 = [x for x in baris if x[ke["Triwulan"]] == "TW II"]
    assert sum(x[ke["Pagu (Rp)"]] for x in tw2) == b.kelompok.pagu
    assert sum(x[ke["Realisasi s.d. triwulan (Rp)"]] or 0 for x in tw2) == b.kelompok.realisasi
    saja = sum(x[ke["Realisasi triwulan saja (Rp)"]] or 0 for x in baris)
    diterima = (lap.diterima for p in b.posisi for q in range(1, (p.triwulan_data or 0) + 1)
                if (lap := b.buku.laporan.get((p.amanat.id, q))))  # fmt: skip
    assert saja == sum(sum((d or {}).values()) for d in diterima)
    assert all(isinstance(x[ke["Kode satker"]], str) and len(x[ke["Kode satker"]]) == 6 for x in baris)


@pytest.mark.parametrize(
    "s", [TW_IV_2023, Saringan(2026, 2, "SEMUA", Angka.SEMENTARA), Saringan(2031, 1, "TP", Angka.RESMI)]
)
def test_siap_cetak(demo: None, s: Saringan) -> None:
    for ws in buka(s):
        assert ws.page_setup.orientation == "landscape"
        assert ws.page_setup.paperSize == A4
        assert ws.sheet_properties.pageSetUpPr.fitToPage
        assert ws.page_setup.fitToWidth == 1
        assert ws.print_area
        assert "&P" in ws.oddFooter.right.text
        if ws.title not in {"Ringkasan", "Catatan"}:
            assert ws.print_title_rows
        if ws.title in {"Peringkat", "Data", "Belum lapor"}:
            assert ws.freeze_panes


def test_grafik_bawaan_excel(demo: None) -> None:
    ws = buka(TW_IV_2023)["Ringkasan"]
    lajur, peringkat = ws._charts
    assert [s.tx.v for s in lajur.series] == ["2022", "Target", "2023"]
    assert "Peringkat" in peringkat.series[0].val.numRef.f
    assert len(peringkat.series[0].dPt) == 34


def test_batang_data_dan_peta_panas(demo: None) -> None:
    isi = buat(TW_IV_2023)
    ws = hitung.buka(isi)["Peringkat"]
    aturan = [r for rentang in ws.conditional_formatting for r in rentang.rules]
    assert [r.type for r in aturan] == ["dataBar"]
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        assert b"x14:dataBar" in arsip.read("xl/worksheets/sheet2.xml")
    panas = hitung.buka(isi)["Per provinsi dan triwulan"]
    warna = {sel.fill.fgColor.rgb for baris in panas.iter_rows(min_row=6) for sel in baris if sel.fill.fill_type}
    assert len(warna) >= 3


def test_angka_adalah_angka_dalam_bentuk_rupiah(demo: None) -> None:
    ws = buka(TW_IV_2023)["Peringkat"]
    kolom = {sel.value: sel.column for sel in ws[5]}
    sel = ws.cell(6, kolom["Realisasi s.d. TW IV (Rp)"])
    assert isinstance(sel.value, int)
    assert sel.number_format == "#,##0"
    assert ws.cell(6, kolom["Persen s.d. TW IV"]).number_format == "0.00\\ %"


RUMUS = ["=1+1", "+62811", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://contoh.example","klik")']


def test_teks_yang_mirip_rumus_tetap_teks(db: None) -> None:
    for i, nama in enumerate(RUMUS):
        provinsi = pabrik.buat_provinsi(nama=f"{nama} {i}", nama_pendek=f"{i}")
        dipa = pabrik.buat_dipa(pabrik.buat_satker(f"90000{i}", nama=nama, provinsi=provinsi), pagu={"52": 1_000})
        for triwulan in (1, 2, 3, 4):
            pabrik.buat_laporan_terverifikasi(dipa, triwulan, {"52": 10})
        pabrik.buat_kendala(dipa, 4, uraian=nama, tindak_lanjut=nama, penanggung_jawab=nama)
    buku = buka(Saringan(2026, 4, "TP", Angka.RESMI), nilai=False)
    ditemukan = 0
    for ws in buku:
        for baris in ws.iter_rows():
            for sel in baris:
                if isinstance(sel.value, str) and sel.value.startswith(tuple(RUMUS)) and sel.data_type != "f":
                    ditemukan += 1
                    assert sel.data_type == "s"
                    assert sel.quotePrefix
                elif sel.data_type == "f":
                    rumus = sel.value if isinstance(sel.value, str) else sel.value.text
                    assert not str(rumus).startswith(tuple(RUMUS))
    assert ditemukan >= len(RUMUS) * 6


def test_huruf_yang_tidak_dapat_disimpan_dan_teks_panjang(db: None) -> None:
    dipa = pabrik.buat_dipa(pabrik.buat_satker("900001", nama="Dinas \x0b <&> “satu”"), pagu={"52": 1_000})
    for triwulan in (1, 2, 3, 4):
        pabrik.buat_laporan_terverifikasi(dipa, triwulan, {"52": 10})
    pabrik.buat_kendala(dipa, 4, uraian="panjang " * 6_000)
    buku = buka(Saringan(2026, 4, "TP", Angka.RESMI))
    assert "Dinas  <&> “satu”" in teks(buku["Data"])
    assert len(hitung.kolom(buku["Di bawah 90 %"], "Kendala")[0]) == 32_767


def test_tahun_yang_belum_dibuka(db: None) -> None:
    buku = buka(Saringan(2031, 2, "SEMUA", Angka.RESMI))
    assert buku.sheetnames == LEMBAR
    assert "Belum ada DIPA yang berlaku" in teks(buku["Ringkasan"])
    assert "Belum ada DIPA dengan pagu pada TW II 2031." in teks(buku["Peringkat"])
    assert buku["Data"].tables["DataRakor"].ref == "A5:S6"


def test_belum_ada_yang_melapor(db: None) -> None:
    pabrik.buat_target(2, 6000)
    pabrik.buat_dipa(pagu={"52": 1_000})
    buku = buka(Saringan(2026, 2, "TP", Angka.RESMI))
    ringkasan = buku["Ringkasan"]
    assert ringkasan["A5"].value == "–"
    assert "Belum ada laporan yang diterima" in teks(ringkasan)
    assert "0 dari 1 satker melapor" in teks(ringkasan)


def test_angka_sementara_disebut(demo: None) -> None:
    buku = buka(Saringan(2026, 3, "TP", Angka.SEMENTARA))
    for ws in buku:
        assert "angka sementara" in teks(ws)
        assert "laporan yang belum diverifikasi" in str(ws["A3"].value)


def test_target_dk_dan_tp_berbeda(db: None) -> None:
    pabrik.buat_target(2, 6000, kewenangan="DK")
    pabrik.buat_target(2, 5000, kewenangan="TP")
    satker = pabrik.buat_satker("900001")
    for kewenangan in ("DK", "TP"):
        dipa = pabrik.buat_dipa(satker, kewenangan=kewenangan, pagu={"52": 1_000})
        pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 100})
        pabrik.buat_laporan_terverifikasi(dipa, 2, {"52": 450})
    buku = buka(Saringan(2026, 2, "SEMUA", Angka.RESMI))
    assert "Target berbeda: 50 % dan 60 %" in teks(buku["Ringkasan"])
    assert hitung.kolom(buku["Peringkat"], "Target TW II")[:3] == [0.6, 0.5, "–"]
    assert hitung.kolom(buku["Peringkat"], "Selisih (poin)")[:3] == [-5.0, 5.0, "–"]


def test_catatan_menyebut_kapan_dan_oleh_siapa(demo: None) -> None:
    isi = teks(buka(TW_IV_2023)["Catatan"])
    assert "2 November 2026 pukul 09.00 WIB oleh Rina Wulandari" in isi
    assert "Angka resmi hanya menghitung laporan yang sudah diverifikasi" in isi
    assert "bukan data terbitan resmi" in isi
    assert "Pemeriksaan" in isi


def test_jumlah_kueri_tidak_bergantung_pada_jumlah_satker(db: None) -> None:
    def hitung_kueri() -> int:
        with CaptureQueriesContext(connection) as kueri:
            buat(Saringan(2026, 1, "TP", Angka.RESMI))
        return len(kueri)

    pabrik.buat_kendala(pabrik.buat_dipa())
    awal = hitung_kueri()
    for _ in range(4):
        pabrik.buat_kendala(pabrik.buat_dipa())
    assert hitung_kueri() == awal


def test_setiap_bagian_adalah_xml_yang_sah(demo: None) -> None:
    with zipfile.ZipFile(io.BytesIO(buat(TW_II_2026))) as arsip:
        for nama in arsip.namelist():
            parseString(arsip.read(nama))  # noqa: S318  (made a moment ago)
        kode = arsip.read("xl/worksheets/sheet2.xml")
    assert kode.index(b"<ignoredErrors>") > kode.index(b"</headerFooter>")


def test_nama_berkas() -> None:
    s = Saringan(2026, 2, "TP", Angka.SEMENTARA, pulau="Bali-Nusa Tenggara")
    assert buku_kerja.nama_berkas(s) == "rakor-2026-tw2-tp-sementara-bali-nusa-tenggara"
