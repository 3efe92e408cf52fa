"""A session ends when nobody uses it, and in any case after a working day."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from satker.models import Pengguna
from satker.sesi import lama

pytestmark = [pytest.mark.django_db, pytest.mark.pada("2026-11-02 08:00")]
Masuk = Callable[[Pengguna | str], Client]
JAM = 3600


@pytest.fixture(autouse=True)
def batas(settings: Settings) -> None:
    settings.SESI_DIAM, settings.SESI_PALING_LAMA = 2 * JAM, 12 * JAM


def test_berakhir_setelah_dua_jam_diam(pusat: Pengguna, masuk: Masuk, jam: time_machine.Traveller) -> None:
    klien = masuk(pusat)
    jam.shift(2 * JAM + 60)
    jawaban = klien.get("/satker/", follow=True)
    assert jawaban.redirect_chain == [("/masuk/?next=/satker/", 302)]
    assert "Sesi Anda berakhir karena tidak ada kegiatan selama 2 jam." in jawaban.content.decode()
    assert "_auth_user_id" not in klien.session


def test_sesi_yang_berakhir_tidak_dapat_dipakai_lagi(
    pusat: Pengguna, masuk: Masuk, jam: time_machine.Traveller
) -> None:
    klien = masuk(pusat)
    lama = klien.session.session_key
    jam.shift(2 * JAM + 60)
    klien.get("/satker/")
    assert not Session.objects.filter(session_key=lama).exists()


def test_kegiatan_memperpanjang_sampai_dua_belas_jam(
    pusat: Pengguna, masuk: Masuk, jam: time_machine.Traveller
) -> None:
    klien = masuk(pusat)
    for _ in range(11):
        jam.shift(JAM)
        assert klien.get("/sandi/ganti/").status_code == 200
    jam.shift(JAM + 60)
    jawaban = klien.get("/sandi/ganti/", follow=True)
    assert "Sesi Anda berakhir karena sudah berlangsung 12 jam." in jawaban.content.decode()


def test_kiriman_dari_sesi_yang_lewat_tidak_dijalankan(
    pusat: Pengguna, masuk: Masuk, jam: time_machine.Traveller
) -> None:
    klien = masuk(pusat)
    jam.shift(2 * JAM + 60)
    isi = {"oldpassword": "sandi-uji-yang-panjang", "password1": "x" * 20, "password2": "x" * 20}
    assert klien.post("/sandi/ganti/", isi)["Location"].startswith("/masuk/")
    pusat.refresh_from_db()
    assert pusat.check_password("sandi-uji-yang-panjang")


def test_halaman_berturut_turut_tidak_menulis_sesi(pusat: Pengguna, masuk: Masuk, jam: time_machine.Traveller) -> None:
    klien = masuk(pusat)
    jam.shift(60)
    with CaptureQueriesContext(connection) as kueri:
        klien.get("/sandi/ganti/")
    assert [k["sql"] for k in kueri if "UPDATE" in k["sql"]] == []
    jam.shift(600)
    with CaptureQueriesContext(connection) as kueri:
        klien.get("/sandi/ganti/")
    assert len([k for k in kueri if 'UPDATE "django_session"' in k["sql"]]) == 1


@pytest.mark.parametrize(("detik", "kata"), [(7200, "2 jam"), (5400, "90 menit"), (90, "2 menit")])
def test_lama(detik: int, kata: str) -> None:
    assert lama(detik) == kata
