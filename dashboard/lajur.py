"""The cumulative path by quarter, against the targets and the year before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.saringan import Saringan
from realisasi.kalender import TRIWULAN
from realisasi.penilaian import kelompok as jumlahkan
from realisasi.posisi import Buku, Posisi


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
    s: Saringan, posisi_ini: Callable[[int], list[Posisi]], posisi_lalu: Callable[[int], list[Posisi]]
) -> Lajur:
    """A path from what gives the positions of a quarter, of this year and of the one before.

    Where last year's money came under the other kewenangan, the name of that line says so.
    """
    ini = {}
    target = {}
    lalu = {}
    kewenangan: set[str] = set()
    for q in TRIWULAN:
        k = jumlahkan(posisi_ini(q), q)
        if q <= s.triwulan:
            # A quarter in which nobody reported is no point of the path: silence is not a figure.
            ini[q] = k.persen_bp if k.melapor else None
        if k.target_bp is not None:
            target[q] = k.target_bp
        milik = posisi_lalu(q)
        k_lalu = jumlahkan(milik, q)
        lalu[q] = k_lalu.persen_bp if k_lalu.melapor else None
        kewenangan |= {p.amanat.kewenangan for p in milik}
    lain = s.satu_kewenangan is not None and kewenangan - {s.satu_kewenangan}
    nama = f"{s.tahun - 1} ({' dan '.join(sorted(kewenangan))})" if lain else str(s.tahun - 1)
    return Lajur(s.tahun, ini, lalu, nama, target)


def tahun_lalu(buku: Buku, tahun: int, triwulan: int, kewenangan: str | None) -> list[Posisi]:
    """Positions of the year before for comparison: of the same kewenangan, and where the
    province had only the other one then, of that one.
    """
    if tahun not in buku.tahun:
        return []
    semua = buku.posisi(tahun, triwulan)
    if kewenangan is None:
        return semua
    sama = {p.amanat.provinsi.kode for p in semua if p.amanat.kewenangan == kewenangan}
    return [p for p in semua if p.amanat.kewenangan == kewenangan or p.amanat.provinsi.kode not in sama]
