"""Quarters, working days and reporting windows (rules 10 and 12)."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from realisasi import kalender
from realisasi.models import HariLibur, PeriodePelaporan, Target
from realisasi.tahun_baru import buka_tahun, hari_libur, muat_hari_libur

D = dt.date
hari = st.dates(D(2000, 1, 1), D(2100, 12, 31))
triwulan = st.sampled_from((1, 2, 3, 4))
tahun = st.integers(2000, 2100)


@st.composite
def hari_dan_libur(draw: st.DrawFn) -> tuple[dt.date, set[dt.date]]:
    """A day, and holidays around it."""
    mulai = draw(hari)
    return mulai, {mulai + dt.timedelta(days=n) for n in draw(st.sets(st.integers(-5, 60), max_size=25))}


def hari_kerja(hari: dt.date, libur: set[dt.date]) -> bool:
    return hari.strftime("%a") not in {"Sat", "Sun"} and hari not in libur


def rentang(mulai: dt.date, sampai: dt.date) -> list[dt.date]:
    return [mulai + dt.timedelta(days=n) for n in range((sampai - mulai).days + 1)]


# --- Quarters --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "nama", "awal", "akhir"),
    [
        (1, "TW I", D(2024, 1, 1), D(2024, 3, 31)),
        (2, "TW II", D(2024, 4, 1), D(2024, 6, 30)),
        (3, "TW III", D(2024, 7, 1), D(2024, 9, 30)),
        (4, "TW IV", D(2024, 10, 1), D(2024, 12, 31)),
    ],
)
def test_the_four_quarters(q: int, nama: str, awal: dt.date, akhir: dt.date) -> None:
    assert kalender.nama_triwulan(q) == nama
    assert kalender.awal_triwulan(2024, q) == awal
    assert kalender.akhir_triwulan(2024, q) == akhir


@given(tahun)
def test_quarters_cover_a_year_without_gap_or_overlap(t: int) -> None:
    semua = [h for q in kalender.TRIWULAN for h in rentang(kalender.awal_triwulan(t, q), kalender.akhir_triwulan(t, q))]
    assert semua == rentang(D(t, 1, 1), D(t, 12, 31))


@pytest.mark.parametrize(
    ("sejak", "pertama"),
    [
        (D(2025, 12, 2), 1),  # dated in the December before
        (D(2019, 1, 1), 1),  # no rule ties the date to the year
        (D(2026, 1, 1), 1),
        (D(2026, 3, 31), 1),
        (D(2026, 4, 1), 2),
        (D(2026, 6, 30), 2),
        (D(2026, 7, 1), 3),
        (D(2026, 10, 1), 4),
        (D(2026, 12, 31), 4),
        (D(2027, 1, 1), None),
    ],
)
def test_the_first_quarter_at_whose_end_a_revision_counts(sejak: dt.date, pertama: int | None) -> None:
    assert kalender.triwulan_pertama(2026, sejak) == pertama


@given(tahun, hari)
def test_the_first_quarter_is_the_first_that_ends_on_or_after_the_day(t: int, sejak: dt.date) -> None:
    berakhir = [q for q in (1, 2, 3, 4) if kalender.akhir_triwulan(t, q) >= sejak]
    assert kalender.triwulan_pertama(t, sejak) == min(berakhir, default=None)


@pytest.mark.parametrize(("dari", "sampai", "bulan"), [(1, 2, 3), (1, 4, 9), (2, 4, 6), (3, 4, 3), (4, 4, 0)])
def test_months_are_counted_from_quarter_end_to_quarter_end(dari: int, sampai: int, bulan: int) -> None:
    assert kalender.bulan_tersisa(dari, sampai) == bulan


# --- Working days ------------------------------------------------------------------------------


@pytest.fixture
def libur_2026(db: None) -> set[dt.date]:
    """The holidays that the project loads when 2026 is opened: those of 2026 and 2027."""
    buka_tahun(2026)
    return hari_libur(2026, 2027)


@pytest.mark.parametrize(
    ("sejak", "kesepuluh"),
    # Published by the treasury as the tenth working day of the quarter's first month.
    [(D(2026, 4, 1), D(2026, 4, 15)), (D(2026, 7, 1), D(2026, 7, 14)), (D(2026, 10, 1), D(2026, 10, 14))],
)
def test_the_published_tenth_working_days(libur_2026: set[dt.date], sejak: dt.date, kesepuluh: dt.date) -> None:
    assert kalender.hari_kerja_ke(10, sejak, libur_2026) == kesepuluh


def test_good_friday_is_what_moves_april(libur_2026: set[dt.date]) -> None:
    assert D(2026, 4, 3) in libur_2026
    assert kalender.hari_kerja_ke(10, D(2026, 4, 1), libur_2026 - {D(2026, 4, 3)}) == D(2026, 4, 14)


def test_joint_leave_is_no_working_day_either(libur_2026: set[dt.date]) -> None:
    natal = HariLibur.objects.get(tanggal=D(2026, 12, 24))
    assert natal.jenis == HariLibur.Jenis.CUTI_BERSAMA
    assert HariLibur.objects.get(tanggal=D(2026, 12, 25)).jenis == HariLibur.Jenis.NASIONAL
    assert not kalender.adalah_hari_kerja(D(2026, 12, 24), libur_2026)
    assert kalender.adalah_hari_kerja(D(2026, 12, 23), libur_2026)


@given(hari_dan_libur())
def test_a_working_day_is_monday_to_friday_and_no_holiday(kasus: tuple[dt.date, set[dt.date]]) -> None:
    mulai, libur = kasus
    for h in rentang(mulai, mulai + dt.timedelta(days=13)):
        assert kalender.adalah_hari_kerja(h, libur) is hari_kerja(h, libur)


@given(hari_dan_libur(), st.integers(1, 25))
def test_the_nth_working_day_closes_a_stretch_with_n_of_them(kasus: tuple[dt.date, set[dt.date]], n: int) -> None:
    mulai, libur = kasus
    hasil = kalender.hari_kerja_ke(n, mulai, libur)
    assert hari_kerja(hasil, libur)
    assert sum(hari_kerja(h, libur) for h in rentang(mulai, hasil)) == n


@pytest.mark.parametrize("n", [0, -1])
def test_there_is_no_zeroth_working_day(n: int) -> None:
    with pytest.raises(ValueError, match="n"):
        kalender.hari_kerja_ke(n, D(2026, 4, 1), set())


@given(hari_dan_libur(), st.integers(-10, 60))
def test_days_left_are_the_working_days_from_today_to_the_end_both_included(
    kasus: tuple[dt.date, set[dt.date]], jauh: int
) -> None:
    hari_ini, libur = kasus
    sampai = hari_ini + dt.timedelta(days=jauh)
    assert kalender.sisa_hari_kerja(hari_ini, sampai, libur) == sum(
        hari_kerja(h, libur) for h in rentang(hari_ini, sampai)
    )


@given(hari_dan_libur(), st.integers(1, 25))
def test_on_its_first_day_the_nth_working_day_is_n_days_away(kasus: tuple[dt.date, set[dt.date]], n: int) -> None:
    mulai, libur = kasus
    assert kalender.sisa_hari_kerja(mulai, kalender.hari_kerja_ke(n, mulai, libur), libur) == n


@pytest.mark.parametrize(
    ("hari_ini", "sisa"),
    [
        (D(2026, 10, 1), 5),  # the day it opens
        (D(2026, 10, 2), 4),
        (D(2026, 10, 3), 3),  # Saturday
        (D(2026, 10, 7), 1),  # the due day itself
        (D(2026, 10, 8), 0),
        (D(2026, 11, 2), 0),
    ],
)
def test_working_days_left_to_the_due_day_of_tw_iii(libur_2026: set[dt.date], hari_ini: dt.date, sisa: int) -> None:
    assert kalender.sisa_hari_kerja(hari_ini, D(2026, 10, 7), libur_2026) == sisa


# --- Lateness ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hari", "terlambat"),
    [(D(2026, 10, 6), 0), (D(2026, 10, 7), 0), (D(2026, 10, 8), 1), (D(2026, 10, 12), 5), (D(2026, 11, 2), 26)],
)
def test_lateness_is_counted_in_calendar_days(hari: dt.date, terlambat: int) -> None:
    assert kalender.hari_terlambat(D(2026, 10, 7), hari) == terlambat


@given(hari, st.integers(-400, 400))
def test_on_time_is_not_late_and_a_day_more_is_a_day_later(tenggat: dt.date, jarak: int) -> None:
    terlambat = kalender.hari_terlambat(tenggat, tenggat + dt.timedelta(days=jarak))
    lewat = rentang(tenggat, tenggat + dt.timedelta(days=jarak))[1:]
    assert terlambat == len(lewat)


@pytest.mark.parametrize(
    ("waktu", "hari"),
    [("2026-10-07T16:59:59+00:00", D(2026, 10, 7)), ("2026-10-07T17:00:00+00:00", D(2026, 10, 8))],
)
def test_a_due_day_ends_at_midnight_in_jakarta(waktu: str, hari: dt.date) -> None:
    assert timezone.localdate(dt.datetime.fromisoformat(waktu)) == hari


# --- Windows -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "dibuka", "tenggat", "ditutup"),
    [
        (1, D(2026, 4, 1), D(2026, 4, 8), D(2026, 6, 30)),  # Good Friday and a weekend in between
        (2, D(2026, 7, 1), D(2026, 7, 7), D(2026, 9, 30)),
        (3, D(2026, 10, 1), D(2026, 10, 7), D(2026, 12, 31)),
        # 1 January is a holiday, 5 January 2027 (Isra Mikraj) too: both are those of the next year.
        (4, D(2027, 1, 1), D(2027, 1, 11), D(2027, 3, 31)),
    ],
)
@pytest.mark.django_db
def test_opening_a_year_makes_its_windows(q: int, dibuka: dt.date, tenggat: dt.date, ditutup: dt.date) -> None:
    buka_tahun(2026)
    periode = PeriodePelaporan.objects.get(tahun_id=2026, triwulan=q)
    assert (periode.dibuka, periode.tenggat, periode.ditutup) == (dibuka, tenggat, ditutup)


@pytest.mark.django_db
def test_without_the_holidays_of_the_next_year_tw_iv_would_fall_due_too_early() -> None:
    muat_hari_libur(2026)
    assert kalender.jendela_bawaan(2026, 4, hari_libur(2026)).tenggat == D(2027, 1, 7)


@st.composite
def libur_tahun(draw: st.DrawFn) -> tuple[int, set[dt.date]]:
    t = draw(tahun)
    return t, draw(st.sets(st.dates(D(t, 1, 1), D(t + 1, 3, 31)), max_size=40))


@given(libur_tahun(), triwulan)
def test_the_default_window(kasus: tuple[int, set[dt.date]], q: int) -> None:
    t, libur = kasus
    jendela = kalender.jendela_bawaan(t, q, libur)
    berikut = (t, q + 1) if q < 4 else (t + 1, 1)
    assert jendela.dibuka == kalender.awal_triwulan(*berikut)
    assert jendela.ditutup == kalender.akhir_triwulan(*berikut)
    assert hari_kerja(jendela.tenggat, libur)
    assert sum(hari_kerja(h, libur) for h in rentang(jendela.dibuka, jendela.tenggat)) == 5
    assert jendela.dibuka < jendela.tenggat <= jendela.ditutup


@given(tahun)
def test_windows_of_a_year_follow_each_other_day_by_day(t: int) -> None:
    jendela = [kalender.jendela_bawaan(t, q, set()) for q in (1, 2, 3, 4)]
    jendela.append(kalender.jendela_bawaan(t + 1, 1, set()))
    for satu, berikut in itertools.pairwise(jendela):
        assert berikut.dibuka == satu.ditutup + dt.timedelta(days=1)


# --- Opening a year ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_new_year_has_the_default_targets_and_limits() -> None:
    anggaran = buka_tahun(2026)
    anggaran.refresh_from_db()
    assert (anggaran.ambang_bp, anggaran.batas_kuning_bp, anggaran.ditutup) == (9000, 9000, False)
    target = Target.objects.filter(tahun=anggaran).values_list("triwulan", "kewenangan", "target_bp")
    assert set(target) == {(2, "", 6000), (4, "", 9900)}
    assert HariLibur.objects.filter(tanggal__year=2026).exists()
    assert HariLibur.objects.filter(tanggal__year=2027).exists()


@pytest.mark.django_db
def test_a_year_that_is_open_stays_as_somebody_has_set_it() -> None:
    buka_tahun(2026)
    Target.objects.filter(tahun_id=2026, triwulan=2).update(target_bp=5500)
    HariLibur.objects.filter(tanggal=D(2026, 8, 17)).delete()
    buka_tahun(2026)
    assert Target.objects.get(tahun_id=2026, triwulan=2).target_bp == 5500
    assert D(2026, 8, 17) not in hari_libur(2026)


@pytest.mark.django_db
def test_holidays_that_were_edited_are_not_loaded_over() -> None:
    HariLibur.objects.create(tanggal=D(2027, 1, 4), nama="Hari yang ditetapkan kemudian")
    buka_tahun(2026)
    assert hari_libur(2027) == {D(2027, 1, 4)}
    assert PeriodePelaporan.objects.get(tahun_id=2026, triwulan=4).tenggat == D(2027, 1, 8)
