"""Servers of the application as a deployment runs them (gunicorn), and browsers without a screen."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from django.conf import settings

from tests.mesin.basis_data import PALING_LAMA, lingkungan
from tests.pabrik import KATA_SANDI


class Peladen:
    """One server, as on a host of its own."""

    def __init__(self, pangkalan: str, catatan: Path) -> None:
        self.pangkalan = pangkalan
        self._catatan = catatan

    @property
    def kabar(self) -> list[str]:
        """The sentences that it has logged of the replica."""
        baris = [json.loads(b) for b in self._catatan.read_text().splitlines() if b.startswith("{")]
        return [b["pesan"] for b in baris if b["asal"] == "satker.replika"]


@contextmanager
def jalankan(folder: Path, **isi: str) -> Iterator[Peladen]:
    """A server with these variables; one worker, so that what it keeps to itself is kept in one place."""
    folder.mkdir(parents=True, exist_ok=True)
    catatan = folder / f"gunicorn-{time.monotonic_ns()}.log"
    # The socket is opened here: nobody else can take its port, and who comes early waits.
    with socket.create_server(("127.0.0.1", 0)) as soket, catatan.open("wb") as keluaran:
        perintah = [sys.executable, "-m", "gunicorn", "config.wsgi", "--workers", "1", "--no-control-socket"]
        proses = subprocess.Popen(
            [*perintah, "--bind", f"fd://{soket.fileno()}", "--graceful-timeout", "1", "--log-level", "warning"],
            cwd=settings.BASE_DIR,
            env=lingkungan(**isi),
            stdout=keluaran,
            stderr=subprocess.STDOUT,
            pass_fds=[soket.fileno()],
        )
        try:
            peladen = Peladen(f"http://127.0.0.1:{soket.getsockname()[1]}", catatan)
            jawaban = requests.get(f"{peladen.pangkalan}/sehat/", timeout=PALING_LAMA)
            assert jawaban.status_code == 200, catatan.read_text()
            yield peladen
        finally:
            proses.terminate()
            proses.wait(PALING_LAMA)


class Peramban:
    """Somebody at a browser, who may reach any of the servers under the same name."""

    def __init__(self, nama: str) -> None:
        self.nama = nama
        self._sesi = requests.Session()
        self._sesi.trust_env = False

    def buka(self, peladen: Peladen, alamat: str) -> requests.Response:
        return self._sesi.get(peladen.pangkalan + alamat, timeout=PALING_LAMA)

    def kirim(self, peladen: Peladen, alamat: str, isi: dict[str, Any], **lain: Any) -> requests.Response:
        """Send a form as it stands on a page that was opened before, perhaps from another server."""
        return self._sesi.post(
            peladen.pangkalan + alamat,
            data=isi | {"csrfmiddlewaretoken": self.tanda},
            headers={"Referer": peladen.pangkalan},
            allow_redirects=False,
            timeout=PALING_LAMA,
            **lain,
        )

    def lupakan_tulisan(self) -> None:
        """As after a while: signing in was a write of one's own, too."""
        del self._sesi.cookies["posisi_tulis"]

    def masuk(self, peladen: Peladen, sandi: str = KATA_SANDI) -> requests.Response:
        """Sign in at this server; the token of the pages that follow is that of the first one opened."""
        self.ambil_tanda(peladen, "/masuk/")
        jawaban = self.kirim(peladen, "/masuk/", {"login": self.nama, "password": sandi})
        if jawaban.status_code == 302:
            self.ambil_tanda(peladen, "/sandi/ganti/")
        return jawaban

    def ambil_tanda(self, peladen: Peladen, alamat: str) -> None:
        """Keep the CSRF token of a page."""
        cocok = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.buka(peladen, alamat).text)
        assert cocok, alamat
        self.tanda = cocok[1]


def manage(*perintah: str, **isi: str) -> subprocess.CompletedProcess[str]:
    """A command of the application (or `-m module`), in the same environment as a server with these variables."""
    awal = [] if perintah[0] == "-m" else ["manage.py"]
    return subprocess.run(
        [sys.executable, *awal, *perintah],
        cwd=settings.BASE_DIR,
        env=lingkungan(**isi),
        capture_output=True,
        text=True,
        check=False,
        timeout=4 * PALING_LAMA,
    )
