"""Opening a file by its content: the same rows from every format, typed as the file types them."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from realisasi.impor import berkas, ole
from realisasi.impor.bacaan import BerkasDitolak
from tests.realisasi.impor import buat

BARIS = (("kode", "jumlah", "catatan"), ("019070", 5, ""), ("", -7, "ä"))


def isi(mentah: bytes, lembar: int = 0) -> list[list[Any]]:
    """The cells of a sheet."""
    return berkas.buka("x", mentah).lembar[lembar].tabel.to_numpy(object).tolist()


def pesan(mentah: bytes | Path, batas: berkas.Batas = berkas.PERAMBAN) -> str:
    """The sentence that refuses a file."""
    with pytest.raises(BerkasDitolak) as galat:
        berkas.buka("x", mentah, batas)
    return galat.value.pesan


@pytest.mark.parametrize(
    ("buat_isi", "format_berkas"), [(buat.satu, "XLSX"), (buat.xls, "XLS"), (buat.ods, "ODS"), (buat.csv, "CSV")]
)
def test_the_kind_is_told_by_content(
    buat_isi: Callable[[Sequence[buat.Baris]], bytes], format_berkas: str, tmp_path: Path
) -> None:
    mentah = buat_isi(BARIS)
    jalur = tmp_path / "apa saja.exe"
    jalur.write_bytes(mentah)
    for sumber in (mentah, jalur):
        buku = berkas.buka("apa saja.exe", sumber)
        assert (buku.nama, buku.format, buku.ukuran) == ("apa saja.exe", format_berkas, len(mentah))
        assert buku.sha256 == hashlib.sha256(mentah).hexdigest()
        (lembar,) = buku.lembar
        assert lembar.tampak
        assert [[str(n) for n in b] for b in lembar.tabel.to_numpy(object)] == [[str(n) for n in b] for b in BARIS]
        assert isinstance(lembar.tabel.index, pd.RangeIndex)


def test_cells_keep_their_types() -> None:
    hari = dt.date(2026, 3, 31)
    assert isi(buat.satu([("a", 5, 1_250_000.75, True, None, hari, "005")])) == [
        ["a", 5, 1_250_000.75, True, "", hari, "005"]
    ]
    assert [type(n) for n in isi(buat.satu([(5, 5.5, True)]))[0]] == [int, float, bool]
    assert isi(buat.xls([("a", 5, 1_250_000.75, True)])) == [["a", 5, 1_250_000.75, True]]
    assert isi(buat.ods([("a", 5, 1_250_000.75, hari)])) == [["a", 5, 1_250_000.75, hari]]
    assert isi(buat.csv([("a", 5, 1.5)])) == [["a", "5", "1.5"]]


def test_rows_are_numbered_as_excel_does() -> None:
    for buat_isi in (buat.satu, buat.csv):
        tabel = berkas.buka("x", buat_isi([(), (), ("a", "b"), (), ("c", "d")])).lembar[0].tabel
        assert tabel[0].tolist() == ["", "", "a", "", "c"]


def test_hidden_sheets_are_named_and_not_read() -> None:
    buku = berkas.buka("x", buat.xlsx(("A", [("x",)]), ("B", [("y",)]), sembunyi=["B"]))
    assert [(s.nama, s.tampak, s.tabel.size) for s in buku.lembar] == [("A", True, 1), ("B", False, 0)]


def test_merged_cells_are_known() -> None:
    (lembar,) = berkas.buka("x", buat.satu([("a", "", "b"), ("c",), ("",)], gabung=["A1:B1", "A2:A3"])).lembar
    assert set(lembar.gabungan) == {((0, 0), (0, 1)), ((1, 0), (2, 0))}


def test_an_error_of_excel_is_text_and_not_an_empty_cell() -> None:
    galat = '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>2</v></c></row>'
    assert isi(buat.lembar_xml(galat)) == [["#N/A", 2]]
    assert isi(buat.lembar_xml(galat.replace('"', "'"))) == [["#N/A", 2]]
    logika = buat.catatan(0x0205, b"\1\0\0\0\0\0\x07\1")
    rumus = buat.catatan(0x0006, b"\2\0\0\0\0\0" + b"\2\0\x2a\0\0\0\xff\xff" + bytes(8))
    assert isi(buat.xls([("a", 1)], lembar=logika + rumus)) == [["a", 1], ["#DIV/0!", ""], ["#N/A", ""]]


def test_a_formula_of_which_the_value_is_empty_text_is_no_missing_value() -> None:
    baris = '<row r="1"><c r="A1" t="str"><f>IF(1,"")</f><v></v></c><c r="B1"><f>1+1</f><v>2</v></c></row>'
    assert isi(buat.lembar_xml(baris)) == [["", 2]]


# --- Text ---------------------------------------------------------------------------------


@pytest.mark.parametrize("pemisah", [";", ",", "\t", "|"])
@pytest.mark.parametrize("sandi", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encoding_and_separator_are_found_out(pemisah: str, sandi: str) -> None:
    baris = [("kode", "nama", "jumlah"), ("019070", "Dinas Énergi, Riau", "1.250.000,00"), ("019071", 'a "b"', "5")]
    assert isi(buat.csv(baris, pemisah, sandi)) == [list(b) for b in baris]


def test_titles_above_and_short_rows_do_not_hide_the_separator() -> None:
    teks = "Laporan, per Maret\n\nkode;nama;jumlah\n1;a,b,c;1.000,00\n2;d\n"
    assert isi(teks.encode())[2:] == [["kode", "nama", "jumlah"], ["1", "a,b,c", "1.000,00"], ["2", "d", ""]]
    assert isi(b"sep=|\na|b,c\n1|2,3\n") == [["", ""], ["a", "b,c"], ["1", "2,3"]]


@example([[",", ","]] * 3)
@given(st.lists(st.lists(st.text("abc 019;,\"'.\n=-", max_size=6), min_size=2, max_size=2), min_size=1, max_size=6))
def test_text_comes_back_as_it_was_written(baris: list[list[str]]) -> None:
    utuh = [["kolom satu", "kolom dua"], *baris, ["akhir", "akhir"]]
    if any("\n" in n and ";" in n for b in baris for n in b):
        assert "tanda kutip" in pesan(buat.csv(utuh, ";"))
    else:
        assert isi(buat.csv(utuh, ";")) == utuh


def test_a_line_break_within_a_cell_is_read() -> None:
    teks = 'kode;uraian;jumlah\n1;"Bahan\nhabis ""pakai""";5\n2;"a, b";6\n'
    assert isi(teks.encode()) == [["kode", "uraian", "jumlah"], ["1", 'Bahan\nhabis "pakai"', "5"], ["2", "a, b", "6"]]


@pytest.mark.parametrize("akhir_baris", ["\n", "\r\n", "\r"])
def test_an_open_quote_swallows_no_rows(akhir_baris: str) -> None:
    baris = [
        "Kode Satker;Nama Satker;Jenis Belanja;Realisasi",
        '089264;"Dinas A;52;100',
        "089269;Dinas B;52;200",
        "099026;Dinas C;52;300",
        '109257;"Dinas D";52;400',
    ]
    kata = pesan(akhir_baris.join(baris).encode())
    assert "Baris 2:" in kata
    assert "baru ditutup di baris 5" in kata
    kata = pesan(akhir_baris.join(["sep=;", *baris[:-1]]).encode())
    assert "Baris 3:" in kata
    assert "tidak ditutup" in kata
    assert "Baris 2:" in pesan(akhir_baris.join([*baris[:2], '"089269" x;Dinas B;52;200']).encode())


@given(st.lists(st.tuples(st.text('a1"', max_size=4), st.text('a1"', max_size=4)), min_size=1, max_size=6))
def test_no_line_vanishes_whatever_quotes_stand_in_it(baris: list[tuple[str, str]]) -> None:
    """Lines that nobody quoted: each is a row, or the file is refused."""
    teks = "\n".join(["kolom;kolom;kolom", *(f"{a};{b};5" for a, b in baris), "akhir;akhir;akhir"])
    try:
        banyak = len(isi(teks.encode()))
    except BerkasDitolak:
        assert '"' in teks
    else:
        assert banyak == len(baris) + 2


# --- Bounds ---------------------------------------------------------------------------------


def test_bounds_are_those_that_are_given(tmp_path: Path) -> None:
    longgar = berkas.PERAMBAN
    mentah = buat.satu([(n, n) for n in range(100)])
    berkas.buka("x", mentah, replace(longgar, baris=100))
    assert "100 baris" in pesan(mentah, replace(longgar, baris=98))
    assert "150 sel" in pesan(mentah, replace(longgar, sel=150))
    assert "lebih besar" in pesan(mentah, replace(longgar, ukuran=len(mentah) - 1))
    assert "bom ZIP" in pesan(mentah, replace(longgar, terurai=1000))
    assert "1 lembar" in pesan(buat.xlsx(("a", [(1,)]), ("b", [(1,)])), replace(longgar, lembar=1))
    assert "kolom" in pesan(buat.satu([range(60)]), replace(longgar, kolom=50))
    assert "tidak dapat dibuka" in pesan(tmp_path / "tidak ada.xlsx")
    jalur = tmp_path / "besar.csv"
    jalur.write_bytes(b"a,b\n" * 100)
    assert "lebih besar" in pesan(jalur, replace(longgar, ukuran=100))


def test_a_table_beyond_column_z_and_of_many_rows_is_read() -> None:
    lebar = [[f"k{n}" for n in range(60)], list(range(60))]
    assert isi(buat.satu(lebar)) == lebar
    baris = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 120_001))
    assert len(berkas.buka("x", buat.lembar_xml(baris)).lembar[0].tabel) == 120_000
    sebaris = baris.replace("<row", "<row x='1'")
    assert len(berkas.buka("x", buat.lembar_xml(sebaris)).lembar[0].tabel) == 120_000


def test_a_sheet_of_which_the_tags_have_a_prefix_is_read_like_any_other() -> None:
    """As programs on .NET write them."""
    lebar = [[f"k{n}" for n in range(150)], list(range(150))]
    assert isi(_berawalan(buat.satu(lebar))) == lebar
    panjang = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 120_001))
    assert len(isi(_berawalan(buat.lembar_xml(panjang)))) == 120_000


def _berawalan(mentah: bytes) -> bytes:
    lembar = buat.bagian(mentah)["xl/worksheets/sheet1.xml"].replace(b"xmlns=", b"xmlns:x=")
    berawalan = re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", lembar)
    return buat.ganti(mentah, xl__worksheets__sheet1_xml=berawalan)


def test_days_are_counted_as_the_workbook_says_and_names_are_its_own() -> None:
    mentah = buat.xlsx(('A & <B> "c"', [(dt.date(2026, 3, 31),)]), ("D", [("x",)]))
    buku = berkas.buka("x", mentah)
    assert [s.nama for s in buku.lembar] == ['A & <B> "c"', "D"]
    assert buku.lembar[0].tabel.iat[0, 0] == dt.date(2026, 3, 31)
    daftar = buat.bagian(mentah)["xl/workbook.xml"]
    sejak_1904 = re.sub(rb"<workbookPr[^>]*>", b'<workbookPr date1904="1"/>', daftar)
    assert sejak_1904 != daftar
    assert isi(buat.ganti(mentah, xl__workbook_xml=sejak_1904)) == [[dt.date(2030, 4, 1)]]


def test_what_a_hidden_sheet_holds_keeps_nothing_out() -> None:
    mentah = buat.xlsx(("A", [("x",)]), ("B", [("=1+1",), *[(n,) for n in range(200)]]), sembunyi=["B"])
    buku = berkas.buka("x", mentah, replace(berkas.PERAMBAN, sel=100))
    assert [(s.nama, s.tampak, s.tabel.size) for s in buku.lembar] == [("A", True, 1), ("B", False, 0)]


def test_formatted_cells_without_content_cost_nothing() -> None:
    hias = "".join(f'<c r="{k}1" s="0"/>' for k in ("AAA", "BBB", "XFD"))
    assert isi(buat.lembar_xml(f'<row r="1"><c r="A1"><v>1</v></c>{hias}</row>')) == [[1]]


@given(st.binary(max_size=6000))
def test_a_stream_in_its_container_comes_back(mentah: bytes) -> None:
    wadah = ole.Ole(ole.bungkus("Workbook", mentah))
    kembali = wadah.aliran("workbook")
    assert kembali is not None
    assert kembali.rstrip(b"\0") == mentah.rstrip(b"\0")
    assert wadah.aliran("lain") is None


@given(st.binary(max_size=2000))
def test_a_container_of_anything_is_refused_and_nothing_else(mentah: bytes) -> None:
    assert pesan(ole.TANDA + mentah)
