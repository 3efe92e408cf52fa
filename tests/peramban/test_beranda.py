"""The dinas home in a real browser: console, phone, dark, keyboard, axe, the switch of satker."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from satker.models import Pengguna, PeranSatker, Satker
from tests import pabrik

MasukSebagai = Callable[[Pengguna | str], None]
PONSEL = {"width": 360, "height": 740}


@pytest.mark.parametrize("siapa", ["kepala-riau", "operator-aceh", "kepala-jatim"])
def test_beranda_di_layar_lebar_dan_ponsel(
    demo: None,
    halaman: Page,
    masuk_sebagai: MasukSebagai,
    pelanggaran_axe: Callable[[Page], list[str]],
    geser_mendatar: Callable[[Page], int],
    siapa: str,
) -> None:
    masuk_sebagai(siapa)
    halaman.goto("/")
    expect(halaman).to_have_url(re.compile("/pelaporan/$"))
    for skema in ("light", "dark"):
        halaman.emulate_media(color_scheme=skema)  # type: ignore[arg-type]
        assert pelanggaran_axe(halaman) == []
    halaman.set_viewport_size(PONSEL)  # type: ignore[arg-type]
    assert geser_mendatar(halaman) == 0
    assert pelanggaran_axe(halaman) == []
    tugas, posisi = (halaman.get_by_role("heading", name=n).bounding_box() for n in ("Yang harus", "Posisi"))
    assert tugas
    assert posisi
    assert tugas["y"] < posisi["y"]


def test_tombol_membuka_laporannya_dengan_papan_ketik(demo: None, halaman: Page, masuk_sebagai: MasukSebagai) -> None:
    masuk_sebagai("operator-aceh")
    halaman.goto("/pelaporan/")
    tombol = halaman.get_by_role("link", name="Perbaiki TW III")
    for _ in range(30):
        halaman.keyboard.press("Tab")
        if tombol.evaluate("tombol => tombol === document.activeElement"):
            break
    halaman.keyboard.press("Enter")
    expect(halaman).to_have_url(re.compile(r"/pelaporan/\d+/3/$"))


def test_pusat_memilih_satker_di_ponsel(
    demo: None, halaman: Page, masuk_sebagai: MasukSebagai, geser_mendatar: Callable[[Page], int]
) -> None:
    masuk_sebagai("pusat")
    halaman.set_viewport_size(PONSEL)  # type: ignore[arg-type]
    halaman.goto("/pelaporan/")
    assert geser_mendatar(halaman) == 0
    halaman.get_by_role("link", name="Riau", exact=True).click()
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Beranda Riau")
    assert geser_mendatar(halaman) == 0
    expect(halaman.locator("main .tasks .button")).to_have_count(0)


def test_dua_satker_dipilih(demo: None, halaman: Page, masuk_sebagai: MasukSebagai) -> None:
    siapa = pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=Satker.objects.get(kode="099026"))
    siapa.penugasan.create(satker=Satker.objects.get(kode="069263"), peran=PeranSatker.OPERATOR)
    masuk_sebagai(siapa)
    halaman.goto("/pelaporan/")
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Beranda Aceh")
    halaman.get_by_label("Satker", exact=True).select_option("099026")
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Beranda Riau")
    expect(halaman).to_have_url(re.compile(r"\?satker=099026$"))


def test_cetakan_beranda_tanpa_tombol(demo: None, halaman: Page, masuk_sebagai: MasukSebagai) -> None:
    masuk_sebagai("kepala-jatim")
    halaman.goto("/pelaporan/")
    halaman.emulate_media(media="print")
    expect(halaman.get_by_role("heading", name="Laporan terakhir")).to_be_visible()
    assert halaman.locator("main .button:visible").all_inner_texts() == []
