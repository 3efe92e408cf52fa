"""What of a DIPA is fixed once reports rest on it, tried through the admin site as tim pusat."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from realisasi.models import Dipa, LaporanTriwulan, PaguRevisi, RevisiDipa
from realisasi.penjagaan import triwulan_bersandar, triwulan_tanpa_pagu
from satker.peran import Peran
from tests.pabrik import buat_dipa, buat_laporan_terverifikasi, buat_pengguna, buat_satker

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]


@pytest.fixture
def pusat(client: Client) -> Client:
    client.force_login(buat_pengguna(peran=Peran.TIM_PUSAT))
    return client


def revisi_kedua(dipa: Dipa, sejak: dt.date) -> RevisiDipa:
    revisi = RevisiDipa.objects.create(dipa=dipa, nomor=1, berlaku_sejak=sejak)
    PaguRevisi.objects.create(revisi=revisi, jenis="52", pagu=2_000)
    return revisi


def test_a_revision_rests_under_the_reported_quarters_in_which_it_is_in_force() -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    awal = dipa.revisi.get()
    kedua = revisi_kedua(dipa, dt.date(dipa.tahun_id, 5, 1))
    buat_laporan_terverifikasi(dipa, 1, {"52": 100})
    buat_laporan_terverifikasi(dipa, 2, {"52": 100})
    assert triwulan_bersandar(awal) == [1]
    assert triwulan_bersandar(kedua) == [2]
    assert triwulan_tanpa_pagu(dipa, [kedua.berlaku_sejak]) == [1]
    assert triwulan_tanpa_pagu(dipa, [awal.berlaku_sejak]) == []


def test_a_revision_under_a_report_is_not_deleted(pusat: Client) -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    awal = dipa.revisi.get()
    revisi_kedua(dipa, dt.date(dipa.tahun_id, 5, 1))
    buat_laporan_terverifikasi(dipa, 1, {"52": 100})
    jawaban = pusat.post(reverse("admin:realisasi_revisidipa_delete", args=[awal.pk]), {"post": "yes"}, follow=True)
    assert "dihitung dengan pagu revisi itu" in jawaban.content.decode()
    assert RevisiDipa.objects.filter(pk=awal.pk).exists()


def test_a_revision_under_no_report_may_be_deleted(pusat: Client) -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    kedua = revisi_kedua(dipa, dt.date(dipa.tahun_id, 5, 1))
    buat_laporan_terverifikasi(dipa, 1, {"52": 100})
    pusat.post(reverse("admin:realisasi_revisidipa_delete", args=[kedua.pk]), {"post": "yes"})
    assert not RevisiDipa.objects.filter(pk=kedua.pk).exists()


def isi_revisi(revisi: RevisiDipa, **ubah: object) -> dict[str, object]:
    pagu = revisi.pagu.get()
    return {
        "dipa": revisi.dipa_id,
        "nomor": revisi.nomor,
        "berlaku_sejak": f"{revisi.berlaku_sejak:%d/%m/%Y}",
        "catatan": "",
        "pagu-TOTAL_FORMS": 1,
        "pagu-INITIAL_FORMS": 1,
        "pagu-0-id": pagu.pk,
        "pagu-0-revisi": revisi.pk,
        "pagu-0-jenis": pagu.jenis,
        "pagu-0-pagu": pagu.pagu,
        "pagu-0-blokir": pagu.blokir,
    } | ubah


def test_a_date_that_leaves_a_reported_quarter_without_pagu_is_refused(pusat: Client) -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    awal = dipa.revisi.get()
    buat_laporan_terverifikasi(dipa, 1, {"52": 100})
    alamat = reverse("admin:realisasi_revisidipa_change", args=[awal.pk])
    jawaban = pusat.post(alamat, isi_revisi(awal, berlaku_sejak=f"01/05/{dipa.tahun_id}"))
    assert "laporan TW I tidak lagi mempunyai pagu yang berlaku" in " ".join(jawaban.content.decode().split())
    assert RevisiDipa.objects.get(pk=awal.pk).berlaku_sejak == awal.berlaku_sejak


def test_a_revision_does_not_move_to_another_dipa(pusat: Client) -> None:
    dipa, lain = buat_dipa(pagu={"52": 1_000}), buat_dipa(pagu={"52": 5_000})
    awal = dipa.revisi.get()
    pusat.post(reverse("admin:realisasi_revisidipa_change", args=[awal.pk]), isi_revisi(awal, dipa=lain.pk, nomor=7))
    awal.refresh_from_db()
    assert awal.dipa_id == dipa.pk


def test_a_reported_dipa_stays_with_its_satker_and_year(pusat: Client) -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    buat_laporan_terverifikasi(dipa, 1, {"52": 100})
    lain = buat_satker()
    pusat.post(
        reverse("admin:realisasi_dipa_change", args=[dipa.pk]),
        {"tahun": dipa.tahun_id, "satker": lain.pk, "kewenangan": "DK", "nomor": "", "nama_satker": "Dinas lain"},
    )
    sesudah = Dipa.objects.get(pk=dipa.pk)
    assert (sesudah.satker_id, sesudah.kewenangan) == (dipa.satker_id, dipa.kewenangan)
    assert LaporanTriwulan.objects.filter(dipa=dipa, triwulan=1).exists()
