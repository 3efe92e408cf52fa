"""Files as people send them, made in memory: XLSX, XLS, ODS and CSV of the same rows."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook

from realisasi.impor import ole

Baris = Sequence[Any]

SATKER = (("kode_satker", "nama_satker", "kode_provinsi"), ("019070", "Dinas Perindustrian Aceh", "11"))
DIPA = (
    (
        *("tahun", "kewenangan", "kode_satker", "nomor_dipa", "revisi", "berlaku_sejak", "jenis_belanja", "pagu"),
        "blokir",
    ),
    (2026, "TP", "019070", "DIPA-019.05.4.019070/2026", 0, "2026-01-02", 52, 1_500_000_000, 0),
    (2026, "TP", "019070", "DIPA-019.05.4.019070/2026", 0, "2026-01-02", 53, 250_000_000, 50_000_000),
)
LAPORAN = (
    ("tahun", "triwulan", "kewenangan", "kode_satker", "jenis_belanja", "realisasi", "status"),
    (2026, 1, "TP", "019070", 52, 300_000_000, "DIVERIFIKASI"),
    (2026, 1, "TP", "019070", 53, -5, "DIVERIFIKASI"),
)
REALISASI = (
    ("tahun", "triwulan", "kewenangan", "kode_satker", "jenis_belanja", "realisasi", "basis", "tanggal_data"),
    (2026, 1, "TP", "019070", 52, 300_000_000, "SP2D", "2026-04-01"),
)
BAIK: Mapping[str, Sequence[Baris]] = {"satker": SATKER, "dipa": DIPA, "laporan": LAPORAN, "realisasi": REALISASI}
"""The project's own layout of each kind, with rows that are right."""


def xlsx(*lembar: tuple[str, Sequence[Baris]], gabung: Sequence[str] = (), sembunyi: Sequence[str] = ()) -> bytes:
    """Sheets of rows; `gabung` are merged ranges of the first sheet, `sembunyi` names of hidden ones."""
    buku = Workbook()
    assert buku.active is not None
    buku.remove(buku.active)
    for nama, baris in lembar:
        lembaran = buku.create_sheet(nama)
        for b in baris:
            lembaran.append(list(b))
        if nama in sembunyi:
            lembaran.sheet_state = "hidden"
    for rentang in gabung:
        buku.worksheets[0].merge_cells(rentang)
    keluaran = io.BytesIO()
    buku.save(keluaran)
    return keluaran.getvalue()


def satu(baris: Sequence[Baris], **lain: Any) -> bytes:
    """A workbook of one sheet."""
    return xlsx(("Data", baris), **lain)


def csv(baris: Sequence[Baris], pemisah: str = ",", sandi: str = "utf-8") -> bytes:
    """Rows as text; nothing is quoted that need not be."""

    def sel(nilai: Any) -> str:
        teks = "" if nilai is None else str(nilai)
        return '"' + teks.replace('"', '""') + '"' if any(c in teks for c in (pemisah, '"', "\n")) else teks

    return "".join(pemisah.join(map(sel, b)) + "\r\n" for b in baris).encode(sandi)


def bagian(isi: bytes) -> dict[str, bytes]:
    """The parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        return {nama: arsip.read(nama) for nama in arsip.namelist()}


def kemas(isi: Mapping[str, bytes]) -> bytes:
    """An archive of these parts."""
    keluaran = io.BytesIO()
    with zipfile.ZipFile(keluaran, "w", zipfile.ZIP_DEFLATED) as arsip:
        for nama, mentah in isi.items():
            arsip.writestr(nama, mentah)
    return keluaran.getvalue()


def ganti(isi: bytes, **tambah: bytes) -> bytes:
    """The same archive with parts replaced or added; `__` in a name stands for `/`, `_xml` at its end for `.xml`."""
    nama = {
        k.replace("__", "/").removesuffix("_xml") + (".xml" if k.endswith("_xml") else ""): v for k, v in tambah.items()
    }
    return kemas(bagian(isi) | nama)


def lembar_xml(baris: str) -> bytes:
    """A workbook of which the rows of the only sheet are this XML."""
    awal = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return ganti(satu([("x",)]), xl__worksheets__sheet1_xml=f"{awal}{baris}</sheetData></worksheet>".encode())


def ods(baris: Sequence[Baris], tambahan: str = "", manifes: str = "") -> bytes:
    """An OpenDocument sheet; `tambahan` is XML after its rows."""

    def sel(nilai: Any) -> str:
        if nilai is None or nilai == "":
            return "<table:table-cell/>"
        if isinstance(nilai, int | float) and not isinstance(nilai, bool):
            return f'<table:table-cell office:value-type="float" office:value="{nilai}"/>'
        if isinstance(nilai, dt.date):
            return f'<table:table-cell office:value-type="date" office:date-value="{nilai.isoformat()}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{escape(str(nilai))}</text:p></table:table-cell>'

    isi = "".join(f"<table:table-row>{''.join(map(sel, b))}</table:table-row>" for b in baris)
    ruang = " ".join(
        f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"'
        for k, v in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    dokumen = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ruang}><office:body><office:spreadsheet>'
        f"<table:table table:name={quoteattr('Data')}>{isi}{tambahan}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return kemas(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": (manifes or "<manifest/>").encode(),
            "content.xml": dokumen.encode(),
        }
    )


# --- The old format of Excel, as far as a table needs it --------------------------------


def catatan(jenis: int, isi: bytes = b"") -> bytes:
    """One record of a stream of an old workbook."""
    return struct.pack("<HH", jenis, len(isi)) + isi


def aliran_xls(baris: Sequence[Baris], *, umum: bytes = b"", lembar: bytes = b"") -> bytes:
    """The stream; `umum` and `lembar` are further records of the workbook and of its sheet."""
    teks: dict[str, int] = {}
    sel = b""
    for b, isi in enumerate(baris):
        for k, nilai in enumerate(isi):
            letak = struct.pack("<HHH", b, k, 0)
            if nilai is None or nilai == "":
                continue
            if isinstance(nilai, bool):
                sel += catatan(0x0205, letak + bytes([nilai, 0]))
            elif isinstance(nilai, int | float):
                sel += catatan(0x0203, letak + struct.pack("<d", nilai))
            else:
                sel += catatan(0x00FD, letak + struct.pack("<I", teks.setdefault(str(nilai), len(teks))))
    kamus = b"".join(struct.pack("<HB", len(t), 1) + t.encode("utf-16-le") for t in teks)
    kumpulan = catatan(0x00FC, struct.pack("<II", len(teks), len(teks)) + kamus)
    awal = catatan(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    nama = b"Data"
    panjang = len(awal) + len(umum) + 4 + 8 + len(nama) + len(kumpulan) + 4
    daftar = catatan(0x0085, struct.pack("<IBBBB", panjang, 0, 0, len(nama), 0) + nama)
    isi_lembar = catatan(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + lembar + sel + catatan(0x000A)
    return awal + umum + daftar + kumpulan + catatan(0x000A) + isi_lembar


def xls(baris: Sequence[Baris], *, umum: bytes = b"", lembar: bytes = b"") -> bytes:
    """An old workbook of one sheet."""
    return ole.bungkus("Workbook", aliran_xls(baris, umum=umum, lembar=lembar))
