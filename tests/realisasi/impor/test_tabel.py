"""Tables as people make them, read as what they mean, or refused with what is missing."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from realisasi.impor import berkas
from realisasi.impor.bacaan import ASAL, KOLOM, Bacaan, BerkasDitolak, JenisImpor, Klaim, Pilihan, Total
from realisasi.impor.bentuk.tabel import kenali
from realisasi.referensi import muat_provinsi
from tests.realisasi.impor import buat

TP = Pilihan(tahun=2026, kewenangan="TP")
KEPALA_LAPORAN = ["Kode Satker", "Jenis Belanja", "Realisasi"]


def baca(jenis: str, *baris: Sequence[Any], pilihan: Pilihan = TP, gabung: Sequence[str] = ()) -> Bacaan:
    """The rows of one sheet, as a workbook."""
    return kenali(berkas.buka("uji.xlsx", buat.satu(baris, gabung=gabung)), JenisImpor(jenis), pilihan)


def ditolak(jenis: str, *baris: Sequence[Any], pilihan: Pilihan = TP) -> BerkasDitolak:
    with pytest.raises(BerkasDitolak) as galat:
        baca(jenis, *baris, pilihan=pilihan)
    return galat.value


def isi(bacaan: Bacaan, *kolom: str) -> list[tuple[Any, ...]]:
    """These columns of all rows; None for what is missing."""
    tabel = bacaan.baris[list(kolom)].astype(object)
    return list(tabel.where(tabel.notna(), None).itertuples(index=False, name=None))


def tolakan(bacaan: Bacaan) -> list[tuple[int | None, str, str]]:
    return [(t.baris, t.kolom, t.nilai) for t in bacaan.tolakan]


# --- The project's own layout --------------------------------------------------------------


@pytest.mark.parametrize("jenis", buat.BAIK)
def test_the_own_layout_of_each_kind(jenis: str) -> None:
    asal = buat.BAIK[jenis]
    for buat_isi in (buat.satu, buat.xls, buat.ods, buat.csv):
        bacaan = kenali(berkas.buka("uji", buat_isi(asal)), JenisImpor(jenis), Pilihan())
        assert list(bacaan.baris.columns) == [*KOLOM[JenisImpor(jenis)], *ASAL]
        assert not bacaan.tolakan
        assert bacaan.baris["nomor"].tolist() == list(range(2, len(asal) + 1))
        assert not bacaan.baris["rusak"].any()
        for k, nama in enumerate(asal[0]):
            for b, n in enumerate(bacaan.baris[nama]):
                assert str(n) == str(asal[b + 1][k])


def test_types_of_what_is_read() -> None:
    baris = kenali(berkas.buka("uji", buat.csv(buat.DIPA)), JenisImpor.DIPA, Pilihan()).baris
    assert {k: str(baris[k].dtype) for k in ("tahun", "revisi", "pagu", "blokir")} == dict.fromkeys(
        ("tahun", "revisi", "pagu", "blokir"), "Int64"
    )
    assert baris["berlaku_sejak"].tolist() == [dt.date(2026, 1, 2)] * 2
    assert baris["jenis_belanja"].tolist() == ["52", "53"]


def test_cumulative_figures_of_the_treasury() -> None:
    bacaan = baca(
        "realisasi",
        ("tahun", "triwulan", "kewenangan", "kode_satker", "jenis_belanja", "realisasi_sd"),
        (2026, 2, "TP", 19070, 52, 9),
    )
    assert isi(bacaan, "triwulan", "realisasi", "kumulatif", "basis") == [(2, 9, True, None)]
    bacaan = baca("realisasi", *buat.REALISASI)
    assert isi(bacaan, "realisasi", "kumulatif", "basis", "tanggal_data") == [
        (300_000_000, False, "SP2D", dt.date(2026, 4, 1))
    ]


# --- What people make of it -----------------------------------------------------------------


@given(st.randoms(use_true_random=False))
def test_order_titles_extra_columns_and_blank_rows_do_not_matter(acak: random.Random) -> None:
    jenis = acak.choice(sorted(buat.BAIK))
    kepala, *data = [list(b) for b in buat.BAIK[jenis]]
    lain = ["No", "Keterangan", "Kendala lain-lain", "%"]
    for nama in acak.sample(lain, acak.randrange(len(lain) + 1)):
        kepala.append(nama)
        for k, b in enumerate(data):
            b.append(k + 1 if nama == "No" else "apa saja")
    urutan = list(range(len(kepala)))
    acak.shuffle(urutan)
    tabel = [[b[k] for k in urutan] for b in (kepala, *data)]
    for _ in range(acak.randrange(3)):
        tabel.insert(acak.randrange(1, len(tabel) + 1), [])
    tabel = [*[["LAPORAN"], ["Ditjen IKMA"], []][: acak.randrange(4)], *tabel]
    asal = isi(
        kenali(berkas.buka("uji", buat.satu(buat.BAIK[jenis])), JenisImpor(jenis), Pilihan()), *KOLOM[JenisImpor(jenis)]
    )
    bacaan = kenali(
        berkas.buka("uji", acak.choice([buat.satu, buat.xls, buat.ods])(tabel)), JenisImpor(jenis), Pilihan()
    )
    assert isi(bacaan, *KOLOM[JenisImpor(jenis)]) == asal
    assert not bacaan.tolakan
    for nomor, (kode, *_) in zip(bacaan.baris["nomor"], isi(bacaan, "kode_satker"), strict=True):
        assert any(str(n) == kode or n == kode for n in tabel[nomor - 1])


def test_what_the_file_does_not_say_comes_from_the_number_the_user_or_the_title() -> None:
    kepala = ["No DIPA", "Revisi ke-", "Tanggal Posting Revisi", "Jenis Belanja", "Pagu"]
    bacaan = baca(
        "dipa",
        kepala,
        ["SP DIPA-019.05.3.019070/2023", "Revisi ke-2", "31 Maret 2023", "52 Barang", "1.000"],
        pilihan=Pilihan(),
    )
    assert isi(bacaan, "tahun", "kewenangan", "kode_satker", "revisi", "pagu", "blokir") == [
        (2023, "DK", "019070", 2, 1000, 0)
    ]
    bacaan = baca(
        "laporan",
        ["Tugas Pembantuan TA 2026"],
        ["Triwulan II"],
        ["Satker 019070"],
        ["Jenis Belanja", "Realisasi"],
        [52, 7],
        pilihan=Pilihan(),
    )
    assert isi(bacaan, "tahun", "triwulan", "kewenangan", "kode_satker", "realisasi") == [(2026, 2, "TP", "019070", 7)]
    assert bacaan.klaim == Klaim(frozenset({2026}), frozenset({2}), frozenset({"TP"}), frozenset({"019070"}))


def test_a_report_without_status_waits_for_verification() -> None:
    bacaan = baca(
        "laporan", KEPALA_LAPORAN, ["019070", 52, 5], pilihan=Pilihan(tahun=2026, kewenangan="TP", triwulan=1)
    )
    assert isi(bacaan, "status") == [("DIAJUKAN",)]
    assert any("DIAJUKAN" in c for c in bacaan.catatan)


def test_one_column_for_each_jenis_under_a_group() -> None:
    bacaan = baca(
        "realisasi",
        ["REKAPITULASI s.d. Triwulan II 2026"],
        ["No", "Kode Satker", "Nama Satker", "Pagu", None, "Realisasi s.d.", None, None, "%"],
        [None, None, None, 51, 52, "51 Pegawai", "52 Barang", "Jumlah", None],
        ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
        [1, 19070, "Dinas A", 10, 20, 1, "2.000", 2001, 0.5],
        [2, "089264", "Dinas B", 10, 20, None, 3, 3, 0.1],
        [None, "JUMLAH", None, 20, 40, 1, 2003, 2004, None],
        ["Mengetahui,"],
        [None, None, "Kepala Dinas"],
        gabung=["D2:E2", "F2:H2", "A2:A3", "B2:B3", "C2:C3", "I2:I3"],
    )
    assert isi(bacaan, "kode_satker", "triwulan", "jenis_belanja", "realisasi", "kumulatif", "nomor") == [
        ("019070", 2, "51", 1, True, 5),
        ("019070", 2, "52", 2000, True, 5),
        ("089264", 2, "52", 3, True, 6),
    ]
    assert bacaan.total_berkas == Total(realisasi=2004)


def test_akun_are_summed_up_and_a_bad_one_spoils_its_sum() -> None:
    bacaan = baca(
        "dipa",
        ["Kode Satker", "Akun", "Uraian", "Pagu Revisi", "Blokir", "Revisi ke", "Tanggal Revisi"],
        [19070, 521211, "Bahan", 1000, 5, 1, dt.date(2026, 3, 31)],
        [19070, "521213", "Honor", "2.000", None, 1, 46112],
        [19070, "532111", "Mesin", 2500.5, None, 1, "31/03/2026"],
        [19070, "532112", "Alat", 10, None, 1, "31 Maret 2026"],
        [19070, "541111", "Subsidi", 1, None, 1, "2026-03-31"],
    )
    assert isi(bacaan, "jenis_belanja", "pagu", "blokir", "nomor", "rusak") == [
        ("52", 3000, 5, 2, False),
        ("53", None, 0, 4, True),
        (None, 1, 0, 6, True),
    ]
    assert sorted(tolakan(bacaan), key=str) == [(4, "Pagu Revisi", "2500.5"), (6, "Akun", "541111")]


def test_rows_that_sum_up_akun_are_not_counted_twice_and_are_checked() -> None:
    bacaan = baca(
        "laporan",
        ["Satker 019070 TA 2026"],
        ["Akun", "Uraian", "Realisasi"],
        ["52", "Belanja Barang", 30],
        ["521211", "Bahan", 10],
        ["521213", "Honor", 20],
        ["53", "Belanja Modal", 6],
        ["532111", "Mesin", 5],
        [None, "JUMLAH SELURUHNYA", 36],
        pilihan=Pilihan(kewenangan="TP", triwulan=1),
    )
    assert isi(bacaan, "jenis_belanja", "realisasi") == [("52", 30), ("53", 5)]
    assert bacaan.total_berkas == Total(realisasi=36)
    assert any("Baris 6" in c and "menyebut 6" in c for c in bacaan.catatan)


def test_a_short_code_without_akun_below_it_is_a_row_of_its_own() -> None:
    bacaan = baca(
        "laporan",
        ["Kode Satker", "Akun", "Realisasi"],
        ["019070", "51", 7],
        ["019070", "521211", 10],
        ["089264", "52", 40],
        ["089264", "521211", 40],
        pilihan=Pilihan(tahun=2026, kewenangan="TP", triwulan=1),
    )
    assert isi(bacaan, "kode_satker", "jenis_belanja", "realisasi") == [
        ("019070", "51", 7),
        ("019070", "52", 10),
        ("089264", "52", 40),
    ]


def test_a_column_of_jenis_that_holds_akun_is_summed_up() -> None:
    bacaan = baca(
        "realisasi",
        ["kode_satker", "jenis_belanja", "realisasi"],
        ["019070", 521211, 10],
        ["019070", "521213", 20],
        ["019070", "532111 Mesin", 5],
        ["JUMLAH", None, 35],
        pilihan=Pilihan(tahun=2026, kewenangan="TP", triwulan=1),
    )
    assert isi(bacaan, "jenis_belanja", "realisasi") == [("52", 30), ("53", 5)]
    assert bacaan.total_berkas == Total(realisasi=35)


BULAN = ["JAN", "PEB", "MAR", "APR", "MEI", "JUN", "JUL", "AGS", "SEP", "OKT", "NOPEMBER", "DES"]


def test_months_become_quarters() -> None:
    kepala = ["Satker", "Jenis Belanja", *BULAN, "Jumlah"]
    baris = ["019.05.019070", "52", 1, 2, 3, 4, 5, *[None] * 7, 15]
    bacaan = baca("laporan", kepala, baris)
    assert isi(bacaan, "triwulan", "realisasi") == [(1, 6), (2, 9)]
    assert "TW II belum lengkap: Juni masih kosong." in bacaan.catatan
    bacaan = baca("laporan", kepala, baris, pilihan=Pilihan(tahun=2026, kewenangan="TP", triwulan=1))
    assert isi(bacaan, "triwulan", "realisasi") == [(1, 6)]
    assert bacaan.klaim.triwulan == {1}
    nol = ["019.05.019070", "52", 1, 2, 3, *[0] * 9, 6]
    assert isi(baca("laporan", kepala, nol), "triwulan", "realisasi") == [(1, 6)]
    salah = ["019070", "52", 1, "dua", 3, 4, 5, 6, *[None] * 6, 15]
    bacaan = baca("laporan", kepala, salah)
    assert isi(bacaan, "triwulan", "realisasi", "rusak") == [(1, None, True), (2, 15, False)]
    assert tolakan(bacaan) == [(2, "PEB", "dua")]
    galat = ditolak(
        "laporan", [*kepala[:4], "MAR"], [*baris[:5]], pilihan=Pilihan(tahun=2026, kewenangan="TP", triwulan=2)
    )
    assert galat.kurang == ("realisasi April", "realisasi Mei", "realisasi Juni")


def test_cumulative_columns_become_quarters_alone() -> None:
    kepala = ["kode_satker", "jenis_belanja", "Realisasi s.d. TW I", "Realisasi s.d. TW II", "Realisasi s.d. TW III"]
    data = [["019070", 52, 10, 25, 30], ["019070", 53, None, 5, 5], ["JUMLAH", None, 10, 30, 35]]
    bacaan = baca("laporan", kepala, *data)
    assert isi(bacaan, "jenis_belanja", "triwulan", "realisasi") == [
        ("52", 1, 10),
        ("52", 2, 15),
        ("52", 3, 5),
        ("53", 2, 5),
        ("53", 3, 0),
    ]
    assert bacaan.total_berkas == Total(realisasi=35)
    bacaan = baca("laporan", kepala, *data, pilihan=Pilihan(tahun=2026, kewenangan="TP", triwulan=2))
    assert isi(bacaan, "jenis_belanja", "triwulan", "realisasi") == [("52", 2, 15), ("53", 2, 5)]
    bacaan = baca("realisasi", kepala, *data)
    assert isi(bacaan, "jenis_belanja", "triwulan", "realisasi", "kumulatif")[:3] == [
        ("52", 1, 10, True),
        ("52", 2, 25, True),
        ("52", 3, 30, True),
    ]
    galat = ditolak("laporan", ["kode_satker", "jenis_belanja", "Realisasi s.d. TW II"], ["019070", 52, 10])
    assert "Sertakan juga kolom s.d. TW I" in galat.pesan


def test_cumulative_rows_become_quarters_alone() -> None:
    bacaan = baca(
        "laporan",
        ["tahun", "triwulan", "kewenangan", "kode_satker", "jenis_belanja", "realisasi_sd", "status"],
        [2026, 1, "TP", "019070", 52, 10, "DIAJUKAN"],
        [2026, "s.d. TW II", "TP", "019070", 52, 25, "DIAJUKAN"],
        [2026, 2, "TP", "019070", 53, 5, "DIAJUKAN"],
        [2026, 3, "TP", "019071", 53, 5, "DIAJUKAN"],
    )
    assert isi(bacaan, "triwulan", "jenis_belanja", "realisasi", "rusak") == [
        (1, "52", 10, False),
        (2, "52", 15, False),
        (2, "53", 5, False),
        (3, "53", None, True),
    ]
    assert [t.baris for t in bacaan.tolakan] == [5]


def test_quarters_side_by_side() -> None:
    bacaan = baca(
        "laporan",
        ["Kode Satker", "Jenis Belanja", "Realisasi", None, None],
        [None, None, "TW I", "TW II", "Total"],
        ["019070", 52, 5, 6, 11],
        [None, 53, 7, None, 7],
        ["019071", 52, 1, 1, 2],
        gabung=["C1:E1", "A3:A4"],
    )
    assert isi(bacaan, "kode_satker", "jenis_belanja", "triwulan", "realisasi", "nomor") == [
        ("019070", "52", 1, 5, 3),
        ("019070", "52", 2, 6, 3),
        ("019070", "53", 1, 7, 4),  # merged with the row above it
        ("019071", "52", 1, 1, 5),
        ("019071", "52", 2, 1, 5),
    ]


def test_a_code_that_is_missing_and_not_merged_is_no_guess() -> None:
    bacaan = baca("laporan", KEPALA_LAPORAN, ["019070", 52, 5], [None, 53, 7], pilihan=Pilihan(2026, 1, "TP"))
    assert isi(bacaan, "kode_satker", "jenis_belanja") == [("019070", "52"), (None, "53")]


def test_sums_are_no_data_and_those_that_differ_are_named() -> None:
    bacaan = baca(
        "laporan",
        KEPALA_LAPORAN,
        ["019070", 52, 5],
        ["019070", 53, 7],
        ["Jumlah Dinas A", None, 12],
        KEPALA_LAPORAN,
        ["019071", 52, 1],
        ["Sub Total", None, 9],
        ["JUMLAH", None, 13],
        ["Rata-rata", None, 4],
        pilihan=Pilihan(2026, 1, "TP"),
    )
    assert isi(bacaan, "kode_satker", "realisasi", "nomor") == [("019070", 5, 2), ("019070", 7, 3), ("019071", 1, 6)]
    assert bacaan.total_berkas == Total(realisasi=13)
    assert [c for c in bacaan.catatan if "menyebut" in c] == [
        'Baris 7 ("Sub Total") menyebut 9, sedangkan baris-baris di atasnya berjumlah 1.'
    ]


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=8), st.integers(-1, 1), st.booleans())
def test_the_grand_total_stands_first_or_last(angka: list[int], geser: int, di_atas: bool) -> None:
    data = [[f"{19000 + k:06d}", 52, n] for k, n in enumerate(angka)]
    jumlah = ["JUMLAH SELURUHNYA", None, sum(angka) + geser]
    bacaan = baca(
        "laporan", KEPALA_LAPORAN, *([jumlah, *data] if di_atas else [*data, jumlah]), pilihan=Pilihan(2026, 1, "TP")
    )
    assert bacaan.baris["realisasi"].sum() == sum(angka)
    assert bacaan.total_berkas == Total(realisasi=sum(angka) + geser)


def test_several_sheets_and_hidden_ones() -> None:
    buku = berkas.buka(
        "uji.xlsx",
        buat.xlsx(
            ("Petunjuk", [["Isi semua kolom."]]),
            ("TW I", [KEPALA_LAPORAN, ["019070", 52, 5]]),
            ("TW II", [KEPALA_LAPORAN, ["019070", 52, 6]]),
            ("Lama", [KEPALA_LAPORAN, ["019070", 52, 99]]),
            sembunyi=["Lama"],
        ),
    )
    bacaan = kenali(buku, JenisImpor.LAPORAN, TP)
    assert isi(bacaan, "lembar", "triwulan", "realisasi") == [("TW I", 1, 5), ("TW II", 2, 6)]
    assert "Lembar tersembunyi tidak dibaca: Lama." in bacaan.catatan
    assert "Lembar yang bukan tabel ini tidak dibaca: Petunjuk." in bacaan.catatan


# --- Satker ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_offices_with_names_of_provinces() -> None:
    muat_provinsi()
    bacaan = baca(
        "satker",
        ["DAFTAR SATKER"],
        ["No", "Satker", "Provinsi"],
        [1, "019070 - Dinas Perindustrian Aceh", "Prov. Aceh"],
        [2, "089264 - Dinas Perindustrian Papua", "P A P U A"],
        [3, "019072 - Dinas Kelautan", "Atlantis"],
        ["Catatan: per 1 Januari 2026"],
    )
    assert isi(bacaan, "kode_satker", "nama_satker", "kode_provinsi", "rusak") == [
        ("019070", "Dinas Perindustrian Aceh", "11", False),
        ("089264", "Dinas Perindustrian Papua", "91", False),
        ("019072", "Dinas Kelautan", None, True),
    ]
    assert tolakan(bacaan) == [(5, "Provinsi", "Atlantis")]


# --- Not certain: refused with what was found and what is missing ----------------------------


def test_what_is_missing_is_said() -> None:
    galat = ditolak("dipa", ["Kode Satker", "Pagu"], ["019070", 5])
    assert "jenis belanja" in galat.pesan
    assert (galat.ditemukan, galat.kurang) == (("Kode Satker", "Pagu"), ("jenis belanja",))
    galat = ditolak("laporan", KEPALA_LAPORAN, ["019070", 52, 5], pilihan=Pilihan())
    assert galat.kurang == ("tahun", "kewenangan", "triwulan")
    assert galat.pesan.endswith("Atau pilih tahun, kewenangan, triwulan saat mengimpor.")
    galat = ditolak("dipa", ["Nama", "Umur"], ["A", 5])
    assert galat.ditemukan == ("Nama", "Umur")
    assert len(galat.kurang) == 9


@pytest.mark.parametrize(
    ("kata", "baris"),
    [
        ("Dua kolom", [["Kode Satker", "Jenis Belanja", "Pagu", "Pagu DIPA"], ["019070", 52, 5, 6]]),
        ("ribuan", [["(dalam ribuan rupiah)"], ["Kode Satker", "Jenis Belanja", "Pagu"], ["019070", 52, 5]]),
        ("Tabelnya kosong", [["Kode Satker", "Jenis Belanja", "Pagu", "Revisi", "Tanggal Revisi"]]),
        ("di barisnya dan juga", [["Kode Satker", "Jenis Belanja", "Pagu 51", "Pagu 52"], ["019070", 52, 5, 6]]),
        ("menyebut tahun 2025", [["TA 2025"], list(buat.DIPA[0]), list(buat.DIPA[1])]),
    ],
)
def test_what_can_mean_two_things_is_refused(kata: str, baris: list[list[Any]]) -> None:
    assert kata in ditolak("dipa", *baris, pilihan=Pilihan(kewenangan="TP")).pesan


def test_a_better_heading_beats_a_worse_one() -> None:
    bacaan = baca(
        "dipa",
        ["Kode Satker", "Jenis Belanja", "Pagu Awal", "Pagu Revisi", "Revisi", "Tanggal DIPA", "Berlaku Sejak"],
        ["019070", 52, 5, 6, 1, "2025-12-01", "2026-03-01"],
    )
    assert isi(bacaan, "pagu", "berlaku_sejak") == [(6, dt.date(2026, 3, 1))]


def test_spent_money_is_of_one_kind_or_another() -> None:
    bacaan = baca("laporan", KEPALA_LAPORAN, ["019070", "00", 5], pilihan=Pilihan(2026, 1, "TP"))
    assert "belum dirinci" in bacaan.tolakan[0].pesan


def test_a_row_with_a_bad_cell_stays_with_what_can_be_read() -> None:
    bacaan = kenali(
        berkas.buka("uji.csv", buat.csv([*buat.LAPORAN, ("2026", "9", "TP", "019070", "52", "x", "DRAF")])),
        JenisImpor.LAPORAN,
        Pilihan(),
    )
    assert isi(bacaan, "tahun", "triwulan", "kode_satker", "realisasi", "status", "nomor", "rusak")[-1] == (
        *(2026, None, "019070", None, None),
        *(4, True),
    )
    assert {t[1] for t in tolakan(bacaan)} == {"triwulan", "realisasi", "status"}
    assert {t.berkas for t in bacaan.tolakan} == {"uji.csv"}


def test_a_sum_that_would_not_fit_is_spoiled_and_never_wraps_around() -> None:
    baris = [["019070", 521211, 10**15]] * 10_000
    bacaan = baca("laporan", ["Kode Satker", "Akun", "Realisasi"], *baris, pilihan=Pilihan(2026, 1, "TP"))
    assert isi(bacaan, "realisasi", "rusak") == [(None, True)]
    assert pd.isna(bacaan.baris["realisasi"]).all()
