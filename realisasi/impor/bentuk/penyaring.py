"""Which rows below the headings are data: not blank ones, headings again, numbers of columns, sums, or notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd

from realisasi.impor.bacaan import TANDA_CONTOH
from realisasi.impor.bentuk import tumpukan
from realisasi.impor.berkas import Lembar
from realisasi.impor.gabungan import terpisah
from realisasi.impor.kepala import Kepala, Kolom, teks_label
from realisasi.impor.label import UKURAN
from realisasi.impor.nilai import Terbaca, teks

_JUMLAH: Final = re.compile(
    r"\W*(?:sub\s*-?\s*total|grand\s*total|total|jumlah|jml|rekapitulasi|rata\s*-?\s*rata|t\s*o\s*t\s*a\s*l"
    r"|j\s*u\s*m\s*l\s*a\s*h)\b",
    re.IGNORECASE,
)
_SELURUHNYA: Final = re.compile(
    r"\W*(?:grand\s*total|(?:jumlah|total)\s*(?:seluruh(?:nya)?|keseluruhan|nasional|umum|semua|akhir|total))\b",
    re.IGNORECASE,
)
_HANYA_JUMLAH: Final = re.compile(
    r"\W*(?:total|jumlah|jml|t\s*o\s*t\s*a\s*l|j\s*u\s*m\s*l\s*a\s*h)\W*(?:\(?rp\W*)?", re.IGNORECASE
)
_RATA_RATA: Final = re.compile(r"\W*rata\s*-?\s*rata\b", re.IGNORECASE)
_NOMOR_KOLOM: Final = re.compile(r"\(?\s*([0-9]{1,2})\s*\)?(?:\s*=.*)?")
_NOMOR_TERSEDIKIT: Final = 3
_TERBANYAK_DILIHAT: Final = 3
_KODE_SALAH_KETIK: Final = re.compile(r"(?![0-9]{3}[.][0-9]{2}$)(?=(?:[^0-9]*[0-9]){4})(?!(?:[0-9]*[^0-9]){3}).{5,8}")


@dataclass(frozen=True)
class Saringan:
    """The rows of a sheet by what they are, each with the index of the sheet (row number in Excel less one)."""

    data: pd.DataFrame
    jumlah: pd.DataFrame
    """Rows that sum up others."""
    label_jumlah: pd.Series
    keterangan: pd.DataFrame
    """Rows that are notes, titles and signatures."""
    tulisan: pd.DataFrame
    """All rows without codes and amounts: those, and what is refused because it fills several cells."""
    berulang: bool
    """Whether the headings stand again between the rows."""


def isi_gabungan(lembar: Lembar, kepala: Kepala, letak: Collection[int]) -> pd.DataFrame:
    """The rows below the headings that hold anything; what merged fields say is written into each row they span.

    Amounts are not: one amount for several rows belongs to none of them.
    """
    data = lembar.tabel.iloc[kepala.akhir :]
    bidang = {k.letak for k in kepala.kolom if k.arti.berarti and k.arti.peran not in UKURAN and k.letak in letak}
    sumber: dict[int, np.ndarray[Any, np.dtype[np.int64]]] = {}
    for (b1, k1), (b2, _) in terpisah(lembar):
        if b2 > b1 >= kepala.akhir and k1 in bidang:
            if k1 not in sumber:
                sumber[k1] = np.arange(len(lembar.tabel))
            sumber[k1][b1 : b2 + 1] = b1
    if sumber:
        data = data.copy()
        for k, asal in sumber.items():
            data[k] = lembar.tabel[k].to_numpy(object)[asal[kepala.akhir :]]
    berisi = pd.Series(False, index=data.index)
    for k in data:
        berisi |= data[k] != ""
    return data[berisi.to_numpy()]


def tanpa_contoh(data: pd.DataFrame, kepala: Kepala) -> pd.DataFrame:
    """Without the example row of a template that was left in."""
    for k in kepala.cari("kode_satker", "satker"):
        contoh = {n for n in data[k.letak].unique() if isinstance(n, str) and teks(n).upper().startswith(TANDA_CONTOH)}
        if contoh:
            data = data[~data[k.letak].isin(contoh).to_numpy()]
    return data


def saring(data: pd.DataFrame, kepala: Kepala, lembar: Lembar, kunci: Sequence[Kolom], tanda: pd.DataFrame) -> Saringan:
    """Part the rows by what is said of each in `tanda`, by the same index.

    `calon` are those without the codes that a row of data has, `salah_ketik` those of them in which such a code
    is mistyped, whatever else they say; `kosong` are those without amounts, `ringkas` those of one field at most.

    Raises:
        BerkasDitolak: where another table stands below the first.

    """
    ulang = tumpukan.kepala_ulang(data, kepala, lembar, kunci, tanda["calon"])
    tetap = ~(ulang | _bernomor(data, ulang))
    data, tanda = data[tetap], tanda[tetap]
    calon = tanda["calon"]
    ketemu: dict[Any, str] = {}
    diragukan = data[(calon & ~tanda["salah_ketik"]).to_numpy(bool)]
    for k in data:
        for nomor, n in zip(diragukan.index, diragukan[k], strict=True):
            if isinstance(n, str) and _JUMLAH.match(n) and nomor not in ketemu:
                ketemu[nomor] = teks(n)
    label = pd.Series([ketemu.get(nomor, "") for nomor in data.index], index=data.index, dtype=object)
    jumlah = label != ""
    tulisan = calon & tanda["kosong"] & ~jumlah
    catatan = tulisan & tanda["ringkas"]
    return Saringan(
        data[~(jumlah | catatan).to_numpy()],
        data[jumlah.to_numpy()],
        label[jumlah.to_numpy()],
        data[catatan.to_numpy()],
        data[tulisan.to_numpy()],
        bool(ulang.any()),
    )


def _bernomor(data: pd.DataFrame, ulang: Any) -> Any:
    """The rows that number the columns, below the headings and wherever these stand again."""
    hasil = np.zeros(len(data), dtype=bool)
    isi = data.to_numpy(object)
    di_bawah = np.flatnonzero(ulang) + 1
    for letak in {*range(min(_TERBANYAK_DILIHAT, len(data))), *di_bawah[di_bawah < len(data)].tolist()}:
        hasil[letak] = _nomor_kolom(isi[letak])
    return hasil


def _nomor_kolom(baris: Iterable[Any]) -> bool:
    isi = [teks_label(n) if not isinstance(n, str) else n for n in baris if n != ""]
    cocok = [_NOMOR_KOLOM.fullmatch(n) for n in isi]
    if len(isi) < _NOMOR_TERSEDIKIT or not all(cocok):
        return False
    nomor = [int(m[1]) for m in cocok if m]
    return all(b - a in (0, 1) for a, b in pairwise(nomor)) and nomor[0] <= 1 < nomor[-1]


def awal_jumlah(label: str) -> bool:
    """Whether a text begins as a row that sums up others does."""
    return _JUMLAH.match(label) is not None


def rata_rata(label: str) -> bool:
    """Whether a row is a mean, and no sum."""
    return _RATA_RATA.match(label) is not None


def baris_seluruhnya(saringan: Saringan, jumlah: pd.Series, total: int) -> Any:
    """The index of the row that sums up the whole table, or None: by its label, else the last that can be.

    `jumlah` are the amounts of the sums, `total` that of the data: where several bare "Jumlah" stand,
    the last is the whole one unless an earlier one fits and it does not, or all of them are its parts.
    """
    label = saringan.label_jumlah
    label = label[[not rata_rata(t) for t in label]]
    tegas = [i for i, t in label.items() if _SELURUHNYA.match(t)]
    if tegas:
        return tegas[-1]
    polos = [i for i, t in label.items() if _HANYA_JUMLAH.fullmatch(t)]
    if len(polos) <= 1:
        return polos[0] if polos else None
    cocok = [i for i in polos if jumlah.get(i) == total]
    if cocok:
        return cocok[-1]
    return None if sum(jumlah.get(i) or 0 for i in polos) == total else polos[-1]


def hampa(kolom: pd.Series) -> pd.Series:
    """Which cells are empty or hold spaces alone."""
    isi = kolom.to_numpy(object)
    return pd.Series([type(n) is str and (not n or n.isspace()) for n in isi], index=kolom.index, dtype=bool)


def salah_ketik(kolom: pd.Series, terbaca: Terbaca) -> pd.Series:
    """Which cells hold a code that cannot be read: `08926X`, and neither blank nor `TA 2026` nor `019.05`."""
    salah = terbaca.salah.index
    kena = [n for n, isi in zip(salah, kolom[salah], strict=True) if _KODE_SALAH_KETIK.fullmatch(teks(isi))]
    return pd.Series(kolom.index.isin(kena), index=kolom.index)
