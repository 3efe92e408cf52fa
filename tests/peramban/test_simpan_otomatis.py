"""The draft that saves itself, where it meets something else: a click, another person, an expired login."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from realisasi import alur
from realisasi.models import Dipa, LaporanTriwulan
from satker.models import Pengguna, Satker
from tests import pabrik
from tests.peramban.conftest import Catatan
from tests.peramban.test_pelaporan import alamat, draf, tempel
from tests.realisasi.test_alur import ISIAN

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.pada("2026-07-03 09:00")]

MasukSebagai = Callable[[Pengguna], None]
SIMPAN = '[data-bilah="simpan"]'
LENGKAP = ISIAN.dengan_realisasi({"52": 380_000_000, "53": 0})


@pytest.fixture
def dipa(satker_dinas: Satker) -> Dipa:
    dipa = pabrik.buat_dipa(satker_dinas, pagu={"52": 1_184_000_000, "53": 265_000_000}, blokir={"52": 48_000_000})
    pabrik.buat_target(2, 6000)
    for q in (1, 2):
        pabrik.buat_periode(q)
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 131_420_000, "53": 0})
    return dipa


@pytest.fixture
def entri(dipa: Dipa, operator: Pengguna, halaman: Page, masuk_sebagai: MasukSebagai) -> Page:
    """The entry page of TW II, opened by the operator while there is nothing in it."""
    masuk_sebagai(operator)
    halaman.goto(alamat(dipa))
    return halaman


def salinan(page: Page) -> dict[str, Any]:
    """The copy that this browser keeps of what is typed."""
    semua = json.loads(page.evaluate("JSON.stringify(localStorage)"))
    (isi,) = [json.loads(nilai)["isi"] for kunci, nilai in semua.items() if kunci.startswith("isian-")]
    return isi


# --- A line so slow that one types before the script is there ------------------------------
def test_yang_diketik_sebelum_skrip_tiba_ikut_tersimpan(
    dipa: Dipa, operator: Pengguna, halaman: Page, masuk_sebagai: MasukSebagai
) -> None:
    masuk_sebagai(operator)
    tertahan: list[Route] = []
    halaman.route("**/isian.*js", lambda jalan: tertahan.append(jalan))  # noqa: PLW0108  (a method cannot be marked)
    halaman.goto(alamat(dipa), wait_until="commit")
    halaman.locator("#k-52").fill("518335500")
    halaman.locator("#id_fisik").fill("40")
    halaman.locator("#id_basis").select_option("SP2D")
    assert tertahan
    with halaman.expect_response("**/draf/"):
        for jalan in tertahan:
            jalan.continue_()
    expect(halaman.locator(SIMPAN)).to_contain_text("Draf tersimpan")
    expect(halaman.locator("#n-52")).to_have_value("386.915.500")
    assert draf(dipa) == {"52": 386_915_500}
    laporan = LaporanTriwulan.objects.get(dipa=dipa, triwulan=2)
    assert (laporan.fisik, laporan.basis) == (40, "SP2D")


# --- A click while a draft is on its way ------------------------------------------------
@pytest.mark.parametrize("sampai", [True, False])
def test_periksa_menunggu_simpanan_yang_sedang_berjalan(
    dipa: Dipa, entri: Page, catatan: Catatan, sampai: bool
) -> None:
    """The first draft is held on the line, more is typed, and only then comes the click."""
    catatan.boleh("ERR_FAILED")
    tertahan: list[Route] = []

    def tahan(jalan: Route) -> None:
        tertahan.append(jalan)

    entri.route("**/draf/", tahan, times=1)
    with entri.expect_request("**/draf/"):
        entri.locator("#n-52").fill("1.000.000")
    entri.locator("#n-52").fill("386.915.500")
    entri.get_by_role("button", name="Periksa").click()
    expect(entri.locator(SIMPAN)).to_contain_text("Menyimpan")
    assert entri.url.endswith(alamat(dipa))
    assert draf(dipa) == {}
    if sampai:
        tertahan.pop().continue_()
    else:
        tertahan.pop().abort()
    entri.wait_for_url("**/periksa/")
    expect(entri.get_by_role("row", name="52 Barang")).to_contain_text("386.915.500")
    assert draf(dipa) == {"52": 386_915_500}


# --- Somebody else ----------------------------------------------------------------------
def test_simpanan_sesudah_diajukan_tidak_menawarkan_pilihan(
    dipa: Dipa, kepala: Pengguna, entri: Page, catatan: Catatan
) -> None:
    catatan.boleh("409")
    laporan = alur.simpan_draf(dipa.pk, 2, kepala, LENGKAP, 0)
    alur.ajukan(dipa.pk, 2, kepala, laporan.perubahan_ke)
    with entri.expect_response("**/draf/") as jawaban:
        entri.locator("#n-52").fill("386915500")
    assert jawaban.value.status == 409
    expect(entri.locator(SIMPAN)).to_contain_text("sudah diajukan")
    expect(entri.locator(SIMPAN)).to_contain_text(kepala.nama)
    expect(entri.locator(SIMPAN)).to_contain_text("tersimpan di peramban ini")
    expect(entri.locator("#bentrok")).to_have_count(0)
    expect(entri.get_by_role("button", name="Pakai isian saya")).to_have_count(0)
    # Nothing is sent any more, whatever is typed and however often the line comes back.
    diminta: list[str] = []
    entri.on("request", lambda r: diminta.append(r.url))
    entri.locator("#n-52").fill("386915501")
    entri.evaluate("window.dispatchEvent(new Event('online'))")
    assert salinan(entri)["r-52"] == "386915501"
    entri.reload()
    assert not [u for u in diminta if u.endswith("/draf/")]
    laporan.refresh_from_db()
    assert laporan.versi.get().rincian.get(jenis="52").realisasi == 380_000_000


def test_salinan_yang_dipakai_lagi_tidak_melewati_simpanan_orang_lain(
    dipa: Dipa, operator: Pengguna, kepala: Pengguna, entri: Page, catatan: Catatan, masuk_sebagai: MasukSebagai
) -> None:
    """Typed on a page that knew of no draft, and taken up after the kepala has stored one."""
    catatan.boleh("403|409")
    entri.context.clear_cookies()
    entri.locator("#n-52").fill("386915500")
    expect(entri.locator(SIMPAN)).to_contain_text("Masuk lagi")
    alur.simpan_draf(dipa.pk, 2, kepala, ISIAN.dengan_realisasi({"52": 5_000_000}), 0)
    masuk_sebagai(operator)
    entri.goto(alamat(dipa))
    expect(entri.locator("#n-52")).to_have_value("5.000.000")
    entri.get_by_role("button", name="Pakai isian itu").click()
    kotak = entri.locator("#bentrok")
    expect(kotak.get_by_role("row", name="52 Barang")).to_contain_text("386.915.500")
    expect(kotak.get_by_role("row", name="52 Barang")).to_contain_text("5.000.000")
    expect(kotak).to_contain_text(kepala.nama)
    assert draf(dipa) == {"52": 5_000_000}
    kotak.get_by_role("button", name="Pakai isian saya").click()
    expect(entri.locator(SIMPAN)).to_contain_text("Draf tersimpan")
    assert draf(dipa) == {"52": 386_915_500}


# --- An earlier quarter that moves --------------------------------------------------------
def koreksi_tw_satu(dipa: Dipa) -> None:
    """TW I was sent back, corrected and submitted again: 140 million instead of 131.42."""
    pabrik.kembalikan(LaporanTriwulan.objects.get(dipa=dipa, triwulan=1))
    pabrik.buat_laporan_diajukan(dipa, 1, {"52": 140_000_000, "53": 0})


def test_triwulan_lalu_yang_berubah_tidak_menggeser_yang_tidak_disentuh(
    dipa: Dipa, operator: Pengguna, entri: Page
) -> None:
    alur.simpan_draf(dipa.pk, 2, operator, LENGKAP, 0)
    entri.reload()
    koreksi_tw_satu(dipa)
    entri.get_by_label("Kemajuan fisik").fill("55")
    # What the server answers counts with TW I as it is now.
    expect(entri.locator('[data-jumlah="kumulatif"]')).to_have_text("520.000.000")
    laporan = LaporanTriwulan.objects.get(dipa=dipa, triwulan=2)
    assert (laporan.fisik, draf(dipa)) == (55, {"52": 380_000_000, "53": 0})


def test_salinan_dari_sebelum_triwulan_lalu_berubah_tidak_menggeser_angka(
    dipa: Dipa, operator: Pengguna, entri: Page, catatan: Catatan, masuk_sebagai: MasukSebagai
) -> None:
    """Both columns come back from the copy; the amount of the quarter is the one that was meant."""
    catatan.boleh("403")
    alur.simpan_draf(dipa.pk, 2, operator, LENGKAP, 0)
    entri.reload()
    entri.context.clear_cookies()
    entri.get_by_label("Kemajuan fisik").fill("55")
    expect(entri.locator(SIMPAN)).to_contain_text("Masuk lagi")
    koreksi_tw_satu(dipa)
    masuk_sebagai(operator)
    entri.goto(alamat(dipa))
    with entri.expect_response("**/draf/") as jawaban:
        entri.get_by_role("button", name="Pakai isian itu").click()
    assert jawaban.value.status == 200
    expect(entri.locator("#n-52")).to_have_value("380.000.000")
    expect(entri.locator("#k-52")).to_have_value("520.000.000")
    laporan = LaporanTriwulan.objects.get(dipa=dipa, triwulan=2)
    assert (laporan.fisik, draf(dipa)) == (55, {"52": 380_000_000, "53": 0})


# --- A paste after the login has expired ----------------------------------------------------
@pytest.mark.parametrize("kuki", [None, settings.SESSION_COOKIE_NAME])
def test_tempelan_sesudah_sesi_berakhir_dikatakan(
    dipa: Dipa, operator: Pengguna, entri: Page, catatan: Catatan, masuk_sebagai: MasukSebagai, kuki: str | None
) -> None:
    """Whether all cookies are gone or the session alone: said at the bar, with the way back."""
    catatan.boleh("403")
    entri.locator("#n-53").fill("1.000")
    expect(entri.locator(SIMPAN)).to_contain_text("Draf tersimpan")
    entri.context.clear_cookies(**({"name": kuki} if kuki else {}))
    tempel(entri, "#n-52", "386.915.500\r\n125.000.000\r\n")
    expect(entri.locator(SIMPAN)).to_contain_text("tempelan belum dipakai")
    masuk = entri.locator(SIMPAN).get_by_role("link", name="Masuk lagi")
    expect(masuk).to_have_attribute("href", f"/masuk/?next={alamat(dipa).replace('/', '%2F')}")
    expect(entri.locator("#n-52")).to_have_value("")
    expect(entri.locator("#n-53")).to_have_value("1.000")
    assert draf(dipa) == {"53": 1_000}
    # Signed in again in another tab, the same paste goes through.
    masuk_sebagai(operator)
    entri.reload()
    tempel(entri, "#n-52", "386.915.500\r\n125.000.000\r\n")
    expect(entri.locator(SIMPAN)).to_contain_text("Draf tersimpan")
    expect(entri.locator("#k-52")).to_have_value("518.335.500")


def test_tempelan_raksasa_tidak_menyuruh_masuk_lagi(dipa: Dipa, entri: Page, catatan: Catatan) -> None:
    """A whole sheet on the clipboard is more than the server reads at all: said at the cell, nothing is changed."""
    catatan.boleh("400")
    tempel(entri, "#n-52", "1.000\r\n" * 500_000)
    expect(entri.locator('[data-tempelan="ditolak"]')).to_contain_text("Tempelan ini terlalu besar.")
    expect(entri.locator(SIMPAN).get_by_role("link")).to_have_count(0)
    expect(entri.locator("#n-52")).to_have_value("")
    tempel(entri, "#n-52", "386.915.500\r\n125.000.000\r\n")
    expect(entri.locator(SIMPAN)).to_contain_text("Draf tersimpan")


# --- A machine that two share ---------------------------------------------------------------
def test_salinan_seorang_tidak_ditawarkan_kepada_yang_lain(
    dipa: Dipa, operator: Pengguna, kepala: Pengguna, entri: Page, catatan: Catatan, masuk_sebagai: MasukSebagai
) -> None:
    catatan.boleh("net::|Failed to fetch")
    entri.route("**/draf/", lambda jalan: jalan.abort())
    entri.locator("#n-53").fill("1.000")
    expect(entri.locator(SIMPAN)).to_contain_text("Isian tersimpan di peramban ini")
    entri.unroute("**/draf/")
    masuk_sebagai(kepala)
    entri.goto(alamat(dipa))
    expect(entri.locator("#n-53")).to_have_value("")
    expect(entri.locator("#tawaran")).to_have_count(0)
    masuk_sebagai(operator)
    entri.goto(alamat(dipa))
    expect(entri.locator("#tawaran")).to_contain_text("belum sampai ke server")


# --- A server that has lost its database ----------------------------------------------------
def test_yang_diketik_dan_ditempel_selama_gangguan(dipa: Dipa, entri: Page, catatan: Catatan) -> None:
    """The answer is a page with status 503: what is typed waits in this browser, and nobody is told to sign in."""
    catatan.boleh("503")

    def terganggu(jalan: Route) -> None:
        jalan.fulfill(status=503, content_type="text/html; charset=utf-8", body="<!doctype html>Data sementara")

    entri.route("**/draf/", terganggu)
    entri.route("**/tempel/", terganggu)
    entri.locator("#n-53").fill("1.000")
    expect(entri.locator(SIMPAN)).to_contain_text("Server belum dapat menyimpan. Isian tersimpan di peramban ini.")
    assert salinan(entri)["r-53"] == "1.000"
    tempel(entri, "#n-52", "386.915.500\r\n125.000.000\r\n")
    expect(entri.locator(SIMPAN)).to_contain_text("Server sedang terganggu; tempelan belum dipakai.")
    expect(entri.locator(SIMPAN).get_by_role("link")).to_have_count(0)
    entri.unroute("**/draf/")
    entri.unroute("**/tempel/")
    tempel(entri, "#n-52", "386.915.500\r\n125.000.000\r\n")
    expect(entri.locator(SIMPAN)).to_contain_text("Draf tersimpan")
    assert draf(dipa) == {"52": 386_915_500, "53": 125_000_000}


def test_isian_tetap_ada_bila_ringkasan_diminta_tanpa_sesi(
    dipa: Dipa, operator: Pengguna, entri: Page, catatan: Catatan, masuk_sebagai: MasukSebagai
) -> None:
    """The click leads to the login; what was typed is offered once one is back."""
    catatan.boleh("403")
    entri.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    entri.locator("#n-52").fill("386915500")
    entri.get_by_role("button", name="Periksa").click()
    entri.wait_for_url("**/masuk/**")
    masuk_sebagai(operator)
    entri.goto(alamat(dipa))
    entri.get_by_role("button", name="Pakai isian itu").click()
    expect(entri.locator(SIMPAN)).to_contain_text("Draf tersimpan")
    assert draf(dipa) == {"52": 386_915_500}
