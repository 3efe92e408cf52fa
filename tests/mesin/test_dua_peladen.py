"""Two hosts against one PostgreSQL: people whose every request may reach the other one notice nothing.

Each host is a server process of its own. They share the database, the secret key and the folder
of the evidence, as docs/operasi.md asks, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import psycopg2
import pytest
import requests

from tests.mesin.basis_data import Utama, jalankan_sql, tunggu
from tests.mesin.conftest import Isi
from tests.mesin.peladen import Peladen, Peramban, jalankan, manage

pytestmark = pytest.mark.mesin

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


@pytest.fixture(scope="module")
def dua(isi: Isi, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Peladen, Peladen]]:
    """Two servers; they say nothing to each other."""
    folder = tmp_path_factory.mktemp("peladen")
    with jalankan(folder, **isi.lingkungan) as satu, jalankan(folder, **isi.lingkungan) as dua:
        yield satu, dua


def isian(isi: Isi, nilai: str, perubahan_ke: int) -> dict[str, Any]:
    """The entry page of TW I as its form sends it."""
    return {
        "perubahan_ke": str(perubahan_ke),
        "r-52": nilai,
        "basis": "SP2D",
        "tanggal_data": f"{isi.tahun}-03-31",
        "fisik": "20",
        "kendala-TOTAL_FORMS": "0",
        "kendala-INITIAL_FORMS": "0",
    }


def serentak(utama: Utama, isi: Isi, dipa: int, *kirim: Callable[[], requests.Response]) -> list[requests.Response]:
    """What each is answered, all having been sent before any could go on: this holds the lock that they need.

    The database itself says when all wait for it.
    """
    menunggu = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
    with ThreadPoolExecutor(len(kirim)) as kolam, closing(psycopg2.connect(isi.alamat)) as koneksi:
        with koneksi.cursor() as kursor:
            kursor.execute("SELECT 1 FROM realisasi_dipa WHERE id = %s FOR UPDATE", [dipa])
        tugas = [kolam.submit(k) for k in kirim]
        tunggu(lambda: utama.sql(menunggu, (isi.nama,)) == [(len(kirim),)], "semua mengantre")
        koneksi.rollback()
        return [t.result() for t in tugas]


def sql(isi: Isi, perintah: str, *nilai: Any) -> list[tuple[Any, ...]]:
    return jalankan_sql(isi.alamat, perintah, nilai)


def test_satu_laporan_dari_masuk_sampai_verifikasi(isi: Isi, dua: tuple[Peladen, Peladen]) -> None:
    a, b = dua
    dipa = isi.kosong[0]
    kepala, pusat = Peramban("kepala-0"), Peramban("pusat")
    assert kepala.masuk(a).status_code == 302
    draf = kepala.kirim(b, f"/pelaporan/{dipa}/1/draf/", isian(isi, "200.000.000", 0))
    assert draf.status_code == 200, draf.text
    assert kepala.kirim(b, f"/pelaporan/{dipa}/1/bukti/", {}, files={"berkas": ("sp2d.pdf", PDF)}).status_code == 302
    halaman = kepala.buka(a, f"/pelaporan/{dipa}/1/").text
    assert "200.000.000" in halaman
    assert "sp2d.pdf sudah terlampir." in halaman  # what one host had to say, the other says
    diajukan = kepala.kirim(a, f"/pelaporan/{dipa}/1/ajukan/", {"perubahan_ke": "2"})
    assert diajukan.status_code == 302, diajukan.text

    assert pusat.masuk(b).status_code == 302
    ((laporan,),) = sql(isi, "SELECT id FROM realisasi_laporantriwulan WHERE dipa_id = %s", dipa)
    assert f"laporan={laporan}" in pusat.buka(b, "/verifikasi/").text
    assert pusat.kirim(b, f"/verifikasi/{laporan}/verifikasi/", {"perubahan_ke": "3"}).status_code == 302
    tabel = f"/?tahun={isi.tahun}&triwulan=1&tabel=peringkat&ekspor=csv"
    assert "200000000" in pusat.buka(a, tabel).text


def test_bukti_dari_satu_peladen_diunduh_dari_yang_lain(isi: Isi, dua: tuple[Peladen, Peladen]) -> None:
    a, b = dua
    dipa = isi.kosong[1]
    operator = Peramban("operator-1")
    operator.masuk(b)
    operator.kirim(a, f"/pelaporan/{dipa}/1/bukti/", {}, files={"berkas": ("kuitansi.pdf", PDF)})
    ((bukti,),) = sql(
        isi,
        "SELECT b.id FROM realisasi_bukti b JOIN realisasi_laporantriwulan l ON l.id = b.laporan_id"
        " WHERE l.dipa_id = %s",
        dipa,
    )
    for peladen in dua:
        assert operator.buka(peladen, f"/pelaporan/{dipa}/1/bukti/{bukti}/").content == PDF


def test_draf_kedua_dari_hitungan_yang_sama_diberi_tahu(isi: Isi, dua: tuple[Peladen, Peladen]) -> None:
    a, b = dua
    dipa = isi.kosong[2]
    operator, kepala = Peramban("operator-2"), Peramban("kepala-2")
    operator.masuk(a)
    kepala.masuk(b)
    alamat = f"/pelaporan/{dipa}/1/draf/"
    assert operator.kirim(a, alamat, isian(isi, "5.000.000", 0)).status_code == 200
    kedua = kepala.kirim(b, alamat, isian(isi, "7.000.000", 0))
    assert kedua.status_code == 409
    assert "Nama operator-2" in kedua.json()["pesan"]
    assert "5.000.000" in kepala.buka(b, f"/pelaporan/{dipa}/1/").text


def test_dua_draf_serentak_lewat_dua_peladen_satu_tersimpan(
    isi: Isi, dua: tuple[Peladen, Peladen], utama: Utama
) -> None:
    a, b = dua
    dipa = isi.kosong[3]
    operator, kepala = Peramban("operator-3"), Peramban("kepala-3")
    operator.masuk(b)
    kepala.masuk(a)
    alamat = f"/pelaporan/{dipa}/1/draf/"
    hasil = serentak(
        utama,
        isi,
        dipa,
        lambda: operator.kirim(a, alamat, isian(isi, "5.000.000", 0)),
        lambda: kepala.kirim(b, alamat, isian(isi, "7.000.000", 0)),
    )
    assert sorted(h.status_code for h in hasil) == [200, 409]
    nilai = 5_000_000 if hasil[0].status_code == 200 else 7_000_000
    tersimpan = (
        "SELECT r.realisasi, l.perubahan_ke FROM realisasi_rinciandraf r"
        " JOIN realisasi_laporantriwulan l ON l.id = r.laporan_id WHERE l.dipa_id = %s"
    )
    assert sql(isi, tersimpan, dipa) == [(nilai, 1)]


def test_dua_verifikasi_serentak_lewat_dua_peladen_satu_menang(
    isi: Isi, dua: tuple[Peladen, Peladen], utama: Utama
) -> None:
    a, b = dua
    laporan, dipa, _ = isi.diajukan[0]
    pusat, rekan = Peramban("pusat"), Peramban("rekan")
    pusat.masuk(b)
    rekan.masuk(a)
    alamat, kiriman = f"/verifikasi/{laporan}/verifikasi/", {"perubahan_ke": "0"}
    hasil = serentak(utama, isi, dipa, lambda: pusat.kirim(a, alamat, kiriman), lambda: rekan.kirim(b, alamat, kiriman))
    assert sorted(h.status_code for h in hasil) == [302, 409]
    (kalah,) = [h for h in hasil if h.status_code == 409]
    pemenang = "Nama pusat" if kalah is hasil[1] else "Nama rekan"
    assert "Laporan ini sudah diverifikasi" in kalah.text
    assert pemenang in kalah.text
    status = "SELECT status, nama_pemverifikasi, perubahan_ke FROM realisasi_laporantriwulan WHERE id = %s"
    assert sql(isi, status, laporan) == [("DIVERIFIKASI", pemenang, 1)]


def test_penguncian_masuk_menghitung_kegagalan_di_semua_peladen(isi: Isi, dua: tuple[Peladen, Peladen]) -> None:
    a, b = dua
    orang = Peramban("operator-4")
    for peladen in (a, b, a, b, a):
        assert orang.masuk(peladen, "sandi yang salah sekali").status_code == 200
    for peladen in dua:
        jawaban = orang.masuk(peladen)
        assert jawaban.status_code == 200
        assert "Terlalu banyak percobaan masuk yang gagal" in jawaban.text


def test_keluar_di_satu_peladen_berlaku_di_yang_lain(isi: Isi, dua: tuple[Peladen, Peladen]) -> None:
    a, b = dua
    orang = Peramban("pimpinan")
    orang.masuk(a)
    assert orang.buka(b, "/").url.startswith(f"{b.pangkalan}/")
    assert "/masuk/" not in orang.buka(b, "/").url
    orang.kirim(b, "/keluar/", {})
    assert "/masuk/" in orang.buka(a, "/").url


def test_jurnal_lengkap_sesudah_semua_itu(isi: Isi, dua: tuple[Peladen, Peladen]) -> None:
    """The command that holds every row against its journal finds nothing, after a verification through both."""
    a, b = dua
    laporan, _, _ = isi.diajukan[1]
    pusat = Peramban("pusat")
    pusat.masuk(a)
    assert pusat.kirim(b, f"/verifikasi/{laporan}/verifikasi/", {"perubahan_ke": "0"}).status_code == 302
    hasil = manage("periksa", **isi.lingkungan)
    assert hasil.returncode == 0, hasil.stdout + hasil.stderr
