"""The position query by example: each pitfall of its rules, its cost, and its command."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from realisasi import penilaian
from realisasi.models import Dipa, RincianDraf, StatusLaporan
from realisasi.penilaian import Kelompok, Status
from realisasi.posisi import Angka, Posisi, baca_tahun, muat
from tests.pabrik import (
    TAHUN,
    buat_dipa,
    buat_laporan,
    buat_laporan_diajukan,
    buat_laporan_terverifikasi,
    buat_revisi,
    buat_satker,
    buat_target,
    buat_versi,
    kembalikan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]


def posisi(dipa: Dipa, triwulan: int, angka: Angka = Angka.RESMI) -> Posisi:
    """The position of one DIPA."""
    (satu,) = [p for p in muat([dipa.tahun_id], angka).posisi(dipa.tahun_id, triwulan) if p.amanat.id == dipa.pk]
    return satu


def kelompok(triwulan: int, angka: Angka = Angka.RESMI) -> Kelompok:
    """The group of all DIPA of the year."""
    buku = muat([TAHUN], angka)
    return penilaian.kelompok(buku.posisi(TAHUN, triwulan), triwulan)


def terverifikasi(dipa: Dipa, *jumlah: int) -> None:
    """Verified reports of TW I, II, ... with these amounts."""
    for triwulan, n in enumerate(jumlah, start=1):
        buat_laporan_terverifikasi(dipa, triwulan, {"52": n})


# --- Rule 2: what was spent in a quarter, and up to it ------------------------------------------


def test_figures_are_cumulative_and_returns_lower_them() -> None:
    dipa = buat_dipa(pagu={"51": 400, "52": 600})
    buat_laporan_terverifikasi(dipa, 1, {"51": 100, "52": 200})
    buat_laporan_terverifikasi(dipa, 2, {"52": -50})
    buat_laporan_terverifikasi(dipa, 3, {"53": 7})
    assert [posisi(dipa, q).realisasi for q in (1, 2, 3)] == [300, 250, 257]
    assert posisi(dipa, 3).realisasi_jenis == {"51": 100, "52": 150, "53": 7}


def test_pagu_is_counted_once_however_many_reports_and_kinds_there_are() -> None:
    dipa = buat_dipa(pagu={"51": 400, "52": 600}, blokir={"52": 100})
    for q in (1, 2, 3, 4):
        buat_laporan_terverifikasi(dipa, q, {"51": 10, "52": 20, "53": 30})
    p = posisi(dipa, 4)
    assert (p.pagu, p.blokir, p.pagu_efektif, p.realisasi) == (1_000, 100, 900, 240)


def test_a_year_holds_nothing_of_another() -> None:
    satker = buat_satker()
    lama, baru = buat_dipa(satker, tahun=2025, pagu={"52": 500}), buat_dipa(satker, pagu={"52": 1_000})
    terverifikasi(lama, 100, 100, 100, 100)
    terverifikasi(baru, 10)
    assert posisi(baru, 4).realisasi == 10
    assert posisi(lama, 4).realisasi == 400


# --- Rule 3: the pagu in force at the end of the quarter -----------------------------------------


def test_a_later_revision_never_rewrites_an_earlier_quarter() -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    terverifikasi(dipa, 250, 250)
    sebelum = [posisi(dipa, q).persen_bp for q in (1, 2)]
    buat_revisi(dipa, {"52": 2_000}, berlaku_sejak=dt.date(TAHUN, 7, 1))
    assert [posisi(dipa, q).persen_bp for q in (1, 2)] == sebelum == [2500, 5000]
    assert posisi(dipa, 3).persen_bp == 2500


@pytest.mark.parametrize(
    ("hari", "pagu"),
    [(dt.date(TAHUN, 6, 30), 2_000), (dt.date(TAHUN, 7, 1), 1_000)],
)
def test_the_last_day_of_the_quarter_still_counts(hari: dt.date, pagu: int) -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    buat_revisi(dipa, {"52": 2_000}, berlaku_sejak=hari)
    assert posisi(dipa, 2).pagu == pagu


def test_of_two_revisions_on_one_day_the_higher_number_counts_in_any_order_of_entry() -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    hari = dt.date(TAHUN, 2, 2)
    buat_revisi(dipa, {"52": 3_000}, berlaku_sejak=hari, nomor=12)
    buat_revisi(dipa, {"52": 2_000}, berlaku_sejak=hari, nomor=9)
    assert posisi(dipa, 1).revisi.nomor == 12
    assert posisi(dipa, 1).pagu == 3_000


def test_a_later_day_beats_a_higher_number() -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    buat_revisi(dipa, {"52": 2_000}, berlaku_sejak=dt.date(TAHUN, 3, 2), nomor=1)
    buat_revisi(dipa, {"52": 3_000}, berlaku_sejak=dt.date(TAHUN, 3, 1), nomor=2)
    assert posisi(dipa, 1).pagu == 2_000


def test_a_dipa_dated_in_the_december_before_counts_from_tw_i() -> None:
    dipa = buat_dipa(berlaku_sejak=dt.date(TAHUN - 1, 12, 2))
    terverifikasi(dipa, 250_000)
    assert posisi(dipa, 1).persen_bp == 2500


def test_a_dipa_not_in_force_yet_is_no_part_of_the_quarter_and_owes_no_report_for_it() -> None:
    dipa = buat_dipa(berlaku_sejak=dt.date(TAHUN, 5, 5), pagu={"52": 1_000})
    buat_laporan_terverifikasi(dipa, 2, {"52": 300})
    assert muat([TAHUN], Angka.RESMI).posisi(TAHUN, 1) == []
    p = posisi(dipa, 2)
    assert (p.triwulan_data, p.realisasi, p.persen_bp) == (2, 300, 3000)


@pytest.mark.parametrize("pagu", [{}, {"52": 1_000}])
def test_a_dipa_without_a_revision_that_year_is_in_no_quarter(pagu: dict[str, int]) -> None:
    dipa = buat_dipa(pagu=pagu, berlaku_sejak=dt.date(TAHUN + 1, 1, 1))
    terverifikasi(dipa, 100)
    buku = muat([TAHUN], Angka.RESMI)
    assert [buku.posisi(TAHUN, q) for q in (1, 2, 3, 4)] == [[], [], [], []]


# --- Rule 4 --------------------------------------------------------------------------------------


def test_all_blocked_is_no_percentage_and_no_error() -> None:
    buat_target(2, 6000)
    dipa = buat_dipa(pagu={"52": 1_000}, blokir={"52": 1_000})
    terverifikasi(dipa, 5, 5)
    p = posisi(dipa, 2)
    assert (p.pagu_efektif, p.realisasi, p.persen_bp, p.status, p.proyeksi_bp) == (0, 10, None, "TANPA_TARGET", None)
    assert not p.berisiko


# --- Rules 6 and 7: what is accepted ----------------------------------------------------------------


@pytest.mark.parametrize("angka", list(Angka))
def test_a_draft_moves_nothing(angka: Angka) -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    terverifikasi(dipa, 250)
    buat_laporan(dipa, 2, {"52": 999})
    laporan = dipa.laporan.get(triwulan=1)
    RincianDraf.objects.filter(laporan=laporan).update(realisasi=888)
    p = posisi(dipa, 2, angka)
    assert (p.realisasi, p.triwulan_data, p.status) == (250, 1, Status.BELUM_LAPOR)


@pytest.mark.parametrize("angka", list(Angka))
def test_a_version_that_is_neither_submitted_nor_verified_counts_nowhere(angka: Angka) -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    laporan = kembalikan(buat_laporan_diajukan(dipa, 1, {"52": 100}))
    buat_versi(laporan, {"52": 500})
    p = posisi(dipa, 1, angka)
    assert (p.realisasi, p.triwulan_data, p.persen_bp) == (0, None, None)


def test_submitted_counts_for_angka_sementara_alone() -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    terverifikasi(dipa, 250)
    buat_laporan_diajukan(dipa, 2, {"52": 350})
    resmi, sementara = posisi(dipa, 2), posisi(dipa, 2, Angka.SEMENTARA)
    assert (resmi.realisasi, resmi.triwulan_data, resmi.melapor) == (250, 1, False)
    assert (sementara.realisasi, sementara.triwulan_data, sementara.melapor) == (600, 2, True)


def test_the_life_of_a_reopened_report() -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    laporan = buat_laporan_terverifikasi(dipa, 1, {"52": 100})

    def angka() -> tuple[int, int]:
        return posisi(dipa, 1).realisasi, posisi(dipa, 1, Angka.SEMENTARA).realisasi

    def berubah() -> bool:
        p = posisi(dipa, 1)
        assert p.laporan is not None
        return p.laporan.berubah_setelah_verifikasi

    assert (angka(), berubah()) == ((100, 100), False)
    kembalikan(laporan)
    assert (angka(), berubah()) == ((100, 100), True)  # the last verified one stands for both
    buat_laporan_diajukan(dipa, 1, {"52": 170})
    assert (angka(), berubah()) == ((100, 170), True)
    kembalikan(laporan := dipa.laporan.get())
    assert (angka(), berubah()) == ((100, 100), True)  # what was sent back counts nowhere
    buat_laporan_diajukan(dipa, 1, {"52": 180})
    assert (angka(), berubah()) == ((100, 180), True)
    laporan.refresh_from_db()
    laporan.status = StatusLaporan.DIVERIFIKASI  # set back to the last verified one
    laporan.save()
    assert (angka(), berubah()) == ((100, 100), False)
    buat_laporan_terverifikasi(dipa, 1, {"52": 190})
    assert (angka(), berubah()) == ((190, 190), False)


def test_tw_i_sent_back_does_not_leave_tw_ii_standing_alone() -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    kembalikan(buat_laporan_diajukan(dipa, 1, {"52": 250}))
    buat_laporan_terverifikasi(dipa, 2, {"52": 350})
    for angka in Angka:
        p = posisi(dipa, 2, angka)
        assert (p.realisasi, p.triwulan_data, p.persen_bp, p.status) == (0, None, None, Status.BELUM_LAPOR)


def test_a_gap_ends_what_counts_and_filling_it_brings_the_rest_back() -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    for q in (1, 3, 4):
        buat_laporan_terverifikasi(dipa, q, {"52": 100})
    assert [posisi(dipa, q).triwulan_data for q in (1, 2, 3, 4)] == [1, 1, 1, 1]
    buat_laporan_terverifikasi(dipa, 2, {"52": 100})
    assert [posisi(dipa, q).realisasi for q in (1, 2, 3, 4)] == [100, 200, 300, 400]


def test_a_later_report_does_not_reach_into_an_earlier_quarter() -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    terverifikasi(dipa, 100, 200, 300)
    assert [(p.realisasi, p.triwulan_data) for p in (posisi(dipa, 1), posisi(dipa, 2))] == [(100, 1), (300, 2)]


def test_silence_is_not_zero() -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    p = posisi(dipa, 2)
    assert (p.realisasi, p.persen_bp, p.triwulan_data, p.proyeksi_bp, p.berisiko) == (0, None, None, None, False)
    nol = buat_dipa(pagu={"52": 1_000})
    terverifikasi(nol, 0, 0)
    p = posisi(nol, 2)
    assert (p.realisasi, p.persen_bp, p.triwulan_data, p.melapor) == (0, 0, 2, True)


def test_an_accepted_version_without_rows_is_a_report_of_nothing_spent() -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    buat_laporan_terverifikasi(dipa, 1, {})
    p = posisi(dipa, 1)
    assert (p.realisasi, p.persen_bp, p.melapor) == (0, 0, True)


def test_coverage_counts_those_who_reported_for_this_quarter() -> None:
    lengkap, terlambat, _diam, sementara = (buat_dipa(pagu={"52": 1_000}) for _ in range(4))
    terverifikasi(lengkap, 100, 500)
    terverifikasi(terlambat, 400)
    terverifikasi(sementara, 100)
    buat_laporan_diajukan(sementara, 2, {"52": 300})
    resmi = kelompok(2)
    assert (resmi.melapor, resmi.jumlah) == (1, 4)
    assert (resmi.realisasi, resmi.pagu_efektif, resmi.persen_bp) == (1_100, 4_000, 2750)
    assert resmi.rata_rata_bp == 3667  # of the three that have a percentage
    assert (kelompok(2, Angka.SEMENTARA).melapor, kelompok(2, Angka.SEMENTARA).realisasi) == (2, 1_400)


def test_a_group_in_which_nobody_reported_has_no_percentage() -> None:
    buat_dipa(pagu={"52": 1_000})
    terverifikasi(buat_dipa(tahun=2025), 100)
    k = kelompok(2)
    assert (k.jumlah, k.melapor, k.pagu, k.realisasi, k.persen_bp, k.rata_rata_bp) == (1, 0, 1_000, 0, None, None)


# --- Rules 8 and 9: targets and projection of each kewenangan -----------------------------------------


def test_the_target_of_one_kewenangan_beats_that_of_both() -> None:
    buat_target(2, 6000)
    buat_target(2, 6500, kewenangan="TP")
    satker = buat_satker()
    dk, tp = (buat_dipa(satker, kewenangan=k, pagu={"52": 1_000}) for k in ("DK", "TP"))
    for dipa in (dk, tp):
        terverifikasi(dipa, 0, 620)
    assert (posisi(dk, 2).target_bp, posisi(dk, 2).status) == (6000, Status.TERCAPAI)
    assert (posisi(tp, 2).target_bp, posisi(tp, 2).status) == (6500, Status.DI_BAWAH_TARGET)
    k = kelompok(2)
    assert (k.jumlah, k.target_bp, k.target_beragam) == (2, None, (6000, 6500))


def riwayat_lengkap(tahun: int, *jumlah: int, kewenangan: str = "TP") -> None:
    dipa = buat_dipa(tahun=tahun, kewenangan=kewenangan, pagu={"52": 1_000})
    terverifikasi(dipa, *jumlah)


def test_projection_rests_on_the_latest_three_complete_years_of_the_same_kewenangan() -> None:
    buat_target(4, 9900)
    riwayat_lengkap(2021, 400, 0, 0, 0)  # the fourth back
    riwayat_lengkap(2022, 0, 100, 0, 100)
    riwayat_lengkap(2023, 0, 100, 0, 300)
    riwayat_lengkap(2024, 400, 0, 0)  # TW IV is missing
    riwayat_lengkap(2025, 50, 50, 0, 300)
    riwayat_lengkap(2025, 900, 0, 0, 0, kewenangan="DK")
    dipa = buat_dipa(pagu={"52": 1_000})
    terverifikasi(dipa, 100, 150)
    # Reached by TW II in 2022, 2023 and 2025: 300 of 1000.
    assert posisi(dipa, 2).proyeksi_bp == 8333
    assert posisi(dipa, 2).berisiko
    # TW III is silent: the figure is of TW II, and so is the share.
    assert posisi(dipa, 3).proyeksi_bp == 8333
    # By TW I 50 of 1000 had been spent: 10 % over 5 %.
    assert posisi(dipa, 1).proyeksi_bp == 20_000
    assert not posisi(dipa, 1).berisiko


def test_one_dipa_without_tw_iv_takes_the_year_from_all_of_its_kewenangan() -> None:
    buat_target(4, 9900)
    riwayat_lengkap(2025, 0, 100, 0, 300)
    dipa = buat_dipa(pagu={"52": 1_000})
    terverifikasi(dipa, 0, 495)
    assert posisi(dipa, 2).proyeksi_bp == 19_800
    riwayat_lengkap(2025, 0, 100, 0)
    assert posisi(dipa, 2).proyeksi_bp == 9900  # by the target path: half of the year


def test_history_counts_under_the_same_angka() -> None:
    buat_target(4, 9900)
    lama = buat_dipa(tahun=2025, pagu={"52": 1_000})
    terverifikasi(lama, 0, 100, 0)
    buat_laporan_diajukan(lama, 4, {"52": 300})
    dipa = buat_dipa(pagu={"52": 1_000})
    terverifikasi(dipa, 0, 495)
    assert posisi(dipa, 2).proyeksi_bp == 9900
    assert posisi(dipa, 2, Angka.SEMENTARA).proyeksi_bp == 19_800


def test_at_tw_iv_the_projection_is_what_was_spent() -> None:
    riwayat_lengkap(2025, 0, 100, 0, 300)
    dipa = buat_dipa(pagu={"52": 100_000})
    terverifikasi(dipa, 0, 0, 0, 89_996)
    p = posisi(dipa, 4)
    assert (p.persen_bp, p.proyeksi_bp, p.berisiko) == (8999, 8999, True)


def test_one_satker_alone_is_projected_with_the_history_of_all() -> None:
    riwayat_lengkap(2025, 0, 100, 0, 300)
    dipa = buat_dipa(pagu={"52": 1_000})
    buat_dipa()
    terverifikasi(dipa, 0, 100)
    buku = muat([TAHUN], Angka.RESMI, satker=[dipa.satker_id])
    (sendiri,) = buku.posisi(TAHUN, 2)
    assert sendiri.amanat.id == dipa.pk
    assert sendiri.proyeksi_bp == posisi(dipa, 2).proyeksi_bp == 4000
    assert buku.dasar_pangsa(TAHUN, "TP") == [2025]
    assert muat([TAHUN], Angka.RESMI, satker=[]).posisi(TAHUN, 2) == []


def test_years_that_were_read_already_save_their_query() -> None:
    buat_target(2, 6000)
    terverifikasi(buat_dipa(), 0, 600_000)
    anggaran = baca_tahun()
    with CaptureQueriesContext(connection) as tangkapan:
        buku = muat([TAHUN], Angka.RESMI, anggaran=anggaran)
    assert [p.status for p in buku.posisi(TAHUN, 2)] == [Status.TERCAPAI]
    assert len(tangkapan) == 5


def test_several_years_at_once_are_each_as_if_asked_alone() -> None:
    buat_target(4, 9900)
    for tahun, separuh in ((2023, 100), (2024, 200), (2025, 300)):
        riwayat_lengkap(tahun, 0, separuh, 0, 400 - separuh)
    bersama = muat([2023, 2024, 2025], Angka.RESMI)
    for t in (2023, 2024, 2025):
        sendiri = muat([t], Angka.RESMI)
        assert bersama.dasar_pangsa(t, "TP") == sendiri.dasar_pangsa(t, "TP")
        for q in (1, 2, 3, 4):
            (a,), (b,) = bersama.posisi(t, q), sendiri.posisi(t, q)
            assert (a.realisasi, a.proyeksi_bp, a.status) == (b.realisasi, b.proyeksi_bp, b.status)
    assert bersama.dasar_pangsa(2025, "TP") == [2024, 2023]


def test_the_satker_is_named_as_in_its_year() -> None:
    satker = buat_satker(nama="Dinas Perindustrian")
    lama = buat_dipa(satker, tahun=2025)
    satker.nama = "Dinas Perindustrian dan Perdagangan"
    satker.save()
    baru = buat_dipa(satker)
    assert posisi(lama, 1).amanat.nama == "Dinas Perindustrian"
    assert posisi(baru, 1).amanat.nama == "Dinas Perindustrian dan Perdagangan"


# --- What it costs --------------------------------------------------------------------------------


def buat_banyak(jumlah: int) -> None:
    """Two years of so many satker, with revisions and reports of every kind."""
    for n in range(jumlah):
        satker = buat_satker()
        for tahun in (TAHUN - 1, TAHUN):
            dipa = buat_dipa(satker, tahun=tahun, pagu={"51": 500, "52": 500})
            buat_revisi(dipa, {"51": 600, "52": 600}, berlaku_sejak=dt.date(tahun, 4, 4))
            terverifikasi(dipa, 100, 100, 100, 100)
            laporan = kembalikan(dipa.laporan.get(triwulan=3))
            if n % 3 == 0:
                buat_laporan_diajukan(laporan.dipa, 3, {"51": 5, "52": 6})


@pytest.mark.parametrize("angka", list(Angka))
def test_the_number_of_queries_does_not_depend_on_the_number_of_satker(angka: Angka) -> None:
    banyaknya = []
    for tambah in (3, 9):
        buat_banyak(tambah)
        with CaptureQueriesContext(
            connection,
        ) as tangkapan:
            buku = muat([TAHUN - 1, TAHUN], angka)
            for tahun in (TAHUN - 1, TAHUN):
                for q in (1, 2, 3, 4):
                    daftar = buku.posisi(tahun, q)
                    penilaian.kelompok(daftar, q)
                    for p in daftar:
                        _ = (p.amanat.provinsi.nama, p.persen_bp, p.status, p.warna, p.proyeksi_bp, p.berisiko)
        assert len(daftar) == (3 if tambah == 3 else 12)
        banyaknya.append(len(tangkapan))
    assert banyaknya[0] == banyaknya[1] <= 6


def test_the_command_asks_no_more_than_the_query() -> None:
    banyaknya = []
    for tambah in (3, 9):
        buat_banyak(tambah)
        with CaptureQueriesContext(connection) as tangkapan:
            hasil = tanya(angka="sementara")
        assert len(hasil["satker"]) == (3 if tambah == 3 else 12)
        banyaknya.append(len(tangkapan))
    assert banyaknya[0] == banyaknya[1] <= 6


# --- The command ------------------------------------------------------------------------------------


def jalankan(**pilihan: Any) -> str:
    keluaran = StringIO()
    argumen = {"tahun": TAHUN, "triwulan": 2, "kewenangan": "SEMUA"} | pilihan
    call_command("posisi", *[f"--{nama}={nilai}" for nama, nilai in argumen.items()], stdout=keluaran)
    return keluaran.getvalue()


def tanya(**pilihan: Any) -> dict[str, Any]:
    return json.loads(jalankan(format="json", **pilihan))


def test_rows_stand_in_the_order_of_kewenangan_then_kode() -> None:
    for kode in ("300002", "050001", "300001"):
        satker = buat_satker(kode)
        buat_dipa(satker, kewenangan="TP")
        buat_dipa(satker, kewenangan="DK")
    semua = [(s["kewenangan"], s["kode"]) for s in tanya()["satker"]]
    assert semua == [(k, n) for k in ("DK", "TP") for n in ("050001", "300001", "300002")]
    assert [(s["kewenangan"], s["kode"]) for s in tanya(kewenangan="TP")["satker"]] == semua[3:]
    assert [(s["kewenangan"], s["kode"]) for s in tanya(kewenangan="DK")["satker"]] == semua[:3]


def test_the_form_of_the_json() -> None:
    buat_target(2, 6000)
    buat_target(4, 9900)
    dipa = buat_dipa(buat_satker("050001", nama="Dinas Perindustrian"), pagu={"52": 100_000}, blokir={"52": 10_000})
    terverifikasi(dipa, 10_000, 43_999)
    assert tanya() == {
        "tahun": TAHUN,
        "triwulan": 2,
        "kewenangan": "SEMUA",
        "angka": "resmi",
        "nasional": {
            "jumlah_satker": 1,
            "melapor": 1,
            "pagu": 100_000,
            "blokir": 10_000,
            "pagu_efektif": 90_000,
            "realisasi": 53_999,
            "persen": "59.99",
            "rata_rata_satker": "59.99",
            "target": "60.00",
        },
        "satker": [
            {
                "kode": "050001",
                "kewenangan": "TP",
                "nama": "Dinas Perindustrian",
                "provinsi": dipa.satker.provinsi.nama,
                "kode_provinsi": dipa.satker.provinsi.kode,
                "pagu": 100_000,
                "blokir": 10_000,
                "pagu_efektif": 90_000,
                "realisasi": 53_999,
                "persen": "59.99",
                "target": "60.00",
                "status": "DI_BAWAH_TARGET",
                "triwulan_data": 2,
                "proyeksi": "98.99",  # 59.99889 % over 60/99 is 98.99817 %
                "berisiko": False,
            }
        ],
    }


def test_angka_is_resmi_unless_asked() -> None:
    dipa = buat_dipa(pagu={"52": 1_000})
    buat_laporan_diajukan(dipa, 1, {"52": 100})
    assert tanya(triwulan=1) == tanya(triwulan=1, angka="resmi")
    assert tanya(triwulan=1)["nasional"]["realisasi"] == 0
    assert tanya(triwulan=1, angka="sementara")["nasional"]["realisasi"] == 100


@pytest.mark.parametrize("kewenangan", ["DK", "TP", "SEMUA"])
def test_a_year_without_data_is_an_empty_list(kewenangan: str) -> None:
    buat_dipa()
    hasil = tanya(tahun=2031, kewenangan=kewenangan)
    assert hasil["satker"] == []
    assert hasil["nasional"] == {
        "jumlah_satker": 0,
        "melapor": 0,
        "pagu": 0,
        "blokir": 0,
        "pagu_efektif": 0,
        "realisasi": 0,
        "persen": None,
        "rata_rata_satker": None,
        "target": None,
    }
    assert "0 dari 0 DIPA melapor" in jalankan(tahun=2031, kewenangan=kewenangan, format="tabel")


def test_the_table_shows_a_line_per_dipa_and_the_total() -> None:
    dipa = buat_dipa(buat_satker("050001"), pagu={"52": 10_000_000})
    terverifikasi(dipa, 1_234_567)
    buat_dipa(buat_satker("050002"), pagu={"52": 10_000_000})
    baris = jalankan(triwulan=1, format="tabel").splitlines()
    assert f"TW I {TAHUN}" in baris[0]
    assert "angka resmi" in baris[0]
    assert "1 dari 2 DIPA melapor" in baris[0]
    assert baris[2].split()[:2] == ["050001", "TP"]
    assert all(teks in baris[2] for teks in ("10.000.000", "1.234.567", "12,35", "TANPA_TARGET"))
    assert baris[3].split()[:2] == ["050002", "TP"]
    assert "BELUM_LAPOR" in baris[3]
    assert all(teks in baris[4] for teks in ("JUMLAH", "20.000.000", "1.234.567", "6,17"))
    assert len(baris) == 5


SALAH = [
    ({"triwulan": 5}, "triwulan"),
    ({"triwulan": 0}, "triwulan"),
    ({"triwulan": "II"}, "triwulan"),
    ({"tahun": "duaribu"}, "tahun"),
    ({"tahun": "2026.5"}, "tahun"),
    ({"tahun": -2026}, "tahun"),
    ({"kewenangan": "KP"}, "kewenangan"),
    ({"angka": "semua"}, "angka"),
    ({"format": "xml"}, "format"),
]


@pytest.mark.parametrize(("pilihan", "disebut"), SALAH)
def test_a_wrong_argument_is_named(pilihan: dict[str, Any], disebut: str) -> None:
    with pytest.raises(CommandError, match=f"--{disebut}"):
        jalankan(**pilihan)


@pytest.mark.parametrize("hilang", ["--tahun", "--triwulan", "--kewenangan"])
def test_year_quarter_and_kewenangan_are_required(hilang: str) -> None:
    semua = {"--tahun": "2026", "--triwulan": "2", "--kewenangan": "TP"}
    with pytest.raises(CommandError, match=hilang):
        call_command("posisi", *[f"{nama}={nilai}" for nama, nilai in semua.items() if nama != hilang])


def test_from_a_shell_a_wrong_argument_ends_with_2_and_one_sentence() -> None:
    akar = Path(__file__).resolve().parents[2]
    hasil = subprocess.run(
        [sys.executable, "manage.py", "posisi", "--tahun=2026", "--triwulan=5", "--kewenangan=TP"],
        cwd=akar,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert hasil.returncode == 2
    assert "'5' bukan triwulan (1 sampai 4)" in hasil.stderr
    assert "Traceback" not in hasil.stderr
    assert hasil.stdout == ""
