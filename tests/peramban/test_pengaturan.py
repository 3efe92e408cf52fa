"""The settings in a browser: by keyboard, on a phone, in the dark, and past a mistake."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from realisasi.models import PeriodePelaporan, PerpanjanganPeriode, TahunAnggaran
from realisasi.tahun_baru import buka_tahun
from satker.models import Pengguna
from satker.peran import Peran
from tests import pabrik
from tests.peramban.conftest import Catatan

pytestmark = pytest.mark.django_db(transaction=True)
HALAMAN = ("/pengaturan/", "/pengaturan/2026/tutup/", "/pengaturan/tahun-baru/")


@pytest.fixture
def pusat_masuk(masuk_sebagai: Callable[[Pengguna | str], None]) -> None:
    """Tim pusat in the browser, with 2026 open and three satker, one of them with an extension."""
    buka_tahun(2026)
    for _ in range(3):
        dipa = pabrik.buat_dipa()
    pabrik.buat_laporan_diajukan(dipa, 1, {"52": 10})
    periode = PeriodePelaporan.objects.get(tahun=2026, triwulan=2)
    PerpanjanganPeriode.objects.create(
        periode=periode, satker=dipa.satker, sampai=periode.ditutup.replace(month=11), alasan="Kantor terendam banjir."
    )
    masuk_sebagai(pabrik.buat_pengguna(peran=Peran.TIM_PUSAT))


@pytest.mark.parametrize("gelap", [False, True], ids=["terang", "gelap"])
@pytest.mark.parametrize("lebar", [1366, 360])
def test_tanpa_pelanggaran_dan_tanpa_geser(
    pusat_masuk: None,
    halaman: Page,
    pelanggaran_axe: Callable[[Page], list[str]],
    geser_mendatar: Callable[[Page], int],
    lebar: int,
    gelap: bool,
) -> None:
    halaman.set_viewport_size({"width": lebar, "height": 800})
    halaman.emulate_media(color_scheme="dark" if gelap else "light")
    baris = PerpanjanganPeriode.objects.get()
    for alamat in (*HALAMAN, f"/pengaturan/?ubah={baris.pk}&libur=2026-08-17"):
        halaman.goto(alamat)
        assert pelanggaran_axe(halaman) == [], alamat
        assert geser_mendatar(halaman) == 0, alamat


@pytest.mark.parametrize("lebar", [1366, 360])
def test_kesalahan_membawa_kursor_ke_kolomnya(
    pusat_masuk: None,
    halaman: Page,
    catatan: Catatan,
    pelanggaran_axe: Callable[[Page], list[str]],
    geser_mendatar: Callable[[Page], int],
    lebar: int,
) -> None:
    catatan.boleh("422")
    halaman.set_viewport_size({"width": lebar, "height": 800})
    halaman.goto("/pengaturan/")
    kolom = halaman.get_by_label("TW III tenggat")
    kolom.fill("2026-09-01")
    halaman.get_by_label("Pengumuman TW III").fill("Pakai SP2D.")
    halaman.get_by_label("Pengumuman TW III").press("Enter")
    expect(halaman.get_by_role("alert").first).to_contain_text("Belum disimpan.")
    expect(halaman.get_by_label("TW III tenggat")).to_be_focused()
    expect(halaman.get_by_label("TW III tenggat")).to_be_in_viewport()
    expect(halaman.locator("#jendela")).to_contain_text("Tenggat tidak boleh sebelum jendela dibuka (1 Okt 2026).")
    expect(halaman.get_by_label("Pengumuman TW III")).to_have_value("Pakai SP2D.")
    assert pelanggaran_axe(halaman) == []
    assert geser_mendatar(halaman) == 0
    halaman.get_by_label("TW III tenggat").fill("2026-10-12")
    halaman.get_by_role("button", name="Simpan jendela").click()
    expect(halaman.get_by_role("status")).to_contain_text("Jendela dan pengumuman 2026 disimpan.")
    # the stored due day is not the default one: one button brings it back, and keeps the rest
    halaman.get_by_role("button", name="Pakai tenggat bawaan TW III").press("Enter")
    expect(halaman.get_by_role("status")).to_contain_text("disimpan")
    periode = PeriodePelaporan.objects.get(tahun=2026, triwulan=3)
    assert (periode.tenggat.isoformat(), periode.pengumuman) == ("2026-10-07", "Pakai SP2D.")


def test_perpanjangan_diubah_lalu_dicabut_dengan_papan_ketik(pusat_masuk: None, halaman: Page) -> None:
    halaman.goto("/pengaturan/")
    halaman.get_by_role("link", name="Ubah perpanjangan").press("Enter")
    halaman.get_by_label("Sampai").fill("2026-12-11")
    halaman.get_by_role("button", name="Simpan perpanjangan").press("Enter")
    expect(halaman.get_by_role("status")).to_contain_text("sampai 11 Desember 2026")
    halaman.get_by_role("link", name="Ubah perpanjangan").press("Enter")
    halaman.get_by_role("button", name="Cabut perpanjangan ini").press("Enter")
    expect(halaman.get_by_role("status")).to_contain_text("dicabut")
    assert not PerpanjanganPeriode.objects.exists()


def test_menutup_lalu_membuka_tahun_baru(pusat_masuk: None, halaman: Page, catatan: Catatan) -> None:
    catatan.boleh("422")
    halaman.goto("/pengaturan/")
    halaman.get_by_role("link", name="Tutup tahun 2026").click()
    expect(halaman.get_by_role("heading", name="TW I: 3 laporan")).to_be_visible()
    halaman.get_by_role("button", name="Tutup tahun 2026").click()
    expect(halaman.get_by_text("Centang dulu")).to_be_visible()
    halaman.get_by_role("checkbox").check()
    halaman.get_by_role("button", name="Tutup tahun 2026").click()
    expect(halaman.get_by_role("status")).to_contain_text("Tahun 2026 ditutup.")
    expect(halaman.get_by_role("button", name="Simpan jendela")).to_have_count(0)
    halaman.get_by_role("link", name="Buka tahun 2027").click()
    expect(halaman.locator("main")).to_contain_text("3 DIPA tanpa nomor dan tanpa pagu")
    halaman.get_by_role("button", name="Buka tahun 2027").click()
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Pengaturan 2027")
    assert TahunAnggaran.objects.get(tahun=2026).ditutup
