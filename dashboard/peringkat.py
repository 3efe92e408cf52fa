"""The lists of the dashboard: which DIPA, in which order, how many; only those that are shown are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from dashboard.baris import Baris, baris_dari, urutan_proyeksi
from dashboard.saringan import Saringan
from realisasi.penilaian import TRIWULAN_AKHIR, Status
from realisasi.posisi import Posisi
from realisasi.rekap import PALING_DEPAN, BukuRekap, Depan, Irisan, terbesar, terendah, tertinggi

PALING_BANYAK = PALING_DEPAN
"""Up to so many DIPA the ranking shows every one: as many as are kept of each part."""
UJUNG = 20
"""Beyond that it shows so many from each end; the rest is a search away."""


@dataclass(frozen=True)
class Peringkat:
    """The DIPA that a filter shows, as lists. `bagian` are their parts, `tenggat` the due day of the quarter.

    A list names its DIPA; `muat` reads those of some lists at once, `baris` then gives the rows of each.
    """

    s: Saringan
    buku: BukuRekap
    bagian: Sequence[Irisan]
    tenggat: dt.date | None
    hari_ini: dt.date
    sebut_kewenangan: bool = True
    _pada: dict[int, dict[int, Posisi]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def _ganda(self) -> set[str]:
        """The provinces in which more than one satker is shown."""
        kode: dict[str, set[str]] = {}
        for i in self.bagian:
            kode.setdefault(i.provinsi.kode, set()).update(i.kode)
        return {provinsi for provinsi, semua in kode.items() if len(semua) > 1}

    @cached_property
    def banyak(self) -> int:
        return sum(i.banyak for i in self.bagian)

    # --- Which, and in which order ----------------------------------------------------------

    def urut(self, bagian: Iterable[Irisan], banyak: int | None = None) -> list[Depan]:
        """Those of some parts in the order of the ranking: by percentage, or by rupiah.

        By percentage those without an accepted report of the quarter come after the others, and those without a
        percentage last.
        """
        bagian = list(bagian)
        if self.s.urut == "rupiah":
            return terbesar(bagian, banyak)
        hasil: list[Depan] = []
        for berasio, melapor in ((True, True), (True, False), (False, True), (False, False)):
            sisa = None if banyak is None else banyak - len(hasil)
            hasil += terendah((i for i in bagian if (i.rasio_banyak > 0, i.melapor) == (berasio, melapor)), sisa)
        return hasil

    def ujung(self) -> tuple[list[Depan], list[Depan]]:
        """The ranking as it is shown: its beginning, or all of it, and its other end where some lie between."""
        if self.banyak <= PALING_BANYAK:
            return self.urut(self.bagian), []
        if self.s.urut == "rupiah":
            return self.urut(self.bagian, 2 * UJUNG), []
        awal = self.urut(self.bagian, UJUNG)
        sudah = {d.dipa for d in awal}
        akhir = [d for d in tertinggi((i for i in self.bagian if i.melapor), UJUNG) if d.dipa not in sudah]
        return awal, akhir[::-1]

    @cached_property
    def lemah(self) -> list[Irisan]:
        """Those below the ambang at TW IV; before it those projected below it (rule 9)."""
        if self.s.triwulan == TRIWULAN_AKHIR:
            return [i for i in self.bagian if i.status is Status.DI_BAWAH_AMBANG]
        return [i for i in self.bagian if i.berisiko]

    def di_bawah_ambang(self, banyak: int | None = None) -> list[Depan]:
        """Those, the lowest percentage or projection first."""
        if self.s.urut == "rupiah":
            return terbesar(self.lemah, banyak)
        if self.s.triwulan == TRIWULAN_AKHIR:
            return terendah(self.lemah, banyak)
        calon: list[tuple[Fraction, Depan]] = []
        # Of the same share the projection is in the order of the ratio.
        for kewenangan, data in {(i.kewenangan, i.triwulan_data) for i in self.lemah}:
            pangsa = self.buku.pangsa(kewenangan, data) if data else None
            sama = (i for i in self.lemah if (i.kewenangan, i.triwulan_data) == (kewenangan, data))
            calon += [(urutan_proyeksi(d.rasio, pangsa), d) for d in terendah(sama, banyak)]
        calon.sort(key=lambda x: (x[0], x[1].kode, x[1].kewenangan))
        return [d for _, d in calon[:banyak]]

    def terjauh(self, banyak: int) -> list[Depan]:
        """Those who reported and are furthest from the target: by points, or by rupiah."""
        melapor = [i for i in self.bagian if i.melapor]
        if self.s.urut == "rupiah":
            return [d for d in terbesar(melapor, banyak) if d.kurang > 0]
        # With another kewenangan the target may be another: a lower percentage need not lack anything.
        calon = [
            d
            for kewenangan in {i.kewenangan for i in melapor}
            for d in terendah((i for i in melapor if i.kewenangan == kewenangan and i.rasio_banyak), banyak)
            if d.kurang > 0
        ]
        return sorted(calon, key=lambda d: (d.rasio, d.kode, d.kewenangan))[:banyak]

    @cached_property
    def belum(self) -> list[Irisan]:
        """Those without an accepted report of the quarter."""
        return [i for i in self.bagian if not i.melapor]

    def belum_lapor(self, banyak: int | None = None) -> list[Depan]:
        """Those, in the order of the ranking."""
        return self.urut(self.belum, banyak)

    # --- As rows ----------------------------------------------------------------------------

    def muat(self, *daftar: Sequence[Depan], sejak: int = 1) -> None:
        """Read these DIPA at each quarter from one up to the asked one (one query)."""
        dipa = {d.dipa for satu in daftar for d in satu}
        for q, milik in self.buku.pada(range(sejak, self.s.triwulan + 1), sorted(dipa)).items():
            self._pada.setdefault(q, {}).update(milik)

    def baris(self, daftar: Sequence[Depan]) -> list[Baris]:
        """The rows of a list that was read."""
        pada = self._pada[self.s.triwulan]
        return self.baris_posisi([pada[d.dipa] for d in daftar])

    def per_triwulan(self, daftar: Sequence[Depan]) -> list[tuple[Baris, list[Posisi | None]]]:
        """The heat map: each of a list that was read at every quarter up to the asked one."""
        return [
            (b, [self._pada[q].get(b.posisi.amanat.id) for q in range(1, self.s.triwulan + 1)])
            for b in self.baris(daftar)
        ]

    def baris_posisi(self, posisi: Sequence[Posisi]) -> list[Baris]:
        """These positions as rows of a list."""
        return baris_dari(
            posisi,
            tenggat=self.tenggat,
            hari_ini=self.hari_ini,
            sebut_kewenangan=self.sebut_kewenangan and self.s.satu_kewenangan is None,
            ganda=self._ganda,
        )
