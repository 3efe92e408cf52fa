"""Arguments that several commands take: each read once, in the same words."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager

from auditlog.context import set_actor

from realisasi.penolakan import Ditolak
from satker.models import Pengguna

PANJANG_TAHUN, PANJANG_HARI = 4, 10
TAHUN_TERAWAL, TAHUN_TERAKHIR = 2000, 2100  # as the database keeps them


def tahun(teks: str) -> int:
    """A year that can be kept; argparse says what is wrong with anything else."""
    angka = teks.isascii() and teks.isdecimal() and len(teks) == PANJANG_TAHUN
    if not (angka and TAHUN_TERAWAL <= int(teks) <= TAHUN_TERAKHIR):
        raise ArgumentTypeError(
            f"'{teks}' bukan tahun anggaran (empat angka, {TAHUN_TERAWAL} sampai {TAHUN_TERAKHIR}, misalnya 2026)"
        )
    return int(teks)


def triwulan(teks: str) -> int:
    """A quarter, 1 to 4."""
    if teks not in {"1", "2", "3", "4"}:
        raise ArgumentTypeError(f"'{teks}' bukan triwulan (1 sampai 4)")
    return int(teks)


def hari(teks: str) -> dt.date:
    """A day as `2026-01-02`; shorter forms of ISO 8601 are days too, but not what people write."""
    try:
        return dt.date.fromisoformat(teks if len(teks) == PANJANG_HARI else "")
    except ValueError:
        raise ArgumentTypeError(f"'{teks}' bukan tanggal (misalnya 2026-01-02)") from None


@contextmanager
def sebagai(nama: str | None) -> Iterator[Pengguna | None]:
    """Do what is inside as the user of this name, so that the journal says who; None is nobody of the application.

    Raises:
        Ditolak: there is no active user of that name.

    """
    if nama is None:
        yield None
        return
    pengguna = Pengguna.objects.filter(username=nama, is_active=True).first()
    if pengguna is None:
        raise Ditolak(f"Tidak ada akun aktif bernama {nama}.")
    with set_actor(pengguna):
        yield pengguna
