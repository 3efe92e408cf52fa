"""Undoing an import: what stood there before stands there again, unless something newer rests on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from auditlog.context import set_actor
from django.test import Client
from django.urls import reverse

from realisasi import alur
from realisasi.impor.pembatalan import TidakDapatDibatalkan, batalkan
from realisasi.impor.terapkan import AdaDitolak
from realisasi.isian import Isian
from realisasi.models import (
    Dipa,
    Impor,
    KeadaanImpor,
    LaporanTriwulan,
    PaguRevisi,
    PerpanjanganPeriode,
    RealisasiPerbendaharaan,
    RevisiDipa,
    StatusLaporan,
    TahunAnggaran,
    VersiLaporan,
)
from realisasi.penolakan import Bentrok, BukanHak
from satker.models import CatatanJurnal, Pengguna, Penugasan, PeranSatker, Satker
from tests import pabrik
from tests.perintah import posisi
from tests.realisasi.impor.buatan import baca, impor, terimpor

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]


@pytest.fixture(autouse=True)
def satker() -> Satker:
    return pabrik.buat_satker("099026", provinsi=pabrik.buat_provinsi("14"))


@pytest.fixture
def dipa(satker: Satker) -> Dipa:
    return pabrik.buat_dipa(satker, berlaku_sejak=dt.date(2026, 1, 2))


def keadaan_dipa() -> list[Any]:
    return list(
        RevisiDipa.objects.order_by("dipa", "nomor", "pagu__jenis").values_list(
            "dipa__nomor", "nomor", "berlaku_sejak", "pagu__jenis", "pagu__pagu", "pagu__blokir"
        )
    )


def tolak(impor: Impor, kata: str) -> None:
    """The undo is refused with these words, and nothing is changed."""
    semula = (CatatanJurnal.objects.count(), keadaan_dipa(), list(LaporanTriwulan.objects.values()))
    with pytest.raises(TidakDapatDibatalkan, match=kata):
        batalkan(impor.pk, None)
    assert (CatatanJurnal.objects.count(), keadaan_dipa(), list(LaporanTriwulan.objects.values())) == semula
    assert Impor.objects.get(pk=impor.pk).keadaan == KeadaanImpor.DITERAPKAN


# --- Satker --------------------------------------------------------------------------------


def test_satker_baru_hilang_dan_yang_berubah_kembali(satker: Satker, pusat: Pengguna) -> None:
    semula = satker.nama
    satu = terimpor(baca("satker", {"nama_satker": "Nama baru"}, {"kode_satker": "019070"}))
    with set_actor(pusat):
        hasil = batalkan(satu.pk, pusat)
    satker.refresh_from_db()
    assert (satker.nama, Satker.objects.count()) == (semula, 1)
    assert (hasil.keadaan, hasil.nama_pembatal) == (KeadaanImpor.DIBATALKAN, pusat.nama)
    assert hasil.dibatalkan_pada is not None
    catatan = CatatanJurnal.objects.filter(content_type__model="satker").order_by("pk")
    assert [c.action for c in catatan][-2:] == [CatatanJurnal.Action.UPDATE, CatatanJurnal.Action.DELETE]
    assert catatan.last().nama_pelaku == pusat.nama


@pytest.mark.parametrize(
    ("ubah", "kata"),
    [
        (pabrik.buat_dipa, "sudah mempunyai DIPA"),
        (
            lambda s: Penugasan.objects.create(satker=s, pengguna=pabrik.buat_pengguna(), peran="KEPALA"),
            "sudah mempunyai pengguna",
        ),
        (
            lambda s: PerpanjanganPeriode.objects.create(
                satker=s, periode=pabrik.buat_periode(1), sampai=dt.date(2026, 8, 1), alasan="Banjir."
            ),
            "perpanjangan",
        ),
        (lambda s: ubah_satker(s, kontak_nama="Kabid"), "narahubungnya"),
        (lambda s: ubah_satker(s, nama="Diubah"), "sudah diubah sesudah impor ini"),
        (lambda s: s.delete(), "sudah dihapus"),
    ],
)
def test_satker_baru_yang_sudah_dipakai_tidak_dibatalkan(ubah: Callable[[Satker], Any], kata: str) -> None:
    satu = terimpor(baca("satker", {"kode_satker": "019070"}))
    ubah(Satker.objects.get(kode="019070"))
    tolak(satu, kata)


def ubah_satker(satker: Satker, **isi: str) -> None:
    for nama, nilai in isi.items():
        setattr(satker, nama, nilai)
    satker.save()


# --- DIPA ----------------------------------------------------------------------------------


def test_dipa_baru_hilang_dan_tahunnya_tetap_terbuka() -> None:
    satu = terimpor(baca("dipa", {"nomor_dipa": "DIPA-019.05.4.099026/2026"}, {"jenis_belanja": "53"}, {"revisi": 1}))
    batalkan(satu.pk, None)
    assert (Dipa.objects.count(), PaguRevisi.objects.count(), TahunAnggaran.objects.count()) == (0, 0, 1)
    assert terimpor(baca("dipa", {})).pk != satu.pk


def test_revisi_kembali_seperti_semula(dipa: Dipa) -> None:
    pabrik.buat_revisi(dipa, {"52": 3, "53": 4}, blokir={"53": 1}, berlaku_sejak=dt.date(2026, 5, 4))
    semula = keadaan_dipa()
    baris = {"revisi": 1, "berlaku_sejak": dt.date(2026, 5, 9), "nomor_dipa": "DIPA-019.05.4.099026/2026"}
    satu = terimpor(
        baca("dipa", {**baris, "pagu": 9, "blokir": 2}, {**baris, "jenis_belanja": "57"}, {**baris, "revisi": 2})
    )
    assert keadaan_dipa() != semula
    batalkan(satu.pk, None)
    assert keadaan_dipa() == semula


def test_revisi_baru_pada_dipa_lama_dibatalkan_dengan_nomornya(dipa: Dipa) -> None:
    semula = keadaan_dipa()
    satu = terimpor(baca("dipa", {"revisi": 1, "nomor_dipa": "DIPA-019.05.4.099026/2026"}))
    batalkan(satu.pk, None)
    assert keadaan_dipa() == semula


def test_yang_diubah_sesudah_impor_tidak_dibatalkan(dipa: Dipa) -> None:
    satu = terimpor(baca("dipa", {"pagu": 900}))
    terimpor(baca("dipa", {"pagu": 800}))
    tolak(satu, "099026 .*, TP 2026, revisi ke-0 sudah diubah sesudah impor ini")


def test_impor_dapat_dibatalkan_dari_yang_terakhir(dipa: Dipa) -> None:
    semula = keadaan_dipa()
    satu, dua = terimpor(baca("dipa", {"pagu": 900})), terimpor(baca("dipa", {"pagu": 800}))
    batalkan(dua.pk, None)
    batalkan(satu.pk, None)
    assert keadaan_dipa() == semula


@pytest.mark.parametrize(
    ("ubah", "kata"),
    [
        (lambda d: pabrik.buat_laporan_terverifikasi(d, 1, {"52": 1}), "Laporan TW I .* dihitung dengan revisi"),
        (lambda d: pabrik.buat_laporan(d, 1, {"52": 1}), "draf laporan"),
        (pabrik.buat_kendala, "kendala"),
        (lambda d: pabrik.buat_revisi(d, {"52": 1}, berlaku_sejak=dt.date(2026, 6, 1)), "revisi lain"),
        (
            lambda d: RealisasiPerbendaharaan.objects.create(dipa=d, triwulan=1, jenis="52", realisasi_sd=1),
            "angka perbendaharaan",
        ),
    ],
)
def test_dipa_baru_yang_sudah_dipakai_tidak_dibatalkan(ubah: Callable[[Dipa], Any], kata: str) -> None:
    satu = terimpor(baca("dipa", {}))
    ubah(Dipa.objects.get())
    tolak(satu, kata)


def test_revisi_baru_dibatalkan_walau_triwulannya_sudah_dilaporkan_sebelum_impor(dipa: Dipa) -> None:
    """The wrong revision, seen at once: the reports were there before it, so nothing newer rests on it."""
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 100})
    pabrik.buat_laporan_diajukan(dipa, 2, {"52": 100})
    semula = (keadaan_dipa(), posisi(2026, 2, "TP"), posisi(2026, 2, "TP", "sementara"))
    satu = terimpor(baca("dipa", {"revisi": 1, "pagu": 900, "berlaku_sejak": dt.date(2026, 3, 1)}))
    assert posisi(2026, 1, "TP")["nasional"]["pagu"] == 900
    batalkan(satu.pk, None)
    assert (keadaan_dipa(), posisi(2026, 2, "TP"), posisi(2026, 2, "TP", "sementara")) == semula


def lapor_lagi(dipa: Dipa) -> None:
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 150})


def lapor_triwulan_berikut(dipa: Dipa) -> None:
    pabrik.buat_laporan_diajukan(dipa, 2, {"52": 100})


@pytest.mark.parametrize(
    ("sesudah", "kata"), [(lapor_lagi, "Laporan TW I "), (lapor_triwulan_berikut, "Laporan TW II ")]
)
def test_revisi_baru_tidak_dibatalkan_bila_sejak_impor_ada_laporan_yang_lebih_baru(
    dipa: Dipa, sesudah: Callable[[Dipa], None], kata: str
) -> None:
    pabrik.buat_laporan_diajukan(dipa, 1, {"52": 100})
    satu = terimpor(baca("dipa", {"revisi": 1, "pagu": 900, "berlaku_sejak": dt.date(2026, 3, 1)}))
    sesudah(dipa)
    tolak(satu, kata)


def test_tanggal_lama_yang_meninggalkan_laporan_tanpa_pagu_tidak_dikembalikan(satker: Satker) -> None:
    dipa = pabrik.buat_dipa(satker, berlaku_sejak=dt.date(2026, 5, 4))
    satu = terimpor(baca("dipa", {"berlaku_sejak": dt.date(2026, 1, 2)}))
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 1})
    tolak(satu, "Laporan TW I")


def test_tahun_yang_ditutup_tidak_dibatalkan(dipa: Dipa) -> None:
    satu = terimpor(baca("dipa", {"pagu": 900}))
    tahun = TahunAnggaran.objects.get()
    tahun.ditutup = True
    tahun.save()
    tolak(satu, "2026 sudah ditutup")


# --- Reports -------------------------------------------------------------------------------


def test_laporan_baru_menjadi_draf_tanpa_versi_yang_dihitung(dipa: Dipa) -> None:
    satu = terimpor(baca("laporan", {}, {"triwulan": 2}))
    assert posisi(2026, 2, "TP")["nasional"]["realisasi"] == 400_000
    batalkan(satu.pk, None)
    assert posisi(2026, 2, "TP", "sementara")["nasional"]["realisasi"] == 0
    for laporan in LaporanTriwulan.objects.all():
        assert (laporan.status, laporan.versi_diajukan, laporan.versi_terverifikasi, laporan.diverifikasi_pada) == (
            StatusLaporan.DRAF,
            None,
            None,
            None,
        )
        assert laporan.versi.count() == 1
    terimpor(baca("laporan", {"realisasi": 5}))
    assert sorted(LaporanTriwulan.objects.get(triwulan=1).versi.values_list("nomor", flat=True)) == [1, 2]


def test_laporan_yang_berubah_kembali_ke_versinya_yang_dahulu(dipa: Dipa, pusat: Pengguna) -> None:
    terimpor(baca("laporan", {}))
    laporan = LaporanTriwulan.objects.get()
    semula = LaporanTriwulan.objects.filter(pk=laporan.pk).values(
        "status", "versi_diajukan", "versi_terverifikasi", "diverifikasi_pada", "nama_pemverifikasi"
    )
    sebelum = list(semula)
    satu = terimpor(baca("laporan", {"realisasi": 300_000, "status": "DIAJUKAN"}))
    batalkan(satu.pk, None)
    assert list(semula.all()) == sebelum
    assert VersiLaporan.objects.count() == 2


def test_laporan_dapat_dibatalkan_dari_yang_terakhir(dipa: Dipa) -> None:
    satu, dua = terimpor(baca("laporan", {})), terimpor(baca("laporan", {"realisasi": 1}))
    tolak(satu, "TW I sudah diubah oleh perintah impor pada")
    batalkan(dua.pk, None)
    batalkan(satu.pk, None)
    assert LaporanTriwulan.objects.get().status == StatusLaporan.DRAF


def test_laporan_yang_diverifikasi_sejak_itu_tidak_dibatalkan(dipa: Dipa, pusat: Pengguna) -> None:
    satu = terimpor(baca("laporan", {"status": "DIAJUKAN"}))
    laporan = LaporanTriwulan.objects.get()
    alur.verifikasi(laporan.pk, pusat, laporan.perubahan_ke)
    tolak(satu, f"TW I sudah diubah oleh {pusat.nama} pada")


def test_triwulan_yang_disandari_triwulan_kemudian_tidak_dibatalkan(dipa: Dipa) -> None:
    satu = terimpor(baca("laporan", {}))
    dua = terimpor(baca("laporan", {"triwulan": 2}))
    tolak(satu, "laporan TW II bersandar pada TW I yang diimpor")
    batalkan(dua.pk, None)
    batalkan(satu.pk, None)


def test_versi_lama_yang_membuat_jumlah_berjalan_negatif_tidak_dikembalikan(dipa: Dipa) -> None:
    terimpor(baca("laporan", {"realisasi": 10}))
    satu = terimpor(baca("laporan", {"realisasi": 100}))
    pabrik.buat_laporan_terverifikasi(dipa, 2, {"52": -50})
    tolak(satu, "52 Barang s.d. TW II menjadi")


def test_dipa_dapat_dibatalkan_sesudah_laporannya_dan_tetap_ada_tanpa_revisi() -> None:
    satu = terimpor(baca("dipa", {}))
    dua = terimpor(baca("laporan", {}))
    tolak(satu, "Laporan TW I")
    batalkan(dua.pk, None)
    batalkan(satu.pk, None)
    # The versions stay, and so does what they hang on; without a revision it counts nowhere.
    assert (Dipa.objects.count(), RevisiDipa.objects.count(), VersiLaporan.objects.count()) == (1, 0, 1)
    assert posisi(2026, 1, "TP")["nasional"]["jumlah_satker"] == 0


# --- The treasury's figures ----------------------------------------------------------------


def test_angka_perbendaharaan_kembali_dengan_berkas_asalnya(dipa: Dipa) -> None:
    kolom = ("triwulan", "jenis", "realisasi_sd", "basis", "tanggal_data", "asal")
    terimpor(baca("realisasi", {"realisasi": 70}, {"jenis_belanja": "53"}, berkas="pertama.xls"))
    semula = list(RealisasiPerbendaharaan.objects.values_list(*kolom))
    satu = terimpor(baca("realisasi", {"realisasi": 80, "basis": "AKRUAL"}, {"triwulan": 2}))
    batalkan(satu.pk, None)
    assert list(RealisasiPerbendaharaan.objects.values_list(*kolom)) == semula


def test_angka_perbendaharaan_yang_diubah_sejak_itu_tidak_dibatalkan(dipa: Dipa) -> None:
    satu = terimpor(baca("realisasi", {}))
    terimpor(baca("realisasi", {"realisasi": 1}))
    tolak(satu, "angka perbendaharaannya sudah diubah")


# --- Who, and how often --------------------------------------------------------------------


def test_dibatalkan_sekali_saja_dan_hanya_oleh_tim_pusat(pusat: Pengguna, pimpinan: Pengguna) -> None:
    satu = terimpor(baca("satker", {"kode_satker": "019070"}))
    with pytest.raises(BukanHak):
        batalkan(satu.pk, pimpinan)
    batalkan(satu.pk, pusat)
    with pytest.raises(Bentrok, match=f"sudah dibatalkan oleh {pusat.nama}"):
        batalkan(satu.pk, pusat)


def test_pratinjau_tidak_dapat_dibatalkan() -> None:
    satu = pabrik.buat_impor()
    satu.keadaan, satu.diterapkan_pada = KeadaanImpor.PRATINJAU, None
    satu.save()
    with pytest.raises(Bentrok, match="belum diterapkan"):
        batalkan(satu.pk, None)


def test_yang_dilewati_tidak_ikut_dibatalkan(dipa: Dipa) -> None:
    hasil = impor(baca("dipa", {"pagu": -1}, {"revisi": 1}), lewati_ditolak=True)
    assert hasil.impor is not None
    batalkan(hasil.impor.pk, None)
    assert [k[1] for k in keadaan_dipa()] == [0]


@pytest.mark.pada("2026-04-03 09:00")
def test_dinas_dapat_mengisi_sendiri_sesudah_impornya_dibatalkan(
    satker: Satker, dipa: Dipa, masuk: Callable[[Pengguna], Client]
) -> None:
    pabrik.buat_periode(1)
    kepala = pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=satker)
    satu = terimpor(baca("laporan", {"realisasi": 1_200_000}))
    batalkan(satu.pk, None)
    jawaban = masuk(kepala).get(reverse("realisasi:entri", args=[dipa.pk, 1]))
    assert jawaban.status_code == 200
    isian = Isian({"52": 70}, "SP2D", dt.date(2026, 4, 1), 10, alasan={"SATUAN:52": "Memang sekecil itu."})
    laporan = LaporanTriwulan.objects.get()
    laporan = alur.simpan_draf(dipa.pk, 1, kepala, isian, laporan.perubahan_ke)
    laporan = alur.ajukan(dipa.pk, 1, kepala, laporan.perubahan_ke)
    assert (laporan.versi_diajukan.nomor, laporan.versi_diajukan.asal) == (2, "")
    tolak_ulang = impor_ditolak(baca("laporan", {}))
    assert "diajukan sendiri oleh dinas" in tolak_ulang


def impor_ditolak(berkas: Any) -> str:
    with pytest.raises(AdaDitolak) as galat:
        impor(berkas)
    return galat.value.rencana.tolakan[0].pesan


def test_angka_yang_menjadi_dasar_triwulan_sesudahnya_tidak_dibatalkan_lebih_dahulu(dipa: Dipa) -> None:
    def saja(triwulan: int, realisasi: int) -> Impor:
        isi = {"triwulan": triwulan, "realisasi": realisasi, "kumulatif": False, "tanggal_data": None}
        return terimpor(baca("realisasi", isi))

    satu, dua = saja(1, 100), saja(2, 50)
    with pytest.raises(TidakDapatDibatalkan, match=f"dihitung dari angka ini oleh impor {dua.pk}"):
        batalkan(satu.pk, None)
    assert list(RealisasiPerbendaharaan.objects.values_list("realisasi_sd", flat=True)) == [100, 150]
    batalkan(dua.pk, None)
    batalkan(satu.pk, None)
    assert not RealisasiPerbendaharaan.objects.exists()


def test_angka_kumulatif_sesudahnya_tidak_menahan_pembatalan(dipa: Dipa) -> None:
    satu = terimpor(baca("realisasi", {"realisasi": 100}))
    terimpor(baca("realisasi", {"triwulan": 2, "realisasi": 150, "tanggal_data": None}))
    batalkan(satu.pk, None)
    assert list(RealisasiPerbendaharaan.objects.values_list("triwulan", "realisasi_sd")) == [(2, 150)]
