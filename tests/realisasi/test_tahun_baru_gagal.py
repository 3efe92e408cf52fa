"""A year that cannot be opened is not said to be open: only one that exists is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models.signals import post_save
from django.test import Client

from realisasi.models import Dipa, HariLibur, PeriodePelaporan, TahunAnggaran, Target
from realisasi.tahun_baru import buka_tahun
from satker.models import CatatanJurnal, Pengguna
from tests import pabrik

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]

ALAMAT = "/pengaturan/tahun-baru/"
LIBUR = dt.date(2027, 1, 1)


@contextmanager
def libur_lain_masuk_di_tengah() -> Iterator[None]:
    """While the holidays are loaded, the first of them is entered a second time."""

    def gandakan(instance: HariLibur, created: bool, **isi: Any) -> None:
        if created and instance.tanggal == LIBUR:
            HariLibur.objects.bulk_create([HariLibur(tanggal=LIBUR, nama="Tahun baru", jenis=instance.jenis)])

    post_save.connect(gandakan, sender=HariLibur)
    try:
        yield
    finally:
        post_save.disconnect(gandakan, sender=HariLibur)


def test_kegagalan_lain_bukan_tahun_yang_sudah_dibuka(pusat: Pengguna, masuk: Callable[[Pengguna], Client]) -> None:
    buka_tahun(2026)
    HariLibur.objects.filter(tanggal__year=2027).delete()
    pabrik.buat_dipa()
    klien = masuk(pusat)
    kiriman = {"tahun": "2027", "asal": "2026"}
    jurnal = CatatanJurnal.objects.count()
    with libur_lain_masuk_di_tengah(), pytest.raises(IntegrityError):
        klien.post(ALAMAT, kiriman)
    # All of it is undone, and the page goes on offering the year.
    assert not TahunAnggaran.objects.filter(tahun=2027).exists()
    assert not HariLibur.objects.filter(tanggal__year=2027).exists()
    for model in (Target, PeriodePelaporan, Dipa):
        assert not model._default_manager.filter(tahun=2027).exists()
    assert CatatanJurnal.objects.count() == jurnal
    assert "sudah dibuka" not in klien.get(f"{ALAMAT}?tahun=2027").content.decode()
    assert klien.post(ALAMAT, kiriman).status_code == 302
    assert "Tahun 2027 sudah dibuka" in klien.post(ALAMAT, kiriman).content.decode()
