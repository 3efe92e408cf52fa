"""Who has not reported, in a real browser: one click copies, a phone shows it, the keyboard reaches it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from satker.models import Pengguna

MasukSebagai = Callable[[Pengguna | str], None]
ALAMAT = "/verifikasi/belum-lapor/?tahun=2026&triwulan=3"
PONSEL = {"width": 360, "height": 740}
TEMPEL = "navigator.clipboard.readText()"


@pytest.fixture
def daftar(demo: None, halaman: Page, masuk_sebagai: MasukSebagai) -> Page:
    """The list of TW III 2026 on the demo data, as tim pusat sees it."""
    masuk_sebagai("pusat")
    halaman.goto(ALAMAT)
    return halaman


def test_sekali_klik_menyalin_teks(daftar: Page, konteks_peramban: BrowserContext) -> None:
    konteks_peramban.grant_permissions(["clipboard-read", "clipboard-write"])
    baris = daftar.locator(".owed > li").first
    tombol = baris.get_by_role("button")
    expect(tombol).to_contain_text("Salin teks")
    tombol.click()
    expect(tombol).to_contain_text("Tersalin")
    expect(daftar.get_by_role("status")).to_contain_text("Tersalin")
    salinan = daftar.evaluate(TEMPEL)
    assert salinan == baris.locator("textarea").input_value()
    assert "TW III 2026" in salinan
    expect(tombol).to_contain_text("Salin teks", timeout=10_000)


def test_tanpa_papan_klip_peramban_tetap_tersalin(
    demo: None, halaman: Page, masuk_sebagai: MasukSebagai, konteks_peramban: BrowserContext
) -> None:
    """As in an office that opens the site over plain http."""
    konteks_peramban.grant_permissions(["clipboard-read", "clipboard-write"])
    halaman.add_init_script("Clipboard.prototype.writeText = () => Promise.reject(new Error('tidak boleh'))")
    masuk_sebagai("pusat")
    halaman.goto(ALAMAT)
    baris = halaman.locator(".owed > li").nth(1)
    baris.get_by_role("button").click()
    expect(baris.get_by_role("button")).to_contain_text("Tersalin")
    assert halaman.evaluate(TEMPEL) == baris.locator("textarea").input_value()


def test_dengan_papan_tombol_saja(daftar: Page, konteks_peramban: BrowserContext) -> None:
    konteks_peramban.grant_permissions(["clipboard-read", "clipboard-write"])
    tombol = daftar.locator(".owed > li").first.get_by_role("button")
    for _ in range(60):
        daftar.keyboard.press("Tab")
        if tombol.evaluate("e => e === document.activeElement"):
            break
    daftar.keyboard.press("Enter")
    expect(tombol).to_contain_text("Tersalin")
    expect(tombol).to_be_focused()


def test_tanpa_pelanggaran_axe(daftar: Page, pelanggaran_axe: Callable[[Page], list[str]]) -> None:
    daftar.locator(".owed-text summary").first.click()
    assert pelanggaran_axe(daftar) == []
    daftar.emulate_media(color_scheme="dark")
    assert pelanggaran_axe(daftar) == []


def test_di_ponsel_tanpa_geser_mendatar(daftar: Page, geser_mendatar: Callable[[Page], int]) -> None:
    daftar.set_viewport_size(PONSEL)
    daftar.locator(".owed-text summary").first.click()
    assert geser_mendatar(daftar) == 0
    tinggi = daftar.locator(".owed-buttons .button:visible").evaluate_all(
        "semua => semua.map(e => e.getBoundingClientRect().height)"
    )
    assert tinggi
    assert min(tinggi) >= 44


def test_tanpa_skrip_teks_tetap_terbaca(
    demo: None,
    chromium: Browser,
    live_server: LiveServer,
    konteks_peramban: BrowserContext,
    masuk_sebagai: MasukSebagai,
) -> None:
    masuk_sebagai("pusat")
    tanpa = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    try:
        tanpa.add_cookies(konteks_peramban.cookies())  # type: ignore[arg-type]
        page = tanpa.new_page()
        page.goto(ALAMAT)
        expect(page.locator(".owed button")).to_have_count(17)
        expect(page.locator(".owed button:visible")).to_have_count(0)
        page.locator(".owed-text summary").first.click()
        expect(page.locator(".owed textarea").first).to_be_visible()
    finally:
        tanpa.close()
