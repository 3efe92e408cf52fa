"""The workflow of a quarterly report through its functions: what each leaves, and what it refuses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from realisasi import alur
from realisasi.isian import TERUSKAN, TUTUP, Isian, IsianKendala
from realisasi.models import Bukti, Dipa, Kendala, LaporanTriwulan, PeriodePelaporan, PerpanjanganPeriode, StatusLaporan
from realisasi.posisi import Angka, muat
from satker.models import Pengguna, PeranSatker
from satker.peran import Peran
from tests import pabrik

pytestmark = [pytest.mark.basis_data, pytest.mark.django_db, pytest.mark.pada("2026-07-03 09:00")]

Orang = dict[str, Pengguna]

KENDALA = IsianKendala(
    kategori="PENGADAAN",
    uraian="Lelang gagal.",
    tindak_lanjut="Lelang ulang.",
    penanggung_jawab="Kepala bidang",
    batas_waktu="2026-09-01",
)
ISIAN = Isian(
    realisasi={"52": 400_000_000}, basis="SP2D", tanggal_data=dt.date(2026, 6, 30), fisik=40, kendala=(KENDALA,)
)


@pytest.fixture
def dipa() -> Dipa:
    dipa = pabrik.buat_dipa(pagu={"52": 1_000_000_000})
    pabrik.buat_target(2, 6000)
    pabrik.buat_target(4, 9900)
    for q in (1, 2, 3, 4):
        pabrik.buat_periode(q)
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 150_000_000})
    return dipa


@pytest.fixture
def orang(dipa: Dipa) -> Orang:
    return {
        "operator": pabrik.buat_pengguna(peran=PeranSatker.OPERATOR, satker=dipa.satker),
        "kepala": pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=dipa.satker),
        "pusat": pabrik.buat_pengguna(peran=Peran.TIM_PUSAT),
    }


def persen(dipa: Dipa, angka: Angka, triwulan: int = 2) -> int | None:
    return muat([2026], angka).posisi(2026, triwulan)[0].persen_bp


def diajukan(dipa: Dipa, orang: Orang, isian: Isian = ISIAN) -> LaporanTriwulan:
    ada = LaporanTriwulan.objects.filter(dipa=dipa, triwulan=2).first()
    draf = alur.simpan_draf(dipa.pk, 2, orang["operator"], isian, ada.perubahan_ke if ada else 0)
    return alur.ajukan(dipa.pk, 2, orang["kepala"], draf.perubahan_ke)


def test_jalan_penuh_dari_draf_sampai_terverifikasi(dipa: Dipa, orang: Orang) -> None:
    draf = alur.simpan_draf(dipa.pk, 2, orang["operator"], ISIAN, 0)
    assert persen(dipa, Angka.SEMENTARA) == 1500  # a draft never counts
    laporan = alur.ajukan(dipa.pk, 2, orang["kepala"], draf.perubahan_ke)
    assert laporan.status == StatusLaporan.DIAJUKAN
    assert (persen(dipa, Angka.RESMI), persen(dipa, Angka.SEMENTARA)) == (1500, 5500)
    laporan = alur.kembalikan(
        laporan.pk, orang["pusat"], laporan.perubahan_ke, "Tidak cocok SP2D.", {"52": "Mohon dicek."}
    )
    assert laporan.catatan.get().teks == "Mohon dicek."
    assert persen(dipa, Angka.SEMENTARA) == 1500
    kendala = replace(KENDALA, id=Kendala.objects.get().pk, tindakan=TERUSKAN)
    isian = replace(
        ISIAN, realisasi={"52": 390_000_000}, kendala=(kendala,), alasan={"TURUN:52": "Sepuluh juta baru cair Juli."}
    )
    laporan = diajukan(dipa, orang, isian)
    assert laporan.versi_diajukan.nomor == 2
    assert laporan.versi_diajukan.peringatan.get().alasan == "Sepuluh juta baru cair Juli."
    assert Kendala.objects.count() == 1
    laporan = alur.verifikasi(laporan.pk, orang["pusat"], laporan.perubahan_ke)
    assert persen(dipa, Angka.RESMI) == 5400


def test_draf_yang_sama_tidak_ditulis_dua_kali(dipa: Dipa, orang: Orang) -> None:
    pertama = alur.simpan_draf(dipa.pk, 2, orang["operator"], ISIAN, 0)
    kedua = alur.simpan_draf(dipa.pk, 2, orang["operator"], ISIAN, 0)
    assert kedua.perubahan_ke == pertama.perubahan_ke


def test_draf_orang_lain_tidak_ditimpa(dipa: Dipa, orang: Orang) -> None:
    alur.simpan_draf(dipa.pk, 2, orang["operator"], ISIAN, 0)
    with pytest.raises(alur.Bentrok, match=orang["operator"].nama):
        alur.simpan_draf(dipa.pk, 2, orang["kepala"], ISIAN.dengan_realisasi({"52": 1}), 0)


def test_yang_kurang_disebut_satu_per_satu(dipa: Dipa, orang: Orang) -> None:
    draf = alur.simpan_draf(dipa.pk, 2, orang["operator"], Isian(realisasi={"52": 150_000}), 0)
    with pytest.raises(alur.BelumLengkap) as galat:
        alur.ajukan(dipa.pk, 2, orang["kepala"], draf.perubahan_ke)
    assert {g.bagian for g in galat.value.galat} == {
        "dasar",
        "tanggal_data",
        "fisik",
        "kendala",
        "peringatan-SATUAN:52",
    }
    assert not LaporanTriwulan.objects.get(dipa=dipa, triwulan=2).versi.exists()


def test_operator_mengajukan_hanya_bila_diatur(dipa: Dipa, orang: Orang) -> None:
    draf = alur.simpan_draf(dipa.pk, 2, orang["operator"], ISIAN, 0)
    with pytest.raises(alur.BukanHak):
        alur.ajukan(dipa.pk, 2, orang["operator"], draf.perubahan_ke)
    dipa.tahun.operator_mengajukan = True
    dipa.tahun.save()
    assert alur.ajukan(dipa.pk, 2, orang["operator"], draf.perubahan_ke).status == StatusLaporan.DIAJUKAN


def test_tanpa_peran_setiap_perubahan_ditolak(dipa: Dipa, orang: Orang) -> None:
    """The workflow asks itself who acts, whatever a page or a command has asked before."""
    laporan = diajukan(dipa, orang)
    ke = laporan.perubahan_ke
    asing = pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=pabrik.buat_dipa().satker)
    for siapa in (asing, orang["pusat"]):
        with pytest.raises(alur.BukanHak):
            alur.simpan_draf(dipa.pk, 3, siapa, ISIAN, 0)
        with pytest.raises(alur.BukanHak):
            alur.pastikan_boleh_mengisi(dipa.pk, 3, siapa)
        with pytest.raises(alur.BukanHak):
            alur.ajukan(dipa.pk, 2, siapa, ke)
    for siapa in (asing, orang["kepala"]):
        with pytest.raises(alur.BukanHak):
            alur.verifikasi(laporan.pk, siapa, ke)
        with pytest.raises(alur.BukanHak):
            alur.kembalikan(laporan.pk, siapa, ke, "Perbaiki.")
        with pytest.raises(alur.BukanHak):
            alur.buka_kembali(laporan.pk, siapa, ke, "Perbaiki.")
        with pytest.raises(alur.BukanHak):
            alur.pulihkan(laporan.pk, siapa, ke, "Perbaiki.")
    assert not LaporanTriwulan.objects.filter(dipa=dipa, triwulan=3).exists()


@pytest.mark.parametrize("hari", ["2026-06-30 23:59", "2026-10-01 00:00"])
def test_di_luar_jendela_tidak_dapat_ditulis(dipa: Dipa, orang: Orang, jam: time_machine.Traveller, hari: str) -> None:
    jam.move_to(dt.datetime.fromisoformat(f"{hari}:30+07:00"))
    with pytest.raises(alur.Ditolak):
        alur.simpan_draf(dipa.pk, 2, orang["operator"], ISIAN, 0)


def test_pengembalian_sesudah_jendela_ditutup_memperpanjang(
    dipa: Dipa, orang: Orang, jam: time_machine.Traveller
) -> None:
    laporan = diajukan(dipa, orang)
    jam.move_to(dt.datetime.fromisoformat("2026-10-05T09:00:00+07:00"))
    alur.kembalikan(laporan.pk, orang["pusat"], laporan.perubahan_ke, "Perbaiki.")
    assert PerpanjanganPeriode.objects.get().sampai == dt.date(2026, 10, 12)  # five working days, no holidays here
    alur.simpan_draf(dipa.pk, 2, orang["operator"], ISIAN.dengan_realisasi({"52": 5}), laporan.perubahan_ke + 1)


@pytest.mark.parametrize(
    ("sampai", "berlaku"),
    [("2026-10-09", "2026-10-20"), ("2026-10-20", "2026-10-20"), ("2026-10-21", "2026-10-21")],
)
def test_pengembalian_tidak_memendekkan_perpanjangan(
    dipa: Dipa, orang: Orang, jam: time_machine.Traveller, sampai: str, berlaku: str
) -> None:
    """Whoever was promised days keeps them, whatever day the return names."""
    laporan = diajukan(dipa, orang)
    periode = PeriodePelaporan.objects.get(triwulan=2)
    lama = PerpanjanganPeriode.objects.create(
        periode=periode, satker=dipa.satker, sampai=dt.date(2026, 10, 20), alasan="Kantor terendam banjir."
    )
    jam.move_to(dt.datetime.fromisoformat("2026-10-05T09:00:00+07:00"))
    alur.kembalikan(laporan.pk, orang["pusat"], laporan.perubahan_ke, "Perbaiki.", {}, dt.date.fromisoformat(sampai))
    baris = PerpanjanganPeriode.objects.get()
    assert baris.sampai == dt.date.fromisoformat(berlaku)
    assert (baris.alasan == lama.alasan) == (berlaku == "2026-10-20")


def test_pengembalian_di_dalam_jendela_tidak_membuat_perpanjangan(dipa: Dipa, orang: Orang) -> None:
    laporan = diajukan(dipa, orang)
    alur.kembalikan(laporan.pk, orang["pusat"], laporan.perubahan_ke, "Perbaiki.", {}, dt.date(2026, 9, 30))
    assert not PerpanjanganPeriode.objects.exists()


def test_batas_jawaban_yang_sudah_lewat_ditolak(dipa: Dipa, orang: Orang, jam: time_machine.Traveller) -> None:
    laporan = diajukan(dipa, orang)
    jam.move_to(dt.datetime.fromisoformat("2026-10-05T00:00:00+07:00"))
    with pytest.raises(alur.Ditolak, match="4 Oktober 2026 sudah lewat"):
        alur.kembalikan(laporan.pk, orang["pusat"], laporan.perubahan_ke, "Perbaiki.", {}, dt.date(2026, 10, 4))
    laporan.refresh_from_db()
    assert laporan.status == StatusLaporan.DIAJUKAN


def test_dibuka_kembali_lalu_dipulihkan(dipa: Dipa, orang: Orang) -> None:
    laporan = diajukan(dipa, orang)
    laporan = alur.verifikasi(laporan.pk, orang["pusat"], laporan.perubahan_ke)
    laporan = alur.buka_kembali(laporan.pk, orang["pusat"], laporan.perubahan_ke, "Ada SP2D susulan.")
    assert laporan.berubah_setelah_verifikasi
    assert persen(dipa, Angka.RESMI) == 5500
    kendala = replace(KENDALA, id=Kendala.objects.get().pk, tindakan=TUTUP)
    laporan = diajukan(dipa, orang, replace(ISIAN, realisasi={"52": 450_000_000}, kendala=(kendala,)))
    assert Kendala.objects.get().triwulan_ditutup == 2
    assert (persen(dipa, Angka.RESMI), persen(dipa, Angka.SEMENTARA)) == (5500, 6000)
    laporan = alur.pulihkan(laporan.pk, orang["pusat"], laporan.perubahan_ke, "SP2D dibatalkan.")
    assert laporan.status == StatusLaporan.DIVERIFIKASI
    assert (persen(dipa, Angka.RESMI), persen(dipa, Angka.SEMENTARA)) == (5500, 5500)
    assert {r.jenis: r.realisasi for r in laporan.rincian_draf.all()} == {"52": 400_000_000}
    assert Kendala.objects.get().triwulan_ditutup is None


def test_pengembalian_kedua_hanya_membawa_catatannya_sendiri(dipa: Dipa, orang: Orang) -> None:
    laporan = diajukan(dipa, orang)
    alur.kembalikan(laporan.pk, orang["pusat"], laporan.perubahan_ke, "Perbaiki.", {"52": "Cek.", "fisik": "Cek."})
    kendala = replace(KENDALA, id=Kendala.objects.get().pk, tindakan=TERUSKAN)
    laporan = diajukan(dipa, orang, replace(ISIAN, fisik=45, kendala=(kendala,)))
    alur.kembalikan(laporan.pk, orang["pusat"], laporan.perubahan_ke, "Perbaiki lagi.", {"52": "Masih beda."})
    assert [(c.bagian, c.teks) for c in laporan.catatan.all()] == [("52", "Masih beda.")]


def test_bukti_yang_dilepas_tidak_ikut_versi_berikutnya(dipa: Dipa, orang: Orang) -> None:
    laporan = alur.simpan_draf(dipa.pk, 2, orang["operator"], ISIAN, 0)
    for nama, dilepas in (("lama.pdf", True), ("baru.pdf", False)):
        Bukti.objects.create(
            laporan=laporan,
            berkas=f"bukti/{nama}",
            nama=nama,
            jenis="PDF",
            ukuran=1,
            sha256=nama.ljust(64, "0"),
            nama_pengunggah="Operator",
            diunggah_pada=dt.datetime(2026, 7, 3, tzinfo=dt.UTC),
            dilepas=dilepas,
        )
    laporan = alur.ajukan(dipa.pk, 2, orang["kepala"], laporan.perubahan_ke)
    assert laporan.versi_diajukan is not None
    assert [b.nama for b in laporan.versi_diajukan.bukti.all()] == ["baru.pdf"]


def test_verifikasi_menunggu_triwulan_sebelumnya(dipa: Dipa, orang: Orang) -> None:
    laporan = diajukan(dipa, orang)
    satu = LaporanTriwulan.objects.get(dipa=dipa, triwulan=1)
    satu.versi_terverifikasi, satu.status = None, StatusLaporan.DIAJUKAN
    satu.save()
    with pytest.raises(alur.Ditolak, match="TW I"):
        alur.verifikasi(laporan.pk, orang["pusat"], laporan.perubahan_ke)


def test_jumlah_berjalan_negatif_ditolak(dipa: Dipa, orang: Orang) -> None:
    draf = alur.simpan_draf(dipa.pk, 2, orang["operator"], ISIAN.dengan_realisasi({"52": -150_000_001}), 0)
    with pytest.raises(alur.BelumLengkap, match="tidak boleh melebihi"):
        alur.ajukan(dipa.pk, 2, orang["kepala"], draf.perubahan_ke)
