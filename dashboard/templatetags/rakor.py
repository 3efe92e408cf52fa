"""Differences with their sign, and moments, for the pages of the rakor."""

from __future__ import annotations

from django import template

from realisasi import penanggalan, rupiah

register = template.Library()
register.filter("saat", penanggalan.saat)


def _tanda(n: int) -> str:
    return "+" if n > 0 else rupiah.MINUS if n < 0 else ""


@register.filter
def bertanda(n: int, satuan: bool = True) -> str:
    """`+Rp 1.200.000`, `−1.200.000` without the unit; nothing before a zero."""
    return f"{_tanda(n)}{rupiah.rupiah(abs(n)) if satuan else rupiah.angka(abs(n))}"


@register.filter
def ringkas_bertanda(n: int) -> str:
    """`+Rp 1,20 miliar`."""
    return f"{_tanda(n)}{rupiah.rupiah_ringkas(abs(n))}"


@register.filter
def poin_bertanda(bp: int, satuan: bool = True) -> str:
    """`+5,40 poin`, `−0,12` without the unit."""
    return f"{_tanda(bp)}{rupiah.poin(abs(bp)) if satuan else rupiah.bp(abs(bp))}"
