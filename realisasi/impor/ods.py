"""The table of an OpenDocument sheet within bounds: repeated cells and rows are counted before they unfold.

LibreOffice ends a sheet with "this empty row a million times"; a parser leaves that out. The same
with something in it would fill the memory.
"""

from __future__ import annotations

import re
from typing import Final

from realisasi.impor import arsip
from realisasi.impor.bacaan import BerkasDitolak
from realisasi.rupiah import angka

# Attributes between quotes may hold ">", so a tag is read with them.
_TANDA: Final = re.compile(
    rb"""<(?:(table:table-row)|(table:(?:covered-)?table-cell)|(/table:table-row)|(table:table)(?=[\s>]))"""
    rb"""((?:[^<>"']|"[^"]*"|'[^']*')*)>"""
)
_ULANG: Final = re.compile(rb"""table:number-(?:rows|columns)-repeated\s*=\s*["']\s*\+?([0-9]+)\s*["']""")
_GALAT: Final = re.compile(
    rb"""(<table:table-cell\b[^<>]*?)\s+office:string-value="[^"]*"([^<>]*calcext:value-type="error")"""
)
_GALAT_BALIK: Final = re.compile(
    rb"""(<table:table-cell\b[^<>]*calcext:value-type="error"[^<>]*?)\s+office:string-value="[^"]*\""""
)


def periksa(isi: bytes, batas: arsip.BatasArsip) -> bytes:
    """The same content, with errors of formulas as text.

    Raises:
        BerkasDitolak: where it would not fit.

    """
    if not isi or b"<![CDATA[" in isi or b"<!--" in isi:
        raise BerkasDitolak(arsip.RUSAK)
    if b"<table:table-source" in isi or b"file://" in isi:
        raise BerkasDitolak(arsip.BERTAUTAN)
    _hitung(isi, batas)
    return _GALAT_BALIK.sub(rb"\1", _GALAT.sub(rb"\1\2", isi))


def _hitung(isi: bytes, batas: arsip.BatasArsip) -> None:
    lembar = luas = 0
    baris = baris_kosong = terisi = kolom = lebar = ulang_baris = lebar_baris = 0
    for m in _TANDA.finditer(isi):
        if m[4]:  # a sheet begins
            lembar += 1
            luas += baris * lebar
            baris = baris_kosong = lebar = 0
            if lembar > batas.lembar:
                raise BerkasDitolak(arsip.terlalu_banyak_lembar(batas))
            continue
        if m[1]:
            ulang_baris, kolom, lebar_baris = _ulang(m[5]), 0, 0
            if not m[5].endswith(b"/"):
                continue
        if m[2]:
            kolom += _ulang(m[5])
            if _berisi(m, isi):
                lebar_baris = kolom
                if kolom > batas.kolom:
                    raise BerkasDitolak(
                        f"Ada sel berisi sampai kolom {angka(kolom)}; paling banyak {batas.kolom} kolom."
                    )
            continue
        # A row ends. Empty ones count once something stands below them.
        if not lebar_baris:
            baris_kosong += ulang_baris
            continue
        baris += baris_kosong + ulang_baris
        terisi += 1
        baris_kosong, lebar = 0, max(lebar, lebar_baris)
        if baris > batas.baris + 1:
            raise BerkasDitolak(arsip.terlalu_panjang(baris, terisi, batas))
        if luas + baris * lebar > batas.sel:
            raise BerkasDitolak(arsip.terlalu_luas(batas))


def _ulang(atribut: bytes) -> int:
    return max((int(n[:12]) for n in _ULANG.findall(atribut)), default=1)


def _berisi(sel: re.Match[bytes], isi: bytes) -> bool:
    """Whether a cell holds anything: it has a value type, or text between its tags."""
    return b"value" in sel[5] or not (sel[5].endswith(b"/") or isi.startswith(b"</", sel.end()))
