"""No room for a file: the page says that it was not stored, and nothing of it remains.

Everywhere the limit of a process for the size of a file (RLIMIT_FSIZE) refuses the write half-way,
as a full disk does; where a file system may be mounted, a small one is really filled too.
"""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.kerusakan.isi import SANDI
from tests.kerusakan.mesin import Jawaban, Orang, PostgreSQL, Server

BATAS = 256 * 1024
KECIL = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SEDANG = KECIL.replace(b"endobj", b"endobj\n%" + b"x" * 4 * BATAS)  # is kept in memory until it is stored
BESAR = KECIL.replace(b"endobj", b"endobj\n%" + b"x" * 3_000_000)  # is put down before the page sees it
CSV = "kode_satker;nama_satker;kode_provinsi\n"


def _dapat_memasang() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        if (
            os.geteuid() != 0
            or subprocess.run(
                ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True, check=False
            ).returncode
        ):
            return False
        subprocess.run(["umount", folder], check=True)
        return True


CARA = ["batas proses", *(["disk"] if _dapat_memasang() else [])]


class Penyimpanan:
    """A server whose files go where there is little room."""

    def __init__(self, server: Server, cara: str) -> None:
        self.server, self.cara = server, cara
        self.pengisi = server.media / "pengisi"

    def beri_ruang(self) -> None:
        if self.cara == "disk":
            self.pengisi.unlink()
            return
        for p in [psutil.Process(self.server.proses.pid), *self.server.pekerja()]:
            resource.prlimit(p.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def berkas(self) -> list[int]:
        """The sizes of all files that are stored."""
        return [p.stat().st_size for p in self.server.media.rglob("*") if p.is_file() and p != self.pengisi]


@pytest.fixture(params=CARA)
def sempit(request: pytest.FixtureRequest, basis_data: PostgreSQL, tmp_path: Path) -> Iterator[Penyimpanan]:
    cara: str = request.param
    server = Server(tmp_path, basis_data.alamat, BATAS if cara == "batas proses" else resource.RLIM_INFINITY)
    server.media.mkdir()
    penyimpanan = Penyimpanan(server, cara)
    if cara == "disk":
        pasang = ["mount", "-t", "tmpfs", "-o", f"size={16 * BATAS}", "tmpfs", str(server.media)]
        subprocess.run(pasang, check=True)
        penyimpanan.pengisi.write_bytes(b"x" * 15 * BATAS)
    try:
        server.nyalakan()
        yield penyimpanan
    finally:
        server.tutup()
        if cara == "disk":
            subprocess.run(["umount", str(server.media)], check=True)


@pytest.fixture(scope="module")
def basis_data(postgresql: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> PostgreSQL:
    Server(tmp_path_factory.mktemp("isi"), postgresql.alamat).isi("siapkan", "4")
    return postgresql


def test_bukti_dan_impor_tanpa_ruang(sempit: Penyimpanan, basis_data: PostgreSQL) -> None:
    server = sempit.server
    semula = server.isi("baca")
    nomor = str(min(int(n) for n, lap in semula.items() if not lap["draf"] and not lap["jejak_angka"]))
    pusat = Orang(server, "pusat-1", SANDI)
    [(kepala_nama, dipa, triwulan)] = basis_data.jalankan(
        """SELECT u.username, l.dipa_id, l.triwulan FROM realisasi_laporantriwulan l
        JOIN realisasi_dipa d ON d.id = l.dipa_id JOIN satker_penugasan p ON p.satker_id = d.satker_id
        JOIN satker_pengguna u ON u.id = p.pengguna_id WHERE l.id = %s""",
        nomor,
    )
    kepala = Orang(server, kepala_nama, SANDI)
    bukti = f"/pelaporan/{dipa}/{triwulan}/bukti/"
    ada = sempit.berkas()

    jawaban = kepala.unggah(bukti, "SP2D.pdf", SEDANG)
    _ditolak(jawaban, "SP2D.pdf tidak dapat disimpan di server", "Beri tahu administrator", "Tidak ada yang berubah")
    if sempit.cara == "batas proses":  # what is put down goes where the process may write no more either
        _ditolak(kepala.unggah(bukti, "SP2D.pdf", BESAR), "Penyimpanan server penuh", "Kiriman itu tidak tersimpan")
    impor = pusat.unggah("/impor/", "satker.csv", _csv(basis_data), jenis="satker")
    _ditolak(impor, "satker.csv tidak dapat disimpan di server", "Beri tahu administrator")
    assert sempit.berkas() == ada
    assert server.isi("baca") == semula
    assert basis_data.jalankan("SELECT count(*) FROM realisasi_impor WHERE keadaan = 'PRATINJAU'") == [(0,)]
    assert basis_data.jalankan("SELECT count(*) FROM realisasi_bukti WHERE laporan_id = %s", nomor) == [(0,)]
    server.pastikan_bersih()

    sempit.beri_ruang()
    assert kepala.unggah(bukti, "SP2D.pdf", SEDANG).status == 302
    [(satu, ukuran)] = basis_data.jalankan("SELECT id, ukuran FROM realisasi_bukti WHERE laporan_id = %s", nomor)
    assert ukuran == len(SEDANG)
    assert sorted(sempit.berkas()) == sorted([*ada, len(SEDANG)])
    server.pastikan_bersih()
    assert kepala.kirim(f"{bukti}{satu}/lepas/", {}).status == 302  # the next one has another folder
    assert sempit.berkas() == ada


def _csv(basis_data: PostgreSQL) -> bytes:
    """A list of satker that would fill the room."""
    [(provinsi,)] = basis_data.jalankan("SELECT kode FROM satker_provinsi LIMIT 1")
    baris = "".join(f"{800_000 + n};{'Dinas Perindustrian ' * 6}{n};{provinsi}\n" for n in range(3_000))
    return (CSV + baris).encode()


def _ditolak(jawaban: Jawaban, *kata: str) -> None:
    assert jawaban.status == 503, jawaban.isi
    for k in kata:
        assert k in jawaban.isi


RAKOR = ("rakor", "--tahun", "2020", "--triwulan", "1", "--kewenangan", "SEMUA", "--keluaran")
PERINTAH = [("cadangkan",), RAKOR]
"""Every command that makes a file, up to the name of the file."""
# Python lets a write beyond the limit fail; the system's own answer is to kill the process in the middle of it.
MATI = "import signal, manage; signal.signal(signal.SIGXFSZ, signal.SIG_DFL); manage.main()"


def batasi() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))


@pytest.fixture
def server(basis_data: PostgreSQL, tmp_path: Path) -> Server:
    """Not started: its settings alone."""
    return Server(tmp_path, basis_data.alamat)


@pytest.fixture
def tujuan(tmp_path: Path) -> Path:
    folder = tmp_path / "tujuan"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("perintah", PERINTAH, ids=lambda p: p[0])
def test_perintah_tanpa_ruang_tidak_meninggalkan_berkas(server: Server, tujuan: Path, perintah: tuple[str]) -> None:
    hasil = server.perintah("manage.py", *perintah, str(tujuan / "a"), preexec_fn=batasi)
    assert hasil.returncode == 1
    assert "berkas terlalu besar" in hasil.stderr
    assert "Tidak ada" in hasil.stderr
    assert "Traceback" not in hasil.stderr
    assert list(tujuan.iterdir()) == []
    assert server.perintah("manage.py", *perintah, str(tujuan / "a")).returncode == 0
    assert [p.name for p in tujuan.iterdir()] == ["a"]


@pytest.mark.skipif("disk" not in CARA, reason="disk kecil tidak dapat dipasang di mesin ini")
@pytest.mark.parametrize("perintah", PERINTAH, ids=lambda p: p[0])
def test_perintah_ke_disk_yang_penuh(server: Server, tujuan: Path, perintah: tuple[str]) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", str(tujuan)], check=True)
    try:
        hasil = server.perintah("manage.py", *perintah, str(tujuan / "a"))
        assert hasil.returncode == 1
        assert "ruang disk habis" in hasil.stderr
        assert "Traceback" not in hasil.stderr
        assert list(tujuan.iterdir()) == []
    finally:
        subprocess.run(["umount", str(tujuan)], check=True)


@pytest.mark.parametrize("perintah", PERINTAH, ids=lambda p: p[0])
def test_perintah_yang_mati_di_tengah_tidak_memberi_nama(server: Server, tujuan: Path, perintah: tuple[str]) -> None:
    hasil = server.perintah("-c", MATI, *perintah, str(tujuan / "a"), preexec_fn=batasi)
    assert hasil.returncode == -signal.SIGXFSZ
    assert not (tujuan / "a").exists()
    assert all(p.name.endswith(".sebagian") for p in tujuan.iterdir())


def test_buku_kerja_lama_utuh_sampai_yang_baru_selesai(server: Server, tujuan: Path) -> None:
    lama, tautan = tujuan / "rakor.xlsx", tujuan / "terbaru.xlsx"
    lama.write_bytes(b"yang lama")
    lama.chmod(0o640)
    tautan.symlink_to(lama)
    assert server.perintah("manage.py", *RAKOR, str(lama), preexec_fn=batasi).returncode == 1
    assert server.perintah("-c", MATI, *RAKOR, str(lama), preexec_fn=batasi).returncode != 0
    assert lama.read_bytes() == b"yang lama"
    assert server.perintah("manage.py", *RAKOR, str(tautan)).returncode == 0
    assert tautan.is_symlink()
    assert lama.read_bytes().startswith(b"PK")
    assert stat.S_IMODE(lama.stat().st_mode) == 0o640


def test_buku_kerja_tidak_menggantikan_perangkat(server: Server, tujuan: Path) -> None:
    for bukan_berkas in (tujuan, Path(os.devnull)):
        hasil = server.perintah("manage.py", *RAKOR, str(bukan_berkas))
        assert hasil.returncode == 1
        assert "bukan berkas biasa" in hasil.stderr
        assert bukan_berkas.exists()
        assert not bukan_berkas.is_file()
