"""From what was read to positions: rules 2, 3, 6 and the shares of rule 9."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping

from realisasi import penilaian
from realisasi.kalender import TRIWULAN, akhir_triwulan, triwulan_pertama
from realisasi.penilaian import PENUH, Pangsa, Ukuran
from realisasi.posisi.isi import Amanat, Angka, Laporan, Posisi, Revisi, Tahun


class Buku:
    """What was read for some years and one angka; answers for each of their quarters."""

    def __init__(
        self,
        angka: Angka,
        tahun: Mapping[int, Tahun],
        amanat: Iterable[Amanat],
        revisi: Mapping[int, list[Revisi]],
        laporan: Mapping[tuple[int, int], Laporan],
        riwayat: Mapping[str, Mapping[int, Mapping[int, int]]] | None,
    ) -> None:
        self.angka = angka
        self.tahun = tahun
        self.amanat = tuple(amanat)
        self.revisi = revisi
        self.laporan = laporan
        self.riwayat = riwayat
        self._per_tahun: defaultdict[int, list[Amanat]] = defaultdict(list)
        for a in self.amanat:
            self._per_tahun[a.tahun].append(a)
        self._pangsa: dict[tuple[int, str, int], Pangsa | None] = {}
        self._hasil: dict[tuple[int, int], list[Posisi]] = {}

    def posisi(self, tahun: int, triwulan: int, kewenangan: str | None = None) -> list[Posisi]:
        """A position per DIPA that is part of the quarter, in the order of kewenangan, then kode."""
        if (tahun, triwulan) not in self._hasil:
            semua = (self._posisi(a, triwulan) for a in self._per_tahun[tahun])
            self._hasil[tahun, triwulan] = [p for p in semua if p is not None]
        hasil = self._hasil[tahun, triwulan]
        return [p for p in hasil if p.amanat.kewenangan == kewenangan] if kewenangan else list(hasil)

    def sebagian(self, dipa: Container[int]) -> Buku:
        """What was read, for some of its DIPA alone."""
        milik = (a for a in self.amanat if a.id in dipa)
        return Buku(self.angka, self.tahun, milik, self.revisi, self.laporan, self.riwayat)

    def kewenangan_ada(self, tahun: int, triwulan: int) -> set[str]:
        """The kewenangan that have a DIPA in a quarter."""
        return {p.amanat.kewenangan for p in self.posisi(tahun, triwulan)}

    def _posisi(self, amanat: Amanat, triwulan: int) -> Posisi | None:
        revisi = revisi_berlaku(self.revisi.get(amanat.id, ()), akhir_triwulan(amanat.tahun, triwulan))
        if revisi is None:
            return None
        diterima = {q: lap.diterima for q in TRIWULAN if (lap := self.laporan.get((amanat.id, q))) is not None}
        terakhir = triwulan_dihitung(self._pertama(amanat), diterima, triwulan)
        kumulatif: dict[str, int] = {}
        if terakhir is not None:
            for q in range(self._pertama(amanat) or 1, terakhir + 1):
                for jenis, nilai in (diterima[q] or {}).items():
                    kumulatif[jenis] = kumulatif.get(jenis, 0) + nilai
        return Posisi(
            amanat=amanat,
            triwulan=triwulan,
            revisi=revisi,
            realisasi_jenis=kumulatif,
            triwulan_data=terakhir,
            ukuran=self.tahun[amanat.tahun].ukuran[amanat.kewenangan],
            pangsa=self.pangsa(amanat.tahun, amanat.kewenangan, terakhir) if terakhir else None,
            laporan=self.laporan.get((amanat.id, triwulan)),
        )

    def _pertama(self, amanat: Amanat) -> int | None:
        revisi = self.revisi.get(amanat.id, ())
        return triwulan_pertama(amanat.tahun, min(r.berlaku_sejak for r in revisi)) if revisi else None

    def pangsa(self, tahun: int, kewenangan: str, triwulan: int) -> Pangsa | None:
        """Share of the year's spending reached by a quarter (rule 9)."""
        if self.riwayat is None:
            return None
        kunci = (tahun, kewenangan, triwulan)
        if kunci not in self._pangsa:
            ukuran = self.tahun[tahun].ukuran[kewenangan]
            self._pangsa[kunci] = pangsa_dari(self.riwayat.get(kewenangan, {}), tahun, triwulan, ukuran)
        return self._pangsa[kunci]

    def dasar_pangsa(self, tahun: int, kewenangan: str) -> list[int]:
        """The years that the share of `pangsa` comes from, latest first; empty: the target path."""
        return dasar_pangsa((self.riwayat or {}).get(kewenangan, {}), tahun)


def pangsa_dari(lengkap: Mapping[int, Mapping[int, int]], tahun: int, triwulan: int, ukuran: Ukuran) -> Pangsa | None:
    """The share of rule 9 for a quarter of a year: by the complete years before it, else by the target path.

    `lengkap` gives the cumulative realisasi by quarter of the complete years of the kewenangan.
    """
    if triwulan == penilaian.TRIWULAN_AKHIR:
        return PENUH
    sebelumnya = [(t, k) for t, k in lengkap.items() if t < tahun]
    return penilaian.pangsa_riwayat(sebelumnya, triwulan) or penilaian.pangsa_jalur_target(ukuran.target, triwulan)


def dasar_pangsa(lengkap: Mapping[int, Mapping[int, int]], tahun: int) -> list[int]:
    """The years that `pangsa_dari` rests on, latest first; empty: the target path."""
    berisi = [t for t, k in lengkap.items() if t < tahun and k[penilaian.TRIWULAN_AKHIR] != 0]
    return sorted(berisi, reverse=True)[: penilaian.TAHUN_DASAR_PANGSA]


def revisi_berlaku(revisi: Iterable[Revisi], hari: dt.date) -> Revisi | None:
    """The revision in force on a day: the latest `berlaku_sejak`, then the higher number (rule 3)."""
    return max((r for r in revisi if r.berlaku_sejak <= hari), key=lambda r: (r.berlaku_sejak, r.nomor), default=None)


def triwulan_dihitung(pertama: int | None, diterima: Mapping[int, object | None], sampai: int) -> int | None:
    """The latest quarter up to `sampai` that counts: accepted, and so is every earlier one (rule 6).

    Counted from the first quarter in which a revision of the DIPA is in force.
    """
    terakhir = None
    for q in range(pertama or penilaian.TRIWULAN_AKHIR + 1, sampai + 1):
        if diterima.get(q) is None:
            break
        terakhir = q
    return terakhir
