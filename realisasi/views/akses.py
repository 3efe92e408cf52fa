"""Which report an address names, and whether this user may open it (rule 11)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from realisasi.kalender import TRIWULAN, nama_triwulan
from realisasi.lembar_isian import LembarIsian, baca_lembar
from realisasi.models import Dipa
from satker.akses import hak
from satker.models import Pengguna, PeranSatker

TERBESAR = 2**63 - 1


def lembar_terbaca(request: HttpRequest, dipa_id: int, triwulan: int) -> LembarIsian:
    """The entry page of this address; 403 for who may not read it, 404 where there is none.

    To somebody who may not read it, a DIPA that does not exist is refused in the same words.
    """
    pusat = hak(request.user).membaca_laporan
    dipa = (
        Dipa.objects.select_related("satker__provinsi", "tahun").filter(pk=dipa_id).first()
        if dipa_id <= TERBESAR
        else None
    )
    if not pusat and (dipa is None or peran_dinas(request, dipa) is None):
        raise PermissionDenied("Laporan satker hanya dapat dibuka oleh satker itu, tim pusat, dan administrator.")
    if dipa is None or triwulan not in TRIWULAN:
        raise Http404("Laporan itu tidak ada.")
    lembar = baca_lembar(dipa, triwulan, timezone.localdate())
    if lembar is None:
        raise Http404(f"Pada {nama_triwulan(triwulan)} {dipa.tahun_id} belum ada revisi DIPA yang berlaku.")
    return lembar


def peran_dinas(request: HttpRequest, dipa: Dipa) -> PeranSatker | None:
    """The role of this user for the satker of a DIPA."""
    return hak(request.user).peran_pada(dipa.satker_id)


def pengguna(request: HttpRequest) -> Pengguna:
    """The signed-in user; every page but those of signing in requires one."""
    assert isinstance(request.user, Pengguna)  # noqa: S101  (LoginRequiredMiddleware sees to it)
    return request.user
