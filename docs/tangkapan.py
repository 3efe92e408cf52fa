"""Makes the pictures of the documentation from the demo data: `make gambar`.

Loads the demo into a database of its own, serves it under a clock that stands still (`jam.py`),
and walks through one morning in headless Chromium: a dinas fills in and submits, tim pusat sends
back and verifies. The pictures are the same from day to day as long as the pages are.
"""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jam import RAHASIA, WIB
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from rapat import rapatkan

AKAR = Path(__file__).resolve().parent.parent
JAM = AKAR / "docs" / "jam.py"
GAMBAR = AKAR / "docs" / "gambar"
HARI = "2026-11-02"  # TW III of the demo year is past due and still open
LEBAR, TINGGI = 1280, 800
TINGGI_UTUH = 3000  # a window in which every page stands whole, with its bar at the very end
PONSEL = {"width": 360, "height": 740}
TEPI = 16
# Painted anew as a whole, with one thread: the edges of a box come out the same every time.
SAMA_SELALU = ("--disable-partial-raster", "--num-raster-threads=1", "--disable-lcd-text")
REKAP = {"name": "Rekap SP2D s.d. 30 September 2026.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}

TERLAMBAT = "Rekap SP2D dari bendahara baru lengkap 30 Oktober."
DRAF = "**/draf/"
TERJAWAB = re.compile("^(Draf tersimpan|Belum disimpan)")


class Panggung:
    """The served demo, its clock, and a browser with a profile for each person."""

    def __init__(self, akar: str, berkas_jam: Path, peramban: Browser) -> None:
        self.akar, self.berkas_jam, self.peramban = akar, berkas_jam, peramban

    def pukul(self, jam: str) -> None:
        """Set the clock of the server."""
        self.berkas_jam.write_text(f"{HARI}T{jam}")

    def masuk(self, nama: str, alamat: str = "/") -> Page:
        """A new page on which this demo user is signed in."""
        konteks = self.peramban.new_context(
            base_url=self.akar,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            viewport={"width": LEBAR, "height": TINGGI},
            reduced_motion="reduce",
        )
        halaman = konteks.new_page()
        halaman.goto("/masuk/")
        halaman.fill("[name=login]", nama)
        halaman.fill("[name=password]", f"demo-{nama.rpartition('-')[2]}-2026")
        halaman.click("main button[type=submit]")
        halaman.goto(alamat)
        return halaman


# --- Taking a picture ----------------------------------------------------------------
# The browser of the reader writes a day in the language of its machine. That of the machine which
# makes the pictures may know English alone, so they show what an Indonesian one does.
TANGGAL_INDONESIA = """() => document.querySelectorAll('input[type=date]').forEach(el => {
  const [tahun, bulan, hari] = el.value.split('-');
  el.dataset.tanggal = el.value;
  el.style.width = `${el.offsetWidth}px`;
  el.type = 'text';
  el.value = hari ? `${hari}/${bulan}/${tahun}` : 'hh/bb/tttt';
})"""
TANGGAL_SEMULA = """() => document.querySelectorAll('input[data-tanggal]').forEach(el => {
  el.type = 'date';
  el.value = el.dataset.tanggal;
})"""


def potret(halaman: Page, nama: str, *isi: str | Locator, lebar: int = LEBAR, tinggi: int = TINGGI_UTUH) -> None:
    """Photograph what stands between the outermost edges of `isi`, at most `tinggi` high; without it the window."""
    halaman.evaluate("document.fonts.ready.then(() => document.activeElement.blur())")
    halaman.evaluate(TANGGAL_INDONESIA)
    klip = None
    if isi:
        halaman.set_viewport_size({"width": lebar, "height": TINGGI_UTUH})
        kotak = [(halaman.locator(x).first if isinstance(x, str) else x).bounding_box() for x in isi]
        ada = [k for k in kotak if k]
        kiri, atas = (max(0, min(k[sisi] for k in ada) - TEPI) for sisi in ("x", "y"))
        kanan = min(lebar, max(k["x"] + k["width"] for k in ada) + TEPI)
        bawah = max(k["y"] + k["height"] for k in ada) + TEPI
        klip = {"x": kiri, "y": atas, "width": kanan - kiri, "height": min(bawah - atas, tinggi)}
    gambar = halaman.screenshot(animations="disabled", clip=klip)  # type: ignore[arg-type]
    (GAMBAR / f"{nama}.png").write_bytes(rapatkan(gambar))
    halaman.evaluate(TANGGAL_SEMULA)
    halaman.set_viewport_size({"width": LEBAR, "height": TINGGI})


def isi(halaman: Page, jenis: str, nilai: str, *, tersimpan: bool = True) -> None:
    """Type the amount of one jenis belanja; wait until the draft is stored, if it will be."""
    if not tersimpan:
        halaman.fill(f"#n-{jenis}", nilai)
        return
    with halaman.expect_response(DRAF):
        halaman.fill(f"#n-{jenis}", nilai)
    expect(halaman.locator("[data-bilah=simpan]")).to_contain_text(TERJAWAB)


def gulir(halaman: Page, ke: str) -> None:
    """Scroll so that this stands at the top of the window."""
    halaman.locator(ke).first.evaluate("el => window.scrollTo(0, el.getBoundingClientRect().top + scrollY - 8)")


def buka_laporan(halaman: Page) -> None:
    """From the home to the report of TW III."""
    halaman.get_by_role("link", name="TW III 2026", exact=True).click()
    halaman.wait_for_selector("h1:text('Laporan TW III 2026')")


# --- The scenes ----------------------------------------------------------------------
def dasbor(p: Panggung) -> None:
    """The national dashboard of the README."""
    halaman = p.masuk("pimpinan", "/?tahun=2023")
    halaman.wait_for_selector(".chart[data-siap]")
    potret(halaman, "dasbor")


def operator_mengisi(p: Panggung) -> None:
    """Riau: the home, the grid, a cell that cannot be read, an amount in thousands, the phone."""
    p.pukul("09:00")
    halaman = p.masuk("operator-riau", "/pelaporan/")
    potret(halaman, "beranda", "header", ".tasks", ".facts")
    buka_laporan(halaman)
    isi(halaman, "53", "135,560", tersimpan=False)
    potret(halaman, "tidak-terbaca", "#judul-angka", "#isian table.entry")
    isi(halaman, "53", "135.560")
    with halaman.expect_response(DRAF):
        halaman.locator("[data-peringatan=TERLAMBAT] textarea").fill(TERLAMBAT)
    potret(halaman, "peringatan", "#judul-angka", "[data-peringatan=TERLAMBAT]")
    isi(halaman, "53", "135.560.000")
    halaman.set_viewport_size({"width": LEBAR, "height": 740})
    gulir(halaman, "header")
    potret(halaman, "isian")
    halaman.set_viewport_size(PONSEL)
    gulir(halaman, "#judul-angka")
    potret(halaman, "isian-ponsel")


def dua_orang(p: Panggung) -> None:
    """The kepala changes what the operator has open."""
    operator = p.masuk("operator-riau", "/pelaporan/")
    buka_laporan(operator)
    kepala = p.masuk("kepala-riau", "/pelaporan/")
    buka_laporan(kepala)
    p.pukul("09:20")
    isi(kepala, "52", "138.739.000")
    p.pukul("09:25")
    isi(operator, "53", "135.600.000")
    potret(operator, "dua-orang", "#bentrok")
    operator.locator("#bentrok a[data-buang]").click()
    operator.wait_for_selector("#isian:not(:has(#bentrok))")


def kepala_mengajukan(p: Panggung) -> None:
    """Riau: what is missing is filled in, the summary, the submission, Form C."""
    p.pukul("10:00")
    halaman = p.masuk("kepala-riau", "/pelaporan/")
    buka_laporan(halaman)
    halaman.set_input_files("#berkas-bukti", files=[REKAP])
    halaman.click("#bukti form[enctype] button")
    halaman.select_option("#id_basis", "SP2D")
    halaman.fill("#id_tanggal_data", "2026-09-30")
    halaman.fill("#id_fisik", "68")
    for nomor, tindakan in ((0, "teruskan"), (1, "tutup")):
        halaman.check(f"#kendala-{nomor} input[value={tindakan}]")
    halaman.fill("#kendala-0 input[type=date]", "2026-12-15")
    halaman.click("button[name=periksa]")
    halaman.wait_for_selector("h1:text('Periksa sebelum diajukan')")
    potret(halaman, "ringkasan", ".page-head > div", "main form .actions")
    halaman.click("main form .actions button[type=submit]")
    halaman.wait_for_selector("text=Menunggu verifikasi")
    halaman.goto(f"{halaman.url}cetak/")
    potret(halaman, "formulir-c", ".sheet")


def dikembalikan(p: Panggung) -> None:
    """Aceh: the report that came back, corrected and submitted again."""
    p.pukul("10:10")
    operator = p.masuk("operator-aceh", "/pelaporan/")
    buka_laporan(operator)
    potret(operator, "dikembalikan", ".page-head > div", "#isian table.entry")
    isi(operator, "52", "182.468.806")
    with operator.expect_response(DRAF):
        operator.locator("[data-peringatan] textarea").first.fill("SPM yang belum terbit SP2D dikeluarkan.")
    p.pukul("10:20")
    kepala = p.masuk("kepala-aceh", "/pelaporan/")
    buka_laporan(kepala)
    kepala.check("#kendala-0 input[value=tutup]")
    for peringatan in kepala.locator("[data-peringatan] textarea").all():
        if not peringatan.input_value():
            peringatan.fill("Menunggu rekap SP2D dari KPPN.")
    kepala.click("button[name=periksa]")
    kepala.click("main form .actions button[type=submit]")
    kepala.wait_for_selector("text=Menunggu verifikasi")


def tim_pusat(p: Panggung) -> None:
    """The queue, one report beside its earlier version, notes to single parts, who has not reported."""
    p.pukul("10:30")
    halaman = p.masuk("pusat", "/verifikasi/?tahun=2026&triwulan=3")
    potret(halaman, "antrean")
    halaman.locator(".queue a", has_text="Aceh").click()
    halaman.wait_for_selector("#judul-laporan:has-text('Aceh')")
    potret(halaman, "berdampingan", "#laporan", lebar=1440, tinggi=800)
    halaman.fill("#alasan", "Belanja modal belum sama dengan SP2D per 30 September. Cocokkan, lalu ajukan lagi.")
    halaman.click(".part-notes summary")
    halaman.fill("#catatan_53", "SP2D tanggal 28 September belum termasuk.")
    potret(halaman, "kembalikan", "#form-laporan")
    halaman.goto("/verifikasi/belum-lapor/")
    potret(halaman, "belum-lapor", ".page-head > div", ".owed > li >> nth=1")


def pengaturan_dan_riwayat(p: Panggung) -> None:
    """The settings of the year, and the history of the report of Riau."""
    halaman = p.masuk("pusat", "/pengaturan/")
    potret(halaman, "pengaturan", ".page-head > div", "#perpanjangan")
    dinas = p.masuk("kepala-riau", "/pelaporan/")
    buka_laporan(dinas)
    dinas.locator(".page-head .end").get_by_role("link", name="Riwayat").click()
    dinas.fill("#orang", "Markus Kusumadewa")
    dinas.click(".history-buttons button")
    potret(dinas, "riwayat", ".page-head > div", ".history-group >> nth=-1", tinggi=560)


DIPA = ["tahun,kewenangan,kode_satker,nomor_dipa,revisi,berlaku_sejak,jenis_belanja,pagu,blokir"]


def impor(p: Panggung) -> None:
    """A file with new revisions and one that is refused: the choice of files, and the preview."""
    p.pukul("13:00")
    halaman = p.masuk("pusat", "/impor/")
    potret(halaman, "impor", ".page-head > div", "#form-impor")
    baris = [
        *DIPA,
        *_revisi(halaman, "Riau", "2026-10-19", {"52": 1_240_000_000, "53": 412_500_000}),
        *_revisi(halaman, "Aceh", "2026-10-19", {"52": 1_816_000_000}, blokir=2_000_000_000),
    ]
    halaman.goto("/impor/")
    halaman.check("#jenis-dipa")
    berkas = {"name": "Revisi DIPA Oktober 2026.csv", "mimeType": "text/csv", "buffer": "\n".join(baris).encode()}
    halaman.set_input_files("#berkas", files=[berkas])
    halaman.click("#form-impor button[type=submit]")
    halaman.wait_for_selector("h1:text('Pratinjau')")
    potret(halaman, "pratinjau", ".page-head > div", "#isi-impor")


def _revisi(halaman: Page, provinsi: str, sejak: str, pagu: dict[str, int], blokir: int = 0) -> list[str]:
    """A revision of the TP of this province, higher than all that it has, as rows of a file."""
    halaman.goto(f"/satker/?tahun=2026&kewenangan=TP&cari={provinsi}")
    kode = re.search(r"/satker/(\d{6})/", halaman.locator("main .cell-name a").first.get_attribute("href") or "")
    if kode is None:
        raise SystemExit(f"Satker {provinsi} tidak ada di daftar.")
    return [f"2026,TP,{kode[1]},,9,{sejak},{j},{n},{blokir}" for j, n in pagu.items()]


def rakor(p: Panggung) -> None:
    """The meeting: what is downloaded and frozen, and what has changed since an earlier one."""
    halaman = p.masuk("pusat", "/rakor/?tahun=2026&triwulan=3&kewenangan=SEMUA&angka=sementara")
    potret(halaman, "rakor", ".page-head > div", ".rakor-packs")
    halaman.get_by_label("Nama rapat").fill("Rakor TW III 2026")
    halaman.get_by_role("button", name="Bekukan angka").click()
    halaman.wait_for_selector("h1:text('Rakor TW III 2026')")
    halaman.goto("/rakor/banding/?lama=1&baru=2")
    potret(halaman, "banding", ".page-head > div", "main section", tinggi=900)


def rekonsiliasi(p: Panggung) -> None:
    """Where reports and the treasury differ, and what was decided."""
    halaman = p.masuk("pusat", "/rekonsiliasi/")
    potret(halaman, "rekonsiliasi", ".page-head > div", "main table", tinggi=760)


def dua_langkah(p: Panggung) -> None:
    """The second factor: setting it up, and the code that is asked for afterwards."""
    p.pukul("14:00")
    halaman = p.masuk("pusat", "/akun/dua-langkah/pasang/")
    potret(halaman, "pasang-dua-langkah", "h1", "main form .buttons")
    halaman.fill("[name=code]", kode_masuk(RAHASIA, f"{HARI}T14:00"))
    halaman.get_by_role("button", name="Pasang").click()
    halaman.wait_for_selector("h1:text('Kode pemulihan')")
    potret(p.masuk("pusat"), "kode-masuk", "h1", "main form")


def kode_masuk(rahasia: str, pada: str) -> str:
    """What an authenticator app shows at this moment in WIB (RFC 6238)."""
    hitungan = int(dt.datetime.fromisoformat(pada).replace(tzinfo=WIB).timestamp()) // 30
    sidik = hmac.digest(base64.b32decode(rahasia), hitungan.to_bytes(8, "big"), "sha1")
    awal = sidik[-1] & 15
    return f"{(int.from_bytes(sidik[awal : awal + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


ADEGAN = (
    dasbor,
    operator_mengisi,
    dua_orang,
    kepala_mengajukan,
    dikembalikan,
    tim_pusat,
    pengaturan_dan_riwayat,
    impor,
    rekonsiliasi,
    rakor,
    dua_langkah,
)


# --- Serving -------------------------------------------------------------------------
@contextmanager
def sajian() -> Iterator[tuple[str, Path]]:
    """The demo, loaded and served on a free port: its address and the file that sets its clock."""
    with tempfile.TemporaryDirectory() as folder:
        jam = Path(folder) / "jam"
        jam.write_text(f"{HARI}T08:00")
        lingkungan = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/gambar.sqlite3",
            "MEDIA_ROOT": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "hanya-untuk-gambar-0123456789-0123456789-0123456789-01",
            "ALLOWED_HOSTS": "localhost",
            "SECURE_SSL_REDIRECT": "off",
            "GAMBAR_JAM": str(jam),
        }
        for perintah in (["migrate", "-v0"], ["muat_referensi"], ["muat_demo"], ["collectstatic", "--no-input", "-v0"]):
            subprocess.run(
                [sys.executable, str(JAM), *perintah], cwd=AKAR, env=lingkungan, check=True, stdout=subprocess.DEVNULL
            )
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        pilihan = ["--bind", f"127.0.0.1:{port}", "--pythonpath", str(JAM.parent), "--timeout", "0"]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "jam:application", "--log-level", "error", *pilihan],
            cwd=AKAR,
            env=lingkungan,
        )
        try:
            _tunggu(f"http://localhost:{port}/sehat/")
            yield f"http://localhost:{port}", jam
        finally:
            server.terminate()
            server.wait()


def _tunggu(alamat: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(alamat, timeout=1)  # noqa: S310  (our own server on this machine)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("Server tidak menjawab.")


def main() -> None:
    """Serve the demo and take every picture."""
    GAMBAR.mkdir(exist_ok=True)
    with sajian() as (akar, jam), sync_playwright() as playwright:
        peramban = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", *SAMA_SELALU],
        )
        panggung = Panggung(akar, jam, peramban)
        for adegan in ADEGAN:
            adegan(panggung)
            print(adegan.__name__, flush=True)
        peramban.close()


if __name__ == "__main__":
    main()
