"""The plan for the treasury's figures: kept cumulative, beside the reports."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from realisasi.impor.bacaan import Total
from realisasi.impor.rencana import Keadaan, Rencana
from realisasi.models import Dipa, RealisasiPerbendaharaan
from tests import pabrik
from tests.realisasi.impor.buatan import baca, catatan, keadaan, pesan, rencana, terimpor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def dipa() -> Dipa:
    return pabrik.buat_dipa(pabrik.buat_satker("099026"))


def tw(triwulan: int, realisasi: int | None, **isi: Any) -> dict[str, Any]:
    return {"triwulan": triwulan, "realisasi": realisasi, "tanggal_data": None, **isi}


def saja(triwulan: int, realisasi: int, **isi: Any) -> dict[str, Any]:
    """An amount of the quarter alone."""
    return tw(triwulan, realisasi, kumulatif=False, **isi)


def per_triwulan(r: Rencana) -> dict[int, Keadaan]:
    return {kunci[1]: k for kunci, k in keadaan(r).items()}


def sd(r: Rencana) -> list[dict[str, int]]:
    return [b.baru.get("realisasi_sd") for b in r.butir]


def test_angka_kumulatif_disimpan_seperti_adanya() -> None:
    r = rencana(baca("realisasi", tw(2, 50), tw(1, 20, jenis_belanja="53")))
    assert per_triwulan(r) == {1: Keadaan.BARU, 2: Keadaan.BARU}
    assert sd(r) == [{"53": 20}, {"52": 50}]


def test_angka_triwulan_saja_dijumlahkan_dengan_yang_sebelumnya_dalam_berkas() -> None:
    r = rencana(baca("realisasi", saja(2, 30), saja(1, 20), saja(1, 5, jenis_belanja="53"), saja(3, -10)))
    assert sd(r) == [{"52": 20, "53": 5}, {"52": 50, "53": 5}, {"52": 40, "53": 5}]


def test_jumlah_menghitung_tiap_rupiah_sekali() -> None:
    satu = baca("realisasi", tw(1, 10), tw(2, 30), tw(1, 5, jenis_belanja="53"), total_berkas=Total(realisasi=45))
    r = rencana(satu)
    assert (r.total.realisasi, r.total_berkas, r.cocok) == (35, None, True)
    kembar = baca("realisasi", tw(1, 10), tw(2, 30), tw(1, 5, jenis_belanja="53"), berkas="kembar.csv")
    assert rencana(satu, kembar).total.realisasi == 35
    assert rencana(baca("realisasi", tw(1, 10), saja(2, 5), saja(3, 7))).total.realisasi == 22


def test_angka_triwulan_saja_dijumlahkan_dengan_yang_tersimpan_atau_ditolak(dipa: Dipa) -> None:
    assert "memerlukan angka TW I, yang belum ada" in pesan(rencana(baca("realisasi", saja(2, 30))))[0]
    terimpor(baca("realisasi", tw(1, 100)))
    assert sd(rencana(baca("realisasi", saja(2, 30)))) == [{"52": 130}]


def test_yang_bersandar_pada_triwulan_yang_ditolak_ikut_ditolak() -> None:
    r = rencana(baca("realisasi", saja(1, 10**15 + 1), saja(2, 5)))
    assert per_triwulan(r) == {1: Keadaan.DITOLAK, 2: Keadaan.DITOLAK}


def test_triwulan_pertama_dipa_tidak_memerlukan_yang_sebelumnya() -> None:
    pabrik.buat_dipa(pabrik.buat_satker("111111"), berlaku_sejak=dt.date(2026, 5, 4))
    assert sd(rencana(baca("realisasi", saja(2, 30, kode_satker="111111")))) == [{"52": 30}]


def test_tetap_dan_berubah(dipa: Dipa) -> None:
    terimpor(baca("realisasi", tw(1, 100, tanggal_data=dt.date(2026, 4, 1))))
    assert per_triwulan(rencana(baca("realisasi", tw(1, 100, basis=None)))) == {1: Keadaan.TETAP}
    r = rencana(baca("realisasi", tw(1, 90, tanggal_data=dt.date(2026, 4, 5), basis="AKRUAL")))
    assert [(b.kolom, b.lama, b.baru) for b in r.butir[0].beda] == [
        ("Dasar angka", "SP2D", "Akrual"),
        ("Tanggal data", "1 April 2026", "5 April 2026"),
        ("Realisasi s.d. 52 Barang", 100, 90),
    ]


def test_jumlah_saja_tidak_menghapus_rincian_yang_sama(dipa: Dipa) -> None:
    for jenis, nilai in (("52", 70), ("53", 30)):
        RealisasiPerbendaharaan.objects.create(dipa=dipa, triwulan=1, jenis=jenis, realisasi_sd=nilai)
    assert per_triwulan(rencana(baca("realisasi", tw(1, 100, jenis_belanja="00", basis=None)))) == {1: Keadaan.TETAP}
    r = rencana(baca("realisasi", tw(1, 101, jenis_belanja="00")))
    assert "akan diganti satu jumlah" in r.butir[0].catatan[0]


@pytest.mark.parametrize(
    ("baris", "kolom", "kata"),
    [
        ({"kode_satker": "123456"}, "kode_satker", "belum terdaftar"),
        ({"tahun": 2025}, "kode_satker", "Belum ada DIPA TP 2025"),
        ({"tahun": 0}, "kode_satker", "Belum ada DIPA"),
        ({"triwulan": 0}, "triwulan", "Triwulan 0 tidak ada"),
        ({"realisasi": None}, "realisasi_sd", "Realisasi kosong"),
        ({"realisasi": 10**15 + 1}, "realisasi_sd", "Terlalu besar"),
        ({"basis": "KAS"}, "basis", "Dasar angka KAS tidak dikenal"),
        ({"tanggal_data": dt.date(2025, 12, 31)}, "tanggal_data", "sebelum TW I 2026 dimulai"),
    ],
)
def test_angka_ditolak_pada_selnya(baris: dict, kolom: str, kata: str) -> None:
    r = rencana(baca("realisasi", baris))
    satu = next(t for t in r.tolakan if t.kolom == kolom)
    assert (satu.baris, kata in satu.pesan) == (2, True)
    assert r.hitung(Keadaan.DITOLAK) == 1


def test_tahun_yang_ditutup_ditolak(dipa: Dipa) -> None:
    dipa.tahun.ditutup = True
    dipa.tahun.save()
    assert "2026 sudah ditutup" in pesan(rencana(baca("realisasi", {})))[0]


def test_angka_yang_turun_diperingatkan_yang_negatif_ditolak() -> None:
    r = rencana(baca("realisasi", tw(1, 100), tw(2, 90), tw(3, -1)))
    assert per_triwulan(r) == {1: Keadaan.BARU, 2: Keadaan.BARU, 3: Keadaan.DITOLAK}
    assert "turun dari" in r.butir[1].catatan[0]
    assert "52 Barang s.d. TW III menjadi −Rp 1" in pesan(r)[0].replace("\xa0", " ")
    r = rencana(baca("realisasi", saja(1, 100), saja(2, -101)))
    assert per_triwulan(r) == {1: Keadaan.BARU, 2: Keadaan.DITOLAK}


def test_yang_tidak_disebut_berkas_tidak_dihapus() -> None:
    terimpor(baca("realisasi", tw(1, 100, tanggal_data=dt.date(2026, 4, 1))))
    (butir,) = rencana(baca("realisasi", tw(1, 120, basis=None))).butir
    assert (butir.baru["basis"], butir.baru["tanggal_data"]) == ("SP2D", "")
    assert "1 April 2026 yang tersimpan milik angka yang lama" in butir.catatan[0]


@pytest.mark.parametrize(
    ("realisasi", "kata"),
    [
        (1_000, "kurang dari seperseribu pagu Rp 1.000.000. Periksa satuannya."),
        (1_001, ""),
        (1_000_000, ""),
        (1_000_001, "melebihi pagu yang berlaku, Rp 1.000.000."),
        (100_000_000, "jauh di atas pagu Rp 1.000.000. Periksa satuannya."),
    ],
)
def test_angka_yang_tidak_sesuai_pagu_diperingatkan(realisasi: int, kata: str) -> None:
    pabrik.buat_dipa(pabrik.buat_satker("111111"), pagu={"52": 600_000, "53": 400_000})
    (butir,) = rencana(baca("realisasi", tw(1, realisasi, kode_satker="111111"))).butir
    assert (butir.keadaan, catatan(butir).endswith(kata)) == (Keadaan.BARU, True)
    assert bool(butir.catatan) == bool(kata)


def test_angka_sesudahnya_yang_tidak_ikut_berubah_disebut() -> None:
    terimpor(baca("realisasi", saja(1, 100), saja(2, 50)))
    (butir,) = rencana(baca("realisasi", saja(1, 300))).butir
    assert "Angka s.d. TW II yang tersimpan tetap Rp 150. Angka itu menjadi lebih kecil" in catatan(butir)
    satu, dua = rencana(baca("realisasi", saja(1, 300), saja(2, 50))).butir
    assert ("tetap" in catatan(satu), dua.baru["realisasi_sd"]) == (False, {"52": 350})
