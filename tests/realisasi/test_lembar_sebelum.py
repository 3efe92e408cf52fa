"""What an entry page takes as spent before its quarter: versions, and a draft only where nothing was submitted.

And what becomes of amounts that stand on an open page while that figure moves underneath.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from realisasi.lembar_satker import baca_berkas
from realisasi.models import Dipa, LaporanTriwulan, RincianDraf, StatusLaporan, VersiLaporan
from satker.models import Pengguna, PeranSatker, Satker
from tests import pabrik
from tests.dashboard.halaman import baca, buka
from tests.realisasi.layar_isian import terkirim

pytestmark = [pytest.mark.django_db, pytest.mark.pada("2026-11-02 09:00")]

Masuk = Callable[[Pengguna], Client]
JUTA = 1_000_000


@pytest.fixture
def dipa() -> Dipa:
    """A DIPA whose four windows are all open."""
    dipa = pabrik.buat_dipa(pagu={"52": 1_000 * JUTA})
    for q in (1, 2, 3, 4):
        pabrik.buat_periode(q, dibuka=dt.date(2026, 1, 1), ditutup=dt.date(2027, 3, 31))
    return dipa


@pytest.fixture
def klien(dipa: Dipa, masuk: Masuk) -> Client:
    return masuk(pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=dipa.satker))


def alamat(dipa: Dipa, triwulan: int) -> str:
    return f"/pelaporan/{dipa.pk}/{triwulan}/"


def sebelum(klien: Client, dipa: Dipa, triwulan: int) -> int:
    """What stands on the page as spent until the quarter before."""
    return int(buka(klien, alamat(dipa, triwulan)).satu("tr", id="baris-52").get("data-sebelum", ""))


def draf(dipa: Dipa, triwulan: int) -> int:
    return RincianDraf.objects.get(laporan__dipa=dipa, laporan__triwulan=triwulan, jenis="52").realisasi


def simpan(klien: Client, dipa: Dipa, triwulan: int, **ubah: str) -> None:
    """Store a draft as a browser without script would."""
    isi = terkirim(buka(klien, alamat(dipa, triwulan)))
    jawaban = klien.post(alamat(dipa, triwulan), isi | ubah)
    assert jawaban.status_code == 302, jawaban.content.decode()


# --- Which figure of the earlier quarters counts ---------------------------------------
def _draf_saja(dipa: Dipa, q: int, nilai: int) -> None:
    pabrik.buat_laporan(dipa, q, {"52": nilai})


def _diajukan(dipa: Dipa, q: int, nilai: int) -> None:
    pabrik.buat_laporan_diajukan(dipa, q, {"52": nilai})


def _terverifikasi(dipa: Dipa, q: int, nilai: int) -> None:
    pabrik.buat_laporan_terverifikasi(dipa, q, {"52": nilai})


def _ubah_draf(dipa: Dipa, q: int) -> None:
    baris = RincianDraf.objects.get(laporan__dipa=dipa, laporan__triwulan=q)
    baris.realisasi = 900 * JUTA
    baris.save()


def _dikembalikan(dipa: Dipa, q: int, nilai: int) -> None:
    """Sent back, and in its draft something else since."""
    pabrik.kembalikan(pabrik.buat_laporan_diajukan(dipa, q, {"52": nilai}))
    _ubah_draf(dipa, q)


def _dibuka_kembali(dipa: Dipa, q: int, nilai: int) -> None:
    pabrik.kembalikan(pabrik.buat_laporan_terverifikasi(dipa, q, {"52": nilai}))
    _ubah_draf(dipa, q)


def _diajukan_lagi(dipa: Dipa, q: int, nilai: int) -> None:
    """Verified with half, corrected, and waiting with the whole."""
    pabrik.buat_laporan_terverifikasi(dipa, q, {"52": nilai // 2})
    pabrik.buat_laporan_diajukan(dipa, q, {"52": nilai})


def _dikembalikan_lagi(dipa: Dipa, q: int, nilai: int) -> None:
    """The correction was sent back too: what counts is what was verified."""
    pabrik.buat_laporan_terverifikasi(dipa, q, {"52": nilai})
    pabrik.kembalikan(pabrik.buat_laporan_diajukan(dipa, q, {"52": nilai * 3}))
    _ubah_draf(dipa, q)


BUAT: Mapping[str, Callable[[Dipa, int, int], None]] = {
    "draf": _draf_saja,
    "diajukan": _diajukan,
    "terverifikasi": _terverifikasi,
    "dikembalikan": _dikembalikan,
    "dibuka kembali": _dibuka_kembali,
    "diajukan lagi": _diajukan_lagi,
    "dikembalikan lagi": _dikembalikan_lagi,
    "tidak ada": lambda dipa, q, nilai: None,
}


@pytest.mark.parametrize(
    ("satu", "dua", "harapan"),
    [
        ("dikembalikan", "diajukan", 150),
        ("dibuka kembali", "terverifikasi", 150),
        ("dibuka kembali", "diajukan", 150),
        ("diajukan lagi", "terverifikasi", 150),
        ("dikembalikan lagi", "terverifikasi", 150),
        ("terverifikasi", "dikembalikan", 150),
        ("dikembalikan", "dikembalikan", 150),
        ("terverifikasi", "draf", 150),  # nothing of TW II was ever submitted
        ("draf", "draf", 150),
        ("draf", "diajukan", 150),
        ("terverifikasi", "tidak ada", 100),
        ("tidak ada", "tidak ada", 0),
    ],
)
def test_sebelum_berasal_dari_versi(klien: Client, dipa: Dipa, satu: str, dua: str, harapan: int) -> None:
    """On the page, in the workbook and on the home page alike."""
    BUAT[satu](dipa, 1, 100 * JUTA)
    BUAT[dua](dipa, 2, 50 * JUTA)
    assert sebelum(klien, dipa, 3) == harapan * JUTA
    buku = load_workbook(io.BytesIO(klien.get(f"{alamat(dipa, 3)}unduh/").content))
    assert [baris[4] for baris in buku["Isian"].iter_rows(values_only=True) if baris[0] == "52"] == [harapan * JUTA]
    lembar = baca_berkas([dipa.satker_id], timezone.localdate())[dipa.satker_id].lembar
    assert [x.sebelum for x in lembar if x.triwulan == 3] == [harapan * JUTA]


def test_draf_triwulan_yang_dibuka_kembali_tidak_menggeser_yang_sesudahnya(klien: Client, dipa: Dipa) -> None:
    _dibuka_kembali(dipa, 1, 100 * JUTA)
    _terverifikasi(dipa, 2, 50 * JUTA)
    for ketikan in ("0", "700.000.000", "-90.000.000"):
        simpan(klien, dipa, 1, **{"r-52": ketikan, "k-52": ""})
        assert sebelum(klien, dipa, 2) == 100 * JUTA
        assert sebelum(klien, dipa, 3) == 150 * JUTA


def _isi(nilai: int) -> dict[str, str]:
    return {
        "perubahan_ke": "0",
        "r-52": str(nilai),
        "basis": "SP2D",
        "tanggal_data": "2026-09-30",
        "fisik": "40",
        "alasan-TERLAMBAT": "Menunggu SP2D.",
        "kendala-TOTAL_FORMS": "0",
        "kendala-INITIAL_FORMS": "0",
    }


@pytest.mark.parametrize(("nilai", "kode"), [(-150 * JUTA, 302), (-150 * JUTA - 1, 422)])
def test_pengajuan_bersandar_pada_versi_bukan_draf(klien: Client, dipa: Dipa, nilai: int, kode: int) -> None:
    """TW I is being corrected to 900 million; returns in TW III may use up what was submitted, no more."""
    _dikembalikan(dipa, 1, 100 * JUTA)
    _diajukan(dipa, 2, 50 * JUTA)
    assert klien.post(alamat(dipa, 3), _isi(nilai)).status_code == 302
    jawaban = klien.post(f"{alamat(dipa, 3)}ajukan/", {"perubahan_ke": "1"})
    assert jawaban.status_code == kode
    assert VersiLaporan.objects.filter(laporan__dipa=dipa, laporan__triwulan=3).count() == (1 if kode == 302 else 0)
    assert kode == 302 or "yang sudah dibelanjakan (Rp 150.000.000)" in baca(jawaban).teks


# --- An open page, and the figure before it that moves ----------------------------------
@pytest.fixture
def terbuka(klien: Client, dipa: Dipa) -> dict[str, str]:
    """The form of TW II as it was opened: 100 million before it, 400 in it; since then TW I has become 130."""
    _terverifikasi(dipa, 1, 100 * JUTA)
    simpan(klien, dipa, 2, **{"r-52": "400.000.000"})
    isi = terkirim(buka(klien, alamat(dipa, 2)))
    assert (isi["r-52"], isi["k-52"], isi["s-52"]) == ("400.000.000", "500.000.000", "100000000")
    pabrik.kembalikan(LaporanTriwulan.objects.get(dipa=dipa, triwulan=1))
    _diajukan(dipa, 1, 130 * JUTA)
    assert sebelum(klien, dipa, 2) == 130 * JUTA
    return isi


@pytest.mark.parametrize(
    ("ubah", "hasil"),
    [
        ({"fisik": "55"}, 400),  # nobody touched an amount
        ({"r-52": "410.000.000", "k-52": "510.000.000"}, 410),  # the script writes the other column along
        ({"r-52": "410.000.000"}, 410),
        ({"k-52": "510.000.000"}, 410),
        ({"r-52": "", "k-52": "510.000.000"}, 410),
        ({"r-52": "410.000.000", "k-52": ""}, 410),
    ],
)
def test_simpanan_otomatis_memakai_yang_ditunjukkan_halaman(
    klien: Client, dipa: Dipa, terbuka: dict[str, str], ubah: dict[str, str], hasil: int
) -> None:
    jawaban = klien.post(f"{alamat(dipa, 2)}draf/", terbuka | ubah)
    assert jawaban.status_code == 200, jawaban.content
    assert draf(dipa, 2) == hasil * JUTA
    # The answer counts with what is stored of TW I now.
    assert jawaban.json()["jumlah"]["kumulatif"] == f"{130 + hasil}.000.000"


def test_isian_pertama_yang_belum_tersimpan_pun_tidak_bergeser(klien: Client, dipa: Dipa) -> None:
    _terverifikasi(dipa, 1, 100 * JUTA)
    isi = terkirim(buka(klien, alamat(dipa, 2)))
    pabrik.kembalikan(LaporanTriwulan.objects.get(dipa=dipa, triwulan=1))
    _diajukan(dipa, 1, 130 * JUTA)
    isi |= {"r-52": "400.000.000", "k-52": "500.000.000"}
    assert klien.post(f"{alamat(dipa, 2)}draf/", isi).status_code == 200
    assert draf(dipa, 2) == 400 * JUTA


def test_halaman_yang_ditolak_dapat_dikirim_lagi_tanpa_menggeser_angka(
    klien: Client, dipa: Dipa, terbuka: dict[str, str]
) -> None:
    """Shown again with the newer figure before it, the cumulative column goes along; the amount stays."""
    ditolak = klien.post(alamat(dipa, 2), terbuka | {"fisik": "seratus"})
    assert ditolak.status_code == 422
    isi = terkirim(baca(ditolak))
    assert (isi["r-52"], isi["k-52"], isi["s-52"]) == ("400.000.000", "530.000.000", "130000000")
    assert klien.post(alamat(dipa, 2), isi | {"fisik": "55"}).status_code == 302
    assert draf(dipa, 2) == 400 * JUTA


@pytest.mark.parametrize("ubah", [{"k-52": "510.000.000"}, {"r-52": "", "k-52": "510.000.000"}])
def test_yang_diketik_kumulatif_pun_tetap_setelah_ditolak(
    klien: Client, dipa: Dipa, terbuka: dict[str, str], ubah: dict[str, str]
) -> None:
    """510 million with 100 before it were meant as 410, and stay so under 130."""
    isi = terkirim(baca(klien.post(alamat(dipa, 2), terbuka | ubah | {"fisik": "seratus"})))
    assert (isi["r-52"], isi["k-52"]) == ("410.000.000", "540.000.000")
    assert klien.post(alamat(dipa, 2), isi | {"fisik": "55"}).status_code == 302
    assert draf(dipa, 2) == 410 * JUTA


@pytest.mark.parametrize(
    "ubah",
    [
        {"r-52": "41O.000.000"},  # unreadable: the columns are shown as they were typed
        {"r-52": "410.000.000", "k-52": "777.000.000"},  # they contradict each other
    ],
)
def test_yang_tidak_terbaca_atau_berbeda_tampil_seperti_diketik(
    klien: Client, dipa: Dipa, terbuka: dict[str, str], ubah: dict[str, str]
) -> None:
    ditolak = klien.post(alamat(dipa, 2), terbuka | ubah)
    assert ditolak.status_code == 422
    isi = terkirim(baca(ditolak))
    assert {nama: isi[nama] for nama in ubah} == ubah
    assert draf(dipa, 2) == 400 * JUTA


def test_kolom_yang_cocok_dengan_angka_terbaru_bukan_pertentangan(
    klien: Client, dipa: Dipa, terbuka: dict[str, str]
) -> None:
    """Both columns typed with TW I as it is now, on a page that still shows it as it was."""
    isi = terbuka | {"r-52": "410.000.000", "k-52": "540.000.000"}
    assert klien.post(f"{alamat(dipa, 2)}draf/", isi).status_code == 200
    assert draf(dipa, 2) == 410 * JUTA


@pytest.mark.parametrize("tertulis", ["", "x", "9" * 17, "1e9", "１００", "-", "100000000.0"])
def test_tanda_sebelum_yang_rusak_diabaikan(klien: Client, dipa: Dipa, terbuka: dict[str, str], tertulis: str) -> None:
    isi = terbuka | {"r-52": "", "k-52": "540.000.000", "s-52": tertulis}
    assert klien.post(f"{alamat(dipa, 2)}draf/", isi).status_code == 200
    assert draf(dipa, 2) == 410 * JUTA


# --- The pattern of last year -----------------------------------------------------------
def _lonjakan(klien: Client, dipa: Dipa) -> dict[str, Any]:
    """The warning of a jump in a first quarter, by what the server answers to its draft."""
    isi = {
        "perubahan_ke": "0",
        "r-52": "400.000.000",
        "kendala-TOTAL_FORMS": "0",
        "kendala-INITIAL_FORMS": "0",
    }
    jawaban = klien.post(f"{alamat(dipa, 1)}draf/", isi)
    assert jawaban.status_code == 200
    return {p["kunci"]: p["teks"] for p in jawaban.json()["peringatan"] if p["kunci"] == "LONJAKAN"}


@pytest.mark.parametrize(
    ("kewenangan", "satker_sama", "tahun", "keadaan", "ada"),
    [
        ("TP", True, 2025, "terverifikasi", True),
        ("DK", True, 2025, "terverifikasi", False),  # other work, other money
        ("TP", False, 2025, "terverifikasi", False),
        ("TP", True, 2024, "terverifikasi", False),
        ("TP", True, 2025, "diajukan", False),  # a pattern is what was accepted
        ("TP", True, 2025, "dibuka kembali", True),
    ],
)
def test_lonjakan_triwulan_pertama_menurut_tahun_lalu_kewenangan_yang_sama(  # noqa: PLR0913, PLR0917  (what may differ)
    klien: Client, dipa: Dipa, kewenangan: str, satker_sama: bool, tahun: int, keadaan: str, ada: bool
) -> None:
    satker = dipa.satker if satker_sama else None
    lalu = pabrik.buat_dipa(satker, tahun=tahun, kewenangan=kewenangan, pagu={"52": 500 * JUTA})
    for q, nilai in ((1, 40), (2, 120), (3, 60)):
        BUAT[keadaan](lalu, q, nilai * JUTA)
    hasil = _lonjakan(klien, dipa)
    assert bool(hasil) is ada
    assert not ada or "triwulan terbesar sebelumnya (Rp\u00a0120.000.000)" in hasil["LONJAKAN"]
    # The home page counts the same warnings.
    lembar = baca_berkas([dipa.satker_id], timezone.localdate())[dipa.satker_id].lembar
    (satu,) = [x for x in lembar if x.dipa.pk == dipa.pk and x.triwulan == 1]
    assert any(p.kunci == "LONJAKAN" for p in satu.peringatan) is ada


def test_kedua_kewenangan_tahun_lalu_tidak_dijumlahkan(klien: Client, dipa: Dipa) -> None:
    """TP alone makes the pattern: 120 million, not 300 with DK."""
    for kewenangan, nilai in (("TP", 120), ("DK", 180)):
        lalu = pabrik.buat_dipa(dipa.satker, tahun=2025, kewenangan=kewenangan, pagu={"52": 500 * JUTA})
        _terverifikasi(lalu, 1, nilai * JUTA)
    assert "(Rp\u00a0120.000.000)" in _lonjakan(klien, dipa)["LONJAKAN"]
    assert LaporanTriwulan.objects.get(dipa=dipa).status == StatusLaporan.DRAF


# --- Old data ----------------------------------------------------------------------------
def test_laporan_lama_menunjukkan_kendala_dari_registernya(
    satker_dinas: Satker, operator: Pengguna, masuk: Masuk
) -> None:
    """A version without a submitter says nothing of obstacles itself; the register does."""
    dipa = pabrik.buat_dipa(satker_dinas, pagu={"52": 1_000})
    for q in (1, 2):
        pabrik.buat_periode(q)
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 100})
    pabrik.buat_kendala(dipa, 1, uraian="Lelang gagal dua kali.")
    assert "Lelang gagal dua kali." in buka(masuk(operator), f"/pelaporan/{dipa.pk}/1/").teks
