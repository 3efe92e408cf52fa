"""Undoing an import as a whole, as long as nothing newer touched the same rows."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from realisasi import rekap
from realisasi.impor.register import nama
from realisasi.impor.terapkan import kunci_dipa
from realisasi.impor.tulis import RUANG
from realisasi.impor.tulis.dasar import Pelaku, TidakDapatDibatalkan
from realisasi.models import Impor, KeadaanImpor
from realisasi.penolakan import Bentrok, BukanHak
from satker.akses import hak
from satker.models import Pengguna
from satker.peran import Peran

__all__ = ["TidakDapatDibatalkan", "batalkan"]


def batalkan(impor_id: int, pengguna: Pengguna | None) -> Impor:
    """Put back what stood there before the import, journaled; the import itself is kept.

    Versions of reports are never changed and stay: an undone report points to its earlier one
    again, a new one is a draft, and years that were opened stay open.

    Raises:
        BukanHak: the user is not tim pusat.
        Bentrok: it was not applied, or was undone already.
        TidakDapatDibatalkan: something newer touched the same rows, or rests on them; named.

    """
    try:
        with transaction.atomic(), rekap.sekali():
            return _batalkan(impor_id, pengguna)
    except IntegrityError:  # ProtectedError among them: somebody has come to use what would be deleted
        raise TidakDapatDibatalkan("Yang dimuat impor ini sudah dipakai data lain, jadi tidak dapat dihapus.") from None


def _batalkan(impor_id: int, pengguna: Pengguna | None) -> Impor:
    if pengguna is not None and Peran.TIM_PUSAT not in hak(pengguna).peran:
        raise BukanHak("Hanya tim pusat yang membatalkan impor.")
    impor = Impor.objects.select_for_update().get(pk=impor_id)
    if impor.keadaan == KeadaanImpor.DIBATALKAN:
        raise Bentrok(f"Impor ini sudah dibatalkan oleh {impor.nama_pembatal}.")
    if impor.keadaan != KeadaanImpor.DITERAPKAN:
        raise Bentrok("Impor ini belum diterapkan, jadi tidak ada yang dibatalkan.")
    butir = list(impor.butir.all())
    kunci_dipa(b.sesudah["dipa"] for b in butir if "dipa" in b.sesudah)
    oleh = Pelaku(pengguna, nama(pengguna), timezone.now())
    RUANG[impor.jenis].balik(butir, oleh)
    impor.keadaan = KeadaanImpor.DIBATALKAN
    impor.nama_pembatal = oleh.nama
    impor.dibatalkan_pada = oleh.pada
    impor.save()
    return impor
