"""The plan for DIPA and revisions: a unit is a revision, refused as a whole or not at all."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from realisasi.impor.rencana import Keadaan
from realisasi.models import Dipa
from satker.models import Satker
from tests import pabrik
from tests.realisasi.impor.buatan import baca, catatan, keadaan, pesan, rencana, rusak

pytestmark = pytest.mark.django_db

KUNCI = (2026, "TP", "099026", 0)
NOMOR = "DIPA-019.05.4.099026/2026"


@pytest.fixture(autouse=True)
def satker() -> Satker:
    return pabrik.buat_satker("099026")


@pytest.fixture
def dipa(satker: Satker) -> Dipa:
    return pabrik.buat_dipa(satker, pagu={"52": 1_000_000}, berlaku_sejak=dt.date(2026, 1, 2))


def test_revisi_baru_membuka_tahun_dan_dikatakan() -> None:
    r = rencana(baca("dipa", {"nomor_dipa": NOMOR}, {"jenis_belanja": "53", "pagu": 500, "blokir": 100}))
    assert keadaan(r) == {KUNCI: Keadaan.BARU}
    assert r.tahun_baru == (2026,)
    assert r.total.pagu == 1_000_500
    assert r.butir[0].baru == {
        "berlaku_sejak": "2026-01-02",
        "pagu": {"52": 1_000_000, "53": 500},
        "blokir": {"52": 0, "53": 100},
        "nomor_dipa": NOMOR,
    }


def test_revisi_yang_sama_tetap_dan_yang_lain_berubah_dengan_nilai_lama(dipa: Dipa) -> None:
    assert keadaan(rencana(baca("dipa", {}))) == {KUNCI: Keadaan.TETAP}
    r = rencana(baca("dipa", {"pagu": 900, "blokir": 5, "berlaku_sejak": dt.date(2026, 1, 5)}))
    assert keadaan(r) == {KUNCI: Keadaan.BERUBAH}
    assert [(b.kolom, b.lama, b.baru, b.berubah) for b in r.butir[0].beda] == [
        ("Berlaku sejak", "2 Januari 2026", "5 Januari 2026", True),
        ("Pagu 52 Barang", 1_000_000, 900, True),
        ("Blokir 52 Barang", 0, 5, True),
    ]
    assert r.tahun_baru == ()


def test_jenis_yang_tidak_disebut_lagi_hilang_dari_revisi(dipa: Dipa) -> None:
    r = rencana(baca("dipa", {"jenis_belanja": "53"}))
    assert [(b.kolom, b.lama, b.baru) for b in r.butir[0].beda if b.berubah] == [
        ("Pagu 52 Barang", 1_000_000, None),
        ("Pagu 53 Modal", None, 1_000_000),
    ]


def test_urutan_baris_dan_jenis_tidak_mengubah_apa_pun(satker: Satker) -> None:
    pabrik.buat_dipa(satker, pagu={"53": 5, "51": 7}, berlaku_sejak=dt.date(2026, 1, 2))
    r = rencana(baca("dipa", {"jenis_belanja": "53", "pagu": 5}, {"jenis_belanja": "51", "pagu": 7}))
    assert keadaan(r) == {KUNCI: Keadaan.TETAP}


@pytest.mark.parametrize(
    ("baris", "kolom", "kata"),
    [
        ({"kode_satker": "123456"}, "kode_satker", "Satker 123456 belum terdaftar"),
        ({"tahun": 1999}, "tahun", "1999 bukan tahun anggaran"),
        ({"kewenangan": "KP"}, "kewenangan", "hanya DK atau TP"),
        ({"revisi": -1}, "revisi", "Nomor revisi -1 tidak mungkin"),
        ({"revisi": 40_000}, "revisi", "tidak mungkin"),
        ({"jenis_belanja": "54"}, "jenis_belanja", "54 tidak dikenal"),
        ({"jenis_belanja": None}, "jenis_belanja", "Jenis belanja kosong"),
        ({"berlaku_sejak": None}, "berlaku_sejak", "belum diisi"),
        ({"pagu": None}, "pagu", "Pagu kosong"),
        ({"pagu": -1}, "pagu", "tidak boleh negatif"),
        ({"pagu": 10**15 + 1}, "pagu", "terlalu besar"),
        ({"blokir": -1}, "blokir", "tidak boleh negatif"),
        ({"blokir": 1_000_001}, "blokir", "melebihi pagu"),
        ({"nomor_dipa": "DIPA-019.05.3.099026/2026"}, "nomor_dipa", "padahal TP ditulis 4"),
        ({"nomor_dipa": "DIPA-019.05.4.099027/2026"}, "nomor_dipa", "Kode satker dalam nomor adalah 099027"),
        ({"nomor_dipa": "DIPA-019.05.4.099026/2025"}, "nomor_dipa", "Tahun dalam nomor adalah 2025"),
        ({"nomor_dipa": "DIPA-018.05.4.099026/2026"}, "nomor_dipa", "bukan Ditjen IKMA"),
        ({"nomor_dipa": "entah"}, "nomor_dipa", "Bentuk nomor DIPA"),
    ],
)
def test_revisi_ditolak_pada_selnya(baris: dict, kolom: str, kata: str) -> None:
    r = rencana(baca("dipa", {"tahun": 2025, "berlaku_sejak": dt.date(2025, 1, 2)}, baris))
    (satu,) = r.tolakan
    assert (satu.baris, satu.kolom) == (3, kolom)
    assert kata in satu.pesan
    assert (r.hitung(Keadaan.BARU), r.hitung(Keadaan.DITOLAK)) == (1, 1)
    assert r.tahun_baru == (2025,)


@pytest.mark.parametrize("nomor", ["019.05.4.099026/2026", "SP DIPA-019.05.4.099026/2026", "dipa-019.05.4.099026/2026"])
def test_nomor_dengan_tulisan_lain_disimpan_dalam_satu_bentuk(nomor: str) -> None:
    r = rencana(baca("dipa", {"nomor_dipa": nomor}))
    assert r.butir[0].baru["nomor_dipa"] == NOMOR


def test_yang_ditolak_seluruh_revisi_dan_revisi_itu_saja() -> None:
    r = rencana(
        baca(
            "dipa",
            {},
            {"jenis_belanja": "53", "pagu": None, "rusak": True},
            {"revisi": 1, "berlaku_sejak": dt.date(2026, 5, 4)},
            tolakan=[rusak("pagu", "Bukan rupiah utuh.", baris=3)],
        )
    )
    assert keadaan(r) == {KUNCI: Keadaan.DITOLAK, (2026, "TP", "099026", 1): Keadaan.BARU}
    assert pesan(r) == ["Bukan rupiah utuh."]
    assert r.baris_ditolak["nomor"].tolist() == [2, 3]


def test_baris_tanpa_nomor_revisi_menolak_semua_revisi_yang_mungkin_memilikinya() -> None:
    r = rencana(
        baca(
            "dipa",
            {},
            {"revisi": 1},
            {"kewenangan": "DK"},
            {"revisi": None, "rusak": True, "jenis_belanja": "53"},
            tolakan=[rusak("revisi", baris=5)],
        )
    )
    assert keadaan(r) == {
        KUNCI: Keadaan.DITOLAK,
        (2026, "TP", "099026", 1): Keadaan.DITOLAK,
        (2026, "DK", "099026", 0): Keadaan.BARU,
    }
    assert r.baris_ditolak["nomor"].tolist() == [2, 5, 3, 5]


def test_baris_tanpa_kunci_dari_satker_lain_ditolak_sendiri() -> None:
    r = rencana(baca("dipa", {}, {"kode_satker": "777777", "revisi": None}, {"kode_satker": None}))
    assert r.hitung(Keadaan.BARU) == 1
    assert [(t.baris, t.kolom) for t in r.tolakan] == [(3, "revisi"), (4, "kode_satker")]


def test_jenis_dua_kali_dalam_satu_revisi_ditolak_dengan_baris_pertamanya() -> None:
    r = rencana(baca("dipa", {}, {}))
    assert (r.tolakan[0].baris, r.tolakan[0].kolom) == (3, "jenis_belanja")
    assert "di baris 2" in r.tolakan[0].pesan


def test_dua_tanggal_dalam_satu_revisi_ditolak() -> None:
    r = rencana(baca("dipa", {}, {"jenis_belanja": "53", "berlaku_sejak": dt.date(2026, 2, 2)}))
    assert [(t.baris, t.kolom) for t in r.tolakan] == [(3, "berlaku_sejak")]


def test_revisi_yang_sama_di_dua_berkas_dengan_isi_lain_ditolak() -> None:
    r = rencana(baca("dipa", {}), baca("dipa", {"pagu": 5}, berkas="lain.csv"))
    assert keadaan(r) == {KUNCI: Keadaan.DITOLAK}
    sama = rencana(baca("dipa", {}), baca("dipa", {}, berkas="lain.csv"))
    assert keadaan(sama) == {KUNCI: Keadaan.BARU}


def test_tahun_yang_ditutup_ditolak(dipa: Dipa) -> None:
    dipa.tahun.ditutup = True
    dipa.tahun.save()
    r = rencana(baca("dipa", {"pagu": 5}))
    assert "2026 sudah ditutup" in pesan(r)[0]


def test_nomor_yang_dipakai_dipa_lain_ditolak(dipa: Dipa) -> None:
    dipa.nomor = "DIPA-019.05.4.099026/2025"  # typed for the wrong year; nobody checks that there
    dipa.save()
    r = rencana(
        baca("dipa", {"tahun": 2025, "berlaku_sejak": dt.date(2025, 1, 2), "nomor_dipa": "DIPA-019.05.4.099026/2025"})
    )
    assert "sudah dipakai DIPA 099026 TP 2026" in pesan(r)[0]


def test_nomor_yang_baru_diketahui_mengubah_satu_revisi_saja(dipa: Dipa) -> None:
    pabrik.buat_revisi(dipa, {"52": 1_000_000}, berlaku_sejak=dt.date(2026, 5, 4))
    r = rencana(
        baca("dipa", {"nomor_dipa": NOMOR}, {"nomor_dipa": NOMOR, "revisi": 1, "berlaku_sejak": dt.date(2026, 5, 4)})
    )
    assert [b.keadaan for b in r.butir] == [Keadaan.BERUBAH, Keadaan.TETAP]
    assert [(b.kolom, b.lama, b.baru) for b in r.butir[0].beda if b.berubah] == [("Nomor DIPA", None, NOMOR)]


# --- Guards of what was reported (rules 3 and 10) ------------------------------------------


def test_tanggal_yang_mengambil_pagu_dari_laporan_ditolak(dipa: Dipa) -> None:
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 10})
    r = rencana(baca("dipa", {"berlaku_sejak": dt.date(2026, 4, 1)}))
    assert "laporan TW I tidak lagi mempunyai pagu" in pesan(r)[0]
    lain = {"revisi": 1, "berlaku_sejak": dt.date(2026, 3, 31)}
    assert not rencana(baca("dipa", {"berlaku_sejak": dt.date(2026, 4, 1)}, lain)).ada_ditolak


def test_revisi_yang_memajukan_awal_dipa_diperingatkan(satker: Satker) -> None:
    dipa = pabrik.buat_dipa(satker, berlaku_sejak=dt.date(2026, 5, 4))
    pabrik.buat_laporan_terverifikasi(dipa, 2, {"52": 10})
    r = rencana(baca("dipa", {"revisi": 1, "berlaku_sejak": dt.date(2026, 3, 1)}))
    assert any("akan berlaku sejak TW I, semula TW II" in c for c in r.butir[0].catatan)


# --- What is odd but not refused ---------------------------------------------------------


@pytest.mark.parametrize(
    ("hari", "kata"),
    [
        (dt.date(2026, 12, 31), "hari terakhir tahun"),
        (dt.date(2020, 1, 2), "jauh dari tahun anggaran 2026"),
        (dt.date(2027, 1, 2), "jauh dari tahun anggaran 2026"),
        (dt.date(2025, 12, 1), ""),
    ],
)
def test_tanggal_yang_aneh_diperingatkan(hari: dt.date, kata: str) -> None:
    (butir,) = rencana(baca("dipa", {"berlaku_sejak": hari})).butir
    assert butir.keadaan is Keadaan.BARU
    assert [kata in c for c in butir.catatan] == ([True] if kata else [])


def test_revisi_yang_berlaku_sebelum_pendahulunya_diperingatkan() -> None:
    r = rencana(baca("dipa", {}, {"revisi": 1, "berlaku_sejak": dt.date(2026, 1, 1)}))
    assert [b.catatan for b in r.butir] == [(), ("Berlaku lebih awal daripada revisi ke-0.",)]


# --- Only the total is known -------------------------------------------------------------


def test_daftar_yang_hanya_menyebut_jumlah_tidak_menghapus_rincian_yang_sama(satker: Satker) -> None:
    pabrik.buat_dipa(satker, pagu={"52": 700, "53": 300}, blokir={"52": 5}, berlaku_sejak=dt.date(2026, 1, 2))
    jumlah = {"jenis_belanja": "00", "pagu": 1_000, "blokir": None}
    assert keadaan(rencana(baca("dipa", jumlah))) == {KUNCI: Keadaan.TETAP}
    beda = rencana(baca("dipa", {**jumlah, "pagu": 1_200}))
    assert keadaan(beda) == {KUNCI: Keadaan.BERUBAH}
    assert "akan diganti satu jumlah yang belum dirinci" in beda.butir[0].catatan[0]


def test_blokir_yang_tidak_disebut_berkas_tetap(satker: Satker) -> None:
    pabrik.buat_dipa(satker, pagu={"52": 700}, blokir={"52": 5}, berlaku_sejak=dt.date(2026, 1, 2))
    assert keadaan(rencana(baca("dipa", {"pagu": 700, "blokir": None}))) == {KUNCI: Keadaan.TETAP}
    assert rencana(baca("dipa", {"pagu": 3, "blokir": None})).butir[0].baru["blokir"] == {"52": 3}


@pytest.mark.basis_data
@pytest.mark.parametrize("jenis", ["satker", "dipa", "laporan", "realisasi"])
def test_jumlah_kueri_tidak_bergantung_pada_banyaknya_baris(jenis: str) -> None:
    kode = [f"{n:06}" for n in range(100, 112)]
    for k in kode:
        pabrik.buat_laporan_terverifikasi(pabrik.buat_dipa(pabrik.buat_satker(k), pagu={"52": 10}), 1, {"52": 1})

    def kueri(banyak: int) -> int:
        berkas = baca(jenis, *({"kode_satker": k} for k in kode[:banyak]))
        with CaptureQueriesContext(connection) as tangkapan:
            assert len(rencana(berkas).butir) == banyak
        return len(tangkapan)

    assert kueri(12) == kueri(1) <= 7


# --- A pagu that does not fit what is known ----------------------------------------------


@pytest.mark.parametrize(
    ("revisi", "pagu", "kata"),
    [
        (1, 1_000, "Pagu menjadi Rp 1.000, semula Rp 1.000.000. Periksa satuannya."),
        (1, 1_000_000_000, "Pagu menjadi Rp 1.000.000.000, semula Rp 1.000.000. Periksa satuannya."),
        (1, 399_999, "Pagu Rp 399.999, di bawah realisasi yang sudah dilaporkan: Rp 400.000."),
        (1, 400_000, ""),
        (0, 399_999, "di bawah realisasi"),
    ],
)
def test_pagu_yang_tidak_sesuai_yang_diketahui_diperingatkan(revisi: int, pagu: int, kata: str) -> None:
    dipa = pabrik.buat_dipa(pabrik.buat_satker("111111"), pagu={"52": 1_000_000}, berlaku_sejak=dt.date(2026, 1, 2))
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 300_000})
    pabrik.buat_laporan_diajukan(dipa, 2, {"52": 100_000})
    berkas = baca("dipa", {"kode_satker": "111111", "revisi": revisi, "pagu": pagu})
    (butir,) = rencana(berkas).butir
    assert butir.keadaan in {Keadaan.BARU, Keadaan.BERUBAH}
    assert (kata in catatan(butir), bool(butir.catatan)) == (True, bool(kata))


def test_pagu_revisi_lama_tidak_dibandingkan_dengan_realisasi() -> None:
    dipa = pabrik.buat_dipa(pabrik.buat_satker("111111"), pagu={"52": 1_000}, berlaku_sejak=dt.date(2026, 1, 2))
    pabrik.buat_revisi(dipa, {"52": 500_000}, nomor=1, berlaku_sejak=dt.date(2026, 2, 2))
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 300_000})
    (butir,) = rencana(baca("dipa", {"kode_satker": "111111", "pagu": 2_000})).butir
    assert not butir.catatan
