"""The list of satker with its exports, and the sheet of one satker."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from realisasi.models import PerpanjanganPeriode, StatusLaporan
from realisasi.rupiah import angka as tulis_angka
from satker.models import Pengguna, Pulau
from tests.conftest import SEKARANG
from tests.dashboard.halaman import Laman, baca_tabel, buka, teks
from tests.pabrik import (
    buat_dipa,
    buat_kendala,
    buat_laporan,
    buat_laporan_diajukan,
    buat_laporan_terverifikasi,
    buat_periode,
    buat_provinsi,
    buat_revisi,
    buat_satker,
    buat_target,
    buat_versi,
    kembalikan,
)
from tests.perintah import persen, posisi

MasukSebagai = Callable[[Pengguna | str], Client]
TAHUN_2023 = "tahun=2023&triwulan=4&kewenangan=DK"
TW_II_2026 = "tahun=2026&triwulan=2&kewenangan=TP"


@pytest.fixture
def klien(demo: None, masuk: MasukSebagai) -> Client:
    """The demo as tim pusat sees it."""
    return masuk("pusat")


def tabel(laman: Laman) -> list[dict[str, str]]:
    return baca_tabel(laman.satu("table"))


def daftar(klien: Client, kueri: str) -> list[dict[str, str]]:
    return tabel(buka(klien, f"/satker/?{kueri}"))


def kolom(baris: list[dict[str, str]], awal: str) -> list[str]:
    """The cells of the column whose head begins so."""
    kepala = next(k for k in baris[0] if k.startswith(awal))
    return [b[kepala] for b in baris]


def ke_angka(tertulis: str) -> int:
    """A written amount or percentage as a number; of the words `di atas 100 %` just that much."""
    if tertulis.startswith("di atas"):
        return 10_001
    return int(tertulis.split(maxsplit=1)[0].replace(".", "").replace(",", "").replace("−", "-"))


# --- The list --------------------------------------------------------------------------
def test_daftar_memuat_setiap_satker_dengan_angkanya(klien: Client) -> None:
    sumber = {b["kode"]: b for b in posisi(2023, 4, "DK")["satker"]}
    baris = daftar(klien, TAHUN_2023)
    assert len(baris) == len(sumber) == 34
    assert list(baris[0]) == [
        "Provinsi", "Kode satker", "Pagu efektif (Rp)", "Realisasi s.d. TW IV (Rp)", "Persen s.d. TW IV", "Status",
        "Kurang ke 99 % TW IV (Rp)", "Proyeksi akhir tahun", "Laporan TW IV",
    ]  # fmt: skip
    for b in baris:
        asal = sumber[b["Kode satker"].split()[0]]
        assert b["Pagu efektif (Rp)"] == tulis_angka(asal["pagu_efektif"])
        assert b["Realisasi s.d. TW IV (Rp)"] == tulis_angka(asal["realisasi"])
        assert b["Persen s.d. TW IV"] == f"{asal['persen'].replace('.', ',')} %"


def test_angka_lama_menyebut_triwulannya_dan_diam_bukan_nol(klien: Client) -> None:
    baris = {b["Provinsi"]: b for b in daftar(klien, TW_II_2026)}
    assert baris["Maluku"]["Realisasi s.d. TW II (Rp)"].endswith("s.d. TW I")
    pegunungan = baris["Papua Pegunungan"]
    assert pegunungan["Realisasi s.d. TW II (Rp)"] == "–"
    assert pegunungan["Persen s.d. TW II"] == "–"
    assert pegunungan["Proyeksi akhir tahun"] == "–"
    assert pegunungan["Laporan TW II"] == "Belum diisi"


@pytest.mark.parametrize(
    ("cari", "ditemukan"),
    [
        ("099026", {"Riau"}),
        ("riau", {"Riau", "Kep. Riau"}),
        ("RIAU", {"Riau", "Kep. Riau"}),
        ("kepulauan riau", {"Kep. Riau"}),
        ("jateng", {"Jawa Tengah"}),
        ("  jawa   timur ", {"Jawa Timur"}),
        ("DIPA-019.05.3.099026/2023", {"Riau"}),
        ("tidak ada yang begini", set()),
        ("%", set()),
        ("_", set()),
    ],
)
def test_pencarian(klien: Client, cari: str, ditemukan: set[str]) -> None:
    laman = buka(klien, f"/satker/?{TAHUN_2023}&cari={cari.replace('%', '%25').replace(' ', '+')}")
    kotak = laman.satu("input", id="cari")
    assert kotak.get("value") == cari.strip()
    jumlah = teks(laman.satu("p", "list-count"))
    assert jumlah.startswith(f"{len(ditemukan)} dari 34 satker")
    if ditemukan:
        assert {b["Provinsi"] for b in tabel(laman)} == ditemukan
    else:
        assert "Tidak ada satker yang cocok" in laman.teks


@pytest.mark.parametrize(
    ("alamat", "status"),
    [
        (f"{TAHUN_2023}&status=DI_BAWAH_AMBANG", "DI_BAWAH_AMBANG"),
        (f"{TAHUN_2023}&status=TERCAPAI", "TERCAPAI"),
        (f"{TW_II_2026}&status=BELUM_LAPOR", "BELUM_LAPOR"),
        (f"{TW_II_2026}&status=DI_BAWAH_TARGET", "DI_BAWAH_TARGET"),
    ],
)
def test_saringan_status(klien: Client, alamat: str, status: str) -> None:
    tahun, tw, kew = (2023, 4, "DK") if "2023" in alamat else (2026, 2, "TP")
    diharap = {b["kode"] for b in posisi(tahun, tw, kew)["satker"] if b["status"] == status}
    laman = buka(klien, f"/satker/?{alamat}")
    assert {k.split()[0] for k in kolom(tabel(laman), "Kode")} == diharap
    assert [o.get("value") for o in laman.satu("select", id="status").iter("option") if "selected" in o.attrib] == [
        status
    ]


def test_saringan_berisiko_memakai_proyeksi(klien: Client) -> None:
    diharap = {b["kode"] for b in posisi(2026, 2, "TP")["satker"] if b["berisiko"]}
    baris = daftar(klien, f"{TW_II_2026}&status=BERISIKO")
    assert {b["Kode satker"].split()[0] for b in baris} == diharap
    assert all("berisiko (proyeksi)" in b["Status"] for b in baris)


def test_pencarian_dan_saringan_saling_menjaga(klien: Client) -> None:
    laman = buka(klien, f"/satker/?{TAHUN_2023}&pulau=Jawa&cari=jawa&status=DI_BAWAH_AMBANG&angka=sementara")
    assert {b["Provinsi"] for b in tabel(laman)} == {"Jawa Tengah", "Jawa Timur"}
    (form,) = laman.semua("form", "filters")
    ikut = {e.get("name"): e.get("value") for e in form.iter("input")}
    assert ikut == {"cari": "jawa", "status": "DI_BAWAH_AMBANG", "angka": "sementara"}
    (pencarian,) = laman.semua("form", "search")
    ikut = {e.get("name"): e.get("value") for e in pencarian.iter("input") if e.get("type") == "hidden"}
    assert ikut == {"tahun": "2023", "triwulan": "4", "kewenangan": "DK", "pulau": "Jawa", "angka": "sementara"}


def test_jumlah_di_atas_tabel_adalah_jumlah_yang_tampak(klien: Client) -> None:
    sumber = [b for b in posisi(2023, 4, "DK")["satker"] if b["status"] == "DI_BAWAH_AMBANG"]
    laman = buka(klien, f"/satker/?{TAHUN_2023}&status=DI_BAWAH_AMBANG")
    pagu, realisasi = (sum(b[k] for b in sumber) for k in ("pagu_efektif", "realisasi"))
    jumlah = teks(laman.satu("p", "list-count"))
    assert f"pagu efektif Rp {tulis_angka(pagu)} · realisasi Rp {tulis_angka(realisasi)}" in jumlah


# --- Sorting ---------------------------------------------------------------------------
KOLOM_ANGKA = {
    "pagu_efektif": "Pagu efektif", "realisasi": "Realisasi", "persen": "Persen", "kurang": "Kurang",
    "proyeksi": "Proyeksi",
}  # fmt: skip
KOLOM_TEKS = {"kode": "Kode", "status": "Status", "laporan": "Laporan"}


@pytest.mark.parametrize("alamat", [TAHUN_2023, TW_II_2026, "tahun=2026&triwulan=3&kewenangan=SEMUA"])
def test_setiap_kolom_dapat_diurutkan_ke_dua_arah(klien: Client, alamat: str) -> None:
    semua = {b["Kode satker"] for b in daftar(klien, alamat)}
    for nama in [*KOLOM_ANGKA, *KOLOM_TEKS, "provinsi", "nama", "pagu", "blokir", "kewenangan"]:
        for tanda, terbalik in (("", False), ("-", True)):
            baris = daftar(klien, f"{alamat}&sort={tanda}{nama}")
            assert {b["Kode satker"] for b in baris} == semua
            if awal := KOLOM_ANGKA.get(nama):
                sel = kolom(baris, awal)
                tanpa = [s == "–" for s in sel]
                assert tanpa == sorted(tanpa), f"{tanda}{nama}: yang tanpa angka di akhir, ke mana pun diurutkan"
                nilai = [ke_angka(s) for s in sel if s != "–"]
                assert nilai == sorted(nilai, reverse=terbalik), f"{tanda}{nama}"
            elif awal := KOLOM_TEKS.get(nama):
                sel = [s.removesuffix(" berisiko (proyeksi)") for s in kolom(baris, awal)]
                assert sel == sorted(sel, reverse=terbalik), f"{tanda}{nama}"


def test_kepala_kolom_yang_terurut_dikatakan(klien: Client) -> None:
    laman = buka(klien, f"/satker/?{TAHUN_2023}&sort=-realisasi")
    terurut = {teks(th): th.get("aria-sort") for th in laman.semua("th") if th.get("aria-sort")}
    assert terurut == {"Realisasi s.d. TW IV (Rp)": "descending"}
    bawaan = {
        teks(th): th.get("aria-sort") for th in buka(klien, f"/satker/?{TAHUN_2023}").semua("th") if th.get("aria-sort")
    }
    assert bawaan == {"Persen s.d. TW IV": "ascending"}
    assert [b["Provinsi"] for b in daftar(klien, TAHUN_2023)][:2] == ["Riau", "Aceh"]


def test_tautan_kepala_kolom_menjaga_saringan(klien: Client) -> None:
    laman = buka(klien, f"/satker/?{TAHUN_2023}&cari=jawa")
    for th in laman.semua("th"):
        for a in th.iter("a"):
            assert len(tabel(buka(klien, f"/satker/{a.get('href')}"))) == len(tabel(laman))


@pytest.mark.parametrize("nilai", ["bukan", "--persen", "persen,,", "__class__", "-", "posisi", "nama;drop", "1"])
def test_urutan_yang_tidak_dikenal_diabaikan(klien: Client, nilai: str) -> None:
    assert len(daftar(klien, f"{TAHUN_2023}&sort={nilai}")) == 34


def test_kolom_yang_disebut_berkali_kali_diambil_sekali(klien: Client) -> None:
    """What is asked for over and over is neither worked out nor carried on over and over; the first time counts."""
    alamat = f"/satker/?{TAHUN_2023}&sort=-status&sort=status{'&sort=provinsi' * 50}"
    laman = buka(klien, alamat)
    assert [i.get("value") for i in laman.semua("input") if i.get("name") == "sort"] == ["-status", "provinsi"]
    assert tabel(laman) == daftar(klien, f"{TAHUN_2023}&sort=-status&sort=provinsi")


# --- Pages -----------------------------------------------------------------------------
@pytest.fixture
def banyak(db: None) -> int:
    """More DIPA than one page holds, on both kewenangan of 60 satker."""
    provinsi = buat_provinsi(pulau=Pulau.PAPUA)
    for i in range(60):
        dipa = buat_dipa(buat_satker(f"{i + 100_000:06d}", provinsi=provinsi), tahun=2026, pagu={"52": 1_000_000})
        buat_laporan_terverifikasi(dipa, 1, {"52": 1_000 * i})
    return 60


def test_lima_puluh_baris_sehalaman(banyak: int, pusat: Pengguna, masuk: MasukSebagai) -> None:
    klien = masuk(pusat)
    satu = buka(klien, "/satker/?tahun=2026&triwulan=1")
    assert len(tabel(satu)) == 50
    assert "Halaman 1 dari 2" in satu.teks
    (berikut,) = [a.get("href", "") for a in satu.semua("a") if teks(a) == "Berikutnya"]
    dua = buka(klien, f"/satker/{berikut}")
    assert len(tabel(dua)) == 10
    assert not {b["Kode satker"] for b in tabel(satu)} & {b["Kode satker"] for b in tabel(dua)}
    assert "Berikutnya" not in dua.teks


@pytest.mark.parametrize(("halaman", "menjadi"), [("0", 2), ("-1", 2), ("99", 2), ("dua", 1), ("1.5", 1), ("", 1)])
def test_halaman_yang_tidak_ada(banyak: int, pusat: Pengguna, masuk: MasukSebagai, halaman: str, menjadi: int) -> None:
    laman = buka(masuk(pusat), f"/satker/?tahun=2026&triwulan=1&page={halaman}")
    assert f"Halaman {menjadi} dari 2" in laman.teks


def test_banyaknya_baris_tidak_ditentukan_alamat(banyak: int, pusat: Pengguna, masuk: MasukSebagai) -> None:
    for nilai in ("1000000", "1", "0", "-3"):
        assert len(tabel(buka(masuk(pusat), f"/satker/?tahun=2026&triwulan=1&per_page={nilai}"))) == 50


def test_ekspor_memuat_semua_halaman(banyak: int, pusat: Pengguna, masuk: MasukSebagai) -> None:
    klien = masuk(pusat)
    laman = buka(klien, "/satker/?tahun=2026&triwulan=1&page=2")
    for jenis in ("CSV", "Excel"):
        (tautan,) = [a.get("href", "") for a in laman.semua("a") if teks(a) == jenis]
        isi = baca_ekspor(klien.get(f"/satker/{tautan}"))
        assert len(isi) == banyak


# --- Exports ---------------------------------------------------------------------------
def baca_csv(jawaban: HttpResponse) -> list[dict[str, Any]]:
    assert jawaban.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(jawaban.content.decode("utf-8-sig"), newline=""), delimiter=";"))


def buka_xlsx(jawaban: HttpResponse) -> Worksheet:
    lembar = load_workbook(io.BytesIO(jawaban.content)).active
    assert isinstance(lembar, Worksheet)
    return lembar


def kepala_xlsx(lembar: Worksheet) -> int:
    return next(r for r in range(1, 12) if lembar.cell(r, 1).value == "Kode satker")


def baca_ekspor(jawaban: HttpResponse) -> list[dict[str, Any]]:
    """The rows of an export, whichever kind."""
    assert jawaban.status_code == 200
    if "csv" in jawaban["Content-Type"]:
        return baca_csv(jawaban)
    lembar = buka_xlsx(jawaban)
    mulai = kepala_xlsx(lembar)
    nama = [sel.value for sel in lembar[mulai]]
    return [dict(zip(nama, baris, strict=True)) for baris in lembar.iter_rows(min_row=mulai + 1, values_only=True)]


@pytest.mark.parametrize("jenis", ["csv", "xlsx"])
def test_ekspor_sama_dengan_perintah_posisi(klien: Client, jenis: str) -> None:
    sumber = {b["kode"]: b for b in posisi(2026, 2, "TP")["satker"]}
    isi = baca_ekspor(klien.get(f"/satker/?{TW_II_2026}&ekspor={jenis}"))
    assert {b["Kode satker"] for b in isi} == set(sumber)
    for b in isi:
        asal = sumber[b["Kode satker"]]
        for kepala, kunci in (("Pagu (Rp)", "pagu"), ("Blokir (Rp)", "blokir"), ("Pagu efektif (Rp)", "pagu_efektif")):
            assert int(b[kepala]) == asal[kunci]
        tertulis = b["Realisasi s.d. TW II (Rp)"]
        assert (int(tertulis) if tertulis not in {"", None} else None) == (
            asal["realisasi"] if asal["triwulan_data"] else None
        )
        assert (b["Nama satker"], b["Provinsi"], b["Kewenangan"]) == (asal["nama"], asal["provinsi"], "TP")
        assert b["Angka dari"] in ({f"TW {'I' * asal['triwulan_data']}"} if asal["triwulan_data"] else {"", None})


def test_csv_persen_dengan_koma_dan_angka_polos(klien: Client) -> None:
    riau = next(b for b in baca_csv(klien.get(f"/satker/?{TAHUN_2023}&ekspor=csv")) if b["Kode satker"] == "099026")
    assert riau["Persen s.d. TW IV dari pagu efektif"] == "81,18"
    assert riau["Target TW IV"] == "99,00"
    assert (riau["Tahun"], riau["Triwulan"]) == ("2023", "TW IV")
    assert riau["Pagu (Rp)"] == "1422688000"


def test_xlsx_angka_bertipe_angka_dan_kode_bertipe_teks(klien: Client) -> None:
    lembar = buka_xlsx(klien.get(f"/satker/?{TAHUN_2023}&ekspor=xlsx"))
    mulai = kepala_xlsx(lembar)
    nama = [sel.value for sel in lembar[mulai]]
    riau = next(
        dict(zip(nama, baris, strict=True))
        for baris in lembar.iter_rows(min_row=mulai + 1)
        if baris[0].value == "099026"
    )
    assert riau["Kode satker"].data_type == "s"
    assert (riau["Pagu (Rp)"].value, riau["Pagu (Rp)"].data_type) == (1_422_688_000, "n")
    assert riau["Pagu (Rp)"].number_format == "#,##0"
    persen = riau["Persen s.d. TW IV dari pagu efektif"]
    assert (persen.value, persen.number_format) == (0.8118, "0.00%")
    assert lembar.freeze_panes == f"B{mulai + 1}"
    assert lembar.auto_filter.ref.startswith(f"A{mulai}:")


@pytest.mark.parametrize(
    ("alamat", "berkas"),
    [
        (f"{TAHUN_2023}&pulau=Jawa", "satker-2023-tw4-dk-resmi"),
        ("tahun=2026&triwulan=3&kewenangan=SEMUA&angka=sementara", "satker-2026-tw3-semua-sementara"),
        ("tahun=../../x&cari=%22;.exe", "satker-2026-tw2-tp-resmi"),
    ],
)
@pytest.mark.parametrize("jenis", ["csv", "xlsx"])
def test_nama_berkas_dari_kata_yang_dikenal(klien: Client, alamat: str, berkas: str, jenis: str) -> None:
    jawaban = klien.get(f"/satker/?{alamat}&ekspor={jenis}")
    assert jawaban["Content-Disposition"] == f'attachment; filename="{berkas}.{jenis}"'


def test_ekspor_menyebut_angka_dan_data_ilustrasi(klien: Client) -> None:
    alamat = "/satker/?tahun=2026&triwulan=3&angka=sementara&pulau=Jawa&cari=jawa"
    for b in baca_csv(klien.get(f"{alamat}&ekspor=csv")):
        assert (b["Angka"], b["Sumber"]) == ("sementara", "data ilustrasi")
    lembar = buka_xlsx(klien.get(f"{alamat}&ekspor=xlsx"))
    atas = " ".join(str(lembar.cell(r, 1).value) for r in range(1, kepala_xlsx(lembar)))
    assert "angka sementara" in atas
    assert "kumulatif s.d. TW III 2026" in atas
    assert "DATA ILUSTRASI" in atas
    assert "Jawa" in atas
    assert "cari: jawa" in atas
    assert "02-11-2026 09:0" in atas  # when it was made, in WIB


def test_ekspor_tahun_sungguhan_tanpa_label_ilustrasi(pusat: Pengguna, masuk: MasukSebagai) -> None:
    buat_laporan_terverifikasi(buat_dipa(tahun=2026), 1, {"52": 1})
    klien = masuk(pusat)
    assert {b["Sumber"] for b in baca_csv(klien.get("/satker/?ekspor=csv"))} == {""}
    lembar = buka_xlsx(klien.get("/satker/?ekspor=xlsx"))
    assert not any("ilustrasi" in str(sel.value).lower() for baris in lembar.iter_rows() for sel in baris)


@pytest.mark.parametrize("awal", ["=", "+", "-", "@", "\t=", "\r="])
def test_nama_yang_menyerupai_rumus_tetap_teks(pusat: Pengguna, masuk: MasukSebagai, awal: str) -> None:
    nama = f'{awal}HYPERLINK("http://jahat.example")'
    kantor = buat_satker("000123", nama=nama)
    buat_laporan_terverifikasi(buat_dipa(kantor, tahun=2026, nama_satker=nama), 1, {"52": 1})
    klien = masuk(pusat)
    lembar = buka_xlsx(klien.get("/satker/?ekspor=xlsx"))
    sel = lembar.cell(kepala_xlsx(lembar) + 1, 2)
    assert sel.data_type == "s"
    assert str(sel.value).strip() == nama.strip()
    assert sel.quotePrefix
    assert lembar.cell(kepala_xlsx(lembar) + 1, 1).value == "000123"
    (baris,) = baca_csv(klien.get("/satker/?ekspor=csv"))
    assert baris["Nama satker"][0] == "'"
    assert baris["Kode satker"] == "000123"


def test_jumlah_negatif_tetap_angka(pusat: Pengguna, masuk: MasukSebagai) -> None:
    """Returned money can make a quarter, and (loaded from elsewhere) a total, negative."""
    buat_laporan_terverifikasi(buat_dipa(tahun=2026, pagu={"52": 1_000}), 1, {"52": -250})
    klien = masuk(pusat)
    (baris,) = baca_csv(klien.get("/satker/?ekspor=csv"))
    assert (baris["Realisasi s.d. TW I (Rp)"], baris["Persen s.d. TW I dari pagu efektif"]) == ("-250", "-25,00")
    lembar = buka_xlsx(klien.get("/satker/?ekspor=xlsx"))
    mulai = kepala_xlsx(lembar)
    nilai = {lembar.cell(mulai, j).value: lembar.cell(mulai + 1, j) for j in range(1, lembar.max_column + 1)}
    realisasi = nilai["Realisasi s.d. TW I (Rp)"]
    assert (realisasi.value, realisasi.data_type) == (-250, "n")
    assert nilai["Persen s.d. TW I dari pagu efektif"].value == -0.25


def test_ekspor_mengikuti_saringan_dan_urutan(klien: Client) -> None:
    isi = baca_csv(klien.get(f"/satker/?{TAHUN_2023}&status=DI_BAWAH_AMBANG&sort=-kurang&ekspor=csv"))
    assert [b["Provinsi"] for b in isi] == ["Jawa Timur", "Riau", "Jawa Tengah", "Aceh", "Kepulauan Bangka Belitung"]


def test_ekspor_tanpa_baris_tetap_berkas(klien: Client) -> None:
    assert baca_ekspor(klien.get(f"/satker/?{TAHUN_2023}&cari=xyz&ekspor=csv")) == []
    assert baca_ekspor(klien.get(f"/satker/?{TAHUN_2023}&cari=xyz&ekspor=xlsx")) == []


# --- The sheet -------------------------------------------------------------------------
def lembar(klien: Client, kode: str, kueri: str) -> Laman:
    return buka(klien, f"/satker/{kode}/?{kueri}")


def posisi_lembar(laman: Laman) -> dict[str, str]:
    blok = next(e for e in laman.bagian("Posisi").iter("dl"))
    return {teks(next(b.iter("dt"))): teks(next(b.iter("dd"))) for b in blok}


def test_lembar_riau_2023(klien: Client) -> None:
    laman = lembar(klien, "099026", TAHUN_2023)
    (asal,) = [b for b in posisi(2023, 4, "DK")["satker"] if b["kode"] == "099026"]
    assert teks(laman.satu("p", "answer-figure")) == "81,18 %"
    assert teks(laman.satu("h2", "answer-status")) == "Di bawah ambang 90 %"
    isi = posisi_lembar(laman)
    assert isi["Pagu efektif"] == f"Rp {tulis_angka(asal['pagu_efektif'])}"
    assert isi["Realisasi"].startswith(f"Rp {tulis_angka(asal['realisasi'])}")
    assert isi["Kurang ke ambang 90 %"] == "Rp 125.512.381"
    assert isi["Masih harus dibelanjakan ke 99 % TW IV"] == "Rp 253.554.301"
    assert isi["Peringkat persen"] == "34 dari 34"
    assert "DIPA-019.05.3.099026/2023" in laman.teks


def test_masih_harus_dibelanjakan_per_bulan(klien: Client) -> None:
    isi = posisi_lembar(lembar(klien, "099026", TW_II_2026))
    (asal,) = [b for b in posisi(2026, 2, "TP")["satker"] if b["kode"] == "099026"]
    kurang = -(-asal["pagu_efektif"] * 99 // 100) - asal["realisasi"]
    assert isi["Masih harus dibelanjakan ke 99 % TW IV"] == (
        f"Rp {tulis_angka(kurang)} Rp {tulis_angka(-(-kurang // 6))} per bulan, 6 bulan"
    )
    assert "proyeksi, bukan status" in isi["Proyeksi akhir tahun"]


def test_revisi_menyebut_yang_berubah_dan_yang_berlaku(pusat: Pengguna, masuk: MasukSebagai) -> None:
    dipa = buat_dipa(tahun=2026, pagu={"52": 900, "53": 100}, blokir={"53": 50})
    buat_revisi(dipa, {"52": 700, "53": 400}, berlaku_sejak=dt.date(2026, 5, 4))
    buat_revisi(dipa, {"52": 700, "53": 400}, blokir={"52": 20}, berlaku_sejak=dt.date(2026, 8, 3))
    buat_laporan_terverifikasi(dipa, 1, {"52": 90})
    laman = lembar(masuk(pusat), dipa.satker.kode, "tahun=2026&triwulan=2")
    baris = laman.tabel("Revisi DIPA")
    assert [b["Revisi"] for b in baris] == ["ke-2", "ke-1 berlaku", "ke-0"]
    assert [b["Pagu (Rp)"] for b in baris] == ["1.100", "1.100", "1.000"]
    assert [b["Perubahan (Rp)"] for b in baris] == ["0", "100", "–"]
    assert baris[1]["Yang berubah"] == "52 Barang −Rp 200, 53 Modal +Rp 300, blokir 53 Modal −Rp 50"
    assert baris[0]["Yang berubah"] == "blokir 52 Barang +Rp 20"
    assert [b["Berlaku sejak"] for b in baris] == ["3 Agu 2026", "4 Mei 2026", "1 Jan 2026"]


def test_laporan_per_triwulan_dengan_keterlambatannya(
    pusat: Pengguna, masuk: MasukSebagai, jam: time_machine.Traveller
) -> None:
    dipa = buat_dipa(tahun=2026, pagu={"52": 1_000})
    for tw in (1, 2, 3, 4):
        buat_periode(tw, tahun=2026)
    jam.move_to(dt.datetime(2026, 4, 7, 16, 59, tzinfo=dt.UTC))  # a minute before midnight in Jakarta
    buat_laporan_terverifikasi(dipa, 1, {"52": 100})
    jam.move_to(dt.datetime(2026, 7, 7, 17, 0, tzinfo=dt.UTC))  # midnight
    buat_laporan_diajukan(dipa, 2, {"52": 300})
    jam.move_to(SEKARANG)
    PerpanjanganPeriode.objects.create(
        periode=dipa.tahun.periode.get(triwulan=2), satker=dipa.satker, sampai=dt.date(2026, 8, 3), alasan="Banjir."
    )
    baris = lembar(masuk(pusat), dipa.satker.kode, "tahun=2026&triwulan=2&angka=sementara").tabel(
        "Laporan per triwulan"
    )
    assert [b["Triwulan"] for b in baris] == ["TW I", "TW II", "TW III"]  # TW III is over, and due
    assert [b["TW saja (Rp)"] for b in baris] == ["100", "300", "–"]
    assert [b["s.d. TW (Rp)"] for b in baris] == ["100", "400", "–"]
    assert [b["Persen s.d. TW"] for b in baris] == ["10,00 %", "40,00 %", "–"]
    assert [b["Laporan"] for b in baris] == ["Diverifikasi", "Diajukan", "belum diisi"]
    assert baris[0]["Diajukan"].startswith("7 Apr 2026, tepat waktu")
    assert baris[1]["Diajukan"].startswith("8 Jul 2026, terlambat 1 hari")
    assert "diperpanjang sampai 3 Agu 2026" in baris[1]["Diajukan"]
    assert baris[2]["Diajukan"].startswith("terlambat 26 hari")


def test_laporan_yang_dikembalikan_dan_yang_berubah_setelah_verifikasi(pusat: Pengguna, masuk: MasukSebagai) -> None:
    dipa = buat_dipa(tahun=2026, pagu={"52": 1_000})
    berubah = buat_laporan_terverifikasi(dipa, 1, {"52": 100})
    kembalikan(berubah)
    kembalikan(buat_laporan_diajukan(dipa, 2, {"52": 900}))
    laman = lembar(masuk(pusat), dipa.satker.kode, "tahun=2026&triwulan=2")
    satu, dua, _ = laman.tabel("Laporan per triwulan")
    assert satu["Laporan"] == "Dikembalikan berubah setelah verifikasi"
    assert satu["s.d. TW (Rp)"] == "100"
    assert (dua["Laporan"], dua["s.d. TW (Rp)"]) == ("Dikembalikan", "–")
    assert teks(laman.satu("h2", "answer-status")) == "Belum lapor TW II; angka dari TW I"


def test_versi_baru_yang_belum_diverifikasi_tidak_mengubah_angka_resmi(pusat: Pengguna, masuk: MasukSebagai) -> None:
    dipa = buat_dipa(tahun=2026, pagu={"52": 1_000})
    buat_laporan_terverifikasi(dipa, 1, {"52": 100})
    buat_laporan_diajukan(dipa, 1, {"52": 250})
    klien = masuk(pusat)
    for angka, terbaca in (("resmi", "10,00 %"), ("sementara", "25,00 %")):
        laman = lembar(klien, dipa.satker.kode, f"tahun=2026&triwulan=1&angka={angka}")
        assert teks(laman.satu("p", "answer-figure")) == terbaca
        assert laman.tabel("Laporan per triwulan")[0]["TW saja (Rp)"] == ("100" if angka == "resmi" else "250")


def test_fisik_dan_basis_milik_angka_yang_ditampilkan(pusat: Pengguna, masuk: MasukSebagai) -> None:
    """Beside a verified amount stands the physical progress of the verified version, not of a later one."""
    dipa = buat_dipa(tahun=2026, pagu={"52": 1_000})
    laporan = buat_laporan(dipa, 1)
    laporan.versi_diajukan = laporan.versi_terverifikasi = buat_versi(laporan, {"52": 100}, fisik=12)
    laporan.status = StatusLaporan.DIVERIFIKASI
    laporan.save()
    buat_versi(laporan, {"52": 700}, fisik=70)
    baris = lembar(masuk(pusat), dipa.satker.kode, "tahun=2026&triwulan=1").tabel("Laporan per triwulan")
    assert (baris[0]["TW saja (Rp)"], baris[0]["Fisik"]) == ("100", "12 %")


def test_kendala_terbuka_dan_selesai(pusat: Pengguna, masuk: MasukSebagai) -> None:
    dipa = buat_dipa(tahun=2026)
    buat_laporan_terverifikasi(dipa, 1, {"52": 1})
    buat_kendala(dipa, 1, uraian="Lelang gagal.", triwulan_ditutup=2)
    buat_kendala(dipa, 2, uraian="Juknis terlambat.", penanggung_jawab="Sekretaris")
    buat_kendala(dipa, 3, uraian="Belum terjadi.")
    klien = masuk(pusat)
    tw2 = teks(lembar(klien, dipa.satker.kode, "tahun=2026&triwulan=2").bagian("Kendala dan tindak lanjut"))
    assert "1 terbuka" in tw2
    assert "selesai di TW II Lelang gagal." in tw2
    assert "terbuka sejak TW II Juknis terlambat." in tw2
    assert "Penanggung jawab Sekretaris, paling lambat 1 Desember 2026" in tw2
    assert "Belum terjadi." not in tw2
    tw1 = teks(lembar(klien, dipa.satker.kode, "tahun=2026&triwulan=1").bagian("Kendala dan tindak lanjut"))
    assert "terbuka sejak TW I Lelang gagal." in tw1


def test_tahun_demi_tahun_menyeberang_dari_dk_ke_tp(klien: Client) -> None:
    baris = lembar(klien, "099026", "tahun=2024&triwulan=4").tabel("Tahun demi tahun")
    assert [b["Tahun"] for b in baris] == ["2026 TP", "2025 TP", "2024 TP", "2023 DK", "2022 DK"]
    for b in baris[1:]:
        tahun, kewenangan = b["Tahun"].split()
        (asal,) = [x for x in posisi(int(tahun), 4, kewenangan)["satker"] if x["kode"] == "099026"]
        assert ke_angka(b["Persen"]) == persen(asal)
        assert b["Realisasi (Rp)"] == tulis_angka(asal["realisasi"])
    assert baris[0]["Persen"] == "47,24 % s.d. TW II"  # rule 6: marked with its quarter


def test_lajur_pertama_tp_dibandingkan_dengan_dk(klien: Client) -> None:
    baris = lembar(klien, "099026", "tahun=2024&triwulan=4").tabel("Lajur realisasi kumulatif")
    assert [b["2023 (DK)"] for b in baris][3] == "81,18 %"


def test_kode_lain_di_provinsi_yang_sama_disebut(pusat: Pengguna, masuk: MasukSebagai) -> None:
    lama = buat_dipa(tahun=2025, kewenangan="DK", pagu={"52": 100})
    for tw in (1, 2, 3, 4):
        buat_laporan_terverifikasi(lama, tw, {"52": 20})
    baru = buat_dipa(buat_satker(provinsi=lama.satker.provinsi), tahun=2026, pagu={"52": 100})
    buat_laporan_terverifikasi(baru, 1, {"52": 5})
    laman = lembar(masuk(pusat), baru.satker.kode, "tahun=2026&triwulan=1")
    baris = laman.tabel("Tahun demi tahun")
    assert [b["Tahun"] for b in baris] == ["2026 TP", f"2025 DK satker {lama.satker.kode}"]
    assert laman.tabel("Lajur realisasi kumulatif")[3]["2025 (DK)"] == "80,00 %"


def test_dua_kewenangan_dalam_satu_tahun(pusat: Pengguna, masuk: MasukSebagai) -> None:
    kantor = buat_satker()
    buat_target(2, 6000)
    for kewenangan, belanja in (("DK", 70), ("TP", 10)):
        dipa = buat_dipa(kantor, tahun=2026, kewenangan=kewenangan, pagu={"52": 100})
        buat_laporan_terverifikasi(dipa, 1, {"52": 0})
        buat_laporan_terverifikasi(dipa, 2, {"52": belanja})
    klien = masuk(pusat)
    laman = lembar(klien, kantor.kode, "tahun=2026&triwulan=2")
    assert teks(laman.satu("p", "answer-figure")) == "40,00 %"
    assert laman.tabel("Laporan per triwulan DK")[1]["TW saja (Rp)"] == "70"
    assert laman.tabel("Laporan per triwulan TP")[1]["TW saja (Rp)"] == "10"
    assert {"Revisi DIPA DK", "Revisi DIPA TP"} <= set(laman.judul_bagian)
    assert (
        teks(lembar(klien, kantor.kode, "tahun=2026&triwulan=2&kewenangan=DK").satu("p", "answer-figure")) == "70,00 %"
    )


def test_tahun_tanpa_dipa_menyebut_tahun_yang_ada(klien: Client) -> None:
    laman = lembar(klien, "990093", "tahun=2023")
    assert any("Belum ada DIPA" in j for j in laman.judul_bagian)
    assert "2026, 2025, 2024" in laman.teks
    assert "?tahun=2026" in laman.tautan()
    assert laman.satu("select", id="f-tahun") is not None


def test_jenis_belanja_berjumlah_sama(klien: Client) -> None:
    for kode, (tahun, tw) in itertools.product(("099026", "069263"), ((2023, 4), (2026, 2))):
        laman = lembar(klien, kode, f"tahun={tahun}&triwulan={tw}")
        jenis = laman.tabel("Jenis belanja")
        kaki = [teks(td) for td in next(laman.bagian("Jenis belanja").iter("tfoot")).iter("td")]
        for kepala, total in (("Realisasi (Rp)", kaki[1]), ("Pagu efektif (Rp)", kaki[2]), ("Sisa (Rp)", kaki[3])):
            assert sum(ke_angka(b[kepala]) for b in jenis) == ke_angka(total)


def test_pagu_minus_tetap_baris_dengan_pagu_nol(pusat: Pengguna, masuk: MasukSebagai) -> None:
    dipa = buat_dipa(tahun=2026, pagu={"52": 1_000})
    buat_laporan_terverifikasi(dipa, 1, {"52": 100, "53": 40})
    baris = lembar(masuk(pusat), dipa.satker.kode, "tahun=2026&triwulan=1").tabel("Jenis belanja")
    assert [(b["Jenis"], b["Persen"], b["Pagu efektif (Rp)"], b["Sisa (Rp)"]) for b in baris] == [
        ("52 Barang", "10,00 %", "1.000", "900"),
        ("53 Modal", "–", "0", "−40"),
    ]


def test_satker_tanpa_laporan_bukan_nol_persen(klien: Client) -> None:
    laman = lembar(klien, "990095", TW_II_2026)
    assert teks(laman.satu("p", "answer-figure")) == "–"
    assert teks(laman.satu("h2", "answer-status")) == "Belum lapor TW II"
    assert "0,00 %" not in laman.teks
    assert "Peringkat persen" not in posisi_lembar(laman)


def test_kode_ilustrasi_disebut(klien: Client) -> None:
    assert "kode ilustrasi" in {teks(e) for e in lembar(klien, "990093", "").semua("span", "tag")}
    assert "kode ilustrasi" not in {teks(e) for e in lembar(klien, "099026", "").semua("span", "tag")}


def test_nama_lama_tetap_pada_tahunnya(pusat: Pengguna, masuk: MasukSebagai) -> None:
    kantor = buat_satker(nama="Dinas Baru")
    for tahun, nama in ((2025, "Dinas Lama"), (2026, "Dinas Baru")):
        buat_laporan_terverifikasi(buat_dipa(kantor, tahun=tahun, nama_satker=nama), 1, {"52": 1})
    klien = masuk(pusat)
    assert "Dinas Lama" in lembar(klien, kantor.kode, "tahun=2025").teks
    assert "Dinas Lama" not in lembar(klien, kantor.kode, "tahun=2026").teks
