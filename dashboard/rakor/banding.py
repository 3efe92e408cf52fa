"""What changed since the last rakor: two states of the figures, compared DIPA by DIPA.

A state is a frozen pack, or the figures of now. Rupiah are differences of what counts, points those
of the two shown percentages (rule 13). What a silent DIPA adds to the realisasi is nothing, and its
percentage none (rule 6): there is then a difference in rupiah and none in points.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dashboard.baris import kata_status, nama_tampil
from realisasi import rupiah
from realisasi.kalender import nama_triwulan
from realisasi.pembekuan import SEMUA, Cakupan
from realisasi.penilaian import Kelompok
from realisasi.penilaian import kelompok as jumlahkan
from realisasi.posisi import Posisi

KEWENANGAN = {"DK": ("DK",), "TP": ("TP",), SEMUA: ("DK", "TP")}
PALING_BANYAK_DISEBUT = 6
PALING_BANYAK_SAMA = 200


@dataclass(frozen=True)
class Keadaan:
    """One of the two states: its name, what it covers, when it was so, and where every DIPA stood.

    `nomor` is that of the pack, None for the figures of now.
    """

    nama: str
    cakupan: Cakupan
    pada: dt.datetime
    posisi: Sequence[Posisi]
    nomor: int | None = None


class Jenis(StrEnum):
    """Whether a DIPA stands in both states, or in one."""

    TETAP = "tetap"
    BARU = "baru"
    HILANG = "hilang"


@dataclass(frozen=True)
class BarisBanding:
    """One DIPA in both states; None where it has no place in one. Money in rupiah."""

    lama: Posisi | None
    baru: Posisi | None
    sebut_kode: bool
    sebut_kewenangan: bool

    @property
    def posisi(self) -> Posisi:
        """Where it stands in the later state; in the earlier one if it is gone."""
        ada = self.baru or self.lama
        assert ada is not None  # noqa: S101  (a row is made of one at least)
        return ada

    @property
    def jenis(self) -> Jenis:
        if self.lama is None:
            return Jenis.BARU
        return Jenis.HILANG if self.baru is None else Jenis.TETAP

    @property
    def sebutan(self) -> str:
        """The province, with code and kewenangan where they tell two apart."""
        a = self.posisi.amanat
        kode = f" {a.kode}" if self.sebut_kode else ""
        kewenangan = f" {a.kewenangan}" if self.sebut_kewenangan else ""
        return f"{nama_tampil(a.provinsi.nama)}{kode}{kewenangan}"

    @property
    def beda_realisasi(self) -> int:
        """How much more it adds to the realisasi of the whole."""
        return (self.baru.realisasi if self.baru else 0) - (self.lama.realisasi if self.lama else 0)

    @property
    def beda_pagu_efektif(self) -> int:
        return (self.baru.pagu_efektif if self.baru else 0) - (self.lama.pagu_efektif if self.lama else 0)

    @property
    def beda_poin(self) -> int | None:
        """The difference of the shown percentages in basis points; None where one has none."""
        if self.lama is None or self.baru is None or self.lama.persen_bp is None or self.baru.persen_bp is None:
            return None
        return self.baru.persen_bp - self.lama.persen_bp

    @property
    def status_lama(self) -> str:
        return _status(self.lama)

    @property
    def status_baru(self) -> str:
        return _status(self.baru)

    @property
    def berubah(self) -> bool:
        """Whether anything that is compared is different."""
        return (
            self.jenis is not Jenis.TETAP
            or bool(self.beda_realisasi or self.beda_pagu_efektif or self.beda_poin)
            or self.status_lama != self.status_baru
            or self.triwulan_lama != self.triwulan_baru
        )

    @property
    def triwulan_lama(self) -> int | None:
        """The quarter that the earlier figure is from (rule 6)."""
        return self.lama.triwulan_data if self.lama else None

    @property
    def triwulan_baru(self) -> int | None:
        """The same for the later one."""
        return self.baru.triwulan_data if self.baru else None

    @property
    def keterangan(self) -> list[str]:
        """In words what the difference comes from, beside the money that was spent."""
        if self.jenis is Jenis.BARU:
            return ["baru: belum ada dalam keadaan sebelumnya"]
        if self.jenis is Jenis.HILANG:
            return ["tidak ada lagi dalam keadaan sesudahnya"]
        assert self.lama is not None  # noqa: S101  (stands in both)
        assert self.baru is not None  # noqa: S101
        hasil = []
        if not self.lama.melapor:
            hasil.append(f"semula {_triwulan(self.lama)}" if self.baru.melapor else f"tetap {_triwulan(self.baru)}")
        elif not self.baru.melapor:
            hasil.append(f"sekarang {_triwulan(self.baru)}")
        if self.beda_pagu_efektif:
            arah = "naik" if self.beda_pagu_efektif > 0 else "turun"
            hasil.append(f"pagu efektif {arah} {rupiah.rupiah(abs(self.beda_pagu_efektif))}")
        if self.lama.revisi.nomor != self.baru.revisi.nomor:
            hasil.append(f"revisi DIPA {self.lama.revisi.nomor} menjadi {self.baru.revisi.nomor}")
        return hasil


def _status(p: Posisi | None) -> str:
    return "–" if p is None else kata_status(p.status, p.ukuran.ambang_bp)


def _triwulan(p: Posisi) -> str:
    """What is said of one that has not reported its quarter (rule 6)."""
    tw = nama_triwulan(p.triwulan)
    dari = f", angka dari {nama_triwulan(p.triwulan_data)}" if p.triwulan_data else " dan tanpa angka"
    return f"belum lapor {tw}{dari}"


@dataclass(frozen=True)
class Banding:
    """Two states compared: the rows, the whole of both, and what must be said of the comparison."""

    lama: Keadaan
    baru: Keadaan
    baris: Sequence[BarisBanding]
    kelompok_lama: Kelompok
    kelompok_baru: Kelompok
    catatan: Sequence[str]

    @property
    def berubah(self) -> list[BarisBanding]:
        return [b for b in self.baris if b.berubah]

    @property
    def sama(self) -> int:
        """How many DIPA are as they were."""
        return len(self.baris) - len(self.berubah)

    @property
    def beda_realisasi(self) -> int:
        return self.kelompok_baru.realisasi - self.kelompok_lama.realisasi

    @property
    def beda_pagu_efektif(self) -> int:
        return self.kelompok_baru.pagu_efektif - self.kelompok_lama.pagu_efektif

    @property
    def beda_poin(self) -> int | None:
        lama, baru = self.kelompok_lama.persen_bp, self.kelompok_baru.persen_bp
        return None if lama is None or baru is None else baru - lama

    def sebut(self, jenis: Jenis) -> str:
        """The names of those that came or went, the first few of many."""
        return _sebut_beberapa([b.sebutan for b in self.baris if b.jenis is jenis], PALING_BANYAK_DISEBUT)

    @property
    def yang_sama(self) -> str:
        """The names of those that are as they were, the first of very many."""
        return _sebut_beberapa([b.sebutan for b in self.baris if not b.berubah], PALING_BANYAK_SAMA)

    @property
    def yang_baru(self) -> str:
        return self.sebut(Jenis.BARU)

    @property
    def yang_hilang(self) -> str:
        return self.sebut(Jenis.HILANG)

    @property
    def naik(self) -> int:
        """How many have a higher percentage."""
        return sum((b.beda_poin or 0) > 0 for b in self.baris)

    @property
    def turun(self) -> int:
        """How many have a lower one."""
        return sum((b.beda_poin or 0) < 0 for b in self.baris)


def _sebut_beberapa(nama: Sequence[str], paling: int) -> str:
    lebih = len(nama) - paling
    return ", ".join(nama[:paling]) + (f", dan {lebih} lainnya" if lebih > 0 else "")


def bandingkan(lama: Keadaan, baru: Keadaan, urut: str = "poin") -> Banding:
    """Compare two states in the kewenangan that both cover.

    `urut` is `poin` (the least gain first, those without a difference last) or `rupiah` (the
    largest difference first, whichever way it goes).
    """
    bersama = [k for k in KEWENANGAN[lama.cakupan.kewenangan] if k in KEWENANGAN[baru.cakupan.kewenangan]]
    semula = {(p.amanat.kode, p.amanat.kewenangan): p for p in lama.posisi if p.amanat.kewenangan in bersama}
    menjadi = {(p.amanat.kode, p.amanat.kewenangan): p for p in baru.posisi if p.amanat.kewenangan in bersama}
    per_provinsi = Counter(
        provinsi
        for provinsi, _ in {(p.amanat.provinsi.kode, p.amanat.kode) for p in (*semula.values(), *menjadi.values())}
    )
    baris = []
    for kunci in sorted({*semula, *menjadi}):
        p = menjadi.get(kunci) or semula[kunci]
        baris.append(
            BarisBanding(
                semula.get(kunci), menjadi.get(kunci), per_provinsi[p.amanat.provinsi.kode] > 1, len(bersama) > 1
            )
        )
    return Banding(
        lama=lama,
        baru=baru,
        baris=sorted(baris, key=_urutan(urut)),
        kelompok_lama=jumlahkan(list(semula.values()), lama.cakupan.triwulan),
        kelompok_baru=jumlahkan(list(menjadi.values()), baru.cakupan.triwulan),
        catatan=_catatan(lama.cakupan, baru.cakupan, bersama),
    )


def _urutan(urut: str) -> Callable[[BarisBanding], tuple[bool, int, str, str]]:
    def kunci(b: BarisBanding) -> tuple[bool, int, str, str]:
        a = b.posisi.amanat
        if urut == "rupiah":
            return (False, -abs(b.beda_realisasi), a.kode, a.kewenangan)
        return (b.beda_poin is None, b.beda_poin or 0, a.kode, a.kewenangan)

    return kunci


def _catatan(lama: Cakupan, baru: Cakupan, bersama: Sequence[str]) -> list[str]:
    """Why part of the differences has nothing to do with what the offices did."""
    hasil = []
    if not bersama:
        hasil.append("Kedua keadaan memuat kewenangan yang berbeda, jadi tidak ada yang dapat dibandingkan.")
    elif lama.kewenangan != baru.kewenangan:
        hasil.append(f"Hanya {bersama[0]} yang ada dalam keduanya; hanya itu yang dibandingkan.")
    if lama.tahun != baru.tahun:
        hasil.append(
            f"Tahunnya berbeda ({lama.tahun} dan {baru.tahun}): realisasi tiap tahun mulai lagi dari nol, jadi "
            "selisihnya bukan belanja di antara kedua rapat."
        )
    if lama.angka is not baru.angka:
        hasil.append(
            f"Yang pertama angka {lama.angka.value}, yang kedua angka {baru.angka.value}: sebagian selisih berasal "
            "dari laporan yang belum diverifikasi."
        )
    return hasil
