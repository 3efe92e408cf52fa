"""The queue of tim pusat over HTTP: what it shows, each decision, and each refusal."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from realisasi import antrean
from realisasi.models import (
    Bukti,
    Dipa,
    LaporanTriwulan,
    PeringatanVersi,
    PerpanjanganPeriode,
    RealisasiPerbendaharaan,
    StatusLaporan,
)
from satker.models import Pengguna, PeranSatker
from satker.peran import Peran
from tests import pabrik

pytestmark = [pytest.mark.django_db, pytest.mark.pada("2026-07-03 09:00")]

MasukSebagai = Callable[[Pengguna | str], Client]
ALAMAT = "/verifikasi/"


@pytest.fixture
def dipa() -> Dipa:
    """A DIPA of 1 miliar with a verified TW I, targets and windows."""
    provinsi = pabrik.buat_provinsi(nama="Riau", nama_pendek="Riau")
    dipa = pabrik.buat_dipa(pabrik.buat_satker(provinsi=provinsi), pagu={"52": 800_000_000, "53": 200_000_000})
    pabrik.buat_target(2, 6000)
    pabrik.buat_target(4, 9900)
    for q in (1, 2, 3, 4):
        pabrik.buat_periode(q)
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 100_000_000, "53": 50_000_000})
    return dipa


@pytest.fixture
def laporan(dipa: Dipa) -> LaporanTriwulan:
    """Its TW II, submitted."""
    return pabrik.buat_laporan_diajukan(dipa, 2, {"52": 400_000_000, "53": 25_000_000})


@pytest.fixture
def klien(masuk: MasukSebagai, pusat: Pengguna) -> Client:
    return masuk(pusat)


def kirim(klien: Client, laporan: LaporanTriwulan, tindakan: str, **isi: object) -> HttpResponse:
    """POST one decision, with the counter of the row unless another is given."""
    laporan.refresh_from_db()
    return klien.post(
        f"{ALAMAT}{laporan.pk}/{tindakan}/",
        {"perubahan_ke": laporan.perubahan_ke} | isi,  # type: ignore[arg-type]
    )


def teks(jawaban: HttpResponse) -> str:
    """What a page says, without its marks."""
    isi = re.sub(r"<(script|style).*?</\1>", "", jawaban.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", isi)).split())


def baris_antrean(jawaban: HttpResponse) -> list[int]:
    return [int(pk) for pk in re.findall(r'data-laporan="(\d+)"', jawaban.content.decode())]


def sel(jawaban: HttpResponse) -> list[list[str]]:
    """The rows of the comparison, head and foot among them, as texts."""
    tabel = re.search(r'<table class="table compare[^"]*">(.*?)</table>', jawaban.content.decode(), re.DOTALL)
    assert tabel is not None
    return [
        [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", s)).split())
            for s in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", b, re.DOTALL)
        ]
        for b in re.findall(r"<tr>(.*?)</tr>", tabel[1], re.DOTALL)
    ]


# --- What is shown -------------------------------------------------------------------


@pytest.mark.basis_data
def test_baris_antrean_menyebut_yang_dilihat_lebih_dahulu(klien: Client, laporan: LaporanTriwulan) -> None:
    PeringatanVersi.objects.create(
        versi=laporan.versi_diajukan, kode="LONJAKAN", judul="Lonjakan", teks="Besar.", alasan="Termin kedua."
    )
    halaman = teks(klien.get(ALAMAT))
    assert "Verifikasi TW II 2026" in halaman
    assert "1 dari 1 satker mengajukan · 0 diverifikasi · tenggat 7 Juli 2026, 3 hari kerja lagi" in halaman
    assert "0 belum lapor" in halaman
    assert "3 Jul 09.00 · tepat waktu" in halaman
    assert "57,50\u00a0%".replace("\u00a0", " ") in halaman
    assert "+42,50 poin +Rp 425,0 juta" in halaman
    assert "1 peringatan" in halaman


def test_alasan_terlambat_versi_pertama_tetap_terlihat(klien: Client, laporan: LaporanTriwulan) -> None:
    """The correction of a late report is not asked for a reason again: the first one stands beside it."""
    PeringatanVersi.objects.create(
        versi=laporan.versi_diajukan,
        kode="TERLAMBAT",
        judul="Terlambat 49 hari",
        teks="Lewat.",
        alasan="Kantor banjir.",
    )
    PeringatanVersi.objects.create(
        versi=laporan.versi_diajukan, kode="TURUN", jenis="53", judul="53 turun", teks="Turun.", alasan="Salah catat."
    )
    assert teks(klien.get(ALAMAT)).count("Kantor banjir.") == 1
    pabrik.kembalikan(laporan)
    pabrik.buat_laporan_diajukan(laporan.dipa, 2, {"52": 400_000_000, "53": 30_000_000})
    halaman = teks(klien.get(ALAMAT))
    assert halaman.count("Kantor banjir.") == 1
    assert "Terlambat 49 hari versi 1" in halaman
    assert "Salah catat." not in halaman


def test_terlama_di_atas_dan_terlambat_menurut_pengajuan_pertama(
    klien: Client, dipa: Dipa, jam: time_machine.Traveller
) -> None:
    """A report that was on time once is not late by its correction (rule 12)."""
    jam.move_to(dt.datetime.fromisoformat("2026-07-06T10:00:00+07:00"))
    tepat = pabrik.buat_laporan_diajukan(dipa, 2, {"52": 1})
    pabrik.kembalikan(tepat)
    jam.move_to(dt.datetime.fromisoformat("2026-07-09T00:30:00+07:00"))
    lain = pabrik.buat_dipa(pagu={"52": 1_000})
    pabrik.buat_laporan_terverifikasi(lain, 1, {"52": 1})
    telat = pabrik.buat_laporan_diajukan(lain, 2, {"52": 1})
    jam.move_to(dt.datetime.fromisoformat("2026-07-10T10:00:00+07:00"))
    pabrik.buat_laporan_diajukan(dipa, 2, {"52": 2})
    jawaban = klien.get(ALAMAT)
    assert baris_antrean(jawaban) == [telat.pk, tepat.pk]
    assert "9 Jul 00.30 · terlambat 2 hari" in teks(jawaban)
    assert "10 Jul 10.00 · tepat waktu · versi 2" in teks(jawaban)


def test_antrean_memuat_semua_triwulan_dan_dapat_disaring(klien: Client, laporan: LaporanTriwulan) -> None:
    lain = pabrik.buat_laporan_diajukan(pabrik.buat_dipa(kewenangan="DK"), 1, {"52": 10})
    assert set(baris_antrean(klien.get(ALAMAT))) == {laporan.pk, lain.pk}
    assert baris_antrean(klien.get(ALAMAT, {"triwulan": 1})) == [lain.pk]
    assert baris_antrean(klien.get(ALAMAT, {"tahun": 2026, "triwulan": 2})) == [laporan.pk]
    assert baris_antrean(klien.get(ALAMAT, {"kewenangan": "DK"})) == [lain.pk]
    assert baris_antrean(klien.get(ALAMAT, {"tahun": 2025})) == []


@pytest.mark.parametrize(
    ("kueri", "jumlah"),
    [
        ({}, [2, 1]),
        ({"triwulan": "2"}, [1, 0]),
        ({"triwulan": "1"}, [1, 1]),
        ({"tahun": "2025"}, [0, 0]),
        ({"kewenangan": "DK"}, [1, 0]),
        ({"daftar": "dibuka", "triwulan": "1"}, [1, 1]),
    ],
)
def test_tab_menghitung_menurut_saringan_yang_dibawanya(
    klien: Client, laporan: LaporanTriwulan, kueri: dict[str, str], jumlah: list[int]
) -> None:
    """What a tab promises is what its list then holds."""
    pabrik.buat_laporan_diajukan(pabrik.buat_dipa(kewenangan="DK"), 1, {"52": 5_000_000})
    kirim(klien, laporan.dipa.laporan.get(triwulan=1), "buka-kembali", alasan="Salah akun.")
    tab = re.findall(
        r'<a href="([^"]*)"[^>]*>[^<]*<span class="count">(\d+)</span>', klien.get(ALAMAT, kueri).content.decode()
    )
    assert [int(n) for _, n in tab] == jumlah
    assert [len(baris_antrean(klien.get(ALAMAT + unescape(ke)))) for ke, _ in tab] == jumlah


def test_tahun_yang_ditutup_tidak_menunggu(klien: Client, laporan: LaporanTriwulan) -> None:
    assert antrean.jumlah_menunggu() == 1
    laporan.dipa.tahun.ditutup = True
    laporan.dipa.tahun.save()
    assert antrean.jumlah_menunggu() == 0
    assert baris_antrean(klien.get(ALAMAT)) == []
    halaman = teks(klien.get(ALAMAT, {"laporan": laporan.pk}))
    assert "tahun 2026 sudah ditutup" in halaman
    assert "Catatan (wajib" not in halaman


def test_angka_berdampingan_dengan_versi_lalu_dan_perbendaharaan(klien: Client, laporan: LaporanTriwulan) -> None:
    pabrik.kembalikan(laporan, "Belanja modal tidak cocok.")
    laporan = pabrik.buat_laporan_diajukan(laporan.dipa, 2, {"52": 400_000_000, "53": 20_000_000})
    for jenis, jumlah in {"52": 500_000_000, "53": 71_000_000}.items():
        RealisasiPerbendaharaan.objects.create(
            dipa=laporan.dipa,
            triwulan=2,
            jenis=jenis,
            realisasi_sd=jumlah,
            basis="SP2D",
            tanggal_data=dt.date(2026, 7, 2),
        )
    jawaban = klien.get(ALAMAT, {"laporan": laporan.pk})
    assert sel(jawaban) == [
        ["Jenis belanja", "s.d. TW I terverifikasi", "TW II saja versi 1", "TW II saja versi 2",
         "s.d. TW II dengan versi 2", "SP2D s.d. TW II data 2 Jul 2026", "Persen s.d. TW II"],
        ["52 Barang", "100.000.000", "400.000.000", "400.000.000 sama", "500.000.000", "500.000.000 sama", "62,50 %"],
        ["53 Modal", "50.000.000", "25.000.000", "20.000.000 −5.000.000", "70.000.000",
         "71.000.000 selisih −1.000.000", "35,00 %"],
        ["Jumlah", "150.000.000", "425.000.000", "420.000.000 −5.000.000", "570.000.000",
         "571.000.000 selisih −1.000.000", "57,00 %"],
    ]  # fmt: skip
    assert "Belanja modal tidak cocok." in teks(jawaban)
    assert "Di bawah target 60 %" in teks(jawaban)


def test_triwulan_sebelumnya_yang_baru_diajukan_disebut(klien: Client, laporan: LaporanTriwulan) -> None:
    satu = LaporanTriwulan.objects.get(dipa=laporan.dipa, triwulan=1)
    satu.versi_terverifikasi, satu.status = None, StatusLaporan.DIAJUKAN
    satu.save()
    assert sel(klien.get(ALAMAT, {"laporan": laporan.pk}))[0][1] == "s.d. TW I diajukan"
    pabrik.kembalikan(satu)
    jawaban = klien.get(ALAMAT, {"laporan": laporan.pk})
    assert "TW I belum mempunyai versi yang diterima." in teks(jawaban)
    assert sel(jawaban)[1][-1] == "–"


def test_pagu_belum_dirinci_dan_jenis_tanpa_pagu(klien: Client, dipa: Dipa) -> None:
    lain = pabrik.buat_dipa(pagu={"00": 1_000_000})
    belum = pabrik.buat_laporan_diajukan(lain, 1, {"52": 250_000})
    baris = sel(klien.get(ALAMAT, {"laporan": belum.pk}))
    assert [b[0] for b in baris] == ["Jenis belanja", "52 Barang", "Jumlah"]
    assert (baris[1][-1], baris[2][-1]) == ("–", "25,00 %")
    minus = pabrik.buat_laporan_diajukan(dipa, 2, {"57": 5})
    assert ["57 Bantuan sosial", "0", "5", "5", "–"] in sel(klien.get(ALAMAT, {"laporan": minus.pk}))


def test_yang_disampaikan_dinas_tampil(klien: Client, laporan: LaporanTriwulan) -> None:
    versi = laporan.versi_diajukan
    assert versi is not None
    PeringatanVersi.objects.create(
        versi=versi, kode="SATUAN", jenis="53", judul="Periksa satuan 53", teks="Kecil.", alasan="<b>Memang</b> kecil."
    )
    pabrik.buat_kendala(laporan.dipa, 1, uraian="Lelang mesin gagal.")
    bukti = Bukti.objects.create(
        laporan=laporan, berkas="bukti/x", nama="Rekap <SP2D>.pdf", jenis="PDF", ukuran=9, sha256="0" * 64,
        nama_pengunggah="Operator", diunggah_pada=timezone.now(),
    )  # fmt: skip
    bukti.versi.add(versi)
    jawaban = klien.get(ALAMAT, {"laporan": laporan.pk})
    isi = teks(jawaban)
    for kata in ("Alasan dinas: <b>Memang</b> kecil.", "Lelang mesin gagal.", "Rekap <SP2D>.pdf", "sejak TW I"):
        assert kata in isi
    assert f"/pelaporan/{laporan.dipa_id}/2/bukti/{bukti.pk}/" in jawaban.content.decode()


def test_daftar_terverifikasi_dapat_dicari(klien: Client, dipa: Dipa) -> None:
    lain = pabrik.buat_laporan_terverifikasi(pabrik.buat_dipa(), 1, {"52": 1})
    satu = dipa.laporan.get(triwulan=1)
    alamat = {"daftar": "terverifikasi", "triwulan": 1}
    assert set(baris_antrean(klien.get(ALAMAT, alamat))) == {satu.pk, lain.pk}
    assert baris_antrean(klien.get(ALAMAT, alamat | {"cari": "riau"})) == [satu.pk]
    assert baris_antrean(klien.get(ALAMAT, alamat | {"cari": lain.dipa.satker.kode})) == [lain.pk]
    assert "Tidak ada laporan yang cocok" in teks(klien.get(ALAMAT, alamat | {"cari": "%"}))


def test_antrean_kosong_berkata_apa_adanya(klien: Client, dipa: Dipa) -> None:
    assert "Antrean kosong." in teks(klien.get(ALAMAT))
    assert "1 belum lapor" in teks(klien.get(ALAMAT))


def test_basis_data_kosong(klien: Client) -> None:
    assert "Belum ada DIPA pada triwulan ini" in teks(klien.get(ALAMAT))


# --- Decisions -----------------------------------------------------------------------


@pytest.mark.basis_data
def test_verifikasi_lalu_ke_laporan_berikutnya(klien: Client, laporan: LaporanTriwulan, pusat: Pengguna) -> None:
    lain = pabrik.buat_laporan_diajukan(pabrik.buat_dipa(), 1, {"52": 10})
    jawaban = kirim(klien, laporan, "verifikasi")
    assert jawaban.status_code == 302
    assert jawaban["Location"] == f"{ALAMAT}?laporan={lain.pk}"
    laporan.refresh_from_db()
    assert (laporan.status, laporan.nama_pemverifikasi) == (StatusLaporan.DIVERIFIKASI, pusat.nama)
    assert "Riau TP, TW II 2026 diverifikasi." in teks(klien.get(jawaban["Location"]))


def test_saringan_ikut_ke_laporan_berikutnya(klien: Client, laporan: LaporanTriwulan) -> None:
    jawaban = klien.post(f"{ALAMAT}{laporan.pk}/verifikasi/?triwulan=2", {"perubahan_ke": 0})
    assert jawaban["Location"] == f"{ALAMAT}?triwulan=2"


@pytest.mark.basis_data
def test_kembalikan_dengan_catatan_per_bagian(klien: Client, laporan: LaporanTriwulan) -> None:
    jawaban = kirim(klien, laporan, "kembalikan", alasan="Periksa modal.", catatan_53="SP2D\r\nhanya 20 juta.")
    assert jawaban.status_code == 302
    laporan.refresh_from_db()
    assert (laporan.status, laporan.alasan_dikembalikan) == (StatusLaporan.DIKEMBALIKAN, "Periksa modal.")
    assert [(c.bagian, c.teks) for c in laporan.catatan.all()] == [("53", "SP2D\nhanya 20 juta.")]
    assert not PerpanjanganPeriode.objects.exists()


def test_kembalikan_tanpa_catatan_ditolak_dan_isian_tetap(klien: Client, laporan: LaporanTriwulan) -> None:
    jawaban = kirim(klien, laporan, "kembalikan", alasan=" \0 ", catatan_52="Beda <dua> juta.")
    assert jawaban.status_code == 422
    assert "Tulis catatan pengembalian: apa yang harus diperbaiki dinas." in teks(jawaban)
    assert "Beda &lt;dua&gt; juta." in jawaban.content.decode()
    laporan.refresh_from_db()
    assert laporan.status == StatusLaporan.DIAJUKAN


def test_sesudah_jendela_ditutup_batas_jawab_diminta(
    masuk: MasukSebagai, pusat: Pengguna, laporan: LaporanTriwulan, jam: time_machine.Traveller
) -> None:
    assert 'name="sampai"' not in masuk(pusat).get(ALAMAT, {"laporan": laporan.pk}).content.decode()
    jam.move_to(dt.datetime.fromisoformat("2026-10-05T09:00:00+07:00"))
    klien = masuk(pusat)
    halaman = klien.get(ALAMAT, {"laporan": laporan.pk}).content.decode()
    assert re.search(r'name="sampai"[^>]*value="2026-10-12"', halaman)
    for salah, kata in (
        ("2026-10-04", "sudah lewat"), ("9999-12-31", "lebih dari setahun lagi"), ("besok", "tidak terbaca"),
    ):  # fmt: skip
        jawaban = kirim(klien, laporan, "kembalikan", alasan="Perbaiki.", sampai=salah)
        assert jawaban.status_code == 422
        assert kata in teks(jawaban)
        assert "Perbaiki." in teks(jawaban)
    assert kirim(klien, laporan, "kembalikan", alasan="Perbaiki.", sampai="2026-10-14").status_code == 302
    assert PerpanjanganPeriode.objects.get().sampai == dt.date(2026, 10, 14)


@pytest.mark.basis_data
def test_buka_kembali_lalu_berubah_lalu_pulihkan(klien: Client, dipa: Dipa) -> None:
    laporan = pabrik.buat_laporan_terverifikasi(dipa, 2, {"52": 400_000_000})
    assert kirim(klien, laporan, "buka-kembali").status_code == 422
    assert kirim(klien, laporan, "buka-kembali", alasan="SP2D susulan.").status_code == 302
    dibuka = klien.get(ALAMAT, {"daftar": "dibuka"})
    assert baris_antrean(dibuka) == [laporan.pk]
    assert "SP2D susulan." in teks(dibuka)
    assert "Pulihkan versi terverifikasi" in teks(dibuka)
    pabrik.buat_laporan_diajukan(dipa, 2, {"52": 450_000_000})
    jawaban = klien.get(ALAMAT, {"laporan": laporan.pk})
    assert "berubah setelah verifikasi" in teks(jawaban)
    assert sel(jawaban)[0][2:4] == ["TW II saja versi 1 terverifikasi", "TW II saja versi 2"]
    assert sel(jawaban)[1][2:4] == ["400.000.000", "450.000.000 +50.000.000"]
    assert kirim(klien, laporan, "pulihkan").status_code == 422
    assert kirim(klien, laporan, "pulihkan", alasan="SP2D dibatalkan.").status_code == 302
    laporan.refresh_from_db()
    assert laporan.status == StatusLaporan.DIVERIFIKASI
    assert laporan.versi_terverifikasi is not None
    assert laporan.versi_terverifikasi.nomor == 1


def test_berubah_setelah_verifikasi_diterima_sekali_langkah(klien: Client, dipa: Dipa) -> None:
    laporan = pabrik.buat_laporan_terverifikasi(dipa, 2, {"52": 400_000_000})
    pabrik.kembalikan(laporan)
    laporan = pabrik.buat_laporan_diajukan(dipa, 2, {"52": 450_000_000})
    assert kirim(klien, laporan, "verifikasi").status_code == 302
    laporan.refresh_from_db()
    assert laporan.versi_terverifikasi_id == laporan.versi_diajukan_id
    assert not laporan.berubah_setelah_verifikasi


# --- Refusals ------------------------------------------------------------------------


@pytest.mark.basis_data
def test_klik_dua_kali_yang_kedua_diberi_tahu(klien: Client, laporan: LaporanTriwulan, pusat: Pengguna) -> None:
    alamat = f"{ALAMAT}{laporan.pk}/verifikasi/"
    assert klien.post(alamat, {"perubahan_ke": 0}).status_code == 302
    kedua = klien.post(alamat, {"perubahan_ke": 0, "alasan": "Catatan yang sudah diketik."})
    assert kedua.status_code == 409
    assert f"sudah diverifikasi oleh {pusat.nama}" in teks(kedua)
    assert "Catatan yang sudah diketik." in teks(kedua)
    laporan.refresh_from_db()
    assert laporan.perubahan_ke == 1


@pytest.mark.parametrize("tindakan", ["verifikasi", "kembalikan"])
def test_versi_yang_sudah_lain_tidak_diputuskan(klien: Client, laporan: LaporanTriwulan, tindakan: str) -> None:
    laporan.perubahan_ke, laporan.nama_pengubah = 5, "Kepala Riau"
    laporan.save()
    jawaban = kirim(klien, laporan, tindakan, perubahan_ke=4, alasan="Sudah panjang.", catatan_53="Juga ini.")
    assert jawaban.status_code == 409
    assert "sudah diubah oleh Kepala Riau" in teks(jawaban)
    isi = jawaban.content.decode()
    assert "Sudah panjang." in isi
    assert "Juga ini." in isi
    assert 'name="perubahan_ke" value="5"' in isi  # what is now shown can be decided on
    laporan.refresh_from_db()
    assert laporan.status == StatusLaporan.DIAJUKAN


def test_yang_diketik_tampil_juga_bila_formulirnya_sudah_tidak_ada(klien: Client, laporan: LaporanTriwulan) -> None:
    pabrik.kembalikan(laporan)
    jawaban = kirim(klien, laporan, "kembalikan", alasan="Catatan saya.", catatan_fisik="Foto lama.")
    assert jawaban.status_code == 409
    assert "Yang Anda tulis, belum disimpan Catatan Catatan saya. Kemajuan fisik Foto lama." in teks(jawaban)


@pytest.mark.parametrize(
    ("tindakan", "isi"),
    [
        ("verifikasi", {"alasan": "Modal tidak cocok SP2D."}),
        ("verifikasi", {"catatan_53": "Modal tidak cocok SP2D."}),
        ("pulihkan", {"alasan": "SP2D batal.", "catatan_53": "Modal tidak cocok SP2D."}),
    ],
)
def test_catatan_yang_tidak_akan_sampai_ke_dinas_tidak_hilang(
    klien: Client, laporan: LaporanTriwulan, tindakan: str, isi: dict[str, str]
) -> None:
    """V beside a note that was meant to send the report back: nothing is decided, and the note stays."""
    if tindakan == "pulihkan":
        laporan.versi_terverifikasi = laporan.versi_diajukan
        laporan.save()
    jawaban = kirim(klien, laporan, tindakan, **isi)
    assert jawaban.status_code == 422
    assert "Catatan hanya sampai ke dinas bila laporan dikembalikan." in teks(jawaban)
    assert "Modal tidak cocok SP2D." in teks(jawaban)
    laporan.refresh_from_db()
    assert laporan.status == StatusLaporan.DIAJUKAN
    assert kirim(klien, laporan, tindakan, alasan=isi["alasan"] if tindakan == "pulihkan" else "").status_code == 302


def test_yang_dibuka_kembali_di_luar_saringan_tidak_disebut_tidak_ada(klien: Client, laporan: LaporanTriwulan) -> None:
    """A report of TW II is open again; a filter for TW III must not say that none is."""
    laporan.versi_terverifikasi = laporan.versi_diajukan
    pabrik.kembalikan(laporan)
    tersaring = teks(klien.get(f"{ALAMAT}?daftar=dibuka&triwulan=3"))
    assert "Tidak ada laporan yang cocok." in tersaring
    assert "Tidak ada laporan yang dibuka kembali" not in tersaring


def test_verifikasi_sebelum_triwulan_lalu_ditolak(klien: Client, laporan: LaporanTriwulan) -> None:
    satu = LaporanTriwulan.objects.get(dipa=laporan.dipa, triwulan=1)
    satu.versi_terverifikasi, satu.status = None, StatusLaporan.DIAJUKAN
    satu.save()
    jawaban = kirim(klien, laporan, "verifikasi")
    assert jawaban.status_code == 422
    assert "Verifikasi TW I lebih dahulu." in teks(jawaban)


def test_jumlah_berjalan_negatif_ditolak(klien: Client, dipa: Dipa) -> None:
    laporan = pabrik.buat_laporan_diajukan(dipa, 2, {"53": -50_000_001})
    jawaban = kirim(klien, laporan, "verifikasi")
    assert jawaban.status_code == 422
    assert "53 Modal s.d. TW II akan menjadi −Rp 1." in teks(jawaban)


def test_tahun_yang_ditutup_tidak_ditulis(klien: Client, laporan: LaporanTriwulan) -> None:
    laporan.dipa.tahun.ditutup = True
    laporan.dipa.tahun.save()
    jawaban = kirim(klien, laporan, "verifikasi")
    assert jawaban.status_code == 422
    assert "sudah ditutup" in teks(jawaban)


TINDAKAN = ["verifikasi", "kembalikan", "buka-kembali", "pulihkan"]


@pytest.mark.parametrize("tindakan", TINDAKAN)
@pytest.mark.parametrize("peran", [Peran.PIMPINAN, Peran.ADMINISTRATOR, PeranSatker.KEPALA, PeranSatker.OPERATOR, None])
def test_hanya_tim_pusat_yang_memutuskan(
    masuk: MasukSebagai, laporan: LaporanTriwulan, peran: Peran | PeranSatker | None, tindakan: str
) -> None:
    satker = laporan.dipa.satker if isinstance(peran, PeranSatker) else None
    klien = masuk(pabrik.buat_pengguna(peran=peran, satker=satker))
    jawaban = kirim(klien, laporan, tindakan, alasan="Saya mau.")
    assert jawaban.status_code == 403
    assert "Kesalahan 403" in teks(jawaban)
    massal = klien.post(f"{ALAMAT}massal/", {"laporan": f"{laporan.pk}:0"})
    assert massal.status_code == 403
    laporan.refresh_from_db()
    assert (laporan.status, laporan.perubahan_ke) == (StatusLaporan.DIAJUKAN, 0)


@pytest.mark.parametrize("peran", [Peran.PIMPINAN, Peran.ADMINISTRATOR])
def test_yang_membaca_tidak_diberi_tombol(masuk: MasukSebagai, laporan: LaporanTriwulan, peran: Peran) -> None:
    jawaban = masuk(pabrik.buat_pengguna(peran=peran)).get(ALAMAT, {"laporan": laporan.pk})
    isi = jawaban.content.decode()
    assert jawaban.status_code == 200
    assert "425.000.000" in isi
    assert 'type="checkbox" name="laporan"' not in isi
    assert "formaction" not in isi
    assert ("/cetak/" in isi) == (peran is Peran.ADMINISTRATOR)


@pytest.mark.parametrize("peran", [PeranSatker.KEPALA, PeranSatker.OPERATOR, None])
def test_dinas_tidak_membuka_antrean(masuk: MasukSebagai, peran: PeranSatker | None) -> None:
    assert masuk(pabrik.buat_pengguna(peran=peran)).get(ALAMAT).status_code == 403


def test_laporan_yang_tidak_ada(klien: Client, laporan: LaporanTriwulan) -> None:
    assert klien.post(f"{ALAMAT}{10**30}/verifikasi/", {"perubahan_ke": 0}).status_code == 404
    jawaban = klien.get(ALAMAT, {"laporan": 999_999})
    assert jawaban.status_code == 200
    assert "Laporan nomor 999999 tidak ada" in teks(jawaban)


def test_alamat_tindakan_yang_dibuka_sesudah_masuk_lagi(klien: Client, laporan: LaporanTriwulan) -> None:
    jawaban = klien.get(f"{ALAMAT}{laporan.pk}/kembalikan/?triwulan=2")
    assert (jawaban.status_code, jawaban["Location"]) == (302, f"{ALAMAT}?triwulan=2&laporan={laporan.pk}")
    assert klien.get(f"{ALAMAT}massal/")["Location"] == ALAMAT


def test_satker_yang_pindah_ke_draf_pertama_dapat_dibuka(klien: Client, dipa: Dipa) -> None:
    draf = pabrik.buat_laporan(dipa, 2, {"52": 7})
    halaman = teks(klien.get(ALAMAT, {"laporan": draf.pk}))
    assert "belum pernah diajukan" in halaman
    assert "Catatan (wajib" not in halaman


# --- Several at once -----------------------------------------------------------------


@pytest.mark.basis_data
def test_verifikasi_massal_menyebut_tiap_satker(klien: Client, laporan: LaporanTriwulan) -> None:
    basi = pabrik.buat_laporan_diajukan(
        pabrik.buat_dipa(pabrik.buat_satker(provinsi=pabrik.buat_provinsi(nama="Aceh"))), 1, {"52": 10}
    )
    lain = pabrik.buat_laporan_diajukan(pabrik.buat_dipa(), 1, {"52": 10})
    basi.perubahan_ke, basi.nama_pengubah = 3, "Kepala Aceh"
    basi.save()
    jawaban = klien.post(
        f"{ALAMAT}massal/", {"laporan": [f"{laporan.pk}:0", f"{basi.pk}:2", f"{lain.pk}:0", "999999:0", "x:y"]}
    )
    assert jawaban.status_code == 409
    isi = teks(jawaban)
    assert "2 diverifikasi, 3 tidak" in isi
    assert "Aceh TP, TW I 2026: Laporan ini sudah diubah oleh Kepala Aceh" in isi
    assert "Laporan nomor 999999: Laporan itu tidak ada." in isi
    assert "1 pilihan: Tidak terbaca." in isi
    status = dict(LaporanTriwulan.objects.values_list("pk", "status"))
    assert (status[laporan.pk], status[basi.pk], status[lain.pk]) == ("DIVERIFIKASI", "DIAJUKAN", "DIVERIFIKASI")


def test_massal_mendahulukan_triwulan_yang_lebih_awal(klien: Client) -> None:
    dipa = pabrik.buat_dipa()
    dua = pabrik.buat_laporan_diajukan(dipa, 2, {"52": 2})
    satu = pabrik.buat_laporan_diajukan(dipa, 1, {"52": 1})
    jawaban = klien.post(f"{ALAMAT}massal/", {"laporan": [f"{dua.pk}:0", f"{satu.pk}:0"]})
    assert jawaban.status_code == 302
    assert "2 laporan diverifikasi:" in teks(klien.get(jawaban["Location"]))


def test_massal_tanpa_pilihan(klien: Client, laporan: LaporanTriwulan) -> None:
    jawaban = klien.post(f"{ALAMAT}massal/")
    assert jawaban.status_code == 422
    assert "Belum ada laporan yang dipilih." in teks(jawaban)


# --- Cost ----------------------------------------------------------------------------


def isi_antrean(jumlah: int) -> list[LaporanTriwulan]:
    """Reports that wait, each with all that a row and a page show."""
    hasil = []
    for _ in range(jumlah):
        dipa = pabrik.buat_dipa(pagu={"52": 1_000_000, "53": 5})
        pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 1})
        laporan = pabrik.buat_laporan_diajukan(dipa, 2, {"52": 1, "53": 2})
        pabrik.kembalikan(laporan)
        laporan = pabrik.buat_laporan_diajukan(dipa, 2, {"52": 2})
        PeringatanVersi.objects.create(versi=laporan.versi_diajukan, kode="TURUN", jenis="53", judul="T", teks="T")
        pabrik.buat_kendala(dipa)
        RealisasiPerbendaharaan.objects.create(dipa=dipa, triwulan=2, jenis="52", realisasi_sd=3)
        hasil.append(laporan)
    return hasil


@pytest.mark.basis_data
@pytest.mark.parametrize("alamat", ["/verifikasi/", "/verifikasi/?daftar=terverifikasi&triwulan=1"])
def test_kueri_tidak_bertambah_dengan_panjang_antrean(klien: Client, dipa: Dipa, alamat: str) -> None:
    def kueri() -> list[str]:
        with CaptureQueriesContext(connection) as tangkapan:
            assert klien.get(alamat).status_code == 200
        return [q["sql"] for q in tangkapan.captured_queries]

    isi_antrean(3)
    sedikit = kueri()
    isi_antrean(27)
    banyak = kueri()
    assert len(banyak) == len(sedikit), "\n".join(banyak)
    assert len(banyak) <= 34, "\n".join(banyak)


def test_antrean_panjang_berhalaman(klien: Client, dipa: Dipa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(antrean, "PER_HALAMAN", 2)
    satu, dua, tiga = isi_antrean(3)
    assert baris_antrean(klien.get(ALAMAT)) == [satu.pk, dua.pk]
    assert baris_antrean(klien.get(ALAMAT, {"hal": 2})) == [tiga.pk]
    assert baris_antrean(klien.get(ALAMAT, {"hal": 99})) == [tiga.pk]
    assert baris_antrean(klien.get(ALAMAT, {"laporan": tiga.pk})) == [tiga.pk]


# --- Nothing breaks it ---------------------------------------------------------------

LIAR = st.one_of(
    st.text(max_size=30),
    st.integers().map(str),
    st.sampled_from(["", "0", "-1", "9" * 40, "٣", "1e5", "\0", "2026", "2", "DK", "dibuka", "terverifikasi", "1:0"]),
)
KUNCI = st.sampled_from(["daftar", "tahun", "triwulan", "kewenangan", "cari", "laporan", "hal", "lain"])
ISIAN = st.sampled_from(["perubahan_ke", "alasan", "sampai", "catatan_52", "catatan_fisik", "laporan", "lain"])
acak = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@acak
@given(kueri=st.dictionaries(KUNCI, st.one_of(LIAR, st.lists(LIAR, max_size=3)), max_size=5))
def test_alamat_apa_pun_dijawab(klien: Client, laporan: LaporanTriwulan, kueri: dict[str, str | list[str]]) -> None:
    assert klien.get(ALAMAT, kueri).status_code == 200


@acak
@given(
    tindakan=st.sampled_from([*TINDAKAN, "massal"]),
    isi=st.dictionaries(ISIAN, st.one_of(LIAR, st.lists(LIAR, max_size=3)), max_size=6),
)
def test_isian_apa_pun_dijawab(
    klien: Client, laporan: LaporanTriwulan, tindakan: str, isi: dict[str, str | list[str]]
) -> None:
    LaporanTriwulan.objects.get(pk=laporan.pk)
    alamat = f"{ALAMAT}massal/" if tindakan == "massal" else f"{ALAMAT}{laporan.pk}/{tindakan}/"
    assert klien.post(alamat, isi).status_code in {302, 409, 422}
