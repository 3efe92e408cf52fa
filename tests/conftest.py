"""Fixtures that every test may use.

Rows are made by the functions of `tests.pabrik`; here is what needs a beginning and an end:
the clock, signed-in clients, the demo data, the hashed static files.

    def test_dinas_melihat_satkernya(kepala, masuk):
        jawaban = masuk(kepala).get("/")

    @pytest.mark.pada("2027-01-08 09:00")
    def test_sehari_setelah_tenggat(demo, masuk):
        jawaban = masuk("pusat").get("/")
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import time_machine
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.test import Client
from filelock import FileLock
from pytest_django import DjangoDbBlocker

from satker.models import Pengguna, PeranSatker, Satker
from satker.peran import Peran
from tests import pabrik
from tests.pengosongan import jurnal_dapat_dikosongkan
from tests.settings import folder_sementara

WIB = ZoneInfo("Asia/Jakarta")
SEKARANG = dt.datetime(2026, 11, 2, 9, 0, tzinfo=WIB)
"""What the clock shows in a test that does not say otherwise: a Monday morning, TW III of
2026 past due and its window still open."""

# A run must not depend on the speed of the machine, nor (in CI) on chance.
hypothesis.settings.register_profile("lokal", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "lokal")


# --- Static files --------------------------------------------------------------------
def pytest_sessionstart(session: pytest.Session) -> None:
    """Collect the static files before the first page is rendered; quick when none changed."""
    if hasattr(session.config, "workerinput"):
        return  # the process that started this one has done it
    sidik = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            keadaan = Path(storage.path(path)).stat()
            sidik.update(f"{path} {keadaan.st_size} {keadaan.st_mtime_ns}\n".encode())
    cap = settings.STATIC_ROOT / ".sidik"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    with FileLock(settings.STATIC_ROOT / ".kunci"):
        if not cap.exists() or cap.read_text() != sidik.hexdigest():
            call_command("collectstatic", interactive=False, verbosity=0)
            cap.write_text(sidik.hexdigest())


# --- The clock -----------------------------------------------------------------------
@pytest.fixture(autouse=True)
def jam(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    """The clock: stands at `SEKARANG` and goes on from there.

    The marker `pada("2027-01-08 09:00")` sets another time for a test (or a module, with
    `pytestmark`); within one, `jam.move_to(...)` moves on. A day is a day in WIB.
    """
    tanda = request.node.get_closest_marker("pada")
    waktu = SEKARANG if tanda is None else dt.datetime.fromisoformat(tanda.args[0]).replace(tzinfo=WIB)
    with time_machine.travel(waktu, tick=True) as perjalanan:
        yield perjalanan


# --- People --------------------------------------------------------------------------
@pytest.fixture
def pusat(db: None) -> Pengguna:
    """A user of tim pusat."""
    return pabrik.buat_pengguna("uji-pusat", peran=Peran.TIM_PUSAT)


@pytest.fixture
def pimpinan(db: None) -> Pengguna:
    """A user of the leadership, who reads and never writes."""
    return pabrik.buat_pengguna("uji-pimpinan", peran=Peran.PIMPINAN)


@pytest.fixture
def administrator(db: None) -> Pengguna:
    """A user who manages users and reads all; no superuser."""
    return pabrik.buat_pengguna("uji-administrator", peran=Peran.ADMINISTRATOR)


@pytest.fixture
def satker_dinas(db: None) -> Satker:
    """The satker that `kepala` and `operator` belong to."""
    return pabrik.buat_satker("099026")


@pytest.fixture
def kepala(satker_dinas: Satker) -> Pengguna:
    """The kepala dinas of `satker_dinas`."""
    return pabrik.buat_pengguna("uji-kepala", peran=PeranSatker.KEPALA, satker=satker_dinas)


@pytest.fixture
def operator(satker_dinas: Satker) -> Pengguna:
    """The operator of `satker_dinas`."""
    return pabrik.buat_pengguna("uji-operator", peran=PeranSatker.OPERATOR, satker=satker_dinas)


@pytest.fixture
def tanpa_peran(db: None) -> Pengguna:
    """A user who has a login and nothing else."""
    return pabrik.buat_pengguna("uji-tanpa-peran")


@pytest.fixture
def masuk(db: None) -> Callable[[Pengguna | str], Client]:
    """`masuk(pengguna)` or `masuk("kepala-riau")`: a new client, signed in as that user."""

    def masuk(siapa: Pengguna | str) -> Client:
        klien = Client()
        klien.force_login(Pengguna.objects.get(username=siapa) if isinstance(siapa, str) else siapa)
        return klien

    return masuk


# --- The demo data -------------------------------------------------------------------
@pytest.fixture(scope="session")
def potret_demo(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path | None:
    """A database file with the demo data, made once per run; None on PostgreSQL.

    Tests ask for `demo`, which copies it in.
    """
    if connection.vendor != "sqlite":
        return None
    bersama = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        bersama = bersama.parent
    potret = bersama / "demo.sqlite3"
    with FileLock(bersama / "demo.kunci"):
        if potret.exists():
            return potret
        sedang_dibuat = bersama / "demo-sedang-dibuat.sqlite3"
        sedang_dibuat.unlink(missing_ok=True)
        with django_db_blocker.unblock(), time_machine.travel(SEKARANG, tick=True):
            connection.close()
            asal = connection.settings_dict["NAME"]
            with closing(sqlite3.connect(asal)) as dari, closing(sqlite3.connect(sedang_dibuat)) as ke:
                dari.backup(ke)
            connection.settings_dict["NAME"] = str(sedang_dibuat)
            try:
                call_command("muat_referensi", verbosity=0)
                call_command("muat_demo", verbosity=0)
                connection.cursor().execute("PRAGMA journal_mode=DELETE")  # leaves one file
            finally:
                connection.close()
                connection.settings_dict["NAME"] = asal
                ContentType.objects.clear_cache()
        sedang_dibuat.rename(potret)
    return potret


@pytest.fixture
def demo(db: None, potret_demo: Path | None) -> Iterator[None]:
    """The reference and demo data, with the demo users (`masuk("pusat")`), for this test alone.

    On SQLite the rows are copied from a file in a fraction of a second; on PostgreSQL the
    commands are run.
    """
    if potret_demo is None:
        call_command("muat_referensi", verbosity=0)
        call_command("muat_demo", verbosity=0)
    else:
        _salin_isi(potret_demo)
    ContentType.objects.clear_cache()
    yield
    ContentType.objects.clear_cache()


def _salin_isi(potret: Path) -> None:
    """Replace all rows of the test database by those of another file of the same schema."""
    with connection.cursor() as kursor:
        kursor.execute("SELECT 1 FROM pragma_database_list WHERE name = 'potret'")
        if kursor.fetchone() is None:
            # Read-only: an immediate transaction takes the write lock of every attached file that
            # can be written, and all workers of a run attach this one.
            kursor.execute("ATTACH DATABASE %s AS potret", [f"{potret.as_uri()}?mode=ro"])
        with jurnal_dapat_dikosongkan(connection):
            kursor.execute("SELECT name FROM potret.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%%'")
            for tabel in [connection.ops.quote_name(nama) for (nama,) in kursor.fetchall()]:
                kursor.execute(f"DELETE FROM main.{tabel}")  # noqa: S608  (names come from the schema)
                # With a WHERE, for without one SQLite copies whole pages of a table and does not
                # count what that does to the foreign keys of rows copied before.
                kursor.execute(f"INSERT INTO main.{tabel} SELECT * FROM potret.{tabel} WHERE true")  # noqa: S608


# --- What a run leaves behind ----------------------------------------------------------
def pytest_unconfigure() -> None:
    """Remove the folder of this process: a worker of xdist ends without the usual clean-up."""
    folder_sementara.cleanup()


# --- Nothing is skipped in silence -----------------------------------------------------
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With CI set, a skipped test fails the run: there, whatever it lacks can be installed."""
    pelapor = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and pelapor is not None and pelapor.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
