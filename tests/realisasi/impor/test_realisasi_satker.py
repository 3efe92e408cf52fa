"""The online monitoring's realisation per satker: cumulative figures per jenis, of our satker alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from realisasi.impor import berkas
from realisasi.impor.bacaan import ASAL, KOLOM, Bacaan, BerkasDitolak, JenisImpor, Pilihan, Total
from realisasi.impor.bentuk import kenali, realisasi_satker
from realisasi.impor.rencana import Keadaan, susun
from tests.realisasi.impor.buat_realisasi_satker import baris, buat

XLS = Path(__file__).parents[2] / "data" / "contoh" / "realisasi_satker.xls"
TW1 = Pilihan(tahun=2026, triwulan=1, kewenangan="TP")
ASING = baris("411111", ba="005")


def baca(isi: bytes | Path, pilihan: Pilihan = TW1, jenis: JenisImpor = JenisImpor.REALISASI) -> Bacaan:
    return kenali(berkas.buka("realisasi.xls", isi), jenis, pilihan)


def ditolak(isi: bytes, pilihan: Pilihan = TW1, jenis: JenisImpor = JenisImpor.REALISASI) -> BerkasDitolak:
    with pytest.raises(BerkasDitolak) as galat:
        baca(isi, pilihan, jenis)
    return galat.value


def isi_baris(hasil: Bacaan) -> list[tuple[Any, ...]]:
    return list(hasil.baris[["kode_satker", "jenis_belanja", "realisasi", "nomor"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("dua_baris", [False, True])
def test_each_jenis_with_pagu_or_realisasi_is_a_row(dua_baris: bool) -> None:
    hasil = baca(buat(baris(), baris("029024", angka={"Pegawai": (5, 5)}), dua_baris=dua_baris))

    awal = 6 if dua_baris else 5
    assert isi_baris(hasil) == [
        ("019070", "52", 300_000_000, awal),
        ("019070", "53", 0, awal),
        ("029024", "51", 5, awal + 1),
    ]
    assert not hasil.tolakan
    assert list(hasil.baris) == [*KOLOM[JenisImpor.REALISASI], *ASAL]
    assert set(hasil.baris["kumulatif"]) == {True}
    assert set(hasil.baris["tanggal_data"]) == {dt.date(2026, 4, 7)}
    assert hasil.klaim.satker == {"019070", "029024"}
    assert hasil.total_berkas == Total()


def test_an_xls_is_read_alike() -> None:
    hasil = baca(XLS)

    assert isi_baris(hasil)[:4] == [
        ("019070", "52", 300_000_000, 5),
        ("019070", "53", 0, 5),
        ("029024", "52", 300_000_000, 6),
        ("029024", "53", 0, 6),
    ]
    assert [(t.baris, t.kolom, t.nilai) for t in hasil.tolakan] == [(7, "Kode BA", "005")]


@pytest.mark.django_db
def test_rows_of_other_ministries_are_refused_once_each() -> None:
    hasil = baca(buat(ASING, baris("411112", ba=24)))

    assert [(t.baris, t.kolom) for t in hasil.tolakan] == [(5, "Kode BA"), (6, "Kode BA")]
    assert "Kode BA 024 bukan" in hasil.tolakan[1].pesan
    rencana = susun([hasil], TW1)
    assert [b.keadaan for b in rencana.butir] == [Keadaan.DITOLAK] * 2
    assert len(rencana.tolakan) == 2
    assert rencana.total.realisasi == 600_000_000


@pytest.mark.parametrize("ba", ["019", 19, "'019", "01905", 1905, "019.05"])
def test_the_ministry_is_known_however_it_is_written(ba: Any) -> None:
    assert not baca(buat(baris(ba=ba))).tolakan


@pytest.mark.parametrize("ba", ["005", 5, "01902", "019.02", "190", "1905x1"])
def test_others_are_not_taken_for_it(ba: Any) -> None:
    assert [t.kolom for t in baca(buat(baris(ba=ba))).tolakan] == ["Kode BA"]


def test_a_total_row_is_kept_apart() -> None:
    total = baris("", ba="")
    total[0], total[3], total[4] = "", "TOTAL", ""

    hasil = baca(buat(baris(), total))

    assert hasil.total_berkas == Total(realisasi=300_000_000)
    assert len(hasil.baris) == 2


@pytest.mark.parametrize(
    ("ubah", "kolom"),
    [
        ({"Realisasi_Barang": 299_999_999.5}, "Realisasi Barang"),
        ({"Realisasi_Total": 1}, "Realisasi Total"),
        ({"Sisa_Barang": 1}, "Sisa Barang"),
        ({"Pagu_Modal": "banyak"}, "Pagu Modal"),
    ],
)
def test_what_does_not_agree_is_refused_where_it_stands(ubah: dict[str, Any], kolom: str) -> None:
    hasil = baca(buat(baris(**ubah), baris("029024")))

    assert (5, kolom) in {(t.baris, t.kolom) for t in hasil.tolakan}
    assert {t.baris for t in hasil.tolakan} == {5}
    assert hasil.baris.groupby("kode_satker")["rusak"].all().to_dict() == {"019070": True, "029024": False}


def test_a_jenis_that_the_programme_has_not_is_refused() -> None:
    hasil = baca(buat(baris(angka={"Hibah": (10, 0), "Barang": (10, 5)})))

    assert [(t.kolom, t.baris) for t in hasil.tolakan] == [("Pagu Hibah", 5)]
    assert set(hasil.baris["rusak"]) == {True}


def test_it_says_when_it_was_printed_before_the_quarter_ended() -> None:
    hasil = baca(buat(baris(), cetak="Tanggal Cetak :25-03-2026, 9:05 am"))

    assert any("25 Maret 2026" in c and "belum lengkap" in c for c in hasil.catatan)


def test_year_quarter_and_kewenangan_are_asked_for() -> None:
    assert ditolak(buat(baris()), Pilihan()).kurang == ("tahun", "triwulan", "kewenangan")


def test_a_title_that_says_the_quarter_is_a_claim() -> None:
    hasil = baca(buat(baris(), judul="Laporan Realisasi Belanja s.d. Triwulan II TA 2026"))

    assert (hasil.klaim.tahun, hasil.klaim.triwulan) == ({2026}, {2})
    assert hasil.baris["triwulan"].tolist() == [2, 2]


def test_an_empty_one_is_refused() -> None:
    assert "Tidak Ada Data" in ditolak(buat()).pesan


@pytest.mark.parametrize("jenis", [JenisImpor.DIPA, JenisImpor.LAPORAN, JenisImpor.SATKER])
def test_asked_for_another_kind_it_says_what_it_is(jenis: JenisImpor) -> None:
    assert "realisasi per satker dari monitoring daring" in ditolak(buat(baris()), jenis=jenis).pesan


def test_other_tables_are_left_to_other_layouts() -> None:
    isi = b"tahun,triwulan,kewenangan,kode_satker,jenis_belanja,realisasi,basis,tanggal_data\n"

    assert realisasi_satker.kenali(berkas.buka("a.csv", isi), JenisImpor.REALISASI, TW1) is None
