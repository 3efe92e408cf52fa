"""Browsers in which an account has signed in before: a cookie that tells them from strangers.

Failed sign-ins from strangers are counted per address and slow an account down; a browser that
knows the account has a count of its own. So nobody can keep others out by guessing at their
account from elsewhere. The cookie opens nothing: who steals one gains five guesses.
"""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

UMUR = 180 * 24 * 3600  # seconds
PALING_BANYAK = 5
"""Accounts that one browser is known for: computers in offices are shared."""
GARAM = "satker.perangkat"


def tanda(request: HttpRequest, akun: str) -> str:
    """The mark under which this browser knows the account; empty for a stranger."""
    return _dikenal(request).get(_sidik(akun), "")


def kenali(request: HttpRequest, response: HttpResponse, akun: str) -> None:
    """Let this browser know the account from now on."""
    dikenal = _dikenal(request)
    ini = dikenal.pop(_sidik(akun), "") or secrets.token_hex(8)
    sisa = list(dikenal.items())[-(PALING_BANYAK - 1) :]
    response.set_signed_cookie(
        nama_kuki(),
        "-".join(f"{sidik}.{t}" for sidik, t in [*sisa, (_sidik(akun), ini)]),
        salt=GARAM,
        max_age=UMUR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def nama_kuki() -> str:
    """The name of the cookie; in production one that this very host alone can set."""
    return "__Host-perangkat" if settings.SESSION_COOKIE_SECURE else "perangkat"


def _dikenal(request: HttpRequest) -> dict[str, str]:
    isi = request.get_signed_cookie(nama_kuki(), default="", salt=GARAM, max_age=UMUR) or ""
    pasangan = (butir.partition(".") for butir in isi.split("-") if butir)
    return {sidik: tanda for sidik, _, tanda in pasangan}


def _sidik(akun: str) -> str:
    return hashlib.sha256(akun.encode()).hexdigest()[:16]
