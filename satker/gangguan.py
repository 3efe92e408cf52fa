"""What is answered while the database or the disk cannot be used: plain words, and no query.

Django hands every exception that nobody caught to `handler500`, whichever layer it came from (a
view, the session, the reading of an upload). The cause goes to the log alone. The answer is HTML
for scripts too: they keep what was typed and try again by themselves.
"""

from __future__ import annotations

import sqlite3
import sys
from enum import StrEnum
from typing import Any

from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from satker.penyimpanan import PENUH

COBA_LAGI = 30
"""Seconds after which a client may ask again."""
PG_HANYA_BACA, PG_DISK_PENUH = "25006", "53100"


class Gangguan(StrEnum):
    """What is out of order; the page has words for each."""

    TERPUTUS = "terputus"
    HANYA_BACA = "hanya baca"
    PENUH = "penuh"


def galat_server(request: HttpRequest) -> HttpResponse:
    """The page for an exception that nobody caught: 503 where time or an administrator heals it, else 500."""
    gangguan = kenali(sys.exception())
    if gangguan is None:
        return server_error(request)
    mengirim = request.method not in {"GET", "HEAD", "OPTIONS"}
    isi = {"gangguan": gangguan.value, "mengirim": mengirim, "coba_lagi": COBA_LAGI}
    response = HttpResponse(render_to_string("503.html", isi), status=503)
    response["Retry-After"] = str(COBA_LAGI)
    response["Cache-Control"] = "no-store"
    return response


def kenali(galat: BaseException | None) -> Gangguan | None:
    """What is out of order, if it is not a fault of the program."""
    if isinstance(galat, OSError):
        return Gangguan.PENUH if galat.errno in PENUH else None
    if not isinstance(galat, Error):
        return None
    asal: Any = galat.__cause__
    if isinstance(asal, sqlite3.Error):
        return _kenali_sqlite(asal, galat)
    kode = getattr(asal, "pgcode", None)
    if kode == PG_HANYA_BACA:
        return Gangguan.HANYA_BACA
    if kode == PG_DISK_PENUH:
        return Gangguan.PENUH
    return Gangguan.TERPUTUS if isinstance(galat, OperationalError | InterfaceError) else None


def _kenali_sqlite(asal: sqlite3.Error, galat: Error) -> Gangguan | None:
    """SQLite calls a mistyped table an operational error too; its code tells them apart."""
    kode = getattr(asal, "sqlite_errorcode", 0) & 0xFF  # the upper bits say more of the same
    if kode == sqlite3.SQLITE_READONLY:
        return Gangguan.HANYA_BACA
    if kode == sqlite3.SQLITE_FULL:
        return Gangguan.PENUH
    return Gangguan.TERPUTUS if isinstance(galat, OperationalError) and kode != sqlite3.SQLITE_ERROR else None
