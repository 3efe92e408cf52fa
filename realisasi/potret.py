"""Reading everything as of one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.models import QuerySet

Model = TypeVar("Model", bound=models.Model)


@contextmanager
def satu_saat() -> Iterator[None]:
    """Everything read within is of one moment, and nobody who writes waits for it; for reading alone."""
    if connection.in_atomic_block:  # of whoever called, at whose moment it stays
        yield
        return
    sambungan: Any = connections[DEFAULT_DB_ALIAS]
    sqlite = connection.vendor == "sqlite"
    if sqlite:
        # A reader in WAL mode sees what was there when it began; the write lock is not needed.
        sambungan.ensure_connection()  # which sets the mode that is changed here
        mode, sambungan.transaction_mode = sambungan.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as kursor:
                    kursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if sqlite:
            sambungan.transaction_mode = mode


def semua(model: type[Model]) -> QuerySet[Model]:
    """Every row of a table, read where it is written: a replica may be behind, and is of another moment."""
    return model._default_manager.using(DEFAULT_DB_ALIAS)
