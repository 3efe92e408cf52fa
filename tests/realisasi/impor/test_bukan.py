"""Likely wrong uploads: each is told what it is and what is wanted, and nothing else is taken for one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook

from realisasi.impor import berkas
from realisasi.impor.bacaan import BerkasDitolak, JenisImpor, Pilihan
from realisasi.impor.bentuk import bukan, kenali

Baris = Sequence[Sequence[Any]]

SIPD: Baris = (
    ("PEMERINTAH KABUPATEN KAMPAR",),
    ("REKAPITULASI BELANJA MENURUT URUSAN PEMERINTAHAN DAERAH, ORGANISASI, PROGRAM, KEGIATAN DAN SUB KEGIATAN",),
    ("TAHUN ANGGARAN 2026",),
    ("KODE", "URAIAN", "BELANJA OPERASI", "BELANJA MODAL", "BELANJA TIDAK TERDUGA", "JUMLAH"),
    ("3.31", "PERINDUSTRIAN", "10.701.893.800,00", "250.000.000,00", "0,00", "10.951.893.800,00"),
    ("3.31.01", "DINAS PERINDUSTRIAN", "10.701.893.800,00", "250.000.000,00", "0,00", "10.951.893.800,00"),
)
REKAP: Baris = (
    ("REKAPITULASI BELANJA",),
    ("Provinsi Riau",),
    ("Kode", "Uraian", "Pagu", "Realisasi", "%"),
    ("5.1", "Belanja Operasi", "10.701.893.800,00", "9.000.000.000,00", "84,10"),
    ("5.2", "Belanja Modal", "701.893.800,00", "90.000.000,00", "12,82"),
)
REKENING: Baris = (
    ("Kode SKPD", "Nama SKPD", "Kode Rekening", "Nama Rekening", "Nilai Rincian"),
    ("3.31.0.00.0.00.01", "Dinas Perindustrian", "5.1.02.01", "Belanja Barang", 10_000_000),
)
IKPA: Baris = (
    ("INDIKATOR PELAKSANAAN ANGGARAN",),
    ("Bulan : MARET",),
    ("No", "Kode KPPN", "Kode BA", "Kode Satker", "Uraian Satker", "Keterangan", "Revisi DIPA", "Nilai Akhir"),
    (1, "088", "019", "019070", "DINAS", "Nilai", 100, 95.5),
)
LAIN: Baris = (
    ("KEMENTERIAN PERTANIAN REPUBLIK INDONESIA",),
    ("Realisasi TW I 2026",),
    ("Kode Satker", "Nama Satker", "Jenis Belanja", "Realisasi"),
    ("411111", "Dinas Pertanian", "52", 100),
)
SP2D: Baris = (
    ("DETAIL PENGELUARAN DAN POTONGAN SPP/SPM/SP2D",),
    ("No SP2D", "Tanggal", "Uraian", "Akun", "Nilai"),
    ("24001", "2026-03-01", "Belanja", "521211", 100),
)
POK: Baris = (("RINCIAN KERTAS KERJA SATKER T.A 2026",), ("Kode", "Uraian", "Volume", "Harga", "Jumlah"))
DANA: Baris = (("LAPORAN KETERSEDIAAN DANA TA 2026",), ("Uraian", "Pagu Revisi", "Realisasi", "Sisa"))


def buku(baris: Baris) -> berkas.Buku:
    kerja = Workbook()
    lembar = kerja.active
    assert lembar is not None
    for satu in baris:
        lembar.append(list(satu))
    isi = io.BytesIO()
    kerja.save(isi)
    return berkas.buka("salah.xlsx", isi.getvalue())


@pytest.mark.parametrize("jenis", list(JenisImpor))
@pytest.mark.parametrize(
    ("baris", "kata"),
    [
        (SIPD, "APBD"),
        (REKAP, "APBD"),
        (REKENING, "APBD"),
        (IKPA, "IKPA"),
        (LAIN, "Kementerian PERTANIAN"),
        (SP2D, "SP2D"),
        (POK, "kertas kerja"),
        (DANA, "bukan Detail"),
    ],
    ids=["sipd", "rekap", "rekening", "ikpa", "lain", "sp2d", "pok", "dana"],
)
def test_a_wrong_upload_is_told_what_it_is_and_what_is_wanted(baris: Baris, kata: str, jenis: JenisImpor) -> None:
    with pytest.raises(BerkasDitolak) as galat:
        kenali(buku(baris), jenis, Pilihan(tahun=2026, triwulan=1, kewenangan="TP", satker="019070"))

    assert kata in galat.value.pesan
    assert "Yang diperlukan: " in galat.value.pesan
    assert "templat" in galat.value.pesan


@pytest.mark.parametrize(
    "baris",
    [
        (
            ("REKAPITULASI BELANJA TUGAS PEMBANTUAN PROVINSI RIAU",),
            ("Jenis Belanja", "Pagu", "Realisasi", "Sisa"),
            ("52", "1.000.000,00", "500.000,00", "500.000,00"),
        ),
        (
            ("Kementerian Perindustrian",),
            ("Kode Satker", "Nama Satker", "Kode Provinsi", "Kementerian"),
            ("019070", "Dinas SKPD APBD Provinsi Riau", "14", "Kementerian Pertanian"),
        ),
        (
            ("KEMENTERIAN KEUANGAN REPUBLIK INDONESIA",),
            ("DIREKTORAT JENDERAL PERBENDAHARAAN",),
            ("Kode Satker", "Jenis Belanja", "Realisasi", "Basis"),
            ("019070", "52", 100, "SP2D"),
        ),
        (("Kode Satker", "SKPD", "Jenis Belanja", "Realisasi"), ("019070", "Dinas", "52", "1.000.000,00")),
        (("Kementerian", "Kode Satker", "Pagu"), ("Kementerian Pertanian", "019070", 10)),
        (("LAPORAN REALISASI ANGGARAN TP",), ("Jenis Belanja", "Realisasi"), ("52", "1.000.000,00")),
        (("Bahan IKPA",), ("Kode Satker", "Pagu", "Realisasi"), ("019070", 10, 5)),
    ],
)
def test_tables_of_ours_are_not_taken_for_one(baris: Baris) -> None:
    for jenis in JenisImpor:
        bukan.kenali(buku(baris), jenis, Pilihan())


def test_a_table_that_does_not_say_whose_it_is_is_refused_with_what_is_missing() -> None:
    isi = (("Jenis Belanja", "Pagu", "Realisasi"), ("52", 1_000_000, 500_000))

    with pytest.raises(BerkasDitolak) as galat:
        kenali(buku(isi), JenisImpor.REALISASI, Pilihan(tahun=2026, triwulan=1, kewenangan="TP"))

    assert "satker" in galat.value.pesan
    assert "templat" in galat.value.pesan
