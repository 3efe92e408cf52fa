"""What pages read from the summary is what the query over reports and revisions gives, on random histories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from dashboard import ringkasan
from dashboard.baris import Baris, baris_dari, peringkat_persen, urutan_peringkat
from dashboard.daftar import BERISIKO, syarat
from dashboard.peringkat import Peringkat
from dashboard.saringan import SEMUA, Saringan
from realisasi import rekap
from realisasi.models import TahunAnggaran
from realisasi.penilaian import Kelompok, Status
from realisasi.penilaian import kelompok as jumlahkan
from realisasi.posisi import Angka, Buku, Posisi, baca_tahun, muat
from realisasi.rekap import BukuRekap, Irisan, Keadaan, Ruang, baca_riwayat
from satker.models import Pulau
from tests import riwayat_acak

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]
BENIH = range(3)

Pertanyaan = tuple[Saringan, Buku, BukuRekap]


@pytest.fixture(params=BENIH)
def pertanyaan(request: pytest.FixtureRequest) -> Iterator[Pertanyaan]:
    """Every year, quarter, kewenangan and angka of a history, and some islands of it."""
    riwayat_acak.muat(riwayat_acak.buat_riwayat(request.param))
    return _pertanyaan(sorted(TahunAnggaran.objects.values_list("pk", flat=True)))


def _pertanyaan(tahun: list[int]) -> Iterator[Pertanyaan]:
    anggaran = baca_tahun()
    for angka in Angka:
        for t in tahun:
            buku, ringkas = muat([t - 1, t], angka), BukuRekap(t, angka, anggaran)
            for q in (1, 2, 3, 4):
                for kewenangan in (SEMUA, "DK", "TP"):
                    pulau = Pulau.values[(t + q) % len(Pulau.values)] if kewenangan == SEMUA else ""
                    for urut in ("persen", "rupiah"):
                        yield Saringan(t, q, kewenangan, angka, pulau if urut == "rupiah" else "", urut), buku, ringkas


def posisi_dari(s: Saringan, buku: Buku) -> list[Posisi]:
    return ringkasan.di_pulau(buku.posisi(s.tahun, s.triwulan, s.satu_kewenangan), s.pulau)


def isi(k: Kelompok) -> dict[str, Any]:
    """All that a group says."""
    nama = [n for n in Kelompok.__dataclass_fields__ if n != "anggota"]
    return {n: getattr(k, n) for n in nama} | {"rata_rata_bp": k.rata_rata_bp}


def rincian(bagian: Iterable[Posisi | Irisan]) -> dict[str, Any]:
    """What a page tells apart, counted, and what it adds up."""
    bagian = list(bagian)
    sama: Counter[tuple[Any, ...]] = Counter()
    uang: Counter[str] = Counter()
    for p in bagian:
        sama[p.provinsi.kode, p.kewenangan, p.triwulan_data, p.status, p.warna, p.berisiko] += p.banyak
        uang["sasaran"] += p.kurang_sasaran
        uang["ambang"] += p.kurang_ambang
    return {"sama": sama, "uang": +uang}


def keadaan(bagian: Iterable[Posisi | Keadaan]) -> tuple[Any, ...]:
    """What is said of the reports."""
    bagian = list(bagian)
    sama: Counter[tuple[Any, ...]] = Counter()
    for p in bagian:
        sama[p.triwulan_data, p.melapor, p.status_laporan, p.terverifikasi, p.pernah_diverifikasi] += p.banyak
    revisi = [n for p in bagian for n in p.nomor_revisi]
    return sama, (min(revisi), max(revisi)) if revisi else None


def kunci(baris: Iterable[Baris]) -> list[int]:
    return [b.posisi.amanat.id for b in baris]


def test_jumlah_dan_status(pertanyaan: Iterator[Pertanyaan]) -> None:
    for s, buku, ringkas in pertanyaan:
        posisi = posisi_dari(s, buku)
        bagian = ringkas.irisan(s.triwulan, Ruang(s.satu_kewenangan, s.pulau))
        assert rincian(bagian) == rincian(posisi), s
        ruang = Ruang(s.satu_kewenangan, s.pulau)
        assert keadaan(ringkas.keadaan(s.triwulan, ruang)) == keadaan(posisi), s
        k = jumlahkan(posisi, s.triwulan)
        jenis = ringkasan.per_jenis(ringkas.jenis(s.triwulan, ruang), k.batas, ada=k.persen_bp is not None)
        assert jenis == ringkasan.jenis_posisi(posisi, k.batas) or k.pagu_efektif == 0, s
        assert isi(jumlahkan(bagian, s.triwulan)) == isi(jumlahkan(posisi, s.triwulan)), s
        assert sum(i.belum_diverifikasi for i in bagian) == ringkasan.hitung_belum_diverifikasi(posisi, buku), s
        tanpa = sum(p.proyeksi_bp is None for p in posisi)
        assert sum(i.banyak for i in bagian if not i.ada_proyeksi) == tanpa, s
        assert ringkasan.lajur_rekap(s, ringkas) == ringkasan.susun_lajur(s, buku), s


def test_daftar_dan_urutannya(pertanyaan: Iterator[Pertanyaan]) -> None:
    hari_ini = timezone.localdate()
    for s, buku, ringkas in pertanyaan:
        posisi = posisi_dari(s, buku)
        semua = baris_dari(posisi, tenggat=None, hari_ini=hari_ini, sebut_kewenangan=s.kewenangan == SEMUA)
        urut = sorted(semua, key=urutan_peringkat(s.urut))
        bagian = ringkas.irisan(s.triwulan, Ruang(s.satu_kewenangan, s.pulau))
        daftar = Peringkat(s, ringkas, bagian, None, hari_ini)
        semua_depan = daftar.urut(bagian)
        daftar.muat(semua_depan)
        baris = daftar.baris(semua_depan)
        assert kunci(baris) == kunci(urut), s
        for ini, itu in zip(baris, urut, strict=True):
            assert (ini.sebutan, ini.keadaan_laporan) == (itu.sebutan, itu.keadaan_laporan)
            assert ini.kata_status == itu.kata_status
            assert (ini.posisi.persen_bp, ini.posisi.proyeksi_bp) == (itu.posisi.persen_bp, itu.posisi.proyeksi_bp)
        lemah = daftar.baris(daftar.di_bawah_ambang())
        assert set(kunci(lemah)) == set(kunci(ringkasan.di_bawah_ambang(urut, s))), s
        proyeksi = [b.posisi.proyeksi_bp for b in lemah]
        if s.triwulan < 4 and s.urut == "persen":
            assert proyeksi == sorted(proyeksi, key=lambda x: x or 0), s
        belum = daftar.baris(daftar.belum_lapor())
        assert kunci(belum) == kunci(b for b in urut if b.posisi.status is Status.BELUM_LAPOR), s
        panas = [[p.persen_bp if p else None for p in sel] for _, sel in daftar.per_triwulan(semua_depan)]
        assert panas == [[p.persen_bp if p else None for p in sel] for _, sel in ringkasan.susun_panas(urut, buku, s)]


def test_pencarian_menurut_status(pertanyaan: Iterator[Pertanyaan]) -> None:
    for s, buku, ringkas in pertanyaan:
        if s.urut == "rupiah":
            continue
        posisi = posisi_dari(s, buku)
        baris = ringkas.daftar(s.triwulan, Ruang(s.satu_kewenangan, s.pulau))
        for status in Status:
            ada = set(baris.filter(syarat({"status": status.value}, s, ringkas)).values_list("dipa", flat=True))
            assert ada == {p.amanat.id for p in posisi if p.status is status}, (s, status)
        ada = set(baris.filter(syarat({"status": BERISIKO}, s, ringkas)).values_list("dipa", flat=True))
        assert ada == {p.amanat.id for p in posisi if p.berisiko}, s


def test_peringkat_satu_satker(pertanyaan: Iterator[Pertanyaan]) -> None:
    for s, buku, _ in pertanyaan:
        if s.satu_kewenangan is None or s.urut == "rupiah":
            continue
        posisi = posisi_dari(s, buku)
        harapan = peringkat_persen(posisi)
        for p in posisi:
            milik = harapan.get(p.amanat.id)
            assert rekap.peringkat(p, s.angka) == ((milik, len(harapan)) if milik else None), (s, p)


def test_dasar_proyeksi(pertanyaan: Iterator[Pertanyaan]) -> None:
    """By the complete years, whichever way they are read (rule 9)."""
    for s, buku, ringkas in pertanyaan:
        if s.urut == "rupiah":
            continue
        riwayat = baca_riwayat(s.tahun, sementara=s.sementara)
        lain = muat([s.tahun], s.angka, riwayat=riwayat)
        for kewenangan in ringkas.kewenangan_ada(s.tahun, s.triwulan):
            dasar = buku.dasar_pangsa(s.tahun, kewenangan)
            assert ringkas.dasar_pangsa(s.tahun, kewenangan) == dasar
            assert lain.dasar_pangsa(s.tahun, kewenangan) == dasar
            for q in (1, 2, 3, 4):
                pangsa = buku.pangsa(s.tahun, kewenangan, q)
                assert ringkas.pangsa(kewenangan, q) == pangsa
                assert lain.pangsa(s.tahun, kewenangan, q) == pangsa
