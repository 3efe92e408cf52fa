"""Who may open what on the read side (rule 11 and the table of the design)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from satker.models import Pengguna, PeranSatker, Satker
from satker.peran import Peran
from tests.dashboard.halaman import baca, buka
from tests.pabrik import buat_dipa, buat_laporan_terverifikasi, buat_pengguna, buat_satker

MasukSebagai = Callable[[Pengguna | str], Client]
HALAMAN = ["/", "/satker/", "/satker/099026/", "/satker/?ekspor=csv", "/satker/?ekspor=xlsx"]


@pytest.fixture
def isi(satker_dinas: Satker) -> Satker:
    """A satker of somebody else, and figures for both."""
    lain = buat_satker("069263")
    for kantor in (satker_dinas, lain):
        buat_laporan_terverifikasi(buat_dipa(kantor, tahun=2026), 1, {"52": 100_000})
    return lain


@pytest.mark.parametrize("alamat", [*HALAMAN, "/satker/000000/", "/satker/%00/"])
def test_tanpa_masuk_diarahkan_ke_halaman_masuk(isi: Satker, client: Client, alamat: str) -> None:
    jawaban = client.get(alamat)
    assert jawaban.status_code == 302
    assert jawaban["Location"].startswith("/masuk/?next=/")
    assert not jawaban.content


@pytest.mark.parametrize("peran", list(Peran))
@pytest.mark.parametrize("alamat", HALAMAN)
def test_peran_nasional_membaca_semua(isi: Satker, masuk: MasukSebagai, peran: Peran, alamat: str) -> None:
    klien = masuk(buat_pengguna(peran=peran))
    assert klien.get(alamat).status_code == 200
    assert klien.get(f"/satker/{isi.kode}/").status_code == 200


@pytest.mark.parametrize("peran", list(PeranSatker))
def test_dinas_mendarat_di_berandanya(
    isi: Satker, satker_dinas: Satker, masuk: MasukSebagai, peran: PeranSatker
) -> None:
    jawaban = masuk(buat_pengguna(peran=peran, satker=satker_dinas)).get("/")
    assert jawaban.status_code == 302
    assert jawaban["Location"] == "/pelaporan/"


@pytest.mark.parametrize("peran", list(PeranSatker))
@pytest.mark.parametrize("alamat", ["/satker/", "/satker/?ekspor=csv", "/satker/?ekspor=xlsx", "/?pulau=Jawa"])
def test_dinas_diantar_ke_halaman_satkernya(
    isi: Satker, satker_dinas: Satker, masuk: MasukSebagai, peran: PeranSatker, alamat: str
) -> None:
    jawaban = masuk(buat_pengguna(peran=peran, satker=satker_dinas)).get(alamat)
    assert jawaban.status_code == 302
    kueri = f"?{alamat.split('?')[1]}" if "?" in alamat else ""  # a shared link keeps what it shows
    assert jawaban["Location"] == f"/satker/099026/{kueri}"


@pytest.mark.parametrize("kode", ["069263", "000000", "x", "%00", "09902", "0990260"])
def test_satker_lain_ditolak_sama_ada_maupun_tidak(
    isi: Satker, kepala: Pengguna, masuk: MasukSebagai, kode: str
) -> None:
    jawaban = masuk(kepala).get(f"/satker/{kode}/")
    assert jawaban.status_code == 403
    laman = baca(jawaban)
    assert "Data satker lain hanya dapat dibuka oleh satker itu, tim pusat, pimpinan, dan administrator." in laman.teks
    assert isi.nama not in laman.teks


def test_halaman_satker_sendiri_tidak_memuat_satker_lain(isi: Satker, kepala: Pengguna, masuk: MasukSebagai) -> None:
    laman = buka(masuk(kepala), "/satker/099026/")
    assert isi.kode not in laman.teks
    assert "Peringkat" not in laman.teks
    assert {t.split("?")[0] for t in laman.tautan() if t.startswith("/satker/")} == {
        "/satker/099026/",
        "/satker/099026/rakor/",
    }


def test_satker_seprovinsi_dari_tahun_lain_tidak_bocor_ke_dinas(
    satker_dinas: Satker, kepala: Pengguna, pusat: Pengguna, masuk: MasukSebagai
) -> None:
    """The province's other code is compared with only for those who may read it."""
    lama = buat_satker("888888", provinsi=satker_dinas.provinsi)
    buat_laporan_terverifikasi(buat_dipa(lama, tahun=2025, kewenangan="DK"), 1, {"52": 100_000})
    buat_laporan_terverifikasi(buat_dipa(satker_dinas, tahun=2026), 1, {"52": 100_000})
    assert "888888" in buka(masuk(pusat), "/satker/099026/").teks
    assert "888888" not in buka(masuk(kepala), "/satker/099026/").teks


def test_satu_orang_dua_satker(isi: Satker, kepala: Pengguna, masuk: MasukSebagai) -> None:
    kepala.penugasan.create(satker=isi, peran=PeranSatker.OPERATOR)
    klien = masuk(kepala)
    assert klien.get("/satker/")["Location"] == "/satker/069263/"
    laman = buka(klien, "/satker/069263/")
    assert {"/satker/069263/", "/satker/099026/"} <= set(laman.tautan())
    assert klien.get("/satker/099026/").status_code == 200


def test_penugasan_yang_dicabut_langsung_berlaku(isi: Satker, kepala: Pengguna, masuk: MasukSebagai) -> None:
    klien = masuk(kepala)
    assert klien.get("/satker/099026/").status_code == 200
    kepala.penugasan.all().delete()
    assert klien.get("/satker/099026/").status_code == 403


@pytest.mark.parametrize("alamat", ["/", "/satker/", "/satker/?ekspor=csv"])
def test_tanpa_peran_ditolak_dengan_kata_yang_menuntun(
    isi: Satker, tanpa_peran: Pengguna, masuk: MasukSebagai, alamat: str
) -> None:
    jawaban = masuk(tanpa_peran).get(alamat)
    assert jawaban.status_code == 403
    laman = baca(jawaban)
    assert "Akun Anda belum mempunyai peran" in laman.teks
    assert "Minta administrator" in laman.teks
    assert masuk(tanpa_peran).get("/satker/099026/").status_code == 403


@pytest.mark.parametrize("alamat", HALAMAN)
def test_superuser_tanpa_peran_tidak_melihat_apa_pun(isi: Satker, masuk: MasukSebagai, alamat: str) -> None:
    siapa = buat_pengguna(is_superuser=True, is_staff=True)
    siapa.user_permissions.set(Permission.objects.all())
    assert masuk(siapa).get(alamat).status_code == 403


def test_akun_nonaktif_kembali_ke_halaman_masuk(isi: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    klien = masuk(pusat)
    pusat.is_active = False
    pusat.save()
    assert klien.get("/").status_code == 302


@pytest.mark.parametrize("alamat", ["/", "/satker/", "/satker/099026/"])
@pytest.mark.parametrize("cara", ["post", "put", "patch", "delete"])
def test_halaman_baca_hanya_menerima_get_dan_head(
    isi: Satker, pusat: Pengguna, masuk: MasukSebagai, alamat: str, cara: str
) -> None:
    klien = masuk(pusat)
    assert getattr(klien, cara)(alamat).status_code == 405
    assert klien.head(alamat).status_code == 200


@pytest.mark.parametrize("kode", ["000000", "x", "%00"])
def test_satker_yang_tidak_ada_404_bagi_yang_membaca_semua(
    isi: Satker, pusat: Pengguna, masuk: MasukSebagai, kode: str
) -> None:
    jawaban = masuk(pusat).get(f"/satker/{kode}/")
    assert jawaban.status_code == 404
    assert baca(jawaban).semua("main")


def test_halaman_tidak_disimpan_perantara(isi: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    arahan = masuk(pusat).get("/")["Cache-Control"]
    assert {"no-store", "private"} <= set(arahan.split(", "))
