"""The security headers, one test for each, over a page of every kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from satker.models import Pengguna, Satker
from tests import pabrik

Masuk = Callable[[Pengguna | str], Client]
Kumpulan = dict[str, Any]


def rusak(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("rahasia")


urlpatterns = [path("uji/rusak/", rusak), path("", include("config.urls"))]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

SETAHUN = 31_536_000
BERGRAFIK = {"dasbor", "satker"}


@pytest.fixture
def jawaban(kepala: Pengguna, pusat: Pengguna, satker_dinas: Satker, masuk: Masuk, settings: Settings) -> Kumpulan:
    """One answer of every kind, over HTTPS as in a deployment."""
    settings.SECURE_HSTS_SECONDS = SETAHUN
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    dipa = pabrik.buat_dipa(satker_dinas)
    pabrik.buat_laporan_diajukan(dipa, 1, {"52": 1_000})
    k, dinas = masuk(pusat), masuk(kepala)
    k.raise_request_exception = False
    buka = {
        "masuk": (Client(), "/masuk/"),
        "dasbor": (k, "/"),
        "satker": (k, "/satker/099026/"),
        "daftar": (k, "/satker/"),
        "isian": (dinas, f"/pelaporan/{dipa.pk}/1/"),
        "admin": (k, "/admin/satker/satker/"),
        "404": (k, "/tidak-ada/"),
        "403": (dinas, "/verifikasi/"),
        "500": (k, "/uji/rusak/"),
        "pengalihan": (Client(), "/riwayat/"),
        "unduhan": (k, "/rakor/unduh/"),
        "unduhan-csv": (k, "/satker/?ekspor=csv"),
        "statis": (Client(), static("css/gaya.css")),
        "sehat": (Client(), "/sehat/"),
    }
    hasil = {jenis: klien.get(alamat, secure=True) for jenis, (klien, alamat) in buka.items()}
    b"".join(hasil["statis"].streaming_content)  # closes the file, and leaves the database open
    assert [hasil[j].status_code for j in ("masuk", "dasbor", "isian", "admin", "unduhan", "statis")] == [200] * 6
    assert [hasil[j].status_code for j in ("404", "403", "500", "pengalihan")] == [404, 403, 500, 302]
    return hasil


def kebijakan(jawaban: Any) -> dict[str, str]:
    """The directives of a Content-Security-Policy."""
    bagian = (b.strip().partition(" ") for b in jawaban["Content-Security-Policy"].split(";"))
    return {nama: nilai for nama, _, nilai in bagian}


def test_skrip_hanya_dari_sini(jawaban: Kumpulan) -> None:
    """No page anywhere runs a script that stands in it, comes from elsewhere, or is made of text."""
    for jenis, satu in jawaban.items():
        csp = kebijakan(satu)
        assert csp["default-src"] == "'none'", jenis
        assert csp["script-src"] == "'self'", jenis
        assert {csp["object-src"], csp["base-uri"]} == {"'none'"}, jenis
        assert csp["form-action"] == "'self'", jenis


def test_gaya_dalam_atribut_hanya_pada_halaman_bergrafik(jawaban: Kumpulan) -> None:
    for jenis, satu in jawaban.items():
        csp = kebijakan(satu)
        assert csp["style-src"] == "'self'", jenis
        assert csp.get("style-src-attr") == ("'unsafe-inline'" if jenis in BERGRAFIK else None), jenis
        assert "'unsafe-inline'" not in csp.get("style-src-elem", ""), jenis


def test_tidak_dapat_dibingkai(jawaban: Kumpulan) -> None:
    for jenis, satu in jawaban.items():
        assert kebijakan(satu)["frame-ancestors"] == "'none'", jenis
        assert satu.get("X-Frame-Options", "DENY") == "DENY", jenis


def test_hsts_setahun(jawaban: Kumpulan) -> None:
    for jenis, satu in jawaban.items():
        assert satu["Strict-Transport-Security"] == f"max-age={SETAHUN}; includeSubDomains", jenis


def test_alamat_tidak_ikut_ke_situs_lain(jawaban: Kumpulan) -> None:
    for jenis, satu in jawaban.items():
        assert satu["Referrer-Policy"] == "same-origin", jenis


def test_kemampuan_perangkat_ditutup(jawaban: Kumpulan) -> None:
    for jenis, satu in jawaban.items():
        izin = satu["Permissions-Policy"].split(", ")
        assert {"camera=()", "microphone=()", "geolocation=()", "payment=()", "usb=()"} <= set(izin), jenis
        assert all(i.endswith("=()") for i in izin), jenis


def test_terpisah_dari_jendela_dan_halaman_situs_lain(jawaban: Kumpulan) -> None:
    for jenis, satu in jawaban.items():
        assert satu["Cross-Origin-Opener-Policy"] == "same-origin", jenis
        assert satu["Cross-Origin-Resource-Policy"] == "same-origin", jenis


def test_jenis_isi_tidak_ditebak(jawaban: Kumpulan) -> None:
    for jenis, satu in jawaban.items():
        assert satu["X-Content-Type-Options"] == "nosniff", jenis


def test_unduhan_adalah_lampiran(jawaban: Kumpulan) -> None:
    for jenis in ("unduhan", "unduhan-csv"):
        assert jawaban[jenis]["Content-Disposition"].startswith("attachment"), jenis


def test_kuki_tertutup_bagi_skrip_dan_situs_lain(jawaban: Kumpulan, pusat: Pengguna) -> None:
    masuk = Client().post("/masuk/", {"login": pusat.username, "password": pabrik.KATA_SANDI}, secure=True)
    kuki = [*masuk.cookies.values(), *jawaban["masuk"].cookies.values()]
    assert {k.key for k in kuki} >= {"sessionid", "csrftoken"}
    for k in kuki:
        assert k["httponly"], k.key
        assert k["samesite"] == "Lax", k.key
        assert not k["domain"], k.key


def test_tidak_ada_tajuk_yang_menyebut_perangkat_lunak(jawaban: Kumpulan) -> None:
    for jenis, satu in jawaban.items():
        assert not {"Server", "X-Powered-By"} & set(satu.headers), jenis
