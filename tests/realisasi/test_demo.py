"""`muat_demo`: the published facts come out exactly, the years run as they should."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

import pytest

from realisasi.demo.rencana import TAHUN_DEMO
from realisasi.demo.terbitan import fakta_dimuat, rupiah_untuk
from realisasi.models import (
    Dipa,
    LaporanTriwulan,
    PerpanjanganPeriode,
    RealisasiPerbendaharaan,
    Rekonsiliasi,
    StatusLaporan,
    TahunAnggaran,
    Target,
)
from realisasi.rekonsiliasi import Keadaan, Putusan, baca_banding
from satker.models import Pengguna
from tests.perintah import persen, posisi

DI_BAWAH_90 = [
    ("Riau", "81.18"),
    ("Aceh", "86.58"),
    ("Jawa Timur", "88.43"),
    ("Kepulauan Bangka Belitung", "88.59"),
    ("Jawa Tengah", "89.57"),
]
LIMA_TERTINGGI = {"Bengkulu", "Kalimantan Utara", "Nusa Tenggara Timur", "Sulawesi Tengah", "Sulawesi Barat"}
PROVINSI_BARU = {"93", "94", "95", "96"}


# --- The published facts ---------------------------------------------------------------
@pytest.mark.basis_data
def test_2023_menandai_tepat_lima_provinsi_dalam_urutan_terbitan(demo: None) -> None:
    jawaban = posisi(2023, 4, "DK")
    bawah = sorted((b for b in jawaban["satker"] if persen(b) < 9000), key=persen)
    assert [(b["provinsi"], b["persen"]) for b in bawah] == DI_BAWAH_90
    assert {b["provinsi"] for b in jawaban["satker"] if b["status"] == "DI_BAWAH_AMBANG"} == {p for p, _ in DI_BAWAH_90}
    nasional = jawaban["nasional"]
    assert (nasional["pagu"], nasional["blokir"], nasional["pagu_efektif"]) == (49_050_000_000, 0, 49_050_000_000)
    assert (nasional["jumlah_satker"], nasional["melapor"]) == (34, 34)


@pytest.mark.basis_data
def test_2022_nasional_tertinggi_dan_terendah_seperti_terbitan(demo: None) -> None:
    jawaban = posisi(2022, 4, "DK")
    nasional = jawaban["nasional"]
    assert (nasional["pagu"], nasional["blokir"], nasional["persen"]) == (39_200_000_000, 0, "97.97")
    assert (nasional["jumlah_satker"], nasional["melapor"]) == (34, 34)
    urut = sorted(jawaban["satker"], key=persen)
    assert {b["provinsi"] for b in urut[-5:]} == LIMA_TERTINGGI
    assert all(9961 < persen(b) <= 10_000 for b in urut[-5:])
    (sumsel,) = (b for b in urut if b["provinsi"] == "Sumatera Selatan")
    assert sumsel["persen"] == "99.61"
    assert urut[0]["persen"] == "91.20"
    assert [persen(b) < 9705 for b in urut] == [True] * 5 + [False] * 29
    assert all(persen(b) > 9120 for b in urut[1:])


def test_setiap_fakta_yang_dimuat_diuji_di_sini() -> None:
    """A fact added to the file asks for its test."""
    dimuat = {(f.tahun, f.lingkup, f.nilai) for tahun in range(2018, 2027) for f in fakta_dimuat(tahun)}
    diuji = {(2023, nama, nilai) for nama, nilai in DI_BAWAH_90} | {
        (2022, "nasional", "39200000000"),
        (2022, "nasional", "97.97"),
        (2022, "provinsi terendah", "91.20"),
        (
            2022,
            "Bengkulu; Kalimantan Utara; Nusa Tenggara Timur; Sulawesi Tengah; Sulawesi Barat",
            "99-100",
        ),
        (2022, "Sumatera Selatan", "99.61"),
        (2023, "nasional", "49050000000"),
        (2024, "nasional", "38"),
        (2024, "nasional", "60"),
        (2024, "nasional", "99"),
    }
    assert dimuat == diuji


@pytest.mark.parametrize("pagu", [10_000, 845_871_000, 2_061_363_000, 10**15])
@pytest.mark.parametrize("persen_bp", [8118, 8999, 9000, 9120, 9961])
def test_rupiah_untuk_membulat_ke_angka_itu_dan_tidak_ke_tetangganya(pagu: int, persen_bp: int) -> None:
    rupiah = rupiah_untuk(pagu, persen_bp, "uji")
    assert (rupiah * 20_000 + pagu) // (2 * pagu) == persen_bp
    assert (2 * persen_bp - 1) * pagu < 20_000 * rupiah < (2 * persen_bp + 1) * pagu


def test_pagu_yang_terlalu_kecil_untuk_persennya_ditolak() -> None:
    with pytest.raises(ValueError, match="8118 basis poin dari 1000"):
        rupiah_untuk(1000, 8118)


# --- The years -----------------------------------------------------------------------------
def test_dk_34_provinsi_lalu_tp_38_provinsi(demo: None) -> None:
    jumlah = Counter(Dipa.objects.values_list("tahun", "kewenangan"))
    assert jumlah == {(2022, "DK"): 34, (2023, "DK"): 34, (2024, "TP"): 38, (2025, "TP"): 38, (2026, "TP"): 38}
    dk = Dipa.objects.filter(kewenangan="DK")
    assert not dk.filter(satker__provinsi_id__in=PROVINSI_BARU).exists()
    for dipa in Dipa.objects.select_related("satker"):
        dipa.full_clean(validate_constraints=False)
        assert f".{dipa.satker.kode}/{dipa.tahun_id}" in dipa.nomor


def test_setiap_tahun_contoh_berlabel_ilustrasi_dengan_target_bawaan(demo: None) -> None:
    assert set(TahunAnggaran.objects.filter(ilustrasi=True).values_list("pk", flat=True)) == set(TAHUN_DEMO)
    assert TahunAnggaran.objects.count() == len(TAHUN_DEMO)
    assert dict(Target.objects.filter(tahun=2024).values_list("triwulan", "target_bp")) == {2: 6000, 4: 9900}
    terbitan = dict(TahunAnggaran.objects.values_list("tahun", "terbitan"))
    assert all(angka in terbitan[2023] for angka in ("81,18", "86,58", "88,43", "88,59", "89,57", "49,05"))
    assert "97,97" in terbitan[2022]
    assert terbitan[2026] == ""


@pytest.mark.parametrize("tahun", [2022, 2023, 2024, 2025])
def test_tahun_yang_selesai_lengkap_dan_terverifikasi(demo: None, tahun: int) -> None:
    laporan = LaporanTriwulan.objects.filter(dipa__tahun=tahun)
    assert set(laporan.values_list("status", flat=True)) == {StatusLaporan.DIVERIFIKASI}
    assert laporan.count() == 4 * Dipa.objects.filter(tahun=tahun).count()


@pytest.mark.parametrize("tahun", [2022, 2023, 2024, 2025])
def test_jalannya_tahun_masuk_akal(demo: None, tahun: int) -> None:
    nasional = [posisi(tahun, tw, "SEMUA")["nasional"] for tw in (1, 2, 3, 4)]
    tw1, tw2, tw3, tw4 = (persen(n) for n in nasional)
    assert tw1 < 2500
    assert 5700 < tw2 < 6300
    assert tw2 < tw3 < 8500
    assert 9500 < tw4 < 9900
    status = Counter(b["status"] for b in posisi(tahun, 2, "SEMUA")["satker"])
    assert min(status["TERCAPAI"], status["DI_BAWAH_TARGET"]) >= 8


def test_2025_membawa_blokir_besar_dan_satu_yang_hampir_menyentuh_ambang(demo: None) -> None:
    nasional = [posisi(2025, tw, "TP")["nasional"] for tw in (1, 4)]
    assert nasional[0]["blokir"] * 4 > nasional[0]["pagu"]
    assert 0 < nasional[1]["blokir"] < nasional[0]["blokir"]
    (maluku,) = (b for b in posisi(2025, 4, "TP")["satker"] if b["provinsi"] == "Maluku")
    assert (maluku["persen"], maluku["status"]) == ("89.99", "DI_BAWAH_AMBANG")
    assert 89_995 * maluku["pagu_efektif"] < 100_000 * maluku["realisasi"] < 90_000 * maluku["pagu_efektif"]


# --- The running year ----------------------------------------------------------------------
def test_2026_berjalan_sampai_tw_iii(demo: None) -> None:
    keadaan: dict[int, Counter[str]] = defaultdict(Counter)
    for triwulan, status in LaporanTriwulan.objects.filter(dipa__tahun=2026).values_list("triwulan", "status"):
        keadaan[triwulan][status] += 1
    assert keadaan[1] == {"DIVERIFIKASI": 37, "DIAJUKAN": 1}
    assert keadaan[2] == {"DIVERIFIKASI": 34, "DIAJUKAN": 2, "DIKEMBALIKAN": 1}
    assert keadaan[3] == {"DIAJUKAN": 21, "DRAF": 5, "DIKEMBALIKAN": 4}
    assert 4 not in keadaan


def laporan_2026(kode: str, triwulan: int) -> LaporanTriwulan:
    """The report of one satker in the running year."""
    return LaporanTriwulan.objects.get(dipa__tahun=2026, dipa__satker__kode=kode, triwulan=triwulan)


def test_login_dinas_melihat_tiga_keadaan_yang_berbeda(demo: None) -> None:
    riau, aceh, jatim = (laporan_2026(kode, 3) for kode in ("099026", "069263", "059029"))
    assert (riau.status, riau.versi.count()) == (StatusLaporan.DRAF, 0)
    assert riau.dipa.tahun.periode.get(triwulan=3).tenggat < dt.date(2026, 11, 24)
    assert riau.rincian_draf.exists()
    assert aceh.status == StatusLaporan.DIKEMBALIKAN
    assert "OM-SPAN" in aceh.alasan_dikembalikan
    assert jatim.status == StatusLaporan.DIAJUKAN
    assert jatim.versi_diajukan.diajukan_oleh_id == Pengguna.objects.get(username="kepala-jatim").pk


def test_angka_resmi_2026_adalah_tw_ii_dan_sementara_sudah_tw_iii(demo: None) -> None:
    tw2 = posisi(2026, 2, "TP")
    assert (tw2["nasional"]["jumlah_satker"], tw2["nasional"]["melapor"]) == (38, 35)
    assert 5000 < persen(tw2["nasional"]) < 6000
    assert sum(b["berisiko"] for b in tw2["satker"]) >= 5
    assert posisi(2026, 3, "TP")["nasional"]["melapor"] == 0
    assert posisi(2026, 3, "TP", "sementara")["nasional"]["melapor"] == 21


def test_laporan_yang_dibuka_kembali_tetap_menghitung_versi_terverifikasi(demo: None) -> None:
    laporan = LaporanTriwulan.objects.get(status=StatusLaporan.DIKEMBALIKAN, triwulan=2)
    assert laporan.versi_terverifikasi is not None
    assert PerpanjanganPeriode.objects.filter(periode__triwulan=2, satker=laporan.dipa.satker).exists()
    (baris,) = (b for b in posisi(2026, 2, "TP")["satker"] if b["kode"] == laporan.dipa.satker.kode)
    assert baris["triwulan_data"] == 2


def test_satker_yang_terblokir_seluruhnya_tidak_mempunyai_persen(demo: None) -> None:
    tanpa_persen = [b for b in posisi(2026, 1, "TP")["satker"] if b["pagu_efektif"] == 0]
    assert [(b["provinsi"], b["persen"], b["status"]) for b in tanpa_persen] == [
        ("Papua Barat Daya", None, "TANPA_TARGET")
    ]


# --- The treasury beside the reports ---------------------------------------------------------
@pytest.mark.basis_data
def test_tw_ii_2026_dibandingkan_dengan_perbendaharaan(demo: None) -> None:
    banding = {b.nama: b for b in baca_banding(2026, 2)}
    keadaan = Counter(b.keadaan for b in banding.values())
    assert keadaan == {
        Keadaan.SAMA: 29,
        Keadaan.BERBEDA: 6,
        Keadaan.SATU_SUMBER: 2,
        Keadaan.TANPA_ANGKA: 1,
    }
    putusan = {nama: {p.putusan for p in b.berbeda} for nama, b in banding.items() if b.berbeda}
    assert [nama for nama, p in sorted(putusan.items()) if p == {Putusan.SUDAH}] == ["Jawa Tengah", "Sumatera Utara"]
    assert all(p == {Putusan.BELUM} for nama, p in putusan.items() if nama not in {"Jawa Tengah", "Sumatera Utara"})
    assert {b.asal for b in RealisasiPerbendaharaan.objects.all()} == {"data ilustrasi"}
    pusat = Pengguna.objects.get(username="pusat")
    assert {(r.nama_pemutus, r.diputuskan_oleh_id) for r in Rekonsiliasi.objects.all()} == {(pusat.nama, pusat.pk)}
