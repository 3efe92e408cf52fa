"""Live formulas, each with the result that the system itself gives (rules 1, 4, 13).

The result is stored beside the formula, so that a preview, a phone or a protected view shows
it before anything is calculated. Thresholds are compared in whole numbers below 2^53, split at
ten thousand as `QUOTIENT` and `MOD`, so that a spreadsheet's arithmetic is as exact as ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from realisasi import penilaian
from realisasi.penilaian import BP

TANPA = "–"
"""What a cell says that has no figure."""


@dataclass(frozen=True)
class Rumus:
    """A formula without its equals sign, and its result. `larik` marks an array formula."""

    teks: str
    hasil: int | float | str
    larik: bool = False


def pecahan(bp: int) -> str:
    """Basis points as a literal of a formula: 8999 is `0.8999`."""
    return f"{bp / BP:.4f}".rstrip("0").rstrip(".")


def persen(realisasi: str, efektif: str, nilai: tuple[int, int], batas_bp: Iterable[int]) -> Rumus:
    """Realisasi over pagu efektif: the exact ratio, and one basis point below a threshold that
    rounding to two decimals would seem to reach (rule 1). `nilai` are the two amounts in rupiah.
    """
    batas = sorted(set(batas_bp))
    rasio = f"{realisasi}/{efektif}"
    teks = rasio
    for bp in batas:
        di_bawah = f"{realisasi}-QUOTIENT({efektif},{BP})*{bp}<MOD({efektif},{BP})*{bp}/{BP}"
        teks = f"IF(AND({di_bawah},ROUND({rasio},4)>={pecahan(bp)}),{pecahan(bp - 1)},{teks})"
    return Rumus(f'IF({efektif}>0,{teks},"{TANPA}")', nilai_persen(*nilai, batas))


def nilai_persen(realisasi: int, efektif: int, batas_bp: Sequence[int]) -> float | str:
    """What the cell of `persen` holds: the ratio as a fraction of one."""
    if efektif <= 0:
        return TANPA
    tampil = penilaian.tampil_bp(realisasi, efektif, batas_bp)
    return realisasi / efektif if tampil == penilaian.tampil_bp(realisasi, efektif) else tampil / BP


def kurang(realisasi: str, efektif: str, nilai: tuple[int, int], target_bp: int) -> Rumus:
    """Rupiah missing to a target, rounded up; 0 where it is met (rule 13)."""
    return Rumus(f"MAX(0,{_dibutuhkan(efektif, target_bp)}-{realisasi})", penilaian.kekurangan(*nilai, target_bp))


def _dibutuhkan(efektif: str, target_bp: int) -> str:
    """The least whole rupiah that reach a target."""
    return f"QUOTIENT({efektif},{BP})*{target_bp}+ROUNDUP(MOD({efektif},{BP})*{target_bp}/{BP},0)"


def lebih(realisasi: str, efektif: str, nilai: tuple[int, int], target_bp: int) -> Rumus:
    """Rupiah spent beyond what a target asks; 0 where it is not met."""
    return Rumus(f"MAX(0,{realisasi}-({_dibutuhkan(efektif, target_bp)}))", penilaian.kelebihan(*nilai, target_bp))


def poin(persen_sel: str, target_sel: str, tampil_bp: int | None, target_bp: int) -> Rumus:
    """The difference of two shown figures in points (rule 13); negative below the target."""
    teks = f'IF(ISNUMBER({persen_sel}),ROUND((ROUND({persen_sel},4)-{target_sel})*100,2),"{TANPA}")'
    return Rumus(teks, TANPA if tampil_bp is None else (tampil_bp - target_bp) / 100)


def rata_rata(realisasi: str, efektif: str, persen_sel: str, hasil_bp: int | None, batas_bp: Iterable[int]) -> Rumus:
    """The plain mean of the exact ratios of those that have one (rule 5), over three ranges."""
    mean = f"AVERAGE(IF(ISNUMBER({persen_sel}),{realisasi}/{efektif}))"
    teks = f"ROUND({mean},4)"
    for bp in sorted(set(batas_bp)):
        teks = f"IF(AND({mean}<{pecahan(bp)},ROUND({mean},4)>={pecahan(bp)}),{pecahan(bp - 1)},{teks})"
    return Rumus(f'IFERROR({teks},"{TANPA}")', TANPA if hasil_bp is None else hasil_bp / BP, larik=True)
