"""One DIPA in a list: what it lacks, what is known of its report, and how lists are ordered."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from realisasi import rupiah
from realisasi.kalender import hari_terlambat, nama_triwulan
from realisasi.models import StatusLaporan
from realisasi.penilaian import Pangsa, Status
from realisasi.posisi import Posisi

KATA_STATUS = {
    Status.BELUM_LAPOR: "Belum lapor",
    Status.DI_BAWAH_TARGET: "Di bawah target",
    Status.TERCAPAI: "Tercapai",
    Status.TANPA_TARGET: "Tanpa target",
}


def kata_status(status: Status, ambang_bp: int) -> str:
    """The status in words; the ambang is that of the year, never a fixed 90 %."""
    if status is Status.DI_BAWAH_AMBANG:
        return f"Di bawah {rupiah.persen_pendek(ambang_bp)}"
    return KATA_STATUS[status]


@dataclass(frozen=True)
class Baris:
    """One DIPA in a list, with what it lacks to the target that the page measures to."""

    posisi: Posisi
    tenggat: dt.date | None = None
    hari_ini: dt.date | None = None
    sebut_kode: bool = False
    sebut_kewenangan: bool = False

    @property
    def kata_status(self) -> str:
        return kata_status(self.posisi.status, self.posisi.ukuran.ambang_bp)

    @property
    def realisasi(self) -> int | None:
        """Cumulative rupiah; None without an accepted report, for silence is not zero (rule 6)."""
        return self.posisi.realisasi if self.posisi.triwulan_data else None

    @property
    def kurang_sasaran(self) -> int:
        return self.posisi.kurang_sasaran

    @property
    def kurang_ambang(self) -> int:
        return self.posisi.kurang_ambang

    @property
    def dari_triwulan_lain(self) -> str:
        """`TW III` where the figure is not from the asked quarter (rule 6), else empty."""
        p = self.posisi
        return nama_triwulan(p.triwulan_data) if p.triwulan_data and not p.melapor else ""

    @property
    def keadaan_laporan(self) -> str:
        """What is known of the report of the asked quarter, in a word."""
        laporan = self.posisi.laporan
        if laporan is None:
            return "Belum diisi"
        berubah = ", berubah setelah verifikasi" if laporan.berubah_setelah_verifikasi else ""
        return f"{StatusLaporan(laporan.status).label}{berubah}"

    @property
    def dikembalikan(self) -> bool:
        laporan = self.posisi.laporan
        return laporan is not None and laporan.status is StatusLaporan.DIKEMBALIKAN

    @property
    def diajukan_belum_diverifikasi(self) -> bool:
        """Whether the dinas has done its part and tim pusat has not: nobody to chase."""
        laporan = self.posisi.laporan
        return laporan is not None and laporan.status is StatusLaporan.DIAJUKAN

    @property
    def sebutan(self) -> str:
        """The province's name as lists show it; with the code where a province has two satker."""
        return self._sebut(nama_tampil(self.posisi.amanat.provinsi.nama))

    @property
    def sebutan_pendek(self) -> str:
        """The same, short enough for a phone."""
        return self._sebut(self.posisi.amanat.provinsi.nama_pendek)

    def _sebut(self, nama: str) -> str:
        amanat = self.posisi.amanat
        kode = f" {amanat.kode}" if self.sebut_kode else ""
        return f"{nama}{kode} {amanat.kewenangan}" if self.sebut_kewenangan else f"{nama}{kode}"

    @property
    def terlambat(self) -> int | None:
        """Calendar days late until today; None where it was submitted once, or nothing was due.

        How late a submission was is told on the sheet of the satker, by its first one.
        """
        diajukan = self.posisi.laporan is not None and self.posisi.laporan.pernah_diajukan
        if diajukan or self.tenggat is None or self.hari_ini is None:
            return None
        return hari_terlambat(self.tenggat, self.hari_ini)


def urutan_peringkat(urut: str) -> Callable[[Baris], tuple[bool, bool, int, str, str]]:
    """Sort key: by the exact percentage, belum lapor after the others and without a percentage last; or by
    rupiah, the largest lack first, whoever has it.
    """

    def kunci(b: Baris) -> tuple[bool, bool, int, str, str]:
        p = b.posisi
        if urut == "rupiah":
            return (False, False, -b.kurang_sasaran, p.amanat.kode, p.amanat.kewenangan)
        nilai = p.rasio or 0
        return (p.rasio is None, p.status is Status.BELUM_LAPOR, nilai, p.amanat.kode, p.amanat.kewenangan)

    return kunci


def urutan_proyeksi(rasio: int | None, pangsa: Pangsa | None) -> Fraction:
    """What projected year ends are ordered by (rule 9), as sharp as ratios are; where there is none, as zero."""
    return Fraction((rasio or 0) * pangsa.penyebut, pangsa.pembilang) if pangsa and pangsa.pembilang else Fraction(0)


def peringkat_persen(posisi: Sequence[Posisi]) -> dict[int, int]:
    """The rank by shown percentage of each DIPA that has one, by DIPA id: 1 is the highest, ties share it."""
    nilai = {p.amanat.id: p.persen_bp for p in posisi if p.persen_bp is not None}
    hasil: dict[int, int] = {}
    urut = sorted(nilai.items(), key=lambda x: -x[1])
    for i, (dipa, persen) in enumerate(urut, start=1):
        sama = i > 1 and urut[i - 2][1] == persen
        hasil[dipa] = hasil[urut[i - 2][0]] if sama else i
    return hasil


def nama_tampil(nama: str) -> str:
    """A province's name as lists show it: `DI Yogyakarta`, `Kep. Riau` for the long official forms."""
    return nama.replace("Daerah Istimewa", "DI").replace("Kepulauan", "Kep.")


def baris_dari(
    posisi: Sequence[Posisi],
    *,
    tenggat: dt.date | None,
    hari_ini: dt.date,
    sebut_kewenangan: bool,
    ganda: Collection[str] | None = None,
) -> list[Baris]:
    """A row for each position; a province that occurs with two satker is told apart by code.

    `ganda` are the codes of those provinces, where `posisi` is a part of what they are told from.
    """
    if ganda is None:
        satker = {(p.amanat.provinsi.kode, p.amanat.kode) for p in posisi}
        ganda = {provinsi for provinsi, n in Counter(provinsi for provinsi, _ in satker).items() if n > 1}
    return [
        Baris(
            posisi=p,
            tenggat=tenggat,
            hari_ini=hari_ini,
            sebut_kode=p.amanat.provinsi.kode in ganda,
            sebut_kewenangan=sebut_kewenangan,
        )
        for p in posisi
    ]
