"""What every layout gives, whatever the file looked like: the contract between reading and planning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from realisasi.models import JenisImpor

__all__ = [
    "ASAL",
    "KOLOM",
    "PANJANG_NILAI",
    "TANDA_CONTOH",
    "Bacaan",
    "BerkasDitolak",
    "JenisImpor",
    "Klaim",
    "Pilihan",
    "Tolakan",
    "Total",
]

KOLOM: Final[Mapping[str, tuple[str, ...]]] = {
    JenisImpor.SATKER: ("kode_satker", "nama_satker", "kode_provinsi"),
    JenisImpor.DIPA: (
        "tahun",
        "kewenangan",
        "kode_satker",
        "nomor_dipa",
        "revisi",
        "berlaku_sejak",
        "jenis_belanja",
        "pagu",
        "blokir",
    ),
    JenisImpor.LAPORAN: ("tahun", "triwulan", "kewenangan", "kode_satker", "jenis_belanja", "realisasi", "status"),
    JenisImpor.REALISASI: (
        "tahun",
        "triwulan",
        "kewenangan",
        "kode_satker",
        "jenis_belanja",
        "realisasi",
        "kumulatif",
        "basis",
        "tanggal_data",
    ),
}
"""The columns of `Bacaan.baris`, besides `ASAL`. `realisasi` is of the quarter alone, unless `kumulatif`."""

ASAL: Final = ("berkas", "lembar", "nomor", "rusak")
"""Where a row stands: file, sheet, row number as Excel counts, and whether one of its cells could not be read."""

TANDA_CONTOH: Final = "CONTOH"
"""How the code of the satker begins in the example row of a template (`CONTOH 123456`): such a row is no data.

Whoever types a code over it makes it a row like any other.
"""


PANJANG_NILAI: Final = 80
"""How much of a cell a refusal quotes."""


class BerkasDitolak(Exception):
    """The file cannot be used at all; `pesan` says what it is, what is wrong, and what is wanted instead."""

    def __init__(self, pesan: str, *, ditemukan: Sequence[str] = (), kurang: Sequence[str] = ()) -> None:
        super().__init__(pesan)
        self.pesan = pesan
        self.ditemukan = tuple(ditemukan)
        self.kurang = tuple(kurang)


@dataclass(frozen=True)
class Pilihan:
    """What the user said of the file; what the file itself does not say is taken from here.

    `berlaku_sejak` is the day asked for where a revision's own day makes no sense; `basis` and
    `tanggal_data` go with the treasury's figures.
    """

    tahun: int | None = None
    triwulan: int | None = None
    kewenangan: str | None = None
    satker: str | None = None
    berlaku_sejak: dt.date | None = None
    basis: str | None = None
    tanggal_data: dt.date | None = None


@dataclass(frozen=True)
class Tolakan:
    """One cell or row that cannot be taken, in the words of the file; `baris` is None for the whole file."""

    berkas: str
    lembar: str
    baris: int | None
    kolom: str
    nilai: str
    pesan: str


@dataclass(frozen=True)
class Klaim:
    """What a file says of itself, from titles and cells; empty where it says nothing."""

    tahun: frozenset[int] = frozenset()
    triwulan: frozenset[int] = frozenset()
    kewenangan: frozenset[str] = frozenset()
    satker: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Total:
    """A sum in whole rupiah; None where there is none to speak of."""

    pagu: int | None = None
    realisasi: int | None = None


@dataclass(frozen=True)
class Bacaan:
    """All that was read from one file.

    `baris` has the columns `KOLOM[jenis]` and `ASAL`: amounts as `Int64`, codes as text, days as
    `datetime.date`, what is missing as NA. A row with an unreadable cell stays, marked `rusak`,
    and each of its bad cells has a `Tolakan`: what it belongs to is refused as a whole.
    `bentuk` names the layout in words; `catatan` are lines for the preview about how it was read.
    `judul_kolom` says for each sheet how its file calls a column: refusals name it so.
    """

    jenis: JenisImpor
    bentuk: str
    baris: pd.DataFrame
    tolakan: Sequence[Tolakan] = ()
    catatan: Sequence[str] = ()
    klaim: Klaim = field(default_factory=Klaim)
    total_berkas: Total = field(default_factory=Total)
    judul_kolom: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
