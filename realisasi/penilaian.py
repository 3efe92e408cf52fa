"""The assessment rules 1, 4, 5, 8, 9 and 13 of the project, as pure functions.

Money is whole rupiah in `int`; a percentage is an `int` in basis points as it is shown
(8118 is 81,18 %), rounded by `tampil_bp` alone. Every comparison is made on the exact
ratio by cross-multiplication, never on the rounded figure. No module of Django is
imported here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, Protocol

BP = 10_000  # basis points in one
TRIWULAN_AKHIR = 4


class Status(StrEnum):
    """Status of one DIPA in one quarter (rule 8); exactly one holds."""

    BELUM_LAPOR = "BELUM_LAPOR"
    DI_BAWAH_AMBANG = "DI_BAWAH_AMBANG"
    DI_BAWAH_TARGET = "DI_BAWAH_TARGET"
    TERCAPAI = "TERCAPAI"
    TANPA_TARGET = "TANPA_TARGET"


class Warna(StrEnum):
    """Colour of a figure (rule 8); follows the moving target, never the bare percentage."""

    HIJAU = "hijau"
    KUNING = "kuning"
    MERAH = "merah"
    ABU = "abu"


class Sasaran(NamedTuple):
    """A target that figures of an earlier or the same quarter are measured to, in basis points."""

    triwulan: int
    target_bp: int


@dataclass(frozen=True)
class Ukuran:
    """What figures of one kewenangan are measured against in one year, in basis points.

    `target` has a row for each quarter that has a target; `batas_kuning_bp` is a share of
    the target.
    """

    ambang_bp: int
    batas_kuning_bp: int
    target: Mapping[int, int]

    def batas(self, triwulan: int) -> tuple[int, ...]:
        """The thresholds that a shown figure of this quarter may not seem to reach (rule 1)."""
        target = self.target.get(triwulan)
        return (self.ambang_bp,) if target is None else (self.ambang_bp, target)

    def sasaran(self, triwulan: int) -> Sasaran | None:
        """The target that the gap is measured to: the quarter's own, else the nearest later (rule 13)."""
        return next((Sasaran(q, self.target[q]) for q in range(triwulan, TRIWULAN_AKHIR + 1) if q in self.target), None)

    def sasaran_belanja(self, triwulan: int) -> Sasaran | None:
        """The target that is still to be spent to: the nearest later, at TW IV its own (rule 13)."""
        return self.sasaran(min(triwulan + 1, TRIWULAN_AKHIR))


# --- Rule 1: rounding ----------------------------------------------------------------


def tampil_bp(pembilang: int, penyebut: int, batas_bp: Iterable[int] = ()) -> int:
    """A ratio in basis points as it is shown: half up, but never up to a threshold it misses.

    89.996 % is below 90 %, so with the threshold 9000 it is 8999. A denominator that
    is not positive is a ValueError.
    """
    if penyebut <= 0:
        raise ValueError("penyebut harus lebih dari nol")
    hasil = (2 * BP * pembilang + penyebut) // (2 * penyebut)
    for batas in batas_bp:
        if hasil >= batas and di_bawah(pembilang, penyebut, batas):
            hasil = batas - 1
    return hasil


def di_bawah(pembilang: int, penyebut: int, batas_bp: int) -> bool:
    """Whether the exact ratio is below a threshold in basis points."""
    return pembilang * BP < batas_bp * penyebut


def persen_bp(realisasi: int, pagu_efektif: int, batas_bp: Iterable[int] = ()) -> int | None:
    """Realisasi over pagu efektif as shown; None where the pagu efektif is zero (rule 4)."""
    return tampil_bp(realisasi, pagu_efektif, batas_bp) if pagu_efektif > 0 else None


RASIO_SATU = 10**9
"""The `rasio` of a DIPA that spent its whole pagu efektif."""
RASIO_TERBESAR = 10**15
"""Where `rasio` stops: a million times the pagu efektif."""


def rasio(realisasi: int, pagu_efektif: int) -> int | None:
    """Realisasi over pagu efektif in billionths, rounded down; None without a pagu efektif (rule 4).

    A threshold in basis points, or in a whole share of one, is a whole number of billionths: the
    exact ratio is below it exactly where `rasio` is.
    """
    if pagu_efektif <= 0:
        return None
    return max(-RASIO_TERBESAR, min(RASIO_TERBESAR, realisasi * RASIO_SATU // pagu_efektif))


def rasio_terkecil(bp: int, batas_bp: Iterable[int] = ()) -> int:
    """The least `rasio` that is shown as so many basis points or more (rule 1)."""
    per_bp = RASIO_SATU // BP
    return bp * per_bp if bp in batas_bp else bp * per_bp - per_bp // 2


# --- Rule 8: status and colour -------------------------------------------------------


def status(realisasi: int, pagu_efektif: int, *, melapor: bool, triwulan: int, ukuran: Ukuran) -> Status:
    """The status of one DIPA in a quarter; the first match of rule 8 wins."""
    if not melapor:
        return Status.BELUM_LAPOR
    if pagu_efektif <= 0:
        return Status.TANPA_TARGET
    if triwulan == TRIWULAN_AKHIR and di_bawah(realisasi, pagu_efektif, ukuran.ambang_bp):
        return Status.DI_BAWAH_AMBANG
    target = ukuran.target.get(triwulan)
    if target is None:
        return Status.TANPA_TARGET
    return Status.DI_BAWAH_TARGET if di_bawah(realisasi, pagu_efektif, target) else Status.TERCAPAI


def warna(keadaan: Status, realisasi: int, pagu_efektif: int, *, triwulan: int, ukuran: Ukuran) -> Warna:
    """The colour that goes with a status: kuning from a set share of the target, else merah."""
    if keadaan is Status.TERCAPAI:
        return Warna.HIJAU
    if keadaan is Status.DI_BAWAH_AMBANG:
        return Warna.MERAH
    if keadaan is not Status.DI_BAWAH_TARGET:
        return Warna.ABU
    kuning = realisasi * BP * BP >= ukuran.target[triwulan] * ukuran.batas_kuning_bp * pagu_efektif
    return Warna.KUNING if kuning else Warna.MERAH


# --- Rule 13: the gap ----------------------------------------------------------------


def kekurangan(realisasi: int, pagu_efektif: int, target_bp: int) -> int:
    """Rupiah missing to a target, rounded up; 0 where it is met."""
    return max(0, -(-pagu_efektif * target_bp // BP) - realisasi)


def kelebihan(realisasi: int, pagu_efektif: int, target_bp: int) -> int:
    """Rupiah spent beyond what a target asks; 0 where it is not met."""
    return max(0, realisasi + (-pagu_efektif * target_bp // BP))


# --- Rule 9: projected year end ------------------------------------------------------


class Pangsa(NamedTuple):
    """Share of a year's spending that is reached by a quarter, as an exact fraction."""

    pembilang: int
    penyebut: int


PENUH = Pangsa(1, 1)
TAHUN_DASAR_PANGSA = 3


def pangsa_jalur_target(target: Mapping[int, int], triwulan: int) -> Pangsa | None:
    """The share by the target path: target of the quarter over target of TW IV.

    A quarter without a target lies on the straight line between its neighbours; the path
    starts at 0. None without a target for TW IV.
    """
    akhir = target.get(TRIWULAN_AKHIR)
    if not akhir:
        return None
    if triwulan in target:
        return Pangsa(target[triwulan], akhir)
    kiri = max((q for q in target if q < triwulan), default=0)
    kanan = min(q for q in target if q > triwulan)
    nilai_kiri = target.get(kiri, 0)
    lebar = kanan - kiri
    return Pangsa(nilai_kiri * lebar + (target[kanan] - nilai_kiri) * (triwulan - kiri), akhir * lebar)


def pangsa_riwayat(tahun_lengkap: Iterable[tuple[int, Mapping[int, int]]], triwulan: int) -> Pangsa | None:
    """The share by earlier years: of the latest three, or fewer, whose total is not zero.

    `tahun_lengkap` gives (year, cumulative realisasi by quarter) of the years in which every
    DIPA of the kewenangan has an accepted TW IV. None without such a year.
    """
    berisi = sorted(((t, k) for t, k in tahun_lengkap if k[TRIWULAN_AKHIR] != 0), key=lambda p: p[0], reverse=True)
    dasar = [kumulatif for _, kumulatif in berisi[:TAHUN_DASAR_PANGSA]]
    if not dasar:
        return None
    return Pangsa(sum(k[triwulan] for k in dasar), sum(k[TRIWULAN_AKHIR] for k in dasar))


def proyeksi(realisasi: int, pagu_efektif: int, pangsa: Pangsa | None) -> Pangsa | None:
    """The projected ratio at the year's end, exact; None where there is none.

    There is none without a share, with a share of zero, or without a pagu efektif.
    """
    if pangsa is None or pangsa.pembilang <= 0 or pagu_efektif <= 0:
        return None
    return Pangsa(realisasi * pangsa.penyebut, pagu_efektif * pangsa.pembilang)


# --- Rule 5: groups ------------------------------------------------------------------


class Anggota(Protocol):
    """What a group needs to know of each of its DIPA, or of some of them that were summed up before.

    `banyak` says of how many, and `rasio_banyak` of how many that have a ratio. `rasio_jumlah` is the
    sum of their `rasio`, None where one of them stopped at `RASIO_TERBESAR`; `rasio_tepat` gives each
    as (realisasi, pagu efektif), for where that is not sharp enough.
    """

    @property
    def banyak(self) -> int: ...
    @property
    def rasio_banyak(self) -> int: ...
    @property
    def rasio_jumlah(self) -> int | None: ...
    def rasio_tepat(self) -> Iterable[tuple[int, int]]: ...
    @property
    def pagu(self) -> int: ...
    @property
    def blokir(self) -> int: ...
    @property
    def pagu_efektif(self) -> int: ...
    @property
    def realisasi(self) -> int: ...
    @property
    def triwulan_data(self) -> int | None: ...
    @property
    def melapor(self) -> bool: ...
    @property
    def ukuran(self) -> Ukuran: ...


@dataclass(frozen=True)
class Kelompok:
    """Where a group of DIPA stands at a quarter: sums, and what follows from them.

    `target_beragam` and `sasaran_beragam` name the targets where the members have different
    ones, and are empty where all have the same; `batas` are the thresholds of all members.
    `status` is never shown as a code for a group: colour and words come from it (rule 5).
    """

    triwulan: int
    jumlah: int
    melapor: int
    pagu: int
    blokir: int
    realisasi: int
    persen_bp: int | None
    persen_pagu_bp: int | None
    anggota: tuple[Anggota, ...] = field(repr=False, compare=False)
    ukuran: Ukuran | None
    target_beragam: tuple[int, ...]
    sasaran: Sasaran | None
    sasaran_beragam: tuple[Sasaran, ...]
    sasaran_belanja: Sasaran | None
    batas: tuple[int, ...]
    status: Status
    warna: Warna

    @property
    def pagu_efektif(self) -> int:
        return self.pagu - self.blokir

    @cached_property
    def rata_rata_bp(self) -> int | None:
        """The plain mean of the members' ratios, as shown; None without any.

        The sums of rounded ratios enclose it; only where they leave a doubt is each ratio asked for.
        """
        n = sum(a.rasio_banyak for a in self.anggota)
        if n == 0:
            return None
        bawah = 0
        for a in self.anggota:
            jumlah = a.rasio_jumlah
            if jumlah is None:
                break
            bawah += jumlah
        else:
            hasil = tampil_bp(bawah, n * RASIO_SATU, self.batas)
            if hasil == tampil_bp(bawah + n, n * RASIO_SATU, self.batas):
                return hasil
        return rata_rata_bp([pasangan for a in self.anggota for pasangan in a.rasio_tepat()], self.batas)

    @property
    def target_bp(self) -> int | None:
        """The quarter's target, where all members have the same one."""
        return self.ukuran.target.get(self.triwulan) if self.ukuran else None


def kelompok(anggota: Sequence[Anggota], triwulan: int) -> Kelompok:
    """Sum a group up (rule 5): the sum of realisasi over the sum of pagu efektif.

    A group in which no DIPA has an accepted report that year has no percentage (rule 6).
    Where members have different targets, it has no target and no colour.
    """
    pagu = blokir = realisasi = jumlah = melapor = 0
    ada = False
    for a in anggota:  # in one go: a page has a group for each province
        pagu += a.pagu
        blokir += a.blokir
        realisasi += a.realisasi
        jumlah += a.banyak
        if a.melapor:
            melapor += a.banyak
        ada = ada or a.triwulan_data is not None
    efektif = pagu - blokir
    ukuran_unik = _unik(a.ukuran for a in anggota)
    satu = _ukuran_bersama(ukuran_unik)
    batas = tuple(sorted({b for u in ukuran_unik for b in u.batas(triwulan)}))
    target = {u.target.get(triwulan) for u in ukuran_unik}
    beragam = tuple(sorted(t for t in target if t is not None)) if len(target) > 1 else ()
    sasaran = {u.sasaran(triwulan) for u in ukuran_unik}
    sasaran_belanja = {u.sasaran_belanja(triwulan) for u in ukuran_unik}
    persen = persen_bp(realisasi, efektif, batas) if ada else None
    keadaan = Status.TANPA_TARGET
    if satu is not None and persen is not None and not beragam:
        keadaan = status(realisasi, efektif, melapor=True, triwulan=triwulan, ukuran=satu)
    return Kelompok(
        triwulan=triwulan,
        jumlah=jumlah,
        melapor=melapor,
        pagu=pagu,
        blokir=blokir,
        realisasi=realisasi,
        persen_bp=persen,
        persen_pagu_bp=persen_bp(realisasi, pagu, batas) if ada else None,
        anggota=tuple(anggota),
        ukuran=satu,
        target_beragam=beragam,
        sasaran=next(iter(sasaran)) if len(sasaran) == 1 else None,
        sasaran_beragam=tuple(sorted(x for x in sasaran if x is not None)) if len(sasaran) > 1 else (),
        sasaran_belanja=next(iter(sasaran_belanja)) if len(sasaran_belanja) == 1 else None,
        batas=batas,
        status=keadaan,
        warna=warna(keadaan, realisasi, efektif, triwulan=triwulan, ukuran=satu) if satu else Warna.ABU,
    )


def _unik(daftar: Iterable[Ukuran]) -> list[Ukuran]:
    hasil: list[Ukuran] = []
    for ukuran in daftar:
        if ukuran not in hasil:
            hasil.append(ukuran)
    return hasil


def _ukuran_bersama(daftar: Sequence[Ukuran]) -> Ukuran | None:
    """What all members are measured against: only the targets on which they agree."""
    if len(daftar) <= 1:
        return daftar[0] if daftar else None
    pertama = daftar[0]
    sama = {q: t for q, t in pertama.target.items() if all(u.target.get(q) == t for u in daftar)}
    return Ukuran(max(u.ambang_bp for u in daftar), max(u.batas_kuning_bp for u in daftar), sama)


SKALA = 10**40


def rata_rata_bp(rasio: Sequence[tuple[int, int]], batas_bp: Iterable[int] = ()) -> int | None:
    """The plain mean of exact ratios, rounded once at the end; None without any.

    Adding exact fractions of thousands of DIPA is slow, so the sum is first enclosed between
    two integers of 40 digits; only where both do not show the same figure is it added exactly.
    """
    if not rasio:
        return None
    n = len(rasio)
    batas = tuple(batas_bp)
    bawah = sum(r * SKALA // e for r, e in rasio)
    hasil = tampil_bp(bawah, n * SKALA, batas)
    if hasil == tampil_bp(bawah + n, n * SKALA, batas):
        return hasil
    tepat = sum((Fraction(r, e) for r, e in rasio), Fraction(0)) / n
    return tampil_bp(tepat.numerator, tepat.denominator, batas)
