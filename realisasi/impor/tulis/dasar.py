"""What all rooms of writing share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

from realisasi.impor.rencana.isi import Butir
from realisasi.models import ButirImpor, Dipa
from realisasi.penolakan import Ditolak
from satker.models import Pengguna

T = TypeVar("T")
POTONG: Final = 500


class Pelaku(NamedTuple):
    """Who writes, and when; a command has no account."""

    pengguna: Pengguna | None
    nama: str
    pada: dt.datetime


@dataclass(frozen=True)
class Tertulis:
    """A unit that was written: what stood there (None: nothing), and what stands there now, with its keys."""

    butir: Butir
    satker_id: int
    sebelum: dict[str, Any] | None
    sesudah: dict[str, Any]


Tulis = Callable[[Sequence[Butir], Pelaku], list[Tertulis]]
Balik = Callable[[Sequence[ButirImpor], Pelaku], None]


class TidakDapatDibatalkan(Ditolak):
    """Something newer touched what the import wrote; `pesan` names it."""


def potong(isi: Sequence[T], banyak: int = POTONG) -> Iterator[Sequence[T]]:
    """Pieces that fit into one statement of any database."""
    for awal in range(0, len(isi), banyak):
        yield isi[awal : awal + banyak]


def baca_dipa(kunci: set[tuple[Any, ...]]) -> dict[tuple[int, str, str], Dipa]:
    """The DIPA with these keys (year, kewenangan, code of the satker), their satker with them."""
    hasil: dict[tuple[int, str, str], Dipa] = {}
    tahun = {k[0] for k in kunci}
    for kode in potong(sorted({k[2] for k in kunci})):
        for d in Dipa.objects.filter(tahun__in=tahun, satker__kode__in=kode).select_related("satker"):
            if (k := (d.tahun_id, d.kewenangan, d.satker.kode)) in kunci:
                hasil[k] = d
    return hasil


def pastikan_tahun_terbuka(dipa: Sequence[Dipa]) -> None:
    """Nothing of a closed year is taken back. Asks for each year once, where they were read with it."""
    if tutup := sorted({d.tahun_id for d in dipa if d.tahun.ditutup}):
        raise TidakDapatDibatalkan(f"Tahun anggaran {tutup[0]} sudah ditutup; tidak ada lagi yang dapat ditulis.")
