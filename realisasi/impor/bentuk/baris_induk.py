"""Rows with a code of their own that sum up other rows: akun under a shorter or rounded code, and "Jumlah Belanja"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from realisasi.impor import nilai, sel
from realisasi.impor.bentuk.penyaring import awal_jumlah
from realisasi.impor.kepala import Kepala, Kolom
from realisasi.impor.label import polos
from realisasi.impor.nilai import Pembaca, teks

_URAIAN: Final = frozenset(
    {
        *("uraian", "uraian akun", "nama akun", "nmakun"),
        *("uraian jenis belanja", "nama jenis belanja", "uraian belanja", "nama belanja"),
    }
)
_KODE_DI_DEPAN: Final = re.compile(r"^[0-9.\s:|-]+")


@dataclass(frozen=True)
class Kode:
    """The code of each row, `akun`, with the unit that it belongs to."""

    unit: pd.Series
    akun: pd.Series

    def induk(self) -> Any:
        """Which rows sum up akun of six digits in their unit, as one bool for each.

        A shorter code does (`52`, `5211`), and one of six digits that ends in zeros (`521200`), where other
        akun begin with what stands before them.
        """
        utuh = (self.akun.str.len() == sel.PANJANG_AKUN).to_numpy(bool)
        unit, _ = pd.factorize(self.unit)
        akun, macam = pd.factorize(self.akun)
        awalan = np.array([_awalan(a) for a in macam], dtype=object)
        panjang = np.array([len(a) for a in awalan])[akun]
        calon = (panjang > 0) & (panjang < sel.PANJANG_AKUN)
        # Each akun once in its unit, however often it stands there.
        pasangan = np.unique(np.stack([unit[utuh], akun[utuh]]), axis=1)
        hasil = np.zeros(len(calon), dtype=bool)
        for n in np.unique(panjang[calon]):
            kata, urut = np.unique([a[:n] for a in macam], return_inverse=True)
            milik = pasangan[0] * len(kata) + urut[pasangan[1]]
            kunci, banyak = np.unique(milik, return_counts=True)
            ini = calon & (panjang == n)
            letak = np.searchsorted(kunci, dicari := unit[ini] * len(kata) + urut[akun[ini]])
            letak = np.minimum(letak, max(len(kunci) - 1, 0))
            ada = (kunci[letak] == dicari) * banyak[letak] if len(kunci) else np.zeros(ini.sum(), dtype=int)
            # Each begins with itself, so a rounded code needs a second one.
            hasil[ini] = ada > utuh[ini]
        return hasil

    def ambil(self, dipilih: Any) -> Kode:
        """Those of some rows."""
        return Kode(self.unit[dipilih], self.akun[dipilih])

    def awalan(self) -> pd.Series:
        """What the akun below a code begin with."""
        return self.akun.map(_awalan)


def _awalan(akun: str) -> str:
    return akun.rstrip("0") if len(akun) == sel.PANJANG_AKUN else akun


@dataclass(frozen=True)
class Induk:
    """The rows that sum up akun, and the codes of these rows and of those of data."""

    baris: pd.DataFrame
    kode: Kode


def mungkin_induk(akun: pd.Series) -> bool:
    """Whether a code is short or rounded at all; what most files hold is neither, and needs no closer look."""
    return any(0 < len(a) < sel.PANJANG_AKUN or a.endswith("0") for a in akun.dropna().unique())


def kode(data: pd.DataFrame, akun: pd.Series, unit: Iterable[tuple[Kolom, Pembaca]]) -> Kode:
    """The codes of rows, and their unit as its fields are read: `19070` and `019070` are one satker."""
    gabung = pd.Series("", index=data.index, dtype=object)
    for kolom, pembaca in unit:
        gabung += "|" + nilai.per_isi(data[kolom.letak], pembaca).nilai.fillna("").astype(str)
    return Kode(gabung, akun.fillna("").astype(object))


def berlabel_jumlah(data: pd.DataFrame, kepala: Kepala, kode_kolom: Kolom) -> pd.Series:
    """What the description of a row says where it begins with `Jumlah`, `Total` or `Subtotal`, else blank.

    That of the code itself counts: `529999 Jumlah Belanja Barang`.
    """
    hasil = pd.Series("", index=data.index, dtype=object)
    for k in kepala.kolom:
        if polos(k.label) in _URAIAN or k is kode_kolom:
            label = nilai.per_isi(data[k.letak], _label).nilai.fillna("")
            hasil = hasil.where(hasil != "", label)
    return hasil


def _label(isi: Any) -> str:
    bersih = _KODE_DI_DEPAN.sub("", teks(isi), count=1) if isinstance(isi, str) else ""
    return bersih if awal_jumlah(bersih) else ""


def bersama(kode_baris: Kode, lain: Any) -> tuple[Any, Any]:
    """For each row, whether others (`lain`) of its unit have its jenis, and whether its unit has others at all."""
    jenis = list(zip(kode_baris.unit, kode_baris.akun.str[:2], strict=True))
    ada_jenis = {k for k, n in zip(jenis, lain, strict=True) if n}
    ada_unit = {u for u, _ in ada_jenis}
    return np.array([k in ada_jenis for k in jenis], bool), np.array([u in ada_unit for u, _ in jenis], bool)
