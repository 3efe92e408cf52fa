"""Writing many rows past the journal: by COPY where the database has it, else in bulk; the rows are the same."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

BERLANJUT = 2_000
"""Rows of one INSERT."""
SEPOTONG = 2**20
"""Bytes that are handed to the driver at once."""
DIINGAT = 4_096
"""Values of a column that are not converted again: most columns say the same in every row."""
LOLOS = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def tulis(model: Any, baris: Sequence[Any]) -> list[Any]:
    """Insert these rows, as `bulk_create` does; rows without a key are given one.

    COPY takes rows that have their keys already: it does not tell which key a row got.
    """
    from django.db import connection

    if connection.vendor == "postgresql" and baris and all(satu.pk is not None for satu in baris):
        _salin(model, baris)
        return list(baris)
    return model._default_manager.bulk_create(baris, batch_size=BERLANJUT)


def _salin(model: Any, baris: Sequence[Any]) -> None:
    from django.db import connection
    from django.db.models import Field

    kolom = [f for f in model._meta.concrete_fields if not f.generated]
    for f in kolom:
        if type(f).pre_save is not Field.pre_save:  # such a field may set itself: `auto_now`, files
            for satu in baris:
                f.pre_save(satu, add=True)
    dibaca: Iterable[tuple[Any, ...]] = map(attrgetter(*(f.attname for f in kolom)), baris)
    teks = [list(map(_penulis(f), isi)) for f, isi in zip(kolom, zip(*dibaca, strict=True), strict=True)]
    berkas = io.StringIO("\n".join(map("\t".join, zip(*teks, strict=True))) + "\n")
    kutip = connection.ops.quote_name
    nama = ", ".join(kutip(f.column) for f in kolom)
    with connection.cursor() as kursor:
        kursor.copy_expert(f"COPY {kutip(model._meta.db_table)} ({nama}) FROM STDIN", berkas, SEPOTONG)


def _penulis(f: Any) -> Callable[[Any], str]:
    """What makes the text of COPY out of a value of this field, as the field itself prepares it to be saved."""
    from django.db import connection

    def siap(nilai: Any) -> str:
        if hasattr(nilai, "resolve_expression"):  # the database would have to make the value
            raise TypeError(f"{f}: {nilai!r} tidak dapat ditulis dengan COPY.")
        return _teks(f.get_db_prep_save(nilai, connection))

    diingat = lru_cache(DIINGAT)(siap)

    def tulis_satu(nilai: Any) -> str:
        # Keys and rupiah seldom come twice, and are what they are under any field. True is no int here.
        if type(nilai) is int:
            return str(nilai)
        return siap(nilai) if isinstance(nilai, dict | list) else diingat(nilai)

    return tulis_satu


def _teks(nilai: Any) -> str:
    """Raises TypeError for what it does not know: a value must not be written as something else."""
    from psycopg2.extras import Json

    match nilai:
        case None:
            return r"\N"
        case str():
            return nilai.translate(LOLOS)
        case bool():
            return "t" if nilai else "f"
        case int():
            return str(nilai)
        case dt.date():  # and a time of a day, which knows its zone
            return nilai.isoformat()
        case Json():
            return str(nilai.dumps(nilai.adapted)).translate(LOLOS)
        case _:
            raise TypeError(f"{type(nilai).__name__} belum dikenal: {nilai!r} tidak dapat ditulis dengan COPY.")
