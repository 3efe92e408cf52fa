"""One hostile or broken file."""

from __future__ import annotations

from typing import NamedTuple


class Kasus(NamedTuple):
    """A file, as which kind it is sent, and a word of the sentence that refuses it (empty: it may also be read).

    `utuh` is the good file that it was broken from: what is read of it has the amounts of that one.
    """

    nama: str
    isi: bytes
    jenis: str = "laporan"
    kata: str = ""
    utuh: bytes = b""
