"""How a plan names a unit."""

from __future__ import annotations

from collections.abc import Mapping

from realisasi.impor.rencana.acuan import SatkerAda
from realisasi.impor.rencana.baris import Baris
from realisasi.kalender import ROMAWI, nama_triwulan


def sebut(b: Baris, satker: Mapping[str, SatkerAda], ekor: str) -> str:
    """`014512 Dinas Perindustrian, TP 2026, TW II`: whose it is, in which year, and which part of it."""
    if b.kode_satker is None:
        return f"Baris {b.nomor}"
    ada = satker.get(b.kode_satker)
    nama = f"{b.kode_satker} {ada.nama}" if ada else b.kode_satker
    tahun = " ".join(str(x) for x in (b.kewenangan, b.tahun) if x is not None)
    return ", ".join(x for x in (nama, tahun, ekor) if x)


def sebut_triwulan(triwulan: int | None) -> str:
    """`TW II`; what stands there where it is none, nothing where nothing does."""
    if triwulan is None:
        return ""
    return nama_triwulan(triwulan) if triwulan in ROMAWI else f"triwulan {triwulan}"
