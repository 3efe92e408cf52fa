"""The summary that pages of many satker are read from: kept with each change, and always to be made anew.

`penyusunan` makes the rows of a DIPA out of `realisasi.posisi`, where the rules stand; `penanda`
notices what was written and has them made again in the same transaction. `buku` answers what a page
asks: from the sums of a year (`setahun`), from parts of a quarter that are alike (`irisan`, cut by
`pengirisan` at the thresholds of `sekat`), and from the rows of a list. What is summed up is kept in
memory (`ingatan`) province by province, so that a change costs the reading of one.
"""

from realisasi.rekap.buku import BukuRekap, Ruang, kewenangan_tersedia, peringkat, triwulan_tersedia
from realisasi.rekap.irisan import Depan, Irisan, Keadaan, Sejumlah, terbesar, terendah, tertinggi
from realisasi.rekap.penanda import sekali
from realisasi.rekap.pengirisan import PALING_DEPAN
from realisasi.rekap.penyusunan import buang, susun, susun_semua
from realisasi.rekap.setahun import baca_riwayat

__all__ = [
    "PALING_DEPAN",
    "BukuRekap",
    "Depan",
    "Irisan",
    "Keadaan",
    "Ruang",
    "Sejumlah",
    "baca_riwayat",
    "buang",
    "kewenangan_tersedia",
    "peringkat",
    "sekali",
    "susun",
    "susun_semua",
    "terbesar",
    "terendah",
    "tertinggi",
    "triwulan_tersedia",
]
