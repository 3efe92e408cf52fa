"""What a check is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Temuan:
    """Something that must never be: the row or file by its key, and what is wrong with it in a sentence."""

    kunci: str
    kalimat: str


@dataclass(frozen=True)
class Pemeriksaan:
    """One check. `satu_saat`: the rows that it holds against each other are read as of one moment."""

    nama: str
    judul: str
    cari: Callable[[], Iterator[Temuan]]
    satu_saat: bool = True
