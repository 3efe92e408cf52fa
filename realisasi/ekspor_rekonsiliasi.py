"""The rekonsiliasi as a sheet to download: a row for each jenis belanja of each DIPA that the page lists."""

from __future__ import annotations

from collections.abc import Iterable

from realisasi.daftar_rekonsiliasi import PILIHAN_KEADAAN, Saringan
from realisasi.kalender import nama_triwulan
from realisasi.rekonsiliasi import BandingDipa, Keadaan, Pasangan, persen_bp
from realisasi.tabel_ekspor import DIPA, dibuat
from satker.ekspor import Kolom, Lembar, Nilai

KEADAAN = {Keadaan.SAMA: "sama", Keadaan.BERBEDA: "berbeda", Keadaan.SATU_SUMBER: "hanya satu sumber"}


def daftar(s: Saringan, baris: Iterable[BandingDipa]) -> Lembar:
    """What the list holds with its filters, every page of it."""
    saring = [PILIHAN_KEADAAN[s.keadaan][0], s.kewenangan, f"cari: {s.cari}" if s.cari else ""]
    return _lembar(f"Rekonsiliasi {s.nama}", ", ".join(x for x in saring if x), s.triwulan, baris)


def satu(b: BandingDipa) -> Lembar:
    """One DIPA."""
    judul = f"Rekonsiliasi {b.nama} {b.amanat.kewenangan}, {b.nama_triwulan} {b.amanat.tahun}"
    return _lembar(judul, b.amanat.nama, b.triwulan, [b])


def _lembar(judul: str, keterangan: str, triwulan: int, baris: Iterable[BandingDipa]) -> Lembar:
    tw = nama_triwulan(triwulan)
    kolom = (
        *DIPA,
        Kolom("Jenis belanja", lebar=22),
        Kolom(f"Dinas s.d. {tw}, angka sementara (Rp)", "rupiah", 20),
        Kolom("Laporan dinas", lebar=30),
        Kolom(f"Perbendaharaan s.d. {tw} (Rp)", "rupiah", 20),
        Kolom("Dasar", lebar=10),
        Kolom("Tanggal data", "tanggal", 14),
        Kolom("Berkas asal", lebar=36),
        Kolom("Selisih: dinas dikurangi perbendaharaan (Rp)", "rupiah", 20),
        Kolom("Selisih dari perbendaharaan", "persen", 14),
        Kolom("Keadaan", lebar=18),
        Kolom("Keputusan", lebar=24),
        Kolom("Isi keputusan", lebar=40),
        Kolom("Alasan", lebar=48),
        Kolom("Diputuskan oleh", lebar=28),
        Kolom("Diputuskan", "saat", 18),
        Kolom("Diputuskan atas angka dinas (Rp)", "rupiah", 20),
        Kolom("Diputuskan atas angka perbendaharaan (Rp)", "rupiah", 20),
    )
    dasar = "Angka sementara: yang diajukan terakhir, atau yang terverifikasi. Sel kosong: tidak ada angkanya."
    isi = [_baris(b, p, tw) for b in baris for p in b.pasangan]
    return Lembar(judul, dibuat(*([keterangan] if keterangan else []), dasar), kolom, isi)


def _baris(b: BandingDipa, p: Pasangan, tw: str) -> list[Nilai]:
    a, sisi, r = b.amanat, b.sisi_perbendaharaan, p.rekonsiliasi
    return [
        a.provinsi.nama, a.kode, a.nama, a.kewenangan, a.tahun, tw, p.nama,
        p.dinas, b.sisi_dinas.kata,
        p.perbendaharaan, sisi.basis, sisi.hari, sisi.asal if sisi.baris else "belum diimpor",
        p.selisih, persen_bp(p.selisih, p.perbendaharaan), KEADAAN[p.keadaan], str(p.putusan or ""),
        r.get_keputusan_display() if r else "", r.alasan if r else "", r.nama_pemutus if r else "",
        r.diputuskan_pada if r else None, r.angka_dinas if r else None, r.angka_perbendaharaan if r else None,
    ]  # fmt: skip
