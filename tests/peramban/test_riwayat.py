"""The history of changes in a real browser: phone, keyboard, axe, dark, and its filters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from auditlog.context import set_actor
from playwright.sync_api import Page, expect

from realisasi.models import Dipa, LaporanTriwulan
from satker import permintaan
from satker.models import Pengguna
from tests.peramban.conftest import Catatan

MasukSebagai = Callable[[Pengguna | str], None]
PONSEL = {"width": 360, "height": 740}


@pytest.fixture
def laporan(demo: None) -> LaporanTriwulan:
    """A report of Riau that its operator has just changed, with a long text in it."""
    laporan = LaporanTriwulan.objects.get(dipa__satker__kode="099026", dipa__tahun=2026, triwulan=3)
    token = permintaan._request_id.set("permintaan-uji")
    with set_actor(Pengguna.objects.get(username="operator-riau")):
        laporan.fisik = 61
        laporan.kendala_draf = [
            {"kategori": "PENGADAAN", "uraian": f"Lelang gagal {'berulang-ulang ' * 9}{'x' * 80}", "tindakan": "baru"}
        ]
        laporan.save()
    permintaan._request_id.reset(token)
    return laporan


@pytest.mark.parametrize("siapa", ["pusat", "kepala-riau"])
def test_riwayat_pada_ponsel_dan_layar_lebar_tanpa_pelanggaran(
    laporan: LaporanTriwulan,
    halaman: Page,
    masuk_sebagai: MasukSebagai,
    pelanggaran_axe: Callable[[Page], list[str]],
    geser_mendatar: Callable[[Page], int],
    siapa: str,
) -> None:
    masuk_sebagai(siapa)
    halaman.emulate_media(color_scheme="dark" if siapa == "pusat" else "light")
    for alamat in ("/riwayat/", f"/riwayat/?laporan={laporan.pk}", "/riwayat/?dari=x&orang=tidak-ada-orangnya"):
        for ukuran in ({"width": 1366, "height": 768}, PONSEL):
            halaman.set_viewport_size(ukuran)
            halaman.goto(alamat)
            expect(halaman.locator("h1")).to_be_visible()
            assert geser_mendatar(halaman) == 0, (alamat, ukuran)
            assert pelanggaran_axe(halaman) == [], (alamat, ukuran)


def test_saringan_dengan_papan_tik_dan_riwayat_satu_laporan(
    laporan: LaporanTriwulan, halaman: Page, masuk_sebagai: MasukSebagai
) -> None:
    masuk_sebagai("kepala-riau")
    halaman.goto("/riwayat/")
    halaman.get_by_label("Orang").focus()
    nama = Pengguna.objects.get(username="operator-riau").nama
    halaman.keyboard.type(nama)
    halaman.keyboard.press("Enter")
    kelompok = halaman.locator(".history-group")
    expect(kelompok).to_have_count(1)
    expect(kelompok).to_contain_text(nama)
    expect(kelompok).to_contain_text("61 %")
    kelompok.get_by_role("link", name="Riwayat laporan ini").press("Enter")
    expect(halaman.locator("h1")).to_have_text("Riwayat laporan TW III 2026 Riau (TP)")
    expect(halaman.get_by_role("status")).to_contain_text("penyimpanan")
    halaman.get_by_role("link", name="Lembar Riau").click()
    expect(halaman).to_have_url(
        f"{halaman.url.split('/satker/')[0]}/satker/099026/?tahun=2026&kewenangan=TP&triwulan=3"
    )
    assert Dipa.objects.filter(pk=laporan.dipa_id).exists()


def test_tanpa_skrip_saringan_tetap_jalan(
    laporan: LaporanTriwulan, halaman: Page, masuk_sebagai: MasukSebagai, catatan: Catatan
) -> None:
    masuk_sebagai("pusat")
    catatan.boleh("ERR_FAILED")
    halaman.route("**/*.js", lambda rute: rute.abort())
    halaman.goto("/riwayat/?jenis=laporan")
    halaman.get_by_label("Satker").select_option("099026")
    halaman.get_by_label("Jenis objek").select_option("laporan")
    halaman.get_by_role("button", name="Saring").click()
    expect(halaman.locator(".history-group").first).to_contain_text("Riau (TP)")
