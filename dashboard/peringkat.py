"""The lists of the dashboard, each read from the summary in its own order and as long as it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from django.db.models import Case, Q, QuerySet, Value, When

from dashboard.baris import Baris, baris_dari
from dashboard.saringan import Saringan
from realisasi.models import Rekap
from realisasi.penilaian import TRIWULAN_AKHIR
from realisasi.posisi import Posisi
from realisasi.rekap import BukuRekap, Irisan, Ruang
from realisasi.rekap.irisan import PER_BP

PALING_BANYAK = 100
"""Up to so many DIPA the ranking shows every one."""
UJUNG = 20
"""Beyond that it shows so many from each end; the rest is a search away."""
MENURUT_PERSEN = ("kosong", "-melapor", "rasio", "kode", "kewenangan")
MENURUT_RASIO = ("rasio", "kode", "kewenangan")
"""The same order among those who reported and have a percentage: that of the index."""
MENURUT_RUPIAH = ("-kurang", "kode", "kewenangan")


@dataclass(frozen=True)
class Peringkat:
    """The DIPA that a filter shows, as lists. `bagian` are their sums, `tenggat` the due day of the quarter."""

    s: Saringan
    buku: BukuRekap
    bagian: Sequence[Irisan]
    tenggat: dt.date | None
    hari_ini: dt.date
    sebut_kewenangan: bool = True

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

    @cached_property
    def ruang(self) -> Ruang:
        """Which DIPA the filter shows."""
        return Ruang(self.s.satu_kewenangan, self.s.pulau)

    @cached_property
    def rekap(self) -> QuerySet[Rekap]:
        """The rows of the filter, not ordered."""
        kosong = Case(When(rasio=None, then=Value(1)), default=Value(0))
        return self.buku.daftar(self.s.triwulan, self.ruang).alias(kosong=kosong)

    @cached_property
    def _urutan(self) -> tuple[str, ...]:
        return MENURUT_RUPIAH if self.s.urut == "rupiah" else MENURUT_PERSEN

    def _baca(self, baris: QuerySet[Rekap], batas: int | None = None) -> list[Baris]:
        return self.baris(self.buku.posisi(baris[:batas] if batas else baris))

    def baris(self, posisi: Sequence[Posisi]) -> list[Baris]:
        """These positions as rows of a list."""
        return baris_dari(
            posisi,
            tenggat=self.tenggat,
            hari_ini=self.hari_ini,
            sebut_kewenangan=self.sebut_kewenangan and self.s.satu_kewenangan is None,
            ganda=self._ganda,
        )

    def semua(self) -> list[Baris]:
        """Every DIPA in the order of the ranking."""
        return self._baca(self.rekap.order_by(*self._urutan))

    def ujung(self) -> tuple[list[Baris], int]:
        """The ranking as it is shown, and how many DIPA are left out between its two ends."""
        if self.banyak <= PALING_BANYAK:
            return self.semua(), 0
        if self.s.urut == "rupiah":
            return self._baca(self.rekap.order_by(*self._urutan), 2 * UJUNG), self.banyak - 2 * UJUNG
        melapor = self.rekap.filter(self.melapor, rasio__isnull=False)
        bawah = self._baca(melapor.order_by(*MENURUT_RASIO), UJUNG)
        if len(bawah) < UJUNG:
            bawah = self._baca(self.rekap.order_by(*MENURUT_PERSEN), UJUNG)
        sudah = {b.posisi.amanat.id for b in bawah}
        atas = [
            b
            for b in self._baca(melapor.order_by("-rasio", "-kode", "-kewenangan"), UJUNG)
            if b.posisi.amanat.id not in sudah
        ]
        return bawah + atas[::-1], self.banyak - len(bawah) - len(atas)

    def di_bawah_ambang(self, batas: int | None = None) -> list[Baris]:
        """Those below the ambang at TW IV; before it those projected below it, the lowest projection first."""
        if self.s.triwulan == TRIWULAN_AKHIR:
            mereka = self.bawah_ambang
            urut = MENURUT_RUPIAH if self.s.urut == "rupiah" else MENURUT_RASIO
        else:
            mereka = self.risiko
            urut = MENURUT_RUPIAH if self.s.urut == "rupiah" else ("proyeksi", "kode", "kewenangan")
        return self._baca(self.rekap.filter(mereka).order_by(*urut), batas)

    @property
    def melapor(self) -> Q:
        """Those whose figure is from the asked quarter itself, as a condition."""
        return Q(triwulan_data=self.s.triwulan)

    @property
    def belum_melapor(self) -> Q:
        """All others, as a condition."""
        return Q(triwulan_data=None) | Q(triwulan_data__lt=self.s.triwulan)

    @property
    def bawah_ambang(self) -> Q:
        """Those who reported less than the ambang, as a condition."""
        return self.melapor & Q(rasio__lt=self.buku.anggaran[self.s.tahun].ambang_bp * PER_BP)

    @property
    def bawah_target(self) -> Q:
        """Those who reported less than the target of the quarter, as a condition."""
        target = {k: u.target.get(self.s.triwulan) for k, u in self.buku.anggaran[self.s.tahun].ukuran.items()}
        mereka = [Q(kewenangan=k, rasio__lt=t * PER_BP) for k, t in target.items() if t is not None]
        return reduce(or_, mereka, Q(pk__in=[]))

    @cached_property
    def risiko(self) -> Q:
        """Those projected below the ambang (rule 9), as a condition."""
        return self.buku.berisiko(self.s.triwulan, self.ruang)

    def terjauh(self, batas: int) -> list[Baris]:
        """Those who reported and are furthest from the target: by points, or by rupiah."""
        urut = MENURUT_RUPIAH if self.s.urut == "rupiah" else MENURUT_RASIO
        return self._baca(self.rekap.filter(self.melapor, Q(kurang__gt=0)).order_by(*urut), batas)

    def belum_lapor(self, batas: int | None = None) -> list[Baris]:
        """Those without an accepted report of the quarter."""
        return self._baca(self.rekap.filter(self.belum_melapor).order_by(*self._urutan), batas)

    def terbesar(self, mereka: Q, batas: int) -> list[Baris]:
        """Those who lack most, of some."""
        return self._baca(self.rekap.filter(mereka).order_by(*MENURUT_RUPIAH), batas)

    def per_triwulan(self, baris: Sequence[Baris]) -> list[tuple[Baris, list[Posisi | None]]]:
        """The heat map: each of these at every quarter up to the asked one."""
        dipa = [b.posisi.amanat.id for b in baris]
        pada = self.buku.per_triwulan(dipa, self.s.triwulan - 1)
        return [(b, [*(milik.get(b.posisi.amanat.id) for milik in pada.values()), b.posisi]) for b in baris]
