"""Makes the pictures of the documentation from the demo data: `make gambar`.

Loads the demo into a database of its own, serves it, and photographs pages in headless
Chromium. The pictures are the same from day to day as long as the pages are.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

AKAR = Path(__file__).resolve().parent.parent
GAMBAR = AKAR / "docs" / "gambar"
HALAMAN = {"dasbor": ("/?tahun=2023", 1280, 800)}


def main() -> None:
    """Serve the demo on a free port and write each picture."""
    with tempfile.TemporaryDirectory() as folder:
        lingkungan = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/gambar.sqlite3",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "hanya-untuk-gambar-0123456789-0123456789-0123456789-01",
            "ALLOWED_HOSTS": "localhost",
        }
        for perintah in (["migrate", "-v0"], ["muat_referensi"], ["muat_demo"], ["collectstatic", "--no-input", "-v0"]):
            subprocess.run(
                [sys.executable, "manage.py", *perintah],
                cwd=AKAR,
                env=lingkungan,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"], cwd=AKAR, env=lingkungan
        )
        try:
            _tunggu(f"http://localhost:{port}/sehat/")
            _potret(f"http://localhost:{port}")
        finally:
            server.terminate()
            server.wait()


def _tunggu(alamat: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(alamat, timeout=1)  # noqa: S310  (our own server on this machine)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("Server tidak menjawab.")


def _potret(akar: str) -> None:
    GAMBAR.mkdir(exist_ok=True)
    with sync_playwright() as p:
        peramban = p.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        halaman = peramban.new_page(locale="id-ID")
        halaman.goto(f"{akar}/masuk/")
        halaman.fill("[name=login]", "pimpinan")
        halaman.fill("[name=password]", "demo-pimpinan-2026")
        halaman.click("main button[type=submit]")
        for nama, (alamat, lebar, tinggi) in HALAMAN.items():
            halaman.set_viewport_size({"width": lebar, "height": tinggi})
            halaman.goto(akar + alamat)
            halaman.wait_for_selector(".chart[data-siap]")
            halaman.screenshot(path=GAMBAR / f"{nama}.png")
        peramban.close()


if __name__ == "__main__":
    main()
