"""Reminders by mail: when one is due, to whom it goes, and that it never goes twice a day.

A reminder is claimed as a row before the mail goes, in a transaction of its own; the database
lets one claim for a report and a day stand, so that of two runs at once one sends. A mail that
fails gives its claim back; where a run is killed in between, the claim stays for that day, and the
next day makes up for it.
"""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from realisasi import belum_lapor, kata_pengingat
from realisasi.belum_lapor import BelumLapor
from realisasi.kalender import adalah_hari_kerja, nama_triwulan
from realisasi.models import Pengingat, PeriodePelaporan
from realisasi.tahun_baru import hari_libur

# The schedule, in one place: this many working days before the due day, on the due day, and
# then every so many calendar days as long as the window is open.
HARI_KERJA_SEBELUM_TENGGAT = 3
SELANG_HARI_TERLAMBAT = 7


class TidakTerkirim(Exception):
    """The mail server did not take a reminder; says why."""


@dataclass(frozen=True)
class Rencana:
    """One reminder that is due: what, and to which addresses. `ditolak` are those no mail can reach."""

    baris: BelumLapor
    kepada: tuple[str, ...]
    ditolak: tuple[str, ...]

    @property
    def nama(self) -> str:
        """The report in a few words, for the terminal."""
        b = self.baris
        triwulan = f"{nama_triwulan(b.triwulan)} {b.dipa.tahun_id}"
        return f"{b.satker.kode} {b.satker.provinsi.nama} {b.dipa.kewenangan}, {triwulan}"


def jadwal_terakhir(tenggat: dt.date, hari: dt.date, libur: set[dt.date]) -> dt.date | None:
    """The latest day of the schedule up to `hari`; None before the first."""
    if hari >= tenggat:
        return hari - dt.timedelta(days=(hari - tenggat).days % SELANG_HARI_TERLAMBAT)
    pertama = tenggat
    tersisa = HARI_KERJA_SEBELUM_TENGGAT
    while tersisa:
        pertama -= dt.timedelta(days=1)
        tersisa -= adalah_hari_kerja(pertama, libur)
    return pertama if hari >= pertama else None


def periode_terbuka(hari: dt.date, tahun: int | None = None, triwulan: int | None = None) -> list[PeriodePelaporan]:
    """The windows of years not closed that are open on a day, for at least one satker."""
    semua = PeriodePelaporan.objects.filter(
        Q(ditutup__gte=hari) | Q(perpanjangan__sampai__gte=hari), tahun__ditutup=False, dibuka__lte=hari
    )
    if tahun is not None:
        semua = semua.filter(tahun=tahun)
    if triwulan is not None:
        semua = semua.filter(triwulan=triwulan)
    return list(semua.select_related("tahun").distinct().order_by("tahun", "triwulan"))


def susun(periode: PeriodePelaporan, hari: dt.date, *, abaikan_jadwal: bool = False) -> Iterator[Rencana]:
    """The reminders of one quarter that are due on a day.

    Due is one where nothing went out since the latest day of the schedule, so that a run that was
    left out is made up for the next day. `abaikan_jadwal` leaves the schedule aside.
    """
    # The days before a due day of January lie in the year before.
    libur = hari_libur(periode.tenggat.year - 1, periode.tenggat.year)
    terjadwal = jadwal_terakhir(periode.tenggat, hari, libur)
    for baris in belum_lapor.baca(periode, hari).baris:
        terakhir = baris.pengingat_terakhir
        waktunya = terjadwal is not None and (terakhir is None or terakhir < terjadwal)
        if baris.jendela.terbuka and (waktunya or (abaikan_jadwal and terakhir != hari)):
            kepada = tuple(a for a in baris.surel if _alamat_sah(a))
            yield Rencana(baris, kepada, tuple(a for a in baris.surel if a not in kepada))


def kirim(rencana: Rencana, hari: dt.date) -> bool:
    """Send one reminder; False where it has gone out that day, or the report has come meanwhile.

    Raises:
        TidakTerkirim: the mail was not taken; the claim is given back.

    """
    baris = rencana.baris
    klaim = _klaim(rencana, hari)
    if klaim is None:
        return False
    surat = EmailMessage(
        kata_pengingat.judul(baris),
        kata_pengingat.teks(baris),
        to=list(rencana.kepada),
        headers={"Auto-Submitted": "auto-generated"},  # no answers of absent people (RFC 3834)
    )
    try:
        surat.send()
    except (OSError, smtplib.SMTPException, ValueError) as galat:  # ValueError: a header that cannot be
        klaim.delete()
        raise TidakTerkirim(f"{type(galat).__name__}: {galat}") from galat
    klaim.dikirim_pada = timezone.now()
    klaim.save()
    return True


def _klaim(rencana: Rencana, hari: dt.date) -> Pengingat | None:
    baris = rencana.baris
    try:
        with transaction.atomic():
            if not belum_lapor.masih_ditunggu(baris.dipa.pk, baris.triwulan):
                return None
            return Pengingat.objects.create(
                dipa=baris.dipa, triwulan=baris.triwulan, hari=hari, penerima=", ".join(rencana.kepada)
            )
    except IntegrityError:
        return None


def _alamat_sah(alamat: str) -> bool:
    try:
        validate_email(alamat)
    except ValidationError:
        return False
    return True
