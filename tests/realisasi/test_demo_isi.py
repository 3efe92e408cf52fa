"""`muat_demo`: what it writes keeps the rules; people, journal, and the same data every time."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise

import pytest
import time_machine
from auditlog.registry import auditlog
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F, Sum
from django.test import RequestFactory

from realisasi.demo.muat import libur_pelaporan
from realisasi.demo.orang import Login, daftar_login
from realisasi.demo.rencana import TAHUN_DEMO, susun_tahun
from realisasi.kalender import akhir_triwulan
from realisasi.kata_pengingat import nomor_ponsel
from realisasi.models import (
    Dipa,
    Kendala,
    LaporanTriwulan,
    PaguRevisi,
    RevisiDipa,
    RincianDraf,
    RincianVersi,
    StatusLaporan,
    TahunAnggaran,
    VersiLaporan,
)
from satker.akses import hak
from satker.models import CatatanJurnal, Pengguna, Penugasan, PeranSatker, Satker
from satker.peran import Peran
from tests.perintah import posisi

PROVINSI_BARU = {"93", "94", "95", "96"}


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
    telepon = set(Satker.objects.values_list("kontak_telepon", flat=True))
    kantor = {nomor for nomor in telepon if nomor.startswith("(000)")}
    # No operator has 084.
    ponsel = {nomor for nomor in telepon if nomor_ponsel(nomor) and nomor.startswith("0840")}
    assert kantor | ponsel == telepon
    assert min(len(kantor), len(ponsel)) >= 5
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
    # Known to all, and so told apart from a real one: nobody could choose it.
    with pytest.raises(ValidationError):
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
