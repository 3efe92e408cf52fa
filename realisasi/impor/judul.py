"""What a file says of itself above its table and in names of sheets: year, quarter, kewenangan, satker."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, Final

from realisasi.impor import waktu
from realisasi.impor.bacaan import Klaim

_CETAK: Final = re.compile(r"\b(?:di)?cetak|\bprint|\bdiunduh|\bunduh|\bdibuat\b|\bnip\b", re.IGNORECASE)
_TANGGAL_SAJA: Final = re.compile(
    r"[\s:,]*(?:[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}|[0-9]{1,2} [a-z]{3,9} 20[0-9]{2}|20[0-9]{2})\b.*",
    re.IGNORECASE,
)
_TAHUN: Final = re.compile(
    r"\b(?:t\.?\s?a\.?|tahun(?:\s+anggaran)?|thn\.?(?:\s+anggaran)?)\s*:?\s*(20[0-9]{2})\b|^\s*(20[0-9]{2})\s*$",
    re.IGNORECASE,
)
_TAHUN_POLOS: Final = re.compile(r"(?<![0-9./-])\b(20[0-9]{2})\b(?![./-]?[0-9])")
_HARI: Final = re.compile(r"\b[0-9]{1,2}\s+[a-z]{3,9}\.?\s+20[0-9]{2}\b", re.IGNORECASE)
_SATKER: Final = re.compile(
    r"\b(?:satker|satuan\s+kerja)\b[^0-9]{0,60}(?:[0-9]{3}[.\s][0-9]{2}[.\s])?\b([0-9]{6})\b", re.IGNORECASE
)
_KEWENANGAN: Final = {
    "DK": re.compile(r"\b(?:[Dd]ekonsentrasi|DEKONSENTRASI|DK)\b"),
    "TP": re.compile(r"\b(?:[Tt]ugas\s+[Pp]embantuan|TUGAS\s+PEMBANTUAN|TP)\b"),
}
_PANJANG: Final = 500
_LIMA_ANGKA: Final = range(1_000, 1_000_000)


def kalimat(baris: Iterable[Iterable[Any]]) -> list[str]:
    """Rows of cells as lines of text, without the cells that tell when and by whom something was printed."""
    hasil = []
    for sel in baris:
        isi: list[str] = []
        dicetak = False
        for nilai in sel:
            if nilai == "" or (teks := _teks(nilai)) == "":
                dicetak &= not isinstance(nilai, dt.date)
            elif _CETAK.search(teks):
                dicetak = True
            elif dicetak and _TANGGAL_SAJA.fullmatch(teks):
                dicetak = False  # the day, in a cell of its own
            else:
                isi.append(teks)
        if teks_baris := " ".join(dict.fromkeys(isi))[:_PANJANG]:
            hasil.append(teks_baris)
    return hasil


def _teks(nilai: Any) -> str:
    if isinstance(nilai, str):
        return " ".join(nilai.split())
    if type(nilai) is int:
        # A code that lost its zeros; years keep theirs.
        return str(nilai) if 2000 <= nilai < 2100 or nilai not in _LIMA_ANGKA else f"{nilai:06d}"  # noqa: PLR2004
    return ""


def klaim(teks: Iterable[str]) -> Klaim:
    """Year, quarter, kewenangan and satker that these lines name."""
    semua = list(teks)
    waktunya = waktu.baca(semua)
    tahun = {int(a or b) for baris in semua for a, b in _TAHUN.findall(baris)} | waktunya.tahun
    kewenangan: set[str] = set()
    satker: set[str] = set()
    for baris in semua:
        disebut = {k for k, pola in _KEWENANGAN.items() if pola.search(baris)}
        # "Dekonsentrasi dan Tugas Pembantuan" is the name of a programme, and claims neither.
        if len(disebut) == 1:
            kewenangan |= disebut
        satker |= set(_SATKER.findall(baris))
    return Klaim(frozenset(tahun or _tahun_polos(semua)), waktunya.klaim, frozenset(kewenangan), frozenset(satker))


def _tahun_polos(teks: Iterable[str]) -> set[int]:
    """The only year that stands by itself, where nothing says `TA`; the year of a letter's day is none."""
    tahun = {int(t) for baris in teks for t in _TAHUN_POLOS.findall(_HARI.sub(" ", baris))}
    return tahun if len(tahun) == 1 else set()
