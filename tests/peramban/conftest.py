"""Fixtures of the browser tests: a headless Chromium against the pages as they are served.

    def test_grafik_tergambar(demo, halaman, masuk_sebagai):
        masuk_sebagai("pusat")
        halaman.goto("/")
        expect(halaman.locator("#grafik svg").first).to_be_visible()

`halaman` fails its test at the end when the console showed an error, when a script threw or
when anything was asked of another host; a test that provokes an error says so with
`catatan.boleh(...)`.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from satker.models import Pengguna

CHROMIUM_SISTEM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMEN = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
AKIBAT_BERAT = {"serious", "critical"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.peramban)


@dataclass
class Catatan:
    """What a page did that nobody should have to see: errors and requests to other hosts."""

    kesalahan: list[str] = field(default_factory=list)
    permintaan_luar: list[str] = field(default_factory=list)
    _boleh: list[re.Pattern[str]] = field(default_factory=list)

    def boleh(self, pola: str) -> None:
        """Console errors that match this pattern are what the test provokes."""
        self._boleh.append(re.compile(pola))

    @property
    def tak_terduga(self) -> list[str]:
        """The errors that no pattern of `boleh` covers."""
        return [k for k in self.kesalahan if not any(p.search(k) for p in self._boleh)]

    def ikuti(self, page: Page, alamat: str) -> None:
        """Record what this page does from now on."""

        def permintaan(request: Request) -> None:
            bagian = urlsplit(request.url)
            if bagian.scheme not in {"data", "blob", "about"} and not request.url.startswith(alamat):
                self.permintaan_luar.append(request.url)

        page.on("console", lambda pesan: self.kesalahan.append(pesan.text) if pesan.type == "error" else None)
        page.on("pageerror", lambda galat: self.kesalahan.append(str(galat)))
        page.on("request", permintaan)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run: the machine's own Chromium, else Playwright's."""
    # Playwright runs an event loop in this thread; the ORM is still used from it in plain,
    # synchronous code.
    with mock.patch.dict(os.environ, DJANGO_ALLOW_ASYNC_UNSAFE="true"), sync_playwright() as playwright:
        sistem = next((p for p in CHROMIUM_SISTEM if shutil.which(p)), None)
        browser = playwright.chromium.launch(executable_path=sistem, args=list(ARGUMEN))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """The project served on a port of this machine, static files by WhiteNoise.

    pytest-django's own fixture would put Django's handler in front, which does not know the
    hashed names.
    """
    with mock.patch("django.contrib.staticfiles.handlers.StaticFilesHandler", lambda aplikasi: aplikasi):
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def konteks_peramban(chromium: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A fresh profile: no cookies, Indonesian, Jakarta time; addresses may leave out the host."""
    konteks = chromium.new_context(
        base_url=live_server.url,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        viewport={"width": 1366, "height": 768},
        reduced_motion="reduce",
    )
    yield konteks
    konteks.close()


@pytest.fixture
def catatan() -> Catatan:
    """What `halaman` recorded: `catatan.kesalahan`, `catatan.permintaan_luar`, `catatan.boleh(...)`."""
    return Catatan()


@pytest.fixture
def halaman(konteks_peramban: BrowserContext, live_server: LiveServer, catatan: Catatan) -> Iterator[Page]:
    """A page of 1366 x 768. At the end nothing may have erred and no other host been asked."""
    page = konteks_peramban.new_page()
    catatan.ikuti(page, live_server.url)
    yield page
    assert catatan.tak_terduga == []
    assert catatan.permintaan_luar == []


@pytest.fixture
def masuk_sebagai(konteks_peramban: BrowserContext, live_server: LiveServer) -> Callable[[Pengguna | str], None]:
    """`masuk_sebagai("kepala-riau")`: give the browser a session of this user, past the login form."""

    def masuk_sebagai(siapa: Pengguna | str) -> None:
        pengguna = Pengguna.objects.get(username=siapa) if isinstance(siapa, str) else siapa
        sesi = SessionStore()
        sesi[SESSION_KEY] = str(pengguna.pk)
        sesi[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        sesi[HASH_SESSION_KEY] = pengguna.get_session_auth_hash()
        sesi.save()
        konteks_peramban.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": str(sesi.session_key), "url": live_server.url}]
        )

    return masuk_sebagai


@pytest.fixture
def pelanggaran_axe() -> Callable[[Page], list[str]]:
    """`pelanggaran_axe(halaman)`: the serious and critical findings of axe, one line each."""

    def pelanggaran_axe(page: Page) -> list[str]:
        hasil: dict[str, Any] = Axe().run(page).response
        return [
            f"{v['id']}: {v['help']} ({v['nodes'][0]['html'][:120]})"
            for v in hasil["violations"]
            if v["impact"] in AKIBAT_BERAT
        ]

    return pelanggaran_axe


@pytest.fixture
def geser_mendatar() -> Callable[[Page], int]:
    """`geser_mendatar(halaman)`: by how many pixels the page, once at rest, can be scrolled sideways."""

    def geser_mendatar(page: Page) -> int:
        lebih = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        for _ in range(20):
            # A chart that was drawn while the page was still being laid out takes its size once more.
            if page.evaluate(lebih) <= 0:
                break
            page.wait_for_timeout(100)
        return int(page.evaluate(lebih))

    return geser_mendatar
