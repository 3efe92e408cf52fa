"""The tables of the read side as sheets to download, with the lines that say what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils import timezone

from dashboard.baris import Baris, nama_tampil
from dashboard.lajur import Lajur
from dashboard.lembar import Lembar as LembarSatker
from dashboard.rakor.banding import Banding
from dashboard.ringkasan import PerJenis, Pulauan
from dashboard.saringan import Saringan
from realisasi import rupiah
from realisasi.kalender import nama_triwulan
from realisasi.models import Pembekuan
from realisasi.penanggalan import saat
from realisasi.penilaian import Kelompok, Sasaran
from realisasi.posisi import Posisi
from satker.ekspor import Kolom, Lembar, Nilai

SUMBER = ("resmi", "data ilustrasi")


def keterangan(s: Saringan, *, ilustrasi: bool, tambahan: Iterable[str] = ()) -> list[str]:
    """What a sheet covers, and when it was made."""
    return [
        f"{s.nama_kewenangan}, angka {s.angka.value}, kumulatif s.d. {s.nama_triwulan} {s.tahun}"
        + (f", {s.pulau}" if s.pulau else ""),
        *tambahan,
        f"Dibuat {timezone.localtime():%d-%m-%Y %H:%M} WIB" + (". DATA ILUSTRASI" if ilustrasi else ""),
    ]


def daftar_dipa(judul: str, baris: Sequence[Baris], s: Saringan, sasaran: Sasaran | None, ket: Sequence[str]) -> Lembar:
    """A list of DIPA as a table of a page shows it: ranking, below the ambang, belum lapor."""
    tw = s.nama_triwulan
    ke = f" {rupiah.persen_pendek(sasaran.target_bp)} {nama_triwulan(sasaran.triwulan)}" if sasaran else " target"
    kolom = (
        Kolom("Provinsi", lebar=24),
        Kolom("Kode satker", lebar=12),
        Kolom("Nama satker", lebar=48),
        Kolom("Kewenangan", lebar=12),
        Kolom("Revisi DIPA", "bulat", 8),
        Kolom("Pagu (Rp)", "rupiah", 18),
        Kolom("Blokir (Rp)", "rupiah", 16),
        Kolom("Pagu efektif (Rp)", "rupiah", 18),
        Kolom(f"Realisasi s.d. {tw} (Rp)", "rupiah", 18),
        Kolom(f"Persen s.d. {tw} dari pagu efektif", "persen", 14),
        Kolom(f"Target {tw}", "persen", 10),
        Kolom("Status", lebar=18),
        Kolom("Angka dari", lebar=10),
        Kolom(f"Kurang ke{ke} (Rp)", "rupiah", 18),
        Kolom("Proyeksi akhir tahun", "persen", 12),
        Kolom(f"Laporan {tw}", lebar=24),
        Kolom("Terlambat (hari)", "bulat", 10),
    )
    return Lembar(judul, ket, kolom, [_dipa(b) for b in baris])


def _dipa(b: Baris) -> list[Nilai]:
    p = b.posisi
    return [
        b.sebutan, p.amanat.kode, p.amanat.nama, p.amanat.kewenangan, p.revisi.nomor, p.pagu, p.blokir,
        p.pagu_efektif, b.realisasi, p.persen_bp, p.target_bp, b.kata_status,
        nama_triwulan(p.triwulan_data) if p.triwulan_data else "", b.kurang_sasaran, p.proyeksi_bp,
        b.keadaan_laporan, b.terlambat or None,
    ]  # fmt: skip


def per_jenis(jenis: Sequence[PerJenis], k: Kelompok, s: Saringan, ket: Sequence[str]) -> Lembar:
    """Realisasi by jenis belanja, with the whole."""
    kolom = (
        Kolom("Jenis belanja", lebar=22),
        Kolom("Pagu (Rp)", "rupiah", 18),
        Kolom("Blokir (Rp)", "rupiah", 16),
        Kolom("Pagu efektif (Rp)", "rupiah", 18),
        Kolom(f"Realisasi s.d. {s.nama_triwulan} (Rp)", "rupiah", 18),
        Kolom("Persen dari pagu efektif", "persen", 14),
        Kolom("Sisa (Rp)", "rupiah", 18),
    )
    baris: list[Sequence[Nilai]] = [
        [x.jenis.pendek, x.pagu, x.blokir, x.pagu_efektif, x.realisasi, x.persen_bp, x.sisa] for x in jenis
    ]
    baris.append(["Jumlah", k.pagu, k.blokir, k.pagu_efektif, k.realisasi, k.persen_bp, k.pagu_efektif - k.realisasi])
    return Lembar(f"Realisasi per jenis belanja s.d. {s.nama_triwulan} {s.tahun}", ket, kolom, baris)


def per_pulau(pulau: Sequence[Pulauan], s: Saringan, ket: Sequence[str]) -> Lembar:
    """Realisasi by island group."""
    kolom = (
        Kolom("Kelompok pulau", lebar=22),
        Kolom("Jumlah", "bulat", 8),
        Kolom("Melapor", "bulat", 8),
        Kolom("Pagu efektif (Rp)", "rupiah", 18),
        Kolom(f"Realisasi s.d. {s.nama_triwulan} (Rp)", "rupiah", 18),
        Kolom("Persen dari pagu efektif", "persen", 14),
        Kolom("Kurang ke target (Rp)", "rupiah", 18),
    )
    baris: list[Sequence[Nilai]] = []
    for x in pulau:
        k = x.kelompok
        baris.append([x.pulau, k.jumlah, k.melapor, k.pagu_efektif, k.realisasi, k.persen_bp, x.kurang])
    return Lembar(f"Realisasi menurut pulau s.d. {s.nama_triwulan} {s.tahun}", ket, kolom, baris)


def lajur(x: Lajur, judul: str, ket: Sequence[str]) -> Lembar:
    """The cumulative path by quarter."""
    kolom = (
        Kolom("Sampai dengan", lebar=14),
        Kolom(f"Persen {x.tahun}", "persen", 12),
        Kolom("Target", "persen", 12),
        Kolom(f"Persen {x.nama_lalu}", "persen", 14),
    )
    return Lembar(judul, ket, kolom, [[nama_triwulan(q), ini, target, lalu] for q, ini, target, lalu in x.baris])


def per_triwulan(panas: Sequence[tuple[Baris, Sequence[Posisi | None]]], s: Saringan, ket: Sequence[str]) -> Lembar:
    """The heat map: the percentage of each DIPA at every quarter; empty where it had not reported."""
    triwulan = [nama_triwulan(q) for q in range(1, s.triwulan + 1)]
    kolom = (
        Kolom("Provinsi", lebar=24),
        Kolom("Kode satker", lebar=12),
        Kolom("Kewenangan", lebar=12),
        *(Kolom(f"Persen s.d. {tw}", "persen", 12) for tw in triwulan),
    )
    baris: list[Sequence[Nilai]] = []
    for b, sel in panas:
        a = b.posisi.amanat
        isi = [p.persen_bp if p is not None and p.melapor else None for p in sel]
        baris.append([b.sebutan, a.kode, a.kewenangan, *isi])
    return Lembar(f"Persen per triwulan {s.tahun}", ket, kolom, baris)


# --- One satker ------------------------------------------------------------------------------


def tabel_satker(x: LembarSatker, s: Saringan, *, ilustrasi: bool) -> dict[str, Callable[[], Lembar]]:
    """The tables of the page of one satker."""
    ket = keterangan(s, ilustrasi=ilustrasi, tambahan=[f"Satker {x.satker.kode} {x.satker.nama}"])
    return {
        "laporan": lambda: _laporan(x, ket),
        "jenis": lambda: per_jenis(x.jenis, x.kelompok, s, ket),
        "tahun": lambda: _tahun(x, s, ket),
        "revisi": lambda: _revisi(x, ket),
        "kendala": lambda: _kendala(x, ket),
        "lajur": lambda: lajur(x.lajur, f"Lajur realisasi kumulatif {s.tahun}", ket),
    }


def _laporan(x: LembarSatker, ket: Sequence[str]) -> Lembar:
    kolom = (
        Kolom("Kewenangan", lebar=12),
        Kolom("Triwulan", lebar=10),
        Kolom("Triwulan itu saja (Rp)", "rupiah", 18),
        Kolom("Sampai triwulan itu (Rp)", "rupiah", 18),
        Kolom("Pagu efektif (Rp)", "rupiah", 18),
        Kolom("Persen sampai triwulan itu", "persen", 14),
        Kolom("Status", lebar=18),
        Kolom("Laporan", lebar=16),
        Kolom("Berubah setelah verifikasi", lebar=14),
        Kolom("Diajukan", "saat", 18),
        Kolom("Tenggat", "tanggal", 14),
        Kolom("Diperpanjang sampai", "tanggal", 14),
        Kolom("Terlambat (hari)", "bulat", 10),
        Kolom("Fisik (persen)", "bulat", 10),
        Kolom("Basis", lebar=10),
    )
    isi: list[Sequence[Nilai]] = []
    for b in x.lembaran:
        for lap in b.laporan:
            p = lap.posisi
            isi.append(
                [
                    b.amanat.kewenangan, nama_triwulan(lap.triwulan), lap.realisasi_saja,
                    p.realisasi if p.melapor else None, p.pagu_efektif, p.persen_bp if p.melapor else None,
                    lap.kata_status, str(lap.keadaan.label) if lap.keadaan else "belum diisi",
                    "ya" if lap.berubah else "", lap.diajukan_pada, lap.tenggat, lap.diperpanjang, lap.terlambat,
                    lap.fisik, lap.basis,
                ]
            )  # fmt: skip
    return Lembar("Laporan per triwulan", ket, kolom, isi)


def _tahun(x: LembarSatker, s: Saringan, ket: Sequence[str]) -> Lembar:
    kolom = (
        Kolom("Tahun", "bulat", 8),
        Kolom("Kewenangan", lebar=12),
        Kolom("Kode satker", lebar=12),
        Kolom("Pagu efektif (Rp)", "rupiah", 18),
        Kolom(f"Realisasi s.d. {s.nama_triwulan} (Rp)", "rupiah", 18),
        Kolom("Persen dari pagu efektif", "persen", 14),
        Kolom("Angka dari", lebar=10),
        Kolom("Status", lebar=18),
    )
    isi: list[Sequence[Nilai]] = []
    for t in x.tahun:
        p = t.posisi
        dari = nama_triwulan(p.triwulan_data) if p.triwulan_data else ""
        isi.append(
            [
                p.amanat.tahun, p.amanat.kewenangan, p.amanat.kode, p.pagu_efektif, _realisasi(p), p.persen_bp, dari,
                t.kata_status,
            ]
        )  # fmt: skip
    return Lembar(f"Tahun demi tahun s.d. {s.nama_triwulan}", ket, kolom, isi)


def _revisi(x: LembarSatker, ket: Sequence[str]) -> Lembar:
    kolom = (
        Kolom("Kewenangan", lebar=12),
        Kolom("Revisi ke-", "bulat", 8),
        Kolom("Berlaku sejak", "tanggal", 14),
        Kolom("Yang berlaku", lebar=10),
        Kolom("Pagu (Rp)", "rupiah", 18),
        Kolom("Perubahan (Rp)", "rupiah", 18),
        Kolom("Blokir (Rp)", "rupiah", 18),
        Kolom("Yang berubah", lebar=60),
        Kolom("Catatan", lebar=40),
    )
    isi: list[Sequence[Nilai]] = [
        [
            b.amanat.kewenangan, r.revisi.nomor, r.revisi.berlaku_sejak, "ya" if r.berlaku else "", r.revisi.pagu,
            r.perubahan, r.revisi.blokir, r.rincian, r.revisi.catatan,
        ]
        for b in x.lembaran
        for r in b.revisi
    ]  # fmt: skip
    return Lembar("Revisi DIPA", ket, kolom, isi)


def _kendala(x: LembarSatker, ket: Sequence[str]) -> Lembar:
    kolom = (
        Kolom("Kategori", lebar=24),
        Kolom("Dibuka", lebar=10),
        Kolom("Ditutup", lebar=10),
        Kolom("Kendala", lebar=60),
        Kolom("Tindak lanjut", lebar=60),
        Kolom("Penanggung jawab", lebar=30),
        Kolom("Batas waktu", "tanggal", 14),
    )
    isi: list[Sequence[Nilai]] = [
        [
            k.get_kategori_display(), nama_triwulan(k.triwulan_dibuka),
            nama_triwulan(k.triwulan_ditutup) if k.triwulan_ditutup else "", k.uraian, k.tindak_lanjut,
            k.penanggung_jawab, k.batas_waktu,
        ]
        for k in x.kendala
    ]  # fmt: skip
    return Lembar("Kendala dan tindak lanjut", ket, kolom, isi)


# --- The rakor -------------------------------------------------------------------------------


def banding(b: Banding) -> Lembar:
    """Two states compared, DIPA by DIPA."""
    kolom = (
        Kolom("Provinsi", lebar=24),
        Kolom("Kode satker", lebar=12),
        Kolom("Nama satker", lebar=48),
        Kolom("Kewenangan", lebar=12),
        Kolom("Realisasi semula (Rp)", "rupiah", 18),
        Kolom("Realisasi sekarang (Rp)", "rupiah", 18),
        Kolom("Selisih realisasi (Rp)", "rupiah", 18),
        Kolom("Pagu efektif semula (Rp)", "rupiah", 18),
        Kolom("Pagu efektif sekarang (Rp)", "rupiah", 18),
        Kolom("Persen semula", "persen", 12),
        Kolom("Persen sekarang", "persen", 12),
        Kolom("Selisih (poin)", "poin", 12),
        Kolom("Status semula", lebar=18),
        Kolom("Status sekarang", lebar=18),
        Kolom("Keterangan", lebar=48),
    )
    isi: list[Sequence[Nilai]] = []
    for x in b.baris:
        a, lama, baru = x.posisi.amanat, x.lama, x.baru
        isi.append(
            [
                nama_tampil(a.provinsi.nama), a.kode, a.nama, a.kewenangan,
                _realisasi(lama), _realisasi(baru), x.beda_realisasi,
                lama.pagu_efektif if lama else None, baru.pagu_efektif if baru else None,
                lama.persen_bp if lama else None, baru.persen_bp if baru else None, x.beda_poin,
                x.status_lama, x.status_baru, "; ".join(x.keterangan),
            ]
        )  # fmt: skip
    ket = [
        f"Semula: {b.lama.nama}, {b.lama.cakupan}, keadaan {saat(b.lama.pada)}",
        f"Sekarang: {b.baru.nama}, {b.baru.cakupan}, keadaan {saat(b.baru.pada)}",
        *b.catatan,
    ]
    return Lembar("Perubahan sejak rakor", ket, kolom, isi)


def _realisasi(p: Posisi | None) -> int | None:
    """Silence is not zero (rule 6)."""
    return p.realisasi if p is not None and p.triwulan_data else None


def daftar_paket(paket: Sequence[Pembekuan]) -> Lembar:
    """The list of frozen packs."""
    kolom = (
        Kolom("Nomor", "bulat", 8),
        Kolom("Rapat", lebar=40),
        Kolom("Tahun", "bulat", 8),
        Kolom("Triwulan", lebar=10),
        Kolom("Kewenangan", lebar=12),
        Kolom("Angka", lebar=11),
        Kolom("Dibekukan", "saat", 18),
        Kolom("Oleh", lebar=28),
        Kolom("DIPA", "bulat", 8),
        Kolom("Melapor", "bulat", 8),
        Kolom("Terverifikasi", "bulat", 10),
        Kolom("Pagu efektif (Rp)", "rupiah", 18),
        Kolom("Realisasi (Rp)", "rupiah", 18),
        Kolom("Persen dari pagu efektif", "persen", 14),
        Kolom("Sumber", lebar=14),
    )
    return Lembar(
        "Paket rakor yang dibekukan",
        [f"Dibuat {timezone.localtime():%d-%m-%Y %H:%M} WIB"],
        kolom,
        [
            [
                p.pk, p.nama, p.tahun, nama_triwulan(p.triwulan), p.kewenangan, p.angka, p.dibekukan_pada,
                p.nama_pembeku, p.jumlah, p.melapor, p.terverifikasi, p.pagu_efektif, p.realisasi,
                p.tampil["persen_bp"], SUMBER[p.ilustrasi],
            ]
            for p in paket
        ],
    )  # fmt: skip
