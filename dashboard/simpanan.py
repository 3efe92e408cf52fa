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
Isi = TypeVar("Isi")


def disimpan(halaman: str, s: Saringan, buku: BukuRekap, tergantung: tuple[Any, ...], buat: Callable[[], Isi]) -> Isi:
    """The content of a page for this filter, made by `buat` where it is not kept yet.

    `tergantung` is what it rests on besides: days, and whatever else a reader would see.
    """
    dasar = (halaman, s.alamat, buku.angka, buku.cap, sorted(buku.anggaran.items()), tergantung)
    kunci = hashlib.sha256(repr(dasar).encode()).hexdigest()
    isi: Isi | None = caches[NAMA].get(kunci)
    if isi is None:
        isi = buat()
        caches[NAMA].set(kunci, isi)
    return isi


def hari(*tanggal: dt.date | None) -> tuple[str, ...]:
    """Days, as part of what a page rests on."""
    return tuple(str(t) for t in tanggal)
