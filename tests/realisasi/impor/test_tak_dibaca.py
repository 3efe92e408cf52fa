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
