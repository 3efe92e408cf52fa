"""Arguments that several commands take: each read once, in the same words."""

from __future__ import annotations

from argparse import ArgumentTypeError

PANJANG_TAHUN = 4


def tahun(teks: str) -> int:
    """A year, four digits; argparse says what is wrong with anything else."""
    if not (teks.isascii() and teks.isdecimal() and len(teks) == PANJANG_TAHUN):
        raise ArgumentTypeError(f"'{teks}' bukan tahun anggaran (empat angka, misalnya 2026)")
    return int(teks)


def triwulan(teks: str) -> int:
    """A quarter, 1 to 4."""
    if teks not in {"1", "2", "3", "4"}:
        raise ArgumentTypeError(f"'{teks}' bukan triwulan (1 sampai 4)")
    return int(teks)
