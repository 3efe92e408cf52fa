"""The online monitoring's list of DIPA, in the columns of the real one in `tests/data/contoh`, for tests."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

JUDUL = (
    "Kode Satker", "Satker", "Tahun", "Tanggal Posting Revisi", "Total Pagu", "Jenis Satker", "NO", "Kementerian",
    "Kode Status History", "Jenis Revisi", "Revisi ke-", "No Dipa", "Tanggal Dipa", "Digital Stamp",
)  # fmt: skip


def baris(kode: Any = "019070", **ubah: Any) -> dict[str, Any]:
    """A good row of a satker; columns that are named take another value."""
    isi: dict[str, Any] = {
        "Kode Satker": kode,
        "Satker": f"DINAS {kode}",
        "Tahun": 2026,
        "Tanggal Posting Revisi": dt.date(2026, 3, 12),
        "Total Pagu": 1_500_000_000,
        "Jenis Satker": "Satker Kecil",
        "NO": 1,
        "Kementerian": "019",
        "Kode Status History": "F00",
        "Jenis Revisi": "REVISI_SABA",
        "Revisi ke-": 3,
        "No Dipa": f"DIPA-019.05.4.{kode}/2026",
        "Tanggal Dipa": dt.date(2025, 12, 2),
        "Digital Stamp": "1234-5678",
    }
    return {**isi, **ubah}


def buat(*isi: dict[str, Any], judul: Sequence[str] = JUDUL, atas: Sequence[Sequence[Any]] = ()) -> bytes:
    """The workbook: the rows `atas`, the headings, then the rows."""
    buku = Workbook()
    lembar = buku.active
    assert lembar is not None
    for satu in atas:
        lembar.append(list(satu))
    lembar.append(list(judul))
    for satu in isi:
        lembar.append([satu.get(k) for k in judul])
    keluar = io.BytesIO()
    buku.save(keluar)
    return keluar.getvalue()
