"""Deciding on a difference: who may, on what, and who is told that somebody was first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from realisasi.keputusan import Dasar, putuskan
from realisasi.models import Dipa, Keputusan, RealisasiPerbendaharaan, Rekonsiliasi, StatusLaporan, TahunAnggaran
from realisasi.penolakan import Bentrok, BukanHak, Ditolak
from realisasi.posisi import Angka, muat
from realisasi.rekonsiliasi import Putusan, baca_satu
from satker.models import CatatanJurnal, Pengguna
from satker.peran import Peran
from tests import pabrik
from tests.realisasi.test_alur_bersamaan import satu_berhasil, segar, serentak

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]

BARANG = Dasar(400, 380, 0)
MODAL = Dasar(50, 60, 0)
ALASAN = "SP2D 30 Juni tercatat 1 Juli."


def dengan_selisih() -> Dipa:
    """A DIPA of which two jenis differ and one is the same."""
    dipa = pabrik.buat_dipa(pagu={"51": 100, "52": 800, "53": 200})
    pabrik.buat_laporan_diajukan(dipa, 1, {"51": 10, "52": 400, "53": 50})
    pabrik.buat_perbendaharaan(dipa, 1, {"51": 10, "52": 380, "53": 60})
    return dipa


@pytest.fixture
def dipa() -> Dipa:
    return dengan_selisih()


def ubah_perbendaharaan(dipa: Dipa, jenis: str, nilai: int) -> None:
    baris = RealisasiPerbendaharaan.objects.get(dipa=dipa, triwulan=1, jenis=jenis)
    baris.realisasi_sd = nilai
    baris.save()


def putusan(dipa: Dipa) -> dict[str, Putusan | None]:
    return {p.jenis: p.putusan for p in baca_satu(dipa, 1).pasangan}


def test_satu_keputusan_atas_beberapa_jenis(dipa: Dipa, pusat: Pengguna) -> None:
    tertulis = putuskan(dipa.pk, 1, pusat, {"52": BARANG, "53": MODAL}, Keputusan.BEDA_WAKTU, f"  {ALASAN} ")
    assert {r.jenis for r in tertulis} == {"52", "53"}
    r = Rekonsiliasi.objects.get(jenis="52")
    assert (r.angka_dinas, r.angka_perbendaharaan, r.alasan, r.nama_pemutus) == (400, 380, ALASAN, pusat.nama)
    assert (r.keputusan, r.perubahan_ke) == (Keputusan.BEDA_WAKTU, 1)
    assert putusan(dipa) == {"51": None, "52": Putusan.SUDAH, "53": Putusan.SUDAH}


def test_keputusan_tidak_mengubah_angka_apa_pun(dipa: Dipa, pusat: Pengguna) -> None:
    def angka() -> list[object]:
        posisi = [muat({2026}, a, proyeksi=False).posisi(2026, 1) for a in Angka]
        return [[(p.realisasi_jenis, p.status) for p in satu] for satu in posisi] + list(
            RealisasiPerbendaharaan.objects.values()
        )

    sebelum = angka()
    putuskan(dipa.pk, 1, pusat, {"52": BARANG}, Keputusan.PERBENDAHARAAN_BENAR, ALASAN)
    assert angka() == sebelum


def test_angka_yang_berubah_meminta_keputusan_baru(dipa: Dipa, pusat: Pengguna) -> None:
    putuskan(dipa.pk, 1, pusat, {"52": BARANG}, Keputusan.BEDA_WAKTU, ALASAN)
    ubah_perbendaharaan(dipa, "52", 390)
    assert putusan(dipa)["52"] is Putusan.LAGI
    putuskan(dipa.pk, 1, pusat, {"52": Dasar(400, 390, 1)}, Keputusan.LAIN, "Dicek ulang.")
    r = Rekonsiliasi.objects.get(jenis="52")
    assert (r.angka_perbendaharaan, r.keputusan, r.perubahan_ke) == (390, Keputusan.LAIN, 2)
    assert putusan(dipa)["52"] is Putusan.SUDAH
    ubah_perbendaharaan(dipa, "52", 400)
    assert putusan(dipa)["52"] is None


def test_jurnal_menyimpan_keputusan_yang_lama_dan_alasannya(dipa: Dipa, pusat: Pengguna) -> None:
    putuskan(dipa.pk, 1, pusat, {"52": BARANG}, Keputusan.BEDA_WAKTU, ALASAN)
    putuskan(dipa.pk, 1, pusat, {"52": Dasar(400, 380, 1)}, Keputusan.LAPORAN_BENAR, "Rekap dicocokkan.")
    buat, ganti = CatatanJurnal.objects.filter(content_type__model="rekonsiliasi").order_by("pk")
    assert buat.changes["keputusan"][1] == Keputusan.BEDA_WAKTU
    assert ganti.changes["keputusan"] == [Keputusan.BEDA_WAKTU, Keputusan.LAPORAN_BENAR]
    assert ganti.changes["alasan"] == [ALASAN, "Rekap dicocokkan."]
    assert (buat.id_dipa, buat.id_satker, buat.tahun) == (dipa.pk, dipa.satker_id, 2026)


# --- Refused ---------------------------------------------------------------------------
@pytest.mark.parametrize("siapa", ["pimpinan", "administrator", "kepala", "operator", "tanpa_peran"])
def test_hanya_tim_pusat(dipa: Dipa, siapa: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(BukanHak, match="Hanya tim pusat"):
        putuskan(dipa.pk, 1, request.getfixturevalue(siapa), {"52": BARANG}, Keputusan.BEDA_WAKTU, ALASAN)
    assert not Rekonsiliasi.objects.exists()


@pytest.mark.parametrize(
    ("dasar", "keputusan", "alasan", "kata"),
    [
        ({}, Keputusan.LAIN, ALASAN, "Pilih jenis belanja"),
        ({"52": BARANG}, "TIDAK_TAHU", ALASAN, "Pilih salah satu keputusan"),
        ({"52": BARANG}, Keputusan.LAIN, " \n", "Tulis alasan"),
        ({"52": BARANG}, Keputusan.LAIN, "...", "Tulis alasan"),
    ],
)
def test_isian_yang_kurang(
    dipa: Dipa, pusat: Pengguna, dasar: dict[str, Dasar], keputusan: str, alasan: str, kata: str
) -> None:
    with pytest.raises(Ditolak, match=kata):
        putuskan(dipa.pk, 1, pusat, dasar, keputusan, alasan)


def test_tahun_yang_ditutup_dan_dipa_yang_hilang(dipa: Dipa, pusat: Pengguna) -> None:
    tahun = TahunAnggaran.objects.get(tahun=2026)
    tahun.ditutup = True
    tahun.save()
    with pytest.raises(Ditolak, match="Tahun anggaran 2026 sudah ditutup"):
        putuskan(dipa.pk, 1, pusat, {"52": BARANG}, Keputusan.BEDA_WAKTU, ALASAN)
    with pytest.raises(Ditolak, match="tidak ada lagi"):
        putuskan(999_999, 1, pusat, {"52": BARANG}, Keputusan.BEDA_WAKTU, ALASAN)


@pytest.mark.parametrize(
    ("jenis", "dasar", "kata"),
    [
        ("52", Dasar(400, 370, 0), "angka perbendaharaan sekarang Rp\u00a0380, tadi Rp\u00a0370"),
        ("52", Dasar(None, 380, 0), "angka dinas sekarang Rp\u00a0400, tadi tidak disebut"),
        ("51", Dasar(10, 10, 0), "51 Pegawai sama dalam kedua sumber"),
        ("57", Dasar(1, 2, 0), "57 Bantuan sosial sekarang tidak lagi ada"),
    ],
)
def test_yang_dibaca_sudah_lain(dipa: Dipa, pusat: Pengguna, jenis: str, dasar: Dasar, kata: str) -> None:
    with pytest.raises(Bentrok, match=kata):
        putuskan(dipa.pk, 1, pusat, {jenis: dasar, "53": MODAL}, Keputusan.BEDA_WAKTU, ALASAN)
    assert not Rekonsiliasi.objects.exists(), "all of them or none"


def test_tanpa_laporan_tidak_ada_yang_diputuskan(dipa: Dipa, pusat: Pengguna) -> None:
    laporan = dipa.laporan.get()
    laporan.status = StatusLaporan.DRAF
    laporan.save()
    with pytest.raises(Bentrok, match="tidak lagi ada dalam kedua sumber"):
        putuskan(dipa.pk, 1, pusat, {"52": BARANG}, Keputusan.BEDA_WAKTU, ALASAN)


def test_pemutus_kedua_diberi_tahu(dipa: Dipa, pusat: Pengguna) -> None:
    putuskan(dipa.pk, 1, pusat, {"52": BARANG}, Keputusan.BEDA_WAKTU, ALASAN)
    with pytest.raises(Bentrok, match=f"sudah diputuskan {pusat.nama}.*Beda waktu"):
        putuskan(dipa.pk, 1, pusat, {"52": BARANG}, Keputusan.LAPORAN_BENAR, "Lain.")
    assert Rekonsiliasi.objects.get().alasan == ALASAN


# --- Two at once -----------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_dua_pemutus_serentak_satu_keputusan() -> None:
    dipa = dengan_selisih()
    pusat = pabrik.buat_pengguna(peran=Peran.TIM_PUSAT)

    def kerja(alasan: str) -> Callable[[], list[Rekonsiliasi]]:
        return lambda: putuskan(dipa.pk, 1, segar(pusat), {"52": BARANG}, Keputusan.LAIN, alasan)

    galat = satu_berhasil(serentak([dipa], kerja("Alasan satu."), kerja("Alasan dua.")))
    assert "sudah diputuskan" in galat.pesan
    assert Rekonsiliasi.objects.get().perubahan_ke == 1


@pytest.mark.django_db(transaction=True)
def test_angka_yang_berubah_selagi_menunggu_terlihat() -> None:
    dipa = dengan_selisih()
    pusat = pabrik.buat_pengguna(peran=Peran.TIM_PUSAT)
    (hasil,) = serentak(
        [dipa],
        lambda: putuskan(dipa.pk, 1, segar(pusat), {"52": BARANG}, Keputusan.LAIN, ALASAN),
        sementara=lambda: ubah_perbendaharaan(dipa, "52", 399),
    )
    assert isinstance(hasil, Bentrok)
    assert "sekarang Rp\u00a0399" in hasil.pesan
    assert not Rekonsiliasi.objects.exists()
