"""What a submission needs, part by part; and the register of obstacles that submissions write.

The dinas tells an obstacle once; every later quarter must close or keep it, one by one. A
correction may take back what it told itself. Versions keep what was said, whatever follows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
import time_machine

from realisasi import alur
from realisasi.isian import TARIK, TERUSKAN, TUTUP, Isian, IsianKendala
from realisasi.models import Dipa, Kendala, LaporanTriwulan, RincianDraf, StatusLaporan
from tests import pabrik
from tests.realisasi.keadaan import DIBUKA_KEMBALI, DIKEMBALIKAN, ISIAN, KENDALA, Dunia

pytestmark = [pytest.mark.basis_data, pytest.mark.django_db, pytest.mark.pada("2026-07-03 09:00")]

TIGA = replace(ISIAN, realisasi={"52": 200_000_000}, tanggal_data=dt.date(2026, 9, 30), fisik=70)
SATU = Isian(realisasi={"52": 150_000_000}, basis="SP2D", tanggal_data=dt.date(2026, 3, 31), fisik=15)


@pytest.fixture
def dunia() -> Dunia:
    return Dunia()


def galat(dunia: Dunia, isian: Isian, triwulan: int = 2) -> dict[str, str]:
    """What keeps this draft from being submitted, by part; empty where it was submitted."""
    try:
        dunia.ajukan(isian, triwulan)
    except alur.BelumLengkap as salah:
        return {g.bagian: g.pesan for g in salah.galat}
    return {}


def register() -> list[tuple[str, int, int | None]]:
    return [(k.uraian, k.triwulan_dibuka, k.triwulan_ditutup) for k in Kendala.objects.order_by("pk")]


def kata(laporan: LaporanTriwulan) -> list[tuple[str, bool]]:
    """What the submitted version of a report says of each obstacle."""
    assert laporan.versi_diajukan is not None
    return [(k.uraian, k.selesai) for k in laporan.versi_diajukan.kendala.all()]


def pindah(jam: time_machine.Traveller, hari: str) -> None:
    jam.move_to(dt.datetime.fromisoformat(f"{hari}T09:00:00+07:00"))


# --- Amounts, basis, progress ----------------------------------------------------------
def test_isian_lengkap_diajukan(dunia: Dunia) -> None:
    assert galat(dunia, ISIAN) == {}


def test_draf_kosong_disebut_semua_yang_kurang(dunia: Dunia) -> None:
    assert set(galat(dunia, Isian(basis="SP2D"))) == {"52", "angka", "tanggal_data", "fisik", "kendala"}


def test_setiap_jenis_dalam_dipa_harus_diisi_nol_pun() -> None:
    dunia = Dunia()
    pabrik.buat_revisi(dunia.dipa, {"52": 900_000_000, "53": 100_000_000}, berlaku_sejak=dt.date(2026, 6, 1))
    assert set(galat(dunia, ISIAN)) == {"53"}
    assert galat(dunia, replace(ISIAN, realisasi={"52": 400_000_000, "53": 0})) == {}


def test_jenis_di_luar_dipa_boleh_dengan_alasan(dunia: Dunia) -> None:
    isian = replace(ISIAN, realisasi={"52": 400_000_000, "57": 5_000_000})
    assert set(galat(dunia, isian)) == {"peringatan-PAGU_MINUS:57"}
    assert set(galat(dunia, replace(isian, alasan={"PAGU_MINUS:57": " \n "}))) == {"peringatan-PAGU_MINUS:57"}
    assert galat(dunia, replace(isian, alasan={"PAGU_MINUS:57": "Revisi DIPA menyusul."})) == {}


@pytest.mark.parametrize(
    ("tanggal", "sah"),
    [
        (dt.date(2026, 3, 31), False),
        (dt.date(2026, 4, 1), True),
        (dt.date(2026, 7, 3), True),
        (dt.date(2026, 7, 4), False),
        (dt.date(1, 1, 1), False),
        (dt.date(9999, 12, 31), False),
    ],
)
def test_tanggal_data_dalam_triwulan_sampai_hari_ini(dunia: Dunia, tanggal: dt.date, sah: bool) -> None:
    assert galat(dunia, replace(ISIAN, tanggal_data=tanggal)).keys() == (set() if sah else {"tanggal_data"})


@pytest.mark.parametrize(("ubah", "bagian"), [({"basis": ""}, "dasar"), ({"fisik": None}, "fisik")])
def test_dasar_dan_fisik_wajib(dunia: Dunia, ubah: dict[str, Any], bagian: str) -> None:
    assert galat(dunia, replace(ISIAN, **ubah)).keys() == {bagian}


def test_fisik_nol_adalah_isian(dunia: Dunia) -> None:
    assert galat(dunia, replace(ISIAN, fisik=0)) == {}


# --- Running totals, here and in later quarters -----------------------------------------
@pytest.mark.parametrize(("nilai", "sah"), [(-150_000_000, True), (-150_000_001, False)])
def test_pengembalian_paling_banyak_yang_sudah_dibelanjakan(dunia: Dunia, nilai: int, sah: bool) -> None:
    assert galat(dunia, ISIAN.dengan_realisasi({"52": nilai})).keys() == (set() if sah else {"52"})


def test_satu_dikoreksi_turun_sesudah_dua_diajukan_dengan_pengembalian(dunia: Dunia) -> None:
    """TW II gave 100 million back: TW I cannot fall below that, and says whose report is in the way."""
    dunia.ajukan(ISIAN.dengan_realisasi({"52": -100_000_000}))
    dunia.buka_kembali(1)
    turun = replace(SATU, alasan={"TURUN:52": "Salah catat."})
    pesan = galat(dunia, turun.dengan_realisasi({"52": 99_999_999}), 1)
    assert pesan.keys() == {"52"}
    assert "TW II" in pesan["52"]
    assert "mengembalikan TW II" in pesan["52"]
    assert galat(dunia, turun.dengan_realisasi({"52": 100_000_000}), 1) == {}
    dunia.verifikasi(1)
    assert dunia.verifikasi(2).status == StatusLaporan.DIVERIFIKASI


def test_satu_boleh_turun_setelah_dua_dikembalikan_lalu_dua_ikut_diperbaiki(dunia: Dunia) -> None:
    dunia.ajukan(ISIAN.dengan_realisasi({"52": -100_000_000}))
    dunia.kembalikan(2)
    dunia.buka_kembali(1)
    turun = replace(SATU, realisasi={"52": 40_000_000}, alasan={"TURUN:52": "Salah catat."})
    assert galat(dunia, turun, 1) == {}
    isian = dunia.lembar().isian
    assert galat(dunia, isian).keys() == {"52"}
    assert galat(dunia, replace(isian, realisasi={"52": -40_000_000})) == {}


def test_verifikasi_menolak_jumlah_negatif_pada_triwulan_sesudahnya(dunia: Dunia) -> None:
    """TW II was verified on TW I's 150 million; a TW I of 90 million under it cannot become resmi."""
    dunia.ajukan(ISIAN.dengan_realisasi({"52": -100_000_000}))
    dunia.verifikasi(2)
    dunia.buka_kembali(2)
    dunia.buka_kembali(1)
    turun = replace(SATU, realisasi={"52": 90_000_000}, alasan={"TURUN:52": "Salah catat."})
    assert galat(dunia, turun, 1) == {}  # TW II is being corrected too
    with pytest.raises(alur.Ditolak, match="TW II"):
        dunia.verifikasi(1)


def test_pulihkan_memakai_angka_triwulan_lain_yang_berlaku(dunia: Dunia) -> None:
    """TW I, reopened, still counts with its verified version: TW II can be set back first."""
    dunia.ajukan(ISIAN.dengan_realisasi({"52": -100_000_000}))
    dunia.verifikasi(2)
    dunia.buka_kembali(2)
    dunia.buka_kembali(1)
    assert dunia.pulihkan(2).status == StatusLaporan.DIVERIFIKASI
    assert dunia.pulihkan(1).status == StatusLaporan.DIVERIFIKASI


def test_pulihkan_menolak_jumlah_negatif(dunia: Dunia) -> None:
    """TW III gave back what only TW II's new version had spent."""
    dunia.ajukan(ISIAN.dengan_realisasi({"52": 100_000_000}))
    dunia.verifikasi(2)
    dunia.buka_kembali(2)
    dunia.ajukan_lagi(realisasi={"52": 400_000_000})
    pabrik.buat_laporan_diajukan(dunia.dipa, 3, {"52": -300_000_000})
    with pytest.raises(alur.Ditolak, match="TW III"):
        dunia.pulihkan(2)


# --- Obstacles: when, and what of them ---------------------------------------------------
def test_kendala_hanya_wajib_di_bawah_target(dunia: Dunia) -> None:
    tanpa = replace(ISIAN, kendala=())
    assert set(galat(dunia, tanpa)) == {"kendala"}
    assert galat(dunia, tanpa.dengan_realisasi({"52": 450_000_000})) == {}  # 60 %, the target
    assert Kendala.objects.count() == 0


def test_sedikit_di_bawah_target_tetap_di_bawah(dunia: Dunia) -> None:
    assert set(galat(dunia, replace(ISIAN, kendala=(), realisasi={"52": 449_999_999}))) == {"kendala"}


def test_triwulan_tanpa_target_tidak_mewajibkan_kendala(dunia: Dunia, jam: time_machine.Traveller) -> None:
    dunia.ajukan()
    pindah(jam, "2026-10-05")
    lembar = dunia.lembar(3)
    (bawaan,) = lembar.isian.kendala
    isian = replace(TIGA, kendala=(replace(bawaan, tindakan=TUTUP),))
    assert galat(dunia, isian, 3) == {}


@pytest.mark.parametrize(
    ("ubah", "kata_kunci"),
    [
        ({"kategori": ""}, "kategori"),
        ({"kategori": "LAIN-LAIN"}, "kategori"),
        ({"uraian": "  \n"}, "uraian"),
        ({"tindak_lanjut": ""}, "tindak lanjut"),
        ({"penanggung_jawab": " "}, "penanggung jawab"),
        ({"batas_waktu": ""}, "batas waktu"),
        ({"batas_waktu": "2026-13-01"}, "batas waktu"),
        ({"batas_waktu": "2026-07-02"}, "sudah lewat"),
    ],
)
def test_kendala_harus_utuh(dunia: Dunia, ubah: dict[str, str], kata_kunci: str) -> None:
    pesan = galat(dunia, replace(ISIAN, kendala=(replace(KENDALA, **ubah),)))  # type: ignore[arg-type]
    assert pesan.keys() == {"kendala-0"}
    assert kata_kunci in pesan["kendala-0"]


def test_batas_waktu_hari_ini_masih_sah(dunia: Dunia) -> None:
    assert galat(dunia, replace(ISIAN, kendala=(replace(KENDALA, batas_waktu="2026-07-03"),))) == {}


def test_bagian_menunjuk_kendala_yang_salah(dunia: Dunia) -> None:
    isian = replace(ISIAN, kendala=(KENDALA, IsianKendala(), replace(KENDALA, uraian="")))
    assert galat(dunia, isian).keys() == {"kendala-1"}  # the empty one between is not stored


# --- Obstacles carried over ----------------------------------------------------------------
def test_kendala_dibawa_ke_triwulan_berikut_belum_dijawab(dunia: Dunia, jam: time_machine.Traveller) -> None:
    dunia.ajukan(replace(ISIAN, kendala=(KENDALA, replace(KENDALA, uraian="Pejabat pensiun."))))
    pindah(jam, "2026-10-05")
    bawaan = dunia.lembar(3).isian.kendala
    assert [(k.uraian, k.tindakan, k.triwulan_dibuka) for k in bawaan] == [
        ("Lelang gagal.", "", 2),
        ("Pejabat pensiun.", "", 2),
    ]
    pesan = galat(dunia, replace(TIGA, kendala=()), 3)
    assert pesan.keys() == {"kendala-0", "kendala-1"}
    assert "TW II" in pesan["kendala-0"]


def test_bawaan_ditutup_dan_diteruskan_satu_per_satu(dunia: Dunia, jam: time_machine.Traveller) -> None:
    dunia.ajukan(replace(ISIAN, kendala=(KENDALA, replace(KENDALA, uraian="Pejabat pensiun."))))
    pindah(jam, "2026-12-05")
    satu, dua = dunia.lembar(3).isian.kendala
    diteruskan = replace(dua, tindakan=TERUSKAN)
    isian = replace(TIGA, kendala=(replace(satu, tindakan=TUTUP), diteruskan), alasan={"TERLAMBAT": "Sakit."})
    pesan = galat(dunia, isian, 3)
    assert pesan.keys() == {"kendala-1"}  # the closed one needs no new day
    assert "beri tanggal baru" in pesan["kendala-1"]
    laporan_isian = replace(isian, kendala=(isian.kendala[0], replace(diteruskan, batas_waktu="2026-12-20")))
    assert galat(dunia, laporan_isian, 3) == {}
    assert register() == [("Lelang gagal.", 2, 3), ("Pejabat pensiun.", 2, None)]
    assert Kendala.objects.get(triwulan_ditutup=None).batas_waktu == dt.date(2026, 12, 20)
    tiga = LaporanTriwulan.objects.get(dipa=dunia.dipa, triwulan=3)
    assert kata(tiga) == [("Lelang gagal.", True), ("Pejabat pensiun.", False)]


def test_menutup_dengan_isian_dikosongkan_memakai_kata_register(dunia: Dunia, jam: time_machine.Traveller) -> None:
    dunia.ajukan()
    pindah(jam, "2026-10-05")
    (bawaan,) = dunia.lembar(3).isian.kendala
    ditutup = IsianKendala(id=bawaan.id, tindakan=TUTUP)
    assert galat(dunia, replace(TIGA, kendala=(ditutup,)), 3) == {}
    assert register() == [("Lelang gagal.", 2, 3)]
    assert kata(LaporanTriwulan.objects.get(dipa=dunia.dipa, triwulan=3)) == [("Lelang gagal.", True)]


def test_bawaan_tidak_dapat_ditarik(dunia: Dunia, jam: time_machine.Traveller) -> None:
    """Only what a report told itself may be taken back by it; what is carried over is closed or kept."""
    dunia.ajukan()
    pindah(jam, "2026-10-05")
    (bawaan,) = dunia.lembar(3).isian.kendala
    assert galat(dunia, replace(TIGA, kendala=(replace(bawaan, tindakan=TARIK),)), 3).keys() == {"kendala-0"}


def test_kendala_satker_lain_menjadi_kendala_baru(dunia: Dunia) -> None:
    milik_lain = pabrik.buat_kendala(pabrik.buat_dipa(), 2)
    pinjaman = replace(KENDALA, id=milik_lain.pk, tindakan=TUTUP)
    assert galat(dunia, replace(ISIAN, kendala=(pinjaman, KENDALA))) == {}
    milik_lain.refresh_from_db()
    assert milik_lain.triwulan_ditutup is None
    assert Kendala.objects.filter(dipa=dunia.dipa).count() == 1


# --- Obstacles at a correction ---------------------------------------------------------------
def test_koreksi_melanjutkan_kendala_yang_sama(dunia: Dunia) -> None:
    dunia.bawa_ke(DIKEMBALIKAN)
    (milik,) = dunia.lembar().isian.kendala
    assert milik.tindakan == TERUSKAN
    laporan = dunia.ajukan_lagi(kendala=(replace(milik, uraian="Lelang gagal dua kali."),))
    assert register() == [("Lelang gagal dua kali.", 2, None)]
    satu, dua = laporan.versi.order_by("nomor")
    assert satu.kendala.get().uraian == "Lelang gagal."
    assert dua.kendala.get().kendala_id == satu.kendala.get().kendala_id


def test_koreksi_menarik_kendalanya_sendiri(dunia: Dunia) -> None:
    dunia.bawa_ke(DIKEMBALIKAN)
    (milik,) = dunia.lembar().isian.kendala
    baru = replace(KENDALA, uraian="Pejabat pensiun.")
    assert set(galat(dunia, replace(ISIAN, kendala=(replace(milik, tindakan=TARIK),)))) == {"kendala"}
    laporan = dunia.ajukan_lagi(kendala=(replace(milik, tindakan=TARIK), baru))
    assert register() == [("Pejabat pensiun.", 2, None)]
    assert kata(laporan) == [("Pejabat pensiun.", False)]
    satu, _ = laporan.versi.order_by("nomor")
    assert satu.kendala.get().uraian == "Lelang gagal."


def test_kendala_sendiri_yang_dilewatkan_tidak_hilang_diam_diam(dunia: Dunia) -> None:
    dunia.bawa_ke(DIKEMBALIKAN)
    dunia.ajukan_lagi(kendala=(replace(KENDALA, uraian="Pejabat pensiun."),))
    assert register() == [("Lelang gagal.", 2, None), ("Pejabat pensiun.", 2, None)]


def test_menutup_di_dua_apa_yang_sudah_ditutup_di_tiga(dunia: Dunia, jam: time_machine.Traveller) -> None:
    dunia.ajukan()
    pindah(jam, "2026-10-05")
    (bawaan,) = dunia.lembar(3).isian.kendala
    dunia.ajukan(replace(TIGA, kendala=(replace(bawaan, tindakan=TUTUP),)), 3)
    dunia.kembalikan(2)
    (milik,) = dunia.lembar(2).isian.kendala
    assert (milik.tindakan, milik.triwulan_dibuka) == (TERUSKAN, 2)
    terlambat = {"TERLAMBAT": "Sakit."}
    dunia.ajukan_lagi(kendala=(replace(milik, tindakan=TUTUP), KENDALA), alasan=terlambat)
    assert register()[0] == ("Lelang gagal.", 2, 2)
    # And back again: TW III, which is submitted still, closed it then.
    dunia.kembalikan(2)
    isian = dunia.lembar(2).isian
    dunia.ajukan_lagi(kendala=tuple(replace(k, tindakan=TERUSKAN) for k in isian.kendala))
    assert register()[0] == ("Lelang gagal.", 2, 3)


def test_koreksi_tiga_tidak_menghidupkan_yang_sudah_ditutup_dua(dunia: Dunia, jam: time_machine.Traveller) -> None:
    dunia.ajukan()
    pindah(jam, "2026-10-05")
    (bawaan,) = dunia.lembar(3).isian.kendala
    dunia.ajukan(replace(TIGA, kendala=(replace(bawaan, tindakan=TUTUP),)), 3)
    dunia.kembalikan(2)
    dunia.kembalikan(3)
    (milik,) = dunia.lembar(2).isian.kendala
    dunia.ajukan_lagi(kendala=(replace(milik, tindakan=TUTUP), replace(KENDALA, uraian="Pejabat pensiun.")))
    sisa = dunia.lembar(3).isian.kendala
    assert [(k.uraian, k.tindakan) for k in sisa] == [("Pejabat pensiun.", "")]


def test_koreksi_dua_tidak_menimpa_kata_tiga(dunia: Dunia, jam: time_machine.Traveller) -> None:
    """TW III told the obstacle anew, with a new day; a later correction of TW II tells it in its own version."""
    dunia.ajukan()
    pindah(jam, "2026-10-05")
    (bawaan,) = dunia.lembar(3).isian.kendala
    nanti = replace(bawaan, tindakan=TERUSKAN, uraian="Lelang gagal dua kali.", batas_waktu="2026-12-20")
    dunia.ajukan(replace(TIGA, kendala=(nanti,)), 3)
    dunia.kembalikan(2)
    (milik,) = dunia.lembar(2).isian.kendala
    laporan = dunia.ajukan_lagi(kendala=(replace(milik, uraian="Lelang gagal, diulang."),))
    assert register() == [("Lelang gagal dua kali.", 2, None)]
    assert Kendala.objects.get().batas_waktu == dt.date(2026, 12, 20)
    assert kata(laporan) == [("Lelang gagal, diulang.", False)]


def test_menarik_di_dua_apa_yang_tiga_teruskan(dunia: Dunia, jam: time_machine.Traveller) -> None:
    """TW III, submitted, still tells it: it stays in the register, as of TW III."""
    dunia.ajukan()
    pindah(jam, "2026-10-05")
    (bawaan,) = dunia.lembar(3).isian.kendala
    dunia.ajukan(replace(TIGA, kendala=(replace(bawaan, tindakan=TERUSKAN),)), 3)
    dunia.kembalikan(2)
    (milik,) = dunia.lembar(2).isian.kendala
    dunia.ajukan_lagi(kendala=(replace(milik, tindakan=TARIK), replace(KENDALA, uraian="Pejabat pensiun.")))
    assert register() == [("Lelang gagal.", 3, None), ("Pejabat pensiun.", 2, None)]


# --- Set back to the verified version ----------------------------------------------------------
@pytest.mark.parametrize("dikembalikan", [False, True])
def test_pulihkan_mengembalikan_register(dunia: Dunia, dikembalikan: bool) -> None:
    """Whether the new version still waits or was sent back meanwhile."""
    dunia.bawa_ke(DIBUKA_KEMBALI)
    (milik,) = dunia.lembar().isian.kendala
    dunia.ajukan_lagi(kendala=(replace(milik, tindakan=TUTUP), replace(KENDALA, uraian="Pejabat pensiun.")))
    assert register() == [("Lelang gagal.", 2, 2), ("Pejabat pensiun.", 2, None)]
    if dikembalikan:
        dunia.kembalikan()
    dunia.pulihkan()
    assert register() == [("Lelang gagal.", 2, None)]
    assert [k.uraian for k in dunia.lembar().isian.kendala] == ["Lelang gagal."]


def test_pulihkan_mengembalikan_kendala_yang_ditarik_dengan_nomornya(dunia: Dunia) -> None:
    dunia.bawa_ke(DIBUKA_KEMBALI)
    (milik,) = dunia.lembar().isian.kendala
    dunia.ajukan_lagi(kendala=(replace(milik, tindakan=TARIK), replace(KENDALA, uraian="Pejabat pensiun.")))
    dunia.pulihkan()
    assert register() == [("Lelang gagal.", 2, None)]
    assert Kendala.objects.get().pk == milik.id
    dunia.buka_kembali()
    assert [(k.id, k.tindakan) for k in dunia.lembar().isian.kendala] == [(milik.id, TERUSKAN)]


def test_pulihkan_ke_versi_tanpa_kendala_menarik_yang_dibuka_sesudahnya(dunia: Dunia) -> None:
    dunia.ajukan(replace(ISIAN, kendala=(), realisasi={"52": 450_000_000}))
    dunia.verifikasi()
    dunia.buka_kembali()
    turun = {"TURUN:52": "Dikembalikan ke kas negara."}
    dunia.ajukan_lagi(kendala=(KENDALA,), realisasi={"52": 400_000_000}, alasan=turun)
    assert register() == [("Lelang gagal.", 2, None)]
    dunia.pulihkan()
    assert register() == []


# --- Imported reports: a version, no draft, obstacles in the register alone ----------------------
def _impor(dunia: Dunia, *, terverifikasi: bool) -> LaporanTriwulan:
    buat = pabrik.buat_laporan_terverifikasi if terverifikasi else pabrik.buat_laporan_diajukan
    laporan = buat(dunia.dipa, 2, {"52": 400_000_000})
    for baris in RincianDraf.objects.filter(laporan=laporan):
        baris.delete()
    pabrik.buat_kendala(dunia.dipa, 1, uraian="Blokir belum dibuka.", batas_waktu=dt.date(2026, 12, 1))
    pabrik.buat_kendala(dunia.dipa, 2, batas_waktu=dt.date(2026, 12, 1))
    pabrik.buat_kendala(dunia.dipa, 1, uraian="Lunas.", triwulan_ditutup=1)
    return laporan


@pytest.mark.parametrize("terverifikasi", [False, True])
@pytest.mark.parametrize("tanpa_versi_diajukan", [False, True])
def test_laporan_impor_dikembalikan_lalu_diajukan_lagi(
    dunia: Dunia, terverifikasi: bool, tanpa_versi_diajukan: bool
) -> None:
    laporan = _impor(dunia, terverifikasi=terverifikasi)
    if tanpa_versi_diajukan and terverifikasi:
        laporan.versi_diajukan = None
        laporan.save()
    semula = register()
    laporan = dunia.buka_kembali() if terverifikasi else dunia.kembalikan()
    isian = dunia.lembar().isian
    assert isian.realisasi == {"52": 400_000_000}
    assert [(k.uraian, k.tindakan) for k in isian.kendala] == [
        ("Blokir belum dibuka.", TERUSKAN),
        ("Lelang gagal dan harus diulang.", TERUSKAN),
    ]
    laporan = dunia.ajukan_lagi(fisik=40, tanggal_data=dt.date(2026, 6, 30))
    assert laporan.versi_diajukan is not None
    assert laporan.versi_diajukan.nomor == 2
    assert register() == semula
    assert kata(laporan) == [("Blokir belum dibuka.", False), ("Lelang gagal dan harus diulang.", False)]


def test_laporan_impor_yang_dipulihkan_tidak_menyentuh_register(dunia: Dunia) -> None:
    _impor(dunia, terverifikasi=True)
    semula = register()
    dunia.buka_kembali()
    dunia.pulihkan()
    assert register() == semula
    dunia.buka_kembali()
    dunia.ajukan_lagi(fisik=40, tanggal_data=dt.date(2026, 6, 30))
    dunia.pulihkan()
    assert register() == semula


# --- A DIPA that is not broken down ------------------------------------------------------------
def _belum_dirinci() -> Dunia:
    dunia = Dunia()
    pabrik.buat_revisi(dunia.dipa, {"00": 1_000_000_000}, berlaku_sejak=dt.date(2026, 5, 1))
    return dunia


def test_belum_dirinci_satu_jenis_cukup() -> None:
    dunia = _belum_dirinci()
    lembar = dunia.lembar()
    assert [(b.jenis.value, b.pagu, b.sisa, b.persen_bp, b.wajib) for b in lembar.baris] == [
        (j, None, None, None, False) for j in ("51", "52", "53", "57")
    ]
    assert set(galat(dunia, replace(ISIAN, realisasi={}))) == {"angka"}
    assert galat(dunia, ISIAN.dengan_realisasi({"53": 400_000_000})) == {}


def test_belum_dirinci_menolak_jumlah_berjalan_negatif() -> None:
    dunia = _belum_dirinci()
    assert galat(dunia, ISIAN.dengan_realisasi({"53": -1, "52": 5_000_000})).keys() == {"53", "peringatan-SATUAN:53"}


def test_dirinci_kemudian_tetap_memuat_yang_lama(dunia: Dunia) -> None:
    """Spent under a DIPA that was not broken down, and moved to its jenis in the quarter after."""
    dipa: Dipa = pabrik.buat_dipa(pagu={"00": 1_000_000_000})
    pabrik.buat_revisi(dipa, {"52": 1_000_000_000}, berlaku_sejak=dt.date(2026, 5, 1))
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"00": 150_000_000})
    dunia.dipa = dipa
    dunia.__dict__.pop("operator", None)
    lembar = dunia.lembar()
    assert [b.jenis.value for b in lembar.baris] == ["51", "52", "53", "57", "00"]
    assert lembar.kumulatif == 150_000_000
    pindah_jenis = replace(ISIAN, realisasi={"52": 550_000_000, "00": -150_000_000})
    assert galat(dunia, replace(pindah_jenis, alasan={"LONJAKAN": "Dirinci."})) == {}
    assert {b.jenis.value: b.kumulatif for b in dunia.lembar().baris if b.kumulatif} == {"52": 550_000_000}
