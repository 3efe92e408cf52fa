"""Headings and titles between the rows of a table: those of a printed page again, or of another table.

A sheet that holds two tables is refused: under which headings a row stands would be a guess.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from realisasi.impor import judul
from realisasi.impor.bacaan import BerkasDitolak, Klaim
from realisasi.impor.berkas import Lembar
from realisasi.impor.kepala import Kepala, Kolom, teks_label
from realisasi.impor.label import JUMLAH, UKURAN, arti, polos
from realisasi.impor.sel import JENIS_DIKENAL
from satker.akses import daftar_kata

_BIDANG: Final = frozenset({"kode_satker", "satker", "nama_satker", "nomor_dipa", "akun", "jenis_belanja"})
_JUDUL_TERPANJANG: Final = 60
_TERBANYAK_DILIHAT: Final = 5_000
"""Rows without codes that are looked at: a table has few, and headings stand above what they name."""

_UKURAN_DISEBUT: Final = frozenset(UKURAN) - {JUMLAH}
_KLAIM: Final = ("tahun", "triwulan", "kewenangan", "satker")
_KODE_BERNAMA: Final = re.compile(r"\W*([0-9]{6})\W+[^\W\d_]")
"""A line that begins a satker's rows: `019070 Dinas Perindustrian`; an akun would begin as a jenis does."""

_PISAHKAN: Final = "Pisahkan menjadi dua lembar, masing-masing dengan judulnya, lalu unggah lagi."


def kepala_ulang(data: pd.DataFrame, kepala: Kepala, lembar: Lembar, kunci: Sequence[Kolom], calon: pd.Series) -> Any:
    """Which rows are the same headings again, as one bool for each row; `calon` are those without codes.

    Raises:
        BerkasDitolak: where a row is headings, and others than those above.

    """
    _tanpa_tabel_di_atas(lembar, kepala)
    cocok = pd.Series(0, index=data.index)
    sama = calon.copy()
    berisi = pd.Series(0, index=data.index)
    tertulis = lembar.tabel.iloc[kepala.awal : kepala.akhir]
    letak_kunci = {k.letak for k in kunci}
    for k in kepala.kolom:
        label = [n for n in tertulis[k.letak] if n != ""]
        ada = data[k.letak].isin(label)
        isi = data[k.letak] != ""
        sama &= ada | ~isi
        berisi += isi & ada
        if k.letak in letak_kunci:
            cocok += ada & calon
    tersedikit = min(2, len(kepala.kolom))
    sama &= berisi >= tersedikit
    lain = (calon & ~sama & (cocok >= min(2, len(kunci)))).to_numpy(bool)
    nomor = [*data.index[lain], *_berjudul(data[(calon & ~sama).to_numpy(bool)], kepala)]
    if nomor:
        raise BerkasDitolak(
            f"Lembar ini memuat dua tabel: judul kolom di baris {kepala.awal + 1}, dan judul lain di baris "
            f"{int(min(nomor)) + 1}. {_PISAHKAN}",
            ditemukan=[teks_label(n) for n in data.loc[min(nomor)] if teks_label(n)],
        )
    return sama.to_numpy(bool)


def _berjudul(data: pd.DataFrame, kepala: Kepala) -> list[Any]:
    """The rows that look like headings by what they say: of a field of the rows and of an amount."""
    letak = [k.letak for k in kepala.kolom]
    isi = data[letak].iloc[:_TERBANYAK_DILIHAT]
    return [n for n, baris in zip(isi.index, isi.to_numpy(object), strict=True) if _seperti_judul(baris)]


def _seperti_judul(baris: Collection[Any]) -> bool:
    isi = [n for n in baris if n != ""]
    if len(isi) < 2 or not all(isinstance(n, str) and len(n) <= _JUDUL_TERPANJANG for n in isi):  # noqa: PLR2004
        return False
    peran = {arti(teks_label(n)).peran for n in isi}
    return len(peran & _BIDANG) + bool(peran & _UKURAN_DISEBUT) > 1


def _tanpa_tabel_di_atas(lembar: Lembar, kepala: Kepala) -> None:
    """Refuse a table that ends above the headings that were found: it would be dropped without a word."""
    atas = lembar.tabel.iloc[: kepala.awal].to_numpy(object)
    for nomor, baris in enumerate(atas):
        if not _seperti_judul(baris):
            continue
        if any(type(n) in (int, float) for isi in atas[nomor + 1 :] for n in isi):
            raise BerkasDitolak(
                f"Lembar ini memuat dua tabel: judul kolom di baris {nomor + 1}, dan judul lain di baris "
                f"{kepala.awal + 1}. {_PISAHKAN}",
                ditemukan=[teks_label(n) for n in baris if teks_label(n)],
            )


def klaim_antara(
    atas: Klaim, kalimat_atas: Sequence[str], antara: pd.DataFrame, dari_kolom: Collection[str], *, berulang: bool
) -> Klaim:
    """What the title says, with what lines between the rows say; `dari_kolom` are fields that each row says itself.

    Raises:
        BerkasDitolak: where such a line names another year, quarter, kewenangan or satker, or, above headings
            that stand again, another quantity.

    """
    sel = antara.iloc[:_TERBANYAK_DILIHAT].to_numpy(object)
    kalimat = judul.kalimat(sel)
    disebut = judul.klaim(kalimat)
    kode = {m[1] for n in sel.flat if isinstance(n, str) and (m := _KODE_BERNAMA.match(n))}
    disebut = replace(disebut, satker=disebut.satker | {k for k in kode if k[:2] not in JENIS_DIKENAL})
    for nama in _KLAIM:
        lama, baru = getattr(atas, nama), getattr(disebut, nama)
        if nama in dari_kolom or not baru:
            continue
        if len(lama | baru) > 1 and not baru <= lama:
            raise BerkasDitolak(
                f"Lembar ini memuat bagian-bagian untuk {nama} {daftar_kata(sorted(map(str, lama | baru)))}, dan tidak "
                f"ada kolom yang menyebutnya di tiap baris. {_PISAHKAN}"
            )
        atas = replace(atas, **{nama: lama | baru})
    if berulang and (asing := _ukuran(kalimat) - _ukuran(kalimat_atas)):
        raise BerkasDitolak(
            f"Lembar ini memuat tabel lain di bawahnya, tentang {daftar_kata(sorted(asing))}. {_PISAHKAN}"
        )
    return atas


def _ukuran(kalimat: Sequence[str]) -> frozenset[str]:
    """The quantities that lines name."""
    return _UKURAN_DISEBUT & {kata for k in kalimat for kata in polos(k).split()}
