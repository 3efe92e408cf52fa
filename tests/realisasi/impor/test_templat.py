"""Templates: headings as they are read, lists, a locked head, and an example that is no data."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from realisasi.impor import berkas, templat
from realisasi.impor.bacaan import Bacaan, BerkasDitolak, JenisImpor, Pilihan
from realisasi.impor.bentuk import kenali
from realisasi.referensi import muat_provinsi

KEPALA = {
    "satker": "kode_satker, nama_satker, kode_provinsi",
    "dipa": "tahun, kewenangan, kode_satker, nomor_dipa, revisi, berlaku_sejak, jenis_belanja, pagu, blokir",
    "laporan": "tahun, triwulan, kewenangan, kode_satker, jenis_belanja, realisasi, status",
    "realisasi": "tahun, triwulan, kewenangan, kode_satker, jenis_belanja, realisasi, basis, tanggal_data",
    "realisasi_sd": "tahun, triwulan, kewenangan, kode_satker, jenis_belanja, realisasi_sd, basis, tanggal_data",
}
SEMUA = sorted(KEPALA)

pytestmark = pytest.mark.django_db


def buka(nama: str) -> Workbook:
    return load_workbook(io.BytesIO(templat.tulis(nama)))


def jenis(nama: str) -> JenisImpor:
    return JenisImpor(nama.removesuffix("_sd"))


def baca(nama: str, buku: Workbook) -> Bacaan:
    return kenali(berkas.buka("templat.xlsx", templat.simpan(buku)), jenis(nama), Pilihan())


def pilihan(kertas: Worksheet, kolom: str) -> str:
    """What the list of a column offers, wherever one writes in it."""
    huruf = next(sel.column_letter for sel in kertas[1] if sel.value == kolom)
    (satu,) = (p for p in kertas.data_validations.dataValidation if f"{huruf}3" in p.sqref)
    assert satu.type == "list"
    return str(satu.formula1)


@pytest.mark.parametrize("nama", SEMUA)
def test_judul_kolom_persis_seperti_bentuknya(nama: str) -> None:
    kertas = buka(nama).worksheets[0]
    assert [sel.value for sel in kertas[1]] == KEPALA[nama].split(", ")


@pytest.mark.parametrize("nama", SEMUA)
def test_judul_terkunci_dan_isinya_bebas(nama: str) -> None:
    kertas = buka(nama).worksheets[0]
    assert kertas.protection.sheet
    assert kertas.freeze_panes == "A2"
    assert all(sel.protection.locked for sel in kertas[1])
    for sel in kertas[2]:
        assert not sel.protection.locked
        assert not kertas.column_dimensions[sel.column_letter].protection.locked


@pytest.mark.parametrize("nama", SEMUA)
def test_setiap_kolom_dijelaskan(nama: str) -> None:
    buku = buka(nama)
    petunjuk = buku["Petunjuk"]
    dijelaskan = [str(baris[0]).partition(": ")[2] for baris in petunjuk.iter_rows(values_only=True) if baris[2]]
    assert dijelaskan[1:] == KEPALA[nama].split(", ")
    assert all(sel.comment for sel in buku.worksheets[0][2])


def test_daftar_pilihan() -> None:
    assert pilihan(buka("dipa").worksheets[0], "kewenangan") == '"DK,TP"'
    assert pilihan(buka("dipa").worksheets[0], "jenis_belanja") == '"51,52,53,57"'
    assert pilihan(buka("laporan").worksheets[0], "status") == '"DIVERIFIKASI,DIAJUKAN"'
    assert pilihan(buka("realisasi").worksheets[0], "basis") == '"SP2D,AKRUAL"'


def test_daftar_provinsi_dari_basis_data() -> None:
    muat_provinsi()
    buku = buka("satker")
    assert pilihan(buku.worksheets[0], "kode_provinsi") == "Provinsi!$C$2:$C$39"
    assert [sel.value for sel in buku["Provinsi"][5]] == ["14", "Riau", "14 Riau"]


@pytest.mark.parametrize("nama", SEMUA)
def test_baris_contoh_yang_tertinggal_bukan_data(nama: str) -> None:
    with pytest.raises(BerkasDitolak, match="Tabelnya kosong"):
        baca(nama, buka(nama))


@pytest.mark.parametrize("nama", SEMUA)
def test_yang_diisi_di_bawah_contoh_terbaca(nama: str) -> None:
    buku = buka(nama)
    kertas = buku.worksheets[0]
    for sel, k in zip(kertas[2], templat.kolom_templat(nama), strict=True):
        isi = {"kode_satker": "019070", "nomor_dipa": "DIPA-019.05.4.019070/2026", "kode_provinsi": "14 Riau"}
        kertas.cell(3, sel.column).value = isi.get(k.nama, sel.value)
    bacaan = baca(nama, buku)
    assert not bacaan.tolakan
    (baris,) = bacaan.baris.to_dict("records")
    assert (baris["kode_satker"], baris["nomor"], baris["rusak"]) == ("019070", 3, False)
    if nama == "satker":
        assert baris["kode_provinsi"] == "14"
    if "realisasi" in nama:
        assert baris["kumulatif"] is (nama == "realisasi_sd")
    # What is typed over the example is data too.
    kertas["ABCDEFGHI"[[k.nama for k in templat.kolom_templat(nama)].index("kode_satker")] + "2"].value = "019071"
    if nama == "dipa":
        kertas["D2"].value = None
    assert sorted(baca(nama, buku).baris["kode_satker"]) == ["019070", "019071"]
