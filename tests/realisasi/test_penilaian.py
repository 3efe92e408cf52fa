"""The assessment rules 1, 4, 5, 8, 9 and 13, each stated a second time in exact fractions."""

from __future__ import annotations

import ast
import dataclasses
import itertools
import math
import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, event, example, given, settings
from hypothesis import strategies as st

from realisasi import penilaian
from realisasi.penilaian import Pangsa, Status, Ukuran, Warna

BAWAAN = Ukuran(ambang_bp=9000, batas_kuning_bp=9000, target={2: 6000, 4: 9900})

# --- What is drawn ---------------------------------------------------------------------

triwulan = st.sampled_from((1, 2, 3, 4))
bp = st.one_of(st.sampled_from((1, 5999, 6000, 8999, 9000, 9001, 9900, 10_000)), st.integers(1, 10_000))
batas = st.lists(bp, max_size=4)
uang = st.one_of(st.integers(1, 1000), st.integers(10**6, 10**12), st.integers(2**63, 10**40))
target = st.dictionaries(triwulan, bp)
ukuran = st.builds(Ukuran, ambang_bp=bp, batas_kuning_bp=bp, target=target)


@st.composite
def rasio_dekat(draw: st.DrawFn, tepi: list[int]) -> tuple[int, int]:
    """(realisasi, pagu efektif): on one of these edges, a little beside it, or anywhere."""
    pagu = draw(uang)
    if not tepi or draw(st.booleans()):
        return draw(st.integers(0, pagu * 2)), pagu
    geser = draw(st.one_of(st.sampled_from((-1, 0, 1)), st.integers(-pagu // 20_000 - 1, pagu // 20_000 + 1)))
    return max(0, pagu * draw(st.sampled_from(tepi)) // 10_000 + geser), pagu


@st.composite
def rasio_dan_batas(draw: st.DrawFn) -> tuple[int, int, list[int]]:
    daftar = draw(batas)
    return *draw(rasio_dekat(daftar)), daftar


def persis(pembilang: int, penyebut: int) -> Fraction:
    """An exact ratio in basis points."""
    return Fraction(pembilang, penyebut) * 10_000


def setengah_ke_atas(nilai: Fraction) -> int:
    return math.floor(nilai + Fraction(1, 2))


# --- Rule 1: rounding --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pembilang", "penyebut", "batas", "tampil"),
    [
        (89_996, 100_000, (9000,), 8999),  # the example of the rule
        (89_996, 100_000, (), 9000),
        (90_000, 100_000, (9000,), 9000),
        (90_004, 100_000, (9000,), 9000),
        (90_005, 100_000, (9000,), 9001),  # half up
        (59_995, 100_000, (9000, 6000), 5999),
        (98_999, 100_000, (9000, 9900), 9899),
        (899_951, 1_000_000, (9000,), 8999),
        (100_000, 100_000, (9900,), 10_000),
        (0, 7, (9000,), 0),
        (1, 3, (), 3333),
        (2, 3, (), 6667),
        (250, 100, (9900,), 25_000),  # not capped
    ],
)
def test_worked_examples_of_rounding(pembilang: int, penyebut: int, batas: tuple[int, ...], tampil: int) -> None:
    assert penilaian.tampil_bp(pembilang, penyebut, batas) == tampil


@given(rasio_dan_batas())
def test_rounding_never_crosses_a_threshold_in_either_direction(kasus: tuple[int, int, list[int]]) -> None:
    pembilang, penyebut, daftar = kasus
    tampil = penilaian.tampil_bp(pembilang, penyebut, daftar)
    for b in daftar:
        assert (tampil >= b) == (persis(pembilang, penyebut) >= b)


@given(st.integers(-(10**20), 10**40), uang)
@example(1, 20_000)
@example(-1, 20_000)
@example(3, 20_000)
def test_without_thresholds_it_is_half_up(pembilang: int, penyebut: int) -> None:
    tampil = penilaian.tampil_bp(pembilang, penyebut)
    # The nearest whole basis point; of two equally near the upper one.
    assert Fraction(-1, 2) < tampil - persis(pembilang, penyebut) <= Fraction(1, 2)


@given(rasio_dan_batas())
def test_a_threshold_costs_at_most_the_last_digit_and_only_when_it_would_be_reached(
    kasus: tuple[int, int, list[int]],
) -> None:
    pembilang, penyebut, daftar = kasus
    tepat = persis(pembilang, penyebut)
    biasa = setengah_ke_atas(tepat)
    disangkal = biasa in daftar and tepat < biasa
    event(f"held below a threshold: {disangkal}")
    assert penilaian.tampil_bp(pembilang, penyebut, daftar) == (biasa - 1 if disangkal else biasa)


@given(st.data())
def test_what_is_shown_grows_with_what_is_so(data: st.DataObject) -> None:
    daftar = data.draw(batas)
    a, b = data.draw(rasio_dekat(daftar)), data.draw(rasio_dekat(daftar))
    kecil, besar = sorted((a, b), key=lambda r: Fraction(*r))
    assert penilaian.tampil_bp(*kecil, daftar) <= penilaian.tampil_bp(*besar, daftar)


@given(rasio_dan_batas(), st.integers(1, 10**20), st.randoms())
def test_it_depends_on_the_ratio_and_the_set_of_thresholds_alone(
    kasus: tuple[int, int, list[int]], kali: int, acak: object
) -> None:
    pembilang, penyebut, daftar = kasus
    tampil = penilaian.tampil_bp(pembilang, penyebut, daftar)
    assert penilaian.tampil_bp(pembilang * kali, penyebut * kali, daftar) == tampil
    acak.shuffle(daftar)  # type: ignore[attr-defined]
    assert penilaian.tampil_bp(pembilang, penyebut, iter(daftar + daftar)) == tampil


@pytest.mark.parametrize("penyebut", [0, -1])
def test_no_ratio_without_a_positive_denominator(penyebut: int) -> None:
    with pytest.raises(ValueError, match="penyebut"):
        penilaian.tampil_bp(1, penyebut)


@given(rasio_dekat([9000]))
def test_below_is_decided_on_the_exact_ratio(rasio: tuple[int, int]) -> None:
    assert penilaian.di_bawah(*rasio, 9000) is (Fraction(*rasio) < Fraction(9, 10))


# --- Rule 4: the percentage ----------------------------------------------------------------


@given(rasio_dan_batas())
def test_percentage_is_the_shown_ratio(kasus: tuple[int, int, list[int]]) -> None:
    assert penilaian.persen_bp(*kasus) == penilaian.tampil_bp(*kasus)


@given(st.integers(0, 10**20), batas)
def test_no_pagu_efektif_no_percentage(realisasi: int, daftar: list[int]) -> None:
    assert penilaian.persen_bp(realisasi, 0, daftar) is None


# --- Rule 8: status and colour -------------------------------------------------------------


@st.composite
def keadaan(draw: st.DrawFn) -> tuple[int, int, bool, int, Ukuran]:
    """(realisasi, pagu efektif, melapor, triwulan, ukuran), with a pagu efektif of zero now and then."""
    q = draw(st.sampled_from((1, 2, 3, 4, 4, 4)))
    u = draw(ukuran)
    if draw(st.integers(0, 3)):
        u = dataclasses.replace(u, target={**u.target, q: draw(bp)})
    kuning = [u.target[q] * u.batas_kuning_bp // 10_000] if q in u.target else []
    realisasi, efektif = draw(rasio_dekat([u.ambang_bp, *u.batas(q), *kuning]))
    jarang = st.integers(0, 7).map(lambda n: n == 7)
    return realisasi, 0 if draw(jarang) else efektif, not draw(jarang), q, u


def status_yang_berlaku(realisasi: int, efektif: int, *, melapor: bool, triwulan: int, ukuran: Ukuran) -> set[str]:
    """Rule 8 as five separate conditions, each saying what the earlier ones leave over."""
    persen = Fraction(realisasi, efektif) if efektif else None
    ambang = Fraction(ukuran.ambang_bp, 10_000)
    ada_target = triwulan in ukuran.target
    target = Fraction(ukuran.target.get(triwulan, 0), 10_000)
    lulus_ambang = not (triwulan == 4 and persen is not None and persen < ambang)
    syarat = {
        "BELUM_LAPOR": not melapor,
        "DI_BAWAH_AMBANG": melapor and not lulus_ambang,
        "DI_BAWAH_TARGET": melapor and lulus_ambang and persen is not None and ada_target and persen < target,
        "TERCAPAI": melapor and lulus_ambang and persen is not None and ada_target and persen >= target,
        "TANPA_TARGET": melapor and lulus_ambang and (persen is None or not ada_target),
    }
    return {nama for nama, berlaku in syarat.items() if berlaku}


@given(keadaan())
@settings(max_examples=400)
def test_exactly_one_status_holds_and_it_is_the_one_given(kasus: tuple[int, int, bool, int, Ukuran]) -> None:
    realisasi, efektif, melapor, q, u = kasus
    hasil = penilaian.status(realisasi, efektif, melapor=melapor, triwulan=q, ukuran=u)
    event(hasil)
    assert status_yang_berlaku(realisasi, efektif, melapor=melapor, triwulan=q, ukuran=u) == {hasil.value}


def test_the_five_statuses_and_no_other() -> None:
    assert {s.value for s in Status} == {
        "BELUM_LAPOR",
        "DI_BAWAH_AMBANG",
        "DI_BAWAH_TARGET",
        "TERCAPAI",
        "TANPA_TARGET",
    }


@pytest.mark.parametrize(
    ("rasio", "melapor", "q", "u", "harapan", "warna"),
    [
        ((99_999, 100_000), False, 4, BAWAAN, Status.BELUM_LAPOR, Warna.ABU),
        ((0, 100_000), False, 4, BAWAAN, Status.BELUM_LAPOR, Warna.ABU),
        ((89_996, 100_000), True, 4, BAWAAN, Status.DI_BAWAH_AMBANG, Warna.MERAH),
        ((90_000, 100_000), True, 4, BAWAAN, Status.DI_BAWAH_TARGET, Warna.KUNING),
        ((98_999, 100_000), True, 4, BAWAAN, Status.DI_BAWAH_TARGET, Warna.KUNING),
        ((99_000, 100_000), True, 4, BAWAAN, Status.TERCAPAI, Warna.HIJAU),
        ((54_000, 100_000), True, 2, BAWAAN, Status.DI_BAWAH_TARGET, Warna.KUNING),  # nine tenths of 60 %
        ((53_999, 100_000), True, 2, BAWAAN, Status.DI_BAWAH_TARGET, Warna.MERAH),
        ((60_000, 100_000), True, 2, BAWAAN, Status.TERCAPAI, Warna.HIJAU),  # far below the ambang, yet on target
        ((5_000, 100_000), True, 1, BAWAAN, Status.TANPA_TARGET, Warna.ABU),
        ((89_996, 100_000), True, 3, BAWAAN, Status.TANPA_TARGET, Warna.ABU),
        ((0, 0), True, 4, BAWAAN, Status.TANPA_TARGET, Warna.ABU),
        ((5, 0), True, 2, BAWAAN, Status.TANPA_TARGET, Warna.ABU),
        ((0, 0), False, 4, BAWAAN, Status.BELUM_LAPOR, Warna.ABU),
        ((89_996, 100_000), True, 4, Ukuran(9000, 9000, {}), Status.DI_BAWAH_AMBANG, Warna.MERAH),
        ((90_000, 100_000), True, 4, Ukuran(9000, 9000, {}), Status.TANPA_TARGET, Warna.ABU),
        ((85_000, 100_000), True, 4, Ukuran(9000, 9000, {4: 8000}), Status.DI_BAWAH_AMBANG, Warna.MERAH),  # first match
        ((70_000, 100_000), True, 4, Ukuran(6000, 8000, {4: 9900}), Status.DI_BAWAH_TARGET, Warna.MERAH),
    ],
)
def test_status_and_colour_table(
    rasio: tuple[int, int], melapor: bool, q: int, u: Ukuran, harapan: Status, warna: Warna
) -> None:
    status = penilaian.status(*rasio, melapor=melapor, triwulan=q, ukuran=u)
    assert status is harapan
    assert penilaian.warna(status, *rasio, triwulan=q, ukuran=u) is warna


@given(keadaan())
@settings(max_examples=400)
def test_colour_follows_the_target(kasus: tuple[int, int, bool, int, Ukuran]) -> None:
    realisasi, efektif, melapor, q, u = kasus
    status = penilaian.status(realisasi, efektif, melapor=melapor, triwulan=q, ukuran=u)
    warna = penilaian.warna(status, realisasi, efektif, triwulan=q, ukuran=u)
    event(warna)
    if status in {"BELUM_LAPOR", "TANPA_TARGET"}:
        assert warna == "abu"
    elif status == "DI_BAWAH_AMBANG":
        assert warna == "merah"
    else:
        bagian = Fraction(realisasi, efektif) / Fraction(u.target[q], 10_000)
        kuning = Fraction(u.batas_kuning_bp, 10_000)
        assert warna == ("hijau" if bagian >= 1 else "kuning" if bagian >= kuning else "merah")


# --- Rule 13: the gap ------------------------------------------------------------------------


@given(rasio_dan_batas(), bp)
def test_the_gap_is_the_least_amount_that_reaches_the_target(kasus: tuple[int, int, list[int]], t: int) -> None:
    realisasi, efektif, _ = kasus
    kurang = penilaian.kekurangan(realisasi, efektif, t)
    sasaran = Fraction(t, 10_000)
    assert Fraction(realisasi + kurang, efektif) >= sasaran
    assert kurang == 0 or Fraction(realisasi + kurang - 1, efektif) < sasaran
    assert kurang >= 0


@given(rasio_dan_batas(), bp)
def test_the_surplus_is_the_most_that_could_be_missed(kasus: tuple[int, int, list[int]], t: int) -> None:
    realisasi, efektif, _ = kasus
    lebih = penilaian.kelebihan(realisasi, efektif, t)
    sasaran = Fraction(t, 10_000)
    if Fraction(realisasi, efektif) < sasaran:
        assert lebih == 0
    else:
        assert Fraction(realisasi - lebih, efektif) >= sasaran
        assert Fraction(realisasi - lebih - 1, efektif) < sasaran


@given(rasio_dekat([6000]))
def test_a_gap_exists_exactly_below_the_target(rasio: tuple[int, int]) -> None:
    assert (penilaian.kekurangan(*rasio, 6000) > 0) == (Fraction(*rasio) < Fraction(6, 10))
    assert 0 in (penilaian.kekurangan(*rasio, 6000), penilaian.kelebihan(*rasio, 6000))


@pytest.mark.parametrize(
    ("realisasi", "efektif", "t", "kurang"),
    [(0, 1, 1, 1), (899, 999, 9000, 1), (900, 999, 9000, 0), (0, 0, 9900, 0), (1, 10**18, 9900, 99 * 10**16 - 1)],
)
def test_rupiah_of_the_gap_are_rounded_up(realisasi: int, efektif: int, t: int, kurang: int) -> None:
    assert penilaian.kekurangan(realisasi, efektif, t) == kurang


@pytest.mark.parametrize(
    ("q", "sasaran", "sasaran_belanja"),
    # The headline asks for the quarter's own target, else the nearest later one; what is still
    # to be spent is measured to the nearest later target, at TW IV to its own.
    [(1, (2, 6000), (2, 6000)), (2, (2, 6000), (4, 9900)), (3, (4, 9900), (4, 9900)), (4, (4, 9900), (4, 9900))],
)
def test_which_target_the_gap_is_measured_to(
    q: int, sasaran: tuple[int, int], sasaran_belanja: tuple[int, int]
) -> None:
    assert BAWAAN.sasaran(q) == sasaran
    assert BAWAAN.sasaran_belanja(q) == sasaran_belanja


def test_no_later_target_no_gap() -> None:
    tanpa_akhir = Ukuran(9000, 9000, {2: 6000})
    assert [tanpa_akhir.sasaran(q) for q in (1, 2, 3, 4)] == [(2, 6000), (2, 6000), None, None]
    assert [tanpa_akhir.sasaran_belanja(q) for q in (1, 2, 3, 4)] == [(2, 6000), None, None, None]


@given(ukuran, triwulan)
def test_thresholds_of_a_quarter_are_its_target_and_the_ambang_in_every_quarter(u: Ukuran, q: int) -> None:
    assert set(u.batas(q)) == {u.ambang_bp, *([u.target[q]] if q in u.target else [])}


# --- Rule 9: projection ------------------------------------------------------------------------


def di_jalur(target: Mapping[int, int], q: int) -> Fraction:
    """Height of the target path at a quarter: straight lines from 0 through the targets."""
    titik = [(0, 0), *sorted(target.items())]
    for (x1, y1), (x2, y2) in itertools.pairwise(titik):
        if x1 <= q <= x2:
            return y1 + Fraction(y2 - y1) * Fraction(q - x1, x2 - x1)
    raise AssertionError(q)


@given(target, triwulan)
def test_share_by_the_target_path(target: dict[int, int], q: int) -> None:
    pangsa = penilaian.pangsa_jalur_target(target, q)
    if 4 not in target:
        assert pangsa is None
    else:
        assert pangsa is not None
        assert Fraction(*pangsa) == di_jalur(target, q) / target[4]


@pytest.mark.parametrize(
    ("target", "pangsa"),
    [
        ({2: 6000, 4: 9900}, ("3000/9900", "6000/9900", "7950/9900", "1")),
        ({4: 9900}, ("1/4", "2/4", "3/4", "1")),
        ({3: 9000, 4: 9000}, ("1/3", "2/3", "1", "1")),
        ({1: 2000, 4: 8000}, ("2/8", "4/8", "6/8", "1")),
        ({2: 9500, 4: 9000}, ("475/900", "95/90", "925/900", "1")),  # a target may fall
    ],
)
def test_worked_examples_of_the_target_path(target: dict[int, int], pangsa: tuple[str, ...]) -> None:
    for q, harapan in enumerate(pangsa, start=1):
        hasil = penilaian.pangsa_jalur_target(target, q)
        assert hasil is not None
        assert Fraction(*hasil) == Fraction(harapan)


def naik(*jumlah: int) -> dict[int, int]:
    """Cumulative realisasi by quarter from what was spent in each."""
    return dict(enumerate(itertools.accumulate(jumlah), start=1))


lengkap = st.lists(
    st.tuples(st.integers(2000, 2100), st.lists(st.sampled_from((0, 0, 1, 7, 10**9, 10**30)), min_size=4, max_size=4)),
    max_size=7,
    unique_by=lambda t: t[0],
).map(lambda daftar: [(tahun, naik(*jumlah)) for tahun, jumlah in daftar])


@given(lengkap, triwulan)
def test_share_by_history(tahun_lengkap: list[tuple[int, dict[int, int]]], q: int) -> None:
    pangsa = penilaian.pangsa_riwayat(iter(tahun_lengkap), q)
    kumulatif = dict(tahun_lengkap)
    dasar = [t for t in range(2100, 1999, -1) if t in kumulatif and kumulatif[t][4] > 0][:3]
    event(f"{len(dasar)} years")
    if not dasar:
        assert pangsa is None
    else:
        assert pangsa is not None
        assert Fraction(*pangsa) == Fraction(sum(kumulatif[t][q] for t in dasar), sum(kumulatif[t][4] for t in dasar))


def test_the_latest_three_years_with_a_total_count() -> None:
    tahun = [
        (2020, naik(100, 0, 0, 0)),  # the fourth back: does not count
        (2021, naik(1, 1, 1, 1)),
        (2022, naik(0, 0, 0, 0)),  # nothing was spent: no ground
        (2023, naik(0, 5, 0, 5)),
        (2024, naik(10, 20, 30, 40)),
    ]
    hasil = [penilaian.pangsa_riwayat(tahun, q) for q in (1, 2, 3, 4)]
    # Sums over sums, not the mean of the yearly shares.
    assert [Fraction(*p) for p in hasil if p] == [Fraction(n, 114) for n in (11, 37, 68, 114)]


def test_no_complete_year_is_no_share_by_history_and_none_spent_is_a_share_of_zero() -> None:
    assert penilaian.pangsa_riwayat([], 2) is None
    assert penilaian.pangsa_riwayat([(2022, naik(0, 0, 0, 0))], 2) is None
    nol = penilaian.pangsa_riwayat([(2022, naik(0, 0, 0, 9))], 2)
    assert nol is not None
    assert Fraction(*nol) == 0


@given(rasio_dekat([9000]), uang, uang)
def test_projection_is_the_percentage_over_the_share(rasio: tuple[int, int], a: int, b: int) -> None:
    hasil = penilaian.proyeksi(*rasio, Pangsa(a, b))
    assert hasil is not None
    assert Fraction(*hasil) == Fraction(*rasio) / Fraction(a, b)
    assert hasil.penyebut > 0


@given(rasio_dekat([9000]))
def test_at_tw_iv_the_projection_is_the_percentage(rasio: tuple[int, int]) -> None:
    hasil = penilaian.proyeksi(*rasio, penilaian.PENUH)
    assert hasil is not None
    assert Fraction(*hasil) == Fraction(*rasio)


@given(st.integers(0, 10**20), uang, uang)
def test_no_projection_without_share_or_with_none_of_it_or_without_pagu(realisasi: int, pagu: int, b: int) -> None:
    assert penilaian.proyeksi(realisasi, pagu, None) is None
    assert penilaian.proyeksi(realisasi, pagu, Pangsa(0, b)) is None
    assert penilaian.proyeksi(realisasi, 0, Pangsa(1, b)) is None


def test_a_projection_just_below_the_ambang_is_compared_exactly() -> None:
    # 53.9996 % at TW II over a share of 6000/9900 is 89.09934 %; over 3/5 it is 89.99933 %.
    hasil = penilaian.proyeksi(539_996, 10**6, Pangsa(3, 5))
    assert hasil is not None
    assert penilaian.di_bawah(*hasil, 9000)
    assert penilaian.tampil_bp(*hasil, (9000, 9900)) == 8999


# --- Rule 5: groups --------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Anggota:
    """A member as `kelompok` asks for it."""

    pagu: int
    blokir: int = 0
    realisasi: int = 0
    triwulan_data: int | None = 2
    melapor: bool = True
    ukuran: Ukuran = BAWAAN
    banyak: int = 1

    @property
    def pagu_efektif(self) -> int:
        return self.pagu - self.blokir

    @property
    def rasio_banyak(self) -> int:
        return int(self.triwulan_data is not None and self.pagu_efektif > 0)

    @property
    def rasio_jumlah(self) -> int | None:
        """As sharp as a member may be: where it is not enough, `rasio_tepat` is asked."""
        if not self.rasio_banyak:
            return 0
        r = self.realisasi * penilaian.RASIO_SATU // self.pagu_efektif
        return r if abs(r) < penilaian.RASIO_TERBESAR else None

    def rasio_tepat(self) -> list[tuple[int, int]]:
        return [(self.realisasi, self.pagu_efektif)] if self.rasio_banyak else []


@st.composite
def anggota(draw: st.DrawFn, u: Ukuran = BAWAAN, *, lapor: bool = False, efektif: bool = False) -> Anggota:
    """A member; `lapor` and `efektif` keep silence and a pagu efektif of zero out."""
    realisasi, sisa = draw(rasio_dekat([u.ambang_bp, *u.target.values()]))
    if not efektif and draw(st.integers(0, 5)) == 0:
        sisa = 0
    blokir = draw(st.one_of(st.just(0), st.integers(0, 10**20)))
    data = draw(st.sampled_from((1, 2) if lapor else (None, 1, 2)))
    return Anggota(sisa + blokir, blokir, realisasi if data else 0, data, data == 2, u)


@given(st.lists(anggota(lapor=True, efektif=True), min_size=1, max_size=8))
def test_the_percentage_of_a_group_lies_between_those_of_its_members(daftar: list[Anggota]) -> None:
    k = penilaian.kelompok(daftar, 2)
    rasio = [Fraction(a.realisasi, a.pagu_efektif) for a in daftar]
    assert min(rasio) <= Fraction(k.realisasi, k.pagu_efektif) <= max(rasio)
    tampil = [penilaian.persen_bp(a.realisasi, a.pagu_efektif, BAWAAN.batas(2)) or 0 for a in daftar]
    assert k.persen_bp is not None
    assert min(tampil) <= k.persen_bp <= max(tampil)
    assert k.rata_rata_bp is not None
    assert min(tampil) <= k.rata_rata_bp <= max(tampil)


@given(st.lists(anggota(), max_size=8), triwulan)
def test_a_group_is_made_of_sums(daftar: list[Anggota], q: int) -> None:
    k = penilaian.kelompok(daftar, q)
    assert (k.jumlah, k.melapor) == (len(daftar), len([a for a in daftar if a.melapor]))
    assert (k.pagu, k.blokir) == (sum(a.pagu for a in daftar), sum(a.blokir for a in daftar))
    assert k.realisasi == sum(a.realisasi for a in daftar)
    assert k.pagu_efektif == sum(a.pagu_efektif for a in daftar)
    ada = any(a.triwulan_data is not None for a in daftar)
    if not ada or k.pagu_efektif == 0:
        event("no percentage")
        assert k.persen_bp is None
        assert k.warna is Warna.ABU
    else:
        assert k.persen_bp == penilaian.tampil_bp(k.realisasi, k.pagu_efektif, BAWAAN.batas(q))
    if not ada or k.pagu == 0:
        assert k.persen_pagu_bp is None
    else:
        assert k.persen_pagu_bp == penilaian.tampil_bp(k.realisasi, k.pagu, BAWAAN.batas(q))


@given(st.lists(anggota(), max_size=6), st.randoms())
def test_the_order_of_members_does_not_matter(daftar: list[Anggota], acak: object) -> None:
    sebelum = penilaian.kelompok(daftar, 2)
    acak.shuffle(daftar)  # type: ignore[attr-defined]
    assert penilaian.kelompok(daftar, 2) == sebelum


def test_dividing_sums_is_not_averaging_percentages() -> None:
    k = penilaian.kelompok([Anggota(1_000, 0, 900), Anggota(9_000, 0, 900)], 2)
    assert k.persen_bp == 1800
    assert k.rata_rata_bp == 5000


def test_a_silent_member_adds_its_pagu_and_nothing_else() -> None:
    diam = Anggota(1_000, 0, 0, None, melapor=False)
    k = penilaian.kelompok([Anggota(1_000, 0, 600), diam], 2)
    assert (k.persen_bp, k.rata_rata_bp) == (3000, 6000)
    assert (k.jumlah, k.melapor) == (2, 1)


@pytest.mark.parametrize("jumlah", [0, 1, 3])
def test_a_group_without_an_accepted_report_has_no_percentage(jumlah: int) -> None:
    k = penilaian.kelompok([Anggota(1_000, 0, 0, None, melapor=False)] * jumlah, 4)
    assert k.persen_bp is k.persen_pagu_bp is k.rata_rata_bp is None
    assert k.warna is Warna.ABU
    assert (k.jumlah, k.melapor, k.pagu, k.realisasi) == (jumlah, 0, jumlah * 1_000, 0)


def test_a_late_report_of_an_earlier_quarter_gives_the_group_a_percentage() -> None:
    k = penilaian.kelompok([Anggota(1_000, 0, 250, 1, melapor=False)], 2)
    assert (k.persen_bp, k.melapor) == (2500, 0)
    assert k.warna is Warna.MERAH


def test_percentage_of_pagu_efektif_and_of_the_total_pagu_stand_side_by_side() -> None:
    k = penilaian.kelompok([Anggota(2_000, 1_000, 600)], 2)
    assert (k.persen_bp, k.persen_pagu_bp) == (6000, 3000)


@given(ukuran, triwulan, st.data())
def test_a_group_takes_its_colour_by_the_rules_of_one(u: Ukuran, q: int, data: st.DataObject) -> None:
    daftar = data.draw(st.lists(anggota(u, lapor=True), min_size=1, max_size=5))
    k = penilaian.kelompok(daftar, q)
    assume(k.pagu_efektif > 0)
    (nama,) = status_yang_berlaku(k.realisasi, k.pagu_efektif, melapor=True, triwulan=q, ukuran=u)
    assert k.warna is penilaian.warna(Status(nama), k.realisasi, k.pagu_efektif, triwulan=q, ukuran=u)
    assert k.target_bp == u.target.get(q)
    assert k.target_beragam == ()


# --- Rule 5: members with different targets


def beragam(dk: dict[int, int], tp: dict[int, int], triwulan: int = 2) -> penilaian.Kelompok:
    daftar = [
        Anggota(1_000, 0, 625, ukuran=Ukuran(9000, 9000, dk)),
        Anggota(1_000, 0, 625, ukuran=Ukuran(9000, 9000, tp)),
        Anggota(1_000, 0, 625, ukuran=Ukuran(9000, 9000, dict(dk))),
    ]
    return penilaian.kelompok(daftar, triwulan)


def test_members_with_different_targets_have_no_common_target_and_no_colour() -> None:
    k = beragam({2: 6000, 4: 9900}, {2: 6500, 4: 9900})
    assert k.target_bp is None
    assert k.target_beragam == (6000, 6500)
    assert k.warna is Warna.ABU
    assert k.persen_bp == 6250
    assert k.ukuran is not None
    assert k.ukuran.target == {4: 9900}


def test_a_target_and_none_are_different_targets() -> None:
    k = beragam({2: 6000, 4: 9900}, {4: 9900})
    assert k.target_bp is None
    assert k.target_beragam == (6000,)
    assert k.warna is Warna.ABU


def test_members_that_differ_in_another_quarter_only_share_the_target_of_this_one() -> None:
    k = beragam({2: 6000, 4: 9900}, {2: 6000, 4: 9500})
    assert k.target_bp == 6000
    assert k.target_beragam == ()
    assert k.warna is Warna.HIJAU


@pytest.mark.parametrize(
    ("dk", "tp", "triwulan", "sasaran", "beragam_"),
    [
        # The nearest target of one lies in TW III, of the other in TW IV: no common gap at TW I.
        ({3: 7500, 4: 9900}, {4: 9900}, 1, None, ((3, 7500), (4, 9900))),
        # Only the targets of TW IV differ, and TW III has none of its own.
        ({2: 6000, 4: 9900}, {2: 6000, 4: 9500}, 3, None, ((4, 9500), (4, 9900))),
        # They differ later in the year alone: this quarter's target is common.
        ({2: 6000, 4: 9900}, {2: 6000, 4: 9500}, 2, (2, 6000), ()),
    ],
)
def test_the_gap_of_a_group_needs_a_target_common_to_all(
    dk: dict[int, int],
    tp: dict[int, int],
    triwulan: int,
    sasaran: tuple[int, int] | None,
    beragam_: tuple[tuple[int, int], ...],
) -> None:
    k = beragam(dk, tp, triwulan)
    assert k.sasaran == sasaran
    assert k.sasaran_beragam == beragam_


def test_what_is_still_to_be_spent_needs_a_later_target_common_to_all() -> None:
    assert beragam({2: 6000, 4: 9900}, {2: 6000, 4: 9500}).sasaran_belanja is None
    assert beragam({2: 6000, 4: 9900}, {2: 6500, 4: 9900}).sasaran_belanja == (4, 9900)


def test_a_mixed_group_is_held_below_every_threshold_of_its_members() -> None:
    satu = Anggota(10**6, 0, 599_996, ukuran=Ukuran(9000, 9000, {2: 6000}))
    lain = Anggota(10**6, 0, 599_996, ukuran=Ukuran(9000, 9000, {2: 6500}))
    for daftar in ([satu, lain], [lain, satu]):
        k = penilaian.kelompok(daftar, 2)
        assert (k.persen_bp, k.persen_pagu_bp, k.rata_rata_bp) == (5999, 5999, 5999)


# --- Rule 5: the mean of exact ratios


def rata_rata_tepat(rasio: list[tuple[int, int]], daftar: list[int]) -> int:
    tepat = sum((Fraction(r, e) for r, e in rasio), Fraction(0)) / len(rasio) * 10_000
    biasa = setengah_ke_atas(tepat)
    return biasa - 1 if biasa in daftar and tepat < biasa else biasa


@given(st.lists(rasio_dekat([6000, 9000]), min_size=1, max_size=12), batas)
def test_the_mean_is_that_of_the_exact_ratios(rasio: list[tuple[int, int]], daftar: list[int]) -> None:
    assert penilaian.rata_rata_bp(rasio, daftar) == rata_rata_tepat(rasio, daftar)


ganjil = st.lists(
    st.tuples(st.integers(0, 10**9), st.sampled_from((3, 7, 9, 11, 13, 9999, 10**9 + 7, 3**30))), min_size=1, max_size=9
).map(lambda daftar: [(r % e, e) for r, e in daftar])


@st.composite
def rata_rata_di(draw: st.DrawFn, setengah_bp: st.SearchStrategy[int]) -> tuple[list[tuple[int, int]], Fraction]:
    """Ratios whose mean is exactly a multiple of half a basis point, though no sum of a few digits shows it."""
    rasio = draw(ganjil)
    rata_rata = Fraction(draw(setengah_bp), 20_000)
    jumlah = sum((Fraction(r, e) for r, e in rasio), Fraction(0))
    while jumlah >= rata_rata * (len(rasio) + 1):
        r, e = rasio.pop()
        jumlah -= Fraction(r, e)
    sisa = rata_rata * (len(rasio) + 1) - jumlah
    kali = draw(st.integers(1, 10**6))
    return [*rasio, (sisa.numerator * kali, sisa.denominator * kali)], rata_rata


@given(rata_rata_di(st.integers(2_000, 60_000).map(lambda n: 2 * n + 1)), batas)
def test_a_mean_of_exactly_half_a_point_goes_up(
    kasus: tuple[list[tuple[int, int]], Fraction], daftar: list[int]
) -> None:
    rasio, rata_rata = kasus
    naik_ke = int(rata_rata * 10_000 + Fraction(1, 2))
    # A mean at the half is below the threshold that it would be rounded up to.
    assert penilaian.rata_rata_bp(rasio, daftar) == (naik_ke - 1 if naik_ke in daftar else naik_ke)
    assert penilaian.rata_rata_bp(rasio) == naik_ke
    assert penilaian.rata_rata_bp(rasio, [naik_ke]) == naik_ke - 1


@given(rata_rata_di(st.integers(2_000, 10_000).map(lambda n: 2 * n)))
def test_a_mean_of_exactly_the_threshold_has_reached_it(kasus: tuple[list[tuple[int, int]], Fraction]) -> None:
    rasio, rata_rata = kasus
    ambang = int(rata_rata * 10_000)
    assert penilaian.rata_rata_bp(rasio, [ambang]) == ambang
    # The least lack, in a ratio of more digits than any enclosure has, is a lack.
    *lainnya, (r, e) = rasio
    assert penilaian.rata_rata_bp([(r * 10**60 - 1, e * 10**60), *lainnya], [ambang]) == ambang - 1
    assert penilaian.rata_rata_bp([(r * 10**60 - 1, e * 10**60), *lainnya]) == ambang


def test_no_ratio_no_mean() -> None:
    assert penilaian.rata_rata_bp([], (9000,)) is None


def test_only_those_with_a_percentage_enter_the_mean() -> None:
    daftar = [
        Anggota(1_000, 0, 500),
        Anggota(1_000, 0, 701, 1, melapor=False),  # late: counts with its earlier figure
        Anggota(1_000, 1_000, 300),  # all blocked
        Anggota(1_000, 0, 0, None, melapor=False),  # silent
    ]
    assert penilaian.kelompok(daftar, 2).rata_rata_bp == 6005


# --- Beyond 64 bits ----------------------------------------------------------------------------


def test_amounts_beyond_64_bits_stay_exact() -> None:
    pagu = 10**30 + 7
    kurang_satu = -(-pagu * 9 // 10) - 1  # the largest whole amount below 90 %
    a = Anggota(pagu, 0, kurang_satu, 4, ukuran=BAWAAN)
    k = penilaian.kelompok([a], 4)
    assert (k.persen_bp, k.rata_rata_bp, k.warna) == (8999, 8999, Warna.MERAH)
    assert penilaian.kekurangan(kurang_satu, pagu, 9000) == 1
    b = dataclasses.replace(a, realisasi=kurang_satu + 1)
    k = penilaian.kelompok([b], 4)
    assert (k.persen_bp, k.rata_rata_bp, k.warna) == (9000, 9000, Warna.KUNING)
    assert penilaian.kekurangan(kurang_satu + 1, pagu, 9000) == 0


def test_the_rules_import_nothing_but_the_standard_library() -> None:
    pohon = ast.parse(Path(penilaian.__file__).read_text(encoding="utf-8"))
    nama = {a.name for n in ast.walk(pohon) if isinstance(n, ast.Import) for a in n.names}
    nama |= {n.module or "" for n in ast.walk(pohon) if isinstance(n, ast.ImportFrom)}
    assert "fractions" in nama
    assert {n.split(".")[0] for n in nama} <= sys.stdlib_module_names
