"""The sheet `Belum lapor`: who owes the report of the quarter, and with which figure it counts until then."""

from __future__ import annotations

from dashboard.baris import Baris
from dashboard.rakor import gaya, kepala, kolom
from dashboard.rakor.bahan import BahanRakor
from dashboard.rakor.kertas import Isi, Kertas, Sel, siapkan_cetak
from dashboard.rakor.rumus import TANPA
from dashboard.rakor.tabel import JUMLAH, Kolom, Rujukan, tulis
from realisasi.kalender import nama_triwulan
from realisasi.penilaian import Status

NAMA = "Belum lapor"


def tulis_belum_lapor(kertas: Kertas, b: BahanRakor) -> None:
    """Write the sheet."""
    s = b.saringan
    tw = s.nama_triwulan
    kepala.judul_bahan(kertas, f"Belum lapor {tw} {s.tahun}", b)
    baris = _belum(b)
    jumlah = len(b.posisi)
    kosong = f"Semua {jumlah} {s.satuan} sudah lapor {tw}." if jumlah else f"Belum ada DIPA pada {tw} {s.tahun}."
    letak = tulis(kertas, _kolom(b), baris, kosong=kosong)
    kertas.lewati(tinggi=6)
    kertas.tulis(
        [Sel(f"Melapor: {b.kelompok.melapor} dari {jumlah} {s.satuan} (angka {s.angka.value}).", gaya.CATATAN)],
        tinggi=13,
    )
    if any(x.diajukan_belum_diverifikasi for x in baris):
        teks = "Laporan yang diajukan dan belum diverifikasi tidak perlu ditagih: dihitung dalam angka sementara."
        kertas.tulis([Sel(teks, gaya.CATATAN)], tinggi=13)
    siapkan_cetak(kertas, kepala=letak.kepala, kaki=kepala.kaki(b), beku=f"C{letak.awal}")


def _kolom(b: BahanRakor) -> list[Kolom[Baris]]:
    tw = b.saringan.nama_triwulan
    urutan = {x.posisi.amanat.id: i for i, x in enumerate(_belum(b), start=1)}
    return [
        Kolom("nomor", "No.", 5, gaya.BULAT.dengan(rata="center"), lambda x, _: urutan[x.posisi.amanat.id]),
        Kolom("provinsi", "Provinsi", 25, gaya.TEKS, lambda x, _: x.sebutan, lambda _: "Jumlah"),
        kolom.kode(),
        Kolom("nama", "Nama satker", 52, gaya.TEKS, lambda x, _: x.posisi.amanat.nama),
        kolom.laporan(tw),
        Kolom("tenggat", "Tenggat", 12, gaya.TANGGAL, lambda x, _: x.tenggat or TANPA),
        Kolom("terlambat", "Terlambat (hari)", 10, gaya.BULAT, _terlambat),
        Kolom("efektif", "Pagu efektif (Rp)", 16, gaya.RUPIAH, lambda x, _: x.posisi.pagu_efektif, JUMLAH),
        Kolom("dari", "Dihitung dengan laporan", 14, gaya.TEKS_MASUK, _dari),
        Kolom(
            "realisasi", "Realisasi yang dihitung (Rp)", 17, gaya.RUPIAH,
            lambda x, _: TANPA if x.realisasi is None else x.realisasi, JUMLAH,
        ),
    ]  # fmt: skip


def _belum(b: BahanRakor) -> list[Baris]:
    return [x for x in b.baris if x.posisi.status is Status.BELUM_LAPOR]


def _terlambat(x: Baris, _: Rujukan) -> Isi:
    return TANPA if x.terlambat is None else x.terlambat


def _dari(x: Baris, _: Rujukan) -> Isi:
    return nama_triwulan(x.posisi.triwulan_data) if x.posisi.triwulan_data else "belum ada"
