"""The admin pages of revisions beside imports and the closing of a year. On PostgreSQL with real connections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from realisasi.models import Dipa, PaguRevisi
from realisasi.pemeriksaan import rekap as pemeriksaan
from realisasi.pengaturan import tutup_tahun
from satker.peran import Peran
from tests import pabrik
from tests.realisasi.impor.buatan import baca, impor
from tests.realisasi.test_alur_bersamaan import serentak

pytestmark = [pytest.mark.basis_data, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dipa() -> Dipa:
    return pabrik.buat_dipa(pabrik.buat_satker("099026"), berlaku_sejak=dt.date(2026, 1, 2))


@pytest.fixture
def klien() -> Client:
    klien = Client(raise_request_exception=False)
    klien.force_login(pabrik.buat_pengguna(peran=Peran.TIM_PUSAT))
    return klien


def ubah_pagu(klien: Client, dipa: Dipa, pagu: int) -> Callable[[], Any]:
    """Send the admin page of the first revision, with another amount."""
    revisi = dipa.revisi.get()
    baris = revisi.pagu.get()
    isi = {
        "dipa": dipa.pk,
        "nomor": revisi.nomor,
        "berlaku_sejak": "2026-01-02",
        "catatan": "",
        "pagu-TOTAL_FORMS": 1,
        "pagu-INITIAL_FORMS": 1,
        "pagu-0-id": baris.pk,
        "pagu-0-revisi": revisi.pk,
        "pagu-0-jenis": baris.jenis,
        "pagu-0-pagu": pagu,
        "pagu-0-blokir": 0,
    }
    return lambda: klien.post(reverse("admin:realisasi_revisidipa_change", args=[revisi.pk]), isi).status_code


def test_revisi_diubah_selagi_impor_mengubahnya(dipa: Dipa, klien: Client) -> None:
    hasil = serentak([dipa], ubah_pagu(klien, dipa, 3_000_000), lambda: impor(baca("dipa", {"pagu": 5_000_000})))
    assert hasil[0] == 302, hasil
    assert not isinstance(hasil[1], Exception), hasil
    assert PaguRevisi.objects.get().pagu in {3_000_000, 5_000_000}
    assert list(pemeriksaan.beda()) == []


def test_revisi_tidak_diubah_sesudah_tahunnya_ditutup(dipa: Dipa, klien: Client) -> None:
    """The page was opened while the year was open, and sent while somebody closed it."""
    serentak([dipa], ubah_pagu(klien, dipa, 3_000_000), sementara=lambda: tutup_tahun(dipa.tahun_id))
    assert PaguRevisi.objects.get().pagu == 1_000_000
