"""A second factor after a restore: with the same SECRET_KEY it goes on, with another one it says what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.core.management.utils import get_random_secret_key
from django.test import Client

from satker.models import Pengguna, WajibDuaLangkah
from satker.peran import Peran
from tests.realisasi.keadaan_pemasangan import jalankan, kosongkan
from tests.satker.test_faktor import KODE, beri, di_dalam, kode, pasang, sandi

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.basis_data]

NAMA = "uji-administrator"


@pytest.fixture
def pulih(
    administrator: Pengguna,
    masuk: Callable[[Pengguna], Client],
    settings: LazySettings,
    tmp_path: Path,
    jam: time_machine.Traveller,
) -> tuple[str, list[str]]:
    """An administrator with a factor, backed up and restored elsewhere: its secret and the recovery codes."""
    settings.MEDIA_ROOT = tmp_path / "media"
    WajibDuaLangkah.objects.create(peran=Peran.ADMINISTRATOR)
    rahasia = pasang(masuk(administrator))
    jalankan("cadangkan", tmp_path / "a.zip")
    kosongkan()
    settings.MEDIA_ROOT = tmp_path / "media-pulih"
    jalankan("pulihkan", tmp_path / "a.zip")
    jam.shift(60)
    return rahasia


def test_dengan_kunci_yang_sama_kode_tetap_berlaku(pulih: tuple[str, list[str]]) -> None:
    rahasia, pemulihan = pulih
    klien, lain = Client(), Client()
    assert sandi(klien, NAMA) == KODE
    assert beri(klien, kode(rahasia)) == ""
    assert di_dalam(klien)
    assert klien.get("/akun/dua-langkah/").status_code == 200
    sandi(lain, NAMA)
    assert beri(lain, pemulihan[0]) == ""
    assert di_dalam(lain)


def test_dengan_kunci_lain_dikatakan_apa_yang_dilakukan_dan_ada_jalan_masuk(
    pulih: tuple[str, list[str]], settings: LazySettings
) -> None:
    rahasia, pemulihan = pulih
    settings.SECRET_KEY = get_random_secret_key()
    klien = Client()
    assert sandi(klien, NAMA) == KODE
    assert klien.get(KODE).status_code == 200
    for isi in (kode(rahasia), pemulihan[0]):
        jawaban = klien.post(KODE, {"code": isi})
        assert jawaban.status_code == 200
        kata = jawaban.content.decode()
        assert "kunci server berganti" in kata
        assert "Minta administrator Ditjen IKMA melepasnya" in kata
        assert "manage.py lepas_dua_langkah" in kata
    assert not di_dalam(klien)

    jalankan("lepas_dua_langkah", NAMA, "--ya")
    lagi = Client()
    sandi(lagi, NAMA)
    assert lagi.get("/satker/").headers["Location"] == "/akun/dua-langkah/pasang/"
    pasang(lagi)
    assert di_dalam(lagi)
