"""The quarterly report in the form that an office signs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from realisasi import tabel_ekspor
from realisasi.formulir import baca_formulir
from realisasi.kalender import nama_triwulan
from realisasi.views.akses import lembar_terbaca
from satker import ekspor


@require_safe
def cetak(request: HttpRequest, dipa_id: int, triwulan: int) -> HttpResponse:
    """Form C of one version (`?versi=2`), of the draft (`?versi=draf`), or of the latest."""
    lembar = lembar_terbaca(request, dipa_id, triwulan)
    formulir = baca_formulir(lembar, request.GET.get("versi", ""))
    if formulir is None:
        nama = f"{nama_triwulan(triwulan)} {lembar.dipa.tahun_id}"
        if lembar.laporan is None:
            raise Http404(f"Laporan {nama} belum diisi, jadi belum ada yang dapat dicetak.")
        raise Http404(f"Laporan {nama} tidak mempunyai versi itu.")
    if ekspor.diminta(request):
        nama = f"laporan-{lembar.dipa.satker.kode}-{lembar.dipa.tahun_id}-tw{triwulan}"
        return ekspor.tabel_diminta(request, tabel_ekspor.formulir(formulir), nama)
    return render(
        request,
        "pelaporan/cetak.html",
        {"halaman": "laporan", "satker": lembar.dipa.satker, "f": formulir, "x": formulir.lembar},
    )


alamat = [path("pelaporan/<int:dipa_id>/<int:triwulan>/cetak/", cetak, name="cetak")]
