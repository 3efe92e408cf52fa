"""What is still open in a budget year: asked before it is closed, and before the next one is opened."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Min, Q

from realisasi.kalender import TRIWULAN, akhir_triwulan, triwulan_pertama
from realisasi.models import Dipa, LaporanTriwulan, StatusLaporan

BELUM_DIISI = "Belum diisi"


@dataclass(frozen=True)
class TriwulanBelum:
    """The reports of one quarter that are not verified, by their state."""

    triwulan: int
    akhir: dt.date
    berakhir: bool
    menurut_keadaan: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def jumlah(self) -> int:
        return sum(len(nama) for _, nama in self.menurut_keadaan)


@dataclass(frozen=True)
class PemeriksaanTahun:
    """What one year still leaves open, and which satker have a DIPA in it."""

    tahun: int
    triwulan: tuple[TriwulanBelum, ...]
    kendala: tuple[tuple[str, int], ...]
    satker: tuple[str, ...]
    tanpa_pagu: tuple[str, ...]

    @property
    def jumlah_belum(self) -> int:
        """Reports of ended quarters that are not verified."""
        return sum(t.jumlah for t in self.triwulan if t.berakhir)

    @property
    def jumlah_menyusul(self) -> int:
        """Reports of quarters that have not ended yet."""
        return sum(t.jumlah for t in self.triwulan if not t.berakhir)

    @property
    def jumlah_kendala(self) -> int:
        return sum(n for _, n in self.kendala)

    @property
    def bersih(self) -> bool:
        return not (self.jumlah_belum or self.jumlah_menyusul or self.kendala)


def periksa(tahun: int, hari_ini: dt.date) -> PemeriksaanTahun:
    """Read what is open in a year, in two queries."""
    dipa = list(
        Dipa.objects.filter(tahun=tahun)
        .select_related("satker__provinsi")
        .annotate(
            sejak=Min("revisi__berlaku_sejak"),
            terbuka=Count("kendala", filter=Q(kendala__triwulan_ditutup__isnull=True), distinct=True),
        )
        .order_by("satker__provinsi__nama_pendek", "satker__kode", "kewenangan")
    )
    keadaan = {
        (dipa_id, triwulan): StatusLaporan(status)
        for dipa_id, triwulan, status in LaporanTriwulan.objects.filter(dipa__tahun=tahun).values_list(
            "dipa_id", "triwulan", "status"
        )
    }
    nama = _nama(dipa)
    belum: dict[int, dict[str, list[str]]] = {q: defaultdict(list) for q in TRIWULAN}
    for d in dipa:
        pertama = triwulan_pertama(tahun, d.sejak) if d.sejak else None
        for q in TRIWULAN:
            status = keadaan.get((d.pk, q))
            if status == StatusLaporan.DIVERIFIKASI or (status is None and (pertama is None or q < pertama)):
                continue
            belum[q][str(status.label) if status else BELUM_DIISI].append(nama[d.pk])
    urutan = [*(str(s.label) for s in StatusLaporan if s != StatusLaporan.DIVERIFIKASI), BELUM_DIISI]
    triwulan = tuple(
        TriwulanBelum(
            triwulan=q,
            akhir=akhir_triwulan(tahun, q),
            berakhir=akhir_triwulan(tahun, q) < hari_ini,
            menurut_keadaan=tuple((k, tuple(belum[q][k])) for k in urutan if k in belum[q]),
        )
        for q in TRIWULAN
        if belum[q]
    )
    return PemeriksaanTahun(
        tahun=tahun,
        triwulan=triwulan,
        kendala=tuple((nama[d.pk], d.terbuka) for d in dipa if d.terbuka),
        satker=tuple(nama[d.pk] for d in dipa),
        tanpa_pagu=tuple(nama[d.pk] for d in dipa if d.sejak is None),
    )


def _nama(dipa: Sequence[Dipa]) -> dict[int, str]:
    """`Riau`; with code or kewenangan only where the province alone would not tell them apart."""
    per_provinsi: dict[str, set[int]] = defaultdict(set)
    for d in dipa:
        per_provinsi[d.satker.provinsi_id].add(d.satker_id)
    per_satker = Counter(d.satker_id for d in dipa)
    hasil = {}
    for d in dipa:
        bagian = [d.satker.provinsi.nama_pendek]
        if len(per_provinsi[d.satker.provinsi_id]) > 1:
            bagian.append(d.satker.kode)
        if per_satker[d.satker_id] > 1:
            bagian.append(d.kewenangan)
        hasil[d.pk] = " ".join(bagian)
    return hasil
