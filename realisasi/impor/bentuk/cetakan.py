"""What stands above a table that the treasury's systems print: titles, the year, the month, whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from realisasi.baca_rupiah import TidakTerbaca
from realisasi.impor.bacaan import PANJANG_NILAI
from realisasi.impor.berkas import Lembar
from realisasi.impor.nilai import teks
from realisasi.impor.sel import KEMENTERIAN, UNIT
from realisasi.impor.waktu import BULAN, NAMA_BULAN, SETRIWULAN
from realisasi.kalender import ROMAWI, nama_triwulan

MILIK_KITA: Final = f"Ditjen IKMA ({KEMENTERIAN}.{UNIT})"
BARIS_AWAL: Final = 40
"""Titles and the first heading stand within as many rows."""

_BUKAN_PADAT: Final = re.compile(r"[\W_]+")
_TAHUN_ANGGARAN: Final = re.compile(
    r"\b(?:T\.?\s?A\.?|TAHUN(?:\s+ANGGARAN)?)[\s.:]*((?:19|20)[0-9]{2})\b", re.IGNORECASE
)
_TAHUN: Final = re.compile(r"\b((?:19|20)[0-9]{2})\b")
_KATA: Final = re.compile(r"[^\W\d_]+")


class Tulisan(NamedTuple):
    """A cell with text: its row as Excel counts, its column from 0, and the text without needless spaces."""

    baris: int
    kolom: int
    teks: str


class Periode(NamedTuple):
    """The month until which figures go, and its year where it is said."""

    bulan: int
    tahun: int | None


def tulisan_awal(lembar: Lembar, banyak: int = BARIS_AWAL) -> list[Tulisan]:
    """The texts of the first rows, in reading order."""
    return list(_tulisan(lembar, banyak))


def _tulisan(lembar: Lembar, banyak: int) -> Iterator[Tulisan]:
    atas = lembar.tabel.iloc[:banyak]
    for indeks, sel in zip(atas.index, atas.to_numpy(object).tolist(), strict=True):
        for kolom, isi in enumerate(sel):
            if isinstance(isi, str) and (bersih := teks(isi)):
                yield Tulisan(int(indeks) + 1, kolom, bersih)


def padat(nilai: Any) -> str:
    """A heading without case, spaces and signs: `No. Dipa` and `NO_DIPA` are both `nodipa`."""
    return _BUKAN_PADAT.sub("", teks(nilai)).lower() if isinstance(nilai, str) else ""


def tahun_anggaran(tulisan: str) -> int | None:
    """The year after `TA` or `Tahun Anggaran`."""
    m = _TAHUN_ANGGARAN.search(tulisan)
    return int(m[1]) if m else None


def periode(tulisan: str) -> Periode | None:
    """The last month that a text names, with its year: `Periode Januari s.d. Maret 2026`."""
    bulan = [BULAN[k] for kata in _KATA.findall(tulisan) if (k := kata.lower()) in BULAN]
    if not bulan:
        return None
    tahun = _TAHUN.findall(tulisan)
    return Periode(bulan[-1], int(tahun[-1]) if tahun else None)


def sebut_bulan_triwulan() -> str:
    """`Maret (TW I), Juni (TW II), ...`: the months with which a quarter ends."""
    daftar = [f"{NAMA_BULAN[SETRIWULAN * q]} ({nama_triwulan(q)})" for q in ROMAWI]
    return f"{', '.join(daftar[:-1])}, atau {daftar[-1]}"


def coba(pembaca: Any, nilai: Any) -> Any:
    """What a reader makes of a cell; None where it cannot."""
    try:
        return pembaca(nilai)
    except TidakTerbaca:
        return None


def sebagai_isi(nilai: Any) -> str:
    """A cell as a refusal quotes it."""
    return teks(nilai)[:PANJANG_NILAI] if nilai is not None else ""
