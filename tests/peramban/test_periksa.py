"""Reasons that are typed on the summary outlast every way out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from realisasi import alur
from realisasi.models import Dipa, LaporanTriwulan, StatusLaporan
from satker.models import Pengguna, Satker
from tests import pabrik
from tests.realisasi.keadaan import ISIAN

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.pada("2026-07-03 09:00")]


@pytest.fixture
def dipa(satker_dinas: Satker, operator: Pengguna) -> Dipa:
    """A draft of TW II that is a jump, and below nothing that asks for an obstacle."""
    dipa = pabrik.buat_dipa(satker_dinas, pagu={"52": 1_000_000_000})
    pabrik.buat_target(2, 6000)
    for q in (1, 2):
        pabrik.buat_periode(q)
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 100_000_000})
    alur.simpan_draf(dipa.pk, 2, operator, replace(ISIAN, realisasi={"52": 600_000_000}), 0)
    return dipa


def alasan(dipa: Dipa) -> Any:
    return LaporanTriwulan.objects.get(dipa=dipa, triwulan=2).alasan_draf


def simpan_alasan(halaman: Page, dipa: Dipa) -> None:
    """Write the reason on the summary, leave the field, and see it stored."""
    halaman.goto(f"/pelaporan/{dipa.pk}/2/periksa/")
    halaman.get_by_label("Alasan").fill("Termin dibayar lunas.")
    halaman.get_by_label("Alasan").blur()
    expect(halaman.locator("#kabar-alasan")).to_have_text("Alasan tersimpan.")


def test_alasan_tersimpan_saat_bidangnya_ditinggalkan(
    dipa: Dipa, kepala: Pengguna, halaman: Page, masuk_sebagai: Callable[[Pengguna], None]
) -> None:
    masuk_sebagai(kepala)
    simpan_alasan(halaman, dipa)
    assert alasan(dipa)["LONJAKAN"]["teks"] == "Termin dibayar lunas."
    halaman.get_by_role("link", name="Kembali mengisi").click()
    halaman.goto(f"/pelaporan/{dipa.pk}/2/periksa/")
    expect(halaman.get_by_label("Alasan")).to_have_value("Termin dibayar lunas.")


def test_mengajukan_langsung_dari_bidang_alasan(
    dipa: Dipa, kepala: Pengguna, halaman: Page, masuk_sebagai: Callable[[Pengguna], None]
) -> None:
    """The save of the field and the submission follow each other: one outcome, no conflict with oneself."""
    masuk_sebagai(kepala)
    halaman.goto(f"/pelaporan/{dipa.pk}/2/periksa/")
    halaman.get_by_label("Alasan").fill("Termin dibayar lunas.")
    halaman.get_by_role("button", name="Ajukan TW II 2026").click()
    expect(halaman.get_by_text("menunggu verifikasi tim pusat")).to_be_visible()
    laporan = LaporanTriwulan.objects.get(dipa=dipa, triwulan=2)
    assert laporan.status == StatusLaporan.DIAJUKAN
    assert laporan.versi_diajukan is not None
    assert laporan.versi_diajukan.peringatan.get().alasan == "Termin dibayar lunas."


def test_klik_ganda_mengajukan_sekali(
    dipa: Dipa, kepala: Pengguna, halaman: Page, masuk_sebagai: Callable[[Pengguna], None]
) -> None:
    """Who clicks twice reads that it was submitted, not that somebody was faster."""
    masuk_sebagai(kepala)
    simpan_alasan(halaman, dipa)
    # As slow a hand as a slow answer leaves time for: the second click comes while the first is on its way.
    halaman.get_by_role("button", name="Ajukan TW II 2026").evaluate(
        "b => { b.click(); setTimeout(() => b.click(), 40); }"
    )
    expect(halaman.get_by_text("diajukan dan menunggu verifikasi tim pusat")).to_be_visible()


def test_sesi_yang_berakhir_tidak_menghilangkan_alasan(
    dipa: Dipa, kepala: Pengguna, halaman: Page, catatan: Any, masuk_sebagai: Callable[[Pengguna], None]
) -> None:
    catatan.boleh("403|Failed to load|Failed to fetch|net::")
    masuk_sebagai(kepala)
    halaman.goto(f"/pelaporan/{dipa.pk}/2/periksa/")
    halaman.context.clear_cookies()
    halaman.get_by_label("Alasan").fill("Termin dibayar lunas.")
    halaman.get_by_label("Alasan").blur()
    expect(halaman.locator("#kabar-alasan")).to_contain_text("belum tersimpan")
    masuk_sebagai(kepala)
    halaman.goto(f"/pelaporan/{dipa.pk}/2/periksa/")
    expect(halaman.get_by_label("Alasan")).to_have_value("Termin dibayar lunas.")
