"""The rekonsiliasi in a real browser: from the list to a decision, without JavaScript too, on a phone, in the dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from realisasi.models import Dipa, RealisasiPerbendaharaan, Rekonsiliasi
from satker.models import Pengguna

MasukSebagai = Callable[[Pengguna | str], None]
TW2 = "/rekonsiliasi/?tahun=2026&triwulan=2"
PONSEL = {"width": 360, "height": 740}


@pytest.fixture
def riau(demo: None) -> Dipa:
    """A DIPA of the demo with a difference that nobody has decided on."""
    return Dipa.objects.get(satker__kode="099026", tahun=2026)


def putuskan(halaman: Page, alasan: str) -> None:
    halaman.get_by_label("Beda waktu, akan sama kemudian").check()
    halaman.get_by_label("Alasan", exact=True).fill(alasan)
    halaman.get_by_role("button", name="Simpan keputusan").click()


def test_dari_daftar_ke_keputusan(riau: Dipa, halaman: Page, masuk_sebagai: MasukSebagai) -> None:
    masuk_sebagai("pusat")
    halaman.goto("/")
    halaman.get_by_role("link", name="Rekonsiliasi", exact=True).first.click()
    # The dashboard has a choice of triwulan too: wait for the page that is meant.
    expect(halaman.get_by_role("heading", level=1)).to_contain_text("Rekonsiliasi TW")
    halaman.get_by_label("Triwulan").select_option("2")
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Rekonsiliasi TW II 2026")
    halaman.get_by_role("link", name="Belum diputuskan").click()
    expect(halaman.locator(".reconcile .unit")).to_have_count(4)
    halaman.get_by_role("link", name="Putuskan Riau").click()
    expect(halaman.get_by_label("52 Barang")).to_be_checked()
    putuskan(halaman, "SP2D 30 Juni tercatat 1 Juli.")
    expect(halaman.get_by_role("status")).to_contain_text("Riau TP, TW II 2026: 52 Barang diputuskan")
    expect(halaman.locator(".reconcile .unit")).to_have_count(3)
    assert Rekonsiliasi.objects.get(dipa=riau).alasan == "SP2D 30 Juni tercatat 1 Juli."
    with halaman.expect_download() as tunggu:
        halaman.get_by_role("link", name="Unduh rekonsiliasi sebagai Excel").click()
    assert tunggu.value.suggested_filename == "rekonsiliasi-2026-tw2-daftar.xlsx"


def test_angka_yang_berubah_selagi_ditulis(
    riau: Dipa,
    halaman: Page,
    masuk_sebagai: MasukSebagai,
    catatan: Any,
    pelanggaran_axe: Callable[[Page], list[str]],
) -> None:
    catatan.boleh("409")
    masuk_sebagai("pusat")
    halaman.goto(f"/rekonsiliasi/{riau.pk}/2/")
    angka = RealisasiPerbendaharaan.objects.get(dipa=riau, triwulan=2, jenis="52")
    angka.realisasi_sd -= 1
    angka.save()
    putuskan(halaman, "Sudah dicek.")
    expect(halaman.get_by_role("alert")).to_contain_text("keadaannya sudah lain")
    expect(halaman.get_by_label("Alasan", exact=True)).to_have_value("Sudah dicek.")
    assert pelanggaran_axe(halaman) == []
    halaman.get_by_role("button", name="Simpan keputusan").click()
    expect(halaman.get_by_role("status")).to_contain_text("diputuskan")


def test_tanpa_javascript(
    riau: Dipa,
    chromium: Browser,
    konteks_peramban: BrowserContext,
    live_server: LiveServer,
    masuk_sebagai: MasukSebagai,
) -> None:
    masuk_sebagai("pusat")
    konteks = chromium.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        storage_state=konteks_peramban.storage_state(),
    )
    halaman = konteks.new_page()
    halaman.goto(TW2)
    halaman.get_by_label("Triwulan").select_option("3")
    halaman.get_by_role("button", name="Terapkan").click()
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Rekonsiliasi TW III 2026")
    halaman.goto(f"/rekonsiliasi/{riau.pk}/2/")
    putuskan(halaman, "Tanpa skrip.")
    expect(halaman.get_by_role("status")).to_contain_text("diputuskan")
    konteks.close()


@pytest.mark.parametrize(
    "layar", [(ukuran, skema) for ukuran in (PONSEL, {"width": 1366, "height": 768}) for skema in ("light", "dark")]
)
def test_rapi_dan_dapat_diakses(
    riau: Dipa,
    halaman: Page,
    masuk_sebagai: MasukSebagai,
    pelanggaran_axe: Callable[[Page], list[str]],
    geser_mendatar: Callable[[Page], int],
    layar: tuple[Any, Any],
) -> None:
    masuk_sebagai("pusat")
    ukuran, skema = layar
    halaman.set_viewport_size(ukuran)
    halaman.emulate_media(color_scheme=skema)
    for alamat in (TW2, f"{TW2}&keadaan=satu-sumber", f"/rekonsiliasi/{riau.pk}/2/", "/rekonsiliasi/?tahun=2023"):
        halaman.goto(alamat)
        expect(halaman.get_by_role("heading", level=1)).to_be_visible()
        assert pelanggaran_axe(halaman) == [], alamat
        assert geser_mendatar(halaman) == 0, alamat


@pytest.mark.parametrize("lebar", [1001, 1100, 1241, 1280])
def test_kepala_halaman_memuat_semua_menu(
    demo: None, halaman: Page, masuk_sebagai: MasukSebagai, geser_mendatar: Callable[[Page], int], lebar: int
) -> None:
    """The widest masthead is that of tim pusat, who opens every page."""
    masuk_sebagai("pusat")
    halaman.set_viewport_size({"width": lebar, "height": 700})
    halaman.goto(TW2)
    assert geser_mendatar(halaman) == 0
    if lebar < 1241:
        halaman.get_by_label("Menu akun").click()
    expect(halaman.get_by_text("Laksmi Prawirata").filter(visible=True).first).to_be_visible()
