"""What a page shows, kept in the memory of the process until a figure of it changes.

The key holds all that the content rests on: the filter, the day, thresholds and targets, and the `cap`
of every year that was read. So nothing is ever told to be out of date, a second process or host needs
no word of it, and what a transaction took back is never found.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import caches

from dashboard.saringan import Saringan
from realisasi.rekap import BukuRekap

NAMA = "halaman"
SEKALI_LAGI = 3
"""So often a page is made anew where somebody changes a figure meanwhile; then it is shown as it is, and not kept."""
Isi = TypeVar("Isi")


def disimpan(
    halaman: str, s: Saringan, buku: BukuRekap, tergantung: tuple[Any, ...], buat: Callable[[BukuRekap], Isi]
) -> Isi:
    """The content of a page for this filter, made by `buat` where it is not kept yet.

    `tergantung` is what it rests on besides: days, and whatever else a reader would see. All that is shown is of one
    state: where a figure of the year changed while it was read, it is read again.
    """
    for _ in range(SEKALI_LAGI):
        dasar = (halaman, s.alamat, buku.angka, buku.cap, sorted(buku.anggaran.items()), tergantung)
        kunci = hashlib.sha256(repr(dasar).encode()).hexdigest()
        ada: Isi | None = caches[NAMA].get(kunci)
        if ada is not None:
            return ada
        isi = buat(buku)
        if buku.masih_berlaku():
            caches[NAMA].set(kunci, isi)
            return isi
        buku = BukuRekap(buku.tahun, buku.angka, buku.anggaran)
    return isi


def hari(*tanggal: dt.date | None) -> tuple[str, ...]:
    """Days, as part of what a page rests on."""
    return tuple(str(t) for t in tanggal)
