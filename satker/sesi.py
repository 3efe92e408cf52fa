"""How long somebody stays signed in: until they have done nothing for a while, and never longer than a working day.

Both limits are settings, in seconds: `SESI_DIAM` and `SESI_PALING_LAMA`.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

MASUK, TERAKHIR = "masuk_pada", "terakhir_pada"
SELA_CATAT = 5 * 60
"""Seconds between two notes of somebody's activity: a page then costs no write of its own."""
MENIT, JAM = 60, 3600


@receiver(user_logged_in)
def mulai(sender: object, request: HttpRequest, **_lain: Any) -> None:
    """Both clocks of a session start with signing in."""
    request.session[MASUK] = request.session[TERAKHIR] = int(time.time())


def akhiri_bila_lewat(request: HttpRequest) -> None:
    """Sign out a session that is past one of its limits and say why; otherwise note that it is in use."""
    sekarang = int(time.time())
    terakhir = request.session.get(TERAKHIR)
    if terakhir is None:  # from before there were limits
        mulai(None, request)
        return
    if sekarang - terakhir > settings.SESI_DIAM:
        _akhiri(request, f"tidak ada kegiatan selama {lama(settings.SESI_DIAM)}")
    elif sekarang - request.session.get(MASUK, 0) > settings.SESI_PALING_LAMA:
        _akhiri(request, f"sudah berlangsung {lama(settings.SESI_PALING_LAMA)}")
    elif sekarang - terakhir >= min(SELA_CATAT, settings.SESI_DIAM // 2):
        request.session[TERAKHIR] = sekarang


def lama(detik: int) -> str:
    """`2 jam`, `90 menit`."""
    return f"{detik // JAM} jam" if detik % JAM == 0 else f"{-(-detik // MENIT)} menit"


def _akhiri(request: HttpRequest, sebab: str) -> None:
    logout(request)
    messages.info(request, f"Sesi Anda berakhir karena {sebab}. Silakan masuk lagi.")
