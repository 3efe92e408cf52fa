"""Amounts that are not in whole rupiah are refused, wherever a file says so."""

from __future__ import annotations

from typing import Any

import pytest

from realisasi.impor import berkas, satuan
from realisasi.impor.bacaan import Bacaan, BerkasDitolak, JenisImpor, Pilihan
from realisasi.impor.bentuk import kenali
from tests.realisasi.impor import buat, buat_daftar_dipa, buat_fa_detail, buat_realisasi_satker

TW2 = Pilihan(tahun=2026, triwulan=2, kewenangan="TP")
RIBUAN = (
    "(dalam Rp1.000)|(Rp 1.000)|(x Rp1.000)|Rp x 1.000|Satuan: Rp1.000,00|(Ribu Rp)|(dlm ribuan Rp)|Rp (ribuan)"
    "|(ribuan)|(000)|Rp000|Rp. 000,-|(dalam 000 Rp)|(dalam Rb)|dalam ribuan rupiah|Total Pagu (ribu)|Realisasi (Rp 000)"
    "|Nilai x1000|Angka x 1.000|(in thousands)"
)
JUTAAN = "(Juta Rp)|(dalam Rp. Juta)|(Rp Juta)|(x1.000.000)|Angka dalam juta rupiah|(jt)|in millions of rupiah"
MILIARAN = "(Milyar)|(Rp Miliar)|(dalam miliar rupiah)|(Rp M)"
RUPIAH = (
    "(dalam rupiah)|Rp|(Rp)|dalam Rupiah penuh|Pagu Rp 2.026.000|Bantuan 5 juta rupiah|Total pagu Rp 1.000.000.000"
    "|Kode (6 digit)|PT Sejuta Karya|Honor 5 orang x Rp 1.000|Harga satuan Rp 1.000|Dinas Jabar (029000)|(2=3+1)"
)


def baca(isi: bytes, jenis: JenisImpor = JenisImpor.LAPORAN) -> Bacaan:
    return kenali(berkas.buka("uji", isi), jenis, TW2)


def ditolak(isi: bytes, jenis: JenisImpor = JenisImpor.LAPORAN) -> str:
    with pytest.raises(BerkasDitolak) as galat:
        baca(isi, jenis)
    return galat.value.pesan


@pytest.mark.parametrize(
    ("teks", "sebutan"),
    [
        *((t, "ribuan") for t in RIBUAN.split("|")),
        *((t, "jutaan") for t in JUTAAN.split("|")),
        *((t, "miliaran") for t in MILIARAN.split("|")),
        *((t, None) for t in RUPIAH.split("|")),
    ],
)
def test_what_a_unit_is(teks: str, sebutan: str | None) -> None:
    assert satuan.sebut([teks]) == sebutan


KEPALA = ["Kode Satker", "Jenis Belanja", "Realisasi TW II"]
DATA = ["019070", 52, 5]
DITEMPATKAN: dict[str, list[list[Any]]] = {
    "above": [["(dalam ribuan rupiah)"], KEPALA, DATA],
    "beside the day of printing": [["Dicetak 1 Juli 2026", None, "(dalam ribuan rupiah)"], KEPALA, DATA],
    "in a heading": [[*KEPALA[:2], "Realisasi TW II (Ribu Rp)"], DATA],
    "in a row below the headings": [KEPALA, [None, None, "(Rp ribu)"], DATA],
    "in a note below": [KEPALA, DATA, ["*) dalam ribuan rupiah"]],
    "in a note of a row": [[*KEPALA, "Ket"], [*DATA, "dalam ribuan"]],
    "in the label of the sum": [KEPALA, DATA, ["JUMLAH (dalam ribuan rupiah)", None, 5]],
}


@pytest.mark.parametrize("baris", DITEMPATKAN.values(), ids=DITEMPATKAN)
def test_a_table_says_its_unit_in_many_places(baris: list[list[Any]]) -> None:
    assert "ditulis dalam ribuan rupiah" in ditolak(buat.satu(baris))


def test_rupiah_is_no_other_unit() -> None:
    assert len(baca(buat.satu([["(dalam rupiah)"], [*KEPALA[:2], "Realisasi TW II (Rp)"], DATA])).baris) == 1


def test_the_layouts_of_the_systems_are_asked_too() -> None:
    per_satker = buat_realisasi_satker.buat(
        buat_realisasi_satker.baris(), judul="Laporan Realisasi Belanja per Satker (dalam ribuan rupiah)"
    )
    daftar = buat_daftar_dipa.buat(buat_daftar_dipa.baris(), {"Satker": "*) dalam jutaan rupiah"})
    fa = buat_fa_detail.buat(buat_fa_detail.Bentuk(judul="LAPORAN KETERSEDIAAN DANA DETAIL TA 2026 (RIBU RP)"))

    assert "ribuan" in ditolak(per_satker, JenisImpor.REALISASI)
    assert "jutaan" in ditolak(daftar, JenisImpor.DIPA)
    assert "ribuan" in ditolak(fa, JenisImpor.REALISASI)
