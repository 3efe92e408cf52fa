"""Settings with and without a replica, loaded by a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings

CETAK = """
import json
from config import settings as s
print(json.dumps([s.DATABASES, getattr(s, "DATABASE_ROUTERS", []), s.MIDDLEWARE], default=str))
"""
UTAMA = "postgres://a:b@utama:5432/realisasi"


def muat(**isi: str) -> subprocess.CompletedProcess[str]:
    bersih = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "REPLIKA_"))}
    return subprocess.run(
        [sys.executable, "-c", CETAK],
        cwd=settings.BASE_DIR,
        env=bersih | {"DJANGO_SETTINGS_MODULE": "config.settings_produksi"} | isi,  # reads no .env
        capture_output=True,
        text=True,
        check=False,
    )


def terbaca(**isi: str) -> Any:
    hasil = muat(**isi)
    assert hasil.returncode == 0, hasil.stderr
    return json.loads(hasil.stdout)


@pytest.mark.parametrize("isi", [{}, {"DATABASE_REPLICA_URL": ""}])
def test_tanpa_replika_tidak_ada_yang_terpasang(isi: dict[str, str]) -> None:
    basis_data, rute, perantara = terbaca(DATABASE_URL=UTAMA, **isi)
    assert set(basis_data) == {"default"}
    assert rute == []
    assert not any("replika" in nama for nama in perantara)


def test_replika_terpasang_dan_tidak_ditunggu_lama() -> None:
    alamat = "postgres://a:b@replika:5432/realisasi"
    basis_data, rute, _ = terbaca(DATABASE_URL=UTAMA, DATABASE_REPLICA_URL=alamat)
    assert basis_data["replika"]["HOST"] == "replika"
    assert basis_data["replika"]["OPTIONS"]["connect_timeout"] == 2
    assert basis_data["replika"]["OPTIONS"]["tcp_user_timeout"] == 4000
    sendiri = terbaca(DATABASE_URL=UTAMA, DATABASE_REPLICA_URL=f"{alamat}?connect_timeout=7")[0]["replika"]["OPTIONS"]
    assert (sendiri["connect_timeout"], sendiri["tcp_user_timeout"]) == (7, 4000)
    assert rute == ["satker.replika.Rute"]


@pytest.mark.parametrize(
    ("utama", "replika"), [("sqlite:///a.sqlite3", UTAMA), (UTAMA, "sqlite:///a.sqlite3"), ("", UTAMA)]
)
def test_replika_hanya_untuk_postgresql(utama: str, replika: str) -> None:
    hasil = muat(DATABASE_URL=utama, DATABASE_REPLICA_URL=replika)
    assert hasil.returncode != 0
    assert "DATABASE_REPLICA_URL hanya untuk PostgreSQL" in hasil.stderr


def test_pgbouncer_dapat_disetel_lewat_alamat() -> None:
    """What docs/operasi.md says of a pooler."""
    basis_data, _, _ = terbaca(DATABASE_URL=f"{UTAMA}?disable_server_side_cursors=True", CONN_MAX_AGE="0")
    assert basis_data["default"]["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert basis_data["default"]["CONN_MAX_AGE"] == 0


def test_beberapa_replika_dalam_satu_alamat() -> None:
    """As docs/operasi.md writes it; libpq picks one for each connection."""
    alamat = "postgres://a:b@satu:5432,dua:5432/realisasi?target_session_attrs=standby&load_balance_hosts=random"
    replika = terbaca(DATABASE_URL=UTAMA, DATABASE_REPLICA_URL=alamat)[0]["replika"]
    assert (replika["HOST"], replika["PORT"]) == ("satu,dua", "5432,5432")
    assert replika["OPTIONS"]["target_session_attrs"] == "standby"
    assert replika["OPTIONS"]["load_balance_hosts"] == "random"
