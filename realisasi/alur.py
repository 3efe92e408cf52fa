"""Every change of state of a quarterly report (rule 10): one function each, with its guard.

Each runs in one transaction, locks the DIPA first, so that two changes of one satker follow
each other, and reads everything it decides on after that. It leaves its version and its
journal entries in the same transaction, or nothing at all: a refusal is an exception.

```
            ajukan             verifikasi
    DRAF ----------> DIAJUKAN ------------> DIVERIFIKASI
                      ^    |                    |   ^
               ajukan |    | kembalikan         |   | pulihkan (also from DIAJUKAN)
                      |    v                    |   |
                    DIKEMBALIKAN <--------------+---+
                                   buka_kembali
```
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from realisasi import kelengkapan
from realisasi.isian import TUTUP, Isian, dari_versi
from realisasi.jendela import batas_jawab_bawaan
from realisasi.kalender import nama_triwulan
from realisasi.lembar_isian import LembarIsian, versi_isi
from realisasi.models import (
    BagianLaporan,
    CatatanPengembalian,
    KendalaVersi,
    LaporanTriwulan,
    PeringatanVersi,
    RincianVersi,
    StatusLaporan,
    VersiLaporan,
)
from realisasi.penolakan import BelumLengkap, Bentrok, BukanHak, Ditolak, Galat
from realisasi.penulisan import isi_kendala, isian_versi, perpanjang, terapkan_kendala, tulis_draf
from realisasi.syarat_alur import (
    dipa_terkunci,
    laporan_ditulis,
    laporan_untuk_pusat,
    lembar_kini,
    lembar_terkunci,
    pastikan_dapat_diisi,
    pastikan_muat,
    pastikan_peran,
    pastikan_terbuka,
    pastikan_tidak_negatif,
    teks_wajib,
)
from satker.akses import hak
from satker.models import Pengguna, PeranSatker

__all__ = [
    "BelumLengkap",
    "Bentrok",
    "BukanHak",
    "Ditolak",
    "Galat",
    "ajukan",
    "batas_jawab_bawaan",
    "boleh_mengajukan",
    "buka_kembali",
    "catat_perubahan",
    "dipa_terkunci",
    "kembalikan",
    "pastikan_boleh_mengisi",
    "pulihkan",
    "simpan_draf",
    "verifikasi",
]


# --- The dinas -----------------------------------------------------------------------


@transaction.atomic
def simpan_draf(dipa_id: int, triwulan: int, pengguna: Pengguna, isian: Isian, perubahan_ke: int) -> LaporanTriwulan:
    """Store a draft; the first one makes the report. What is stored already is not written again.

    Raises `BukanHak`, `Bentrok` (somebody stored another draft since `perubahan_ke` was read),
    or `Ditolak` (window, year, state).
    """
    lembar = lembar_terkunci(dipa_id, triwulan)
    pastikan_peran(lembar, pengguna)
    pastikan_terbuka(lembar)
    pastikan_dapat_diisi(lembar.laporan)
    pastikan_muat(isian)
    baru = lembar.dengan(isian).isian
    if lembar.laporan is not None and baru == lembar.isian:
        return lembar.laporan
    laporan = laporan_ditulis(lembar, perubahan_ke)
    tulis_draf(laporan, baru)
    return _simpan(laporan, pengguna)


@transaction.atomic
def ajukan(dipa_id: int, triwulan: int, pengguna: Pengguna, perubahan_ke: int) -> LaporanTriwulan:
    """DRAF or DIKEMBALIKAN -> DIAJUKAN: the stored draft becomes an immutable version.

    Raises `BukanHak`, `Bentrok`, `BelumLengkap` with every part that is missing, or `Ditolak`.
    """
    lembar = lembar_terkunci(dipa_id, triwulan)
    pastikan_peran(lembar, pengguna)
    if not boleh_mengajukan(pengguna, lembar):
        raise BukanHak("Laporan ini diajukan oleh kepala dinas. Draf Anda tersimpan; minta kepala dinas mengajukannya.")
    pastikan_terbuka(lembar)
    laporan = laporan_ditulis(lembar, perubahan_ke)
    if galat := kelengkapan.periksa(lembar, timezone.localdate()):
        raise BelumLengkap(galat)
    nomor = max((v.nomor for v in laporan.versi.all()), default=0) + 1
    versi = VersiLaporan.objects.create(
        laporan=laporan,
        nomor=nomor,
        basis=lembar.isian.basis,
        tanggal_data=lembar.isian.tanggal_data,
        fisik=lembar.isian.fisik,
        diajukan_oleh=pengguna,
        nama_pengaju=pengguna.get_full_name(),
        diajukan_pada=timezone.now(),
    )
    for b in lembar.baris:
        if b.sekarang is not None:
            RincianVersi.objects.create(versi=versi, jenis=b.jenis, realisasi=b.sekarang)
    for p in lembar.peringatan:
        alasan = lembar.isian.alasan.get(p.kunci, "").strip()
        PeringatanVersi.objects.create(
            versi=versi, kode=p.kode, jenis=p.jenis, judul=p.judul, teks=p.teks, alasan=alasan, besar=p.besar
        )
    kendala = [k for k in lembar.isian.kendala if not k.kosong and not k.ditarik]
    for isi, baris in zip(kendala, terapkan_kendala(laporan, kendala), strict=True):
        KendalaVersi.objects.create(
            versi=versi,
            kendala=baris,
            triwulan_dibuka=baris.triwulan_dibuka,
            selesai=isi.tindakan == TUTUP,
            **isi_kendala(isi, baris),
        )
    for bukti in laporan.bukti.filter(dilepas=False):
        bukti.versi.add(versi)
    laporan.versi_diajukan = versi
    laporan.status = StatusLaporan.DIAJUKAN
    return _simpan(laporan, pengguna)


def pastikan_boleh_mengisi(dipa_id: int, triwulan: int, pengguna: Pengguna) -> LaporanTriwulan:
    """Lock the DIPA and give the report, made if need be, that this user may write now.

    For what belongs to a draft and is stored elsewhere, such as evidence. Call it inside a
    transaction; raises as `simpan_draf`.
    """
    lembar = lembar_terkunci(dipa_id, triwulan)
    pastikan_peran(lembar, pengguna)
    pastikan_terbuka(lembar)
    pastikan_dapat_diisi(lembar.laporan)
    return lembar.laporan or LaporanTriwulan.objects.create(dipa=lembar.dipa, triwulan=triwulan)


def catat_perubahan(laporan: LaporanTriwulan, pengguna: Pengguna) -> LaporanTriwulan:
    """Count a change of what is stored beside the draft, after `pastikan_boleh_mengisi`.

    Whoever confirmed the report as it was before is then told so.
    """
    return _simpan(laporan, pengguna)


def boleh_mengajukan(pengguna: Pengguna, lembar: LembarIsian) -> bool:
    """The kepala dinas may; an operator where the year's setting says so (rule 10)."""
    peran = hak(pengguna).peran_pada(lembar.dipa.satker_id)
    return peran is PeranSatker.KEPALA or (peran is PeranSatker.OPERATOR and lembar.tahun.operator_mengajukan)


# --- Tim pusat -----------------------------------------------------------------------


@transaction.atomic
def verifikasi(laporan_id: int, pengguna: Pengguna, perubahan_ke: int) -> LaporanTriwulan:
    """DIAJUKAN -> DIVERIFIKASI: the submitted version counts as angka resmi from now on.

    Refused where the quarter before has no verified version, or a running total would be
    negative in this or a later quarter (rule 10).
    """
    laporan, semua = laporan_untuk_pusat(laporan_id, pengguna, perubahan_ke, {StatusLaporan.DIAJUKAN})
    lembar = lembar_kini(laporan.dipa, laporan.triwulan)
    terverifikasi = {q: versi_isi(lain.versi_terverifikasi) for q, lain in semua.items() if lain.versi_terverifikasi}
    lalu = laporan.triwulan - 1
    if laporan.triwulan > lembar.pertama and lalu not in terverifikasi:
        raise Ditolak(f"{nama_triwulan(lalu)} belum diverifikasi. Verifikasi {nama_triwulan(lalu)} lebih dahulu.")
    terverifikasi[laporan.triwulan] = versi_isi(laporan.versi_diajukan)
    sejak = {q: isi for q, isi in terverifikasi.items() if q >= laporan.triwulan}
    dasar: dict[str, int] = {}
    for q, isi in terverifikasi.items():
        if q < laporan.triwulan:
            for jenis, nilai in isi.items():
                dasar[jenis] = dasar.get(jenis, 0) + nilai
    menunggu = [q for q, lain in semua.items() if q < laporan.triwulan and lain.status == StatusLaporan.DIAJUKAN]
    cara = "Kembalikan laporan ini."
    if menunggu:
        # What this report rests on may be what waits there.
        awal = nama_triwulan(min(menunggu))
        cara = f"{awal} menunggu verifikasi; putuskan {awal} lebih dahulu."
    pastikan_tidak_negatif(dasar, sejak, laporan.triwulan, cara)
    laporan.versi_terverifikasi = laporan.versi_diajukan
    laporan.status = StatusLaporan.DIVERIFIKASI
    laporan.diverifikasi_oleh = pengguna
    laporan.nama_pemverifikasi = pengguna.get_full_name()
    laporan.diverifikasi_pada = timezone.now()
    return _simpan(laporan, pengguna)


@transaction.atomic
def kembalikan(
    laporan_id: int,
    pengguna: Pengguna,
    perubahan_ke: int,
    alasan: str,
    catatan: Mapping[str, str] | None = None,
    sampai: dt.date | None = None,
) -> LaporanTriwulan:
    """DIAJUKAN -> DIKEMBALIKAN, with a reason and notes to single parts (`BagianLaporan`).

    What was verified before counts again: refused where that makes a later running total negative.
    """
    laporan, semua = laporan_untuk_pusat(laporan_id, pengguna, perubahan_ke, {StatusLaporan.DIAJUKAN})
    if laporan.versi_terverifikasi is not None:
        berlaku = {q: versi_isi(lain.versi_berlaku) for q, lain in semua.items() if lain.versi_berlaku is not None}
        berlaku[laporan.triwulan] = versi_isi(laporan.versi_terverifikasi)
        pastikan_tidak_negatif({}, berlaku, laporan.triwulan)
    return _kembali(laporan, pengguna, alasan, catatan or {}, sampai)


@transaction.atomic
def buka_kembali(
    laporan_id: int, pengguna: Pengguna, perubahan_ke: int, alasan: str, sampai: dt.date | None = None
) -> LaporanTriwulan:
    """DIVERIFIKASI -> DIKEMBALIKAN; angka resmi keeps the verified version until another is verified."""
    laporan, _ = laporan_untuk_pusat(laporan_id, pengguna, perubahan_ke, {StatusLaporan.DIVERIFIKASI})
    return _kembali(laporan, pengguna, alasan, {}, sampai)


@transaction.atomic
def pulihkan(laporan_id: int, pengguna: Pengguna, perubahan_ke: int, alasan: str) -> LaporanTriwulan:
    """DIKEMBALIKAN or DIAJUKAN -> DIVERIFIKASI: back to the last verified version, without a new one."""
    laporan, semua = laporan_untuk_pusat(
        laporan_id, pengguna, perubahan_ke, {StatusLaporan.DIKEMBALIKAN, StatusLaporan.DIAJUKAN}
    )
    versi = laporan.versi_terverifikasi
    if versi is None:
        raise Ditolak("Laporan ini belum pernah diverifikasi, jadi tidak ada versi untuk dipulihkan.")
    laporan.alasan_dipulihkan = teks_wajib(alasan, "Tulis alasan pemulihan.")
    berlaku = {q: versi_isi(lain.versi_berlaku) for q, lain in semua.items() if lain.versi_berlaku is not None}
    berlaku[laporan.triwulan] = versi_isi(versi)
    cara = "Versi itu tidak dapat dipulihkan; tunggu perbaikan dari dinas."
    pastikan_tidak_negatif({}, berlaku, laporan.triwulan, cara)
    if laporan.versi_diajukan_id != versi.pk and versi.memuat_kendala:
        # Whatever was submitted since has changed the register, even where it was sent back.
        terapkan_kendala(laporan, dari_versi(versi).kendala)
    laporan.status = StatusLaporan.DIVERIFIKASI
    laporan.versi_diajukan = versi
    tulis_draf(laporan, isian_versi(laporan, versi))
    return _simpan(laporan, pengguna)


# --- Writing -------------------------------------------------------------------------


def _simpan(laporan: LaporanTriwulan, pengguna: Pengguna) -> LaporanTriwulan:
    laporan.perubahan_ke += 1
    laporan.nama_pengubah = pengguna.get_full_name()
    laporan.diubah_pada = timezone.now()
    laporan.save()
    return laporan


def _kembali(
    laporan: LaporanTriwulan,
    pengguna: Pengguna,
    alasan: str,
    catatan: Mapping[str, str],
    sampai: dt.date | None,
) -> LaporanTriwulan:
    alasan = teks_wajib(alasan, "Tulis alasan pengembalian: apa yang harus diperbaiki dinas.")
    catatan = {bagian: teks.strip() for bagian, teks in catatan.items() if teks.strip()}
    if salah := set(catatan) - set(BagianLaporan.values):
        raise Ditolak(f"Catatan untuk bagian yang tidak dikenal: {', '.join(sorted(salah))}.")
    perpanjang(laporan, alasan, sampai)
    versi = laporan.versi_berlaku
    if versi is not None:
        # Reports that were imported have no draft of their own: the dinas goes on from the version.
        tulis_draf(laporan, isian_versi(laporan, versi))
    for lama in laporan.catatan.all():
        lama.delete()
    for bagian, teks in catatan.items():
        CatatanPengembalian.objects.create(laporan=laporan, bagian=bagian, teks=teks)
    laporan.status = StatusLaporan.DIKEMBALIKAN
    laporan.alasan_dikembalikan = alasan
    laporan.alasan_dipulihkan = ""
    laporan.nama_pengembali = pengguna.get_full_name()
    laporan.dikembalikan_pada = timezone.now()
    return _simpan(laporan, pengguna)
