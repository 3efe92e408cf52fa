"""A year in few sums, kept in the memory of the process for as long as nothing of it changes.

What is kept is told apart by the sum of the random `cap` of its DIPA: it is asked for anew each time,
so two hosts never have to tell each other, and what a transaction took back is never found again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db.models import Count, Sum

from realisasi.kalender import TRIWULAN
from realisasi.models import Rekap
from realisasi.penilaian import TRIWULAN_AKHIR

TAHUN_DISIMPAN = 64


class Cap(NamedTuple):
    """What tells one state of a year from every other: how many DIPA it has, and the sum of their `cap`."""

    banyak: int
    jumlah: int


KOSONG = Cap(0, 0)


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


def baca_cap(tahun: Collection[int] | None, *, sementara: bool) -> dict[int, Cap]:
    """The state of each of these years, or of all (one query)."""
    baris = Rekap.objects.filter(sementara=sementara, triwulan=TRIWULAN_AKHIR)
    if tahun is not None:
        baris = baris.filter(tahun__in=tahun)
    per_tahun = (
        baris.order_by().values_list("tahun").annotate(banyak=Count("cap"), jumlah=Sum("cap"))
    )  # of the index alone
    return {t: Cap(n, int(jumlah)) for t, n, jumlah in per_tahun}


_simpanan: OrderedDict[tuple[int, bool, Cap], tuple[JumlahTahun, ...]] = OrderedDict()


def jumlah_tahun(cap: Mapping[int, Cap], *, sementara: bool) -> dict[int, tuple[JumlahTahun, ...]]:
    """The sums of these years in these states (one query for all that are not kept yet)."""
    hasil = {t: _simpanan.get((t, sementara, c)) for t, c in cap.items()}
    if belum := [t for t, isi in hasil.items() if isi is None]:
        dibaca = _baca_jumlah(belum, sementara=sementara)
        for t in belum:
            hasil[t] = _simpanan[t, sementara, cap[t]] = dibaca.get(t, ())
        while len(_simpanan) > TAHUN_DISIMPAN:
            _simpanan.popitem(last=False)
    return {t: isi or () for t, isi in hasil.items()}


def _baca_jumlah(tahun: Collection[int], *, sementara: bool) -> dict[int, tuple[JumlahTahun, ...]]:
    baris = (
        Rekap.objects.filter(tahun__in=tahun, sementara=sementara)
        .order_by()
        .values_list("tahun", "triwulan", "provinsi_id", "kewenangan", "triwulan_data")
        .annotate(banyak=Count("pk"), j_pagu=Sum("pagu"), j_blokir=Sum("blokir"), j_realisasi=Sum("realisasi"))
    )
    hasil: dict[int, list[JumlahTahun]] = {}
    for t, triwulan, provinsi, kewenangan, data, banyak, *uang in baris:
        pagu, blokir, realisasi = (int(n) for n in uang)
        hasil.setdefault(t, []).append(
            JumlahTahun(triwulan, provinsi, kewenangan, data, banyak, pagu, blokir, realisasi)
        )
    return {t: tuple(sorted(isi, key=lambda j: (j[:3], j[3] or 0))) for t, isi in hasil.items()}


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
