"""The entry pages of whole satker at once, in a number of queries that does not depend on how many.

What `lembar_isian.baca_lembar` reads for one page, read in bulk for the dinas home and the bell:
every quarter of the DIPA of the running year and the two before it, and of any older one that
holds a report that was sent back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from realisasi.jendela import JendelaLaporan, jendela
from realisasi.kalender import TRIWULAN
from realisasi.lembar_isian import BahanLembar, LembarIsian, revisi_dipa, susun_lembar, versi_isi
from realisasi.models import Dipa, Kendala, LaporanTriwulan, PeriodePelaporan, PerpanjanganPeriode, StatusLaporan
from realisasi.posisi import Tahun, baca_tahun
from realisasi.tahun_baru import hari_libur

TAHUN_SEBELUMNYA = 2


@dataclass(frozen=True)
class Bahan:
    """What was read for the DIPA of some satker."""

    dipa: list[Dipa]
    laporan: Mapping[int, dict[int, LaporanTriwulan]]
    kendala: Mapping[int, list[Kendala]]
    anggaran: Mapping[int, Tahun]
    jendela: Mapping[tuple[int, int, int], JendelaLaporan]


@dataclass(frozen=True)
class Berkas:
    """The DIPA of one satker, and the entry page of every quarter that they are part of.

    Latest year first, then by kewenangan and quarter. A DIPA without a revision has no page (rule 3).
    """

    dipa: tuple[Dipa, ...] = ()
    lembar: tuple[LembarIsian, ...] = ()


def baca_berkas(satker: Collection[int], hari_ini: dt.date) -> dict[int, Berkas]:
    """What these satker have to report and have reported, by satker id."""
    bahan = _baca(satker, hari_ini)
    hasil = {}
    for pk in satker:
        dipa = tuple(d for d in bahan.dipa if d.satker_id == pk)
        hasil[pk] = Berkas(dipa, tuple(lembar for d in dipa for lembar in _lembar_dipa(d, bahan)))
    return hasil


def _baca(satker: Collection[int], hari_ini: dt.date) -> Bahan:
    dikembalikan = LaporanTriwulan.objects.filter(
        dipa__satker__in=satker, status=StatusLaporan.DIKEMBALIKAN, dipa__tahun__ditutup=False
    )
    dipa = list(
        Dipa.objects.filter(satker__in=satker)
        .filter(Q(tahun__gte=hari_ini.year - TAHUN_SEBELUMNYA) | Q(pk__in=dikembalikan.values("dipa")))
        .select_related("tahun", "satker__provinsi")
        .prefetch_related("revisi__pagu")
        .order_by("-tahun", "satker__kode", "kewenangan")
    )
    laporan: dict[int, dict[int, LaporanTriwulan]] = {}
    for lap in (
        LaporanTriwulan.objects.filter(dipa__in=dipa)
        .select_related("versi_diajukan", "versi_terverifikasi")
        .prefetch_related("rincian_draf", "versi_diajukan__rincian", "versi_terverifikasi__rincian", "catatan")
    ):
        laporan.setdefault(lap.dipa_id, {})[lap.triwulan] = lap
    kendala: dict[int, list[Kendala]] = {}
    for k in Kendala.objects.filter(dipa__in=dipa):
        kendala.setdefault(k.dipa_id, []).append(k)
    return Bahan(dipa, laporan, kendala, baca_tahun(), _baca_jendela(dipa, hari_ini))


def _baca_jendela(dipa: Iterable[Dipa], hari_ini: dt.date) -> dict[tuple[int, int, int], JendelaLaporan]:
    """The window of each satker and quarter, by satker, year and quarter."""
    pasangan = {(d.satker_id, d.tahun_id) for d in dipa}
    periode = list(PeriodePelaporan.objects.filter(tahun__in={tahun for _, tahun in pasangan}))
    sampai = {
        (p.satker_id, p.periode_id): p.sampai
        for p in PerpanjanganPeriode.objects.filter(periode__in=periode, satker__in={s for s, _ in pasangan})
    }
    hari = [hari_ini, *(p.ditutup for p in periode), *sampai.values()]
    libur = hari_libur(hari_ini.year, max(h.year for h in hari))
    hasil = {}
    for p in periode:
        for satker, tahun in pasangan:
            if tahun == p.tahun_id:
                hasil[satker, tahun, p.triwulan] = jendela(p, sampai.get((satker, p.pk)), hari_ini, libur)
    return hasil


def _lembar_dipa(dipa: Dipa, bahan: Bahan) -> Iterable[LembarIsian]:
    milik = BahanLembar(
        revisi=revisi_dipa(dipa.revisi.all()),
        laporan=bahan.laporan.get(dipa.pk, {}),
        kendala=bahan.kendala.get(dipa.pk, []),
        ukuran=bahan.anggaran[dipa.tahun_id].ukuran[dipa.kewenangan],
        tahun_lalu=_tahun_lalu(dipa, bahan),
    )
    for triwulan in TRIWULAN:
        milik_jendela = bahan.jendela.get((dipa.satker_id, dipa.tahun_id, triwulan))
        lembar = susun_lembar(dipa, triwulan, milik, milik_jendela, ringkas=True)
        if lembar is not None:
            yield lembar


def _tahun_lalu(dipa: Dipa, bahan: Bahan) -> list[int]:
    """Totals of last year's verified quarters of the same satker and kewenangan."""
    return [
        sum(versi_isi(lap.versi_terverifikasi).values())
        for lain in bahan.dipa
        if (lain.satker_id, lain.kewenangan, lain.tahun_id) == (dipa.satker_id, dipa.kewenangan, dipa.tahun_id - 1)
        for lap in bahan.laporan.get(lain.pk, {}).values()
        if lap.versi_terverifikasi is not None
    ]
