"""The fixtures themselves: the demo data comes whole and leaves nothing behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from realisasi.models import Dipa
from satker.models import Pengguna


def test_data_demo_lengkap(demo: None, masuk: Callable[[str], Client]) -> None:
    assert Dipa.objects.filter(tahun=2023).count() == 34
    assert masuk("pimpinan").get("/sehat/").status_code == 200


def test_data_demo_tidak_tertinggal(db: None) -> None:
    assert not Dipa.objects.exists()
    assert not Pengguna.objects.exists()


def test_data_demo_juga_di_luar_transaksi(transactional_db: None, demo: None) -> None:
    assert Dipa.objects.filter(tahun=2023).count() == 34


def test_data_demo_tidak_tertinggal_di_luar_transaksi(transactional_db: None) -> None:
    assert not Dipa.objects.exists()


def test_jam_uji_tetap() -> None:
    assert timezone.localdate() == dt.date(2026, 11, 2)


@pytest.mark.pada("2027-01-01 00:30")
def test_jam_uji_dalam_wib(jam: time_machine.Traveller) -> None:
    assert timezone.localdate() == dt.date(2027, 1, 1)
    jam.move_to(dt.datetime(2027, 3, 31, 16, 59, tzinfo=dt.UTC))
    assert timezone.localdate() == dt.date(2027, 3, 31)
