"""Opening a budget year: its thresholds, targets, holidays, reporting windows, and its DIPA.

The defaults are data from this moment on: each can be changed in its row.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import holidays
from django.db import IntegrityError, transaction

from realisasi.kalender import TRIWULAN, jendela_bawaan
from realisasi.models import Dipa, HariLibur, PeriodePelaporan, TahunAnggaran, Target
from realisasi.penolakan import Bentrok
from satker import jurnal

TARGET_BAWAAN_BP = {2: 6000, 4: 9900}  # rule 8: defaults of a new year


@transaction.atomic
def buka_tahun(tahun: int, *, ilustrasi: bool = False) -> TahunAnggaran:
    """Open a year with the default targets and windows; a year that exists stays as it is."""
    anggaran, baru = TahunAnggaran.objects.get_or_create(tahun=tahun, defaults={"ilustrasi": ilustrasi})
    if baru:
        _isi_target_bawaan(anggaran)
        _isi_jadwal(anggaran)
    return anggaran


@dataclass(frozen=True)
class TahunDibuka:
    """What opening a year has made."""

    anggaran: TahunAnggaran
    asal: TahunAnggaran | None
    target: int
    dipa: int


def asal_tahun(tahun: int) -> int | None:
    """The year that a new one is copied from: the latest one before it."""
    return TahunAnggaran.objects.filter(tahun__lt=tahun).order_by("-tahun").values_list("tahun", flat=True).first()


def buka_tahun_dari(tahun: int, asal: int | None) -> TahunDibuka:
    """Open a year as a copy of the one before it, all of it or nothing.

    Copied are the thresholds, the targets, and a DIPA for each satker that has one in `asal`: without
    number and without revision, so that it counts nowhere until its pagu is entered (rule 3).
    Windows and holidays are the new year's own, since working days fall differently.

    Raises:
        Bentrok: the year exists, or `asal` is no longer the year that would be copied.

    """
    try:
        return _buka_tahun_dari(tahun, asal)
    except IntegrityError:
        if not TahunAnggaran.objects.filter(tahun=tahun).exists():
            raise
        # another request was faster by a moment
        raise Bentrok(kalimat_sudah_ada(tahun)) from None


def kalimat_sudah_ada(tahun: int) -> str:
    """What is said to who opens a year that is open."""
    return f"Tahun {tahun} sudah dibuka, jadi tidak dibuka lagi. Tidak ada yang diubah."


@transaction.atomic
def _buka_tahun_dari(tahun: int, asal: int | None) -> TahunDibuka:
    lama = TahunAnggaran.objects.select_for_update(no_key=True).filter(tahun=asal).first() if asal else None
    if TahunAnggaran.objects.filter(tahun=tahun).exists():
        raise Bentrok(kalimat_sudah_ada(tahun))
    if asal_tahun(tahun) != asal:
        raise Bentrok("Tahun yang akan disalin berubah sejak halaman ini dibuka. Periksa lagi, lalu buka tahunnya.")
    if lama is None:
        anggaran = TahunAnggaran.objects.create(tahun=tahun)
        _isi_target_bawaan(anggaran)
        dipa = 0
    else:
        anggaran = TahunAnggaran.objects.create(
            tahun=tahun,
            ambang_bp=lama.ambang_bp,
            batas_kuning_bp=lama.batas_kuning_bp,
            operator_mengajukan=lama.operator_mengajukan,
        )
        for t in lama.target.all():
            Target.objects.create(tahun=anggaran, triwulan=t.triwulan, kewenangan=t.kewenangan, target_bp=t.target_bp)
        dipa = _salin_satker(lama, anggaran)
    _isi_jadwal(anggaran)
    return TahunDibuka(anggaran, lama, anggaran.target.count(), dipa)


def _salin_satker(lama: TahunAnggaran, baru: TahunAnggaran) -> int:
    """A DIPA of the new year for each one of the old, under the satker's name of today."""
    salinan = [
        Dipa(tahun=baru, satker=d.satker, kewenangan=d.kewenangan, nama_satker=d.satker.nama)
        for d in lama.dipa.select_related("satker").order_by("satker__kode", "kewenangan")
    ]
    return len(jurnal.create_bulk(Dipa, salinan))


def _isi_target_bawaan(anggaran: TahunAnggaran) -> None:
    for triwulan, target_bp in TARGET_BAWAAN_BP.items():
        Target.objects.create(tahun=anggaran, triwulan=triwulan, target_bp=target_bp)


def _isi_jadwal(anggaran: TahunAnggaran) -> None:
    """Holidays and default windows; those of the year after too, since TW IV falls due there (rule 12)."""
    tahun = anggaran.tahun
    muat_hari_libur(tahun)
    muat_hari_libur(tahun + 1)
    libur = hari_libur(tahun, tahun + 1)
    for triwulan in TRIWULAN:
        jendela = jendela_bawaan(tahun, triwulan, libur)
        PeriodePelaporan.objects.create(tahun=anggaran, triwulan=triwulan, **jendela._asdict())


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
