"""What every answer carries: nobody keeps a page of who is signed in, and each has its id."""

from __future__ import annotations

import re
from collections.abc import Callable
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.templatetags.static import static
from django.test import Client

from satker.models import Pengguna
from tests import pabrik

pytestmark = pytest.mark.django_db

Masuk = Callable[[Pengguna | str], Client]


@pytest.mark.parametrize("alamat", ["/", "/satker/", "/admin/", "/sandi/ganti/", "/masuk/", "/tidak-ada/", "/sehat/"])
def test_jawaban_bagi_yang_masuk_tidak_disimpan(alamat: str, pusat: Pengguna, masuk: Masuk) -> None:
    arahan = masuk(pusat).get(alamat)["Cache-Control"]
    assert "no-store" in arahan
    assert "private" in arahan
    assert "public" not in arahan


def test_jawaban_yang_memasukkan_tidak_disimpan(client: Client, pusat: Pengguna) -> None:
    jawaban = client.post("/masuk/", {"login": pusat.username, "password": pabrik.KATA_SANDI})
    assert "sessionid" in jawaban.cookies
    assert "no-store" in jawaban["Cache-Control"]


def test_berkas_statis_tetap_disimpan(pusat: Pengguna, masuk: Masuk) -> None:
    jawaban = masuk(pusat).get(static("css/gaya.css"))
    jawaban.close()
    assert jawaban.status_code == 200
    assert "immutable" in jawaban["Cache-Control"]
    assert "no-store" not in jawaban["Cache-Control"]


@pytest.mark.parametrize("alamat", ["/masuk/", "/", "/tidak-ada/", "/sehat/"])
def test_setiap_jawaban_bernomor(alamat: str, client: Client) -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", client.get(alamat)["X-Request-ID"])


def test_pengalihan_ke_https_bernomor(client: Client, settings: object) -> None:
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]
    jawaban = client.get("/masuk/")
    assert jawaban.status_code == 301
    assert jawaban["X-Request-ID"]


def test_sehat_dengan_sesi_menjawab_503_bila_basis_data_hilang() -> None:
    klien = Client(raise_request_exception=False)
    klien.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: "x" * 32})

    def gagal(*_args: object) -> None:
        raise OperationalError("could not connect to server")

    with connection.execute_wrapper(gagal):
        jawaban = klien.get("/sehat/")
    assert jawaban.status_code == 503
    assert jawaban.json()["status"] == "gangguan"


# --- What is sent ------------------------------------------------------------------------
@pytest.mark.parametrize(("huruf", "kode"), [("latin-1", 400), ("UTF-16", 400), ("UTF-8", 302)])
@pytest.mark.parametrize("alamat", ["/keluar/", "/verifikasi/massal/"])
def test_formulir_dalam_huruf_lain_ditolak_dalam_kata(pusat: Pengguna, alamat: str, huruf: str, kode: int) -> None:
    """No browser sends one; the page that says so must not read the form again."""
    klien = Client(enforce_csrf_checks=True, raise_request_exception=False)
    klien.force_login(pusat)
    tanda = klien.get("/sandi/ganti/").context["csrf_token"]
    isi = f"csrfmiddlewaretoken={tanda}&laporan=1:0".encode()
    jawaban = klien.post(alamat, isi, content_type=f"application/x-www-form-urlencoded; charset={huruf}")
    assert jawaban.status_code == (422 if kode == 302 and "massal" in alamat else kode)
    if kode == 400:
        assert "Permintaan ini tidak dapat dibaca" in jawaban.content.decode()


@pytest.mark.parametrize(
    ("alamat", "banyak", "ditolak"),
    [("/verifikasi/massal/", 10, False), ("/verifikasi/massal/", 11, True), ("/impor/", 11, False)],
)
def test_banyak_berkas_hanya_untuk_impor(
    pusat: Pengguna, masuk: Masuk, alamat: str, banyak: int, ditolak: bool
) -> None:
    """Each page takes as many files as it has a use for; an import those of every satker at once."""
    berkas = {f"b{n}": SimpleUploadedFile(f"{n}.pdf", b"%PDF") for n in range(banyak)}
    assert (masuk(pusat).post(alamat, berkas).status_code == 400) == ditolak
