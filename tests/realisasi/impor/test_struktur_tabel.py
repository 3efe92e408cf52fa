"""The structure of a table: what its rows, columns and merged cells mean, or a refusal where that is not certain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from realisasi.impor import berkas
from realisasi.impor.bacaan import Bacaan, BerkasDitolak, JenisImpor, Pilihan
from realisasi.impor.bentuk.tabel import kenali
from tests.realisasi.impor import buat

TW1 = Pilihan(tahun=2026, triwulan=1, kewenangan="TP")
KEPALA = ["Kode Satker", "Jenis Belanja", "Realisasi"]
LEBAR = ["Kode Satker", "51", "52", "53"]
AKUN = ["Kode Satker", "Kode Akun", "Uraian", "Realisasi"]


def baca(*baris: Sequence[Any], jenis: str = "laporan", gabung: Sequence[str] = (), pilihan: Pilihan = TW1) -> Bacaan:
    """The rows of one sheet, as a workbook."""
    return kenali(berkas.buka("uji.xlsx", buat.satu(baris, gabung=gabung)), JenisImpor(jenis), pilihan)


def baca_csv(*baris: str) -> Bacaan:
    """Lines of a CSV."""
    return kenali(berkas.buka("uji.csv", "\n".join(baris).encode()), JenisImpor.LAPORAN, TW1)


def ditolak(*baris: Sequence[Any], pilihan: Pilihan = TW1) -> str:
    with pytest.raises(BerkasDitolak) as galat:
        baca(*baris, pilihan=pilihan)
    return galat.value.pesan


def isi(bacaan: Bacaan) -> list[tuple[str, str, int]]:
    """Satker, jenis and amount of the rows that are not refused."""
    utama = "pagu" if bacaan.jenis == JenisImpor.DIPA else "realisasi"
    utuh = bacaan.baris[~bacaan.baris["rusak"].to_numpy(bool)]
    return list(utuh[["kode_satker", "jenis_belanja", utama]].itertuples(index=False, name=None))


def letak(bacaan: Bacaan) -> list[tuple[int | None, str]]:
    """Where something is refused."""
    return [(t.baris, t.kolom) for t in bacaan.tolakan]


# --- Merged cells ----------------------------------------------------------------------------


def test_a_merged_field_counts_for_each_row_and_a_merged_amount_for_none() -> None:
    bacaan = baca(
        KEPALA, ["019070", 52, 1_000_000], [None, 53, None], ["089264", 52, 5], [None, 53, 7],
        gabung=["A2:A3", "C2:C3", "A4:A5"],
    )  # fmt: skip
    assert isi(bacaan) == [("089264", "52", 5), ("089264", "53", 7)]
    assert letak(bacaan) == [(2, "Realisasi"), (3, "Realisasi")]
    assert {t.nilai for t in bacaan.tolakan} == {"1000000"}
    assert set(bacaan.baris["kode_satker"]) == {"019070", "089264"}


def test_merged_pagu_and_blokir_are_refused_each() -> None:
    bacaan = baca(
        ["Kode Satker", "Jenis Belanja", "Pagu", "Blokir", "Revisi", "Berlaku Sejak"],
        ["019070", 52, 100, 20, 1, "2026-02-01"],
        ["019070", 53, None, None, 1, "2026-02-01"],
        jenis="dipa",
        gabung=["C2:C3", "D2:D3"],
    )
    assert isi(bacaan) == []
    assert letak(bacaan) == [(2, "Pagu"), (3, "Pagu"), (2, "Blokir"), (3, "Blokir")]


def test_an_amount_merged_over_two_columns_belongs_to_neither() -> None:
    bacaan = baca(LEBAR, ["019070", None, 9, None], ["089264", 1, 2, 3], gabung=["C2:D2"])
    assert {k for k, *_ in isi(bacaan)} == {"089264"}
    assert letak(bacaan) == [(2, "52")]


def test_an_amount_merged_with_an_empty_row_is_an_amount() -> None:
    bacaan = baca(KEPALA, ["019070", 52, 5], [], ["089264", 52, 7], gabung=["C2:C3"])
    assert isi(bacaan) == [("019070", "52", 5), ("089264", "52", 7)]


def test_ranges_that_overlap_or_reach_beyond_the_sheet_are_cut() -> None:
    asal = buat.satu([KEPALA, ["019070", 52, 5], [None, 53, 6], ["089264", 52, 7]])
    lembar = buat.bagian(asal)["xl/worksheets/sheet1.xml"]
    rentang = "".join(f'<mergeCell ref="{r}"/>' for r in ("A3:XFD1048576", "A4:A1048576", "A2:A3", "B9:B12"))
    lembar = lembar.replace(b"</sheetData>", f"</sheetData><mergeCells>{rentang}</mergeCells>".encode())
    bacaan = kenali(
        berkas.buka("uji.xlsx", buat.ganti(asal, xl__worksheets__sheet1_xml=lembar)), JenisImpor.LAPORAN, TW1
    )
    assert isi(bacaan) == [("019070", "52", 5), ("019070", "53", 6), ("089264", "52", 7)]


# --- Outside the headings --------------------------------------------------------------------


@pytest.mark.parametrize("angka", ["1,250,000", "100,000", "1,250,000,"])
def test_an_amount_that_its_commas_cut_is_refused(angka: str) -> None:
    bacaan = baca_csv("kode satker,jenis belanja,realisasi", f"019070,52,{angka}", '089264,52,"1,250,000"')
    assert isi(bacaan) == [("089264", "52", 1_250_000)]
    assert letak(bacaan) == [(2, "realisasi")]
    assert "tanda kutip" in bacaan.tolakan[0].pesan


def test_an_amount_that_was_cut_is_refused_in_a_workbook_too() -> None:
    bacaan = baca(KEPALA, ["019070", 52, 1, 250, 0], ["089264", 52, 2, "500", "000"], ["089265", 52, 7_000])
    assert isi(bacaan) == [("089265", "52", 7_000)]
    assert letak(bacaan) == [(2, "Realisasi"), (3, "Realisasi")]


def test_notes_and_sums_beside_a_table_are_left_alone() -> None:
    bacaan = baca(
        KEPALA,
        ["019070", 52, 5_000_000, 6_000_000, "sudah dicek"],
        ["089264", 52, 7_000_000, 8_000_000],
        ["089265", 52, 0, 0, "menunggu"],
    )
    assert len(isi(bacaan)) == 3
    assert not bacaan.tolakan
    assert "Isi kolom tanpa judul tidak dibaca: D, E." in bacaan.catatan


def test_a_number_beside_few_amounts_is_refused() -> None:
    bacaan = baca(KEPALA, ["019070", 52, 5_000_000, 75], ["089264", 52, 7_000_000], ["089265", 52, 8_000_000])
    assert letak(bacaan) == [(2, "Realisasi")]


# --- Headings in two rows --------------------------------------------------------------------

GRUP = ["Kode Satker", "Nama Satker", "Belanja Barang", None, "Belanja Modal", None]


@pytest.mark.parametrize("gabung", [(), ("A1:A2", "B1:B2", "C1:D1", "E1:F1")])
@pytest.mark.parametrize("jenis", ["laporan", "realisasi"])
def test_words_below_a_heading_belong_to_it(jenis: str, gabung: Sequence[str]) -> None:
    bacaan = baca(
        GRUP,
        [None, None, "Pagu", "Realisasi", "Pagu", "Realisasi"],
        ["019070", "Dinas", 100, 10, 200, 20],
        jenis=jenis,
        gabung=gabung,
    )
    assert isi(bacaan) == [("019070", "52", 10), ("019070", "53", 20)]


@pytest.mark.parametrize("kolom", [("Volume", "Rp"), ("%", "Rp"), ("Fisik", "Keuangan")])
def test_rupiah_below_a_heading_are_told_from_what_is_none(kolom: tuple[str, str]) -> None:
    bacaan = baca(
        ["Kode Satker", "Jenis Belanja", "Realisasi", None],
        [None, None, *kolom],
        ["019070", 52, 80, 90_000],
        gabung=["A1:A2", "B1:B2", "C1:D1"],
    )
    assert isi(bacaan) == [("019070", "52", 90_000)]


def test_a_group_of_rows_below_the_headings_is_no_heading() -> None:
    bacaan = baca(KEPALA, ["Belanja Barang"], ["019070", 52, 5])
    assert isi(bacaan) == [("019070", "52", 5)]


# --- Columns that sum up others --------------------------------------------------------------


def test_a_row_whose_own_sum_says_something_else_is_refused() -> None:
    bacaan = baca([*LEBAR, "Jumlah"], ["019070", 1, 2, 3, 999], ["089264", 1, 2, 3, 6], ["089265", 1, None, 3, None])
    assert {k for k, *_ in isi(bacaan)} == {"089264", "089265"}
    assert letak(bacaan) == [(2, "Jumlah")]


def test_a_sum_of_quarters_is_compared_and_one_of_cumulative_quarters_is_not() -> None:
    kepala = ["Kode Satker", "Jenis Belanja", "TW I", "TW II", "Jumlah"]
    semua = Pilihan(tahun=2026, kewenangan="TP")
    assert letak(baca(kepala, ["019070", 52, 1, 2, 4], pilihan=semua)) == [(2, "Jumlah")]
    kepala[2:4] = ["Realisasi s.d. TW I", "Realisasi s.d. TW II"]
    assert not baca(kepala, ["019070", 52, 1, 2, 2], pilihan=semua).tolakan


def test_a_sum_of_another_quantity_is_not_compared() -> None:
    kepala = ["Kode Satker", "Pagu 51", "Pagu 52", "Jumlah Pagu", "Realisasi 51", "Realisasi 52", "Jumlah Realisasi"]
    bacaan = baca(kepala, ["019070", 10, 20, 30, 1, 2, 3], ["089264", 10, 20, 30, 1, 2, 33])
    assert letak(bacaan) == [(3, "Jumlah Realisasi")]


@pytest.mark.parametrize("judul", ["58", "54 Subsidi", "Hibah", "Lain-lain"])
def test_an_amount_of_a_jenis_that_is_not_kept_is_refused(judul: str) -> None:
    bacaan = baca([*LEBAR, judul], ["019070", 1, 2, 3, 4], ["089264", 1, 2, 3, 0], ["089265", 1, 2, 3, None])
    assert {k for k, *_ in isi(bacaan)} == {"089264", "089265"}
    assert letak(bacaan) == [(2, judul)]
