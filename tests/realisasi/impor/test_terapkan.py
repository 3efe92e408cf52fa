"""Applying: one transaction, all of it or nothing, journaled, and kept with its files."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from auditlog.context import set_actor
from django.core.files.storage import default_storage
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from realisasi import alur
from realisasi.impor.bacaan import Pilihan
from realisasi.impor.register import BerkasMasuk, baca_pilihan, catat_pratinjau, perbarui_pratinjau
from realisasi.impor.rencana import susun
from realisasi.impor.terapkan import AdaDitolak, Permintaan, RencanaBerubah, terapkan
from realisasi.models import (
    BerkasImpor,
    ButirImpor,
    Dipa,
    Impor,
    KeadaanImpor,
    LaporanTriwulan,
    PaguRevisi,
    PeringatanVersi,
    PeriodePelaporan,
    RealisasiPerbendaharaan,
    RevisiDipa,
    RincianVersi,
    StatusLaporan,
    TahunAnggaran,
    Target,
    VersiLaporan,
)
from realisasi.penolakan import Bentrok, BukanHak
from satker.models import CatatanJurnal, Pengguna, Satker
from tests import pabrik
from tests.realisasi.impor.buatan import baca, impor, rusak, terimpor

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]

BERISI = (Satker, TahunAnggaran, Dipa, RevisiDipa, PaguRevisi, LaporanTriwulan, VersiLaporan, Impor, CatatanJurnal)


@pytest.fixture
def satker() -> Satker:
    return pabrik.buat_satker("099026", provinsi=pabrik.buat_provinsi("14"))


@pytest.fixture
def dipa(satker: Satker) -> Dipa:
    return pabrik.buat_dipa(satker, berlaku_sejak=dt.date(2026, 1, 2))


def isi_basis_data() -> dict[type[models.Model], list[Any]]:
    return {m: list(m._default_manager.order_by("pk").values()) for m in BERISI}  # type: ignore[attr-defined]


def jurnal(model: type[models.Model]) -> list[str]:
    baris = CatatanJurnal.objects.filter(content_type__model=model._meta.model_name).order_by("pk")
    return [CatatanJurnal.Action.choices[c.action][1] for c in baris]


# --- What is written -----------------------------------------------------------------------


def test_satker_baru_dan_yang_berganti_nama(satker: Satker) -> None:
    terimpor(baca("satker", {"nama_satker": "Nama baru"}, {"kode_satker": "019070"}))
    satker.refresh_from_db()
    assert (satker.nama, satker.kode_ilustrasi) == ("Nama baru", False)
    assert Satker.objects.get(kode="019070").provinsi_id == "14"
    assert jurnal(Satker) == ["create", "update", "create"]
    assert [b.sebelum and b.sebelum["nama"] for b in ButirImpor.objects.all()] == ["Dinas Perindustrian 099026", None]


def test_dipa_dengan_revisi_membuka_tahun_dengan_bawaannya(satker: Satker) -> None:
    terimpor(
        baca(
            "dipa",
            {"nomor_dipa": "DIPA-019.05.4.099026/2026"},
            {"jenis_belanja": "53", "pagu": 5, "blokir": 2},
            {"revisi": 1, "berlaku_sejak": dt.date(2026, 5, 4)},
        )
    )
    dipa = Dipa.objects.get()
    assert (dipa.nomor, dipa.nama_satker) == ("DIPA-019.05.4.099026/2026", satker.nama)
    isi = dipa.revisi.values_list("nomor", "berlaku_sejak", "pagu__jenis", "pagu__pagu", "pagu__blokir")
    assert list(isi) == [
        (0, dt.date(2026, 1, 2), "52", 1_000_000, 0),
        (0, dt.date(2026, 1, 2), "53", 5, 2),
        (1, dt.date(2026, 5, 4), "52", 1_000_000, 0),
    ]
    assert (Target.objects.count(), PeriodePelaporan.objects.count()) == (2, 4)
    assert CatatanJurnal.objects.filter(id_dipa=dipa.pk).count() == 1 + 2 + 3


def test_revisi_yang_berubah_ditulis_baris_demi_baris(dipa: Dipa) -> None:
    pabrik.buat_revisi(dipa, {"51": 1}, berlaku_sejak=dt.date(2026, 5, 4))
    terimpor(
        baca(
            "dipa",
            {"pagu": 900, "berlaku_sejak": dt.date(2026, 1, 9)},
            {"jenis_belanja": "57", "pagu": 7, "berlaku_sejak": dt.date(2026, 1, 9)},
            {"revisi": 1, "berlaku_sejak": dt.date(2026, 5, 4)},
        )
    )
    isi = dipa.revisi.values_list("nomor", "berlaku_sejak", "pagu__jenis", "pagu__pagu")
    assert list(isi) == [
        (0, dt.date(2026, 1, 9), "52", 900),
        (0, dt.date(2026, 1, 9), "57", 7),
        (1, dt.date(2026, 5, 4), "52", 1_000_000),
    ]
    assert jurnal(PaguRevisi)[2:] == ["delete", "create", "create", "update"]


def test_nomor_dipa_yang_kosong_diisi(dipa: Dipa) -> None:
    terimpor(baca("dipa", {"nomor_dipa": "DIPA-019.05.4.099026/2026"}))
    dipa.refresh_from_db()
    assert dipa.nomor == "DIPA-019.05.4.099026/2026"


@pytest.mark.pada("2026-11-02 09:00")
def test_laporan_menjadi_satu_versi_yang_menyebut_berkasnya(dipa: Dipa) -> None:
    terimpor(
        baca(
            "laporan",
            {},
            {"triwulan": 2, "realisasi": 1_500_000, "status": "DIAJUKAN"},
            {"triwulan": 2, "realisasi": 5, "status": "DIAJUKAN", "jenis_belanja": "53"},
            berkas="riwayat 2026.xlsx",
        )
    )
    satu, dua = LaporanTriwulan.objects.order_by("triwulan")
    assert (satu.status, dua.status) == (StatusLaporan.DIVERIFIKASI, StatusLaporan.DIAJUKAN)
    assert satu.versi_terverifikasi == satu.versi_diajukan
    assert (satu.nama_pemverifikasi, satu.perubahan_ke) == ("perintah impor", 1)
    assert (dua.versi_terverifikasi, dua.diverifikasi_pada, dua.perubahan_ke) == (None, None, 1)
    versi = dua.versi_diajukan
    assert (versi.nomor, versi.asal, versi.diajukan_oleh, versi.diajukan_pada) == (1, "riwayat 2026.xlsx", None, None)
    assert dict(versi.rincian.values_list("jenis", "realisasi")) == {"52": 1_500_000, "53": 5}
    assert set(versi.peringatan.values_list("kode", "jenis", "alasan", "besar")) == {
        ("DI_ATAS_PAGU_EFEKTIF", "", "", 700_005),
        ("PAGU_MINUS", "52", "", 700_000),
        ("PAGU_MINUS", "53", "", 5),
        ("SATUAN", "53", "", 200_000),
        ("LONJAKAN", "", "", 1_500_005),
    }
    assert CatatanJurnal.objects.filter(id_laporan=satu.pk).count() == 1 + 1 + 1 + 1


def test_laporan_yang_berubah_mendapat_versi_lagi(dipa: Dipa) -> None:
    terimpor(baca("laporan", {}))
    terimpor(baca("laporan", {"realisasi": 150_000, "status": "DIAJUKAN"}))
    laporan = LaporanTriwulan.objects.get()
    assert (laporan.status, laporan.versi.count()) == (StatusLaporan.DIAJUKAN, 2)
    assert laporan.versi_diajukan.nomor == 2
    assert laporan.versi_terverifikasi.nomor == 1


def test_yang_kini_diverifikasi_tanpa_perubahan_angka_tidak_mendapat_versi_lagi(dipa: Dipa) -> None:
    terimpor(baca("laporan", {"status": "DIAJUKAN"}))
    terimpor(baca("laporan", {}))
    laporan = LaporanTriwulan.objects.get()
    assert (laporan.status, laporan.versi.count()) == (StatusLaporan.DIVERIFIKASI, 1)
    assert laporan.versi_terverifikasi == laporan.versi_diajukan


def test_laporan_yang_diimpor_dapat_diverifikasi_dan_dibuka_kembali(dipa: Dipa, pusat: Pengguna) -> None:
    for q in (1, 2, 3, 4):
        pabrik.buat_periode(q)
    terimpor(baca("laporan", {"status": "DIAJUKAN"}))
    laporan = LaporanTriwulan.objects.get()
    laporan = alur.verifikasi(laporan.pk, pusat, laporan.perubahan_ke)
    laporan = alur.buka_kembali(laporan.pk, pusat, laporan.perubahan_ke, "Periksa lagi.", dt.date(2026, 12, 1))
    assert dict(laporan.rincian_draf.values_list("jenis", "realisasi")) == {"52": 200_000}


def test_angka_perbendaharaan_disimpan_di_samping_laporan(dipa: Dipa) -> None:
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 1})
    terimpor(baca("realisasi", {"realisasi": 70}, {"jenis_belanja": "53", "realisasi": 30}, berkas="om.xls"))
    terimpor(baca("realisasi", {"realisasi": 80, "basis": None}, berkas="baru.xls"))
    (satu,) = RealisasiPerbendaharaan.objects.all()
    assert (satu.jenis, satu.realisasi_sd, satu.basis, satu.asal) == ("52", 80, "SP2D", "baru.xls")
    assert RincianVersi.objects.get().realisasi == 1
    assert jurnal(RealisasiPerbendaharaan) == ["create", "create", "delete", "update"]


def test_jurnal_menyebut_pelakunya(satker: Satker, pusat: Pengguna) -> None:
    with set_actor(pusat):
        hasil = terapkan(Permintaan([baca("dipa", {})], Pilihan()), pusat)
    assert set(CatatanJurnal.objects.filter(id_dipa__isnull=False).values_list("nama_pelaku", flat=True)) == {
        pusat.nama
    }
    assert hasil.impor is not None
    assert (hasil.impor.nama_pembuat, hasil.impor.nama_penerap) == (pusat.nama, pusat.nama)
    assert hasil.impor.dibuat_oleh == pusat


# --- All or nothing ------------------------------------------------------------------------


def test_berkas_yang_sama_lagi_tidak_mengubah_apa_pun(satker: Satker) -> None:
    berkas = {
        "satker": baca("satker", {}),
        "dipa": baca("dipa", {}, {"revisi": 1, "berlaku_sejak": dt.date(2026, 5, 4)}),
        "laporan": baca("laporan", {}, {"triwulan": 2, "status": "DIAJUKAN"}),
        "realisasi": baca("realisasi", {}),
    }
    for satu in berkas.values():
        terimpor(satu)
    semula = isi_basis_data()
    for satu in berkas.values():
        hasil = impor(satu)
        assert (hasil.impor, hasil.rencana.ditulis) == (None, ())
    assert isi_basis_data() == semula


def test_satu_yang_ditolak_menahan_semuanya_kecuali_dilewati(satker: Satker) -> None:
    semula = isi_basis_data()
    berkas = baca("dipa", {}, {"revisi": 1, "pagu": None, "rusak": True}, tolakan=[rusak("pagu", baris=3)])
    with pytest.raises(AdaDitolak) as galat:
        impor(berkas)
    assert galat.value.rencana.ada_ditolak
    assert isi_basis_data() == semula
    hasil = impor(berkas, lewati_ditolak=True)
    assert hasil.impor is not None
    assert hasil.impor.lewati_ditolak
    assert list(RevisiDipa.objects.values_list("nomor", flat=True)) == [0]
    assert not RevisiDipa.objects.filter(nomor=1).exists()


@pytest.mark.parametrize("gagal_pada", [PaguRevisi, Impor, BerkasImpor, ButirImpor, CatatanJurnal])
def test_kegagalan_di_tengah_tidak_meninggalkan_baris_dan_berkas(
    satker: Satker, gagal_pada: type[models.Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    semula = isi_basis_data()
    tabel = gagal_pada._meta.db_table
    ke = {"insert": 0}

    def tolak(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT INTO") and f'"{tabel}"' in sql:
            ke["insert"] += 1
            raise RuntimeError("basis data putus")
        return execute(sql, params, many, context)

    permintaan = Permintaan([baca("dipa", {})], Pilihan(), [BerkasMasuk("uji.csv", b"isi")])
    with connection.execute_wrapper(tolak), pytest.raises(RuntimeError):
        terapkan(permintaan, None)
    assert ke["insert"] == 1
    assert isi_basis_data() == semula
    assert _berkas_tersimpan() == set()


def _berkas_tersimpan() -> set[str]:
    try:
        return set(default_storage.listdir("impor")[1])
    except FileNotFoundError:
        return set()


@pytest.fixture(autouse=True)
def simpanan_sendiri(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


# --- The preview that was confirmed --------------------------------------------------------


def pratinjau(berkas: Any, pusat: Pengguna) -> Permintaan:
    rencana = susun([berkas], Pilihan(tahun=2026))
    masuk = [BerkasMasuk("uji.csv", b"isi", "tabel"), BerkasMasuk("../uji.csv", b"lain")]
    impor = catat_pratinjau(rencana, Pilihan(tahun=2026), pusat, masuk)
    return Permintaan([berkas], Pilihan(tahun=2026), impor=impor, dilihat=impor.sidik)


def test_pratinjau_menyimpan_berkas_dan_tidak_menulis_yang_lain(satker: Satker, pusat: Pengguna) -> None:
    permintaan = pratinjau(baca("dipa", {}), pusat)
    assert not Dipa.objects.exists()
    disimpan = permintaan.impor
    assert disimpan is not None
    assert disimpan.keadaan == KeadaanImpor.PRATINJAU
    assert baca_pilihan(disimpan) == ("dipa", Pilihan(tahun=2026))
    assert list(disimpan.berkas.values_list("nama", "ukuran", "bentuk")) == [
        ("uji.csv", 3, "tabel"),
        ("uji.csv (2)", 4, ""),
    ]
    with disimpan.berkas.first().berkas.open() as tersimpan:
        assert tersimpan.read() == b"isi"
    assert disimpan.ringkasan["butir"][0]["keadaan"] == "baru"
    hasil = terapkan(permintaan, pusat)
    assert hasil.impor == disimpan
    assert hasil.impor.keadaan == KeadaanImpor.DITERAPKAN
    assert (Dipa.objects.count(), BerkasImpor.objects.count(), hasil.impor.butir.count()) == (1, 2, 1)


def test_pratinjau_yang_usang_tidak_diterapkan(satker: Satker, pusat: Pengguna) -> None:
    permintaan = pratinjau(baca("dipa", {}), pusat)
    pabrik.buat_dipa(satker)
    with pytest.raises(RencanaBerubah) as galat:
        terapkan(permintaan, pusat)
    assert PaguRevisi.objects.count() == 1
    assert permintaan.impor is not None
    perbarui_pratinjau(permintaan.impor, galat.value.rencana)
    assert permintaan.impor.ringkasan["berubah"] == 1
    with pytest.raises(RencanaBerubah):  # what was looked at is still the old one
        terapkan(permintaan, pusat)
    terapkan(replace(permintaan, dilihat=permintaan.impor.sidik), pusat)


def test_pratinjau_diterapkan_sekali_saja(satker: Satker, pusat: Pengguna) -> None:
    permintaan = pratinjau(baca("dipa", {}), pusat)
    terapkan(permintaan, pusat)
    with pytest.raises(Bentrok, match=f"sudah diterapkan oleh {pusat.nama}"):
        terapkan(permintaan, pusat)


@pytest.mark.parametrize("siapa", ["kepala", "pimpinan", "administrator", "tanpa_peran"])
def test_hanya_tim_pusat_yang_menerapkan(siapa: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(BukanHak):
        terapkan(Permintaan([baca("satker", {})], Pilihan()), request.getfixturevalue(siapa))


# --- Queries -------------------------------------------------------------------------------


@pytest.mark.parametrize("jenis", ["satker", "dipa", "laporan", "realisasi"])
def test_banyaknya_kueri_tidak_bergantung_pada_banyaknya_baris(jenis: str) -> None:
    pabrik.buat_provinsi("14")
    kode = [f"{n:06}" for n in range(100, 120)]
    if jenis != "satker":
        for k in kode:
            pabrik.buat_dipa(pabrik.buat_satker(k), pagu={"52": 1_000_000} if jenis != "dipa" else {})

    def kueri(milik: list[str]) -> int:
        with CaptureQueriesContext(connection) as tangkapan:
            terimpor(baca(jenis, *({"kode_satker": k} for k in milik)))
        # SQLite takes so few values in one INSERT that the wide rows of the summary need several.
        return sum('INSERT INTO "realisasi_rekap"' not in q["sql"] for q in tangkapan)

    kueri(kode[:1])
    sedikit = kueri(kode[1:2])
    assert kueri(kode[2:]) <= sedikit


def test_peringatan_dan_rincian_hanya_milik_versinya(dipa: Dipa) -> None:
    lain = pabrik.buat_dipa(pabrik.buat_satker("111111"))
    terimpor(baca("laporan", {"realisasi": 1_200_000}, {"kode_satker": "111111", "realisasi": 7}))
    milik = {p.versi.laporan.dipa_id for p in PeringatanVersi.objects.exclude(kode="SATUAN")}
    assert milik == {dipa.pk}
    assert RincianVersi.objects.get(versi__laporan__dipa=lain).realisasi == 7
