"""While the database or the disk cannot be used every page says so in plain words, and asks nothing of either.

What really happens when a server is killed or a disk is full stands in `tests.kerusakan`.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.utils import ConnectionHandler
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from satker.gangguan import Gangguan, kenali
from satker.models import Pengguna
from tests import pabrik
from tests.config.test_galat import halaman

Masuk = Callable[[Pengguna | str], Client]

GALAT: dict[str, BaseException] = {
    "putus": OperationalError("server closed the connection unexpectedly at 10.0.0.7"),
    "tertutup": InterfaceError("connection already closed"),
    "penuh": OSError(errno.ENOSPC, "No space left on device", "/srv/rahasia"),
    "jatah": OSError(errno.EDQUOT, "Disk quota exceeded"),
    "batas": OSError(errno.EFBIG, "File too large"),
    "izin": OSError(errno.EACCES, "Permission denied"),
    "data": DatabaseError("value out of range"),
    "isi": ValidationError("salah"),
}


def rusak(_request: HttpRequest, nama: str) -> HttpResponse:
    raise GALAT[nama]


def salah_tabel(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as kursor:
        kursor.execute("SELECT 1 FROM tabel_yang_tidak_ada")
    return HttpResponse()


def tulis(_request: HttpRequest) -> HttpResponse:
    pabrik.buat_provinsi()
    return HttpResponse("tertulis")


handler500 = "satker.gangguan.galat_server"
urlpatterns = [
    path("uji/salah-tabel/", salah_tabel),
    path("uji/tulis/", tulis),
    path("uji/<str:nama>/", rusak),
    path("", include("config.urls")),
]
pytestmark = [pytest.mark.basis_data, pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def klien(pusat: Pengguna, masuk: Masuk) -> Client:
    klien = masuk(pusat)
    klien.raise_request_exception = False
    return klien


@contextmanager
def basis_data_hilang() -> Iterator[None]:
    def gagal(*_args: object) -> None:
        raise OperationalError("could not connect to server: sandi-rahasia@10.0.0.7")

    with connection.execute_wrapper(gagal):
        yield


def test_tanpa_basis_data_setiap_halaman_mengatakannya(klien: Client) -> None:
    """Not one query is answered: session, user, context and page all go without."""
    with basis_data_hilang():
        for alamat in ("/", "/satker/", "/verifikasi/", "/pengaturan/", "/admin/", "/tidak-ada/"):
            jawaban = klien.get(alamat)
            isi = halaman(
                jawaban, 503, "Data sementara tidak dapat dibuka", "dimuat ulang sendiri", 'http-equiv="refresh"'
            )
            assert jawaban["Retry-After"] == "30"
            assert "no-store" in jawaban["Cache-Control"]
            assert "style-src 'self'" in jawaban["Content-Security-Policy"]
            assert "10.0.0.7" not in isi
            assert settings.SESSION_COOKIE_NAME not in jawaban.cookies, "nobody is signed out by it"
    assert klien.get("/").status_code == 200


def test_yang_dikirim_mungkin_belum_tersimpan(klien: Client) -> None:
    """HTML for scripts too: that of the entry page keeps what was typed, and sends it again later."""
    with basis_data_hilang():
        for alamat in ("/pelaporan/1/1/", "/pelaporan/1/1/draf/", "/verifikasi/1/verifikasi/"):
            jawaban = klien.post(alamat, headers={"accept": "application/json"})
            isi = halaman(jawaban, 503, "mungkin belum tersimpan", "periksa isian terakhir")
            assert "refresh" not in isi, "what was sent is not asked for by another way"
            assert jawaban["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("nama", "kata"),
    [
        ("putus", "Data sementara tidak dapat dibuka"),
        ("tertutup", "Data sementara tidak dapat dibuka"),
        ("penuh", "Penyimpanan server penuh"),
        ("jatah", "Penyimpanan server penuh"),
        ("batas", "Penyimpanan server penuh"),
    ],
)
def test_yang_pulih_dengan_menunggu_adalah_503(klien: Client, nama: str, kata: str) -> None:
    isi = halaman(klien.get(f"/uji/{nama}/"), 503, kata)
    assert not any(rahasia in isi for rahasia in ("10.0.0.7", "/srv/rahasia", "connection", "left on"))


@pytest.mark.parametrize("nama", ["izin", "data", "isi", "salah-tabel"])
def test_kesalahan_program_tetap_500(klien: Client, nama: str) -> None:
    halaman(klien.get(f"/uji/{nama}/"), 500, "Ada yang salah pada sistem")


class GalatServer(Exception):
    """An error as the driver of PostgreSQL hands it on: only the server itself can give it its code."""

    def __init__(self, pgcode: str | None) -> None:
        super().__init__("rahasia")
        self.pgcode = pgcode


@pytest.mark.parametrize(
    ("kode", "harapan"),
    [
        ("53100", Gangguan.PENUH),
        ("25006", Gangguan.HANYA_BACA),
        ("40P01", Gangguan.TERPUTUS),  # stopped to end a circle of waiting: sent again it goes through
        (None, Gangguan.TERPUTUS),
    ],
)
def test_menurut_kode_postgresql(kode: str | None, harapan: Gangguan) -> None:
    galat = OperationalError("rahasia")
    galat.__cause__ = GalatServer(kode)
    assert kenali(galat) is harapan


def test_penuh_terkunci_dan_hanya_baca_menurut_sqlite(tmp_path: Path) -> None:
    """Its real errors, through the framework."""
    lain = ConnectionHandler(
        {
            nama: {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "x.sqlite3", "OPTIONS": {"timeout": 0}}
            for nama in ("default", "kedua")
        }
    )
    satu, dua = lain["default"], lain["kedua"]

    def galat(perintah: str) -> BaseException:
        with pytest.raises(DatabaseError) as ditangkap, satu.cursor() as kursor:
            kursor.execute(perintah)
        return ditangkap.value

    with satu.cursor() as kursor, dua.cursor() as kedua:
        kursor.execute("CREATE TABLE t (isi text)")
        kedua.execute("BEGIN IMMEDIATE")
        assert kenali(galat("INSERT INTO t VALUES ('x')")) == Gangguan.TERPUTUS
        kedua.execute("ROLLBACK")
        kursor.execute("PRAGMA max_page_count = 2")
        assert kenali(galat("INSERT INTO t VALUES (hex(zeroblob(1000000)))")) == Gangguan.PENUH
        kursor.execute("PRAGMA query_only = ON")
        assert kenali(galat("INSERT INTO t VALUES ('x')")) == Gangguan.HANYA_BACA
        assert kenali(galat("SELECT kolom_yang_tidak_ada FROM t")) is None
    satu.close()
    dua.close()


@pytest.mark.django_db(transaction=True)
def test_basis_data_yang_hanya_dapat_dibaca(klien: Client) -> None:
    perintah = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET default_transaction_read_only = on"}
    with connection.cursor() as kursor:
        kursor.execute(perintah[connection.vendor])
    halaman(klien.post("/uji/tulis/"), 503, "Data sementara hanya dapat dibaca", "tidak tersimpan")
    connection.close()
    assert klien.post("/uji/tulis/").status_code == 200
