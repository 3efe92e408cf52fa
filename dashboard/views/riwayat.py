"""The history of changes, for everyone: parse, ask, render."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dashboard.riwayat import baca, saringan
from dashboard.riwayat import ekspor as berkas
from dashboard.riwayat.saringan import SaringanRiwayat
from realisasi.rupiah import angka
from satker import ekspor
from satker.akses import hak
from satker.replika import boleh_dari_replika


@require_safe
@boleh_dari_replika
def riwayat(request: HttpRequest) -> HttpResponse:
    """Who changed what, when, from which value to which: of everything, or of one report, DIPA or year."""
    h = hak(request.user)
    if not h.membaca_semua and not h.satker:
        raise PermissionDenied(
            "Akun Anda belum mempunyai peran atau satker. Minta administrator Ditjen IKMA menambahkan penugasan Anda."
        )
    s = saringan.baca(request.GET, h)
    if ekspor.diminta(request):
        return _unduh(request, s)
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


def _unduh(request: HttpRequest, s: SaringanRiwayat) -> HttpResponse:
    """Everything that the filter lets through, or back to the page with a word where that is too much."""
    banyak = berkas.jumlah(s)
    if banyak <= berkas.PALING_BANYAK:
        return ekspor.tabel_diminta(request, {"perubahan": lambda: berkas.lembar(s)}, "riwayat")
    messages.warning(
        request,
        f"Saringan ini memuat {angka(banyak)} perubahan, lebih dari {angka(berkas.PALING_BANYAK)} yang dapat diunduh "
        "sekaligus. Persempit dengan rentang hari, satker, orang, atau jenis objek, lalu unduh lagi.",
    )
    isi = request.GET.copy()
    for nama in ("ekspor", "tabel", "page"):
        isi.pop(nama, None)
    return redirect(f"{request.path}?{isi.urlencode()}")
