"""What a position is, and what it is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from realisasi import penilaian
from realisasi.models import StatusLaporan
from realisasi.penilaian import Pangsa, Sasaran, Status, Ukuran, Warna
from satker.models import Provinsi


class Angka(StrEnum):
    """Which reports count (rule 7): verified ones only, or submitted ones too."""

    RESMI = "resmi"
    SEMENTARA = "sementara"


@dataclass(frozen=True, slots=True)
class Amanat:
    """A DIPA as positions name it: whose it is and in which year."""

    id: int
    tahun: int
    kewenangan: str
    nomor: str
    satker_id: int
    kode: str
    nama: str
    provinsi: Provinsi
    kode_ilustrasi: bool


@dataclass(frozen=True, slots=True)
class Revisi:
    """One revision of a DIPA with its amounts per jenis belanja, in rupiah."""

    nomor: int
    berlaku_sejak: dt.date
    catatan: str
    rincian: Mapping[str, tuple[int, int]]

    @property
    def pagu(self) -> int:
        return sum(p for p, _ in self.rincian.values())

    @property
    def blokir(self) -> int:
        return sum(b for _, b in self.rincian.values())


@dataclass(slots=True)
class Laporan:
    """The report of one DIPA and quarter: its state, and its accepted amounts if it has any.

    `diterima` are the amounts of the accepted version (rule 6) by jenis belanja, spent in
    that quarter alone; None where no version is accepted under the angka asked for.
    `terverifikasi` says that the accepted version is the verified one: a report that was
    submitted again still counts with it under angka resmi (rule 7).
    """

    status: StatusLaporan
    diterima: dict[str, int] | None
    terverifikasi: bool
    pernah_diajukan: bool
    pernah_diverifikasi: bool
    versi_diajukan: int | None = None
    versi_terverifikasi: int | None = None

    @property
    def berubah_setelah_verifikasi(self) -> bool:
        return self.pernah_diverifikasi and self.status is not StatusLaporan.DIVERIFIKASI


@dataclass(frozen=True)
class Posisi:
    """Where one DIPA stands at the end of one quarter. Money in rupiah, cumulative."""

    amanat: Amanat
    triwulan: int
    revisi: Revisi
    realisasi_jenis: Mapping[str, int]
    triwulan_data: int | None
    ukuran: Ukuran
    pangsa: Pangsa | None
    laporan: Laporan | None
    pagu: int = field(init=False)
    blokir: int = field(init=False)
    pagu_efektif: int = field(init=False)
    realisasi: int = field(init=False)

    def __post_init__(self) -> None:
        simpan = object.__setattr__
        simpan(self, "pagu", self.revisi.pagu)
        simpan(self, "blokir", self.revisi.blokir)
        simpan(self, "pagu_efektif", self.pagu - self.blokir)
        simpan(self, "realisasi", sum(self.realisasi_jenis.values()))

    @property
    def provinsi(self) -> Provinsi:
        return self.amanat.provinsi

    @property
    def kewenangan(self) -> str:
        return self.amanat.kewenangan

    @property
    def per_jenis(self) -> dict[str, tuple[int, int, int]]:
        """Pagu, blokir and realisasi by jenis belanja; what was spent without a pagu stands there too."""
        rincian = self.revisi.rincian
        return {j: (*rincian.get(j, (0, 0)), self.realisasi_jenis.get(j, 0)) for j in {*rincian, *self.realisasi_jenis}}

    @property
    def nomor_revisi(self) -> tuple[int, int]:
        return (self.revisi.nomor, self.revisi.nomor)

    @property
    def status_laporan(self) -> str:
        """The state of the quarter's own report; empty where nobody has begun one."""
        return self.laporan.status.value if self.laporan else ""

    @property
    def terverifikasi(self) -> bool:
        return self.laporan is not None and self.laporan.terverifikasi

    @property
    def pernah_diverifikasi(self) -> bool:
        return self.laporan is not None and self.laporan.pernah_diverifikasi

    @property
    def kurang_sasaran(self) -> int:
        """Rupiah missing to the target that the asked quarter is measured to; 0 without one."""
        return self.kekurangan(self.sasaran.target_bp) if self.sasaran else 0

    @property
    def kurang_ambang(self) -> int:
        return self.kekurangan(self.ukuran.ambang_bp)

    # --- As a member of a group (rule 5) ---

    @property
    def banyak(self) -> int:
        return 1

    @cached_property
    def rasio(self) -> int | None:
        """Realisasi over pagu efektif in billionths; None without an accepted report or a pagu efektif."""
        return penilaian.rasio(self.realisasi, self.pagu_efektif) if self.triwulan_data else None

    @property
    def rasio_banyak(self) -> int:
        return int(self.rasio is not None)

    @property
    def rasio_jumlah(self) -> int | None:
        r = self.rasio
        return 0 if r is None else None if abs(r) == penilaian.RASIO_TERBESAR else r

    def rasio_tepat(self) -> list[tuple[int, int]]:
        return [(self.realisasi, self.pagu_efektif)] if self.rasio_banyak else []

    # ---

    @property
    def melapor(self) -> bool:
        """Whether the figure is from the asked quarter itself."""
        return self.triwulan_data == self.triwulan

    @cached_property
    def persen_bp(self) -> int | None:
        """Cumulative realisasi over pagu efektif as shown; None without an accepted report."""
        if self.triwulan_data is None:
            return None
        return penilaian.persen_bp(self.realisasi, self.pagu_efektif, self.ukuran.batas(self.triwulan))

    @property
    def target_bp(self) -> int | None:
        return self.ukuran.target.get(self.triwulan)

    @property
    def sasaran(self) -> Sasaran | None:
        """The target that its gap is measured to (rule 13)."""
        return self.ukuran.sasaran(self.triwulan)

    @property
    def sasaran_belanja(self) -> Sasaran | None:
        """The target that is still to be spent to (rule 13)."""
        return self.ukuran.sasaran_belanja(self.triwulan)

    @cached_property
    def status(self) -> Status:
        return penilaian.status(
            self.realisasi, self.pagu_efektif, melapor=self.melapor, triwulan=self.triwulan, ukuran=self.ukuran
        )

    @cached_property
    def warna(self) -> Warna:
        return penilaian.warna(
            self.status, self.realisasi, self.pagu_efektif, triwulan=self.triwulan, ukuran=self.ukuran
        )

    @cached_property
    def _proyeksi(self) -> Pangsa | None:
        return penilaian.proyeksi(self.realisasi, self.pagu_efektif, self.pangsa)

    @cached_property
    def proyeksi_bp(self) -> int | None:
        """Projected year end as shown (rule 9), not capped; None where there is none."""
        if self._proyeksi is None:
            return None
        return penilaian.tampil_bp(*self._proyeksi, self.ukuran.batas(penilaian.TRIWULAN_AKHIR))

    @property
    def proyeksi_di_atas_100(self) -> bool:
        """Whether the exact projection is more than 100 %; it is not capped (rule 9)."""
        return self._proyeksi is not None and self._proyeksi.pembilang > self._proyeksi.penyebut

    @property
    def berisiko(self) -> bool:
        """Whether the exact projection is below the ambang."""
        return self._proyeksi is not None and penilaian.di_bawah(*self._proyeksi, self.ukuran.ambang_bp)

    def kekurangan(self, batas_bp: int) -> int:
        """Rupiah missing to a threshold in basis points of the pagu efektif, rounded up."""
        return penilaian.kekurangan(self.realisasi, self.pagu_efektif, batas_bp)


@dataclass(frozen=True)
class Tahun:
    """A budget year and what its figures are measured against, for each kewenangan."""

    tahun: int
    ambang_bp: int
    batas_kuning_bp: int
    ilustrasi: bool
    terbitan: str
    ditutup: bool
    ukuran: Mapping[str, Ukuran]
