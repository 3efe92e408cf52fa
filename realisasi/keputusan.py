"""Deciding on differences between the reports and the treasury's figures; no figure changes by it.

In one transaction under the lock of the DIPA, with everything read after it: whoever decides names
the figures and the decision that were read, and is told where one of them is another by now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from realisasi.alur import dipa_terkunci
from realisasi.isian import berisi
from realisasi.kalender import TRIWULAN, nama_triwulan
from realisasi.models import Dipa, JenisBelanja, Keputusan, Rekonsiliasi
from realisasi.penanggalan import saat
from realisasi.penolakan import Bentrok, BukanHak, Ditolak
from realisasi.rekonsiliasi import Pasangan, baca_satu
from realisasi.rupiah import rupiah
from satker.akses import hak
from satker.models import Pengguna
from satker.peran import Peran


@dataclass(frozen=True)
class Dasar:
    """What was read of one difference: the cumulative figures, rupiah or None, and the count of decisions."""

    dinas: int | None
    perbendaharaan: int | None
    perubahan_ke: int


def boleh_memutuskan(pengguna: Pengguna) -> bool:
    """Tim pusat decides; everybody else who opens the page reads (rule 11)."""
    return Peran.TIM_PUSAT in hak(pengguna).peran


@transaction.atomic
def putuskan(
    dipa_id: int, triwulan: int, pengguna: Pengguna, dasar: Mapping[str, Dasar], keputusan: str, alasan: str
) -> list[Rekonsiliasi]:
    """Write one decision on each of these jenis of a DIPA, all of them or none.

    Raises `BukanHak`, `Bentrok` (a figure or a decision is no longer the one that was read), or
    `Ditolak` (closed year, nothing chosen, no reason).
    """
    if not boleh_memutuskan(pengguna):
        raise BukanHak("Hanya tim pusat yang memutuskan selisih dengan perbendaharaan.")
    if triwulan not in TRIWULAN:
        raise Ditolak("Triwulan adalah 1 sampai 4.")
    dipa = dipa_terkunci(dipa_id)
    if dipa.tahun.ditutup:
        raise Ditolak(f"Tahun anggaran {dipa.tahun_id} sudah ditutup; tidak ada lagi yang dapat ditulis.")
    if not dasar:
        raise Ditolak("Pilih jenis belanja yang diputuskan.")
    if keputusan not in Keputusan.values:
        raise Ditolak("Pilih salah satu keputusan.")
    if not berisi(alasan):
        raise Ditolak("Tulis alasan keputusan ini.")
    kini = {p.jenis: p for p in baca_satu(dipa, triwulan).pasangan}
    if berubah := [kata for jenis, d in sorted(dasar.items()) if (kata := _yang_berubah(jenis, kini.get(jenis), d))]:
        raise Bentrok(" ".join(berubah))
    return [_simpan(dipa, triwulan, kini[jenis], pengguna, (keputusan, alasan.strip())) for jenis in sorted(dasar)]


def _yang_berubah(jenis: str, kini: Pasangan | None, dibaca: Dasar) -> str:
    """In one sentence or two what is no longer as it was read; empty where it still is."""
    nama = kini.nama if kini else JenisBelanja(jenis).pendek if jenis in JenisBelanja.values else jenis
    if kini is None or not kini.lengkap:
        return f"{nama} sekarang tidak lagi ada dalam kedua sumber."
    hasil = [
        f"{nama}: angka {sumber} sekarang {_angka(sekarang)}, tadi {_angka(tadi)}."
        for sumber, sekarang, tadi in (
            ("dinas", kini.dinas, dibaca.dinas),
            ("perbendaharaan", kini.perbendaharaan, dibaca.perbendaharaan),
        )
        if sekarang != tadi
    ]
    r = kini.rekonsiliasi
    if r is not None and r.perubahan_ke != dibaca.perubahan_ke:
        hasil.append(
            f"{nama} sudah diputuskan {r.nama_pemutus}, {saat(r.diputuskan_pada)}: {r.get_keputusan_display()}."
        )
    if not hasil and not kini.berbeda:
        hasil.append(f"{nama} sama dalam kedua sumber, jadi tidak ada yang diputuskan.")
    return " ".join(hasil)


def _angka(n: int | None) -> str:
    return "tidak disebut" if n is None else rupiah(n)


def _simpan(dipa: Dipa, triwulan: int, pasangan: Pasangan, pengguna: Pengguna, isi: tuple[str, str]) -> Rekonsiliasi:
    baris = pasangan.rekonsiliasi or Rekonsiliasi(dipa=dipa, triwulan=triwulan, jenis=pasangan.jenis, perubahan_ke=0)
    baris.dipa = dipa
    baris.angka_dinas, baris.angka_perbendaharaan = pasangan.dinas, pasangan.perbendaharaan
    baris.keputusan, baris.alasan = isi
    baris.diputuskan_oleh = pengguna
    baris.nama_pemutus = pengguna.get_full_name()
    baris.diputuskan_pada = timezone.now()
    baris.perubahan_ke += 1
    baris.save()
    return baris


def kata_berhasil(dipa: Dipa, triwulan: int, tertulis: list[Rekonsiliasi]) -> str:
    """What is said after a decision."""
    jenis = ", ".join(JenisBelanja(r.jenis).pendek for r in tertulis)
    nama = f"{dipa.satker.provinsi.nama} {dipa.kewenangan}, {nama_triwulan(triwulan)} {dipa.tahun_id}"
    return f"{nama}: {jenis} diputuskan, {tertulis[0].get_keputusan_display().lower()}."
