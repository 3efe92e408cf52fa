"""The second factor: set up, asked for, spent once, locked, required by role, taken away, never shown in clear."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from realisasi.cadangan import cadangkan
from satker.models import CatatanJurnal, Pengguna, WajibDuaLangkah
from satker.peran import Peran
from tests.akses.dunia import bangun, semua_alamat
from tests.akses.test_akses import catat_tulisan
from tests.pabrik import KATA_SANDI

pytestmark = pytest.mark.django_db

Masuk = Callable[[Pengguna | str], Client]
PASANG, KODE = "/akun/dua-langkah/pasang/", "/masuk/kode/"


def kode(rahasia: str, geser: int = 0) -> str:
    """The code of the app now, or some periods from now."""
    return auth.format_hotp_value(auth.hotp_value(rahasia, int(time.time()) // 30 + geser))


def pasang(klien: Client) -> tuple[str, list[str]]:
    """Set a factor up; returns its secret and the recovery codes."""
    isi = klien.get(PASANG).content.decode()
    rahasia = re.search(r'id="rahasia"[^>]*value="([A-Z2-7]+)"', isi)[1]  # type: ignore[index]
    assert klien.post(PASANG, {"code": kode(rahasia)}).headers["Location"] == "/akun/dua-langkah/kode-pemulihan/"
    pemulihan = re.findall(r"\b\d{8}\b", klien.get("/akun/dua-langkah/kode-pemulihan/").content.decode())
    assert len(pemulihan) == 10
    return rahasia, pemulihan


def sandi(klien: Client, siapa: str = "uji-pusat") -> str:
    return klien.post("/masuk/", {"login": siapa, "password": KATA_SANDI}).headers["Location"]


def beri(klien: Client, isi: str) -> str:
    """Give a code; the page that says no, or nothing."""
    jawaban = klien.post(KODE, {"code": isi})
    return "" if jawaban.status_code == 302 else jawaban.content.decode()


def di_dalam(klien: Client) -> bool:
    return klien.get("/satker/").status_code == 200


# --- Signing in ------------------------------------------------------------------------
def test_sandi_saja_tidak_cukup_dan_kode_berlaku_sekali(
    pusat: Pengguna, masuk: Masuk, jam: time_machine.Traveller
) -> None:
    rahasia, _ = pasang(masuk(pusat))
    lain = Client()
    assert sandi(lain) == KODE
    assert not di_dalam(lain)
    assert "Kode salah atau sudah dipakai" in beri(lain, kode(rahasia))  # it has set the factor up
    jam.shift(60)
    ini = kode(rahasia)
    assert beri(lain, ini) == ""
    assert di_dalam(lain)
    for detik in (0, 20, 20):  # as long as the clock would let it count
        jam.shift(detik)
        ketiga = Client()
        sandi(ketiga)
        assert "sudah dipakai" in beri(ketiga, ini)


def test_kode_sebelum_yang_sudah_dipakai_tidak_berlaku(
    pusat: Pengguna, masuk: Masuk, jam: time_machine.Traveller
) -> None:
    rahasia, _ = pasang(masuk(pusat))
    jam.shift(120)
    pertama, kedua = Client(), Client()
    sandi(pertama)
    assert beri(pertama, kode(rahasia)) == ""
    sandi(kedua)
    assert beri(kedua, kode(rahasia, -1)) != ""
    assert beri(kedua, kode(rahasia, 1)) == ""


def test_kode_pemulihan_sekali(pusat: Pengguna, masuk: Masuk) -> None:
    _, pemulihan = pasang(masuk(pusat))
    pertama, kedua = Client(), Client()
    sandi(pertama)
    assert beri(pertama, pemulihan[3]) == ""
    kabar = pertama.get("/satker/").content.decode().split("sisanya 9")[0].rsplit('<div class="notice', 1)[1]
    assert kabar.startswith(" notice-kuning")
    assert "#i-kuning" in kabar  # the shape says what the colour does
    sandi(kedua)
    assert beri(kedua, pemulihan[3]) != ""
    assert beri(kedua, pemulihan[4]) == ""


def test_kata_sandi_yang_diganti_mengakhiri_masuk_yang_menunggu_kode(
    pusat: Pengguna, masuk: Masuk, jam: time_machine.Traveller
) -> None:
    """Who knew the old password does not come in by it any more, not even half-way through."""
    rahasia, _ = pasang(masuk(pusat))
    jam.shift(60)
    penyusup = Client()
    sandi(penyusup)
    pemilik = Pengguna.objects.get(pk=pusat.pk)
    pemilik.set_password("kuda-biru-lompat-tinggi")
    pemilik.save()
    assert "baru saja diganti" in beri(penyusup, kode(rahasia))
    assert not di_dalam(penyusup)
    pemilik.set_password(KATA_SANDI)
    pemilik.save()
    lagi = Client()
    sandi(lagi)
    assert beri(lagi, kode(rahasia)) == ""
    assert di_dalam(lagi)


def test_kode_salah_mengunci_seperti_kata_sandi(pusat: Pengguna, masuk: Masuk, jam: time_machine.Traveller) -> None:
    rahasia, _ = pasang(masuk(pusat))
    jam.shift(60)
    penebak = Client()
    for _ in range(4):
        sandi(penebak)  # a right password in between clears nothing
        assert "Kode salah" in beri(penebak, "000000")
    assert "masuk dikunci sementara" in beri(penebak, "000000")
    assert "masuk dikunci sementara" in beri(penebak, kode(rahasia))
    jam.shift(901)
    sandi(penebak)
    assert beri(penebak, kode(rahasia)) == ""


def test_masuk_dengan_kode_tidak_menghapus_hitungan_alamat(
    pusat: Pengguna, masuk: Masuk, jam: time_machine.Traveller
) -> None:
    """Who has an account must not be able to go on guessing at others by signing in in between."""
    rahasia, _ = pasang(masuk(pusat))
    for nomor in range(20):
        if nomor == 10:
            jam.shift(60)
            sendiri = Client()
            sandi(sendiri)
            assert beri(sendiri, kode(rahasia)) == ""
        jawaban = Client().post("/masuk/", {"login": f"lain-{nomor}", "password": "salah"})
    assert "masuk dikunci sementara" in jawaban.content.decode()


# --- One's own -------------------------------------------------------------------------
def test_memasang_mengakhiri_sesi_lain(pusat: Pengguna, masuk: Masuk) -> None:
    lama, ini = masuk(pusat), masuk(pusat)
    pasang(ini)
    assert di_dalam(ini)
    assert not di_dalam(lama)


def test_kode_pemulihan_ditampilkan_sekali(pusat: Pengguna, masuk: Masuk) -> None:
    klien = masuk(pusat)
    _, pemulihan = pasang(klien)
    lagi = klien.get("/akun/dua-langkah/kode-pemulihan/").content.decode()
    assert not any(k in lagi for k in pemulihan)
    assert "<b>10</b>" in klien.get("/akun/dua-langkah/").content.decode()
    klien.post("/akun/dua-langkah/kode-pemulihan/baru/")
    baru = re.findall(r"\b\d{8}\b", klien.get("/akun/dua-langkah/kode-pemulihan/").content.decode())
    assert len(baru) == 10
    assert not set(baru) & set(pemulihan)
    lain = Client()
    sandi(lain)
    assert beri(lain, pemulihan[0]) != ""


def test_melepas_minta_kode_dan_bukan_kata_sandi(pusat: Pengguna, masuk: Masuk, jam: time_machine.Traveller) -> None:
    klien = masuk(pusat)
    rahasia, _ = pasang(klien)
    jam.shift(600)
    assert klien.post("/akun/dua-langkah/lepas/").headers["Location"].startswith("/akun/pastikan/kode/")
    assert Authenticator.objects.exists()
    # The password alone is no way around it.
    assert klien.post("/akun/pastikan/", {"password": KATA_SANDI}).headers["Location"].startswith("/akun/pastikan/kode")
    klien.post("/akun/pastikan/kode/?next=/akun/dua-langkah/lepas/", {"code": kode(rahasia)})
    klien.post("/akun/dua-langkah/lepas/")
    assert not Authenticator.objects.exists()
    assert di_dalam(klien)
    assert sandi(Client()) == "/"


def test_yang_wajib_tidak_dapat_melepas(pusat: Pengguna, masuk: Masuk) -> None:
    WajibDuaLangkah.objects.create(peran=Peran.TIM_PUSAT)
    klien = masuk(pusat)
    pasang(klien)
    assert "tidak dapat dilepas" in klien.post("/akun/dua-langkah/lepas/").content.decode()
    assert Authenticator.objects.count() == 2


# --- Required by role ------------------------------------------------------------------
BEBAS = {
    "account_logout", "admin:logout", "account_reauthenticate", "mfa_index", "mfa_activate_totp",
    # Open to all, and to nobody signed in.
    "dashboard:sehat", "account_login", "mfa_authenticate", "admin:login", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
}  # fmt: skip


@pytest.mark.parametrize("peran", ["pusat", "administrator", "pimpinan"])
def test_yang_wajib_dan_belum_punya_tidak_sampai_ke_mana_pun(peran: str) -> None:
    """Every address of the configuration, by page, form, HTMX and script: led to the set-up or refused."""
    dunia = bangun()
    orang = dunia.orang[peran]
    assert orang is not None
    WajibDuaLangkah.objects.create(peran=orang.groups.get().name)
    klien, salah = Client(), []
    klien.force_login(orang)
    isian = dunia.milik | {"object_id": "1", "id": "1", "content_type_id": 1, "app_label": "satker", "url": "x/"}
    for alamat in semua_alamat():
        if alamat.nama in BEBAS or alamat.pola.endswith(("<path:object_id>/", "(?P<url>.*)$")):
            continue
        tujuan = reverse(alamat.nama, kwargs={n: isian[n] for n in alamat.isian})
        with catat_tulisan() as tulisan:
            jawab = [
                (klien.get(tujuan), 302, "Location"),
                (klien.post(tujuan), 403, None),
                (klien.put(tujuan), 403, None),
                (klien.get(tujuan, headers={"HX-Request": "true"}), 403, "HX-Redirect"),
                (klien.post(tujuan, headers={"HX-Request": "true"}), 403, "HX-Redirect"),
            ]
        for jawaban, kode_status, tajuk in jawab:
            if jawaban.status_code != kode_status or (tajuk and jawaban.headers.get(tajuk) != PASANG):
                salah.append((alamat.nama, jawaban.status_code, tajuk))
        if tulisan:
            salah.append((alamat.nama, tulisan, None))
    assert salah == []
    assert klien.get(PASANG).status_code == 200
    assert klien.get("/sehat/").status_code == 200


def test_setelah_memasang_semuanya_terbuka_dan_dinas_tidak_terkena(
    pusat: Pengguna, kepala: Pengguna, masuk: Masuk
) -> None:
    klien, dinas = masuk(pusat), masuk(kepala)
    assert di_dalam(klien)
    for peran in Peran:
        WajibDuaLangkah.objects.create(peran=peran)
    assert not di_dalam(klien)  # from the next page on, also who is signed in already
    assert dinas.get("/pelaporan/").status_code == 200
    pasang(klien)
    assert di_dalam(klien)


def test_administrator_mewajibkan_dengan_jurnal_dan_tim_pusat_tidak(
    pusat: Pengguna, administrator: Pengguna, masuk: Masuk
) -> None:
    tambah = "/admin/satker/wajibdualangkah/add/"
    assert masuk(pusat).post(tambah, {"peran": "Administrator"}).status_code == 403
    assert masuk(administrator).post(tambah, {"peran": "Tim pusat"}).status_code == 302
    assert WajibDuaLangkah.objects.get().peran == "Tim pusat"
    entri = CatatanJurnal.objects.get(content_type__model="wajibdualangkah")
    assert entri.actor == administrator


# --- Lost phone --------------------------------------------------------------------------
def lepaskan(klien: Client, siapa: Pengguna) -> str:
    isi = {"action": "lepas_dua_langkah", "_selected_action": [siapa.pk]}
    return klien.post("/admin/satker/pengguna/", isi, follow=True).content.decode()


def test_administrator_melepas_milik_yang_kehilangan_ponsel(
    pusat: Pengguna, administrator: Pengguna, masuk: Masuk
) -> None:
    klien = masuk(pusat)
    pasang(klien)
    assert "dilepas, dan sesinya berakhir" in lepaskan(masuk(administrator), pusat)
    assert not di_dalam(klien)
    assert sandi(Client()) == "/"
    assert [m.to for m in mail.outbox] == [[pusat.email]]
    entri = CatatanJurnal.objects.filter(object_pk=str(pusat.pk), content_type__model="pengguna").latest("pk")
    assert entri.actor == administrator
    assert entri.changes["dua_langkah_sejak"][1] == "None"


def test_milik_sendiri_tidak_dilepas_lewat_situs_admin(administrator: Pengguna, masuk: Masuk) -> None:
    klien = masuk(administrator)
    pasang(klien)
    assert "oleh administrator lain" in lepaskan(klien, administrator)
    assert Authenticator.objects.count() == 2


# --- Secrets -----------------------------------------------------------------------------
def test_rahasia_tidak_pernah_tersimpan_terbuka(
    pusat: Pengguna, masuk: Masuk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    klien = masuk(pusat)
    with caplog.at_level("DEBUG"):
        isi = klien.get(PASANG).content.decode()
        sementara = re.search(r'id="rahasia"[^>]*value="([A-Z2-7]+)"', isi)[1]  # type: ignore[index]
        assert sementara not in str(dict(klien.session))
        rahasia, pemulihan = pasang(klien)
    assert rahasia == sementara
    with connection.cursor() as kursor:
        kursor.execute("SELECT data FROM mfa_authenticator")
        tersimpan = str(kursor.fetchall())
    terbuka = [rahasia, *pemulihan]
    jurnal = str(list(CatatanJurnal.objects.values_list("changes", "object_repr")))
    cadangkan(tmp_path / "uji.zip", lambda *_: None)
    with zipfile.ZipFile(tmp_path / "uji.zip") as arsip:
        semua = b"".join(arsip.read(n) for n in arsip.namelist()).decode(errors="replace")
    assert "authenticator" in semua.lower()
    for tempat in (tersimpan, jurnal, caplog.text, semua):
        assert not any(t in tempat for t in terbuka)


def test_kunci_server_berganti(pusat: Pengguna, masuk: Masuk, settings: Settings, jam: time_machine.Traveller) -> None:
    """With the old key among the fallbacks all goes on and moves to the new one; without, it says what to do."""
    rahasia, _ = pasang(masuk(pusat))
    lama, baru = settings.SECRET_KEY, "kunci-baru-" * 6
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = baru, []
    jam.shift(60)
    lain = Client()
    sandi(lain)
    assert "kunci server berganti" in beri(lain, kode(rahasia))
    settings.SECRET_KEY_FALLBACKS = [lama]
    assert beri(lain, kode(rahasia)) == ""
    settings.SECRET_KEY_FALLBACKS = []
    jam.shift(60)
    lagi = Client()
    sandi(lagi)
    assert beri(lagi, kode(rahasia)) == ""


def test_kode_qr_tanpa_gaya_sebaris(pusat: Pengguna, masuk: Masuk) -> None:
    isi = masuk(pusat).get(PASANG).content.decode()
    assert '<svg class="qr"' in isi
    assert " style=" not in isi
    assert "data:" not in isi
