"""The dashboard read from a real streaming standby: in step, behind, lost, back, and after one's own write.

What a page shows tells where it was read: the tests stop the standby from replaying, so that it
and the primary hold different figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mesin.basis_data import Siaga, Utama, tunggu
from tests.mesin.conftest import Isi
from tests.mesin.peladen import Peladen, Peramban, jalankan, manage

pytestmark = pytest.mark.mesin

TERTINGGAL = 3
"""Seconds that the standby may be behind where a test waits for it to be left."""


@pytest.fixture(scope="module")
def siaga(isi: Isi, utama: Utama) -> Iterator[Siaga]:
    """The standby; it has what `isi` holds."""
    siaga = Siaga(utama)
    try:
        yield siaga
    finally:
        siaga.matikan()


@pytest.fixture(autouse=True)
def sejalan(siaga: Siaga) -> Iterator[None]:
    """Each test begins with a standby that replays, and leaves one."""
    siaga.susul()
    yield
    siaga.susul()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("peladen")


@pytest.fixture(scope="module")
def peladen(isi: Isi, siaga: Siaga, folder: Path) -> Iterator[Peladen]:
    """A server for which a standby that stands still stays good enough for a minute."""
    with jalankan(
        folder, **isi.lingkungan, DATABASE_REPLICA_URL=siaga.alamat(isi.nama), REPLIKA_TERTINGGAL="60"
    ) as satu:
        yield satu


def masuk(peladen: Peladen, *nama: str) -> list[Peramban]:
    orang = [Peramban(n) for n in nama]
    for satu in orang:
        assert satu.masuk(peladen).status_code == 302
    return orang


class Laporan:
    """A submitted report that the test verifies, and how its figure is looked for on the dashboard."""

    def __init__(self, isi: Isi, ke: int) -> None:
        self.pk, _, kode = isi.diajukan[ke]
        self._tahun = isi.tahun
        self._nilai = str(111_222_000 + ke)
        self._halaman = (
            f"/?tahun={isi.tahun}&triwulan=1&tabel=peringkat&ekspor=csv",
            f"/satker/?tahun={isi.tahun}&triwulan=1&ekspor=csv",
            f"/satker/{kode}/?tahun={isi.tahun}&triwulan=1&tabel=jenis&ekspor=csv",
        )

    def verifikasi(self, siapa: Peramban, peladen: Peladen) -> None:
        jawaban = siapa.kirim(peladen, f"/verifikasi/{self.pk}/verifikasi/", {"perubahan_ke": "0"})
        assert jawaban.status_code == 302, jawaban.text

    def terlihat(self, siapa: Peramban, peladen: Peladen, halaman: int = 0) -> bool:
        """Whether this person now sees its figure as angka resmi."""
        jawaban = siapa.buka(peladen, self._halaman[halaman])
        assert jawaban.status_code == 200
        return self._nilai in jawaban.text


def test_dasbor_dari_replika_tulisan_sendiri_dari_utama(isi: Isi, siaga: Siaga, peladen: Peladen) -> None:
    penulis, pembaca = masuk(peladen, "pusat", "pimpinan")
    laporan = Laporan(isi, 0)
    tunggu(lambda: not laporan.terlihat(pembaca, peladen) and "Replika dibaca." in peladen.kabar, "replika dibaca")
    siaga.berhenti_menyusul()
    laporan.verifikasi(penulis, peladen)
    for halaman in range(3):
        assert laporan.terlihat(penulis, peladen, halaman)  # at once, in the next page
        assert not laporan.terlihat(pembaca, peladen, halaman)  # as the standby has it
    siaga.susul()
    assert laporan.terlihat(pembaca, peladen)
    assert laporan.terlihat(penulis, peladen)


def test_penulis_dibaca_dari_utama_juga_di_peladen_lain(isi: Isi, siaga: Siaga, peladen: Peladen, folder: Path) -> None:
    """What one has written goes with the browser, not with the server that took it."""
    penulis, pembaca = masuk(peladen, "rekan", "pimpinan")
    laporan = Laporan(isi, 1)
    lingkungan = isi.lingkungan | {"DATABASE_REPLICA_URL": siaga.alamat(isi.nama), "REPLIKA_TERTINGGAL": "60"}
    with jalankan(folder, **lingkungan) as lain:
        tunggu(lambda: not laporan.terlihat(pembaca, lain) and "Replika dibaca." in lain.kabar, "replika dibaca")
        siaga.berhenti_menyusul()
        laporan.verifikasi(penulis, peladen)
        assert laporan.terlihat(penulis, lain)
        assert not laporan.terlihat(pembaca, lain)


def test_hak_sesi_dan_antrean_selalu_dari_utama(isi: Isi, utama: Utama, siaga: Siaga, peladen: Peladen) -> None:
    """Nobody signs in, loses a role or gets a task some seconds late."""
    penulis = masuk(peladen, "pusat")[0]
    laporan = Laporan(isi, 2)
    siaga.berhenti_menyusul()
    (pembaca,) = masuk(peladen, "pimpinan")
    pembaca.lupakan_tulisan()
    assert not laporan.terlihat(pembaca, peladen)
    assert f"laporan={laporan.pk}" in pembaca.buka(peladen, "/verifikasi/").text
    laporan.verifikasi(penulis, peladen)
    assert not laporan.terlihat(pembaca, peladen)
    assert f"laporan={laporan.pk}" not in pembaca.buka(peladen, "/verifikasi/").text
    keluarkan = (
        "DELETE FROM satker_pengguna_groups WHERE pengguna_id = (SELECT id FROM satker_pengguna WHERE username = %s)"
        " RETURNING group_id"
    )
    ((grup,),) = utama.sql(keluarkan, ("pimpinan",), isi.nama)
    try:
        assert pembaca.buka(peladen, "/").status_code == 403
    finally:
        kembalikan = (
            "INSERT INTO satker_pengguna_groups (pengguna_id, group_id)"
            " SELECT id, %s FROM satker_pengguna WHERE username = %s"
        )
        utama.sql(kembalikan, (grup, "pimpinan"), isi.nama)


def test_replika_yang_tertinggal_ditinggalkan_sampai_menyusul(isi: Isi, siaga: Siaga, folder: Path) -> None:
    lingkungan = isi.lingkungan | {
        "DATABASE_REPLICA_URL": siaga.alamat(isi.nama),
        "REPLIKA_TERTINGGAL": str(TERTINGGAL),
    }
    with jalankan(folder, **lingkungan) as peladen:
        penulis, pembaca = masuk(peladen, "pusat", "pimpinan")
        laporan = Laporan(isi, 3)
        tunggu(lambda: not laporan.terlihat(pembaca, peladen) and "Replika dibaca." in peladen.kabar, "replika dibaca")
        siaga.berhenti_menyusul()
        laporan.verifikasi(penulis, peladen)
        # It stands still all the while: what shows the figure in the end is the primary.
        tunggu(lambda: laporan.terlihat(pembaca, peladen), "replika ditinggalkan")
        tunggu(lambda: laporan.terlihat(pembaca, peladen) and len(peladen.kabar) == 2, "kabar tertinggal")
        assert "tertinggal" in peladen.kabar[-1]
        siaga.susul()
        tunggu(lambda: laporan.terlihat(pembaca, peladen) and peladen.kabar[-1] == "Replika dibaca.", "dibaca lagi")


def test_replika_hilang_lalu_kembali(isi: Isi, siaga: Siaga, folder: Path) -> None:
    lingkungan = isi.lingkungan | {
        "DATABASE_REPLICA_URL": siaga.alamat(isi.nama),
        "REPLIKA_COBA_LAGI": "1",
        "REPLIKA_TERTINGGAL": "60",
    }
    with jalankan(folder, **lingkungan) as peladen:
        penulis, pembaca = masuk(peladen, "pusat", "pimpinan")
        laporan = Laporan(isi, 4)
        tunggu(lambda: not laporan.terlihat(pembaca, peladen) and "Replika dibaca." in peladen.kabar, "replika dibaca")
        siaga.matikan()
        try:
            assert not laporan.terlihat(pembaca, peladen)  # answered all the same
            laporan.verifikasi(penulis, peladen)
            assert laporan.terlihat(pembaca, peladen)  # by the primary, which alone knows
            assert len(peladen.kabar) == 2
            assert "Replika gagal" in peladen.kabar[-1]
        finally:
            siaga.nyalakan()
        tunggu(lambda: laporan.terlihat(pembaca, peladen) and peladen.kabar[-1] == "Replika dibaca.", "dibaca lagi")
        assert len(peladen.kabar) == 3  # said once each, however many pages were asked for meanwhile


def test_gagal_di_tengah_halaman_dibuat_ulang_dari_utama(isi: Isi, utama: Utama, siaga: Siaga, folder: Path) -> None:
    """A replica that says how far it is, and then refuses the figures."""
    utama.sql("CREATE ROLE buta LOGIN")
    siaga.susul()
    alamat = siaga.alamat(isi.nama, "buta")
    with jalankan(folder, **isi.lingkungan, DATABASE_REPLICA_URL=alamat, REPLIKA_TERTINGGAL="60") as peladen:
        (pembaca,) = masuk(peladen, "pimpinan")
        pembaca.lupakan_tulisan()
        tunggu(lambda: pembaca.buka(peladen, "/").status_code == 200 and len(peladen.kabar) == 2, "replika dicoba")
        assert "permission denied" in peladen.kabar[-1]


def test_beberapa_replika_dalam_satu_alamat(isi: Isi, siaga: Siaga, folder: Path) -> None:
    """As docs/operasi.md has it: the one that answers is read."""
    pilihan = f"?host=/tidak/ada,{siaga.folder}&target_session_attrs=standby&load_balance_hosts=random"
    alamat = siaga.alamat(isi.nama).partition("?")[0] + pilihan
    with jalankan(folder, **isi.lingkungan, DATABASE_REPLICA_URL=alamat, REPLIKA_TERTINGGAL="60") as peladen:
        (pembaca,) = masuk(peladen, "pimpinan")
        tunggu(lambda: pembaca.buka(peladen, "/").ok and bool(peladen.kabar), "replika dicoba")
        assert peladen.kabar == ["Replika dibaca."]


def test_server_yang_bukan_replika_tidak_dibaca(isi: Isi, utama: Utama, folder: Path) -> None:
    """A standby that was promoted, or a wrong address: it goes its own way and would be believed for ever."""
    utama.sql("CREATE DATABASE kosong")
    with jalankan(folder, **isi.lingkungan, DATABASE_REPLICA_URL=utama.alamat("kosong")) as peladen:
        (pembaca,) = masuk(peladen, "pimpinan")
        assert pembaca.buka(peladen, "/").status_code == 200
        assert peladen.kabar == ["DATABASE_REPLICA_URL menunjuk server yang bukan replika."]


def test_migrasi_dan_perintah_tidak_menyentuh_replika(isi: Isi, siaga: Siaga) -> None:
    """They run with a replica in the environment that cannot be reached, and ask nothing of it."""
    lingkungan = isi.lingkungan | {"DATABASE_REPLICA_URL": siaga.alamat(isi.nama).replace("/siaga", "/tidak-ada")}
    posisi = ["posisi", "--tahun", str(isi.tahun), "--triwulan", "1", "--kewenangan", "TP"]
    for perintah in (["migrate"], ["periksa"], posisi):
        hasil = manage(*perintah, **lingkungan)
        assert hasil.returncode == 0, hasil.stdout + hasil.stderr
