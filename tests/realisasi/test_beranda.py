"""The home of a dinas: what it lists to do and to wait for, the position, the bell, and who may open it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from realisasi import alur
from realisasi.beranda import jumlah_tugas
from realisasi.isian import TERUSKAN, Isian, IsianKendala
from realisasi.lembar_isian import baca_lembar
from realisasi.lembar_satker import baca_berkas
from realisasi.models import CatatanPengembalian, Dipa, LaporanTriwulan, PerpanjanganPeriode
from satker.models import Pengguna, PeranSatker, Satker
from satker.peran import Peran
from tests import pabrik
from tests.dashboard.halaman import Laman, baca, buka, teks

pytestmark = [pytest.mark.basis_data, pytest.mark.django_db, pytest.mark.pada("2026-07-06 09:00")]

MasukSebagai = Callable[[Pengguna | str], Client]
KENDALA = IsianKendala(
    kategori="PENGADAAN",
    uraian="Lelang gagal.",
    tindak_lanjut="Lelang ulang.",
    penanggung_jawab="Kepala bidang",
    batas_waktu="2026-09-01",
)
ISIAN = Isian({"52": 400_000_000}, "SP2D", dt.date(2026, 6, 30), 50, (KENDALA,))


@pytest.fixture
def dipa(satker_dinas: Satker) -> Dipa:
    """TW I verified at 15 %; the window of TW II is open, due on 7 July."""
    dipa = pabrik.buat_dipa(satker_dinas, pagu={"52": 1_000_000_000}, nomor="DIPA-019.05.4.099026/2026")
    pabrik.buat_target(2, 6000)
    pabrik.buat_target(4, 9900)
    for q in (1, 2, 3, 4):
        pabrik.buat_periode(q)
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 150_000_000})
    return dipa


def tugas(laman: Laman) -> list[str]:
    return [teks(li) for li in laman.semua("ol", "tasks")[0].iter("li")] if laman.semua("ol", "tasks") else []


def tombol(laman: Laman) -> list[tuple[str, str]]:
    """The buttons that lead to a task; the download of the report for the rakor is none."""
    semua = [(teks(a), a.get("href", "")) for a in laman.semua("a", "button")]
    return [t for t in semua if t != ("Unduh laporan rakor", "/satker/099026/rakor/")]


def fakta(bagian: ET.Element) -> str:
    return teks(bagian)


# --- What is to do -----------------------------------------------------------------------


def test_triwulan_terbuka_yang_belum_diisi(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai) -> None:
    laman = buka(masuk(operator), "/pelaporan/")
    (satu,) = tugas(laman)
    assert "Isi laporan TW II" in satu
    assert "2 hari kerja lagi" in satu
    assert "Belum ada isian. Tenggat 7 Juli 2026." in satu
    assert tombol(laman) == [("Mulai TW II", f"/pelaporan/{dipa.pk}/2/")]
    assert "TW II 2026 sedang dibuka: tenggat 7 Juli 2026, 2 hari kerja lagi." in laman.teks
    assert "Senin, 6 Juli 2026" in laman.teks
    assert "Satker 099026 · Tugas Pembantuan · DIPA-019.05.4.099026/2026" in laman.teks


def test_draf_menyebut_isi_dan_waktu_simpan(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai) -> None:
    pabrik.buat_revisi(dipa, {"52": 800_000_000, "53": 200_000_000}, berlaku_sejak=dt.date(2026, 3, 1))
    alur.simpan_draf(dipa.pk, 2, operator, Isian({"52": 1_000_000}), 0)
    (satu,) = tugas(buka(masuk(operator), "/pelaporan/"))
    assert f"1 dari 2 jenis belanja terisi, disimpan hari ini pukul 09.00 oleh {operator.nama}." in satu
    assert "Draf" in satu


def test_draf_lengkap_diajukan_kepala_dan_ditunggu_operator(
    dipa: Dipa, operator: Pengguna, kepala: Pengguna, masuk: MasukSebagai
) -> None:
    alur.simpan_draf(dipa.pk, 2, operator, ISIAN, 0)
    milik_operator = buka(masuk(operator), "/pelaporan/")
    assert tugas(milik_operator) == []
    assert "Tidak ada yang harus dikerjakan." in milik_operator.teks
    assert "Laporan TW II siap, menunggu kepala dinas mengajukan." in milik_operator.teks
    milik_kepala = buka(masuk(kepala), "/pelaporan/")
    assert "Ajukan laporan TW II" in tugas(milik_kepala)[0]
    assert tombol(milik_kepala) == [("Periksa TW II", f"/pelaporan/{dipa.pk}/2/periksa/")]
    assert (jumlah_tugas(operator), jumlah_tugas(kepala)) == (0, 1)


def test_operator_yang_boleh_mengajukan_mendapat_tugasnya(dipa: Dipa, operator: Pengguna) -> None:
    dipa.tahun.operator_mengajukan = True
    dipa.tahun.save()
    alur.simpan_draf(dipa.pk, 2, operator, ISIAN, 0)
    assert jumlah_tugas(Pengguna.objects.get(pk=operator.pk)) == 1


def test_yang_dikembalikan_di_atas_dengan_alasan_dan_sel(
    dipa: Dipa, operator: Pengguna, kepala: Pengguna, pusat: Pengguna, masuk: MasukSebagai
) -> None:
    draf = alur.simpan_draf(dipa.pk, 2, operator, ISIAN, 0)
    laporan = alur.ajukan(dipa.pk, 2, kepala, draf.perubahan_ke)
    laporan = alur.kembalikan(
        laporan.pk, pusat, laporan.perubahan_ke, "Tidak cocok SP2D.", {"52": "Mohon dicek.", "fisik": "Terlalu tinggi."}
    )
    laman = buka(masuk(operator), "/pelaporan/")
    (satu,) = tugas(laman)
    for kata in (
        "Perbaiki laporan TW II",
        "Dikembalikan",
        "Tidak cocok SP2D.",
        f"{pusat.nama}, tim pusat · 6 Juli 2026",
        "52 Barang, TW II saja: Mohon dicek.",
        "Kemajuan fisik: Terlalu tinggi.",
        "Perbaikan diterima sampai 30 September 2026.",
    ):
        assert kata in satu
    assert {f"/pelaporan/{dipa.pk}/2/#n-52", f"/pelaporan/{dipa.pk}/2/#fisik"} <= set(laman.tautan())

    ditulis = replace(ISIAN, kendala=(replace(KENDALA, id=dipa.kendala.get().pk, tindakan=TERUSKAN),), fisik=40)
    alur.simpan_draf(dipa.pk, 2, operator, ditulis, laporan.perubahan_ke)
    assert tugas(buka(masuk(operator), "/pelaporan/")) == []
    (satu,) = tugas(buka(masuk(kepala), "/pelaporan/"))
    assert "Ajukan lagi laporan TW II" in satu
    assert "Tidak cocok SP2D." in satu


@pytest.mark.parametrize("bagian", ["dasar", "fisik", "kendala", "bukti"])
def test_catatan_menunjuk_kolomnya(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai, bagian: str) -> None:
    laporan = pabrik.kembalikan(pabrik.buat_laporan_diajukan(dipa, 2, {"52": 1}))
    CatatanPengembalian.objects.create(laporan=laporan, bagian=bagian, teks="Periksa.")
    assert f"/pelaporan/{dipa.pk}/2/#{bagian}" in buka(masuk(operator), "/pelaporan/").tautan()


def test_triwulan_menunggu_yang_sebelumnya(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    pabrik.kembalikan(LaporanTriwulan.objects.get(dipa=dipa, triwulan=1), "Periksa lagi.")
    PerpanjanganPeriode.objects.create(
        periode=dipa.tahun.periode.get(triwulan=1),
        satker=dipa.satker,
        sampai=dt.date(2026, 7, 10),
        alasan="Dikembalikan.",
    )
    pertama, kedua = tugas(buka(masuk(kepala), "/pelaporan/"))
    assert "Perbaiki laporan TW I" in pertama
    assert "Perbaikan diterima sampai 10 Juli 2026, 5 hari kerja lagi." in pertama
    assert "Dapat diajukan setelah TW I diajukan lagi." in kedua

    alur.simpan_draf(dipa.pk, 2, kepala, ISIAN, 0)
    laman = buka(masuk(kepala), "/pelaporan/")
    assert len(tugas(laman)) == 1
    assert "Laporan TW II lengkap. Dapat diajukan setelah TW I diajukan lagi." in laman.teks


@pytest.mark.pada("2026-10-05 09:00")
def test_hanya_yang_dikembalikan_yang_diajukan_lagi(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    """TW I was sent back, TW II was never submitted: TW III waits for both, and only the first comes again."""
    pabrik.kembalikan(LaporanTriwulan.objects.get(dipa=dipa, triwulan=1), "Periksa lagi.")
    laman = buka(masuk(kepala), "/pelaporan/")
    assert "Dapat diajukan setelah TW I diajukan lagi dan TW II diajukan." in laman.teks


def test_kendala_terbuka_dijawab_satu_kali(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai) -> None:
    kendala = pabrik.buat_kendala(dipa, 1)
    laman = buka(masuk(operator), "/pelaporan/")
    laporan, jawab = tugas(laman)
    assert "Isi laporan TW II" in laporan
    assert "Jawab 1 kendala terbuka dari TW I" in jawab
    assert "Pengadaan: Lelang gagal dan harus diulang." in jawab
    assert ("Jawab", f"/pelaporan/{dipa.pk}/2/#kendala") in tombol(laman)
    dijawab = IsianKendala(id=kendala.pk, tindakan=TERUSKAN)
    alur.simpan_draf(dipa.pk, 2, operator, replace(ISIAN, kendala=(dijawab,)), 0)
    assert len(tugas(buka(masuk(operator), "/pelaporan/"))) == 1


@pytest.mark.pada("2026-09-01 09:00")
def test_terlambat_tetapi_masih_terbuka(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai) -> None:
    (satu,) = tugas(buka(masuk(operator), "/pelaporan/"))
    assert "Terlambat 56 hari" in satu
    assert "Tenggat 7 Juli 2026 sudah lewat; masih diterima sampai 30 September 2026, 22 hari kerja lagi." in satu


def test_yang_tertutup_dikatakan_bukan_tugas(
    dipa: Dipa, operator: Pengguna, masuk: MasukSebagai, jam: time_machine.Traveller
) -> None:
    jam.move_to(dt.datetime.fromisoformat("2026-10-01T09:00:00+07:00"))
    laman = buka(masuk(operator), "/pelaporan/")
    (satu,) = tugas(laman)
    assert "Isi laporan TW III" in satu
    assert "Dapat diajukan setelah TW II diajukan." in satu
    assert "Laporan TW II belum diajukan, tetapi pelaporannya sudah ditutup 30 September 2026." in laman.teks
    assert "Minta perpanjangan kepada tim pusat." in laman.teks


def test_yang_di_tim_pusat_dikatakan_tanpa_tugas(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    laporan = pabrik.buat_laporan_diajukan(dipa, 2, {"52": 400_000_000})
    laman = buka(masuk(kepala), "/pelaporan/")
    assert tugas(laman) == []
    assert laporan.versi_diajukan is not None
    assert "Laporan TW II diajukan 6 Juli 2026, menunggu pemeriksaan tim pusat." in laman.teks
    assert jumlah_tugas(kepala) == 0


def test_tahun_yang_ditutup_tidak_menagih(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    dipa.tahun.ditutup = True
    dipa.tahun.save()
    laman = buka(masuk(kepala), "/pelaporan/")
    assert tugas(laman) == []
    assert "Tidak ada triwulan yang sedang dibuka" in laman.teks


@pytest.mark.pada("2027-01-04 09:00")
def test_triwulan_keempat_tahun_lalu_menyebut_tahunnya(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    for q in (2, 3):
        pabrik.buat_laporan_terverifikasi(dipa, q, {"52": 100_000_000})
    laman = buka(masuk(kepala), "/pelaporan/")
    (satu,) = tugas(laman)
    assert "Isi laporan TW IV 2026" in satu
    assert "Belum ada DIPA 2027 untuk satker ini" in laman.teks
    assert "Posisi s.d. TW III 2026" in laman.judul_bagian


# --- Where it stands ---------------------------------------------------------------------


def test_posisi_menurut_draf(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai) -> None:
    alur.simpan_draf(dipa.pk, 2, operator, ISIAN, 0)
    laman = buka(masuk(operator), "/pelaporan/")
    posisi = teks(laman.bagian("Posisi s.d. TW II 2026"))
    for kata in (
        "menurut draf",
        "55,00",
        "Di bawah target TW II 60 %",
        "Kurang ke target TW II 60 % Rp 50.000.000 5,00 poin",
        "Harus dibelanjakan ke target TW IV 99 % Rp 440.000.000 Rp 73.333.334 per bulan, 6 bulan lagi",
        "Pagu efektif Rp 1.000.000.000 revisi ke-0, tanpa blokir",
    ):
        assert kata in posisi
    assert laman.semua("span", "kuning")


def test_posisi_sementara_lalu_resmi(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    pabrik.buat_laporan_diajukan(dipa, 2, {"52": 500_000_000})
    posisi = teks(buka(masuk(kepala), "/pelaporan/").bagian("Posisi s.d. TW II 2026"))
    assert "sementara" in posisi
    assert "Target TW II 60 % tercapai" in posisi
    assert "Lebih dari target TW II 60 % Rp 50.000.000 5,00 poin" in posisi
    pabrik.buat_laporan_terverifikasi(dipa, 2, {"52": 500_000_000})
    assert "resmi" in teks(buka(masuk(kepala), "/pelaporan/").bagian("Posisi s.d. TW II 2026"))


def test_posisi_di_atas_laporan_yang_dikembalikan_menurut_draf(
    dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai
) -> None:
    pabrik.buat_laporan_terverifikasi(dipa, 2, {"52": 500_000_000})
    pabrik.kembalikan(LaporanTriwulan.objects.get(dipa=dipa, triwulan=1))
    assert "menurut draf" in teks(buka(masuk(kepala), "/pelaporan/").bagian("Posisi s.d. TW II 2026"))


def test_tanpa_isian_bukan_nol_persen(satker_dinas: Satker, kepala: Pengguna, masuk: MasukSebagai) -> None:
    pabrik.buat_dipa(satker_dinas, pagu={"52": 1_000}, blokir={"52": 100})
    pabrik.buat_periode(2)
    laman = buka(masuk(kepala), "/pelaporan/")
    posisi = teks(laman.bagian("Posisi 2026"))
    assert "–" in posisi
    assert "0,00" not in posisi
    assert "Pagu efektif Rp 900 revisi ke-0, blokir Rp 100" in posisi


def test_dk_dan_tp_keduanya_tampak(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    dk = pabrik.buat_dipa(dipa.satker, kewenangan="DK", pagu={"52": 500_000_000})
    pabrik.buat_laporan_terverifikasi(dk, 1, {"52": 50_000_000})
    laman = buka(masuk(kepala), "/pelaporan/")
    assert [t.split(" 2 hari")[0] for t in tugas(laman)] == ["1 Isi laporan TW II DK", "2 Isi laporan TW II TP"]
    assert {"Posisi s.d. TW I 2026 DK", "Posisi s.d. TW I 2026 TP"} <= set(laman.judul_bagian)
    baris = [b["Laporan"] for b in laman.tabel("Laporan terakhir")]
    assert baris == ["TW II 2026 DK", "TW II 2026 TP", "TW I 2026 DK", "TW I 2026 TP"]


def test_laporan_terakhir_dua_tahun_dengan_tautan(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    lalu = pabrik.buat_dipa(dipa.satker, tahun=2025, pagu={"52": 1_000})
    pabrik.buat_laporan_terverifikasi(lalu, 1, {"52": 990})
    lama = pabrik.buat_dipa(dipa.satker, tahun=2024, pagu={"52": 1_000})
    pabrik.buat_laporan_terverifikasi(lama, 1, {"52": 990})
    laman = buka(masuk(kepala), "/pelaporan/")
    assert laman.tabel("Laporan terakhir") == [
        {
            "Laporan": "TW II 2026",
            "Keadaan": "belum diisi",
            "s.d. TW": "–",
            "Waktu": "tenggat 7 Juli 2026",
            "Cetak": "–",
        },
        {
            "Laporan": "TW I 2026",
            "Keadaan": "Diverifikasi",
            "s.d. TW": "15,00 %",
            "Waktu": "diverifikasi 6 Juli 2026",
            "Cetak": "Formulir C",
        },
        {
            "Laporan": "TW I 2025",
            "Keadaan": "Diverifikasi",
            "s.d. TW": "99,00 %",
            "Waktu": "diverifikasi 6 Juli 2026",
            "Cetak": "Formulir C",
        },
    ]
    assert {f"/pelaporan/{lalu.pk}/1/", f"/pelaporan/{lalu.pk}/1/cetak/", f"/pelaporan/{dipa.pk}/2/"} <= set(
        laman.tautan()
    )


def test_dibuka_kembali_ditandai(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    pabrik.buat_laporan_terverifikasi(dipa, 2, {"52": 1})
    pabrik.kembalikan(LaporanTriwulan.objects.get(dipa=dipa, triwulan=2))
    baris = buka(masuk(kepala), "/pelaporan/").tabel("Laporan terakhir")[0]
    assert baris["Keadaan"] == "Dikembalikan berubah setelah verifikasi"


# --- Nothing there yet -------------------------------------------------------------------


def test_tanpa_dipa(kepala: Pengguna, masuk: MasukSebagai) -> None:
    laman = buka(masuk(kepala), "/pelaporan/")
    assert "Belum ada DIPA 2026 untuk satker ini" in laman.teks
    assert "Yang harus dikerjakan" not in laman.judul_bagian


def test_dipa_tanpa_pagu(satker_dinas: Satker, kepala: Pengguna, masuk: MasukSebagai) -> None:
    pabrik.buat_dipa(satker_dinas, pagu={})
    assert "belum mempunyai pagu yang berlaku" in buka(masuk(kepala), "/pelaporan/").teks


@pytest.mark.pada("2026-02-02 09:00")
def test_jendela_belum_dibuka_menyebut_harinya(satker_dinas: Satker, kepala: Pengguna, masuk: MasukSebagai) -> None:
    pabrik.buat_dipa(satker_dinas)
    pabrik.buat_periode(1)
    laman = buka(masuk(kepala), "/pelaporan/")
    assert tugas(laman) == []
    assert "Belum ada triwulan yang dibuka. TW I 2026 dibuka 1 April 2026." in laman.teks
    assert "Belum ada laporan" in laman.teks


def test_jendela_belum_diatur_dikatakan(satker_dinas: Satker, kepala: Pengguna, masuk: MasukSebagai) -> None:
    pabrik.buat_dipa(satker_dinas)
    laman = buka(masuk(kepala), "/pelaporan/")
    assert "Jadwal pelaporan TW I belum diatur. Hubungi tim pusat." in laman.teks
    assert "TW III belum diatur" not in laman.teks


# --- Who may open it ---------------------------------------------------------------------


@pytest.mark.parametrize("peran", [Peran.TIM_PUSAT, Peran.ADMINISTRATOR])
def test_pusat_membaca_tanpa_tombol(dipa: Dipa, masuk: MasukSebagai, peran: Peran) -> None:
    klien = masuk(pabrik.buat_pengguna(peran=peran))
    pilihan = buka(klien, "/pelaporan/")
    assert "?satker=099026" in pilihan.tautan()
    laman = buka(klien, "/pelaporan/?satker=099026")
    assert "Isi laporan TW II" in tugas(laman)[0]
    assert tombol(laman) == []
    assert "Anda membaca beranda ini" in laman.teks


@pytest.mark.parametrize("kode", ["000000", "x", "%00", "09902", "0990260", "²²²²²²", "%ED%A0%80"])
def test_kode_yang_tidak_ada(dipa: Dipa, pusat: Pengguna, kepala: Pengguna, masuk: MasukSebagai, kode: str) -> None:
    assert masuk(pusat).get(f"/pelaporan/?satker={kode}").status_code == 404
    assert masuk(kepala).get(f"/pelaporan/?satker={kode}").status_code == 403


def test_yang_tidak_berhak_ditolak(
    dipa: Dipa, pimpinan: Pengguna, tanpa_peran: Pengguna, kepala: Pengguna, masuk: MasukSebagai, client: Client
) -> None:
    lain = pabrik.buat_satker("069263")
    for siapa, alamat, kata in (
        (pimpinan, "/pelaporan/", "hanya untuk dinas, tim pusat, dan administrator"),
        (pimpinan, "/pelaporan/?satker=099026", "hanya untuk dinas, tim pusat, dan administrator"),
        (tanpa_peran, "/pelaporan/", "Akun Anda belum mempunyai peran"),
        (kepala, "/pelaporan/?satker=069263", "Data satker lain"),
    ):
        jawaban = masuk(siapa).get(alamat)
        assert jawaban.status_code == 403
        laman = baca(jawaban)
        assert kata in laman.teks
        assert lain.nama not in laman.teks
    assert client.get("/pelaporan/").status_code == 302
    assert masuk(kepala).post("/pelaporan/").status_code == 405


def test_dua_satker_dipilih_dari_alamat(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    lain = pabrik.buat_satker("069263")
    pabrik.buat_dipa(lain)
    kepala.penugasan.create(satker=lain, peran=PeranSatker.OPERATOR)
    klien = masuk(kepala)
    laman = buka(klien, "/pelaporan/")
    pilihan = [teks(o) for o in laman.semua("option")]
    assert "Satker 069263" in laman.teks
    assert len(pilihan) == 2
    assert pilihan[1].endswith("099026 (1 hal)")
    assert "Satker 099026" in buka(klien, "/pelaporan/?satker=099026").teks
    assert "Satker 069263" in buka(klien, "/pelaporan/").teks  # remembered only by the address
    semua = [len(tugas(buka(klien, f"/pelaporan/?satker={k}"))) for k in ("069263", "099026")]
    assert jumlah_tugas(Pengguna.objects.get(pk=kepala.pk)) == sum(semua)


def test_beranda_terbuka_pada_satker_yang_dihitung_lonceng(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    """The first satker has nothing to do, and the bell says one: it must not lead to `nothing to do`."""
    kepala.penugasan.create(satker=pabrik.buat_satker("069263"), peran=PeranSatker.OPERATOR)
    klien = masuk(kepala)
    assert klien.get("/pelaporan/")["Location"] == "/pelaporan/?satker=099026"
    assert "Satker 069263" in buka(klien, "/pelaporan/?satker=069263").teks
    alur.ajukan(dipa.pk, 2, kepala, alur.simpan_draf(dipa.pk, 2, kepala, ISIAN, 0).perubahan_ke)
    assert "Satker 069263" in buka(klien, "/pelaporan/").teks  # without any task, the first


def test_lonceng_bukan_untuk_peran_lain(dipa: Dipa, pusat: Pengguna, pimpinan: Pengguna) -> None:
    assert jumlah_tugas(pusat) == jumlah_tugas(pimpinan) == 0


# --- The same pages as the entry page reads --------------------------------------------------


@pytest.mark.pada("2026-11-02 09:00")
@pytest.mark.parametrize("kode", ["099026", "069263", "059029", "179214"])
def test_sama_dengan_halaman_isian(demo: None, kode: str) -> None:
    """What is read in bulk is what `baca_lembar` reads for each page by itself."""
    satker = Satker.objects.get(kode=kode)
    hari_ini = timezone.localdate()
    semua = [x for x in baca_berkas([satker.pk], hari_ini)[satker.pk].lembar if x.dipa.tahun_id >= 2025]
    assert len(semua) >= 8
    for x in semua:
        satu = baca_lembar(x.dipa, x.triwulan, hari_ini)
        assert satu is not None
        for bagian in (
            "laporan", "perubahan_ke", "pertama", "revisi", "ukuran", "jendela", "sebelumnya", "sesudahnya",
            "kendala_terbuka", "versi_lalu", "riwayat", "baris", "persen_bp", "status", "peringatan", "belanja",
        ):  # fmt: skip
            assert getattr(x, bagian) == getattr(satu, bagian), bagian
        if satu.dapat_diisi:
            assert x.isian == satu.isian


# --- Cost ---------------------------------------------------------------------------------


def kueri(siapa: Pengguna) -> int:
    with CaptureQueriesContext(
        connection,
    ) as tangkapan:
        jumlah_tugas(Pengguna.objects.get(pk=siapa.pk))
    return len(tangkapan)


def test_jumlah_kueri_tetap(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    laporan = pabrik.kembalikan(pabrik.buat_laporan_diajukan(dipa, 2, {"52": 1}))
    CatatanPengembalian.objects.create(laporan=laporan, bagian="52", teks="Periksa.")
    pabrik.buat_kendala(dipa, 1)
    sedikit = kueri(kepala)
    klien = masuk(kepala)
    klien.get("/pelaporan/")
    with CaptureQueriesContext(connection) as halaman_sedikit:
        assert klien.get("/pelaporan/").status_code == 200
    for n in range(3):
        lain = pabrik.buat_satker()
        kepala.penugasan.create(satker=lain, peran=PeranSatker.KEPALA)
        for kewenangan in ("DK", "TP"):
            for tahun in (2025, 2026):
                d = pabrik.buat_dipa(lain, tahun=tahun, kewenangan=kewenangan)
                pabrik.buat_kendala(d, 1)
                pabrik.buat_laporan_terverifikasi(d, 1, {"52": 10 * n})
                pabrik.kembalikan(pabrik.buat_laporan_diajukan(d, 2, {"52": 1}))
    assert kueri(kepala) == sedikit <= 18
    with CaptureQueriesContext(connection) as halaman_banyak:
        assert klien.get("/pelaporan/").status_code == 200
    assert len(halaman_banyak) == len(halaman_sedikit)


def test_hari_ini_adalah_hari_wib(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai) -> None:
    with time_machine.travel(dt.datetime(2026, 7, 7, 17, 30, tzinfo=dt.UTC)):  # half past midnight in Jakarta
        assert timezone.localdate() == dt.date(2026, 7, 8)
        assert "Terlambat 1 hari" in tugas(buka(masuk(operator), "/pelaporan/"))[0]


def test_judul_memakai_nama_provinsi_seutuhnya(masuk: MasukSebagai) -> None:
    """Short names are for tiles; the title of a page, its head and the crumb name things in full."""
    provinsi = pabrik.buat_provinsi(nama="Papua Pegunungan", nama_pendek="Papeg")
    dipa = pabrik.buat_dipa(pabrik.buat_satker(provinsi=provinsi))
    pabrik.buat_periode(2)
    kepala = pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=dipa.satker)
    laman = masuk(kepala).get("/pelaporan/").content.decode()
    assert re.search(r"<title>\s*Beranda Papua Pegunungan", laman)
    assert "<h1>Beranda Papua Pegunungan</h1>" in laman
    periksa = buka(masuk(kepala), f"/pelaporan/{dipa.pk}/2/periksa/")
    assert f"Laporan TW II 2026 {dipa.kewenangan}" in periksa.teks
