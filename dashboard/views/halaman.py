"""What the pages of the read side share: where a user belongs, and what charts may add."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar, cast

from csp.decorators import csp_update
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from realisasi.models import PeriodePelaporan
from satker.akses import hak

Halaman = TypeVar("Halaman", bound=Callable[..., HttpResponseBase])

# Plotly adds two style elements (an empty one, and its own rules) and sets style attributes.
# The hashes belong to the locked release; a browser test fails when they no longer fit.
GAYA_PLOTLY = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",
)


def dengan_grafik(view: Halaman) -> Halaman:
    """Let a page show Plotly charts: style rules that the chart script adds, nothing for scripts."""
    tambahan = {"style-src-elem": ["'self'", *GAYA_PLOTLY], "style-src-attr": ["'unsafe-inline'"]}
    return cast("Halaman", csp_update(tambahan)(view))


def beranda(request: HttpRequest) -> HttpResponse | None:
    """Where a user who may not see the whole country belongs; None for one who may."""
    h = hak(request.user)
    if h.membaca_semua:
        return None
    if h.satker:
        saringan = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{reverse('dashboard:satker', args=[h.satker[0].kode])}{saringan}")
    raise PermissionDenied(
        "Akun Anda belum mempunyai peran atau satker. Minta administrator Ditjen IKMA menambahkan penugasan Anda."
    )


def baca_tenggat(tahun: int, triwulan: int) -> dt.date | None:
    """The due day of a quarter; None where its window is not set."""
    periode = PeriodePelaporan.objects.filter(tahun=tahun, triwulan=triwulan)
    return periode.values_list("tenggat", flat=True).first()
