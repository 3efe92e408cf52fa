"""The online monitoring's realisation per satker, for tests.

`realisasi_satker.xls` in `tests/data/contoh` is `buat(baris(), baris("029024", ba="019"), asing)` as
LibreOffice saves it in the old format of Excel:
`soffice --headless --convert-to xls:"MS Excel 97" realisasi_satker.xlsx`.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

JENIS = ("Pegawai", "Barang", "Modal", "Beban Bunga", "Subsidi", "Hibah", "Bansos", "Lain-lain", "Transfer")
UKURAN = ("Pagu", "Realisasi", "Sisa")
JUDUL = ("No", "Kode BA", "Kode Satker", "Nama Satker", "KPPN")
AMBANG = {"Barang": (900_000_000, 300_000_000), "Modal": (100_000_000, 0)}


def baris(
    kode: Any = "019070", ba: Any = "019", angka: Mapping[str, tuple[int, int]] | None = None, **ubah: Any
) -> list[Any]:
    """A row of a satker: pagu and realisasi by jenis; a column that is named (`Sisa_Total`) takes another value."""
    isi = AMBANG if angka is None else angka
    nilai: dict[str, Any] = {}
    for jenis in (*JENIS, "Total"):
        pagu, realisasi = isi.get(jenis, (0, 0))
        if jenis == "Total":
            pagu, realisasi = sum(p for p, _ in isi.values()), sum(r for _, r in isi.values())
        # Zeros are text in the real thing.
        nilai |= {
            f"Pagu {jenis}": pagu or "0",
            f"Realisasi {jenis}": realisasi or "0",
            f"Sisa {jenis}": pagu - realisasi or "0",
        }
    nilai |= {k.replace("_", " "): v for k, v in ubah.items()}
    return [1, ba, kode, f"DINAS {kode}", "088", *nilai.values()]


def buat(
    *isi: Sequence[Any],
    judul: str = "Laporan Realisasi Belanja per Satker",
    cetak: str | None = "Tanggal Cetak :07-04-2026, 9:05 am",
    dua_baris: bool = False,
) -> bytes:
    """The workbook; `Tidak Ada Data` without rows."""
    buku = Workbook()
    lembar = buku.active
    assert lembar is not None
    lembar["A1"], lembar["A2"] = judul, cetak
    semua = (*JENIS, "Total")
    for k, kata in enumerate(JUDUL, start=1):
        lembar.cell(4, k, kata)
    for n, jenis in enumerate(semua):
        for m, ukuran in enumerate(UKURAN):
            kolom = len(JUDUL) + 3 * n + m + 1
            if dua_baris:
                lembar.cell(5, kolom, ukuran)
                if not m:
                    lembar.cell(4, kolom, jenis if jenis == "Total" else f"Belanja {jenis}")
            else:
                lembar.cell(4, kolom, f"{ukuran} {jenis}")
    for satu in isi:
        lembar.append(list(satu))
    if not isi:
        lembar["B5"] = "Tidak Ada Data"
    keluar = io.BytesIO()
    buku.save(keluar)
    return keluar.getvalue()
