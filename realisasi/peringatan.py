"""What makes an amount worth a question: warnings, never refusals (rule 10).

Each needs a written reason before a report is submitted, and tim pusat reads it. Pure
functions; no module of Django is imported here. Money is whole rupiah.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from realisasi.kalender import nama_triwulan
from realisasi.rupiah import rupiah

LONJAKAN_KALI = 3
LONJAKAN_PERSEN = 25  # of the pagu efektif: what is less is no jump that anybody asks about
SERIBU, SEJUTA = 1_000, 1_000_000
TERLALU_BESAR_KALI = 100
AJAKAN = "Boleh diajukan, tetapi alasannya wajib ditulis dan dibaca tim pusat."


class Kode(StrEnum):
    """The kinds of warning."""

    DI_ATAS_PAGU_EFEKTIF = "DI_ATAS_PAGU_EFEKTIF"
    PAGU_MINUS = "PAGU_MINUS"
    LONJAKAN = "LONJAKAN"
    SATUAN = "SATUAN"
    TANPA_PERUBAHAN = "TANPA_PERUBAHAN"
    TURUN = "TURUN"
    TERLAMBAT = "TERLAMBAT"


@dataclass(frozen=True)
class Peringatan:
    """A warning to the whole report, or to one jenis belanja.

    `teks` says what is so, and is kept with the version for tim pusat; `ajakan` asks who writes the
    report for something, and is kept nowhere. `besar` grows with what is wrong (rupiah, or how many
    times too much): a reason that was given for less does not answer for more.
    """

    kode: Kode
    judul: str
    teks: str
    jenis: str = ""
    besar: int = 0
    ajakan: str = AJAKAN

    @property
    def untuk_dinas(self) -> str:
        """What is so, and what to do about it, as who writes the report reads it."""
        return f"{self.teks} {self.ajakan}"

    @property
    def kunci(self) -> str:
        """What its reason is kept under."""
        return f"{self.kode}:{self.jenis}" if self.jenis else str(self.kode)


@dataclass(frozen=True)
class Baris:
    """Amounts of one jenis belanja; `pagu` is None where the DIPA is not broken down."""

    jenis: str
    nama: str
    pagu: int | None
    sebelum: int
    sekarang: int | None

    @property
    def kumulatif(self) -> int:
        return self.sebelum + (self.sekarang or 0)


@dataclass(frozen=True)
class Bahan:
    """What warnings are made from.

    `riwayat` are the totals of the earlier quarters that make the pattern; `versi_lalu` the
    amounts of the version submitted before, by jenis; `terlambat` is in calendar days.
    """

    triwulan: int
    pertama: int
    pagu_efektif: int
    pagu: int
    baris: Sequence[Baris]
    riwayat: Sequence[int] = ()
    versi_lalu: Mapping[str, int] = field(default_factory=dict)
    terlambat: int = 0


def periksa(bahan: Bahan) -> tuple[Peringatan, ...]:
    """All warnings of a report, in the order in which they are shown."""
    terisi = [b for b in bahan.baris if b.sekarang is not None]
    hasil = [
        *_di_atas_pagu_efektif(bahan),
        *(p for b in bahan.baris for p in _pagu_minus(b)),
        *(p for b in terisi for p in _satuan(b, bahan.pagu)),
        *_lonjakan(bahan),
        *_tanpa_perubahan(bahan, terisi),
        *(p for b in bahan.baris if terisi for p in _turun(b, bahan.versi_lalu)),
    ]
    if bahan.terlambat:
        hasil.append(
            Peringatan(
                Kode.TERLAMBAT,
                f"Terlambat {bahan.terlambat} hari",
                "Laporan diajukan sesudah tenggat.",
                ajakan="Tulis penyebabnya.",
            )
        )
    return tuple(hasil)


def _di_atas_pagu_efektif(bahan: Bahan) -> list[Peringatan]:
    kumulatif = sum(b.kumulatif for b in bahan.baris)
    lebih = kumulatif - bahan.pagu_efektif
    if lebih <= 0:
        return []
    return [
        Peringatan(
            Kode.DI_ATAS_PAGU_EFEKTIF,
            f"{rupiah(lebih)} di atas pagu efektif",
            f"Realisasi s.d. {nama_triwulan(bahan.triwulan)} {rupiah(kumulatif)}, padahal pagu efektif "
            f"{rupiah(bahan.pagu_efektif)}.",
            besar=lebih,
        )
    ]


def _pagu_minus(b: Baris) -> list[Peringatan]:
    if b.pagu is None or b.kumulatif <= b.pagu:
        return []
    tidak_ada = " DIPA yang berlaku tidak memuat jenis ini." if b.pagu == 0 else ""
    return [
        Peringatan(
            Kode.PAGU_MINUS,
            f"Pagu minus: {rupiah(b.kumulatif - b.pagu)} di atas pagu {b.nama}",
            f"Realisasi kumulatif {rupiah(b.kumulatif)}, pagu {rupiah(b.pagu)}.{tidak_ada}",
            b.jenis,
            b.kumulatif - b.pagu,
        )
    ]


def _satuan(b: Baris, pagu_total: int) -> list[Peringatan]:
    """An amount that fits the pagu a thousand or a million times larger, or smaller."""
    nilai = abs(b.sekarang or 0)
    pagu = b.pagu or pagu_total
    if not nilai or pagu <= 0:
        return []
    if nilai * SERIBU <= pagu:
        kali = pagu // nilai
        kata = "jutaan" if nilai * SEJUTA <= pagu else "ribuan"
        teks = (
            f"{rupiah(b.sekarang or 0)} kurang dari seperseribu pagu {rupiah(pagu)}, "
            f"seperti ditulis dalam {kata} rupiah."
        )
        ajakan = "Tulis rupiah penuh; bila memang sekecil itu, tulis alasannya."
    elif nilai >= TERLALU_BESAR_KALI * pagu:
        kali = nilai // pagu
        banyak = "sejuta" if kali >= TERLALU_BESAR_KALI * SERIBU else "seribu"
        teks = f"{rupiah(b.sekarang or 0)} jauh di atas pagu {rupiah(pagu)}, seperti {banyak} kali terlalu besar."
        ajakan = "Periksa jumlah nolnya; bila memang sebesar itu, tulis alasannya."
    else:
        return []
    return [Peringatan(Kode.SATUAN, f"Periksa satuan {b.nama}", teks, b.jenis, kali, ajakan)]


def _lonjakan(bahan: Bahan) -> list[Peringatan]:
    sekarang = sum(b.sekarang or 0 for b in bahan.baris)
    terbesar = max(bahan.riwayat, default=0)
    if terbesar <= 0 or sekarang <= LONJAKAN_KALI * terbesar or 100 * sekarang < LONJAKAN_PERSEN * bahan.pagu_efektif:
        return []
    return [
        Peringatan(
            Kode.LONJAKAN,
            f"Lonjakan: {rupiah(sekarang)} dalam satu triwulan",
            f"Lebih dari {LONJAKAN_KALI} kali triwulan terbesar sebelumnya ({rupiah(terbesar)}).",
            besar=sekarang,
            ajakan=f"Pastikan yang diisi {nama_triwulan(bahan.triwulan)} saja, bukan angka kumulatif, "
            "lalu tulis alasannya.",
        )
    ]


def _tanpa_perubahan(bahan: Bahan, terisi: Sequence[Baris]) -> list[Peringatan]:
    if bahan.triwulan <= bahan.pertama or not terisi or any(b.sekarang for b in terisi):
        return []
    return [
        Peringatan(
            Kode.TANPA_PERUBAHAN,
            f"Tidak ada perubahan sejak {nama_triwulan(bahan.triwulan - 1)}",
            "Semua jenis belanja diisi nol untuk triwulan ini.",
            ajakan="Bila memang tidak ada belanja, tulis penyebabnya.",
        )
    ]


def _turun(b: Baris, versi_lalu: Mapping[str, int]) -> list[Peringatan]:
    """Less than the version before said; an amount that is left out now has become nothing."""
    lalu, sekarang = versi_lalu.get(b.jenis), b.sekarang or 0
    if lalu is None or sekarang >= lalu:
        return []
    return [
        Peringatan(
            Kode.TURUN,
            f"{b.nama} turun dari versi sebelumnya",
            f"Versi yang diajukan sebelumnya {rupiah(lalu)}, sekarang {rupiah(sekarang)}.",
            b.jenis,
            lalu - sekarang,
            "Tulis alasannya.",
        )
    ]
