"""CSV and Excel of what a list shows, for the pages of every app.

A text that begins like a formula stays text: in a workbook by its type, in CSV behind an
apostrophe (OWASP, CSV injection). Amounts, percentages and days are true values in both.
A page offers its tables under its own address, `?...&tabel=peringkat&ekspor=xlsx`, so that a
download holds what the page shows with its filters.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

# The full-width forms too: some editions of Excel take them for the same.
AWAL_RUMUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
Nilai = str | int | dt.date | None
LEBAR_BUNGKUS = 30
"""From this width on, a column of text is for reading and breaks its lines."""


@dataclass(frozen=True)
class Kolom:
    """One column: its head with the unit, and how its cells are written.

    `bentuk` is `teks`, `rupiah` (int), `bulat` (int), `persen` or `poin` (int in basis points),
    `tanggal` (date) or `saat` (datetime, written in WIB).
    """

    kepala: str
    bentuk: str = "teks"
    lebar: int = 14


@dataclass(frozen=True)
class Lembar:
    """A sheet to write: lines above the heads, the columns, the rows."""

    judul: str
    keterangan: Sequence[str]
    kolom: Sequence[Kolom]
    baris: Sequence[Sequence[Nilai]]


def csv_aman(lembar: Lembar) -> bytes:
    """UTF-8 with a mark for Excel, `;` between fields as Indonesian settings expect."""
    keluaran = io.StringIO()
    penulis = csv.writer(keluaran, delimiter=";", lineterminator="\r\n")
    penulis.writerow([_teks_csv(k.kepala) for k in lembar.kolom])
    for baris in lembar.baris:
        penulis.writerow([_sel_csv(k, n) for k, n in zip(lembar.kolom, baris, strict=True)])
    return "\ufeff".encode() + keluaran.getvalue().encode()


def _sel_csv(kolom: Kolom, nilai: Nilai) -> str | int:
    if nilai is None:
        return ""
    if isinstance(nilai, dt.datetime):
        return f"{timezone.localtime(nilai):%Y-%m-%d %H:%M}"
    if isinstance(nilai, dt.date):
        return nilai.isoformat()
    if isinstance(nilai, int):
        if kolom.bentuk in {"persen", "poin"}:
            return f"{'-' if nilai < 0 else ''}{abs(nilai) // 100},{abs(nilai) % 100:02d}"
        return nilai
    return _teks_csv(nilai)


def _teks_csv(teks: str) -> str:
    return f"'{teks}" if teks.startswith(AWAL_RUMUS) else teks


def xlsx(lembar: Lembar) -> bytes:
    """A workbook of one sheet, ready to print: heads repeat, landscape, one page wide."""
    buku = Workbook()
    for bawaan in buku.sheetnames:
        del buku[bawaan]
    kertas: Worksheet = buku.create_sheet("Data")
    kertas["A1"].font = Font(bold=True, size=14)
    isi_teks(kertas["A1"], lembar.judul)
    for i, teks in enumerate(lembar.keterangan, start=2):
        isi_teks(kertas.cell(i, 1), teks)
    kepala = len(lembar.keterangan) + 3
    garis = Border(bottom=Side(style="thin"))
    for j, kolom in enumerate(lembar.kolom, start=1):
        sel = kertas.cell(kepala, j)
        isi_teks(sel, kolom.kepala)
        sel.font = Font(bold=True)
        sel.border = garis
        sel.alignment = Alignment(
            wrap_text=True, vertical="bottom", horizontal="left" if kolom.bentuk == "teks" else "right"
        )
        kertas.column_dimensions[get_column_letter(j)].width = kolom.lebar
    for i, baris in enumerate(lembar.baris, start=kepala + 1):
        for j, (kolom, nilai) in enumerate(zip(lembar.kolom, baris, strict=True), start=1):
            _isi(kertas.cell(i, j), kolom, nilai)
    kertas.freeze_panes = f"B{kepala + 1}"
    kertas.auto_filter.ref = f"A{kepala}:{get_column_letter(len(lembar.kolom))}{kepala + max(1, len(lembar.baris))}"
    kertas.print_title_rows = f"{kepala}:{kepala}"
    kertas.page_setup.orientation = "landscape"
    kertas.page_setup.paperSize = kertas.PAPERSIZE_A4
    kertas.page_setup.fitToHeight = 0
    kertas.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    keluaran = io.BytesIO()
    buku.save(keluaran)
    return keluaran.getvalue()


def isi_teks(sel: Cell | MergedCell, teks: str) -> None:
    """Write text as text, whatever it begins with; what a workbook cannot hold is left out."""
    sel.value = ILLEGAL_CHARACTERS_RE.sub("", teks)
    sel.data_type = "s"
    sel.quotePrefix = teks.startswith(AWAL_RUMUS)


def _isi(sel: Cell | MergedCell, kolom: Kolom, nilai: Nilai) -> None:
    if nilai is None:
        return
    if isinstance(nilai, str):
        isi_teks(sel, nilai)
        if kolom.lebar >= LEBAR_BUNGKUS:
            sel.alignment = Alignment(wrap_text=True, vertical="top")
    elif isinstance(nilai, dt.datetime):
        sel.value = timezone.localtime(nilai).replace(tzinfo=None)
        sel.number_format = "d mmm yyyy hh:mm"
    elif isinstance(nilai, dt.date):
        sel.value = nilai
        sel.number_format = "d mmm yyyy"
    elif kolom.bentuk == "persen":
        sel.value = nilai / 10_000
        sel.number_format = "0.00%"
    elif kolom.bentuk == "poin":
        sel.value = nilai / 100
        sel.number_format = "+0.00;-0.00;0.00"
    else:
        sel.value = nilai
        sel.number_format = "0" if kolom.bentuk == "bulat" else "#,##0"


JENIS_BERKAS = {
    "csv": ("text/csv; charset=utf-8", csv_aman),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx),
}


def unduhan(lembar: Lembar, jenis: str, nama: str) -> HttpResponse:
    """The download; `nama` is made by the caller from known words alone, never from input."""
    tipe, tulis = JENIS_BERKAS[jenis]
    jawaban = HttpResponse(tulis(lembar), content_type=tipe)
    jawaban["Content-Disposition"] = f'attachment; filename="{nama}.{jenis}"'
    return jawaban


def diminta(request: HttpRequest) -> bool:
    """Whether this address asks for a table as a file."""
    return request.GET.get("ekspor", "") in JENIS_BERKAS


def tabel_diminta(request: HttpRequest, tabel: Mapping[str, Callable[[], Lembar]], nama: str) -> HttpResponse:
    """The download of the table that the address names, the first where it names none.

    `nama` begins the file's name. A table that the page does not have is a 404.
    """
    kunci = request.GET.get("tabel", "") or next(iter(tabel), "")
    if kunci not in tabel:
        raise Http404("Halaman ini tidak mempunyai tabel dengan nama itu.")
    return unduhan(tabel[kunci](), request.GET["ekspor"], f"{nama}-{kunci}")
