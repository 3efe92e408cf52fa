"""What the page of settings shows of one year, read in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from realisasi.kalender import TRIWULAN, Jendela, jendela_bawaan
from realisasi.models import Dipa, HariLibur, PeriodePelaporan, PerpanjanganPeriode, TahunAnggaran, Target
from realisasi.pengaturan import KunciTarget


@dataclass(frozen=True)
class LembarPengaturan:
    """The settings of one year as they are stored."""

    anggaran: TahunAnggaran
    semua_tahun: tuple[int, ...]
    target: dict[KunciTarget, Target]
    periode: dict[int, PeriodePelaporan]
    perpanjangan: tuple[PerpanjanganPeriode, ...]
    satker: tuple[tuple[int, str], ...]
    hari_libur: dict[dt.date, HariLibur]
    hari_ini: dt.date

    @property
    def tahun(self) -> int:
        return self.anggaran.tahun

    @property
    def tahun_berikut(self) -> int:
        return self.tahun + 1

    @property
    def libur(self) -> list[HariLibur]:
        """The holidays of the year."""
        return [h for h in self.hari_libur.values() if h.tanggal.year == self.tahun]

    @property
    def libur_januari(self) -> list[HariLibur]:
        """Those of the January after it, on which the due day of TW IV depends."""
        return [h for h in self.hari_libur.values() if (h.tanggal.year, h.tanggal.month) == (self.tahun + 1, 1)]

    @property
    def tahun_tanpa_libur(self) -> list[int]:
        """Which of the two years has no holiday at all, so that the national ones can be filled in."""
        terisi = {h.year for h in self.hari_libur}
        return [t for t in (self.tahun, self.tahun + 1) if t not in terisi]

    @property
    def bawaan(self) -> dict[int, Jendela]:
        """The windows that the holidays give by default."""
        return {q: jendela_bawaan(self.tahun, q, self.hari_libur.keys()) for q in TRIWULAN}


def baca_lembar_pengaturan(tahun: int | None, hari_ini: dt.date) -> LembarPengaturan | None:
    """The settings of `tahun`, or of the latest year; None where there is no such year."""
    semua = {a.tahun: a for a in TahunAnggaran.objects.order_by("-tahun")}
    anggaran = semua.get(next(iter(semua), 0) if tahun is None else tahun)
    if anggaran is None:
        return None
    t = anggaran.tahun
    satker = (
        Dipa.objects.filter(tahun=t)
        .order_by("satker__provinsi__nama_pendek", "satker__kode")
        .values_list("satker_id", "satker__provinsi__nama_pendek", "satker__kode")
        .distinct()
    )
    return LembarPengaturan(
        anggaran=anggaran,
        semua_tahun=tuple(semua),
        target={(x.triwulan, x.kewenangan): x for x in Target.objects.filter(tahun=t)},
        periode={p.triwulan: p for p in PeriodePelaporan.objects.filter(tahun=t)},
        perpanjangan=tuple(
            PerpanjanganPeriode.objects.filter(periode__tahun=t)
            .select_related("periode", "satker__provinsi")
            .order_by("-periode__triwulan", "satker__provinsi__nama_pendek", "satker__kode")
        ),
        satker=tuple((pk, f"{nama} · {kode}") for pk, nama, kode in satker),
        hari_libur={
            h.tanggal: h
            for h in HariLibur.objects.filter(tanggal__range=(dt.date(t, 1, 1), dt.date(t + 1, 12, 31))).order_by(
                "tanggal"
            )
        },
        hari_ini=hari_ini,
    )
