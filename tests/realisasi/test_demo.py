"""`muat_demo`: the published facts come out exactly, the rest is plausible and keeps the rules."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from auditlog.registry import auditlog
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F, Sum
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from realisasi.demo.muat import libur_pelaporan
from realisasi.demo.orang import Login, daftar_login
from realisasi.demo.rencana import TAHUN_DEMO, susun_tahun
from realisasi.demo.terbitan import fakta_dimuat, rupiah_untuk
from realisasi.kalender import akhir_triwulan
from realisasi.models import (
    Dipa,
    Kendala,
    LaporanTriwulan,
    PaguRevisi,
    PerpanjanganPeriode,
    RevisiDipa,
    RincianDraf,
    RincianVersi,
    StatusLaporan,
    TahunAnggaran,
    Target,
    VersiLaporan,
)
from satker.akses import Peran, hak
from satker.models import CatatanJurnal, Pengguna, Penugasan, PeranSatker, Satker
from tests import pabrik

DI_BAWAH_90 = [
    ("Riau", "81.18"),
    ("Aceh", "86.58"),
    ("Jawa Timur", "88.43"),
    ("Kepulauan Bangka Belitung", "88.59"),
    ("Jawa Tengah", "89.57"),
]
LIMA_TERTINGGI = {"Bengkulu", "Kalimantan Utara", "Nusa Tenggara Timur", "Sulawesi Tengah", "Sulawesi Barat"}
PROVINSI_BARU = {"93", "94", "95", "96"}


def posisi(tahun: int, triwulan: int, kewenangan: str, angka: str = "resmi") -> dict[str, Any]:
    """What `manage.py posisi` prints as JSON."""
    keluaran = StringIO()
    pilihan = {"tahun": tahun, "triwulan": triwulan, "kewenangan": kewenangan, "angka": angka, "format": "json"}
    call_command("posisi", **pilihan, stdout=keluaran)
    return json.loads(keluaran.getvalue())


def persen(baris: dict[str, Any]) -> int:
    """A row's percentage in basis points, as shown."""
    return int(baris["persen"].replace(".", ""))


def muat() -> str:
    """Run the command; returns what it said."""
    keluaran = StringIO()
    call_command("muat_demo", stdout=keluaran)
    return keluaran.getvalue()


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


# --- Rules that the data keeps ---------------------------------------------------------------
def kumulatif_versi() -> dict[tuple[int, int], dict[str, int]]:
    """Running totals of the latest versions: (DIPA, quarter) to rupiah per jenis belanja."""
    per_triwulan: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    baris = RincianVersi.objects.order_by("versi__nomor").values_list(
        "versi__laporan__dipa", "versi__laporan__triwulan", "jenis", "realisasi"
    )
    for dipa, triwulan, jenis, nilai in baris:
        per_triwulan[dipa, triwulan][jenis] = nilai
    hasil: dict[tuple[int, int], dict[str, int]] = {}
    for (dipa, triwulan), rincian in sorted(per_triwulan.items()):
        jumlah = Counter(hasil.get((dipa, triwulan - 1), {}))
        for jenis, nilai in rincian.items():
            jumlah[jenis] += nilai
        hasil[dipa, triwulan] = dict(jumlah)
    return hasil


def test_jumlah_berjalan_tidak_negatif_dan_tidak_melewati_pagu_jenis(demo: None) -> None:
    pagu: dict[int, dict[str, int]] = defaultdict(dict)
    for revisi, jenis, nilai, blokir in PaguRevisi.objects.values_list("revisi", "jenis", "pagu", "blokir"):
        pagu[revisi][jenis] = nilai - blokir
    revisi_dipa = defaultdict(list)
    for pk, dipa, nomor, sejak in RevisiDipa.objects.values_list("pk", "dipa", "nomor", "berlaku_sejak"):
        revisi_dipa[dipa].append((sejak, nomor, pk))
    tahun = dict(Dipa.objects.values_list("pk", "tahun"))
    for (dipa, triwulan), jumlah in kumulatif_versi().items():
        akhir = akhir_triwulan(tahun[dipa], triwulan)
        efektif = pagu[max(r for r in revisi_dipa[dipa] if r[0] <= akhir)[2]]
        for jenis, nilai in jumlah.items():
            assert 0 <= nilai <= efektif.get(jenis, 0), (dipa, triwulan, jenis)


def test_ada_pengembalian_belanja_per_jenis_dan_satu_triwulan_penuh(demo: None) -> None:
    assert RincianVersi.objects.filter(realisasi__lt=0, jenis="53").exists()
    negatif = VersiLaporan.objects.annotate(jumlah=Sum("rincian__realisasi")).filter(jumlah__lt=0)
    assert negatif.exists()


def test_triwulan_berurutan_dan_yang_diajukan_menyusul_yang_diajukan(demo: None) -> None:
    per_dipa = defaultdict(list)
    for dipa, triwulan, status, terverifikasi in LaporanTriwulan.objects.order_by("dipa", "triwulan").values_list(
        "dipa", "triwulan", "status", "versi_terverifikasi"
    ):
        per_dipa[dipa].append((triwulan, status, terverifikasi))
    for laporan in per_dipa.values():
        assert [t for t, _, _ in laporan] == list(range(1, len(laporan) + 1))
        for (_, sebelum, versi_sebelum), (_, status, terverifikasi) in pairwise(laporan):
            if status != StatusLaporan.DRAF:
                assert sebelum != StatusLaporan.DRAF
                assert sebelum != StatusLaporan.DIKEMBALIKAN or versi_sebelum
            if terverifikasi:
                assert versi_sebelum


def test_versi_mencatat_siapa_kapan_dan_dari_data_apa(demo: None) -> None:
    for versi in VersiLaporan.objects.select_related("laporan__dipa"):
        akhir = akhir_triwulan(versi.laporan.dipa.tahun_id, versi.laporan.triwulan)
        assert versi.tanggal_data == akhir
        assert versi.basis
        assert versi.nama_pengaju
        assert 0 < (versi.diajukan_pada.date() - akhir).days < 60
        assert versi.rincian.exists()
    assert 10 <= VersiLaporan.objects.filter(nomor=2).count() < 100
    assert set(VersiLaporan.objects.values_list("basis", flat=True)) == {"SP2D", "AKRUAL"}


def test_verifikasi_menyusul_pengajuan(demo: None) -> None:
    terverifikasi = LaporanTriwulan.objects.filter(versi_terverifikasi__isnull=False)
    assert terverifikasi.count() > 600
    assert not terverifikasi.exclude(diverifikasi_pada__gt=F("versi_terverifikasi__diajukan_pada")).exists()
    assert not terverifikasi.exclude(diverifikasi_oleh__username="pusat").exists()


def test_sebagian_laporan_terlambat(demo: None) -> None:
    tenggat = {(p.tahun_id, p.triwulan): p.tenggat for t in TahunAnggaran.objects.all() for p in t.periode.all()}
    versi = VersiLaporan.objects.filter(nomor=1).select_related("laporan__dipa")
    terlambat = [v.diajukan_pada.date() > tenggat[v.laporan.dipa.tahun_id, v.laporan.triwulan] for v in versi]
    assert 0.05 < sum(terlambat) / len(terlambat) < 0.25


def test_draf_sama_dengan_versi_terakhirnya(demo: None) -> None:
    for laporan in LaporanTriwulan.objects.filter(versi_diajukan__isnull=False).select_related("versi_diajukan"):
        versi = laporan.versi_diajukan
        assert (laporan.basis, laporan.tanggal_data, laporan.fisik) == (versi.basis, versi.tanggal_data, versi.fisik)
    isi = {"draf": defaultdict(dict), "versi": defaultdict(dict)}
    for laporan, jenis, nilai in RincianDraf.objects.filter(laporan__versi_diajukan__isnull=False).values_list(
        "laporan", "jenis", "realisasi"
    ):
        isi["draf"][laporan][jenis] = nilai
    for laporan, jenis, nilai in RincianVersi.objects.filter(versi=F("versi__laporan__versi_diajukan")).values_list(
        "versi__laporan", "jenis", "realisasi"
    ):
        isi["versi"][laporan][jenis] = nilai
    assert isi["draf"] == isi["versi"]


@pytest.mark.parametrize(("tahun", "triwulan"), [(t, q) for t in TAHUN_DEMO for q in (2, 4) if (t, q) != (2026, 4)])
def test_di_bawah_target_selalu_ada_kendala_yang_masih_terbuka(demo: None, tahun: int, triwulan: int) -> None:
    terbuka = {
        dipa
        for dipa, ditutup in Kendala.objects.filter(dipa__tahun=tahun, triwulan_dibuka__lte=triwulan).values_list(
            "dipa__satker__kode", "triwulan_ditutup"
        )
        if ditutup is None or ditutup >= triwulan
    }
    kurang = {
        b["kode"]
        for b in posisi(tahun, triwulan, "SEMUA", "sementara")["satker"]
        if b["status"] in {"DI_BAWAH_TARGET", "DI_BAWAH_AMBANG"}
    }
    assert kurang
    assert kurang <= terbuka


def test_kendala_lengkap_dan_sebagian_sudah_ditutup(demo: None) -> None:
    assert not Kendala.objects.filter(tindak_lanjut="").exists()
    assert not Kendala.objects.filter(penanggung_jawab="").exists()
    assert Kendala.objects.filter(triwulan_ditutup__gt=F("triwulan_dibuka")).exists()
    assert Kendala.objects.filter(triwulan_ditutup__isnull=True, dipa__tahun=2026).exists()
    assert Kendala.objects.values("kategori").distinct().count() == 6


def test_kendala_tentang_blokir_hanya_di_tempat_yang_pernah_diblokir(demo: None) -> None:
    for kendala in Kendala.objects.filter(uraian__icontains="diblokir"):
        assert PaguRevisi.objects.filter(revisi__dipa=kendala.dipa_id, blokir__gt=0).exists()


def test_revisi_beragam_dan_pagu_dalam_ribuan(demo: None) -> None:
    jumlah = Counter(RevisiDipa.objects.values_list("dipa", flat=True))
    assert {1, 2, 3, 4} <= set(jumlah.values())
    assert all(pagu % 1000 == blokir % 1000 == 0 for pagu, blokir in PaguRevisi.objects.values_list("pagu", "blokir"))
    assert set(PaguRevisi.objects.values_list("jenis", flat=True)) == {"00", "51", "52", "53", "57"}
    assert not RevisiDipa.objects.filter(catatan="").exists()
    for nomor, sejak, tahun in RevisiDipa.objects.values_list("nomor", "berlaku_sejak", "dipa__tahun"):
        assert dt.date(tahun - 1, 11, 20) <= sejak <= dt.date(tahun, 1, 20) or nomor > 0
    belum_dirinci = PaguRevisi.objects.filter(jenis="00").values_list("revisi__dipa", flat=True).distinct()
    assert 1 <= len(belum_dirinci) <= 3


# --- People ----------------------------------------------------------------------------------
def test_setiap_alamat_surel_berakhiran_example(demo: None) -> None:
    surel = [*Satker.objects.values_list("kontak_surel", flat=True), *Pengguna.objects.values_list("email", flat=True)]
    assert all(alamat.endswith(".example") for alamat in surel)
    assert Satker.objects.values("kontak_surel").distinct().count() == 38
    assert not Satker.objects.exclude(kontak_telepon__startswith="(000)").exists()
    assert not Satker.objects.filter(kontak_nama="").exists()


def test_hanya_lima_satker_berkode_ilustrasi(demo: None) -> None:
    ilustrasi = Satker.objects.filter(kode_ilustrasi=True)
    assert set(ilustrasi.values_list("provinsi_id", flat=True)) == {"65", *PROVINSI_BARU}
    assert Satker.objects.count() == 38
    assert not Satker.objects.filter(kode__in=["359901", "417681"]).exists()


def test_nama_satker_tahun_itu_tetap_pada_dipa(demo: None) -> None:
    nama = dict(Dipa.objects.filter(satker__provinsi_id="65").values_list("tahun", "nama_satker"))
    assert nama[2022] != nama[2024] == Satker.objects.get(provinsi_id="65").nama


@pytest.mark.parametrize("login", daftar_login(), ids=lambda login: login.username)
def test_login_contoh_dapat_masuk_dengan_perannya(demo: None, login: Login) -> None:
    pengguna = authenticate(RequestFactory().post("/masuk/"), username=login.username, password=login.kata_sandi)
    assert pengguna is not None
    validate_password(login.kata_sandi, pengguna)
    assert hak(pengguna).peran == ({login.peran} if login.peran else set())
    assert [(p.satker.provinsi_id, p.peran) for p in hak(pengguna).penugasan] == (
        [(login.kode_provinsi, login.peran_satker)] if login.peran_satker else []
    )


def test_daftar_login_seperti_yang_dijanjikan(demo: None) -> None:
    assert [login.username for login in daftar_login()] == [
        "pusat",
        "pimpinan",
        "admin",
        "kepala-riau",
        "operator-riau",
        "kepala-aceh",
        "operator-aceh",
        "kepala-jatim",
        "operator-jatim",
    ]
    assert set(Pengguna.objects.filter(is_superuser=True).values_list("username", flat=True)) == {"admin"}
    assert set(Pengguna.objects.filter(is_staff=True).values_list("username", flat=True)) == {"admin", "pusat"}
    assert Pengguna.objects.get(username="admin").groups.get().name == Peran.ADMINISTRATOR
    assert Penugasan.objects.filter(peran=PeranSatker.KEPALA).count() == 3


# --- Journal -----------------------------------------------------------------------------------
@pytest.mark.basis_data
def test_setiap_baris_yang_dicatat_mempunyai_catatan_pembuatan(demo: None) -> None:
    catatan = CatatanJurnal.objects.filter(action=CatatanJurnal.Action.CREATE)
    for model in auditlog.get_models():
        tercatat = Counter(
            catatan.filter(
                content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name
            ).values_list("object_pk", flat=True)
        )
        assert tercatat == Counter(str(pk) for pk in model._default_manager.values_list("pk", flat=True)), model


def test_perubahan_keadaan_laporan_tercatat(demo: None) -> None:
    perubahan = CatatanJurnal.objects.filter(action=CatatanJurnal.Action.UPDATE, content_type__model="laporantriwulan")
    assert perubahan.count() == LaporanTriwulan.objects.exclude(status=StatusLaporan.DRAF).count()
    assert perubahan.first().changes["status"][0] == "DRAF"


# --- Determinism ---------------------------------------------------------------------------------
SIDIK = """
import hashlib
import django
django.setup()
from realisasi.demo.rencana import TAHUN_DEMO, susun_tahun
print(hashlib.sha256(repr([susun_tahun(t, frozenset()) for t in TAHUN_DEMO]).encode()).hexdigest())
"""


@pytest.mark.parametrize("benih_hash", ["1", "2"])
def test_rencana_sama_di_setiap_proses(benih_hash: str) -> None:
    lingkungan = os.environ | {"PYTHONHASHSEED": benih_hash, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    hasil = subprocess.run(
        [sys.executable, "-c", SIDIK], env=lingkungan, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert hasil.stdout.strip() == sidik_rencana()


@pytest.mark.pada("2031-05-05 05:05")
def test_rencana_tidak_bergantung_pada_hari_ini(jam: time_machine.Traveller) -> None:
    sekarang = sidik_rencana()
    jam.move_to(dt.datetime(2022, 2, 2, tzinfo=dt.UTC))
    assert sidik_rencana() == sekarang


def sidik_rencana() -> str:
    """A digest of the plan of all years."""
    return hashlib.sha256(repr([susun_tahun(t, frozenset()) for t in TAHUN_DEMO]).encode()).hexdigest()


@pytest.mark.parametrize("tahun", TAHUN_DEMO)
def test_isi_basis_data_sama_dengan_rencana(demo: None, tahun: int) -> None:
    rencana = susun_tahun(tahun, libur_pelaporan(tahun))
    direncanakan = {
        (r.kode_provinsi, satu.nomor, satu.berlaku_sejak, jenis, *nilai)
        for r in rencana
        for satu in r.revisi
        for jenis, nilai in satu.pagu.items()
    }
    assert direncanakan == set(
        PaguRevisi.objects.filter(revisi__dipa__tahun=tahun).values_list(
            "revisi__dipa__satker__provinsi", "revisi__nomor", "revisi__berlaku_sejak", "jenis", "pagu", "blokir"
        )
    )
    direncanakan = {
        (r.kode_provinsi, satu.triwulan, versi.nomor, versi.diajukan_pada, jenis, nilai)
        for r in rencana
        for satu in r.laporan
        for versi in satu.versi
        for jenis, nilai in versi.rincian.items()
    }
    assert direncanakan == set(
        RincianVersi.objects.filter(versi__laporan__dipa__tahun=tahun).values_list(
            "versi__laporan__dipa__satker__provinsi",
            "versi__laporan__triwulan",
            "versi__nomor",
            "versi__diajukan_pada",
            "jenis",
            "realisasi",
        )
    )


# --- Running it again, and where it must not run --------------------------------------------------
def isi_semua() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all journaled models."""
    return {str(m): list(m._default_manager.order_by("pk").values_list()) for m in auditlog.get_models()}


@pytest.mark.basis_data
def test_diulang_tidak_mengubah_apa_pun(demo: None) -> None:
    sebelum, catatan = isi_semua(), CatatanJurnal.objects.count()
    pesan = muat()
    assert isi_semua() == sebelum
    assert CatatanJurnal.objects.count() == catatan
    assert "Data contoh sudah ada; tidak ada yang diubah." in pesan
    assert "demo-riau-2026" in pesan


def test_diulang_tidak_menghilangkan_yang_dimasukkan(demo: None) -> None:
    riau = Satker.objects.get(kode="099026")
    riau.nama, riau.kontak_nama = "Dinas Baru", "Nama Baru"
    riau.save()
    laporan = laporan_2026("099026", 3)
    laporan.rincian_draf.all().delete()
    RincianDraf.objects.create(laporan=laporan, jenis="52", realisasi=123_456_789)
    Kendala.objects.filter(dipa=laporan.dipa).delete()
    pabrik.buat_target(1, 2000)
    pabrik.buat_dipa(riau, tahun=2027)
    operator = Pengguna.objects.get(username="operator-riau")
    operator.set_password("kata sandi yang baru")
    operator.is_active = False
    operator.save()
    Penugasan.objects.filter(pengguna=operator).delete()
    sebelum = isi_semua()

    pesan = muat()

    assert isi_semua() == sebelum
    (baris,) = (b for b in pesan.splitlines() if "operator-riau" in b)
    assert "(sudah diganti)" in baris
    assert baris.endswith("nonaktif")
    assert "demo-riau-2026" not in baris


def test_diulang_cepat_karena_tahun_yang_ada_tidak_disusun_lagi(demo: None) -> None:
    with CaptureQueriesContext(
        connection,
    ) as kueri:
        muat()
    assert not [k for k in kueri if k["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_tahun_contoh_yang_hilang_ditambahkan_sendiri(demo: None) -> None:
    sebelum = posisi(2023, 4, "DK")
    hapus_tahun(2023)
    assert posisi(2023, 4, "DK")["satker"] == []
    pesan = muat()
    assert "dimuat untuk 2023: 34 DIPA" in pesan
    assert posisi(2023, 4, "DK") == sebelum


def hapus_tahun(tahun: int) -> None:
    """Take a year away, versions included, as no page of the project can."""
    versi = VersiLaporan.objects.filter(laporan__dipa__tahun=tahun)
    LaporanTriwulan.objects.filter(dipa__tahun=tahun).update(
        status=StatusLaporan.DRAF, versi_diajukan=None, versi_terverifikasi=None
    )
    RincianVersi.objects.filter(versi__in=versi).delete()
    versi.delete()
    Dipa.objects.filter(tahun=tahun).delete()
    TahunAnggaran.objects.get(pk=tahun).delete()


@pytest.mark.basis_data
@pytest.mark.django_db
def test_pemasangan_dengan_dipa_sungguhan_ditolak_dengan_satu_kalimat() -> None:
    call_command("muat_referensi", verbosity=0)
    pabrik.buat_dipa(Satker.objects.get(kode="099026"), tahun=2027)
    with pytest.raises(CommandError) as galat:
        muat()
    assert str(galat.value) == (
        "Pemasangan ini sudah berisi data sungguhan (1 DIPA); data contoh tidak dimuat supaya keduanya tidak tercampur."
    )
    assert not Pengguna.objects.exists()
    assert Dipa.objects.count() == 1
    assert Satker.objects.count() == 33


@pytest.mark.django_db
def test_pemasangan_yang_membuka_tahun_sungguhan_ditolak() -> None:
    pabrik.buat_tahun(2026)
    with pytest.raises(CommandError, match="Tahun anggaran 2026 sudah dibuka untuk data sungguhan"):
        muat()
    assert not Satker.objects.exists()
