"""The layouts that are known, and the order in which they are asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from realisasi.impor.bacaan import Bacaan, JenisImpor, Pilihan
from realisasi.impor.bentuk import bukan, daftar_dipa, fa_detail, realisasi_satker, tabel
from realisasi.impor.berkas import Buku

Bentuk = Callable[[Buku, JenisImpor, Pilihan], Bacaan | None]
"""A layout: what it reads of a file, or None where the file is not of this layout."""

BENTUK: Final[tuple[Bentuk, ...]] = (fa_detail.kenali, daftar_dipa.kenali, realisasi_satker.kenali, bukan.kenali)
"""Asked in this order; the table that people make themselves comes last, and says what it misses."""


def kenali(buku: Buku, jenis: JenisImpor, pilihan: Pilihan) -> Bacaan:
    """What the file says, by the first layout that knows it.

    Raises:
        BerkasDitolak: where none does, with what was found and what is missing.

    """
    for bentuk in BENTUK:
        if (bacaan := bentuk(buku, jenis, pilihan)) is not None:
            return bacaan
    return tabel.kenali(buku, jenis, pilihan)
