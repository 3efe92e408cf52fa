"""What a backup keeps: which tables, and how a row of one becomes a line of text and a row again.

A line is a JSON list of the values of a row's columns. Keys stay as they are, since the journal and
imports name rows by them. Content types and permissions are numbered anew by every installation, so
they are written by their names. Sessions, the cache, the summary, which is made anew, and what Django makes
by itself are left out.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from realisasi.models import Rekap
from realisasi.potret import semua

Model = type[models.Model]
DILEWATI: frozenset[Model] = frozenset({ContentType, Permission, Session, Rekap})


# --- Which tables --------------------------------------------------------------------


def daftar() -> list[Model]:
    """Every table that is kept; what a row refers to comes before it, unless they refer to each other."""
    semua = [
        m
        for m in apps.get_models(include_auto_created=True)
        if m._meta.managed and not m._meta.proxy and m not in DILEWATI
    ]
    urut: list[Model] = []
    for m in semua:
        _susul(m, semua, urut, set())
    return urut


def _susul(model: Model, semua: Sequence[Model], urut: list[Model], di_jalan: set[Model]) -> None:
    if model in urut or model in di_jalan or model not in semua:
        return
    for kolom_acuan in kolom(model):
        if kolom_acuan.is_relation:
            _susul(kolom_acuan.related_model, semua, urut, di_jalan | {model})
    urut.append(model)


def kolom(model: Model) -> list[Any]:
    """The columns of a table, in the order in which a line names them."""
    return list(model._meta.concrete_fields)


def migrasi() -> list[list[str]]:
    """The migrations that this version of the application consists of, by app and name."""
    return [list(m) for m in sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)]


def migrasi_terpasang() -> list[list[str]]:
    """Those of them that the database has gone through."""
    terpasang = MigrationLoader(connection, ignore_no_migrations=True).applied_migrations
    return [m for m in migrasi() if tuple(m) in terpasang]


# --- Rows and lines ------------------------------------------------------------------

_Ubah = Callable[[Any], Any]


def penulis(model: Model) -> Callable[[Sequence[Any]], bytes]:
    """What makes a line of the values of a row."""
    ubah = [_nama_acuan(k) for k in kolom(model)]

    def tulis(nilai: Sequence[Any]) -> bytes:
        isi = [n if u is None or n is None else u(n) for u, n in zip(ubah, nilai, strict=True)]
        return json.dumps(isi, ensure_ascii=False, separators=(",", ":"), default=_hari).encode() + b"\n"

    return tulis


def pembaca(model: Model) -> Callable[[bytes], list[Any]]:
    """What makes of a line the values as the database driver takes them."""
    ubah = [_kunci_acuan(k) for k in kolom(model)]
    milik = kolom(model)

    def baca(baris: bytes) -> list[Any]:
        nilai = [n if u is None or n is None else u(n) for u, n in zip(ubah, json.loads(baris), strict=True)]
        return [k.get_db_prep_save(n, connection) for k, n in zip(milik, nilai, strict=True)]

    return baca


def _hari(nilai: Any) -> str:
    if isinstance(nilai, dt.datetime):
        return nilai.astimezone(dt.UTC).isoformat()
    if isinstance(nilai, dt.date):
        return nilai.isoformat()
    raise TypeError(f"{type(nilai).__name__} belum dapat dicadangkan")


def _nama_acuan(k: Any) -> _Ubah | None:
    if k.related_model is ContentType:
        return {pk: list(nama) for pk, *nama in semua(ContentType).values_list("pk", "app_label", "model")}.__getitem__
    if k.related_model is Permission:
        isi = semua(Permission).values_list("pk", "content_type__app_label", "content_type__model", "codename", "name")
        return {pk: list(nama) for pk, *nama in isi}.__getitem__
    return None


def _kunci_acuan(k: Any) -> _Ubah | None:
    if k.related_model is ContentType:
        # A model that is no more may still be named in the journal.
        return _diingat(lambda app, model: ContentType.objects.get_or_create(app_label=app, model=model)[0])
    if k.related_model is Permission:
        return _diingat(_izin)
    if isinstance(k, models.DateField):  # a moment is one too
        return k.to_python
    return None


def _diingat(cari: Callable[..., models.Model]) -> _Ubah:
    ingatan: dict[tuple[str, ...], Any] = {}

    def ubah(nama: Iterable[str]) -> Any:
        kunci = tuple(nama)
        if kunci not in ingatan:
            ingatan[kunci] = cari(*kunci).pk
        return ingatan[kunci]

    return ubah


def _izin(app: str, model: str, codename: str, nama: str) -> Permission:
    tipe = ContentType.objects.get_or_create(app_label=app, model=model)[0]
    return Permission.objects.get_or_create(content_type=tipe, codename=codename, defaults={"name": nama})[0]


# --- Numbers that were given out -----------------------------------------------------


def nomor_terakhir(model: Model) -> int | None:
    """The highest key that this table ever gave out, also to rows that are gone; None where keys are not numbered.

    The journal names gone rows by their keys, so none may be given out a second time.
    """
    if not isinstance(model._meta.pk, models.AutoField):
        return None
    tabel = model._meta.db_table
    with connection.cursor() as kursor:
        if connection.vendor == "sqlite":
            kursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [tabel])
            baris = kursor.fetchone()
            return int(baris[0]) if baris else 0
        kursor.execute(f"SELECT last_value, is_called FROM {_urutan(kursor, model)}")  # noqa: S608  (a name of the schema)
        terakhir, terpakai = kursor.fetchone()
        return int(terakhir) if terpakai else 0


def setel_nomor(model: Model, terakhir: int) -> None:
    """Let the table go on numbering behind this key."""
    tabel = model._meta.db_table
    with connection.cursor() as kursor:
        if connection.vendor == "sqlite":
            kursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [tabel])
            kursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [tabel, terakhir])
            return
        kursor.execute("SELECT setval(%s, %s, %s)", [_urutan(kursor, model), max(terakhir, 1), terakhir > 0])


def _urutan(kursor: Any, model: Model) -> str:
    """The name of a table's sequence on PostgreSQL, quoted where it needs to be."""
    nama = connection.ops.quote_name(model._meta.db_table)
    kursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [nama, model._meta.pk.column])
    return str(kursor.fetchone()[0])


# --- Files ---------------------------------------------------------------------------


def kolom_berkas() -> list[tuple[Model, models.FileField]]:
    """Every column that names a stored file."""
    return [(m, k) for m in daftar() for k in kolom(m) if isinstance(k, models.FileField)]


def berkas_bernama() -> Iterable[str]:
    """The stored files that rows name, each once."""
    for model, k in kolom_berkas():
        nama = semua(model).exclude(**{k.name: ""}).order_by().values_list(k.name, flat=True)
        yield from nama.distinct().iterator()


def berkas_tersimpan() -> Iterable[str]:
    """The files that lie where the application puts those that rows name."""
    for folder in sorted({str(PurePosixPath(k.generate_filename(m(), "x")).parent) for m, k in kolom_berkas()}):
        try:
            _, isi = default_storage.listdir(folder)
        except FileNotFoundError:
            continue
        yield from (f"{folder}/{nama}" for nama in sorted(isi))
