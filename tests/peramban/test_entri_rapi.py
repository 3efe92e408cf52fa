"""The entry page while one works in it: what the bar says, what is marked, what is seen, what is printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from realisasi import alur
from realisasi.models import Dipa, LaporanTriwulan
from satker.models import Pengguna, Satker
from tests import pabrik
from tests.peramban.conftest import Catatan
from tests.peramban.test_cetak import lembar_pdf
from tests.peramban.test_pelaporan import alamat, draf, tempel
from tests.realisasi.test_alur import ISIAN, KENDALA

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.pada("2026-07-03 09:00")]

MasukSebagai = Callable[[Pengguna], None]
SIMPAN = '[data-bilah="simpan"]'
STATUS = '[data-bilah="status"]'
BELANJA = '[data-bilah="belanja"]'
CATATAN = '[data-bilah="catatan"]'
LENGKAP = ISIAN.dengan_realisasi({"52": 600_000_000, "53": 77_071_604})
PANJANG = "Panitia menyusun ulang HPS bersama dinas teknis, lalu paket dilelang lagi lewat katalog daerah. " * 3


@pytest.fixture
def dipa(satker_dinas: Satker) -> Dipa:
    dipa = pabrik.buat_dipa(satker_dinas, pagu={"52": 1_184_000_000, "53": 265_000_000}, blokir={"52": 48_000_000})
    pabrik.buat_target(2, 6000)
    pabrik.buat_target(4, 9900)
    for q in (1, 2, 3):
        pabrik.buat_periode(q)
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 131_420_000, "53": 0})
    return dipa


@pytest.fixture
def entri(dipa: Dipa, operator: Pengguna, halaman: Page, masuk_sebagai: MasukSebagai) -> Page:
    """The entry page of TW II with a stored draft of both jenis."""
    alur.simpan_draf(dipa.pk, 2, operator, LENGKAP, 0)
    masuk_sebagai(operator)
    halaman.goto(alamat(dipa))
    return halaman


def jawaban_draf(page: Page, kerjakan: Callable[[], None]) -> Any:
    """Do something that the page then stores by itself; the server's answer."""
    with page.expect_response("**/draf/") as jawaban:
        kerjakan()
    return jawaban.value.json()


# --- A paste that is refused --------------------------------------------------------------
def test_tempelan_yang_ditolak_menandai_selnya_sampai_diketik_lagi(dipa: Dipa, entri: Page, catatan: Catatan) -> None:
    catatan.boleh("422")
    tempel(entri, "#n-52", "20000\n1x")
    expect(entri.locator("#m-53")).to_contain_text("tidak ada yang diubah")
    expect(entri.locator("#n-53")).to_have_value("77.071.604")
    expect(entri.locator("#n-53")).to_have_css("border-top-width", "2px")
    expect(entri.locator("#n-52")).to_have_css("border-top-width", "1px")
    # What stands in the cells is right: it is stored as one types on.
    expect(entri.locator('#isian [aria-invalid="true"]')).to_have_count(0)
    entri.locator("#n-52").fill("610000000")
    expect(entri.locator("#m-53")).to_be_hidden()
    expect(entri.locator("#n-53")).to_have_css("border-top-width", "1px")
    expect(entri.locator(CATATAN)).to_have_text("")
    expect(entri.locator(SIMPAN)).to_contain_text("Draf tersimpan")
    assert draf(dipa) == {"52": 610_000_000, "53": 77_071_604}


def test_tiap_sel_buruk_dalam_tempelan_disebut_di_barisnya(dipa: Dipa, entri: Page, catatan: Catatan) -> None:
    catatan.boleh("422")
    tempel(entri, "#n-52", "2O000\n1x")
    expect(entri.locator("#m-52")).to_contain_text("tidak ada yang diubah")
    expect(entri.locator("#m-52")).to_contain_text("2O000")
    expect(entri.locator("#m-53")).to_contain_text("1x")
    expect(entri.locator("#n-52")).to_be_focused()
    for sel in ("#n-52", "#n-53"):
        expect(entri.locator(sel)).to_have_css("border-top-width", "2px")
    assert draf(dipa) == LENGKAP.realisasi


def test_sebab_tempelan_ditolak_terbaca_di_atas_bilah_hasil(entri: Page, catatan: Catatan) -> None:
    catatan.boleh("422")
    entri.set_viewport_size({"width": 360, "height": 640})
    entri.evaluate("window.scrollTo(0, 0)")
    tempel(entri, "#n-52", "20000\n1x")
    pesan = entri.locator('#m-53 [data-tempelan="ditolak"]')
    expect(pesan).to_be_in_viewport(ratio=1)
    kotak, bilah = pesan.bounding_box(), entri.locator(".result-bar").bounding_box()
    assert kotak
    assert bilah
    assert kotak["y"] + kotak["height"] <= bilah["y"]


def test_tempelan_yang_ditolak_membiarkan_pesan_sel_yang_tidak_terbaca(entri: Page, catatan: Catatan) -> None:
    catatan.boleh("422")
    entri.locator("#n-53").fill("1x")
    tempel(entri, "#n-52", "20000\n3y")
    expect(entri.locator("#m-53 .notice")).to_have_count(2)
    entri.locator("#n-52").fill("1")
    expect(entri.locator("#m-53 .notice")).to_have_count(1)
    expect(entri.locator("#n-53")).to_have_attribute("aria-invalid", "true")


# --- Reasons of warnings that come and go -------------------------------------------------
def test_alasan_kembali_bersama_peringatan_yang_sama(dipa: Dipa, entri: Page) -> None:
    """One tries another figure and goes back: what was written for the first one is not lost."""
    sel, alasan = entri.locator("#n-53"), entri.locator('textarea[name="alasan-PAGU_MINUS:53"]')
    jawaban_draf(entri, lambda: sel.fill("300000000"))
    jawaban_draf(entri, lambda: alasan.fill("Revisi ke-3 belum dimuat."))
    jawaban_draf(entri, lambda: sel.fill("1000000"))
    expect(alasan).to_have_count(0)
    with entri.expect_response(lambda j: "Revisi ke-3" in (j.request.post_data or "")):
        sel.fill("300000000")
    expect(alasan).to_have_value("Revisi ke-3 belum dimuat.")
    entri.reload()
    expect(alasan).to_have_value("Revisi ke-3 belum dimuat.")
    # Another excess is another question.
    jawaban_draf(entri, lambda: sel.fill("1000000"))
    expect(alasan).to_have_count(0)
    jawaban_draf(entri, lambda: sel.fill("400000000"))
    expect(alasan).to_have_value("")


# --- The words of the result bar ----------------------------------------------------------
def test_bilah_tidak_menilai_angka_yang_tidak_terbaca(dipa: Dipa, entri: Page) -> None:
    jawaban_draf(entri, lambda: entri.locator("#n-52").fill("900000000"))
    expect(entri.locator(STATUS)).to_have_text("Target 60 % tercapai")
    belanja = entri.locator(BELANJA).inner_text()
    entri.locator("#n-52").fill("12O")
    expect(entri.locator(STATUS)).to_have_text("Belum dinilai")
    expect(entri.locator(STATUS)).to_have_class("status abu")
    expect(entri.locator(BELANJA)).to_have_text("")
    expect(entri.locator(CATATAN)).to_have_text("belum termasuk 52 Barang")
    # Typed back to what the server knows: its words hold again, without asking it.
    entri.locator("#n-52").fill("900000000")
    expect(entri.locator(STATUS)).to_have_text("Target 60 % tercapai")
    expect(entri.locator(BELANJA)).to_have_text(belanja)
    expect(entri.locator(CATATAN)).to_have_text("")


def test_bilah_tanpa_sambungan_berkata_kapan_dinilai(entri: Page, catatan: Catatan) -> None:
    catatan.boleh("Failed to load|ERR_INTERNET_DISCONNECTED|net::")
    entri.context.set_offline(True)
    entri.locator("#n-52").fill("900000000")
    expect(entri.locator(CATATAN)).to_have_text("dinilai setelah tersambung lagi")
    expect(entri.locator(STATUS)).to_have_text("Belum dinilai")
    expect(entri.locator(BELANJA)).to_have_text("")
    entri.context.set_offline(False)
    expect(entri.locator(STATUS)).to_have_text("Target 60 % tercapai")
    expect(entri.locator(CATATAN)).to_have_text("")


def test_bilah_saat_kolom_lain_salah(entri: Page, catatan: Catatan) -> None:
    catatan.boleh("422")
    expect(entri.locator(STATUS)).to_have_text("Di bawah target 60 %")
    entri.get_by_label("Kemajuan fisik").fill("150")
    expect(entri.locator(SIMPAN)).to_contain_text("Belum disimpan")
    expect(entri.locator(STATUS)).to_have_text("Di bawah target 60 %")  # of figures that are still the same
    expect(entri.locator(CATATAN)).to_have_text("")
    entri.locator("#n-52").fill("900000000")
    expect(entri.locator(CATATAN)).to_have_text("dinilai setelah yang bertanda merah diperbaiki")
    expect(entri.locator(STATUS)).to_have_text("Belum dinilai")


# --- Focus and the bar --------------------------------------------------------------------
@pytest.mark.parametrize(("lebar", "tinggi", "bilah"), [(360, 640, 140), (1280, 800, 80)])
def test_fokus_tidak_pernah_di_balik_bilah(entri: Page, lebar: int, tinggi: int, bilah: int) -> None:
    entri.set_viewport_size({"width": lebar, "height": tinggi})
    entri.reload()
    assert entri.evaluate("document.querySelector('.result-bar').offsetHeight") <= bilah
    dilewati, tertutup = [], []
    entri.locator("#n-52").focus()
    while True:
        entri.keyboard.press("Tab")
        letak = entri.evaluate(
            """() => {
                const e = document.activeElement, bilah = document.querySelector(".result-bar");
                if (e === document.body || bilah.contains(e)) return null;
                const kotak = e.getBoundingClientRect();
                // of a tall field the first line, where the cursor stands
                const tertutup = kotak.top + Math.min(kotak.height, 44) > bilah.getBoundingClientRect().top;
                return [e.id || e.name || e.textContent.trim(), tertutup];
            }"""
        )
        if letak is None:
            break
        dilewati.append(letak[0])
        if letak[1]:
            tertutup.append(letak[0])
    assert {"k-53", "id_basis", "id_tanggal_data", "tambah-kendala", "Unggah bukti", "teks-tempel"} <= set(dilewati)
    assert tertutup == []


# --- Said at the cell ---------------------------------------------------------------------
def test_jumlah_berjalan_negatif_dan_tanggal_dikatakan_di_tempatnya(dipa: Dipa, entri: Page) -> None:
    jawaban_draf(entri, lambda: entri.locator("#n-52").fill("-500000000"))
    expect(entri.locator("#m-52")).to_contain_text("s.d. TW II menjadi \u2212Rp\u00a0368.580.000")
    expect(entri.locator("#n-52")).to_have_class("keliru")
    jawaban_draf(entri, lambda: entri.get_by_label("Data per tanggal").fill("2027-12-01"))
    expect(entri.locator("#salah-tanggal_data")).to_have_text("Tanggal data 1 Desember 2027 belum terjadi.")
    assert draf(dipa) == {"52": -500_000_000, "53": 77_071_604}  # a draft may be so
    entri.reload()
    expect(entri.locator("#m-52")).to_contain_text("Pengembalian tidak boleh melebihi")
    expect(entri.locator("#salah-tanggal_data")).to_be_visible()
    jawaban_draf(entri, lambda: entri.locator("#n-52").fill("5"))
    jawaban_draf(entri, lambda: entri.get_by_label("Data per tanggal").fill("2026-06-30"))
    expect(entri.locator("#m-52 .tempat-salah")).to_be_empty()
    expect(entri.locator("#salah-tanggal_data")).to_be_hidden()


def test_batas_waktu_yang_lewat_dikatakan_di_kendalanya(entri: Page) -> None:
    entri.get_by_role("button", name="Tambah kendala").click()
    kedua = entri.locator("fieldset.kendala").nth(1)
    kedua.get_by_label("Kendala", exact=True).fill("Pejabat pensiun.")
    jawaban_draf(entri, lambda: kedua.get_by_label("Batas waktu").fill("2026-07-02"))
    expect(kedua.locator("[data-salah]")).to_contain_text("Batas waktu 2 Juli 2026 sudah lewat")
    expect(entri.locator("fieldset.kendala").first.locator("[data-salah]")).to_be_hidden()


@pytest.mark.pada("2026-10-05 09:00")
def test_ringkasan_menyebut_kendala_yang_mana(
    dipa: Dipa, kepala: Pengguna, halaman: Page, masuk_sebagai: MasukSebagai
) -> None:
    dua = (KENDALA, replace(KENDALA, uraian="Pejabat pensiun.", kategori="SDM", batas_waktu="2026-11-30"))
    pabrik.buat_laporan_diajukan(dipa, 2, {"52": 1_000_000, "53": 0})
    alur.simpan_draf(dipa.pk, 3, kepala, replace(ISIAN, kendala=dua), 0)
    masuk_sebagai(kepala)
    halaman.goto(f"/pelaporan/{dipa.pk}/3/periksa/")
    expect(halaman.get_by_text("Kendala “Lelang gagal.”: batas waktu 1 September 2026 sudah lewat")).to_be_visible()
    expect(halaman.get_by_text("Pengadaan · batas waktu 1 September 2026")).to_be_visible()
    expect(halaman.get_by_text("batas waktu 30 November 2026")).to_be_visible()


# --- Marks, texts, days -------------------------------------------------------------------
def test_batas_merah_menang_atas_kuning(dipa: Dipa, entri: Page) -> None:
    jawaban_draf(entri, lambda: entri.locator("#n-53").fill("300000000"))
    expect(entri.locator("#m-53")).to_contain_text("Pagu minus")
    kuning = entri.locator("#n-53").evaluate("e => getComputedStyle(e).borderTopColor")
    alasan = entri.locator('textarea[name="alasan-PAGU_MINUS:53"]')
    jawaban_draf(entri, lambda: alasan.fill("Revisi DIPA sedang diproses."))
    entri.locator("#n-53").fill("30x")
    expect(entri.locator("#m-53")).to_contain_text("huruf x")
    expect(entri.locator("#m-53 .tempat-peringatan")).to_be_hidden()
    assert entri.locator("#n-53").evaluate("e => getComputedStyle(e).borderTopColor") != kuning
    entri.locator("#n-53").fill("300000001")
    expect(alasan).to_be_visible()
    expect(alasan).to_have_value("Revisi DIPA sedang diproses.")


@pytest.mark.parametrize("lebar", [360, 1280])
def test_teks_kendala_terbaca_seluruhnya(
    dipa: Dipa, operator: Pengguna, halaman: Page, masuk_sebagai: MasukSebagai, lebar: int
) -> None:
    kendala = (replace(KENDALA, uraian=PANJANG, tindak_lanjut=PANJANG),)
    alur.simpan_draf(dipa.pk, 2, operator, replace(LENGKAP, kendala=kendala), 0)
    halaman.set_viewport_size({"width": lebar, "height": 800})
    masuk_sebagai(operator)
    halaman.goto(alamat(dipa))
    for media in ("screen", "print"):
        halaman.emulate_media(media=media)
        for teks in halaman.locator("fieldset.kendala textarea").all():
            assert teks.evaluate("e => e.scrollHeight - e.clientHeight") <= 0


def test_tanggal_diulang_dengan_kata(entri: Page) -> None:
    sebutan = entri.locator(".field", has=entri.get_by_label("Data per tanggal")).locator(".hari-kata")
    expect(sebutan).to_have_text("30 Juni 2026")
    entri.get_by_label("Data per tanggal").fill("2026-07-01")
    expect(sebutan).to_have_text("1 Juli 2026")
    entri.get_by_role("button", name="Tambah kendala").click()
    baru = entri.locator("fieldset.kendala").nth(1)
    expect(baru.locator(".hari-kata")).to_have_text("")
    baru.get_by_label("Batas waktu").fill("2026-08-14")
    expect(baru.locator(".hari-kata")).to_have_text("14 Agustus 2026")
    expect(entri.locator("fieldset.kendala").first.locator(".hari-kata")).to_have_text("1 September 2026")


def test_salinan_ditawarkan_dengan_waktu_wib(
    dipa: Dipa,
    operator: Pengguna,
    halaman: Page,
    masuk_sebagai: MasukSebagai,
    chromium: Browser,
    live_server: LiveServer,
) -> None:
    """Whoever travels sees the hour of the office, and that it is WIB (rule 12)."""
    masuk_sebagai(operator)
    halaman.goto(alamat(dipa))
    kunci = halaman.locator("#isian").get_attribute("data-kunci")
    isi = {"waktu": 1_783_068_600_000, "isi": {"r-52": "5"}}  # 2026-07-03 08:50 UTC
    konteks = chromium.new_context(base_url=live_server.url, locale="en-US", timezone_id="Europe/London")
    try:
        konteks.add_cookies(halaman.context.cookies())  # type: ignore[arg-type]
        konteks.add_init_script(f"localStorage.setItem({json.dumps(kunci)}, {json.dumps(json.dumps(isi))})")
        lain = konteks.new_page()
        lain.goto(alamat(dipa))
        expect(lain.locator("#tawaran")).to_contain_text("3 Juli 2026 pukul 15.50 WIB")
        bawah = lain.evaluate(
            """() => document.querySelector("#judul-angka").closest("section").getBoundingClientRect().top
                - document.querySelector("#tawaran").getBoundingClientRect().bottom"""
        )
        assert bawah >= 16
    finally:
        konteks.close()


# --- Two people ---------------------------------------------------------------------------
def test_bentrok_di_atas_angka_dan_periksa_menunggu(
    dipa: Dipa, kepala: Pengguna, entri: Page, catatan: Catatan
) -> None:
    catatan.boleh("409")
    laporan = LaporanTriwulan.objects.get(dipa=dipa, triwulan=2)
    alur.simpan_draf(dipa.pk, 2, kepala, ISIAN.dengan_realisasi({"52": 5_000_000}), laporan.perubahan_ke)
    periksa = entri.get_by_role("button", name="Periksa")
    entri.locator("#n-52").fill("386915500")
    kotak = entri.locator("#bentrok")
    expect(kotak).to_be_focused()
    expect(kotak).to_be_in_viewport()
    assert kotak.bounding_box()["y"] < entri.locator("#n-52").bounding_box()["y"]  # type: ignore[index]
    expect(periksa).to_be_disabled()
    entri.set_viewport_size({"width": 360, "height": 740})
    assert kotak.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    tersimpan = kotak.get_by_role("link", name="Pakai yang tersimpan").bounding_box()
    assert tersimpan is not None
    assert tersimpan["x"] + tersimpan["width"] <= 360
    entri.get_by_label("Kemajuan fisik").press("Enter")  # would press the first button of the form
    expect(kotak).to_be_visible()
    assert draf(dipa) == {"52": 5_000_000}
    kotak.get_by_role("button", name="Pakai isian saya").click()
    expect(entri.locator(SIMPAN)).to_contain_text("Draf tersimpan")
    expect(periksa).to_be_enabled()
    assert draf(dipa)["52"] == 386_915_500


# --- Reading, printing, phone -------------------------------------------------------------
def test_halaman_baca_menunjukkan_peringatan_dan_alasan(
    dipa: Dipa, kepala: Pengguna, halaman: Page, masuk_sebagai: MasukSebagai
) -> None:
    alasan = {"PAGU_MINUS:53": "Revisi DIPA sedang diproses.", "LONJAKAN": "Kontrak dibayar lunas pada Mei."}
    isian = replace(ISIAN.dengan_realisasi({"52": 600_000_000, "53": 300_000_000}), alasan=alasan)
    laporan = alur.simpan_draf(dipa.pk, 2, kepala, isian, 0)
    alur.ajukan(dipa.pk, 2, kepala, laporan.perubahan_ke)
    masuk_sebagai(kepala)
    halaman.goto(alamat(dipa))
    bagian = halaman.get_by_role("region", name="Peringatan dan alasan dinas")
    for teks in ("Pagu minus", *alasan.values()):
        expect(bagian.get_by_text(teks).first).to_be_visible()
    expect(halaman.locator("textarea")).to_have_count(0)
    expect(halaman.get_by_text("Pengadaan · batas waktu 1 September 2026")).to_be_visible()


def test_cetakan_isian_tanpa_tombol_dan_tanpa_halaman_kosong(
    dipa: Dipa, operator: Pengguna, halaman: Page, masuk_sebagai: MasukSebagai
) -> None:
    kendala = tuple(replace(KENDALA, uraian=f"{n}. {PANJANG}", tindak_lanjut=PANJANG) for n in range(3))
    alur.simpan_draf(dipa.pk, 2, operator, replace(LENGKAP, kendala=kendala), 0)
    masuk_sebagai(operator)
    halaman.goto(alamat(dipa))
    assert len(lembar_pdf(halaman.pdf(prefer_css_page_size=True))) == 2
    halaman.emulate_media(media="print")
    for alat in halaman.locator("main button, main input[type=file], #teks-tempel, .result-bar").all():
        expect(alat).to_be_hidden()
    expect(halaman.locator("#n-52")).to_be_visible()
    expect(halaman.locator("#id_tanggal_data")).to_be_hidden()
    expect(halaman.get_by_text("30 Juni 2026")).to_be_visible()


def test_ponsel_angka_di_layar_pertama_dan_cetak_terlihat(entri: Page, geser_mendatar: Callable[[Page], int]) -> None:
    entri.set_viewport_size({"width": 360, "height": 640})
    entri.reload()
    atas = entri.locator(".result-bar").bounding_box()["y"]  # type: ignore[index]
    kotak = entri.locator("#n-52").bounding_box()
    assert kotak is not None
    assert kotak["y"] + kotak["height"] < atas
    entri.goto("/pelaporan/")
    tautan = entri.get_by_role("link", name="Formulir C TW II 2026").bounding_box()
    assert tautan is not None
    assert tautan["x"] + tautan["width"] <= 360
    assert geser_mendatar(entri) == 0
