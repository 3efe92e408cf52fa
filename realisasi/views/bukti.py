"""Evidence: attach, fetch, let go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from realisasi import alur, bukti
from realisasi.kalender import TRIWULAN
from realisasi.lembar_isian import baca_lembar
from realisasi.models import Bukti, Dipa
from realisasi.simpanan_berkas import TidakTersimpan
from realisasi.views.kembali import kirim_saja
from satker.akses import hak
from satker.models import Pengguna

MILIK_LAIN = "Bukti laporan hanya dapat dibuka oleh satkernya, tim pusat, pimpinan, dan administrator."
# Nothing in a file that somebody sent may run or show here, whatever it is taken for.
KEBIJAKAN_UNDUHAN = "sandbox; default-src 'none'; frame-ancestors 'none'"


def _alamat_bukti(dipa_id: int, triwulan: int, **_berkas: int) -> str:
    return f"{reverse('realisasi:entri', args=[dipa_id, triwulan])}#bukti"


@kirim_saja(_alamat_bukti)
def unggah(request: HttpRequest, dipa_id: int, triwulan: int) -> HttpResponse:
    """Attach one file to the draft of a report."""
    dipa = _dipa(request, dipa_id, triwulan)
    pengguna = _pengisi(request, dipa)
    try:
        terlampir = bukti.lampirkan(dipa.pk, triwulan, pengguna, request.FILES.get("berkas"))
    except alur.Ditolak as galat:
        return _ditolak(request, dipa, triwulan, galat)
    messages.success(request, f"{terlampir.nama} sudah terlampir.")
    return _ke_entri(dipa, triwulan)


@kirim_saja(_alamat_bukti)
def lepas(request: HttpRequest, dipa_id: int, triwulan: int, bukti_id: int) -> HttpResponse:
    """Take one file off the draft of a report."""
    dipa = _dipa(request, dipa_id, triwulan)
    pengguna = _pengisi(request, dipa)
    try:
        dilepas = bukti.lepas(dipa.pk, triwulan, pengguna, bukti_id)
    except alur.Ditolak as galat:
        return _ditolak(request, dipa, triwulan, galat)
    messages.success(request, f"{dilepas.nama} sudah dilepas.")
    return _ke_entri(dipa, triwulan)


@require_safe
def unduh(request: HttpRequest, dipa_id: int, triwulan: int, bukti_id: int) -> HttpResponseBase:
    """Hand one file to somebody who may read the report: always as a download.

    Who reads figures but no drafts gets what a submitted version rests on.
    """
    dipa = _dipa(request, dipa_id, triwulan)
    ada = Bukti.objects.filter(laporan__dipa=dipa, laporan__triwulan=triwulan)
    h = hak(request.user)
    if not h.membaca_laporan and h.peran_pada(dipa.satker_id) is None:
        ada = ada.filter(versi__isnull=False).distinct()
    satu = ada.filter(pk=bukti_id).first()
    if satu is None:
        raise Http404("Tidak ada bukti seperti itu pada laporan ini.")
    try:
        isi = satu.berkas.open("rb")
    except FileNotFoundError as galat:
        raise Http404("Berkas ini tidak ada lagi di penyimpanan.") from galat
    response = FileResponse(isi, as_attachment=True, filename=satu.nama, content_type="application/octet-stream")
    response["Content-Security-Policy"] = KEBIJAKAN_UNDUHAN
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _dipa(request: HttpRequest, dipa_id: int, triwulan: int) -> Dipa:
    """The DIPA, if this user may read its reports; 404 only to those who read all."""
    h = hak(request.user)
    dipa = Dipa.objects.filter(pk=dipa_id).select_related("satker__provinsi", "tahun").first()
    if dipa is None or not h.boleh_membaca(dipa.satker_id):
        if dipa is None and h.membaca_semua:
            raise Http404("Tidak ada DIPA seperti itu.")
        raise PermissionDenied(MILIK_LAIN)
    if triwulan not in TRIWULAN:
        raise Http404("Triwulan adalah 1 sampai 4.")
    return dipa


def _pengisi(request: HttpRequest, dipa: Dipa) -> Pengguna:
    """The user, if one of those who write reports of this satker; asked before a file is looked at."""
    if not isinstance(request.user, Pengguna) or hak(request.user).peran_pada(dipa.satker_id) is None:
        raise PermissionDenied("Hanya operator dan kepala dinas satker ini yang dapat mengubah bukti laporannya.")
    return request.user


def _ke_entri(dipa: Dipa, triwulan: int) -> HttpResponse:
    return redirect(_alamat_bukti(dipa.pk, triwulan))


def _ditolak(request: HttpRequest, dipa: Dipa, triwulan: int, galat: alur.Ditolak) -> HttpResponse:
    """Say why, on a page of its own with the form, so that what is typed in the entry page stays there."""
    if isinstance(galat, alur.BukanHak):
        raise PermissionDenied(galat.pesan) from galat
    lembar = baca_lembar(dipa, triwulan, timezone.localdate())
    isi: dict[str, Any] = {
        "halaman": "laporan",
        "dipa": dipa,
        "triwulan": triwulan,
        "pesan": galat.pesan,
        "lembar": lembar,
        "bukti": bukti.terlampir(lembar.laporan) if lembar else [],
        "boleh_menulis": lembar is not None and lembar.dapat_diisi,
    }
    status = 503 if isinstance(galat, TidakTersimpan) else 409 if isinstance(galat, alur.Bentrok) else 422
    return render(request, "pelaporan/bukti_ditolak.html", isi, status=status)


_dasar = "pelaporan/<int:dipa_id>/<int:triwulan>/bukti/"
alamat = [
    path(_dasar, unggah, name="unggah_bukti"),
    path(f"{_dasar}<int:bukti_id>/", unduh, name="unduh_bukti"),
    path(f"{_dasar}<int:bukti_id>/lepas/", lepas, name="lepas_bukti"),
]
