"""The project under a clock that the script of the pictures sets, so that they are the same every day.

The file named by `GAMBAR_JAM` holds what the clock shows, as `2026-11-02T09:00` in WIB; it stands
still there until the file says otherwise. `python docs/jam.py <command>` is `manage.py` under that
clock, `gunicorn --pythonpath docs jam:application` serves the site under it.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

WIB = ZoneInfo("Asia/Jakarta")
RAHASIA = "GAMBAR2PANDUAN3REALISASI4IKMA567"
"""The key of every second factor that is set up here: its picture is the same every day, too."""


def waktu() -> dt.datetime:
    """What the clock shows now."""
    return dt.datetime.fromisoformat(Path(os.environ["GAMBAR_JAM"]).read_text()).replace(tzinfo=WIB)


def application(lingkungan: dict[str, Any], mulai: Callable[..., Any]) -> Iterable[bytes]:
    """The WSGI application, with the clock set for this one request."""
    from config.wsgi import application as situs  # isort: skip  (sets the project up, for what follows)
    from allauth.mfa.totp.internal import auth

    auth.generate_totp_secret = lambda: RAHASIA
    with time_machine.travel(waktu(), tick=False):
        return situs(lingkungan, mulai)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from django.core.management import execute_from_command_line

    with time_machine.travel(waktu(), tick=False):
        execute_from_command_line(["manage.py", *sys.argv[1:]])
