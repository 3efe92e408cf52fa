"""A table on a sheet: columns that know what their cells hold, and a total row of live formulas."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from openpyxl.utils import get_column_letter

from dashboard.rakor import gaya
from dashboard.rakor.gaya import Gaya
from dashboard.rakor.kertas import Isi, Kertas, Sel
from dashboard.rakor.rumus import TANPA, Rumus

T = TypeVar("T")
HURUF_PER_LEBAR = 1.18  # letters of size 10 in one unit of a column width, which is a digit of size 11
TINGGI_BARIS = 13.2
TINGGI_TERBESAR = 409.0  # more is no valid height


class Rujukan:
    """What a cell may ask of its row: the addresses and the values of the cells left of it."""

    def __init__(self, nama: Sequence[str], baris: int, awal: int, akhir: int) -> None:
        self._huruf = {n: get_column_letter(j) for j, n in enumerate(nama, start=1)}
        self.baris = baris
        self._awal, self._akhir = awal, akhir
        self._nilai: dict[str, Isi] = {}

    def __call__(self, nama: str) -> str:
        """The address of the cell of a column: `H7`."""
        return f"{self._huruf[nama]}{self.baris}"

    def rentang(self, nama: str) -> str:
        """The cells of a column in all rows of the table, without the total: `H6:H43`."""
        return f"{self._huruf[nama]}{self._awal}:{self._huruf[nama]}{self._akhir}"

    def rupiah(self, nama: str) -> int:
        """The whole number in a cell left of this one; 0 where there is none."""
        nilai = self._nilai.get(nama)
        return nilai if isinstance(nilai, int) else 0

    def catat(self, nama: str, isi: Isi) -> None:
        """Keep what a cell holds, the result of a formula among it."""
        self._nilai[nama] = isi.hasil if isinstance(isi, Rumus) else isi


@dataclass(frozen=True)
class Kolom(Generic[T]):
    """One column. `jumlah` gives the cell of the total row; `JUMLAH` adds the column up."""

    nama: str
    kepala: str
    lebar: float
    gaya: Gaya
    isi: Callable[[T, Rujukan], Isi | Sel]
    jumlah: Callable[[Rujukan], Isi] | None = None


def JUMLAH(_r: Rujukan) -> Isi:  # noqa: N802  (a word of the column lists, never called)
    """Marks a column whose total is the sum of its cells."""
    raise NotImplementedError


@dataclass(frozen=True)
class Letak(Generic[T]):
    """Where a table stands: rows of its head, of its first and last row, and of its total."""

    kertas: Kertas
    huruf: dict[str, str]
    kepala: int
    awal: int
    akhir: int
    jumlah: int | None

    def sel_jumlah(self, nama: str) -> str:
        """The address of a total for a formula of another sheet."""
        return f"{self.kertas.nama}!${self.huruf[nama]}${self.jumlah}"

    def rentang(self, nama: str) -> str:
        """The cells of a column: `J6:J43`."""
        return f"{self.huruf[nama]}{self.awal}:{self.huruf[nama]}{self.akhir}"

    def rujukan(self, nama: str) -> str:
        """The cells of a column for a formula of another sheet."""
        huruf = self.huruf[nama]
        return f"{self.kertas.nama}!${huruf}${self.awal}:${huruf}${self.akhir}"


def tulis(
    kertas: Kertas,
    kolom: Sequence[Kolom[T]],
    baris: Sequence[T],
    *,
    kosong: str = "",
    tinggi_kepala: float = 28,
    lebar: bool = True,
) -> Letak[T]:
    """Write head, rows and, where a column asks for it, the total row.

    Without rows one says `kosong`, and there is no total.
    """
    nama = [k.nama for k in kolom]
    if lebar:
        kertas.lebar([k.lebar for k in kolom])
    bungkus = any(k.gaya.bungkus for k in kolom)
    kepala = kertas.tulis((Sel(k.kepala, _kepala(k.gaya)) for k in kolom), tinggi=tinggi_kepala)
    awal, akhir = kepala + 1, kepala + max(1, len(baris))
    jumlah: dict[str, int] = dict.fromkeys(nama, 0)
    for x in baris:
        r = Rujukan(nama, kertas.baris, awal, akhir)
        sel: list[Isi | Sel] = []
        for k in kolom:
            s = k.isi(x, r)
            s = s if isinstance(s, Sel) else Sel(s, k.gaya)
            if s.isi == TANPA and not s.gaya.latar:
                s = Sel(s.isi, s.gaya.dengan(tinta="ink-3"))
            r.catat(k.nama, s.isi)
            if k.jumlah is JUMLAH:
                jumlah[k.nama] += r.rupiah(k.nama)
            sel.append(s)
        kertas.tulis(sel, tinggi=_tinggi(kolom, sel) if bungkus else None)
    if not baris:
        kertas.tulis([Sel(kosong, gaya.TEKS), *(Sel(None, gaya.TEKS) for _ in kolom[1:])], tinggi=20)
    total = None
    if baris and any(k.jumlah for k in kolom):
        r = Rujukan(nama, kertas.baris, awal, akhir)
        sel = []
        for k in kolom:
            isi: Isi = None
            if k.jumlah is JUMLAH:
                isi = Rumus(f"SUM({r.rentang(k.nama)})", jumlah[k.nama])
            elif k.jumlah is not None:
                isi = k.jumlah(r)
            r.catat(k.nama, isi)
            sel.append(Sel(isi, gaya.jumlah(k.gaya)))
        total = kertas.tulis(sel, tinggi=18)
    huruf = {n: get_column_letter(j) for j, n in enumerate(nama, start=1)}
    return Letak(kertas, huruf, kepala, awal, akhir, total)


def _tinggi(kolom: Sequence[Kolom[T]], sel: Sequence[Isi | Sel]) -> float:
    """The height of a row whose texts break; a program that does not measure them itself goes by it."""
    baris = 1
    for k, s in zip(kolom, sel, strict=True):
        if k.gaya.bungkus and isinstance(s, Sel) and isinstance(s.isi, str):
            lebar = max(1, int(k.lebar * HURUF_PER_LEBAR) - k.gaya.masuk)
            baris = max(baris, sum(len(textwrap.wrap(a, lebar)) or 1 for a in s.isi.splitlines()))
    return min(TINGGI_TERBESAR, TINGGI_BARIS * baris + 2)


def _kepala(bentuk: Gaya) -> Gaya:
    kiri = gaya.KEPALA.dengan(masuk=bentuk.masuk)
    return {"right": gaya.KEPALA_KANAN, "center": gaya.KEPALA_TENGAH}.get(bentuk.rata or "left", kiri)
