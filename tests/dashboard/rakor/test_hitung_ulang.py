"""The workbooks recalculated by LibreOffice: exact ratios and totals are the system's, and so is what is shown."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from dashboard.rakor import berkas, buku_kerja, gaya, rumus
from dashboard.rakor.bahan import baca_bahan
from dashboard.rakor.kertas import Sel
from dashboard.rakor.satker import buku_kerja as buku_satker
from dashboard.rakor.satker.bahan import baca_bahan_satker
from dashboard.saringan import Saringan
from realisasi import penilaian
from realisasi import rupiah as tulisan
from realisasi.posisi import Angka, Posisi
from satker.models import Satker
from tests import pabrik
from tests.dashboard.rakor import hitung
from tests.dashboard.rakor.hitung import Dihitung

pytestmark = pytest.mark.libreoffice

BATAS = (6000, 9000, 9900)
RATUSAN_TRILIUN = 10**14


def tampil(bp: int | None) -> str:
    """A percentage as LibreOffice shows it here: with a point."""
    return "–" if bp is None else tulisan.persen(bp).replace("\u00a0", " ").replace(".", "").replace(",", ".")


def _dekat_batas(acak: random.Random) -> tuple[int, int]:
    """Amounts whose ratio lies at or within a hair of a threshold, or of a tie of the rounding."""
    efektif = acak.choice([acak.randrange(1, 10_000), acak.randrange(1, 10**9), acak.randrange(1, RATUSAN_TRILIUN)])
    bp = acak.choice([*BATAS, acak.randrange(0, 12_000)])
    tepi = efektif * (2 * bp - acak.choice([0, 1])) // (2 * penilaian.BP)
    return max(0, tepi + acak.randrange(-2, 3)), efektif


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rakor")


def test_rumus_di_tepi_batas_sama_dengan_aturan(folder: Path) -> None:
    acak = random.Random(20260630)
    contoh = [(89_996, 100_000), (899_951, 1_000_000), (59_999_999, 100_000_000), (0, 5), (9, 10), (0, 0)]
    contoh += [_dekat_batas(acak) for _ in range(1500)]
    buku = berkas.BukuKerja("uji", "uji", dt.datetime.now(dt.UTC))
    kertas = buku.kertas("Uji")
    for realisasi, efektif in contoh:
        i, nilai = kertas.baris, (realisasi, efektif)
        kertas.tulis(
            [
                realisasi,
                efektif,
                Sel(rumus.persen(f"A{i}", f"B{i}", nilai, BATAS), gaya.PERSEN),
                *(rumus.kurang(f"A{i}", f"B{i}", nilai, bp) for bp in BATAS),
                *(rumus.lebih(f"A{i}", f"B{i}", nilai, bp) for bp in BATAS),
            ]
        )
    hasil = hitung.hitung_ulang(folder, {"tepi": buku.isi()})["tepi"]
    for (realisasi, efektif), sel, terlihat in zip(
        contoh, hasil.nilai["Uji"].iter_rows(values_only=True), hasil.tampil["Uji"], strict=True
    ):
        bp = penilaian.persen_bp(realisasi, efektif, BATAS)
        assert terlihat[2] == tampil(bp), (realisasi, efektif)
        assert sel[3:6] == tuple(penilaian.kekurangan(realisasi, efektif, b) for b in BATAS)
        assert sel[6:9] == tuple(penilaian.kelebihan(realisasi, efektif, b) for b in BATAS)
        if bp is not None and abs(sel[2] - bp / penilaian.BP) > 1e-12:
            assert sel[2] == pytest.approx(realisasi / efektif, rel=1e-14)
            assert bp == penilaian.persen_bp(realisasi, efektif)


def sama(buku: bytes, hasil: Dihitung) -> int:
    """Every formula gives what the system stored beside it; returns how many there are."""
    tersimpan = hitung.buka(buku, nilai=True)
    semua = hitung.rumus(hitung.buka(buku))
    for lembar, alamat in semua:
        dihitung, disimpan = hasil.nilai[lembar][alamat].value, tersimpan[lembar][alamat].value
        if isinstance(disimpan, float):
            assert dihitung == pytest.approx(disimpan, rel=1e-12, abs=1e-15), (lembar, alamat)
        else:
            assert dihitung == disimpan, (lembar, alamat)
    return len(semua)


def periksa_peringkat(hasil: Dihitung, posisi: list[Posisi], triwulan: int) -> None:
    """Ratios, percentages as shown, gaps and totals of the ranking, against the positions themselves."""
    ws = hasil.nilai["Peringkat"]
    tw = {1: "TW I", 2: "TW II", 3: "TW III", 4: "TW IV"}[triwulan]
    kode = hitung.kolom(ws, "Kode satker")
    persen, realisasi = hitung.kolom(ws, f"Persen s.d. {tw}"), hitung.kolom(ws, f"Realisasi s.d. {tw} (Rp)")
    pagu, efektif = hitung.kolom(ws, "Pagu (Rp)"), hitung.kolom(ws, "Pagu efektif (Rp)")
    per_kode = {p.amanat.kode: p for p in posisi}
    assert set(kode[: len(posisi)]) == set(per_kode)
    for i, k in enumerate(kode[: len(posisi)]):
        p = per_kode[k]
        assert (pagu[i], efektif[i]) == (p.pagu, p.pagu_efektif)
        assert realisasi[i] == (p.realisasi if p.triwulan_data else "–")
        if p.persen_bp is None:
            assert persen[i] == "–"
        elif p.persen_bp == penilaian.tampil_bp(p.realisasi, p.pagu_efektif):
            assert persen[i] == pytest.approx(p.realisasi / p.pagu_efektif, rel=1e-14)
        else:
            assert persen[i] == pytest.approx(p.persen_bp / 10_000, abs=1e-12)
        assert tampil(p.persen_bp) in hasil.baris_tampil("Peringkat", k)
    k = penilaian.kelompok(posisi, triwulan)
    jumlah = len(posisi)
    assert (pagu[jumlah], efektif[jumlah], realisasi[jumlah]) == (k.pagu, k.pagu_efektif, k.realisasi)
    assert tampil(k.persen_bp) in hasil.baris_tampil("Peringkat", "Jumlah")
    assert tampil(k.rata_rata_bp) in hasil.baris_tampil("Peringkat", "Rata-rata satker")
    assert tampil(k.persen_bp) in hasil.baris_tampil("Ringkasan", "Persen dari pagu efektif")
    assert tampil(k.persen_pagu_bp) in hasil.baris_tampil("Ringkasan", "Persen dari pagu total")


@pytest.mark.pada("2027-03-01 09:00")
def test_data_contoh_memberi_angka_sistem(demo: None, folder: Path) -> None:
    kasus = [
        Saringan(2023, 4, "DK", Angka.RESMI),
        Saringan(2026, 2, "TP", Angka.RESMI),
        Saringan(2026, 3, "TP", Angka.SEMENTARA),
        Saringan(2026, 2, "TP", Angka.RESMI, pulau="Jawa"),
    ]
    bahan = {f"n{i}": baca_bahan(s, oleh="Uji") for i, s in enumerate(kasus)}
    buku = {nama: buku_kerja.tulis(b) for nama, b in bahan.items()}
    satker = baca_bahan_satker(kasus[1], Satker.objects.get(kode="099026"), oleh="Uji")
    buku["satker"] = buku_satker.tulis(satker)
    hasil = hitung.hitung_ulang(folder, buku)
    for nama, isi in buku.items():
        assert sama(isi, hasil[nama]) > 20
    for nama, b in bahan.items():
        periksa_peringkat(hasil[nama], b.posisi, b.saringan.triwulan)
        periksa_jenis(hasil[nama], b.posisi)
        for terlihat in hasil[nama].tampil["Catatan"]:
            assert "BERBEDA" not in terlihat
    p = satker.posisi[0]
    assert tampil(p.persen_bp) in hasil["satker"].baris_tampil("Per triwulan", "TW II")
    assert tampil(p.persen_bp) in hasil["satker"].baris_tampil("Per jenis belanja", "Jumlah")


def periksa_jenis(hasil: Dihitung, posisi: list[Posisi]) -> None:
    """The sums by jenis belanja, against a sum made here."""
    ws = hasil.nilai["Per jenis belanja"]
    for nama, pagu, blokir, efektif, realisasi in ws.iter_rows(min_row=6, max_col=5, values_only=True):
        if nama == "Jumlah" or not nama:
            break
        kode = {"Belum dirinci": "00"}.get(nama, nama[:2])
        semua = [p.revisi.rincian.get(kode, (0, 0)) for p in posisi]
        assert pagu == sum(pg for pg, _ in semua)
        assert blokir == sum(bl for _, bl in semua)
        assert efektif == pagu - blokir
        assert realisasi == sum(p.realisasi_jenis.get(kode, 0) for p in posisi)


@pytest.mark.pada("2027-03-01 09:00")
def test_angka_di_bawah_batas_tidak_tampak_mencapainya(db: None, folder: Path) -> None:
    pabrik.buat_target(4, 9900)
    for kode, realisasi in (("900001", 89_996), ("900002", 98_996), ("900003", 90_000), ("900004", 99_000)):
        dipa = pabrik.buat_dipa(pabrik.buat_satker(kode), pagu={"52": 100_000})
        for triwulan, jumlah in ((1, 0), (2, 0), (3, 0), (4, realisasi)):
            pabrik.buat_laporan_terverifikasi(dipa, triwulan, {"52": jumlah})
    tanpa = pabrik.buat_dipa(pabrik.buat_satker("900005"), pagu={"52": 5_000}, blokir={"52": 5_000})
    for triwulan in (1, 2, 3, 4):
        pabrik.buat_laporan_terverifikasi(tanpa, triwulan, {"52": 0})
    pabrik.buat_dipa(pabrik.buat_satker("900006"), pagu={"53": 7_000})
    b = baca_bahan(Saringan(2026, 4, "TP", Angka.RESMI), oleh="Uji")
    buku = {"batas": buku_kerja.tulis(b)}
    for kode in ("900001", "900005", "900006"):
        bahan = baca_bahan_satker(b.saringan, Satker.objects.get(kode=kode), oleh="Uji")
        buku[kode] = buku_satker.tulis(bahan)
    semua = hitung.hitung_ulang(folder, buku)
    for nama, isi in buku.items():
        sama(isi, semua[nama])
    hasil = semua["batas"]
    periksa_peringkat(hasil, b.posisi, 4)
    baris = {kode: hasil.baris_tampil("Peringkat", kode) for kode in ("900001", "900002", "900003", "900004")}
    assert "89.99 %" in baris["900001"]
    assert "98.99 %" in baris["900002"]
    assert "90.00 %" in baris["900003"]
    assert "99.00 %" in baris["900004"]
    assert "89.99 %" in hasil.baris_tampil("Di bawah 90 %", "900001")
    assert "89.99 %" in semua["900001"].baris_tampil("Per triwulan", "TW IV")
