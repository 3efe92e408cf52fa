"""A year in few sums, kept province by province for as long as nothing of it changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from realisasi.kalender import TRIWULAN
from realisasi.models import Rekap, dengan_angka
from realisasi.penilaian import TRIWULAN_AKHIR
from realisasi.rekap.ingatan import Ingatan

PROVINSI_TAHUN_DISIMPAN = 2_500
"""Provinces times years times kinds of angka: some thirty years of the whole country."""


class Cap(NamedTuple):
    """What tells one state of some DIPA from every other: how many they are, and the sum of their `cap`."""

    banyak: int
    jumlah: int


CapTahun = Mapping[str, Cap]
"""The state of a year: that of each of its provinces, by code."""


class JumlahTahun(NamedTuple):
    """The DIPA of one quarter, province, kewenangan and quarter of the figure, in rupiah and cumulative."""

    triwulan: int
    provinsi: str
    kewenangan: str
    triwulan_data: int | None
    banyak: int
    pagu: int
    blokir: int
    realisasi: int


Kunci = tuple[int, bool, str, Cap]
INGATAN: Ingatan[Kunci, tuple[JumlahTahun, ...]] = Ingatan(PROVINSI_TAHUN_DISIMPAN)


def baca_cap(tahun: Collection[int] | None, *, sementara: bool) -> dict[int, dict[str, Cap]]:
    """The state of each of these years, or of all (one query, of an index alone)."""
    baris = Rekap.objects.filter(dengan_angka(sementara=sementara), triwulan=TRIWULAN_AKHIR)
    if tahun is not None:
        baris = baris.filter(tahun__in=tahun)
    per_provinsi = baris.order_by().values_list("tahun", "provinsi_id").annotate(banyak=Count("cap"), jumlah=Sum("cap"))
    hasil: dict[int, dict[str, Cap]] = {}
    for t, provinsi, banyak, jumlah in per_provinsi:
        hasil.setdefault(t, {})[provinsi] = Cap(banyak, int(jumlah))
    return hasil


def jumlah_tahun(cap: Mapping[int, CapTahun], *, sementara: bool) -> dict[int, tuple[JumlahTahun, ...]]:
    """The sums of these years in these states (one query for all that is not kept yet)."""
    diminta = {t: [(t, sementara, provinsi, c) for provinsi, c in sorted(milik.items())] for t, milik in cap.items()}
    ada = INGATAN.ambil([k for semua in diminta.values() for k in semua], _baca_jumlah)
    return {t: tuple(j for k in semua for j in ada[k]) for t, semua in diminta.items()}


def _baca_jumlah(kunci: Collection[Kunci]) -> dict[Kunci, tuple[JumlahTahun, ...]]:
    per_tahun: dict[tuple[int, bool], list[str]] = {}
    for tahun, sementara, provinsi, _ in kunci:
        per_tahun.setdefault((tahun, sementara), []).append(provinsi)
    dicari = Q()
    for (tahun, sementara), milik in per_tahun.items():
        dicari |= Q(dengan_angka(sementara=sementara), tahun=tahun, provinsi__in=milik)
    baris = (
        Rekap.objects.filter(dicari)
        .order_by()
        .values_list("tahun", "sementara", "triwulan", "provinsi_id", "kewenangan", "triwulan_data")
        .annotate(banyak=Count("pk"), j_pagu=Sum("pagu"), j_blokir=Sum("blokir"), j_realisasi=Sum("realisasi"))
    )
    hasil: dict[tuple[int, bool, str], list[JumlahTahun]] = {}
    for tahun, sementara, triwulan, provinsi, kewenangan, data, banyak, *uang in baris:
        pagu, blokir, realisasi = (int(n) for n in uang)
        hasil.setdefault((tahun, sementara, provinsi), []).append(
            JumlahTahun(triwulan, provinsi, kewenangan, data, banyak, pagu, blokir, realisasi)
        )
    return {k: tuple(sorted(hasil.get(k[:3], ()), key=lambda j: (j[:3], j[3] or 0))) for k in kunci}


def baca_riwayat(sebelum: int, *, sementara: bool) -> dict[str, dict[int, dict[int, int]]]:
    """Cumulative realisasi by quarter of all complete years before one, for each kewenangan (rule 9)."""
    hasil: dict[str, dict[int, dict[int, int]]] = {}
    cap = baca_cap(None, sementara=sementara)
    for tahun, jumlah in jumlah_tahun({t: c for t, c in cap.items() if t < sebelum}, sementara=sementara).items():
        for kewenangan, kumulatif in kumulatif_lengkap(jumlah).items():
            hasil.setdefault(kewenangan, {})[tahun] = kumulatif
    return hasil


def kumulatif_lengkap(jumlah: Collection[JumlahTahun]) -> dict[str, dict[int, int]]:
    """Cumulative realisasi by quarter, of each kewenangan that is complete in that year (rule 9).

    Complete: every DIPA that is part of TW IV has an accepted TW IV; by rule 6 all its quarters are then accepted.
    """
    akhir = [j for j in jumlah if j.triwulan == TRIWULAN_AKHIR]
    kurang = {j.kewenangan for j in akhir if j.triwulan_data != TRIWULAN_AKHIR}
    hasil: dict[str, dict[int, int]] = {}
    for j in jumlah:
        if j.kewenangan not in kurang:
            hasil.setdefault(j.kewenangan, dict.fromkeys(TRIWULAN, 0))[j.triwulan] += j.realisasi
    return hasil
