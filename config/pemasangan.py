"""Sets a machine up for the project and serves the demo: the program behind the Makefile.

Standard library only, for it runs before anything is installed. The Makefile has chosen a
Python that is new enough; who runs this by hand with an older one gets a sentence too.

    python3 config/pemasangan.py siapkan          make setup
    python3 config/pemasangan.py demo --port 8000  make demo
    python3 config/pemasangan.py alat             what make test and make lint need
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

AKAR = Path(__file__).resolve().parent.parent
VENV = AKAR / ".venv"
PYTHON = VENV / "bin" / "python"
PYTHON_TERENDAH = (3, 11)
PEKERJA = "2"
KUNCI_RUNTIME = ("runtime",)
KUNCI_ALAT = ("runtime", "dev")
AWAL_PORT_BEBAS = 1024
PORT_TERAKHIR = 65535


class Gagal(Exception):
    """Something that the person at the keyboard can put right, said in one sentence."""


def kabarkan(kalimat: str) -> None:
    """One line about what is being done."""
    print(f"→ {kalimat}", flush=True)


# --- Python and the packages ---------------------------------------------------------
def periksa_python() -> None:
    """Stop at a Python that is too old or cannot make environments."""
    if sys.version_info[:2] < PYTHON_TERENDAH:
        raise Gagal(
            "Python {}.{} terlalu lama; pasang Python 3.11 atau yang lebih baru, "
            "lalu jalankan lagi, misalnya: make demo PYTHON=python3.11".format(*sys.version_info[:2])
        )
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise Gagal(
            "Modul venv tidak ada pada Python ini ({}); pasang dahulu "
            "(Debian/Ubuntu: apt install python3-venv), lalu jalankan lagi.".format(sys.executable)
        )


def buat_lingkungan() -> None:
    """Make `.venv`, unless there is one that runs."""
    if PYTHON.exists():
        versi = "import sys; sys.exit(sys.version_info[:2] < {!r})".format(PYTHON_TERENDAH)
        if subprocess.run([str(PYTHON), "-c", versi], check=False, capture_output=True).returncode == 0:
            return
    periksa_python()
    kabarkan(f"Membuat lingkungan Python {sys.version_info[0]}.{sys.version_info[1]} di .venv")
    jalankan([sys.executable, "-m", "venv", "--clear", str(VENV)], "Lingkungan .venv tidak dapat dibuat")


def pasang_paket(kunci: tuple[str, ...]) -> None:
    """Install the locked packages; nothing to do while the locks are the ones of last time."""
    berkas = [AKAR / "requirements" / f"{nama}.txt" for nama in kunci]
    cap = VENV / f".terpasang-{'-'.join(kunci)}"
    sidik = hashlib.sha256(b"".join(b.read_bytes() for b in berkas)).hexdigest()
    if cap.exists() and cap.read_text() == sidik:
        return
    kabarkan("Memasang paket terkunci dari " + " dan ".join(f"requirements/{b.name}" for b in berkas))
    perintah = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    # Not compiled ahead: that takes as long as the download, for files of which few are used.
    perintah += ["--require-hashes", "--no-compile"]
    for b in berkas:
        perintah += ["--requirement", str(b)]
    jalankan(perintah, "Paket tidak dapat dipasang; periksa sambungan ke indeks paket")
    cap.write_text(sidik)


# --- Settings, database, static files ------------------------------------------------
def tulis_env() -> None:
    """Write `.env` with a key of its own; one that exists is never touched."""
    berkas = AKAR / ".env"
    if berkas.exists():
        return
    kabarkan("Menulis .env (kunci rahasia acak, hanya untuk mesin ini)")
    isi = (
        "# Dibuat oleh make setup. Variabel lingkungan menang atas berkas ini; lihat README.\n"
        f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
        "ALLOWED_HOSTS=localhost,127.0.0.1\n"
        "SECURE_SSL_REDIRECT=off\n"
    )
    pegangan = os.open(berkas, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(pegangan, "w", encoding="utf-8") as tujuan:
        tujuan.write(isi)


def lingkungan() -> dict[str, str]:
    """The environment of the project's own commands: always the settings of the demo."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}


def kelola(*perintah: str) -> list[str]:
    """The command line of one `manage.py` command.

    Without Django's checks: they import every page, which takes longer than the command.
    """
    return [str(PYTHON), str(AKAR / "manage.py"), *perintah, "--skip-checks"]


def siapkan_data() -> str:
    """Database, reference data, demo data and static files; what is there stays.

    The static files do not wait for the database: on two cores both run at once. Returns
    the demo logins as `muat_demo` prints them.
    """
    kabarkan("Mengumpulkan dan memampatkan berkas statis (berjalan di latar)")
    statis = subprocess.Popen(kelola("collectstatic", "--no-input", "--verbosity", "0"), cwd=AKAR, env=lingkungan())
    try:
        kabarkan("Menyiapkan tabel basis data")
        jalankan(kelola("migrate", "--verbosity", "0"), "Tabel basis data tidak dapat disiapkan")
        kabarkan("Memuat data acuan: provinsi, satker, hari libur, peran")
        jalankan(kelola("muat_referensi"), "Data acuan tidak dapat dimuat", diam=True)
        kabarkan("Memuat data contoh dan pengguna contoh")
        keluaran = jalankan(kelola("muat_demo"), "Data contoh tidak dapat dimuat", diam=True)
        if statis.wait() != 0:
            raise Gagal("Berkas statis tidak dapat dikumpulkan; sebabnya tertulis di atas.")
    finally:
        if statis.poll() is None:
            statis.terminate()
            statis.wait()
    kabar, _, login = keluaran.partition("\n\n")
    kabarkan(kabar.strip())
    return login.strip()


def jalankan(perintah: list[str], galat: str, *, diam: bool = False) -> str:
    """Run one command; what it says of a failure stands above the sentence that ends it.

    With `diam` its ordinary words are returned rather than shown.
    """
    hasil = subprocess.run(
        perintah, cwd=AKAR, env=lingkungan(), check=False, text=True, stdout=subprocess.PIPE if diam else None
    )
    if hasil.returncode != 0:
        raise Gagal(f"{galat}; sebabnya tertulis di atas.")
    return hasil.stdout or ""


# --- Serving -------------------------------------------------------------------------
def periksa_port(teks: str) -> int:
    """The port as a number, if this user may listen on it and nobody else does."""
    if not teks.isascii() or not teks.isdigit() or not 1 <= int(teks) <= PORT_TERAKHIR:
        raise Gagal(f"PORT={teks} bukan nomor port; pakai angka 1 sampai 65535, misalnya: make demo PORT=8001")
    port = int(teks)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as soket:
        soket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            soket.bind(("127.0.0.1", port))
        except PermissionError:
            raise Gagal(
                f"Port {port} hanya untuk administrator mesin ini; pakai port di atas 1024, "
                "misalnya: make demo PORT=8001"
            ) from None
        except OSError:
            lain = port + 1 if AWAL_PORT_BEBAS <= port < PORT_TERAKHIR else 8001
            raise Gagal(
                f"Port {port} sudah dipakai program lain; pakai port lain, misalnya: make demo PORT={lain}"
            ) from None
    return port


def sajikan(port: int, login: str) -> None:
    """Print address and logins, then become the server."""
    periksa_port(str(port))
    print(f"\n{login}\n\nAlamat: http://localhost:{port}/   (berhenti: Ctrl+C)\n", flush=True)
    perintah = [str(PYTHON), "-m", "gunicorn", "--workers", PEKERJA, "--preload", "--bind", f"127.0.0.1:{port}"]
    perintah += ["--log-level", "warning", "config.wsgi"]
    os.chdir(AKAR)
    # The links of reminders begin with the address above, unless the settings name another.
    os.execve(perintah[0], perintah, lingkungan() | {"PORT": str(port)})  # noqa: S606  (replaces this process on purpose)


def siapkan() -> str:
    """All of `make setup`; returns the demo logins."""
    buat_lingkungan()
    pasang_paket(KUNCI_RUNTIME)
    tulis_env()
    return siapkan_data()


def main() -> int:
    """Read the command line and do it; 1 with one sentence where it cannot be done."""
    pembaca = argparse.ArgumentParser(description="Pemasangan Realisasi IKMA")
    pembaca.add_argument("tugas", choices=("siapkan", "demo", "alat"))
    pembaca.add_argument("--port", default="8000")
    pilihan = pembaca.parse_args()
    try:
        if pilihan.tugas == "demo":
            port = periksa_port(pilihan.port)
            sajikan(port, siapkan())
        elif pilihan.tugas == "siapkan":
            print(f"\n{siapkan()}\n\nSiap. Sajikan dengan: make demo")
        else:
            buat_lingkungan()
            pasang_paket(KUNCI_ALAT)
    except Gagal as gagal:
        print(f"Gagal: {gagal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nDihentikan.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
