"""Lets the tests empty the journal between them, which nothing else can.

The triggers that refuse it are taken away and put up again around it; the project has no way
round them. As an app of the test settings this also replaces Django's `flush`, with which
tests that commit leave the database empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

pemicu = import_module("satker.migrations.0006_jurnal_tetap")


@contextmanager
def jurnal_dapat_dikosongkan(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without triggers inside, all or nothing."""
    with transaction.atomic(using=connection.alias):
        pemicu.remove(connection)
        yield
        pemicu.install(connection)
