"""How one quarter was reported: when it was submitted, returned, verified, and what it said."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Set as AbstractSet
from zoneinfo import ZoneInfo

from realisasi.demo import berjalan, teks
from realisasi.demo.bentuk import RencanaLaporan, RencanaVersi, acak
from realisasi.demo.jalur import TAHUN_BERJALAN
from realisasi.demo.pagu import BARANG
from realisasi.kalender import adalah_hari_kerja, akhir_triwulan, hari_kerja_ke, jendela_bawaan

WIB = ZoneInfo("Asia/Jakarta")
SELESAI = 100
# The draft of Riau for TW III: begun after the due day, one jenis entered, no basis yet.
DRAF_AWAL = {"14", "93"}


def susun_laporan(
    tahun: int, kode: str, triwulan: int, rincian: dict[str, int], fisik: int, libur: AbstractSet[dt.date]
) -> RencanaLaporan | None:
    """The report of one quarter, or None where the dinas has not begun.

    `rincian` is what was spent in that quarter alone per jenis belanja, rupiah; `fisik`
    the physical progress in percent.
    """
    keadaan = berjalan.keadaan(kode, triwulan) if tahun == TAHUN_BERJALAN else berjalan.DIVERIFIKASI
    if keadaan is None:
        return None
    rng = acak("lapor", tahun, kode, triwulan)
    basis = "AKRUAL" if acak("basis", kode).randint(1, 100) <= 6 else "SP2D"  # noqa: PLR2004
    if keadaan == berjalan.DRAF:
        return _draf(kode, triwulan, rincian, basis, akhir_triwulan(tahun, triwulan), fisik)
    pertama = _hari_pengajuan(rng, tahun, triwulan, libur)
    versi = [RencanaVersi(1, _jam(rng, pertama), rincian)]
    terakhir = pertama
    if keadaan == berjalan.DIVERIFIKASI and rng.randint(1, 100) <= 7:  # noqa: PLR2004
        terakhir = hari_kerja_ke(rng.randint(3, 6), pertama + dt.timedelta(days=1), libur)
        versi = [
            RencanaVersi(1, versi[0].diajukan_pada, _keliru(rng, rincian)),
            RencanaVersi(2, _jam(rng, terakhir), rincian),
        ]
    dibuka_kembali = triwulan == 2 and keadaan == berjalan.DIKEMBALIKAN  # noqa: PLR2004
    diverifikasi = keadaan == berjalan.DIVERIFIKASI or dibuka_kembali
    return RencanaLaporan(
        triwulan=triwulan,
        status=keadaan,
        draf=rincian,
        basis=basis,
        tanggal_data=akhir_triwulan(tahun, triwulan),
        fisik=fisik,
        versi=tuple(versi),
        diverifikasi_pada=_jam(rng, hari_kerja_ke(rng.randint(2, 9), terakhir + dt.timedelta(days=1), libur))
        if diverifikasi
        else None,
        alasan=_alasan(kode, dibuka_kembali=dibuka_kembali) if keadaan == berjalan.DIKEMBALIKAN else "",
    )


def _draf(
    kode: str, triwulan: int, rincian: dict[str, int], basis: str, tanggal_data: dt.date, fisik: int
) -> RencanaLaporan:
    if kode in DRAF_AWAL:
        sebagian = {BARANG: rincian[BARANG]}
        return RencanaLaporan(triwulan, berjalan.DRAF, sebagian, "", None, None)
    return RencanaLaporan(triwulan, berjalan.DRAF, rincian, basis, tanggal_data, fisik)


def _alasan(kode: str, *, dibuka_kembali: bool) -> str:
    if dibuka_kembali:
        return teks.ALASAN_DIBUKA_KEMBALI
    if kode == "11":
        return teks.ALASAN_ACEH
    return acak("alasan", kode).choice(teks.ALASAN_DIKEMBALIKAN)


def _hari_pengajuan(rng: random.Random, tahun: int, triwulan: int, libur: AbstractSet[dt.date]) -> dt.date:
    """Mostly within the due day, towards its end; one in seven late by up to three weeks."""
    jendela = jendela_bawaan(tahun, triwulan, libur)
    if rng.randint(1, 7) == 1:
        hari = jendela.tenggat + dt.timedelta(days=rng.choice((1, 2, 3, 4, 5, 8, 11, 15, 20)))
    else:
        hari = jendela.dibuka + dt.timedelta(
            days=max(rng.randint(0, (jendela.tenggat - jendela.dibuka).days) for _ in "ab")
        )
    while not adalah_hari_kerja(hari, libur) and hari < jendela.tenggat:
        hari += dt.timedelta(days=1)
    return hari


def _jam(rng: random.Random, hari: dt.date) -> dt.datetime:
    """A moment of office hours, WIB."""
    return dt.datetime(hari.year, hari.month, hari.day, rng.randint(8, 16), rng.randint(0, 59), tzinfo=WIB)


def _keliru(rng: random.Random, rincian: dict[str, int]) -> dict[str, int]:
    """A first version that left out the last payments and was sent back."""
    return {
        jenis: nilai * rng.randint(91, 97) // 100 if jenis == BARANG and nilai > 0 else nilai
        for jenis, nilai in rincian.items()
    }


def kemajuan_fisik(tahun: int, kode: str, persen: list[int]) -> list[int]:
    """Physical progress per quarter, percent, from the cumulative spending per quarter in percent."""
    hasil: list[int] = []
    for triwulan, nilai in enumerate(persen, start=1):
        fisik = min(SELESAI, nilai + acak("fisik", tahun, kode, triwulan).randint(0, 7))
        if triwulan == 4 and nilai >= 96:  # noqa: PLR2004
            fisik = SELESAI
        hasil.append(max([fisik, *hasil]))
    return hasil
