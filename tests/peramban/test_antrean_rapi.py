"""The queue keeps what was typed, shows its chosen row whole, and stays within its columns."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from realisasi.models import LaporanTriwulan, RealisasiPerbendaharaan
from satker.models import Pengguna
from tests import pabrik

MasukSebagai = Callable[[Pengguna | str], None]
CATATAN = "Lampirkan rekap SP2D bulan September."
# Top and bottom of the chosen row, of what of the list shows below its head, and of the window.
TEMPAT = """() => {
    const baris = document.querySelector('.queue tr[aria-selected="true"]').getBoundingClientRect();
    const daftar = document.querySelector(".queue-scroll").getBoundingClientRect();
    const kepala = document.querySelector(".queue thead").offsetHeight;
    const bawah = Math.min(daftar.bottom, window.innerHeight);
    return [daftar.top + kepala, baris.top, baris.bottom, bawah].map(Math.round);
}"""


@pytest.fixture
def antrean(demo: None, halaman: Page, masuk_sebagai: MasukSebagai) -> Page:
    """The queue of the demo in a window of 1280 x 800."""
    halaman.set_viewport_size({"width": 1280, "height": 800})
    masuk_sebagai("pusat")
    halaman.goto("/verifikasi/")
    return halaman


def pindah(page: Page, tombol: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(tombol)


def pastikan_utuh(page: Page) -> None:
    atas, puncak, dasar, bawah = page.evaluate(TEMPAT)
    assert atas - 1 <= puncak < dasar <= bawah + 1


# --- Notes -----------------------------------------------------------------------------


def test_catatan_bertahan_saat_pindah_laporan(antrean: Page) -> None:
    antrean.locator("#alasan").fill(CATATAN)
    antrean.get_by_text("Catatan ke satu bagian").click()
    antrean.get_by_label("53 Modal").fill("Angka bulan apa?")
    antrean.get_by_label("53 Modal").press("Escape")
    pindah(antrean, "j")
    expect(antrean.locator("#alasan")).to_have_value("")
    expect(antrean.locator("#kabar-catatan")).to_be_hidden()
    pindah(antrean, "k")
    expect(antrean.locator("#alasan")).to_have_value(CATATAN)
    expect(antrean.get_by_label("53 Modal")).to_be_visible()
    expect(antrean.get_by_label("53 Modal")).to_have_value("Angka bulan apa?")
    expect(antrean.locator("#kabar-catatan")).to_contain_text("belum dikirim dimunculkan lagi")
    antrean.get_by_role("button", name="Kosongkan").click()
    expect(antrean.locator("#alasan")).to_have_value("")
    antrean.reload()
    expect(antrean.locator("#alasan")).to_have_value("")
    expect(antrean.locator("#kabar-catatan")).to_be_hidden()


def test_catatan_hilang_setelah_terkirim(antrean: Page) -> None:
    antrean.locator("#alasan").fill(CATATAN)
    with antrean.expect_navigation():
        antrean.get_by_role("button", name="Kembalikan").click()
    expect(antrean.locator(".notice.message")).to_contain_text("dikembalikan")
    sisa = antrean.evaluate("Object.keys(sessionStorage).filter((k) => k.startsWith('verifikasi-catatan'))")
    assert sisa == []


def test_catatan_bertahan_bila_sesi_berakhir(
    antrean: Page, konteks_peramban: BrowserContext, masuk_sebagai: MasukSebagai
) -> None:
    laporan = LaporanTriwulan.objects.get(pk=antrean.locator("tr[aria-selected=true]").get_attribute("data-laporan"))
    antrean.locator("#alasan").fill(CATATAN)
    csrf = [c for c in konteks_peramban.cookies() if "csrf" in c["name"]]
    konteks_peramban.clear_cookies()
    konteks_peramban.add_cookies(csrf)  # type: ignore[arg-type]
    with antrean.expect_navigation():
        antrean.get_by_role("button", name="Kembalikan").click()
    expect(antrean).to_have_url(re.compile("/masuk/"))
    masuk_sebagai("pusat")
    antrean.goto(f"/verifikasi/{laporan.pk}/kembalikan/")
    expect(antrean.locator("#alasan")).to_have_value(CATATAN)


# --- The list --------------------------------------------------------------------------


def test_baris_terpilih_terlihat_utuh_sampai_akhir(antrean: Page) -> None:
    alamat = antrean.locator(".queue tbody .cell-name a").evaluate_all("(a) => a.map((satu) => satu.href)")
    assert len(alamat) > 12
    pastikan_utuh(antrean)
    for tujuan in (alamat[-1], alamat[len(alamat) // 2], alamat[1], alamat[-2]):
        antrean.goto(tujuan)
        pastikan_utuh(antrean)
    expect(antrean.locator("[data-massal]")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("lebar", [1200, 1280, 1366, 1440])
def test_baris_dua_garis_dan_kepala_sebaris(antrean: Page, lebar: int) -> None:
    antrean.set_viewport_size({"width": lebar, "height": 800})
    tinggi = antrean.locator(".queue tbody tr").evaluate_all("(baris) => baris.map((satu) => satu.offsetHeight)")
    assert max(tinggi) <= 62
    kepala = antrean.locator(".page-head .end").bounding_box()
    judul = antrean.locator(".page-head h1").bounding_box()
    assert kepala is not None
    assert judul is not None
    assert kepala["y"] < judul["y"] + 2 * judul["height"]


def test_tabel_banding_muat_dengan_semua_kolomnya(antrean: Page) -> None:
    """An earlier quarter, an earlier version and the treasury, with amounts as large as those of the demo."""
    laporan = LaporanTriwulan.objects.filter(status="DIAJUKAN", dipa__satker__provinsi__nama="Jawa Barat").latest("pk")
    pabrik.kembalikan(laporan, "Periksa belanja barang.")
    isi = {"52": 460_824_929, "53": 76_099_492}
    pabrik.buat_laporan_diajukan(laporan.dipa, laporan.triwulan, isi)
    for jenis, jumlah in {"52": 1_844_534_283, "53": 305_632_535}.items():
        RealisasiPerbendaharaan.objects.update_or_create(
            dipa=laporan.dipa, triwulan=laporan.triwulan, jenis=jenis, defaults={"realisasi_sd": jumlah}
        )
    antrean.goto(f"/verifikasi/?laporan={laporan.pk}")
    expect(antrean.locator(".compare thead th")).to_have_count(7)
    lebar = antrean.locator(".table-scroll:has(.compare)").evaluate("(e) => [e.scrollWidth, e.clientWidth]")
    assert lebar[0] <= lebar[1]


@pytest.mark.parametrize("lebar", [1200, 1280, 1440])
@pytest.mark.parametrize("triwulan", [2, 3])
def test_tabel_satker_muat(demo: None, halaman: Page, masuk_sebagai: MasukSebagai, lebar: int, triwulan: int) -> None:
    halaman.set_viewport_size({"width": lebar, "height": 800})
    masuk_sebagai("pusat")
    halaman.goto(f"/satker/?tahun=2026&triwulan={triwulan}")
    ukuran = halaman.locator(".table-scroll").evaluate("(e) => [e.scrollWidth, e.clientWidth]")
    assert ukuran[0] <= ukuran[1]
