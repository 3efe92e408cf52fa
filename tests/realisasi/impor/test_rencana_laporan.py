"""The plan for past quarters: known DIPA, order, running totals, what the dinas has done itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from realisasi.impor.rencana import Keadaan, Rencana
from realisasi.models import Dipa, LaporanTriwulan, StatusLaporan
from realisasi.peringatan import Kode
from tests import pabrik
from tests.realisasi.impor.buatan import baca, keadaan, pesan, rencana, terimpor

pytestmark = pytest.mark.django_db

TOLAK, BARU = Keadaan.DITOLAK, Keadaan.BARU


@pytest.fixture(autouse=True)
def dipa() -> Dipa:
    return pabrik.buat_dipa(pabrik.buat_satker("099026"), pagu={"52": 1_000_000, "53": 500_000})


def tw(triwulan: int, realisasi: int | None = 100_000, **isi: Any) -> dict[str, Any]:
    """A row of a quarter."""
    return {"triwulan": triwulan, "realisasi": realisasi, **isi}


def per_triwulan(r: Rencana) -> dict[int, Keadaan]:
    return {kunci[1]: k for kunci, k in keadaan(r).items()}


def test_riwayat_setahun_menjadi_empat_laporan_baru() -> None:
    r = rencana(baca("laporan", tw(3), tw(1), tw(2, 0), tw(4, status="DIAJUKAN")))
    assert per_triwulan(r) == dict.fromkeys((1, 2, 3, 4), BARU)
    assert r.total.realisasi == 300_000
    assert r.butir[3].baru == {"status": "DIAJUKAN", "realisasi": {"52": 100_000}}


@pytest.mark.parametrize(
    ("hari", "disebut"), [(dt.date(2026, 9, 30), ["TW III", "TW IV"]), (dt.date(2026, 10, 1), ["TW IV"])]
)
def test_triwulan_yang_belum_berakhir_dikatakan(
    hari: dt.date, disebut: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: hari)
    r = rencana(baca("laporan", *(tw(q, status="DIAJUKAN") for q in (1, 2, 3, 4))))
    assert [c.partition(" 2026")[0] for c in r.catatan if "baru berakhir" in c] == disebut
    assert r.hitung(BARU) == 4


@pytest.mark.parametrize(
    ("baris", "kolom", "kata"),
    [
        ({"kode_satker": "123456"}, "kode_satker", "belum terdaftar"),
        ({"tahun": 2025}, "kode_satker", "Belum ada DIPA TP 2025 untuk satker 099026"),
        ({"kewenangan": "DK"}, "kode_satker", "Belum ada DIPA DK 2026"),
        ({"triwulan": 5}, "triwulan", "Triwulan 5 tidak ada"),
        ({"jenis_belanja": "58"}, "jenis_belanja", "58 tidak dikenal"),
        ({"realisasi": None}, "realisasi", "Realisasi kosong"),
        ({"realisasi": 10**15 + 1}, "realisasi", "Terlalu besar"),
        ({"status": "DRAF"}, "status", "Status DRAF tidak dapat diimpor"),
        ({"status": None}, "status", "Status kosong"),
        ({"realisasi": -1}, "realisasi", "52 Barang s.d. TW I menjadi"),
    ],
)
def test_laporan_ditolak_pada_selnya(baris: dict, kolom: str, kata: str) -> None:
    r = rencana(baca("laporan", baris))
    (satu,) = r.tolakan
    assert (satu.baris, satu.kolom) == (2, kolom)
    assert kata in satu.pesan
    assert r.hitung(TOLAK) == 1


def test_dua_status_dalam_satu_laporan_ditolak() -> None:
    r = rencana(baca("laporan", tw(1), tw(1, jenis_belanja="53", status="DIAJUKAN")))
    assert [(t.baris, t.kolom) for t in r.tolakan] == [(3, "status")]


def test_tahun_yang_ditutup_ditolak(dipa: Dipa) -> None:
    dipa.tahun.ditutup = True
    dipa.tahun.save()
    assert "2026 sudah ditutup" in pesan(rencana(baca("laporan", tw(1))))[0]


# --- Order (rule 10) -----------------------------------------------------------------------


def test_triwulan_yang_melompat_ditolak_beserta_yang_bersandar_padanya() -> None:
    r = rencana(baca("laporan", tw(1), tw(3), tw(4)))
    assert per_triwulan(r) == {1: BARU, 3: TOLAK, 4: TOLAK}
    assert "Laporan TW II belum ada" in pesan(r)[0]
    assert "Laporan TW III belum ada" in pesan(r)[1]


def test_triwulan_sebelumnya_boleh_sudah_tersimpan(dipa: Dipa) -> None:
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 10})
    assert per_triwulan(rencana(baca("laporan", tw(2)))) == {2: BARU}


def test_terverifikasi_tidak_berdiri_di_atas_yang_baru_diajukan(dipa: Dipa) -> None:
    r = rencana(baca("laporan", tw(1, status="DIAJUKAN"), tw(2)))
    assert per_triwulan(r) == {1: BARU, 2: TOLAK}
    assert (r.tolakan[0].kolom, "TW I belum diverifikasi" in r.tolakan[0].pesan) == ("status", True)
    keduanya = rencana(baca("laporan", tw(1, status="DIAJUKAN"), tw(2, status="DIAJUKAN")))
    assert per_triwulan(keduanya) == {1: BARU, 2: BARU}


def test_diajukan_tidak_berdiri_di_atas_draf_atau_yang_dikembalikan(dipa: Dipa) -> None:
    pabrik.kembalikan(pabrik.buat_laporan_diajukan(dipa, 1, {"52": 10}))
    r = rencana(baca("laporan", tw(2, status="DIAJUKAN")))
    assert "TW I belum diajukan" in pesan(r)[0]


def test_triwulan_pertama_adalah_yang_pertama_berlaku() -> None:
    pabrik.buat_dipa(pabrik.buat_satker("111111"), berlaku_sejak=dt.date(2026, 5, 4))
    r = rencana(baca("laporan", *(tw(q, kode_satker="111111") for q in (1, 2))))
    assert per_triwulan(r) == {1: TOLAK, 2: BARU}
    assert "TW I 2026 belum ada revisi DIPA yang berlaku" in pesan(r)[0]


def test_dipa_tanpa_revisi_belum_dilaporkan() -> None:
    pabrik.buat_dipa(pabrik.buat_satker("111111"), pagu={})
    assert rencana(baca("laporan", tw(1, kode_satker="111111"))).hitung(TOLAK) == 1


# --- Running totals (rule 2) ---------------------------------------------------------------


def test_pengembalian_yang_melebihi_belanja_ditolak_pada_jenisnya() -> None:
    r = rencana(baca("laporan", tw(1, 100), tw(2, -100), tw(2, -1, jenis_belanja="53"), tw(3, 5)))
    assert per_triwulan(r) == {1: BARU, 2: TOLAK, 3: TOLAK}
    assert (r.tolakan[0].baris, "53 Modal s.d. TW II menjadi" in r.tolakan[0].pesan) == (4, True)


def test_perubahan_yang_membuat_triwulan_tersimpan_negatif_ditolak(dipa: Dipa) -> None:
    terimpor(baca("laporan", tw(1, 100), tw(2, -80)))
    r = rencana(baca("laporan", tw(1, 50)))
    assert "Sertakan TW II yang benar" in pesan(r)[0]
    assert per_triwulan(rencana(baca("laporan", tw(1, 50), tw(2, -50)))) == dict.fromkeys((1, 2), Keadaan.BERUBAH)


def test_angka_sementara_juga_tidak_boleh_negatif(dipa: Dipa) -> None:
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 100})
    pabrik.buat_laporan_diajukan(dipa, 1, {"52": 10})
    assert rencana(baca("laporan", tw(2, -50))).hitung(TOLAK) == 1
    assert rencana(baca("laporan", tw(2, -10))).hitung(TOLAK) == 0


# --- What is there already -----------------------------------------------------------------


def test_yang_diimpor_dahulu_tetap_atau_berubah_dengan_nilai_lama() -> None:
    terimpor(baca("laporan", tw(1, 100), tw(1, 7, jenis_belanja="53")))
    sama = rencana(baca("laporan", tw(1, 7, jenis_belanja="53"), tw(1, 100)))
    assert per_triwulan(sama) == {1: Keadaan.TETAP}
    r = rencana(baca("laporan", tw(1, 120)))
    assert [(b.kolom, b.lama, b.baru) for b in r.butir[0].beda if b.berubah] == [
        ("Realisasi 52 Barang", 100, 120),
        ("Realisasi 53 Modal", 7, None),
    ]


def test_yang_sejak_itu_diverifikasi_tidak_dikembalikan_ke_diajukan() -> None:
    terimpor(baca("laporan", tw(1, 100)))
    assert per_triwulan(rencana(baca("laporan", tw(1, 100, status="DIAJUKAN")))) == {1: Keadaan.TETAP}


@pytest.mark.parametrize("buat", [pabrik.buat_laporan_diajukan, pabrik.buat_laporan_terverifikasi])
def test_laporan_yang_diajukan_sendiri_oleh_dinas_tidak_diganti(dipa: Dipa, buat: Any) -> None:
    buat(dipa, 1, {"52": 100_000})
    assert "diajukan sendiri oleh dinas" in pesan(rencana(baca("laporan", tw(1))))[0]


def test_draf_yang_berisi_tidak_ditimpa_dan_yang_kosong_boleh(dipa: Dipa) -> None:
    laporan = pabrik.buat_laporan(dipa, 1)
    assert per_triwulan(rencana(baca("laporan", tw(1)))) == {1: BARU}
    laporan.fisik = 0
    laporan.save()
    assert "drafnya tidak ditimpa" in pesan(rencana(baca("laporan", tw(1))))[0]


def test_impor_yang_sedang_dikembalikan_kepada_dinas_tidak_diganti(dipa: Dipa) -> None:
    terimpor(baca("laporan", tw(1)))
    pabrik.kembalikan(LaporanTriwulan.objects.get())
    r = rencana(baca("laporan", tw(1, 5)))
    assert "sedang dikembalikan" in pesan(r)[0]
    assert LaporanTriwulan.objects.get().status == StatusLaporan.DIKEMBALIKAN


# --- Warnings that are kept ----------------------------------------------------------------


def kode(r: Rencana, n: int = 0) -> set[tuple[str, str]]:
    return {(p.kode, p.jenis) for p in r.butir[n].peringatan}


def test_di_atas_pagu_diperingatkan_dan_tidak_ditolak() -> None:
    r = rencana(baca("laporan", tw(1, 1_600_000)))
    assert kode(r) == {(Kode.DI_ATAS_PAGU_EFEKTIF, ""), (Kode.PAGU_MINUS, "52")}
    assert {p.besar for p in r.butir[0].peringatan} == {100_000, 600_000}


def test_peringatan_memakai_pagu_akhir_triwulan_dan_triwulan_sebelumnya_dalam_berkas(dipa: Dipa) -> None:
    pabrik.buat_revisi(dipa, {"52": 100_000}, berlaku_sejak=dt.date(2026, 5, 4))
    r = rencana(baca("laporan", tw(1, 90_000), tw(2, 20_000)))
    assert kode(r, 0) == set()
    assert kode(r, 1) == {(Kode.DI_ATAS_PAGU_EFEKTIF, ""), (Kode.PAGU_MINUS, "52")}


def test_tidak_ada_peringatan_terlambat_untuk_data_lama() -> None:
    assert kode(rencana(baca("laporan", tw(1)))) == set()


def test_lonjakan_dibandingkan_dengan_tahun_lalu_yang_ada_dalam_berkas_yang_sama(dipa: Dipa) -> None:
    pabrik.buat_dipa(dipa.satker, tahun=2025, pagu={"52": 1_000_000})
    r = rencana(baca("laporan", tw(1, 400_000), tw(1, 100_000, tahun=2025)))
    assert [{p.kode for p in b.peringatan} for b in r.butir] == [set(), {Kode.LONJAKAN}]


def test_lonjakan_dibandingkan_dengan_tahun_lalu_yang_tersimpan(dipa: Dipa) -> None:
    lalu = pabrik.buat_dipa(dipa.satker, tahun=2025, pagu={"52": 1_000_000})
    pabrik.buat_laporan_terverifikasi(lalu, 1, {"52": 100_000})
    assert kode(rencana(baca("laporan", tw(1, 400_000)))) == {(Kode.LONJAKAN, "")}


def test_turun_dari_versi_yang_diimpor_sebelumnya_diperingatkan() -> None:
    terimpor(baca("laporan", tw(1, 100_000)))
    assert kode(rencana(baca("laporan", tw(1, 90_000)))) == {(Kode.TURUN, "52")}


def test_dipa_yang_belum_dirinci_tidak_mempunyai_pagu_per_jenis() -> None:
    pabrik.buat_dipa(pabrik.buat_satker("111111"), pagu={"00": 100})
    r = rencana(baca("laporan", tw(1, 150, kode_satker="111111")))
    assert kode(r) == {(Kode.DI_ATAS_PAGU_EFEKTIF, "")}
