"""Form C in a real browser: one A4 sheet upright, nothing cut off, readable on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from realisasi.models import Dipa, LaporanTriwulan
from satker.models import Pengguna
from tests import pabrik

MasukSebagai = Callable[[Pengguna | str], None]
PONSEL = {"width": 360, "height": 740}
LEBAR_ISI_PX = round((210 - 2 * 12) / 25.4 * 96)  # A4 upright within its margins
A4_PT = (595, 842)


def alamat(kode: str, triwulan: int, versi: str = "") -> str:
    dipa = Dipa.objects.get(satker__kode=kode, tahun=2026)
    return f"/pelaporan/{dipa.pk}/{triwulan}/cetak/{versi}"


def lembar_pdf(isi: bytes) -> list[tuple[int, int]]:
    """Width and height in points of every page of a PDF, read from its bytes."""
    assert isi.startswith(b"%PDF-")
    jumlah = len(re.findall(rb"/Type\s*/Page\b(?!s)", isi))
    kotak = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", isi)
    ukuran = [(round(float(lebar)), round(float(tinggi))) for lebar, tinggi in kotak]
    assert len(ukuran) == jumlah
    return ukuran


def terpotong(page: Page) -> list[str]:
    """Elements of the sheet that are wider than the paper, or whose text does not fit into them."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": LEBAR_ISI_PX, "height": 1000})
    hasil: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".sheet *")]
            .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1
                || (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0))
            .map((e) => `${e.tagName} ${e.scrollWidth} > ${e.clientWidth}: ${e.textContent.slice(0, 40)}`)"""
    )
    return hasil


@pytest.mark.parametrize(
    ("siapa", "kode", "triwulan"), [("kepala-riau", "099026", 2), ("kepala-riau", "099026", 3), ("pusat", "069263", 3)]
)
def test_satu_lembar_a4_tegak(
    demo: None, halaman: Page, masuk_sebagai: MasukSebagai, siapa: str, kode: str, triwulan: int
) -> None:
    masuk_sebagai(siapa)
    halaman.goto(alamat(kode, triwulan))
    assert lembar_pdf(halaman.pdf(prefer_css_page_size=True)) == [A4_PT]
    assert terpotong(halaman) == []
    # The name of the form does not touch the title.
    jarak = "document.querySelector('.sheet-head h1').getBoundingClientRect().top - "
    jarak += "document.querySelector('.form-name').getBoundingClientRect().bottom"
    assert halaman.evaluate(jarak) >= 8


@pytest.mark.parametrize("nilai", [9_999_999_999, 99_999_999_999, 999_999_999_999, 99_999_999_999_999])
def test_angka_besar_tidak_terpotong(
    db: None, halaman: Page, masuk_sebagai: MasukSebagai, kepala: Pengguna, nilai: int
) -> None:
    dipa = pabrik.buat_dipa(
        kepala.penugasan.get().satker,
        pagu=dict.fromkeys(("51", "52", "53", "57"), nilai),
        blokir=dict.fromkeys(("51", "52", "53", "57"), nilai - 1),
        nama_satker="Dinas Perindustrian, Perdagangan, Koperasi, Usaha Kecil dan Menengah Provinsi Kepulauan Riau",
    )
    pabrik.buat_laporan_terverifikasi(dipa, 1, dict.fromkeys(("51", "52", "53", "57"), nilai // 2))
    pabrik.buat_laporan_diajukan(dipa, 2, {"51": -(nilai // 2), "52": nilai // 2, "53": 0, "57": nilai // 2})
    for _ in range(3):
        pabrik.buat_kendala(dipa, 1, penanggung_jawab="A" * 60, uraian="Katasangatpanjangtanpaspasi" * 4)
    masuk_sebagai(kepala)
    halaman.goto(f"/pelaporan/{dipa.pk}/2/cetak/")
    assert lembar_pdf(halaman.pdf(prefer_css_page_size=True)) == [A4_PT]
    assert terpotong(halaman) == []


def test_hanya_lembarnya_yang_tercetak(demo: None, halaman: Page, masuk_sebagai: MasukSebagai) -> None:
    masuk_sebagai("kepala-riau")
    halaman.goto(alamat("099026", 2))
    expect(halaman.get_by_role("navigation", name="Versi laporan")).to_be_visible()
    halaman.emulate_media(media="print")
    for tersembunyi in (".masthead", ".announce", ".print-bar", "body > .footer"):
        for bagian in halaman.locator(tersembunyi).all():
            expect(bagian).to_be_hidden()
    expect(halaman.locator(".sheet")).to_be_visible()


def test_tombol_cetak_memanggil_pencetakan(demo: None, halaman: Page, masuk_sebagai: MasukSebagai) -> None:
    halaman.add_init_script("window.print = () => { window.dicetak = (window.dicetak || 0) + 1; };")
    masuk_sebagai("kepala-riau")
    halaman.goto(alamat("099026", 2))
    halaman.get_by_role("button", name="Cetak").click()
    assert halaman.evaluate("window.dicetak") == 1


def test_di_ponsel_dan_gelap(
    demo: None,
    halaman: Page,
    masuk_sebagai: MasukSebagai,
    geser_mendatar: Callable[[Page], int],
    pelanggaran_axe: Callable[[Page], list[str]],
) -> None:
    masuk_sebagai("kepala-riau")
    for triwulan in (2, 3):
        halaman.goto(alamat("099026", triwulan))
        for skema in ("light", "dark"):
            halaman.emulate_media(color_scheme=skema)  # type: ignore[arg-type]
            assert pelanggaran_axe(halaman) == []
        halaman.set_viewport_size(PONSEL)  # type: ignore[arg-type]
        assert geser_mendatar(halaman) == 0
        halaman.set_viewport_size({"width": 1366, "height": 768})


def test_draf_bertanda_besar(demo: None, halaman: Page, masuk_sebagai: MasukSebagai) -> None:
    masuk_sebagai("kepala-riau")
    halaman.goto(alamat("099026", 3))
    assert LaporanTriwulan.objects.get(dipa__satker__kode="099026", dipa__tahun=2026, triwulan=3).status == "DRAF"
    halaman.emulate_media(media="print")
    expect(halaman.get_by_text("DRAF, belum diajukan")).to_be_visible()
