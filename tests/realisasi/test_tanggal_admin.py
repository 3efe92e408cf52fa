"""Days that are typed in the admin: as near as the page of settings wants them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from realisasi.kalender import sisa_hari_kerja
from realisasi.models import PeriodePelaporan, PerpanjanganPeriode
from satker.models import Pengguna
from tests import pabrik

pytestmark = [pytest.mark.django_db, pytest.mark.pada("2026-10-02 09:00")]  # TW II closed on 30 September


@pytest.mark.parametrize(("sampai", "jumlah"), [("2027-12-31", 1), ("2028-01-01", 0), ("9999-12-31", 0)])
def test_perpanjangan_paling_jauh_setahun(
    pusat: Pengguna, masuk: Callable[[Pengguna], Client], sampai: str, jumlah: int
) -> None:
    dipa, periode = pabrik.buat_dipa(), pabrik.buat_periode(2)
    isi = {"periode": periode.pk, "satker": dipa.satker_id, "sampai": sampai, "alasan": "Banjir"}
    jawaban = masuk(pusat).post("/admin/realisasi/perpanjanganperiode/add/", isi)
    assert PerpanjanganPeriode.objects.count() == jumlah
    assert ("Paling lambat 31 Desember 2027" in jawaban.content.decode()) == (not jumlah)


@pytest.mark.parametrize(("ditutup", "diterima"), [("2027-12-31", True), ("2028-01-01", False)])
def test_jendela_paling_jauh_setahun(
    pusat: Pengguna, masuk: Callable[[Pengguna], Client], ditutup: str, diterima: bool
) -> None:
    periode = pabrik.buat_periode(2)
    isi = {
        "ditutup": "",
        "target-TOTAL_FORMS": 0,
        "target-INITIAL_FORMS": 0,
        "periode-TOTAL_FORMS": 1,
        "periode-INITIAL_FORMS": 1,
        "periode-0-id": periode.pk,
        "periode-0-tahun": 2026,
        "periode-0-triwulan": 2,
        "periode-0-dibuka": "2026-07-01",
        "periode-0-tenggat": "2026-07-07",
        "periode-0-ditutup": ditutup,
        "periode-0-pengumuman": "",
        "ambang_bp": "90",
        "batas_kuning_bp": "90",
    }
    jawaban = masuk(pusat).post("/admin/realisasi/tahunanggaran/2026/change/", isi)
    assert (PeriodePelaporan.objects.get().ditutup == dt.date.fromisoformat(ditutup)) == diterima
    assert ("Tanggalnya antara 1 April 2026 dan 31 Desember 2027" in jawaban.content.decode()) == (not diterima)


def test_sisa_hari_sampai_hari_terakhir_yang_ada() -> None:
    """What an older installation may hold opens too."""
    assert sisa_hari_kerja(dt.date(9999, 12, 30), dt.date.max, frozenset()) == 2
