"""Several people at one report: who is late is told, sees both versions, and loses nothing that was stored.

The races themselves are in `test_alur_bersamaan`; here is what the second one reads.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from realisasi.models import Bukti, LaporanTriwulan, StatusLaporan
from satker.models import CatatanJurnal, Pengguna
from tests import pabrik
from tests.dashboard.halaman import Laman, baca, baca_tabel, buka, teks
from tests.realisasi.keadaan import (
    DIAJUKAN,
    DIBUKA_KEMBALI,
    DIVERIFIKASI,
    DRAF,
    ISIAN,
    KENDALA,
    TIDAK_ADA,
    Dunia,
    potret,
)
from tests.realisasi.layar_isian import terkirim

pytestmark = [pytest.mark.django_db, pytest.mark.pada("2026-07-03 09:00")]

Masuk = Callable[[Pengguna], Client]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def dunia(settings: LazySettings, tmp_path: Path) -> Dunia:
    settings.MEDIA_ROOT = tmp_path
    return Dunia()


def alamat(dunia: Dunia, akhir: str = "") -> str:
    return f"/pelaporan/{dunia.dipa.pk}/2/{akhir}"


def lampirkan(klien: Client, dunia: Dunia, nama: str = "SP2D Juni.pdf") -> Bukti:
    isi = PDF + nama.encode()
    assert klien.post(alamat(dunia, "bukti/"), {"berkas": SimpleUploadedFile(nama, isi + PDF)}).status_code == 302
    return Bukti.objects.get(nama=nama)


# --- Evidence counts as a change ---------------------------------------------------------
@pytest.mark.parametrize("lepas", [False, True])
def test_bukti_yang_berubah_sesudah_ringkasan_dibuka_disebut(dunia: Dunia, masuk: Masuk, lepas: bool) -> None:
    """The kepala confirms a summary; meanwhile the operator attaches a file, or takes one off."""
    dunia.bawa_ke(DRAF)
    operator, kepala = masuk(dunia.operator), masuk(dunia.kepala)
    lama = lampirkan(operator, dunia, "SP2D Mei.pdf")
    ringkasan = buka(kepala, alamat(dunia, "periksa/"))
    assert "SP2D Mei.pdf" in ringkasan.teks
    hitungan = {"perubahan_ke": ringkasan.satu("input", name="perubahan_ke").get("value", "")}
    assert hitungan["perubahan_ke"] == str(dunia.perubahan_ke)
    if lepas:
        assert operator.post(alamat(dunia, f"bukti/{lama.pk}/lepas/")).status_code == 302
    else:
        lampirkan(operator, dunia, "SP2D Juni.pdf")
    sebelum = potret(dunia.dipa)
    jawaban = kepala.post(alamat(dunia, "ajukan/"), hitungan)
    assert jawaban.status_code == 409
    laman = baca(jawaban)
    assert "sudah diubah" in laman.teks
    assert ("SP2D Juni.pdf" in laman.teks, "SP2D Mei.pdf" in laman.teks) == (not lepas, not lepas)
    assert "tidak ada" in laman.teks or not lepas
    assert potret(dunia.dipa) == sebelum
    # Confirmed once more, as it stands now, it goes through.
    hitungan = {"perubahan_ke": laman.satu("input", name="perubahan_ke").get("value", "")}
    assert kepala.post(alamat(dunia, "ajukan/"), hitungan).status_code == 302
    assert dunia.laporan is not None
    assert dunia.laporan.versi_diajukan is not None
    nama = dunia.laporan.versi_diajukan.bukti.values_list("nama", flat=True)
    assert sorted(nama) == ([] if lepas else ["SP2D Juni.pdf", "SP2D Mei.pdf"])


def test_bukti_menaikkan_hitungan_sekali_dan_menyebut_siapa(dunia: Dunia, masuk: Masuk) -> None:
    dunia.bawa_ke(DIBUKA_KEMBALI)
    operator = masuk(dunia.operator)
    hitungan = dunia.perubahan_ke
    bukti = lampirkan(operator, dunia)
    assert dunia.perubahan_ke == hitungan + 1
    assert dunia.laporan is not None
    assert dunia.laporan.nama_pengubah == dunia.operator.nama
    assert operator.post(alamat(dunia, f"bukti/{bukti.pk}/lepas/")).status_code == 302
    assert dunia.perubahan_ke == hitungan + 2


def test_bukti_yang_ditolak_tidak_menaikkan_hitungan(dunia: Dunia, masuk: Masuk) -> None:
    dunia.bawa_ke(DRAF)
    operator = masuk(dunia.operator)
    bukti = lampirkan(operator, dunia)
    sebelum = potret(dunia.dipa)
    with bukti.berkas.open() as isi:
        berkas = SimpleUploadedFile("salinan.pdf", isi.read())
    assert operator.post(alamat(dunia, "bukti/"), {"berkas": berkas}).status_code == 422
    assert operator.post(alamat(dunia, f"bukti/{bukti.pk + 1}/lepas/")).status_code == 409
    assert potret(dunia.dipa) == sebelum


# --- A paste without script --------------------------------------------------------------
@pytest.mark.parametrize("hitungan", [None, "", "0", "99", "-1", "satu", "1 ", "٢", "9" * 40])
def test_tempelan_dari_halaman_lama_ditolak_utuh(dunia: Dunia, masuk: Masuk, hitungan: str | None) -> None:
    dunia.bawa_ke(DIBUKA_KEMBALI)
    sebelum, jurnal = potret(dunia.dipa), CatatanJurnal.objects.count()
    kirim = {"teks": "52\t430.000.000"} | ({} if hitungan is None else {"perubahan_ke": hitungan})
    jawaban = masuk(dunia.operator).post(alamat(dunia, "tempel/"), kirim)
    assert jawaban.status_code == 409
    laman = baca(jawaban)
    assert "tempelan belum disimpan" in laman.teks
    assert potret(dunia.dipa) == sebelum
    assert CatatanJurnal.objects.count() == jurnal
    # The text stays, with the count of the page that is shown now: sent again it is stored.
    isi = terkirim(laman, "tempelan")
    assert isi["teks"] == "52\t430.000.000"
    assert masuk(dunia.operator).post(alamat(dunia, "tempel/"), isi).status_code == 302
    assert dunia.lembar().isian.realisasi == {"52": 430_000_000}


def test_tempelan_pertama_membuat_laporan(dunia: Dunia, masuk: Masuk) -> None:
    klien = masuk(dunia.operator)
    isi = terkirim(buka(klien, alamat(dunia)), "tempelan") | {"teks": "430.000.000"}
    assert klien.post(alamat(dunia, "tempel/"), isi).status_code == 302
    assert dunia.lembar().isian.realisasi == {"52": 430_000_000}


@pytest.mark.parametrize(("ubah", "kode"), [({"teks": "430,5"}, 422), ({"perubahan_ke": "99"}, 409)])
def test_tempelan_kumulatif_yang_ditolak_tidak_kembali_sebagai_angka_triwulan(
    dunia: Dunia, masuk: Masuk, ubah: dict[str, str], kode: int
) -> None:
    """Sent again after a refusal, 550 million until TW II are still 400 million in TW II alone."""
    klien = masuk(dunia.operator)
    isi = terkirim(buka(klien, alamat(dunia)), "tempelan") | {"teks": "550.000.000", "kolom": "k"}
    ditolak = klien.post(alamat(dunia, "tempel/"), isi | ubah)
    assert ditolak.status_code == kode
    lagi = terkirim(baca(ditolak), "tempelan") | {"teks": "550.000.000"}
    assert klien.post(alamat(dunia, "tempel/"), lagi).status_code == 302
    assert dunia.lembar().isian.realisasi == {"52": 400_000_000}


def test_tempelan_yang_ditolak_dikatakan_di_awal_halaman(dunia: Dunia, masuk: Masuk) -> None:
    """The paste form stands far below; on a phone the page would else come back as if all were well."""
    dunia.bawa_ke(DRAF)
    jawaban = masuk(dunia.operator).post(
        alamat(dunia, "tempel/"), {"teks": "430,5", "perubahan_ke": dunia.perubahan_ke}
    )
    laman = baca(jawaban)
    kabar = laman.semua(role="alert")[0]
    assert "Tempelan tidak disimpan. Isi draf tidak berubah." in teks(kabar)
    urut = list(laman.akar.iter())
    assert urut.index(kabar) < urut.index(laman.satu("form", id="isian"))


# --- Where the page leads -------------------------------------------------------------------
@pytest.mark.parametrize("keadaan", [TIDAK_ADA, DRAF, DIAJUKAN])
def test_tiap_tautan_halaman_isian_terbuka(dunia: Dunia, masuk: Masuk, keadaan: str) -> None:
    """Before anything is written there is nothing to print and no history: neither is offered."""
    dunia.bawa_ke(keadaan)
    klien = masuk(dunia.kepala)
    laman = buka(klien, alamat(dunia))
    assert tautan_buntu(klien, laman, alamat(dunia)) == []
    assert (alamat(dunia, "cetak/") in laman.tautan()) == (keadaan != TIDAK_ADA)


def test_tautan_terbuka_juga_dari_jawaban_yang_menolak(dunia: Dunia, masuk: Masuk) -> None:
    """Such an answer stands under another address than the entry page."""
    dunia.bawa_ke(DRAF)
    klien = masuk(dunia.kepala)
    ditolak = klien.post(alamat(dunia, "tempel/"), {"teks": "430,5", "perubahan_ke": dunia.perubahan_ke})
    assert tautan_buntu(klien, baca(ditolak), alamat(dunia, "tempel/")) == []


def tautan_buntu(klien: Client, laman: Laman, dari: str) -> list[str]:
    """The links in `main` that lead to no page, from the address at which the page stands."""
    semua = {urljoin(dari, a.get("href", "")).split("#")[0] for a in laman.satu("main").iter("a")}
    return sorted(a for a in semua - {dari} if klien.get(a).status_code != 200)


# --- Submitted or verified meanwhile ------------------------------------------------------
@pytest.mark.parametrize(("keadaan", "kata"), [(DIAJUKAN, "sudah diajukan"), (DIVERIFIKASI, "sudah diverifikasi")])
def test_simpanan_otomatis_sesudah_diajukan_tidak_menawarkan_pilihan(
    dunia: Dunia, masuk: Masuk, keadaan: str, kata: str
) -> None:
    dunia.bawa_ke(DRAF)
    klien = masuk(dunia.operator)
    isi = terkirim(buka(klien, alamat(dunia))) | {"r-52": "1.000.000", "k-52": ""}
    dunia.ajukan()
    if keadaan == DIVERIFIKASI:
        dunia.verifikasi()
    sebelum = potret(dunia.dipa)
    jawaban = klien.post(alamat(dunia, "draf/"), isi)
    assert jawaban.status_code == 409
    data = jawaban.json()
    assert (data["selesai"], set(data)) == (True, {"selesai", "pesan"})
    assert kata in data["pesan"]
    # The same by the button, without script: the page to read, and no choice either.
    halaman = klien.post(alamat(dunia), isi)
    assert halaman.status_code == 409
    laman = baca(halaman)
    assert kata in laman.teks
    assert not laman.semua(id="bentrok")
    assert not laman.semua("button", name="timpa")
    assert potret(dunia.dipa) == sebelum


# --- Both versions, in all that differs ------------------------------------------------------
def tabel_bentrok(laman: Laman) -> dict[str, tuple[str, str]]:
    """The rows of the choice: part, mine, theirs."""
    kotak = laman.satu("div", id="bentrok")
    hasil = {}
    for tabel in kotak.iter("table"):
        for baris in baca_tabel(tabel):
            bagian, saya, dia = baris.values()
            hasil[bagian] = (saya, dia)
    return hasil


KENDALA_DUA = replace(KENDALA, uraian="Juknis terlambat.", kategori="LAINNYA")
PENDEK = "Lelang gagal.; Lelang ulang.; Kepala bidang; 1 Desember 2026"
BEDA: dict[str, tuple[dict[str, Any], dict[str, tuple[str, str]]]] = {
    "satu angka": (
        {"realisasi": {"52": 390_000_000}},
        {"52 Barang, TW II saja": ("Rp 400.000.000", "Rp 390.000.000")},
    ),
    "angka yang dikosongkan": ({"realisasi": {}}, {"52 Barang, TW II saja": ("Rp 400.000.000", "belum diisi")}),
    "nol bukan kosong": (
        {"realisasi": {"52": 400_000_000, "57": 0}},
        {"57 Bantuan sosial, TW II saja": ("belum diisi", "Rp 0")},
    ),
    "dasar": ({"basis": "AKRUAL"}, {"Dasar angka": ("SP2D", "Akrual")}),
    "dasar kosong": ({"basis": ""}, {"Dasar angka": ("SP2D", "–")}),
    "tanggal": ({"tanggal_data": dt.date(2026, 7, 1)}, {"Data per tanggal": ("30 Juni 2026", "1 Juli 2026")}),
    "tanggal kosong": ({"tanggal_data": None}, {"Data per tanggal": ("30 Juni 2026", "–")}),
    "fisik": ({"fisik": 0}, {"Kemajuan fisik": ("40 %", "0 %")}),
    "fisik kosong": ({"fisik": None}, {"Kemajuan fisik": ("40 %", "–")}),
    "kategori kendala": (
        {"kendala": (replace(KENDALA, kategori="REVISI_DIPA"),)},
        {"Kendala 1": (f"Pengadaan; {PENDEK}", f"Revisi DIPA atau blokir; {PENDEK}")},
    ),
    "penanggung jawab kendala": (
        {"kendala": (replace(KENDALA, penanggung_jawab="Sekretaris"),)},
        {"Kendala 1": (f"Pengadaan; {PENDEK}", f"Pengadaan; {PENDEK.replace('Kepala bidang', 'Sekretaris')}")},
    ),
    "batas waktu kendala": (
        {"kendala": (replace(KENDALA, batas_waktu="2026-11-02"),)},
        {"Kendala 1": (f"Pengadaan; {PENDEK}", f"Pengadaan; {PENDEK.replace('1 Desember', '2 November')}")},
    ),
    "kendala kedua": (
        {"kendala": (KENDALA, KENDALA_DUA)},
        {"Kendala 2": ("–", f"Lainnya; {PENDEK.replace('Lelang gagal', 'Juknis terlambat')}")},
    ),
    "tanpa kendala": ({"kendala": ()}, {"Kendala 1": (f"Pengadaan; {PENDEK}", "–")}),
    "alasan": ({"alasan": {"LONJAKAN": "Termin kedua."}}, {"Alasan lonjakan": ("–", "Termin kedua.")}),
    "alasan satu jenis": (
        {"alasan": {"PAGU_MINUS:57": "Pergeseran."}},
        {"Alasan pagu minus, 57 Bantuan sosial": ("–", "Pergeseran.")},
    ),
    "beberapa sekaligus": (
        {"realisasi": {"52": 1, "53": 2}, "fisik": 41},
        {
            "52 Barang, TW II saja": ("Rp 400.000.000", "Rp 1"),
            "53 Modal, TW II saja": ("belum diisi", "Rp 2"),
            "Kemajuan fisik": ("40 %", "41 %"),
        },
    ),
}


@pytest.mark.parametrize("kasus", BEDA)
@pytest.mark.parametrize("akhir", ["", "draf/"])
def test_tabel_memuat_semua_yang_berbeda_dan_hanya_itu(dunia: Dunia, masuk: Masuk, kasus: str, akhir: str) -> None:
    """Mine is the draft as it was opened; another has stored something else since."""
    ubah, harapan = BEDA[kasus]
    dunia.bawa_ke(DRAF)
    klien = masuk(dunia.kepala)
    isi = terkirim(buka(klien, alamat(dunia)))
    dunia.simpan(replace(ISIAN, **ubah))
    sebelum = potret(dunia.dipa)
    jawaban = klien.post(alamat(dunia, akhir), isi)
    assert jawaban.status_code == 409
    laman = Laman(jawaban.json()["bentrok"]) if akhir else baca(jawaban)
    assert tabel_bentrok(laman) == harapan
    kotak = teks(laman.satu("div", id="bentrok"))
    assert dunia.operator.nama in kotak
    assert potret(dunia.dipa) == sebelum


@pytest.mark.parametrize(
    ("tindakan", "kata"), [("", "belum dijawab"), ("teruskan", "masih terbuka"), ("tutup", "ditutup")]
)
def test_jawaban_atas_kendala_bawaan_disebut_dalam_kata(dunia: Dunia, masuk: Masuk, tindakan: str, kata: str) -> None:
    """The obstacle of TW I, which the other kept and I did something else with."""
    bawaan = pabrik.buat_kendala(dunia.dipa)
    dunia.simpan(replace(ISIAN, kendala=()))
    klien = masuk(dunia.kepala)
    isi = terkirim(buka(klien, alamat(dunia))) | {"kendala-0-tindakan": tindakan}
    lain = "tutup" if tindakan == "teruskan" else "teruskan"
    milik = replace(dunia.lembar().isian.kendala[0], tindakan=lain)
    assert milik.id == bawaan.pk
    dunia.simpan(replace(ISIAN, kendala=(milik,)))
    (saya, dia) = tabel_bentrok(baca(klien.post(alamat(dunia), isi)))["Kendala 1"]
    assert saya.endswith(f"; {kata}")
    assert dia.endswith("; ditutup" if lain == "tutup" else "; masih terbuka")
    assert saya.removesuffix(kata) == dia.removesuffix("ditutup").removesuffix("masih terbuka")


def test_pilihan_isian_saya_menimpa_yang_ditunjukkan_saja(dunia: Dunia, masuk: Masuk) -> None:
    dunia.bawa_ke(DRAF)
    klien = masuk(dunia.kepala)
    isi = terkirim(buka(klien, alamat(dunia))) | {"r-52": "", "k-52": "560.000.000"}  # 150 until TW I: 410 in TW II
    dunia.simpan(replace(ISIAN, fisik=41, realisasi={"52": 5_000_000}))
    laman = baca(klien.post(alamat(dunia), isi))
    assert tabel_bentrok(laman)["52 Barang, TW II saja"] == ("Rp 410.000.000", "Rp 5.000.000")
    pilih = terkirim(laman) | {"timpa": laman.satu("button", name="timpa").get("value", "")}
    dunia.simpan(replace(ISIAN, fisik=42))  # a third draft: nobody has chosen against that one
    assert klien.post(alamat(dunia), pilih).status_code == 409
    assert dunia.lembar().isian.fisik == 42
    pilih["timpa"] = str(dunia.perubahan_ke)
    assert klien.post(alamat(dunia), pilih).status_code == 302
    assert (dunia.lembar().isian.fisik, dunia.lembar().isian.realisasi) == (40, {"52": 410_000_000})
    assert LaporanTriwulan.objects.get(dipa=dunia.dipa, triwulan=2).status == StatusLaporan.DRAF
