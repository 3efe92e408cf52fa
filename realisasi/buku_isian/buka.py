"""Opening a workbook that somebody sent: bounded in every direction before a parser sees it."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from openpyxl import Workbook, load_workbook

UKURAN_TERBESAR = 1024 * 1024
_BAGIAN_TERBANYAK = 100
_BAGIAN_TERBESAR = 1024 * 1024
_TERURAI_TERBESAR = 3 * 1024 * 1024
_GAYA_TERBESAR = 256 * 1024  # styles become an object each; ours needs a hundredth of it
_LEMBAR_TERBANYAK = 10
BARIS_TERBANYAK = 60
KOLOM_TERBANYAK = 20

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LEMBAR_EXCEL = b"spreadsheetml.sheet.main+xml"
# openpyxl writes a shared formula out anew for every cell that shares it, however long it is.
_RUMUS_BERSAMA = re.compile(rb"""\bt\s*=\s*(["'])shared\1""")

Kisi = list[list[Any]]


class BukuDitolak(Exception):
    """The whole file is refused; `pesan` says why and what to do."""

    def __init__(self, pesan: str) -> None:
        super().__init__(pesan)
        self.pesan = pesan


def buka(isi: bytes) -> list[tuple[Kisi, Kisi]]:
    """The cells of each sheet, twice: the values that Excel computed, and the formulas as written."""
    aman = _kemas_ulang(isi)
    return list(zip(_kisi(aman, nilai=True), _kisi(aman, nilai=False), strict=True))


def _kemas_ulang(isi: bytes) -> bytes:
    """The same workbook, made of parts that were unpacked within bounds: a parser sees nothing else.

    Raises:
        BukuDitolak: what stands against it.

    """
    if not isi:
        raise BukuDitolak("Berkas ini kosong. Unduh buku isian lagi, isi, lalu unggah.")
    if len(isi) > UKURAN_TERBESAR:
        raise BukuDitolak("Berkas ini lebih besar dari 1 MB. Unggah buku isian yang diunduh dari halaman laporan.")
    if isi.startswith(_OLE):
        raise BukuDitolak("Berkas ini Excel lama (.xls) atau terkunci kata sandi. Simpan sebagai .xlsx tanpa sandi.")
    if not isi.startswith(_ZIP):
        raise BukuDitolak("Berkas ini bukan buku kerja Excel. Simpan sebagai .xlsx, lalu unggah lagi.")
    try:
        with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
            bagian = _bagian(arsip)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as galat:
        raise _rusak() from galat
    aman = io.BytesIO()
    with zipfile.ZipFile(aman, "w") as arsip:
        for nama, mentah in bagian.items():
            arsip.writestr(nama, mentah)
    return aman.getvalue()


def _bagian(arsip: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts by name, each unpacked no further than the size that it declares."""
    daftar = arsip.infolist()
    if len(daftar) > _BAGIAN_TERBANYAK or sum(b.file_size for b in daftar) > _TERURAI_TERBESAR:
        raise _terlalu_besar()
    for b in daftar:
        gaya = b.filename.lower().endswith("styles.xml")
        if b.file_size > (_GAYA_TERBESAR if gaya else _BAGIAN_TERBESAR):
            raise _terlalu_besar()
        if b.flag_bits & 1:
            raise BukuDitolak("Buku ini terkunci kata sandi. Simpan tanpa sandi, lalu unggah lagi.")
        if b.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _rusak()
        if b.filename.lower().endswith("vbaproject.bin"):
            raise BukuDitolak("Buku ini memuat makro. Simpan sebagai .xlsx tanpa makro, lalu unggah lagi.")
    bagian = {b.filename: _urai(arsip, b) for b in daftar}
    if "xl/workbook.xml" not in bagian or _LEMBAR_EXCEL not in bagian.get("[Content_Types].xml", b""):
        raise BukuDitolak("Berkas ini bukan buku kerja Excel (.xlsx). Unduh buku isian, isi, lalu unggah.")
    return bagian


def _urai(arsip: zipfile.ZipFile, bagian: zipfile.ZipInfo) -> bytes:
    """One part. `ZipFile.read` would inflate all of it before it looks at the size."""
    with arsip.open(bagian) as aliran:
        isi = aliran.read(bagian.file_size + 1)
    # No part of a workbook declares entities of its own; one that does wants to unfold in the
    # parser. The zero bytes are those of UTF-16.
    mentah = isi.replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in mentah or b"<!ENTITY" in mentah:
        raise _rusak()
    return _RUMUS_BERSAMA.sub(b"", isi) if bagian.filename.startswith("xl/worksheets/") else isi


def _kisi(isi: bytes, *, nilai: bool) -> list[Kisi]:
    """The cells of the first sheets, within bounds."""
    with _sebagai_penolakan(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl does not support does not matter here
        buku: Workbook = load_workbook(io.BytesIO(isi), read_only=True, data_only=nilai, keep_links=False)
        try:
            return [
                [
                    list(baris)
                    for baris in lembar.iter_rows(
                        min_row=1, max_row=BARIS_TERBANYAK, min_col=1, max_col=KOLOM_TERBANYAK, values_only=True
                    )
                ]
                for lembar in buku.worksheets[:_LEMBAR_TERBANYAK]
            ]
        finally:
            buku.close()


@contextmanager
def _sebagai_penolakan() -> Iterator[None]:
    """Whatever a parser stumbles over in a file from outside is a refusal of that file."""
    try:
        yield
    except Exception as galat:  # openpyxl raises a dozen kinds, and promises none
        raise _rusak() from galat


def _rusak() -> BukuDitolak:
    return BukuDitolak("Buku ini rusak atau bukan dari Excel. Unduh buku isian lagi, isi, lalu unggah.")


def _terlalu_besar() -> BukuDitolak:
    return BukuDitolak("Isi buku ini terlalu besar untuk sebuah buku isian. Unduh buku isian lagi, isi, lalu unggah.")
