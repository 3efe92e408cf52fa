"""A whole installation in tests of backup and of the search for what must never be: what it holds, and a second one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.management import call_command

from realisasi.models import Rekap, TahunAnggaran
from tests import perintah


def jalankan(nama: str, *argumen: object) -> str:
    """What a command of the project says."""
    keluaran = StringIO()
    call_command(nama, *map(str, argumen), stdout=keluaran)
    return keluaran.getvalue()


def isi() -> dict[str, list[Any]]:
    """Every row by its table, content types and permissions by their names, as Django itself writes them.

    The summary is left out: it is made anew, and `manage.py periksa` says whether it is right.
    """
    hasil = {}
    for model in apps.get_models():
        if model in {Session, ContentType, Rekap} or model._meta.label == "auth.Permission":
            continue
        baris = serializers.serialize(
            "json", model._base_manager.order_by("pk"), use_natural_foreign_keys=True, use_natural_primary_keys=False
        )
        hasil[model._meta.label] = json.loads(baris)
    return hasil


def semua_posisi() -> dict[str, Any]:
    """What `manage.py posisi` answers for every year, quarter and kind of angka."""
    return {
        f"{tahun} {q} {angka}": perintah.posisi(tahun, q, "SEMUA", angka)
        for tahun in TahunAnggaran.objects.order_by("tahun").values_list("tahun", flat=True)
        for q in (1, 2, 3, 4)
        for angka in ("resmi", "sementara")
    }


def berkas(folder: Path) -> dict[str, bytes]:
    """The stored files by name."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def kosongkan() -> None:
    """Empty the database of the test, as one that was just made; its content types get other numbers than before."""
    call_command("flush", interactive=False, verbosity=0)
    ContentType.objects.filter(app_label__in=("satker", "realisasi")).delete()
    ContentType.objects.clear_cache()


class PemasanganLain:
    """A second installation on a SQLite file of its own, used through `manage.py` as its office would."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.media = folder / "media"
        self._lingkungan = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
            "MEDIA_ROOT": str(self.media),
            "SECRET_KEY": settings.SECRET_KEY,
        }

    def jalankan(self, *argumen: object) -> str:
        """What a command says there; its failure is one of the test."""
        hasil = subprocess.run(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *map(str, argumen)],
            env=self._lingkungan,
            capture_output=True,
            text=True,
            check=False,
        )
        assert hasil.returncode == 0, hasil.stderr
        return hasil.stdout
