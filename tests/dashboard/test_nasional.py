"""The national dashboard: what its first screen answers, and that every figure on it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.test import Client

from realisasi.models import LaporanTriwulan, StatusLaporan, TahunAnggaran, Target
from realisasi.rupiah import angka as tulis_angka
from realisasi.rupiah import bp, rupiah, rupiah_ringkas
from satker.models import Pengguna
from tests.dashboard.halaman import Laman, baca_tabel, buka, teks
from tests.pabrik import (
    buat_dipa,
    buat_laporan_diajukan,
    buat_laporan_terverifikasi,
    buat_provinsi,
    buat_satker,
    buat_target,
)
from tests.perintah import persen, posisi

MasukSebagai = Callable[[Pengguna | str], Client]
DI_BAWAH_90 = [
    ("Riau", "81,18 %"),
    ("Aceh", "86,58 %"),
    ("Jawa Timur", "88,43 %"),
    ("Kep. Bangka Belitung", "88,59 %"),
    ("Jawa Tengah", "89,57 %"),
]
TAHUN_2023 = "/?tahun=2023&triwulan=4&kewenangan=DK"
TW_II_2026 = "/?tahun=2026&triwulan=2&kewenangan=TP"


@pytest.fixture
def klien(demo: None, masuk: MasukSebagai) -> Client:
    """The demo as the leadership sees it."""
    return masuk("pimpinan")


def polos(teks_: str) -> str:
    """With plain spaces, as `Laman` reads."""
    return teks_.replace("\u00a0", " ")


def nama_tampil(nama: str) -> str:
    return nama.replace("Daerah Istimewa", "DI").replace("Kepulauan", "Kep.")


def jawaban(laman: Laman) -> list[str]:
    """The headline's words: status and gaps."""
    return [teks(laman.satu("h1", "answer-status")), *(teks(e) for e in laman.semua("p", "gap"))]


def angka_besar(laman: Laman) -> str:
    return teks(laman.satu("p", "answer-figure"))


def angka_penting(laman: Laman) -> dict[str, list[str]]:
    """The strip of figures: label to what stands under it."""
    return {
        teks(next(kotak.iter("dt"))): [teks(dd) for dd in kotak.iter("dd")] for kotak in laman.satu("dl", "figures")
    }


def mengapa(laman: Laman) -> dict[str, str]:
    """The ledger of `Mengapa angka ini?`."""
    return {teks(next(b.iter("dt"))): teks(next(b.iter("dd"))) for b in laman.satu("dl", "why-formula")}


def sebab(laman: Laman) -> list[str]:
    return [teks(li) for ul in laman.semua("ul", "causes") for li in ul]


def kurang(baris: dict[str, Any], target_bp: int) -> int:
    """What a row of `posisi` lacks to a target, worked out apart from the code under test."""
    selisih = Fraction(baris["pagu_efektif"] * target_bp, 10_000) - baris["realisasi"]
    return max(0, -((-selisih.numerator) // selisih.denominator))


def petak(laman: Laman) -> list[ET.Element]:
    return [e for e in laman.akar.iter() if "tile" in e.get("class", "").split()]


# --- The published facts ---------------------------------------------------------------
def test_2023_menyebut_lima_provinsi_terbitan_dalam_urutannya(klien: Client) -> None:
    laman = buka(klien, TAHUN_2023)
    daftar = laman.tabel("Satker di bawah 90 %")
    assert [(b["Satker"], b["Realisasi"]) for b in daftar] == DI_BAWAH_90
    sumber = {nama_tampil(b["provinsi"]): b for b in posisi(2023, 4, "DK")["satker"]}
    for b in daftar:
        assert b["Kurang ke 90 % (Rp)"] == tulis_angka(kurang(sumber[b["Satker"]], 9000))
        assert b["Kurang ke 99 % (Rp)"] == tulis_angka(kurang(sumber[b["Satker"]], 9900))
    assert "5 dari 34" in teks(laman.bagian("Satker di bawah 90 %"))


def test_2023_pagu_nasional_terbitan(klien: Client) -> None:
    laman = buka(klien, TAHUN_2023)
    assert angka_penting(laman)["Pagu"] == ["Rp 49,05 miliar", "34 satker"]
    assert mengapa(laman)["Pagu efektif"] == "Rp 49.050.000.000"
    assert [e.get("title") for e in laman.semua("dd") if teks(e) == "Rp 49,05 miliar"] == [rupiah(49_050_000_000)] * 2


def test_2022_persen_nasional_terbitan(klien: Client) -> None:
    laman = buka(klien, "/?tahun=2022&triwulan=4&kewenangan=DK")
    assert angka_besar(laman) == "97,97 %"
    assert mengapa(laman)["Pagu yang berlaku 31 Desember 2022"] == "Rp 39.200.000.000"
    assert "Tidak ada satker di bawah 90 %." in laman.teks
    peringkat = laman.tabel("Peringkat satker")
    assert peringkat[0]["Persen"] == "91,20 %"
    assert {b["Satker"] for b in peringkat[-5:]} == {
        "Bengkulu", "Kalimantan Utara", "Nusa Tenggara Timur", "Sulawesi Tengah", "Sulawesi Barat",
    }  # fmt: skip
    assert {b["Persen"] for b in peringkat if b["Satker"] == "Sumatera Selatan"} == {"99,61 %"}


def test_apa_yang_terbitan_dan_apa_yang_ilustrasi_tertulis(klien: Client) -> None:
    kaki = teks(buka(klien, TAHUN_2023).satu("footer"))
    assert "81,18" in kaki
    assert "ilustrasi" in kaki.lower()


# --- Headline --------------------------------------------------------------------------
def test_selisih_dalam_poin_dan_dalam_rupiah(klien: Client) -> None:
    laman = buka(klien, TAHUN_2023)
    nasional = posisi(2023, 4, "DK")["nasional"]
    lacking = kurang(nasional, 9900)
    assert angka_besar(laman) == f"{bp(persen(nasional))} %"
    assert jawaban(laman) == [
        "Target 99 % belum tercapai",
        f"kurang {bp(9900 - persen(nasional))} poin",
        polos(f"kurang {rupiah_ringkas(lacking)}"),
    ]
    assert [e.get("title") for e in laman.semua("p", "gap") if e.get("title")] == [rupiah(lacking)]


def test_sisa_ke_target_berikutnya_per_bulan_dari_akhir_triwulan(klien: Client, jam: time_machine.Traveller) -> None:
    nasional = posisi(2026, 2, "TP")["nasional"]
    ke_99 = kurang(nasional, 9900)
    kata = polos(
        f"Masih {rupiah_ringkas(ke_99)} ke 99 % TW IV: {rupiah_ringkas(-(-ke_99 // 6))} per bulan, 6 bulan lagi"
    )
    assert teks(buka(klien, TW_II_2026).satu("p", "gap-month")) == kata
    jam.move_to(dt.datetime(2026, 11, 13, tzinfo=dt.UTC))
    assert teks(buka(klien, TW_II_2026).satu("p", "gap-month")) == kata  # never counted from today


def test_tanpa_target_selisihnya_ke_target_terdekat_yang_disebut(klien: Client) -> None:
    laman = buka(klien, "/?tahun=2026&triwulan=1")
    kekurangan = kurang(posisi(2026, 1, "TP")["nasional"], 6000)
    kata, _, rp = jawaban(laman)
    assert kata == "TW I tanpa target"
    assert rp == polos(f"kurang {rupiah_ringkas(kekurangan)}")
    assert teks(laman.satu("p", "gap-month")).startswith("ke target 60 % TW II")
    assert "Target TW II 60 %" in teks(laman.satu("svg", "track"))


def test_target_tercapai_menyebut_kelebihannya(klien: Client) -> None:
    Target.objects.get(tahun=2023, triwulan=4).delete()
    buat_target(4, 9500, tahun=2023)
    laman = buka(klien, TAHUN_2023)
    kata, poin, _ = jawaban(laman)
    assert (kata, poin) == (
        "Target 95 % tercapai",
        f"lebih {bp(persen(posisi(2023, 4, 'DK')['nasional']) - 9500)} poin",
    )
    assert "hijau" in laman.satu("h1", "answer-status").get("class", "")


def test_ambang_mengubah_judul_daftar_dan_kata(klien: Client) -> None:
    tahun = TahunAnggaran.objects.get(pk=2023)
    tahun.ambang_bp = 8500
    tahun.save()
    laman = buka(klien, TAHUN_2023)
    assert [b["Satker"] for b in laman.tabel("Satker di bawah 85 %")] == ["Riau"]
    assert "1 satker di bawah 85 %" in sebab(laman)[0]
    assert {b["Status"] for b in laman.tabel("Peringkat satker")} == {"Di bawah 85 %", "Di bawah target", "Tercapai"}
    assert "Ambang 85 %" in teks(laman.satu("svg", "track"))
    assert "di bawah 90" not in laman.teks
    tw2 = buka(klien, "/?tahun=2023&triwulan=2&kewenangan=DK")
    assert "Diproyeksikan di bawah 85 %" in tw2.judul_bagian
    daftar = buka(klien, "/satker/?tahun=2023&kewenangan=DK&status=DI_BAWAH_AMBANG")
    assert [b["Status"] for b in baca_tabel(daftar.satu("table"))] == ["Di bawah 85 %"]


def test_tanpa_laporan_tidak_ada_persen_dan_bukan_nol(pusat: Pengguna, masuk: MasukSebagai) -> None:
    buat_dipa(tahun=2026, pagu={"52": 1_000_000})
    laman = buka(masuk(pusat), "/?tahun=2026&triwulan=2")
    assert angka_besar(laman) == "–"
    assert jawaban(laman) == ["Belum ada laporan yang diterima"]
    assert "0,00 %" not in laman.teks
    assert "0 dari 1 satker melapor" in laman.teks


def test_pagu_efektif_nol_tanpa_persen(pusat: Pengguna, masuk: MasukSebagai) -> None:
    dipa = buat_dipa(tahun=2026, pagu={"52": 500}, blokir={"52": 500})
    buat_laporan_terverifikasi(dipa, 1, {"52": 0})
    laman = buka(masuk(pusat), "/?tahun=2026&triwulan=1")
    assert angka_besar(laman) == "–"
    assert jawaban(laman) == ["Pagu efektif nol, tanpa persentase"]


def test_di_atas_seratus_persen_ditulis_apa_adanya(pusat: Pengguna, masuk: MasukSebagai) -> None:
    buat_target(4, 9900)
    dipa = buat_dipa(tahun=2026, pagu={"52": 1_000_000})
    for tw in (1, 2, 3, 4):
        buat_laporan_terverifikasi(dipa, tw, {"52": 275_000})
    laman = buka(masuk(pusat), "/?tahun=2026&triwulan=4")
    assert angka_besar(laman) == "110,00 %"
    assert jawaban(laman) == ["Target 99 % tercapai", "lebih 11,00 poin", "lebih Rp 110.000"]
    proyeksi = buka(masuk(pusat), f"/satker/{dipa.satker.kode}/?tahun=2026&triwulan=2")
    assert "di atas 100 %" in proyeksi.teks


# --- Causes ----------------------------------------------------------------------------
def bagian_persen(baris: list[dict[str, Any]], semua: list[dict[str, Any]], target_bp: int) -> str:
    """The share of some rows in the lack of all that are below, half up."""
    bagian = Fraction(sum(kurang(b, target_bp) for b in baris), sum(kurang(b, target_bp) for b in semua)) * 100
    return f"{int(bagian + Fraction(1, 2))} %"


def test_bagian_sebab_dari_seluruh_kekurangan(klien: Client) -> None:
    semua = posisi(2026, 2, "TP")["satker"]
    lemah = [b for b in semua if b["status"] == "DI_BAWAH_TARGET"]
    diam = [b for b in semua if b["status"] == "BELUM_LAPOR"]
    terbesar = max(lemah, key=lambda b: kurang(b, 6000))
    satu, dua = sebab(buka(klien, TW_II_2026))
    assert f"{len(lemah)} satker di bawah target menahan {bagian_persen(lemah, semua, 6000)} kekurangan" in satu
    assert polos(f"terbesar {terbesar['provinsi']}, {rupiah_ringkas(kurang(terbesar, 6000))}") in satu
    assert f"{len(diam)} satker belum lapor, {bagian_persen(diam, semua, 6000)} kekurangan" in dua
    assert "dihitung dengan TW I; 1 belum pernah lapor tahun ini" in dua


def test_sebab_proyeksi_menyebut_bahwa_hanya_yang_melapor_dihitung(klien: Client) -> None:
    """The list beside it also names those without a report: two counts, so the sentence says which it is."""
    semua = posisi(2026, 1, "TP")["satker"]
    berisiko = [b for b in semua if b["berisiko"] and b["status"] != "BELUM_LAPOR"]
    satu, *_ = sebab(buka(klien, "/?tahun=2026&triwulan=1&kewenangan=TP"))
    kalimat = f"{len(berisiko)} satker yang sudah melapor dan diproyeksikan di bawah 90 % menahan"
    assert berisiko
    assert kalimat in satu


def test_bagian_sebab_di_tw_iv(klien: Client) -> None:
    semua = posisi(2023, 4, "DK")["satker"]
    bawah = [b for b in semua if b["status"] == "DI_BAWAH_AMBANG"]
    (satu,) = sebab(buka(klien, TAHUN_2023))
    assert f"5 satker di bawah 90 % menahan {bagian_persen(bawah, semua, 9900)} kekurangan" in satu


# --- Projections -----------------------------------------------------------------------
def test_sebelum_tw_iv_daftarnya_proyeksi_dan_disebut_begitu(klien: Client) -> None:
    laman = buka(klien, TW_II_2026)
    berisiko = sorted(
        (b for b in posisi(2026, 2, "TP")["satker"] if b["berisiko"]), key=lambda b: Fraction(b["proyeksi"])
    )
    daftar = laman.tabel("Diproyeksikan di bawah 90 %")
    assert [(b["Satker"], b["Proyeksi akhir tahun"]) for b in daftar] == [
        (nama_tampil(b["provinsi"]), f"{b['proyeksi'].replace('.', ',')} %") for b in berisiko
    ]
    blok = teks(laman.bagian("Diproyeksikan di bawah 90 %"))
    assert "Proyeksi, bukan status" in blok
    assert "2024 dan 2025" in blok  # what it rests on
    assert "Satker di bawah 90 %" not in laman.judul_bagian
    assert not any("90" in kata for kata in angka_penting(laman)["Satker menurut status"])


def test_paling_banyak_enam_lalu_tautan_ke_semua(klien: Client) -> None:
    laman = buka(klien, "/?tahun=2026&triwulan=3&angka=sementara")
    jumlah = sum(b["berisiko"] for b in posisi(2026, 3, "TP", "sementara")["satker"])
    blok = laman.bagian("Diproyeksikan di bawah 90 %")
    assert len(laman.tabel("Diproyeksikan di bawah 90 %")) == 6
    (tautan,) = [a.get("href", "") for a in blok.iter("a") if teks(a) == f"Lihat semua {jumlah}"]
    assert len(baca_tabel(buka(klien, tautan).satu("table"))) == jumlah


# --- Belum lapor -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("utc", "tertulis"),
    [
        ("2026-10-06T23:30", "draf"),  # the due day, 06:30 in Jakarta
        ("2026-10-07T16:59", "draf"),  # the due day, a minute before midnight in Jakarta
        ("2026-10-07T17:00", "draf · 1 hari"),
        ("2026-10-07T23:30", "draf · 1 hari"),  # still the due day in UTC
        ("2026-11-02T02:00", "draf · 26 hari"),
    ],
)
def test_terlambat_dihitung_dalam_hari_wib(klien: Client, jam: time_machine.Traveller, utc: str, tertulis: str) -> None:
    jam.move_to(dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC), tick=False)
    laman = buka(klien, "/?tahun=2026&triwulan=3&angka=sementara&pulau=Sumatera")
    (riau,) = [b for b in laman.tabel("Belum lapor TW III") if b["Satker"] == "Riau"]
    assert riau["Laporan (lewat tenggat)"] == tertulis
    assert riau["Angka terakhir"] == "TW II: 47,24 %"
    (baris,) = [b for b in posisi(2026, 3, "TP", "sementara")["satker"] if b["provinsi"] == "Riau"]
    assert riau["Kurang ke 99 % (Rp)"] == tulis_angka(kurang(baris, 9900))


def test_yang_sudah_diajukan_tidak_disebut_terlambat(klien: Client) -> None:
    laporan = LaporanTriwulan.objects.filter(dipa__tahun=2026, triwulan=2, status=StatusLaporan.DIAJUKAN)
    diajukan = {nama_tampil(n) for n in laporan.values_list("dipa__satker__provinsi__nama", flat=True)}
    baris = {b["Satker"]: b for b in buka(klien, TW_II_2026).tabel("Belum lapor TW II")}
    assert diajukan
    assert {baris[nama]["Laporan (lewat tenggat)"] for nama in diajukan} == {"menunggu verifikasi"}


def test_semua_melapor_dikatakan(klien: Client) -> None:
    laman = buka(klien, TAHUN_2023)
    assert "Semua satker sudah melapor TW IV." in teks(laman.bagian("Belum lapor TW IV"))


def test_baris_cakupan(klien: Client) -> None:
    laman = buka(klien, TW_II_2026)
    assert angka_penting(laman)["Cakupan"] == ["35 dari 38", "satker melapor TW II"]
    assert "35 dari 38 satker melapor" in teks(laman.bagian("Belum lapor TW II"))


def test_angka_lama_di_mana_pun_menyebut_triwulannya(klien: Client) -> None:
    """Rule 6: a figure that is not from the asked quarter is marked with the one it is from."""
    laman = buka(klien, TW_II_2026)
    (peringkat,) = [b for b in laman.tabel("Peringkat satker") if b["Satker"] == "Maluku"]
    assert "TW I" in peringkat["Status"]
    (maluku,) = [e for e in petak(laman) if e.get("aria-label", "").startswith("Maluku,")]
    assert "TW I" in maluku.get("aria-label", "")
    (batang,) = [b for b in laman.data("g-peringkat")["data"][0]["customdata"] if b[0].startswith("Maluku (")]
    assert batang[0] == "Maluku (TW I)"


# --- Angka resmi and sementara -----------------------------------------------------------
@pytest.mark.parametrize("triwulan", [1, 2, 3])
def test_angka_sementara_menyebut_berapa_yang_belum_diverifikasi(klien: Client, triwulan: int) -> None:
    laman = buka(klien, f"/?tahun=2026&triwulan={triwulan}&angka=sementara")
    sumber = posisi(2026, triwulan, "TP", "sementara")
    dihitung = {b["kode"]: b["triwulan_data"] or 0 for b in sumber["satker"]}
    menunggu = LaporanTriwulan.objects.filter(dipa__tahun=2026, status=StatusLaporan.DIAJUKAN).values_list(
        "dipa__satker__kode", "triwulan"
    )
    jumlah = sum(q <= dihitung[kode] for kode, q in menunggu)
    assert f"memuat {jumlah} laporan yang belum diverifikasi" in teks(laman.satu("div", "announce"))
    assert "angka sementara" in teks(laman.satu("p", "overline"))
    assert "provisional" in laman.satu("main").get("class", "")
    assert angka_besar(laman) == f"{bp(persen(sumber['nasional']))} %"


def test_angka_resmi_menyebut_dirinya_dan_tidak_memuat_yang_diajukan(klien: Client) -> None:
    resmi, sementara = (buka(klien, f"/?tahun=2026&triwulan=2&angka={a}") for a in ("resmi", "sementara"))
    assert "angka resmi" in teks(resmi.satu("p", "overline"))
    assert not resmi.semua("div", "announce")
    assert angka_besar(resmi) != angka_besar(sementara)
    assert angka_penting(sementara)["Cakupan"][0] == "37 dari 38"


def test_tahun_yang_seluruhnya_terverifikasi_sama_di_kedua_angka(klien: Client) -> None:
    laman = buka(klien, "/?tahun=2023&triwulan=4&angka=sementara")
    assert angka_besar(laman) == angka_besar(buka(klien, TAHUN_2023))
    assert "semua laporan yang dihitung sudah diverifikasi" in teks(laman.satu("div", "announce"))


# --- Both kewenangan together ------------------------------------------------------------
def dua_kewenangan() -> None:
    """One satker with a DIPA of each kewenangan in 2026, TW II reported."""
    kantor = buat_satker()
    for kewenangan, belanja in (("DK", 300_000), ("TP", 200_000)):
        dipa = buat_dipa(kantor, tahun=2026, kewenangan=kewenangan, pagu={"52": 1_000_000})
        buat_laporan_terverifikasi(dipa, 1, {"52": belanja})
        buat_laporan_terverifikasi(dipa, 2, {"52": belanja})


def test_keduanya_bersama_menghitung_dipa(pusat: Pengguna, masuk: MasukSebagai) -> None:
    dua_kewenangan()
    buat_target(2, 6000)
    laman = buka(masuk(pusat), "/?tahun=2026&triwulan=2")
    assert "Dekonsentrasi dan Tugas Pembantuan" in teks(laman.satu("p", "overline"))
    assert angka_penting(laman)["Pagu"][1] == "2 DIPA"
    assert angka_penting(laman)["Cakupan"] == ["2 dari 2", "DIPA melapor TW II"]
    assert jawaban(laman)[0] == "Target 60 % belum tercapai"
    assert angka_besar(laman) == "50,00 %"
    assert [b["DIPA"][-3:] for b in laman.tabel("Peringkat DIPA")] == [" TP", " DK"]
    assert "satker" not in " ".join(laman.judul_bagian).lower()


def test_target_yang_berbeda_disebut_keduanya_tanpa_warna_dan_selisih(pusat: Pengguna, masuk: MasukSebagai) -> None:
    dua_kewenangan()
    buat_target(2, 6000)
    buat_target(2, 5000, kewenangan="DK")
    buat_target(4, 9900)
    laman = buka(masuk(pusat), "/?tahun=2026&triwulan=2")
    kata = jawaban(laman)
    assert len(kata) == 1
    assert "50 %" in kata[0]
    assert "60 %" in kata[0]
    assert laman.satu("h1", "answer-status").get("class", "").split() == ["answer-status", "abu"]
    status = {b["DIPA"][-2:]: b["Status"] for b in laman.tabel("Peringkat DIPA")}
    assert status == {"DK": "Tercapai", "TP": "Di bawah target"}


def test_peta_panas_satu_pulau_menyebut_target_pulau_itu(pusat: Pengguna, masuk: MasukSebagai) -> None:
    """The other island's kewenangan has another target; nothing of it is on the page."""
    for kode, pulau, kewenangan, target in (("12", "Sumatera", "DK", 5_000), ("33", "Jawa", "TP", 6_000)):
        buat_target(2, target, kewenangan=kewenangan)
        kantor = buat_satker(provinsi=buat_provinsi(kode, pulau=pulau))
        buat_laporan_terverifikasi(buat_dipa(kantor, tahun=2026, kewenangan=kewenangan), 1, {"52": 1})
    klien = masuk(pusat)
    for pulau, kata in (("Sumatera", "target 50 %"), ("Jawa", "target 60 %"), ("", "tanpa target")):
        laman = buka(klien, f"/?tahun=2026&triwulan=2&kewenangan=SEMUA&pulau={pulau}")
        assert kata in teks(list(laman.bagian("DIPA per triwulan").iter("th"))[2]), pulau


def test_target_yang_berbeda_tidak_dijuduli_satu_target(pusat: Pengguna, masuk: MasukSebagai) -> None:
    """A column `Kurang ke 99 %` over figures that are measured to 50 and 60 % would be wrong."""
    dua_kewenangan()
    buat_target(2, 6000)
    buat_target(2, 5000, kewenangan="DK")
    buat_target(4, 9900)
    tabel = baca_tabel(buka(masuk(pusat), "/satker/?tahun=2026&triwulan=2").satu("table"))
    kepala = [k for k in tabel[0] if k.startswith("Kurang")]
    assert len(kepala) == 1
    assert "99 %" not in kepala[0]


def test_lajur_tahun_pertama_tp_dibandingkan_dengan_dk_dan_disebut(klien: Client) -> None:
    laman = buka(klien, "/?tahun=2024&triwulan=4")
    tabel = laman.tabel("Lajur realisasi kumulatif")
    assert list(tabel[0]) == ["Triwulan", "2024", "Target", "2023 (DK)"]
    assert tabel[3]["2023 (DK)"] == polos(f"{bp(persen(posisi(2023, 4, 'DK')['nasional']))} %")
    assert [b["Target"] for b in tabel] == ["–", "60 %", "–", "99 %"]
    tertulis = [t["text"] for t in laman.data("g-lajur")["layout"]["annotations"]]
    assert any("2023 (DK)" in polos(t) for t in tertulis)


# --- Filters and order -------------------------------------------------------------------
def test_saringan_pulau_membatasi_semua_blok(klien: Client) -> None:
    laman = buka(klien, f"{TAHUN_2023}&pulau=Jawa")
    jawa = {"DKI Jakarta", "Jawa Barat", "Jawa Tengah", "DI Yogyakarta", "Jawa Timur", "Banten"}
    sumber = [b for b in posisi(2023, 4, "DK")["satker"] if nama_tampil(b["provinsi"]) in jawa]
    assert "Realisasi Jawa s.d. TW IV 2023" in teks(laman.satu("p", "overline"))
    assert {b["Satker"] for b in laman.tabel("Peringkat satker")} == jawa
    assert [b["Satker"] for b in laman.tabel("Satker di bawah 90 %")] == ["Jawa Timur", "Jawa Tengah"]
    assert angka_penting(laman)["Cakupan"] == ["6 dari 6", "satker melapor TW IV"]
    assert mengapa(laman)["Realisasi kumulatif s.d. TW IV"] == polos(rupiah(sum(b["realisasi"] for b in sumber)))
    assert len(petak(laman)) == 6
    assert len(laman.tabel("Menurut pulau")) == 7
    assert [teks(a) for a in laman.bagian("Menurut pulau").iter("a") if a.get("aria-current")] == ["Jawa"]


def test_urutan_rupiah_mendahulukan_yang_besar(klien: Client) -> None:
    laman = buka(klien, f"{TAHUN_2023}&urut=rupiah")
    daftar = laman.tabel("Satker di bawah 90 %")
    assert {b["Satker"] for b in daftar} == {nama for nama, _ in DI_BAWAH_90}
    jumlah = [int(b["Kurang ke 99 % (Rp)"].replace(".", "")) for b in daftar]
    assert jumlah == sorted(jumlah, reverse=True)
    assert daftar[0]["Satker"] == "Jawa Timur"  # 260 million of a large one, before the 254 of Riau
    terurut = [teks(th) for th in laman.bagian("Satker di bawah 90 %").iter("th") if th.get("aria-sort")]
    assert terurut == ["Kurang ke 99 % (Rp)"]
    peringkat = [int(b["Kurang ke 99 % (Rp)"].replace(".", "")) for b in laman.tabel("Peringkat satker")]
    assert peringkat == sorted(peringkat, reverse=True)


def test_peringkat_dan_peta_panas_seurutan_belum_lapor_terakhir(klien: Client) -> None:
    laman = buka(klien, TW_II_2026)
    peringkat = laman.tabel("Peringkat satker")
    panas = laman.tabel("Satker per triwulan")
    assert [b["Satker"] for b in peringkat] == [b["Satker"] for b in panas]
    diam = ["Belum lapor" in b["Status"] for b in peringkat]
    assert diam == sorted(diam)
    assert len(laman.data("g-peringkat")["data"][0]["y"]) == len(peringkat) == 38


def test_peta_panas_berwarna_menurut_target_triwulannya(klien: Client) -> None:
    laman = buka(klien, TAHUN_2023)
    tabel = next(laman.bagian("Satker per triwulan").iter("table"))
    kelas = [[td.get("class") for td in tr.iter("td")] for tr in next(tabel.iter("tbody")).iter("tr")]
    assert {(b[0], b[2]) for b in kelas} == {("none", "none")}  # quarters without a target
    assert {b[1] for b in kelas} <= {"fill-hijau", "fill-kuning", "fill-merah"}
    assert [b[3] for b in kelas].count("fill-merah") == 5
    assert [b[3] for b in kelas].count("fill-hijau") == 11


# --- Sums ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tahun", "triwulan", "kewenangan", "angka"),
    [
        (2022, 1, "DK", "resmi"),
        (2023, 3, "SEMUA", "resmi"),
        (2024, 4, "TP", "sementara"),
        (2025, 1, "TP", "resmi"),
        (2026, 1, "TP", "resmi"),
        (2026, 2, "TP", "resmi"),
        (2026, 2, "TP", "sementara"),
        (2026, 3, "TP", "resmi"),
        (2026, 3, "SEMUA", "sementara"),
    ],
)
def test_mengapa_angka_ini_sama_dengan_perintah_posisi(
    klien: Client, tahun: int, triwulan: int, kewenangan: str, angka: str
) -> None:
    sumber = posisi(tahun, triwulan, kewenangan, angka)["nasional"]
    laman = buka(klien, f"/?tahun={tahun}&triwulan={triwulan}&kewenangan={kewenangan}&angka={angka}")
    nilai = list(mengapa(laman).values())
    blokir = f"−{rupiah(sumber['blokir'])}" if sumber["blokir"] else rupiah(0)
    tertulis = f"{sumber['persen'].replace('.', ',')} %"
    assert nilai == [
        polos(rupiah(sumber["realisasi"])),
        polos(rupiah(sumber["pagu"])),
        polos(blokir),
        polos(rupiah(sumber["pagu_efektif"])),
        tertulis,
    ]
    penjelasan = teks(laman.satu("details", "why"))
    assert f"Rata-rata satker: {sumber['rata_rata_satker'].replace('.', ',')} %" in penjelasan
    assert angka_penting(laman)["Cakupan"][0] == f"{sumber['melapor']} dari {sumber['jumlah_satker']}"


def test_mengapa_menyebut_yang_dihitung_dan_yang_tidak(klien: Client) -> None:
    penjelasan = teks(buka(klien, TW_II_2026).satu("details", "why"))
    assert "35 laporan TW II terverifikasi ikut dihitung" in penjelasan
    assert "Belum lapor TW II: 2 dengan laporan TW I" in penjelasan
    assert "1 satker belum mempunyai laporan tahun ini: pagunya dihitung, realisasinya tidak" in penjelasan
    assert "2 diajukan, belum diverifikasi (yang diajukan tampak di angka sementara)" in penjelasan
    assert "1 laporan berubah setelah verifikasi" in penjelasan


def ke_angka(tertulis: str) -> int:
    return int(tertulis.replace(".", "").replace("−", "-"))


@pytest.mark.parametrize("alamat", [TAHUN_2023, TW_II_2026, "/?tahun=2025&triwulan=1"])
def test_jenis_belanja_berjumlah_sama_dengan_nasional(klien: Client, alamat: str) -> None:
    laman = buka(klien, alamat)
    jenis = laman.tabel("Jenis belanja")
    buku = mengapa(laman)
    realisasi = next(v for k, v in buku.items() if k.startswith("Realisasi kumulatif"))
    assert sum(ke_angka(b["Realisasi (Rp)"]) for b in jenis) == ke_angka(realisasi.removeprefix("Rp "))
    assert sum(ke_angka(b["Pagu efektif (Rp)"]) for b in jenis) == ke_angka(buku["Pagu efektif"].removeprefix("Rp "))
    assert laman.data("g-jenis")["data"][1]["x"] == [ke_angka(b["Realisasi (Rp)"]) for b in jenis]


def test_jumlah_daftar_adalah_jumlah_barisnya(klien: Client) -> None:
    laman = buka(klien, TAHUN_2023)
    daftar = laman.tabel("Satker di bawah 90 %")
    kaki = [teks(td) for td in next(laman.bagian("Satker di bawah 90 %").iter("tfoot")).iter("td")]
    assert kaki == [
        tulis_angka(sum(ke_angka(b[kolom]) for b in daftar)) for kolom in ("Kurang ke 90 % (Rp)", "Kurang ke 99 % (Rp)")
    ]


def test_hitungan_status_berjumlah_semua_satker(klien: Client) -> None:
    for alamat in (TAHUN_2023, TW_II_2026, "/?tahun=2026&triwulan=3&angka=sementara"):
        laman = buka(klien, alamat)
        (kotak,) = laman.semua("dd", "counts")
        cacah = [int(teks(b)) for b in kotak.iter("b")]
        assert sum(cacah) == len(laman.tabel("Peringkat satker"))


# --- Map, text alternatives, labels --------------------------------------------------------
def test_peta_satu_petak_satu_provinsi(klien: Client) -> None:
    laman = buka(klien, TAHUN_2023)
    kotak = petak(laman)
    assert len(kotak) == 38
    assert len({tuple(sorted(k for k in e.get("class", "").split() if k[:4] in {"col-", "row-"})) for e in kotak}) == 38
    luar = [teks(e) for e in kotak if "outside" in e.get("class", "").split()]
    assert len(luar) == 4
    dalam = [e for e in kotak if e.tag == "a"]
    assert len(dalam) == 34
    (riau,) = [
        e for e in dalam if "Riau, 81,18" in polos(e.get("aria-label", "")) and "Kep" not in e.get("aria-label", "")
    ]
    assert polos(riau.get("aria-label", "")) == "Riau, 81,18 %, Di bawah 90 %"
    assert riau.get("href", "").startswith("/satker/099026/?tahun=2023&triwulan=4&kewenangan=DK")


def test_legenda_menyebut_ambang_seutuhnya(klien: Client) -> None:
    tahun = TahunAnggaran.objects.get(tahun=2023)
    tahun.ambang_bp = 9750
    tahun.save()
    legenda = polos(teks(buka(klien, TAHUN_2023).satu("p", "legend")))
    assert "Di bawah 97,5 %" in legenda


def test_legenda_memuat_setiap_warna_yang_dipakai(klien: Client) -> None:
    for alamat in (TAHUN_2023, TW_II_2026, "/?tahun=2025&triwulan=2", "/?tahun=2026&triwulan=3&angka=sementara"):
        laman = buka(klien, alamat)
        legenda = {e.get("class", "").split()[-1] for e in laman.satu("p", "legend")}
        dipakai = {
            k.removeprefix("fill-") for e in petak(laman) for k in e.get("class", "").split() if k[:5] == "fill-"
        }
        assert dipakai - {"netral"} <= legenda, alamat


@pytest.mark.parametrize("alamat", [TAHUN_2023, TW_II_2026, "/satker/099026/?tahun=2023"])
def test_setiap_grafik_berjudul_berpadanan_teks_dan_bertabel(klien: Client, alamat: str) -> None:
    laman = buka(klien, alamat)
    grafik = laman.semua("div", "chart")
    assert len(grafik) == (1 if "/satker/" in alamat else 3)
    for g in grafik:
        assert len(g.get("aria-label", "")) > 20
        assert laman.data(g.get("data-figure", ""))["data"]
        blok = next(e for e in laman.semua("section") if g in set(e.iter()))
        assert any(e.tag == "h2" for e in blok.iter())
        rincian = [d for d in blok.iter("details") if "as-table" in d.get("class", "")]
        assert [teks(next(d.iter("summary"))) for d in rincian] == ["Lihat sebagai tabel"]
        assert baca_tabel(next(rincian[0].iter("table")))


def test_setiap_persen_membuka_alasannya(klien: Client) -> None:
    laman = buka(klien, TAHUN_2023)
    for nama in ("Satker di bawah 90 %", "Peringkat satker", "Menurut pulau"):
        tautan = [a.get("href", "") for a in laman.bagian(nama).iter("a") if a.get("class") == "why-link"]
        assert tautan
        assert all(t.endswith("#mengapa") for t in tautan)
    tujuan = next(
        a.get("href", "") for a in laman.bagian("Satker di bawah 90 %").iter("a") if a.get("class") == "why-link"
    )
    assert mengapa(buka(klien, tujuan.removesuffix("#mengapa")))["Realisasi : pagu efektif"] == "81,18 %"


ILUSTRASI = ["/", "/satker/", "/satker/099026/", "/satker/?tahun=2023", "/?tahun=2022", "/satker/099026/?tahun=2023"]


@pytest.mark.parametrize("alamat", ILUSTRASI)
def test_data_ilustrasi_disebut_di_setiap_halaman(klien: Client, alamat: str) -> None:
    assert "Data ilustrasi" in {teks(e) for e in buka(klien, alamat).semua("span", "tag")}


def test_tahun_sungguhan_tidak_disebut_ilustrasi(pusat: Pengguna, masuk: MasukSebagai) -> None:
    dipa = buat_dipa(tahun=2026)
    buat_laporan_terverifikasi(dipa, 1, {"52": 1})
    for alamat in ("/", "/satker/", f"/satker/{dipa.satker.kode}/", "/satker/?ekspor=csv"):
        assert "ilustrasi" not in masuk(pusat).get(alamat).content.decode().lower()


def test_satu_provinsi_dengan_dua_satker(pusat: Pengguna, masuk: MasukSebagai) -> None:
    """A tile then shows the sum of both, and leads to the list."""
    buat_target(2, 6000)
    provinsi = buat_provinsi(nama="Provinsi Kembar")
    for belanja in (200_000, 600_000):
        dipa = buat_dipa(buat_satker(provinsi=provinsi), tahun=2026, pagu={"52": 1_000_000})
        buat_laporan_diajukan(dipa, 1, {"52": 0})
        buat_laporan_terverifikasi(dipa, 1, {"52": 0})
        buat_laporan_terverifikasi(dipa, 2, {"52": belanja})
    klien = masuk(pusat)
    (kotak,) = petak(buka(klien, "/?tahun=2026&triwulan=2"))
    assert polos(kotak.get("aria-label", "")).startswith("Provinsi Kembar, 40,00 %, Target 60 % belum tercapai")
    assert len(baca_tabel(buka(klien, kotak.get("href", "")).satu("table"))) == 2


# --- What silence may not look like ------------------------------------------------------
def test_lajur_berhenti_di_triwulan_terakhir_yang_dilaporkan(klien: Client) -> None:
    """A quarter in which nobody reported is no point of the path, nor of its table."""
    laman = buka(klien, "/?tahun=2026&triwulan=4&kewenangan=TP")
    baris = {b["Triwulan"]: b["2026"] for b in laman.tabel("Lajur realisasi kumulatif")}
    assert baris["s.d. TW II"] == "54,76 %"
    assert (baris["s.d. TW III"], baris["s.d. TW IV"]) == ("–", "–")


def test_tanpa_laporan_tidak_ada_centang_hijau(klien: Client) -> None:
    laman = buka(klien, "/?tahun=2026&triwulan=4&kewenangan=TP")
    assert "Belum dapat dinilai: belum ada satker yang melapor TW IV." in laman.teks
    assert "Tidak ada satker di bawah 90 %." not in laman.teks
    assert "TW IV 2026 masih berjalan." in laman.teks


def test_tanpa_satker_di_bawah_ambang_yang_terjauh_dari_target_disebut(klien: Client) -> None:
    laman = buka(klien, "/?tahun=2022&triwulan=4&kewenangan=DK")
    assert "Tidak ada satker di bawah 90 %." in laman.teks
    assert "Terjauh dari target 99 %" in laman.teks
    (satu,) = sebab(laman)
    assert "24 satker di bawah target menahan 100 % kekurangan" in satu


def test_laporan_yang_diajukan_lagi_tetap_dihitung_terverifikasi(klien: Client) -> None:
    """Under angka resmi the verified version counts, whatever was submitted after it (rule 7)."""
    laporan = LaporanTriwulan.objects.get(dipa__tahun=2025, dipa__satker__kode="099026", triwulan=4)
    laporan.status = StatusLaporan.DIAJUKAN
    laporan.save()
    laman = buka(klien, "/?tahun=2025&triwulan=4&kewenangan=TP")
    assert "38 laporan TW IV terverifikasi ikut dihitung." in laman.teks
    assert "1 laporan berubah setelah verifikasi; dihitung versi terverifikasi yang terakhir." in laman.teks
    daftar = buka(klien, "/satker/?tahun=2025&triwulan=4&kewenangan=TP&cari=099026")
    assert "Diajukan, berubah setelah verifikasi" in daftar.teks


def test_urut_rupiah_menurut_kekurangan_siapa_pun(klien: Client) -> None:
    """By rupiah the largest lack comes first, reported or not."""
    laman = buka(klien, "/?tahun=2026&triwulan=3&angka=sementara&urut=rupiah")
    kurang_ = [int(b["Kurang ke 99 % (Rp)"].replace(".", "")) for b in laman.tabel("Peringkat satker")]
    assert kurang_ == sorted(kurang_, reverse=True)
