"""Setting up a machine: one clear sentence where it cannot be done, nothing overwritten."""

from __future__ import annotations

import importlib.util
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from config import pemasangan


@pytest.fixture
def akar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in the place of the project."""
    monkeypatch.setattr(pemasangan, "AKAR", tmp_path)
    monkeypatch.setattr(pemasangan, "VENV", tmp_path / ".venv")
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "runtime.txt").write_text("django==5.2 --hash=sha256:00\n")
    return tmp_path


@pytest.fixture
def port_terpakai() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as pendengar:
        yield pendengar.getsockname()[1]


def jalankan(*perintah: str, **lingkungan: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        perintah,
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **lingkungan},
        capture_output=True,
        text=True,
        check=False,
    )


def assert_satu_kalimat(hasil: subprocess.CompletedProcess[str], *kata: str) -> None:
    assert hasil.returncode != 0
    baris = hasil.stderr.strip().splitlines()
    assert len(baris) == 1, hasil.stderr
    assert baris[0].startswith("Gagal: ")
    for satu in kata:
        assert satu in baris[0]


# --- .env ----------------------------------------------------------------------------
def test_env_ditulis_dengan_kunci_acak_dan_hanya_untuk_pemiliknya(akar: Path) -> None:
    pemasangan.tulis_env()
    teks = (akar / ".env").read_text()
    kunci = next(b.removeprefix("SECRET_KEY=") for b in teks.splitlines() if b.startswith("SECRET_KEY="))
    assert len(kunci) >= 50
    assert "ALLOWED_HOSTS=localhost,127.0.0.1\n" in teks
    assert "SECURE_SSL_REDIRECT=off\n" in teks
    assert "DEBUG" not in teks
    assert stat.S_IMODE((akar / ".env").stat().st_mode) == 0o600


def test_env_yang_ada_tidak_pernah_ditimpa(akar: Path) -> None:
    (akar / ".env").write_text("SECRET_KEY=milik-sendiri\n")
    pemasangan.tulis_env()
    assert (akar / ".env").read_text() == "SECRET_KEY=milik-sendiri\n"


# --- Packages ------------------------------------------------------------------------
def test_paket_tidak_dipasang_lagi_selama_kunci_tidak_berubah(akar: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    perintah: list[list[str]] = []
    monkeypatch.setattr(pemasangan, "jalankan", lambda p, galat: perintah.append(p))
    pemasangan.pasang_paket(("runtime",))
    pemasangan.pasang_paket(("runtime",))
    assert len(perintah) == 1
    assert "--require-hashes" in perintah[0]
    (akar / "requirements" / "runtime.txt").write_text("django==5.3 --hash=sha256:01\n")
    pemasangan.pasang_paket(("runtime",))
    assert len(perintah) == 2


def test_pemasangan_yang_gagal_tidak_dianggap_selesai(akar: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gagal(perintah: list[str], galat: str) -> None:
        raise pemasangan.Gagal(galat)

    monkeypatch.setattr(pemasangan, "jalankan", gagal)
    with pytest.raises(pemasangan.Gagal):
        pemasangan.pasang_paket(("runtime",))
    assert not list((akar / ".venv").iterdir())


# --- Python --------------------------------------------------------------------------
def test_python_terlalu_lama(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))
    with pytest.raises(pemasangan.Gagal, match=r"Python 3\.10 terlalu lama"):
        pemasangan.periksa_python()


def test_modul_venv_tidak_ada(monkeypatch: pytest.MonkeyPatch) -> None:
    asli = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda nama: None if nama == "ensurepip" else asli(nama))
    with pytest.raises(pemasangan.Gagal, match="apt install python3-venv"):
        pemasangan.periksa_python()


@pytest.mark.parametrize("python", ["/tidak/ada/python3", "/bin/false"])
def test_python_pilihan_yang_tidak_cocok(python: str) -> None:
    assert_satu_kalimat(jalankan("config/pasang.sh", "siapkan", PYTHON=python))


# --- The port ------------------------------------------------------------------------
def test_port_yang_dipakai_program_lain(port_terpakai: int) -> None:
    hasil = jalankan(sys.executable, "config/pemasangan.py", "demo", "--port", str(port_terpakai))
    assert_satu_kalimat(hasil, f"Port {port_terpakai} sudah dipakai", "make demo PORT=")


@pytest.mark.parametrize("port", ["abc", "0", "70000", "80.5", "-1x", "٨٠٠٠"])
def test_port_yang_bukan_nomor_port(port: str) -> None:
    hasil = jalankan(sys.executable, "config/pemasangan.py", "demo", f"--port={port}", PYTHONUTF8="1")
    assert_satu_kalimat(hasil, f"PORT={port} bukan nomor port")


def test_port_bebas_diterima_lalu_dilepas(port_terpakai: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as pendengar:
        bebas = pendengar.getsockname()[1]
    assert pemasangan.periksa_port(str(bebas)) == bebas
    assert pemasangan.periksa_port(str(bebas)) == bebas
