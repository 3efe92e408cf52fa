"""Spending over the quarters of one DIPA: a plausible path, split by jenis belanja.

A path is four cumulative shares of the pagu efektif in force at each quarter's end, in
basis points.
"""

from __future__ import annotations

from realisasi.demo.bentuk import RencanaRevisi, acak, berlaku
from realisasi.demo.pagu import BANSOS, BARANG, MODAL, PEGAWAI, PROVINSI_BARU, RETUR_MODAL
from realisasi.demo.terbitan import SERATUS_PERSEN, akhir_2022, akhir_2023
from realisasi.kalender import TRIWULAN, akhir_triwulan

# TW I to IV: how a jenis runs ahead of the whole or behind it, basis points.
IRAMA = {
    MODAL: (1_500, 7_400, 9_000, SERATUS_PERSEN),
    BANSOS: (4_000, 9_000, SERATUS_PERSEN, SERATUS_PERSEN),
    PEGAWAI: (12_500, 8_600, 9_500, SERATUS_PERSEN),
}
# Where tools were paid and partly sent back: the third quarter of belanja modal is negative.
IRAMA_RETUR = (2_000, 11_000, 7_300, SERATUS_PERSEN)
# Money paid back to the treasury: the third quarter as a whole is negative.
RETUR_BERSIH = {(2022, "71"), (2023, "52"), (2024, "18"), (2025, "75")}

AKHIR_LEMAH = {(2024, "95"): 8871, (2024, "94"): 9126, (2024, "93"): 9388, (2024, "96"): 9310}
AKHIR_LEMAH |= {(2025, "95"): 9034, (2025, "96"): 9462, (2025, "94"): 9575, (2025, "93"): 9618, (2025, "14"): 9205}
# 89,996 percent: shown as 89,99 and below the ambang (rule 1), hundred-thousandths of the pagu efektif.
TEPAT_DI_BAWAH_AMBANG = {(2025, "81"): 89_996}

# The running year, TW I to III; the offices with a demo login and those that stand out.
JALUR_2026 = {
    "11": (1_610, 5_540, 7_420),
    "14": (1_180, 4_725, 6_360),
    "21": (1_240, 5_310, 7_020),
    "35": (1_890, 6_315, 8_140),
    "53": (1_405, 5_265, 7_180),
    "76": (1_090, 4_930, 6_650),
    "93": (820, 4_480, 6_120),
    "94": (760, 4_215, 5_890),
    "95": (540, 3_910, 5_400),
    "96": (0, 3_660, 5_730),
}
TAHUN_BERJALAN = 2026


def realisasi_akhir(tahun: int, pagu_efektif: dict[str, int]) -> dict[str, int]:
    """Cumulative realisasi at TW IV per province, rupiah, of a year that is complete."""
    if tahun == 2022:  # noqa: PLR2004
        return akhir_2022(pagu_efektif)
    if tahun == 2023:  # noqa: PLR2004
        return akhir_2023(pagu_efektif)
    hasil = {}
    for kode, nilai in pagu_efektif.items():
        lemah = AKHIR_LEMAH.get((tahun, kode))
        persen = lemah or 9_990 - acak("akhir", tahun, kode).randint(0, 19) ** 2
        hasil[kode] = nilai * persen // SERATUS_PERSEN - acak("rupiah", tahun, kode).randint(0, 9_999)
        if (tahun, kode) in TEPAT_DI_BAWAH_AMBANG:
            hasil[kode] = nilai * TEPAT_DI_BAWAH_AMBANG[tahun, kode] // 100_000
    return hasil


def susun_jalur(tahun: int, kode: str, akhir_bp: int) -> tuple[int, int, int, int]:
    """The path of a DIPA that ends the year at `akhir_bp`; basis points."""
    if tahun == TAHUN_BERJALAN and kode in JALUR_2026:
        return (*JALUR_2026[kode], akhir_bp)
    rng = acak("jalur", tahun, kode)
    tengah = 6_010 + (akhir_bp - 9_750) * 45 // 100 + sum(rng.randint(-420, 420) for _ in range(2))
    tengah = min(max(tengah, 3_900), 7_050) - (300 if kode in PROVINSI_BARU else 0)
    kedua = tengah + (akhir_bp - tengah) * rng.randint(40, 58) // 100
    if (tahun, kode) in RETUR_BERSIH:
        kedua = tengah - rng.randint(60, 150)
    return (tengah * rng.randint(18, 36) // 100, tengah, kedua, akhir_bp)


def kumulatif(
    tahun: int, kode: str, revisi: tuple[RencanaRevisi, ...], akhir: int | None, sampai_triwulan: int
) -> dict[int, dict[str, int]]:
    """Cumulative realisasi per quarter and jenis belanja, rupiah.

    `akhir` is the total at TW IV, met exactly; None in a year that is still running.
    """
    efektif_akhir = berlaku(revisi, akhir_triwulan(tahun, 4)).pagu_efektif
    akhir_bp = (
        akhir * SERATUS_PERSEN // efektif_akhir
        if akhir is not None
        else acak("akhir", tahun, kode).randint(9_400, 9_980)
    )
    jalur = susun_jalur(tahun, kode, akhir_bp)
    hasil = {}
    for triwulan in TRIWULAN[:sampai_triwulan]:
        efektif = berlaku(revisi, akhir_triwulan(tahun, triwulan)).efektif
        total = sum(efektif.values()) * jalur[triwulan - 1] // SERATUS_PERSEN
        if triwulan == TRIWULAN[-1] and akhir is not None:
            total = akhir
        elif total:
            total -= acak("rupiah", tahun, kode, triwulan).randint(0, 99_999)
        hasil[triwulan] = _rinci(total, efektif, triwulan, retur=(tahun, kode) in RETUR_MODAL)
    return hasil


def per_triwulan(kumulatif_jenis: dict[int, dict[str, int]]) -> dict[int, dict[str, int]]:
    """What was spent in each quarter alone, per jenis belanja, rupiah; may be negative."""
    sebelum: dict[str, int] = {}
    hasil = {}
    for triwulan, jumlah in kumulatif_jenis.items():
        hasil[triwulan] = {jenis: nilai - sebelum.get(jenis, 0) for jenis, nilai in jumlah.items()}
        sebelum = jumlah
    return hasil


def _rinci(total: int, efektif: dict[str, int], triwulan: int, *, retur: bool) -> dict[str, int]:
    """Split a cumulative total by jenis belanja, none above its pagu efektif; 52 takes the rest."""
    jumlah = sum(efektif.values())
    hasil = {}
    for jenis, pagu in efektif.items():
        if jenis in IRAMA:
            irama = IRAMA_RETUR if retur and jenis == MODAL else IRAMA[jenis]
            bagian = total * pagu * irama[triwulan - 1] // (jumlah * SERATUS_PERSEN) if jumlah else 0
            hasil[jenis] = min(bagian, pagu)
    hasil[BARANG] = total - sum(hasil.values())
    return dict(sorted(hasil.items()))
