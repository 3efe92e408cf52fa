"""Rows of which the cells contradict their headings: they are refused at that cell, never read as if all were well."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any, Final, Protocol

import numpy as np
import pandas as pd

from realisasi.impor import nilai
from realisasi.impor.bentuk import periksa_waktu
from realisasi.impor.bentuk.sel_tabel import Pencatat, tampil
from realisasi.impor.bentuk.susunan import Angka
from realisasi.impor.berkas import Lembar
from realisasi.impor.gabungan import terpisah
from realisasi.impor.kepala import Kepala, Kolom
from realisasi.impor.label import JUMLAH, LAIN, UKURAN, arti, polos
from realisasi.impor.nilai import Terbaca
from realisasi.rupiah import angka as tulis
from satker.akses import daftar_kata

_SUKU_TERBESAR: Final = 999  # what stands between two separators of thousands
_SEPARUH: Final = 0.5
_KATA_JUMLAH: Final = frozenset({"jumlah", "total", "jml"})
_KATA_POLOS: Final = frozenset({"rp", "rupiah", "belanja"})
_JENIS_LAIN: Final = re.compile(
    r"\b(?:5[45689]|(?:beban )?bunga|subsidi|hibah|lain lain|transfer)\b"  # kinds of spending that are not kept here
)
_BAGIAN_TERSEDIKIT: Final = 2
_JENIS_DIKENAL: Final = "jenis belanja dalam program ini hanya 51, 52, 53, 57."
_SEL_GABUNGAN: Final = (
    "Angka ini berdiri di sel gabungan, sehingga tidak pasti milik baris atau kolom yang mana. Pisahkan selnya, lalu "
    "tulis angka di tiap baris."
)


class Lembaran(Protocol):
    """What is needed of the sheet here."""

    lembar: Lembar
    kepala: Kepala
    isi: pd.DataFrame
    pencatat: Pencatat
    catatan: list[str]
    csv: bool


_DEPAN: Final = re.compile(r"-?[1-9][0-9]{0,2}")
_SISA: Final = re.compile(r"[0-9]{3}")
_SISA_NOL: Final = re.compile(r"0[0-9]{2}")
_TERPOTONG: Final = (
    'Angka ini tampaknya terpotong oleh koma: "{}" di sini dan "{}" di kolom sebelahnya. Tulis tanpa pemisah ribuan, '
    "atau dalam tanda kutip."
)


def periksa(lembar: Lembaran, data: pd.DataFrame, angka: Sequence[Angka]) -> None:
    """Refuse the rows of `data` whose amounts cannot be trusted; `angka` are the columns that are read."""
    uang = [a.kolom for a in angka]
    _gabungan(lembar, data, uang)
    _luar_judul(lembar, data, uang)
    _jenis_lain(lembar, data, angka)
    _jumlah_baris(lembar, data, uang)
    periksa_waktu.periksa(lembar, data, angka)


def _tolak(lembar: Lembaran, kolom: Kolom, isi: pd.Series, pesan: Sequence[str] | str) -> None:
    """Refuse all rows of `isi` at this column, each with its value there."""
    salah = pd.Series([pesan] * len(isi) if isinstance(pesan, str) else list(pesan), index=isi.index, dtype=object)
    lembar.pencatat.catat(Terbaca(isi, salah), isi, kolom)


def _gabungan(lembar: Lembaran, data: pd.DataFrame, uang: Collection[Kolom]) -> None:
    """Amounts merged over several cells: to which of them they belong, the file does not say."""
    kolom = {k.letak: k for k in uang}
    nomor = data.index.to_numpy()
    salah: dict[int, dict[int, Any]] = {}
    for (b1, k1), (b2, k2) in terpisah(lembar.lembar):
        kena = [k for k in range(k1, k2 + 1) if k in kolom]
        if not kena or b1 < lembar.kepala.akhir:
            continue
        baris = nomor[np.searchsorted(nomor, b1) : np.searchsorted(nomor, b2, side="right")]
        isi = lembar.lembar.tabel.iat[b1, k1]
        if len(baris) * len(kena) > 1 and isi != "":
            salah.setdefault(kena[0], {}).update(dict.fromkeys(baris.tolist(), isi))
    for letak, isi_baris in salah.items():
        _tolak(lembar, kolom[letak], pd.Series(isi_baris, dtype=object), _SEL_GABUNGAN)


# --- Outside the headings -------------------------------------------------------------


def _luar_judul(lembar: Lembaran, data: pd.DataFrame, uang: Collection[Kolom]) -> None:
    """Cells beside the last heading, and those without one beside an amount.

    `1,250,000` without quotes makes three cells of a CSV, so there any such cell is refused. In a sheet
    people keep notes and sums of their own there: what is refused is what looks like the rest of an amount,
    and a number that stands there in a few rows alone.
    """
    berjudul = {k.letak for k in lembar.kepala.kolom}
    terakhir = max(lembar.kepala.kolom, key=lambda k: k.letak)
    tak_dibaca = []
    for letak in (k for k in data.columns if k not in berjudul):
        isi = data[letak]
        isi = isi[[not (type(n) is str and not n.strip()) for n in isi]]
        if isi.empty:
            continue
        kiri = next((k for k in uang if k.letak == letak - 1), None)
        if lembar.csv and letak > terakhir.letak:
            _tolak(lembar, kiri or terakhir, isi, [_pesan_luar(n) for n in isi])
        elif kiri is not None:
            sering = len(isi) > len(data) * _SEPARUH
            pilih = [_sisa_angka(data.at[b, kiri.letak], n, sering=sering) for b, n in isi.items()]
            if any(pilih):
                _tolak(lembar, kiri, isi[pilih], [_pesan_luar(n) for n in isi[pilih]])
        tak_dibaca.append(letak)
    if lembar.csv:
        for kolom in uang:
            _terpotong(lembar, data, kolom, {k.letak for k in uang})
    if tak_dibaca and not lembar.csv:
        lembar.catatan.append(f"Isi kolom tanpa judul tidak dibaca: {', '.join(map(_huruf, tak_dibaca))}.")


def _terpotong(lembar: Lembaran, data: pd.DataFrame, kolom: Kolom, uang: Collection[int]) -> None:
    """Amounts of a CSV cut by commas of their own, of which the rest fell into the column beside.

    Beside another amount only `000` or `050` tells; one of three digits may be an amount itself.
    """
    if (samping := kolom.letak + 1) not in data.columns:
        return
    pola = _SISA_NOL if samping in uang else _SISA
    kena = [
        b
        for b, kiri, kanan in zip(data.index, data[kolom.letak], data[samping], strict=True)
        if type(kiri) is str and type(kanan) is str and _DEPAN.fullmatch(kiri.strip()) and pola.fullmatch(kanan.strip())
    ]
    if kena:
        isi = data.loc[kena, kolom.letak]
        _tolak(lembar, kolom, isi, [_TERPOTONG.format(n, data.at[b, samping]) for b, n in isi.items()])


def _sisa_angka(uang: Any, samping: Any, *, sering: bool) -> bool:
    """Whether the cell beside an amount may be the rest of it; `sering` where most rows have one."""
    kanan, kiri = _bilangan(samping), _bilangan(uang)
    if kanan is None:
        return False
    terpotong = kiri is not None and 0 < abs(kiri) <= _SUKU_TERBESAR and 0 <= kanan <= _SUKU_TERBESAR
    return terpotong or not sering


def _bilangan(isi: Any) -> float | None:
    """A number, or text that is one."""
    if isinstance(isi, bool):
        return None
    if isinstance(isi, int | float):
        return isi
    if not isinstance(isi, str) or not re.fullmatch(r"-?[0-9][0-9.,]{0,20}", isi.strip()):
        return None
    return float(re.sub(r"[.,]", "", isi))


def _pesan_luar(isi: Any) -> str:
    return (
        f'Baris ini mempunyai isi di luar kolom berjudul ("{tampil(isi)[:40]}"). Angka dengan koma pemisah ribuan '
        "harus dalam tanda kutip, atau ditulis tanpa pemisah; keterangan harus di kolom yang berjudul."
    )


def _huruf(letak: int) -> str:
    """A column as Excel names it."""
    hasil, sisa = "", letak + 1
    while sisa:
        sisa, k = divmod(sisa - 1, 26)
        hasil = chr(65 + k) + hasil
    return hasil


# --- Beside the parts -----------------------------------------------------------------


def _jenis_lain(lembar: Lembaran, data: pd.DataFrame, angka: Sequence[Angka]) -> None:
    """Columns of kinds of spending that are not kept here: nothing may stand in them."""
    if not any(a.jenis for a in angka):
        return
    ukuran = {a.ukuran for a in angka}
    for k in lembar.kepala.cari(LAIN):
        label = polos(k.label)
        dianggap = arti(_JENIS_LAIN.sub("52", label))
        if not _JENIS_LAIN.search(label) or dianggap.jenis is None or dianggap.peran not in {*ukuran, JUMLAH}:
            continue
        isi = data[k.letak]
        terbaca = nilai.rupiah(isi).nilai.fillna(0)
        if (ada := (terbaca != 0).to_numpy(bool)).any():
            _tolak(lembar, k, isi[ada], f'Kolom "{k.label}" berisi angka, sedangkan {_JENIS_DIKENAL}')


def _jumlah_baris(lembar: Lembaran, data: pd.DataFrame, uang: Collection[Kolom]) -> None:
    """Columns that sum up those beside them: a row whose own sum says something else is refused."""
    dibaca = {k.letak for k in uang}
    for k in lembar.kepala.kolom:
        if k.letak in dibaca or not (bagian := _bagian(lembar.kepala, k)) or not {b.letak for b in bagian} <= dibaca:
            continue
        jumlah = pd.Series(0, index=data.index, dtype=object)
        terbaca = pd.Series(True, index=data.index)
        for b in bagian:
            isi = nilai.rupiah(data[b.letak])
            jumlah += isi.nilai.fillna(0).astype(object)
            terbaca &= ~data.index.isin(isi.salah.index)
        tertulis = nilai.rupiah(data[k.letak]).nilai
        beda = terbaca & tertulis.notna() & (tertulis.fillna(0).astype(object) != jumlah)
        beda &= ~data.index.isin(_tergabung(lembar, k.letak))
        nomor = data.index[beda.to_numpy(bool)]
        nama = daftar_kata([f'"{b.label}"' for b in bagian])
        pesan = [
            f'"{k.label}" di baris ini {tulis(tertulis[n])}, sedangkan {nama} berjumlah {tulis(jumlah[n])}. '
            "Perbaiki yang salah."
            for n in nomor
        ]
        if pesan:
            _tolak(lembar, k, data.loc[nomor, k.letak], pesan)


def _bagian(kepala: Kepala, jumlah: Kolom) -> list[Kolom]:
    """The columns that this one sums up: those of one quantity beside it, to the left, else to the right.

    Empty where it is no such column, or where its neighbours are none that add up (cumulative quarters).
    """
    kata = set(polos(jumlah.label).split())
    a = jumlah.arti
    berukuran = a.peran in UKURAN
    if not _KATA_JUMLAH & kata or a.jenis or a.bulan or not (berukuran or kata <= _KATA_JUMLAH | _KATA_POLOS):
        return []
    letak = {k.letak: k for k in kepala.kolom}
    # What stands to the right of a bare "Jumlah" may be the parts of something else.
    for arah in (-1, 1) if berukuran else (-1,):
        hasil: list[Kolom] = []
        while (k := letak.get(jumlah.letak + arah * (len(hasil) + 1))) is not None:
            if k.arti.peran not in UKURAN or not (k.arti.jenis or k.arti.triwulan or k.arti.bulan):
                break
            if k.arti.peran != (a.peran if berukuran else hasil[0].arti.peran if hasil else k.arti.peran):
                break
            if a.triwulan and k.arti.triwulan != a.triwulan:
                break
            hasil.append(k)
        beda_waktu = len({(k.arti.triwulan, k.arti.bulan) for k in hasil}) > 1
        if len(hasil) >= _BAGIAN_TERSEDIKIT and not (beda_waktu and any(k.arti.sd for k in hasil)):
            return hasil[::arah]
    return []


def _tergabung(lembar: Lembaran, letak: int) -> list[int]:
    """The rows in which this column is merged with others."""
    return [n for (b1, k1), (b2, k2) in terpisah(lembar.lembar) if k1 <= letak <= k2 for n in range(b1, b2 + 1)]
