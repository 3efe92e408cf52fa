"""HOW MUCH: what is stored, with its constraints. A module per thing that changes for one reason."""

from realisasi.models.dipa import Dipa, JenisBelanja, PaguRevisi, RevisiDipa
from realisasi.models.kewenangan import Kewenangan
from realisasi.models.laporan import (
    Basis,
    KategoriKendala,
    Kendala,
    LaporanTriwulan,
    RincianDraf,
    RincianVersi,
    StatusLaporan,
    VersiLaporan,
)
from realisasi.models.tahun import HariLibur, PeriodePelaporan, PerpanjanganPeriode, TahunAnggaran, Target, Triwulan

__all__ = [
    "Basis",
    "Dipa",
    "HariLibur",
    "JenisBelanja",
    "KategoriKendala",
    "Kendala",
    "Kewenangan",
    "LaporanTriwulan",
    "PaguRevisi",
    "PeriodePelaporan",
    "PerpanjanganPeriode",
    "RevisiDipa",
    "RincianDraf",
    "RincianVersi",
    "StatusLaporan",
    "TahunAnggaran",
    "Target",
    "Triwulan",
    "VersiLaporan",
]
