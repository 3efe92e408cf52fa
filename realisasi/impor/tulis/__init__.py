"""Writing the units of a plan, and taking them back: one room per kind.

Each room has `tulis`, which writes through the journal and says what stood there before and what
stands there now, and `balik`, which compares that with what stands there today and restores it, or
raises `TidakDapatDibatalkan`. The caller holds the transaction and the locks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from realisasi.impor.tulis import dipa, laporan, realisasi, satker
from realisasi.impor.tulis.dasar import Balik, Tulis
from realisasi.models import JenisImpor


class Ruang(NamedTuple):
    """How units of one kind are written, and taken back."""

    tulis: Tulis
    balik: Balik


RUANG: Final[Mapping[str, Ruang]] = {
    JenisImpor.SATKER: Ruang(satker.tulis, satker.balik),
    JenisImpor.DIPA: Ruang(dipa.tulis, dipa.balik),
    JenisImpor.LAPORAN: Ruang(laporan.tulis, laporan.balik),
    JenisImpor.REALISASI: Ruang(realisasi.tulis, realisasi.balik),
}
