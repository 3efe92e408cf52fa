"""Columns that are not read may change what is read; and quarters that nobody has filled in are no figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from realisasi.impor import berkas
from realisasi.impor.bacaan import Bacaan, BerkasDitolak, JenisImpor, Pilihan
from realisasi.impor.bentuk import kenali
from tests.realisasi.impor import buat

TP = Pilihan(tahun=2026, kewenangan="TP")
TW2 = Pilihan(tahun=2026, kewenangan="TP", triwulan=2)
DIPA = ["Kode Satker", "Jenis Belanja", "Revisi", "Berlaku Sejak"]
REVISI = ["019070", 52, 1, dt.date(2026, 3, 1)]
KEPALA = ["Kode Satker", "Jenis Belanja"]


def baca(jenis: str, *baris: Sequence[Any], pilihan: Pilihan = TP) -> Bacaan:
    return kenali(berkas.buka("uji.xlsx", buat.satu(baris)), JenisImpor(jenis), pilihan)


def pesan(jenis: str, *baris: Sequence[Any], pilihan: Pilihan = TP) -> str:
    with pytest.raises(BerkasDitolak) as galat:
        baca(jenis, *baris, pilihan=pilihan)
    return galat.value.pesan


def isi(bacaan: Bacaan, *kolom: str) -> list[tuple[Any, ...]]:
    tabel = bacaan.baris[list(kolom)].astype(object)
    return list(tabel.where(tabel.notna(), None).itertuples(index=False, name=None))


# --- Pagu and blokir ---------------------------------------------------------------------


@pytest.mark.parametrize("judul", ["Pagu yang Diblokir", "Dana yang Diblokir", "Anggaran yg diblokir (Rp)"])
def test_blokir_is_known_with_a_filler_in_its_heading(judul: str) -> None:
    bacaan = baca("dipa", [*DIPA, "Pagu", judul], [*REVISI, 1000, 300])
    assert isi(bacaan, "pagu", "blokir") == [(1000, 300)]


@pytest.mark.parametrize("nilai", [300, "300"])
@pytest.mark.parametrize(
    "judul", ["Automatic Adjustment", "Tanda Bintang (*)", "Blokir Tahap I", "Nilai Terblokir", "Efisiensi"]
)
def test_what_may_be_blokir_is_never_taken_for_none(judul: str, nilai: Any) -> None:
    assert judul in pesan("dipa", [*DIPA, "Pagu", judul], [*REVISI, 1000, nilai])
    assert isi(baca("dipa", [*DIPA, "Pagu", judul], [*REVISI, 1000, 0]), "pagu", "blokir") == [(1000, 0)]


def test_blokir_of_one_jenis_under_a_strange_heading_is_missed_too() -> None:
    kepala = ["Kode Satker", "Revisi", "Berlaku Sejak", "Pagu Barang", "Pagu Modal", "Blokir Barang", "Blokir Mdl"]
    baris = ["019070", 1, dt.date(2026, 3, 1), 100, 200, 10]
    assert "Blokir Mdl" in pesan("dipa", kepala, [*baris, 20])
    assert isi(baca("dipa", kepala, [*baris, None]), "jenis_belanja", "pagu", "blokir") == [
        ("52", 100, 10),
        ("53", 200, 0),
    ]


@pytest.mark.parametrize(
    "judul", ["Pagu Efektif", "Pagu Setelah Blokir", "Pagu di luar blokir", "Pagu Neto", "Pagu Setelah Perubahan"]
)
def test_another_pagu_beside_it_must_be_that_pagu_or_what_blokir_leaves_of_it(judul: str) -> None:
    kata = pesan("dipa", [*DIPA, "Pagu", judul], [*REVISI, 1000, 700])
    assert judul in kata
    assert "1.000" in kata
    assert isi(baca("dipa", [*DIPA, "Pagu", judul], [*REVISI, 1000, 1000]), "pagu", "blokir") == [(1000, 0)]
    bacaan = baca("dipa", [*DIPA, "Pagu", "Blokir", judul], [*REVISI, 1000, 300, 700], ["Jumlah", *5 * [None], 700])
    assert isi(bacaan, "pagu", "blokir") == [(1000, 300)]
    assert judul in pesan("dipa", [*DIPA, "Pagu", "Blokir", judul], [*REVISI, 1000, 300, 600])


def test_what_is_left_of_the_pagu_is_no_pagu() -> None:
    bacaan = baca("dipa", [*DIPA, "Pagu", "Realisasi", "Sisa Pagu Efektif"], [*REVISI, 1000, 400, 600])
    assert isi(bacaan, "pagu", "blokir") == [(1000, 0)]


def test_the_pagu_of_the_first_dipa_is_none_of_a_revision() -> None:
    kepala = [*DIPA, "Pagu Awal"]
    assert "Pagu Awal" in pesan("dipa", [*kepala, "Perubahan"], [*REVISI, 900, 100])
    assert isi(baca("dipa", kepala, ["019070", 52, 0, dt.date(2026, 1, 2), 900]), "pagu") == [(900,)]
    assert isi(baca("dipa", [*kepala, "Pagu Revisi"], [*REVISI, 900, 1000]), "pagu") == [(1000,)]


# --- Realisasi ---------------------------------------------------------------------------


def test_returns_beside_a_realisasi_leave_open_what_it_is() -> None:
    kepala = [*KEPALA, "Realisasi s.d. TW II", "Pengembalian"]
    assert "Pengembalian" in pesan("realisasi", kepala, ["019070", 52, 900, 100])
    assert isi(baca("realisasi", kepala, ["019070", 52, 900, 0]), "realisasi") == [(900,)]
    kepala = [*KEPALA, "Realisasi Bruto", "Pengembalian", "Realisasi Netto s.d. TW II"]
    assert isi(baca("realisasi", kepala, ["019070", 52, 900, 100, 800]), "realisasi") == [(800,)]


@pytest.mark.parametrize("hari", ["15 Juni 2026", "1 Juni", "29 Maret 2026"])
def test_until_a_day_within_a_quarter_is_not_until_its_end(hari: str) -> None:
    assert "kolom realisasi" in pesan("realisasi", [*KEPALA, f"Realisasi s.d. {hari}"], ["019070", 52, 9], pilihan=TW2)


@pytest.mark.parametrize("judul", ["per 30 Juni 2026", "s.d. tanggal 30 Juni 2026", "s.d. Juni", "posisi s.d. 30 Juni"])
def test_until_the_last_day_of_a_quarter_is(judul: str) -> None:
    bacaan = baca("realisasi", [*KEPALA, f"Realisasi {judul}"], ["019070", 52, 9])
    assert isi(bacaan, "triwulan", "realisasi", "kumulatif") == [(2, 9, True)]


@pytest.mark.parametrize("satuan", ["Juta", "Ribuan", "(Miliar)"])
def test_a_unit_in_a_column_of_its_own(satuan: str) -> None:
    kepala = [*KEPALA, "Realisasi s.d. TW II", "Satuan"]
    assert "rupiah penuh" in pesan("realisasi", kepala, ["019070", 52, 800, satuan])
    assert isi(baca("realisasi", kepala, ["019070", 52, 800, "Rupiah"]), "realisasi") == [(800,)]


@pytest.mark.parametrize(
    ("judul", "waktu"),
    [
        ("Bulan", ("Januari", "April")),
        ("Bulan", (3, 6)),
        ("Bulan", ("Mei", "Mei")),
        ("Tanggal SP2D", (dt.date(2026, 1, 5), dt.date(2026, 4, 5))),
        ("Tgl", ("31/03/2026", "01/04/2026")),
        ("Revisi", (0, 1)),
    ],
)
@pytest.mark.parametrize("jenis", ["laporan", "realisasi"])
def test_rows_of_several_times_or_revisions_are_not_added_up_as_one_quarter(
    jenis: str, judul: str, waktu: tuple[Any, Any]
) -> None:
    kepala = ["Kode Satker", judul, "Akun", "Realisasi TW II"]
    baris = [["019070", waktu[0], "521211", 100], ["019070", waktu[1], "521213", 300]]
    assert judul in pesan(jenis, kepala, *baris, pilihan=TW2)


@pytest.mark.parametrize(
    ("judul", "waktu"),
    [("Bulan", "Juni"), ("Tanggal SP2D", dt.date(2026, 4, 5)), ("Tanggal", None), ("Revisi", 3)],
)
def test_a_time_or_revision_that_is_one_does_not_matter(judul: str, waktu: Any) -> None:
    kepala = ["Kode Satker", judul, "Akun", "Realisasi TW II"]
    lain = 4 if judul == "Revisi" else waktu  # of another satker
    baris = [["019070", waktu, "521211", 100], ["019070", waktu, "521213", 300], ["089264", lain, "521211", 5]]
    bacaan = baca("laporan", kepala, *baris, pilihan=TW2)
    assert isi(bacaan, "kode_satker", "realisasi") == [("019070", 400), ("089264", 5)]


# --- Quarters that nobody has filled in --------------------------------------------------

SD = [*KEPALA, "s.d. TW I", "s.d. TW II", "s.d. TW III", "s.d. TW IV"]
TW = [*KEPALA, "TW I", "TW II", "TW III", "TW IV"]


@pytest.mark.parametrize("sisa", [0, None, "-"])
@pytest.mark.parametrize("jenis", ["laporan", "realisasi"])
def test_cumulative_columns_that_fall_to_zero_everywhere_are_not_read(jenis: str, sisa: Any) -> None:
    baris = [SD, [1, 2, 3, 4, 5, 6], ["019070", 52, 100, 300, sisa, sisa], ["089264", 53, 10, 30, sisa, sisa]]
    bacaan = baca(jenis, *baris, ["Jumlah", None, 110, 330, 0, 0])
    assert {(q, n) for q, n in isi(bacaan, "triwulan", "realisasi") if n} == (
        {(1, 100), (2, 200), (1, 10), (2, 20)} if jenis == "laporan" else {(1, 100), (2, 300), (1, 10), (2, 30)}
    )
    assert {q for (q,) in isi(bacaan, "triwulan")} == {1, 2}
    assert any("TW III, TW IV" in c for c in bacaan.catatan)
    if jenis == "laporan":
        assert bacaan.total_berkas.realisasi == 330


def test_the_asked_quarter_is_not_taken_for_zero() -> None:
    tiga = Pilihan(tahun=2026, kewenangan="TP", triwulan=3)
    assert "TW III" in pesan("realisasi", SD, ["019070", 52, 100, 300, 0, 0], pilihan=tiga)


def test_one_satker_that_falls_to_zero_is_refused_and_the_others_are_read() -> None:
    bacaan = baca("laporan", SD, ["019070", 52, 100, 300, 0, None], ["089264", 53, 10, 30, 60, None])
    assert [(t.baris, t.kolom, t.nilai) for t in bacaan.tolakan] == [(2, "s.d. TW III", "0")]
    assert "TW II" in bacaan.tolakan[0].pesan
    utuh = bacaan.baris[~bacaan.baris["rusak"].astype(bool)]
    assert utuh[["kode_satker", "triwulan", "realisasi"]].values.tolist() == [
        ["019070", 1, 100],
        ["019070", 2, 200],
        ["089264", 1, 10],
        ["089264", 2, 20],
        ["089264", 3, 30],
    ]


@pytest.mark.parametrize(("tahun", "terbaca"), [(2020, [1, 2, 3, 4]), (2098, [1, 2])])
def test_a_zero_of_a_quarter_counts_once_it_is_over(tahun: int, terbaca: list[int]) -> None:
    pilihan = Pilihan(tahun=tahun, kewenangan="TP")
    bacaan = baca("laporan", TW, ["019070", 52, 100, 200, 0, 0], pilihan=pilihan)
    assert [q for (q,) in isi(bacaan, "triwulan")] == terbaca


@pytest.mark.parametrize("diminta", [2, 3, 4])
def test_a_cumulative_report_of_one_quarter_needs_the_one_before_it_alone(diminta: int) -> None:
    pilihan = Pilihan(tahun=2026, kewenangan="TP", triwulan=diminta)
    bacaan = baca("laporan", SD, ["019070", 52, 100, 300, 600, 1000], pilihan=pilihan)
    assert not bacaan.tolakan
    assert isi(bacaan, "triwulan", "realisasi") == [(diminta, 100 * diminta)]


# --- The same time told twice -------------------------------------------------------------

BULAN = [*KEPALA, "Jan", "Feb", "Mar", "TW I", "Apr", "Mei", "Jun", "TW II"]


def test_a_quarter_that_is_not_the_sum_of_its_months_is_refused() -> None:
    baris = [["019070", 52, 1, 2, 3, 6, 4, 5, 6, 15], ["089264", 52, 1, 2, 3, 6, 4, 5, 6, 99]]
    bacaan = baca("laporan", BULAN, *baris, ["109207", 52, None, None, None, 7, 8, None, None, 8])
    assert [(t.baris, t.kolom, t.nilai) for t in bacaan.tolakan] == [(3, "TW II", "99")]
    assert "15" in bacaan.tolakan[0].pesan
    utuh = bacaan.baris[~bacaan.baris["rusak"].astype(bool)]
    assert utuh.groupby("kode_satker")["realisasi"].apply(list).to_dict() == {"019070": [6, 15], "109207": [7, 8]}


@pytest.mark.parametrize("jenis", ["laporan", "realisasi"])
def test_a_cumulative_amount_that_is_not_that_of_its_quarters_is_refused(jenis: str) -> None:
    kepala = [*KEPALA, "Realisasi TW I", "Realisasi TW II", "Realisasi s.d. TW II"]
    bacaan = baca(jenis, kepala, ["019070", 52, 1, 2, 3], ["089264", 52, 1, 2, 2], ["109207", 52, None, 2, 5])
    assert [(t.baris, t.nilai) for t in bacaan.tolakan] == [(3, "2")]


def test_cumulative_columns_of_months_and_quarters_do_not_add_up() -> None:
    bacaan = baca("realisasi", ["Realisasi kumulatif"], BULAN, ["019070", 52, 1, 2, 3, 3, 4, 5, 6, 6])
    assert not bacaan.tolakan
    assert isi(bacaan, "triwulan", "realisasi", "kumulatif") == [(1, 3, True), (2, 6, True)]


# --- Sums and small tables ---------------------------------------------------------------


def test_sums_of_each_satker_alone_are_no_sum_of_the_table() -> None:
    kepala = [*KEPALA, "Realisasi TW I"]
    baris = [["019070", 52, 100], ["019070", 53, 50], ["Jumlah", None, 150], ["089264", 52, 7], ["Jumlah", None, 7]]
    bacaan = baca("realisasi", kepala, *baris)
    assert bacaan.total_berkas.realisasi is None
    assert not [c for c in bacaan.catatan if "menyebut" in c]
    baris[2][2] = 151
    bacaan = baca("realisasi", kepala, *baris)
    assert any("151" in c for c in bacaan.catatan)


def test_names_with_codes_are_known_in_a_table_of_one_row_with_its_sums_and_signature() -> None:
    kepala = ["Satuan Kerja", "Jenis Belanja", "Realisasi TW I"]
    baris = [["019070 - Dinas X", 53, 797], ["Jumlah Dinas X", None, 797], ["Total", None, 797]]
    bacaan = baca("realisasi", kepala, [1, 2, 3], *baris, ["Jakarta, 5 Juli 2026"], ["Kepala Dinas"], ["NIP 19700101"])
    assert isi(bacaan, "kode_satker", "realisasi") == [("019070", 797)]
