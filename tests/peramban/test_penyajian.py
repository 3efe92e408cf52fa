"""What a browser gets: pages and static files as a deployment serves them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from playwright.sync_api import Page

from satker.models import Pengguna
from tests.peramban.conftest import Catatan


def test_halaman_terbuka_setelah_masuk(
    halaman: Page, pusat: Pengguna, masuk_sebagai: Callable[[Pengguna], None], catatan: Catatan
) -> None:
    catatan.boleh("favicon")
    masuk_sebagai(pusat)
    jawaban = halaman.goto("/")
    assert jawaban is not None
    assert jawaban.status == 200
    assert jawaban.url.endswith("/")


@pytest.mark.parametrize("nama", ["vendor/plotly.min.js", "django_htmx/htmx-2.min.js", "css/gaya.css"])
def test_berkas_statis_bernama_sidik_disajikan(halaman: Page, nama: str) -> None:
    jawaban = halaman.request.get(staticfiles_storage.url(nama))
    assert jawaban.status == 200
    assert "immutable" in jawaban.headers["cache-control"]


def test_peramban_mengenal_setiap_kemampuan_yang_ditutup(
    halaman: Page, pusat: Pengguna, masuk_sebagai: Callable[[Pengguna], None], catatan: Catatan
) -> None:
    """A name in the header that the browser does not know is a warning in the console of every page."""
    catatan.boleh("favicon")
    kata: list[str] = []
    halaman.on("console", lambda pesan: kata.append(pesan.text))
    halaman.goto("/masuk/")
    masuk_sebagai(pusat)
    halaman.goto("/")
    assert [k for k in kata if "Permissions-Policy" in k] == []
