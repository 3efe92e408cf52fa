"""One demo year put together: pure functions from the year to a plan of all its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set as AbstractSet

from realisasi.demo import berjalan, teks
from realisasi.demo.bentuk import RencanaDipa, RencanaLaporan, RencanaPerpanjangan, RencanaRevisi, berlaku
from realisasi.demo.hambatan import susun_kendala
from realisasi.demo.jalur import TAHUN_BERJALAN, kumulatif, per_triwulan, realisasi_akhir
from realisasi.demo.pagu import PROVINSI_BARU, pagu_tahun, susun_revisi
from realisasi.demo.pelaporan import kemajuan_fisik, susun_laporan
from realisasi.kalender import akhir_triwulan
from realisasi.referensi import baca_csv

TAHUN_DEMO = (2022, 2023, 2024, 2025, 2026)
TAHUN_TP_PERTAMA = 2024
TRIWULAN_BERJALAN = 3


def susun_tahun(tahun: int, libur: AbstractSet[dt.date]) -> list[RencanaDipa]:
    """Everything of one demo year, in the order of the provinces' codes.

    `libur` holds the holidays of the year and of the next; they move the due days.
    """
    kode_provinsi = [b["kode"] for b in baca_csv("provinsi.csv")]
    if tahun < TAHUN_TP_PERTAMA:
        kode_provinsi = [k for k in kode_provinsi if k not in PROVINSI_BARU]
    pagu = pagu_tahun(tahun, kode_provinsi)
    revisi = {kode: susun_revisi(tahun, kode, pagu[kode]) for kode in kode_provinsi}
    akhir: dict[str, int] = {}
    if tahun != TAHUN_BERJALAN:
        tutup_tahun = akhir_triwulan(tahun, 4)
        akhir = realisasi_akhir(tahun, {k: berlaku(r, tutup_tahun).pagu_efektif for k, r in revisi.items()})
    return [_susun_dipa(tahun, kode, revisi[kode], akhir.get(kode), libur) for kode in kode_provinsi]


def _susun_dipa(
    tahun: int, kode: str, revisi: tuple[RencanaRevisi, ...], akhir: int | None, libur: AbstractSet[dt.date]
) -> RencanaDipa:
    sampai = TRIWULAN_BERJALAN if tahun == TAHUN_BERJALAN else 4
    jumlah = kumulatif(tahun, kode, revisi, akhir, sampai)
    persen = [_persen(sum(rinci.values()), tahun, triwulan, revisi) for triwulan, rinci in jumlah.items()]
    fisik = kemajuan_fisik(tahun, kode, persen)
    laporan: list[RencanaLaporan] = []
    for triwulan, rincian in per_triwulan(jumlah).items():
        satu = susun_laporan(tahun, kode, triwulan, rincian, fisik[triwulan - 1], libur)
        if satu is None:
            break
        laporan.append(satu)
    return RencanaDipa(
        tahun=tahun,
        kewenangan="DK" if tahun < TAHUN_TP_PERTAMA else "TP",
        kode_provinsi=kode,
        revisi=revisi,
        laporan=tuple(laporan),
        kendala=susun_kendala(tahun, kode, revisi, tuple(laporan)),
        perpanjangan=_perpanjangan(tahun, kode),
    )


def _persen(realisasi: int, tahun: int, triwulan: int, revisi: tuple[RencanaRevisi, ...]) -> int:
    efektif = berlaku(revisi, akhir_triwulan(tahun, triwulan)).pagu_efektif
    return realisasi * 100 // efektif if efektif else 0


def _perpanjangan(tahun: int, kode: str) -> tuple[RencanaPerpanjangan, ...]:
    if tahun != TAHUN_BERJALAN:
        return ()
    hasil = []
    if kode in berjalan.TW_II_DIBUKA_KEMBALI:
        hasil.append(RencanaPerpanjangan(2, dt.date(tahun, 11, 25), teks.ALASAN_PERPANJANGAN))
    hasil += [
        RencanaPerpanjangan(triwulan, dt.date(tahun + 1, 1, 15), teks.ALASAN_PERPANJANGAN_BANJIR)
        for provinsi, triwulan in sorted(berjalan.DIPERPANJANG_BANJIR)
        if provinsi == kode
    ]
    return tuple(hasil)
