"""The commands of the README for a real installation lead to an administrator who can work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

MASUK = """
import django
django.setup()
from django.test import Client
klien = Client()
print(klien.post("/masuk/", {"login": "pertama", "password": "kata-sandi-yang-panjang"}).status_code)
print(klien.get("/admin/").status_code, klien.get("/admin/satker/pengguna/add/").status_code)
"""


def test_administrator_pertama_dapat_membuka_admin(tmp_path: Path) -> None:
    lingkungan = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'baru.sqlite3'}",
        "DJANGO_SUPERUSER_USERNAME": "pertama",
        "DJANGO_SUPERUSER_EMAIL": "pertama@ditjen-ikma.example",
        "DJANGO_SUPERUSER_NAMA": "Orang Pertama",
        "DJANGO_SUPERUSER_PASSWORD": "kata-sandi-yang-panjang",
    }
    keluaran = ""
    for perintah in (
        ["manage.py", "migrate", "--verbosity", "0"],
        ["manage.py", "muat_referensi"],
        ["manage.py", "createsuperuser", "--no-input"],
        ["-c", MASUK],
    ):
        hasil = subprocess.run(
            [sys.executable, *perintah],
            cwd=settings.BASE_DIR,
            env=lingkungan,
            capture_output=True,
            text=True,
            check=False,
        )
        assert hasil.returncode == 0, hasil.stderr
        keluaran = hasil.stdout
    assert keluaran.split() == ["302", "200", "200"]


def test_yang_membaca_sebagian_keluaran_tidak_mendapat_jejak_galat() -> None:
    """`manage.py ... | head` closes the pipe before all is said: no traceback."""
    # More than a pipe holds, so that writing goes on after the reader has left.
    cetak = "import sys; sys.argv = ['manage.py', 'help']; import manage\n"
    besar = (
        "from django.core import management\n"
        "management.execute_from_command_line = lambda argv: [print('x' * 79) for _ in range(5000)]\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", cetak + besar + "manage.main()"],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as proses:
        assert proses.stdout is not None
        assert proses.stderr is not None
        assert proses.stdout.readline().startswith("x")
        proses.stdout.close()
        galat = proses.stderr.read()
    assert galat == ""
    assert proses.returncode != 0
