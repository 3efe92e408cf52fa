"""The second factor: codes of an app on the phone (TOTP), and recovery codes for the day it is lost.

django-allauth brings the pages and the sums. Here stands what this project asks of them: secrets
are stored encrypted, a code counts once, a wrong one counts like a wrong password, and who has
to have a factor comes to no other page before it is set up.
"""

from __future__ import annotations

import base64
import logging
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_reset, authenticator_used
from allauth.mfa.totp.internal import auth
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from satker import keamanan
from satker.akses import hak
from satker.masuk import SANDI_BENAR, AdapterAkun
from satker.models import Pengguna

GARAM = "satker.faktor"
SEMENTARA = "faktor.rahasia"
"""Where a session keeps the (encrypted) secret of a factor that is being set up."""
TERPAKAI = "hitungan_terakhir"
"""In the data of a factor: the period, counted from 1970, of the last code that was accepted."""
ADMINISTRATOR, PETUGAS = "administrator", "petugas server"
"""Who takes away the factor of somebody else: on a page, and at the server's console."""
SUREL_DILEPAS = "account/email/dua_langkah_dilepas"
RAHASIA = ("secret", "seed")
"""In the data of a factor: what is encrypted."""
# What stays open to who has to set up a factor first. Pages that are open to all do not come here.
BEBAS = frozenset({"account_logout", "admin:logout", "account_reauthenticate", "mfa_index", "mfa_activate_totp"})


class KunciBerganti(PermissionDenied):
    """A secret was encrypted with a key of the server that is no longer known."""

    def __init__(self) -> None:
        super().__init__(
            "Masuk dua langkah akun ini tidak dapat dibaca lagi, karena kunci server berganti. Minta administrator "
            "Ditjen IKMA melepasnya, lalu masuk dengan kata sandi dan pasang kembali. Bila tidak ada administrator "
            "yang dapat masuk, petugas server melepasnya di konsol (manage.py lepas_dua_langkah)."
        )


class AdapterFaktor(DefaultMFAAdapter):
    """What the library asks of the project."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "Peran Anda wajib memakai masuk dua langkah, jadi tidak dapat dilepas.",
        "cannot_generate_recovery_codes": "Kode pemulihan dibuat setelah masuk dua langkah dipasang.",
        "incorrect_code": "Kode salah atau sudah dipakai. Tunggu kode berikutnya di ponsel, lalu tulis kode itu. "
        "Bila tetap salah, periksa apakah jam ponsel diatur otomatis.",
    }

    def encrypt(self, text: str) -> str:
        return _kunci().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _kunci().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as galat:
            logging.getLogger(__name__).exception("rahasia faktor kedua tidak terbuka dengan SECRET_KEY mana pun")
            raise KunciBerganti from galat

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def build_totp_svg(self, url: str) -> str:
        """A QR code as an inline drawing without any style of its own: the policy of the pages allows none."""
        qr = QRCode(error_correction=ERROR_CORRECT_M, border=4)
        qr.add_data(url)
        petak = qr.get_matrix()
        isi = "".join(f"M{x} {y}h1v1h-1z" for y, baris in enumerate(petak) for x, hitam in enumerate(baris) if hitam)
        return (
            f'<svg class="qr" viewBox="0 0 {len(petak)} {len(petak)}" role="img" aria-label="Kode QR untuk aplikasi '
            f'autentikator" shape-rendering="crispEdges"><path d="{isi}"/></svg>'
        )

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not hak(authenticator.user).wajib_dua_langkah


def _kunci() -> MultiFernet:
    """The keys of the secrets, from those of the server: the first encrypts, all open."""
    kunci = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    sidik = [salted_hmac(GARAM, "", secret=k, algorithm="sha256").digest() for k in kunci]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(s)) for s in sidik])


# --- Codes ---------------------------------------------------------------------------
def periksa_kode(request: HttpRequest, pengguna: Pengguna, kode: str) -> Authenticator:
    """The factor that this code is of; the code is spent then.

    Raises:
        ValidationError: it is of none, the password has changed since it was given, or the account is
            locked: a wrong code counts like a wrong password.

    """
    semula = request.session.get(SANDI_BENAR)
    if semula is not None and not constant_time_compare(semula, pengguna.get_session_auth_hash()):
        raise ValidationError(
            "Kata sandi atau masuk dua langkah akun ini baru saja diganti. Kembali ke halaman masuk, lalu masuk dengan "
            "kata sandi yang sekarang."
        )
    adapter = AdapterAkun(request)
    akun = {"username": pengguna.get_username()}
    adapter.pre_authenticate(request, **akun)
    try:
        faktor = _pakai(pengguna, kode)
    except KunciBerganti as galat:
        raise ValidationError(str(galat)) from galat
    if faktor is None:
        keamanan.catat("kode masuk salah", request, pengguna.pk, logging.WARNING)
        adapter.authentication_failed(request, **akun)
        raise AdapterFaktor().validation_error("incorrect_code")
    adapter.berhasil()
    return faktor


@transaction.atomic
def _pakai(pengguna: Pengguna, kode: str) -> Authenticator | None:
    baris = Authenticator.objects.select_for_update().filter(user=pengguna).order_by("pk")
    milik = {faktor.type: faktor for faktor in baris}
    totp, pemulihan = (milik.get(jenis) for jenis in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES))
    if totp is None:
        return None
    rahasia = AdapterFaktor().decrypt(totp.data["secret"])
    hitungan = hitungan_kode(rahasia, kode, totp.data.get(TERPAKAI, 0))
    if hitungan is not None:
        totp.data[TERPAKAI] = hitungan
        for faktor in milik.values():
            _sandikan_ulang(faktor)
        return totp
    if pemulihan is not None and pemulihan.wrap().validate_code(kode):
        return pemulihan
    return None


def hitungan_kode(rahasia: str, kode: str, sesudah: int = 0) -> int | None:
    """The period that this code is of, among those that count now; None for a wrong code and for a spent one."""
    for hitungan in auth.yield_hotp_counters_from_time():
        nilai = auth.format_hotp_value(auth.hotp_value(rahasia, hitungan))
        if hitungan > sesudah and compare_user_code(actual=kode, expected=nilai):
            return hitungan
    return None


def _sandikan_ulang(faktor: Authenticator) -> None:
    """Save a factor, its secret under the present key: an earlier one is then needed no longer."""
    adapter = AdapterFaktor()
    faktor.data |= {
        nama: adapter.encrypt(adapter.decrypt(faktor.data[nama])) for nama in RAHASIA if nama in faktor.data
    }
    faktor.save(update_fields=["data"])


# --- Setting one up and taking it away ------------------------------------------------
def rahasia_sementara(request: HttpRequest) -> str:
    """The secret of the factor that is being set up in this session; it stays the same until that is done."""
    adapter = AdapterFaktor()
    if SEMENTARA not in request.session:
        request.session[SEMENTARA] = adapter.encrypt(auth.generate_totp_secret())
    return adapter.decrypt(request.session[SEMENTARA])


def selesai_dipasang(request: HttpRequest, pengguna: Pengguna, hitungan: int) -> None:
    """The code that set the factor up is spent, this session goes on, and all others of the account have ended."""
    totp = Authenticator.objects.get(user=pengguna, type=Authenticator.Type.TOTP)
    totp.data[TERPAKAI] = hitungan
    totp.save(update_fields=["data"])
    del request.session[SEMENTARA]
    record_authentication(request, pengguna, "mfa", id=totp.pk, type=totp.type, reauthenticated=True)
    lanjutkan_sesi(request, pengguna)
    keamanan.catat("masuk dua langkah dipasang", request, pengguna.pk)


def lanjutkan_sesi(request: HttpRequest, pengguna: Pengguna) -> None:
    """Keep this one session of an account whose factor came or went."""
    pengguna.refresh_from_db(fields=["dua_langkah_sejak"])
    update_session_auth_hash(request, pengguna)


def lepas(request: HttpRequest | None, pengguna: Pengguna) -> bool:
    """Take away the factor of somebody who lost the phone; False where there is none. Their sessions end.

    By an administrator, or without a request by who is at the server.
    """
    terhapus, _ = Authenticator.objects.filter(user=pengguna).delete()
    if terhapus:
        oleh = ADMINISTRATOR if request is not None else PETUGAS
        keamanan.catat(f"masuk dua langkah dilepas {oleh}", request, pengguna.pk, logging.WARNING)
    return bool(terhapus)


def kabari_dilepas(pengguna: Pengguna, oleh: str = ADMINISTRATOR) -> bool:
    """Tell somebody by mail that their factor was taken away, and by whom; False where no mail went out."""
    if not pengguna.email or not settings.SUREL_TERSEDIA:
        return False
    try:
        send_mail(  # the library's own needs a request
            settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + render_to_string(f"{SUREL_DILEPAS}_subject.txt").strip(),
            render_to_string(f"{SUREL_DILEPAS}_message.txt", {"user": pengguna, "oleh": oleh}),
            None,
            [pengguna.email],
        )
    except OSError:
        logging.getLogger(__name__).exception("surel tentang masuk dua langkah tidak terkirim")
        return False
    return True


@receiver(post_save, sender=Authenticator)
def _terpasang(instance: Authenticator, created: bool, **_lain: Any) -> None:
    if created and instance.type == Authenticator.Type.TOTP:
        _tandai(instance)


@receiver(post_delete, sender=Authenticator)
def _terlepas(instance: Authenticator, **_lain: Any) -> None:
    if instance.type == Authenticator.Type.TOTP:
        _tandai(instance)


def _tandai(faktor: Authenticator) -> None:
    """Note with the account since when it has a factor, if any: journal and sessions know by it."""
    pengguna = Pengguna.objects.filter(pk=faktor.user_id).first()
    if pengguna is None:  # goes along with the account
        return
    ada = Authenticator.objects.filter(user=pengguna, type=Authenticator.Type.TOTP).first()
    pengguna.dua_langkah_sejak = ada.created_at if ada else None
    pengguna.save(update_fields=["dua_langkah_sejak"])


@receiver(authenticator_reset)
def _kode_dibuat_lagi(request: HttpRequest, user: Pengguna, **_lain: Any) -> None:
    keamanan.catat("kode pemulihan dibuat lagi", request, user.pk)


@receiver(authenticator_used)
def _dipakai(request: HttpRequest, user: Pengguna, authenticator: Authenticator, **_lain: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        return
    keamanan.catat("kode pemulihan dipakai", request, user.pk, logging.WARNING)
    authenticator.refresh_from_db(fields=["data"])
    sisa = len(authenticator.wrap().get_unused_codes())
    messages.warning(request, f"Anda memakai satu kode pemulihan; sisanya {sisa}. Kode itu tidak berlaku lagi.")


# --- Who has to have one --------------------------------------------------------------
def tahan(request: HttpRequest) -> HttpResponseBase | None:
    """Lead who has to set up a factor there, and refuse everything else; None lets a request pass."""
    cocok = request.resolver_match
    if not request.user.is_authenticated or (cocok is not None and cocok.view_name in BEBAS):
        return None
    if not hak(request.user).perlu_dua_langkah:
        return None
    tujuan = reverse("mfa_activate_totp")
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=403, headers={"HX-Redirect": tujuan})
    if request.method in {"GET", "HEAD"}:
        return redirect(tujuan)
    return render(request, "mfa/wajib.html", status=403)
