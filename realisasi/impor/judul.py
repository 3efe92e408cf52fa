"""What a file says of itself above its table and in names of sheets: year, quarter, kewenangan, satker, unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from realisasi.impor.bacaan import Klaim
from realisasi.impor.sel import BULAN

_CETAK: Final = re.compile(r"\b(?:di)?cetak|\bprint|\bdiunduh|\bunduh|\bdibuat\b|\bnip\b", re.IGNORECASE)
_TAHUN: Final = re.compile(
    r"\b(?:t\.?\s?a\.?|tahun(?:\s+anggaran)?|thn\.?(?:\s+anggaran)?)\s*:?\s*(20[0-9]{2})\b|^\s*(20[0-9]{2})\s*$",
    re.IGNORECASE,
)
_TRIWULAN: Final = re.compile(
    r"\b(?:tw|triwulan|tri\s+wulan|twl|trw|kuartal)[\s.:-]*(?:ke[\s-]*)?(iv|i{1,3}|[1-4])\b"
    r"(?:\s*(?:(?:tahun|t\.?a\.?|tahun\s+anggaran|/|-)\s*)?(20[0-9]{2})\b)?",
    re.IGNORECASE,
)
_RENTANG: Final = re.compile(
    r"\b(?:iv|i{1,3}|[1-4])\s*(?:s\.?/?d\.?|sampai(?:\s+dengan)?|-|–|hingga)\s*(?:tw|triwulan)?\s*(?:iv|i{1,3}|[1-4])\b",
    re.IGNORECASE,
)
_BULAN: Final = re.compile(
    r"(?:\bperiode|\bbulan|\bs\s?[./]?\s?d\b\.?|\bsampai(?:\s+dengan)?|\bper)\s*:?\s*(?:[0-9]{1,2}\s+)?([a-z]{3,9})\.?\s+(20[0-9]{2})\b",
    re.IGNORECASE,
)
_SATKER: Final = re.compile(
    r"\b(?:satker|satuan\s+kerja)\b[^0-9]{0,60}(?:[0-9]{3}[.\s][0-9]{2}[.\s])?\b([0-9]{6})\b", re.IGNORECASE
)
_KEWENANGAN: Final = {
    "DK": re.compile(r"\b(?:[Dd]ekonsentrasi|DEKONSENTRASI|DK)\b"),
    "TP": re.compile(r"\b(?:[Tt]ugas\s+[Pp]embantuan|TUGAS\s+PEMBANTUAN|TP)\b"),
}
_SATUAN: Final = re.compile(
    r"\b(?:dalam|satuan|nilai|rp\.?|x)\s*:?\s*(?:rp\.?\s*)?(ribu(?:an)?|juta(?:an)?|miliar(?:an)?|milyar|000)\b|\b(ribu(?:an)?|juta(?:an)?)\s+rupiah\b",
    re.IGNORECASE,
)
_ROMAWI: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PANJANG: Final = 500
_LIMA_ANGKA: Final = range(1_000, 1_000_000)


def kalimat(baris: Iterable[Iterable[Any]]) -> list[str]:
    """Rows of cells as lines of text, without those that tell when and by whom something was printed."""
    hasil = []
    for sel in baris:
        isi = [_teks(n) for n in sel if n != ""]
        teks = " ".join(dict.fromkeys(t for t in isi if t))[:_PANJANG]
        if teks and not _CETAK.search(teks):
            hasil.append(teks)
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
    tahun: set[int] = set()
    triwulan: set[int] = set()
    kewenangan: set[str] = set()
    satker: set[str] = set()
    for baris in teks:
        tahun |= {int(a or b) for a, b in _TAHUN.findall(baris)}
        if not _RENTANG.search(baris):
            for q, t in _TRIWULAN.findall(baris):
                triwulan.add(_ROMAWI[q.lower()])
                tahun |= {int(t)} if t else set()
        for b, t in _BULAN.findall(baris):
            if nomor := BULAN.get(b.lower()):
                triwulan.add((nomor + 2) // 3)
                tahun.add(int(t))
        disebut = {k for k, pola in _KEWENANGAN.items() if pola.search(baris)}
        # "Dekonsentrasi dan Tugas Pembantuan" is the name of a programme, and claims neither.
        if len(disebut) == 1:
            kewenangan |= disebut
        satker |= set(_SATKER.findall(baris))
    return Klaim(frozenset(tahun), frozenset(triwulan), frozenset(kewenangan), frozenset(satker))


def satuan(teks: Iterable[str]) -> str | None:
    """The unit of the amounts where it is not the rupiah: `ribuan`, `jutaan`."""
    for baris in teks:
        if m := _SATUAN.search(baris):
            kata = (m[1] or m[2]).lower()
            return "ribuan" if kata.startswith(("ribu", "000")) else "jutaan" if kata.startswith("juta") else "miliaran"
    return None
