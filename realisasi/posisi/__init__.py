"""The one place that answers where every DIPA stood (rules 2, 3, 6, 7).

`muat` reads what the asked years need in a number of queries that does not depend on the
number of satker; `Buku.posisi` then applies the rules. Only versions are read, so no draft
can move a figure.
"""

from realisasi.posisi.baca import baca_tahun, laporan_diterima, muat, muat_dipa
from realisasi.posisi.buku import Buku, dasar_pangsa, pangsa_dari, revisi_berlaku, triwulan_dihitung
from realisasi.posisi.isi import Amanat, Angka, Laporan, Posisi, Revisi, Tahun

__all__ = [
    "Amanat",
    "Angka",
    "Buku",
    "Laporan",
    "Posisi",
    "Revisi",
    "Tahun",
    "baca_tahun",
    "dasar_pangsa",
    "laporan_diterima",
    "muat",
    "muat_dipa",
    "pangsa_dari",
    "revisi_berlaku",
    "triwulan_dihitung",
]
