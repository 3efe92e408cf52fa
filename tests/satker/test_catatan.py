"""The log: one line of JSON for whatever happens, tied to its request, without anything secret."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from satker.catatan import BarisJson
from satker.models import Pengguna
from tests.pabrik import KATA_SANDI, buat_pengguna

Masuk = Callable[[Pengguna | str], Client]


class Catatan:
    """What was written to the log, as a file of it would hold it."""

    def __init__(self) -> None:
        self.aliran = io.StringIO()

    @property
    def teks(self) -> str:
        return self.aliran.getvalue()

    @property
    def baris(self) -> list[dict[str, Any]]:
        return [json.loads(b) for b in self.teks.splitlines()]

    def dengan(self, **isi: object) -> list[dict[str, Any]]:
        return [b for b in self.baris if isi.items() <= b.items()]


@pytest.fixture
def catatan() -> Iterator[Catatan]:
    hasil = Catatan()
    penulis = logging.StreamHandler(hasil.aliran)
    penulis.setFormatter(BarisJson())
    akar = logging.getLogger()
    akar.addHandler(penulis)
    yield hasil
    akar.removeHandler(penulis)


pytestmark = pytest.mark.django_db


def test_setiap_permintaan_satu_baris_bernomor(catatan: Catatan, pusat: Pengguna, masuk: Masuk) -> None:
    jawaban = masuk(pusat).get("/satker/?pulau=Jawa")
    (baris,) = catatan.dengan(asal="satker.permintaan")
    assert baris["permintaan"] == jawaban["X-Request-ID"]
    assert baris["pengguna"] == pusat.pk
    assert (baris["cara"], baris["halaman"], baris["status"]) == ("GET", "satker/", 200)
    assert "Jawa" not in catatan.teks


def test_penolakan_tercatat_dengan_siapa_dan_nomornya(catatan: Catatan, kepala: Pengguna, masuk: Masuk) -> None:
    jawaban = masuk(kepala).get("/verifikasi/")
    (baris,) = catatan.dengan(asal="django.request", tingkat="WARNING")
    assert (baris["permintaan"], baris["pengguna"]) == (jawaban["X-Request-ID"], kepala.pk)
    assert jawaban["X-Request-ID"] in jawaban.content.decode()


@pytest.mark.parametrize(
    "jalur",
    [
        "/tidak-ada/%0a%7B%22tingkat%22:%20%22ERROR%22%7D/",
        "/tidak-ada/%0d%0aERROR palsu/",
        "/tidak-ada/%1b[2J/",
        "/tidak-ada/%E2%80%A8palsu/",
        "/tidak-ada/%E2%80%AEkilab/",
    ],
)
def test_alamat_tidak_menyelipkan_baris(catatan: Catatan, client: Client, jalur: str) -> None:
    client.get(jalur)
    assert all(set(b) >= {"waktu", "tingkat", "asal", "pesan", "permintaan", "pengguna"} for b in catatan.baris)
    assert catatan.dengan(tingkat="ERROR") == []
    assert re.fullmatch(r"[\x20-\x7e\n]+", catatan.teks)


@pytest.mark.parametrize("nama", ["siti\nERROR palsu", "siti\r\n{}", "\x1b[31msiti", "a" * 150, "siti\x00"])
def test_nama_pengguna_tidak_menyelipkan_apa_pun(catatan: Catatan, client: Client, nama: str) -> None:
    client.post("/masuk/", {"login": nama, "password": "rahasia-yang-salah"})
    assert "palsu" not in catatan.teks
    assert "rahasia-yang-salah" not in catatan.teks
    assert catatan.baris


@given(st.text(st.characters(exclude_categories=[]), max_size=200))
def test_teks_apa_pun_tinggal_satu_baris(teks: str) -> None:
    rekaman = logging.LogRecord("uji", logging.INFO, "", 0, "%s", (teks,), None)
    baris = BarisJson().format(rekaman)
    assert re.fullmatch(r"[\x20-\x7e]+", baris)
    assert json.loads(baris)["tingkat"] == "INFO"


@pytest.mark.parametrize("alamat", ["/tidak/ada/", "/satker/999999/", "/masuk/kode/tidak-ada"])
def test_baris_django_tentang_penolakan_menyebut_permintaan_dan_pengguna(
    catatan: Catatan, pusat: Pengguna, masuk: Masuk, alamat: str
) -> None:
    """Django writes them after every middleware has ended."""
    jawaban = masuk(pusat).get(alamat)
    assert jawaban.status_code == 404
    (baris,) = catatan.dengan(asal="django.request")
    assert (baris["permintaan"], baris["pengguna"]) == (jawaban["X-Request-ID"], pusat.pk)


def test_masuk_gagal_dan_keluar_tercatat(catatan: Catatan, client: Client) -> None:
    siti = buat_pengguna("siti")
    client.post("/masuk/", {"login": "siti", "password": "salah"}, REMOTE_ADDR="203.0.113.7")
    client.post("/masuk/", {"login": "bukan-siapa-siapa", "password": "salah"})
    client.post("/masuk/", {"login": "siti", "password": KATA_SANDI})
    client.post("/keluar/")
    peristiwa = [(b["peristiwa"], b["akun"]) for b in catatan.dengan(asal="satker.keamanan")]
    assert peristiwa == [
        ("gagal masuk", siti.pk),
        ("gagal masuk", None),
        ("masuk", siti.pk),
        ("keluar", siti.pk),
    ]
    assert catatan.dengan(peristiwa="gagal masuk", jaringan="203.0.113.7")
    assert "bukan-siapa-siapa" not in catatan.teks  # may be a password in the wrong field


def test_kunci_tercatat_sekali(catatan: Catatan, client: Client) -> None:
    for _ in range(7):
        client.post("/masuk/", {"login": "siti", "password": "salah"})
    assert len(catatan.dengan(peristiwa="terkunci per akun")) == 1
    for n in range(20):
        client.post("/masuk/", {"login": f"tebakan-{n}", "password": "salah"})
    assert len(catatan.dengan(peristiwa="terkunci per alamat")) == 1


def test_tidak_ada_rahasia(catatan: Catatan, client: Client) -> None:
    """Passwords, session keys, form tokens and links that open accounts, through everything that handles them."""
    buat_pengguna("siti", email="siti@riau.example")
    client.post("/sandi/atur-ulang/", {"email": "siti@riau.example"})
    tautan = re.search(r"http://testserver(/sandi/atur-ulang/[^/]+-([^/\s]+)/)", str(mail.outbox[0].body))
    assert tautan
    client.get(tautan[1])
    client.put(tautan[1])
    client.get(f"/x{tautan[1]}")
    client.post("/masuk/", {"login": "siti", "password": KATA_SANDI})
    sesi = str(client.session.session_key)
    client.post(
        "/sandi/ganti/", {"oldpassword": KATA_SANDI, "password1": "katak melompat tujuh kali", "password2": "x"}
    )
    for rahasia in (KATA_SANDI, "katak melompat", sesi, client.cookies["csrftoken"].value, tautan[2]):
        assert rahasia not in catatan.teks
    assert "/x/sandi/atur-ulang/" in catatan.teks
