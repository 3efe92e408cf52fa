"""How people sign in: what the sign-in library is told about this project.

django-allauth counts failed logins in the database cache, one counter per account name and
one per address, and refuses before it looks at the password. Here stands what differs: when
a lock ends, what it says, and that an account name is counted alike however it is written.
"""

from __future__ import annotations

import time
import unicodedata
from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone

BATAS = {"app": "allauth.account", "action": "login_failed"}
SEMENIT = 60


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

    # --- Locking -----------------------------------------------------------------------
    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse while locked; an attempt during a lock counts nowhere and prolongs nothing."""
        self._tolak_bila_terkunci(request, credentials)
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Start the lock with the failure that fills a counter, and say so at once."""
        username = credentials.get("username", "")
        sekarang = time.time()
        for rate in ratelimit.get_rates(**BATAS):
            nama = self._nama_penghitung(request, rate, username)
            with ratelimit.cache_lock(nama) as dipegang:
                # The library counts failures in a sliding window, so its lock would end when
                # the first failure is 15 minutes old. It is to last 15 minutes from the last.
                if dipegang and len(cache.get(nama, [])) >= rate.amount:
                    cache.set(nama, [sekarang] * rate.amount, rate.duration)
        self._tolak_bila_terkunci(request, credentials)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library's own key holds the Host header, which the client may vary (its port).
        return kunci_akun(credentials.get("username", ""))

    def _nama_penghitung(self, request: HttpRequest, rate: ratelimit.Rate, username: str) -> str:
        return ratelimit.get_cache_key(request, rate=rate, key=kunci_akun(username), **BATAS)

    def _tolak_bila_terkunci(self, request: HttpRequest, credentials: dict[str, Any]) -> None:
        sekarang = time.time()
        akhir = 0.0
        for rate in ratelimit.get_rates(**BATAS):
            riwayat = cache.get(self._nama_penghitung(request, rate, credentials.get("username", "")), [])
            boleh, riwayat = ratelimit.apply_rate(riwayat, sekarang, rate, dry_run=True)
            if not boleh:
                akhir = max(akhir, riwayat[-1] + rate.duration)
        if akhir:
            raise ValidationError(pesan_terkunci(akhir, sekarang), code="too_many_login_attempts")


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
