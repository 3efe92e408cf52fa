"""One DIPA in a list: what it lacks, what is known of its report, and how lists are ordered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from realisasi import rupiah
from realisasi.kalender import hari_terlambat, nama_triwulan
from realisasi.models import StatusLaporan
from realisasi.penilaian import Status
from realisasi.posisi import Posisi


def kata_status(status: Status, ambang_bp: int) -> str:
    """The status in words; the ambang is that of the year, never a fixed 90 %."""
    return {
        Status.BELUM_LAPOR: "Belum lapor",
        Status.DI_BAWAH_AMBANG: f"Di bawah {rupiah.persen_pendek(ambang_bp)}",
        Status.DI_BAWAH_TARGET: "Di bawah target",
        Status.TERCAPAI: "Tercapai",
        Status.TANPA_TARGET: "Tanpa target",
    }[status]


@dataclass(frozen=True)
class Baris:
    """One DIPA in a list, with what it lacks to the target that the page measures to."""

    posisi: Posisi
    kurang_sasaran: int
    tenggat: dt.date | None = None
    hari_ini: dt.date | None = None

    @property
    def kata_status(self) -> str:
        return kata_status(self.posisi.status, self.posisi.ukuran.ambang_bp)

    @property
    def realisasi(self) -> int | None:
        """Cumulative rupiah; None without an accepted report, for silence is not zero (rule 6)."""
        return self.posisi.realisasi if self.posisi.triwulan_data else None

    @property
    def kurang_ambang(self) -> int:
        return self.posisi.kekurangan(self.posisi.ukuran.ambang_bp)

    @property
    def dari_triwulan_lain(self) -> str:
        """`TW III` where the figure is not from the asked quarter (rule 6), else empty."""
        p = self.posisi
        return nama_triwulan(p.triwulan_data) if p.triwulan_data and not p.melapor else ""

    @property
    def keadaan_laporan(self) -> str:
        """What is known of the report of the asked quarter, in a word."""
        laporan = self.posisi.laporan
        return StatusLaporan(laporan.status).label if laporan else "Belum diisi"

    @property
    def dikembalikan(self) -> bool:
        laporan = self.posisi.laporan
        return laporan is not None and laporan.status is StatusLaporan.DIKEMBALIKAN

    @property
    def sudah_diajukan(self) -> bool:
        laporan = self.posisi.laporan
        return laporan is not None and laporan.status in {StatusLaporan.DIAJUKAN, StatusLaporan.DIVERIFIKASI}

    @property
    def terlambat(self) -> int | None:
        """Calendar days since the due day; None where the dinas has submitted, or nothing was due."""
        if self.sudah_diajukan or self.tenggat is None or self.hari_ini is None:
            return None
        return hari_terlambat(self.tenggat, self.hari_ini)


def kurang_sasaran(p: Posisi) -> int:
    """Rupiah missing to the target that the asked quarter is measured to; 0 without one."""
    return p.kekurangan(p.sasaran.target_bp) if p.sasaran else 0


def urutan_peringkat(urut: str) -> Callable[[Baris], tuple[bool, bool, int, str, str]]:
    """Sort key: belum lapor last, without a percentage after them; by percent or by rupiah."""

    def kunci(b: Baris) -> tuple[bool, bool, int, str, str]:
        p = b.posisi
        nilai = -b.kurang_sasaran if urut == "rupiah" else (p.persen_bp or 0)
        return (p.persen_bp is None, p.status is Status.BELUM_LAPOR, nilai, p.amanat.kode, p.amanat.kewenangan)

    return kunci
