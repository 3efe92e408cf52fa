"""Ceilings of the demo: the total of a year shared out exactly, and the revisions that lead to it."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from realisasi.demo import teks
from realisasi.demo.bentuk import SERIBU, RencanaRevisi, acak
from realisasi.demo.terbitan import SERATUS_PERSEN, pagu_nasional

PROVINSI_BARU = ("93", "94", "95", "96")
# National totals of the years for which none was published, rupiah.
PAGU_ILUSTRASI = {2024: 57_400_000_000, 2025: 61_800_000_000, 2026: 58_350_000_000}
TAHUN_EFISIENSI = 2025
BELUM_DIRINCI = "00"
BARANG, MODAL, BANSOS, PEGAWAI = "52", "53", "57", "51"

# How large the office of a province is beside the others.
UKURAN = {"32": 168, "33": 160, "35": 172, "12": 132, "31": 96, "36": 118, "73": 124, "16": 112, "14": 118}
UKURAN |= {"65": 82, "75": 84, "76": 82, "82": 86, "93": 78, "94": 76, "95": 74, "96": 76}
UKURAN_BIASA = 100

# The day on which the DIPA of a year were handed over.
PENYERAHAN = {
    2022: dt.date(2021, 11, 29),
    2023: dt.date(2022, 12, 1),
    2024: dt.date(2023, 11, 29),
    2025: dt.date(2024, 12, 10),
    2026: dt.date(2025, 12, 2),
}
# Single cases that a screen should be able to show: year and province.
DIPA_JANUARI = {(2023, "94"), (2024, "93"), (2024, "95"), (2025, "82"), (2026, "95")}
RINCI_MENYUSUL = {(2024, "94"), (2026, "93")}
SEBAGIAN_BELUM_DIRINCI = {(2026, "75")}
TERBLOKIR_SELURUHNYA = {(2026, "96")}
DUA_REVISI_SEHARI = {(2024, "51"), (2026, "34")}
RETUR_MODAL = {(2023, "36"), (2024, "62"), (2025, "17"), (2025, "74"), (2026, "61")}
SERING_DIREVISI = {(2024, "35"), (2025, "32"), (2026, "12")}


@dataclass(frozen=True)
class Langkah:
    """One revision as a change to what was before; None leaves it. Shares in basis points."""

    hari: dt.date
    catatan: str
    total: int | None = None
    blokir_bp: int | None = None
    bagian: dict[str, int] | None = None


def bagi_tepat(total: int, bobot: dict[str, int]) -> dict[str, int]:
    """Share `total` rupiah by weight in whole thousands; the sum is exact (largest remainder)."""
    satuan, jumlah = total // SERIBU, sum(bobot.values())
    hasil = {kode: satuan * b // jumlah for kode, b in bobot.items()}
    sisa = satuan - sum(hasil.values())
    for kode in sorted(bobot, key=lambda k: (-(satuan * bobot[k] % jumlah), k))[:sisa]:
        hasil[kode] += 1
    return {kode: nilai * SERIBU for kode, nilai in hasil.items()}


def pagu_tahun(tahun: int, kode_provinsi: list[str]) -> dict[str, int]:
    """Pagu in force on 31 December per province, rupiah; they add up to the total of the year."""
    bobot = {k: UKURAN.get(k, UKURAN_BIASA) * acak("bobot", tahun, k).randint(86, 114) for k in kode_provinsi}
    return bagi_tepat(pagu_nasional(tahun) or PAGU_ILUSTRASI[tahun], bobot)


def bagian_jenis(tahun: int, kode: str) -> dict[str, int]:
    """Shares of the jenis belanja beside 52, basis points of the pagu; 52 takes the rest."""
    rng = acak("jenis", tahun, kode)
    bagian: dict[str, int] = {}
    biasa = 30 if tahun < 2024 else 48  # noqa: PLR2004  (TP hands over tools and machines)
    if rng.randint(1, 100) <= biasa or (tahun, kode) in RETUR_MODAL:
        bagian[MODAL] = rng.randint(9, 32) * 100
    if (tahun, kode) in {(2024, "53"), (2025, "53"), (2025, "94"), (2026, "53"), (2026, "71")}:
        bagian[BANSOS] = rng.randint(6, 14) * 100
    if (tahun, kode) in {(2022, "31"), (2024, "31"), (2026, "64")}:
        bagian[PEGAWAI] = rng.randint(3, 6) * 100
    return bagian


def susun_revisi(tahun: int, kode: str, pagu_akhir: int) -> tuple[RencanaRevisi, ...]:
    """All revisions of one DIPA, ending at `pagu_akhir` (rupiah); in 2022 and 2023 without blokir at the end."""
    rng = acak("revisi", tahun, kode)
    bagian = bagian_jenis(tahun, kode)
    awal = dict(bagian)
    langkah = _langkah_blokir(tahun, kode, rng)
    total_awal = pagu_akhir
    if rng.randint(1, 100) <= 24:  # noqa: PLR2004
        total_awal = pagu_akhir * rng.choice((92, 94, 95, 104, 106, 109)) // 100 // SERIBU * SERIBU
        catatan = teks.PAGU_BERTAMBAH if total_awal < pagu_akhir else teks.PAGU_BERKURANG
        langkah.append(Langkah(_hari(rng, tahun, (5, 10), (9, 20)), catatan, total=pagu_akhir))
    if MODAL in bagian and rng.randint(1, 100) <= 40:  # noqa: PLR2004
        awal[MODAL] = bagian[MODAL] * rng.randint(80, 90) // 100
        langkah.append(Langkah(_hari(rng, tahun, (5, 2), (8, 28)), teks.PERGESERAN, bagian=bagian))
    for _ in range(4 if (tahun, kode) in SERING_DIREVISI else rng.choice((0, 0, 1))):
        langkah.append(Langkah(_hari(rng, tahun, (2, 5), (10, 28)), rng.choice(teks.REVISI_LAIN)))
    if (tahun, kode) in RINCI_MENYUSUL:
        langkah.append(Langkah(_hari(rng, tahun, (2, 3), (2, 24)), teks.PERINCIAN, bagian=awal))
        awal = {BELUM_DIRINCI: SERATUS_PERSEN}
    elif (tahun, kode) in SEBAGIAN_BELUM_DIRINCI:
        langkah.append(Langkah(_hari(rng, tahun, (4, 13), (4, 28)), teks.PERINCIAN, bagian=awal))
        awal = {**awal, BELUM_DIRINCI: 1500}
    if (tahun, kode) in DUA_REVISI_SEHARI:
        langkah += [Langkah(dt.date(tahun, 6, 30), catatan) for catatan in teks.REVISI_LAIN[:2]]
    blokir_awal = _blokir_awal(tahun, kode, rng)
    mulai = Langkah(_hari_awal(tahun, kode, rng), teks.DIPA_AWAL, total_awal, blokir_awal, awal)
    return _jalankan([mulai, *sorted(langkah, key=lambda langkah: langkah.hari)])


def _hari(rng: random.Random, tahun: int, dari: tuple[int, int], sampai: tuple[int, int]) -> dt.date:
    """A weekday between two days (month, day) of the year."""
    awal = dt.date(tahun, *dari)
    hari = awal + dt.timedelta(days=rng.randint(0, (dt.date(tahun, *sampai) - awal).days))
    return hari - dt.timedelta(days=max(0, hari.weekday() - 4))


def _hari_awal(tahun: int, kode: str, rng: random.Random) -> dt.date:
    if (tahun, kode) in DIPA_JANUARI:
        return _hari(rng, tahun, (1, 6), (1, 17))
    return PENYERAHAN[tahun] + dt.timedelta(days=rng.choice((0, 0, 0, 1, 2)))


def _pola(tahun: int, kode: str) -> int:
    """0: never blocked; 1: blocked from the start; 2: blocked by the saving order of the spring."""
    if tahun == TAHUN_EFISIENSI:
        return 2
    return acak("pola", tahun, kode).choice((0, 0, 1, 1, 2))


def _blokir_awal(tahun: int, kode: str, rng: random.Random) -> int:
    """Share that is frozen in revision 0, basis points."""
    if (tahun, kode) in TERBLOKIR_SELURUHNYA:
        return SERATUS_PERSEN
    return rng.randint(5, 12) * 100 if _pola(tahun, kode) == 1 else 0


def _langkah_blokir(tahun: int, kode: str, rng: random.Random) -> list[Langkah]:
    """How what is frozen changes over a year; all of it lifted by the end of 2022 and 2023."""
    if (tahun, kode) in TERBLOKIR_SELURUHNYA:
        return [Langkah(_hari(rng, tahun, (5, 11), (5, 22)), teks.BUKA_BLOKIR_SELURUHNYA, blokir_bp=0)]
    sisa = 0 if tahun <= 2023 else rng.choice((0, 150, 250, 400))  # noqa: PLR2004
    pola = _pola(tahun, kode)
    if tahun == TAHUN_EFISIENSI:
        langkah = [
            Langkah(_hari(rng, tahun, (2, 10), (3, 14)), teks.EFISIENSI, blokir_bp=rng.randint(24, 42) * 100),
            Langkah(_hari(rng, tahun, (4, 28), (7, 18)), teks.RELAKSASI, blokir_bp=rng.randint(12, 20) * 100),
        ]
        if rng.randint(1, 100) <= 70:  # noqa: PLR2004
            langkah.append(
                Langkah(_hari(rng, tahun, (8, 25), (10, 24)), teks.BUKA_BLOKIR, blokir_bp=rng.randint(4, 11) * 100)
            )
        return langkah
    if pola == 1:
        return [Langkah(_hari(rng, tahun, (4, 4), (8, 12)), teks.BUKA_BLOKIR, blokir_bp=sisa)]
    if pola == 2:  # noqa: PLR2004
        return [
            Langkah(_hari(rng, tahun, (2, 7), (3, 21)), teks.PENYESUAIAN_OTOMATIS, blokir_bp=rng.randint(5, 9) * 100),
            Langkah(_hari(rng, tahun, (7, 4), (9, 26)), teks.BUKA_BLOKIR, blokir_bp=sisa),
        ]
    return []


def _jalankan(langkah: list[Langkah]) -> tuple[RencanaRevisi, ...]:
    """Carry the steps out one after the other."""
    total, blokir_bp = 0, 0
    bagian: dict[str, int] = {}
    revisi = []
    for nomor, satu in enumerate(langkah):
        total = satu.total if satu.total is not None else total
        blokir_bp = satu.blokir_bp if satu.blokir_bp is not None else blokir_bp
        bagian = satu.bagian if satu.bagian is not None else bagian
        revisi.append(RencanaRevisi(nomor, satu.hari, satu.catatan, _rinci(total, blokir_bp, bagian)))
    return tuple(revisi)


def _rinci(total: int, blokir_bp: int, bagian: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Pagu and blokir per jenis belanja, rupiah, in whole thousands; 52 takes what rounding leaves."""
    pagu = {jenis: _ribuan(total, bp) for jenis, bp in bagian.items()}
    if (sisa := total - sum(pagu.values())) > 0:
        pagu[BARANG] = sisa
    return {jenis: (nilai, _ribuan(nilai, blokir_bp)) for jenis, nilai in sorted(pagu.items())}


def _ribuan(nilai: int, bagian_bp: int) -> int:
    return nilai * bagian_bp // SERATUS_PERSEN // SERIBU * SERIBU
