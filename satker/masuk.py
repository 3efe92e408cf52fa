"""How people sign in: what the sign-in library is told about this project.

django-allauth counts failed logins in the database cache and refuses before it looks at the
password. Here stands what is counted: failures of one account from one place (a browser that it
has signed in from before, else an address), failures from one address, and failures of one
account from all strangers together. The first two lock for a quarter of an hour. The third only
slows strangers down, so that who guesses at an account keeps nobody out of it for long. An
account name is counted alike however it is written, and whether it exists or not.
"""

from __future__ import annotations

import hashlib
import logging
import time
import unicodedata
from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone

from satker import keamanan, perangkat, sesi

BATAS = {"app": "allauth.account", "action": "login_failed"}
YANG_TERKUNCI = {"key": "akun", "ip": "alamat"}
"""What a limit of the library counts by, in the words of the log."""
SEMENIT = 60
SANDI_BENAR = "masuk.sandi"
"""Where a session keeps, until the code is given too, what a session of the account rests on."""
BARU_MASUK = 5 * 60
"""Seconds after signing in within which a password is not asked again."""
JENDELA_JEDA = 3600
"""Seconds for which a stranger's failure counts against the account as a whole."""
BEBAS_JEDA = 10
"""Failures of strangers within that time that cost nothing yet."""
JEDA_AWAL, JEDA_TERPANJANG = 15, 300
"""Seconds that strangers wait after the next one: doubled with each, up to the longest."""


def kunci_akun(username: str) -> str:
    """The name under which failures of an account are counted.

    Names that the database takes for the same one (`Admin`, `ADMIN`, look-alike letters that
    fold to the same capital) count together, and so do names that do not exist.
    """
    return unicodedata.normalize("NFKC", username).strip().upper()


class AdapterAkun(DefaultAccountAdapter):
    """Accounts are made by administrators; nobody signs up. Failed logins lock for a while."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "Nama pengguna atau kata sandi salah. Periksa keduanya, juga huruf besar dan "
        "kecil pada kata sandi.",
        "enter_current_password": "Kata sandi sekarang salah.",
        "incorrect_password": "Kata sandi salah.",
        "invalid_password_reset": "Tautan ini tidak berlaku lagi.",
        "rate_limited": "Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("/")

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """A new password also ends a lock of that account: who sets it has proved who they are."""
        if not self.request.user.is_authenticated:
            self.request.pelaku = user  # the journal is to name them too
        super().set_password(user, password)
        for rate in ratelimit.get_rates(**BATAS):
            if rate.per == "key":
                cache.delete(self._nama_penghitung(self.request, rate, user.get_username()))
        cache.delete(_nama_jeda(user.get_username()))
        keamanan.catat("kata sandi diganti", self.request, user.pk)

    # --- Proving again who one is -------------------------------------------------------
    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in need not prove it again to set up a second factor; who has one always does."""
        baru = time.time() - self.request.session.get(sesi.MASUK, 0) < BARU_MASUK
        return not baru or self.request.user.dua_langkah_sejak is not None

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Who has a second factor proves it by that: a password alone must not be enough to take it away."""
        cara: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [c for c in cara if c["id"] == "mfa_reauthenticate"] or cara

    # --- Locking -----------------------------------------------------------------------
    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse while locked; an attempt during a lock counts nowhere and prolongs nothing."""
        self._tolak_bila_terkunci(request, credentials)
        username = credentials.get("username", "")
        if perangkat.tanda(request, kunci_akun(username)):
            # Has a count of its own: neither strangers nor its neighbours behind one address lock it.
            self._login_failed_rl_usage = ratelimit.consume(
                request, **BATAS, key=self._kunci(request, username), config=_TANPA_ALAMAT
            )
            if not self._login_failed_rl_usage:
                raise self.validation_error("rate_limited")
            return
        self._hitung_orang_asing(username)
        super().pre_authenticate(request, **credentials)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """What succeeds counts nowhere."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None:
            self._lepas_percobaan()
        return user

    def berhasil(self) -> None:
        """Take back what `pre_authenticate` counted: for what is checked without `authenticate`, a code."""
        self._rollback_login_failed_rl_usage()
        self._lepas_percobaan()

    def _lepas_percobaan(self) -> None:
        if dihitung := getattr(self, "_percobaan", None):
            nama, saat = dihitung
            with ratelimit.cache_lock(nama) as dipegang:
                if dipegang:
                    cache.set(nama, [t for t in cache.get(nama, []) if t != saat], JENDELA_JEDA)

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **pilihan: Any) -> HttpResponse | None:
        """Note which password was right: a code is asked next, and the password may change meanwhile."""
        request.session[SANDI_BENAR] = user.get_session_auth_hash()
        response: HttpResponse | None = super().pre_login(request, user, **pilihan)
        return response

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **pilihan: Any) -> HttpResponse:
        request.session.pop(SANDI_BENAR, None)
        response: HttpResponse = super().post_login(request, user, **pilihan)
        perangkat.kenali(request, response, kunci_akun(user.get_username()))
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Start the lock with the failure that fills a counter, and say so at once."""
        username = credentials.get("username", "")
        sekarang = time.time()
        for rate in self._batas(request, username):
            nama = self._nama_penghitung(request, rate, username)
            with ratelimit.cache_lock(nama) as dipegang:
                # The library counts failures in a sliding window, so its lock would end when
                # the first failure is 15 minutes old. It is to last 15 minutes from the last.
                if dipegang and len(cache.get(nama, [])) >= rate.amount:
                    keamanan.catat(f"terkunci per {YANG_TERKUNCI[rate.per]}", request, None, logging.WARNING)
                    cache.set(nama, [sekarang] * rate.amount, rate.duration)
        self._tolak_bila_terkunci(request, credentials)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library's own key holds the Host header, which the client may vary (its port).
        return self._kunci(request, credentials.get("username", ""))

    def _kunci(self, request: HttpRequest, username: str) -> str:
        """An account at one place: in a browser that knows it, else from an address."""
        akun = kunci_akun(username)
        return f"{akun}|{perangkat.tanda(request, akun) or ratelimit.get_ip(request)}"

    def _batas(self, request: HttpRequest, username: str) -> list[ratelimit.Rate]:
        """The limits that hold for this attempt."""
        dikenal = perangkat.tanda(request, kunci_akun(username))
        return ratelimit.get_rates(**BATAS, config=_TANPA_ALAMAT if dikenal else None)

    def _nama_penghitung(self, request: HttpRequest, rate: ratelimit.Rate, username: str) -> str:
        return ratelimit.get_cache_key(request, rate=rate, key=self._kunci(request, username), **BATAS)

    def _tolak_bila_terkunci(self, request: HttpRequest, credentials: dict[str, Any]) -> None:
        sekarang = time.time()
        akhir = 0.0
        username = credentials.get("username", "")
        for rate in self._batas(request, username):
            riwayat = cache.get(self._nama_penghitung(request, rate, username), [])
            boleh, riwayat = ratelimit.apply_rate(riwayat, sekarang, rate, dry_run=True)
            if not boleh:
                akhir = max(akhir, riwayat[-1] + rate.duration)
        if akhir:
            raise ValidationError(pesan_terkunci(akhir, sekarang), code="too_many_login_attempts")

    def _hitung_orang_asing(self, username: str) -> None:
        """Count an attempt before it is made, so that many at once do not slip through; refuse one that comes early."""
        nama, sekarang = _nama_jeda(username), time.time()
        with ratelimit.cache_lock(nama) as dipegang:
            riwayat = [t for t in cache.get(nama, []) if t > sekarang - JENDELA_JEDA]
            akhir = _akhir_jeda(riwayat)
            if not dipegang or akhir > sekarang:
                raise ValidationError(
                    pesan_terkunci(max(akhir, sekarang + 1), sekarang), code="too_many_login_attempts"
                )
            cache.set(nama, [sekarang, *riwayat][: 2 * BEBAS_JEDA], JENDELA_JEDA)
        self._percobaan = (nama, sekarang)


# The limit of the account at one place alone: what follows the one of the address in the settings.
_TANPA_ALAMAT = {
    BATAS["action"]: ",".join(
        batas for batas in settings.ACCOUNT_RATE_LIMITS[BATAS["action"]].split(",") if batas.endswith("/key")
    )
}


def _nama_jeda(username: str) -> str:
    return f"masuk:asing:{hashlib.sha256(kunci_akun(username).encode()).hexdigest()}"


def _akhir_jeda(riwayat: list[float]) -> float:
    """When strangers may try again, in seconds since the epoch, from the times of their failures, the latest first."""
    lebih = len(riwayat) - BEBAS_JEDA
    if lebih < 0:
        return 0.0
    return riwayat[0] + min(JEDA_AWAL * 2**lebih, JEDA_TERPANJANG)


def pesan_terkunci(akhir: float, sekarang: float) -> str:
    """The sentence of a lock, with the minute in WIB from which one may try again."""
    menit = max(1, -int(-(akhir - sekarang) // SEMENIT))
    jam = timezone.localtime(datetime.fromtimestamp(-int(-akhir // SEMENIT) * SEMENIT, tz=UTC))
    return (
        f"Terlalu banyak percobaan masuk yang gagal, jadi masuk dikunci sementara. "
        f"Coba lagi pukul {jam:%H.%M} WIB ({menit} menit lagi). {_bila_lupa()}"
    )


def _bila_lupa() -> str:
    if settings.SUREL_TERSEDIA:
        return "Bila lupa kata sandi, atur ulang lewat surel."
    return "Bila lupa kata sandi, hubungi administrator Ditjen IKMA."


def konteks(_request: HttpRequest) -> dict[str, bool]:
    """Template context: whether a forgotten password can be set by mail."""
    return {"surel_tersedia": settings.SUREL_TERSEDIA}
