"""What happens at the door, in the log: who signed in and out, what failed, what was locked.

An account stands there by its id. What was typed as a user name does not: it may be a password
in the wrong field.
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest

from satker.models import Pengguna

logger = logging.getLogger(__name__)


def catat(peristiwa: str, request: HttpRequest | None, akun: int | None, tingkat: int = logging.INFO) -> None:
    """One line: what happened, with which account, from which address."""
    logger.log(tingkat, peristiwa, extra={"peristiwa": peristiwa, "akun": akun, "jaringan": _jaringan(request)})


def _jaringan(request: HttpRequest | None) -> str | None:
    """The address that asks; None for a command, and where a server hands none on."""
    try:
        return ratelimit.get_ip(request) if request is not None else None
    except PermissionDenied:
        return None


@receiver(user_logged_in)
def _masuk(sender: object, request: HttpRequest, user: Pengguna, **_lain: Any) -> None:
    catat("masuk", request, user.pk)


@receiver(user_logged_out)
def _keluar(sender: object, request: HttpRequest, user: Pengguna | None, **_lain: Any) -> None:
    catat("keluar", request, user.pk if user is not None else None)


@receiver(user_login_failed)
def _gagal(sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **_lain: Any) -> None:
    nama = str(credentials.get("username") or "").replace("\x00", "")
    akun = Pengguna.objects.filter(username__iexact=nama).values_list("pk", flat=True).first()
    catat("gagal masuk", request, akun, logging.WARNING)
