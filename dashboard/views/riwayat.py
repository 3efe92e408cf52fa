"""The history of changes, for everyone: parse, ask, render."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard.riwayat import baca, saringan
from satker.akses import hak


@require_safe
def riwayat(request: HttpRequest) -> HttpResponse:
    """Who changed what, when, from which value to which: of everything, or of one report, DIPA or year."""
    h = hak(request.user)
    if not h.membaca_semua and not h.satker:
        raise PermissionDenied(
            "Akun Anda belum mempunyai peran atau satker. Minta administrator Ditjen IKMA menambahkan penugasan Anda."
        )
    s = saringan.baca(request.GET, h)
    return render(
        request,
        "dashboard/riwayat.html",
        {
            "halaman": "riwayat",
            "s": s,
            "r": baca.susun(s, request.GET.get("page")),
            "pilihan_satker": saringan.pilihan_satker(h) if s.lengkap else [],
            "pilihan_jenis": saringan.pilihan_jenis(h, s.lingkup),
        },
    )
