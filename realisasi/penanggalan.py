"""Writing days the Indonesian way; a moment is shown as its day in WIB (rule 12)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format


def tanggal(nilai: dt.date | dt.datetime | None) -> str:
    """`5 Januari 2024`; a dash for none."""
    return _tulis(nilai, "j F Y")


def tanggal_pendek(nilai: dt.date | dt.datetime | None) -> str:
    """`5 Jan 2024`; a dash for none."""
    return _tulis(nilai, "j M Y")


def saat(nilai: dt.datetime) -> str:
    """`5 Januari 2024 pukul 09.05 WIB`."""
    return f"{tanggal(nilai)} pukul {timezone.localtime(nilai):%H.%M} WIB"


def _tulis(nilai: dt.date | dt.datetime | None, bentuk: str) -> str:
    if nilai is None:
        return "–"
    if isinstance(nilai, dt.datetime):
        nilai = timezone.localtime(nilai).date()
    return date_format(nilai, bentuk)
