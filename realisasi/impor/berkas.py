"""Opening a file that somebody sent: what it is by its content, bounded before a parser sees it.

The answer is a `Buku`: each visible or hidden sheet as a table of cells with the types that the
file gives them. Nothing is understood here; layouts do that.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from realisasi.impor.bacaan import BerkasDitolak

MB: Final = 1024 * 1024


@dataclass(frozen=True)
class Batas:
    """How much is read at most: bytes of the file, bytes once unpacked, sheets, rows of a sheet, columns."""

    ukuran: int
    terurai: int
    lembar: int
    baris: int
    kolom: int = 256


PERAMBAN: Final = Batas(ukuran=25 * MB, terurai=250 * MB, lembar=50, baris=200_000)
"""What a page reads."""

PERINTAH: Final = Batas(ukuran=200 * MB, terurai=1024 * MB, lembar=200, baris=1_048_576)
"""What the command reads: whoever runs it has the machine."""


@dataclass(frozen=True)
class Lembar:
    """One sheet. `tabel` holds cells as they are (text, int, float, bool, date), `""` where one is empty.

    Its index is the row number in Excel less one; its columns are 0, 1, 2, ...
    """

    nama: str
    tampak: bool
    tabel: pd.DataFrame


@dataclass(frozen=True)
class Buku:
    """A file that could be opened; `format` is XLSX, XLS, ODS or CSV."""

    nama: str
    sha256: str
    ukuran: int
    format: str
    lembar: tuple[Lembar, ...]


def buka(nama: str, isi: bytes | Path, batas: Batas = PERAMBAN) -> Buku:
    """The sheets of a file.

    Raises:
        BerkasDitolak: with one sentence on what it is and what to do.

    """
    mentah = isi.read_bytes() if isinstance(isi, Path) else isi
    if not mentah:
        raise BerkasDitolak("Berkas ini kosong.")
    if mentah.startswith(b"PK"):
        lembar, bentuk = _excel(mentah), "XLSX"
    else:
        lembar, bentuk = _csv(mentah), "CSV"
    return Buku(nama, hashlib.sha256(mentah).hexdigest(), len(mentah), bentuk, lembar)


def _excel(mentah: bytes) -> tuple[Lembar, ...]:
    with pd.ExcelFile(io.BytesIO(mentah), engine="calamine") as buku:
        return tuple(
            Lembar(
                s.name,
                str(s.visible).endswith("Visible"),
                buku.parse(s.name, header=None, dtype=object, na_filter=False),
            )
            for s in buku.book.sheets_metadata
        )


def _csv(mentah: bytes) -> tuple[Lembar, ...]:
    tabel = pd.read_csv(
        io.BytesIO(mentah), header=None, dtype=object, na_filter=False, encoding="utf-8-sig", skip_blank_lines=False
    )
    return (Lembar("", True, tabel),)
