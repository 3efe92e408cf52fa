"""The measurements stay runnable: the same data each time, pages that answer, floors that give the same figures."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction

from realisasi.models import (
    Dipa,
    LaporanTriwulan,
    PaguRevisi,
    PeriodePelaporan,
    RevisiDipa,
    RincianDraf,
    RincianVersi,
    VersiLaporan,
)
from realisasi.pemeriksaan import rekap as pemeriksaan
from realisasi.posisi import Angka, muat
from realisasi.rekap.penyusunan import SEKALI_SUSUN
from satker.models import Penugasan, Satker
from tests.kinerja import isi
from tests.kinerja.halaman import DASBOR, PEMANASAN, ukur_langkah
from tests.kinerja.isi import TAHUN_AKHIR, TRIWULAN_AKHIR
from tests.kinerja.langkah import Meja
from tests.kinerja.lantai import Lantai

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]
KECIL = (3, 2)


def terisi(jumlah: int, tahun: int, *, jurnal: bool) -> dict[str, Any]:
    """Every figure of a database filled anew, which is then undone; without the numbers that the database gives."""
    with transaction.atomic():
        isi.isi(jumlah, tahun, jurnal=jurnal)
        hasil: dict[str, Any] = {
            m.__name__: list(m._default_manager.order_by("pk").values())
            for m in (RevisiDipa, PaguRevisi, LaporanTriwulan, VersiLaporan, RincianVersi)
        }
        hasil["satker"] = list(Satker.objects.order_by("kode").values_list("kode", "nama", "provinsi"))
        hasil["dipa"] = list(Dipa.objects.order_by("pk").values_list("pk", "tahun", "satker__kode", "nomor"))
        draf = RincianDraf.objects.order_by("laporan", "jenis")
        hasil["draf"] = list(draf.values_list("laporan", "jenis", "realisasi"))
        hasil["jendela"] = list(PeriodePelaporan.objects.order_by("tahun", "triwulan").values_list("tahun", "ditutup"))
        orang = Penugasan.objects.order_by("pengguna__username")
        hasil["orang"] = list(orang.values_list("pengguna__username", "satker__kode", "peran"))
        transaction.set_rollback(True)
    return hasil


def test_isi_sama_setiap_kali_dengan_jurnal_pun() -> None:
    pertama = terisi(*KECIL, jurnal=False)
    assert len(pertama["RincianVersi"]) == 3 * 2 * 4 * 4 - 4
    assert pertama == terisi(*KECIL, jurnal=False)
    assert pertama == terisi(*KECIL, jurnal=True)


def test_tahun_terakhir_memuat_semua_keadaan() -> None:
    isi.isi(80, 1)
    status = LaporanTriwulan.objects.filter(triwulan=TRIWULAN_AKHIR).values_list("status", flat=True)
    assert {s: list(status).count(s) for s in set(status)} == {"DRAF": 13, "DIAJUKAN": 13, "DIVERIFIKASI": 52}
    assert Satker.objects.filter(dipa__isnull=False).values("provinsi").distinct().count() == 38


@pytest.mark.django_db(transaction=True)
def test_rekap_lengkap_dan_benar_juga_bila_disusun_beberapa_proses() -> None:
    isi.isi(450, 1)
    assert Dipa.objects.count() > SEKALI_SUSUN
    assert list(pemeriksaan.beda()) == []


def test_yang_diukur_dapat_diminta() -> None:
    isi.isi(*KECIL)
    hasil = {x.nama: ukur_langkah(x, putaran=1) for x in Meja(KECIL[0]).langkah() if x.paling_banyak is None}
    berubah, tersimpan = DASBOR
    assert list(hasil)[:2] == [berubah, tersimpan]
    assert list(hasil)[4:] == ["Halaman satker", "Buku kerja rakor", "Simpan isian"]
    assert hasil[berubah].kueri > hasil[tersimpan].kueri > 0
    assert hasil[berubah].byte == hasil[tersimpan].byte > hasil[tersimpan].terkirim
    assert hasil[berubah].templat is not None
    # Every save was one: an answer to what is stored already would be quicker.
    assert LaporanTriwulan.objects.get(status="DRAF").perubahan_ke == hasil["Simpan isian"].putaran + 2 + PEMANASAN


def test_verifikasi_yang_diukur_memverifikasi() -> None:
    isi.isi(*KECIL)
    verifikasi = list(Meja(KECIL[0]).langkah())[-1]
    menunggu = LaporanTriwulan.objects.filter(status="DIAJUKAN")
    assert (verifikasi.nama, verifikasi.paling_banyak, menunggu.count()) == ("Verifikasi", 4, 4)
    assert [verifikasi.minta("identity").status_code for _ in range(4)] == [302] * 4
    assert not menunggu.exists()


def test_lantai_memberi_angka_yang_sama() -> None:
    isi.isi(14, 2)
    lantai = Lantai(TAHUN_AKHIR, Satker.objects.earliest("kode").pk)
    lantai.siapkan()
    posisi = {
        p.amanat.kode: (p.pagu_efektif, p.realisasi)
        for p in muat([TAHUN_AKHIR], Angka.RESMI).posisi(TAHUN_AKHIR, TRIWULAN_AKHIR)
    }
    assert len(posisi) == 14
    for perintah in lantai.dasbor():
        with connection.cursor() as kursor:
            kursor.execute(*perintah[0])
            kolom = [k[0] for k in kursor.description]
            baris = [dict(zip(kolom, b, strict=True)) for b in kursor.fetchall()]
        assert {b["kode"]: (b["efektif"], b["realisasi"] or 0) for b in baris} == posisi
