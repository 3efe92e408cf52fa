"""Storing what the workflow decides: drafts, the register of obstacles, extensions.

Called by `realisasi.alur` alone, inside its transaction and under its lock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from realisasi.isian import TERUSKAN, TUTUP, Isian, IsianKendala, dari_kendala, dari_versi
from realisasi.jendela import baca_jendela, batas_jawab_bawaan
from realisasi.kalender import nama_triwulan
from realisasi.kelengkapan import hari_dari
from realisasi.models import (
    Kendala,
    LaporanTriwulan,
    PeriodePelaporan,
    PerpanjanganPeriode,
    RincianDraf,
    VersiLaporan,
)
from realisasi.penanggalan import tanggal
from realisasi.penolakan import Ditolak


def tulis_draf(laporan: LaporanTriwulan, isian: Isian) -> None:
    """Make the stored draft this one, row by row, so that the journal names what changed."""
    laporan.basis = isian.basis
    laporan.tanggal_data = isian.tanggal_data
    laporan.fisik = isian.fisik
    laporan.kendala_draf = [k.simpanan() for k in isian.kendala if not k.kosong]
    laporan.alasan_draf = {kunci: teks for kunci, teks in isian.alasan.items() if teks.strip()}
    if laporan._state.adding:
        laporan.save()
    ada = {r.jenis: r for r in RincianDraf.objects.filter(laporan=laporan)}
    for jenis, baris in ada.items():
        if jenis not in isian.realisasi:
            baris.delete()
    for jenis, nilai in isian.realisasi.items():
        baris_lama = ada.get(jenis)
        if baris_lama is None:
            RincianDraf.objects.create(laporan=laporan, jenis=jenis, realisasi=nilai)
        elif baris_lama.realisasi != nilai:
            baris_lama.realisasi = nilai
            baris_lama.save()


def isian_versi(laporan: LaporanTriwulan, versi: VersiLaporan) -> Isian:
    """The version as a draft; of an imported one, the obstacles are those of the register."""
    isian = dari_versi(versi)
    if isian.kendala:
        return isian
    q = laporan.triwulan
    terbuka = Kendala.objects.filter(dipa=laporan.dipa, triwulan_dibuka__lte=q)
    kendala = tuple(
        dari_kendala(k, TUTUP if k.triwulan_ditutup == q else TERUSKAN)
        for k in terbuka
        if k.triwulan_ditutup is None or k.triwulan_ditutup >= q
    )
    return Isian(isian.realisasi, isian.basis, isian.tanggal_data, isian.fisik, kendala, isian.alasan)


def perpanjang(laporan: LaporanTriwulan, alasan: str, sampai: dt.date | None) -> None:
    """Name the day until which the dinas may answer, where its window has closed (rule 10)."""
    dipa, hari_ini = laporan.dipa, timezone.localdate()
    jendela = baca_jendela(dipa.tahun_id, laporan.triwulan, dipa.satker_id, hari_ini)
    if jendela is None:
        raise Ditolak(f"Jendela pelaporan {nama_triwulan(laporan.triwulan)} belum diatur; atur dahulu di Pengaturan.")
    if sampai is None:
        if jendela.terbuka:
            return
        sampai = batas_jawab_bawaan(hari_ini)
    if sampai < hari_ini:
        raise Ditolak(f"Batas jawaban {tanggal(sampai)} sudah lewat; pilih hari ini atau sesudahnya.")
    if sampai <= jendela.berakhir:
        return
    periode = PeriodePelaporan.objects.get(tahun=dipa.tahun_id, triwulan=laporan.triwulan)
    baris = PerpanjanganPeriode.objects.filter(periode=periode, satker=dipa.satker_id).first()
    baris = baris or PerpanjanganPeriode(periode=periode, satker=dipa.satker)
    baris.sampai = sampai
    baris.alasan = f"Laporan dikembalikan: {alasan}"
    baris.save()


def terapkan_kendala(laporan: LaporanTriwulan, kendala: Iterable[IsianKendala]) -> list[Kendala]:
    """Bring the register of the DIPA to what this report says; one row for each item, in order."""
    q = laporan.triwulan
    daftar = {k.pk: k for k in Kendala.objects.filter(dipa=laporan.dipa, triwulan_dibuka__lte=q)}
    hasil = []
    for isi in kendala:
        baris = daftar.pop(isi.id, None) if isi.id is not None else None
        baris = baris or Kendala(dipa=laporan.dipa, triwulan_dibuka=q)
        batas = hari_dari(isi.batas_waktu)
        baris.kategori = isi.kategori
        baris.uraian, baris.tindak_lanjut = isi.uraian.strip(), isi.tindak_lanjut.strip()
        baris.penanggung_jawab = isi.penanggung_jawab.strip()
        baris.batas_waktu = batas or baris.batas_waktu
        if isi.tindakan == TUTUP:
            baris.triwulan_ditutup = q
        elif baris.triwulan_ditutup == q:
            baris.triwulan_ditutup = None
        baris.save()
        hasil.append(baris)
    for baris in daftar.values():
        # Opened by this very report and not told any more: taken back. The versions keep it.
        if baris.triwulan_dibuka == q:
            baris.delete()
    return hasil


def isi_kendala(k: Kendala) -> dict[str, object]:
    """What a version copies of an obstacle."""
    return {
        "kategori": k.kategori,
        "uraian": k.uraian,
        "tindak_lanjut": k.tindak_lanjut,
        "penanggung_jawab": k.penanggung_jawab,
        "batas_waktu": k.batas_waktu,
    }
