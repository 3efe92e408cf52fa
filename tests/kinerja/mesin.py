"""What is measured on: the machine, its databases, and the settings of a deployment."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tests.kinerja.ukur import AKAR
from tests.semua import TidakBisa, postgresql

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
KUNCI = "kunci-tetap-hanya-untuk-pengukuran-0123456789-0123456789"


def lingkungan(basis_data: str) -> dict[str, str]:
    """The environment of a deployment on this database, whatever a developer's `.env` says; without HTTPS."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": basis_data,
        "SECRET_KEY": KUNCI,
        "DEBUG": "off",
        "ALLOWED_HOSTS": "testserver,127.0.0.1",
        "SECURE_SSL_REDIRECT": "off",
        "EMAIL_URL": "dummymail://",
        "LOG_LEVEL": "INFO",
    }


def jalankan(modul: str, *argumen: str, basis_data: str) -> dict[str, Any]:
    """Run `python -m modul ARGUMEN...` in a process of its own; its last line is JSON.

    Raises:
        SystemExit: it failed; its own words are shown.

    """
    perintah = [sys.executable, "-m", modul, *argumen]
    hasil = subprocess.run(perintah, cwd=AKAR, env=lingkungan(basis_data), capture_output=True, text=True, check=False)
    if hasil.returncode != 0:
        raise SystemExit(f"{' '.join(perintah)}\n{hasil.stdout[-1000:]}\n{hasil.stderr[-3000:]}")
    return json.loads(hasil.stdout.splitlines()[-1])


def kumpulkan_statis() -> None:
    """Hash and compress the static files, as before a deployment; pages name them by their hashes."""
    perintah = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(perintah, cwd=AKAR, env=lingkungan("sqlite://:memory:"), check=True)


def catat(kalimat: str) -> None:
    """One line about what is being done, beside the tables."""
    sys.stderr.write(f"→ {kalimat}\n")
    sys.stderr.flush()


@dataclass
class Gudang:
    """The filled databases of one run: each is made when it is first asked for, and kept until the end."""

    folder: Path
    server: str = ""
    _siap: dict[tuple[str, int, int], tuple[str, dict[str, Any]]] = field(default_factory=dict)

    def siap(self, mesin: str, satker: int, tahun: int) -> tuple[str, dict[str, Any]]:
        """The address of a database of that size, and what it holds."""
        kunci = (mesin, satker, tahun)
        if kunci not in self._siap:
            alamat = self._buat(mesin, f"kinerja_{satker}_{tahun}")
            catat(f"Mengisi {mesin}: {satker:,} satker, {tahun} tahun")
            isi = jalankan("tests.kinerja.isi", str(satker), str(tahun), basis_data=alamat)
            catat(f"Terisi: {isi['kata']['realisasi']:,} baris realisasi dalam {isi['kata']['detik_isi']:.0f} detik")
            self._siap[kunci] = (alamat, isi["kata"])
        return self._siap[kunci]

    def _buat(self, mesin: str, nama: str) -> str:
        if mesin == SQLITE:
            return f"sqlite:///{self.folder / nama}.sqlite3"
        import psycopg2

        koneksi = psycopg2.connect(self.server)
        try:
            koneksi.autocommit = True
            with koneksi.cursor() as kursor:
                kursor.execute(f"DROP DATABASE IF EXISTS {nama}")
                kursor.execute(f"CREATE DATABASE {nama}")
        finally:
            koneksi.close()
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{nama}"))

    def versi(self, mesin: str) -> str:
        """Name and version of a database."""
        if mesin == SQLITE:
            return f"SQLite {sqlite3.sqlite_version}"
        import psycopg2

        koneksi = psycopg2.connect(self.server)
        try:
            return f"PostgreSQL {koneksi.info.server_version // 10_000}.{koneksi.info.server_version % 10_000}"
        finally:
            koneksi.close()

    def sebutan(self) -> str:
        """The machine in one line."""
        basis = [self.versi(SQLITE), *([self.versi(POSTGRESQL)] if self.server else [])]
        return f"{os.cpu_count()} inti, {_memori()}, Python {platform.python_version()}, {', '.join(basis)}"

    @property
    def mesin(self) -> tuple[str, ...]:
        """Which databases there are on this machine."""
        return (SQLITE, POSTGRESQL) if self.server else (SQLITE,)


@contextmanager
def gudang() -> Iterator[Gudang]:
    """A place for the databases of one run, with a PostgreSQL if this machine can run one."""
    folder = Path(tempfile.mkdtemp(prefix="realisasi-kinerja-"))
    try:
        try:
            with postgresql() as alamat:
                _seperti_pemasangan(alamat)
                yield Gudang(folder, alamat)
        except TidakBisa as galat:
            catat(f"TIDAK DIUKUR DI MESIN INI: {galat}")
            yield Gudang(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _seperti_pemasangan(alamat: str) -> None:
    """Undo what the tests switch off: a deployment keeps its statistics up to date."""
    import psycopg2

    koneksi = psycopg2.connect(alamat)
    try:
        koneksi.autocommit = True
        with koneksi.cursor() as kursor:
            kursor.execute("SHOW autovacuum")
            if kursor.fetchone() == ("off",):
                kursor.execute("ALTER SYSTEM RESET autovacuum")
                kursor.execute("SELECT pg_reload_conf()")
    finally:
        koneksi.close()


def _memori() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"


def target(apa: str, hasil: str, *, ya: bool) -> None:
    """One line: what was to be reached, what came out, and whether it is reached."""
    sys.stdout.write(f"- target: {apa}; hasil {hasil}: {'tercapai' if ya else 'TIDAK'}\n")
    sys.stdout.flush()


def persentil(nilai: Sequence[float], bagian: int) -> float:
    """The smallest value that this share of a hundred does not exceed."""
    urut = sorted(nilai)
    return urut[max(0, -(-len(urut) * bagian // 100) - 1)]
