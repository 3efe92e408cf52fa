"""Settings: which source wins, what production refuses, how SQLite is opened.

The settings are loaded by a process of their own from a copy of `config/`, so that neither
the `.env` of a developer nor the settings of this run are in the way.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from config import pemasangan
from satker.models import Satker
from tests.pabrik import buat_satker

KUNCI = "kunci-acak-untuk-uji-" + "0123456789abcdefghij" * 2
PRODUKSI = "config.settings_produksi"
Muat = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def muat(tmp_path: Path) -> Muat:
    """`muat("DEBUG", "ALLOWED_HOSTS", SECRET_KEY=...)`: load the settings in an environment
    that has nothing but the given variables, and print these names as JSON.
    """
    shutil.copytree(settings.BASE_DIR / "config", tmp_path / "config")

    def muat(*nama: str, modul: str = "config.settings", **lingkungan: str) -> subprocess.CompletedProcess[str]:
        program = (
            f"import json, importlib; s = importlib.import_module({modul!r});"
            f"print(json.dumps({{n: getattr(s, n) for n in {nama!r}}}, default=str))"
        )
        return subprocess.run(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], **lingkungan},
            capture_output=True,
            text=True,
            check=False,
        )

    return muat


def isi(hasil: subprocess.CompletedProcess[str]) -> dict[str, object]:
    assert hasil.returncode == 0, hasil.stderr
    return dict(json.loads(hasil.stdout))


# --- Where a value comes from --------------------------------------------------------
def test_lingkungan_menang_atas_berkas_env(muat: Muat, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"SECRET_KEY={KUNCI}\nALLOWED_HOSTS=dari-berkas.example\nDEBUG=on\n")
    hasil = isi(muat("SECRET_KEY", "ALLOWED_HOSTS", "DEBUG", ALLOWED_HOSTS="dari-lingkungan.example"))
    assert hasil == {"SECRET_KEY": KUNCI, "ALLOWED_HOSTS": ["dari-lingkungan.example"], "DEBUG": True}


def test_tanpa_apa_pun_debug_mati_dan_basis_data_di_akar(muat: Muat, tmp_path: Path) -> None:
    hasil = isi(muat("DEBUG", "DATABASES", "MEDIA_ROOT"))
    assert hasil["DEBUG"] is False
    assert hasil["DATABASES"]["default"]["NAME"] == str(tmp_path / "db.sqlite3")  # type: ignore[index]
    assert hasil["MEDIA_ROOT"] == str(tmp_path / "media")


def test_tautan_memakai_port_yang_disajikan(muat: Muat, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make demo PORT=8155` hands its port on to the server, which writes it into reminders."""
    diserahkan: dict[str, str] = {}
    monkeypatch.setattr("os.execve", lambda _program, _perintah, lingkungan: diserahkan.update(lingkungan))
    monkeypatch.setattr("os.chdir", lambda _folder: None)
    with socket.create_server(("127.0.0.1", 0)) as pendengar:
        port = pendengar.getsockname()[1]
    pemasangan.sajikan(port, "login contoh")
    sisa = {"SECRET_KEY": KUNCI, "PORT": diserahkan["PORT"]}
    assert isi(muat("ALAMAT_SITUS", **sisa)) == {"ALAMAT_SITUS": f"http://localhost:{port}"}
    sendiri = "https://realisasi.example.go.id"
    assert isi(muat("ALAMAT_SITUS", ALAMAT_SITUS=sendiri, **sisa)) == {"ALAMAT_SITUS": sendiri}
    assert isi(muat("ALAMAT_SITUS", SECRET_KEY=KUNCI)) == {"ALAMAT_SITUS": "http://localhost:8000"}


def test_folder_unggahan_dari_lingkungan(muat: Muat) -> None:
    assert isi(muat("MEDIA_ROOT", MEDIA_ROOT="/srv/realisasi/media")) == {"MEDIA_ROOT": "/srv/realisasi/media"}


def test_postgresql_dari_database_url(muat: Muat) -> None:
    alamat = "postgres://ikma:rahasia@basis.example:5433/realisasi"
    pangkalan = isi(muat("DATABASES", DATABASE_URL=alamat))["DATABASES"]["default"]  # type: ignore[index]
    assert pangkalan["ENGINE"] == "django.db.backends.postgresql"
    assert (pangkalan["HOST"], pangkalan["PORT"], pangkalan["NAME"]) == ("basis.example", 5433, "realisasi")
    assert (pangkalan["USER"], pangkalan["PASSWORD"]) == ("ikma", "rahasia")


def test_postgresql_yang_diam_tidak_ditunggu_lama(muat: Muat) -> None:
    """What docs/operasi.md says of a primary whose host vanishes; the address may say otherwise."""
    alamat = "postgres://ikma:rahasia@basis.example/realisasi"
    pilihan = isi(muat("DATABASES", DATABASE_URL=alamat))["DATABASES"]["default"]["OPTIONS"]  # type: ignore[index]
    assert (pilihan["connect_timeout"], pilihan["tcp_user_timeout"]) == (5, 15_000)
    diam = pilihan["keepalives_idle"] + pilihan["keepalives_interval"] * pilihan["keepalives_count"]
    assert diam <= 20  # less than the 30 seconds after which gunicorn gives up a worker
    sendiri = isi(muat("DATABASES", DATABASE_URL=f"{alamat}?tcp_user_timeout=60000"))["DATABASES"]["default"]  # type: ignore[index]
    assert (sendiri["OPTIONS"]["connect_timeout"], sendiri["OPTIONS"]["tcp_user_timeout"]) == (5, 60_000)


@pytest.mark.postgresql
def test_batas_menunggu_sampai_di_sambungan(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("hanya PostgreSQL")
    connection.ensure_connection()
    dipakai = connection.connection.info.dsn_parameters
    for nama, nilai in settings.DATABASES["default"]["OPTIONS"].items():
        if nama.startswith(("connect_", "tcp_", "keepalives_")):
            assert dipakai[nama] == str(nilai), nama
    assert {"connect_timeout", "tcp_user_timeout", "keepalives_idle"} <= set(dipakai)


# --- Production ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("lingkungan", "sebab"),
    [
        ({"ALLOWED_HOSTS": "realisasi.example"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "realisasi.example", "SECRET_KEY": "pendek"}, "SECRET_KEY"),
        ({"SECRET_KEY": KUNCI}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": KUNCI, "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": KUNCI, "ALLOWED_HOSTS": "realisasi.example,*"}, "ALLOWED_HOSTS"),
    ],
)
def test_produksi_menolak_berjalan(muat: Muat, lingkungan: dict[str, str], sebab: str) -> None:
    hasil = muat("DEBUG", modul=PRODUKSI, **lingkungan)
    assert hasil.returncode != 0
    assert f"ImproperlyConfigured: {sebab} belum diisi" in hasil.stderr


def test_produksi_tidak_membaca_env_milik_make_setup(muat: Muat, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"SECRET_KEY={KUNCI}\nALLOWED_HOSTS=localhost\nSECURE_SSL_REDIRECT=off\n")
    produksi = {"modul": PRODUKSI, "DJANGO_SETTINGS_MODULE": PRODUKSI}
    assert "SECRET_KEY" in muat("DEBUG", **produksi).stderr
    hasil = muat("SECURE_SSL_REDIRECT", **produksi, SECRET_KEY=KUNCI, ALLOWED_HOSTS="realisasi.example.go.id")
    assert isi(hasil) == {"SECURE_SSL_REDIRECT": True}


def test_produksi_tanpa_debug_walau_diminta(muat: Muat) -> None:
    hasil = muat("DEBUG", modul=PRODUKSI, SECRET_KEY=KUNCI, ALLOWED_HOSTS="realisasi.example", DEBUG="on")
    assert isi(hasil) == {"DEBUG": False}


def test_produksi_tanpa_server_surel_tidak_mencetak_tautan(muat: Muat) -> None:
    wajib = {"SECRET_KEY": KUNCI, "ALLOWED_HOSTS": "realisasi.example"}
    tanpa = isi(muat("EMAIL_BACKEND", "SUREL_TERSEDIA", modul=PRODUKSI, **wajib))
    assert tanpa == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend", "SUREL_TERSEDIA": False}
    server = {"EMAIL_URL": "smtp+tls://ikma:rahasia@surel.example:587"}
    dengan = isi(muat("EMAIL_BACKEND", "SUREL_TERSEDIA", modul=PRODUKSI, **wajib, **server))
    assert dengan == {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "SUREL_TERSEDIA": True}
    demo = isi(muat("EMAIL_BACKEND", "SUREL_TERSEDIA"))
    assert demo == {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend", "SUREL_TERSEDIA": True}


def test_produksi_memakai_https_dan_kuki_milik_host_ini(muat: Muat) -> None:
    nama = ("SECURE_SSL_REDIRECT", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    kuki = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SECURE_HSTS_SECONDS")
    hasil = isi(muat(*nama, *kuki, modul=PRODUKSI, SECRET_KEY=KUNCI, ALLOWED_HOSTS="realisasi.example"))
    assert [hasil[n] for n in nama] == [True] * 4
    assert [hasil[n] for n in kuki] == ["__Host-sessionid", "__Host-csrftoken", 31_536_000]


def test_data_contoh_hanya_di_luar_produksi(muat: Muat) -> None:
    assert isi(muat("DEMO_DIIZINKAN")) == {"DEMO_DIIZINKAN": True}
    hasil = muat("DEMO_DIIZINKAN", modul=PRODUKSI, SECRET_KEY=KUNCI, ALLOWED_HOSTS="realisasi.example")
    assert isi(hasil) == {"DEMO_DIIZINKAN": False}


def test_produksi_lolos_pemeriksaan_django() -> None:
    hasil = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", "--settings", PRODUKSI],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "SECRET_KEY": KUNCI,
            "ALLOWED_HOSTS": "realisasi.example",
            "DATABASE_URL": "sqlite://:memory:",
            "SECURE_SSL_REDIRECT": "on",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert hasil.returncode == 0, hasil.stderr


# --- SQLite --------------------------------------------------------------------------
@pytest.fixture
def basis_data_sqlite(db: None) -> str:
    """The file of the test database; on PostgreSQL there is nothing to look at."""
    if connection.vendor != "sqlite":
        raise AssertionError("Uji ini tidak bertanda basis_data dan hanya berjalan pada SQLite.")
    return str(connection.settings_dict["NAME"])


def test_sqlite_memakai_wal_dan_menunggu_kunci(basis_data_sqlite: str) -> None:
    with connection.cursor() as kursor:
        kursor.execute("PRAGMA journal_mode")
        assert kursor.fetchone() == ("wal",)
        kursor.execute("PRAGMA busy_timeout")
        assert kursor.fetchone() == (20_000,)


def test_transaksi_sqlite_langsung_memegang_kunci_tulis(basis_data_sqlite: str) -> None:
    """The test is within a transaction that has not written: others may read, not write."""
    with closing(sqlite3.connect(basis_data_sqlite, timeout=0, isolation_level=None)) as lain:
        assert lain.execute("SELECT count(*) FROM satker_satker").fetchone() == (0,)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            lain.execute("BEGIN IMMEDIATE")


def test_dua_penulis_sqlite_saling_menunggu_dan_tidak_saling_menimpa(transactional_db: None) -> None:
    """Read, add one, write: without an immediate transaction one of two writers would fail
    half-way ("database is locked") or undo what the other wrote.
    """
    satker = buat_satker(kontak_telepon="0")

    def tambah() -> None:
        try:
            for _ in range(25):
                with transaction.atomic():
                    milik = Satker.objects.get(pk=satker.pk)
                    milik.kontak_telepon = str(int(milik.kontak_telepon) + 1)
                    milik.save()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as penulis:
        for hasil in [penulis.submit(tambah), penulis.submit(tambah)]:
            hasil.result()
    satker.refresh_from_db()
    assert satker.kontak_telepon == "50"
