"""One sheet under construction: rows are appended from the top, and kept as the XML they become.

A workbook for two thousand satker has hundreds of thousands of cells; as objects they would
not fit into the memory of a small server, and a formula of openpyxl cannot carry its result.
Everything else of a sheet (columns, print set-up, charts, tables) is openpyxl's own.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, NamedTuple
from xml.sax.saxutils import escape

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.rakor.gaya import BIASA, Gaya, Lemari
from dashboard.rakor.rumus import Rumus
from satker.ekspor import AWAL_RUMUS

Isi = None | int | float | str | dt.date | Rumus
TEKS_TERPANJANG = 32_767  # of one cell; a longer one makes the whole file unreadable
SATU_HALAMAN = 45  # rows that one page holds and that still can be read
DI_MEMORI = 4 * 1024 * 1024
TEPI_SISI, TEPI_ATAS, TEPI_BAWAH, TEPI_KAKI = 0.45, 0.5, 0.6, 0.28  # inches


class Sel(NamedTuple):
    """A cell with a look of its own."""

    isi: Isi
    gaya: Gaya


class Kertas:
    """A sheet that is written from the top to the bottom. `baris` is the row that comes next.

    `batang` are the ranges that have data bars.
    """

    def __init__(self, ws: Worksheet, lemari: Lemari) -> None:
        self.ws = ws
        self.baris = 1
        self.kolom_terakhir = 1
        self._lemari = lemari
        self.batang: list[str] = []
        self._nomor: dict[Gaya, int] = {}
        self._xml: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=DI_MEMORI)  # noqa: SIM115
        self._huruf: list[str] = []

    @property
    def nama(self) -> str:
        """The sheet's name as a formula of another sheet writes it."""
        return quote_sheetname(self.ws.title)

    @property
    def lingkup(self) -> str:
        """The range that holds something."""
        return f"A1:{get_column_letter(self.kolom_terakhir)}{max(1, self.baris - 1)}"

    def tulis(self, isi: Iterable[Isi | Sel], gaya: Gaya = BIASA, tinggi: float | None = None) -> int:
        """Append a row from column A on; returns its number. Heights are in points."""
        nomor = self.baris
        sel = [self._sel(j, nomor, x, gaya) for j, x in enumerate(isi)]
        self.kolom_terakhir = max(self.kolom_terakhir, len(sel))
        ukuran = f' ht="{tinggi}" customHeight="1"' if tinggi else ""
        self._xml.write(f'<row r="{nomor}"{ukuran}>{"".join(sel)}</row>'.encode())
        self.baris += 1
        return nomor

    def lewati(self, jumlah: int = 1, tinggi: float | None = None) -> None:
        """Leave rows empty."""
        for _ in range(jumlah):
            self.tulis((), tinggi=tinggi)

    def salin_ke(self, tujuan: IO[bytes]) -> None:
        """Hand over the rows, and forget them."""
        self._xml.seek(0)
        while potongan := self._xml.read(1 << 16):
            tujuan.write(potongan)
        self._xml.close()

    def lebar(self, lebar: Sequence[float]) -> None:
        """Set the widths of the columns from A on, in characters."""
        for j, n in enumerate(lebar, start=1):
            self.ws.column_dimensions[get_column_letter(j)].width = n

    def _sel(self, j: int, baris: int, isi: Isi | Sel, gaya: Gaya) -> str:
        if isinstance(isi, Sel):
            isi, gaya = isi
        while len(self._huruf) <= j:
            self._huruf.append(get_column_letter(len(self._huruf) + 1))
        nomor = self._nomor.get(gaya)
        if nomor is None:
            nomor = self._nomor[gaya] = self._lemari.nomor(self.ws, gaya)
        alamat = f'<c r="{self._huruf[j]}{baris}" s="{nomor}"'
        if isinstance(isi, str):
            if isi.startswith(AWAL_RUMUS):
                alamat = f'<c r="{self._huruf[j]}{baris}" s="{self._lemari.nomor(self.ws, gaya, kutip=True)}"'
            if isi:
                return f'{alamat} t="inlineStr"><is><t xml:space="preserve">{_teks(isi)}</t></is></c>'
        if isi is None or isi == "":
            return f"{alamat}/>"
        if isinstance(isi, Rumus):
            f = f'<f t="array" ref="{self._huruf[j]}{baris}">' if isi.larik else "<f>"
            jenis = ' t="str"' if isinstance(isi.hasil, str) else ""
            hasil = _teks(isi.hasil) if isinstance(isi.hasil, str) else isi.hasil
            return f"{alamat}{jenis}>{f}{escape(isi.teks)}</f><v>{hasil}</v></c>"
        return f"{alamat}><v>{_hari(isi) if isinstance(isi, dt.date) else isi}</v></c>"


def _hari(isi: dt.date) -> int:
    """A day as a workbook counts it."""
    return int(to_excel(isi))  # type: ignore[no-untyped-call]


def _teks(isi: str) -> str:
    """Text as XML; what a workbook cannot hold is left out."""
    return escape(ILLEGAL_CHARACTERS_RE.sub("", isi[:TEKS_TERPANJANG]))


def siapkan_cetak(
    kertas: Kertas, *, kepala: int | None, kaki: str, beku: str | None = None, satu_halaman: bool = False
) -> None:
    """A4 landscape, one page wide, page numbers; the row `kepala` repeats on every page."""
    ws = kertas.ws
    ws.print_area = kertas.lingkup
    if kepala is not None:
        ws.print_title_rows = f"{kepala}:{kepala}"
    ws.freeze_panes = beku
    ws.sheet_view.showGridLines = False
    ws.page_setup.orientation = "landscape"
    ws.page_setup.paperSize = int(ws.PAPERSIZE_A4)
    ws.page_setup.fitToWidth = 1
    ws.page_setup.fitToHeight = 1 if satu_halaman else 0
    ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    ws.page_margins.left = ws.page_margins.right = TEPI_SISI
    ws.page_margins.top, ws.page_margins.bottom, ws.page_margins.footer = TEPI_ATAS, TEPI_BAWAH, TEPI_KAKI
    ws.print_options.horizontalCentered = True
    kaki_lembar = HeaderFooterItem()
    for bagian, teks in (
        (kaki_lembar.left, kaki.replace("&", "&&")),
        (kaki_lembar.center, "&A"),
        (kaki_lembar.right, "Halaman &P dari &N"),
    ):
        bagian.text, bagian.size = teks, 8
    ws.HeaderFooter.oddFooter = kaki_lembar
