"""The home of a dinas: what is to do, and where it stands."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from realisasi import tabel_ekspor
from realisasi.beranda import Beranda, baca_beranda, beranda_pengguna
from realisasi.views.akses import pengguna
from satker import ekspor
from satker.akses import hak
from satker.models import Satker

ANGKA_KODE = 6


@require_safe
def beranda(request: HttpRequest) -> HttpResponse:
    """The home page of one satker; `?satker=` chooses among those of the user, or lets tim pusat read."""
    h = hak(request.user)
    kode = request.GET.get("satker", "")
    if h.penugasan:
        return _milik_sendiri(request, kode)
    if h.membaca_laporan:
        return _dibaca_pusat(request, kode) if kode else _pilihan(request)
    if h.peran:
        raise PermissionDenied("Halaman ini hanya untuk dinas, tim pusat, dan administrator.")
    raise PermissionDenied(
        "Akun Anda belum mempunyai peran atau satker. Minta administrator Ditjen IKMA menambahkan penugasan Anda."
    )


def _milik_sendiri(request: HttpRequest, kode: str) -> HttpResponse:
    semua = list(beranda_pengguna(pengguna(request)).values())
    bertugas = next((b for b in semua if b.tugas), semua[0])
    if not kode and bertugas is not semua[0] and not ekspor.diminta(request):
        # The bell counts the tasks of all satker: it leads to one that has some.
        return redirect(f"{reverse('realisasi:pelaporan')}?satker={bertugas.satker.kode}")
    terpilih = next((b for b in semua if b.satker.kode == kode), None) if kode else semua[0]
    if terpilih is None:
        raise PermissionDenied(
            "Data satker lain hanya dapat dibuka oleh satker itu, tim pusat, pimpinan, dan administrator."
        )
    return _halaman(request, terpilih, semua if len(semua) > 1 else [])


def _dibaca_pusat(request: HttpRequest, kode: str) -> HttpResponse:
    sah = len(kode) == ANGKA_KODE and kode.isascii() and kode.isdecimal()
    satker = Satker.objects.select_related("provinsi").filter(kode=kode).first() if sah else None
    if satker is None:
        raise Http404(f"Tidak ada satker dengan kode {kode[:20]}.")
    return _halaman(request, baca_beranda(satker, timezone.localdate()), [])


def _pilihan(request: HttpRequest) -> HttpResponse:
    daftar = Satker.objects.select_related("provinsi").order_by("provinsi__kode", "kode")
    if ekspor.diminta(request):
        return ekspor.tabel_diminta(request, {"satker": lambda: tabel_ekspor.daftar_satker(daftar)}, "beranda")
    return render(request, "pelaporan/pilih_satker.html", {"halaman": "pelaporan", "daftar": daftar})


def _halaman(request: HttpRequest, b: Beranda, pilihan: list[Beranda]) -> HttpResponse:
    if ekspor.diminta(request):
        tabel = {"laporan": lambda: tabel_ekspor.laporan_terakhir(b)}
        return ekspor.tabel_diminta(request, tabel, f"satker-{b.satker.kode}")
    membaca = hak(request.user).membaca_laporan
    return render(
        request,
        "pelaporan/beranda.html",
        {"halaman": "pelaporan", "satker": b.satker, "b": b, "pilihan": pilihan, "membaca": membaca},
    )


alamat = [path("pelaporan/", beranda, name="pelaporan")]
