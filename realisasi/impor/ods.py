"""The table of an OpenDocument sheet within bounds: repeated cells and rows are counted before they unfold.

LibreOffice ends a sheet with "this empty row a million times"; a parser leaves that out. The same
with something in it would fill the memory.
"""

from __future__ import annotations

import re
from typing import Final

from realisasi.impor import batas_berkas
from realisasi.impor.bacaan import BerkasDitolak
from realisasi.rupiah import angka

_AKHIR_BARIS: Final = re.compile(rb"</table:table-row\s*>")
_BARIS: Final = b"<table:table-row"
_SEL: Final = (b"<table:table-cell", b"<table:covered-table-cell")
# Attributes between quotes may hold ">", so a tag is read with them, up to the next "<", which none may hold.
_AWAL_TANDA: Final = re.compile(rb"<table:(?:table-row|(?:covered-)?table-cell|table(?=[\s>]))")
_TANDA: Final = re.compile(
    rb"""<(?:(table:table-row)|(table:(?:covered-)?table-cell)|(table:table)(?=[\s>]))"""
    rb"""((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>"""
)
_ULANG: Final = re.compile(rb"""table:number-(?:rows|columns)-repeated\s*=\s*["']\s*\+?([0-9]+)\s*["']""")
# The end of a cell, and empty ones in plain attributes.
_EKOR_KOSONG: Final = re.compile(
    rb"""(?:[^<>"']++|</[\w:-]++>|<table:(?:covered-)?table-cell(?:\s+[\w:-]++="[^"<>]*+")*+\s*/>)*+"""
)
_GALAT: Final = b'calcext:value-type="error"'
_SEL_GALAT: Final = re.compile(rb"<table:table-cell\b[^<>]*+>")
_TEKS_GALAT: Final = re.compile(rb'\soffice:string-value="[^"]*"')


def periksa(isi: bytes, batas: batas_berkas.BatasArsip) -> bytes:
    """The same content, with errors of formulas as text.

    Raises:
        BerkasDitolak: where it would not fit.

    """
    if not isi or b"<![CDATA[" in isi or b"<!--" in isi:
        raise BerkasDitolak(batas_berkas.RUSAK)
    if b"<table:table-source" in isi or b"file://" in isi:
        raise BerkasDitolak(batas_berkas.BERTAUTAN)
    hitungan = _Hitungan(batas)
    for baris in _AKHIR_BARIS.split(isi):
        hitungan.baris(baris)
    if _GALAT not in isi:
        return isi
    return _SEL_GALAT.sub(lambda m: _TEKS_GALAT.sub(b"", m[0]) if _GALAT in m[0] else m[0], isi)


class _Hitungan:
    """The rectangles around the cells of all sheets so far."""

    def __init__(self, batas: batas_berkas.BatasArsip) -> None:
        self._batas = batas
        self._lembar = self._luas = 0
        self._baris = self._kosong = self._terisi = self._lebar = 0

    def baris(self, isi: bytes) -> None:
        """What stands between the ends of two rows: a row, at times with the beginning of a sheet before it."""
        if b"rows-repeated" not in isi and b"<table:table " not in isi and isi.count(_BARIS) == 1:
            # Most rows by far: so narrow, even with every repetition counted, that a closer look is not needed.
            lebar = _lebar_terbesar(isi)
            if lebar <= self._batas.kolom:
                self._tambah(1, lebar)
                return
        ulang, kolom, lebar = 0, 0, 0
        if len(_TANDA.findall(isi)) != len(_AWAL_TANDA.findall(isi)):
            raise BerkasDitolak(batas_berkas.RUSAK)
        for m in _TANDA.finditer(isi):
            if m[3]:
                self._lembar_baru()
            elif m[1]:
                if ulang:  # the one before had no end of its own
                    self._tambah(ulang, lebar)
                ulang, kolom, lebar = _ulang(m[4]), 0, 0
            else:
                kolom += _ulang(m[4])
                if _berisi(m, isi):
                    lebar = kolom
        if ulang:
            self._tambah(ulang, lebar)

    def _lembar_baru(self) -> None:
        self._lembar += 1
        self._luas += self._baris * self._lebar
        self._baris = self._kosong = self._lebar = 0
        if self._lembar > self._batas.lembar:
            raise BerkasDitolak(batas_berkas.terlalu_banyak_lembar(self._batas))

    def _tambah(self, ulang: int, lebar: int) -> None:
        """Count a row; empty ones count once something stands below them."""
        if not lebar:
            self._kosong += ulang
            return
        self._baris += self._kosong + ulang
        self._terisi += 1
        self._kosong, self._lebar = 0, max(self._lebar, lebar)
        if lebar > self._batas.kolom:
            raise BerkasDitolak(f"Ada sel berisi sampai kolom {angka(lebar)}; paling banyak {self._batas.kolom} kolom.")
        if self._baris > self._batas.baris + 1:
            raise BerkasDitolak(batas_berkas.terlalu_panjang(self._baris, self._terisi, self._batas))
        if self._luas + self._baris * self._lebar > self._batas.sel:
            raise BerkasDitolak(batas_berkas.terlalu_luas(self._batas))


def _lebar_terbesar(isi: bytes) -> int:
    """At most how many cells a row has up to the last that holds anything; those behind it are not counted."""
    letak = max(isi.rfind(b"value"), isi.rfind(b"<text:"))
    if letak < 0:
        return 0
    akhir = isi.find(b">", letak)
    if _EKOR_KOSONG.fullmatch(isi, akhir + 1):
        isi = isi[:akhir]
    return sum(map(isi.count, _SEL)) + (sum(_semua_ulang(isi)) if b"repeated" in isi else 0)


def _semua_ulang(isi: bytes) -> list[int]:
    return [int(n[:12]) for n in _ULANG.findall(isi)]


def _ulang(atribut: bytes) -> int:
    return max(_semua_ulang(atribut), default=1)


def _berisi(sel: re.Match[bytes], isi: bytes) -> bool:
    """Whether a cell holds anything: it has a value type, or text between its tags."""
    return b"value" in sel[4] or not (sel[4].endswith(b"/") or isi.startswith(b"</", sel.end()))
