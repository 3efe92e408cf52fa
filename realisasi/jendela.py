"""The window in which one satker may report a quarter, with its extension (rules 10 and 12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from realisasi.kalender import HARI_KERJA_TENGGAT, hari_kerja_ke, hari_terlambat, sisa_hari_kerja
from realisasi.models import PeriodePelaporan, PerpanjanganPeriode
from realisasi.tahun_baru import hari_libur


@dataclass(frozen=True)
class JendelaLaporan:
    """When one satker may report one quarter, seen from `hari_ini` (a day in WIB).

    `sisa_hari_kerja` counts to the due day, or past it to the end of the window; today included.
    """

    dibuka: dt.date
    tenggat: dt.date
    ditutup: dt.date
    diperpanjang: dt.date | None
    hari_ini: dt.date
    sisa_hari_kerja: int
    pengumuman: str = ""

    @property
    def berakhir(self) -> dt.date:
        """The last day on which the dinas may write."""
        return max(self.ditutup, self.diperpanjang or self.ditutup)

    @property
    def terbuka(self) -> bool:
        return self.dibuka <= self.hari_ini <= self.berakhir

    @property
    def terlambat(self) -> int:
        """Calendar days after the due day, today."""
        return hari_terlambat(self.tenggat, self.hari_ini)

    @property
    def batas(self) -> dt.date:
        """The day that counts next: the due day, or once it has passed the end of the window."""
        return self.tenggat if self.hari_ini <= self.tenggat else self.berakhir


def jendela(
    periode: PeriodePelaporan, sampai: dt.date | None, hari_ini: dt.date, libur: AbstractSet[dt.date] | None = None
) -> JendelaLaporan:
    """The window of a quarter for one satker; `sampai` is the end of its extension, if it has one.

    `libur` are the holidays, where the caller has read them for many windows at once.
    """
    berakhir = max(periode.ditutup, sampai or periode.ditutup)
    batas = periode.tenggat if hari_ini <= periode.tenggat else berakhir
    if libur is None:
        libur = hari_libur(hari_ini.year, max(hari_ini.year, batas.year))
    return JendelaLaporan(
        dibuka=periode.dibuka,
        tenggat=periode.tenggat,
        ditutup=periode.ditutup,
        diperpanjang=sampai,
        hari_ini=hari_ini,
        sisa_hari_kerja=sisa_hari_kerja(hari_ini, batas, libur),
        pengumuman=periode.pengumuman,
    )


def baca_jendela(tahun: int, triwulan: int, satker_id: int, hari_ini: dt.date) -> JendelaLaporan | None:
    """The window from the tables; None where no window is set for that quarter."""
    periode = PeriodePelaporan.objects.filter(tahun=tahun, triwulan=triwulan).first()
    if periode is None:
        return None
    sampai = (
        PerpanjanganPeriode.objects.filter(periode=periode, satker=satker_id).values_list("sampai", flat=True).first()
    )
    return jendela(periode, sampai, hari_ini)


def batas_jawab_bawaan(hari_ini: dt.date) -> dt.date:
    """Until when a dinas may answer a report that is sent back: five working days after today (rule 10)."""
    besok = hari_ini + dt.timedelta(days=1)
    return hari_kerja_ke(HARI_KERJA_TENGGAT, besok, hari_libur(hari_ini.year, hari_ini.year + 1))
