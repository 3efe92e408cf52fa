"""Working a workbook out anew with LibreOffice, from its formulas alone, and reading what it shows."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

BATAS_DETIK = 120
# Every sheet as a file of its own, cells as they are shown, in UTF-8.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"


@dataclass(frozen=True)
class Dihitung:
    """A workbook after the recalculation: its values, and each sheet as shown, row by row."""

    nilai: Workbook
    tampil: Mapping[str, list[list[str]]]

    def baris_tampil(self, lembar: str, isi: str) -> list[str]:
        """The first row of a sheet in which a cell shows this."""
        return next(b for b in self.tampil[lembar] if isi in b)


def buka(isi: bytes, *, nilai: bool = False) -> Workbook:
    """The workbook as openpyxl reads it: its formulas, or the stored results."""
    return load_workbook(io.BytesIO(isi), data_only=nilai)


def tanpa_hasil(isi: bytes) -> bytes:
    """The same workbook without the stored results, so that nothing can be read that was not worked out."""
    keluaran = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(isi)) as dari, zipfile.ZipFile(keluaran, "w", zipfile.ZIP_DEFLATED) as ke:
        for nama in dari.namelist():
            bagian = dari.read(nama)
            if nama.startswith("xl/worksheets/sheet"):
                bagian = re.sub(rb"</f><v>[^<]*</v>", b"</f>", bagian)
            ke.writestr(nama, bagian)
    return keluaran.getvalue()


def hitung_ulang(folder: Path, buku: Mapping[str, bytes]) -> dict[str, Dihitung]:
    """Recalculate some workbooks in one run of LibreOffice."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice tidak ada: pasang paket libreoffice-calc, atau jalankan make test."
    berkas = []
    for nama, isi in buku.items():
        berkas.append(folder / f"{nama}.xlsx")
        berkas[-1].write_bytes(tanpa_hasil(isi))
    for bentuk, tujuan in (("xlsx", folder / "hasil"), (CSV, folder / "csv")):
        subprocess.run(
            [program, f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless",
             "--convert-to", bentuk, "--outdir", str(tujuan), *map(str, berkas)],
            check=True, capture_output=True, timeout=BATAS_DETIK,
        )  # fmt: skip
    with warnings.catch_warnings(action="ignore"):
        return {
            nama: Dihitung(load_workbook(folder / "hasil" / f"{nama}.xlsx", data_only=True), _csv(folder / "csv", nama))
            for nama in buku
        }


def _csv(folder: Path, nama: str) -> dict[str, list[list[str]]]:
    hasil = {}
    for berkas in folder.glob(f"{nama}-*.csv"):
        with berkas.open(encoding="utf-8", newline="") as isi:
            hasil[berkas.stem.removeprefix(f"{nama}-")] = [
                [s.replace("\u00a0", " ") for s in b] for b in csv.reader(isi)
            ]
    return hasil


def rumus(buku: Workbook) -> list[tuple[str, str]]:
    """Sheet and address of every formula."""
    return [
        (ws.title, sel.coordinate) for ws in buku for baris in ws.iter_rows() for sel in baris if sel.data_type == "f"
    ]


def kolom(ws: Any, kepala: str, baris_kepala: int | None = None) -> list[Any]:
    """The cells of a column below its head, to the end of the sheet; heads are found by their text."""
    for baris in ws.iter_rows(max_row=baris_kepala or 12):
        for sel in baris:
            if sel.value == kepala:
                return [ws.cell(i, sel.column).value for i in range(sel.row + 1, ws.max_row + 1)]
    raise AssertionError(f"tidak ada kolom {kepala} di lembar {ws.title}")
