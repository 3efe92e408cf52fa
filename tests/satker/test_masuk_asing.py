"""Guessing at an account from elsewhere: it is slowed down, and its owner is not kept out."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client

from satker.models import Pengguna
from satker.peran import Peran
from tests.pabrik import KATA_SANDI, buat_pengguna
from tests.satker.test_masuk import SALAH, TERKUNCI, coba, gagal

pytestmark = [pytest.mark.django_db, pytest.mark.pada("2026-11-02 09:00")]


@pytest.fixture(autouse=True)
def riau() -> Pengguna:
    return buat_pengguna("kepala-riau", peran=Peran.TIM_PUSAT)


def dikenal() -> Client:
    """A browser in which the account has signed in and out."""
    klien = Client(REMOTE_ADDR="10.0.0.9")
    assert coba(klien, sandi=KATA_SANDI) == ""
    klien.post("/keluar/")
    return klien


def serang(kali: int, awal: int = 0, username: str = "kepala-riau") -> str:
    """Guess once from each of so many addresses; returns the last page."""
    halaman = ""
    for ke in range(awal, awal + kali):
        halaman = coba(Client(REMOTE_ADDR=f"203.0.{ke // 250}.{ke % 250}"), username)
    return halaman


def test_kunci_berlaku_di_tempat_yang_gagal_saja() -> None:
    gagal(Client(REMOTE_ADDR="203.0.113.7"), 5)
    assert coba(Client(REMOTE_ADDR="203.0.113.7"), sandi=KATA_SANDI)
    assert coba(Client(REMOTE_ADDR="203.0.113.8"), sandi=KATA_SANDI) == ""


@pytest.mark.parametrize("username", ["kepala-riau", "tidak-ada"])
def test_tebakan_dari_banyak_alamat_melambat(username: str, jam: time_machine.Traveller) -> None:
    assert SALAH in serang(10, username=username)
    assert TERKUNCI in serang(1, 10, username)
    jam.shift(16)
    assert SALAH in serang(1, 11, username)  # the eleventh; now twice as long
    jam.shift(16)
    assert TERKUNCI in serang(1, 12, username)
    jam.shift(16)
    assert SALAH in serang(1, 13, username)


def test_jeda_tidak_lebih_dari_lima_menit(jam: time_machine.Traveller) -> None:
    for ke in range(25):
        serang(1, ke)
        jam.shift(301)
    serang(1, 100)
    jam.shift(301)
    assert coba(Client(REMOTE_ADDR="198.51.100.1"), sandi=KATA_SANDI) == ""


def test_jeda_habis_sejam_setelah_tebakan_berhenti(jam: time_machine.Traveller) -> None:
    serang(11)
    jam.shift(3601)
    assert SALAH in serang(10, 50)


def test_peramban_yang_dikenal_tidak_ikut_tertunda() -> None:
    klien = dikenal()
    serang(12)
    assert TERKUNCI in coba(Client(REMOTE_ADDR="198.51.100.1"), sandi=KATA_SANDI)
    assert coba(klien, sandi=KATA_SANDI) == ""


def test_yang_mengatur_ulang_lewat_surel_masuk_walau_tebakan_tidak_berhenti(riau: Pengguna) -> None:
    pemilik = Client(REMOTE_ADDR="198.51.100.1")
    serang(12)
    pemilik.post("/sandi/atur-ulang/", {"email": riau.email})
    (tautan,) = re.findall(r"http://testserver(/sandi/atur-ulang/\S+)", str(mail.outbox[-1].body))
    lanjut = pemilik.get(tautan).headers["Location"]
    baru = "kuda-biru-lompat-tinggi"
    assert pemilik.post(lanjut, {"password1": baru, "password2": baru}).status_code == 302
    serang(12, 50)
    assert TERKUNCI in coba(Client(REMOTE_ADDR="198.51.100.2"), sandi=baru)
    assert coba(pemilik, sandi=baru) == ""


def test_peramban_yang_dikenal_tidak_terkunci_oleh_tetangga_satu_alamat() -> None:
    klien, tetangga = dikenal(), Client(REMOTE_ADDR="10.0.0.9")
    gagal(tetangga, 5)
    for ke in range(20):
        coba(tetangga, f"nama{ke}")
    assert TERKUNCI in coba(tetangga, sandi=KATA_SANDI)
    assert coba(klien, sandi=KATA_SANDI) == ""


def test_peramban_yang_dikenal_punya_batas_sendiri(jam: time_machine.Traveller) -> None:
    """A stolen cookie gives five guesses in a quarter of an hour, from whatever address."""
    klien = dikenal()
    for ke in range(5):
        halaman = coba(klien, REMOTE_ADDR=f"203.0.113.{ke}")
    assert TERKUNCI in halaman
    assert TERKUNCI in coba(klien, sandi=KATA_SANDI)
    assert coba(Client(), sandi=KATA_SANDI) == ""  # and keeps no stranger's browser out
    jam.shift(15 * 60 + 1)
    assert coba(klien, sandi=KATA_SANDI) == ""


def test_peramban_dikenal_untuk_akun_itu_saja() -> None:
    buat_pengguna("pimpinan", peran=Peran.PIMPINAN)
    klien = dikenal()
    serang(10, username="pimpinan")
    assert TERKUNCI in coba(klien, "pimpinan", KATA_SANDI)


def test_satu_komputer_mengenal_beberapa_akun() -> None:
    buat_pengguna("pimpinan", peran=Peran.PIMPINAN)
    klien = dikenal()
    assert coba(klien, "pimpinan", KATA_SANDI) == ""
    klien.post("/keluar/")
    serang(12)
    serang(12, username="pimpinan")
    assert coba(klien, "pimpinan", KATA_SANDI) == ""
    klien.post("/keluar/")
    assert coba(klien, sandi=KATA_SANDI) == ""


@pytest.mark.parametrize("palsu", ["", "x", "0123456789abcdef.tanda", "0123456789abcdef.tanda:1abc:xyz"])
def test_kuki_palsu_tidak_dikenal(palsu: str) -> None:
    serang(10)
    klien = Client(REMOTE_ADDR="10.0.0.9")
    klien.cookies["perangkat"] = palsu
    assert TERKUNCI in coba(klien, sandi=KATA_SANDI)


def test_masuk_yang_berhasil_tidak_menambah_hitungan() -> None:
    for ke in range(15):
        assert coba(Client(REMOTE_ADDR=f"10.0.1.{ke}"), sandi=KATA_SANDI) == ""
    assert SALAH in serang(10)
