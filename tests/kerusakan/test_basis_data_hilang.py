"""The database is gone, and comes back: the pages say so plainly, and recover by themselves."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest

from tests.kerusakan.badai import AKHIR
from tests.kerusakan.isi import SANDI, TAHUN
from tests.kerusakan.mesin import Jawaban, Orang, PostgreSQL, Server, tunggu

INGGRIS = re.compile(r"\b(error|exception|traceback|closed|connection|could not|database)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def server(postgresql: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server"), postgresql.alamat)
    server.dunia = server.isi("siapkan", "1")
    server.nyalakan()
    yield server
    server.tutup()


@pytest.fixture(scope="module")
def kepala(server: Server) -> Orang:
    return Orang(server, server.dunia["kepala"][0], SANDI)


@pytest.fixture(scope="module")
def pusat(server: Server) -> Orang:
    return Orang(server, "pusat-1", SANDI)


def simpan(kepala: Orang, triwulan: int, angka: int, perubahan_ke: int = 0) -> Jawaban:
    """The entry page stores by itself what was typed."""
    isi = {
        "perubahan_ke": str(perubahan_ke),
        "r-52": str(angka),
        "basis": "SP2D",
        "tanggal_data": f"{TAHUN}-{AKHIR[triwulan - 1]}",
        "kendala-TOTAL_FORMS": "0",
        "kendala-INITIAL_FORMS": "0",
    }
    return kepala.kirim(f"/pelaporan/{kepala.server.dunia['dipa'][0]['dipa']}/{triwulan}/draf/", isi)


def tersimpan(server: Server, triwulan: int) -> dict[str, Any]:
    laporan: dict[str, Any] = server.isi("baca")[str(server.dunia["dipa"][0]["laporan"][triwulan - 1])]
    return laporan


def pastikan_halaman_gangguan(jawaban: Jawaban, *kata: str) -> None:
    assert jawaban.status == 503
    assert jawaban.kepala["Retry-After"] == "30"
    # The script of the entry page takes whatever is not JSON for a server that cannot store: it
    # keeps what was typed in the browser, and sends it again.
    assert jawaban.kepala["Content-Type"].startswith("text/html")
    for k in ("Data sementara tidak dapat dibuka", jawaban.kepala["X-Request-ID"], *kata):
        assert k in jawaban.isi
    tulisan = re.sub(r"<[^>]*>", " ", jawaban.isi)
    assert not INGGRIS.search(tulisan), tulisan


def test_basis_data_hilang_lalu_kembali(postgresql: PostgreSQL, server: Server, kepala: Orang, pusat: Orang) -> None:
    assert simpan(kepala, 1, 1_000).status == 200
    pekerja = {p.pid for p in server.pekerja()}
    postgresql.bunuh()

    for _ in range(3):  # of each worker: the connection that breaks, and the one that cannot be made
        for alamat in ("/", "/satker/", "/verifikasi/", "/riwayat/"):
            pastikan_halaman_gangguan(pusat.minta("GET", alamat), "dimuat ulang sendiri")
        pastikan_halaman_gangguan(simpan(kepala, 1, 2_000, 1), "mungkin belum tersimpan")
        sehat = server.minta("GET", "/sehat/")
        assert (sehat.status, sehat.isi.count("gangguan")) == (503, 1)

    postgresql.nyalakan()
    for _ in range(6):  # the very next one, of either worker
        assert pusat.minta("GET", "/").status == 200
    assert server.minta("GET", "/sehat/").status == 200
    assert {p.pid for p in server.pekerja()} == pekerja, "nobody had to start the server again"
    assert tersimpan(server, 1)["draf"] == {"52": 1_000}
    assert simpan(kepala, 1, 2_000, 1).status == 200, "the page sends again what it kept"
    assert tersimpan(server, 1)["draf"] == {"52": 2_000}
    server.pastikan_bersih()


def test_satu_sambungan_diputus_di_tengah_transaksi(postgresql: PostgreSQL, server: Server, kepala: Orang) -> None:
    assert simpan(kepala, 2, 1_000).status == 200
    jawaban: list[Jawaban] = []
    kirim = threading.Thread(target=lambda: jawaban.append(simpan(kepala, 2, 2_000, 1)))
    with closing(psycopg2.connect(postgresql.alamat)) as lain, lain.cursor() as kursor:
        kursor.execute("SELECT 1 FROM realisasi_dipa FOR UPDATE")  # the save waits for it, in its transaction
        kirim.start()
        menunggu = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        tunggu(lambda: bool(postgresql.jalankan(menunggu)), "simpanan yang menunggu")
        for (pid,) in postgresql.jalankan(menunggu):
            postgresql.jalankan("SELECT pg_terminate_backend(%s)", pid)
        kirim.join()
    pastikan_halaman_gangguan(jawaban[0], "mungkin belum tersimpan")
    assert tersimpan(server, 2)["draf"] == {"52": 1_000}
    assert simpan(kepala, 2, 2_000, 1).status == 200
    assert tersimpan(server, 2)["draf"] == {"52": 2_000}
    server.pastikan_bersih()
