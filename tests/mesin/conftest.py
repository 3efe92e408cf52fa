"""One PostgreSQL for all tests of this folder that run in one process, and a filled database for each file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.mesin.basis_data import TidakAda, Utama, postgresql
from tests.mesin.peladen import manage


@dataclass(frozen=True)
class Isi:
    """A filled database: its name and address, the folder of its evidence, and what is in it."""

    nama: str
    alamat: str
    media: Path
    tahun: int
    kosong: list[int]
    diajukan: list[list[Any]]

    @property
    def lingkungan(self) -> dict[str, str]:
        """What every server of this database is given, on whichever host."""
        return {"DATABASE_URL": self.alamat, "MEDIA_ROOT": str(self.media)}


@pytest.fixture(autouse=True)
def jam() -> None:
    """The clock is the machine's: the servers are processes of their own, and must agree with the tests."""


@pytest.fixture(scope="session")
def utama() -> Iterator[Utama]:
    """The primary."""
    try:
        with postgresql() as server:
            yield server
    except TidakAda as galat:
        pytest.skip(f"PostgreSQL tidak dapat dijalankan di mesin ini ({galat})")


@pytest.fixture(scope="module")
def isi(utama: Utama, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Isi:
    """A database of this file's own, migrated and filled."""
    nama = request.module.__name__.rpartition(".")[2]
    utama.sql(f'CREATE DATABASE "{nama}"')
    alamat, media = utama.alamat(nama), tmp_path_factory.mktemp("media")
    for perintah in (["migrate", "--verbosity", "0"], ["-m", "tests.mesin.isi"]):
        hasil = manage(*perintah, DATABASE_URL=alamat, MEDIA_ROOT=str(media))
        assert hasil.returncode == 0, hasil.stderr
    return Isi(nama, alamat, media, **json.loads(hasil.stdout))
