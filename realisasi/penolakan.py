"""How the workflow says no: each refusal has a sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Galat(NamedTuple):
    """What is wrong with one part of a report: a jenis belanja, a field, an obstacle, a warning."""

    bagian: str
    pesan: str


class Ditolak(Exception):
    """The change is refused and nothing was written; `pesan` says why and what to do."""

    def __init__(self, pesan: str) -> None:
        super().__init__(pesan)
        self.pesan = pesan


class BukanHak(Ditolak):
    """The role of this user does not allow it (rule 11)."""


class Bentrok(Ditolak):
    """Somebody else was first: what was read is no longer what is stored."""


class BelumLengkap(Ditolak):
    """The report cannot be submitted yet; `galat` names every part that is missing or wrong."""

    def __init__(self, galat: Iterable[Galat]) -> None:
        self.galat = tuple(galat)
        super().__init__("Laporan belum dapat diajukan: " + " ".join(g.pesan for g in self.galat))
