"""Amounts by quarter and jenis, however the columns tell the time: of quarters, of months, cumulative."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import pandas as pd

from realisasi.impor.bacaan import BerkasDitolak, JenisImpor
from realisasi.impor.bentuk.susunan import Angka, Kurang
from realisasi.impor.waktu import NAMA_BULAN
from realisasi.kalender import nama_triwulan


class Sel(NamedTuple):
    """A column of amounts that was read, and the rows with bad cells in it."""

    nilai: pd.Series
    salah: pd.Index


@dataclass(frozen=True)
class Potongan:
    """The amounts of one jenis and quarter, for all rows of a sheet; None where the row says which.

    `berisi` marks the rows that have anything there; None where all count.
    """

    jenis: str | None
    triwulan: int | None
    angka: dict[str, pd.Series]
    salah: pd.Index
    sd: bool = False
    berisi: pd.Series | None = None


Baca = Callable[[Angka], Sel]


def pagu(baca: Baca, angka: Sequence[Angka]) -> list[Potongan]:
    """Pagu and blokir of each jenis; without a column of blokir nothing is frozen."""
    blokir = {a.jenis: a for a in angka if a.ukuran == "blokir"}
    hasil = []
    for a in angka:
        if a.ukuran != "pagu":
            continue
        isi, salah = baca(a)
        beku = pd.Series(0, index=isi.index, dtype="Int64")
        berisi = isi.notna()
        if (b := blokir.get(a.jenis)) is not None:
            beku, salah_beku = baca(b)
            salah = salah.union(salah_beku)
            berisi |= beku.notna()
            beku = beku.where(beku.notna() | beku.index.isin(salah_beku), 0)
        berisi |= berisi.index.isin(salah)
        hasil.append(Potongan(a.jenis, None, {"pagu": isi, "blokir": beku}, salah, berisi=berisi if a.jenis else None))
    if asing := set(blokir) - {a.jenis for a in angka if a.ukuran == "pagu"}:
        raise BerkasDitolak(
            f"Ada kolom blokir untuk jenis belanja {', '.join(sorted(map(str, asing)))} tanpa kolom pagunya. "
            "Lengkapi kolomnya sesuai templat."
        )
    return hasil


def realisasi(
    baca: Baca, angka: Sequence[Angka], diminta: int | None, jenis: JenisImpor, berjalan: Collection[int] = ()
) -> tuple[list[Potongan], list[str]]:
    """The amounts of each jenis and quarter, and what is to be said about how they were found.

    `berjalan` are the quarters of the year that are not over yet.

    Raises:
        Kurang: where the columns of the asked quarter are missing.
        BerkasDitolak: where cumulative columns do not tell what was spent in the quarter alone.

    """
    if angka[0].bulan:
        return _bulanan(baca, angka, diminta)
    if angka[0].triwulan is None:
        return [_satu(a.jenis, None, baca(a), sd=a.sd) for a in angka], []
    baca = cache(baca)
    if diminta is not None and any(a.triwulan == diminta for a in angka):
        _berisi(baca, angka, diminta)
        return _per_triwulan(baca, angka, diminta, jenis)
    terisi = _terisi(baca, angka, berjalan)
    nol = {a.triwulan for a in angka if a.triwulan and a not in terisi and baca(a).nilai.notna().any()}
    hasil, catatan = _per_triwulan(baca, terisi, diminta, jenis)
    if nol:
        kolom = ", ".join(map(nama_triwulan, sorted(nol)))
        catatan.append(f"Kolom {kolom} berisi nol saja dan tidak dibaca, karena tampaknya belum diisi.")
    return hasil, catatan


def _berisi(baca: Baca, angka: Sequence[Angka], diminta: int) -> None:
    """That cumulative columns of the asked quarter do not fall to zero everywhere: nobody has filled them in."""

    def nol(triwulan: int) -> bool:
        return all(_nol(baca(a)) for a in angka if a.triwulan == triwulan)

    if angka[0].sd and nol(diminta) and not nol(diminta - 1):
        raise BerkasDitolak(
            f"Kolom s.d. {nama_triwulan(diminta)} kosong atau nol di semua baris, sedangkan s.d. "
            f"{nama_triwulan(diminta - 1)} berisi angka. Isi dahulu, atau pilih {nama_triwulan(diminta - 1)}."
        )


def _terisi(baca: Baca, angka: Sequence[Angka], berjalan: Collection[int]) -> Sequence[Angka]:
    """Without the last quarters, as far as nobody has filled them in: what a formula makes of blank cells is zero.

    Cumulative amounts do not fall to zero everywhere; those of a quarter alone may be zero once it is over.
    """
    terakhir = max((a.triwulan for a in angka if a.triwulan and not _nol(baca(a))), default=None)
    if terakhir is None:
        return angka
    return [a for a in angka if (a.triwulan or 0) <= terakhir or not (a.sd or a.triwulan in berjalan)]


def _nol(isi: Sel) -> bool:
    """Whether no amount but zero stands in a column, and nothing that could not be read."""
    return not len(isi.salah) and not (isi.nilai.fillna(0) != 0).any()


def _per_triwulan(
    baca: Baca, angka: Sequence[Angka], diminta: int | None, jenis: JenisImpor
) -> tuple[list[Potongan], list[str]]:
    ada = sorted({a.triwulan for a in angka if a.triwulan})
    # Another quarter than the asked one is for the comparison of claims to refuse.
    dipakai = [diminta] if diminta in ada else ada
    if angka[0].sd and jenis == JenisImpor.LAPORAN:
        return _kumulatif(baca, angka, dipakai), []
    hasil = [_satu(a.jenis, a.triwulan, baca(a), sd=a.sd) for a in angka if a.triwulan in dipakai]
    lewat = [nama_triwulan(q) for q in ada if q not in dipakai]
    return hasil, [f"Kolom {', '.join(lewat)} tidak dibaca, karena triwulannya dipilih."] if lewat else []


def _satu(jenis: str | None, triwulan: int | None, isi: Sel, *, sd: bool) -> Potongan:
    berisi = None
    if jenis or triwulan:  # a blank cell of such a column is no report, where a blank one beside its row is a mistake
        berisi = isi.nilai.notna() | isi.nilai.index.isin(isi.salah)
    return Potongan(jenis, triwulan, {"realisasi": isi.nilai}, isi.salah, sd, berisi)


def _bulanan(baca: Baca, angka: Sequence[Angka], diminta: int | None) -> tuple[list[Potongan], list[str]]:
    """Months summed up to quarters, up to the last month that holds an amount."""
    isi = {(a.jenis, a.bulan): baca(a) for a in angka if a.bulan}
    terakhir = max((b for (_, b), s in isi.items() if b and (s.nilai.fillna(0) != 0).any()), default=0)
    terakhir = terakhir or max(b for _, b in isi if b)
    ada = {b for _, b in isi}
    triwulan = [diminta] if diminta else list(range(1, (terakhir + 2) // 3 + 1))
    hasil, catatan = [], []
    for q in triwulan:
        bulan = range(3 * q - 2, 3 * q + 1)
        if kurang := [b for b in bulan if b not in ada]:
            if diminta or len(kurang) == len(bulan):
                raise Kurang([f"realisasi {NAMA_BULAN[b]}" for b in kurang])
            catatan.append(f"{nama_triwulan(q)} tidak dibaca, karena kolom {_sebut(kurang)} tidak ada.")
            continue
        if kosong := [b for b in bulan if b > terakhir]:
            catatan.append(f"{nama_triwulan(q)} belum lengkap: {_sebut(kosong)} masih kosong.")
        for jenis in dict.fromkeys(j for j, _ in isi):
            if kurang_jenis := [b for b in bulan if (jenis, b) not in isi]:
                raise Kurang([f"realisasi {jenis} {NAMA_BULAN[b]}" for b in kurang_jenis])
            bagian = [isi[jenis, b] for b in bulan]
            salah = bagian[0].salah.union(bagian[1].salah).union(bagian[2].salah)
            jumlah = sum((s.nilai.fillna(0) for s in bagian[1:]), start=bagian[0].nilai.fillna(0))
            jumlah[jumlah.index.isin(salah)] = pd.NA
            hasil.append(Potongan(jenis, q, {"realisasi": jumlah}, salah))
    if not hasil:
        raise Kurang(["realisasi satu triwulan penuh"])
    return hasil, catatan


def _kumulatif(baca: Baca, angka: Sequence[Angka], dipakai: Sequence[int]) -> list[Potongan]:
    """Columns until the end of each quarter, with those before the asked ones: the differences are taken by row."""
    perlu = {*dipakai, *(q - 1 for q in dipakai if q > 1)}
    ada = {a.triwulan for a in angka}
    if kurang := sorted(perlu - ada):
        q = kurang[-1]
        raise BerkasDitolak(
            f"Berkas ini memuat realisasi kumulatif s.d. {nama_triwulan(q + 1)}, sedangkan laporan memerlukan angka "
            f"tiap triwulan. Sertakan juga kolom s.d. {nama_triwulan(q)}, atau kolom realisasi triwulan itu saja."
        )
    return [_satu(a.jenis, a.triwulan, baca(a), sd=True) for a in angka if a.triwulan in perlu]


def _sebut(bulan: Iterable[int]) -> str:
    return ", ".join(NAMA_BULAN[b] for b in bulan)
