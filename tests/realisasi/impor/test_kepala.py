"""Headings: what they mean, and where they stand."""

from __future__ import annotations

from typing import Any

import pytest

from realisasi.impor import berkas, judul, satuan
from realisasi.impor.bentuk.susunan import BERGUNA
from realisasi.impor.kepala import temukan
from realisasi.impor.label import ABAIKAN, LAIN, Arti, arti
from tests.realisasi.impor import buat

SEBUTAN = {
    "kode_satker": "kode_satker|Kode Satker|KDSATKER|KD_SATKER|Kd. Satker|Kode Satuan Kerja|KODE SATKER 2026",
    "satker": "Satker|SATKER|Satuan Kerja|Kode/Nama Satker|Kode dan Nama Satker",
    "nama_satker": "nama_satker|Nama Satker|NMSATKER|Nama Satuan Kerja|Dinas|Uraian Satker",
    "kode_provinsi": "kode_provinsi|Kode Provinsi|KDPROV|Kode Prov.",
    "tahun": "tahun|Tahun|TAHUN ANGGARAN|TA|T.A.|THANG|Thn Anggaran",
    "triwulan": "triwulan|Triwulan|TW|Triwulan ke-|Periode",
    "kewenangan": "kewenangan|Kewenangan|KDDEKON|Kode Kewenangan|DK/TP",
    "nomor_dipa": "nomor_dipa|No DIPA|No. DIPA|Nomor DIPA|Nomor SP DIPA",
    "revisi": "revisi|Revisi|Revisi ke-|No. Revisi|Revisi DIPA",
    "jenis_belanja": "jenis_belanja|Jenis Belanja|JNSBEL|Jenis|Kode Jenis Belanja",
    "akun": "Akun|Kode Akun|KDAKUN|MAK",
    "status": "status|Status|Status Laporan",
    "basis": "basis|Basis",
    "tanggal_data": "tanggal_data|Tanggal Data|Tgl. Data|Data per Tanggal",
    "berlaku_sejak": "berlaku_sejak|Berlaku Sejak|Tanggal Revisi|Tgl Posting|Tanggal Posting Revisi|Tanggal DIPA|TMT",
    "pagu": (
        "pagu|Pagu|Pagu DIPA|PAGU REVISI|Pagu (Rp)|Pagu Anggaran|Total Pagu|Jumlah Pagu|Jml Pagu|Pagu Revisi ke-3"
        "|Pagu Awal|Pagu TA 2026|Nilai Pagu|Alokasi Anggaran|DIPA"
    ),
    "blokir": "blokir|Blokir|Pagu Blokir|Nilai Blokir (Rp)|Diblokir",
    "realisasi": "realisasi|Realisasi|Realisasi Anggaran|Penyerapan|Jumlah Realisasi|Realisasi (Rp.)|Realisasi SP2D",
    ABAIKAN: (
        "No|No.|Kode BA|KPPN|Uraian|%|% Realisasi|Sisa Pagu|Sisa|Pagu Efektif|Realisasi Fisik|Target TW II|Lock Pagu"
        "|Jumlah"
    ),
    LAIN: "Pagu Pengadaan|Realisasi s.d. Mei|Nama|2|x|Pagu dan Realisasi|TW I s.d. TW II|Realisasi Jan-Mar|"
    + "a" * 200,
}


@pytest.mark.parametrize(("peran", "label"), [(p, n) for p, semua in SEBUTAN.items() for n in semua.split("|")])
def test_what_a_heading_means(peran: str, label: str) -> None:
    assert arti(label).peran == peran


@pytest.mark.parametrize(
    ("label", "hasil"),
    [
        ("realisasi_sd", Arti("realisasi", sd=True)),
        ("Realisasi s.d.", Arti("realisasi", sd=True)),
        ("Realisasi s/d saat ini", Arti("realisasi", sd=True)),
        ("Realisasi Kumulatif", Arti("realisasi", sd=True)),
        ("Realisasi TW II", Arti("realisasi", triwulan=2)),
        ("Realisasi s.d. Triwulan III 2026", Arti("realisasi", sd=True, triwulan=3, tahun=2026)),
        ("Realisasi s.d. 30 Juni 2026", Arti("realisasi", sd=True, triwulan=2, tahun=2026)),
        ("TW IV", Arti("jumlah", triwulan=4, mutu=1)),
        ("52 Barang", Arti("jumlah", jenis="52", mutu=1)),
        ("51", Arti("jumlah", jenis="51", mutu=1)),
        ("Realisasi Belanja Modal", Arti("realisasi", jenis="53")),
        ("Pagu Bantuan Sosial", Arti("pagu", jenis="57")),
    ],
)
def test_what_an_amount_is_of(label: str, hasil: Arti) -> None:
    assert arti(label) == hasil


@pytest.mark.parametrize(
    "daftar",
    [
        "JAN FEB MAR APR MEI JUN JUL AGS SEP OKT NOV DES",
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
        "januari pebruari maret april mei juni juli agust sept okt NOPEMBER desember",
    ],
)
def test_months(daftar: str) -> None:
    assert [arti(n).bulan for n in daftar.split()] == list(range(1, 13))
    assert [arti(f"Realisasi Bulan {n}").bulan for n in daftar.split()] == list(range(1, 13))


def lembar(*baris: Any, gabung: tuple[str, ...] = ()) -> berkas.Lembar:
    return berkas.buka("x", buat.satu(baris, gabung=gabung)).lembar[0]


def test_the_headings_need_not_be_in_row_one() -> None:
    kepala = temukan(
        lembar(
            ["LAPORAN REALISASI"],
            ["TA 2026"],
            [],
            ["No", "Kode Satker", "Jenis Belanja", "Realisasi"],
            [1, "019070", 52, 5],
        ),
        BERGUNA["laporan"],
    )
    assert kepala is not None
    assert (kepala.awal, kepala.akhir) == (3, 4)
    assert kepala.labels == ("No", "Kode Satker", "Jenis Belanja", "Realisasi")


@pytest.mark.parametrize("gabung", [(), ("C1:E1", "A1:A2", "B1:B2")])
def test_headings_in_two_rows_with_groups(gabung: tuple[str, ...]) -> None:
    kepala = temukan(
        lembar(
            ["Kode Satker", "Nama Satker", "Realisasi", None, None, "Pagu"],
            [None, None, "51", "52 Barang", "53", None],
            ["019070", "Dinas", 1, 2, 3, 6],
            gabung=gabung,
        ),
        BERGUNA["laporan"],
    )
    assert kepala is not None
    assert (kepala.awal, kepala.akhir) == (0, 2)
    assert [(k.arti.peran, k.arti.jenis) for k in kepala.kolom] == [
        ("kode_satker", None),
        ("nama_satker", None),
        ("realisasi", "51"),
        ("realisasi", "52"),
        ("realisasi", "53"),
        ("pagu", None),
    ]


def test_a_group_that_is_not_understood_takes_its_columns_along() -> None:
    kepala = temukan(
        lembar(
            ["Kode Satker", "Target", None, "Realisasi", None],
            [None, "TW I", "TW II", "TW I", "TW II"],
            ["019070", 1, 2, 3, 4],
        ),
        BERGUNA["laporan"],
    )
    assert kepala is not None
    assert [k.letak for k in kepala.cari("realisasi")] == [3, 4]


def test_no_headings_at_all() -> None:
    assert temukan(lembar(["Nama", "Umur"], ["A", 5]), BERGUNA["dipa"]) is None


# --- What titles say -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("teks", "tahun", "triwulan", "kewenangan", "satker"),
    [
        ("LAPORAN REALISASI TRIWULAN II TAHUN ANGGARAN 2026", {2026}, {2}, set(), set()),
        ("TW I 2026", {2026}, {1}, set(), set()),
        ("Periode Januari s.d. Maret 2026", {2026}, {1}, set(), set()),
        ("Periode Mei 2026", {2026}, {2}, set(), set()),
        ("Dana Tugas Pembantuan TA. 2026", {2026}, set(), {"TP"}, set()),
        ("Dekonsentrasi dan Tugas Pembantuan", set(), set(), set(), set()),
        ("Satker : 019070 Dinas Perindustrian", set(), set(), set(), {"019070"}),
        ("Kode Satker 019.05.019070", set(), set(), set(), {"019070"}),
        ("TW I s.d. IV TA 2026", {2026}, set(), set(), set()),
        ("2026", {2026}, set(), set(), set()),
        ("Sheet1", set(), set(), set(), set()),
        ("Pagu Rp 2.026.000", set(), set(), set(), set()),
    ],
)
def test_claims_of_a_title(
    teks: str, tahun: set[int], triwulan: set[int], kewenangan: set[str], satker: set[str]
) -> None:
    klaim = judul.klaim([teks])
    assert (klaim.tahun, klaim.triwulan, klaim.kewenangan, klaim.satker) == (tahun, triwulan, kewenangan, satker)


def test_the_day_of_printing_claims_nothing() -> None:
    assert judul.kalimat([["Dicetak tanggal 3 Juli 2027, Tahun 2027"], ["TA", 2026], ["Satker", 19070]]) == [
        "TA 2026",
        "Satker 019070",
    ]


@pytest.mark.parametrize(
    ("teks", "hasil"),
    [
        ("(dalam ribuan rupiah)", "ribuan"),
        ("(Rp 000)", "ribuan"),
        ("Pagu (ribu rupiah)", "ribuan"),
        ("Dalam jutaan Rp", "jutaan"),
        ("dalam rupiah", None),
        ("Realisasi 000", None),
    ],
)
def test_units(teks: str, hasil: str | None) -> None:
    assert satuan.sebut([teks]) == hasil
