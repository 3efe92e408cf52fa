"""HOW MUCH: what is stored, with its constraints. A module per thing that changes for one reason."""

from realisasi.models.bukti import Bukti
from realisasi.models.dipa import Dipa, JenisBelanja, PaguRevisi, RevisiDipa
from realisasi.models.impor import BerkasImpor, ButirImpor, Impor, JenisImpor, KeadaanImpor
from realisasi.models.kendala import KategoriKendala, Kendala, KendalaVersi
from realisasi.models.kewenangan import Kewenangan
from realisasi.models.laporan import (
    BagianLaporan,
    Basis,
    CatatanPengembalian,
    LaporanTriwulan,
    PeringatanVersi,
    RincianDraf,
    RincianVersi,
    StatusLaporan,
    VersiLaporan,
)
from realisasi.models.pembekuan import Pembekuan, PembekuanDipa
from realisasi.models.pengingat import Pengingat
from realisasi.models.perbendaharaan import RealisasiPerbendaharaan
from realisasi.models.rekap import BIT_CAP, Rekap, dengan_angka
from realisasi.models.rekonsiliasi import Keputusan, Rekonsiliasi
from realisasi.models.tahun import HariLibur, PeriodePelaporan, PerpanjanganPeriode, TahunAnggaran, Target, Triwulan

__all__ = [
    "BIT_CAP",
    "BagianLaporan",
    "Basis",
    "BerkasImpor",
    "Bukti",
    "ButirImpor",
    "CatatanPengembalian",
    "Dipa",
    "HariLibur",
    "Impor",
    "JenisBelanja",
    "JenisImpor",
    "KategoriKendala",
    "KeadaanImpor",
    "Kendala",
    "KendalaVersi",
    "Keputusan",
    "Kewenangan",
    "LaporanTriwulan",
    "PaguRevisi",
    "Pembekuan",
    "PembekuanDipa",
    "Pengingat",
    "PeringatanVersi",
    "PeriodePelaporan",
    "PerpanjanganPeriode",
    "RealisasiPerbendaharaan",
    "Rekap",
    "Rekonsiliasi",
    "RevisiDipa",
    "RincianDraf",
    "RincianVersi",
    "StatusLaporan",
    "TahunAnggaran",
    "Target",
    "Triwulan",
    "VersiLaporan",
    "dengan_angka",
]
