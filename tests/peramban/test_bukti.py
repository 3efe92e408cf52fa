"""Evidence in a real browser: attached and let go from the entry page, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from realisasi.models import Bukti, LaporanTriwulan
from satker.models import Pengguna
from tests.peramban.conftest import Catatan

MasukSebagai = Callable[[Pengguna | str], None]
PDF = b"%PDF-1.4\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PONSEL = {"width": 360, "height": 740}


@pytest.fixture
def entri(demo: None, halaman: Page, masuk_sebagai: MasukSebagai, settings: LazySettings, tmp_path: Path) -> Page:
    """The entry page of Riau for TW III 2026, as its operator sees it."""
    settings.MEDIA_ROOT = tmp_path
    masuk_sebagai("operator-riau")
    laporan = LaporanTriwulan.objects.get(dipa__satker__kode="099026", dipa__tahun=2026, triwulan=3)
    halaman.goto(f"/pelaporan/{laporan.dipa_id}/3/")
    return halaman


def pilih(page: Page, nama: str, isi: bytes) -> None:
    page.get_by_label("Lampirkan bukti").set_input_files({"name": nama, "mimeType": "application/pdf", "buffer": isi})


@pytest.mark.parametrize("ukuran", [None, PONSEL])
def test_melampirkan_mengunduh_melepas(
    entri: Page,
    geser_mendatar: Callable[[Page], int],
    pelanggaran_axe: Callable[[Page], list[str]],
    ukuran: dict[str, int] | None,
) -> None:
    if ukuran:
        entri.set_viewport_size(ukuran)  # type: ignore[arg-type]
    pilih(entri, "SP2D Oktober rekap belanja barang yang panjang sekali namanya.pdf", PDF)
    entri.get_by_role("button", name="Unggah bukti").click()
    bagian = entri.locator("#bukti")
    expect(bagian).to_contain_text("1 dari paling banyak 10 berkas")
    assert geser_mendatar(entri) == 0
    assert pelanggaran_axe(entri) == []
    with entri.expect_download() as unduhan:
        bagian.get_by_role("link", name="SP2D Oktober").click()
    assert unduhan.value.suggested_filename.endswith("namanya.pdf")
    assert Path(unduhan.value.path()).read_bytes() == PDF
    bagian.get_by_role("button", name="Lepas SP2D Oktober").click()
    expect(entri.locator("#bukti")).to_contain_text("Belum ada bukti yang terlampir")
    assert not Bukti.objects.exists()


def test_yang_ditolak_dijelaskan_dengan_jalan_kembali(entri: Page, catatan: Catatan) -> None:
    catatan.boleh("status of 422")
    pilih(entri, "laporan.pdf", b"<html></html>")
    entri.get_by_role("button", name="Unggah bukti").click()
    expect(entri.get_by_role("alert").first).to_contain_text("laporan.pdf ditolak")
    entri.get_by_role("link", name="Kembali ke laporan").click()
    expect(entri.locator("#bukti")).to_contain_text("Belum ada bukti yang terlampir")


def test_yang_terlalu_besar_dikatakan_sebelum_dikirim(entri: Page) -> None:
    pilih(entri, "besar.pdf", PDF + b" " * (5 * 1024 * 1024))
    expect(entri.locator("#galat-bukti")).to_have_text(
        "besar.pdf lebih dari 5 MB. Perkecil berkasnya, lalu pilih lagi."
    )
    entri.get_by_role("button", name="Unggah bukti").click()
    expect(entri.get_by_label("Lampirkan bukti")).to_be_focused()
    assert not Bukti.objects.exists()
