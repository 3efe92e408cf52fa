"""The announcement of a quarter, which stands on every page of the dinas while its window is open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from realisasi.kalender import nama_triwulan
from realisasi.models import PeriodePelaporan
from realisasi.penanggalan import tanggal
from satker.akses import hak
from satker.models import Pengguna


@dataclass(frozen=True)
class Pengumuman:
    """One announcement, with the day that counts for the reader of today."""

    tahun: int
    triwulan: int
    teks: str
    tenggat: dt.date
    berakhir: dt.date
    hari_ini: dt.date

    @property
    def kepala(self) -> str:
        """`Batas laporan TW II 2026: Selasa 7 Juli 2026, 23.59 WIB.`, or until when a late one is taken."""
        nama = f"{nama_triwulan(self.triwulan)} {self.tahun}"
        if self.hari_ini <= self.tenggat:
            return f"Batas laporan {nama}: {date_format(self.tenggat, 'l j F Y')}, 23.59 WIB."
        return f"Laporan {nama} lewat tenggat {tanggal(self.tenggat)}; masih diterima sampai {tanggal(self.berakhir)}."


def pengumuman_untuk(user: Pengguna | AnonymousUser, hari_ini: dt.date) -> list[Pengumuman]:
    """What is to be announced to this user today, the earliest due day first.

    Only a dinas gets announcements, at the price of one query; for all others none is asked.
    """
    h = hak(user)
    satker = [p.satker_id for p in h.penugasan]
    if h.membaca_semua or not satker:
        return []
    baris = (
        PeriodePelaporan.objects.filter(tahun__ditutup=False, dibuka__lte=hari_ini)
        .exclude(pengumuman="")
        .annotate(diperpanjang=Max("perpanjangan__sampai", filter=Q(perpanjangan__satker__in=satker)))
        .filter(Q(ditutup__gte=hari_ini) | Q(diperpanjang__gte=hari_ini))
        .order_by("tenggat", "tahun_id", "triwulan")
    )
    return [
        Pengumuman(
            tahun=p.tahun_id,
            triwulan=p.triwulan,
            teks=p.pengumuman,
            tenggat=p.tenggat,
            berakhir=max(p.ditutup, p.diperpanjang or p.ditutup),
            hari_ini=hari_ini,
        )
        for p in baris
        if p.pengumuman.strip()
    ]


def konteks(request: HttpRequest) -> dict[str, Any]:
    """Template context: `pengumuman`, what every page of the dinas announces today."""
    user = getattr(request, "user", None)
    return {"pengumuman": pengumuman_untuk(user, timezone.localdate()) if user is not None else []}
