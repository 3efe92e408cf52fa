"""A holiday of January stands on the page of its own year and on that of the year before.

Each page locks its own year alone: what they share is the row of the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from realisasi.models import HariLibur
from realisasi.pengaturan import sidik_libur
from satker.models import CatatanJurnal, Pengguna
from tests import pabrik
from tests.realisasi.test_alur_bersamaan import klik, serentak

pytestmark = [
    pytest.mark.basis_data,
    pytest.mark.django_db(transaction=True),
    pytest.mark.pada("2026-07-03 09:00"),
]

HARI = dt.date(2027, 1, 4)
GANTI, HAPUS = {"nama": "Cuti tambahan"}, {"hapus": "ya"}


@pytest.fixture
def libur(db: None) -> HariLibur:
    pabrik.buat_tahun(2026)
    pabrik.buat_tahun(2027)
    HariLibur.objects.create(tanggal=HARI, nama="Hari uji", jenis=HariLibur.Jenis.NASIONAL)
    return HariLibur.objects.get()


@pytest.mark.parametrize("lain", [GANTI, HAPUS], ids=["ubah", "hapus"])
def test_dari_halaman_dua_tahun_satu_yang_berlaku(pusat: Pengguna, libur: HariLibur, lain: dict[str, str]) -> None:
    def kirim(tahun: int, isi: dict[str, str]) -> Callable[[], object]:
        terbaca = {"nama": libur.nama, "jenis": libur.jenis, "dibaca": sidik_libur(libur)}
        return klik(pusat, f"/pengaturan/{tahun}/libur/{HARI}/", terbaca | isi)

    sebelum = CatatanJurnal.objects.count()
    hasil = [h.status_code for h in serentak([libur], kirim(2026, {"nama": "Cuti bersama"}), kirim(2027, lain))]
    assert sorted(hasil) == [302, 409]
    assert CatatanJurnal.objects.count() == sebelum + 1
    tersisa = list(HariLibur.objects.values_list("nama", flat=True))
    assert tersisa == (["Cuti bersama"] if hasil[0] == 302 else [] if lain is HAPUS else ["Cuti tambahan"])
