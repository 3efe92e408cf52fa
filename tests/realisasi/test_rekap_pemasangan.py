"""The summary where tables come and go: a migration broken off, taken back, or of another app alone."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from realisasi.models import Rekap
from realisasi.pemeriksaan import rekap as pemeriksaan
from realisasi.rekap import penyusunan
from tests import pabrik

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.basis_data]


class Terputus(BaseException):
    """The machine goes off."""


def test_penyusunan_pertama_yang_terputus_diulang_seluruhnya(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        pabrik.buat_dipa(pagu={"52": 1_000})
    Rekap.objects.all().delete()
    with monkeypatch.context() as m:
        m.setattr(penyusunan, "SEKALI_SUSUN", 2)

        def padam(selesai: int) -> None:
            raise Terputus

        def putus(tiap: object = None) -> int:
            return penyusunan.susun_semua(padam)

        m.setattr("realisasi.rekap.penanda.susun_semua", putus)
        with pytest.raises(Terputus):
            call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0)
    assert list(pemeriksaan.beda()) == []


def test_migrasi_dapat_dimundurkan_dan_dimajukan_lagi() -> None:
    pabrik.buat_dipa(pagu={"52": 1_000})
    try:
        call_command("migrate", "realisasi", "0007", verbosity=0)
        assert Rekap._meta.db_table not in connection.introspection.table_names()
    finally:
        call_command("migrate", verbosity=0)
    assert list(pemeriksaan.beda()) == []
    assert Rekap.objects.exists()
