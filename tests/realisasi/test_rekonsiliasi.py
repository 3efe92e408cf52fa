"""The rule of the rekonsiliasi: what is compared with what, what differs, and which decision still holds."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from realisasi.models import Dipa, JenisBelanja, Keputusan, Rekonsiliasi
from realisasi.rekonsiliasi import (
    BandingDipa,
    Keadaan,
    Pasangan,
    Putusan,
    baca_banding,
    baca_satu,
    kata_persen,
    kata_selisih,
    pasangkan,
    persen_bp,
    triwulan_tersedia,
)
from tests import pabrik

DIRINCI = [j.value for j in JenisBelanja if j is not JenisBelanja.BELUM_DIRINCI]
RUPIAH = st.integers(-(10**15), 10**15)
ISI = st.dictionaries(st.sampled_from(DIRINCI), RUPIAH)


def satu(dipa: Dipa, triwulan: int = 1) -> BandingDipa:
    """The comparison of one DIPA as a list of all of them gives it."""
    (hasil,) = [b for b in baca_banding(dipa.tahun_id, triwulan) if b.amanat.id == dipa.pk]
    assert hasil.pasangan == baca_satu(dipa, triwulan).pasangan
    return hasil


def jenis(b: BandingDipa, kode: str) -> Pasangan:
    (hasil,) = [p for p in b.pasangan if p.jenis == kode]
    return hasil


# --- Pairs -------------------------------------------------------------------------------
@given(ISI, ISI)
def test_selisih_per_jenis_berjumlah_selisih_seluruhnya(dinas: dict[str, int], kas: dict[str, int]) -> None:
    pasangan = pasangkan(dinas, kas)
    assert sum(p.selisih or 0 for p in pasangan) == sum(dinas.values()) - sum(kas.values())
    assert {p.jenis for p in pasangan} == {*dinas, *kas}
    for p in pasangan:
        assert p.berbeda == (dinas.get(p.jenis, 0) != kas.get(p.jenis, 0))


@given(ISI)
def test_sumber_yang_sama_tidak_berselisih(isi: dict[str, int]) -> None:
    assert {p.keadaan for p in pasangkan(isi, dict(isi))} <= {Keadaan.SAMA}
    assert all(p.putusan is None for p in pasangkan(isi, dict(isi)))


@given(ISI)
def test_yang_tidak_ada_bukan_nol(isi: dict[str, int]) -> None:
    for pasangan in (pasangkan(isi, None), pasangkan(None, isi)):
        assert len(pasangan) == len(isi)
        assert all(p.selisih is None and p.keadaan is Keadaan.SATU_SUMBER for p in pasangan)
    assert pasangkan(None, None) == ()


def test_jenis_yang_tidak_disebut_satu_sumber_tetap_selisih() -> None:
    barang, modal = pasangkan({"52": 100}, {"52": 100, "53": 40})
    assert barang.keadaan is Keadaan.SAMA
    assert (modal.dinas, modal.perbendaharaan, modal.selisih) == (None, 40, -40)
    assert modal.putusan is Putusan.BELUM


@given(ISI, RUPIAH)
def test_sumber_yang_hanya_menyebut_jumlah_dibandingkan_jumlahnya(isi: dict[str, int], jumlah: int) -> None:
    (p,) = pasangkan(isi, {"00": jumlah})
    assert p.nama == "Jumlah, belum dirinci"
    assert p.selisih == sum(isi.values()) - jumlah
    assert p.dinas == (sum(isi.values()) if isi else None)


# --- Words -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("selisih", "kas", "kata", "persen"),
    [
        (None, 100, "–", "–"),
        (0, 100, "sama", "–"),
        (1_250_000, 100_000_000, "+1.250.000", "+1,25\u00a0%"),
        (-1_250_000, 100_000_000, "\u22121.250.000", "\u22121,25\u00a0%"),
        (5, 10_000_000, "+5", "di bawah 0,01\u00a0%"),
        (-5, 10_000_000, "\u22125", "di bawah 0,01\u00a0%"),
        (5, 0, "+5", "–"),
        (5, None, "+5", "–"),
        (5, -10, "+5", "–"),
    ],
)
def test_selisih_dalam_kata(selisih: int | None, kas: int | None, kata: str, persen: str) -> None:
    assert (kata_selisih(selisih), kata_persen(selisih, kas)) == (kata, persen)


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**15))
def test_persen_selisih_setangkup_dan_paling_jauh_setengah_basis_poin(selisih: int, kas: int) -> None:
    bp = persen_bp(selisih, kas)
    assert bp is not None
    assert bp == -(persen_bp(-selisih, kas) or 0)
    assert abs(2 * (bp * kas - selisih * 10_000)) <= kas


# --- Which decision holds ------------------------------------------------------------------
@given(RUPIAH, RUPIAH, RUPIAH, RUPIAH)
def test_keputusan_berlaku_selama_kedua_angkanya_tetap(dinas: int, kas: int, dinas_dulu: int, kas_dulu: int) -> None:
    dulu = Rekonsiliasi(angka_dinas=dinas_dulu, angka_perbendaharaan=kas_dulu, perubahan_ke=3)
    (p,) = pasangkan({"52": dinas}, {"52": kas}, {"52": dulu})
    tetap = (dinas, kas) == (dinas_dulu, kas_dulu)
    assert p.usang == (not tetap)
    if dinas == kas:
        assert p.putusan is None
    else:
        assert p.putusan is (Putusan.SUDAH if tetap else Putusan.LAGI)
    assert p.dasar == f"{dinas}:{kas}:3"


# --- What is stored ------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.basis_data
@pytest.mark.parametrize(
    "isi",
    [
        {"triwulan": 5},
        {"jenis": "99"},
        {"keputusan": "TIDAK_TAHU"},
        {"alasan": "  "},
        {"nama_pemutus": ""},
        {"angka_dinas": 3_900},
        {"angka_dinas": None, "angka_perbendaharaan": None},
    ],
)
def test_basis_data_menolak_keputusan_yang_tidak_mungkin(isi: dict[str, object]) -> None:
    dipa = pabrik.buat_dipa()
    with pytest.raises(IntegrityError), transaction.atomic():
        pabrik.buat_rekonsiliasi(dipa, **isi)
    with pytest.raises(ValidationError):
        Rekonsiliasi(dipa=dipa, triwulan=1, jenis="52", angka_dinas=1, angka_perbendaharaan=2).full_clean()


@pytest.mark.django_db
@pytest.mark.basis_data
def test_satu_keputusan_untuk_satu_jenis_dan_triwulan() -> None:
    dipa = pabrik.buat_dipa()
    pabrik.buat_rekonsiliasi(dipa)
    pabrik.buat_rekonsiliasi(dipa, jenis="53", angka_dinas=None)
    pabrik.buat_rekonsiliasi(dipa, triwulan=2, keputusan=Keputusan.LAIN)
    with pytest.raises(IntegrityError), transaction.atomic():
        pabrik.buat_rekonsiliasi(dipa)


# --- What is read --------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.basis_data
def test_angka_dinas_kumulatif_dan_sementara() -> None:
    dipa = pabrik.buat_dipa(pagu={"52": 1_000, "53": 500})
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 100, "53": 50})
    pabrik.buat_laporan_diajukan(dipa, 2, {"52": 200})
    pabrik.buat_perbendaharaan(dipa, 2, {"52": 290, "53": 50}, asal="FA Juni.xlsx")
    b = satu(dipa, 2)
    assert (jenis(b, "52").selisih, jenis(b, "53").keadaan) == (10, Keadaan.SAMA)
    assert (b.dinas, b.perbendaharaan, b.selisih, b.keadaan) == (350, 340, 10, Keadaan.BERBEDA)
    assert b.sisi_dinas.kata == "versi 1, diajukan"
    assert (b.sisi_perbendaharaan.basis, b.sisi_perbendaharaan.asal) == ("SP2D", "FA Juni.xlsx")
    assert str(b.sisi_perbendaharaan.hari) == "2026-06-30"
    assert triwulan_tersedia() == [(2026, 2)]


@pytest.mark.django_db
def test_versi_yang_dihitung_disebut_dengan_keadaannya() -> None:
    dipa = pabrik.buat_dipa()
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 100})
    laporan = pabrik.buat_laporan_diajukan(dipa, 1, {"52": 120})
    assert (satu(dipa).dinas, satu(dipa).sisi_dinas.kata) == (120, "versi 2, berubah setelah verifikasi")
    pabrik.kembalikan(laporan)
    assert (satu(dipa).dinas, satu(dipa).sisi_dinas.kata) == (100, "versi 1, berubah setelah verifikasi")
    laporan.versi_terverifikasi = None
    laporan.save()
    assert (satu(dipa).dinas, satu(dipa).sisi_dinas.kata) == (None, "belum dilaporkan, dikembalikan")


@pytest.mark.django_db
def test_yang_belum_ada_dikatakan() -> None:
    diam, draf, loncat = (pabrik.buat_dipa() for _ in range(3))
    tanpa_revisi = pabrik.buat_dipa(pagu={})
    pabrik.buat_laporan(draf, 2, {"52": 5})
    pabrik.buat_laporan_diajukan(loncat, 2, {"52": 5})
    kata = {d.pk: satu(d, 2).sisi_dinas.kata for d in (diam, draf, loncat, tanpa_revisi)}
    assert kata == {
        diam.pk: "belum dilaporkan",
        draf.pk: "belum dilaporkan, masih draf",
        loncat.pk: "belum dihitung, triwulan sebelumnya belum lengkap",
        tanpa_revisi.pk: "belum ada revisi DIPA yang berlaku",
    }
    assert satu(diam, 2).keadaan is Keadaan.TANPA_ANGKA
    pabrik.buat_perbendaharaan(diam, 2, {"52": 0})
    b = satu(diam, 2)
    assert (b.keadaan, b.dinas, b.perbendaharaan, b.selisih) == (Keadaan.SATU_SUMBER, None, 0, None)


@pytest.mark.django_db
def test_jenis_yang_saling_menutup_tetap_berbeda() -> None:
    dipa = pabrik.buat_dipa(pagu={"52": 1_000, "53": 500})
    pabrik.buat_laporan_diajukan(dipa, 1, {"52": 100, "53": 50})
    pabrik.buat_perbendaharaan(dipa, 1, {"52": 90, "53": 60})
    b = satu(dipa)
    assert (b.selisih, b.selisih_mutlak, b.keadaan, b.kata_selisih) == (0, 20, Keadaan.BERBEDA, "0")


@pytest.mark.django_db
def test_keputusan_yang_kehilangan_pasangannya_tetap_terbaca() -> None:
    dipa = pabrik.buat_dipa()
    pabrik.buat_laporan_diajukan(dipa, 1, {"52": 4_000})
    pabrik.buat_perbendaharaan(dipa, 1, {"00": 3_900})
    lama = pabrik.buat_rekonsiliasi(dipa)
    b = satu(dipa)
    assert [p.jenis for p in b.perlu_diputuskan] == ["00"]
    assert b.putusan_lepas == [lama]
