"""Files that belong to rows: stored within the transaction of their row, and gone with it where it is undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import Error, connection, transaction
from django.db.models.fields.files import FieldFile

from realisasi.penolakan import Ditolak
from satker.penyimpanan import sebab


class TidakTersimpan(Ditolak):
    """The disk of the server would not have a file; nothing of it was stored."""


def simpan(kolom: FieldFile, nama: str, isi: File) -> str:
    """Store a file for a row that is not saved yet; the name that it is stored under.

    Raises:
        TidakTersimpan: for want of room, or because the server may not write there.

    """
    try:
        kolom.save(nama, isi, save=False)
    except OSError as galat:
        raise TidakTersimpan(
            f"{nama} tidak dapat disimpan di server: {sebab(galat)}. Tidak ada yang berubah; yang sudah tersimpan "
            "tetap ada. Beri tahu administrator Ditjen IKMA, lalu unggah lagi setelah diperbaiki."
        ) from galat
    return kolom.name or ""


@contextmanager
def berkas_bertahan() -> Iterator[list[str]]:
    """A transaction that deletes the stored files named in the list where what they belong to was undone.

    Where the connection broke during the commit nobody knows whether the rows are there. A file without
    a row is found by `manage.py periksa` and harms nobody; a row without its file is evidence lost.
    """
    tersimpan: list[str] = []
    tertulis, sambungan = False, None
    try:
        with transaction.atomic():
            sambungan = connection.connection
            yield tersimpan
            tertulis = True
    except BaseException as galat:
        # A commit that was refused by a database which is still there undid everything for certain.
        ditolak = isinstance(galat, Error) and connection.connection is sambungan
        if not tertulis or connection.in_atomic_block or ditolak:
            for satu in tersimpan:
                default_storage.delete(satu)
        raise
