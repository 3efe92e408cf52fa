"""The pages of the rakor: who may, what they show, freezing, downloads, and what they cost."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from realisasi.models import Dipa, Pembekuan
from realisasi.pembekuan import Cakupan, bekukan
from realisasi.posisi import Angka
from satker.models import Pengguna, PeranSatker, Satker
from satker.peran import Peran
from tests import pabrik
from tests.dashboard.halaman import baca, buka
from tests.realisasi.test_pembekuan import dunia, ubah_semuanya

pytestmark = [
    pytest.mark.basis_data,
    pytest.mark.filterwarnings("ignore:Unknown extension"),  # data bars, which openpyxl does not read
]
__all__ = ["dunia"]  # the fixture: three DIPA, the year before, targets, kendala
MasukSebagai = Callable[[Pengguna | str], Client]
TW2 = "tahun=2026&triwulan=2&kewenangan=TP&angka=resmi"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BACA = ["/rakor/", f"/rakor/unduh/?{TW2}", "/rakor/1/", "/rakor/1/unduh/", "/rakor/banding/?lama=1&baru=sekarang"]


@pytest.fixture
def paket(dunia: list[Dipa]) -> Pembekuan:
    """A pack of TW II, number 1 in its installation or not."""
    return bekukan(Cakupan(2026, 2, "TP", Angka.RESMI), "Rakor TW II", None)


def alamat(pola: str, paket: Pembekuan) -> str:
    return pola.replace("/1/", f"/{paket.pk}/").replace("lama=1", f"lama={paket.pk}")


# --- Who may -----------------------------------------------------------------------------------
@pytest.mark.parametrize("pola", BACA)
def test_peran_nasional_membaca_dan_mengunduh(paket: Pembekuan, masuk: MasukSebagai, pola: str) -> None:
    for peran in Peran:
        assert masuk(pabrik.buat_pengguna(peran=peran)).get(alamat(pola, paket)).status_code == 200


@pytest.mark.parametrize("pola", [*BACA, "/rakor/bekukan/"])
@pytest.mark.parametrize("siapa", [*PeranSatker, None])
def test_dinas_dan_tanpa_peran_ditolak_dengan_kalimat(
    paket: Pembekuan, masuk: MasukSebagai, pola: str, siapa: PeranSatker | None
) -> None:
    klien = masuk(pabrik.buat_pengguna(peran=siapa, is_superuser=siapa is None))
    jawaban = klien.post("/rakor/bekukan/") if "bekukan" in pola else klien.get(alamat(pola, paket))
    assert jawaban.status_code == 403
    kata = "hanya untuk" if siapa else "Akun Anda belum mempunyai peran"
    assert kata in baca(jawaban).teks


@pytest.mark.parametrize("pola", BACA)
def test_tanpa_masuk_diarahkan(paket: Pembekuan, client: Client, pola: str) -> None:
    assert client.get(alamat(pola, paket))["Location"].startswith("/masuk/?next=/rakor/")


@pytest.mark.parametrize("peran", [Peran.PIMPINAN, Peran.ADMINISTRATOR])
def test_yang_hanya_membaca_tidak_membekukan(dunia: list[Dipa], masuk: MasukSebagai, peran: Peran) -> None:
    klien = masuk(pabrik.buat_pengguna(peran=peran))
    laman = buka(klien, f"/rakor/?{TW2}")
    assert "Bekukan" not in laman.teks
    assert klien.post("/rakor/bekukan/", kiriman()).status_code == 403
    assert not Pembekuan.objects.exists()


def test_navigasi_menyebut_rakor_bagi_yang_boleh(
    dunia: list[Dipa], pusat: Pengguna, satker_099026: Satker, masuk: MasukSebagai
) -> None:
    assert "/rakor/" in buka(masuk(pusat), "/satker/").tautan()
    kepala = pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=satker_099026)
    assert not [t for t in buka(masuk(kepala), "/pelaporan/").tautan() if t.startswith("/rakor/")]


@pytest.mark.parametrize("cara", ["put", "delete", "patch"])
def test_cara_lain_ditolak(paket: Pembekuan, pusat: Pengguna, masuk: MasukSebagai, cara: str) -> None:
    for pola in (*BACA, "/rakor/bekukan/", "/satker/099026/rakor/"):
        assert getattr(masuk(pusat), cara)(alamat(pola, paket)).status_code == 405


# --- What is shown -----------------------------------------------------------------------------
def test_halaman_menunjukkan_angka_dan_tautan_unduh(dunia: list[Dipa], pusat: Pengguna, masuk: MasukSebagai) -> None:
    laman = buka(masuk(pusat), f"/rakor/?{TW2}")
    assert "Rakor s.d. TW II 2026" in laman.teks
    assert "angka resmi" in laman.teks
    assert "1 dari 3" in laman.teks
    assert f"/rakor/unduh/?{TW2}" in laman.tautan()
    assert "Belum ada. Bekukan angka sebelum rapat dimulai" in laman.teks


def test_dasbor_mengantar_saringannya_ke_buku_rakor(dunia: list[Dipa], pusat: Pengguna, masuk: MasukSebagai) -> None:
    klien = masuk(pusat)
    saring = f"{TW2}&pulau=Sumatera&urut=rupiah"
    (tautan,) = [t for t in buka(klien, f"/?{saring}").tautan() if t.startswith("/rakor/unduh/")]
    assert tautan == f"/rakor/unduh/?{saring}"
    jawaban = klien.get(tautan)
    assert jawaban["Content-Type"] == XLSX
    assert jawaban["Content-Disposition"] == 'attachment; filename="rakor-2026-tw2-tp-resmi-sumatera.xlsx"'
    assert "Ringkasan" in load_workbook(io.BytesIO(jawaban.content)).sheetnames


@pytest.mark.parametrize("pilihan", ["tahun=9999", "tahun=2026&triwulan=5", "tahun=2026&kewenangan=XX"])
def test_unduhan_dengan_pilihan_yang_tidak_ada_tidak_memberi_yang_lain(
    dunia: list[Dipa], pusat: Pengguna, masuk: MasukSebagai, pilihan: str
) -> None:
    klien = masuk(pusat)
    satker = dunia[0].satker.kode
    assert klien.get(f"/rakor/unduh/?{pilihan}").status_code == 404
    assert klien.get(f"/satker/{satker}/rakor/?{pilihan}").status_code == 404


def test_instalasi_kosong(db: None, pusat: Pengguna, masuk: MasukSebagai) -> None:
    klien = masuk(pusat)
    assert "Belum ada DIPA yang dimuat" in buka(klien, "/rakor/").teks
    assert klien.get("/rakor/unduh/").status_code == 404
    assert klien.post("/rakor/bekukan/", kiriman()).status_code == 422
    assert not Pembekuan.objects.exists()


def test_tanpa_dipa_paket_lama_tetap_dapat_dibuka(paket: Pembekuan, pusat: Pengguna, masuk: MasukSebagai) -> None:
    laman = buka(masuk(pusat), "/rakor/?tahun=2026&triwulan=2&kewenangan=DK")
    assert "Tidak ada DIPA" not in laman.teks  # DK was never there: the page shows TP, and says so
    laman = buka(masuk(pusat), "/rakor/?tahun=2031&triwulan=2")
    assert "Tidak ada DIPA" in laman.teks
    assert f"/rakor/{paket.pk}/" in laman.tautan()


# --- Freezing ----------------------------------------------------------------------------------
def kiriman(**isi: object) -> dict[str, object]:
    return {"tahun": 2026, "triwulan": 2, "kewenangan": "TP", "angka": "resmi", "nama": "Rakor TW II 2026"} | isi


def test_tim_pusat_membekukan_dan_mendarat_di_paketnya(dunia: list[Dipa], pusat: Pengguna, masuk: MasukSebagai) -> None:
    klien = masuk(pusat)
    jawaban = klien.post("/rakor/bekukan/", kiriman(angka="sementara"))
    paket = Pembekuan.objects.get()
    assert (jawaban.status_code, jawaban["Location"]) == (302, f"/rakor/{paket.pk}/")
    assert (paket.nama, paket.angka, paket.dibekukan_oleh) == ("Rakor TW II 2026", "sementara", pusat)
    laman = buka(klien, f"/rakor/{paket.pk}/")
    assert "Rakor TW II 2026 dibekukan. Angka di halaman ini tidak berubah lagi." in laman.teks
    assert f"oleh {pusat.nama}" in laman.teks
    assert "Rakor TW II 2026" in buka(klien, "/rakor/").teks
    assert "Paket rakor" in buka(klien, "/riwayat/?jenis=rakor").teks


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"nama": " "}, "Tulis nama rapatnya"),
        ({"nama": "x" * 121}, "paling panjang 120 huruf"),
        ({"tahun": "dua ribu"}, "tidak terbaca"),
        ({"triwulan": 5}, "tidak terbaca"),
        ({"kewenangan": "DK"}, "tidak terbaca"),
        ({"angka": "lain"}, "tidak terbaca"),
        ({"tahun": 2031}, "tidak ada yang dapat dibekukan"),
    ],
)
def test_yang_ditolak_disebut_di_halaman_dan_tidak_ada_yang_dibekukan(
    dunia: list[Dipa], pusat: Pengguna, masuk: MasukSebagai, isi: dict[str, object], kata: str
) -> None:
    jawaban = masuk(pusat).post("/rakor/bekukan/", kiriman(**isi))
    assert jawaban.status_code == 422
    assert kata in baca(jawaban).teks
    assert not Pembekuan.objects.exists()


def test_nama_yang_sudah_ada_ditolak_dan_ketikannya_tetap(
    paket: Pembekuan, pusat: Pengguna, masuk: MasukSebagai
) -> None:
    laman = baca(masuk(pusat).post("/rakor/bekukan/", kiriman(nama="Rakor TW II")))
    assert "sudah dibekukan" in laman.teks
    assert laman.satu("input", id="nama").attrib["value"] == "Rakor TW II"
    assert Pembekuan.objects.count() == 1


def test_kiriman_yang_hilang_karena_masuk_lagi(dunia: list[Dipa], pusat: Pengguna, masuk: MasukSebagai) -> None:
    jawaban = masuk(pusat).get("/rakor/bekukan/", follow=True)
    assert "Kiriman terakhir tidak sampai" in baca(jawaban).teks
    assert not Pembekuan.objects.exists()


def test_membekukan_memerlukan_tanda_csrf(dunia: list[Dipa], pusat: Pengguna) -> None:
    klien = Client(enforce_csrf_checks=True)
    klien.force_login(pusat)
    assert klien.post("/rakor/bekukan/", kiriman()).status_code == 403


# --- One pack ----------------------------------------------------------------------------------
def test_halaman_paket_tidak_berubah(paket: Pembekuan, pusat: Pengguna, masuk: MasukSebagai) -> None:
    klien = masuk(pusat)
    semula = buka(klien, f"/rakor/{paket.pk}/").teks
    for kata in ("70,00 %", "Belum lapor", "1 dari 3", "Dibekukan 2 November 2026", "revisi", "Tercapai"):
        assert kata.lower() in semula.lower(), kata
    ubah_semuanya()
    assert buka(klien, f"/rakor/{paket.pk}/").teks == semula
    buku = klien.get(f"/rakor/{paket.pk}/unduh/")
    assert buku["Content-Disposition"] == (f'attachment; filename="rakor-2026-tw2-tp-resmi-paket-{paket.pk}.xlsx"')


@pytest.mark.parametrize("nomor", ["0", "999999", str(2**63), str(2**80)])
def test_paket_yang_tidak_ada(paket: Pembekuan, pusat: Pengguna, masuk: MasukSebagai, nomor: str) -> None:
    klien = masuk(pusat)
    for pola in (f"/rakor/{nomor}/", f"/rakor/{nomor}/unduh/", f"/rakor/banding/?lama={nomor}&baru={paket.pk}"):
        assert klien.get(pola).status_code == 404


def test_paket_yang_rusak_tidak_menunjukkan_angka(paket: Pembekuan, pusat: Pengguna, masuk: MasukSebagai) -> None:
    with connection.cursor() as kursor:
        kursor.execute("UPDATE realisasi_pembekuandipa SET realisasi = 1 WHERE realisasi > 1")
    klien = masuk(pusat)
    for pola in BACA[2:]:
        jawaban = klien.get(alamat(pola, paket))
        assert jawaban.status_code == 409
        laman = baca(jawaban)
        assert "tidak sama lagi dengan yang dibekukan" in laman.teks
        assert "%" not in laman.teks
    assert klien.get("/rakor/").status_code == 200


@pytest.mark.parametrize("nama", ['<script>alert("1")</script>', "=1+1", "Rapat & “kutip”"])
def test_nama_rapat_ditulis_apa_adanya(dunia: list[Dipa], pusat: Pengguna, masuk: MasukSebagai, nama: str) -> None:
    paket = bekukan(Cakupan(2026, 2, "TP", Angka.RESMI), nama, pusat)
    klien = masuk(pusat)
    for pola in ("/rakor/", f"/rakor/{paket.pk}/", f"/rakor/banding/?lama={paket.pk}&baru=sekarang"):
        assert nama in buka(klien, pola).teks


# --- Two packs ---------------------------------------------------------------------------------
def test_perbandingan_menurut_urutan_rapat(paket: Pembekuan, pusat: Pengguna, masuk: MasukSebagai) -> None:
    """The earlier quarter is the earlier meeting, however they are named in the address."""
    awal = bekukan(Cakupan(2026, 1, "TP", Angka.RESMI), "Rakor TW I", None)
    klien = masuk(pusat)
    laman = buka(klien, f"/rakor/banding/?lama={paket.pk}&baru={awal.pk}")
    assert "Perubahan sejak Rakor TW I ·" in laman.judul
    assert "+599.995" in laman.teks.replace("\u00a0", " ")
    assert f"/rakor/banding/?lama={awal.pk}&baru={paket.pk}" in buka(klien, f"/rakor/{paket.pk}/").tautan()


def test_rapat_lain_disebut_dengan_kewenangan_dan_angkanya(
    paket: Pembekuan, pusat: Pengguna, masuk: MasukSebagai
) -> None:
    bekukan(Cakupan(2026, 2, "SEMUA", Angka.SEMENTARA), "Rakor gabungan", None)
    assert "Rakor gabungan (TW II 2026, DK dan TP, sementara)" in buka(masuk(pusat), f"/rakor/{paket.pk}/").teks


def test_perbandingan_dengan_angka_sekarang(paket: Pembekuan, pusat: Pengguna, masuk: MasukSebagai) -> None:
    lama = f"/rakor/banding/?lama={paket.pk}&baru=sekarang"
    klien = masuk(pusat)
    assert "0 naik · 0 turun" in buka(klien, lama).teks
    baru = pabrik.buat_dipa()
    laman = buka(klien, lama)
    assert f"Baru: {baru.satker.provinsi.nama}" in laman.teks


@pytest.mark.parametrize("kueri", ["", "lama=1", "baru=sekarang", "lama=x&baru=1", "lama=1&baru=-1", "lama=²&baru=1"])
def test_perbandingan_tanpa_dua_paket(paket: Pembekuan, pusat: Pengguna, masuk: MasukSebagai, kueri: str) -> None:
    kueri = re.sub(r"\b1\b", str(paket.pk), kueri)
    assert masuk(pusat).get(f"/rakor/banding/?{kueri}").status_code == 404


# --- The report of one satker ------------------------------------------------------------------
def test_laporan_satker_milik_sendiri_dan_bagi_peran_nasional(
    dunia: list[Dipa], satker_099026: Satker, masuk: MasukSebagai
) -> None:
    for peran in (*Peran, *PeranSatker):
        siapa = pabrik.buat_pengguna(peran=peran, satker=satker_099026 if isinstance(peran, PeranSatker) else None)
        jawaban = masuk(siapa).get(f"/satker/099026/rakor/?{TW2}")
        assert jawaban["Content-Type"] == XLSX
        assert jawaban["Content-Disposition"] == 'attachment; filename="rakor-099026-2026-tw2-tp-resmi.xlsx"'
        buku = load_workbook(io.BytesIO(jawaban.content))
        teks = " ".join(str(s.value) for kertas in buku for baris in kertas.iter_rows() for s in baris if s.value)
        assert "099026" in teks
        assert "069263" not in teks


@pytest.fixture
def satker_099026(dunia: list[Dipa]) -> Satker:
    return Satker.objects.get(kode="099026")


def test_laporan_satker_lain_ditolak(dunia: list[Dipa], satker_099026: Satker, masuk: MasukSebagai) -> None:
    klien = masuk(pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=satker_099026))
    for kode in ("069263", "000000", "x"):
        jawaban = klien.get(f"/satker/{kode}/rakor/?{TW2}")
        assert jawaban.status_code == 403
        assert "Data satker lain hanya dapat dibuka" in baca(jawaban).teks
    assert masuk(pabrik.buat_pengguna()).get(f"/satker/099026/rakor/?{TW2}").status_code == 403


def test_laporan_satker_tanpa_dipa(dunia: list[Dipa], pusat: Pengguna, masuk: MasukSebagai) -> None:
    pabrik.buat_satker("111111")
    for kode in ("111111", "000000"):
        assert masuk(pusat).get(f"/satker/{kode}/rakor/?{TW2}").status_code == 404


def test_tautan_laporan_di_halaman_satker_dan_beranda(
    dunia: list[Dipa], satker_099026: Satker, masuk: MasukSebagai
) -> None:
    klien = masuk(pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=satker_099026))
    assert f"/satker/099026/rakor/?{TW2}" in buka(klien, f"/satker/099026/?{TW2}").tautan()
    assert "/satker/099026/rakor/" in buka(klien, "/pelaporan/").tautan()
    assert klien.get("/satker/099026/rakor/")["Content-Type"] == XLSX


# --- What it costs -----------------------------------------------------------------------------
@pytest.mark.parametrize("pola", [*BACA, "/satker/099026/rakor/"])
def test_kueri_tidak_bertambah(paket: Pembekuan, pusat: Pengguna, masuk: MasukSebagai, pola: str) -> None:
    klien = masuk(pusat)

    def kueri(nomor: Pembekuan) -> list[str]:
        with CaptureQueriesContext(connection) as tangkapan:
            assert klien.get(alamat(pola, nomor)).status_code == 200
        return [q["sql"] for q in tangkapan.captured_queries]

    sedikit = kueri(paket)
    for _ in range(6):
        pabrik.buat_laporan_terverifikasi(pabrik.buat_dipa(), 1, {"52": 5})
    besar = bekukan(Cakupan(2026, 2, "TP", Angka.RESMI), "Rakor besar", None)
    for i in range(4):
        bekukan(Cakupan(2026, 2, "TP", Angka.RESMI), f"Rakor {i}", None)
    assert len(kueri(besar)) == len(sedikit), "\n".join(sedikit)


def test_halaman_paket_besar_tetap_ringan_dan_unduhannya_lengkap(
    paket: Pembekuan, pusat: Pengguna, masuk: MasukSebagai, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.views.rakor.PALING_BANYAK", 2)
    klien = masuk(pusat)
    laman = buka(klien, f"/rakor/{paket.pk}/")
    assert "2 terendah dari 3 satker; semuanya ada dalam unduhan." in laman.teks
    assert klien.get(f"/rakor/{paket.pk}/?ekspor=csv&tabel=peringkat").content.count(b"\r\n") == 4
    banding = f"/rakor/banding/?lama={paket.pk}&baru=sekarang"
    assert "Tidak ada satker yang angkanya berubah. 3 satker tidak berubah" in buka(klien, banding).teks
    for dipa in Dipa.objects.filter(tahun=2026):
        pabrik.buat_revisi(dipa, {"52": 999_999}, nomor=7, berlaku_sejak=dt.date(2026, 6, 30))
    assert "2 teratas dari 3; semuanya ada dalam unduhan." in buka(klien, banding).teks
    assert klien.get(f"{banding}&ekspor=csv").content.count(b"\r\n") == 4
