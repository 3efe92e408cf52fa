"""Parts of a quarter: DIPA that are alike in all that pages tell apart, summed up, with the first of each order."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple

from realisasi.penilaian import Status, Ukuran, Warna
from satker.models import Provinsi


class Depan(NamedTuple):
    """One DIPA with what lists are ordered by: `rasio` in billionths, `kurang` in rupiah to the target of rule 13."""

    rasio: int | None
    kurang: int
    kode: str
    kewenangan: str
    dipa: int


class Sejumlah(NamedTuple):
    """Some DIPA of one province and quarter in sums alone: no status, and no ratio of a single one.

    Money in rupiah, cumulative.
    """

    triwulan: int
    provinsi: Provinsi
    kewenangan: str
    triwulan_data: int | None
    ukuran: Ukuran
    banyak: int
    pagu: int
    blokir: int
    realisasi: int

    @property
    def pagu_efektif(self) -> int:
        return self.pagu - self.blokir

    @property
    def melapor(self) -> bool:
        return self.triwulan_data == self.triwulan

    @property
    def rasio_banyak(self) -> int:
        return 0

    @property
    def rasio_jumlah(self) -> int:
        return 0

    def rasio_tepat(self) -> list[tuple[int, int]]:
        """None is known."""
        return []


@dataclass(frozen=True)
class Irisan:
    """Some DIPA of one province and quarter, with what pages show of them summed up. Money in rupiah, cumulative.

    All have the same kewenangan, quarter of the figure, status, colour and risk. `rendah`, `tinggi` and `besar` are
    the first of them by the lowest ratio, by the highest, and by the largest lack.
    """

    triwulan: int
    provinsi: Provinsi
    kewenangan: str
    triwulan_data: int | None
    ukuran: Ukuran
    banyak: int
    pagu: int
    blokir: int
    realisasi: int
    rasio_banyak: int
    rasio_jumlah: int | None
    status: Status
    warna: Warna
    berisiko: bool
    ada_proyeksi: bool
    kurang_sasaran: int
    kurang_ambang: int
    belum_diverifikasi: int
    kode: tuple[str, str]
    rendah: tuple[Depan, ...] = field(repr=False)
    tinggi: tuple[Depan, ...] = field(repr=False)
    besar: tuple[Depan, ...] = field(repr=False)
    tepat: Callable[[], list[tuple[int, int]]] = field(repr=False, compare=False)

    @property
    def pagu_efektif(self) -> int:
        return self.pagu - self.blokir

    @property
    def melapor(self) -> bool:
        return self.triwulan_data == self.triwulan

    @property
    def target_bp(self) -> int | None:
        return self.ukuran.target.get(self.triwulan)

    def rasio_tepat(self) -> list[tuple[int, int]]:
        """Realisasi and pagu efektif of each DIPA that has a ratio, read now."""
        return self.tepat() if self.rasio_banyak else []


@dataclass(frozen=True)
class Keadaan:
    """Some DIPA of one quarter whose reports are in the same state, for what is said of them in words."""

    triwulan: int
    kewenangan: str
    triwulan_data: int | None
    status_laporan: str
    terverifikasi: bool
    pernah_diverifikasi: bool
    banyak: int
    nomor_revisi: tuple[int, int]

    @property
    def melapor(self) -> bool:
        return self.triwulan_data == self.triwulan


# --- Lists out of parts: what is first of all is among what is first of each ---------------


def menurut_rasio(d: Depan) -> tuple[int, str, str]:
    """The lowest ratio first, then by code; for those who have one, or for those who have none."""
    return (d.rasio or 0, d.kode, d.kewenangan)


def menurut_kurang(d: Depan) -> tuple[int, str, str]:
    """The largest lack first, then by code."""
    return (-d.kurang, d.kode, d.kewenangan)


def terendah(bagian: Iterable[Irisan], banyak: int | None = None) -> list[Depan]:
    """Those with the lowest ratio; those without one come last."""
    bagian = list(bagian)
    ada = heapq.merge(*(i.rendah for i in bagian if i.rasio_banyak), key=menurut_rasio)
    tanpa = heapq.merge(*(i.rendah for i in bagian if not i.rasio_banyak), key=menurut_rasio)
    return list(islice(chain(ada, tanpa), banyak))


def tertinggi(bagian: Iterable[Irisan], banyak: int | None = None) -> list[Depan]:
    """Those with the highest ratio, of those who have one."""
    return list(
        islice(heapq.merge(*(i.tinggi for i in bagian if i.rasio_banyak), key=menurut_rasio, reverse=True), banyak)
    )


def terbesar(bagian: Iterable[Irisan], banyak: int | None = None) -> list[Depan]:
    """Those with the largest lack."""
    return list(islice(heapq.merge(*(i.besar for i in bagian), key=menurut_kurang), banyak))


def urutkan(depan: Sequence[Depan], banyak: int | None) -> dict[str, tuple[Depan, ...]]:
    """The first of these by each order, as a part holds them; all for None."""
    return {
        "rendah": tuple(_pertama(depan, banyak, menurut_rasio)),
        "tinggi": tuple(_pertama(depan, banyak, menurut_rasio, terbalik=True)),
        "besar": tuple(_pertama(depan, banyak, menurut_kurang)),
    }


def _pertama(
    depan: Sequence[Depan],
    banyak: int | None,
    kunci: Callable[[Depan], tuple[int, str, str]],
    *,
    terbalik: bool = False,
) -> list[Depan]:
    if banyak is None or len(depan) <= banyak:
        return sorted(depan, key=kunci, reverse=terbalik)
    return heapq.nlargest(banyak, depan, key=kunci) if terbalik else heapq.nsmallest(banyak, depan, key=kunci)
