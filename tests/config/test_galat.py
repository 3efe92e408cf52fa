"""The error pages: in Indonesian, in the look of the rest, with a way back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import include, path
from pytest_django import DjangoAssertNumQueries

from satker.models import Pengguna, Penugasan, PeranSatker, Satker
from tests.pabrik import buat_satker

Masuk = Callable[[Pengguna | str], Client]


def tolak(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Data satker Aceh hanya dapat dibuka oleh Aceh, tim pusat, dan pimpinan.")


def tolak_tanpa_kata(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def buruk(_request: HttpRequest) -> HttpResponse:
    raise BadRequest("isi")


def rusak(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("rahasia dalam pesan kesalahan")


urlpatterns = [
    path("uji/tolak/", tolak),
    path("uji/tolak-tanpa-kata/", tolak_tanpa_kata),
    path("uji/buruk/", buruk),
    path("uji/rusak/", rusak),
    path("", include("config.urls")),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def halaman(jawaban: Any, kode: int, *kata: str) -> str:
    isi: str = jawaban.content.decode()
    assert jawaban.status_code == kode
    assert '<html lang="id">' in isi
    assert f"Kesalahan {kode} · nomor permintaan {jawaban['X-Request-ID']}<" in isi
    assert "Kementerian Perindustrian" in isi
    assert 'class="button button-primary"' in isi
    assert "style=" not in isi
    assert not re.search(r"<script(?![^>]* src=)", isi)
    for k in kata:
        assert k in isi
    return isi


def test_404_tanpa_masuk_dan_dengan_masuk(client: Client, pusat: Pengguna, kepala: Pengguna, masuk: Masuk) -> None:
    halaman(client.get("/tidak-ada/"), 404, "Halaman ini tidak ada", "Ke halaman awal")
    halaman(masuk(pusat).get("/tidak-ada/"), 404, "Cari satker", pusat.nama)
    assert "Cari satker" not in halaman(masuk(kepala).get("/tidak-ada/"), 404)


def test_403_menyebut_siapa_dan_apa_yang_dapat_dilakukan(kepala: Pengguna, satker_dinas: Satker, masuk: Masuk) -> None:
    pendek = satker_dinas.provinsi.nama_pendek
    halaman(
        masuk(kepala).get("/uji/tolak/"),
        403,
        "Halaman ini bukan untuk satker Anda",
        f"Anda masuk sebagai kepala dinas {pendek} (099026).",
        "Data satker Aceh hanya dapat dibuka oleh Aceh, tim pusat, dan pimpinan.",
        "minta administrator mengubah penugasan Anda",
        f"Ke beranda {pendek}",
    )
    lain = buat_satker("199999")
    Penugasan.objects.create(pengguna=kepala, satker=lain, peran=PeranSatker.OPERATOR)
    halaman(
        masuk(kepala).get("/uji/tolak-tanpa-kata/"),
        403,
        f"kepala dinas {pendek} (099026) dan operator {lain.provinsi.nama_pendek} (199999)",
        "Data satker lain hanya dapat dibuka",
    )


def test_403_peran_nasional_dan_tanpa_peran(pimpinan: Pengguna, tanpa_peran: Pengguna, masuk: Masuk) -> None:
    halaman(
        masuk(pimpinan).get("/admin/"), 403, "Anda masuk sebagai pimpinan.", "hanya untuk tim pusat dan administrator"
    )
    halaman(masuk(pimpinan).get("/uji/tolak-tanpa-kata/"), 403, "Peran itu tidak berwenang", "Ke dasbor")
    halaman(masuk(tanpa_peran).get("/uji/tolak/"), 403, "Akun Anda belum mempunyai peran", "Keluar")


def test_403_tanpa_masuk(client: Client) -> None:
    @override_settings(MIDDLEWARE=[m for m in _middleware() if "LoginRequired" not in m])
    def buka() -> Any:
        return Client().get("/uji/tolak/")

    halaman(buka(), 403, "Anda perlu masuk dahulu", "Ke halaman masuk")


def _middleware() -> list[str]:
    from django.conf import settings

    return list(settings.MIDDLEWARE)


def test_403_csrf(pusat: Pengguna) -> None:
    klien = Client(enforce_csrf_checks=True)
    halaman(klien.post("/masuk/", {"login": "a", "password": "b"}), 403, "Formulir ini sudah kedaluwarsa")
    klien.force_login(pusat)
    halaman(klien.post("/keluar/"), 403, "Tidak ada yang diubah")


def test_400(client: Client, pusat: Pengguna, masuk: Masuk) -> None:
    halaman(masuk(pusat).get("/uji/buruk/"), 400, "Permintaan ini tidak dapat dibaca")
    halaman(client.get("/masuk/", headers={"host": "jahat.example"}), 400, "Permintaan ini tidak dapat dibaca")


def test_500_tidak_membocorkan_apa_pun(
    pusat: Pengguna, masuk: Masuk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    klien = masuk(pusat)
    klien.raise_request_exception = False
    jawaban = klien.get("/uji/rusak/")
    isi = halaman(jawaban, 500, "Ada yang salah pada sistem", "/static/css/gaya.css")
    assert "rahasia" not in isi
    assert "style-src 'self'" in jawaban.headers["Content-Security-Policy"]
    with django_assert_num_queries(0):
        assert render_to_string("500.html") == isi.replace(f" · nomor permintaan {jawaban['X-Request-ID']}", "")


def test_500_tanpa_berkas_statis_terdaftar(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing manifest is one of the things that may be broken."""

    def hilang(*_args: object, **_kwargs: object) -> str:
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr("config.berkas_statis.PenyimpananStatis.url", hilang)
    assert "Kesalahan 500" in render_to_string("500.html")
