"""The online monitoring's list of DIPA: pagu not yet split, numbers held against rows, days that are none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from realisasi.impor import berkas
from realisasi.impor.bacaan import ASAL, KOLOM, Bacaan, BerkasDitolak, JenisImpor, Pilihan, Total
from realisasi.impor.bentuk import daftar_dipa, kenali
from realisasi.impor.rencana import Keadaan, susun
from tests.pabrik import buat_satker
from tests.realisasi.impor.buat_daftar_dipa import JUDUL, baris, buat

CONTOH = Path(__file__).parents[2] / "data" / "contoh" / "dipa_2024_ekspor.xlsx"
KOSONG = Pilihan()


def baca(isi: bytes | Path, pilihan: Pilihan = KOSONG, jenis: JenisImpor = JenisImpor.DIPA) -> Bacaan:
    return kenali(berkas.buka("dipa.xlsx", isi), jenis, pilihan)


def test_the_real_list_is_read_in_full_and_each_row_refused_for_whose_it_is() -> None:
    hasil = baca(CONTOH)

    assert hasil.bentuk == daftar_dipa.NAMA
    assert list(hasil.baris) == [*KOLOM[JenisImpor.DIPA], *ASAL]
    assert len(hasil.baris) == 70
    assert hasil.baris["pagu"].sum() == 5_085_419_238_000
    assert set(hasil.baris["jenis_belanja"]) == {"00"}
    assert [t.baris for t in hasil.tolakan] == list(range(2, 72))
    assert {t.kolom for t in hasil.tolakan} == {"No Dipa"}
    assert all("019.05" in t.pesan for t in hasil.tolakan)
    assert any("70 dari 70 baris bukan DIPA" in c for c in hasil.catatan)
    assert any("hari terakhir tahun" in c for c in hasil.catatan)
    assert hasil.klaim.tahun == {2024}


@pytest.mark.django_db
def test_the_plan_has_one_reason_for_each_row_of_somebody_else() -> None:
    rencana = susun([baca(CONTOH)], KOSONG)

    assert [b.keadaan for b in rencana.butir] == [Keadaan.DITOLAK] * 70
    assert len(rencana.tolakan) == 70


@pytest.mark.django_db
def test_a_row_becomes_a_revision_that_is_not_split() -> None:
    buat_satker("019070")

    rencana = susun([baca(buat(baris()))], Pilihan(tahun=2026))

    [butir] = rencana.butir
    assert (butir.keadaan, butir.kunci) == (Keadaan.BARU, (2026, "TP", "019070", 3))
    assert butir.baru["pagu"] == {"00": 1_500_000_000}
    assert butir.baru["berlaku_sejak"] == "2026-03-12"
    assert butir.baru["nomor_dipa"] == "DIPA-019.05.4.019070/2026"


@pytest.mark.parametrize(
    "tulisan",
    [
        "DIPA-019.05.4.019070/2026",
        "SP DIPA-019.05.4.019070/2026",
        "SP DIPA - 019.05.4.019070/2026",
        "019.05.4.019070/2026",
        "'019.05.4.019070/2026",
        "dipa-019.05.4.019070/2026 ",
    ],
)
def test_a_number_is_understood_however_it_is_written(tulisan: str) -> None:
    hasil = baca(buat(baris(**{"No Dipa": tulisan})))

    assert not hasil.tolakan
    assert hasil.baris["nomor_dipa"].tolist() == ["DIPA-019.05.4.019070/2026"]
    assert hasil.baris["kewenangan"].tolist() == ["TP"]


@pytest.mark.parametrize("tulisan", [None, "-", "", " "])
def test_without_a_number_the_kewenangan_is_asked_for(tulisan: str | None) -> None:
    isi = buat(baris(**{"No Dipa": tulisan}), baris("029024", **{"No Dipa": "DIPA-019.05.3.029024/2026"}))

    tanpa = baca(isi)
    assert [(t.baris, t.kolom) for t in tanpa.tolakan] == [(2, "No Dipa")]
    assert "Pilih DK atau TP" in tanpa.tolakan[0].pesan

    dipilih = baca(isi, Pilihan(kewenangan="TP"))
    assert [(t.baris, t.kolom) for t in dipilih.tolakan] == [(3, "No Dipa")]
    assert "Kewenangan DIPA ini DK, sedangkan yang dipilih TP" in dipilih.tolakan[0].pesan
    assert dipilih.baris["kewenangan"].tolist() == ["TP", "DK"]
    assert dipilih.baris["rusak"].tolist() == [False, True]
    assert not dipilih.klaim.kewenangan


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("nomor", "kata"),
    [("DIPA-019.05.4.019070/2025", "2025"), ("DIPA-019.05.4.029024/2026", "029024")],
)
def test_a_number_of_another_year_or_satker_is_refused_by_the_plan(nomor: str, kata: str) -> None:
    buat_satker("019070")

    rencana = susun([baca(buat(baris(**{"No Dipa": nomor})))], KOSONG)

    assert [b.keadaan for b in rencana.butir] == [Keadaan.DITOLAK]
    assert kata in rencana.tolakan[0].pesan
    assert rencana.tolakan[0].baris == 2


@pytest.mark.parametrize(
    ("ubah", "kolom", "kata"),
    [
        ({"No Dipa": "DIPA-019.05.2.247949/2026"}, "No Dipa", "kantor daerah"),
        ({"No Dipa": "DIPA-019.02.4.019070/2026"}, "No Dipa", "019.02"),
        ({"No Dipa": "DIPA-023.05.4.019070/2026", "Kementerian": "023"}, "No Dipa", "023.05"),
        ({"No Dipa": "belum ada"}, "No Dipa", "bukan nomor DIPA"),
        ({"No Dipa": None, "Kementerian": "005"}, "Kementerian", "005"),
        ({"Kementerian": 5}, "Kementerian", "005"),
    ],
)
def test_a_row_of_somebody_else_is_refused_once(ubah: dict[str, Any], kolom: str, kata: str) -> None:
    hasil = baca(buat(baris(**ubah, **{"Tanggal Posting Revisi": None}), baris("029024")))

    assert [(t.baris, t.kolom) for t in hasil.tolakan] == [(2, kolom)]
    assert kata in hasil.tolakan[0].pesan
    assert hasil.baris["rusak"].tolist() == [True, False]


@pytest.mark.parametrize(
    "hari",
    [
        dt.date(2026, 12, 31),
        dt.date(2024, 12, 31),
        "31-12-2026",
        "31 Desember 2026",
        dt.date(2021, 5, 1),
        None,
    ],
)
def test_a_day_that_makes_no_sense_is_said_and_asked_for(hari: Any) -> None:
    isi = buat(baris(**{"Tanggal Posting Revisi": hari}), baris("029024"))

    tanpa = baca(isi)
    assert [(t.baris, t.kolom) for t in tanpa.tolakan] == [(2, "Tanggal Posting Revisi")]
    assert "Berlaku sejak" in tanpa.tolakan[0].pesan
    assert tanpa.baris["berlaku_sejak"].tolist() == [None, dt.date(2026, 3, 12)]
    assert any("1 dari 2 baris" in c for c in tanpa.catatan)

    dipilih = baca(isi, Pilihan(berlaku_sejak=dt.date(2026, 2, 1)))
    assert not dipilih.tolakan
    assert dipilih.baris["berlaku_sejak"].tolist() == [dt.date(2026, 2, 1), dt.date(2026, 3, 12)]
    assert any("1 Februari 2026" in c for c in dipilih.catatan)


def test_a_day_in_december_before_the_year_is_a_day() -> None:
    hasil = baca(buat(baris(**{"Tanggal Posting Revisi": "02-12-2025", "Revisi ke-": "0"})))

    assert not hasil.tolakan
    assert hasil.baris["berlaku_sejak"].tolist() == [dt.date(2025, 12, 2)]
    assert hasil.baris["revisi"].tolist() == [0]


def test_titles_above_a_total_below_and_codes_as_numbers_do_no_harm() -> None:
    isi = buat(
        baris(19070, **{"No Dipa": "DIPA-019.05.4.019070/2026", "Total Pagu": "1.500.000.000"}),
        {},
        dict(zip(JUDUL, JUDUL, strict=True)),
        baris("'029024", **{"No Dipa": "DIPA-019.05.4.029024/2026"}),
        {"Satker": "JUMLAH", "Total Pagu": 3_000_000_000},
        judul=tuple(reversed(JUDUL)),
        atas=[["Daftar DIPA"], ["Dicetak 3 April 2026"], []],
    )

    hasil = baca(isi)

    assert not hasil.tolakan
    assert hasil.baris["kode_satker"].tolist() == ["019070", "029024"]
    assert hasil.baris["nomor"].tolist() == [5, 8]
    assert hasil.total_berkas == Total(pagu=3_000_000_000)
    assert hasil.baris["pagu"].tolist() == [1_500_000_000] * 2


def test_a_bad_cell_is_refused_where_it_stands() -> None:
    hasil = baca(buat(baris(**{"Total Pagu": 10.5, "Revisi ke-": "tiga"})))

    assert {(t.baris, t.kolom) for t in hasil.tolakan} == {(2, "Total Pagu"), (2, "Revisi ke-")}
    assert hasil.baris["rusak"].tolist() == [True]


@pytest.mark.parametrize("jenis", [JenisImpor.SATKER, JenisImpor.LAPORAN, JenisImpor.REALISASI])
def test_asked_for_another_kind_it_says_what_it_is(jenis: JenisImpor) -> None:
    with pytest.raises(BerkasDitolak, match="daftar DIPA dari monitoring daring"):
        baca(buat(baris()), jenis=jenis)


def test_without_pagu_it_is_refused_with_what_is_missing() -> None:
    with pytest.raises(BerkasDitolak, match="Total Pagu") as galat:
        baca(buat(baris(), judul=[k for k in JUDUL if k not in {"Total Pagu", "No Dipa"}]))

    assert galat.value.kurang == ("Total Pagu", "No Dipa")


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(BerkasDitolak, match="kosong"):
        baca(buat())


def test_the_own_layout_is_another_one() -> None:
    isi = b"tahun,kewenangan,kode_satker,nomor_dipa,revisi,berlaku_sejak,jenis_belanja,pagu,blokir\n"

    assert daftar_dipa.kenali(berkas.buka("dipa.csv", isi), JenisImpor.DIPA, KOSONG) is None
