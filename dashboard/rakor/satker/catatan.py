"""The sheet `Catatan` of one satker's report."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.rakor import kepala, kolom
from dashboard.rakor.catatan import Butir, arti, pembuatan, tulis_bagian
from dashboard.rakor.kertas import Kertas, siapkan_cetak
from dashboard.rakor.satker.bahan import BahanSatker

NAMA = "Catatan"


def tulis_catatan(kertas: Kertas, b: BahanSatker) -> None:
    """Write the sheet."""
    s = b.saringan
    kepala.judul_bahan(kertas, f"Catatan, {b.nama}", b)
    makna = arti(s, b.tahun)
    if b.kedudukan:
        makna.append(
            (
                "Peringkat",
                (
                    "Menurut persen yang ditampilkan, 1 yang tertinggi; yang sama berbagi peringkat. Dihitung di "
                    "antara satker dengan kewenangan yang sama yang mempunyai persentase."
                ),
            )
        )
    if b.dasar_proyeksi:
        makna.append(("Proyeksi akhir tahun", f"Bukan status: {b.dasar_proyeksi}"))
    bagian: list[tuple[str, Sequence[Butir]]] = [("Pembuatan", pembuatan(b, b.dibuat_oleh)), ("Arti angka", makna)]
    if b.alasan:
        bagian.append(("Yang dihitung", [("Cakupan", kolom.polos(teks)) for teks in b.alasan]))
    tulis_bagian(kertas, bagian)
    siapkan_cetak(kertas, kepala=None, kaki=kepala.kaki(b), satu_halaman=True)
