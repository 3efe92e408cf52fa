"""Form C to print: what stands on it, which version it shows, who signs, and who may open it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from django.test import Client

from realisasi import alur
from realisasi.isian import TUTUP, Isian, IsianKendala
from realisasi.models import Dipa, LaporanTriwulan
from satker.models import Pengguna, PeranSatker, Satker
from satker.peran import Peran
from tests import pabrik
from tests.dashboard.halaman import Laman, baca_tabel, buka, teks

pytestmark = [pytest.mark.basis_data, pytest.mark.django_db, pytest.mark.pada("2026-07-03 09:00")]

MasukSebagai = Callable[[Pengguna | str], Client]
KENDALA = IsianKendala(
    kategori="PENGADAAN",
    uraian="Lelang gagal.",
    tindak_lanjut="Lelang ulang.",
    penanggung_jawab="Kepala bidang",
    batas_waktu="2026-09-01",
)
ISIAN = Isian({"52": 300_000_000, "53": 100_000_000}, "SP2D", dt.date(2026, 6, 30), 45, (KENDALA,))
NIP = "197001011990031001"


@pytest.fixture
def dipa(satker_dinas: Satker) -> Dipa:
    dipa = pabrik.buat_dipa(
        satker_dinas,
        pagu={"52": 800_000_000, "53": 250_000_000},
        blokir={"53": 50_000_000},
        nomor="DIPA-019.05.4.099026/2026",
        nama_satker="Dinas Perindustrian Lama",
    )
    pabrik.buat_target(2, 6000)
    pabrik.buat_target(4, 9900)
    for q in (1, 2, 3, 4):
        pabrik.buat_periode(q)
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 140_000_000, "53": 10_000_000})
    return dipa


@pytest.fixture
def kepala(satker_dinas: Satker) -> Pengguna:
    return pabrik.buat_pengguna("uji-kepala", peran=PeranSatker.KEPALA, satker=satker_dinas, nama="Sri Rahayu", nip=NIP)


@pytest.fixture
def diajukan(dipa: Dipa, kepala: Pengguna) -> LaporanTriwulan:
    draf = alur.simpan_draf(dipa.pk, 2, kepala, ISIAN, 0)
    return alur.ajukan(dipa.pk, 2, kepala, draf.perubahan_ke)


def alamat(dipa: Dipa, versi: str = "", triwulan: int = 2) -> str:
    return f"/pelaporan/{dipa.pk}/{triwulan}/cetak/{f'?versi={versi}' if versi else ''}"


def tabel(laman: Laman, nama: str) -> list[dict[str, str]]:
    return baca_tabel(laman.satu("table", aria_labelledby=nama))


# --- What stands on it ---------------------------------------------------------------------


def test_formulir_lengkap(dipa: Dipa, diajukan: LaporanTriwulan, kepala: Pengguna, masuk: MasukSebagai) -> None:
    laman = buka(masuk(kepala), alamat(dipa))
    for kata in (
        "Formulir C, PP 39 Tahun 2006",
        "Laporan triwulanan pelaksanaan Tugas Pembantuan",
        "Triwulan II Tahun Anggaran 2026",
        "019 Kementerian Perindustrian",
        "019.05 Direktorat Jenderal Industri Kecil, Menengah, dan Aneka",
        "Dinas Perindustrian Lama (099026)",
        dipa.satker.provinsi.nama,
        "DIPA-019.05.4.099026/2026",
        "ke-0, sejak 1 Januari 2026",
        "Dasar angka: SP2D. Data sampai dengan 30 Juni 2026.",
        ", 3 Juli 2026 Kepala Dinas Sri Rahayu",
        f"NIP {NIP}",
        "Versi ke-1 dari 1, diajukan 3 Juli 2026 pukul 09.00 WIB oleh Sri Rahayu. Belum diverifikasi.",
    ):
        assert kata in laman.teks
    assert "DRAF" not in laman.teks
    assert "Data ilustrasi" not in laman.teks


def test_tabel_keuangan(dipa: Dipa, diajukan: LaporanTriwulan, kepala: Pengguna, masuk: MasukSebagai) -> None:
    laman = buka(masuk(kepala), alamat(dipa))
    assert tabel(laman, "keuangan") == [
        {
            "Jenis belanja": "52 Barang",
            "Pagu": "800.000.000",
            "Blokir": "0",
            "Pagu efektif": "800.000.000",
            "Realisasi s.d. TW I": "140.000.000",
            "TW II saja": "300.000.000",
            "Realisasi s.d. TW II": "440.000.000",
            "Persen": "55,00 %",
            "Sisa pagu efektif": "360.000.000",
        },
        {
            "Jenis belanja": "53 Modal",
            "Pagu": "250.000.000",
            "Blokir": "50.000.000",
            "Pagu efektif": "200.000.000",
            "Realisasi s.d. TW I": "10.000.000",
            "TW II saja": "100.000.000",
            "Realisasi s.d. TW II": "110.000.000",
            "Persen": "55,00 %",
            "Sisa pagu efektif": "90.000.000",
        },
    ]
    jumlah = teks(next(laman.satu("table", aria_labelledby="keuangan").iter("tfoot")))
    assert jumlah == (
        "Jumlah 1.050.000.000 50.000.000 1.000.000.000 150.000.000 400.000.000 550.000.000 55,00 % 450.000.000"
    )
    penyerapan, fisik = tabel(laman, "capaian")
    assert (penyerapan["Sasaran"], penyerapan["Realisasi"]) == ("60 %", "55,00 %")
    assert fisik["Realisasi"] == "45 %"


def test_kendala_dan_keadaannya(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    lama = pabrik.buat_kendala(dipa, 1, uraian="Juknis terlambat.")
    tutup = replace(KENDALA, id=lama.pk, tindakan=TUTUP, uraian="Juknis terlambat.")
    draf = alur.simpan_draf(dipa.pk, 2, kepala, replace(ISIAN, kendala=(tutup, KENDALA)), 0)
    alur.ajukan(dipa.pk, 2, kepala, draf.perubahan_ke)
    kendala = {k["Kendala"]: k for k in tabel(buka(masuk(kepala), alamat(dipa)), "kendala")}
    assert kendala["Juknis terlambat."]["Keadaan"] == "selesai"
    assert kendala["Lelang gagal."] == {
        "Kategori": "Pengadaan",
        "Kendala": "Lelang gagal.",
        "Tindak lanjut": "Lelang ulang.",
        "Penanggung jawab": "Kepala bidang",
        "Batas waktu": "1 Sep 2026",
        "Keadaan": "terbuka",
    }


def test_kendala_data_lama_dari_daftar(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    """What was brought in has no obstacles in its version; the register knows them."""
    pabrik.buat_kendala(dipa, 1)
    assert len(tabel(buka(masuk(kepala), alamat(dipa, triwulan=1)), "kendala")) == 1


def test_tanpa_kendala_dan_tanpa_peringatan(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    laman = buka(masuk(kepala), alamat(dipa, triwulan=1))
    assert "Tidak ada kendala yang dilaporkan." in laman.teks
    assert "Penjelasan atas peringatan" not in laman.teks


def test_peringatan_dengan_penjelasannya(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    isian = replace(
        ISIAN, realisasi={"52": 700_000_000, "53": 0}, alasan={"PAGU_MINUS:52": "Revisi DIPA dalam proses."}
    )
    draf = alur.simpan_draf(dipa.pk, 2, kepala, isian, 0)
    with pytest.raises(alur.BelumLengkap) as salah:
        alur.ajukan(dipa.pk, 2, kepala, draf.perubahan_ke)
    semua = {g.bagian.removeprefix("peringatan-"): "Ada penjelasannya." for g in salah.value.galat}
    draf = alur.simpan_draf(dipa.pk, 2, kepala, replace(isian, alasan=isian.alasan | semua), draf.perubahan_ke)
    laporan = alur.ajukan(dipa.pk, 2, kepala, draf.perubahan_ke)
    baris = tabel(buka(masuk(kepala), alamat(dipa)), "penjelasan")
    assert len(baris) == laporan.versi_diajukan.peringatan.count() > 0
    assert {b["Penjelasan dinas"] for b in baris} <= {"Revisi DIPA dalam proses.", "Ada penjelasannya."}


def test_data_ilustrasi_disebut(dipa: Dipa, diajukan: LaporanTriwulan, kepala: Pengguna, masuk: MasukSebagai) -> None:
    dipa.tahun.ilustrasi = True
    dipa.tahun.save()
    assert buka(masuk(kepala), alamat(dipa)).teks.count("Data ilustrasi") == 2


def test_dekonsentrasi_dan_pagu_belum_dirinci(satker_dinas: Satker, kepala: Pengguna, masuk: MasukSebagai) -> None:
    dipa = pabrik.buat_dipa(satker_dinas, tahun=2023, kewenangan="DK", pagu={"00": 1_000_000})
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 250_000})
    laman = buka(masuk(kepala), alamat(dipa, triwulan=1))
    assert "Laporan triwulanan pelaksanaan Dekonsentrasi" in laman.teks
    (baris,) = tabel(laman, "keuangan")
    assert (baris["Jenis belanja"], baris["Pagu"], baris["Realisasi sebelumnya"]) == ("52 Barang", "–", "0")
    assert "Pagu DIPA belum dirinci per jenis belanja." in laman.teks


def test_jenis_di_luar_dipa_menjadi_baris(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    pabrik.buat_laporan_diajukan(dipa, 2, {"52": 1, "57": 5_000})
    baris = {b["Jenis belanja"]: b for b in tabel(buka(masuk(kepala), alamat(dipa)), "keuangan")}
    assert list(baris) == ["52 Barang", "53 Modal", "57 Bantuan sosial"]
    assert (baris["57 Bantuan sosial"]["Pagu"], baris["57 Bantuan sosial"]["Sisa pagu efektif"]) == ("0", "−5.000")


# --- Which version ---------------------------------------------------------------------------


def test_draf_ditandai(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    alur.simpan_draf(dipa.pk, 2, kepala, ISIAN.dengan_realisasi({"52": 7_000_000}), 0)
    laman = buka(masuk(kepala), alamat(dipa))
    assert "DRAF, belum diajukan" in laman.teks
    assert "Draf yang belum diajukan; bukan laporan resmi." in laman.teks
    assert tabel(laman, "keuangan")[0]["TW II saja"] == "7.000.000"
    assert "Juli 2026 Kepala Dinas" not in laman.teks  # nothing was submitted, so no day stands there


def test_tiap_versi_dapat_dipilih(
    dipa: Dipa, diajukan: LaporanTriwulan, kepala: Pengguna, pusat: Pengguna, masuk: MasukSebagai
) -> None:
    laporan = alur.kembalikan(diajukan.pk, pusat, diajukan.perubahan_ke, "Periksa.")
    kendala = replace(KENDALA, id=dipa.kendala.get().pk, tindakan="teruskan")
    isian = replace(ISIAN, realisasi={"52": 310_000_000, "53": 100_000_000}, kendala=(kendala,))
    laporan = alur.simpan_draf(dipa.pk, 2, kepala, isian, laporan.perubahan_ke)
    klien = masuk(kepala)

    dikembalikan = buka(klien, alamat(dipa))
    assert "Versi ke-1 dari 1" in dikembalikan.teks
    assert "Dikembalikan oleh tim pusat, belum diverifikasi." in dikembalikan.teks
    draf = buka(klien, alamat(dipa, "draf"))
    assert "DRAF, belum diajukan" in draf.teks
    assert tabel(draf, "keuangan")[0]["TW II saja"] == "310.000.000"

    laporan = alur.ajukan(dipa.pk, 2, kepala, laporan.perubahan_ke)
    alur.verifikasi(laporan.pk, pusat, laporan.perubahan_ke)
    terbaru = buka(klien, alamat(dipa))
    assert "Versi ke-2 dari 2" in terbaru.teks
    assert f"Diverifikasi 3 Juli 2026 pukul 09.00 WIB oleh {pusat.nama}." in terbaru.teks
    assert {"?versi=1", "?versi=2"} <= set(terbaru.tautan())
    assert "?versi=draf" not in terbaru.tautan()
    lama = buka(klien, alamat(dipa, "1"))
    assert "Sudah diganti versi yang lebih baru; tidak dihitung lagi." in lama.teks
    assert tabel(lama, "keuangan")[0]["TW II saja"] == "300.000.000"


def test_versi_yang_ditinggalkan_untuk_yang_lebih_lama_tidak_disebut_diganti_yang_baru(
    dipa: Dipa, diajukan: LaporanTriwulan, kepala: Pengguna, pusat: Pengguna, masuk: MasukSebagai
) -> None:
    laporan = alur.verifikasi(diajukan.pk, pusat, diajukan.perubahan_ke)
    laporan = alur.buka_kembali(laporan.pk, pusat, laporan.perubahan_ke, "Periksa.")
    kendala = replace(KENDALA, id=dipa.kendala.get().pk, tindakan="teruskan")
    isian = replace(ISIAN, realisasi={"52": 310_000_000, "53": 100_000_000}, kendala=(kendala,))
    laporan = alur.simpan_draf(dipa.pk, 2, kepala, isian, laporan.perubahan_ke)
    laporan = alur.ajukan(dipa.pk, 2, kepala, laporan.perubahan_ke)
    alur.pulihkan(laporan.pk, pusat, laporan.perubahan_ke, "Yang pertama benar.")
    kedua = buka(masuk(kepala), alamat(dipa, "2")).teks
    assert "Tidak dihitung: tim pusat memulihkan versi ke-1, yang sudah diverifikasi." in kedua
    assert "lebih baru" not in kedua


def test_triwulan_lalu_yang_berubah_sesudahnya_dikatakan(
    dipa: Dipa, diajukan: LaporanTriwulan, kepala: Pengguna, masuk: MasukSebagai, jam: time_machine.Traveller
) -> None:
    klien = masuk(kepala)
    assert "berubah setelah versi ini" not in buka(klien, alamat(dipa)).teks
    jam.move_to(dt.datetime.fromisoformat("2026-07-08T09:00:00+07:00"))
    pabrik.kembalikan(LaporanTriwulan.objects.get(dipa=dipa, triwulan=1))
    # Verified once, it still counts with that version until another is submitted.
    assert tabel(buka(klien, alamat(dipa)), "keuangan")[0]["Realisasi s.d. TW I"] == "140.000.000"
    pabrik.buat_laporan_diajukan(dipa, 1, {"52": 130_000_000, "53": 10_000_000})
    laman = buka(klien, alamat(dipa))
    assert tabel(laman, "keuangan")[0]["Realisasi s.d. TW I"] == "130.000.000"
    assert "TW I berubah setelah versi ini diajukan: yang dipakai versi ke-2 tanggal 8 Juli 2026." in laman.teks


def test_triwulan_lalu_yang_dikembalikan_dikatakan(
    dipa: Dipa, diajukan: LaporanTriwulan, kepala: Pengguna, masuk: MasukSebagai
) -> None:
    satu = LaporanTriwulan.objects.get(dipa=dipa, triwulan=1)
    satu.versi_terverifikasi = None
    pabrik.kembalikan(satu)
    laman = buka(masuk(kepala), alamat(dipa))
    assert "TW I sedang dikembalikan; yang dipakai versi ke-1 yang diajukan terakhir." in laman.teks
    assert tabel(laman, "keuangan")[0]["Realisasi s.d. TW I"] == "140.000.000"


@pytest.mark.parametrize("versi", ["2", "0", "-1", "01", "x", "draf", "%00", "²", "9" * 5000])
def test_versi_yang_tidak_ada(
    dipa: Dipa, diajukan: LaporanTriwulan, kepala: Pengguna, masuk: MasukSebagai, versi: str
) -> None:
    assert masuk(kepala).get(alamat(dipa, versi)).status_code == 404


def test_yang_belum_diisi_tidak_dapat_dicetak(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    assert masuk(kepala).get(alamat(dipa)).status_code == 404


# --- Who signs ---------------------------------------------------------------------------------


def test_kepala_menandatangani_yang_diajukan_operator(
    dipa: Dipa, kepala: Pengguna, operator: Pengguna, masuk: MasukSebagai
) -> None:
    dipa.tahun.operator_mengajukan = True
    dipa.tahun.save()
    draf = alur.simpan_draf(dipa.pk, 2, operator, ISIAN, 0)
    alur.ajukan(dipa.pk, 2, operator, draf.perubahan_ke)
    laman = buka(masuk(operator), alamat(dipa))
    assert "Kepala Dinas Sri Rahayu" in laman.teks
    assert f"diajukan 3 Juli 2026 pukul 09.00 WIB oleh {operator.nama}" in laman.teks


def test_kepala_yang_pindah_tetap_menandatangani_laporannya(
    dipa: Dipa, diajukan: LaporanTriwulan, kepala: Pengguna, masuk: MasukSebagai
) -> None:
    kepala.penugasan.all().delete()
    baru = pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=dipa.satker, nama="Budi Baru")
    assert f"Kepala Dinas Sri Rahayu NIP {NIP}" in buka(masuk(baru), alamat(dipa)).teks
    kepala.delete()
    laman = buka(masuk(baru), alamat(dipa))
    assert "Kepala Dinas Sri Rahayu" in laman.teks
    assert NIP not in laman.teks


def test_tanpa_kepala_garis_titik(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai) -> None:
    laman = buka(masuk(operator), alamat(dipa, triwulan=1))
    assert "Kepala Dinas ……" in laman.teks
    assert "NIP ……" in laman.teks


# --- Who may open it -----------------------------------------------------------------------------


def test_siapa_yang_boleh(
    dipa: Dipa, diajukan: LaporanTriwulan, pimpinan: Pengguna, masuk: MasukSebagai, client: Client
) -> None:
    for peran in (Peran.TIM_PUSAT, Peran.ADMINISTRATOR):
        assert masuk(pabrik.buat_pengguna(peran=peran)).get(alamat(dipa)).status_code == 200
    orang_lain = pabrik.buat_pengguna(peran=PeranSatker.KEPALA)
    for siapa in (pimpinan, orang_lain):
        assert masuk(siapa).get(alamat(dipa)).status_code == 403
    assert masuk(orang_lain).get(f"/pelaporan/{dipa.pk + 1000}/2/cetak/").status_code == 403
    assert client.get(alamat(dipa)).status_code == 302
    assert masuk(orang_lain).post(alamat(dipa)).status_code == 405


@pytest.mark.parametrize("ekor", ["2/0", "2/5", f"{10**30}/2", f"{2**63}/2", f"2/{'9' * 5000}"])
def test_alamat_yang_tidak_ada(dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai, ekor: str) -> None:
    assert masuk(pusat).get(f"/pelaporan/{ekor}/cetak/").status_code == 404
