"""kill -9 in the middle of a thousand saves, submissions and verifications that run at once.

SIGKILL is what a full memory or a pulled plug does to a process: no handler runs, nothing is
tidied up. What was answered with success is there afterwards, whole; what was not is there
whole or not at all; and every change has its entry in the journal.
"""

from __future__ import annotations

from pathlib import Path

from tests.kerusakan.badai import Badai
from tests.kerusakan.mesin import PostgreSQL, Server, bunuh


def test_seribu_permintaan_pada_postgresql(postgresql: PostgreSQL, tmp_path: Path) -> None:
    """A worker, the whole server, and the database: each killed once, looked at, and started again."""
    server = Server(tmp_path, postgresql.alamat)
    isi = server.isi("siapkan", "40")
    server.nyalakan()
    try:
        badai = Badai(server, isi)
        badai.mulai()

        badai.sampai(250)
        bunuh(server.pekerja()[:1])  # gunicorn starts another by itself
        badai.tahan()
        badai.cocokkan()
        badai.lanjut()

        badai.sampai(500)
        server.bunuh()
        badai.tahan()
        badai.cocokkan()
        server.nyalakan()
        badai.lanjut()

        badai.sampai(750)
        postgresql.bunuh()
        badai.tahan()
        postgresql.nyalakan()
        badai.cocokkan()
        badai.lanjut()  # the workers find their connections dead, and take new ones

        badai.selesai()
        assert badai.terjawab == 1000
        assert badai.diragukan >= 3
        assert all(lap.ragu is None for lap in badai.laporan())
        badai.cocokkan()
        server.pastikan_bersih()
    finally:
        server.tutup()


def test_server_mati_pada_sqlite(tmp_path: Path) -> None:
    server = Server(tmp_path, f"sqlite:///{tmp_path / 'basis.sqlite3'}")
    isi = server.isi("siapkan", "4")
    server.nyalakan()
    try:
        badai = Badai(server, isi)
        badai.mulai()
        for banyak in (30, 65):
            badai.sampai(banyak)
            server.bunuh()
            badai.tahan()
            badai.cocokkan()
            server.nyalakan()
            badai.lanjut()
        badai.selesai()
        assert badai.terjawab == 100
        badai.cocokkan()
        server.pastikan_bersih()
    finally:
        server.tutup()
