"""The XML of a sheet (.xlsx) within bounds: how far its cells reach, and how much text they hold together.

Looked at in the bytes, for a number that was read from a well-meant part of the file (`<dimension>`)
may be a lie, and never less than what a parser makes of them; a few counts suffice for what Excel
itself writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from realisasi.impor.bacaan import BerkasDitolak
from realisasi.impor.batas_berkas import RUSAK, TEKS_TERBESAR, BatasArsip, terlalu_luas, terlalu_panjang
from realisasi.rupiah import angka

# A cell to the right of column Z, any cell, and whether it is empty for certain (few plain attributes, then the end).
_KOSONG: Final = rb"""["']((?:\s+[a-z:]+="[A-Za-z0-9]*"){0,8}\s*/>)?"""
_RUJUKAN_JAUH: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{2,})[0-9]+""" + _KOSONG)
_RUJUKAN_BERISI: Final = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*([0-9]+)""" + _KOSONG)
_HURUF_RUJUKAN: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)[0-9]""")
_TANPA_R: Final = rb"""(?!(?:\s+[\w:]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*?\s+r\s*=)[\s/>]"""
_BUKA: Final = rb"<(?:[^\s<>/:]++:)?+"
_SEL: Final = re.compile(_BUKA + rb"c[\s/>]")
_BARIS: Final = re.compile(_BUKA + rb"row[\s/>]")
_SEL_TANPA_RUJUKAN: Final = re.compile(_BUKA + rb"c" + _TANPA_R)
_BARIS_TANPA_RUJUKAN: Final = re.compile(_BUKA + rb"row" + _TANPA_R)
_TEKS: Final = re.compile(rb"<(?:\w+:)?si\b")
_NOMOR_TEKS: Final = re.compile(rb"<(?:\w+:)?v\b[^<>]*>\s*([0-9]{1,9})\s*<")

_BANYAK_BARIS: Final = 5_000
_POLA: Final = bytes.maketrans(b"123456789BCDEFGHIJKLMNOPQRSTUVWXYZ", b"0" * 9 + b"A" * 25)
_KOLOM_SATU_HURUF: Final = 26
_ANGKA_TERBANYAK: Final = 7  # of a row number
_POTONGAN: Final = 16 * 1024 * 1024


def luas(isi: bytes, batas: BatasArsip) -> int:
    """How many cells the rectangle around all that is not empty has: a parser makes all of them.

    Raises:
        BerkasDitolak: more rows or columns than allowed.

    """
    teratur = _luas_teratur(isi, batas)
    return _luas_teliti(isi, batas) if teratur is None else teratur


def _luas_teratur(isi: bytes, batas: BatasArsip) -> int | None:
    """The same for a large sheet whose cells and rows all begin as Excel writes them, up to column Z; else None.

    A few counts over the bytes, where the look at every reference would take longer than the reading.
    """
    mulai, akhir = isi.find(b"<sheetData"), isi.rfind(b"</sheetData>")
    if mulai < 0 or akhir < mulai or isi.count(b"sheetData") != 2:  # noqa: PLR2004  (another one may be the real one)
        return None
    pola = isi[mulai:akhir].translate(_POLA)
    baris = pola.count(b'<row r="0')
    sel = pola.count(b'<c r="A0')
    if baris < _BANYAK_BARIS or pola.count(b"<row") != baris or pola.count(b"<c") != sel:
        return None
    if b":c" in pola or b":row" in pola or b"<!" in pola:
        return None
    if baris > batas.baris + 1:
        raise BerkasDitolak(terlalu_panjang(baris, isi.count(b"<v") + isi.count(b"<is"), batas))
    ujung = _ujung(isi, mulai, akhir)
    if ujung is None:
        return None
    terakhir, kolom = ujung
    if terakhir > batas.baris + 1:
        raise BerkasDitolak(terlalu_panjang(terakhir, baris, batas))
    return terakhir * kolom


def _ujung(isi: bytes, mulai: int, akhir: int) -> tuple[int, int] | None:
    """The highest row and column that a `<row r="1"` or a `<c r="A1"` names; None where one cannot be told."""
    data = np.frombuffer(isi, np.uint8)
    terakhir = kolom = 0
    for awal in range(mulai, akhir, _POTONGAN):
        tanda = np.flatnonzero(data[awal : min(awal + _POTONGAN, akhir)] == ord("<")) + awal
        huruf = data[tanda + 1]
        baris = tanda[(huruf == ord("r")) & (data[tanda + 2] == ord("o"))] + len('<row r="')
        sel = tanda[huruf == ord("c")] + len('<c r="')
        for letak in (baris, sel + 1):
            if len(letak):
                nomor = _nomor(data, letak)
                if nomor is None:
                    return None
                terakhir = max(terakhir, nomor)
        if len(sel):
            kolom = max(kolom, int(data[sel].max()) - ord("A") + 1)
    return terakhir, kolom


def _nomor(data: NDArray[np.uint8], letak: NDArray[Any]) -> int | None:
    """The largest of the numbers that begin there and end with a quote; None where one does not."""
    nomor = np.zeros(len(letak), np.int64)
    lanjut = np.ones(len(letak), bool)
    for k in range(_ANGKA_TERBANYAK + 1):
        # Behind the last cell there is still `</sheetData>`.
        huruf = data[letak + k]
        selesai = lanjut & (huruf == ord('"'))
        lanjut &= ~selesai
        if not lanjut.any():
            return int(nomor.max())
        angka_di_sini = huruf - np.uint8(ord("0"))
        if (lanjut & (angka_di_sini > 9)).any():  # noqa: PLR2004  (a digit)
            return None
        nomor = np.where(lanjut, nomor * 10 + angka_di_sini, nomor)
    return None


def _luas_teliti(isi: bytes, batas: BatasArsip) -> int:
    """The same for any sheet."""
    terisi = isi.count(b"<v") + isi.count(b":v") + isi.count(b"<is") + isi.count(b":is")
    jumlah_baris = sum(1 for _ in _BARIS.finditer(isi))
    if jumlah_baris > batas.baris + 1:
        raise BerkasDitolak(terlalu_panjang(jumlah_baris, terisi, batas))
    if terisi > batas.sel:
        raise BerkasDitolak(terlalu_luas(batas))
    if not terisi:
        return 0
    kolom = _kolom_terjauh(isi, batas)
    baris = max((int(n[:12]) for n, kosong in _RUJUKAN_BERISI.findall(isi) if not kosong), default=0)
    if _BARIS_TANPA_RUJUKAN.search(isi):
        baris += jumlah_baris
    if baris > batas.baris + 1:
        raise BerkasDitolak(terlalu_panjang(baris, terisi, batas))
    return baris * kolom


def _kolom_terjauh(isi: bytes, batas: BatasArsip) -> int:
    kolom = _KOLOM_SATU_HURUF
    for huruf, kosong in _RUJUKAN_JAUH.findall(isi):
        if not kosong:
            kolom = max(kolom, _nomor_kolom(huruf))
    if _SEL_TANPA_RUJUKAN.search(isi):
        # They may stand behind the farthest of those that say where they are.
        tersebut = max(map(_nomor_kolom, set(_HURUF_RUJUKAN.findall(isi))), default=0)
        kolom = max(kolom, tersebut + _kolom_tanpa_rujukan(isi))
    if kolom > batas.kolom:
        raise BerkasDitolak(
            f"Ada sel berisi sampai kolom ke-{angka(kolom)}; paling banyak {batas.kolom} kolom dibaca. Hapus yang "
            "tidak diperlukan, lalu unggah lagi."
        )
    return kolom


def _kolom_tanpa_rujukan(isi: bytes) -> int:
    """The longest row of cells that do not say where they stand, as far as it can be told."""
    if b"<!" in isi:
        raise BerkasDitolak(RUSAK)
    return max(len(_SEL.findall(baris)) for baris in _BARIS.split(isi))


def _nomor_kolom(huruf: bytes) -> int:
    nomor = 0
    for h in huruf.upper()[:8]:
        nomor = nomor * 26 + h - 64
    return nomor


def rujukan_teks(isi: bytes) -> int:
    """How many cells of a sheet hold a shared text, at most."""
    return isi.count(b'"s"') + isi.count(b"'s'")


def periksa_teks(bersama: bytes, rujukan: int, lembar: Iterable[bytes], batas: BatasArsip) -> None:
    """That the texts which cells share do not add up to more than memory holds when each cell has its own.

    Raises:
        BerkasDitolak: they do.

    """
    if bersama.count(b"<si") + bersama.count(b":si") > batas.sel:
        raise BerkasDitolak(terlalu_luas(batas))
    # Fast where even the longest text in every cell would fit.
    if len(bersama) * rujukan <= TEKS_TERBESAR:
        return
    panjang = _panjang_teks(bersama)
    if not panjang or max(panjang) * rujukan <= TEKS_TERBESAR:
        return
    if b"<!" in bersama or bersama.count(b"<?") > 1:  # what is hidden there would be counted as texts
        raise BerkasDitolak(terlalu_luas(batas))
    total = sum(panjang[i] for isi in lembar for n in _NOMOR_TEKS.findall(isi) if (i := int(n)) < len(panjang))
    if total > TEKS_TERBESAR:
        raise BerkasDitolak(terlalu_luas(batas))


def _panjang_teks(bersama: bytes) -> list[int]:
    """The bytes of each shared text with its markup: up to the beginning of the next one."""
    letak = [m.start() for m in _TEKS.finditer(bersama)]
    return [b - a for a, b in zip(letak, [*letak[1:], len(bersama)], strict=True)]
