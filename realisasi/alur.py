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
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from realisasi import kelengkapan
from realisasi.isian import TUTUP, Isian, berisi, dari_versi
from realisasi.jendela import batas_jawab_bawaan
from realisasi.kalender import nama_triwulan
from realisasi.kelengkapan import negatif
from realisasi.lembar_isian import DAPAT_DIISI, LembarIsian, baca_lembar, versi_isi
from realisasi.models import (
    BagianLaporan,
    CatatanPengembalian,
    Dipa,
    JenisBelanja,
    KendalaVersi,
    LaporanTriwulan,
    PeringatanVersi,
    RincianVersi,
    StatusLaporan,
    VersiLaporan,
)
from realisasi.models.laporan import REALISASI_TERBESAR
from realisasi.penanggalan import tanggal
from realisasi.penolakan import BelumLengkap, Bentrok, BukanHak, Ditolak, Galat
from realisasi.penulisan import isi_kendala, isian_versi, perpanjang, terapkan_kendala, tulis_draf
from realisasi.rupiah import rupiah
from satker.akses import hak
from satker.models import Pengguna, PeranSatker
from satker.peran import Peran

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
    lembar = _lembar_terkunci(dipa_id, triwulan)
    _pastikan_peran(lembar, pengguna)
    _pastikan_terbuka(lembar)
    _pastikan_dapat_diisi(lembar.laporan)
    _pastikan_muat(isian)
    baru = lembar.dengan(isian).isian
    if lembar.laporan is not None and baru == lembar.isian:
        return lembar.laporan
    laporan = _laporan(lembar, perubahan_ke)
    tulis_draf(laporan, baru)
    return _simpan(laporan, pengguna)


@transaction.atomic
def ajukan(dipa_id: int, triwulan: int, pengguna: Pengguna, perubahan_ke: int) -> LaporanTriwulan:
    """DRAF or DIKEMBALIKAN -> DIAJUKAN: the stored draft becomes an immutable version.

    Raises `BukanHak`, `Bentrok`, `BelumLengkap` with every part that is missing, or `Ditolak`.
    """
    lembar = _lembar_terkunci(dipa_id, triwulan)
    _pastikan_peran(lembar, pengguna)
    if not boleh_mengajukan(pengguna, lembar):
        raise BukanHak("Laporan ini diajukan oleh kepala dinas. Draf Anda tersimpan; minta kepala dinas mengajukannya.")
    _pastikan_terbuka(lembar)
    laporan = _laporan(lembar, perubahan_ke)
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
    lembar = _lembar_terkunci(dipa_id, triwulan)
    _pastikan_peran(lembar, pengguna)
    _pastikan_terbuka(lembar)
    _pastikan_dapat_diisi(lembar.laporan)
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
    laporan, semua = _untuk_pusat(laporan_id, pengguna, perubahan_ke, {StatusLaporan.DIAJUKAN})
    lembar = _lembar(laporan.dipa, laporan.triwulan)
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
    _pastikan_tidak_negatif(dasar, sejak, laporan.triwulan, cara)
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
    laporan, semua = _untuk_pusat(laporan_id, pengguna, perubahan_ke, {StatusLaporan.DIAJUKAN})
    if laporan.versi_terverifikasi is not None:
        berlaku = {q: versi_isi(lain.versi_berlaku) for q, lain in semua.items() if lain.versi_berlaku is not None}
        berlaku[laporan.triwulan] = versi_isi(laporan.versi_terverifikasi)
        _pastikan_tidak_negatif({}, berlaku, laporan.triwulan)
    return _kembali(laporan, pengguna, alasan, catatan or {}, sampai)


@transaction.atomic
def buka_kembali(
    laporan_id: int, pengguna: Pengguna, perubahan_ke: int, alasan: str, sampai: dt.date | None = None
) -> LaporanTriwulan:
    """DIVERIFIKASI -> DIKEMBALIKAN; angka resmi keeps the verified version until another is verified."""
    laporan, _ = _untuk_pusat(laporan_id, pengguna, perubahan_ke, {StatusLaporan.DIVERIFIKASI})
    return _kembali(laporan, pengguna, alasan, {}, sampai)


@transaction.atomic
def pulihkan(laporan_id: int, pengguna: Pengguna, perubahan_ke: int, alasan: str) -> LaporanTriwulan:
    """DIKEMBALIKAN or DIAJUKAN -> DIVERIFIKASI: back to the last verified version, without a new one."""
    laporan, semua = _untuk_pusat(
        laporan_id, pengguna, perubahan_ke, {StatusLaporan.DIKEMBALIKAN, StatusLaporan.DIAJUKAN}
    )
    versi = laporan.versi_terverifikasi
    if versi is None:
        raise Ditolak("Laporan ini belum pernah diverifikasi, jadi tidak ada versi untuk dipulihkan.")
    laporan.alasan_dipulihkan = _wajib(alasan, "Tulis alasan pemulihan.")
    berlaku = {q: versi_isi(lain.versi_berlaku) for q, lain in semua.items() if lain.versi_berlaku is not None}
    berlaku[laporan.triwulan] = versi_isi(versi)
    cara = "Versi itu tidak dapat dipulihkan; tunggu perbaikan dari dinas."
    _pastikan_tidak_negatif({}, berlaku, laporan.triwulan, cara)
    if laporan.versi_diajukan_id != versi.pk and versi.memuat_kendala:
        # Whatever was submitted since has changed the register, even where it was sent back.
        terapkan_kendala(laporan, dari_versi(versi).kendala)
    laporan.status = StatusLaporan.DIVERIFIKASI
    laporan.versi_diajukan = versi
    tulis_draf(laporan, isian_versi(laporan, versi))
    return _simpan(laporan, pengguna)


# --- Guards --------------------------------------------------------------------------


def _lembar_terkunci(dipa_id: int, triwulan: int) -> LembarIsian:
    return _lembar(dipa_terkunci(dipa_id), triwulan)


def dipa_terkunci(dipa_id: int) -> Dipa:
    """Lock the DIPA, then read it and all else: what was read before is not believed.

    In two queries: rows that are joined to the locked one are as they were before the wait for it.
    The row alone: its default order joins the satker, which others refer to in rows of their own.
    """
    if Dipa.objects.select_for_update(of=("self",), no_key=True).filter(pk=dipa_id).first() is None:
        raise Ditolak("DIPA ini tidak ada lagi, jadi laporannya juga tidak.")
    return Dipa.objects.select_related("satker__provinsi", "tahun").get(pk=dipa_id)


def _lembar(dipa: Dipa, triwulan: int) -> LembarIsian:
    lembar = baca_lembar(dipa, triwulan, timezone.localdate())
    if lembar is None:
        raise Ditolak(
            f"Pada akhir {nama_triwulan(triwulan)} {dipa.tahun_id} belum ada revisi DIPA yang berlaku, "
            "jadi belum ada yang dilaporkan."
        )
    return lembar


def _pastikan_peran(lembar: LembarIsian, pengguna: Pengguna) -> None:
    if hak(pengguna).peran_pada(lembar.dipa.satker_id) is None:
        raise BukanHak("Hanya operator dan kepala dinas satker ini yang dapat mengisi laporannya.")


def _pastikan_terbuka(lembar: LembarIsian) -> None:
    """Year and window, by the server's clock in WIB."""
    nama = f"{nama_triwulan(lembar.triwulan)} {lembar.dipa.tahun_id}"
    if lembar.tahun.ditutup:
        raise Ditolak(f"Tahun anggaran {lembar.dipa.tahun_id} sudah ditutup; tidak ada lagi yang dapat ditulis.")
    jendela = lembar.jendela
    if jendela is None:
        raise Ditolak(f"Jendela pelaporan {nama} belum diatur. Hubungi tim pusat.")
    if jendela.hari_ini < jendela.dibuka:
        raise Ditolak(f"Pelaporan {nama} baru dibuka {tanggal(jendela.dibuka)}.")
    if not jendela.terbuka:
        raise Ditolak(
            f"Pelaporan {nama} sudah ditutup {tanggal(jendela.berakhir)}, pukul 23.59 WIB. "
            "Minta perpanjangan kepada tim pusat; yang Anda tulis tetap ada di halaman ini."
        )


def _pastikan_muat(isian: Isian) -> None:
    """An amount that was derived from another, as from a cumulative figure, may be beyond what is kept."""
    for jenis, nilai in isian.realisasi.items():
        if abs(nilai) > REALISASI_TERBESAR:
            batas = rupiah(REALISASI_TERBESAR)
            raise Ditolak(f"{JenisBelanja(jenis).pendek}: {rupiah(nilai)} terlalu besar, paling banyak {batas}.")


def _pastikan_dapat_diisi(laporan: LaporanTriwulan | None) -> None:
    if laporan is None or laporan.status in DAPAT_DIISI:
        return
    if laporan.status == StatusLaporan.DIAJUKAN:
        versi = laporan.versi_diajukan
        oleh = f" oleh {versi.nama_pengaju}" if versi and versi.nama_pengaju else ""
        raise Bentrok(f"Laporan ini sudah diajukan{oleh} dan menunggu verifikasi; sekarang hanya dapat dibaca.")
    raise Bentrok("Laporan ini sudah diverifikasi; perubahan hanya setelah tim pusat membukanya kembali.")


def _laporan(lembar: LembarIsian, perubahan_ke: int) -> LaporanTriwulan:
    """The report to be written, if its state allows and nobody wrote since `perubahan_ke` was read."""
    _pastikan_dapat_diisi(lembar.laporan)
    if lembar.laporan is None:
        return LaporanTriwulan(dipa=lembar.dipa, triwulan=lembar.triwulan)
    _pastikan_terbaru(lembar.laporan, perubahan_ke)
    return lembar.laporan


def _pastikan_terbaru(laporan: LaporanTriwulan, perubahan_ke: int) -> None:
    if laporan.perubahan_ke != perubahan_ke:
        oleh = f" oleh {laporan.nama_pengubah}" if laporan.nama_pengubah else ""
        pukul = f" pukul {timezone.localtime(laporan.diubah_pada):%H.%M} WIB" if laporan.diubah_pada else ""
        raise Bentrok(f"Laporan ini sudah diubah{oleh}{pukul} sejak Anda membukanya.")


def _untuk_pusat(
    laporan_id: int, pengguna: Pengguna, perubahan_ke: int, dari: Iterable[StatusLaporan]
) -> tuple[LaporanTriwulan, dict[int, LaporanTriwulan]]:
    """The locked report in one of the states `dari`, and all reports of its DIPA by quarter."""
    if Peran.TIM_PUSAT not in hak(pengguna).peran:
        raise BukanHak("Hanya tim pusat yang memeriksa laporan.")
    dipa_id = LaporanTriwulan.objects.values_list("dipa_id", flat=True).get(pk=laporan_id)
    dipa = dipa_terkunci(dipa_id)
    semua = {
        lap.triwulan: lap
        for lap in LaporanTriwulan.objects.filter(dipa=dipa).prefetch_related(
            "versi_diajukan__rincian", "versi_terverifikasi__rincian"
        )
    }
    laporan = next((lap for lap in semua.values() if lap.pk == laporan_id), None)
    if laporan is None:
        raise LaporanTriwulan.DoesNotExist
    laporan.dipa = dipa
    if dipa.tahun.ditutup:
        raise Ditolak(f"Tahun anggaran {dipa.tahun_id} sudah ditutup; tidak ada lagi yang dapat ditulis.")
    if laporan.status not in set(dari):
        oleh = f" oleh {laporan.nama_pengubah}" if laporan.nama_pengubah else ""
        raise Bentrok(f"Laporan ini sudah {StatusLaporan(laporan.status).label.lower()}{oleh}. Muat ulang antrean.")
    _pastikan_terbaru(laporan, perubahan_ke)
    return laporan, semua


def _pastikan_tidak_negatif(
    dasar: Mapping[str, int],
    isi: Mapping[int, Mapping[str, int]],
    milik: int,
    cara_milik: str = "Putuskan triwulan sebelumnya lebih dahulu.",
) -> None:
    """`milik` is the quarter that is decided on, `cara_milik` what is to be done where it is wrong itself."""
    for jenis, triwulan, jumlah in negatif(dasar, isi):
        nama = nama_triwulan(triwulan)
        cara = cara_milik if triwulan == milik else f"Perbaiki {nama} lebih dahulu."
        raise Ditolak(f"{JenisBelanja(jenis).pendek} s.d. {nama} akan menjadi {rupiah(jumlah)}. {cara}")


def _wajib(alasan: str, pesan: str) -> str:
    if not berisi(alasan):
        raise Ditolak(pesan)
    return alasan.strip()


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
    alasan = _wajib(alasan, "Tulis alasan pengembalian: apa yang harus diperbaiki dinas.")
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
