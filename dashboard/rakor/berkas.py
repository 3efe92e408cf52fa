"""From sheets to the bytes of a workbook."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from dashboard.rakor import batang
from dashboard.rakor.gaya import Lemari
from dashboard.rakor.kertas import Kertas

# What may follow the ignored errors in a sheet; one of them always does.
SESUDAH_GALAT = (b"<drawing", b"<legacyDrawing", b"<tableParts", b"</worksheet>")
KOSONG = b"<sheetData></sheetData>"


class BukuKerja:
    """A workbook of `Kertas`, in the order in which they are asked for."""

    def __init__(self, judul: str, pembuat: str, dibuat_pada: dt.datetime) -> None:
        self.buku = Workbook()
        for bawaan in self.buku.sheetnames:
            del self.buku[bawaan]
        self.buku.properties.title = judul
        self.buku.properties.creator = pembuat
        pada = dibuat_pada.astimezone(dt.UTC).replace(tzinfo=None)
        self.buku.properties.created = self.buku.properties.modified = pada
        # Viewers show the stored results; a spreadsheet program works them out again.
        self.buku.calculation.fullCalcOnLoad = True
        self._kertas: dict[str, Kertas] = {}
        self._lemari = Lemari()

    def kertas(self, nama: str) -> Kertas:
        """A new sheet after those there are."""
        ws: Worksheet = self.buku.create_sheet(nama)
        self._kertas[ws.title] = Kertas(ws, self._lemari)
        return self._kertas[ws.title]

    def isi(self) -> bytes:
        """The workbook as it is downloaded; can be asked for once."""
        keluaran = io.BytesIO()
        with zipfile.ZipFile(keluaran, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as arsip:
            _Penulis(self.buku, arsip, self._kertas).write_data()
        return keluaran.getvalue()


class _Penulis(ExcelWriter):
    """openpyxl's own writer, except that the rows of a sheet are ready.

    It reaches for what openpyxl keeps to itself as `ExcelWriter.write_worksheet` does, which it replaces.
    """

    def __init__(self, buku: Workbook, arsip: zipfile.ZipFile, kertas: dict[str, Kertas]) -> None:
        super().__init__(buku, arsip)
        self._arsip = arsip
        self._kertas = kertas

    def write_worksheet(self, ws: Any) -> None:
        """Let openpyxl write the sheet without rows, and put ours where they belong."""
        kertas = self._kertas[ws.title]
        ws._drawing = SpreadsheetDrawing()  # noqa: SLF001
        ws._drawing.charts = ws._charts  # noqa: SLF001
        kulit = io.BytesIO()
        penulis = _PenulisLembar(ws, kulit, kertas.lingkup)
        penulis.write()
        ws._rels = penulis.hubungan  # noqa: SLF001
        kepala, tanda, ekor = kulit.getvalue().partition(KOSONG)
        if not tanda:
            raise ValueError("lembar tanpa tempat baris")  # another openpyxl writes it otherwise
        with self._arsip.open(ws.path[1:], "w") as tujuan:
            tujuan.write(kepala + b"<sheetData>")
            kertas.salin_ke(tujuan)
            tujuan.write(b"</sheetData>" + batang.lengkapi(_tanpa_segitiga(ekor, kertas.lingkup), kertas.batang))
        self.manifest.append(ws)


def _tanpa_segitiga(ekor: bytes, lingkup: str) -> bytes:
    """Spare the reader Excel's green corners: codes are text on purpose, and a dash may stand among formulas."""
    letak = min(i for tanda in SESUDAH_GALAT if (i := ekor.find(tanda)) >= 0)
    galat = f'<ignoredError sqref="{lingkup}" numberStoredAsText="1" formula="1" formulaRange="1"/>'
    return ekor[:letak] + f"<ignoredErrors>{galat}</ignoredErrors>".encode() + ekor[letak:]


class _PenulisLembar(WorksheetWriter):
    """Says how large the sheet is: readers that skim go by it."""

    def __init__(self, ws: Worksheet, keluaran: io.BytesIO, lingkup: str) -> None:
        self._lingkup = lingkup
        super().__init__(ws, keluaran)

    @property
    def hubungan(self) -> Any:
        """What the sheet is tied to: its charts and tables."""
        return self._rels  # type: ignore[attr-defined]

    def write_dimensions(self) -> None:
        self.xf.send(SheetDimension(self._lingkup).to_tree())
