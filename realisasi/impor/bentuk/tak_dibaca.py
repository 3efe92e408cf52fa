"""Columns that are not read and yet change what those that are read mean: refused, never left out without a word.

A blokir under a heading that is not known would be taken for none; a pagu efektif that differs tells of a
blokir that no column gives; returns beside a realisasi leave open whether it is before or after them; and
rows of several months, days or revisions would be added up as those of one quarter.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from typing import Any, Final

import pandas as pd

from realisasi.impor import nilai, sel
from realisasi.impor.bacaan import BerkasDitolak
from realisasi.impor.kepala import Kepala, Kolom
from realisasi.impor.label import LAIN, MUTU_PAGU_AWAL, polos
from realisasi.impor.waktu import BULAN, triwulan_berakhir, triwulan_dari
from realisasi.rupiah import rupiah

_BLOKIR: Final = re.compile(r"blok|\b(?:di)?bintang\b|\badjustment\b|\befisiensi\b")
_PERSEN: Final = frozenset({"persen", "persentase", "prosentase"})
_PAGU: Final = re.compile(r"\b(?:pagu|anggaran|alokasi)\b")
_PAGU_LAIN: Final = re.compile(
    r"\b(?:efektif|setelah|sesudah|tanpa|luar|nett?o|bersih|dikurangi|perubahan|terbaru|baru|kini)\b"
)
_BUKAN_PAGU: Final = re.compile(r"\b(?:sisa|realisasi|serapan|penyerapan|target|rencana|rpd)\b")
_PENGEMBALIAN: Final = re.compile(r"\b(?:pengembalian|kontra ?pos|retur)\b")
_BULAN: Final = frozenset({"bulan", "bln", "nama bulan", "bulan ke", "bulan realisasi", "bulan sp2d"})
_HARI: Final = re.compile(
    r"^(?:tanggal|tgl)$|\b(?:tanggal|tgl)\b.*\b(?:sp2d|spm|bayar|pembayaran|pencairan|transaksi|realisasi|buku|cair)\b"
)
_BERSIH: Final = re.compile(r"\b(?:nett?o|bersih)\b")


def periksa_pagu(
    kepala: Kepala, data: pd.DataFrame, pagu: Sequence[Kolom], blokir: Sequence[Kolom], revisi: Kolom | None
) -> None:
    """That nothing else in the table speaks of a blokir, or of another pagu than the one that is read.

    Raises:
        BerkasDitolak: with the column, and how to name it.

    """
    dibaca = {k.letak for k in (*pagu, *blokir)}
    for k in _lain(kepala, dibaca):
        label = polos(k.label)
        if _BUKAN_PAGU.search(label):
            continue
        if _PAGU_LAIN.search(label) and (_PAGU.search(label) or _BLOKIR.search(label)):
            _periksa_pagu_lain(k, data, pagu, blokir)
        elif not _BLOKIR.search(label):
            continue
        elif set(label.split()) & _PERSEN:
            _tolak_persen(k, data, blokir)
        elif k.arti.peran != "blokir" and _berangka(data[k.letak]):
            raise BerkasDitolak(
                f'Kolom "{k.label}" berisi angka yang tampaknya blokir, tetapi judulnya tidak dikenal, sehingga '
                "blokir akan terbaca nol. Beri judul Blokir bila memang demikian; hapus kolomnya bila bukan."
            )
    awal = bool(pagu) and all(k.arti.mutu == MUTU_PAGU_AWAL for k in pagu)
    if awal and revisi is not None and any(_revisi(data[revisi.letak])):
        raise BerkasDitolak(
            f'Kolom "{pagu[0].label}" memuat pagu DIPA awal, sedangkan ada baris untuk revisi sesudahnya. Sertakan '
            "pagu setiap revisi di kolom Pagu."
        )


def periksa_realisasi(kepala: Kepala, data: pd.DataFrame, angka: Sequence[Kolom], satker: Kolom | None) -> None:
    """That all rows are of one time and one revision, and no returns beside them leave open what they are.

    Raises:
        BerkasDitolak: with the column that says otherwise.

    """
    _satu_waktu(kepala, data)
    _satu_revisi(kepala, data, satker)
    _tanpa_pengembalian(kepala, data, angka)


def _satu_waktu(kepala: Kepala, data: pd.DataFrame) -> None:
    """Months or days in the rows: they would be added up, whatever the quarter that was chosen."""
    for k in kepala.kolom:
        label = polos(k.label)
        if label in _BULAN:
            bulan = {b for n in data[k.letak].unique() if (b := _bulan(n))}
            beragam = len(bulan) > 1 or any(triwulan_berakhir(b) is None for b in bulan)
        elif _HARI.search(label) and k.arti.peran == LAIN:
            hari = nilai.per_isi(data[k.letak], sel.tanggal).nilai.dropna()
            beragam = len({(h.year, triwulan_dari(h.month)) for h in hari}) > 1
        else:
            continue
        if beragam:
            raise BerkasDitolak(
                f'Kolom "{k.label}" menyebut waktu di tiap barisnya, sedangkan yang dibaca angka satu triwulan, atau '
                "kumulatif sampai akhir triwulan. Jumlahkan dahulu per triwulan, dengan kolom triwulan sesuai templat."
            )


def _bulan(isi: Any) -> int | None:
    """The month that a cell names: `Januari`, `Jan 2026`, 1, or a day of it."""
    if isinstance(isi, dt.date):
        return isi.month
    kata = nilai.teks(isi).lower().split()
    if not kata:
        return None
    angka = kata[0].removesuffix(".0")
    return BULAN.get(angka) or (int(angka) if re.fullmatch(r"0?[1-9]|1[0-2]", angka) else None)


def _satu_revisi(kepala: Kepala, data: pd.DataFrame, satker: Kolom | None) -> None:
    """Rows of a satker under several revisions: its realisasi would be counted once for each."""
    for k in kepala.cari("revisi"):
        kode = data[satker.letak].astype(str) if satker else pd.Series("", index=data.index)
        nomor = nilai.per_isi(data[k.letak], sel.revisi).nilai.dropna()
        if (nomor.groupby(kode[nomor.index]).nunique() > 1).any():
            raise BerkasDitolak(
                f'Kolom "{k.label}" menyebut beberapa revisi untuk satker yang sama, sehingga realisasinya dapat '
                "terhitung beberapa kali. Sertakan baris revisi terakhir saja, atau hapus kolomnya bila angkanya "
                "memang berbeda-beda."
            )


def _tanpa_pengembalian(kepala: Kepala, data: pd.DataFrame, angka: Sequence[Kolom]) -> None:
    """Returns beside amounts of which it is not said whether these are taken off already."""
    if all(_BERSIH.search(polos(k.label)) for k in angka):
        return
    for k in _lain(kepala, {k.letak for k in angka}):
        if _PENGEMBALIAN.search(polos(k.label)) and _berangka(data[k.letak]):
            raise BerkasDitolak(
                f'Di sebelah "{angka[0].label}" ada kolom "{k.label}" yang berisi angka, sehingga tidak pasti apakah '
                "realisasinya sudah dikurangi pengembalian. Sertakan realisasi netto saja, dengan judul Realisasi "
                "Netto."
            )


def _lain(kepala: Kepala, dibaca: Collection[int]) -> list[Kolom]:
    return [k for k in kepala.kolom if k.letak not in dibaca]


def _berangka(kolom: pd.Series) -> bool:
    """Whether a number other than zero stands in it, or text that is one."""
    if any(isinstance(n, int | float) and n for n in kolom):
        return True
    return bool((nilai.rupiah(kolom).nilai.fillna(0) != 0).any())


def _tolak_persen(k: Kolom, data: pd.DataFrame, blokir: Collection[Kolom]) -> None:
    """Blokir that is told as a percentage alone would be taken for none."""
    if not blokir and any(str(n).strip() not in {"", "0", "-"} for n in data[k.letak]):
        raise BerkasDitolak(
            f'Kolom "{k.label}" menyebut blokir sebagai persentase. Tulis blokir dalam rupiah di kolom blokir, '
            "karena pagu efektif dihitung dari rupiahnya."
        )


def _periksa_pagu_lain(k: Kolom, data: pd.DataFrame, pagu: Sequence[Kolom], blokir: Sequence[Kolom]) -> None:
    """A second pagu is the pagu that is read, or that less blokir."""
    if set(polos(k.label).split()) & _PERSEN:
        return
    dasar = [p for p in pagu if k.arti.jenis in (None, p.arti.jenis)] or list(pagu)
    beku = [b for b in blokir if k.arti.jenis in (None, b.arti.jenis)]
    jumlah, potongan = _jumlah(data, dasar), _jumlah(data, beku)
    for n, j, p in zip(_nilai(data[k.letak]), jumlah, potongan, strict=True):
        if n is not None and j is not None and n not in (j, j - (p or 0)):
            nama = f'"{dasar[0].label}"' if len(dasar) == 1 else "pagunya"
            nama += " dikurangi blokirnya" if beku else ""
            raise BerkasDitolak(
                f'Kolom "{k.label}" berisi {rupiah(n)}, sedangkan {nama} {rupiah(j - (p or 0))}, sehingga tidak '
                "pasti mana pagu yang berlaku dan berapa blokirnya. Sertakan kolom Pagu dan kolom Blokir, dan hapus "
                "kolom pagu yang lain."
            )


def _jumlah(data: pd.DataFrame, kolom: Sequence[Kolom]) -> list[int | None]:
    """The sum of some columns in each row; None where all are blank."""
    isi = zip(*(_nilai(data[k.letak]) for k in kolom), strict=True) if kolom else ((),) * len(data)
    return [sum(ada) if (ada := [n for n in baris if n is not None]) else None for baris in isi]


def _nilai(kolom: pd.Series) -> list[int | None]:
    return [None if pd.isna(n) else int(n) for n in nilai.rupiah(kolom).nilai]


def _revisi(kolom: pd.Series) -> list[Any]:
    return nilai.per_isi(kolom, sel.revisi).nilai.tolist()
