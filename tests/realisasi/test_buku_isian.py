"""The entry grid as a workbook: what it holds, what comes back, and what is refused."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from realisasi import alur
from realisasi.isian import Isian, IsianKendala
from realisasi.models import Dipa, LaporanTriwulan
from satker.models import Pengguna, Satker
from tests.dashboard.halaman import Laman, baca
from tests.pabrik import (
    buat_dipa,
    buat_laporan_diajukan,
    buat_laporan_terverifikasi,
    buat_pengguna,
    buat_periode,
    buat_satker,
    buat_tahun,
    buat_target,
)

pytestmark = pytest.mark.basis_data

Masuk = Callable[[Pengguna | str], Client]
PAGU = {"52": 1_184_000_000, "53": 265_000_000, "57": 60_000_000}
SEBELUM = {"52": 131_420_000, "53": 0, "57": 12_500_000}
KENDALA = IsianKendala(uraian="Lelang gagal.", kategori="PENGADAAN")


@pytest.fixture
def dipa(satker_dinas: Satker) -> Dipa:
    """A DIPA with TW I and TW II behind it and the window of TW III open."""
    for q in (1, 2, 3):
        buat_periode(q)
    buat_target(3, 7_500)
    dipa = buat_dipa(satker_dinas, pagu=PAGU, blokir={"52": 48_000_000})
    buat_laporan_terverifikasi(dipa, 1, SEBELUM)
    buat_laporan_terverifikasi(dipa, 2, {"52": 0, "53": 0, "57": 0})
    return dipa


@pytest.fixture
def draf(dipa: Dipa, operator: Pengguna) -> LaporanTriwulan:
    """A draft of TW III in which more is written than amounts."""
    isian = Isian({"52": 386_915_500}, "SP2D", dt.date(2026, 9, 30), 41, (KENDALA,), {"LONJAKAN": "Termin kedua."})
    return alur.simpan_draf(dipa.pk, 3, operator, isian, 0)


def alamat(dipa: Dipa, apa: str, triwulan: int = 3) -> str:
    return f"/pelaporan/{dipa.pk}/{triwulan}/{apa}/"


def unduh(klien: Client, dipa: Dipa, triwulan: int = 3) -> bytes:
    jawaban = klien.get(alamat(dipa, "unduh", triwulan))
    assert jawaban.status_code == 200
    return jawaban.content


def kertas(isi: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(isi))["Isian"]


def isi_sel(isi: bytes, sel: dict[str, Any]) -> bytes:
    """The workbook with these cells typed over, as somebody would in Excel."""
    buku = load_workbook(io.BytesIO(isi))
    for letak, nilai in sel.items():
        buku["Isian"][letak] = nilai
    return simpan(buku)


def simpan(buku: Workbook) -> bytes:
    keluaran = io.BytesIO()
    buku.save(keluaran)
    return keluaran.getvalue()


def unggah(klien: Client, dipa: Dipa, isi: bytes, triwulan: int = 3) -> HttpResponse:
    return klien.post(alamat(dipa, "unggah", triwulan), {"berkas": SimpleUploadedFile("isian.xlsx", isi)})


def tersimpan(dipa: Dipa, triwulan: int = 3) -> dict[str, int]:
    laporan = LaporanTriwulan.objects.filter(dipa=dipa, triwulan=triwulan).first()
    return {r.jenis: r.realisasi for r in laporan.rincian_draf.all()} if laporan else {}


def pesan(klien: Client, jawaban: HttpResponse) -> str:
    """What the next page says after a redirect."""
    assert jawaban.status_code == 302, jawaban.content.decode()
    return baca(klien.get(jawaban["Location"])).teks


def ditolak(jawaban: HttpResponse, status: int = 422) -> Laman:
    assert jawaban.status_code == status
    laman = baca(jawaban)
    assert "Buku isian tidak disimpan" in laman.teks
    return laman


# --- What is downloaded ----------------------------------------------------------------
def test_the_workbook_holds_the_grid_with_true_numbers_and_formulas(
    draf: LaporanTriwulan, dipa: Dipa, operator: Pengguna, masuk: Masuk
) -> None:
    lembar = kertas(unduh(masuk(operator), dipa))
    assert lembar["A1"].value == "Isian realisasi TW III 2026"
    assert [lembar[f"B{i}"].value for i in range(2, 7)] == [
        "099026 Dinas Perindustrian 099026",
        "DIPA 099026 TP 2026",
        "TW III",
        "2026",
        "revisi ke-0, berlaku 1 Januari 2026",
    ]
    assert [c.value for c in lembar[8]] == [
        "Kode",
        "Jenis belanja",
        "Pagu (Rp)",
        "Blokir (Rp)",
        "s.d. TW II (Rp)",
        "TW III saja (Rp)",
        "s.d. TW III (Rp)",
        "Sisa (Rp)",
        "Persen",
        "TW III saja saat diunduh (Rp)",
    ]
    assert [lembar.cell(i, 1).value for i in range(9, 14)] == ["51", "52", "53", "57", "Jumlah"]
    assert [c.value for c in lembar[10]] == [
        "52",
        "Belanja barang",
        1_184_000_000,
        48_000_000,
        131_420_000,
        386_915_500,
        "=E10+F10",
        "=(C10-D10)-G10",
        '=IF((C10-D10)=0,"–",ROUND(G10/(C10-D10),4))',
        386_915_500,
    ]
    assert lembar["F11"].value is None
    assert lembar["G13"].value == "=SUM(G9:G12)"
    assert lembar["H13"].value == "=(C13-D13)-G13"
    assert {lembar[f"{k}10"].number_format for k in "CDEFGH"} == {"#,##0"}


def test_only_what_is_to_be_filled_in_is_unlocked_and_there_is_no_password(
    dipa: Dipa, operator: Pengguna, masuk: Masuk
) -> None:
    isi = unduh(masuk(operator), dipa)
    lembar = kertas(isi)
    assert lembar.protection.sheet
    assert lembar.protection.password is None
    terbuka = {sel.coordinate for baris in lembar for sel in baris if not sel.protection.locked}
    assert terbuka == {f"{k}{i}" for k in "FG" for i in range(9, 13)}
    assert lembar["F9"].fill.fgColor.rgb == "00FFF6D6"
    assert lembar.freeze_panes == "C9"
    assert lembar.column_dimensions["J"].hidden
    assert {(str(d.sqref), d.type) for d in lembar.data_validations.dataValidation} == {
        ("F9:F12", "whole"),
        ("G9:G12", "decimal"),
    }
    petunjuk = load_workbook(io.BytesIO(isi))["Petunjuk"]
    kolom = [c.value for c in petunjuk["A"]]
    assert "Kolom F: TW III saja (Rp)" in kolom
    assert "Kolom G: s.d. TW III (Rp)" in kolom


def test_the_total_never_seems_to_reach_a_target_that_it_misses(dipa: Dipa, operator: Pengguna, masuk: Masuk) -> None:
    rumus = kertas(unduh(masuk(operator), dipa))["I13"].value
    assert "G13*10000<7500*(C13-D13)" in rumus
    assert "7499/10000" in rumus
    assert "8999/10000" in rumus


def test_text_that_begins_like_a_formula_is_text(masuk: Masuk) -> None:
    satker = buat_satker(nama="=HYPERLINK(1)")
    dipa = buat_dipa(satker, pagu=PAGU)
    kepala = buat_pengguna(peran="KEPALA", satker=satker)  # type: ignore[arg-type]
    isi = unduh(masuk(kepala), dipa)
    assert kertas(isi)["B2"].value == f"{satker.kode} =HYPERLINK(1)"
    assert kertas(isi)["B2"].data_type == "s"


def test_a_pagu_that_is_not_broken_down_stands_as_a_dash(
    satker_dinas: Satker, operator: Pengguna, masuk: Masuk
) -> None:
    dipa = buat_dipa(satker_dinas, pagu={"00": 5_000_000})
    lembar = kertas(unduh(masuk(operator), dipa, 1))
    assert [c.value for c in lembar[9]][2:9] == ["–", "–", 0, None, "=E9+F9", "–", "–"]
    assert lembar["C13"].value == 5_000_000
    assert lembar["E8"].value == "Sebelum TW I (Rp)"


def test_illustrative_figures_say_so(satker_dinas: Satker, operator: Pengguna, masuk: Masuk) -> None:
    buat_tahun(2026, ilustrasi=True)
    buat_periode(1)
    dipa = buat_dipa(satker_dinas)
    klien = masuk(operator)
    isi = unduh(klien, dipa, 1)
    assert kertas(isi)["A1"].value == "Isian realisasi TW I 2026 (data ilustrasi)"
    assert kertas(isi)["B5"].value == "2026 (data ilustrasi)"


def test_the_name_of_the_file(dipa: Dipa, operator: Pengguna, masuk: Masuk) -> None:
    jawaban = masuk(operator).get(alamat(dipa, "unduh"))
    assert jawaban["Content-Disposition"] == 'attachment; filename="isian-099026-tp-2026-tw3.xlsx"'


# --- What comes back -------------------------------------------------------------------
def test_a_filled_in_workbook_becomes_the_draft(dipa: Dipa, operator: Pengguna, masuk: Masuk) -> None:
    klien = masuk(operator)
    isi = isi_sel(unduh(klien, dipa), {"F10": 386_915_500, "F11": "Rp 95.000.000,00", "F12": -2_500_000, "F9": 0})
    jawaban = unggah(klien, dipa, isi)
    assert jawaban["Location"] == f"/pelaporan/{dipa.pk}/3/"
    assert tersimpan(dipa) == {"51": 0, "52": 386_915_500, "53": 95_000_000, "57": -2_500_000}
    kata = pesan(klien, jawaban)
    assert "52 Barang kosong menjadi 386.915.500" in kata
    assert "57 Bantuan sosial kosong menjadi −2.500.000" in kata


def test_only_the_amounts_change(draf: LaporanTriwulan, dipa: Dipa, operator: Pengguna, masuk: Masuk) -> None:
    klien = masuk(operator)
    kata = pesan(klien, unggah(klien, dipa, isi_sel(unduh(klien, dipa), {"F11": 95_000_000})))
    assert "53 Modal kosong menjadi 95.000.000. Periksa, lalu ajukan." in kata
    draf.refresh_from_db()
    assert (draf.basis, draf.tanggal_data, draf.fisik) == ("SP2D", dt.date(2026, 9, 30), 41)
    assert draf.kendala_draf[0]["uraian"] == "Lelang gagal."
    assert draf.alasan_draf == {"LONJAKAN": {"teks": "Termin kedua.", "besar": 0}}
    assert tersimpan(dipa) == {"52": 386_915_500, "53": 95_000_000}


def test_an_untouched_workbook_changes_nothing(
    draf: LaporanTriwulan, dipa: Dipa, operator: Pengguna, masuk: Masuk
) -> None:
    klien = masuk(operator)
    buku = unduh(klien, dipa)
    assert "Tidak ada yang Anda ubah di buku isian" in pesan(klien, unggah(klien, dipa, buku))
    draf.refresh_from_db()
    assert draf.perubahan_ke == 1
    # Nor does it say that its figures are those of a draft that has moved on.
    alur.simpan_draf(dipa.pk, 3, operator, Isian({"52": 7}), 1)
    kata = pesan(klien, unggah(klien, dipa, buku))
    assert "Tidak ada yang Anda ubah di buku isian" in kata
    assert "sama dengan draf" not in kata
    assert tersimpan(dipa) == {"52": 7}


def test_an_emptied_cell_is_emptied(draf: LaporanTriwulan, dipa: Dipa, operator: Pengguna, masuk: Masuk) -> None:
    klien = masuk(operator)
    kata = pesan(klien, unggah(klien, dipa, isi_sel(unduh(klien, dipa), {"F10": None})))
    assert "52 Barang 386.915.500 menjadi kosong" in kata
    assert tersimpan(dipa) == {}


def test_the_cumulative_figure_may_be_typed_over_its_formula(dipa: Dipa, operator: Pengguna, masuk: Masuk) -> None:
    klien = masuk(operator)
    isi = isi_sel(unduh(klien, dipa), {"G10": 518_335_500, "G12": "12.500.000", "F11": 5, "G11": 5})
    assert unggah(klien, dipa, isi).status_code == 302
    assert tersimpan(dipa) == {"52": 386_915_500, "53": 5, "57": 0}


def test_two_columns_that_disagree_are_refused_at_the_cell(dipa: Dipa, operator: Pengguna, masuk: Masuk) -> None:
    klien = masuk(operator)
    laman = ditolak(unggah(klien, dipa, isi_sel(unduh(klien, dipa), {"F10": 1_000, "G10": 131_422_000})))
    assert "G10, 52 Barang, tertulis 131.422.000" in laman.teks
    assert "131.420.000 sampai triwulan sebelumnya ditambah 1.000 di sel F10 adalah Rp 131.421.000" in laman.teks


@pytest.mark.parametrize(
    ("nilai", "tertulis", "sebab"),
    [
        ("95.000.00O", "95.000.00O", "Tanda ke-10 adalah huruf O."),
        ("1,234", "1,234", "dapat berarti dua hal"),
        (1250000.75, "1250000,75", "1250000,75: ada sen"),
        (True, "TRUE", "TRUE"),
        (dt.date(2026, 9, 30), "2026-09-30 00:00:00", "tanggal"),
        ("=1+1", "", "Rumus di sel ini belum dihitung"),
        (10**16, "1e+16", "terlalu besar"),
        ("#N/A", "#N/A", 'kesalahan Excel "#N/A"'),
    ],
)
def test_one_bad_cell_saves_nothing_and_is_named(
    dipa: Dipa, operator: Pengguna, masuk: Masuk, nilai: object, tertulis: str, sebab: str
) -> None:
    klien = masuk(operator)
    laman = ditolak(unggah(klien, dipa, isi_sel(unduh(klien, dipa), {"F10": 1_000, "F11": nilai})))
    assert "Satu sel tidak dapat dipakai, jadi tidak ada yang disimpan." in laman.teks
    assert "F11, 53 Modal" in laman.teks
    assert sebab in laman.teks
    assert f"/pelaporan/{dipa.pk}/3/#n-53" in laman.tautan()
    tanda = [i for i in laman.akar.iter("input") if i.get("aria-invalid") == "true"]
    assert [(i.get("value"), i.get("aria-describedby")) for i in tanda] == [(tertulis, "m-53")]
    assert tersimpan(dipa) == {}


def test_every_bad_cell_is_named(dipa: Dipa, operator: Pengguna, masuk: Masuk) -> None:
    klien = masuk(operator)
    laman = ditolak(unggah(klien, dipa, isi_sel(unduh(klien, dipa), {"F9": "x", "F12": "1.5", "G10": "y"})))
    assert "3 sel tidak dapat dipakai" in laman.teks
    assert all(f"{letak}, " in laman.teks for letak in ("F9", "F12", "G10"))


# --- Whose workbook --------------------------------------------------------------------
def test_a_workbook_of_another_satker_year_or_quarter_is_refused(
    dipa: Dipa, satker_dinas: Satker, operator: Pengguna, pusat: Pengguna, masuk: Masuk
) -> None:
    klien = masuk(operator)
    lain = unduh(masuk(pusat), buat_dipa(pagu=PAGU), 3)
    assert "sedangkan halaman ini untuk" in ditolak(unggah(klien, dipa, lain)).teks
    tahun_lalu = unduh(klien, buat_dipa(satker_dinas, tahun=2025, pagu=PAGU), 3)
    assert 'Buku ini untuk DIPA "DIPA 099026 TP 2025"' in ditolak(unggah(klien, dipa, tahun_lalu)).teks
    kata = ditolak(unggah(klien, dipa, unduh(klien, dipa, 2))).teks
    assert 'Buku ini untuk triwulan "TW II", sedangkan halaman ini untuk "TW III".' in kata
    assert tersimpan(dipa) == {}


def test_a_corrected_name_of_the_satker_does_not_matter(
    dipa: Dipa, satker_dinas: Satker, operator: Pengguna, masuk: Masuk
) -> None:
    klien = masuk(operator)
    isi = isi_sel(unduh(klien, dipa), {"F10": 5})
    Dipa.objects.get(pk=dipa.pk).nama_satker = "Lain"
    dipa.nama_satker = "Dinas dengan nama baru"
    dipa.save()
    assert unggah(klien, dipa, isi).status_code == 302


@pytest.mark.parametrize(
    ("ubah", "kata"),
    [
        ({"F8": "Realisasi"}, "baris judul kolomnya tidak ditemukan"),
        ({"A10": None, "F10": None}, "Baris kode 52 tidak ada"),
        ({"A11": "52"}, "Kode 52 tertulis dua kali"),
        ({"A9": "99", "F9": 5, "A15": "51", "A13": None}, "Kode ini tidak ada dalam isian"),
        ({"A2": "Kantor"}, "(kosong)"),
    ],
)
def test_a_layout_that_was_changed_is_refused(
    dipa: Dipa, operator: Pengguna, masuk: Masuk, ubah: dict[str, Any], kata: str
) -> None:
    klien = masuk(operator)
    assert kata in ditolak(unggah(klien, dipa, isi_sel(unduh(klien, dipa), ubah))).teks


def test_rows_and_columns_that_were_moved_are_found(dipa: Dipa, operator: Pengguna, masuk: Masuk) -> None:
    klien = masuk(operator)
    buku = load_workbook(io.BytesIO(isi_sel(unduh(klien, dipa), {"F10": "x", "A10": 52})))
    buku["Isian"].insert_rows(8, 2)
    buku["Isian"].insert_cols(3)
    buku.move_sheet("Petunjuk", -1)
    assert "G12, 52 Barang" in ditolak(unggah(klien, dipa, simpan(buku))).teks


# --- Two at once -----------------------------------------------------------------------
def test_what_another_wrote_since_the_download_is_shown_and_not_overwritten(
    draf: LaporanTriwulan, dipa: Dipa, operator: Pengguna, kepala: Pengguna, masuk: Masuk
) -> None:
    klien = masuk(operator)
    isi = isi_sel(unduh(klien, dipa), {"F10": 400_000_000, "F11": 7})
    alur.simpan_draf(dipa.pk, 3, kepala, Isian({"52": 390_000_000, "57": 9}), 1)
    jawaban = unggah(klien, dipa, isi)
    assert jawaban.status_code == 409
    laman = baca(jawaban)
    assert "Nama uji-kepala mengubah laporan ini setelah buku isian diunduh." in laman.teks
    assert laman.tabel("Dua isian TW III saja") == [
        {"Jenis belanja": "52 Barang", "Di laporan sekarang": "390.000.000", "Di buku isian": "400.000.000"}
    ]
    assert tersimpan(dipa) == {"52": 390_000_000, "57": 9}
    pilihan = {i.get("name", ""): i.get("value", "") for i in laman.akar.iter("input") if i.get("type") == "hidden"}
    jawaban = klien.post(alamat(dipa, "unggah"), pilihan | {"pakai": "buku"})
    assert jawaban.status_code == 302
    assert tersimpan(dipa) == {"52": 400_000_000, "53": 7, "57": 9}


def test_what_another_wrote_in_other_rows_stays(
    draf: LaporanTriwulan, dipa: Dipa, operator: Pengguna, kepala: Pengguna, masuk: Masuk
) -> None:
    klien = masuk(operator)
    isi = isi_sel(unduh(klien, dipa), {"F11": 7})
    alur.simpan_draf(dipa.pk, 3, kepala, Isian({"52": 390_000_000, "53": 7}), 1)
    assert unggah(klien, dipa, isi).status_code == 302
    assert tersimpan(dipa) == {"52": 390_000_000, "53": 7}


def test_a_choice_that_comes_too_late_is_told(
    draf: LaporanTriwulan, dipa: Dipa, operator: Pengguna, kepala: Pengguna, masuk: Masuk
) -> None:
    alur.simpan_draf(dipa.pk, 3, kepala, Isian({"52": 1}), 1)
    jawaban = masuk(operator).post(alamat(dipa, "unggah"), {"pakai": "buku", "perubahan_ke": "1", "isi-52": "5"})
    assert "sudah diubah oleh Nama uji-kepala" in ditolak(jawaban, 409).teks
    assert tersimpan(dipa) == {"52": 1}


@pytest.mark.parametrize(
    "kirim",
    [
        {"perubahan_ke": "x"},
        {"perubahan_ke": "9" * 99},
        {"perubahan_ke": "²"},
        {"perubahan_ke": "1", "isi-52": "\0x"},
        {},
    ],
)
def test_a_choice_that_cannot_be_read_is_refused(
    draf: LaporanTriwulan, dipa: Dipa, operator: Pengguna, masuk: Masuk, kirim: dict[str, str]
) -> None:
    ditolak(masuk(operator).post(alamat(dipa, "unggah"), {"pakai": "buku", **kirim}))


def test_a_report_that_was_submitted_cannot_be_overwritten(dipa: Dipa, operator: Pengguna, masuk: Masuk) -> None:
    klien = masuk(operator)
    isi = isi_sel(unduh(klien, dipa), {"F10": 5})
    buat_laporan_diajukan(dipa, 3, {"52": 1_000})
    jawaban = unggah(klien, dipa, isi_sel(unduh(klien, dipa), {"F10": 5}))
    assert "sudah diajukan" in ditolak(jawaban, 409).teks
    assert unggah(klien, dipa, isi).status_code == 409


@pytest.mark.pada("2027-02-01 09:00")
def test_after_the_window_nothing_is_stored(dipa: Dipa, operator: Pengguna, masuk: Masuk) -> None:
    klien = masuk(operator)
    kata = ditolak(unggah(klien, dipa, isi_sel(unduh(klien, dipa), {"F10": 5}))).teks
    assert "sudah ditutup 31 Desember 2026" in kata
    assert tersimpan(dipa) == {}


# --- Who may ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("siapa", "membaca", "menulis"),
    [
        ("operator", 200, 302),
        ("kepala", 200, 302),
        ("pusat", 200, 403),
        ("administrator", 200, 403),
        ("pimpinan", 403, 403),
        ("tanpa_peran", 403, 403),
    ],
)
def test_who_may(
    dipa: Dipa, masuk: Masuk, request: pytest.FixtureRequest, siapa: str, membaca: int, menulis: int
) -> None:
    isi = unduh(masuk(request.getfixturevalue("operator")), dipa)
    klien = masuk(request.getfixturevalue(siapa))
    assert klien.get(alamat(dipa, "unduh")).status_code == membaca
    assert unggah(klien, dipa, isi).status_code == menulis
    assert klien.get(alamat(dipa, "unggah")).status_code == (200 if menulis == 302 else 403)


def test_another_satker_is_refused_and_a_stranger_sent_to_the_login(
    dipa: Dipa, operator: Pengguna, pusat: Pengguna, masuk: Masuk, client: Client
) -> None:
    lain = buat_dipa(pagu=PAGU)
    klien = masuk(operator)
    for apa in ("unduh", "unggah"):
        assert klien.get(alamat(lain, apa)).status_code == 403
        assert klien.get(f"/pelaporan/{lain.pk + 1_000}/3/{apa}/").status_code == 403
        assert client.get(alamat(dipa, apa)).status_code == 302
        assert klien.get(alamat(dipa, apa, 5)).status_code == 404
    assert klien.post(alamat(dipa, "unduh")).status_code == 405
    assert masuk(pusat).get(f"/pelaporan/{lain.pk + 1_000}/3/unduh/").status_code == 404
    assert masuk(pusat).get(f"/pelaporan/{'9' * 30}/3/unduh/").status_code == 404


# --- Hostile files ---------------------------------------------------------------------
def bungkus(isi: bytes, ganti: dict[str, bytes]) -> bytes:
    """The workbook with parts replaced or added."""
    keluaran = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(isi)) as lama, zipfile.ZipFile(keluaran, "w", zipfile.ZIP_DEFLATED) as baru:
        for nama in {*lama.namelist(), *ganti}:
            baru.writestr(nama, ganti[nama] if nama in ganti else lama.read(nama))
    return keluaran.getvalue()


SERATUS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
KUNCI = "xl/worksheets/sheet1.xml"


def test_files_that_are_no_workbook_are_refused_in_words(dipa: Dipa, operator: Pengguna, masuk: Masuk) -> None:
    klien = masuk(operator)
    isi = unduh(klien, dipa)
    kasus: list[tuple[bytes, str]] = [
        (b"", "kosong"),
        (b"Kode;Jumlah\n52;5", "bukan buku kerja Excel"),
        (b"%PDF-1.7", "bukan buku kerja Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel lama (.xls) atau terkunci kata sandi"),
        (b"PK\x03\x04" + b"\0" * 600, "rusak"),
        (isi[:-400], "rusak"),
        (b"PK\x03\x04" + b"a" * (1024 * 1024), "lebih besar dari 1 MB"),
        (bungkus(isi, {"xl/vbaProject.bin": b"x"}), "makro"),
        (bungkus(isi, {"besar.xml": b"0" * (1024 * 1024 + 1)}), "terlalu besar"),
        (bungkus(isi, {f"x{i}.xml": b"" for i in range(100)}), "terlalu besar"),
        (bungkus(isi, {f"x{i}.xml": b"0" * 900_000 for i in range(4)}), "terlalu besar"),
        (bungkus(isi, {"xl/styles.xml": b"0" * 300_000}), "terlalu besar"),
        (bungkus(isi, {KUNCI: SERATUS}), "rusak"),
        (bungkus(isi, {KUNCI: SERATUS.decode().encode("utf-16")}), "rusak"),
        (bungkus(isi, {KUNCI: b"<worksheet><sheetData><row"}), "rusak"),
        (bungkus(isi, {"[Content_Types].xml": b"<Types/>"}), "bukan buku kerja Excel"),
    ]
    for berkas, kata in kasus:
        assert kata in ditolak(unggah(klien, dipa, berkas)).teks, kata
    jawaban = klien.post(alamat(dipa, "unggah"))
    assert "Belum ada berkas." in ditolak(jawaban).teks
    assert "Belum ada berkas." in ditolak(klien.post(alamat(dipa, "unggah"), {"berkas": "teks"})).teks
    assert tersimpan(dipa) == {}


def test_a_part_that_unfolds_beyond_what_it_declares_is_refused(dipa: Dipa, operator: Pengguna, masuk: Masuk) -> None:
    klien = masuk(operator)
    isi = bytearray(bungkus(unduh(klien, dipa), {"xl/bom.xml": b"0" * 900_000}))
    for tanda, letak in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        mulai = isi.rfind(tanda, 0, isi.rfind(b"xl/bom.xml") + 1 if tanda == b"PK\x01\x02" else isi.find(b"xl/bom.xml"))
        isi[mulai + letak : mulai + letak + 4] = (10).to_bytes(4, "little")
    assert "rusak" in ditolak(unggah(klien, dipa, bytes(isi))).teks


TAK_LAMBAT = settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
BISA = {302, 409, 422}


@pytest.fixture
def klien(operator: Pengguna, masuk: Masuk) -> Client:
    """One client for all the examples of a property."""
    return masuk(operator)


@pytest.fixture
def asal(klien: Client, dipa: Dipa) -> bytes:
    """The workbook as it was downloaded."""
    return unduh(klien, dipa)


@TAK_LAMBAT
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda b: b"PK\x03\x04" + b)))
def test_any_bytes_are_answered(dipa: Dipa, klien: Client, isi: bytes) -> None:
    assert unggah(klien, dipa, isi).status_code == 422


@TAK_LAMBAT
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_workbook_is_answered(dipa: Dipa, klien: Client, asal: bytes, luka: list[tuple[float, int]]) -> None:
    isi = bytearray(asal)
    for bagian, nilai in luka:
        isi[int(bagian * len(isi))] = nilai
    assert unggah(klien, dipa, bytes(isi)).status_code in BISA


SEPOTONG = st.sampled_from(
    ["<row", ' r="10"', ' r="0"', ' r="1048577"', ' r="ZZZZ1"', "<c", ' t="s"', ' t="d"', ' t="e"', ">", "/>", "\xff"]
).map(str.encode) | st.sampled_from(
    ["<v>9999</v>", "<v>1e999</v>", f"<v>{'9' * 5_000}</v>", "</row>", "<f>A1</f>", ' s="99999"', "<is><t>x</t></is>"]
).map(str.encode)


@TAK_LAMBAT
@given(st.sampled_from([KUNCI, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]), st.data())
def test_a_part_that_somebody_wrote_by_hand_is_answered(
    dipa: Dipa, klien: Client, asal: bytes, nama: str, data: st.DataObject
) -> None:
    with zipfile.ZipFile(io.BytesIO(asal)) as arsip:
        asli = arsip.read(nama)
    letak = data.draw(st.integers(0, len(asli)))
    buang = data.draw(st.integers(0, 40))
    sisip = b"".join(data.draw(st.lists(SEPOTONG, max_size=4)))
    berkas = bungkus(asal, {nama: asli[:letak] + sisip + asli[letak + buang :]})
    assert unggah(klien, dipa, berkas).status_code in BISA


@TAK_LAMBAT
@given(
    st.dictionaries(
        st.sampled_from(["A9", "A10", "B2", "B3", "B4", "F8", "F9", "F10", "G10", "J10", "A13", "F13"]),
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(-(10**17), 10**17),
            st.floats(allow_nan=False, allow_infinity=False),
            st.dates(dt.date(1901, 1, 1), dt.date(2100, 1, 1)),
            st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=("Cs",)), max_size=20),
        ),
        min_size=1,
    )
)
def test_any_content_of_cells_is_answered(dipa: Dipa, klien: Client, asal: bytes, sel: dict[str, object]) -> None:
    assert unggah(klien, dipa, isi_sel(asal, sel)).status_code in BISA
