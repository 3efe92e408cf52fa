"""Amounts and percentages as Indonesian readers expect them (rule 1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realisasi import rupiah

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def lazim(teks: str) -> str:
    """With plain spaces, to be readable in a table of expectations."""
    return teks.replace(NBSP, " ")


def baca(teks: str) -> int:
    """The number that a text with points between thousands stands for."""
    return int(teks.replace(".", "").replace(MINUS, "-"))


@pytest.mark.parametrize(
    ("n", "teks"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1.000"),
        (1_234_567_890, "1.234.567.890"),
        (-1_000, f"{MINUS}1.000"),
        (10**18, "1.000.000.000.000.000.000"),
    ],
)
def test_whole_numbers(n: int, teks: str) -> None:
    assert rupiah.angka(n) == teks


@given(st.integers(-(10**30), 10**30))
def test_a_written_number_can_be_read_back(n: int) -> None:
    teks = rupiah.angka(n)
    assert baca(teks) == n
    kepala, *kelompok = teks.removeprefix(MINUS).split(".")
    assert 1 <= len(kepala) <= 3
    assert all(len(k) == 3 for k in kelompok)


@pytest.mark.parametrize(
    ("n", "teks"),
    [(0, "Rp 0"), (1_234_567_890, "Rp 1.234.567.890"), (-5_000, f"{MINUS}Rp 5.000")],
)
def test_rupiah_in_full(n: int, teks: str) -> None:
    assert lazim(rupiah.rupiah(n)) == teks


def test_unit_and_amount_are_never_torn_apart_at_the_end_of_a_line() -> None:
    semua = [
        rupiah.rupiah(5_000),
        rupiah.rupiah_ringkas(49_050_000_000),
        rupiah.rupiah_ringkas(-203_500_000),
        rupiah.persen(8118),
        rupiah.persen_pendek(9000),
        rupiah.poin(540),
    ]
    assert [teks for teks in semua if " " in teks or NBSP not in teks] == []


@pytest.mark.parametrize(
    ("n", "teks"),
    [
        (49_050_000_000, "Rp 49,05 miliar"),
        (203_500_000, "Rp 203,5 juta"),
        (1_960_000_000_000, "Rp 1,96 triliun"),
        (12_345_678_900_000, "Rp 12,35 triliun"),
        (1_234_567_000_000_000, "Rp 1.234,57 triliun"),
        (1_000_000_000, "Rp 1,00 miliar"),
        (1_005_000_000, "Rp 1,01 miliar"),  # half up
        (1_004_999_999, "Rp 1,00 miliar"),
        (999_999_999_999, "Rp 1,00 triliun"),  # never `Rp 1.000,00 miliar`
        (1_000_000, "Rp 1,0 juta"),
        (1_050_000, "Rp 1,1 juta"),
        (949_999, "Rp 949.999"),
        (0, "Rp 0"),
        (-49_050_000_000, f"{MINUS}Rp 49,05 miliar"),
        (-1, f"{MINUS}Rp 1"),
    ],
)
def test_rupiah_for_cards(n: int, teks: str) -> None:
    assert lazim(rupiah.rupiah_ringkas(n)) == teks


SATUAN = {"juta": (10**6, 1), "miliar": (10**9, 2), "triliun": (10**12, 2)}


@given(st.one_of(st.integers(0, 10**7), st.integers(0, 10**13), st.integers(0, 10**16)))
def test_a_short_amount_is_the_nearest_one_with_its_decimals(n: int) -> None:
    _, angka, *satuan = rupiah.rupiah_ringkas(n).split(NBSP)
    if not satuan:
        assert baca(angka) == n
        return
    kali, desimal = SATUAN[satuan[0]]
    utuh, pecahan = angka.split(",")
    assert len(pecahan) == desimal
    langkah = kali // 10**desimal
    tertulis = (baca(utuh) * 10**desimal + int(pecahan)) * langkah
    assert -langkah <= 2 * (n - tertulis) < langkah  # half goes up
    assert baca(utuh) >= 1
    assert baca(utuh) < 1000 or satuan == ["triliun"]


@pytest.mark.parametrize(
    ("n", "teks"),
    [(1_066_124_503, "1.066"), (1_500_000, "2"), (1_499_999, "1"), (0, "0"), (499_999, "0"), (-2_600_000, f"{MINUS}3")],
)
def test_millions(n: int, teks: str) -> None:
    assert rupiah.juta(n) == teks


@pytest.mark.parametrize(
    ("n", "bp", "desimal"),
    [
        (8118, "81,18", "81.18"),
        (8999, "89,99", "89.99"),
        (9000, "90,00", "90.00"),
        (10_000, "100,00", "100.00"),
        (123_456, "1.234,56", "1234.56"),
        (5, "0,05", "0.05"),
        (0, "0,00", "0.00"),
        (-5, f"{MINUS}0,05", "-0.05"),
        (-540, f"{MINUS}5,40", "-5.40"),
    ],
)
def test_percentages(n: int, bp: str, desimal: str) -> None:
    assert rupiah.bp(n) == bp
    assert lazim(rupiah.persen(n)) == f"{bp} %"
    assert lazim(rupiah.poin(n)) == f"{bp} poin"
    assert rupiah.desimal(n) == desimal


@given(st.integers(-(10**9), 10**9))
def test_a_percentage_for_machines_is_the_same_number(n: int) -> None:
    teks = rupiah.desimal(n)
    assert teks is not None
    assert int(teks.replace(".", "")) == n
    assert teks[-3] == "."


@pytest.mark.parametrize(
    ("n", "teks"),
    [
        (6000, "60 %"),
        (9900, "99 %"),
        (9750, "97,5 %"),
        (9901, "99,01 %"),
        (10_000, "100 %"),
        (1000, "10 %"),
        (0, "0 %"),
    ],
)
def test_thresholds_without_needless_decimals(n: int, teks: str) -> None:
    assert lazim(rupiah.persen_pendek(n)) == teks


def test_no_percentage_is_a_dash_and_not_zero() -> None:
    assert rupiah.persen(None) == rupiah.persen_pendek(None) == "–"
    assert rupiah.desimal(None) is None
