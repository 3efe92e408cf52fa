"""The history as a sheet to download: a row for every changed column, latest entry first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from dashboard.riwayat import kata
from dashboard.riwayat.nama import Nama
from dashboard.riwayat.saringan import SISTEM, SaringanRiwayat
from satker.ekspor import Kolom, Lembar, Nilai
from satker.models import CatatanJurnal

PALING_BANYAK = 10_000
"""Entries of one file: more would neither fit the memory of a small server nor be read by anybody."""


def jumlah(s: SaringanRiwayat) -> int:
    """How many entries the filter lets through."""
    return _terpilih(s).count()


def lembar(s: SaringanRiwayat) -> Lembar:
    """The entries that the filter lets through, all of them; see `PALING_BANYAK` before asking."""
    kolom = (
        Kolom("Waktu", "saat", 18),
        Kolom("Oleh", lebar=28),
        Kolom("Objek", lebar=48),
        Kolom("Tindakan", lebar=12),
        Kolom("Yang berubah", lebar=28),
        Kolom("Semula", lebar=40),
        Kolom("Menjadi", lebar=40),
    )
    ket = [f"Dibuat {timezone.localtime():%d-%m-%Y %H:%M} WIB"]
    return Lembar(s.lingkup.judul, ket, kolom, list(_baris(s)))


def _terpilih(s: SaringanRiwayat) -> QuerySet[CatatanJurnal]:
    return s.jurnal.filter(kelompok=s.kelompok) if s.kelompok else s.jurnal


def _baris(s: SaringanRiwayat) -> Iterator[Sequence[Nilai]]:
    catatan = list(_terpilih(s).select_related("content_type").order_by("-pk"))
    nama = Nama(catatan)
    for c in catatan:
        b = kata.baris(c, nama)
        awal: list[Nilai] = [c.timestamp, c.nama_pelaku or SISTEM, b.objek, b.tindakan]
        if not b.perubahan:
            yield [*awal, "", "", ""]
        for p in b.perubahan:
            yield [*awal, p.kolom, p.semula or "", p.menjadi or ""]
