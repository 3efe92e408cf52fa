"""The workbook in a browser: out, worked on, refused at the cell, and taken back."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from realisasi.models import Dipa, LaporanTriwulan
from satker.models import Pengguna, Satker
from tests.pabrik import buat_dipa, buat_laporan_terverifikasi, buat_periode
from tests.peramban.conftest import Catatan


@pytest.fixture
def dipa(satker_dinas: Satker) -> Dipa:
    """A DIPA whose TW I may be reported."""
    buat_periode(1, ditutup="2026-12-31")
    buat_periode(2, ditutup="2026-12-31")
    dipa = buat_dipa(satker_dinas, pagu={"52": 1_184_000_000, "53": 265_000_000})
    buat_laporan_terverifikasi(dipa, 1, {"52": 131_420_000, "53": 0})
    return dipa


def kerjakan(berkas: Path, sel: dict[str, object]) -> bytes:
    """What somebody does in Excel."""
    buku = load_workbook(io.BytesIO(berkas.read_bytes()))
    for letak, nilai in sel.items():
        buku["Isian"][letak] = nilai
    keluaran = io.BytesIO()
    buku.save(keluaran)
    return keluaran.getvalue()


@pytest.mark.parametrize("lebar", [1366, 360])
def test_unduh_kerjakan_unggah(  # noqa: PLR0913, PLR0917  (what pages are held to comes as fixtures)
    halaman: Page,
    dipa: Dipa,
    operator: Pengguna,
    masuk_sebagai: Callable[[Pengguna], None],
    pelanggaran_axe: Callable[[Page], list[str]],
    geser_mendatar: Callable[[Page], int],
    catatan: Catatan,
    lebar: int,
) -> None:
    catatan.boleh("422")
    masuk_sebagai(operator)
    halaman.set_viewport_size({"width": lebar, "height": 800})
    halaman.goto(f"/pelaporan/{dipa.pk}/2/unggah/")
    assert pelanggaran_axe(halaman) == []
    with halaman.expect_download() as unduhan:
        halaman.get_by_role("link", name="Unduh buku isian").click()
    berkas = Path(unduhan.value.path())
    assert unduhan.value.suggested_filename == "isian-099026-tp-2026-tw2.xlsx"

    def unggah(sel: dict[str, object]) -> None:
        buku = {"name": "isian.xlsx", "mimeType": "application/octet-stream", "buffer": kerjakan(berkas, sel)}
        halaman.get_by_label("Buku isian yang sudah diisi").set_input_files([buku])
        halaman.get_by_role("button", name="Unggah").click()

    unggah({"F10": 386_915_500, "F11": "95.000.00O"})
    expect(halaman.get_by_role("alert")).to_contain_text("F11, 53 Modal: Tidak terbaca")
    salah = halaman.get_by_label("53 Modal, TW II saja, di buku")
    expect(salah).to_have_value("95.000.00O")
    expect(salah).to_have_attribute("aria-invalid", "true")
    assert pelanggaran_axe(halaman) == []
    assert geser_mendatar(halaman) == 0
    assert not LaporanTriwulan.objects.filter(dipa=dipa, triwulan=2).exists()

    unggah({"F10": 386_915_500, "F11": 95_000_000})
    halaman.wait_for_url(f"**/pelaporan/{dipa.pk}/2/")
    expect(halaman.get_by_text("53 Modal kosong menjadi 95.000.000")).to_be_visible()
    expect(halaman.get_by_label("53 Modal, TW II saja")).to_have_value("95.000.000")
