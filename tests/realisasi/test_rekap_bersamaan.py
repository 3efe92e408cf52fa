"""The summary under two at once: of one DIPA none is lost, of two DIPA none waits (on PostgreSQL)."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction

from realisasi import alur
from realisasi.models import Dipa, LaporanTriwulan, Rekap
from realisasi.pemeriksaan import rekap as pemeriksaan
from satker.peran import Peran
from tests import pabrik
from tests.realisasi.test_alur_bersamaan import serentak

pytestmark = [pytest.mark.basis_data, pytest.mark.django_db(transaction=True)]

PALING_LAMA = 60  # seconds until a test gives up; none is timed


@pytest.fixture
def dua() -> list[Dipa]:
    """Two DIPA, each with a report that waits for verification."""
    hasil = [pabrik.buat_dipa(pagu={"52": 1_000}) for _ in range(2)]
    for dipa in hasil:
        pabrik.buat_laporan_diajukan(dipa, 1, {"52": 400})
    return hasil


def verifikasi(dipa: Dipa) -> Callable[[], object]:
    laporan = LaporanTriwulan.objects.get(dipa=dipa)
    pusat = pabrik.buat_pengguna(peran=Peran.TIM_PUSAT)
    return lambda: alur.verifikasi(laporan.pk, pusat, laporan.perubahan_ke)


def test_dua_satker_tidak_saling_menunggu(dua: list[Dipa]) -> None:
    """SQLite has one writer at a time: there the second goes on once the first has ended."""
    pertama, kedua = (verifikasi(d) for d in dua)
    hasil: list[Any] = []

    def bekerja() -> None:
        try:
            hasil.append(kedua())
        finally:
            connections.close_all()

    utas = threading.Thread(target=bekerja)
    with transaction.atomic():
        pertama()
        assert Rekap.objects.filter(dipa=dua[0], sementara=False, triwulan=1, realisasi=400).exists()
        if connection.vendor == "postgresql":
            utas.start()
            utas.join(PALING_LAMA)
            assert not utas.is_alive(), "satker lain menunggu rekap satker ini"
            assert len(hasil) == 1
    if connection.vendor != "postgresql":
        utas.start()
        utas.join(PALING_LAMA)
    assert list(pemeriksaan.beda()) == []
    assert Rekap.objects.filter(sementara=False, triwulan=1, realisasi=400).count() == 2


def test_dua_perubahan_satu_dipa_sama_sama_terhitung(dua: list[Dipa]) -> None:
    """A revision and a verification of the same DIPA, both begun before either could make the summary."""
    dipa = dua[0]
    putuskan = verifikasi(dipa)

    def revisi() -> None:
        with transaction.atomic():
            pabrik.buat_revisi(dipa, {"52": 900}, berlaku_sejak=dt.date(2026, 2, 1))

    hasil = serentak([dipa], putuskan, revisi)
    assert not [h for h in hasil if isinstance(h, Exception)], hasil
    assert list(pemeriksaan.beda()) == []
    assert Rekap.objects.get(dipa=dipa, sementara=False, triwulan=1).realisasi == 400
    assert Rekap.objects.get(dipa=dipa, sementara=False, triwulan=1).pagu == 900
