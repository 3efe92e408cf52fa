"""Quarters, working days and reporting windows (rules 10 and 12).

A day is a day in WIB; callers pass `django.utils.timezone.localdate()` as today. No module
of Django is imported here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Set as AbstractSet
from typing import NamedTuple

TRIWULAN = (1, 2, 3, 4)
ROMAWI = {1: "I", 2: "II", 3: "III", 4: "IV"}
HARI_KERJA_TENGGAT = 5  # PP 39/2006: the head of the office reports within five working days
SABTU = 5
HARI_SEMINGGU = 7


def nama_triwulan(triwulan: int) -> str:
    """`TW II` for 2."""
    return f"TW {ROMAWI[triwulan]}"


def awal_triwulan(tahun: int, triwulan: int) -> dt.date:
    """First day of a quarter."""
    return dt.date(tahun, 3 * triwulan - 2, 1)


def akhir_triwulan(tahun: int, triwulan: int) -> dt.date:
    """Last day of a quarter."""
    if triwulan == 4:  # noqa: PLR2004
        return dt.date(tahun, 12, 31)
    return awal_triwulan(tahun, triwulan + 1) - dt.timedelta(days=1)


def triwulan_berjalan(tahun: int, hari_ini: dt.date) -> frozenset[int]:
    """The quarters of a year that are not over yet."""
    return frozenset(q for q in TRIWULAN if akhir_triwulan(tahun, q) >= hari_ini)


def triwulan_pertama(tahun: int, berlaku_sejak: dt.date) -> int | None:
    """The first quarter of `tahun` at whose end a revision in force since that day counts.

    None where it is in force only after the year. A day before the year gives 1: a DIPA is
    often dated in the December before (rule 3).
    """
    for triwulan in TRIWULAN:
        if berlaku_sejak <= akhir_triwulan(tahun, triwulan):
            return triwulan
    return None


def adalah_hari_kerja(hari: dt.date, libur: AbstractSet[dt.date]) -> bool:
    """Monday to Friday, and no holiday."""
    return hari.weekday() < SABTU and hari not in libur


def hari_kerja_ke(n: int, sejak: dt.date, libur: AbstractSet[dt.date]) -> dt.date:
    """The n-th working day, counted from `sejak`, which itself may be the first.

    An n below one is a ValueError: the search for it would never end.
    """
    if n < 1:
        raise ValueError("n harus paling sedikit satu")
    hari = sejak
    tersisa = n
    while True:
        if adalah_hari_kerja(hari, libur):
            tersisa -= 1
            if tersisa == 0:
                return hari
        hari += dt.timedelta(days=1)


def sisa_hari_kerja(hari_ini: dt.date, sampai: dt.date, libur: AbstractSet[dt.date]) -> int:
    """Working days left up to and with `sampai`, today included; 0 once it has passed."""
    if sampai < hari_ini:
        return 0
    # Counted in weeks, not day by day: a window may be open for years.
    minggu, sisa = divmod((sampai - hari_ini).days + 1, HARI_SEMINGGU)
    kerja = minggu * SABTU + sum((hari_ini.weekday() + n) % HARI_SEMINGGU < SABTU for n in range(sisa))
    return kerja - sum(hari_ini <= h <= sampai and h.weekday() < SABTU for h in libur)


def hari_terlambat(tenggat: dt.date, hari: dt.date) -> int:
    """Calendar days after the due day; 0 on it or before."""
    return max(0, (hari - tenggat).days)


class Jendela(NamedTuple):
    """When a quarter may be reported: first day, due day, last day."""

    dibuka: dt.date
    tenggat: dt.date
    ditutup: dt.date


def jendela_bawaan(tahun: int, triwulan: int, libur: AbstractSet[dt.date]) -> Jendela:
    """The default window: opens the day after the quarter, due on the fifth working day,
    closes on the last day of the next quarter (rule 10).
    """
    dibuka = akhir_triwulan(tahun, triwulan) + dt.timedelta(days=1)
    tahun_berikut, triwulan_berikut = (tahun, triwulan + 1) if triwulan < 4 else (tahun + 1, 1)  # noqa: PLR2004
    return Jendela(
        dibuka, hari_kerja_ke(HARI_KERJA_TENGGAT, dibuka, libur), akhir_triwulan(tahun_berikut, triwulan_berikut)
    )


def jendela_terjauh(tahun: int, triwulan: int) -> tuple[dt.date, dt.date]:
    """Between which days a window of this quarter and its extensions may lie."""
    return awal_triwulan(tahun, triwulan), dt.date(tahun + 1, 12, 31)


def bulan_tersisa(dari_triwulan: int, sampai_triwulan: int) -> int:
    """Months from the end of one quarter to the end of a later one of the same year (rule 13)."""
    return 3 * (sampai_triwulan - dari_triwulan)
