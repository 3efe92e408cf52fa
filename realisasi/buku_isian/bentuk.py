"""The layout of the workbook: what stands where, for the side that writes and the side that reads."""

from __future__ import annotations

from realisasi.kalender import nama_triwulan
from realisasi.lembar_isian import LembarIsian

LEMBAR = "Isian"
LEMBAR_PETUNJUK = "Petunjuk"
BARIS_KEPALA = 8
JUMLAH = "Jumlah"
ILUSTRASI = "data ilustrasi"
SATKER, TAHUN = "Satker", "Tahun anggaran"

# Columns by number, as openpyxl counts.
KODE, NAMA, PAGU, BLOKIR, SEBELUM, SEKARANG, KUMULATIF, SISA, PERSEN, SAAT_UNDUH = range(1, 11)
HURUF = " ABCDEFGHIJ"


def kepala(triwulan: int) -> dict[int, str]:
    """The heads of the columns."""
    nama = nama_triwulan(triwulan)
    return {
        KODE: "Kode",
        NAMA: "Jenis belanja",
        PAGU: "Pagu (Rp)",
        BLOKIR: "Blokir (Rp)",
        SEBELUM: kepala_sebelum(triwulan),
        SEKARANG: f"{nama} saja (Rp)",
        KUMULATIF: f"s.d. {nama} (Rp)",
        SISA: "Sisa (Rp)",
        PERSEN: "Persen",
        SAAT_UNDUH: f"{nama} saja saat diunduh (Rp)",
    }


def kepala_sebelum(triwulan: int) -> str:
    """What was spent before the quarter; before the first one there is none to name."""
    return "Sebelum TW I (Rp)" if triwulan == 1 else f"s.d. {nama_triwulan(triwulan - 1)} (Rp)"


def tanda_pengenal(lembar: LembarIsian) -> dict[str, str]:
    """Whose workbook it is, by label: read back to refuse that of another satker, DIPA or quarter."""
    return {
        SATKER: f"{lembar.dipa.satker.kode} {lembar.dipa.nama_satker}",
        "DIPA": str(lembar.dipa),
        "Triwulan": nama_triwulan(lembar.triwulan),
        TAHUN: f"{lembar.dipa.tahun_id}",
    }
