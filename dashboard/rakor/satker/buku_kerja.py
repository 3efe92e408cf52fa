"""The report of one satker for the rakor, made from a `BahanSatker`."""

from __future__ import annotations

from dashboard.rakor import kepala
from dashboard.rakor.berkas import BukuKerja
from dashboard.rakor.satker import catatan, kendala, per_jenis, per_triwulan, revisi, ringkasan
from dashboard.rakor.satker.bahan import BahanSatker
from dashboard.saringan import Saringan


def tulis(b: BahanSatker) -> bytes:
    """The report as it is downloaded."""
    s = b.saringan
    judul = f"Laporan rakor {b.satker.kode} s.d. {s.nama_triwulan} {s.tahun}"
    buku = BukuKerja(judul, b.dibuat_oleh or kepala.APLIKASI, b.dibuat_pada)
    lembar = {
        nama: buku.kertas(nama)
        for nama in (
            ringkasan.NAMA,
            per_triwulan.NAMA,
            per_jenis.NAMA,
            kendala.NAMA,
            revisi.NAMA,
            catatan.NAMA,
        )
    }
    triwulan = per_triwulan.tulis_per_triwulan(lembar[per_triwulan.NAMA], b)
    jenis = per_jenis.tulis_per_jenis(lembar[per_jenis.NAMA], b)
    ringkasan.tulis_ringkasan(lembar[ringkasan.NAMA], b, jenis, triwulan)
    kendala.tulis_kendala(lembar[kendala.NAMA], b)
    revisi.tulis_revisi(lembar[revisi.NAMA], b)
    catatan.tulis_catatan(lembar[catatan.NAMA], b)
    return buku.isi()


def nama_berkas(s: Saringan, kode: str) -> str:
    """The file's name without its ending: `rakor-099026-2026-tw2-tp-resmi`."""
    return f"rakor-{kode}-{s.tahun}-tw{s.triwulan}-{s.kewenangan.lower()}-{s.angka.value}"
