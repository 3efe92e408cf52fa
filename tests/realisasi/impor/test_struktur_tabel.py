"""The structure of a table: what its rows, columns and merged cells mean, or a refusal where that is not certain."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize("kepala", [["Kode", "Satker"], ["Satker", "Kode"]])
def test_a_column_called_code_beside_names_holds_those_of_the_satker(kepala: list[str]) -> None:
    nama = {"Kode": "019070", "Satker": "Dinas Perindustrian"}
    bacaan = baca([*kepala, "Jenis Belanja", "Realisasi"], [*(nama[k] for k in kepala), 52, 5])
    assert isi(bacaan) == [("019070", "52", 5)]
    nama["Kode"] = "A.1"
    assert "kode satker" in ditolak([*kepala, "Jenis Belanja", "Realisasi"], [*(nama[k] for k in kepala), 52, 5])


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


# --- Rows that sum up others -----------------------------------------------------------------


def test_akun_that_end_in_zeros_sum_up_those_below_them() -> None:
    bacaan = baca(
        AKUN,
        ["019070", "520000", "Belanja Barang", 300],
        [19070, "521000", "Barang", 300],
        ["019070", "521200", "Operasional", 300],
        ["019070", "521211", "Bahan", 100],
        ["019070", "521213", "Honor", 200],
        ["089264", "521200", "Tanpa rincian", 7],
    )
    assert isi(bacaan) == [("019070", "52", 300), ("089264", "52", 7)]
    assert not bacaan.tolakan


def test_one_that_differs_from_those_below_it_is_refused_with_them() -> None:
    bacaan = baca(
        AKUN,
        ["019070", "521210", "Bahan?", 50],
        ["019070", "521211", "Bahan", 100],
        ["019070", "532111", "Mesin", 9],
        ["089264", "521211", "Bahan", 3],
    )
    assert isi(bacaan) == [("019070", "53", 9), ("089264", "52", 3)]
    assert letak(bacaan) == [(2, "Kode Akun")]
    assert "100" in bacaan.tolakan[0].pesan


@pytest.mark.parametrize(
    ("akun", "uraian"),
    [
        ("529999", "Jumlah Belanja Barang"),
        ("529999", "TOTAL"),
        ("529999 Sub Total Barang", "Belanja"),
        (52, "Subtotal"),
    ],
)
def test_a_row_that_is_called_a_sum_is_one_whatever_its_code(akun: Any, uraian: str) -> None:
    data = [AKUN, ["019070", "521211", "Bahan", 100], ["019070", "521213", "Honor", 50]]
    bacaan = baca(*data, ["019070", akun, uraian, 150])
    assert isi(bacaan) == [("019070", "52", 150)]
    assert not [c for c in bacaan.catatan if "menyebut" in c]
    beda = baca(*data, ["019070", "529999", "Jumlah", 151])
    assert any("Baris 4" in c and "menyebut 151" in c for c in beda.catatan)


def test_one_without_anything_to_sum_up_is_refused_or_else_what_there_is() -> None:
    bacaan = baca(AKUN, ["019070", "521211", "Bahan", 100], ["019070", "539999", "Jumlah Belanja", 100])
    assert isi(bacaan) == [("019070", "52", 100)]
    assert letak(bacaan) == [(3, "Kode Akun")]
    rekap = [["019070", 52, "Jumlah Belanja Barang", 150], ["019070", 53, "Jumlah Belanja Modal", 50]]
    assert isi(baca(AKUN, *rekap)) == [("019070", "52", 150), ("019070", "53", 50)]


def test_a_mistyped_code_makes_no_sum_of_a_name_that_begins_like_one() -> None:
    bacaan = baca(
        ["Kode Satker", "Nama Satker", "52"],
        ["08926X", "Total Sarana Mandiri", 3],
        ["019070", "Dinas", 2],
        ["", "Jumlah", 5],
        ["019.05", "Jumlah Ditjen", 5],
    )
    assert isi(bacaan) == [("019070", "52", 2)]
    assert letak(bacaan) == [(2, "Kode Satker")]
    assert bacaan.total_berkas.realisasi == 5


def test_a_subtotal_of_the_last_group_alone_is_right() -> None:
    data = [["019070", 52, 200], ["029024", 52, 300], ["029024", 53, 50]]
    bacaan = baca(KEPALA, *data, ["Subtotal Jabar", None, 350], ["JUMLAH", None, 550])
    assert not [c for c in bacaan.catatan if "menyebut" in c]
    bacaan = baca(KEPALA, *data, ["Subtotal Jabar", None, 351], ["JUMLAH", None, 550])
    assert [c for c in bacaan.catatan if "menyebut 351" in c]


# --- Two tables on one sheet -----------------------------------------------------------------


@pytest.mark.parametrize(
    "kedua",
    [
        ["Kode Satker", "Jenis Belanja", "Pagu"],
        ["Kode Satker", "Jenis Belanja", "Realisasi TW II"],
        ["Jenis Belanja", "Kode Satker", "Pagu"],
        ["Satker", "Akun", "Pagu Revisi"],
    ],
)
def test_other_headings_below_a_table_are_those_of_another(kedua: list[str]) -> None:
    pesan = ditolak(KEPALA, ["019070", 52, 5], [], kedua, ["089264", 52, 7])
    assert "dua tabel" in pesan
    assert "baris 4" in pesan


def test_a_table_above_the_one_that_was_found_is_not_dropped() -> None:
    pesan = ditolak(KEPALA, ["019070", 52, 5], [], ["Tahun", *KEPALA], [2026, "089264", 52, 7])
    assert "dua tabel" in pesan


@pytest.mark.parametrize(
    ("atas", "bawah"),
    [
        ("TRIWULAN I", "TRIWULAN II"),
        ("TW I TAHUN 2026", "TW I TAHUN 2025"),
        ("REALISASI TW I", "PAGU TW I"),
        ("TW I, Tugas Pembantuan", "TW I, Dekonsentrasi"),
    ],
)
def test_the_same_headings_below_another_title_are_those_of_another(atas: str, bawah: str) -> None:
    lebar = [["019070", 1, 2, 3], ["089264", 4, 5, 6]]
    assert "Pisahkan" in ditolak([atas], LEBAR, lebar[0], [bawah], LEBAR, lebar[1])
    assert len(isi(baca([atas], LEBAR, lebar[0], [atas], LEBAR, lebar[1]))) == 6


@pytest.mark.parametrize("baris", [["TRIWULAN II"], ["TRIWULAN", "II"], [None, None, "TRIWULAN II"]])
def test_a_line_between_rows_that_names_another_quarter_is_no_note(baris: list[str | None]) -> None:
    pilihan = Pilihan(tahun=2026, kewenangan="TP")
    assert "triwulan 1 dan 2" in ditolak(
        ["TRIWULAN I"], KEPALA, ["019070", 52, 5], baris, ["089264", 52, 7], pilihan=pilihan
    )
    berkolom = [["Triwulan", *KEPALA], [1, "019070", 52, 5], ["TRIWULAN II"], [2, "019070", 52, 7]]
    assert len(isi(baca(["TRIWULAN I"], *berkolom, pilihan=pilihan))) == 2


def test_rows_below_the_name_of_another_satker_are_not_those_of_the_chosen_one() -> None:
    pilihan = Pilihan(tahun=2026, triwulan=1, kewenangan="TP", satker="019070")
    data = [["Akun", "Realisasi"], ["019070 Dinas A"], ["521211", 5], ["521 Barang"], ["521213", 2]]
    assert isi(baca(*data, pilihan=pilihan)) == [("019070", "52", 7)]
    assert "satker 019070 dan 029024" in ditolak(*data, ["029024 - Dinas B"], ["521211", 7], pilihan=pilihan)


def test_headings_of_two_rows_may_stand_again() -> None:
    kepala = [["Kode Satker", "Realisasi", None, None], [None, 51, 52, 53]]
    bacaan = baca(*kepala, ["019070", 1, 2, 3], *kepala, ["089264", 4, 5, 6], gabung=["B1:D1"])
    assert [n for *_, n in isi(bacaan)] == [1, 2, 3, 4, 5, 6]
    assert not bacaan.tolakan


# --- All of it at once -----------------------------------------------------------------------

KODE_AKUN = ("511111", "521111", "521119", "521211", "521213", "522151", "524111", "524119", "532111", "536111")


@given(
    st.dictionaries(
        st.sampled_from(["019070", "029024", "089264", "099269"]),
        st.dictionaries(st.sampled_from(KODE_AKUN), st.integers(-5, 10**12), min_size=1),
        min_size=1,
    ),
    st.randoms(use_true_random=False),
)
def test_sums_headings_and_merged_codes_among_akun_change_nothing(
    isi_satker: dict[str, dict[str, int]], acak: random.Random
) -> None:
    baris: list[list[Any]] = [AKUN]
    gabung: list[str] = []
    for satker, akun in isi_satker.items():
        kelompok: list[list[Any]] = []
        for jenis in sorted({a[:2] for a in akun}):
            milik = {a: n for a, n in akun.items() if a.startswith(jenis)}
            for panjang in acak.sample([2, 3, 4], acak.randrange(4)):
                awalan = max(milik)[:panjang]
                jumlah = sum(n for a, n in milik.items() if a.startswith(awalan))
                kode = acak.choice([awalan, awalan.ljust(6, "0")])
                kelompok.append([satker, kode, "Kelompok", jumlah])
            kelompok += [[satker, a, "Akun", n] for a, n in milik.items()]
            if acak.random() < 0.3:
                kelompok.append([satker, f"{jenis}9999", "Jumlah Belanja", sum(milik.values())])
        if acak.random() < 0.3:
            gabung.append(f"A{len(baris) + 1}:A{len(baris) + len(kelompok)}")
            for b in kelompok[1:]:
                b[0] = None
        baris += kelompok
        baris += [["Jumlah Dinas", None, None, sum(akun.values())]] * acak.randrange(2)
        baris += acak.choice([[], [[]], [AKUN], [[], AKUN]])
    jenis_satker = sorted({(s, a[:2]) for s, akun in isi_satker.items() for a in akun})
    asal = {k: sum(n for a, n in isi_satker[k[0]].items() if a.startswith(k[1])) for k in jenis_satker}
    bacaan = baca(*baris, gabung=gabung)
    assert {(s, j): n for s, j, n in isi(bacaan)} == asal
    assert not bacaan.tolakan
    assert not [c for c in bacaan.catatan if "menyebut" in c]


# --- An amount cut by its own commas, beside a column with a heading -----------------------


@pytest.mark.parametrize(
    ("kepala", "baris"),
    [
        ("Realisasi,Keterangan", "250,000"),
        ("Realisasi,Ket,Catatan", "1,250,000"),
        ("Realisasi,Keterangan", "100,500"),
        ("Realisasi,Sisa,Persen", "1,050,000"),
    ],
)
def test_the_rest_of_an_amount_in_the_next_column_refuses_its_row(kepala: str, baris: str) -> None:
    bacaan = baca_csv(f"kode satker,jenis belanja,{kepala}", f"019070,52,{baris}", "089264,52,4000000,")
    assert [t.baris for t in bacaan.tolakan] == [2]
    assert "terpotong oleh koma" in bacaan.tolakan[0].pesan


def test_a_code_of_three_digits_beside_a_whole_amount_is_none() -> None:
    bacaan = baca_csv("kode satker,jenis belanja,realisasi,kppn", "019070,52,0,008", "089264,52,4000000,008")
    assert not bacaan.tolakan
