"""What changed between two meetings: differences in rupiah and points, who came and who went."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.rakor.banding import Banding, BarisBanding, Jenis, Keadaan, bandingkan
from realisasi.models import Dipa
from realisasi.pembekuan import Cakupan, Paket, baca, bekukan
from realisasi.posisi import Angka
from tests import pabrik

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]
RESMI, SEMENTARA = Angka.RESMI, Angka.SEMENTARA


def keadaan(p: Paket) -> Keadaan:
    return Keadaan(p.catatan.nama, p.cakupan, p.catatan.dibekukan_pada, p.posisi, p.catatan.pk)


def beku(nama: str, triwulan: int, kewenangan: str = "TP", angka: Angka = RESMI, tahun: int = 2026) -> Keadaan:
    return keadaan(baca(bekukan(Cakupan(tahun, triwulan, kewenangan, angka), nama, None)))


def baris(b: Banding, kode: str) -> BarisBanding:
    (satu,) = [x for x in b.baris if x.posisi.amanat.kode == kode]
    return satu


@pytest.fixture
def dua() -> tuple[Dipa, Dipa]:
    """Two DIPA that reported TW I."""
    pabrik.buat_target(2, 6000)
    hasil = []
    for kode in ("100001", "100002"):
        dipa = pabrik.buat_dipa(pabrik.buat_satker(kode), pagu={"52": 1_000_000})
        pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 200_000})
        hasil.append(dipa)
    return hasil[0], hasil[1]


def test_selisih_rupiah_dan_poin_per_satker_dan_seluruhnya(dua: tuple[Dipa, Dipa]) -> None:
    lama = beku("Satu", 1)
    pabrik.buat_laporan_terverifikasi(dua[0], 2, {"52": 450_000})
    pabrik.buat_laporan_terverifikasi(dua[1], 2, {"52": -50_000})
    hasil = bandingkan(lama, beku("Dua", 2))
    a, b = baris(hasil, "100001"), baris(hasil, "100002")
    assert (a.beda_realisasi, a.beda_poin, a.status_lama, a.status_baru) == (450_000, 4500, "Tanpa target", "Tercapai")
    assert (b.beda_realisasi, b.beda_poin, b.keterangan) == (-50_000, -500, [])
    assert (hasil.beda_realisasi, hasil.beda_poin, hasil.naik, hasil.turun, hasil.sama) == (400_000, 2000, 1, 1, 0)
    assert [x.posisi.amanat.kode for x in hasil.baris] == ["100002", "100001"]
    assert hasil.catatan == []


def test_urut_rupiah_menaruh_selisih_terbesar_di_atas(dua: tuple[Dipa, Dipa]) -> None:
    lama = beku("Satu", 1)
    pabrik.buat_laporan_terverifikasi(dua[0], 2, {"52": 30_000})
    pabrik.buat_laporan_terverifikasi(dua[1], 2, {"52": -50_000})
    hasil = bandingkan(lama, beku("Dua", 2), "rupiah")
    assert [x.beda_realisasi for x in hasil.baris] == [-50_000, 30_000]


def test_pagu_yang_berubah_menerangkan_persen_yang_turun(dua: tuple[Dipa, Dipa]) -> None:
    lama = beku("Satu", 1)
    pabrik.buat_revisi(dua[0], {"52": 2_000_000}, berlaku_sejak=dt.date(2026, 3, 31))
    hasil = bandingkan(lama, beku("Dua", 1))
    a = baris(hasil, "100001")
    assert (a.beda_realisasi, a.beda_poin, a.beda_pagu_efektif) == (0, -1000, 1_000_000)
    assert a.keterangan == ["pagu efektif naik Rp\u00a01.000.000", "revisi DIPA 0 menjadi 1"]
    assert not baris(hasil, "100002").berubah
    assert hasil.sama == 1


def test_yang_baru_dan_yang_hilang_disebut_namanya(dua: tuple[Dipa, Dipa]) -> None:
    lama = beku("Satu", 1)
    baru = pabrik.buat_dipa(pabrik.buat_satker("100003"))
    pabrik.buat_laporan_terverifikasi(baru, 1, {"52": 7})
    dua[1].revisi.update(berlaku_sejak=dt.date(2026, 8, 1))
    hasil = bandingkan(lama, beku("Dua", 1))
    assert [(x.posisi.amanat.kode, x.jenis) for x in sorted(hasil.baris, key=lambda x: x.posisi.amanat.kode)] == [
        ("100001", Jenis.TETAP),
        ("100002", Jenis.HILANG),
        ("100003", Jenis.BARU),
    ]
    assert hasil.yang_baru == baru.satker.provinsi.nama
    assert hasil.yang_hilang == dua[1].satker.provinsi.nama
    assert (baris(hasil, "100003").beda_realisasi, baris(hasil, "100003").beda_poin) == (7, None)
    assert baris(hasil, "100002").beda_realisasi == -200_000
    assert hasil.beda_realisasi == sum(x.beda_realisasi for x in hasil.baris)
    assert hasil.baris[0].jenis is Jenis.TETAP  # those without a difference in points stand last


def test_diam_bukan_nol(dua: tuple[Dipa, Dipa]) -> None:
    """Who had said nothing has no percentage to compare with; what it adds is told in rupiah."""
    diam = pabrik.buat_dipa(pabrik.buat_satker("100003"))
    lama = beku("Satu", 1)
    pabrik.buat_laporan_terverifikasi(diam, 1, {"52": 0})
    hasil = bandingkan(lama, beku("Dua", 1))
    x = baris(hasil, "100003")
    assert (x.beda_realisasi, x.beda_poin, x.berubah) == (0, None, True)
    assert x.keterangan == ["semula belum lapor TW I dan tanpa angka"]


def test_angka_lama_yang_dipakai_lagi_disebut(dua: tuple[Dipa, Dipa]) -> None:
    pabrik.buat_laporan_terverifikasi(dua[0], 2, {"52": 1})
    hasil = bandingkan(beku("Satu", 1), beku("Dua", 2))
    assert baris(hasil, "100001").keterangan == []
    assert baris(hasil, "100002").keterangan == ["sekarang belum lapor TW II, angka dari TW I"]
    kembali = bandingkan(beku("Dua lagi", 2), beku("Tiga", 3))
    assert baris(kembali, "100002").keterangan == ["tetap belum lapor TW III, angka dari TW I"]


def test_hanya_kewenangan_yang_ada_dalam_keduanya(dua: tuple[Dipa, Dipa]) -> None:
    pabrik.buat_dipa(dua[0].satker, kewenangan="DK")
    hasil = bandingkan(beku("Satu", 1, "SEMUA"), beku("Dua", 1))
    assert {x.posisi.amanat.kewenangan for x in hasil.baris} == {"TP"}
    assert [x.jenis for x in hasil.baris] == [Jenis.TETAP] * 2
    assert hasil.catatan == ["Hanya TP yang ada dalam keduanya; hanya itu yang dibandingkan."]
    berbeda = bandingkan(beku("Tiga", 1, "DK"), beku("Empat", 1))
    assert berbeda.baris == []
    assert "kewenangan yang berbeda" in berbeda.catatan[0]


def test_tahun_dan_angka_yang_berbeda_dikatakan(dua: tuple[Dipa, Dipa]) -> None:
    pabrik.buat_dipa(dua[0].satker, tahun=2025)
    hasil = bandingkan(beku("Satu", 4, tahun=2025), beku("Dua", 1, angka=SEMENTARA))
    assert [k.split(" ")[0] for k in hasil.catatan] == ["Tahunnya", "Yang"]


def test_satu_provinsi_dua_satker_dibedakan_dengan_kode(dua: tuple[Dipa, Dipa]) -> None:
    lain = pabrik.buat_satker("100009", provinsi=dua[0].satker.provinsi)
    pabrik.buat_dipa(lain)
    hasil = bandingkan(beku("Satu", 1), beku("Dua", 1))
    assert baris(hasil, "100001").sebutan.endswith(" 100001")
    assert not baris(hasil, "100002").sebutan.endswith("100002")


def test_banyak_yang_baru_tidak_disebut_semua(dua: tuple[Dipa, Dipa]) -> None:
    lama = beku("Satu", 1)
    for _ in range(8):
        pabrik.buat_dipa()
    assert bandingkan(lama, beku("Dua", 1)).yang_baru.endswith(", dan 2 lainnya")
