"""The health check touches the database, asks for no login and gives nothing away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.test import Client

pytestmark = pytest.mark.basis_data


@contextmanager
def basis_data_hilang() -> Iterator[None]:
    def gagal(*_args: object) -> None:
        raise OperationalError("could not connect to server: sandi-rahasia@10.0.0.7")

    with connection.execute_wrapper(gagal):
        yield


def test_sehat_tanpa_masuk(client: Client, db: None) -> None:
    jawaban = client.get("/sehat/")
    assert jawaban.status_code == 200
    assert jawaban.json() == {"status": "ok", "basis_data": "dapat dibaca"}
    assert "no-store" in jawaban["Cache-Control"]


def test_sehat_benar_benar_membaca_basis_data(
    client: Client, db: None, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        client.get("/sehat/")


def test_basis_data_hilang_berarti_503_tanpa_pesan_galat(client: Client, db: None) -> None:
    with basis_data_hilang():
        jawaban = client.get("/sehat/")
    assert jawaban.status_code == 503
    assert jawaban.json() == {"status": "gangguan", "basis_data": "tidak dapat dibaca"}
    assert b"10.0.0.7" not in jawaban.content


def test_hanya_dapat_dibaca(client: Client, db: None) -> None:
    assert client.post("/sehat/").status_code == 405
