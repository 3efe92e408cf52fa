"""The admin site: who gets in, that every page opens with a fixed number of queries, what it refuses."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from realisasi.models import (
    Dipa,
    HariLibur,
    Impor,
    Kendala,
    LaporanTriwulan,
    PaguRevisi,
    Pembekuan,
    PeriodePelaporan,
    PerpanjanganPeriode,
    Rekonsiliasi,
    RevisiDipa,
    TahunAnggaran,
    Target,
    VersiLaporan,
)
from realisasi.pembekuan import SEMUA, Cakupan, bekukan
from realisasi.posisi import Angka
from satker.models import CatatanJurnal, Pengguna, Penugasan, PeranSatker, Provinsi, Satker, WajibDuaLangkah
from satker.peran import Peran
from tests import pabrik

pytestmark = pytest.mark.django_db

Masuk = Callable[[Pengguna | str], Client]

HANYA_DIBACA = [Provinsi, CatatanJurnal, LaporanTriwulan, VersiLaporan, Kendala, Impor, Pembekuan, Rekonsiliasi]
DIPELIHARA = [Satker, TahunAnggaran, PerpanjanganPeriode, HariLibur, Dipa, RevisiDipa]
KHUSUS_ADMINISTRATOR = [Pengguna, Group, WajibDuaLangkah]


def alamat(model: type, halaman: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{halaman}", args=args)


def isi_semua(jumlah: int) -> None:
    """Some rows of every model."""
    WajibDuaLangkah.objects.get_or_create(peran=Peran.PIMPINAN)
    for _ in range(jumlah):
        dipa = pabrik.buat_dipa(pagu={"52": 10_000, "53": 5_000}, blokir={"52": 100})
        pabrik.buat_revisi(dipa, {"52": 12_000, "53": 5_000}, berlaku_sejak=dt.date(2026, 5, 4))
        pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 4_000, "53": -10})
        pabrik.buat_laporan_diajukan(dipa, 2, {"52": 1_000})
        pabrik.buat_kendala(dipa)
        pabrik.buat_impor(dipa.satker)
        pabrik.buat_rekonsiliasi(dipa)
        pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=dipa.satker)
        pabrik.buat_pengguna(peran=Peran.PIMPINAN)
        bekukan(Cakupan(2026, 2, SEMUA, Angka.RESMI), f"Rakor {dipa.pk}", None)
    for triwulan in (1, 2, 3, 4):
        periode = PeriodePelaporan.objects.filter(tahun=2026, triwulan=triwulan).first()
        periode = periode or pabrik.buat_periode(triwulan)
        for satker in Satker.objects.exclude(perpanjangan__periode=periode):
            PerpanjanganPeriode.objects.create(
                periode=periode, satker=satker, sampai=dt.date(2027, 6, 1), alasan="Banjir."
            )
    if not Target.objects.exists():
        pabrik.buat_target(2, 6000)
    HariLibur.objects.get_or_create(tanggal=dt.date(2026, 8, 17), defaults={"nama": "Hari Kemerdekaan"})


# --- Who gets in ---------------------------------------------------------------------
def test_tanpa_masuk_diarahkan_ke_halaman_masuk(client: Client) -> None:
    jawaban = client.get("/admin/", follow=True)
    assert jawaban.redirect_chain[-1][0] == "/masuk/?next=/admin/"
    assert b"Nama pengguna" in jawaban.content


def test_situs_admin_tidak_punya_formulir_masuk_sendiri(client: Client) -> None:
    pabrik.buat_pengguna("pusat", peran=Peran.TIM_PUSAT)
    client.post("/admin/login/", {"username": "pusat", "password": pabrik.KATA_SANDI})
    assert "_auth_user_id" not in client.session


def test_masuk_admin_tidak_mengirim_ke_tempat_lain(client: Client) -> None:
    jawaban = client.get("/admin/login/?next=https://jahat.example/")
    assert jawaban.headers["Location"] == "/masuk/?next=/admin/"


@pytest.mark.parametrize("siapa", ["kepala", "operator", "pimpinan", "tanpa_peran"])
def test_yang_lain_mendapat_403(siapa: str, request: pytest.FixtureRequest, masuk: Masuk) -> None:
    klien = masuk(request.getfixturevalue(siapa))
    for tujuan in ("/admin/", alamat(Dipa, "changelist"), alamat(Pengguna, "changelist"), alamat(Satker, "add")):
        jawaban = klien.get(tujuan)
        assert jawaban.status_code == 403
        assert "tim pusat dan administrator" in jawaban.content.decode() or siapa == "tanpa_peran"


def test_tanda_superuser_dan_staff_tidak_membuka_apa_pun(masuk: Masuk) -> None:
    super_saja = pabrik.buat_pengguna("super", is_superuser=True, is_staff=True)
    assert masuk(super_saja).get("/admin/").status_code == 403


def test_tim_pusat_tidak_mengelola_pengguna(pusat: Pengguna, masuk: Masuk) -> None:
    pusat.is_superuser = pusat.is_staff = True  # the flag adds nothing to the role
    pusat.save()
    klien = masuk(pusat)
    for model in KHUSUS_ADMINISTRATOR:
        assert klien.get(alamat(model, "changelist")).status_code == 403
    assert klien.get(alamat(Pengguna, "add")).status_code == 403
    assert "/admin/satker/pengguna/" not in klien.get("/admin/").content.decode()


def test_tim_pusat_tidak_dapat_menulis_penugasan(pusat: Pengguna, masuk: Masuk) -> None:
    satker = pabrik.buat_satker()
    klien = masuk(pusat)
    isi = {
        **dict.fromkeys(("kontak_nama", "kontak_telepon", "kontak_surel"), ""),
        "kode": satker.kode,
        "nama": "Nama baru",
        "provinsi": satker.provinsi_id,
        "penugasan-TOTAL_FORMS": 1,
        "penugasan-INITIAL_FORMS": 0,
        "penugasan-0-pengguna": pusat.pk,
        "penugasan-0-satker": satker.pk,
        "penugasan-0-peran": "KEPALA",
    }
    klien.post(alamat(Satker, "change", satker.pk), isi)
    satker.refresh_from_db()
    assert satker.nama == "Nama baru"
    assert not Penugasan.objects.exists()


# --- Every page ----------------------------------------------------------------------
def test_semua_model_terdaftar_sudah_diuji() -> None:
    assert set(admin.site._registry) == {*HANYA_DIBACA, *DIPELIHARA, *KHUSUS_ADMINISTRATOR}


@pytest.mark.basis_data
@pytest.mark.parametrize("model", [*HANYA_DIBACA, *DIPELIHARA, *KHUSUS_ADMINISTRATOR])
@pytest.mark.parametrize("siapa", ["pusat", "administrator"])
def test_setiap_halaman_terbuka_dengan_kueri_tetap(
    model: type, siapa: str, request: pytest.FixtureRequest, masuk: Masuk
) -> None:
    pengguna = request.getfixturevalue(siapa)
    klien = masuk(pengguna)
    if model in KHUSUS_ADMINISTRATOR and siapa == "pusat":
        assert klien.get(alamat(model, "changelist")).status_code == 403
        return

    def kueri(tujuan: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as tangkapan:
            jawaban = klien.get(tujuan)
        assert jawaban.status_code == 200, tujuan
        assert not re.search(r"<script(?![^>]* (src=|type=\"application/json))", jawaban.content.decode())
        assert " style=" not in jawaban.content.decode()
        return len(tangkapan)

    isi_semua(2)
    daftar = alamat(model, "changelist")
    kueri(daftar)
    sedikit = kueri(daftar)
    isi_semua(2)
    assert kueri(daftar) <= sedikit + 1  # one more for the pages of the list
    assert sedikit <= 16
    kueri(f"{daftar}?q=099")
    pertama = model._default_manager.first()  # type: ignore[attr-defined]
    assert kueri(alamat(model, "change", pertama.pk)) <= 24
    jawaban = klien.get(alamat(model, "add"))
    assert jawaban.status_code == (403 if model in HANYA_DIBACA or model is Group else 200)


@pytest.mark.parametrize("model", [*HANYA_DIBACA, Group])
def test_yang_hanya_dibaca_menolak_tulisan_juga_dari_superuser(
    model: type, administrator: Pengguna, masuk: Masuk
) -> None:
    administrator.is_superuser = True
    administrator.save()
    klien = masuk(administrator)
    isi_semua(1)
    banyak = model._default_manager.count()  # type: ignore[attr-defined]
    pertama = model._default_manager.first()  # type: ignore[attr-defined]
    assert klien.post(alamat(model, "add"), {}).status_code == 403
    assert klien.post(alamat(model, "change", pertama.pk), {}).status_code == 403
    assert klien.post(alamat(model, "delete", pertama.pk), {"post": "yes"}).status_code == 403
    klien.post(
        alamat(model, "changelist"),
        {"action": "delete_selected", "_selected_action": [pertama.pk], "post": "yes"},
    )
    assert model._default_manager.count() == banyak  # type: ignore[attr-defined]


# --- Deleting ------------------------------------------------------------------------
def pesan(jawaban: Any) -> str:
    return " ".join(str(p) for p in jawaban.context["messages"])


@pytest.mark.basis_data
@pytest.mark.parametrize("cara", ["halaman", "tindakan"])
def test_yang_mempunyai_laporan_tidak_terhapus(cara: str, pusat: Pengguna, masuk: Masuk) -> None:
    pusat.is_superuser = True
    pusat.save()
    klien = masuk(pusat)
    isi_semua(1)
    dipa = Dipa.objects.get()
    for objek, kata in (
        (dipa.satker, "tidak dapat dihapus karena mempunyai DIPA"),
        (dipa, "tidak dapat dihapus karena sudah mempunyai laporan TW I dan TW II"),
        (dipa.tahun, "tidak dapat dihapus karena sudah ada DIPA"),
    ):
        if cara == "halaman":
            jawaban = klien.post(alamat(type(objek), "delete", objek.pk), {"post": "yes"}, follow=True)
        else:
            jawaban = klien.post(
                alamat(type(objek), "changelist"),
                {"action": "delete_selected", "_selected_action": [objek.pk], "post": "yes"},
                follow=True,
            )
        assert jawaban.status_code == 200
        assert kata in pesan(jawaban)
        assert type(objek)._default_manager.filter(pk=objek.pk).exists()
    assert VersiLaporan.objects.count() == 2


@pytest.mark.parametrize("cara", ["halaman", "tindakan"])
def test_satker_dengan_penugasan_tidak_terhapus(cara: str, pusat: Pengguna, masuk: Masuk) -> None:
    satker = pabrik.buat_satker()
    pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=satker)
    isi: dict[str, Any] = {"post": "yes"}
    tujuan = alamat(Satker, "delete", satker.pk)
    if cara == "tindakan":
        isi |= {"action": "delete_selected", "_selected_action": [satker.pk]}
        tujuan = alamat(Satker, "changelist")
    jawaban = masuk(pusat).post(tujuan, isi, follow=True)
    assert "masih ada pengguna yang ditugaskan di sana" in pesan(jawaban)
    assert Penugasan.objects.count() == 1


def test_revisi_satu_satunya_tetap_bila_ada_laporan(pusat: Pengguna, masuk: Masuk) -> None:
    klien = masuk(pusat)
    dipa = pabrik.buat_dipa()
    pabrik.buat_laporan_diajukan(dipa, 1, {"52": 1})
    jawaban = klien.post(alamat(RevisiDipa, "delete", dipa.revisi.get().pk), {"post": "yes"}, follow=True)
    assert "tidak dapat dihapus" in pesan(jawaban)
    assert dipa.revisi.exists()


def test_dipa_tanpa_laporan_dapat_dihapus_dan_tercatat(pusat: Pengguna, masuk: Masuk) -> None:
    klien = masuk(pusat)
    dipa = pabrik.buat_dipa()
    assert klien.get(alamat(Dipa, "delete", dipa.pk)).status_code == 200
    klien.post(alamat(Dipa, "delete", dipa.pk), {"post": "yes"})
    assert not Dipa.objects.exists()
    dihapus = CatatanJurnal.objects.filter(action=CatatanJurnal.Action.DELETE)
    assert {c.content_type.model for c in dihapus} == {"dipa", "revisidipa", "pagurevisi"}
    assert {c.nama_pelaku for c in dihapus} == {pusat.nama}


def test_penghapusan_akun_sendiri_ditolak(administrator: Pengguna, masuk: Masuk) -> None:
    jawaban = masuk(administrator).post(alamat(Pengguna, "delete", administrator.pk), {"post": "yes"}, follow=True)
    assert "akun sendiri" in pesan(jawaban)
    assert Pengguna.objects.filter(pk=administrator.pk).exists()


# --- Closed years --------------------------------------------------------------------
def isi_revisi(dipa: Dipa, nomor: int = 1, **pagu: Any) -> dict[str, Any]:
    return {
        "dipa": dipa.pk,
        "nomor": nomor,
        "berlaku_sejak": "2026-06-01",
        "catatan": "",
        "pagu-TOTAL_FORMS": 1,
        "pagu-INITIAL_FORMS": 0,
        "pagu-0-jenis": "52",
        "pagu-0-pagu": 5_000,
        "pagu-0-blokir": 0,
        **pagu,
    }


@pytest.fixture
def dipa_tertutup(db: None) -> Dipa:
    dipa = pabrik.buat_dipa()
    pabrik.buat_target(2, 6000)
    TahunAnggaran.objects.update(ditutup=True)
    return dipa


def test_revisi_di_tahun_tertutup_ditolak(dipa_tertutup: Dipa, pusat: Pengguna, masuk: Masuk) -> None:
    jawaban = masuk(pusat).post(alamat(RevisiDipa, "add"), isi_revisi(dipa_tertutup))
    assert "sudah ditutup" in jawaban.content.decode()
    assert dipa_tertutup.revisi.count() == 1


def test_pagu_di_tahun_tertutup_tidak_berubah(dipa_tertutup: Dipa, pusat: Pengguna, masuk: Masuk) -> None:
    klien = masuk(pusat)
    revisi = dipa_tertutup.revisi.get()
    baris = revisi.pagu.get()
    tujuan = alamat(RevisiDipa, "change", revisi.pk)
    halaman = klien.get(tujuan)
    assert "sudah ditutup" in pesan(halaman)
    assert 'name="_save"' not in halaman.content.decode()
    isi = isi_revisi(dipa_tertutup, 0) | {
        "pagu-INITIAL_FORMS": 1,
        "pagu-0-id": baris.pk,
        "pagu-0-revisi": revisi.pk,
        "pagu-0-pagu": 9,
    }
    jawaban = klien.post(tujuan, isi, follow=True)
    assert "Tidak ada yang diubah" in pesan(jawaban)
    baris.refresh_from_db()
    assert baris.pagu == 1_000_000
    for objek in (revisi, dipa_tertutup):
        jawaban = klien.post(alamat(type(objek), "delete", objek.pk), {"post": "yes"}, follow=True)
        assert "sudah ditutup" in pesan(jawaban)
    assert PaguRevisi.objects.count() == 1


def test_dipa_baru_di_tahun_tertutup_ditolak(dipa_tertutup: Dipa, pusat: Pengguna, masuk: Masuk) -> None:
    satker = pabrik.buat_satker()
    isi = {"tahun": dipa_tertutup.tahun_id, "satker": satker.pk, "kewenangan": "TP", "nomor": "", "nama_satker": ""}
    jawaban = masuk(pusat).post(alamat(Dipa, "add"), isi)
    assert "sudah ditutup" in jawaban.content.decode()
    assert Dipa.objects.count() == 1


def test_tahun_dapat_ditutup_dan_dibuka_lagi(pusat: Pengguna, masuk: Masuk) -> None:
    klien = masuk(pusat)
    target = pabrik.buat_target(2, 6000)
    tujuan = alamat(TahunAnggaran, "change", 2026)
    kerangka = {
        "target-TOTAL_FORMS": 1,
        "target-INITIAL_FORMS": 1,
        "target-0-id": target.pk,
        "target-0-tahun": 2026,
        "target-0-triwulan": 2,
        "target-0-kewenangan": "",
        "target-0-target_bp": "65",
        "periode-TOTAL_FORMS": 0,
        "periode-INITIAL_FORMS": 0,
    }
    klien.post(tujuan, {"ambang_bp": "90", "batas_kuning_bp": "90", "ditutup": "on", **kerangka})
    target.refresh_from_db()
    assert TahunAnggaran.objects.get().ditutup
    assert target.target_bp == 6500
    # closed: nothing but the closing itself can be changed
    klien.post(tujuan, {"ambang_bp": 1, "ditutup": "on", **kerangka, "target-0-target_bp": 1})
    klien.post(tujuan, {"ambang_bp": 1, **kerangka, "target-0-target_bp": 1})
    target.refresh_from_db()
    tahun = TahunAnggaran.objects.get()
    assert (tahun.ditutup, tahun.ambang_bp, target.target_bp) == (False, 9000, 6500)


# --- Entering ------------------------------------------------------------------------
def test_tahun_baru_mendapat_bawaan(pusat: Pengguna, masuk: Masuk) -> None:
    isi = {"tahun": 2027, "ambang_bp": "85", "batas_kuning_bp": "90 %"}
    jawaban = masuk(pusat).post(alamat(TahunAnggaran, "add"), isi, follow=True)
    assert "bawaan" in pesan(jawaban)
    tahun = TahunAnggaran.objects.get(tahun=2027)
    assert tahun.ambang_bp == 8500
    assert sorted(tahun.target.values_list("triwulan", "target_bp")) == [(2, 6000), (4, 9900)]
    assert tahun.periode.count() == 4
    assert HariLibur.objects.filter(tanggal__year=2028).exists()


@pytest.mark.parametrize(
    ("tertulis", "tersimpan"),
    [("97,5", 9750), ("97.50 %", 9750), ("100", 10_000), ("101", None), ("9000", None), ("-1", None)],
)
def test_ambang_ditulis_dalam_persen(pusat: Pengguna, masuk: Masuk, tertulis: str, tersimpan: int | None) -> None:
    isi = {"tahun": 2027, "ambang_bp": tertulis, "batas_kuning_bp": "90"}
    jawaban = masuk(pusat).post(alamat(TahunAnggaran, "add"), isi, follow=True)
    if tersimpan is None:
        assert "bukan persentase antara 0 dan 100" in jawaban.content.decode()
        assert not TahunAnggaran.objects.filter(tahun=2027).exists()
    else:
        assert TahunAnggaran.objects.get(tahun=2027).ambang_bp == tersimpan
        halaman = masuk(pusat).get(alamat(TahunAnggaran, "change", 2027)).content.decode()
        assert f'value="{"97,5" if tersimpan == 9750 else "100"}"' in halaman


def test_dipa_lalu_revisinya(pusat: Pengguna, masuk: Masuk) -> None:
    klien = masuk(pusat)
    pabrik.buat_tahun()
    satker = pabrik.buat_satker()
    isi = {"tahun": 2026, "satker": satker.pk, "kewenangan": "TP", "nomor": "", "nama_satker": ""}
    jawaban = klien.post(alamat(Dipa, "add"), isi)
    dipa = Dipa.objects.get()
    assert dipa.nama_satker == satker.nama
    assert jawaban.headers["Location"] == f"{alamat(RevisiDipa, 'add')}?dipa={dipa.pk}"
    klien.post(alamat(RevisiDipa, "add"), isi_revisi(dipa, 0, **{"pagu-0-pagu": "5.000"}))
    assert dipa.revisi.get().pagu.get().pagu == 5_000
    # the next revision starts from this one
    halaman = klien.get(f"{alamat(RevisiDipa, 'add')}?dipa={dipa.pk}").content.decode()
    assert 'name="nomor" value="1"' in halaman
    assert 'name="pagu-0-pagu" value="5.000"' in halaman


@pytest.mark.parametrize(
    ("pagu", "kata"),
    [
        ({"pagu-0-blokir": 6_000}, "Blokir tidak boleh negatif atau melebihi pagu."),
        ({"pagu-0-pagu": -1}, "Pagu dan blokir tidak boleh negatif."),
        ({"pagu-0-pagu": "1.5"}, "bukan rupiah utuh"),
        ({"pagu-0-pagu": "2.000.000.000.000.000"}, "1000000000000000"),
        ({"pagu-TOTAL_FORMS": 0}, "Isi pagu sedikitnya satu jenis belanja."),
        ({"nomor": 0}, "Nomor revisi ini sudah ada pada DIPA itu."),
    ],
)
def test_isian_salah_dijelaskan(pagu: dict[str, Any], kata: str, pusat: Pengguna, masuk: Masuk) -> None:
    dipa = pabrik.buat_dipa()
    jawaban = masuk(pusat).post(alamat(RevisiDipa, "add"), isi_revisi(dipa, **pagu))
    assert kata in jawaban.content.decode()
    assert dipa.revisi.count() == 1


def test_perpanjangan_harus_sesudah_periode(pusat: Pengguna, masuk: Masuk) -> None:
    periode = pabrik.buat_periode(1)
    isi = {"periode": periode.pk, "satker": pabrik.buat_satker().pk, "sampai": periode.ditutup, "alasan": "Banjir."}
    jawaban = masuk(pusat).post(alamat(PerpanjanganPeriode, "add"), isi)
    assert "Perpanjangan harus berakhir sesudah periode itu ditutup" in jawaban.content.decode()


@pytest.mark.parametrize("ada_dipa", [False, True])
def test_kode_dan_provinsi_tetap_setelah_ada_dipa(ada_dipa: bool, pusat: Pengguna, masuk: Masuk) -> None:
    satker, lain = pabrik.buat_satker("099026"), pabrik.buat_provinsi()
    if ada_dipa:
        pabrik.buat_dipa(satker)
    klien, tujuan = masuk(pusat), alamat(Satker, "change", satker.pk)
    halaman = klien.get(tujuan).content.decode()
    assert ('name="kode"' in halaman, 'name="provinsi"' in halaman) == (not ada_dipa, not ada_dipa)
    assert halaman.count("Tidak dapat diubah lagi setelah satker mempunyai DIPA") == 2
    isi = dict.fromkeys(("kontak_nama", "kontak_telepon", "kontak_surel"), "")
    isi |= {"kode": "199999", "nama": "Nama baru", "provinsi": lain.pk}
    klien.post(tujuan, isi | {"penugasan-TOTAL_FORMS": 0, "penugasan-INITIAL_FORMS": 0})
    semula = (satker.kode, satker.provinsi)
    satker.refresh_from_db()
    assert satker.nama == "Nama baru"
    assert (satker.kode, satker.provinsi) == (semula if ada_dipa else ("199999", lain))


# --- Addresses that cannot be read -----------------------------------------------------
SERBA_SEMBILAN = "9" * 30


@pytest.mark.basis_data
@pytest.mark.parametrize(
    ("alamat_buruk", "kode"),
    [
        (f"satker/catatanjurnal/?jenis={SERBA_SEMBILAN}", 200),
        (f"satker/catatanjurnal/?tindakan={SERBA_SEMBILAN}", 200),
        ("satker/catatanjurnal/?jenis=%D9%A3", 200),
        ("satker/catatanjurnal/?cid=%00", 400),
        ("satker/catatanjurnal/?q=%00", 400),
        ("satker/catatanjurnal/?%00=1", 400),
        (f"realisasi/dipa/?satker__id__exact={SERBA_SEMBILAN}", 200),
    ],
)
def test_alamat_buruk_dijawab_dengan_jelas(alamat_buruk: str, kode: int, pusat: Pengguna, masuk: Masuk) -> None:
    pabrik.buat_dipa()
    klien = masuk(pusat)
    klien.raise_request_exception = False
    jawaban = klien.get(f"/admin/{alamat_buruk}")
    assert jawaban.status_code == kode
    if kode == 200:
        assert jawaban.context["cl"].result_count == 0
    else:
        assert "Permintaan ini tidak dapat dibaca" in jawaban.content.decode()


def test_nomor_di_luar_jangkauan_sqlite_ditolak(pusat: Pengguna, masuk: Masuk) -> None:
    jawaban = masuk(pusat).get(f"/admin/satker/catatanjurnal/?content_type={SERBA_SEMBILAN}")
    assert jawaban.status_code == 400


# --- Users ---------------------------------------------------------------------------
def test_administrator_membuat_pengguna_dan_memberi_penugasan(administrator: Pengguna, masuk: Masuk) -> None:
    klien = masuk(administrator)
    satker = pabrik.buat_satker("099026")
    sandi = "kata-sandi-panjang-1"
    isi = {
        "username": "baru",
        "nama": "Orang Baru",
        "nip": "",
        "email": "baru@dinas.example",
        "usable_password": "true",
    }
    klien.post(alamat(Pengguna, "add"), {**isi, "password1": sandi, "password2": sandi})
    baru = Pengguna.objects.get(username="baru")
    assert baru.check_password(sandi)
    klien.post(
        alamat(Pengguna, "change", baru.pk),
        {
            **isi,
            "is_active": "on",
            "penugasan-TOTAL_FORMS": 1,
            "penugasan-INITIAL_FORMS": 0,
            "penugasan-0-satker": satker.pk,
            "penugasan-0-peran": "OPERATOR",
        },
    )
    assert str(Penugasan.objects.get()) == "Orang Baru, Operator 099026"


def test_administrator_tidak_mengunci_diri_di_luar(administrator: Pengguna, masuk: Masuk) -> None:
    isi = {
        "username": administrator.username,
        "nama": administrator.nama,
        "is_active": "on",
        "penugasan-TOTAL_FORMS": 0,
        "penugasan-INITIAL_FORMS": 0,
    }
    jawaban = masuk(administrator).post(alamat(Pengguna, "change", administrator.pk), isi)
    assert "peran administrator" in jawaban.content.decode()
    assert administrator.groups.exists()
