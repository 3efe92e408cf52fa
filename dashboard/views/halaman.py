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
from satker.models import Satker

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
    """The home of a user who may not see the whole country; None for one who may.

    A shared link with a filter still shows what it filters, on the page of the own satker.
    """
    if request.GET:
        return satker_sendiri(request)
    return redirect("realisasi:pelaporan") if _satker_pertama(request) else None


def satker_sendiri(request: HttpRequest) -> HttpResponse | None:
    """The page of the own satker for a user who may not see the whole country; None for one who may."""
    satker = _satker_pertama(request)
    if satker is None:
        return None
    saringan = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('dashboard:satker', args=[satker.kode])}{saringan}")


def _satker_pertama(request: HttpRequest) -> Satker | None:
    """The first satker of a dinas user; None for who reads all, and 403 for who has neither."""
    h = hak(request.user)
    if h.membaca_semua:
        return None
    if h.satker:
        return h.satker[0]
    raise PermissionDenied(
        "Akun Anda belum mempunyai peran atau satker. Minta administrator Ditjen IKMA menambahkan penugasan Anda."
    )


def baca_tenggat(tahun: int, triwulan: int) -> dt.date | None:
    """The due day of a quarter; None where its window is not set."""
    periode = PeriodePelaporan.objects.filter(tahun=tahun, triwulan=triwulan)
    return periode.values_list("tenggat", flat=True).first()
