"""What holds a group below its target: who reported too little, who did not report, and their share of the lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.baris import Baris
from dashboard.lajur import banyak
from dashboard.saringan import Saringan
from realisasi import rupiah
from realisasi.kalender import nama_triwulan
from realisasi.penilaian import Status, Warna
from realisasi.rekap import Depan, Irisan, terbesar

PALING_BANYAK_NAMA = 3


@dataclass(frozen=True)
class Sebab:
    """One cause of the gap: how many, which share of the lack of all that are below."""

    warna: Warna
    judul: str
    rincian: str


@dataclass(frozen=True)
class Penahan:
    """Some parts that lack something, what they are called, and those of them that lack most.

    `sebutan` is empty for those without a report of the quarter.
    """

    warna: Warna
    sebutan: str
    bagian: list[Irisan]
    terbesar: list[Depan]


def cari_penahan(bagian: Sequence[Irisan], s: Saringan, ambang_bp: int) -> list[Penahan]:
    """At most two groups that hold the whole back: those who reported too little, and those who did not report."""
    if not any(i.kurang_sasaran for i in bagian):
        return []
    lemah = [i for i in bagian if i.status is Status.DI_BAWAH_AMBANG]
    if lemah:
        sebutan = f"di bawah {rupiah.persen_pendek(ambang_bp)}"
        warna = Warna.MERAH
    elif any(i.target_bp is not None for i in bagian):
        lemah = [i for i in bagian if i.status is Status.DI_BAWAH_TARGET]
        sebutan = "di bawah target"
        warna = Warna.KUNING
    else:
        lemah = [i for i in bagian if i.berisiko and i.melapor]
        # The list beside it names those without a report too, so its count differs.
        sebutan = f"yang sudah melapor dan diproyeksikan di bawah {rupiah.persen_pendek(ambang_bp)}"
        warna = Warna.ABU
    belum = [i for i in bagian if i.status is Status.BELUM_LAPOR]
    hasil = [
        Penahan(warna, sebutan, lemah, terbesar(lemah, 1)),
        Penahan(Warna.ABU, "", belum, terbesar(belum, PALING_BANYAK_NAMA)),
    ]
    return [p for p in hasil if p.bagian]


def susun_sebab(p: Penahan, bagian: Sequence[Irisan], s: Saringan, baris: Sequence[Baris]) -> Sebab:
    """One cause of the gap, with its share of the lack of all that are below. `baris` are `p.terbesar`."""
    menahan = _bagian(p.bagian, sum(i.kurang_sasaran for i in bagian))
    if p.sebutan:
        terbesar_ = baris[0]
        return Sebab(
            p.warna,
            f"{rupiah.angka(banyak(p.bagian))} {s.satuan} {p.sebutan} menahan {menahan} kekurangan;",
            f"terbesar {terbesar_.sebutan}, {rupiah.rupiah_ringkas(terbesar_.kurang_sasaran)}.",
        )
    return Sebab(
        p.warna,
        f"{rupiah.angka(banyak(p.bagian))} {s.satuan} belum lapor, {menahan} kekurangan:",
        f"{_sebut([b.sebutan for b in baris], banyak(p.bagian))}, {_dihitung_dengan(p.bagian)}.",
    )


def _bagian(bagian: Sequence[Irisan], seluruh: int) -> str:
    milik = sum(i.kurang_sasaran for i in bagian)
    return f"{(200 * milik + seluruh) // (2 * seluruh)}{rupiah.NBSP}%"


def _sebut(nama: Sequence[str], semua: int) -> str:
    """The first names of a list, and how many others there are."""
    if semua == 1:
        return nama[0]
    if semua <= PALING_BANYAK_NAMA:
        return f"{', '.join(nama[:-1])} dan {nama[-1]}"
    return f"{', '.join(nama[: PALING_BANYAK_NAMA - 1])}, dan {rupiah.angka(semua - PALING_BANYAK_NAMA + 1)} lainnya"


def _dihitung_dengan(belum: Sequence[Irisan]) -> str:
    dari = sorted({i.triwulan_data for i in belum if i.triwulan_data})
    tanpa = banyak(i for i in belum if i.triwulan_data is None)
    bagian = []
    if dari:
        bagian.append(f"dihitung dengan {' atau '.join(nama_triwulan(q) for q in dari)}")
    if tanpa:
        bagian.append(f"{rupiah.angka(tanpa)} belum pernah lapor tahun ini" if dari else "belum pernah lapor tahun ini")
    return "; ".join(bagian)
