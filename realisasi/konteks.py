"""What every page shows of the write side: the bell, and announcements to the dinas."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from realisasi import antrean, beranda, pengumuman
from realisasi.models import TahunAnggaran
from satker.akses import hak
from satker.models import Pengguna
from satker.peran import Peran


def konteks(request: HttpRequest) -> dict[str, Any]:
    """Template context: `lonceng` (how much there is to do) and the like; read only if shown."""
    return {
        "lonceng": SimpleLazyObject(lambda: jumlah(request)),
        "tahun_ilustrasi": SimpleLazyObject(tahun_ilustrasi),
        **pengumuman.konteks(request),
    }


def tahun_ilustrasi() -> str:
    """The years whose figures are illustrations, as pages without one year of their own name them."""
    tahun = TahunAnggaran.objects.filter(ilustrasi=True).order_by("tahun").values_list("tahun", flat=True)
    return ", ".join(str(t) for t in tahun)


def jumlah(request: HttpRequest) -> int:
    """What the task list or the queue of this user holds; no store of its own."""
    user = getattr(request, "user", None)
    if not isinstance(user, Pengguna):
        return 0
    h = hak(user)
    if Peran.TIM_PUSAT in h.peran:
        return antrean.jumlah_menunggu()
    return 0 if h.membaca_semua else beranda.jumlah_tugas(user)
