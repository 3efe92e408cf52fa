"""`muat_demo` run again loses nothing, and refuses where there is real data."""

from __future__ import annotations

from typing import Any

import pytest
from auditlog.registry import auditlog
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from realisasi.models import (
    Dipa,
    Kendala,
    LaporanTriwulan,
    RincianDraf,
    RincianVersi,
    StatusLaporan,
    TahunAnggaran,
    VersiLaporan,
)
from satker.models import CatatanJurnal, Pengguna, Penugasan, Satker
from satker.peran import Peran
from tests import pabrik
from tests.perintah import muat_demo, posisi


def isi_semua() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all journaled models."""
    return {str(m): list(m._default_manager.order_by("pk").values_list()) for m in auditlog.get_models()}


@pytest.mark.basis_data
def test_diulang_tidak_mengubah_apa_pun(demo: None) -> None:
    sebelum, catatan = isi_semua(), CatatanJurnal.objects.count()
    pesan = muat_demo()
    assert isi_semua() == sebelum
    assert CatatanJurnal.objects.count() == catatan
    assert "Data contoh sudah ada; tidak ada yang diubah." in pesan
    assert "demo-riau-2026" in pesan


def test_diulang_tidak_menghilangkan_yang_dimasukkan(demo: None) -> None:
    riau = Satker.objects.get(kode="099026")
    riau.nama, riau.kontak_nama = "Dinas Baru", "Nama Baru"
    riau.save()
    laporan = LaporanTriwulan.objects.get(dipa__tahun=2026, dipa__satker=riau, triwulan=3)
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

    pesan = muat_demo()

    assert isi_semua() == sebelum
    (baris,) = (b for b in pesan.splitlines() if "operator-riau" in b)
    assert "(sudah diganti)" in baris
    assert baris.endswith("nonaktif")
    assert "demo-riau-2026" not in baris


def test_login_yang_dihapus_tidak_dibuat_lagi(demo: None) -> None:
    Penugasan.objects.filter(pengguna__username="operator-riau").delete()
    Pengguna.objects.filter(username__in=["operator-riau", "admin", "pusat"]).delete()
    pabrik.buat_pengguna("orang-baru")
    Satker.objects.filter(kode="099026").update(kontak_nama="", kontak_telepon="", kontak_surel="")
    Group.objects.all().delete()
    sebelum = isi_semua()
    pesan = muat_demo()
    assert isi_semua() == sebelum
    assert not Group.objects.exists()
    assert "operator-riau" not in pesan
    assert "demo-aceh-2026" in pesan


def test_tahun_yang_ditambahkan_lagi_tidak_membawa_login(demo: None) -> None:
    hapus_tahun(2023)
    Pengguna.objects.filter(username__in=["admin", "pusat"]).delete()
    muat_demo()
    assert not Pengguna.objects.filter(username__in=["admin", "pusat"]).exists()
    laporan = LaporanTriwulan.objects.filter(dipa__tahun=2023, status=StatusLaporan.DIVERIFIKASI)
    assert set(laporan.values_list("diverifikasi_oleh", "nama_pemverifikasi")) == {(None, "Laksmi Prawirata")}


def test_di_samping_data_sungguhan_tidak_ada_yang_ditambahkan(demo: None) -> None:
    hapus_tahun(2023)
    pabrik.buat_dipa(Satker.objects.get(kode="099026"), tahun=2027)
    sebelum = isi_semua()
    assert "tidak ada yang diubah" in muat_demo()
    assert isi_semua() == sebelum


def test_diulang_cepat_karena_tahun_yang_ada_tidak_disusun_lagi(demo: None) -> None:
    with CaptureQueriesContext(
        connection,
    ) as kueri:
        muat_demo()
    assert not [k for k in kueri if k["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_tahun_contoh_yang_hilang_ditambahkan_sendiri(demo: None) -> None:
    sebelum = posisi(2023, 4, "DK")
    hapus_tahun(2023)
    assert posisi(2023, 4, "DK")["satker"] == []
    pesan = muat_demo()
    assert "dimuat untuk 2023: 34 DIPA" in pesan
    assert posisi(2023, 4, "DK") == sebelum


def hapus_tahun(tahun: int) -> None:
    """Take a year away, versions included, as no page of the project can."""
    versi = VersiLaporan.objects.filter(laporan__dipa__tahun=tahun)
    LaporanTriwulan.objects.filter(dipa__tahun=tahun).update(
        status=StatusLaporan.DRAF, versi_diajukan=None, versi_terverifikasi=None
    )
    RincianVersi.objects.filter(versi__in=versi)._raw_delete(versi.db)
    versi._raw_delete(versi.db)
    Dipa.objects.filter(tahun=tahun).delete()
    TahunAnggaran.objects.get(pk=tahun).delete()


@pytest.mark.basis_data
@pytest.mark.django_db
def test_pemasangan_dengan_dipa_sungguhan_ditolak_dengan_satu_kalimat() -> None:
    call_command("muat_referensi", verbosity=0)
    pabrik.buat_dipa(Satker.objects.get(kode="099026"), tahun=2027)
    with pytest.raises(CommandError) as galat:
        muat_demo()
    assert str(galat.value) == (
        "Pemasangan ini sudah berisi data sungguhan (1 DIPA); data contoh tidak dimuat supaya keduanya tidak tercampur."
    )
    assert not Pengguna.objects.exists()
    assert Dipa.objects.count() == 1
    assert Satker.objects.count() == 33


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["kantor", "admin"])
def test_pemasangan_yang_sudah_berpengguna_ditolak(username: str) -> None:
    pabrik.buat_pengguna(username, peran=Peran.ADMINISTRATOR)
    with pytest.raises(CommandError, match=r"sudah mempunyai pengguna sendiri \(1 akun\)"):
        muat_demo()
    assert not Satker.objects.exists()
    assert Pengguna.objects.count() == 1


@pytest.mark.django_db
def test_pengaturan_produksi_menolak(settings: Settings) -> None:
    settings.DEMO_DIIZINKAN = False
    with pytest.raises(CommandError, match="pengaturan produksi"):
        muat_demo()
    assert not Pengguna.objects.exists()


@pytest.mark.django_db
def test_pemasangan_yang_membuka_tahun_sungguhan_ditolak() -> None:
    pabrik.buat_tahun(2026)
    with pytest.raises(CommandError, match="Tahun anggaran 2026 sudah dibuka untuk data sungguhan"):
        muat_demo()
    assert not Satker.objects.exists()
