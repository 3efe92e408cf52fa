"""What a plan is compared with, read in a number of queries that does not depend on the rows.

Where a file names few satker only theirs is read, else all of its years.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from realisasi.kalender import triwulan_pertama
from realisasi.lembar_isian import BERLAKU
from realisasi.models import (
    Bukti,
    Dipa,
    LaporanTriwulan,
    RealisasiPerbendaharaan,
    RevisiDipa,
    RincianDraf,
    StatusLaporan,
    TahunAnggaran,
    VersiLaporan,
)
from realisasi.posisi import Revisi
from satker.models import Satker

TAHUN_TERAWAL, TAHUN_TERAKHIR = 2000, 2100
SEDIKIT: Final = 500
"""Up to how many satker are asked for by their codes."""

KunciDipa = tuple[int, str, str]
"""Year, kewenangan, code of the satker."""


class SatkerAda(NamedTuple):
    """A satker as it is stored."""

    id: int
    nama: str
    provinsi: str


@dataclass
class DipaAda:
    """A DIPA as it is stored, with its revisions by number."""

    id: int
    tahun: int
    kewenangan: str
    kode: str
    nomor: str
    revisi: dict[int, Revisi] = field(default_factory=dict)

    @cached_property
    def pertama(self) -> int | None:
        """The first quarter in which a revision is in force (rule 10); None for none."""
        mulai = min((r.berlaku_sejak for r in self.revisi.values()), default=None)
        return triwulan_pertama(self.tahun, mulai) if mulai else None


@dataclass
class LaporanAda:
    """A report as it is stored.

    `isi` holds the amounts of each version by its key. `sendiri` says that the dinas submitted a
    version itself, `berdraf` that its draft has content.
    """

    id: int
    status: StatusLaporan
    versi_diajukan: int | None
    versi_terverifikasi: int | None
    perubahan_ke: int
    berdraf: bool
    isi: dict[int, dict[str, int]] = field(default_factory=dict)
    sendiri: bool = False
    nomor_terakhir: int = 0

    @property
    def resmi(self) -> dict[str, int] | None:
        """What counts under angka resmi."""
        return None if self.versi_terverifikasi is None else self.isi.get(self.versi_terverifikasi, {})

    @property
    def sementara(self) -> dict[str, int] | None:
        """What counts under angka sementara."""
        if self.status is StatusLaporan.DIAJUKAN and self.versi_diajukan is not None:
            return self.isi.get(self.versi_diajukan, {})
        return self.resmi

    @property
    def terakhir(self) -> dict[str, int]:
        """What was submitted last."""
        return self.isi.get(self.versi_diajukan or self.versi_terverifikasi or 0, {})

    @property
    def berlaku(self) -> bool:
        return self.status in BERLAKU


def baca_satker(kode: Collection[str]) -> dict[str, SatkerAda]:
    """The satker with these codes."""
    baris = saring(Satker.objects.all(), kode, "kode").values_list("kode", "pk", "nama", "provinsi_id")
    return {k: SatkerAda(*isi) for k, *isi in baris}


def baca_tahun(tahun: Collection[int]) -> dict[int, bool]:
    """The years that exist, and whether each is closed."""
    return dict(TahunAnggaran.objects.filter(pk__in=_mungkin(tahun)).values_list("tahun", "ditutup"))


def baca_dipa(tahun: Collection[int], kode: Collection[str]) -> dict[KunciDipa, DipaAda]:
    """The DIPA of these years and satker, with their revisions (two queries)."""
    dipa = saring(Dipa.objects.filter(tahun__in=_mungkin(tahun)), kode, "satker__kode")
    semua = {
        pk: DipaAda(pk, t, kewenangan, k, nomor)
        for pk, t, kewenangan, k, nomor in dipa.order_by().values_list(
            "pk", "tahun_id", "kewenangan", "satker__kode", "nomor"
        )
    }
    revisi = saring(RevisiDipa.objects.filter(dipa__tahun__in=_mungkin(tahun)), kode, "dipa__satker__kode")
    rincian: dict[tuple[int, int], dict[str, tuple[int, int]]] = {}
    for dipa_id, nomor, sejak, jenis, pagu, blokir in revisi.order_by().values_list(
        "dipa_id", "nomor", "berlaku_sejak", "pagu__jenis", "pagu__pagu", "pagu__blokir"
    ):
        if dipa_id not in semua:
            continue
        if (isi := rincian.get((dipa_id, nomor))) is None:
            isi = rincian[dipa_id, nomor] = {}
            semua[dipa_id].revisi[nomor] = Revisi(nomor, sejak, "", isi)
        if jenis is not None:
            isi[jenis] = (pagu, blokir)
    return {(d.tahun, d.kewenangan, d.kode): d for d in semua.values()}


def baca_nomor() -> dict[str, KunciDipa]:
    """Whose each DIPA number is (one query)."""
    baris = Dipa.objects.exclude(nomor="").order_by().values_list("nomor", "tahun_id", "kewenangan", "satker__kode")
    return {nomor: (tahun, kewenangan, kode) for nomor, tahun, kewenangan, kode in baris}


def baca_laporan(tahun: Collection[int], kode: Collection[str]) -> dict[int, dict[int, LaporanAda]]:
    """The reports by DIPA and quarter (two queries)."""
    laporan = saring(LaporanTriwulan.objects.filter(dipa__tahun__in=_mungkin(tahun)), kode, "dipa__satker__kode")
    milik = {"laporan": OuterRef("pk")}
    baris = laporan.annotate(
        ada_rincian=Exists(RincianDraf.objects.filter(**milik)), ada_bukti=Exists(Bukti.objects.filter(**milik))
    ).order_by()
    hasil: dict[int, dict[int, LaporanAda]] = defaultdict(dict)
    per_id: dict[int, LaporanAda] = {}
    for b in baris.values(
        "pk", "dipa_id", "triwulan", "status", "versi_diajukan_id", "versi_terverifikasi_id", "perubahan_ke",
        "kendala_draf", "alasan_draf", "basis", "tanggal_data", "fisik", "ada_rincian", "ada_bukti",
    ):  # fmt: skip
        draf = (b["ada_rincian"], b["ada_bukti"], b["kendala_draf"], b["alasan_draf"], b["basis"], b["tanggal_data"])
        ada = LaporanAda(
            id=b["pk"],
            status=StatusLaporan(b["status"]),
            versi_diajukan=b["versi_diajukan_id"],
            versi_terverifikasi=b["versi_terverifikasi_id"],
            perubahan_ke=b["perubahan_ke"],
            berdraf=any(draf) or b["fisik"] is not None,
        )
        per_id[ada.id] = hasil[b["dipa_id"]][b["triwulan"]] = ada
    versi = saring(
        VersiLaporan.objects.filter(laporan__dipa__tahun__in=_mungkin(tahun)), kode, "laporan__dipa__satker__kode"
    )
    for laporan_id, pk, nomor, asal, jenis, nilai in versi.order_by().values_list(
        "laporan_id", "pk", "nomor", "asal", "rincian__jenis", "rincian__realisasi"
    ):
        if (milik_laporan := per_id.get(laporan_id)) is None:
            continue
        milik_laporan.sendiri |= not asal
        milik_laporan.nomor_terakhir = max(milik_laporan.nomor_terakhir, nomor)
        rincian = milik_laporan.isi.setdefault(pk, {})
        if jenis is not None:
            rincian[jenis] = nilai
    return hasil


class AngkaAda(NamedTuple):
    """The treasury's figures of one DIPA and quarter, cumulative, as they are stored."""

    realisasi_sd: dict[str, int]
    basis: str
    tanggal_data: dt.date | None


def baca_perbendaharaan(tahun: Collection[int], kode: Collection[str]) -> dict[int, dict[int, AngkaAda]]:
    """The treasury's figures by DIPA and quarter (one query)."""
    baris = saring(RealisasiPerbendaharaan.objects.filter(dipa__tahun__in=_mungkin(tahun)), kode, "dipa__satker__kode")
    hasil: dict[int, dict[int, AngkaAda]] = defaultdict(dict)
    for dipa_id, triwulan, jenis, nilai, basis, tanggal in baris.order_by("jenis").values_list(
        "dipa_id", "triwulan", "jenis", "realisasi_sd", "basis", "tanggal_data"
    ):
        ada = hasil[dipa_id].setdefault(triwulan, AngkaAda({}, basis, tanggal))
        ada.realisasi_sd[jenis] = nilai
    return hasil


def saring(baris: QuerySet[Any], kode: Collection[str], jalur: str) -> QuerySet[Any]:
    """Rows of these satker alone, where they are few enough to be named."""
    return baris.filter(**{f"{jalur}__in": sorted(kode)}) if len(kode) <= SEDIKIT else baris


def _mungkin(tahun: Collection[int]) -> set[int]:
    """The years that can be at all: a file may hold anything, a column of the database not."""
    return {t for t in tahun if TAHUN_TERAWAL <= t <= TAHUN_TERAKHIR}
