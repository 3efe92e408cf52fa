"""The rakor in a real browser: figures to workbook, freezing, comparing; on a phone and in the dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from realisasi.models import Pembekuan
from realisasi.pembekuan import Cakupan, bekukan
from realisasi.posisi import Angka
from satker.models import Pengguna

pytestmark = pytest.mark.filterwarnings("ignore:Unknown extension")  # data bars, which openpyxl does not read
MasukSebagai = Callable[[Pengguna | str], None]
TW2 = "tahun=2026&triwulan=2&kewenangan=TP"
PONSEL = {"width": 360, "height": 740}


def unduhan(halaman: Page, nama: str, folder: Path) -> tuple[str, Any]:
    """What the link of this name downloads: the name of the file, and its workbook."""
    with halaman.expect_download() as tunggu:
        halaman.get_by_role("link", name=nama).first.click()
    berkas = folder / tunggu.value.suggested_filename
    tunggu.value.save_as(berkas)
    return berkas.name, load_workbook(berkas)


@pytest.fixture
def paket(demo: None) -> tuple[Pembekuan, Pembekuan]:
    """Two meetings."""
    return (
        bekukan(Cakupan(2026, 1, "TP", Angka.RESMI), "Rakor TW I 2026", None),
        bekukan(Cakupan(2026, 2, "TP", Angka.RESMI), "Rakor TW II 2026", None),
    )


def test_dari_dasbor_ke_buku_kerja(demo: None, halaman: Page, masuk_sebagai: MasukSebagai, tmp_path: Path) -> None:
    masuk_sebagai("pimpinan")
    halaman.goto(f"/?{TW2}&pulau=Sumatera")
    nama, buku = unduhan(halaman, "Unduh buku rakor", tmp_path)
    assert nama == "rakor-2026-tw2-tp-resmi-sumatera.xlsx"
    assert buku.sheetnames[0] == "Ringkasan"
    expect(halaman.locator("#jawaban")).to_be_visible()


def test_membekukan_lalu_melihat_yang_berubah(
    demo: None, halaman: Page, masuk_sebagai: MasukSebagai, tmp_path: Path
) -> None:
    masuk_sebagai("pusat")
    halaman.goto("/")
    halaman.get_by_role("link", name="Rakor", exact=True).first.click()
    halaman.goto(f"/rakor/?{TW2}")
    halaman.get_by_label("Nama rapat").fill("Rakor TW II 2026")
    halaman.get_by_role("button", name="Bekukan angka").click()
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Rakor TW II 2026")
    expect(halaman.get_by_role("status")).to_contain_text("dibekukan")
    nama, buku = unduhan(halaman, "Unduh buku rakor", tmp_path)
    beku = Pembekuan.objects.get(nama="Rakor TW II 2026")
    assert nama == f"rakor-2026-tw2-tp-resmi-paket-{beku.pk}.xlsx"
    assert "Peringkat" in buku.sheetnames
    halaman.get_by_role("link", name="Bandingkan dengan angka sekarang").click()
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Yang berubah sejak Rakor TW II 2026")
    expect(halaman.get_by_text("0 naik · 0 turun")).to_be_visible()


def test_nama_yang_terpakai_dikatakan_di_isiannya(
    paket: tuple[Pembekuan, Pembekuan],
    halaman: Page,
    masuk_sebagai: MasukSebagai,
    catatan: Any,
    pelanggaran_axe: Callable[[Page], list[str]],
) -> None:
    catatan.boleh("422")
    masuk_sebagai("pusat")
    halaman.goto(f"/rakor/?{TW2}")
    halaman.get_by_label("Nama rapat").fill("Rakor TW II 2026")
    halaman.get_by_role("button", name="Bekukan angka").click()
    expect(halaman.get_by_role("alert")).to_contain_text("sudah dibekukan")
    expect(halaman.get_by_label("Nama rapat")).to_have_value("Rakor TW II 2026")
    assert pelanggaran_axe(halaman) == []
    with halaman.expect_download():
        halaman.get_by_role("link", name="Unduh daftar paket sebagai CSV").click()


def test_membandingkan_dua_rapat_dan_mengurutkannya(
    paket: tuple[Pembekuan, Pembekuan], halaman: Page, masuk_sebagai: MasukSebagai, tmp_path: Path
) -> None:
    masuk_sebagai("pimpinan")
    halaman.goto("/rakor/")
    halaman.get_by_label("Bandingkan rapat").select_option(str(paket[0].pk))
    halaman.get_by_label("dengan", exact=True).select_option(str(paket[1].pk))
    halaman.get_by_role("button", name="Lihat perubahan").click()
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Yang berubah sejak Rakor TW I 2026")
    halaman.get_by_role("link", name="Rupiah").click()
    expect(halaman.locator("th[aria-sort]")).to_contain_text("Selisih realisasi")
    _, buku = unduhan(halaman, "Unduh perbandingan sebagai Excel", tmp_path)
    assert buku["Data"].max_row > 38


def test_di_ponsel_perbandingan_dan_nama_rapat_yang_panjang_muat(
    demo: None, halaman: Page, masuk_sebagai: MasukSebagai
) -> None:
    """Nothing of a row stands outside what a phone shows, and no button runs out of its column."""
    lama = bekukan(Cakupan(2026, 2, "TP", Angka.RESMI), "Rapat koordinasi Ditjen IKMA seluruh Indonesia", None)
    baru = bekukan(Cakupan(2026, 3, "TP", Angka.SEMENTARA), "Rakor TW III", None)
    masuk_sebagai("pimpinan")
    halaman.set_viewport_size(PONSEL)
    halaman.goto(f"/rakor/banding/?lama={lama.pk}&baru={baru.pk}")
    tabel = halaman.get_by_role("region", name="Perbandingan per satker")
    expect(tabel).to_contain_text("Belum lapor")
    assert tabel.evaluate("e => e.scrollWidth - e.clientWidth") == 0
    halaman.goto(f"/rakor/{baru.pk}/")
    tombol = halaman.get_by_role("link", name="Yang berubah sejak Rapat koordinasi").bounding_box()
    assert tombol is not None
    assert tombol["x"] + tombol["width"] <= PONSEL["width"] - 16


def test_kepala_dinas_mengunduh_laporannya_dari_beranda(
    demo: None, halaman: Page, masuk_sebagai: MasukSebagai, tmp_path: Path
) -> None:
    masuk_sebagai("kepala-riau")
    halaman.goto("/pelaporan/")
    nama, buku = unduhan(halaman, "Unduh laporan rakor", tmp_path)
    assert nama.startswith("rakor-099026-")
    assert "Kendala dan tindak lanjut" in buku.sheetnames
    assert halaman.get_by_role("link", name="Rakor", exact=True).count() == 0


@pytest.mark.parametrize(
    "layar", [(ukuran, skema) for ukuran in (PONSEL, {"width": 1366, "height": 768}) for skema in ("light", "dark")]
)
def test_halaman_rakor_rapi_dan_dapat_diakses(
    paket: tuple[Pembekuan, Pembekuan],
    halaman: Page,
    masuk_sebagai: MasukSebagai,
    pelanggaran_axe: Callable[[Page], list[str]],
    geser_mendatar: Callable[[Page], int],
    layar: tuple[Any, Any],
) -> None:
    masuk_sebagai("pusat")
    ukuran, skema = layar
    halaman.set_viewport_size(ukuran)
    halaman.emulate_media(color_scheme=skema)
    for alamat in (
        f"/rakor/?{TW2}",
        f"/rakor/{paket[1].pk}/",
        f"/rakor/banding/?lama={paket[0].pk}&baru={paket[1].pk}",
    ):
        halaman.goto(alamat)
        expect(halaman.get_by_role("heading", level=1)).to_be_visible()
        assert pelanggaran_axe(halaman) == [], alamat
        assert geser_mendatar(halaman) == 0, alamat


@pytest.mark.parametrize(
    "alamat", ["/?tahun=2026&triwulan=3", "/satker/099026/", "/pengaturan/", "/verifikasi/", "/riwayat/", "/pelaporan/"]
)
def test_tautan_unduh_tidak_melebarkan_halaman_ponsel(
    demo: None,
    halaman: Page,
    masuk_sebagai: MasukSebagai,
    geser_mendatar: Callable[[Page], int],
    alamat: str,
) -> None:
    masuk_sebagai("pusat")
    halaman.set_viewport_size(PONSEL)
    halaman.goto(alamat)
    expect(halaman.locator(".table-export").first).to_be_attached()
    assert geser_mendatar(halaman) == 0
