"""Reading amounts: everything that can mean one thing, and nothing that can mean two."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realisasi import rupiah
from realisasi.baca_rupiah import TERBESAR, TidakTerbaca, baca, baca_persen, baca_sel
from tests.realisasi.bacaan import DITOLAK, NBSP, TEKS, TERBACA

JUMLAH = st.one_of(st.integers(-TERBESAR, TERBESAR), st.integers(-10_000_000, 10_000_000))


def pesan(teks: str) -> str:
    with pytest.raises(TidakTerbaca) as galat:
        baca(teks)
    return galat.value.pesan


@pytest.mark.parametrize(("teks", "nilai"), TERBACA.items())
def test_what_is_read(teks: str, nilai: int | None) -> None:
    assert baca(teks) == nilai


@pytest.mark.parametrize(("teks", "sebab"), DITOLAK.items())
def test_what_is_refused_and_why(teks: str, sebab: str) -> None:
    kata = pesan(teks)
    assert kata.startswith('Tidak terbaca: "')
    assert sebab in kata


def test_a_refusal_says_what_was_read_which_character_and_an_example() -> None:
    assert pesan("95.000.00O") == (
        'Tidak terbaca: "95.000.00O". Tanda ke-10 adalah huruf O. '
        "Tulis rupiah penuh dengan angka saja, misalnya 95.000.000."
    )


@given(JUMLAH)
def test_what_the_application_writes_can_be_read(n: int) -> None:
    assert baca(rupiah.rupiah(n)) == n
    assert baca(rupiah.angka(n)) == n
    assert baca(str(n)) == n


@given(
    JUMLAH,
    st.sampled_from(".  \u202f\u2009" + NBSP),
    st.sampled_from(["", ",00", ",0", ",-"]),
    st.sampled_from(["", "Rp", "Rp ", f"Rp{NBSP}", "Rp. ", "IDR "]),
    st.sampled_from(["{}", "  {}\t", "\ufeff{}\n"]),
)
def test_every_way_to_group_in_indonesian(n: int, pemisah: str, sen: str, uang: str, tepi: str) -> None:
    mutlak = f"{abs(n):,}".replace(",", pemisah) + sen
    cara = [f"-{uang}{mutlak}", f"{uang}-{mutlak}", f"({uang}{mutlak})"] if n < 0 else [f"{uang}{mutlak}"]
    assert [baca(tepi.format(teks)) for teks in cara] == [n] * len(cara)


@given(JUMLAH)
def test_english_grouping_is_read_only_where_it_can_mean_nothing_else(n: int) -> None:
    teks = f"{n:,}"
    if "," in teks:
        assert baca(f"{teks}.00") == n
    if teks.count(",") == 1:
        assert "dua hal" in pesan(teks)
    else:
        assert baca(teks) == n


@pytest.mark.parametrize(
    ("teks", "n"), [("0.00", 0), ("0.0", 0), ("1234567.0", 1_234_567), ("-45248053298.0", -45_248_053_298)]
)
def test_decimals_that_programs_write_are_read_where_the_point_cannot_separate_thousands(teks: str, n: int) -> None:
    assert baca(teks) == n
    assert "sen" in pesan(teks[:-1] + "5")


@given(TEKS)
def test_any_text_is_read_or_refused_in_words(teks: str) -> None:
    for membaca in (baca, baca_sel, baca_persen):
        try:
            nilai = membaca(teks)
        except TidakTerbaca as galat:
            kata = galat.pesan
            kata.encode()  # can be sent, whatever was quoted
            assert 20 < len(kata) < 300
        else:
            assert nilai is None or abs(nilai) <= TERBESAR


@pytest.mark.parametrize("teks", ["\ud800", "1\udfff", "\ud83d" * 200, "\ud83d\ude00", "\ufffe", "\x07"])
def test_characters_that_nobody_can_send_are_not_quoted(teks: str) -> None:
    kata = pesan(teks)
    kata.encode()
    assert "\N{REPLACEMENT CHARACTER}" in kata


@given(JUMLAH)
def test_a_text_with_letters_in_place_of_digits_names_the_first_of_them(n: int) -> None:
    teks = rupiah.angka(abs(n))
    letak = next((i for i, c in enumerate(teks) if c == "0"), None)
    if letak is not None:
        assert f"Tanda ke-{letak + 1} adalah huruf O." in pesan(teks.replace("0", "O"))


def test_no_two_readings_of_one_text() -> None:
    """Over every short text of digits and separators: what is read has no other reading."""
    for panjang in range(1, 7):
        for tanda in itertools.product("1.,", repeat=panjang):
            teks = "".join(tanda)
            try:
                nilai = baca(teks)
            except TidakTerbaca:
                continue
            sebagai_indonesia = teks.replace(".", "").partition(",")
            sebagai_inggris = teks.replace(",", "").partition(".")
            # Digits behind the decimal mark of a reading would be sen, and 1 is not nought: so what
            # was read has separators of thousands alone, three digits apart.
            assert nilai == int("".join(c for c in teks if c == "1"))
            assert not sebagai_indonesia[2] or not sebagai_inggris[2]
            assert all(len(k) == 3 for k in teks.replace(",", ".").split(".")[1:])


# --- Cells of a workbook ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("nilai", "terbaca"),
    [
        (None, None),
        (1_250_000, 1_250_000),
        (0, 0),
        (-5, -5),
        (1250000.0, 1_250_000),
        (1e15, 10**15),
        (0.1 * 3 * 10_000_000, 3_000_000),  # 3000000.0000000005, which Excel shows and holds as 3000000
        ("1.250.000", 1_250_000),
        ("  ", None),
        ("-", None),
    ],
)
def test_cells(nilai: object, terbaca: int | None) -> None:
    assert baca_sel(nilai) == terbaca


@pytest.mark.parametrize(
    ("nilai", "sebab"),
    [
        (1250000.75, "1250000,75: ada sen"),
        (0.5, "0,5: ada sen"),
        (True, "TRUE"),
        (dt.datetime(2026, 1, 5, 0, 0), "2026-01-05"),  # noqa: DTZ001  (a cell of Excel knows no zone)
        (dt.date(2026, 1, 5), "tanggal"),
        (dt.time(9, 0), "tanggal"),
        (dt.timedelta(days=1), "tanggal"),
        (10**15 + 1, "terlalu besar"),
        (-1e300, "terlalu besar"),
        (float("inf"), "tidak terhingga"),
        (float("nan"), "tidak terhingga"),
        ("#REF!", 'kesalahan Excel "#REF!"'),
        ("1,234", "dua hal"),
        ("0.853", "diawali nol"),
        ("012.500", "diawali nol"),
        (Decimal(5), "bukan angka"),
        (object(), "bukan angka"),
    ],
)
def test_cells_that_are_refused(nilai: object, sebab: str) -> None:
    with pytest.raises(TidakTerbaca) as galat:
        baca_sel(nilai)
    assert sebab in galat.value.pesan


@given(st.one_of(st.integers(), st.floats(), st.text(), st.booleans(), st.binary(), st.datetimes(), st.times()))
def test_any_cell_is_read_or_refused_and_a_number_keeps_its_size(nilai: object) -> None:
    try:
        n = baca_sel(nilai)
    except TidakTerbaca:
        return
    assert n is None or abs(n) <= TERBESAR
    if isinstance(nilai, float) and n is not None:
        assert abs(n - nilai) < 1


# --- Physical progress -----------------------------------------------------------------
@pytest.mark.parametrize(
    ("teks", "nilai"),
    [
        ("41", 41),
        ("41 %", 41),
        ("41%", 41),
        ("41,00", 41),
        ("0", 0),
        ("100", 100),
        ("0100", 100),
        ("", None),
        ("-", None),
    ],
)
def test_percentages(teks: str, nilai: int | None) -> None:
    assert baca_persen(teks) == nilai


@pytest.mark.parametrize(
    ("teks", "sebab"),
    [
        ("41,5", "tanpa desimal"),
        ("41.5", "tanpa desimal"),
        ("101", "antara 0 dan 100"),
        ("-1", "antara 0 dan 100"),
        ("abc", "Tanda ke-1 adalah huruf a."),
        ("4 1", "Bukan satu angka."),
        ("²", "(U+00B2)"),
        ("9" * 5_000, "Bukan satu angka."),
        ("41" + " " * 98 + "%%%", 'adalah "%"'),
    ],
)
def test_percentages_that_are_refused(teks: str, sebab: str) -> None:
    with pytest.raises(TidakTerbaca) as galat:
        baca_persen(teks)
    assert sebab in galat.value.pesan
