"""`muat_referensi`: what an office starts with for real, and that running it again undoes nothing."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command

from realisasi.models import Dipa, HariLibur, LaporanTriwulan, TahunAnggaran
from satker.models import Pengguna, Provinsi, Pulau, Satker
from satker.peran import Peran

pytestmark = pytest.mark.django_db


def muat() -> str:
    """Run the command; returns what it said."""
    keluaran = StringIO()
    call_command("muat_referensi", stdout=keluaran)
    return keluaran.getvalue()


@pytest.mark.basis_data
def test_memuat_provinsi_satker_libur_dan_peran_tanpa_angka() -> None:
    pesan = muat()
    assert Provinsi.objects.count() == 38
    assert Satker.objects.count() == 33
    assert set(Group.objects.values_list("name", flat=True)) == {p.value for p in Peran}
    assert not Group.objects.filter(permissions__isnull=False).exists()
    assert set(HariLibur.objects.values_list("tanggal__year", flat=True)) == {2026, 2027}
    for model in (TahunAnggaran, Dipa, LaporanTriwulan, Pengguna):
        assert not model.objects.exists()
    assert "Provinsi: 38 ditambahkan." in pesan
    assert "Satker: 33 ditambahkan." in pesan
    assert "Belum ada angka" in pesan


def test_kode_satker_menyimpan_nol_di_depan_dan_yang_tidak_pasti_ditinggalkan() -> None:
    muat()
    assert Satker.objects.get(kode="099026").provinsi.nama == "Riau"
    assert not Satker.objects.filter(kode__in=["247949", "247952", "359901", "417681"]).exists()
    assert not Satker.objects.filter(provinsi_id__in=["65", "93", "94", "95", "96"]).exists()
    assert not Satker.objects.filter(kode_ilustrasi=True).exists()


def test_satker_rujukan_tidak_membawa_kontak_buatan() -> None:
    muat()
    assert not Satker.objects.exclude(kontak_nama="", kontak_telepon="", kontak_surel="").exists()


def test_provinsi_membawa_ketiga_kode_dan_petak() -> None:
    muat()
    papua_barat = Provinsi.objects.get(nama="Papua Barat")
    assert (papua_barat.kode, papua_barat.kode_bps, papua_barat.kode_lokasi_dipa) == ("92", "91", "33")
    assert Provinsi.objects.get(nama="Papua Selatan").kode_lokasi_dipa is None
    assert set(Provinsi.objects.values_list("pulau", flat=True)) == set(Pulau.values)


def test_awalan_kode_satker_sama_dengan_kode_lokasi_provinsinya() -> None:
    muat()
    for satker in Satker.objects.select_related("provinsi"):
        assert satker.kode[:2] == satker.provinsi.kode_lokasi_dipa, satker


@pytest.mark.basis_data
def test_diulang_tidak_mengubah_yang_sudah_disunting() -> None:
    muat()
    satker = Satker.objects.get(kode="099026")
    satker.nama, satker.kontak_surel = "Dinas Baru Provinsi Riau", "riau@dinas.example"
    satker.save()
    Satker.objects.get(kode="019070").delete()
    provinsi = Provinsi.objects.get(kode="11")
    provinsi.nama_pendek = "Nanggroe"
    provinsi.save()
    HariLibur.objects.filter(tanggal__year=2026).first().delete()
    libur = HariLibur.objects.count()

    pesan = muat()

    satker.refresh_from_db()
    assert (satker.nama, satker.kontak_surel) == ("Dinas Baru Provinsi Riau", "riau@dinas.example")
    assert Satker.objects.filter(kode="019070").exists(), "yang hilang ditambahkan lagi"
    assert Provinsi.objects.get(kode="11").nama_pendek == "Nanggroe"
    assert HariLibur.objects.count() == libur
    assert "Satker: 1 ditambahkan." in pesan
    assert "Provinsi: sudah lengkap" in pesan


def test_berkas_rujukan_lengkap_di_dalam_repositori() -> None:
    for nama in ("provinsi.csv", "satker_ikma.csv", "satker_ilustrasi.csv", "fakta_publikasi.csv"):
        with (settings.BASE_DIR / "fixtures" / nama).open(encoding="utf-8", newline="") as berkas:
            assert list(csv.DictReader(berkas)), nama
