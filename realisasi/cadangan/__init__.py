"""Backup and restore: everything that an installation must not lose, in one file.

`bentuk` says what is kept of a row, `arsip` how the file is sealed, `hitung` by which counts and
sums a backup is held against the database, `tulis` and `baca` make and restore one.
"""

from realisasi.cadangan.arsip import CadanganDitolak
from realisasi.cadangan.baca import pulihkan
from realisasi.cadangan.tulis import cadangkan

__all__ = ["CadanganDitolak", "cadangkan", "pulihkan"]
