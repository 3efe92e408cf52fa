"""Merged cells of a sheet, as far as they lie in its table."""

from __future__ import annotations

import numpy as np

from realisasi.impor.berkas import Gabungan, Lembar


def terpisah(lembar: Lembar, sampai: int | None = None) -> list[Gabungan]:
    """The merged ranges that begin above row `sampai` (all by default), cut off where the table ends.

    In the order of the rows. No workbook has ranges that overlap: of those that a file made by hand has, the
    first counts. What is left covers each cell once at most, however many ranges the file names.
    """
    tinggi, lebar = lembar.tabel.shape
    terakhir = np.full(lebar, -1, dtype="int64")
    hasil: list[Gabungan] = []
    for (b1, k1), (b2, k2) in sorted(set(lembar.gabungan)):
        if b1 >= (tinggi if sampai is None else sampai):
            break
        bawah, kanan = min(b2, tinggi - 1), min(k2, lebar - 1)
        if bawah < b1 or kanan < k1 or (terakhir[k1 : kanan + 1] >= b1).any():
            continue
        terakhir[k1 : kanan + 1] = bawah
        if bawah > b1 or kanan > k1:
            hasil.append(((b1, k1), (bawah, kanan)))
    return hasil
