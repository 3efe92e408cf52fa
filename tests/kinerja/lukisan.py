"""First paint of the dashboard in Chromium: `make bench BAGIAN=lukisan`.

A line of 1.6 Mbit/s with 150 ms between question and answer, a cold cache, gunicorn on loopback. All times are from
the start of the navigation. `angka terlukis` is when the headline and the last table of the page are laid out and the
frame after that is painted, never before the first paint itself; `Plotly selesai` is when its script has run. Bytes
are those on the line. Chromium slows down requests, not connections: what opening one (and TLS) costs on such a line,
150 ms for each round, comes on top.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.kinerja.halaman import BESAR, KECIL
from tests.kinerja.mesin import Gudang, catat, persentil, target
from tests.kinerja.peladen import peladen, sesi
from tests.kinerja.ukur import cetak
from tests.semua import CHROMIUM_SISTEM

BIT_PER_DETIK, JEDA_MS = 1_600_000, 150
KALI = 5
BATAS_DETIK = 1.5
PALING_LAMA_MS = 120_000

# Looks at every frame whether the figures are there, and notes the time once the next frame is painted.
AMATI = """
(() => {
  const catat = (nama) => requestAnimationFrame(() => setTimeout(() => { window[nama] ??= performance.now(); }, 0));
  const lihat = () => {
    const tabel = document.querySelectorAll('main table');
    const akhir = tabel[tabel.length - 1];
    const selesai = document.readyState !== 'loading';
    const tampak = (el) => el && el.getClientRects().length > 0;
    if (selesai && tampak(document.querySelector('main h1')) && tampak(akhir)) { catat('__angka'); }
    else { requestAnimationFrame(lihat); }
  };
  requestAnimationFrame(lihat);
  const tunggu = () => {
    if (window.Plotly) { window.__plotly = performance.now(); } else { setTimeout(tunggu, 10); }
  };
  tunggu();
})();
"""


@dataclass(frozen=True)
class Lukisan:
    """One visit: milliseconds since its start, and bytes."""

    fcp: float
    angka: float
    plotly: float
    byte_sebelum: int
    byte: int


def jalankan_semua(gudang: Gudang) -> None:
    """Print the table, and whether the target is met."""
    from playwright.sync_api import Error, sync_playwright

    baris, ringkas = [], []
    for satker, tahun in (KECIL, BESAR):
        alamat, _ = gudang.siap(gudang.mesin[-1], satker, tahun)
        catat(f"Melukis dasbor {satker:,} satker")
        with tempfile.TemporaryDirectory() as folder, peladen(alamat, Path(folder)) as p:
            orang = sesi(alamat, satker, 1)
            kuki = {"name": orang["kuki"], "value": orang["pusat"][0], "url": p.alamat}
            with sync_playwright() as main:
                try:
                    peramban = _buka(main)
                except Error as galat:
                    catat(f"TIDAK DIUKUR DI MESIN INI: lukisan pertama ({galat.message.splitlines()[0]})")
                    return
                versi = peramban.version
                _kunjungi(peramban, p.alamat, kuki)  # the first visit of a server that has just started
                kunjungan = [_kunjungi(peramban, p.alamat, kuki) for _ in range(KALI)]
                peramban.close()
        tengah = {nama: persentil([getattr(k, nama) for k in kunjungan], 50) for nama in Lukisan.__dataclass_fields__}
        baris.append(
            (
                f"{satker:,} satker, {tahun} tahun",
                *(f"{tengah[nama] / 1000:.2f}" for nama in ("fcp", "angka", "plotly")),
                *(f"{tengah[nama] / 1024:.0f}" for nama in ("byte_sebelum", "byte")),
            )
        )
        ringkas.append((satker, tengah["angka"] / 1000))
    cetak(
        f"**Lukisan pertama dasbor**, Chromium {versi}, {BIT_PER_DETIK / 10**6:.1f} Mbit/s, {JEDA_MS} ms, tembolok "
        f"kosong, {gudang.mesin[-1]}, median {KALI} kunjungan",
        (
            "ukuran",
            "lukisan pertama detik",
            "angka terlukis detik",
            "Plotly selesai detik",
            "KB sebelumnya",
            "KB semua",
        ),
        baris,
    )
    sys.stdout.write("\n")
    for satker, detik in ringkas:
        target(
            f"Angka dan tabel terlukis di bawah {BATAS_DETIK} detik, {satker:,} satker",
            f"{detik:.2f} detik",
            ya=detik < BATAS_DETIK,
        )


def _buka(main: Any) -> Any:
    pilihan = ["--no-sandbox", "--disable-background-networking"]
    sistem = next((c for c in CHROMIUM_SISTEM if Path(c).exists()), None)
    return main.chromium.launch(executable_path=sistem, args=pilihan)


def _kunjungi(peramban: Any, alamat: str, kuki: dict[str, str]) -> Lukisan:
    """Open the dashboard in a new, empty profile."""
    konteks = peramban.new_context(locale="id-ID", viewport={"width": 1366, "height": 768})
    try:
        konteks.add_cookies([kuki])
        halaman = konteks.new_page()
        cdp = konteks.new_cdp_session(halaman)
        kiriman: list[tuple[float, int]] = []
        awal: list[float] = []
        cdp.on("Network.requestWillBeSent", lambda p: awal.append(p["timestamp"]))
        cdp.on("Network.loadingFinished", lambda p: kiriman.append((p["timestamp"], p["encodedDataLength"])))
        cdp.send("Network.enable")
        laju = BIT_PER_DETIK / 8
        cdp.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": JEDA_MS, "downloadThroughput": laju, "uploadThroughput": laju},
        )
        halaman.add_init_script(AMATI)
        halaman.goto(f"{alamat}/", wait_until="load", timeout=PALING_LAMA_MS)
        fcp, angka, plotly = _tunggu(halaman)
        # What has arrived in full by then; a file that is still on its way counts with none of it.
        batas = awal[0] + fcp / 1000
        return Lukisan(fcp, angka, plotly, sum(n for t, n in kiriman if t <= batas), sum(n for _, n in kiriman))
    finally:
        konteks.close()


def _tunggu(halaman: Any) -> tuple[float, float, float]:
    """The three moments, once all have come; the page's own policy forbids waiting inside of it.

    Raises:
        RuntimeError: one of them never came.

    """
    akhir = time.monotonic() + PALING_LAMA_MS / 1000
    while time.monotonic() < akhir:
        fcp, angka, plotly = halaman.evaluate(
            "[performance.getEntriesByName('first-contentful-paint')[0]?.startTime, window.__angka, window.__plotly]"
        )
        if fcp and angka and plotly:
            # What is laid out while styles still block the page has been noted too early.
            return fcp, max(fcp, angka), plotly
        halaman.wait_for_timeout(50)
    raise RuntimeError(f"Dasbor tidak selesai dilukis: {fcp=} {angka=} {plotly=}")
