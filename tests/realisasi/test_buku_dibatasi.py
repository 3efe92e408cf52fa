"""A workbook that lies about its size, or that a parser would labour over, costs next to nothing."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from contextlib import suppress

import pytest
from openpyxl import Workbook

from realisasi.buku_isian.buka import BukuDitolak, buka

MB = 1024 * 1024
LEMBAR = "xl/worksheets/sheet1.xml"


def buku(ganti: dict[str, bytes] | None = None) -> bytes:
    """A small workbook, with some of its parts replaced or added."""
    asli = io.BytesIO()
    Workbook().save(asli)
    hasil = io.BytesIO()
    with zipfile.ZipFile(asli) as lama, zipfile.ZipFile(hasil, "w", zipfile.ZIP_DEFLATED) as baru:
        bagian = {nama: lama.read(nama) for nama in lama.namelist()} | (ganti or {})
        for nama, isi in bagian.items():
            baru.writestr(nama, isi)
    return hasil.getvalue()


def berbohong(isi: bytes, nama: bytes, ukuran: int) -> bytes:
    """The same archive, in which one part says that it is `ukuran` bytes of blanks."""
    hasil = bytearray(isi)
    jumlah = zlib.crc32(b" " * ukuran)
    lokal = hasil.index(nama) - 30
    pusat = hasil.rindex(nama) - 46
    for letak, ukuran_di, jumlah_di in ((lokal, 22, 14), (pusat, 24, 16)):
        struct.pack_into("<I", hasil, letak + jumlah_di, jumlah)
        struct.pack_into("<I", hasil, letak + ukuran_di, ukuran)
    return bytes(hasil)


@pytest.mark.parametrize("nama", ["xl/besar.xml", LEMBAR])
def test_a_part_is_unpacked_no_further_than_it_declares(nama: str) -> None:
    bom = berbohong(buku({nama: b" " * (200 * MB)}), nama.encode(), 1000)
    assert len(bom) < MB
    tracemalloc.start()
    try:
        with suppress(BukuDitolak):  # refused, or read as the blanks that it declares
            buka(bom)
        assert tracemalloc.get_traced_memory()[1] < 20 * MB
    finally:
        tracemalloc.stop()


def test_a_formula_shared_by_many_cells_is_not_written_out_for_each() -> None:
    rumus = b"+".join([b"A1"] * 20_000)
    pemakai = b'<c r="B2"><f t="shared" si="0"/></c>' * 500
    lembar = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1"><f t="shared" ref="A1:B2" si="0">' + rumus + b'</f><v>1</v></c></row><row r="2">' + pemakai
    ) + b"</row></sheetData></worksheet>"
    [(nilai, tertulis)] = buka(buku({LEMBAR: lembar}))
    assert nilai[0][0] == 1
    assert len(tertulis[0][0]) > len(rumus)
    assert tertulis[1][1] == "="  # still told to be a formula, without its 60 KB
