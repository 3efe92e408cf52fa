"""Amounts, percentages, days and names in templates: the functions of the rules as filters."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from realisasi import kalender, penanggalan, rupiah
from realisasi.models import KategoriKendala

register = template.Library()

register.filter("angka", rupiah.angka)
register.filter("rupiah", rupiah.rupiah)
register.filter("ringkas", rupiah.rupiah_ringkas)
register.filter("juta", rupiah.juta)
register.filter("bp", rupiah.bp)
register.filter("persen", rupiah.persen)
register.filter("persen_pendek", rupiah.persen_pendek)
register.filter("poin", rupiah.poin)
register.filter("tanggal", penanggalan.tanggal)
register.filter("tanggal_pendek", penanggalan.tanggal_pendek)
register.filter("tw", kalender.nama_triwulan)


@register.filter
def skala(nilai: int | None) -> str:
    """A percentage as a length of an SVG that is 100 % wide: `81.18%`, held between 0 and 100."""
    return f"{min(max(nilai or 0, 0), 10_000) / 100:.2f}%"


@register.filter
def kategori(kode: str) -> str:
    """The name of a category of obstacles; says so where none was chosen."""
    return KategoriKendala(kode).label if kode in KategoriKendala.values else "tanpa kategori"


@register.filter
def bagian(kata: Mapping[str, str], nama: str) -> str:
    """What is said of one part of a report (`"52"`, `"tanggal_data"`, `"kendala-0"`); empty for nothing."""
    return kata.get(nama, "")
