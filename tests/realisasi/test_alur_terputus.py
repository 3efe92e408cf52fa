"""A server that is killed in the middle of a submission leaves all of it, or nothing.

A real gunicorn serves the database of this run; `tests.pemutus` has it kill the process that
answers, after any row and right before and after the commit.
"""

from __future__ import annotations

import datetime as dt
import http.client
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

from realisasi import alur
from realisasi.isian import Isian
from realisasi.models import Bukti, Dipa, Kendala, LaporanTriwulan, StatusLaporan
from satker.models import CatatanJurnal, Pengguna, PeranSatker
from tests import pabrik
from tests.realisasi.keadaan import KENDALA, potret

pytestmark = [pytest.mark.basis_data, pytest.mark.django_db(transaction=True)]

PALING_LAMA = 60  # seconds until a test gives up; none is timed
TAHUN = 2020
"""The server has the clock of the machine, whatever it shows: everything here lies in the past, in a
window that stays open."""
TOKEN = "a" * 32
TERPUTUS = "terputus"


# --- What is submitted -----------------------------------------------------------------
@pytest.fixture
def dipa() -> Dipa:
    dipa = pabrik.buat_dipa(tahun=TAHUN, pagu={"52": 1_000_000_000, "53": 200_000_000})
    pabrik.buat_periode(
        1, tahun=TAHUN, dibuka=dt.date(TAHUN, 1, 1), tenggat=dt.date(2099, 12, 1), ditutup=dt.date(2099, 12, 31)
    )
    return dipa


@pytest.fixture
def kepala(dipa: Dipa) -> Pengguna:
    return pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=dipa.satker)


@pytest.fixture
def laporan(dipa: Dipa, kepala: Pengguna) -> LaporanTriwulan:
    """A draft whose submission writes rows of every kind: amounts, a warning, obstacles, evidence."""
    nanti = "2099-12-31"
    isian = Isian(
        realisasi={"52": 300_000_000, "53": 250_000_000},
        basis="SP2D",
        tanggal_data=dt.date(TAHUN, 3, 31),
        fisik=30,
        kendala=(
            replace(KENDALA, batas_waktu=nanti),
            replace(KENDALA, batas_waktu=nanti, uraian="Pejabat pensiun."),
        ),
        alasan={"PAGU_MINUS:53": "Revisi DIPA menyusul."},
    )
    laporan = alur.simpan_draf(dipa.pk, 1, kepala, isian, 0)
    Bukti.objects.create(
        laporan=laporan,
        berkas="bukti/uji",
        nama="SP2D.pdf",
        jenis="PDF",
        ukuran=1,
        sha256="0" * 64,
        nama_pengunggah="Kepala",
        diunggah_pada=timezone.now(),
    )
    return laporan


# --- The server --------------------------------------------------------------------------
def _alamat_basis_data() -> str:
    nama = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{nama}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{nama}"))


class Server:
    """A gunicorn with one worker, in a process group of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.catatan = folder / "gunicorn.log"
        lingkungan = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": _alamat_basis_data(),
            "TMPDIR": str(folder),
        }
        perintah = [sys.executable, "-m", "gunicorn", "tests.pemutus", "--preload", "--workers", "1"]
        with self.catatan.open("w") as catatan:
            self.proses = subprocess.Popen(
                [*perintah, "--bind", f"127.0.0.1:{self.port}"],
                cwd=settings.BASE_DIR,
                env=lingkungan,
                stdout=catatan,
                stderr=catatan,
                start_new_session=True,
            )
        batas = time.monotonic() + PALING_LAMA
        while self.minta("GET", "/masuk/") == TERPUTUS:
            assert self.proses.poll() is None, self.catatan.read_text()
            assert time.monotonic() < batas, self.catatan.read_text()

    def minta(self, cara: str, alamat: str, isi: str = "", **kepala: str) -> str:
        """The status of the answer, or that the connection broke."""
        koneksi = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PALING_LAMA)
        try:
            koneksi.request(cara, alamat, isi, {"Content-Type": "application/x-www-form-urlencoded", **kepala})
            return str(koneksi.getresponse().status)
        except (ConnectionError, http.client.HTTPException):
            return TERPUTUS
        finally:
            koneksi.close()

    def bunuh(self) -> None:
        """Everything of it, at once."""
        os.killpg(self.proses.pid, signal.SIGKILL)
        self.proses.wait(PALING_LAMA)

    def tutup(self) -> None:
        if self.proses.poll() is None:
            self.proses.terminate()
            self.proses.wait(PALING_LAMA)


@pytest.fixture
def server(tmp_path: Path, dipa: Dipa) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    server.tutup()


def ajukan(server: Server, laporan: LaporanTriwulan, oleh: Pengguna, titik: str = "") -> str:
    """Click on `Ajukan`, and have the process killed there."""
    sesi = SessionStore()
    sesi[SESSION_KEY] = str(oleh.pk)
    sesi[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    sesi[HASH_SESSION_KEY] = oleh.get_session_auth_hash()
    sesi.set_expiry(dt.datetime(2099, 12, 31, tzinfo=dt.UTC))
    sesi.save()
    return server.minta(
        "POST",
        f"/pelaporan/{laporan.dipa_id}/{laporan.triwulan}/ajukan/",
        urlencode({"perubahan_ke": laporan.perubahan_ke, "csrfmiddlewaretoken": TOKEN}),
        Cookie=f"{settings.SESSION_COOKIE_NAME}={sesi.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        **{"X-Putus": titik},
    )


def _semua(dipa: Dipa) -> tuple[object, int]:
    """What is stored, read by a connection that was opened after the process died."""
    connection.close()
    return potret(dipa), CatatanJurnal.objects.count()


def _pastikan_diajukan_utuh(dipa: Dipa) -> None:
    connection.close()
    laporan = LaporanTriwulan.objects.get(dipa=dipa)
    assert laporan.status == StatusLaporan.DIAJUKAN
    versi = laporan.versi.get()
    assert laporan.versi_diajukan == versi
    assert {r.jenis: r.realisasi for r in versi.rincian.all()} == {"52": 300_000_000, "53": 250_000_000}
    assert versi.peringatan.get().alasan == "Revisi DIPA menyusul."
    assert versi.kendala.count() == Kendala.objects.filter(dipa=dipa).count() == 2
    assert versi.bukti.count() == 1


# --- The tests -----------------------------------------------------------------------------
def test_terputus_sesudah_baris_mana_pun_tidak_menyisakan_apa_pun(
    server: Server, dipa: Dipa, kepala: Pengguna, laporan: LaporanTriwulan
) -> None:
    """Killed after the first row, the second, ... until a number is past the last: that one goes through."""
    sebelum = _semua(dipa)
    for baris in itertools.count(1):
        jawaban = ajukan(server, laporan, kepala, str(baris))
        if jawaban != TERPUTUS:
            break
        assert _semua(dipa) == sebelum, f"terputus sesudah baris ke-{baris}"
    assert jawaban == "302"
    assert baris > 20  # version, amounts, warning, obstacles twice, evidence, report; each with its entry
    _pastikan_diajukan_utuh(dipa)


def test_terputus_tepat_sebelum_commit_lalu_diajukan_lagi(
    server: Server, dipa: Dipa, kepala: Pengguna, laporan: LaporanTriwulan
) -> None:
    sebelum = _semua(dipa)
    assert ajukan(server, laporan, kepala, "commit") == TERPUTUS
    assert _semua(dipa) == sebelum
    assert ajukan(server, laporan, kepala) == "302"
    _pastikan_diajukan_utuh(dipa)


def test_terputus_tepat_sesudah_commit_semuanya_ada(
    server: Server, dipa: Dipa, kepala: Pengguna, laporan: LaporanTriwulan
) -> None:
    """Nobody was told, but it is done: who clicks again learns that it was submitted."""
    assert ajukan(server, laporan, kepala, "sesudah commit") == TERPUTUS
    _pastikan_diajukan_utuh(dipa)
    assert ajukan(server, laporan, kepala) == "409"
    _pastikan_diajukan_utuh(dipa)


def test_seluruh_server_mati_lalu_dinyalakan_lagi(
    server: Server, dipa: Dipa, kepala: Pengguna, laporan: LaporanTriwulan, tmp_path: Path
) -> None:
    sebelum = _semua(dipa)
    assert ajukan(server, laporan, kepala, "12") == TERPUTUS
    server.bunuh()
    assert _semua(dipa) == sebelum
    pengganti = Server(tmp_path)
    try:
        assert ajukan(pengganti, laporan, kepala) == "302"
    finally:
        pengganti.tutup()
    _pastikan_diajukan_utuh(dipa)
