"""Static files: hashed, compressed, and all of them from this machine."""

from __future__ import annotations

import json

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client


def test_plotly_dari_paket_python_disajikan_terkompresi_dan_tahan_lama(db: None) -> None:
    alamat = staticfiles_storage.url("vendor/plotly.min.js")
    jawaban = Client().get(alamat, headers={"accept-encoding": "br"})
    assert jawaban.status_code == 200
    assert jawaban["Content-Encoding"] == "br"
    assert "immutable" in jawaban["Cache-Control"]
    assert int(jawaban["Content-Length"]) < 1_300_000
    jawaban.close()


def test_htmx_dari_paket_python_ikut_dikumpulkan() -> None:
    daftar = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())["paths"]
    assert "django_htmx/htmx-2.min.js" in daftar


def test_setiap_berkas_sendiri_mempunyai_nama_dengan_sidik_isi() -> None:
    daftar = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_text())["paths"]
    sendiri = [
        p.relative_to(settings.BASE_DIR / "static").as_posix() for p in (settings.BASE_DIR / "static").rglob("*.*")
    ]
    assert sendiri
    for nama in sendiri:
        assert (settings.STATIC_ROOT / daftar[nama]).exists()
        assert daftar[nama] != nama
