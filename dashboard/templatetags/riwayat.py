"""Addresses of the history page."""

from __future__ import annotations

from django import template

from dashboard.riwayat.saringan import SaringanRiwayat

register = template.Library()


@register.simple_tag
def kueri_riwayat(s: SaringanRiwayat, **ubah: object) -> str:
    """The query string of this page with something changed."""
    return s.kueri(**ubah)
