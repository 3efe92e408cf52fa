"""Opening a file that somebody sent: what it is by its content, bounded before a parser sees it.

The answer is a `Buku`: each visible or hidden sheet as a table of cells with the types that the
file gives them. Nothing is understood here; layouts do that.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from realisasi.impor import arsip, batas_berkas, biff, ole, teks
from realisasi.impor.bacaan import BerkasDitolak

MB: Final = 1024 * 1024


_ZIP: Final = b"PK"
_AWAL: Final = 4096
_BUKAN_TABEL: Final = (
    (b"MZ", "program Windows (.exe)"),
    (b"\x7fELF", "program Linux"),
    (b"#!", "skrip"),
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "gambar PNG"),
    (b"\xff\xd8\xff", "gambar JPG"),
    (b"GIF8", "gambar GIF"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf\x27\x1c", "arsip 7-Zip"),
    (b"\x1f\x8b", "arsip GZIP"),
    (b"{\\rtf", "dokumen RTF"),
)
_EXCEL_PURBA: Final = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)

Gabungan = tuple[tuple[int, int], tuple[int, int]]
"""A merged range: its first and last cell, each as row and column counted from 0."""


@dataclass(frozen=True)
class Batas:
    """How much is read at most.

    Bytes of the file (`ukuran`) and once unpacked (`terurai`), sheets, rows and columns of a sheet,
    and cells (`sel`) of the rectangles around what is filled, which is what takes the memory. Where a
    file is read in a process of its own, the bytes (`memori`) and seconds (`detik`) that it may take.
    """

    ukuran: int
    terurai: int
    lembar: int
    baris: int
    sel: int
    memori: int
    detik: float
    kolom: int = 256


_TEPAT: Final = 2.0**53

PERAMBAN: Final = Batas(
    ukuran=25 * MB, terurai=250 * MB, lembar=50, baris=200_000, sel=8_000_000, memori=1024 * MB, detik=20
)
"""What a page reads; a server that waits longer for a page gives it up."""

PERINTAH: Final = Batas(
    ukuran=200 * MB, terurai=1024 * MB, lembar=200, baris=1_048_576, sel=40_000_000, memori=8 * 1024 * MB, detik=900
)
"""What the command reads: whoever runs it has the machine."""


@dataclass(frozen=True)
class Lembar:
    """One sheet. `tabel` holds cells as they are (text, int, float, bool, date), `""` where one is empty.

    Its index is the row number in Excel less one; its columns are 0, 1, 2, ... A hidden sheet
    (`tampak` False) is not read. `gabungan` are the merged cells, which hold their value at the
    first one only.
    """

    nama: str
    tampak: bool
    tabel: pd.DataFrame
    gabungan: tuple[Gabungan, ...] = ()


@dataclass(frozen=True)
class Buku:
    """A file that could be opened; `format` is XLSX, XLS, ODS or CSV."""

    nama: str
    sha256: str
    ukuran: int
    format: str
    lembar: tuple[Lembar, ...]


def buka(nama: str, isi: bytes | Path, batas: Batas = PERAMBAN) -> Buku:
    """The sheets of a file. Hidden ones are named only: their tables are empty.

    Raises:
        BerkasDitolak: with one sentence on what it is and what to do.

    """
    mentah = _muat(isi, batas)
    sidik = hashlib.sha256(mentah).hexdigest()
    if not mentah.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise BerkasDitolak("Berkas ini kosong. Unggah berkas yang berisi data.")
    galat: list[biff.SelGalat] = []
    if mentah.startswith(_ZIP):
        bentuk, aman = arsip.kemas_ulang(mentah, batas)
    elif mentah.startswith(ole.TANDA):
        bentuk = "XLS"
        wadah, galat = biff.kemas_ulang(mentah, batas)
        aman = io.BytesIO(wadah)
    else:
        _tolak_bukan_tabel(mentah)
        return Buku(nama, sidik, len(mentah), "CSV", (Lembar("", True, teks.baca(mentah, batas)),))
    lembar = _lembar(aman, galat, batas)
    if not any(s.tampak and not s.tabel.empty for s in lembar):
        tersembunyi = any(not s.tampak for s in lembar)
        raise BerkasDitolak(
            "Buku kerja ini tidak berisi data di lembar yang tampak."
            + (
                " Ada lembar tersembunyi, yang tidak dibaca: tampilkan dahulu bila datanya di sana."
                if tersembunyi
                else ""
            )
        )
    return Buku(nama, sidik, len(mentah), bentuk, lembar)


def _muat(isi: bytes | Path, batas: Batas) -> bytes:
    if isinstance(isi, Path):
        try:
            ukuran = isi.stat().st_size
            if ukuran <= batas.ukuran:
                return isi.read_bytes()
        except OSError as galat:
            raise BerkasDitolak(f"Berkas {isi.name} tidak dapat dibuka. Periksa letak dan hak bacanya.") from galat
    elif len(isi) <= batas.ukuran:
        return isi
    raise BerkasDitolak(
        f"Berkas ini lebih besar dari {batas.ukuran // MB} MB. Kirim lembar yang diperlukan saja, atau bagi menjadi "
        "beberapa berkas."
    )


def _tolak_bukan_tabel(mentah: bytes) -> None:
    awal = mentah[:_AWAL].lstrip(b"\xef\xbb\xbf \t\r\n")
    for tanda, sebutan in _BUKAN_TABEL:
        if awal.startswith(tanda):
            raise BerkasDitolak(
                f"Berkas ini {sebutan}, bukan tabel Excel, apa pun akhiran namanya. "
                "Unggah berkas .xlsx, .xls, .ods, atau .csv."
            )
    rendah = awal.lower()
    if rendah.startswith((b"<", b"mime-version:")) or b"<html" in rendah or b"<table" in rendah:
        raise BerkasDitolak(
            "Berkas ini halaman web atau XML yang diberi nama berkas Excel. Buka di Excel, simpan sebagai .xlsx, lalu "
            "unggah lagi."
        )
    if mentah.startswith(_EXCEL_PURBA):
        raise BerkasDitolak(
            "Berkas ini dari Excel yang sangat lama. Buka di Excel, simpan sebagai .xlsx, lalu unggah lagi."
        )


def _lembar(isi: io.BytesIO, galat: list[biff.SelGalat], batas: Batas) -> tuple[Lembar, ...]:
    """The sheets as the parser gives them; whatever it stumbles over is a refusal of the file."""
    try:
        with pd.ExcelFile(isi, engine="calamine") as buku:
            isi.truncate(0)  # the parser has a copy of its own
            daftar = [s for s in buku.book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
            pembaca = _Pembaca(buku.book, batas)
            lembar = tuple(pembaca.baca(s.name, tampak=s.visible == SheetVisibleEnum.Visible) for s in daftar)
            urutan = [s.name for s in buku.book.sheets_metadata]
    except (BerkasDitolak, MemoryError):
        raise
    except BaseException as sebab:
        # Errors of calamine, and what its Rust code panics with, which is no Exception.
        if isinstance(sebab, Exception) or type(sebab).__name__ == "PanicException":
            raise BerkasDitolak(batas_berkas.RUSAK) from sebab
        raise
    for g in galat:
        for s in lembar:
            if 0 <= g.lembar < len(urutan) and s.nama == urutan[g.lembar] and g.baris < len(s.tabel):
                s.tabel.iat[g.baris, g.kolom] = g.teks
    return lembar


class _Pembaca:
    """Makes tables of sheets, one after the other, as long as all of them together stay within bounds."""

    def __init__(self, buku: CalamineWorkbook, batas: Batas) -> None:
        self._buku = buku
        self._batas = batas
        self._sel = 0

    def baca(self, nama: str, *, tampak: bool) -> Lembar:
        """One sheet from A1 on. Numbers that Excel shows as whole are given as int, as pandas does."""
        if not tampak:
            return Lembar(nama, tampak, pd.DataFrame())
        lembar = self._buku.get_sheet_by_name(nama)
        self._sel += lembar.total_height * lembar.total_width
        if self._sel > self._batas.sel:
            raise BerkasDitolak(batas_berkas.terlalu_luas(self._batas))
        kolom = zip(*lembar.to_python(skip_empty_area=False), strict=True)
        tabel = pd.DataFrame({k: _kolom(isi) for k, isi in enumerate(kolom)})
        return Lembar(nama, tampak, tabel, tuple(lembar.merged_cell_ranges or ()))


def _kolom(isi: tuple[Any, ...]) -> NDArray[Any]:
    hasil = np.empty(len(isi), dtype=object)
    jenis = set(map(type, isi))
    teks_sel = isi if jenis == {str} else [n for n in isi if type(n) is str]
    if max(map(len, teks_sel), default=0) > batas_berkas.SEL_TERPANJANG:
        raise BerkasDitolak(batas_berkas.SEL_TERLALU_PANJANG)
    if teks_sel:
        # The parser gives each cell a text of its own; a column holds few different ones.
        satu = dict(zip(teks_sel, teks_sel, strict=True))
        isi = tuple(map(satu.get, isi, isi))
    hasil[:] = isi
    if float in jenis:
        _bulatkan(hasil, isi)
    return hasil


def _bulatkan(hasil: NDArray[Any], isi: tuple[Any, ...]) -> None:
    """Make int of whole numbers."""
    letak = np.array([k for k, n in enumerate(isi) if type(n) is float])
    angka = np.array([isi[k] for k in letak])
    # What a float holds exactly, so that the way over 64 bits changes nothing.
    bulat = np.abs(angka) < _TEPAT
    bulat[bulat] = angka[bulat] == np.floor(angka[bulat])
    hasil[letak[bulat]] = angka[bulat].astype(np.int64).tolist()
    for k in letak[~bulat]:
        if isi[k].is_integer():
            hasil[k] = int(isi[k])
