"""The path of a report through the browser, from the first keystroke to the dashboard."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from realisasi import alur
from realisasi.models import Dipa, LaporanTriwulan, StatusLaporan
from realisasi.posisi import Angka, muat
from satker.models import Pengguna, Satker
from tests import pabrik
from tests.realisasi.test_alur import ISIAN

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.pada("2026-07-03 09:00")]


@pytest.fixture
def dipa(satker_dinas: Satker) -> Dipa:
    dipa = pabrik.buat_dipa(satker_dinas, pagu={"52": 1_184_000_000, "53": 265_000_000}, blokir={"52": 48_000_000})
    pabrik.buat_target(2, 6000)
    pabrik.buat_target(4, 9900)
    for q in (1, 2, 3, 4):
        pabrik.buat_periode(q)
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 131_420_000, "53": 0})
    return dipa


def alamat(dipa: Dipa) -> str:
    return f"/pelaporan/{dipa.pk}/2/"


def draf(dipa: Dipa) -> dict[str, int]:
    laporan = LaporanTriwulan.objects.filter(dipa=dipa, triwulan=2).first()
    return {r.jenis: r.realisasi for r in laporan.rincian_draf.all()} if laporan else {}


def isi_sisanya(page: Page) -> None:
    page.get_by_label("Dasar angka").select_option("SP2D")
    page.get_by_label("Data per tanggal").fill("2026-06-30")
    page.get_by_label("Kemajuan fisik").fill("41")
    page.get_by_label("Kategori").select_option("PENGADAAN")
    page.get_by_label("Penanggung jawab").fill("Yusri Hamid")
    page.get_by_label("Kendala", exact=True).fill("Lelang mesin sangrai kopi gagal.")
    page.get_by_label("Tindak lanjut", exact=True).fill("HPS disusun ulang.")
    page.get_by_label("Batas waktu").fill("2026-08-14")


def tempel(page: Page, sasaran: str, teks: str) -> None:
    """Paste as a spreadsheet does it: text on the clipboard, with tabs and line ends."""
    page.locator(sasaran).focus()
    page.evaluate(
        """([sasaran, teks]) => {
            const data = new DataTransfer();
            data.setData("text/plain", teks);
            document.querySelector(sasaran).dispatchEvent(
                new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        [sasaran, teks],
    )


def ajukan(page: Page) -> None:
    page.get_by_role("button", name="Ajukan TW II 2026").click()
    expect(page.get_by_text("menunggu verifikasi tim pusat")).to_be_visible()


@pytest.mark.parametrize("lebar", [360, 1366])
def test_jalan_penuh_sampai_dasbor_bergerak(  # noqa: PLR0913, PLR0917  (all who take part)
    dipa: Dipa,
    operator: Pengguna,
    kepala: Pengguna,
    pusat: Pengguna,
    halaman: Page,
    masuk_sebagai: Callable[[Pengguna], None],
    lebar: int,
) -> None:
    halaman.set_viewport_size({"width": lebar, "height": 800})
    masuk_sebagai(operator)
    halaman.goto(alamat(dipa))
    tempel(halaman, "#n-52", "386.915.500\r\n125.000.000\r\n")
    expect(halaman.locator("#k-52")).to_have_value("518.335.500")
    expect(halaman.locator('[data-bilah="persen"]')).to_contain_text("45,92")
    isi_sisanya(halaman)
    expect(halaman.locator('[data-bilah="simpan"]')).to_contain_text("Draf tersimpan")
    expect(halaman.locator('[data-bilah="status"]')).to_contain_text("Di bawah target 60 %")
    halaman.get_by_role("button", name="Periksa").click()
    expect(halaman.get_by_role("button", name="Menunggu kepala dinas")).to_be_disabled()

    masuk_sebagai(kepala)
    halaman.goto(alamat(dipa))
    halaman.get_by_role("button", name="Periksa dan ajukan").click()
    expect(halaman.get_by_role("heading", name=re.compile("^Lonjakan"))).to_be_visible()
    halaman.get_by_label("Alasan").fill("Kontrak mesin sangrai dibayar lunas pada Mei.")
    ajukan(halaman)

    laporan = LaporanTriwulan.objects.get(dipa=dipa, triwulan=2)
    assert laporan.status == StatusLaporan.DIAJUKAN
    masuk_sebagai(pusat)
    halaman.goto(f"/verifikasi/?laporan={laporan.pk}")
    halaman.get_by_label(re.compile("^Catatan")).first.fill("Belanja modal tidak ada di SP2D.")
    halaman.get_by_role("button", name=re.compile("^Kembalikan")).click()
    laporan.refresh_from_db()
    assert laporan.status == StatusLaporan.DIKEMBALIKAN

    masuk_sebagai(kepala)
    halaman.goto("/pelaporan/")
    expect(halaman.get_by_text("Belanja modal tidak ada di SP2D.")).to_be_visible()
    halaman.goto(f"{alamat(dipa)}#n-53")
    expect(halaman.locator("#n-53")).to_be_focused()
    halaman.locator("#n-53").fill("95000000")
    halaman.get_by_label("Masih terbuka").check()
    alasan = halaman.locator('textarea[name="alasan-TURUN:53"]')
    expect(alasan).to_be_visible()
    alasan.fill("Rp 30.000.000 baru cair Juli.")
    expect(halaman.locator('[data-bilah="simpan"]')).to_contain_text("Draf tersimpan")
    halaman.get_by_role("button", name="Periksa dan ajukan").click()
    ajukan(halaman)

    masuk_sebagai(pusat)
    halaman.goto(f"/verifikasi/?laporan={laporan.pk}")
    halaman.locator("[data-tindakan=verifikasi]").click()
    expect(halaman.get_by_text("diverifikasi.")).to_be_visible()
    laporan.refresh_from_db()
    assert laporan.status == StatusLaporan.DIVERIFIKASI
    halaman.goto("/?tahun=2026&triwulan=2&kewenangan=TP&angka=resmi")
    expect(halaman.get_by_text("43,78").first).to_be_visible()


def test_angka_dibaca_selagi_ditulis(
    dipa: Dipa, operator: Pengguna, halaman: Page, masuk_sebagai: Callable[[Pengguna], None]
) -> None:
    masuk_sebagai(operator)
    halaman.goto(alamat(dipa))
    halaman.locator("#k-52").fill("Rp 518.335.500,00")
    expect(halaman.locator("#n-52")).to_have_value("386.915.500")
    halaman.locator("#n-53").fill("95.000.00O")
    expect(halaman.locator("#m-53")).to_contain_text("huruf O")
    expect(halaman.locator('[data-bilah="catatan"]')).to_contain_text("belum termasuk 53 Modal")
    halaman.locator("#n-53").fill("1,234")
    expect(halaman.locator("#m-53")).to_contain_text("1.234")
    assert draf(dipa) == {}
    halaman.locator("#n-53").fill("300000000")
    expect(halaman.locator("#m-53")).to_contain_text("Pagu minus")
    expect(halaman.locator('[data-bilah="simpan"]')).to_contain_text("Draf tersimpan")
    assert draf(dipa) == {"52": 386_915_500, "53": 300_000_000}


def test_jumlah_yang_belum_diisi_bukan_nol(
    dipa: Dipa, operator: Pengguna, halaman: Page, masuk_sebagai: Callable[[Pengguna], None]
) -> None:
    masuk_sebagai(operator)
    halaman.goto(alamat(dipa))
    jumlah, simpan = halaman.locator('[data-jumlah="sekarang"]'), halaman.locator('[data-bilah="simpan"]')
    expect(jumlah).to_have_text("–")
    halaman.locator("#n-52").fill("0")
    expect(simpan).to_contain_text("Draf tersimpan")
    expect(jumlah).to_have_text("0")
    with halaman.expect_response("**/draf/"):
        halaman.locator("#n-52").fill("")
        expect(jumlah).to_have_text("–")
    expect(jumlah).to_have_text("–")


def test_tempelan_dengan_satu_sel_buruk_tidak_mengubah_apa_pun(
    dipa: Dipa, operator: Pengguna, halaman: Page, catatan: object, masuk_sebagai: Callable[[Pengguna], None]
) -> None:
    catatan.boleh("422")  # type: ignore[attr-defined]
    masuk_sebagai(operator)
    halaman.goto(alamat(dipa))
    tempel(halaman, "#n-52", "386.915.500\n95.000.00O")
    expect(halaman.locator("#m-53")).to_contain_text("Tempelan tidak dipakai")
    expect(halaman.locator("#n-52")).to_have_value("")
    assert draf(dipa) == {}


def test_sambungan_putus_di_tengah_mengetik(
    dipa: Dipa, operator: Pengguna, halaman: Page, catatan: object, masuk_sebagai: Callable[[Pengguna], None]
) -> None:
    catatan.boleh("Failed to load|ERR_INTERNET_DISCONNECTED|net::")  # type: ignore[attr-defined]
    masuk_sebagai(operator)
    halaman.goto(alamat(dipa))
    halaman.context.set_offline(True)
    halaman.locator("#n-52").fill("386915500")
    expect(halaman.locator('[data-bilah="simpan"]')).to_contain_text("Tidak tersambung")
    expect(halaman.locator('[data-bilah="persen"]')).to_contain_text("37,00")
    halaman.context.set_offline(False)
    expect(halaman.locator('[data-bilah="simpan"]')).to_contain_text("Draf tersimpan")
    assert draf(dipa) == {"52": 386_915_500}


def test_sesi_berakhir_isian_ditawarkan_lagi(
    dipa: Dipa, operator: Pengguna, halaman: Page, catatan: object, masuk_sebagai: Callable[[Pengguna], None]
) -> None:
    catatan.boleh("403")  # type: ignore[attr-defined]
    masuk_sebagai(operator)
    halaman.goto(alamat(dipa))
    halaman.context.clear_cookies()
    halaman.locator("#n-52").fill("386915500")
    expect(halaman.locator('[data-bilah="simpan"]')).to_contain_text("Masuk lagi")
    assert draf(dipa) == {}
    masuk_sebagai(operator)
    halaman.goto(alamat(dipa))
    halaman.get_by_role("button", name="Pakai isian itu").click()
    expect(halaman.locator("#n-52")).to_have_value("386.915.500")
    expect(halaman.locator('[data-bilah="simpan"]')).to_contain_text("Draf tersimpan")
    assert draf(dipa) == {"52": 386_915_500}


def test_dua_orang_memilih_isian_siapa(
    dipa: Dipa,
    operator: Pengguna,
    kepala: Pengguna,
    halaman: Page,
    catatan: object,
    masuk_sebagai: Callable[[Pengguna], None],
) -> None:
    catatan.boleh("409")  # type: ignore[attr-defined]
    masuk_sebagai(operator)
    halaman.goto(alamat(dipa))
    alur.simpan_draf(dipa.pk, 2, kepala, ISIAN.dengan_realisasi({"52": 5_000_000}), 0)
    halaman.locator("#n-52").fill("386915500")
    kotak = halaman.locator("#bentrok")
    expect(kotak).to_contain_text("5.000.000")
    expect(kotak).to_contain_text("386.915.500")
    expect(kotak).to_contain_text(kepala.nama)
    assert draf(dipa) == {"52": 5_000_000}
    kotak.get_by_role("button", name="Pakai isian saya").click()
    expect(halaman.locator('[data-bilah="simpan"]')).to_contain_text("Draf tersimpan")
    assert draf(dipa) == {"52": 386_915_500}


@pytest.mark.parametrize("lebar", [360, 1366])
def test_halaman_isian_terbaca_semua(  # noqa: PLR0913, PLR0917  (fixtures)
    dipa: Dipa,
    kepala: Pengguna,
    halaman: Page,
    masuk_sebagai: Callable[[Pengguna], None],
    pelanggaran_axe: Callable[[Page], list[str]],
    geser_mendatar: Callable[[Page], int],
    lebar: int,
) -> None:
    halaman.set_viewport_size({"width": lebar, "height": 800})
    alur.simpan_draf(dipa.pk, 2, kepala, ISIAN.dengan_realisasi({"52": 1_300_000_000, "53": 5}), 0)
    masuk_sebagai(kepala)
    for ke in (alamat(dipa), f"{alamat(dipa)}periksa/"):
        halaman.goto(ke)
        assert pelanggaran_axe(halaman) == []
        assert geser_mendatar(halaman) == 0


def test_papan_ketik_saja_cukup(
    dipa: Dipa, operator: Pengguna, halaman: Page, masuk_sebagai: Callable[[Pengguna], None]
) -> None:
    masuk_sebagai(operator)
    halaman.goto(alamat(dipa))
    halaman.locator("#n-52").focus()
    halaman.keyboard.type("386915500")
    halaman.keyboard.press("Enter")
    expect(halaman.locator("#n-53")).to_be_focused()
    halaman.keyboard.type("1000000")
    halaman.keyboard.press("Tab")
    expect(halaman.locator("#k-53")).to_be_focused()
    expect(halaman.locator('[data-bilah="simpan"]')).to_contain_text("Draf tersimpan")
    assert draf(dipa) == {"52": 386_915_500, "53": 1_000_000}


def test_halaman_isian_ringan_dan_tanpa_plotly(
    dipa: Dipa, operator: Pengguna, halaman: Page, masuk_sebagai: Callable[[Pengguna], None]
) -> None:
    """At most 150 KB as they travel, everything that the page asks for included."""
    masuk_sebagai(operator)
    sesi = halaman.context.new_cdp_session(halaman)
    sesi.send("Network.enable")
    sesi.send("Network.setCacheDisabled", {"cacheDisabled": True})
    terkirim: list[float] = []
    sesi.on("Network.loadingFinished", lambda e: terkirim.append(e["encodedDataLength"]))
    diminta: list[str] = []
    halaman.on("request", lambda r: diminta.append(r.url))
    halaman.goto(alamat(dipa), wait_until="networkidle")
    assert not [u for u in diminta if "plotly" in u]
    assert len(terkirim) >= 5
    assert sum(terkirim) <= 150_000


def test_satu_jawaban_menyebut_angka_resmi(dipa: Dipa, operator: Pengguna, masuk: Callable[[Pengguna], Client]) -> None:
    """The answer of a saved draft carries the figures in words; a draft moves no figure of anybody else."""
    isi = {
        "perubahan_ke": "0",
        "r-52": "386.915.500",
        "kendala-TOTAL_FORMS": "0",
        "kendala-INITIAL_FORMS": "0",
    }
    jawaban = masuk(operator).post(f"{alamat(dipa)}draf/", isi)
    assert jawaban.status_code == 200, jawaban.content
    assert json.loads(jawaban.content)["persen"] == "37,00\u00a0%"
    assert muat([2026], Angka.SEMENTARA).posisi(2026, 2)[0].realisasi == 131_420_000
