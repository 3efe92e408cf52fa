"""The treasury's FA Detail: read by what its cells hold, each akun once, and held against its own sums."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from realisasi.impor import berkas
from realisasi.impor.bacaan import ASAL, KOLOM, Bacaan, BerkasDitolak, JenisImpor, Pilihan, Total
from realisasi.impor.bentuk import fa_detail, kenali
from realisasi.impor.berkas import Lembar
from realisasi.impor.rencana import Keadaan, susun
from tests.pabrik import buat_dipa, buat_satker
from tests.realisasi.impor import buat_fa_detail as buat
from tests.realisasi.impor.buat_fa_detail import SD, SD_51, SD_52, SD_53, Bentuk, Daun

TP = Pilihan(kewenangan="TP")
BENAR = {"51": SD_51, "52": SD_52, "53": SD_53}


def baca(isi: bytes, pilihan: Pilihan = TP, jenis: JenisImpor = JenisImpor.REALISASI, nama: str = "fa.xlsx") -> Bacaan:
    return kenali(berkas.buka(nama, isi), jenis, pilihan)


def ditolak(isi: bytes, pilihan: Pilihan = TP, jenis: JenisImpor = JenisImpor.REALISASI) -> BerkasDitolak:
    with pytest.raises(BerkasDitolak) as galat:
        baca(isi, pilihan, jenis)
    return galat.value


def per_jenis(bacaan: Bacaan) -> dict[str, int]:
    return dict(zip(bacaan.baris["jenis_belanja"], bacaan.baris["realisasi"], strict=True))


def titik(n: int) -> str:
    return f"{n:,}".replace(",", ".")


@pytest.mark.parametrize(
    "rupa",
    [
        {},
        {"beritem": True},
        {"baris_halaman": 1},
        {"baris_halaman": 2, "potong": "teks"},
        {"baris_halaman": 3, "beritem": True, "potong": "teks"},
        {"kepala_berulang": False},
        {"total_di_akhir": True},
        {"kode_angka": True},
        {"kode_angka": True, "beritem": True, "baris_halaman": 2},
        {"kosong_nol": True},
        {"kosong_nol": True, "beritem": True, "baris_halaman": 2, "potong": "teks"},
        {"sebagai": titik},
        {"sebagai": float},
        {"gabung": False},
        {"kosong": frozenset({"lock"})},
        {"tanpa_judul": frozenset({"%"}), "baris_halaman": 3},
        {"tanpa_judul": frozenset({"s.d. Periode", "SISA ANGGARAN"})},
    ],
)
def test_every_print_of_the_same_figures_gives_the_same(rupa: dict[str, Any]) -> None:
    hasil = baca(buat.buat(**rupa))

    assert per_jenis(hasil) == BENAR
    assert not hasil.tolakan
    assert hasil.total_berkas == Total(realisasi=SD)
    assert list(hasil.baris) == [*KOLOM[JenisImpor.REALISASI], *ASAL]
    assert hasil.baris["realisasi"].dtype == "Int64"
    assert set(hasil.baris["kumulatif"]) == {True}
    assert set(hasil.baris["rusak"]) == {False}
    assert hasil.baris["kode_satker"].tolist() == ["019070"] * 3
    assert set(hasil.baris["kewenangan"]) == {"TP"}


def test_a_file_says_its_year_quarter_and_satker() -> None:
    klaim = baca(buat.buat(periode="Periode Juni 2026")).klaim

    assert (klaim.tahun, klaim.triwulan, klaim.satker, klaim.kewenangan) == ({2026}, {2}, {"019070"}, set())


def test_the_row_of_a_jenis_is_its_first_akun() -> None:
    isi, letak = buat.buat_dengan_letak()

    nomor = dict(zip(*(baca(isi).baris[k] for k in ("jenis_belanja", "nomor")), strict=True))

    assert nomor == {"52": letak["akun 521211"], "53": letak["akun 532111"], "51": letak["akun 511111"]}


def test_codes_that_lost_their_zeros_and_parts_in_one_cell_are_understood() -> None:
    isi = buat.buat(
        kementerian=(19, "KEMENTERIAN PERINDUSTRIAN"),
        unit=("019.05", "DITJEN IKMA"),
        satker=(19070, "DINAS PERINDUSTRIAN (DK)"),
    )

    hasil = baca(isi, Pilihan())

    assert set(hasil.baris["kode_satker"]) == {"019070"}
    assert set(hasil.baris["kewenangan"]) == {"DK"}
    assert hasil.klaim.kewenangan == {"DK"}


def test_a_csv_that_was_made_of_it_is_read_alike() -> None:
    lembar = load_workbook(io.BytesIO(buat.buat(beritem=True, sebagai=titik))).worksheets[0]
    keluar = io.StringIO()
    csv.writer(keluar, delimiter=";").writerows(
        ["" if n is None else f"{n:.4f}".replace(".", ",") if isinstance(n, float) else n for n in baris]
        for baris in lembar.iter_rows(values_only=True)
    )

    hasil = baca(keluar.getvalue().encode(), nama="fa.csv")

    assert per_jenis(hasil) == BENAR
    assert not hasil.tolakan


def test_one_workbook_may_hold_a_sheet_for_each_satker() -> None:
    buku = Workbook()
    assert buku.active is not None
    buat.tulis_lembar(buku.active, Bentuk())
    buat.tulis_lembar(buku.create_sheet("DUA"), Bentuk(satker=("029024", "DINAS PERINDUSTRIAN JAWA BARAT")))
    buku.create_sheet("Catatan").append(["hanya catatan"])

    hasil = baca(buat.simpan(buku))

    assert hasil.baris.groupby("kode_satker")["realisasi"].sum().to_dict() == {"019070": SD, "029024": SD}
    assert hasil.total_berkas == Total(realisasi=2 * SD)
    assert hasil.klaim.satker == {"019070", "029024"}
    assert any("Catatan" in c for c in hasil.catatan)


# --- Sums ----------------------------------------------------------------------------


def ubah_akun(tingkat: str, kode: str, isi: dict[str, Any]) -> None:
    if (tingkat, kode) == ("akun", "526112"):
        isi |= {"sd": 7, "ini": 7}


def ubah_komponen(tingkat: str, kode: str, isi: dict[str, Any]) -> None:
    if (tingkat, kode) == ("komponen", "052"):
        isi["pagu"] -= 1


def test_a_difference_is_named_where_it_begins_and_the_rows_that_carry_it_on() -> None:
    isi, letak = buat.buat_dengan_letak(ubah=ubah_akun)

    hasil = baca(isi)

    sd = [t for t in hasil.tolakan if t.kolom == "s.d. Periode"]
    assert [t.baris for t in sd] == [letak["subkomponen 052.0A"]]
    assert "Rp\u00a00" in sd[0].pesan
    assert "selisih \u2212Rp\u00a07" in sd[0].pesan
    atas = ["komponen 052", "ro AEB.001", "kro AEB", "kegiatan EC.6025", "program EC"]
    assert all(f"{letak[n]}" in sd[0].pesan for n in atas)
    assert set(hasil.baris["rusak"]) == {True}
    assert per_jenis(hasil)["52"] == SD_52 + 7


def test_a_level_that_is_wrong_by_itself_is_named_alone() -> None:
    isi, letak = buat.buat_dengan_letak(ubah=ubah_komponen)

    hasil = baca(isi)

    assert [(t.baris, t.kolom, t.nilai) for t in hasil.tolakan] == [
        (letak["komponen 052"], "Pagu Revisi", "699999999"),
    ]
    assert "terbawa" not in hasil.tolakan[0].pesan


def test_a_wrong_grand_total_is_named() -> None:
    def ubah(tingkat: str, kode: str, isi: dict[str, Any]) -> None:
        if tingkat == "total":
            isi["sd"] += 5

    hasil = baca(buat.buat(ubah=ubah))

    assert [(t.kolom, t.nilai) for t in hasil.tolakan] == [("s.d. Periode", str(SD + 5))]
    assert "Jumlah seluruhnya" in hasil.tolakan[0].pesan
    assert hasil.total_berkas == Total(realisasi=SD + 5)


def test_an_akun_row_that_is_missing_is_found_by_its_level() -> None:
    isi = io.BytesIO(buat.buat(gabung=False))
    buku = load_workbook(isi)
    lembar = buku.worksheets[0]
    nomor = next(b[0].row for b in lembar.iter_rows() if b[7].value == "532111")
    assert nomor is not None
    lembar.delete_rows(nomor)

    hasil = baca(buat.simpan(buku))

    assert {t.kolom for t in hasil.tolakan} == {"Pagu Revisi", "Periode Lalu", "Periode Ini", "s.d. Periode"}
    assert all("ZZ1.0A" in t.pesan for t in hasil.tolakan)


def test_two_akun_with_the_same_code_and_other_amounts_both_count() -> None:
    jalur = buat.POHON[0].jalur
    daun = [Daun(jalur, "521211", 100, 10, 1), Daun(jalur, "521211", 200, 20, 2)]

    hasil = baca(buat.buat(daun=daun))

    assert per_jenis(hasil) == {"52": 33}
    assert not hasil.tolakan


@pytest.mark.parametrize("baris_halaman", [1, 2, 3, 4, 50])
def test_two_akun_rows_that_are_equal_both_count_where_the_level_above_says_so(baris_halaman: int) -> None:
    jalur = buat.POHON[0].jalur
    daun = [Daun(jalur, "521211", 100, 10, 5)] * 2 + [Daun(jalur, "524111", 7, 1, 1)]

    hasil = baca(buat.buat(daun=daun, baris_halaman=baris_halaman))

    assert per_jenis(hasil) == {"52": 32}
    assert not hasil.tolakan


def test_what_was_before_and_what_is_now_must_make_the_cumulative_amount() -> None:
    def ubah(tingkat: str, kode: str, isi: dict[str, Any]) -> None:
        if kode == "524111":
            isi["ini"] += 1

    hasil = baca(buat.buat(ubah=ubah))

    assert any("524111" in t.pesan and t.kolom == "s.d. Periode" for t in hasil.tolakan)


# --- Bad cells -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nilai", "kata"),
    [(12_345_678.5, "sen di belakang koma"), ("#REF!", "kesalahan Excel"), ("dua belas juta", ""), (True, "TRUE")],
)
@pytest.mark.parametrize("beritem", [False, True])
def test_a_cell_that_is_no_amount_is_refused_where_it_stands(nilai: Any, kata: str, beritem: bool) -> None:
    def ubah(tingkat: str, kode: str, isi: dict[str, Any]) -> None:
        if kode == "524111":
            isi["sd"] = nilai

    isi, letak = buat.buat_dengan_letak(ubah=ubah, beritem=beritem)

    hasil = baca(isi)

    assert [(t.baris, t.kolom) for t in hasil.tolakan if t.baris == letak["akun 524111"]][:1] == [
        (letak["akun 524111"], "s.d. Periode")
    ]
    assert kata in hasil.tolakan[0].pesan
    assert set(hasil.baris["rusak"]) == {True}
    assert hasil.baris.set_index("jenis_belanja")["realisasi"].isna().to_dict() == {
        "52": True,
        "53": False,
        "51": False,
    }


def test_a_jenis_that_the_programme_has_not_is_refused_at_its_row() -> None:
    daun = [*buat.POHON, Daun(buat.POHON[0].jalur, "541211", 5, 0, 0)]

    isi, letak = buat.buat_dengan_letak(daun=daun)
    hasil = baca(isi)

    assert [(t.baris, t.nilai) for t in hasil.tolakan] == [(letak["akun 541211"], "541211")]
    assert "54" in hasil.tolakan[0].pesan


def rusak_acak(acak: random.Random, tabel: pd.DataFrame) -> pd.DataFrame:
    """A few cells or rows below the headings changed, blanked or taken away."""
    for _ in range(acak.choice([1, 1, 2, 3])):
        baris = acak.randrange(8, len(tabel))
        terisi = [k for k in tabel if tabel.at[baris, k] != ""]
        if acak.random() < 0.15:
            tabel = tabel.drop(index=baris).reset_index(drop=True)
        elif terisi:
            kolom = acak.choice(terisi)
            isi = tabel.at[baris, kolom]
            lain = ["", 0, 1.5, "-", "x", True, "521211", 521_211, "AEB", "051", "TP", "JUMLAH", 99]
            if isinstance(isi, int):
                lain += [isi + 1, -isi, isi * 10]
            tabel.at[baris, kolom] = acak.choice(lain)
    return tabel


@pytest.mark.parametrize("benih", range(8))
def test_a_changed_file_is_read_right_or_refused_but_never_read_wrong(benih: int) -> None:
    acak = random.Random(benih)
    asal = berkas.buka("fa.xlsx", buat.buat(beritem=benih % 2 == 0, baris_halaman=3)).lembar[0]
    hasil = Counter[str]()
    for _ in range(60):
        lembar = Lembar("FA", True, rusak_acak(acak, asal.tabel.astype(object).copy()))
        try:
            bacaan = kenali(berkas.Buku("fa.xlsx", "", 1, "XLSX", (lembar,)), JenisImpor.REALISASI, TP)
        except BerkasDitolak:
            hasil["ditolak"] += 1
            continue
        if bacaan.baris["rusak"].any():
            assert bacaan.tolakan
            hasil["rusak"] += 1
        else:
            assert {j: n for j, n in per_jenis(bacaan).items() if n} == BENAR
            hasil["benar"] += 1
    assert hasil["benar"]
    assert hasil["rusak"]


@pytest.mark.django_db
def test_the_plan_takes_it_as_the_figures_until_the_end_of_the_quarter() -> None:
    satker = buat_satker("019070")
    buat_dipa(satker=satker, tahun=2026, kewenangan="TP")

    rencana = susun([baca(buat.buat())], TP)

    [butir] = rencana.butir
    assert (butir.keadaan, butir.kunci) == (Keadaan.BARU, (2026, 1, "TP", "019070"))
    assert butir.baru["realisasi_sd"] == BENAR
    assert (rencana.total.realisasi, rencana.cocok) == (SD, True)


@pytest.mark.django_db
def test_the_plan_refuses_one_that_does_not_agree_with_itself() -> None:
    rencana = susun([baca(buat.buat(ubah=ubah_komponen))], TP)

    [butir] = rencana.butir
    assert butir.keadaan is Keadaan.DITOLAK
    assert any("Komponen 052" in p for p in butir.pesan)


# --- Refused as a whole --------------------------------------------------------------


def test_another_ministry_is_refused_by_its_name() -> None:
    pesan = ditolak(buat.buat(kementerian=("023", "KEMENTERIAN PENDIDIKAN"))).pesan

    assert "KEMENTERIAN PENDIDIKAN (023)" in pesan
    assert "019.05" in pesan


@pytest.mark.parametrize("unit", [("02", "DITJEN INDUSTRI AGRO"), ("019.02", "DITJEN INDUSTRI AGRO"), (2, "AGRO")])
def test_another_unit_is_refused(unit: tuple[Any, str]) -> None:
    assert f"unit {unit[1]}" in ditolak(buat.buat(unit=unit)).pesan


def test_a_month_that_ends_no_quarter_is_refused() -> None:
    pesan = ditolak(buat.buat(periode="Periode Mei 2026")).pesan

    assert "Mei 2026" in pesan
    assert "Maret (TW I)" in pesan


def test_two_years_in_one_file_are_refused() -> None:
    assert "2025 dan 2026" in ditolak(buat.buat(periode="Periode Maret 2025")).pesan


def test_what_nobody_says_is_asked_for() -> None:
    galat = ditolak(buat.buat(satker=None, periode=None), Pilihan())

    assert galat.kurang == ("satker", "triwulan", "kewenangan (DK atau TP)")

    hasil = baca(buat.buat(satker=None, periode=None), Pilihan(satker="029024", triwulan=2, kewenangan="DK"))
    assert hasil.baris[["kode_satker", "triwulan", "kewenangan"]].iloc[0].tolist() == ["029024", 2, "DK"]
    assert hasil.klaim.satker == hasil.klaim.triwulan == set()


@pytest.mark.parametrize(
    ("jenis", "kata"),
    [
        (JenisImpor.DIPA, "nomor revisi"),
        (JenisImpor.LAPORAN, "realisasi perbendaharaan"),
        (JenisImpor.SATKER, "provinsi"),
    ],
)
def test_asked_for_another_kind_it_says_what_it_is_and_what_to_use(jenis: JenisImpor, kata: str) -> None:
    galat = ditolak(buat.buat(), jenis=jenis)

    assert "FA Detail" in galat.pesan
    assert kata in galat.pesan
    assert "Pagu 53: Rp\u00a080.000.000" in galat.ditemukan


def test_without_akun_it_is_refused() -> None:
    assert "baris akun" in ditolak(buat.buat(daun=[])).pesan


def test_two_satker_on_one_sheet_are_refused() -> None:
    buku = Workbook()
    assert buku.active is not None
    lembar = buku.active
    for satker in ("019070", "029024"):
        lain = Workbook().active
        assert lain is not None
        buat.tulis_lembar(lain, Bentuk(satker=(satker, "DINAS"), gabung=False))
        for baris in lain.iter_rows(values_only=True):
            lembar.append(baris)

    assert "019070 dan 029024" in ditolak(buat.simpan(buku)).pesan


def test_other_tables_are_left_to_other_layouts() -> None:
    buku = berkas.buka("a.csv", b"kode_satker,nama_satker,kode_provinsi\n019070,Dinas,31\n")

    assert fa_detail.kenali(buku, JenisImpor.SATKER, Pilihan()) is None


def test_text_cut_from_a_name_begins_no_level() -> None:
    """What a page break leaves of a name may look like a code."""
    buku = load_workbook(io.BytesIO(buat.buat(potong="teks", baris_halaman=1, gabung=False)))
    lembar = buku.worksheets[0]
    kata = iter(["ATK", "RI", "051", "TP", "WA"] * 100)
    for baris in lembar.iter_rows(min_row=10):
        terisi = [s for s in baris if s.value is not None]
        if (
            len(terisi) > 5
            and isinstance(terisi[0].value, str)
            and len([s for s in terisi if isinstance(s.value, str)]) == 1
        ):
            terisi[0].value = next(kata)

    hasil = baca(buat.simpan(buku))

    assert per_jenis(hasil) == BENAR
    assert not hasil.tolakan
