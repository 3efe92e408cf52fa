"""Signing in again in the middle of a form leads back to its page, never to an empty refusal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from realisasi.models import Dipa
from satker.models import Pengguna, PeranSatker
from tests import pabrik

pytestmark = [pytest.mark.django_db, pytest.mark.pada("2026-10-05 09:00")]

MasukSebagai = Callable[[Pengguna], Client]
SANDI = "kata-sandi-yang-panjang-2026"
KATA = "Kiriman terakhir tidak sampai karena sesi Anda sudah berakhir."
LAPORAN = {
    "ajukan/": "periksa/",
    "tempel/": "",
    "draf/": "",
    "bukti/": "#bukti",
    "bukti/1/lepas/": "#bukti",
}
PENGATURAN = (
    "tahun/",
    "target/",
    "jendela/",
    "perpanjangan/",
    "perpanjangan/1/",
    "libur/",
    "libur/muat/",
    "libur/2026-12-25/",
)


@pytest.fixture
def dipa(db: None) -> Dipa:
    pabrik.buat_periode(3)
    return pabrik.buat_dipa()


@pytest.fixture
def kepala(dipa: Dipa) -> Pengguna:
    return pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=dipa.satker)


def masuk_lagi(client: Client, siapa: Pengguna, alamat: str) -> list[tuple[str, int]]:
    """Send a form without a session, sign in as asked, and follow to the end: every address with its status."""
    siapa.set_password(SANDI)
    siapa.save()
    ke_login = client.post(alamat, {})
    assert ke_login.status_code == 302
    jawaban = client.post(ke_login.url, {"login": siapa.username, "password": SANDI}, follow=True)
    client.kata = jawaban.content.decode()  # type: ignore[attr-defined]
    return [*jawaban.redirect_chain, (jawaban.request["PATH_INFO"], jawaban.status_code)]


@pytest.mark.parametrize(("bagian", "tujuan"), LAPORAN.items())
def test_laporan_kembali_ke_halamannya(client: Client, dipa: Dipa, kepala: Pengguna, bagian: str, tujuan: str) -> None:
    dasar = f"/pelaporan/{dipa.pk}/3/"
    langkah = masuk_lagi(client, kepala, f"{dasar}{bagian}")
    assert (f"{dasar}{tujuan}", 302) in langkah
    assert langkah[-1] == (f"{dasar}{tujuan}".partition("#")[0], 200)
    assert KATA in client.kata  # type: ignore[attr-defined]


@pytest.mark.parametrize("bagian", PENGATURAN)
def test_pengaturan_kembali_ke_tahunnya(client: Client, dipa: Dipa, pusat: Pengguna, bagian: str) -> None:
    langkah = masuk_lagi(client, pusat, f"/pengaturan/{dipa.tahun_id}/{bagian}")
    assert (f"/pengaturan/?tahun={dipa.tahun_id}", 302) in langkah
    assert langkah[-1] == ("/pengaturan/", 200)
    assert KATA in client.kata  # type: ignore[attr-defined]


def test_yang_tidak_berhak_tetap_ditolak(dipa: Dipa, kepala: Pengguna, pusat: Pengguna, masuk: MasukSebagai) -> None:
    lain = pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=pabrik.buat_satker())
    for bagian in LAPORAN:
        jawaban = masuk(lain).get(f"/pelaporan/{dipa.pk}/3/{bagian}", follow=True)
        assert jawaban.status_code == 403, bagian
    for bagian in PENGATURAN:
        assert masuk(kepala).get(f"/pengaturan/{dipa.tahun_id}/{bagian}").status_code == 403, bagian
        assert masuk(pusat).put(f"/pengaturan/{dipa.tahun_id}/{bagian}").status_code == 405, bagian
