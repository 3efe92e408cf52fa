"""The log: one JSON object a line, with the id of the request and of who asks.

Whatever a client sends stands inside a JSON string with its control characters escaped: it can
neither begin a line of its own nor steer a terminal. Keys of links that open accounts are
blotted out; passwords, tokens and session keys are never handed to the log at all.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re

from satker.permintaan import id_pengguna, request_id

TAMBAHAN = ("cara", "halaman", "status", "ms", "peristiwa", "akun", "jaringan")
"""What a line may carry besides its sentence (`extra` of the logging calls), and nothing else."""
TERPANJANG = 2_000
"""Characters of a sentence: an address can be as long as a client likes."""
KUNCI_TAUTAN = re.compile(r"(/sandi/atur-ulang/[0-9A-Za-z]+-)[^\s/?#'\"]+")


class BarisJson(logging.Formatter):
    """One line for each record, whatever it holds."""

    def format(self, record: logging.LogRecord) -> str:
        permintaan = getattr(record, "request", None)  # Django's own lines bring the request that they are about
        isi: dict[str, object] = {
            "waktu": dt.datetime.fromtimestamp(record.created, tz=dt.UTC).isoformat(timespec="milliseconds"),
            "tingkat": record.levelname,
            "asal": record.name,
            "pesan": _samarkan(record.getMessage())[:TERPANJANG],
            "permintaan": request_id(permintaan),
            "pengguna": id_pengguna(permintaan),
        }
        isi |= {nama: getattr(record, nama) for nama in TAMBAHAN if hasattr(record, nama)}
        if record.exc_info:
            isi["jejak"] = _samarkan(self.formatException(record.exc_info))
        return json.dumps(isi, ensure_ascii=True, default=str)


def _samarkan(teks: str) -> str:
    return KUNCI_TAUTAN.sub(r"\1***", teks)
