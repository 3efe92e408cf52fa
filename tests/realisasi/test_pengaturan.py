"""The pages under `/pengaturan/`: what tim pusat sets, what is refused, and who may come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from realisasi.models import HariLibur, PeriodePelaporan, PerpanjanganPeriode, TahunAnggaran, Target
from realisasi.tahun_baru import buka_tahun
from satker.models import CatatanJurnal, Pengguna
from tests import pabrik

Masuk = Callable[[Pengguna | str], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]
UTAMA = "/pengaturan/"
D = dt.date


@pytest.fixture
def klien(pusat: Pengguna, masuk: Masuk) -> Client:
    """Tim pusat, with 2026 open by its defaults."""
    buka_tahun(2026)
    return masuk(pusat)


def isian(klien: Client, blok: str, alamat: str = f"{UTAMA}?tahun=2026") -> dict[str, str]:
    """What the browser would send back of a block, as it stands on the page."""
    form = klien.get(alamat).context["blok"][blok]
    data = {f.html_name: f.value() for f in form}
    return {
        nama: nilai if isinstance(nilai, str) else form[nama].field.widget.format_value(form[nama].value()) or ""
        for nama, nilai in data.items()
        if nilai not in (None, False)
    }


def kirim(klien: Client, blok: str, alamat: str, **ubah: str) -> HttpResponse:
    """Change something in a block and send it."""
    return klien.post(f"{UTAMA}2026/{alamat}", isian(klien, blok) | ubah, follow=True)


def teks(jawaban: Any) -> str:
    return jawaban.content.decode()


def riwayat_terakhir(model: type) -> CatatanJurnal:
    return CatatanJurnal.objects.get_for_model(model).order_by("-pk")[0]


# --- Who may come ----------------------------------------------------------------------
ALAMAT_BACA = [UTAMA, "/pengaturan/tahun-baru/", "/pengaturan/2026/tutup/"]
ALAMAT_TULIS = [
    "/pengaturan/2026/tahun/",
    "/pengaturan/2026/target/",
    "/pengaturan/2026/jendela/",
    "/pengaturan/2026/perpanjangan/",
    "/pengaturan/2026/perpanjangan/1/",
    "/pengaturan/2026/libur/",
    "/pengaturan/2026/libur/muat/",
    "/pengaturan/2026/libur/2026-08-17/",
    "/pengaturan/2026/tutup/",
    "/pengaturan/tahun-baru/",
]


@pytest.mark.parametrize("siapa", ["pimpinan", "administrator"])
def test_yang_membaca_tidak_mendapat_isian(siapa: str, request: pytest.FixtureRequest, masuk: Masuk) -> None:
    buka_tahun(2026)
    klien = masuk(request.getfixturevalue(siapa))
    for alamat in ALAMAT_BACA:
        jawaban = klien.get(alamat)
        assert jawaban.status_code == 200
        # nothing but the form of signing out
        assert teks(jawaban).count('method="post"') == 1
        assert "Simpan " not in teks(jawaban)
    for alamat in ALAMAT_TULIS:
        assert klien.post(alamat, {}).status_code == 403, alamat


@pytest.mark.parametrize("siapa", ["kepala", "operator", "tanpa_peran"])
def test_dinas_ditolak(siapa: str, request: pytest.FixtureRequest, masuk: Masuk) -> None:
    buka_tahun(2026)
    klien = masuk(request.getfixturevalue(siapa))
    for alamat in ALAMAT_BACA:
        assert klien.get(alamat).status_code == 403, alamat
    for alamat in ALAMAT_TULIS:
        assert klien.post(alamat, {}).status_code == 403, alamat


def test_alamat_tulis_tidak_dapat_dibuka(klien: Client) -> None:
    for alamat in set(ALAMAT_TULIS) - set(ALAMAT_BACA):
        assert klien.get(alamat).headers["Location"] == f"{UTAMA}?tahun=2026", alamat


# --- The page ----------------------------------------------------------------------------
def test_tahun_terakhir_yang_ditampilkan(klien: Client) -> None:
    buka_tahun(2025)
    assert "<h1>Pengaturan 2026</h1>" in teks(klien.get(UTAMA))
    assert "<h1>Pengaturan 2025</h1>" in teks(klien.get(f"{UTAMA}?tahun=2025"))
    asing = teks(klien.get(f"{UTAMA}?tahun=2031"))
    assert "<h1>Pengaturan 2026</h1>" in asing
    assert "Tahun 2031 belum dibuka" in asing


@pytest.mark.parametrize("tahun", ["x", "²⁰²⁶", "9" * 5000, "-1", "2026 ", "0000", "%00", "12345"])
def test_tahun_yang_tidak_terbaca_bukan_galat(klien: Client, tahun: str) -> None:
    assert klien.get(UTAMA, {"tahun": tahun, "ubah": tahun, "libur": tahun}).status_code == 200
    assert klien.get("/pengaturan/tahun-baru/", {"tahun": tahun}).status_code == 200
    assert klien.post(f"/pengaturan/{'9' * 5000}/tahun/").status_code == 404
    assert klien.post("/pengaturan/2031/tahun/").status_code == 404
    assert klien.post("/pengaturan/2026/libur/bukan-hari/").status_code == 404


def test_tanpa_tahun_menunjukkan_langkah_pertama(pusat: Pengguna, masuk: Masuk) -> None:
    jawaban = masuk(pusat).get(UTAMA)
    assert "Belum ada tahun anggaran" in teks(jawaban)
    assert "/pengaturan/tahun-baru/" in teks(jawaban)


def test_jumlah_kueri_tetap(klien: Client) -> None:
    def kueri() -> int:
        with CaptureQueriesContext(connection) as tangkapan:
            assert klien.get(f"{UTAMA}?tahun=2026").status_code == 200
        return len(tangkapan)

    sedikit = kueri()
    periode = PeriodePelaporan.objects.get(tahun=2026, triwulan=2)
    for n in range(8):
        dipa = pabrik.buat_dipa()
        PerpanjanganPeriode.objects.create(periode=periode, satker=dipa.satker, sampai=D(2026, 12, 1), alasan="x")
        HariLibur.objects.create(tanggal=D(2026, 2, n + 1), nama="Hari uji")
        buka_tahun(2015 + n)
    assert kueri() == sedikit <= 12


# --- Year and targets --------------------------------------------------------------------
def test_ambang_disimpan_dan_tercatat(klien: Client, pusat: Pengguna) -> None:
    jawaban = kirim(klien, "tahun", "tahun/", ambang_bp="92,5", batas_kuning_bp="85 %", operator_mengajukan="on")
    assert "Ambang dan ketentuan 2026 disimpan." in teks(jawaban)
    tahun = TahunAnggaran.objects.get(tahun=2026)
    assert (tahun.ambang_bp, tahun.batas_kuning_bp, tahun.operator_mengajukan) == (9250, 8500, True)
    catatan = riwayat_terakhir(TahunAnggaran)
    assert catatan.changes_dict["ambang_bp"] == ["9000", "9250"]
    assert catatan.nama_pelaku == pusat.nama


@pytest.mark.parametrize("tertulis", ["", "101", "-1", "abc", "9" * 400, "90,123"])
def test_ambang_yang_salah_ditandai_dan_isian_tetap(klien: Client, tertulis: str) -> None:
    jawaban = kirim(klien, "tahun", "tahun/", ambang_bp=tertulis, batas_kuning_bp="77")
    assert jawaban.status_code == 422
    assert 'value="77"' in teks(jawaban)
    assert 'id="tahun-ambang_bp_error"' in teks(jawaban)
    assert 'aria-invalid="true"' in teks(jawaban)
    assert TahunAnggaran.objects.get().ambang_bp == 9000


def test_target_diubah_ditambah_dan_dihapus(klien: Client) -> None:
    jawaban = kirim(klien, "target", "target/", tw1="15", tw2="", tw4_TP="97,5")
    assert "Target 2026 disimpan." in teks(jawaban)
    target = Target.objects.order_by("triwulan", "kewenangan").values_list("triwulan", "kewenangan", "target_bp")
    assert list(target) == [(1, "", 1500), (4, "", 9900), (4, "TP", 9750)]
    jumlah = CatatanJurnal.objects.get_for_model(Target).count()
    assert jumlah == 2 + 3  # two of the defaults, then one made, one made, one deleted


def test_target_yang_menurun_diperingatkan(klien: Client) -> None:
    jawaban = kirim(klien, "target", "target/", tw3="40")
    assert "Target TW III DK dan TW III TP lebih rendah" in teks(jawaban)


def test_target_nol_atau_tak_terbaca_tidak_menyimpan_apa_pun(klien: Client) -> None:
    jawaban = kirim(klien, "target", "target/", tw1="10", tw2="0", tw3="abc")
    assert jawaban.status_code == 422
    assert "Target 0 % tidak menuntut apa-apa" in teks(jawaban)
    assert "“abc” bukan persentase" in teks(jawaban)
    assert 'value="10"' in teks(jawaban)
    assert Target.objects.count() == 2


def test_isian_yang_basi_ditolak_lalu_dapat_dikirim_lagi(klien: Client) -> None:
    basi = isian(klien, "target") | {"tw2": "55"}
    kirim(klien, "target", "target/", tw2="65")
    jawaban = klien.post("/pengaturan/2026/target/", basi)
    assert jawaban.status_code == 409
    assert "diubah orang lain" in teks(jawaban)
    assert 'value="55"' in teks(jawaban)
    assert Target.objects.get(triwulan=2).target_bp == 6500
    form = jawaban.context["blok"]["target"]
    klien.post("/pengaturan/2026/target/", basi | {"dibaca": form["dibaca"].value()})
    assert Target.objects.get(triwulan=2).target_bp == 5500


def test_isian_tanpa_tanda_baca_ditolak(klien: Client) -> None:
    jawaban = klien.post("/pengaturan/2026/tahun/", {"ambang_bp": "10", "batas_kuning_bp": "10"})
    assert jawaban.status_code == 409
    assert TahunAnggaran.objects.get().ambang_bp == 9000


# --- Windows -----------------------------------------------------------------------------
def test_jendela_dan_pengumuman_disimpan(klien: Client) -> None:
    kata = "  Gunakan angka\nSP2D per 30 September. \0 "
    jawaban = kirim(klien, "jendela", "jendela/", tenggat_3="2026-10-12", ditutup_3="2027-01-15", pengumuman_3=kata)
    assert "Jendela dan pengumuman 2026 disimpan." in teks(jawaban)
    periode = PeriodePelaporan.objects.get(triwulan=3)
    assert (periode.dibuka, periode.tenggat, periode.ditutup) == (D(2026, 10, 1), D(2026, 10, 12), D(2027, 1, 15))
    assert periode.pengumuman == "Gunakan angka SP2D per 30 September."
    catatan = CatatanJurnal.objects.get_for_model(PeriodePelaporan).filter(action=1)
    assert [c.object_repr for c in catatan] == ["TW III 2026"]


def test_jendela_yang_diubah_orang_lain_tidak_ditimpa(klien: Client) -> None:
    """One form holds all four quarters: sent stale, it would take another's window of another quarter back."""
    basi = isian(klien, "jendela") | {"pengumuman_1": "Data per 31 Maret."}
    kirim(klien, "jendela", "jendela/", ditutup_3="2027-01-15")
    jawaban = klien.post("/pengaturan/2026/jendela/", basi)
    assert jawaban.status_code == 409
    assert "diubah orang lain" in teks(jawaban)
    assert 'value="Data per 31 Maret."' in teks(jawaban)
    assert PeriodePelaporan.objects.get(triwulan=3).ditutup == D(2027, 1, 15)
    assert not PeriodePelaporan.objects.exclude(pengumuman="").exists()


@pytest.mark.parametrize(
    ("ubah", "kolom", "kata"),
    [
        ({"tenggat_2": "2026-06-30"}, "tenggat_2", "Tenggat tidak boleh sebelum jendela dibuka (1 Jul 2026)."),
        ({"ditutup_2": "2026-07-01"}, "ditutup_2", "tidak boleh ditutup sebelum tenggatnya (7 Jul 2026)."),
        ({"dibuka_2": ""}, "dibuka_2", "Isi kapan jendela TW II dibuka."),
        ({"dibuka_2": "2025-12-31"}, "dibuka_2", "Tanggalnya antara 1 April 2026 dan 31 Desember 2027."),
        ({"ditutup_2": "9999-12-31"}, "ditutup_2", "Tanggalnya antara"),
        ({"ditutup_2": "30 Juli"}, "ditutup_2", "“30 Juli” tidak terbaca sebagai tanggal."),
        ({"ditutup_2": "99999999999-01-01"}, "ditutup_2", "tidak terbaca"),
        ({"pengumuman_2": "x" * 301}, "pengumuman_2", "300"),
    ],
)
def test_jendela_yang_salah_ditunjukkan_di_kolomnya(klien: Client, ubah: dict[str, str], kolom: str, kata: str) -> None:
    jawaban = kirim(klien, "jendela", "jendela/", **ubah, pengumuman_4="tetap ada")
    assert jawaban.status_code == 422
    assert escape(kata) in teks(jawaban)
    assert f'id="jendela-{kolom}_error"' in teks(jawaban)
    assert 'value="tetap ada"' in teks(jawaban)
    assert not CatatanJurnal.objects.get_for_model(PeriodePelaporan).filter(action=1).exists()


def test_tanggal_boleh_diketik_hari_dulu(klien: Client) -> None:
    kirim(klien, "jendela", "jendela/", tenggat_3="12/10/2026")
    assert PeriodePelaporan.objects.get(triwulan=3).tenggat == D(2026, 10, 12)


def test_tenggat_bawaan_dipakai_dengan_satu_tombol(klien: Client) -> None:
    kirim(klien, "jendela", "jendela/", tenggat_2="2026-07-20")
    assert "Pakai tenggat bawaan TW II" in teks(klien.get(UTAMA))
    kirim(klien, "jendela", "jendela/", bawaan="2")
    assert PeriodePelaporan.objects.get(triwulan=2).tenggat == D(2026, 7, 7)
    assert "Pakai tenggat bawaan" not in teks(klien.get(UTAMA))


def test_tahun_tanpa_jendela_dapat_diisi_sebagian(pusat: Pengguna, masuk: Masuk) -> None:
    pabrik.buat_tahun(2026)
    klien = masuk(pusat)
    kirim(klien, "jendela", "jendela/", dibuka_1="2026-04-01", tenggat_1="2026-04-08", ditutup_1="2026-06-30")
    assert list(PeriodePelaporan.objects.values_list("triwulan", flat=True)) == [1]


# --- Extensions --------------------------------------------------------------------------
def beri(klien: Client, satker_id: object, **ubah: str) -> HttpResponse:
    isi = {"satker": str(satker_id), "triwulan": "2", "sampai": "2026-11-20", "alasan": "Kantor terendam banjir."}
    return klien.post("/pengaturan/2026/perpanjangan/", isi | ubah, follow=True)


def test_perpanjangan_diberikan_diubah_dan_dicabut(klien: Client) -> None:
    satker = pabrik.buat_dipa().satker
    assert "diperpanjang sampai 20 November 2026" in teks(beri(klien, satker.pk))
    baris = PerpanjanganPeriode.objects.get()
    alamat = f"{UTAMA}?tahun=2026&ubah={baris.pk}"
    isi = isian(klien, "ubah_perpanjangan", alamat)
    assert isi["sampai"] == "2026-11-20"
    tujuan = f"/pengaturan/2026/perpanjangan/{baris.pk}/"
    jawaban = klien.post(tujuan, isi | {"sampai": "2026-11-27"}, follow=True)
    assert "diubah: sampai 27 November 2026" in teks(jawaban)
    baru = isian(klien, "ubah_perpanjangan", alamat)
    # what was read before the change withdraws nothing
    assert klien.post(tujuan, isi | {"cabut": "ya"}).status_code == 409
    assert "dicabut" in teks(klien.post(tujuan, baru | {"cabut": "ya"}, follow=True))
    assert not PerpanjanganPeriode.objects.exists()
    urutan = CatatanJurnal.objects.get_for_model(PerpanjanganPeriode).order_by("pk").values_list("action", flat=True)
    assert list(urutan) == [0, 1, 2]
    # sent once more: told, no error
    assert klien.post(tujuan, baru | {"cabut": "ya"}).status_code == 409
    assert "dihapus orang lain" in teks(klien.post(tujuan, baru))


@pytest.mark.parametrize("ubah", [{"cabut": "ya"}, {"sampai": "2026-12-18"}], ids=["cabut", "ubah"])
def test_perpanjangan_tidak_tersentuh_lewat_tahun_lain(klien: Client, ubah: dict[str, str]) -> None:
    """What locks and closes it is its own year."""
    buka_tahun(2025)
    beri(klien, pabrik.buat_dipa().satker.pk)
    baris = PerpanjanganPeriode.objects.get()
    isi = isian(klien, "ubah_perpanjangan", f"{UTAMA}?tahun=2026&ubah={baris.pk}")
    TahunAnggaran.objects.filter(tahun=2026).update(ditutup=True)
    assert klien.post(f"/pengaturan/2025/perpanjangan/{baris.pk}/", isi | ubah).status_code == 409
    assert PerpanjanganPeriode.objects.get().sampai == D(2026, 11, 20)


@pytest.mark.parametrize(
    ("ubah", "kata"),
    [
        ({"sampai": "2026-09-30"}, "sesudah jendela TW II ditutup (30 September 2026)"),
        ({"sampai": "9999-12-31"}, "Paling lambat 31 Desember 2027"),
        ({"sampai": ""}, "Isi sampai kapan"),
        ({"alasan": " \n "}, "Tulis alasannya"),
        ({"alasan": "x" * 1001}, "1000"),
        ({"triwulan": "5"}, "Triwulan itu belum mempunyai jendela"),
        ({"satker": "0"}, "tidak mempunyai DIPA pada tahun ini"),
        ({"satker": "9" * 400}, "tidak mempunyai DIPA pada tahun ini"),
        ({"satker": ""}, "Pilih satkernya"),
    ],
)
def test_perpanjangan_yang_salah_ditolak(klien: Client, ubah: dict[str, str], kata: str) -> None:
    satker = pabrik.buat_dipa().satker
    jawaban = beri(klien, satker.pk, **ubah)
    assert jawaban.status_code == 422
    assert kata in teks(jawaban)
    assert not PerpanjanganPeriode.objects.exists()


def test_perpanjangan_kedua_untuk_satker_yang_sama_ditolak(klien: Client) -> None:
    satker = pabrik.buat_dipa().satker
    beri(klien, satker.pk)
    jawaban = beri(klien, satker.pk, sampai="2026-12-20")
    assert jawaban.status_code == 409
    assert "sudah mendapat perpanjangan TW II 2026" in teks(jawaban)
    assert PerpanjanganPeriode.objects.get().sampai == D(2026, 11, 20)


def test_jendela_yang_melewati_perpanjangan_diberitahukan(klien: Client) -> None:
    satker = pabrik.buat_dipa().satker
    beri(klien, satker.pk)
    jawaban = kirim(klien, "jendela", "jendela/", ditutup_2="2026-12-31")
    assert f"Perpanjangan {satker.provinsi.nama_pendek} TW II kini berakhir sebelum" in teks(jawaban)
    assert "tidak berpengaruh" in teks(jawaban)


# --- Holidays ----------------------------------------------------------------------------
def test_hari_libur_ditambah_diubah_dan_dihapus(klien: Client) -> None:
    isi = {"tanggal": "2026-10-02", "nama": "Hari Batik", "jenis": "NASIONAL"}
    jawaban = klien.post("/pengaturan/2026/libur/", isi, follow=True)
    assert "2 Oktober 2026 dicatat sebagai hari libur." in teks(jawaban)
    # the stored window stays, and is offered the new default
    assert "TW III 2026 menjadi 8 Oktober 2026 (tersimpan: 7 Oktober 2026)" in teks(jawaban)
    assert "Pakai tenggat bawaan TW III" in teks(jawaban)
    assert PeriodePelaporan.objects.get(triwulan=3).tenggat == D(2026, 10, 7)
    lama = isian(klien, "ubah_libur", f"{UTAMA}?tahun=2026&libur=2026-10-02")
    tujuan = "/pengaturan/2026/libur/2026-10-02/"
    klien.post(tujuan, lama | {"nama": "Hari Batik Nasional", "jenis": "CUTI_BERSAMA"})
    hari = HariLibur.objects.get(tanggal=D(2026, 10, 2))
    assert (hari.nama, hari.jenis) == ("Hari Batik Nasional", "CUTI_BERSAMA")
    assert klien.post(tujuan, lama | {"hapus": "ya"}).status_code == 409
    kini = isian(klien, "ubah_libur", f"{UTAMA}?tahun=2026&libur=2026-10-02")
    assert "bukan hari libur lagi" in teks(klien.post(tujuan, kini | {"hapus": "ya"}, follow=True))
    assert not HariLibur.objects.filter(tanggal=D(2026, 10, 2)).exists()
    assert klien.post(tujuan, kini).status_code == 409


@pytest.mark.parametrize(
    ("ubah", "kata"),
    [
        ({"tanggal": "2026-08-17"}, "17 Agustus 2026 sudah tercatat"),
        ({"tanggal": "2025-12-31"}, "antara 1 Januari 2026 dan 31 Januari 2027"),
        ({"tanggal": "2027-02-01"}, "antara 1 Januari 2026 dan 31 Januari 2027"),
        ({"nama": "\0 "}, "Tulis nama"),
        ({"nama": "x" * 201}, "200"),
        ({"jenis": "LAIN"}, "Pilih jenis dari daftar"),
    ],
)
def test_hari_libur_yang_salah_ditolak(klien: Client, ubah: dict[str, str], kata: str) -> None:
    sebelum = HariLibur.objects.count()
    isi = {"tanggal": "2026-10-02", "nama": "Hari uji", "jenis": "NASIONAL"}
    jawaban = klien.post("/pengaturan/2026/libur/", isi | ubah)
    assert jawaban.status_code == 422
    assert kata in teks(jawaban)
    assert HariLibur.objects.count() == sebelum


def test_libur_januari_menggeser_tenggat_tw_iv(klien: Client) -> None:
    isi = {"tanggal": "2027-01-07", "nama": "Hari uji", "jenis": "CUTI_BERSAMA"}
    jawaban = klien.post("/pengaturan/2026/libur/", isi, follow=True)
    assert "TW IV 2026 menjadi 12 Januari 2027" in teks(jawaban)


@pytest.mark.parametrize("isi", [{"nama": "Lain"}, {"hapus": "ya"}, None], ids=["ubah", "hapus", "tambah"])
def test_libur_januari_tahun_yang_ditutup_tidak_berubah(klien: Client, isi: dict[str, str] | None) -> None:
    """The page of the year before shows January too; what is closed is closed from there as well."""
    lama = isian(klien, "ubah_libur", f"{UTAMA}?tahun=2026&libur=2027-01-01")
    TahunAnggaran.objects.create(tahun=2027, ditutup=True)
    sebelum = list(HariLibur.objects.values())
    if isi is None:
        tujuan, kirim = "/pengaturan/2026/libur/", {"tanggal": "2027-01-07", "nama": "Hari uji", "jenis": "NASIONAL"}
    else:
        tujuan, kirim = "/pengaturan/2026/libur/2027-01-01/", lama | isi
    jawaban = klien.post(tujuan, kirim)
    assert jawaban.status_code == 422
    assert "Tahun 2027 sudah ditutup" in teks(jawaban)
    assert list(HariLibur.objects.values()) == sebelum


def test_libur_nasional_dimuat_hanya_bila_kosong(klien: Client) -> None:
    assert klien.post("/pengaturan/2026/libur/muat/").status_code == 409
    for hari in HariLibur.objects.filter(tanggal__year=2026):
        hari.delete()
    assert "Muat libur nasional 2026" in teks(klien.get(UTAMA))
    assert "hari libur 2026 dimuat" in teks(klien.post("/pengaturan/2026/libur/muat/", follow=True))
    assert HariLibur.objects.filter(tanggal=D(2026, 8, 17)).exists()


# --- Closing -----------------------------------------------------------------------------
def test_menutup_menunjukkan_yang_terbuka_dan_minta_keyakinan(klien: Client) -> None:
    siap = pabrik.buat_dipa()
    pabrik.buat_laporan_terverifikasi(siap, 1, {"52": 10})
    belum = pabrik.buat_dipa()
    pabrik.buat_laporan_diajukan(belum, 1, {"52": 10})
    pabrik.buat_kendala(belum)
    halaman = klien.get("/pengaturan/2026/tutup/")
    p = halaman.context["p"]
    assert [(t.triwulan, t.jumlah, t.berakhir) for t in p.triwulan] == [
        (1, 1, True),
        (2, 2, True),
        (3, 2, True),
        (4, 2, False),
    ]
    nama = belum.satker.provinsi.nama_pendek
    assert p.triwulan[0].menurut_keadaan == (("Diajukan", (nama,)),)
    assert p.kendala == ((nama, 1),)
    assert "1 kendala di 1 satker" in teks(halaman)
    tanpa_centang = klien.post("/pengaturan/2026/tutup/", {"tindakan": "tutup"})
    assert tanpa_centang.status_code == 422
    assert "Centang dulu" in teks(tanpa_centang)
    assert not TahunAnggaran.objects.get().ditutup
    jawaban = klien.post("/pengaturan/2026/tutup/", {"tindakan": "tutup", "yakin": "on"}, follow=True)
    assert "Tahun 2026 ditutup." in teks(jawaban)
    assert TahunAnggaran.objects.get().ditutup
    # a second click says that it is closed, and does not open it again
    assert klien.post("/pengaturan/2026/tutup/", {"tindakan": "tutup", "yakin": "on"}).status_code == 422
    assert TahunAnggaran.objects.get().ditutup


def test_di_tahun_tertutup_tidak_ada_yang_ditulis(klien: Client) -> None:
    satker = pabrik.buat_dipa().satker
    beri(klien, satker.pk)
    baris = PerpanjanganPeriode.objects.get()
    kiriman = {
        "tahun/": isian(klien, "tahun") | {"ambang_bp": "10"},
        "target/": isian(klien, "target") | {"tw2": "10"},
        "jendela/": isian(klien, "jendela") | {"pengumuman_1": "Terlambat"},
        "perpanjangan/": {"satker": str(satker.pk), "triwulan": "3", "sampai": "2027-02-01", "alasan": "x"},
        f"perpanjangan/{baris.pk}/": isian(klien, "ubah_perpanjangan", f"{UTAMA}?ubah={baris.pk}") | {"cabut": "ya"},
        "libur/": {"tanggal": "2026-10-02", "nama": "Hari uji", "jenis": "NASIONAL"},
        "libur/2026-08-17/": isian(klien, "ubah_libur", f"{UTAMA}?libur=2026-08-17") | {"hapus": "ya"},
        "libur/muat/": {},
    }
    tahun = TahunAnggaran.objects.get()
    tahun.ditutup = True
    tahun.save()
    sebelum = CatatanJurnal.objects.count()
    for alamat, data in kiriman.items():
        jawaban = klien.post(f"/pengaturan/2026/{alamat}", data)
        assert jawaban.status_code == 422, alamat
        assert "sudah ditutup, jadi tidak ada lagi yang dapat ditulis" in teks(jawaban), alamat
    assert CatatanJurnal.objects.count() == sebelum
    halaman = teks(klien.get(UTAMA))
    assert "Buka kembali tahun 2026" in halaman
    assert "Simpan " not in halaman


def test_membuka_kembali(klien: Client) -> None:
    tahun = TahunAnggaran.objects.get()
    tahun.ditutup = True
    tahun.save()
    assert klien.post("/pengaturan/2026/tutup/", {"tindakan": "buka"}).status_code == 422
    jawaban = klien.post("/pengaturan/2026/tutup/", {"tindakan": "buka", "yakin": "on"}, follow=True)
    assert "dibuka kembali" in teks(jawaban)
    assert klien.post("/pengaturan/2026/tutup/", {"tindakan": "buka", "yakin": "on"}).status_code == 409
    assert not TahunAnggaran.objects.get().ditutup
    assert riwayat_terakhir(TahunAnggaran).changes_dict["ditutup"] == ["True", "False"]


# --- The admin keeps its pages -------------------------------------------------------------
def test_admin_tetap_ada(klien: Client, administrator: Pengguna, masuk: Masuk) -> None:
    for nama in ("tahunanggaran", "perpanjanganperiode", "harilibur"):
        assert masuk(administrator).get(f"/admin/realisasi/{nama}/").status_code == 200
