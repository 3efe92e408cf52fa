"""Signing in, the lock after failures, passwords, signing out."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from satker.masuk import kunci_akun, pesan_terkunci
from satker.models import Pengguna
from satker.peran import Peran
from tests.pabrik import KATA_SANDI, buat_pengguna

pytestmark = pytest.mark.django_db

SALAH = "Nama pengguna atau kata sandi salah."
TERKUNCI = "masuk dikunci sementara"
SANDI_BARU = "kata-sandi-baru-yang-lain"


@pytest.fixture(autouse=True)
def riau() -> Pengguna:
    return buat_pengguna("kepala-riau", peran=Peran.TIM_PUSAT, email="kepala@riau.example")


def coba(client: Client, username: str = "kepala-riau", sandi: str = "salah", **lain: str) -> str:
    """Try to sign in; returns the page, empty when it worked."""
    jawaban = client.post("/masuk/", {"login": username, "password": sandi}, **lain)
    return "" if jawaban.status_code == 302 else jawaban.content.decode()


def gagal(client: Client, kali: int, username: str = "kepala-riau", **lain: str) -> str:
    halaman = ""
    for _ in range(kali):
        halaman = coba(client, username, **lain)
    return halaman


def sudah_masuk(client: Client) -> bool:
    return "_auth_user_id" in client.session


# --- Signing in ----------------------------------------------------------------------
def test_halaman_masuk(client: Client) -> None:
    halaman = client.get("/masuk/").content.decode()
    assert '<html lang="id">' in halaman
    for bagian in ('autocomplete="username"', 'autocomplete="current-password"', 'for="id_login"', "Lupa kata sandi?"):
        assert bagian in halaman
    assert "placeholder" not in halaman


def test_masuk_membawa_ke_dasbor_dan_mengganti_sesi(client: Client) -> None:
    client.get("/masuk/")
    sesi = client.session
    sesi["penanda"] = "sebelum masuk"
    sesi.save()
    client.cookies["sessionid"] = sesi.session_key
    jawaban = client.post("/masuk/", {"login": "kepala-riau", "password": KATA_SANDI})
    assert jawaban.headers["Location"] == "/"
    assert client.session.session_key != sesi.session_key
    assert sudah_masuk(client)


def test_nama_pengguna_tanpa_membedakan_huruf_besar(client: Client) -> None:
    assert coba(client, " Kepala-RIAU ", KATA_SANDI) == ""


def test_next_dihormati_di_dalam_situs_saja(client: Client) -> None:
    isi = {"login": "kepala-riau", "password": KATA_SANDI}
    assert client.get("/satker/?pulau=Jawa").headers["Location"] == "/masuk/?next=/satker/%3Fpulau%3DJawa"
    assert (
        'name="next" value="/satker/?pulau=Jawa"' in client.get("/masuk/?next=/satker/%3Fpulau%3DJawa").content.decode()
    )
    assert Client().post("/masuk/", isi | {"next": "/satker/?pulau=Jawa"}).headers["Location"] == "/satker/?pulau=Jawa"
    for jahat in ("https://jahat.example/", "//jahat.example/", "javascript:alert(1)", "https:///jahat.example"):
        assert Client().post("/masuk/", isi | {"next": jahat}).headers["Location"] == "/"


def test_kata_sandi_salah_dan_isian_kosong(client: Client) -> None:
    assert SALAH in coba(client)
    halaman = client.post("/masuk/", {"login": "", "password": ""}).content.decode()
    assert "Isi nama pengguna Anda." in halaman
    assert 'aria-invalid="true"' in halaman
    assert 'aria-describedby="id_login_error"' in halaman
    assert 'id="id_login_error"' in halaman


def test_akun_nonaktif(client: Client, riau: Pengguna) -> None:
    riau.is_active = False
    riau.save()
    jawaban = client.post("/masuk/", {"login": "kepala-riau", "password": KATA_SANDI}, follow=True)
    assert "Akun Anda tidak aktif" in jawaban.content.decode()
    assert not sudah_masuk(client)
    assert SALAH in coba(client, "kepala-riau", "salah")  # a wrong password does not tell


@pytest.mark.parametrize("alamat", ["/daftar/", "/accounts/signup/", "/accounts/login/", "/sandi/buat/"])
def test_tidak_ada_pendaftaran(alamat: str, client: Client) -> None:
    assert client.get(alamat).status_code in {302, 404}


@pytest.mark.parametrize(
    "alamat",
    ["/masuk/", "/sandi/atur-ulang/", "/sandi/atur-ulang/terkirim/", "/sandi/atur-ulang/selesai/", "/akun/nonaktif/"],
)
def test_halaman_terbuka_bagi_semua(alamat: str, client: Client) -> None:
    assert client.get(alamat).status_code == 200


@pytest.mark.parametrize("alamat", ["/", "/satker/", "/satker/099026/", "/sandi/ganti/", "/admin/"])
def test_selebihnya_perlu_masuk(alamat: str, client: Client) -> None:
    jawaban = client.get(alamat, follow=True)
    assert jawaban.redirect_chain[-1][0] == f"/masuk/?next={alamat}"


# --- The lock ------------------------------------------------------------------------
@pytest.mark.basis_data
@pytest.mark.pada("2026-11-02 09:00")
@pytest.mark.parametrize("username", ["kepala-riau", "tidak-ada"])
def test_lima_kali_gagal_mengunci_akun(username: str, client: Client) -> None:
    for _ in range(4):
        assert SALAH in coba(client, username)
    kelima = coba(client, username)
    assert TERKUNCI in kelima
    assert "Coba lagi pukul 09.1" in kelima
    assert "WIB" in kelima
    assert TERKUNCI in coba(client, username, KATA_SANDI)
    assert not sudah_masuk(client)


def test_yang_ada_dan_tidak_ada_mendapat_kalimat_yang_sama(client: Client, jam: time_machine.Traveller) -> None:
    def pesan(halaman: str) -> list[str]:
        return re.findall(r'role="alert">.*?</div></div>', halaman, re.DOTALL)

    for ke in range(7):
        ada, tidak = coba(client, "kepala-riau"), coba(Client(REMOTE_ADDR="10.0.0.9"), "tidak-ada")
        assert pesan(ada) == pesan(tidak) != [], ke


def test_akun_lain_tidak_ikut_terkunci(client: Client) -> None:
    buat_pengguna("pimpinan", peran=Peran.PIMPINAN)
    gagal(client, 5)
    assert coba(client, "pimpinan", KATA_SANDI) == ""


@pytest.mark.pada("2026-11-02 09:00")
def test_kunci_lepas_setelah_lima_belas_menit(client: Client, jam: time_machine.Traveller) -> None:
    gagal(client, 4)
    jam.shift(10 * 60)
    assert TERKUNCI in gagal(client, 1)  # the fifth, ten minutes after the first
    jam.shift(14 * 60)
    assert TERKUNCI in coba(client, sandi=KATA_SANDI)
    jam.shift(61)
    assert coba(client, sandi=KATA_SANDI) == ""


def test_percobaan_selama_terkunci_tidak_memperpanjang(client: Client, jam: time_machine.Traveller) -> None:
    gagal(client, 5)
    for _ in range(14):
        jam.shift(60)
        assert TERKUNCI in coba(client)
    jam.shift(61)
    assert SALAH in coba(client)  # counted from the beginning
    assert coba(client, sandi=KATA_SANDI) == ""


def test_kegagalan_lama_tidak_dihitung(client: Client, jam: time_machine.Traveller) -> None:
    gagal(client, 4)
    jam.shift(15 * 60 + 1)
    assert SALAH in gagal(client, 4)
    assert coba(client, sandi=KATA_SANDI) == ""


def test_masuk_yang_berhasil_tidak_dihitung(client: Client) -> None:
    for _ in range(8):
        assert coba(Client(), sandi=KATA_SANDI) == ""
    assert SALAH in gagal(client, 4)


def test_dua_puluh_kali_dari_satu_alamat_mengunci_alamat(jam: time_machine.Traveller) -> None:
    penyerang = Client(REMOTE_ADDR="203.0.113.7")
    for ke in range(19):
        assert SALAH in coba(penyerang, f"nama{ke}")
    assert TERKUNCI in coba(penyerang, "nama19")
    assert TERKUNCI in coba(penyerang, sandi=KATA_SANDI)
    # neither does the lock of the address count against the account
    gagal(penyerang, 6)
    assert coba(Client(REMOTE_ADDR="203.0.113.8"), sandi=KATA_SANDI) == ""
    jam.shift(15 * 60 + 1)
    assert coba(penyerang, sandi=KATA_SANDI) == ""


def test_akun_yang_terkunci_tidak_menghabiskan_jatah_alamat(client: Client) -> None:
    buat_pengguna("pimpinan", peran=Peran.PIMPINAN)
    gagal(client, 25)
    assert coba(client, "pimpinan", KATA_SANDI) == ""


@pytest.mark.parametrize("lain", ["KEPALA-RIAU", " kepala-riau", "kepala-rıau", "ｋepala-riau"])
def test_tulisan_lain_dari_nama_yang_sama_dihitung_bersama(lain: str, client: Client) -> None:
    assert kunci_akun(lain) == kunci_akun("kepala-riau")
    gagal(client, 4)
    assert TERKUNCI in coba(client, lain)


def test_kepala_host_tidak_membuka_penghitung_baru(client: Client) -> None:
    gagal(client, 4)
    assert TERKUNCI in coba(client, HTTP_HOST="localhost:8001")


def test_x_forwarded_for_tidak_dipercaya(client: Client) -> None:
    for ke in range(20):
        coba(client, f"nama{ke}", HTTP_X_FORWARDED_FOR=f"198.51.100.{ke}")
    assert TERKUNCI in coba(client, "lain", HTTP_X_FORWARDED_FOR="198.51.100.99")


def test_penghitung_ada_di_basis_data(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """What one process counts another sees: the counters are rows, not memory."""
    gagal(client, 1)
    with django_assert_num_queries(1):
        assert cache.get("bukan-kunci") is None


@pytest.mark.pada("2026-11-02 23:50")
def test_kalimat_kunci_menyebut_menit_dalam_wib() -> None:
    sekarang = 1_793_638_230.0  # 23:50:30 WIB
    kalimat = pesan_terkunci(sekarang + 900, sekarang)
    assert "pukul 00.06 WIB (15 menit lagi)" in kalimat


# --- Passwords -----------------------------------------------------------------------
def test_ganti_kata_sandi(client: Client, riau: Pengguna) -> None:
    client.force_login(riau)
    lain = Client()
    lain.force_login(riau)
    isi = {"oldpassword": KATA_SANDI, "password1": SANDI_BARU, "password2": SANDI_BARU}
    assert "Kata sandi sekarang salah." in client.post("/sandi/ganti/", isi | {"oldpassword": "x"}).content.decode()
    assert "sama" in client.post("/sandi/ganti/", isi | {"password2": "bukan"}).content.decode()
    assert (
        "terlalu pendek"
        in client.post("/sandi/ganti/", isi | {"password1": "pendek", "password2": "pendek"}).content.decode()
    )
    jawaban = client.post("/sandi/ganti/", isi)
    assert jawaban.headers["Location"] == "/"
    riau.refresh_from_db()
    assert riau.check_password(SANDI_BARU)
    assert client.get("/sandi/ganti/").status_code == 200  # still signed in here
    assert lain.get("/sandi/ganti/").status_code == 302  # and nowhere else


def test_atur_ulang_lewat_surel(client: Client, riau: Pengguna) -> None:
    gagal(client, 5)
    jawaban = client.post("/sandi/atur-ulang/", {"email": "Kepala@Riau.example"})
    assert jawaban.headers["Location"] == "/sandi/atur-ulang/terkirim/"
    (surat,) = mail.outbox
    assert surat.to == ["kepala@riau.example"]
    assert surat.subject == "[Realisasi IKMA] Atur ulang kata sandi"
    assert "Nama pengguna: kepala-riau" in surat.body
    tautan = re.search(r"http://testserver(/sandi/atur-ulang/\S+)", surat.body)
    assert tautan
    halaman = client.get(tautan[1], follow=True)
    assert "Pilih kata sandi baru" in halaman.content.decode()
    tujuan = halaman.redirect_chain[-1][0]
    assert tautan[1] != tujuan  # the key is not left in the address
    jawaban = client.post(tujuan, {"password1": SANDI_BARU, "password2": SANDI_BARU}, follow=True)
    assert "Kata sandi sudah diganti" in jawaban.content.decode()
    assert coba(client, sandi=SANDI_BARU) == ""  # the lock of the account is over too
    assert "tidak berlaku lagi" in Client().get(tautan[1]).content.decode()


def test_tautan_berlaku_sehari(client: Client, jam: time_machine.Traveller) -> None:
    client.post("/sandi/atur-ulang/", {"email": "kepala@riau.example"})
    tautan = re.search(r"http://testserver(/sandi/atur-ulang/\S+)", mail.outbox[0].body)
    assert tautan
    jam.shift(24 * 3600 + 5)
    assert "tidak berlaku lagi" in client.get(tautan[1], follow=True).content.decode()


def test_atur_ulang_tidak_membocorkan_siapa_yang_ada(client: Client) -> None:
    ada = client.post("/sandi/atur-ulang/", {"email": "kepala@riau.example"}, follow=True)
    tidak = client.post("/sandi/atur-ulang/", {"email": "tidak@ada.example"}, follow=True)
    assert ada.content == tidak.content
    assert len(mail.outbox) == 1


def test_terlalu_banyak_permintaan_dijelaskan(client: Client) -> None:
    for _ in range(6):
        jawaban = client.post("/sandi/atur-ulang/", {"email": "kepala@riau.example"})
    assert jawaban.status_code == 429
    assert "Terlalu banyak permintaan" in jawaban.content.decode()


def tautan_atur_ulang(client: Client, alamat: str) -> str:
    """Ask for a link; returns its path, empty when no mail came."""
    mail.outbox.clear()
    client.post("/sandi/atur-ulang/", {"email": alamat})
    tautan = re.search(r"http://testserver(/sandi/atur-ulang/\S+)", mail.outbox[0].body) if mail.outbox else None
    return tautan[1] if tautan else ""


def test_alamat_lama_tidak_lagi_membuka_akun(client: Client, riau: Pengguna) -> None:
    """An address that an administrator has replaced belongs to somebody else now."""
    tautan = tautan_atur_ulang(client, "kepala@riau.example")
    coba(client, sandi=KATA_SANDI)
    riau.email = "penerus@riau.example"
    riau.save()
    assert "tidak berlaku lagi" in Client().get(tautan, follow=True).content.decode()
    assert tautan_atur_ulang(client, "kepala@riau.example") == ""
    assert tautan_atur_ulang(client, "penerus@riau.example")
    assert not EmailAddress.objects.exists()
    # nor does a row from before count
    EmailAddress.objects.create(user=riau, email="kepala@riau.example", verified=True, primary=True)
    assert tautan_atur_ulang(client, "kepala@riau.example") == ""


def test_alamat_dengan_huruf_besar_mendapat_surel(client: Client, riau: Pengguna) -> None:
    Pengguna.objects.filter(pk=riau.pk).update(email="Kepala@Riau.Example")  # as rows from before have it
    assert tautan_atur_ulang(client, "kepala@riau.example")
    assert mail.outbox[0].to == ["Kepala@Riau.Example"]


@pytest.mark.basis_data
def test_surel_pergi_ke_alamat_yang_tersimpan(client: Client, riau: Pengguna) -> None:
    """PostgreSQL takes the Turkish dotless i for an i; who owns the look-alike gets nothing."""
    tautan_atur_ulang(client, "kepala@rıau.example")
    assert {alamat for surat in mail.outbox for alamat in surat.to} <= {"kepala@riau.example"}


def test_akun_nonaktif_tidak_mendapat_tautan(client: Client, riau: Pengguna) -> None:
    riau.is_active = False
    riau.save()
    assert tautan_atur_ulang(client, "kepala@riau.example") == ""


def test_tanpa_server_surel_dijelaskan_siapa_yang_ditanya(client: Client, settings: Settings) -> None:
    settings.SUREL_TERSEDIA = False
    halaman = client.get("/masuk/").content.decode()
    assert "Hubungi administrator" in halaman
    assert "/sandi/atur-ulang/" not in halaman
    for jawaban in (
        client.get("/sandi/atur-ulang/"),
        client.post("/sandi/atur-ulang/", {"email": "kepala@riau.example"}),
    ):
        assert "Surel belum disiapkan" in jawaban.content.decode()
        assert "Hubungi administrator" in jawaban.content.decode()
    assert not mail.outbox
    assert "hubungi administrator" in gagal(client, 5)


# --- Signing out ---------------------------------------------------------------------
def test_keluar(masuk: Callable[[Pengguna], Client], riau: Pengguna) -> None:
    klien = masuk(riau)
    assert "Keluar?" in klien.get("/keluar/").content.decode()
    assert sudah_masuk(klien)
    jawaban = klien.post("/keluar/", follow=True)
    assert not sudah_masuk(klien)
    assert "Anda sudah keluar." in jawaban.content.decode()


def test_keluar_dari_situs_admin(masuk: Callable[[Pengguna], Client], riau: Pengguna) -> None:
    klien = masuk(riau)
    assert klien.get("/admin/password_change/").headers["Location"] == "/sandi/ganti/"
    klien.post("/admin/logout/")
    assert not sudah_masuk(klien)
