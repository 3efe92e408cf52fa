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

from realisasi.isian import Isian, dari_draf, lengkapi_kendala
from realisasi.jendela import JendelaLaporan
from realisasi.kalender import TRIWULAN, akhir_triwulan, sisa_hari_kerja, triwulan_pertama
from realisasi.lembar_isian import BERLAKU, LembarIsian, versi_isi
from realisasi.models import Dipa, Kendala, LaporanTriwulan, PeriodePelaporan, PerpanjanganPeriode, StatusLaporan
from realisasi.posisi import Revisi, Tahun, baca_tahun, revisi_berlaku
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
            if tahun != p.tahun_id:
                continue
            perpanjangan = sampai.get((satker, p.pk))
            berakhir = max(p.ditutup, perpanjangan or p.ditutup)
            batas = p.tenggat if hari_ini <= p.tenggat else berakhir
            hasil[satker, tahun, p.triwulan] = JendelaLaporan(
                dibuka=p.dibuka,
                tenggat=p.tenggat,
                ditutup=p.ditutup,
                diperpanjang=perpanjangan,
                hari_ini=hari_ini,
                sisa_hari_kerja=sisa_hari_kerja(hari_ini, batas, libur),
                pengumuman=p.pengumuman,
            )
    return hasil


def _lembar_dipa(dipa: Dipa, bahan: Bahan) -> Iterable[LembarIsian]:
    revisi = [
        Revisi(r.nomor, r.berlaku_sejak, r.catatan, {p.jenis: (p.pagu, p.blokir) for p in r.pagu.all()})
        for r in dipa.revisi.all()
    ]
    pertama = triwulan_pertama(dipa.tahun_id, min(r.berlaku_sejak for r in revisi)) if revisi else None
    if pertama is None:
        return
    semua = bahan.laporan.get(dipa.pk, {})
    for triwulan in TRIWULAN[pertama - 1 :]:
        berlaku = revisi_berlaku(revisi, akhir_triwulan(dipa.tahun_id, triwulan))
        if berlaku is None:
            continue
        laporan = semua.get(triwulan)
        versi_lalu = (laporan.versi_diajukan or laporan.versi_terverifikasi) if laporan else None
        terbuka = [
            k
            for k in bahan.kendala.get(dipa.pk, [])
            if k.triwulan_dibuka <= triwulan
            and (k.triwulan_ditutup is None or k.triwulan_ditutup >= triwulan)
            and (k.triwulan_dibuka < triwulan or versi_lalu is not None)
        ]
        sebelumnya = {q: _isi(semua.get(q)) for q in range(pertama, triwulan)}
        yield LembarIsian(
            dipa=dipa,
            triwulan=triwulan,
            tahun=dipa.tahun,
            laporan=laporan,
            pertama=pertama,
            revisi=berlaku,
            ukuran=bahan.anggaran[dipa.tahun_id].ukuran[dipa.kewenangan],
            jendela=bahan.jendela.get((dipa.satker_id, dipa.tahun_id, triwulan)),
            isian=_isian(laporan, terbuka, triwulan),
            sebelumnya=sebelumnya,
            sesudahnya={
                q: versi_isi(lap.versi_berlaku) for q, lap in semua.items() if q > triwulan and lap.status in BERLAKU
            },
            kendala_terbuka=terbuka,
            versi_lalu=versi_lalu,
            riwayat=[sum(isi.values()) for _, isi in sebelumnya.values()] or _tahun_lalu(dipa, bahan),
        )


def _isian(laporan: LaporanTriwulan | None, terbuka: Iterable[Kendala], triwulan: int) -> Isian:
    """The draft; of a report that waits or is verified, its figures alone."""
    if laporan is None:
        return Isian(kendala=lengkapi_kendala((), terbuka, triwulan))
    versi = laporan.versi_berlaku
    if laporan.status in BERLAKU and versi is not None:
        return Isian(versi_isi(versi), versi.basis, versi.tanggal_data, versi.fisik)
    return dari_draf(laporan, terbuka)


def _isi(laporan: LaporanTriwulan | None) -> tuple[StatusLaporan | None, dict[str, int]]:
    """State and amounts of an earlier quarter: of the version that counts, else of its draft."""
    if laporan is None:
        return None, {}
    if laporan.status in BERLAKU:
        return StatusLaporan(laporan.status), versi_isi(laporan.versi_berlaku)
    return StatusLaporan(laporan.status), {r.jenis: r.realisasi for r in laporan.rincian_draf.all()}


def _tahun_lalu(dipa: Dipa, bahan: Bahan) -> list[int]:
    """Totals of last year's verified quarters of the same satker: the pattern for a first quarter."""
    jumlah: dict[int, int] = {}
    for lain in bahan.dipa:
        if lain.satker_id == dipa.satker_id and lain.tahun_id == dipa.tahun_id - 1:
            for triwulan, lap in bahan.laporan.get(lain.pk, {}).items():
                if lap.versi_terverifikasi is not None:
                    nilai = sum(versi_isi(lap.versi_terverifikasi).values())
                    jumlah[triwulan] = jumlah.get(triwulan, 0) + nilai
    return list(jumlah.values())
