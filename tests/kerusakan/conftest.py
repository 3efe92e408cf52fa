"""The machines, one for each module that asks: a test leaves them running."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.kerusakan.mesin import PostgreSQL


@pytest.fixture(scope="module")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL of its own. A machine on which none can be started skips, which CI takes for a failure."""
    try:
        server = PostgreSQL()
    except Exception as galat:  # noqa: BLE001  (platform, rights, libraries: whatever stops it is said)
        pytest.skip(f"PostgreSQL tidak dapat dijalankan di mesin ini ({type(galat).__name__}: {galat})")
    yield server
    server.tutup()
