"""The queue in a real browser: a morning with the keyboard, several at once, a phone, without script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from realisasi.models import LaporanTriwulan, PeringatanVersi, RealisasiPerbendaharaan, StatusLaporan
from satker.models import Pengguna
from tests import pabrik
from tests.peramban.conftest import Catatan

MasukSebagai = Callable[[Pengguna | str], None]
PONSEL = {"width": 360, "height": 740}


@pytest.fixture
def tiga(db: None, pusat: Pengguna) -> list[LaporanTriwulan]:
    """TW III of three satker in the queue, the second one with a warning and all that a page can show."""
    pabrik.buat_target(4, 9900)
    for q in (1, 2, 3, 4):
        pabrik.buat_periode(q)
    hasil = []
    for nama in ("Kepulauan Bangka Belitung", "Riau", "Bali"):
        dipa = pabrik.buat_dipa(
            pabrik.buat_satker(provinsi=pabrik.buat_provinsi(nama=nama)),
            pagu={"52": 1_800_000_000, "53": 200_000_000},
        )
        for q in (1, 2):
            pabrik.buat_laporan_terverifikasi(dipa, q, {"52": 131_420_000, "53": 12_500_000})
        hasil.append(pabrik.buat_laporan_diajukan(dipa, 3, {"52": 1_386_915_500, "53": 125_000_000}))
    riau = hasil[1]
    pabrik.kembalikan(riau, "Belanja modal tidak cocok dengan SP2D.")
    riau = hasil[1] = pabrik.buat_laporan_diajukan(riau.dipa, 3, {"52": 1_386_915_500, "53": 95_000_000})
    PeringatanVersi.objects.create(
        versi=riau.versi_diajukan, kode="TURUN", jenis="53", judul="53 Modal turun", teks="Turun.", alasan="Baru cair."
    )
    pabrik.buat_kendala(riau.dipa)
    for jenis, jumlah in {"52": 1_649_755_500, "53": 121_000_000}.items():
        RealisasiPerbendaharaan.objects.create(
            dipa=riau.dipa,
            triwulan=3,
            jenis=jenis,
            realisasi_sd=jumlah,
            basis="SP2D",
            tanggal_data=dt.date(2026, 10, 2),
        )
    # The order of the queue is that of submission.
    return sorted(hasil, key=lambda lap: lap.versi_diajukan.diajukan_pada)  # type: ignore[union-attr]


@pytest.fixture
def antrean(tiga: list[LaporanTriwulan], halaman: Page, masuk_sebagai: MasukSebagai, pusat: Pengguna) -> Page:
    """The queue of tim pusat, opened: Bangka Belitung, Bali, Riau."""
    masuk_sebagai(pusat)
    halaman.goto("/verifikasi/")
    return halaman


def status(laporan: LaporanTriwulan) -> str:
    laporan.refresh_from_db()
    return laporan.status


def judul(halaman: Page) -> str:
    return halaman.locator("#judul-laporan").inner_text()


def test_satu_pagi_dengan_papan_tombol(antrean: Page, tiga: list[LaporanTriwulan]) -> None:
    babel, bali, riau = tiga
    assert judul(antrean) == "Kepulauan Bangka Belitung, TW III 2026"
    antrean.keyboard.press("j")
    expect(antrean.locator("#judul-laporan")).to_have_text("Bali, TW III 2026")
    antrean.keyboard.press("j")
    expect(antrean.locator("#judul-laporan")).to_have_text("Riau, TW III 2026")
    antrean.keyboard.press("j")
    expect(antrean.locator("#kabar-tombol")).to_have_text("Ini laporan terakhir di daftar.")
    # A warning asks for a second press.
    antrean.keyboard.press("v")
    expect(antrean.locator("[data-tindakan=verifikasi]")).to_be_focused()
    expect(antrean.locator("#kabar-tombol")).to_contain_text("Tekan V sekali lagi")
    assert status(riau) == StatusLaporan.DIAJUKAN
    # Keys are letters while one types.
    antrean.keyboard.press("b")
    expect(antrean.locator("#alasan")).to_be_focused()
    antrean.keyboard.type("jkxvb? Periksa modal.")
    expect(antrean.locator("#alasan")).to_have_value("jkxvb? Periksa modal.")
    antrean.locator("#alasan").fill("")
    antrean.keyboard.press("Escape")
    antrean.keyboard.press("v")
    with antrean.expect_navigation():
        antrean.keyboard.press("v")
    expect(antrean.locator(".notice.message")).to_contain_text("Riau TP, TW III 2026 diverifikasi.")
    assert status(riau) == StatusLaporan.DIVERIFIKASI
    # The last one is gone: on to the one above. Without a warning one press is enough.
    expect(antrean.locator("#judul-laporan")).to_have_text("Bali, TW III 2026")
    antrean.keyboard.press("k")
    expect(antrean.locator("#judul-laporan")).to_have_text("Kepulauan Bangka Belitung, TW III 2026")
    with antrean.expect_navigation():
        antrean.keyboard.press("v")
    assert (status(babel), status(bali)) == (StatusLaporan.DIVERIFIKASI, StatusLaporan.DIAJUKAN)
    antrean.keyboard.press("b")
    antrean.keyboard.type("Lampirkan rekap SP2D.")
    antrean.keyboard.press("Tab")
    antrean.get_by_role("button", name="Kembalikan").focus()
    with antrean.expect_navigation():
        antrean.keyboard.press("Enter")
    assert status(bali) == StatusLaporan.DIKEMBALIKAN
    expect(antrean.get_by_role("heading", name="Tidak ada yang menunggu")).to_be_visible()


def test_pilihan_bertahan_lalu_diverifikasi_sekaligus(antrean: Page, tiga: list[LaporanTriwulan]) -> None:
    riau = tiga[2]
    antrean.keyboard.press("x")
    antrean.keyboard.press("j")
    expect(antrean.locator("#judul-laporan")).to_have_text("Bali, TW III 2026")
    antrean.keyboard.press("j")
    expect(antrean.locator("#judul-laporan")).to_have_text("Riau, TW III 2026")
    antrean.keyboard.press("x")
    expect(antrean.get_by_role("checkbox", name="Pilih Kepulauan Bangka Belitung")).to_be_checked()
    expect(antrean.locator("#jumlah-pilihan")).to_have_text("1 di antaranya berperingatan")
    # Riau is submitted again meanwhile: what was picked is no longer what is stored.
    riau.perubahan_ke, riau.nama_pengubah = 9, "Kepala Riau"
    riau.save()
    with antrean.expect_navigation():
        antrean.get_by_role("button", name="Verifikasi 2 yang dipilih").click()
    hasil = antrean.locator(".batch-result")
    expect(hasil).to_contain_text("1 diverifikasi, 1 tidak")
    expect(hasil).to_contain_text("Riau TP, TW III 2026: Laporan ini sudah diubah oleh Kepala Riau")
    assert [status(lap) for lap in tiga] == ["DIVERIFIKASI", "DIAJUKAN", "DIAJUKAN"]


def test_pilihan_seorang_tidak_tercentang_bagi_yang_lain(antrean: Page, masuk_sebagai: MasukSebagai) -> None:
    """On a machine that two share, in the same tab."""
    antrean.get_by_role("checkbox", name="Pilih Bali").check()
    antrean.reload()
    expect(antrean.get_by_role("checkbox", name="Pilih Bali")).to_be_checked()
    masuk_sebagai(pabrik.buat_pengguna(peran=pabrik.Peran.TIM_PUSAT))
    antrean.reload()
    expect(antrean.get_by_role("checkbox", name="Pilih Bali")).not_to_be_checked()


@pytest.fixture
def boleh_bentrok(catatan: Catatan) -> None:
    catatan.boleh("the server responded with a status of (409|422)")


pytestmark = pytest.mark.usefixtures("boleh_bentrok")


def test_yang_diketik_bertahan_ketika_ditolak(antrean: Page, tiga: list[LaporanTriwulan]) -> None:
    babel = tiga[0]
    antrean.locator("#alasan").fill("Catatan yang panjang.")
    antrean.get_by_text("Catatan ke satu bagian").click()
    antrean.get_by_label("53 Modal").fill("Hanya 95 juta.")
    babel.perubahan_ke = 3
    babel.save()
    antrean.get_by_role("button", name="Kembalikan").click()
    expect(antrean.get_by_role("alert")).to_contain_text("sudah diubah")
    expect(antrean.locator("#alasan")).to_have_value("Catatan yang panjang.")
    expect(antrean.get_by_label("53 Modal")).to_have_value("Hanya 95 juta.")
    with antrean.expect_navigation():
        antrean.get_by_role("button", name="Kembalikan").click()
    assert status(babel) == StatusLaporan.DIKEMBALIKAN


def test_bantuan_dan_tombol_pintas_dapat_dimatikan(antrean: Page) -> None:
    antrean.keyboard.press("?")
    expect(antrean.get_by_text("ke catatan pengembalian")).to_be_visible()
    antrean.get_by_label("Pakai tombol pintas di peramban ini").uncheck()
    antrean.keyboard.press("b")
    antrean.reload()
    antrean.keyboard.press("b")
    expect(antrean.locator("#alasan")).not_to_be_focused()


def test_ponsel_satu_hal_sekali_tampil(
    antrean: Page, tiga: list[LaporanTriwulan], geser_mendatar: Callable[[Page], int]
) -> None:
    antrean.set_viewport_size(PONSEL)  # type: ignore[arg-type]
    assert geser_mendatar(antrean) == 0
    expect(antrean.locator("#judul-laporan")).to_be_hidden()
    antrean.get_by_role("link", name="Riau", exact=True).click()
    expect(antrean.locator("#judul-laporan")).to_be_visible()
    expect(antrean.locator(".queue")).to_be_hidden()
    assert geser_mendatar(antrean) == 0
    antrean.get_by_text("Catatan ke satu bagian").click()
    assert geser_mendatar(antrean) == 0
    antrean.get_by_role("link", name="Kembali ke daftar").click()
    expect(antrean.locator(".queue")).to_be_visible()


@pytest.mark.parametrize("tema", ["light", "dark"])
@pytest.mark.parametrize("lebar", [360, 1366])
def test_axe(
    antrean: Page,
    tiga: list[LaporanTriwulan],
    pelanggaran_axe: Callable[[Page], list[str]],
    tema: str,
    lebar: int,
) -> None:
    antrean.emulate_media(color_scheme=tema)  # type: ignore[arg-type]
    antrean.set_viewport_size({"width": lebar, "height": 768})
    temuan = {}
    for alamat in (
        "/verifikasi/",
        f"/verifikasi/?laporan={tiga[2].pk}",
        "/verifikasi/?daftar=dibuka",
        "/verifikasi/?daftar=terverifikasi&triwulan=2",
    ):
        antrean.goto(alamat)
        if antrean.locator(".part-notes summary").is_visible():
            antrean.locator(".part-notes summary").click()
        temuan[alamat] = pelanggaran_axe(antrean)
    assert [f"{alamat}: {t}" for alamat, daftar in temuan.items() for t in daftar] == []


def test_tanpa_skrip_semuanya_dapat_dilakukan(
    chromium: Browser, live_server: LiveServer, antrean: Page, tiga: list[LaporanTriwulan]
) -> None:
    konteks = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=antrean.context.storage_state()
    )
    page = konteks.new_page()
    page.goto("/verifikasi/")
    expect(page.locator("#bantuan-tombol")).to_be_hidden()
    page.get_by_role("checkbox", name="Pilih Bali").check()
    page.get_by_role("button", name="Verifikasi yang dipilih").click()
    expect(page.locator(".notice.message")).to_contain_text("1 laporan diverifikasi: Bali TP, TW III 2026.")
    page.get_by_role("link", name="Riau", exact=True).click()
    page.locator("#alasan").fill("Periksa.")
    page.get_by_role("button", name="Kembalikan").click()
    expect(page.locator(".notice.message")).to_contain_text("Riau TP, TW III 2026 dikembalikan.")
    konteks.close()
    assert [status(lap) for lap in tiga] == ["DIAJUKAN", "DIVERIFIKASI", "DIKEMBALIKAN"]
