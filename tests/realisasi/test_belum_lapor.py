"""Who has not reported: who stands in the list, how late, with which words and links, and who may read it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from realisasi.kata_pengingat import nomor_ponsel
from realisasi.models import HariLibur, Kewenangan, PerpanjanganPeriode, TahunAnggaran
from satker.models import Pengguna, PeranSatker, Satker
from satker.peran import Peran
from tests import pabrik

MasukSebagai = Callable[[Pengguna | str], Client]
ALAMAT = "/verifikasi/belum-lapor/"
TW3 = f"{ALAMAT}?tahun=2026&triwulan=3"


def isi(klien: Client, alamat: str = TW3) -> str:
    """The words of a page, without markup, blanks put together."""
    jawaban = klien.get(alamat)
    assert jawaban.status_code == 200
    return polos(jawaban.content.decode())


def polos(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\xa0", " ").split())


def pesan(klien: Client, alamat: str = TW3) -> list[str]:
    """The texts that are ready to send."""
    html = klien.get(alamat).content.decode()
    return [unescape(t) for t in re.findall(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)]


def tautan(klien: Client, awal: str) -> list[str]:
    html = klien.get(TW3).content.decode()
    return [unescape(t) for t in re.findall(rf'href="({re.escape(awal)}[^"]*)"', html)]


@pytest.fixture
def dinas(satker_dinas: Satker) -> Satker:
    """A satker with a contact, its DIPA, and the window of TW III (due on 7 October, a Wednesday)."""
    satker_dinas.kontak_nama = "Siti Aminah"
    satker_dinas.kontak_telepon = "0812-3456-7890"
    satker_dinas.kontak_surel = "narahubung@dinas.example"
    satker_dinas.save()
    for triwulan in (1, 2, 3):
        pabrik.buat_periode(triwulan)
    pabrik.buat_dipa(satker_dinas)
    return satker_dinas


def lapor_sampai(satker: Satker, triwulan: int) -> None:
    for q in range(1, triwulan + 1):
        pabrik.buat_laporan_terverifikasi(satker.dipa.get(), q, {"52": 1000})


# --- Who may read it ------------------------------------------------------------------
@pytest.mark.parametrize("peran", list(Peran))
def test_peran_nasional_membaca(dinas: Satker, masuk: MasukSebagai, peran: Peran) -> None:
    assert dinas.nama in isi(masuk(pabrik.buat_pengguna(peran=peran)))


@pytest.mark.parametrize("peran", [*PeranSatker, None])
def test_dinas_ditolak(dinas: Satker, masuk: MasukSebagai, peran: PeranSatker | None) -> None:
    jawaban = masuk(pabrik.buat_pengguna(peran=peran, satker=dinas if peran else None)).get(ALAMAT)
    assert jawaban.status_code == 403


def test_tanpa_masuk_diarahkan(client: Client, db: None) -> None:
    assert client.get(ALAMAT).status_code == 302


def test_hanya_dibaca(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    assert masuk(pusat).post(ALAMAT).status_code == 405


# --- Who stands in it -----------------------------------------------------------------
@pytest.mark.basis_data
def test_keadaan_menentukan_siapa_yang_tercantum(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    nama = {}
    for keadaan in ("draf", "diajukan", "diverifikasi", "dikembalikan", "diajukan lagi", "dibuka", "baru nanti"):
        satker = pabrik.buat_satker(nama=f"Dinas {keadaan}")
        nama[keadaan] = satker.nama
        dipa = pabrik.buat_dipa(satker, berlaku_sejak=dt.date(2026, 10, 1) if keadaan == "baru nanti" else None)
        if keadaan == "draf":
            pabrik.buat_laporan(dipa, 3, {"52": 1})
        elif keadaan == "diverifikasi":
            pabrik.buat_laporan_terverifikasi(dipa, 3, {"52": 1})
        elif keadaan == "dibuka":
            pabrik.kembalikan(pabrik.buat_laporan_terverifikasi(dipa, 3, {"52": 1}))
        elif keadaan != "baru nanti":
            laporan = pabrik.buat_laporan_diajukan(dipa, 3, {"52": 1})
            if keadaan != "diajukan":
                pabrik.kembalikan(laporan)
            if keadaan == "diajukan lagi":
                pabrik.buat_laporan_diajukan(dipa, 3, {"52": 2})
    teks = isi(masuk(pusat))
    tercantum = {k for k, n in nama.items() if n in teks}
    assert tercantum == {"draf", "dikembalikan", "dibuka"}
    assert dinas.nama in teks
    assert "4 dari 7 DIPA belum mengajukan, 2 di antaranya dikembalikan" in teks
    for kata in ("Belum diisi", "Draf, belum diajukan", "Dikembalikan", "Dibuka kembali"):
        assert kata in teks


def test_dk_dan_tp_dihitung_sendiri(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    dk = pabrik.buat_dipa(dinas, kewenangan=Kewenangan.DK)
    pabrik.buat_laporan_diajukan(dk, 3, {"52": 1})
    (teks,) = pesan(masuk(pusat))
    assert "DIPA Tugas Pembantuan" in teks


def test_semua_sudah_melapor(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    lapor_sampai(dinas, 3)
    assert "Semua 1 DIPA sudah mengajukan laporan TW III 2026" in isi(masuk(pusat))


# --- Which quarter --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("pada", "triwulan"),
    [("2026-07-01", "TW II"), ("2026-09-30", "TW II"), ("2026-10-01", "TW III")],
)
def test_bawaan_triwulan_terakhir_yang_dibuka(
    dinas: Satker, pusat: Pengguna, masuk: MasukSebagai, jam: object, pada: str, triwulan: str
) -> None:
    jam.move_to(dt.datetime.fromisoformat(f"{pada} 00:30+07:00"))  # type: ignore[attr-defined]
    assert f"Belum lapor {triwulan} 2026" in isi(masuk(pusat), ALAMAT)


@pytest.mark.parametrize(
    "kueri",
    [
        "tahun=x",
        "tahun=٢٠٢٦",
        "tahun=20266",
        "triwulan=5",
        "triwulan=%00",
        "tahun=&triwulan=0",
        "tahun=-026",
        "tahun[]=1",
        "triwulan=" + "9" * 5000,
    ],
)
def test_alamat_yang_tidak_terbaca_memakai_bawaan(
    dinas: Satker, pusat: Pengguna, masuk: MasukSebagai, kueri: str
) -> None:
    teks = isi(masuk(pusat), f"{ALAMAT}?{kueri}")
    assert "Belum lapor TW III 2026" in teks
    assert ("Sebagian alamat tidak terbaca" in teks) == ("[]" not in kueri)


def test_triwulan_yang_belum_dibuka_dan_tahun_yang_tidak_ada(
    dinas: Satker, pusat: Pengguna, masuk: MasukSebagai
) -> None:
    pabrik.buat_periode(4)
    klien = masuk(pusat)
    assert "Pengisian TW IV 2026 belum dibuka" in isi(klien, f"{ALAMAT}?tahun=2026&triwulan=4")
    assert "Tahun 2031 belum dibuka" in isi(klien, f"{ALAMAT}?tahun=2031&triwulan=4")
    pabrik.buat_tahun(2025)
    assert "Jadwal TW I 2025 belum diatur" in isi(klien, f"{ALAMAT}?tahun=2025&triwulan=1")


def test_instalasi_kosong(pusat: Pengguna, masuk: MasukSebagai) -> None:
    assert "belum dibuka" in isi(masuk(pusat), ALAMAT)


# --- How late -------------------------------------------------------------------------
@pytest.mark.pada("2026-10-05 08:00")
def test_sebelum_tenggat_hari_kerja_yang_tersisa(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    HariLibur.objects.create(tanggal=dt.date(2026, 10, 6), nama="Libur")
    teks = isi(masuk(pusat))
    assert "2 hari kerja lagi" in teks  # Monday and Wednesday
    assert "terlambat" not in teks


@pytest.mark.pada("2026-10-07 23:59")
def test_pada_hari_tenggat(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    teks = isi(masuk(pusat))
    assert "tenggat hari ini" in teks
    assert "terlambat" not in teks


@pytest.mark.pada("2026-10-08 00:00")
def test_lewat_tengah_malam_terlambat_sehari(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    assert "terlambat 1 hari" in isi(masuk(pusat))


def test_yang_dikembalikan_dihitung_sampai_pengajuan_pertama(
    dinas: Satker, pusat: Pengguna, masuk: MasukSebagai, jam: object
) -> None:
    jam.move_to(dt.datetime(2026, 10, 9, 3, tzinfo=dt.UTC))  # type: ignore[attr-defined]
    laporan = pabrik.buat_laporan_diajukan(dinas.dipa.get(), 3, {"52": 1})
    laporan.dikembalikan_pada = timezone.now()
    pabrik.kembalikan(laporan, "Belanja barang belum cocok dengan SP2D.")
    jam.move_to(dt.datetime(2026, 10, 20, 3, tzinfo=dt.UTC))  # type: ignore[attr-defined]
    teks = isi(masuk(pusat))
    assert "pengajuan pertama terlambat 2 hari" in teks
    assert "Sejak 9 Oktober 2026, 11 hari lalu: Belanja barang belum cocok dengan SP2D." in teks


# --- The words to send ----------------------------------------------------------------
def test_pesan_menyebut_semua_yang_perlu(
    dinas: Satker, pusat: Pengguna, masuk: MasukSebagai, settings: LazySettings
) -> None:
    settings.ALAMAT_SITUS = "https://realisasi.example.go.id/"
    lapor_sampai(dinas, 1)
    dipa = dinas.dipa.get()
    (teks,) = pesan(masuk(pusat))
    assert teks.startswith(f"Yth. Siti Aminah\n{dinas.nama} (satker 099026)\n")
    for kalimat in (
        "Laporan realisasi TW III 2026",
        "belum kami terima: belum ada angka yang diisi.",
        "Tenggatnya 7 Oktober 2026, sudah lewat 26 hari. Pengisian masih terbuka sampai 31 Desember 2026.",
        "Laporan TW II juga belum diajukan dan perlu diajukan lebih dahulu.",
        f"Mohon dilengkapi di https://realisasi.example.go.id/pelaporan/{dipa.pk}/3/",
        "Terima kasih.",
    ):
        assert kalimat in teks


def test_pesan_untuk_yang_dikembalikan_mengutip_alasan(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    lapor_sampai(dinas, 2)
    laporan = pabrik.buat_laporan_diajukan(dinas.dipa.get(), 3, {"52": 1})
    laporan.dikembalikan_pada = timezone.now()
    pabrik.kembalikan(laporan, "Cek 52.\n" + "panjang " * 100)
    (teks,) = pesan(masuk(pusat))
    assert "dikembalikan pada 2 November 2026 dan belum diajukan kembali. Alasannya: Cek 52. panjang" in teks
    assert len(teks) < 1500
    assert "juga belum diajukan" not in teks


@pytest.mark.pada("2027-01-20 09:00")
def test_setelah_pengisian_berakhir_pesan_meminta_menghubungi(
    dinas: Satker, pusat: Pengguna, masuk: MasukSebagai
) -> None:
    klien = masuk(pusat)
    (teks,) = pesan(klien)
    assert "masa pengisian sudah berakhir 31 Desember 2026" in teks
    assert "Mohon hubungi kami" in teks
    assert "perlu perpanjangan" in isi(klien)
    PerpanjanganPeriode.objects.create(
        periode=pabrik.PeriodePelaporan.objects.get(triwulan=3),
        satker=dinas,
        sampai=dt.date(2027, 1, 25),
        alasan="Banjir",
    )
    (teks,) = pesan(klien)
    assert "Pengisian masih terbuka sampai 25 Januari 2027" in teks
    assert "Diperpanjang sampai 25 Januari 2027" in isi(klien)


def test_tahun_yang_ditutup_tanpa_pesan(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    tahun = TahunAnggaran.objects.get()
    tahun.ditutup = True
    tahun.save()
    klien = masuk(pusat)
    assert "Tahun 2026 sudah ditutup" in isi(klien)
    assert pesan(klien) == []
    assert tautan(klien, "https://wa.me/") == []


def test_isi_dari_orang_tidak_menjadi_markup(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    dinas.kontak_nama = "</textarea><script>alert(1)</script>"
    dinas.kontak_telepon = '"><b>x'
    dinas.save()
    html = masuk(pusat).get(TW3).content.decode()
    assert "<script>alert" not in html
    assert '"><b>x' not in html


# --- WhatsApp and mail ----------------------------------------------------------------
@pytest.mark.parametrize(
    ("telepon", "nomor"),
    [
        ("081234567890", "6281234567890"),
        ("0812-3456-7890", "6281234567890"),
        ("+62 812 3456 7890", "6281234567890"),
        ("62812.3456.7890", "6281234567890"),
        ("+62 (0) 812-3456-7890", "6281234567890"),
        ("81234567890", "6281234567890"),
        ("0761-123456 / 0812 3456 7890", "6281234567890"),
        ("0811234567", "62811234567"),
        ("0761-123456", None),
        ("(000) 099-026", None),
        ("0812345", None),
        ("0812345678901234", None),
        ("+1 812 345 67890", None),
        ("hubungi 081234567890", None),
        ("٠٨١٢٣٤٥٦٧٨٩٠", None),
        ("", None),
        ("-", None),
    ],
)
def test_nomor_ponsel(telepon: str, nomor: str | None) -> None:
    assert nomor_ponsel(telepon) == nomor


def test_tautan_whatsapp_membawa_pesan_yang_sama(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    klien = masuk(pusat)
    (wa,) = tautan(klien, "https://wa.me/")
    bagian = urlsplit(wa)
    assert bagian.path == "/6281234567890"
    assert parse_qs(bagian.query)["text"] == pesan(klien)
    html = klien.get(TW3).content.decode()
    assert re.search(r'<a [^>]*href="https://wa\.me/[^>]*target="_blank" rel="noopener noreferrer"', html)


@pytest.mark.parametrize("telepon", ["", "(000) 099-026"])
def test_tanpa_nomor_tidak_ada_tautan(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai, telepon: str) -> None:
    dinas.kontak_telepon = telepon
    dinas.save()
    klien = masuk(pusat)
    assert tautan(klien, "https://wa.me/") == []
    # Said once above the list, with the names.
    sebab = f"bukan nomor ponsel yang terbaca: {dinas.provinsi.nama} TP."
    assert isi(klien).count(sebab) == 1


def test_tautan_surel_kepada_petugas_dan_narahubung(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    pabrik.buat_pengguna("op", peran=PeranSatker.OPERATOR, satker=dinas, email="op@dinas.example")
    pabrik.buat_pengguna("kep", peran=PeranSatker.KEPALA, satker=dinas, email="kep@dinas.example")
    pabrik.buat_pengguna("lama", peran=PeranSatker.OPERATOR, satker=dinas, email="lama@x.example", is_active=False)
    klien = masuk(pusat)
    (surel,) = tautan(klien, "mailto:")
    bagian = urlsplit(surel)
    assert bagian.path == "kep@dinas.example,op@dinas.example,narahubung@dinas.example"
    isi_surel = {k: v[0] for k, v in parse_qs(bagian.query).items()}
    assert isi_surel["subject"].startswith("Pengingat: laporan TW III 2026 TP")
    assert isi_surel["body"].replace("\r\n", "\n") == pesan(klien)[0]
    assert "+" not in unquote(bagian.query).split("body=")[0]


def test_satker_tanpa_kontak_tetap_tercantum(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    kosong = pabrik.buat_satker()
    pabrik.buat_dipa(kosong)
    teks = isi(masuk(pusat))
    assert kosong.nama in teks
    assert "Narahubung belum diisi." in teks
    assert "Tidak ada alamat surel" in teks


# --- Cost -----------------------------------------------------------------------------
@pytest.mark.basis_data
def test_kueri_tidak_bertambah_dengan_jumlah_satker(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    def jumlah() -> int:
        with CaptureQueriesContext(connection) as tangkapan:
            assert masuk(pusat).get(TW3).status_code == 200
        return len(tangkapan)

    pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=dinas)
    sedikit = jumlah()
    for _ in range(5):
        satker = pabrik.buat_satker(kontak_telepon="081234567890")
        pabrik.buat_pengguna(peran=PeranSatker.OPERATOR, satker=satker)
        pabrik.kembalikan(pabrik.buat_laporan_diajukan(pabrik.buat_dipa(satker), 3, {"52": 1}))
    assert jumlah() == sedikit


def test_data_contoh(demo: None, masuk: MasukSebagai) -> None:
    teks = isi(masuk("pusat"), ALAMAT)
    assert "Belum lapor TW III 2026" in teks
    assert "17 dari 38 DIPA belum mengajukan, 4 di antaranya dikembalikan" in teks


@pytest.mark.pada("2026-11-25 09:00")
def test_tanpa_data_triwulannya_sama_dengan_dasbor(pusat: Pengguna, masuk: MasukSebagai) -> None:
    """Before anything is set up the pages speak of one quarter, and no other year is offered."""
    klien = masuk(pusat)
    laman = isi(klien, ALAMAT)
    assert "Belum lapor TW III 2026" in laman
    assert "Pilih tahun lain" not in laman
    assert "Tim pusat membuka tahun di halaman Pengaturan." in laman
    assert "Verifikasi TW III 2026" in isi(klien, "/verifikasi/")
    dasbor = klien.get("/").context["s"]
    assert (dasbor.tahun, dasbor.triwulan) == (2026, 3)


def test_pengingat_terkirim_disebut_sekali(dinas: Satker, pusat: Pengguna, masuk: MasukSebagai) -> None:
    laman = isi(masuk(pusat))
    assert laman.count("Belum ada pengingat surel yang dikirim untuk laporan di bawah.") == 1
