"""Amounts and percentages in templates: the functions of `realisasi.rupiah` as filters."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from realisasi import kalender, rupiah

register = template.Library()

register.filter("angka", rupiah.angka)
register.filter("rupiah", rupiah.rupiah)
register.filter("ringkas", rupiah.rupiah_ringkas)
register.filter("juta", rupiah.juta)
register.filter("bp", rupiah.bp)
register.filter("persen", rupiah.persen)
register.filter("persen_pendek", rupiah.persen_pendek)
register.filter("poin", rupiah.poin)
register.filter("tw", kalender.nama_triwulan)


@register.filter
def skala(nilai: int | None) -> str:
    """A percentage as a length of an SVG that is 100 % wide: `81.18%`, held between 0 and 100."""
    return f"{min(max(nilai or 0, 0), 10_000) / 100:.2f}%"


@register.filter
def tanggal(nilai: dt.date | dt.datetime | None) -> str:
    """`5 Januari 2024`, a day in WIB; a dash for none."""
    return _tanggal(nilai, "j F Y")


@register.filter
def tanggal_pendek(nilai: dt.date | dt.datetime | None) -> str:
    """`5 Jan 2024`, a day in WIB; a dash for none."""
    return _tanggal(nilai, "j M Y")


def _tanggal(nilai: dt.date | dt.datetime | None, bentuk: str) -> str:
    if nilai is None:
        return "–"
    if isinstance(nilai, dt.datetime):
        nilai = timezone.localtime(nilai).date()
    return date_format(nilai, bentuk)
