"""The cumulative path by quarter, against the targets and the year before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dashboard.saringan import Saringan
from realisasi.kalender import TRIWULAN
from realisasi.penilaian import kelompok as jumlahkan
from realisasi.posisi import Buku, Posisi
from realisasi.rekap import Irisan, Sejumlah

Bagian = Posisi | Irisan
"""One DIPA, or some that are alike: what groups are made of."""
B = TypeVar("B", Posisi, Irisan, Sejumlah)


def banyak(bagian: Iterable[Bagian]) -> int:
    """How many DIPA these are."""
    return sum(i.banyak for i in bagian)


@dataclass(frozen=True)
class Lajur:
    """The cumulative path: percentages by quarter of this year, last year, and the targets."""

    tahun: int
    ini: Mapping[int, int | None]
    lalu: Mapping[int, int | None]
    nama_lalu: str
    target: Mapping[int, int]

    @property
    def ada_lalu(self) -> bool:
        return any(v is not None for v in self.lalu.values())

    @property
    def baris(self) -> list[tuple[int, int | None, int | None, int | None]]:
        """Rows of the chart's table: quarter, this year, target, last year."""
        return [(q, self.ini.get(q), self.target.get(q), self.lalu.get(q)) for q in TRIWULAN]


def lajur_dari(
    s: Saringan, bagian_ini: Callable[[int], Sequence[B]], bagian_lalu: Callable[[int], Sequence[B]]
) -> Lajur:
    """A path from what gives the DIPA of a quarter, of this year and of the one before.

    Where last year's money came under the other kewenangan, the name of that line says so.
    """
    ini = {}
    target = {}
    lalu = {}
    kewenangan: set[str] = set()
    for q in TRIWULAN:
        k = jumlahkan(bagian_ini(q), q)
        if q <= s.triwulan:
            # A quarter in which nobody reported is no point of the path: silence is not a figure.
            ini[q] = k.persen_bp if k.melapor else None
        if k.target_bp is not None:
            target[q] = k.target_bp
        milik = bagian_lalu(q)
        k_lalu = jumlahkan(milik, q)
        lalu[q] = k_lalu.persen_bp if k_lalu.melapor else None
        kewenangan |= {p.kewenangan for p in milik}
    lain = s.satu_kewenangan is not None and kewenangan - {s.satu_kewenangan}
    nama = f"{s.tahun - 1} ({' dan '.join(sorted(kewenangan))})" if lain else str(s.tahun - 1)
    return Lajur(s.tahun, ini, lalu, nama, target)


def tahun_lalu(buku: Buku, tahun: int, triwulan: int, kewenangan: str | None) -> list[Posisi]:
    """Positions of the year before for comparison."""
    return sebanding(buku.posisi(tahun, triwulan), kewenangan) if tahun in buku.tahun else []


def sebanding(lalu: Sequence[B], kewenangan: str | None) -> list[B]:
    """What is compared with of the year before: the same kewenangan, and where the province had
    only the other one then, that one.
    """
    sama = {p.provinsi.kode for p in lalu if p.kewenangan == kewenangan}
    return [p for p in lalu if kewenangan is None or p.kewenangan == kewenangan or p.provinsi.kode not in sama]
