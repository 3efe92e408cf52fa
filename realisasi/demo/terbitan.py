"""The published facts, and figures of a year solved so that they come out exactly.

The pagu are solved first; a percentage is then met by whole rupiah inside the open
interval that rounds half up to it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from realisasi.demo.bentuk import acak
from realisasi.referensi import baca_csv

SERATUS_PERSEN = 10_000  # in basis points

# The press names neither the lowest province of 2022 nor the four above it.
TERENDAH_2022 = "92"
EMPAT_RENDAH_2022 = {"81": 9468, "14": 9542, "21": 9631, "73": 9687}
# Above Sumatera Selatan's published figure; the press says only 99 to 100 percent.
LIMA_TERTINGGI_2022 = (9993, 9988, 9981, 9974, 9968)
LAIN_2022 = (9745, 9935)


class Fakta(NamedTuple):
    """One published figure that is loaded; `nilai` as printed, in `satuan`."""

    tahun: int
    lingkup: str
    ukuran: str
    nilai: str
    satuan: str

    @property
    def basis_poin(self) -> int:
        return int(Decimal(self.nilai) * 100)


def fakta_dimuat(tahun: int) -> list[Fakta]:
    """The facts of a year that the demo data must meet."""
    return [
        Fakta(tahun, b["lingkup"], b["ukuran"], b["nilai"], b["satuan"])
        for b in baca_csv("fakta_publikasi.csv")
        if b["dimuat"] == "ya" and int(b["tahun"]) == tahun
    ]


def pagu_nasional(tahun: int) -> int | None:
    """The published total of a year, rupiah; None where none is known."""
    for fakta in fakta_dimuat(tahun):
        if fakta.lingkup == "nasional" and fakta.ukuran == "pagu":
            return int(fakta.nilai)
    return None


def kode_menurut_nama() -> dict[str, str]:
    """Code of each province by its full name."""
    return {b["nama"]: b["kode"] for b in baca_csv("provinsi.csv")}


def rupiah_untuk(pagu: int, persen_bp: int, *kunci: object) -> int:
    """Whole rupiah that show as exactly `persen_bp` basis points of `pagu`.

    Taken from the middle half of the interval [persen - 0,005; persen + 0,005), so that
    neither end is touched.

    Raises:
        ValueError: the pagu is so small that no whole rupiah lies in the interval.

    """
    terkecil = (2 * persen_bp - 1) * pagu // (2 * SERATUS_PERSEN) + 1
    terbesar = ((2 * persen_bp + 1) * pagu - 1) // (2 * SERATUS_PERSEN)
    if terkecil > terbesar:
        raise ValueError(f"Tidak ada rupiah bulat yang menjadi {persen_bp} basis poin dari {pagu}.")
    return terkecil + (terbesar - terkecil) * acak("tengah", *kunci).randint(25, 75) // 100


def persen_terbitan(tahun: int) -> dict[str, int]:
    """Year-end percentages of single provinces that are given, by province code, basis points."""
    kode = kode_menurut_nama()
    hasil = {f.lingkup: f for f in fakta_dimuat(tahun) if f.ukuran == "realisasi"}
    persen = {kode[nama]: f.basis_poin for nama, f in hasil.items() if nama in kode}
    if tahun == 2022:  # noqa: PLR2004
        persen[TERENDAH_2022] = hasil["provinsi terendah"].basis_poin
        persen |= EMPAT_RENDAH_2022
        teratas = next(f for f in fakta_dimuat(tahun) if f.ukuran == "lima tertinggi").lingkup.split("; ")
        persen |= {kode[nama]: bp for nama, bp in zip(teratas, LIMA_TERTINGGI_2022, strict=True)}
    return persen


def akhir_2022(pagu: dict[str, int]) -> dict[str, int]:
    """Cumulative realisasi at TW IV of 2022 per province, rupiah; the sum meets the national figure."""
    nasional = next(f for f in fakta_dimuat(2022) if f.lingkup == "nasional" and f.ukuran == "realisasi")
    diberikan = persen_terbitan(2022)
    hasil = {kode: rupiah_untuk(pagu[kode], bp, 2022, kode) for kode, bp in diberikan.items()}
    lain = [kode for kode in pagu if kode not in diberikan]
    for kode in lain:
        hasil[kode] = pagu[kode] * acak("akhir", 2022, kode).randint(*LAIN_2022) // SERATUS_PERSEN
    selisih = rupiah_untuk(sum(pagu.values()), nasional.basis_poin, 2022) - sum(hasil.values())
    pagu_lain = sum(pagu[kode] for kode in lain)
    for kode in lain:
        bagian = selisih * pagu[kode] // pagu_lain
        hasil[kode] += bagian
        selisih -= bagian
        pagu_lain -= pagu[kode]
    return hasil


def akhir_2023(pagu: dict[str, int]) -> dict[str, int]:
    """Cumulative realisasi at TW IV of 2023 per province, rupiah; the five published ones alone below 90 %."""
    diberikan = persen_terbitan(2023)
    return {
        kode: rupiah_untuk(nilai, diberikan.get(kode, _persen_baik(2023, kode)), 2023, kode)
        for kode, nilai in pagu.items()
    }


def _persen_baik(tahun: int, kode: str) -> int:
    """Between 92 and 99,9 percent, most of it near the top, basis points."""
    return 9992 - acak("akhir", tahun, kode).randint(3, 27) ** 2
