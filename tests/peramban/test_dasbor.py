"""The read side in a real browser: charts, console, phone, keyboard, paper, without script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from satker.models import Pengguna
from tests.peramban.conftest import Catatan

MasukSebagai = Callable[[Pengguna | str], None]
TAHUN_2023 = "/?tahun=2023&triwulan=4&kewenangan=DK"
RIAU = "/satker/099026/"
PONSEL = {"width": 360, "height": 740}

HALAMAN_PUSAT = [
    "/",
    TAHUN_2023,
    "/?tahun=2026&triwulan=3&angka=sementara",
    "/?tahun=2026&triwulan=1&kewenangan=SEMUA&urut=rupiah",
    "/?tahun=2023&triwulan=2&pulau=Papua",
    "/?tahun=2031&pulau=Atlantis",
    "/satker/",
    "/satker/?tahun=2026&triwulan=3&angka=sementara&status=BERISIKO",
    "/satker/?tahun=2023&cari=tidak+ada",
    RIAU,
    "/satker/099026/?tahun=2024&triwulan=4",
    "/satker/990095/?tahun=2026&triwulan=2",
    "/satker/990093/?tahun=2023",
    "/sandi/ganti/",
    "/tidak-ada/",
]
HALAMAN_DINAS = [RIAU, "/satker/069263/"]
HALAMAN_UMUM = ["/masuk/", "/sandi/atur-ulang/"]
GALAT_TANPA_PERMINTAAN = ["400.html", "403_csrf.html", "429.html", "500.html"]
DITOLAK = "the server responded with a status of 40[34]"


@pytest.fixture
def dasbor(demo: None, halaman: Page, masuk_sebagai: MasukSebagai) -> Page:
    """A page signed in as tim pusat, on the demo data."""
    masuk_sebagai("pusat")
    return halaman


def tunggu_grafik(page: Page) -> None:
    """Wait until every chart of the page is drawn."""
    jumlah = page.locator(".chart[data-figure]").count()
    expect(page.locator(".chart[data-siap] svg.main-svg:first-child")).to_have_count(jumlah)


def isi_dengan(isi: str) -> Callable[[Route], None]:
    """A handler that answers with this page."""
    return lambda rute: rute.fulfill(body=isi, content_type="text/html")


def semua_halaman(page: Page, masuk_sebagai: MasukSebagai) -> Iterator[str]:
    """Open every page in turn: without signing in, as dinas, as tim pusat, and the error pages."""
    for alamat in HALAMAN_UMUM:
        page.goto(alamat)
        yield alamat
    for nama in GALAT_TANPA_PERMINTAAN:
        alamat = f"/galat/{nama}/"
        page.route(f"**{alamat}", isi_dengan(render_to_string(nama)))
        page.goto(alamat)
        yield nama
    for siapa, daftar in (("kepala-riau", HALAMAN_DINAS), ("pusat", HALAMAN_PUSAT)):
        masuk_sebagai(siapa)
        for alamat in daftar:
            page.goto(alamat)
            tunggu_grafik(page)
            yield f"{siapa} {alamat}"


# --- Charts ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("alamat", "jumlah"),
    [("/", 3), (TAHUN_2023, 3), ("/?tahun=2026&triwulan=3&angka=sementara", 3), (RIAU, 1)],
)
def test_setiap_grafik_tergambar_tanpa_kesalahan(dasbor: Page, alamat: str, jumlah: int) -> None:
    """`halaman` fails at the end if the console complains (Content-Security-Policy) or another host was asked."""
    dasbor.goto(alamat)
    expect(dasbor.locator(".chart[data-siap]")).to_have_count(jumlah)
    tunggu_grafik(dasbor)
    for kotak in dasbor.locator(".chart").all():
        expect(kotak).to_have_attribute("role", "img")
        assert kotak.locator("svg.main-svg path").count() > 3


def test_angka_dan_tabel_lengkap_tanpa_skrip_grafik(dasbor: Page, catatan: Catatan) -> None:
    catatan.boleh("ERR_FAILED")
    dasbor.route("**/plotly*", lambda rute: rute.abort())
    dasbor.goto(TAHUN_2023)
    expect(dasbor.locator(".answer-figure")).to_have_text("95,69%")
    expect(dasbor.locator(".table-big tbody tr")).to_have_count(5)
    expect(dasbor.locator(".tile")).to_have_count(38)
    expect(dasbor.locator(".heat tbody tr")).to_have_count(34)
    for rincian in dasbor.locator("details.as-table").all():
        rincian.locator("summary").click()
        expect(rincian.locator("tbody tr").first).to_be_visible()
    assert dasbor.locator("svg.main-svg").count() == 0


def test_skrip_grafik_diminta_setelah_halaman_berdiri(dasbor: Page) -> None:
    diminta: list[str] = []

    def catat(rute: Route) -> None:
        diminta.append(dasbor.locator(".answer-figure").inner_text())
        rute.continue_()

    dasbor.route("**/plotly*", catat)
    dasbor.goto(TAHUN_2023, wait_until="load")
    tunggu_grafik(dasbor)
    assert [teks.replace("\n", "") for teks in diminta] == ["95,69%"]


def test_halaman_tidak_bergeser_ketika_grafik_datang(dasbor: Page, catatan: Catatan) -> None:
    def tinggi() -> list[float]:
        return [round(k.bounding_box()["height"]) for k in dasbor.locator(".chart-box").all()]  # type: ignore[index]

    dasbor.goto(TAHUN_2023)
    tunggu_grafik(dasbor)
    dengan = tinggi()
    catatan.boleh("ERR_FAILED")
    dasbor.route("**/plotly*", lambda rute: rute.abort())
    dasbor.goto(TAHUN_2023)
    assert tinggi() == dengan


def test_grafik_berganti_warna_dengan_tema(dasbor: Page) -> None:
    def latar() -> str:
        return str(dasbor.locator(".chart svg.main-svg").first.evaluate("s => getComputedStyle(s).backgroundColor"))

    dasbor.goto(RIAU)
    tunggu_grafik(dasbor)
    assert latar() == "rgb(255, 255, 255)"
    dasbor.emulate_media(color_scheme="dark")
    expect(dasbor.locator(".chart svg.main-svg").first).to_have_css("background-color", "rgb(16, 21, 27)")


def test_klik_batang_membuka_satker(dasbor: Page) -> None:
    dasbor.goto(TAHUN_2023)
    tunggu_grafik(dasbor)
    batang = dasbor.locator('[data-figure="g-peringkat"] .barlayer .point path').first
    batang.scroll_into_view_if_needed()
    kotak = batang.bounding_box()
    assert kotak is not None
    dasbor.mouse.move(kotak["x"] + kotak["width"] / 2, kotak["y"] + kotak["height"] / 2)
    dasbor.mouse.click(kotak["x"] + kotak["width"] / 2, kotak["y"] + kotak["height"] / 2)
    expect(dasbor).to_have_url(re.compile(r"/satker/099026/\?tahun=2023&triwulan=4&kewenangan=DK"))
    expect(dasbor.locator(".answer-figure")).to_have_text("81,18%")


def test_klik_petak_dan_baris_membuka_satker(dasbor: Page) -> None:
    dasbor.goto(TAHUN_2023)
    dasbor.locator('.tile[aria-label^="Aceh,"]').click()
    expect(dasbor).to_have_url(re.compile(r"/satker/069263/\?tahun=2023"))
    dasbor.go_back()
    dasbor.locator(".table-big tbody a", has_text="Riau").first.click()
    expect(dasbor).to_have_url(re.compile(r"/satker/099026/\?tahun=2023"))


def test_persen_membuka_alasannya(dasbor: Page) -> None:
    dasbor.goto(TAHUN_2023)
    dasbor.locator(".table-big a.why-link").first.click()
    expect(dasbor.locator("#mengapa .why-formula")).to_be_visible()
    expect(dasbor.locator("#mengapa .sum dd")).to_have_text(re.compile("81,18"))


# --- Filters ---------------------------------------------------------------------------
def test_saringan_mengganti_sebagian_halaman_dan_kembali(dasbor: Page) -> None:
    dasbor.goto(TAHUN_2023)
    tunggu_grafik(dasbor)
    dasbor.evaluate("window.tanda = 'halaman yang sama'")
    dasbor.get_by_role("combobox", name="Triwulan", exact=True).select_option("2")
    expect(dasbor.locator(".overline")).to_contain_text("s.d. TW II 2023")
    expect(dasbor).to_have_url(re.compile("tahun=2023&triwulan=2&kewenangan=DK"))
    assert dasbor.evaluate("window.tanda") == "halaman yang sama"
    tunggu_grafik(dasbor)
    dasbor.get_by_role("group", name="Angka").get_by_role("link", name="Angka sementara").click()
    expect(dasbor).to_have_url(re.compile("angka=sementara"))
    dasbor.go_back()
    expect(dasbor.locator(".overline")).to_contain_text("angka resmi")
    dasbor.go_back()
    expect(dasbor).to_have_url(re.compile("triwulan=4"))
    expect(dasbor.locator(".answer-figure")).to_have_text("95,69%")
    expect(dasbor.get_by_role("combobox", name="Triwulan", exact=True)).to_have_value("4")
    tunggu_grafik(dasbor)


def test_judul_jendela_mengikuti_saringan(dasbor: Page) -> None:
    """A bookmark or a tab is named for what it shows."""
    dasbor.goto(TAHUN_2023)
    dasbor.get_by_role("combobox", name="Triwulan", exact=True).select_option("2")
    expect(dasbor).to_have_title(re.compile("TW II 2023"))


def test_daftar_satker_dicari_dan_diurutkan(dasbor: Page) -> None:
    dasbor.goto("/satker/?tahun=2023&triwulan=4&kewenangan=DK")
    dasbor.get_by_role("searchbox", name="Cari").fill("jawa")
    dasbor.get_by_role("button", name="Cari").click()
    expect(dasbor).to_have_url(re.compile("cari=jawa"))
    expect(dasbor.locator(".table-list tbody tr")).to_have_count(3)
    dasbor.get_by_role("link", name="Provinsi").click()
    expect(dasbor.locator("th[aria-sort]")).to_have_text("Provinsi")
    dasbor.get_by_role("combobox", name="Tahun", exact=True).select_option("2022")
    expect(dasbor).to_have_url(re.compile("tahun=2022.*cari=jawa"))
    expect(dasbor.locator(".table-list tbody tr")).to_have_count(3)


@pytest.fixture
def tanpa_skrip(
    demo: None,
    chromium: Browser,
    live_server: LiveServer,
    konteks_peramban: BrowserContext,
    masuk_sebagai: MasukSebagai,
) -> Iterator[Page]:
    """A page signed in as tim pusat in a browser that runs no script."""
    masuk_sebagai("pusat")
    konteks = chromium.new_context(base_url=live_server.url, java_script_enabled=False, locale="id-ID")
    konteks.add_cookies(
        [{"name": c["name"], "value": c["value"], "url": live_server.url} for c in konteks_peramban.cookies()]
    )
    yield konteks.new_page()
    konteks.close()


def test_tanpa_javascript(tanpa_skrip: Page) -> None:
    tanpa_skrip.goto("/")
    tanpa_skrip.get_by_role("combobox", name="Tahun", exact=True).select_option("2023")
    tanpa_skrip.get_by_role("combobox", name="Triwulan", exact=True).select_option("4")
    tanpa_skrip.get_by_role("combobox", name="Kewenangan", exact=True).select_option("DK")
    tanpa_skrip.get_by_role("button", name="Terapkan").click()
    expect(tanpa_skrip).to_have_url(re.compile("tahun=2023&triwulan=4&kewenangan=DK"))
    expect(tanpa_skrip.locator(".answer-figure")).to_have_text("95,69%")
    # (A Chromium told to run no script still hides this note; one that cannot, shows it.)
    assert "angkanya ada pada tabel" in (tanpa_skrip.locator("main noscript").first.text_content() or "")
    tanpa_skrip.locator("#mengapa summary").click()
    expect(tanpa_skrip.locator(".why-formula")).to_be_visible()
    tanpa_skrip.get_by_role("link", name="Angka sementara").click()
    expect(tanpa_skrip.locator(".announce")).to_be_visible()
    tanpa_skrip.goto("/satker/?tahun=2023")
    tanpa_skrip.get_by_role("searchbox", name="Cari").fill("099026")
    tanpa_skrip.get_by_role("button", name="Cari").click()
    expect(tanpa_skrip.locator(".table-list tbody tr")).to_have_count(1)


def test_tombol_terapkan_hanya_tanpa_skrip(dasbor: Page) -> None:
    dasbor.goto("/")
    expect(dasbor.get_by_role("button", name="Terapkan")).to_be_hidden()


# --- Phone -----------------------------------------------------------------------------
def test_tidak_ada_halaman_yang_bergeser_mendatar_di_ponsel(
    demo: None,
    halaman: Page,
    masuk_sebagai: MasukSebagai,
    geser_mendatar: Callable[[Page], int],
    catatan: Catatan,
) -> None:
    catatan.boleh(DITOLAK)
    halaman.set_viewport_size(PONSEL)
    bergeser = {alamat: n for alamat in semua_halaman(halaman, masuk_sebagai) if (n := geser_mendatar(halaman))}
    assert bergeser == {}


@pytest.mark.parametrize("alamat", [TAHUN_2023, "/?tahun=2026&triwulan=3&angka=sementara", RIAU])
def test_rincian_yang_terbuka_tidak_menggeser_ponsel(
    dasbor: Page, geser_mendatar: Callable[[Page], int], pelanggaran_axe: Callable[[Page], list[str]], alamat: str
) -> None:
    """A table of a chart is wider than a phone and scrolls in its own place."""
    dasbor.set_viewport_size(PONSEL)
    dasbor.goto(alamat)
    tunggu_grafik(dasbor)
    dasbor.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
    assert geser_mendatar(dasbor) == 0
    assert pelanggaran_axe(dasbor) == []


def test_saringan_di_ponsel_dibuka_dengan_ubah(dasbor: Page) -> None:
    dasbor.set_viewport_size(PONSEL)
    dasbor.goto(TAHUN_2023)
    expect(dasbor.locator(".filters-summary")).to_contain_text("2023 · TW IV · DK · angka resmi")
    expect(dasbor.get_by_role("combobox", name="Triwulan", exact=True)).to_be_hidden()
    dasbor.get_by_text("Ubah", exact=True).click()
    expect(dasbor.get_by_role("combobox", name="Triwulan", exact=True)).to_be_visible()
    dasbor.get_by_role("combobox", name="Triwulan", exact=True).select_option("2")
    expect(dasbor.locator(".filters-summary")).to_contain_text("2023 · TW II · DK")


def test_menu_di_ponsel_memuat_halaman_dan_keluar(dasbor: Page) -> None:
    dasbor.set_viewport_size(PONSEL)
    dasbor.goto("/")
    dasbor.get_by_label("Menu akun").click()
    for nama in ("Dasbor", "Satker", "Data induk"):
        expect(dasbor.locator(".menu-nav").get_by_role("link", name=nama)).to_be_visible()
    expect(dasbor.get_by_role("button", name="Keluar")).to_be_visible()
    dasbor.keyboard.press("Escape")
    expect(dasbor.get_by_role("button", name="Keluar")).to_be_hidden()


def test_grafik_di_ponsel_di_dalam_kotaknya(dasbor: Page) -> None:
    dasbor.set_viewport_size(PONSEL)
    dasbor.goto(TAHUN_2023)
    tunggu_grafik(dasbor)
    for kotak in dasbor.locator(".chart").all():
        gambar = kotak.locator("svg.main-svg").first.bounding_box()
        luar = kotak.bounding_box()
        assert gambar is not None
        assert luar is not None
        assert gambar["width"] <= luar["width"] + 1 <= PONSEL["width"]


# --- Accessibility -----------------------------------------------------------------------
@pytest.mark.parametrize(("tema", "lebar"), [("light", 1366), ("dark", 1366), ("light", 360)])
def test_axe_tidak_menemukan_pelanggaran_berat(
    dasbor: Page,
    masuk_sebagai: MasukSebagai,
    pelanggaran_axe: Callable[[Page], list[str]],
    catatan: Catatan,
    tema: Literal["light", "dark"],
    lebar: int,
) -> None:
    catatan.boleh(DITOLAK)
    dasbor.context.clear_cookies()
    dasbor.set_viewport_size({"width": lebar, "height": 768})
    dasbor.emulate_media(color_scheme=tema)
    ditemukan = {
        alamat: temuan for alamat in semua_halaman(dasbor, masuk_sebagai) if (temuan := pelanggaran_axe(dasbor))
    }
    assert ditemukan == {}


def test_axe_dengan_rincian_terbuka(dasbor: Page, pelanggaran_axe: Callable[[Page], list[str]]) -> None:
    for alamat in (TAHUN_2023, RIAU):
        dasbor.goto(alamat)
        tunggu_grafik(dasbor)
        for rincian in dasbor.locator("main details").all():
            rincian.locator("summary").click()
        assert pelanggaran_axe(dasbor) == []


DAPAT_DIFOKUS = "a[href], button, select, input:not([type=hidden]), summary, [tabindex='0']"
TERLIHAT = (
    f'() => [...document.querySelectorAll("{DAPAT_DIFOKUS}")]'
    ".filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled)"
)


@pytest.mark.parametrize("alamat", [TAHUN_2023, "/satker/?tahun=2023", RIAU])
def test_dengan_papan_tik(dasbor: Page, alamat: str) -> None:
    """The skip link comes first, every control can be reached, and the focus can be seen."""
    dasbor.goto(alamat)
    tunggu_grafik(dasbor)
    jumlah = dasbor.evaluate(f"({TERLIHAT})().length")
    dasbor.keyboard.press("Tab")
    lompat = dasbor.locator(".skip")
    expect(lompat).to_be_focused()
    expect(lompat).to_be_in_viewport()
    for _ in range(jumlah + 5):
        tampak = dasbor.evaluate(
            """() => { const e = document.activeElement; e.dataset.dikunjungi = 'ya';
                const s = getComputedStyle(e); return e === document.body || s.outlineStyle !== 'none' }"""
        )
        assert tampak, dasbor.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        dasbor.keyboard.press("Tab")
    terlewat = dasbor.evaluate(f"({TERLIHAT})().filter(e => !e.dataset.dikunjungi).map(e => e.outerHTML.slice(0, 120))")
    assert terlewat == []


def test_tautan_lompat_membawa_ke_isi(dasbor: Page) -> None:
    dasbor.goto(TAHUN_2023)
    dasbor.keyboard.press("Tab")
    dasbor.keyboard.press("Enter")
    expect(dasbor).to_have_url(re.compile("#isi$"))
    dasbor.keyboard.press("Tab")
    assert dasbor.evaluate("document.querySelector('main').contains(document.activeElement)")


# --- Paper -----------------------------------------------------------------------------
def lembar_pdf(page: Page) -> int:
    """How many sheets a page takes on paper."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True, print_background=True)))


@pytest.mark.parametrize(
    ("alamat", "paling_banyak"),
    [
        (TAHUN_2023, 3),
        ("/", 3),
        ("/?tahun=2026&triwulan=3&angka=sementara", 3),
        (RIAU, 2),
        ("/satker/099026/?tahun=2023&triwulan=4", 2),
    ],
)
def test_cetak_muat_di_lembarnya(dasbor: Page, alamat: str, paling_banyak: int) -> None:
    dasbor.goto(alamat)
    tunggu_grafik(dasbor)
    assert 1 <= lembar_pdf(dasbor) <= paling_banyak


def test_cetak_tanpa_navigasi_dengan_label_ilustrasi(dasbor: Page) -> None:
    dasbor.emulate_media(color_scheme="dark")
    dasbor.goto("/?tahun=2026&triwulan=3&angka=sementara")
    tunggu_grafik(dasbor)
    dasbor.emulate_media(media="print", color_scheme="dark")
    for pemilih in (".nav", ".filters-fields", ".who", ".switch"):
        for kotak in dasbor.locator(pemilih).all():
            expect(kotak).to_be_hidden()
    expect(dasbor.locator(".overline")).to_contain_text("angka sementara")
    expect(dasbor.locator(".overline .tag")).to_have_text("Data ilustrasi")
    expect(dasbor.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_grafik_di_kertas_selalu_terang(dasbor: Page) -> None:
    gambar = dasbor.locator(".chart svg.main-svg").first
    dasbor.emulate_media(color_scheme="dark")
    dasbor.goto(RIAU)
    tunggu_grafik(dasbor)
    dasbor.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(gambar).to_have_css("background-color", "rgb(255, 255, 255)")
    dasbor.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(gambar).to_have_css("background-color", "rgb(16, 21, 27)")


DI_LUAR_KOTAK = """() => [...document.querySelectorAll(".chart[data-siap]")].flatMap((kotak) => {
    const batas = kotak.getBoundingClientRect();
    return [...kotak.querySelectorAll("text")].filter((teks) => {
        const r = teks.getBoundingClientRect();
        return r.width > 0 && (r.left < batas.left - 1 || r.right > batas.right + 1);
    }).map((teks) => teks.textContent);
})"""


@pytest.mark.parametrize("lebar", [794, 1366])
@pytest.mark.parametrize("kertas_dahulu", [True, False])
def test_tulisan_grafik_tidak_terpotong_di_kertas(dasbor: Page, lebar: int, kertas_dahulu: bool) -> None:
    """Drawn for the window, or while the page was laid out for paper already: every label within its chart."""
    dasbor.set_viewport_size({"width": lebar, "height": 768})
    if kertas_dahulu:
        dasbor.emulate_media(media="print")
    dasbor.goto("/")
    tunggu_grafik(dasbor)
    dasbor.emulate_media(media="print")
    dasbor.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert dasbor.evaluate(DI_LUAR_KOTAK) == []
    dasbor.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert dasbor.locator(".chart .main-svg[viewBox]").count() == 0


def tinta(kotak: Locator) -> str:
    return str(kotak.evaluate("e => getComputedStyle(e).color"))


def test_tema_gelap_mengganti_kertas_dan_tinta(dasbor: Page) -> None:
    dasbor.goto("/")
    terang = tinta(dasbor.locator(".answer-figure"))
    dasbor.emulate_media(color_scheme="dark")
    expect(dasbor.locator("body")).to_have_css("background-color", "rgb(16, 21, 27)")
    assert tinta(dasbor.locator(".answer-figure")) != terang
