"""Cells of an import as rupiah, codes, days, quarters and kinds: by their type, never by a guess."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from realisasi.baca_rupiah import TERBESAR, TidakTerbaca, baca_sel
from realisasi.impor import nilai, sel
from realisasi.rupiah import angka

KODE = st.integers(1_000, 999_999).map("{:06d}".format)
SEL = st.one_of(
    st.integers(),
    st.floats(),
    st.booleans(),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(["", "-", " ", "#N/A", "=1+1", "TRUE", "1.000", "'019070", "52", "TW II"]),
)


def kolom(*isi: Any) -> pd.Series:
    return pd.Series(list(isi), dtype=object)


def satu_per_satu(isi: Any) -> tuple[int | None, str | None]:
    """What the reader of one cell makes of it, and what it says against it."""
    try:
        return baca_sel(isi), None
    except TidakTerbaca as galat:
        return None, galat.pesan


# --- Amounts ---------------------------------------------------------------------------


def test_a_column_of_amounts_by_the_type_of_each_cell() -> None:
    terbaca = nilai.rupiah(kolom(5, "1.250.000", "'2.000", "", "-", -7, 1_250_000.75, True, "#N/A", "1,234", 3.0))
    assert terbaca.nilai.tolist() == [5, 1_250_000, 2_000, pd.NA, pd.NA, -7, pd.NA, pd.NA, pd.NA, pd.NA, 3]
    assert str(terbaca.nilai.dtype) == "Int64"
    assert terbaca.salah.index.tolist() == [6, 7, 8, 9]
    assert terbaca.salah[6] == "Sel berisi 1250000,75: ada sen di belakang koma. Bulatkan ke rupiah utuh."
    assert terbaca.salah[7] == "Sel berisi TRUE, bukan angka rupiah."


def test_true_is_not_one_and_one_is_not_true() -> None:
    terbaca = nilai.rupiah(kolom(1, True, 0, False))
    assert terbaca.nilai.tolist() == [1, pd.NA, 0, pd.NA]
    assert terbaca.salah.index.tolist() == [1, 3]


@given(st.lists(st.integers(-TERBESAR, TERBESAR)))
def test_numbers_stay_as_they_are(isi: list[int]) -> None:
    assert nilai.rupiah(kolom(*isi)).nilai.tolist() == isi


@given(st.lists(st.integers(-TERBESAR, TERBESAR)))
def test_amounts_as_text_with_dots_are_the_same(isi: list[int]) -> None:
    assert nilai.rupiah(kolom(*map(angka, isi))).nilai.tolist() == isi


@given(st.lists(st.integers(TERBESAR + 1), min_size=1))
def test_what_is_too_large_is_refused_and_never_wraps_around(isi: list[int]) -> None:
    terbaca = nilai.rupiah(kolom(*isi, 1))
    assert terbaca.nilai.tolist() == [pd.NA] * len(isi) + [1]
    assert len(terbaca.salah) == len(isi)


@example([float("nan"), "", 5])
@example([dt.timedelta(0)])
@given(st.lists(SEL))
def test_a_column_says_of_each_cell_what_the_one_reader_says(isi: list[Any]) -> None:
    terbaca = nilai.rupiah(kolom(*isi))
    for k, n in enumerate(isi):
        if isinstance(n, str) and n[:1] in nilai.KUTIP:
            continue  # a leading apostrophe is how Excel keeps text; the form does not know it
        hasil, pesan = satu_per_satu(n)
        assert terbaca.salah.get(k) == pesan
        assert terbaca.nilai[k] is pd.NA if hasil is None else terbaca.nilai[k] == hasil


@given(st.floats(0.01, 0.99), st.integers(1, 10**9))
def test_a_fraction_of_a_rupiah_is_refused_at_its_cell(pecahan: float, utuh: int) -> None:
    if not (n := utuh + round(pecahan, 2)).is_integer():
        assert "sen" in nilai.rupiah(kolom(n)).salah[0]


# --- Every reader, whatever a cell holds -------------------------------------------------

PEMBACA = [
    sel.kode_satker,
    sel.nama_satker,
    sel.nama_tanpa_kode,
    sel.kode_provinsi,
    sel.nomor_dipa,
    sel.tahun,
    sel.triwulan,
    sel.triwulan_kumulatif,
    sel.kewenangan,
    sel.jenis_belanja,
    sel.jenis_terinci,
    sel.revisi,
    sel.status,
    sel.basis,
    sel.tanggal,
]


@pytest.mark.parametrize("pembaca", PEMBACA, ids=lambda p: p.__name__)
@given(isi=st.lists(SEL))
def test_readers_give_a_value_or_a_sentence(pembaca: Callable[[Any], Any], isi: list[Any]) -> None:
    terbaca = nilai.per_isi(kolom(*isi), pembaca)
    assert len(terbaca.nilai) == len(isi)
    for pesan in terbaca.salah:
        assert pesan.endswith((".", ")"))
    assert terbaca.nilai[terbaca.salah.index].isna().all()


@pytest.mark.parametrize("pembaca", PEMBACA, ids=lambda p: p.__name__)
def test_blank_cells_are_no_error(pembaca: Callable[[Any], Any]) -> None:
    for kosong in ("", " ", "-", "\u2013", "\u00a0", "'"):
        assert pembaca(kosong) is None


# --- Codes -------------------------------------------------------------------------------


@given(KODE)
def test_a_code_however_it_was_written(kode: str) -> None:
    cara: list[Any] = [
        kode,
        int(kode),
        f"'{kode}",
        f" {kode} ",
        f"019.05.{kode}",
        f"019.05.4.{kode}",
        f"019.{kode}",
        f"019 05 {kode}",
        f"{kode} - Dinas Perindustrian",
        f"{kode} Dinas Perindustrian",
        f"({kode}) Dinas",
        f"Dinas Perindustrian ({kode})",
        f"Dinas Perindustrian - {kode}",
        f"DIPA-019.05.4.{kode}/2026",
        f"{int(kode)}.0",
    ]
    for tulisan in cara:
        assert sel.kode_satker(tulisan) == kode, tulisan


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ("12", "terlalu pendek"),
        (999, "terlalu pendek"),
        ("1234567", "enam angka"),
        ("089264X", "enam angka"),
        ("025.05.123456", "bukan Ditjen IKMA"),
        ("019.06.123456", "bukan Ditjen IKMA"),
        ("1.9E+04", "enam angka"),
        (19070.5, "enam angka"),
        (dt.date(1952, 3, 17), "tanggal"),
        ("#REF!", "kesalahan Excel"),
        (True, "enam angka"),
        (-19070, "enam angka"),
    ],
)
def test_what_is_no_code_of_a_satker(isi: Any, kata: str) -> None:
    terbaca = nilai.per_isi(kolom(isi), sel.kode_satker)
    assert kata in terbaca.salah[0]


def test_a_name_that_excel_would_take_for_a_formula_is_refused() -> None:
    for isi in ("=1+1", "+62", "-5 Dinas", "@SUM(A1)", "'=HYPERLINK(1)", "\t=1", "\uff1d1+1"):
        with pytest.raises(TidakTerbaca, match="rumus"):
            sel.nama_satker(isi)
    assert sel.nama_satker("  Dinas\n Perindustrian ") == "Dinas Perindustrian"
    assert sel.nama_tanpa_kode("019070 - Dinas A") == sel.nama_tanpa_kode("Dinas A (019070)") == "Dinas A"


@pytest.mark.parametrize(
    "isi",
    [
        "DIPA-019.05.4.019070/2026",
        "SP DIPA-019.05.4.019070/2026",
        "SP DIPA- 019.05.4.019070 / 2026",
        "019.05.4.019070/2026",
        "dipa-019.05.4.019070/2026",
    ],
)
def test_a_dipa_number(isi: str) -> None:
    assert sel.nomor_dipa(isi) == "DIPA-019.05.4.019070/2026"


# --- Year, quarter, kewenangan, jenis, revision --------------------------------------------

BACAAN: list[tuple[Callable[[Any], Any], Any, list[Any]]] = [
    (sel.tahun, 2026, [2026, "2026", "TA 2026", "T.A. 2026", "Tahun Anggaran 2026", "Tahun 2026", "2026.0"]),
    (
        sel.triwulan,
        2,
        [2, "2", "II", "TW II", "tw.2", "Triwulan II", "Triwulan ke-2", "TW II 2026", "Q2", "TW II TA 2026"],
    ),
    (sel.triwulan_kumulatif, 3, ["s.d. TW III", "s/d Triwulan 3", "sampai dengan TW III", "sd tw 3", 3, "III"]),
    (sel.kewenangan, "TP", ["TP", "tp", "Tugas Pembantuan", "TP - Tugas Pembantuan", "Tugas Pembantuan (TP)", 4, "4"]),
    (sel.kewenangan, "DK", ["DK", "Dekonsentrasi", "DEKON", 3, "3 - DK", "Dekonsentrasi (DK)"]),
    (sel.jenis_belanja, "52", [52, "52", "52 Barang", "52 - Belanja Barang", "Belanja Barang", "barang", "B. Barang"]),
    (sel.jenis_belanja, "52", [521211, "521211", "521211 Belanja Bahan", "'521211", "6025.AEB.001.051.0A.521211"]),
    (sel.jenis_belanja, "57", ["Bansos", "Bantuan Sosial", "Belanja Bantuan Sosial", 571111]),
    (sel.jenis_belanja, "00", ["00", 0, "Belum dirinci"]),
    (sel.revisi, 3, [3, "3", "Revisi ke-3", "ke 3", "Rev. 3", "03", "3.0"]),
    (sel.revisi, 0, [0, "0", "DIPA Awal", "awal", "Revisi ke-0"]),
    (sel.status, "DIVERIFIKASI", ["DIVERIFIKASI", "diverifikasi", "Terverifikasi"]),
    (sel.basis, "SP2D", ["SP2D", "sp2d", "Basis SP2D"]),
    (sel.kode_provinsi, "14", [14, "14", "14.0", "14 - Riau", "'14"]),
]


@pytest.mark.parametrize(("pembaca", "hasil", "tulisan"), BACAAN, ids=lambda x: getattr(x, "__name__", None))
def test_what_can_be_read(pembaca: Callable[[Any], Any], hasil: Any, tulisan: list[Any]) -> None:
    assert {n: pembaca(n) for n in tulisan} == dict.fromkeys(tulisan, hasil)


@pytest.mark.parametrize(
    ("pembaca", "isi", "kata"),
    [
        (sel.triwulan, "s.d. TW II", "kumulatif"),
        (sel.triwulan, 5, "1, 2, 3, atau 4"),
        (sel.kewenangan, "KD", "kantor daerah"),
        (sel.kewenangan, "2", "kantor daerah"),
        (sel.kewenangan, "DK/TP", "DK atau TP"),
        (sel.jenis_belanja, 541111, "54"),
        (sel.jenis_belanja, "5.1.02.01", "akun enam angka"),
        (sel.jenis_terinci, "00", "belum dirinci"),
        (sel.revisi, "-1", "nomor revisi"),
        (sel.revisi, 1.5, "nomor revisi"),
        (sel.status, "DRAF", "DIVERIFIKASI atau DIAJUKAN"),
        (sel.tahun, "26", "empat angka"),
        (sel.nomor_dipa, "DIPA-025.01.2.019070/2026", "bukan Ditjen IKMA"),
    ],
)
def test_what_is_refused_says_what_to_write(pembaca: Callable[[Any], Any], isi: Any, kata: str) -> None:
    with pytest.raises(TidakTerbaca) as galat:
        pembaca(isi)
    assert kata in galat.value.pesan


# --- Days --------------------------------------------------------------------------------


BULAN_PANJANG = (
    *("Januari", "Pebruari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "Nopember", "Desember"),
)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 30)))
def test_a_day_however_it_was_written(hari: dt.date) -> None:
    bulan = list(BULAN_PANJANG)
    for tulisan in (
        hari,
        dt.datetime.combine(hari, dt.time(13, 5)),
        (hari - dt.date(1899, 12, 30)).days,
        hari.isoformat(),
        f"{hari.isoformat()} 00:00:00",
        f"{hari:%d/%m/%Y}",
        f"{hari.day}-{hari.month}-{hari.year}",
        f"{hari.day} {bulan[hari.month - 1]} {hari.year}",
        f"Jakarta, {hari.day} {bulan[hari.month - 1].upper()} {hari.year}",
    ):
        assert sel.tanggal(tulisan) == hari, tulisan


@pytest.mark.parametrize(
    "isi", ["2026-02-30", "04/31/2026", "kemarin", 5, 99_999, dt.date(1900, 1, 1), True, 46112.0 * 10]
)
def test_what_is_no_day(isi: Any) -> None:
    assert len(nilai.per_isi(kolom(isi), sel.tanggal).salah) == 1
