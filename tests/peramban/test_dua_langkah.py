"""The second factor in a real browser: set up, signed in with, recovered from; on a phone and in the dark too."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth
from playwright.sync_api import BrowserContext, Page, expect

from satker.models import Pengguna, WajibDuaLangkah
from satker.peran import Peran
from tests import pabrik
from tests.pabrik import KATA_SANDI

MasukSebagai = Callable[[Pengguna | str], None]
DUA_LANGKAH = "/akun/dua-langkah/"


@pytest.fixture
def pusat(live_server: object) -> Pengguna:
    return pabrik.buat_pengguna("pusat", peran=Peran.TIM_PUSAT)


def kode(rahasia: str, geser: int = 0) -> str:
    """The code of the app now, or some periods from now; one counts only once."""
    return auth.format_hotp_value(auth.hotp_value(rahasia, int(time.time()) // 30 + geser))


def pasang(halaman: Page) -> tuple[str, list[str]]:
    """Set a factor up from its page; the secret and the recovery codes as they stand there."""
    rahasia = halaman.get_by_label("Tidak dapat memindai?").input_value()
    halaman.get_by_label("Kode", exact=False).last.fill(kode(rahasia))
    halaman.get_by_role("button", name="Pasang").click()
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Kode pemulihan")
    return rahasia, halaman.locator("#kode").input_value().split()


def keluar_dan_masuk(halaman: Page, konteks: BrowserContext) -> None:
    konteks.clear_cookies()
    halaman.goto("/masuk/")
    halaman.locator("[name=login]").fill("pusat")
    halaman.locator("[name=password]").fill(KATA_SANDI)
    halaman.get_by_role("button", name="Masuk").click()
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Kode masuk")


def beri_kode(halaman: Page, isi: str) -> None:
    halaman.locator("[name=code]").fill(isi)
    halaman.get_by_role("button", name="Masuk").click()


def test_dari_pemasangan_sampai_kode_pemulihan(
    pusat: Pengguna, halaman: Page, konteks_peramban: BrowserContext, masuk_sebagai: MasukSebagai
) -> None:
    masuk_sebagai(pusat)
    halaman.goto(DUA_LANGKAH)
    halaman.get_by_role("link", name="Pasang").click()
    expect(halaman.locator("main svg[role=img], main svg.qr").first).to_be_visible()
    rahasia, pemulihan = pasang(halaman)
    assert len(pemulihan) == 10

    with halaman.expect_download() as unduhan:
        halaman.get_by_role("button", name="Unduh").click()
    assert unduhan.value.suggested_filename == "kode-pemulihan.txt"
    assert Path(unduhan.value.path()).read_text(encoding="utf-8").split() == pemulihan
    konteks_peramban.grant_permissions(["clipboard-read", "clipboard-write"])
    halaman.get_by_role("button", name="Salin").click()
    expect(halaman.locator("#kabar-salin")).to_have_text("Tersalin: Salin kode pemulihan")
    assert str(halaman.evaluate("navigator.clipboard.readText()")).split() == pemulihan

    halaman.goto(f"{DUA_LANGKAH}kode-pemulihan/")
    expect(halaman.get_by_text("Kode yang masih berlaku: 10")).to_be_visible()
    assert pemulihan[0] not in halaman.content()

    keluar_dan_masuk(halaman, konteks_peramban)
    beri_kode(halaman, "000000")
    expect(halaman.get_by_text("Kode", exact=False).filter(has_text="salah").first).to_be_visible()
    halaman.goto("/satker/")
    expect(halaman.get_by_role("heading", level=1)).not_to_contain_text("Satker")

    keluar_dan_masuk(halaman, konteks_peramban)
    beri_kode(halaman, kode(rahasia, 1))
    expect(halaman.get_by_role("heading", level=1)).not_to_have_text("Kode masuk")

    keluar_dan_masuk(halaman, konteks_peramban)
    beri_kode(halaman, pemulihan[0])
    expect(halaman.get_by_role("heading", level=1)).not_to_have_text("Kode masuk")
    keluar_dan_masuk(halaman, konteks_peramban)
    beri_kode(halaman, pemulihan[0])
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Kode masuk")


def test_yang_diwajibkan_tidak_dapat_ke_mana_mana_sebelum_memasang(
    pusat: Pengguna, halaman: Page, masuk_sebagai: MasukSebagai
) -> None:
    WajibDuaLangkah.objects.create(peran=Peran.TIM_PUSAT)
    masuk_sebagai(pusat)
    halaman.goto("/satker/")
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Pasang masuk dua langkah")
    expect(halaman.get_by_text("Wajib untuk peran Anda.")).to_be_visible()
    pasang(halaman)
    halaman.get_by_role("link", name="Sudah saya simpan").click()
    halaman.goto("/verifikasi/")
    expect(halaman.get_by_role("heading", level=1)).to_contain_text("Verifikasi")


def test_di_atas_kertas_hanya_kode_pemulihan(pusat: Pengguna, halaman: Page, masuk_sebagai: MasukSebagai) -> None:
    WajibDuaLangkah.objects.create(peran=Peran.TIM_PUSAT)
    masuk_sebagai(pusat)
    halaman.goto(f"{DUA_LANGKAH}pasang/")
    expect(halaman.get_by_role("button", name="Keluar saja")).to_be_visible()
    halaman.emulate_media(media="print")
    expect(halaman.get_by_label("Tidak dapat memindai?")).to_be_hidden()
    expect(halaman.locator("main svg.qr")).to_be_hidden()
    expect(halaman.locator("main button:visible, main a:visible")).to_have_count(0)
    halaman.emulate_media(media="screen")
    pasang(halaman)
    for tombol in ("Salin", "Unduh", "Cetak"):
        expect(halaman.get_by_role("button", name=tombol)).to_be_visible()
    halaman.emulate_media(media="print")
    expect(halaman.get_by_label("Kode pemulihan pusat")).to_be_visible()
    expect(halaman.locator("main button:visible, main a:visible")).to_have_count(0)


@pytest.mark.parametrize("skema", ["light", "dark"])
@pytest.mark.parametrize("lebar", [360, 1280])
def test_rapi_dan_dapat_diakses(  # noqa: PLR0913, PLR0917  (fixtures)
    pusat: Pengguna,
    halaman: Page,
    konteks_peramban: BrowserContext,
    masuk_sebagai: MasukSebagai,
    pelanggaran_axe: Callable[[Page], list[str]],
    geser_mendatar: Callable[[Page], int],
    skema: Any,
    lebar: int,
) -> None:
    def periksa(nama: str) -> None:
        if folder := os.environ.get("FOLDER_GAMBAR"):
            halaman.screenshot(path=f"{folder}/{nama}-{lebar}-{skema}.png", full_page=True)
        assert pelanggaran_axe(halaman) == [], nama
        assert geser_mendatar(halaman) == 0, nama

    halaman.set_viewport_size({"width": lebar, "height": 740})
    halaman.emulate_media(color_scheme=skema)
    masuk_sebagai(pusat)
    halaman.goto(DUA_LANGKAH)
    periksa("belum")
    halaman.goto(f"{DUA_LANGKAH}pasang/")
    periksa("pasang")
    pasang(halaman)
    periksa("pemulihan")
    halaman.goto(DUA_LANGKAH)
    periksa("terpasang")
    halaman.goto(f"{DUA_LANGKAH}kode-pemulihan/baru/")
    periksa("baru")
    keluar_dan_masuk(halaman, konteks_peramban)
    periksa("kode")
