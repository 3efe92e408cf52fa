"""Opening a budget year: its thresholds, targets, holidays and reporting windows.

The defaults are data from this moment on: each can be changed in its row.
"""

from __future__ import annotations

import datetime as dt

import holidays
from django.db import transaction

from realisasi.kalender import TRIWULAN, jendela_bawaan
from realisasi.models import HariLibur, PeriodePelaporan, TahunAnggaran, Target

TARGET_BAWAAN_BP = {2: 6000, 4: 9900}  # rule 8: defaults of a new year


@transaction.atomic
def buka_tahun(tahun: int, *, ilustrasi: bool = False) -> TahunAnggaran:
    """Open a year with the default targets and windows; a year that exists stays as it is.

    The holidays of the year after are loaded too, since TW IV falls due there (rule 12).
    """
    anggaran, baru = TahunAnggaran.objects.get_or_create(tahun=tahun, defaults={"ilustrasi": ilustrasi})
    if not baru:
        return anggaran
    for triwulan, target_bp in TARGET_BAWAAN_BP.items():
        Target.objects.create(tahun=anggaran, triwulan=triwulan, target_bp=target_bp)
    muat_hari_libur(tahun)
    muat_hari_libur(tahun + 1)
    libur = hari_libur(tahun, tahun + 1)
    for triwulan in TRIWULAN:
        jendela = jendela_bawaan(tahun, triwulan, libur)
        PeriodePelaporan.objects.create(tahun=anggaran, triwulan=triwulan, **jendela._asdict())
    return anggaran


def muat_hari_libur(tahun: int) -> int:
    """Fill in the holidays of a year that has none yet; returns how many were added.

    A year in which somebody has entered or mended a day is left alone.
    """
    if HariLibur.objects.filter(tanggal__year=tahun).exists():
        return 0
    nasional = holidays.country_holidays("ID", years=tahun, categories=("public",), language="id")
    semua = holidays.country_holidays("ID", years=tahun, categories=("public", "government"), language="id")
    for tanggal, nama in sorted(semua.items()):
        jenis = HariLibur.Jenis.NASIONAL if tanggal in nasional else HariLibur.Jenis.CUTI_BERSAMA
        HariLibur.objects.create(tanggal=tanggal, nama=nama[:200], jenis=jenis)
    return len(semua)


def hari_libur(*tahun: int) -> set[dt.date]:
    """The holidays of these years, for the functions of `kalender`."""
    return set(
        HariLibur.objects.filter(tanggal__year__gte=min(tahun), tanggal__year__lte=max(tahun)).values_list(
            "tanggal", flat=True
        )
    )
