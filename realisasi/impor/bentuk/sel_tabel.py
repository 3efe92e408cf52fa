"""The cells of a table read column by column, with a refusal for each bad one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from realisasi.impor.bacaan import PANJANG_NILAI, BerkasDitolak, Tolakan
from realisasi.impor.kepala import Kolom
from realisasi.impor.nilai import Terbaca
from realisasi.rupiah import angka

TOLAKAN_TERBANYAK: Final = 20_000
"""A file with more is not one with mistakes, but another file."""


@dataclass
class Pencatat:
    """Refusals of one sheet, and the rows that they stand in."""

    berkas: str
    lembar: str
    tolakan: list[Tolakan] = field(default_factory=list)
    _sudah: set[tuple[int, str]] = field(default_factory=set)

    def catat(self, terbaca: Terbaca, isi: pd.Series, kolom: Kolom) -> pd.Series:
        """The values of a column; its bad cells are noted, each once."""
        if len(self.tolakan) + len(terbaca.salah) > TOLAKAN_TERBANYAK:
            pertama = terbaca.salah.index[0]
            raise BerkasDitolak(
                f'Lebih dari {angka(TOLAKAN_TERBANYAK)} sel tidak terbaca, antara lain di kolom "{kolom.label}" baris '
                f"{int(pertama) + 1}: {terbaca.salah.iloc[0]}"
            )
        for nomor, pesan in terbaca.salah.items():
            self.tolak(int(str(nomor)), kolom.label, isi[nomor], str(pesan))
        return terbaca.nilai

    def tolak(self, nomor: int, label: str, nilai: Any, pesan: str) -> None:
        """Refuse one cell; `nomor` is the index of the sheet, the row number in Excel less one."""
        if (nomor, label) not in self._sudah:
            self._sudah.add((nomor, label))
            self.tolakan.append(Tolakan(self.berkas, self.lembar, nomor + 1, label, tampil(nilai), pesan))


def tampil(nilai: Any) -> str:
    """What stands in a cell, as far as it can be shown."""
    return "".join(c if c.isprintable() else "\ufffd" for c in str(nilai)[:PANJANG_NILAI])


def jumlahkan(tabel: pd.DataFrame, kunci: Iterable[str], jumlah_dari: Iterable[str]) -> pd.DataFrame:
    """One row for each different content of `kunci`, in the order of the table, with the sums of `jumlah_dari`.

    `nomor` is that of the first row; `rusak` and an NA among the amounts spread to the sum.
    """
    kode = np.zeros(len(tabel), dtype="int64")
    for k in kunci:
        bagian, unik = pd.factorize(tabel[k], use_na_sentinel=False)
        kode, _ = pd.factorize(kode * len(unik) + bagian)
    if not len(tabel):
        return tabel
    _, pertama = np.unique(kode, return_index=True)
    hasil = tabel.iloc[pertama].copy()
    hasil["rusak"] = pd.Series(tabel["rusak"].to_numpy(bool)).groupby(kode).any().to_numpy()
    for k in jumlah_dari:
        nilai = tabel[k].array
        kosong = np.asarray(nilai.isna())
        utuh = nilai.to_numpy(dtype="int64", na_value=0)
        jumlah = pd.Series(utuh).groupby(kode).sum().to_numpy()
        ada_kosong = pd.Series(kosong).groupby(kode).any().to_numpy()
        # Amounts are at most a thousand trillion each, so a few thousand of those leave 64 bits.
        besar = np.abs(pd.Series(utuh.astype(float)).groupby(kode).sum().to_numpy()) > 2**62
        hasil[k] = pd.arrays.IntegerArray(jumlah, ada_kosong | besar)
        hasil["rusak"] |= besar
    return hasil
