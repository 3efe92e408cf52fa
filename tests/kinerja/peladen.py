"""The application as a deployment serves it: gunicorn with two workers on loopback, settings of a deployment."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.kinerja.isi import PUSAT, TAHUN_AKHIR, TRIWULAN_AKHIR, Bagian, operator
from tests.kinerja.mesin import jalankan, lingkungan
from tests.kinerja.ukur import AKAR, lapor

MODUL = "tests.kinerja.peladen"
PEKERJA = 2
PALING_LAMA = 60.0  # seconds to start


@dataclass(frozen=True)
class Peladen:
    """A running server."""

    alamat: str
    pid: int
    catatan: Path

    def memori(self) -> list[float]:
        """Resident memory of each worker, MB."""
        import psutil

        return [anak.memory_info().rss / 2**20 for anak in psutil.Process(self.pid).children()]


@contextmanager
def peladen(basis_data: str, folder: Path) -> Iterator[Peladen]:
    """Serve this database; what the server logs stands in a file.

    Raises:
        RuntimeError: it did not start; its log is shown.

    """
    catatan = folder / "gunicorn.log"
    with socket.socket() as soket:
        soket.bind(("127.0.0.1", 0))
        port = soket.getsockname()[1]
    perintah = [sys.executable, "-m", "gunicorn", "--workers", str(PEKERJA), "--preload", "--log-level", "warning"]
    perintah += ["--bind", f"127.0.0.1:{port}", "config.wsgi"]
    with catatan.open("wb") as berkas:
        proses = subprocess.Popen(
            perintah, cwd=AKAR, env=lingkungan(basis_data), stdout=berkas, stderr=berkas, start_new_session=True
        )
        try:
            alamat = f"http://127.0.0.1:{port}"
            _tunggu(proses, alamat, catatan)
            yield Peladen(alamat, proses.pid, catatan)
        finally:
            if proses.poll() is None:
                os.killpg(proses.pid, signal.SIGTERM)
            try:
                proses.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(proses.pid, signal.SIGKILL)
                proses.wait()


def _tunggu(proses: subprocess.Popen[bytes], alamat: str, catatan: Path) -> None:
    akhir = time.monotonic() + PALING_LAMA
    while proses.poll() is None and time.monotonic() < akhir:
        try:
            with urllib.request.urlopen(f"{alamat}/sehat/", timeout=5):  # noqa: S310  (our own server)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"Server tidak menjawab di {alamat}:\n{catatan.read_text()[-3000:]}")


def sesi(basis_data: str, satker: int, pusat: int) -> dict[str, Any]:
    """Sessions of real users of this database, as signing in makes them.

    Made beforehand, since signing in is held to thirty a minute from one address and hashes a password each time.
    `pusat` are so many sessions of tim pusat; `operator` one for each draft, with the address of its entry page.
    """
    return jalankan(MODUL, str(satker), str(pusat), basis_data=basis_data)["kata"]


def _sesi(satker: int, pusat: int) -> dict[str, Any]:
    from django.conf import settings

    from realisasi.models import Dipa
    from tests.kinerja.langkah import masuk

    nama = settings.SESSION_COOKIE_NAME
    dipa = dict(
        Dipa.objects.filter(
            tahun=TAHUN_AKHIR, satker__kode__in=[f"{400_000 + n}" for n in Bagian.dari(satker).draf]
        ).values_list("satker__kode", "pk")
    )
    return {
        "kuki": nama,
        "pusat": [masuk(PUSAT).cookies[nama].value for _ in range(pusat)],
        "operator": [
            {
                "sesi": masuk(operator(n)).cookies[nama].value,
                "entri": f"/pelaporan/{dipa[f'{400_000 + n}']}/{TRIWULAN_AKHIR}/",
            }
            for n in Bagian.dari(satker).draf
        ],
        "satker": [f"{400_000 + n}" for n in range(0, satker, max(1, satker // 50))],
    }


if __name__ == "__main__":
    import django

    django.setup()
    lapor(lambda: _sesi(int(sys.argv[1]), int(sys.argv[2])))
