"""The search for what must never be, whoever wrote it and however: a register of checks, one function each.

The application does not let any of it happen. This is for what came past it: another program, a
shell, a damaged disk, a restore of half a backup.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

from realisasi.pemeriksaan import jurnal, laporan, rekap, simpanan
from realisasi.pemeriksaan.temuan import Pemeriksaan, Temuan
from realisasi.potret import satu_saat

__all__ = ["DAFTAR", "Pemeriksaan", "Temuan", "cari"]

DAFTAR = (
    Pemeriksaan("versi", "Versi laporan berubah sesudah diajukan", jurnal.versi_berubah),
    Pemeriksaan("tunjuk", "Laporan menunjuk versi atau bukti laporan lain", laporan.tunjuk_asing),
    Pemeriksaan("jurnal", "Data tanpa jurnal, atau tidak sama dengan jurnalnya", jurnal.tanpa_jurnal),
    Pemeriksaan("negatif", "Jumlah berjalan satu jenis belanja negatif", laporan.jumlah_negatif),
    Pemeriksaan("rekap", "Rekap tidak sama dengan hitungan dari laporan dan revisi", rekap.beda),
    # Files come and go outside every transaction; each is looked at on its own.
    Pemeriksaan("berkas", "Berkas hilang, berubah, atau tanpa pemilik", simpanan.berkas, satu_saat=False),
    Pemeriksaan("paket", "Paket yang dibekukan tidak sama dengan sidiknya", simpanan.paket),
    Pemeriksaan("impor", "Impor diterapkan tanpa semua butirnya", simpanan.impor),
)


def cari(pemeriksaan: Pemeriksaan) -> Iterator[Temuan]:
    """What this check finds, one at a time."""
    with satu_saat() if pemeriksaan.satu_saat else nullcontext():
        yield from pemeriksaan.cari()
