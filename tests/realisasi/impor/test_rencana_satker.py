"""The plan for satker, and what all kinds share: units, refusals, totals, the fingerprint."""

from __future__ import annotations

import pytest

from realisasi.impor.bacaan import BerkasDitolak, Klaim, Total
from realisasi.impor.rencana import Keadaan
from realisasi.rupiah import rupiah
from satker.models import Satker
from tests import pabrik
from tests.realisasi.impor.buatan import baca, keadaan, pesan, rencana, rusak

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def provinsi() -> None:
    pabrik.buat_provinsi("14", nama="Riau")
    pabrik.buat_provinsi("19", nama="Bangka Belitung")


@pytest.fixture
def ada() -> Satker:
    return Satker.objects.create(kode="099026", nama="Dinas Perindustrian", provinsi_id="14")


def test_satker_baru_berubah_dan_tetap(ada: Satker) -> None:
    Satker.objects.create(kode="019070", nama="Lama", provinsi_id="14")
    r = rencana(
        baca(
            "satker",
            {},
            {"kode_satker": "019070", "nama_satker": "Baru", "kode_provinsi": "19"},
            {"kode_satker": "333333"},
        )
    )
    assert keadaan(r) == {("099026",): Keadaan.TETAP, ("019070",): Keadaan.BERUBAH, ("333333",): Keadaan.BARU}
    assert [(b.kolom, b.lama, b.baru) for b in r.butir[1].beda] == [
        ("Nama satker", "Lama", "Baru"),
        ("Provinsi", "14", "19"),
    ]
    assert r.json() == {
        "baru": 1,
        "berubah": 1,
        "tetap": 1,
        "ditolak": [],
        "total": {"pagu": None, "realisasi": None},
        "total_berkas": None,
        "cocok": None,
        "tahun_baru": [],
        "catatan": [],
    }
    assert Satker.objects.get(kode="019070").nama == "Lama"


@pytest.mark.parametrize(
    ("baris", "kolom", "kata"),
    [
        ({"kode_provinsi": "99"}, "kode_provinsi", "Tidak ada provinsi dengan kode 99"),
        ({"kode_provinsi": None}, "kode_provinsi", "Kode provinsi kosong"),
        ({"nama_satker": None}, "nama_satker", "Nama satker kosong"),
        ({"nama_satker": "  "}, "nama_satker", "Nama satker kosong"),
        ({"nama_satker": "x" * 201}, "nama_satker", "lebih dari 200 huruf"),
        ({"kode_satker": None}, "kode_satker", "Kolom kode_satker kosong"),
    ],
)
def test_satker_yang_ditolak_disebut_selnya(baris: dict, kolom: str, kata: str) -> None:
    r = rencana(baca("satker", {"kode_satker": "019070"}, baris))
    (satu,) = r.tolakan
    assert (satu.baris, satu.kolom) == (3, kolom)
    assert kata in satu.pesan
    assert (r.hitung(Keadaan.BARU), r.hitung(Keadaan.DITOLAK)) == (1, 1)
    assert r.baris_ditolak["nomor"].tolist() == [3]


def test_satker_berdipa_tidak_dapat_pindah_provinsi(ada: Satker) -> None:
    pabrik.buat_dipa(ada)
    r = rencana(baca("satker", {"kode_provinsi": "19"}))
    assert "sudah mempunyai DIPA di Riau, jadi tidak dapat dipindah ke Bangka Belitung" in pesan(r)[0]
    assert rencana(baca("satker", {"nama_satker": "Nama baru"})).hitung(Keadaan.BERUBAH) == 1


def test_kode_yang_sama_dua_kali_dengan_isi_lain_ditolak() -> None:
    r = rencana(baca("satker", {}, {"nama_satker": "Lain"}))
    assert keadaan(r) == {("099026",): Keadaan.DITOLAK}
    assert r.tolakan[0].baris == 3
    assert keadaan(rencana(baca("satker", {}, {}))) == {("099026",): Keadaan.BARU}


def test_salinan_di_dua_berkas_dibaca_sekali() -> None:
    r = rencana(baca("satker", {}), baca("satker", {}, berkas="lain.csv"))
    assert keadaan(r) == {("099026",): Keadaan.BARU}
    assert "dibaca sekali" in r.catatan[0]
    ditolak = rencana(baca("satker", {}), baca("satker", {"nama_satker": "Lain"}, berkas="lain.csv"))
    assert ditolak.json()["ditolak"][0] == {
        "baris": 2,
        "kolom": "nama_satker",
        "nilai": "Lain",
        "pesan": "Satker 099026 sudah ada di baris 2 dengan isi lain. Hapus salah satu.",
        "berkas": "lain.csv",
        "lembar": "",
    }


# --- What all kinds share ----------------------------------------------------------------


def test_baris_rusak_menolak_satuannya_dengan_kata_dari_pembacanya() -> None:
    r = rencana(baca("satker", {"nama_satker": None, "rusak": True}, tolakan=[rusak("nama_satker", "Aneh.")]))
    assert pesan(r) == ["Aneh."]
    assert r.butir[0].pesan == ("Aneh.",)
    assert r.butir[0].keadaan is Keadaan.DITOLAK


def test_baris_rusak_tanpa_sebab_pada_baris_itu_tetap_ditolak() -> None:
    # A row that a layout has summed carries the number of its first row, its refusal another.
    r = rencana(baca("satker", {"rusak": True}, tolakan=[rusak("nama_satker", baris=77)]))
    assert r.butir[0].keadaan is Keadaan.DITOLAK
    assert r.tolakan[0].baris == 77


def test_tidak_ada_baris_berarti_tidak_ada_yang_diubah() -> None:
    r = rencana(baca("satker"))
    assert (r.butir, r.ada_ditolak, r.ditulis) == ((), False, ())


@pytest.mark.parametrize(
    ("klaim", "pilihan", "kalimat"),
    [
        (
            Klaim(tahun=frozenset({2026}), triwulan=frozenset({1})),
            {"tahun": 2026, "triwulan": 2},
            "Berkas ini untuk TW I 2026, Anda memilih TW II 2026.",
        ),
        (Klaim(tahun=frozenset({2025, 2026})), {"tahun": 2026}, "Berkas ini untuk 2025 dan 2026, Anda memilih 2026."),
        (Klaim(kewenangan=frozenset({"DK"})), {"kewenangan": "TP"}, "Berkas ini untuk DK, Anda memilih TP."),
        (
            Klaim(satker=frozenset({"1", "2", "3", "4", "5"})),
            {"satker": "1"},
            "Berkas ini untuk satker 1, 2, 3, dan 2 lainnya, Anda memilih satker 1.",
        ),
    ],
)
def test_berkas_yang_menyebut_lain_dari_pilihan_ditolak(klaim: Klaim, pilihan: dict, kalimat: str) -> None:
    with pytest.raises(BerkasDitolak, match=kalimat.replace(".", r"\.")):
        rencana(baca("satker", {}, klaim=klaim), **pilihan)


def test_berkas_yang_sesuai_pilihan_atau_tidak_menyebut_diterima() -> None:
    klaim = Klaim(tahun=frozenset({2026}), satker=frozenset({"099026"}))
    rencana(baca("satker", {}, klaim=klaim), tahun=2026, triwulan=1, satker="099026")
    rencana(baca("satker", {}, klaim=klaim))


def test_jumlah_menurut_berkas_dibandingkan() -> None:
    baris = [{"pagu": 700}, {"revisi": 1, "pagu": 300}]
    pas = rencana(baca("dipa", *baris, total_berkas=Total(pagu=1_000)))
    assert (pas.json()["total"], pas.json()["total_berkas"], pas.cocok) == (
        {"pagu": 1_000, "realisasi": None},
        {"pagu": 1_000, "realisasi": None},
        True,
    )
    beda = rencana(baca("dipa", *baris, total_berkas=Total(pagu=1_250)), baca("dipa", berkas="tanpa.csv"))
    assert beda.cocok is False
    assert f"selisih {rupiah(250)}" in beda.catatan[0]


def test_jumlah_yang_melewati_64_bit_tetap_tepat() -> None:
    besar = 9 * 10**18
    assert rencana(baca("dipa", {"pagu": besar}, {"revisi": 1, "pagu": besar})).total.pagu == 2 * besar


def test_sidik_berubah_bila_basis_data_berubah_dan_hanya_bila_itu(ada: Satker) -> None:
    berkas = baca("satker", {"nama_satker": "Baru"})
    semula = rencana(berkas).sidik
    assert rencana(berkas).sidik == semula
    ada.nama = "Diubah orang"
    ada.save()
    assert rencana(berkas).sidik != semula


def test_ringkasan_menyebut_yang_perlu_dilihat_lebih_dahulu(ada: Satker) -> None:
    r = rencana(
        baca(
            "satker",
            {},
            {"kode_satker": "333333"},
            {"kode_satker": "444444", "kode_provinsi": "99"},
        )
    )
    isi = r.ringkasan()
    assert [b["keadaan"] for b in isi["butir"]] == ["ditolak", "baru", "tetap"]
    assert isi["butir_ditolak"] == 1
    assert isi["butir"][1]["beda"][0] == ["Nama satker", None, "Dinas Perindustrian"]
