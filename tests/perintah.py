"""What the commands of the project print, for tests that look through them."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

from django.core.management import call_command


def posisi(tahun: int, triwulan: int, kewenangan: str, angka: str = "resmi") -> dict[str, Any]:
    """What `manage.py posisi` prints as JSON."""
    keluaran = StringIO()
    pilihan = {"tahun": tahun, "triwulan": triwulan, "kewenangan": kewenangan, "angka": angka, "format": "json"}
    call_command("posisi", **pilihan, stdout=keluaran)
    return json.loads(keluaran.getvalue())


def persen(baris: dict[str, Any]) -> int:
    """The percentage of a row of `posisi` in basis points, as shown."""
    return int(baris["persen"].replace(".", ""))


def muat_demo() -> str:
    """Run `manage.py muat_demo`; returns what it said."""
    keluaran = StringIO()
    call_command("muat_demo", stdout=keluaran)
    return keluaran.getvalue()
