"""Columns of cells as rupiah, codes, days, quarters and kinds; each bad cell with a message of its own.

A cell's type is looked at before its text. Every different content of a column is read once, however
many rows hold it. What can mean two things is refused, never guessed; a blank cell is NA and no error:
whether it may be blank is for others to say.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from realisasi.baca_rupiah import TERBESAR, TidakTerbaca, baca_sel

KUTIP: Final = "'`\u2018\u2019\""
_ANGKA_TERBANYAK: Final = 15
_TAK_TAMPAK: Final = dict.fromkeys(map(ord, "\0\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))


@dataclass(frozen=True)
class Terbaca:
    """A column that was read: a value for each row (NA where blank or bad), and what is wrong with the bad."""

    nilai: pd.Series
    salah: pd.Series
    """Messages, by the index of the rows with bad cells alone."""


Pembaca = Callable[[Any], Any]
"""Reads the content of one cell; None for blank.

Raises:
    TidakTerbaca: with what is wrong and how to mend it.
"""


def per_isi(sel: pd.Series, pembaca: Pembaca) -> Terbaca:
    """Each different content of a column read once."""
    isi = sel.to_numpy(object)
    if bool in set(map(type, isi)):  # which pandas takes for 0 and 1
        isi = np.array([_LOGIKA[n] if isinstance(n, bool) else n for n in isi], dtype=object)
    kode, unik = pd.factorize(isi)
    nilai = np.full(len(unik) + 1, None, dtype=object)
    pesan = np.full(len(unik) + 1, None, dtype=object)
    for k, n in enumerate(unik):
        try:
            nilai[k] = pembaca(n)
        except TidakTerbaca as galat:
            pesan[k] = galat.pesan
    salah = pd.Series(pesan[kode], index=sel.index, dtype=object)
    return Terbaca(pd.Series(nilai[kode], index=sel.index, dtype=object), salah[salah.notna()])


def rupiah(sel: pd.Series) -> Terbaca:
    """Whole rupiah, as `Int64`; rule 1."""
    isi = sel.to_numpy(object)
    # Whole numbers, and text of digits alone, which can be read in one way only.
    bulat = np.array([type(n) is int or (type(n) is str and _polos(n)) for n in isi], dtype=bool)
    angka = np.zeros(len(isi), dtype="int64")
    try:
        angka[bulat] = [int(n) for n in isi[bulat]]
    except OverflowError:
        bulat[:] = False
    bulat &= np.abs(angka) <= TERBESAR
    angka[~bulat] = 0
    kosong = ~bulat
    salah = pd.Series(dtype=object)
    if kosong.any():
        # A number that is none is no blank cell, which pandas would take it for.
        sisa = [math.inf if isinstance(n, float) and math.isnan(n) else n for n in isi[kosong]]
        lain = per_isi(pd.Series(sisa, index=sel.index[kosong], dtype=object), _rupiah)
        ada = lain.nilai.notna().to_numpy()
        letak = np.flatnonzero(kosong)[ada]
        angka[letak] = lain.nilai.to_numpy()[ada].astype("int64")
        kosong[letak] = False
        salah = lain.salah
    return Terbaca(pd.Series(pd.arrays.IntegerArray(angka, kosong), index=sel.index), salah)


def _polos(teks_sel: str) -> bool:
    return teks_sel.isdigit() and teks_sel.isascii() and len(teks_sel) <= _ANGKA_TERBANYAK


def _rupiah(nilai: Any) -> int | None:
    if isinstance(nilai, Logika):
        raise TidakTerbaca(f"Sel berisi {nilai.teks}, bukan angka rupiah.")
    if isinstance(nilai, str):
        nilai = nilai.lstrip(KUTIP) if nilai[:1] in KUTIP else nilai
    return baca_sel(nilai)


def bilangan(sel: pd.Series, pembaca: Pembaca) -> Terbaca:
    """Like `per_isi` for whole numbers, as `Int64`."""
    hasil = per_isi(sel, pembaca)
    return Terbaca(hasil.nilai.astype("Int64"), hasil.salah)


class Logika:
    """TRUE or FALSE, apart from 1 and 0."""

    def __init__(self, teks: str) -> None:
        self.teks = teks


_LOGIKA: Final = {True: Logika("TRUE"), False: Logika("FALSE")}


def teks(nilai: Any) -> str:
    """The content of a cell as plain text: invisible marks, leading apostrophes and needless spaces gone."""
    if isinstance(nilai, Logika):
        return nilai.teks
    if isinstance(nilai, int | float):
        return format(nilai, ".15g") if isinstance(nilai, float) else str(nilai)
    bersih = " ".join(str(nilai).translate(_TAK_TAMPAK).split())
    return bersih.lstrip(KUTIP).strip() if bersih[:1] in KUTIP else bersih
