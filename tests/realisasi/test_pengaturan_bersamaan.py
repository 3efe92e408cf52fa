"""Settings that two people change at once, and the closing of a year while a report of it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from realisasi.models import HariLibur, StatusLaporan
from realisasi.pengaturan import sidik_libur, tutup_tahun
from satker.models import CatatanJurnal, Pengguna
from tests import pabrik
from tests.realisasi.keadaan import DRAF, Dunia
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
    """A holiday of January stands on the page of its own year and of the year before; each locks its own year alone."""

    def kirim(tahun: int, isi: dict[str, str]) -> Callable[[], object]:
        terbaca = {"nama": libur.nama, "jenis": libur.jenis, "dibaca": sidik_libur(libur)}
        return klik(pusat, f"/pengaturan/{tahun}/libur/{HARI}/", terbaca | isi)

    sebelum = CatatanJurnal.objects.count()
    hasil = [h.status_code for h in serentak([libur], kirim(2026, {"nama": "Cuti bersama"}), kirim(2027, lain))]
    assert sorted(hasil) == [302, 409]
    assert CatatanJurnal.objects.count() == sebelum + 1
    tersisa = list(HariLibur.objects.values_list("nama", flat=True))
    assert tersisa == (["Cuti bersama"] if hasil[0] == 302 else [] if lain is HAPUS else ["Cuti tambahan"])


def test_penutupan_tahun_menunggu_yang_sedang_diajukan() -> None:
    """What was begun before the year is closed is done before; nothing is written after it."""
    dunia = Dunia()
    dunia.bawa_ke(DRAF)
    (hasil,) = serentak([dunia.dipa], lambda: tutup_tahun(2026), sementara=dunia.ajukan_lagi)
    assert hasil is None
    dunia.dipa.tahun.refresh_from_db()
    assert dunia.dipa.tahun.ditutup
    assert dunia.laporan is not None
    assert dunia.laporan.status == StatusLaporan.DIAJUKAN
    jurnal = CatatanJurnal.objects.order_by("pk").values_list("content_type__model", flat=True)
    assert list(jurnal)[-1] == "tahunanggaran"
