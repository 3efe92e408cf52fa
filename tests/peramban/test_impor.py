"""The import in a real browser: keyboard alone, files let fall, what is too much, a phone, without script."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from realisasi.models import Dipa, Impor, KeadaanImpor, PaguRevisi
from satker.models import Pengguna, Satker
from tests import pabrik
from tests.peramban.conftest import Catatan
from tests.realisasi.impor.layar import DIPA, baris_dipa

MasukSebagai = Callable[[Pengguna | str], None]
PONSEL = {"width": 360, "height": 740}
SABAR = 20_000  # ms


@pytest.fixture
def dipa(db: None, satker_dinas: Satker) -> Dipa:
    return pabrik.buat_dipa(satker_dinas, pagu={"52": 1_000_000, "53": 50_000})


@pytest.fixture
def berkas(tmp_path: Path) -> Path:
    """One revision that changes, two that are new, one that is refused."""
    satu = tmp_path / "dipa-2026.csv"
    isi = [baris_dipa(pagu=1_250_000), *(baris_dipa(revisi=n) for n in (1, 2)), baris_dipa(revisi=3, pagu="1.25O")]
    satu.write_text("\n".join([DIPA, *isi]), encoding="utf-8")
    return satu


@pytest.fixture
def layar(dipa: Dipa, halaman: Page, masuk_sebagai: MasukSebagai, pusat: Pengguna) -> Page:
    masuk_sebagai(pusat)
    halaman.goto("/impor/")
    return halaman


def pilih_dipa(layar: Page, *berkas: Path) -> None:
    layar.get_by_role("radio", name="DIPA dan revisi").check()
    layar.locator("#berkas").set_input_files(list(berkas))


def kirim(layar: Page) -> None:
    layar.get_by_role("button", name="Baca dan tampilkan pratinjau").click()


def di_pratinjau(layar: Page) -> None:
    """The preview is there; on a busy machine reading takes its time."""
    expect(layar.get_by_role("heading", level=1)).to_have_text("Pratinjau impor DIPA dan revisi", timeout=SABAR)


def jatuhkan(layar: Page, berkas: Path, ke: str) -> None:
    """Let a file fall on an element, as a hand does."""
    isi = base64.b64encode(berkas.read_bytes()).decode()
    bawaan = layar.evaluate_handle(
        """([nama, isi]) => {
          const bawaan = new DataTransfer();
          bawaan.items.add(new File([Uint8Array.from(atob(isi), (c) => c.charCodeAt(0))], nama));
          return bawaan;
        }""",
        [berkas.name, isi],
    )
    for kejadian in ("dragover", "drop"):
        layar.locator(ke).dispatch_event(kejadian, {"dataTransfer": bawaan})


def test_dari_berkas_sampai_diterapkan_dengan_papan_tombol(layar: Page, berkas: Path, dipa: Dipa) -> None:
    layar.locator("#jenis-satker").focus()
    layar.keyboard.press("ArrowDown")
    expect(layar.locator("#jenis-dipa")).to_be_checked()
    layar.keyboard.press("Tab")
    expect(layar.get_by_role("link", name="Templat DIPA dan revisi, .xlsx")).to_be_focused()
    layar.locator("#berkas").set_input_files(berkas)
    layar.locator("#berkas").focus()
    for kolom in ("tahun", "kewenangan", "satker", "berlaku_sejak"):
        layar.keyboard.press("Tab")
        expect(layar.locator(f"#id_{kolom}")).to_be_focused()
    layar.get_by_role("button", name="Baca dan tampilkan pratinjau").focus()
    layar.keyboard.press("Enter")
    di_pratinjau(layar)
    assert PaguRevisi.objects.filter(revisi__dipa=dipa, jenis="52").get().pagu == 1_000_000
    terapkan = layar.get_by_role("button", name="Terapkan")
    terapkan.focus()
    layar.keyboard.press("Enter")  # without the tick the browser asks for it
    expect(layar.locator("input[name=lewati_ditolak]")).to_be_focused()
    layar.keyboard.press("Space")
    layar.keyboard.press("Tab")
    expect(terapkan).to_be_focused()
    layar.keyboard.press("Enter")
    expect(layar.locator(".notice.message").first).to_contain_text("DIPA dan revisi diterapkan.", timeout=SABAR)
    assert PaguRevisi.objects.filter(revisi__dipa=dipa, revisi__nomor=0, jenis="52").get().pagu == 1_250_000
    layar.locator("summary", has_text="Batalkan").focus()
    layar.keyboard.press("Enter")
    layar.keyboard.press("Tab")
    layar.keyboard.press("Enter")
    expect(layar.locator(".notice.message").first).to_contain_text("Impor dibatalkan", timeout=SABAR)
    assert Impor.objects.get().keadaan == KeadaanImpor.DIBATALKAN


def test_pilihan_mengikuti_yang_diimpor(layar: Page) -> None:
    expect(layar.locator("#tidak-disebut")).to_be_hidden()
    for jenis, tampak in {
        "satker": set(),
        "dipa": {"tahun", "kewenangan", "satker", "berlaku_sejak"},
        "realisasi": {"tahun", "triwulan", "kewenangan", "satker", "basis", "tanggal_data"},
        "laporan": {"tahun", "triwulan", "kewenangan", "satker"},
    }.items():
        layar.locator(f"#jenis-{jenis}").check()
        ada = {k.get_attribute("name") for k in layar.locator("#tidak-disebut :is(input, select):visible").all()}
        assert ada == tampak


def test_berkas_dijatuhkan_di_tempatnya(layar: Page, berkas: Path) -> None:
    jatuhkan(layar, berkas, "h1")
    assert layar.locator("#berkas").evaluate("e => e.files.length") == 0
    jatuhkan(layar, berkas, "#tempat-jatuh .hint")
    assert layar.locator("#berkas").evaluate("e => e.files[0].name") == "dipa-2026.csv"
    expect(layar.locator("#kabar-impor")).to_contain_text("1 berkas dipilih")
    layar.locator("#jenis-dipa").check()
    kirim(layar)
    di_pratinjau(layar)


def test_yang_terlalu_banyak_disebut_sebelum_dikirim(layar: Page, tmp_path: Path) -> None:
    banyak = [tmp_path / f"{n}.csv" for n in range(61)]
    for satu in banyak:
        satu.write_text("x", encoding="utf-8")
    pilih_dipa(layar, *banyak)
    expect(layar.locator("#galat-berkas")).to_contain_text("Paling banyak 60 berkas sekaligus, ini 61")
    kirim(layar)
    expect(layar.locator("#berkas")).to_be_focused()
    besar = tmp_path / "besar.csv"
    besar.write_bytes(b" " * (26 * 1024 * 1024))
    layar.locator("#berkas").set_input_files(besar)
    expect(layar.locator("#galat-berkas")).to_contain_text("besar.csv sebesar 26 MB; paling besar 25 MB")
    layar.locator("#berkas").set_input_files(banyak[0])
    expect(layar.locator("#galat-berkas")).to_be_hidden()
    assert not Impor.objects.exists()


def test_yang_sedang_dikirim_disebut_dan_hanya_sekali(layar: Page, berkas: Path) -> None:
    pilih_dipa(layar, berkas)
    dikirim: list[str] = []
    layar.on("request", lambda r: dikirim.append(r.url) if r.method == "POST" else None)
    layar.evaluate(
        """() => {
          const form = document.getElementById("form-impor");
          const kabar = document.getElementById("kabar-impor");
          form.requestSubmit();
          window.name = `${kabar.textContent}|${form.className}`;
          form.requestSubmit();
        }"""
    )
    di_pratinjau(layar)
    kata, kelas = layar.evaluate("window.name").split("|")
    assert kata.startswith("Mengirim 1 berkas")
    assert "reading" in kelas
    assert len(dikirim) == 1


def test_berkas_yang_ditolak_dan_templatnya(layar: Page, berkas: Path, tmp_path: Path, catatan: Catatan) -> None:
    catatan.boleh("422")
    salah = tmp_path / "salah.csv"
    salah.write_text("Nama,Umur\nA,1\n", encoding="utf-8")
    pilih_dipa(layar, berkas, salah)
    expect(layar.locator("#berkas-terpilih li")).to_have_count(2)
    kirim(layar)
    galat = layar.get_by_role("alert")
    expect(galat).to_contain_text("1 dari 2 berkas tidak dapat dipakai", timeout=SABAR)
    expect(galat).to_contain_text("Nama, Umur")
    expect(layar.locator("#jenis-dipa")).to_be_checked()
    with layar.expect_download() as unduhan:
        galat.get_by_role("link", name="Unduh templat DIPA dan revisi").click()
    assert unduhan.value.suggested_filename == "templat-dipa.xlsx"


def test_tanpa_skrip_semuanya_dapat_dilakukan(
    layar: Page, chromium: Browser, live_server: LiveServer, berkas: Path, dipa: Dipa
) -> None:
    konteks = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=layar.context.storage_state()
    )
    page = konteks.new_page()
    page.goto("/impor/")
    expect(page.locator("#id_tanggal_data")).to_be_visible()
    pilih_dipa(page, berkas)
    kirim(page)
    page.locator("input[name=lewati_ditolak]").check()
    page.get_by_role("button", name="Terapkan").click()
    expect(page.locator(".notice.message").first).to_contain_text("DIPA dan revisi diterapkan.", timeout=SABAR)
    konteks.close()
    assert sorted(dipa.revisi.values_list("nomor", flat=True)) == [0, 1, 2]


@pytest.mark.parametrize("ukuran", [PONSEL, {"width": 1280, "height": 800}])
@pytest.mark.parametrize("gelap", [False, True])
def test_setiap_halaman_muat_dan_terbaca(
    layar: Page,
    berkas: Path,
    ukuran: dict[str, int],
    gelap: bool,
    pelanggaran_axe: Callable[[Page], list[str]],
    geser_mendatar: Callable[[Page], int],
) -> None:
    layar.set_viewport_size(ukuran)  # type: ignore[arg-type]
    layar.emulate_media(color_scheme="dark" if gelap else "light")
    pilih_dipa(layar, berkas, berkas.parent / berkas.name)
    assert (pelanggaran_axe(layar), geser_mendatar(layar)) == ([], 0)
    kirim(layar)
    di_pratinjau(layar)
    alamat = layar.url
    for bagian in ("ditolak", "berubah", "baru"):
        layar.goto(f"{alamat}?bagian={bagian}")
        assert (pelanggaran_axe(layar), geser_mendatar(layar)) == ([], 0), bagian
    layar.locator("input[name=lewati_ditolak]").check()
    layar.get_by_role("button", name="Terapkan").click()
    expect(layar.get_by_role("heading", name="Batalkan impor ini")).to_be_visible(timeout=SABAR)
    assert (pelanggaran_axe(layar), geser_mendatar(layar)) == ([], 0)
    layar.goto("/impor/")
    expect(layar.locator(".imports tbody tr")).to_have_count(1)
    assert (pelanggaran_axe(layar), geser_mendatar(layar)) == ([], 0)
