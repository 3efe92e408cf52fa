"""What the journal holds, as the page shows it: days, and in each what every request changed.

Entries of one request are one group. Entries that no request made (a command, the loading of
data) are tied by the minute and the person. Three queries give a page, and a few more the names
that it needs, whatever the number of rows.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, IntegerField, Max, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from dashboard.riwayat import kata
from dashboard.riwayat.kata import Baris
from dashboard.riwayat.nama import Nama
from dashboard.riwayat.nilai import jam
from dashboard.riwayat.saringan import SISTEM, SaringanRiwayat
from satker.models import CatatanJurnal

PER_HALAMAN = 50
BARIS_PER_KELOMPOK = 12
BARIS_SATU_KELOMPOK = 100


@dataclass(frozen=True)
class Kelompok:
    """What one request changed, as far as this user may read it."""

    kunci: str
    waktu: dt.datetime
    pelaku: str
    judul: str
    baris: tuple[Baris, ...]
    sisa: int
    id_laporan: int | None
    id_dipa: int | None

    @property
    def jam(self) -> str:
        return jam(self.waktu)


@dataclass(frozen=True)
class Hari:
    """The groups of one day in WIB, latest first."""

    tanggal: dt.date
    kelompok: tuple[Kelompok, ...]


@dataclass(frozen=True)
class Riwayat:
    """One page of the history."""

    hari: tuple[Hari, ...]
    halaman: Page[Any]
    jumlah: int


def susun(s: SaringanRiwayat, nomor: str | None) -> Riwayat:
    """The asked page: groups with their first lines, or every line of one group."""
    if s.kelompok:
        return _satu_kelompok(s, nomor)
    terakhir = s.jurnal.order_by().values("kelompok").annotate(terakhir=Max("pk")).order_by("-terakhir")
    halaman = Paginator(terakhir.values_list("kelompok", flat=True), PER_HALAMAN).get_page(nomor)
    kunci = list(halaman.object_list)
    menurut: dict[str, list[CatatanJurnal]] = defaultdict(list)
    for c in _baris_pertama(s.jurnal, kunci):
        menurut[c.kelompok].append(c)
    nama = Nama([c for isi in menurut.values() for c in isi])
    isi = [_kelompok(menurut[k], nama) for k in kunci if k in menurut]
    return Riwayat(_per_hari(isi), halaman, halaman.paginator.count)


def _satu_kelompok(s: SaringanRiwayat, nomor: str | None) -> Riwayat:
    catatan = s.jurnal.filter(kelompok=s.kelompok).select_related("content_type").order_by("pk")
    halaman = Paginator(catatan, BARIS_SATU_KELOMPOK).get_page(nomor)
    daftar = list(halaman.object_list)
    isi = [_kelompok(daftar, Nama(daftar))] if daftar else []
    return Riwayat(_per_hari(isi), halaman, halaman.paginator.count)


def _baris_pertama(catatan: QuerySet[CatatanJurnal], kunci: Sequence[str]) -> QuerySet[Any]:
    """The first entries of each of these groups, the report itself before its parts; each says
    how many its group has.
    """
    laporan_dulu = Case(
        When(content_type__model="laporantriwulan", then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    urut = Window(RowNumber(), partition_by=F("kelompok"), order_by=[laporan_dulu, F("pk").asc()])
    jumlah = Window(Count("pk"), partition_by=F("kelompok"))
    return (
        catatan.filter(kelompok__in=kunci)
        .annotate(urut=urut, jumlah=jumlah)
        .filter(urut__lte=BARIS_PER_KELOMPOK)
        .select_related("content_type")
        .order_by("urut")
    )


def _kelompok(catatan: Sequence[CatatanJurnal], nama: Nama) -> Kelompok:
    jumlah: int = getattr(catatan[0], "jumlah", len(catatan))
    baris = [kata.baris(c, nama) for c in catatan]
    # A save that changed nothing to be read is told only where there is nothing else to tell.
    berisi = [b for b in baris if not b.tanpa_isi] or baris[:1]
    terakhir = max(catatan, key=lambda c: c.timestamp)
    return Kelompok(
        kunci=catatan[0].kelompok,
        waktu=terakhir.timestamp,
        pelaku=terakhir.nama_pelaku or SISTEM,
        judul=kata.judul_kelompok(catatan, nama, jumlah),
        baris=tuple(berisi),
        sisa=jumlah - len(catatan),
        id_laporan=_satu(c.id_laporan for c in catatan),
        id_dipa=_satu(c.id_dipa if nama.ada_dipa(c.id_dipa) else None for c in catatan),
    )


def _satu(kunci: Iterable[int | None]) -> int | None:
    """The key that all share; None where they do not."""
    semua = set(kunci)
    return semua.pop() if len(semua) == 1 else None


def _per_hari(kelompok: Iterable[Kelompok]) -> tuple[Hari, ...]:
    """Groups by their day in WIB, in the order in which they come."""
    return tuple(
        Hari(tanggal, tuple(isi))
        for tanggal, isi in groupby(kelompok, key=lambda k: timezone.localtime(k.waktu).date())
    )
