"""The sheet `Per provinsi dan triwulan`: the heat map, with the amounts that it is worked out from."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import ringkasan
from dashboard.baris import Baris
from dashboard.grafik import BENTUK
from dashboard.rakor import gaya, kepala, kolom, rumus
from dashboard.rakor.bahan import BahanRakor
from dashboard.rakor.kertas import SATU_HALAMAN, Isi, Kertas, Sel, siapkan_cetak
from dashboard.rakor.rumus import TANPA
from dashboard.rakor.tabel import JUMLAH, Kolom, Letak, Rujukan, tulis
from realisasi.kalender import nama_triwulan
from realisasi.penilaian import Status, Warna
from realisasi.penilaian import kelompok as jumlahkan
from realisasi.posisi import Posisi
from satker.models import Pulau

NAMA = "Per provinsi dan triwulan"
URUTAN_PULAU = {nilai: i for i, nilai in enumerate(Pulau.values)}


@dataclass(frozen=True)
class BarisPanas:
    """One DIPA with its position at each quarter, None where it was no part of it."""

    baris: Baris
    posisi: list[Posisi | None]


def tulis_per_triwulan(kertas: Kertas, b: BahanRakor) -> Letak[BarisPanas]:
    """Write the sheet by island group and province; says where the table stands."""
    s = b.saringan
    kepala.judul_bahan(kertas, f"Per provinsi dan triwulan, s.d. {s.nama_triwulan} {s.tahun}", b)
    urut = sorted(b.baris, key=_urutan)
    baris = [BarisPanas(x, p) for x, p in ringkasan.susun_panas(urut, b.buku, s)]
    letak = tulis(
        kertas, _kolom(b), baris, kosong=f"Belum ada DIPA pada {s.nama_triwulan} {s.tahun}.", tinggi_kepala=40
    )
    if baris:
        kertas.lewati(tinggi=6)
        for teks, bentuk in _keterangan():
            kertas.tulis([Sel(teks, bentuk)], tinggi=13)
    siapkan_cetak(
        kertas, kepala=letak.kepala, kaki=kepala.kaki(b), beku=f"D{letak.awal}", satu_halaman=len(baris) <= SATU_HALAMAN
    )
    return letak


def _urutan(x: Baris) -> tuple[int, str, str, str]:
    a = x.posisi.amanat
    return URUTAN_PULAU.get(a.provinsi.pulau, len(URUTAN_PULAU)), a.provinsi.kode, a.kode, a.kewenangan


def _kolom(b: BahanRakor) -> list[Kolom[BarisPanas]]:
    dasar: list[Kolom[BarisPanas]] = [
        Kolom("pulau", "Kelompok pulau", 18, gaya.TEKS, lambda x, _: x.baris.posisi.amanat.provinsi.pulau),
        Kolom("provinsi", "Provinsi", 25, gaya.TEKS, lambda x, _: x.baris.sebutan, lambda _: "Jumlah"),
        Kolom("kode", "Kode satker", 9, gaya.TEKS, lambda x, _: x.baris.posisi.amanat.kode),
    ]
    efektif = [_efektif(q) for q in b.triwulan_tampil]
    realisasi = [_realisasi(q) for q in b.triwulan_tampil]
    return [*dasar, *(_persen(q, b) for q in b.triwulan_tampil), *efektif, *realisasi]


def _panas(nilai: Warna) -> gaya.Gaya:
    """The colour, and its shape at the left edge, for those who do not see colours."""
    return gaya.panas(nilai).dengan(angka=f'"{BENTUK[nilai]}"* {gaya.FORMAT_PERSEN}')


def _persen(q: int, b: BahanRakor) -> Kolom[BarisPanas]:
    """The percentage in the colour of that quarter's own target; a dash where there was no report."""
    semua = b.posisi_pada(q)
    k = jumlahkan(semua, q)
    target = ringkasan.target_bersama(b.buku, b.saringan, q)

    def isi(x: BarisPanas, r: Rujukan) -> Isi | Sel:
        p = x.posisi[q - 1]
        if p is None:
            return None
        if p.status is Status.BELUM_LAPOR or p.persen_bp is None:
            return Sel(TANPA, gaya.panas(p.warna))
        nilai = (p.realisasi, p.pagu_efektif)
        rasio = rumus.persen(r(f"realisasi{q}"), r(f"efektif{q}"), nilai, p.ukuran.batas(q))
        return Sel(rasio, _panas(p.warna) if p.target_bp is not None else gaya.PERSEN)

    def jumlah(r: Rujukan) -> Isi:
        if k.persen_bp is None:
            return TANPA
        nilai = (k.realisasi, k.pagu_efektif)
        return rumus.persen(r(f"realisasi{q}"), r(f"efektif{q}"), nilai, k.batas)

    bertarget = f"\ntarget {kolom.batas_pendek(target)}" if target is not None else "\ntanpa target"
    if k.target_beragam:
        bertarget = f"\ntarget {' dan '.join(kolom.batas_pendek(t) for t in k.target_beragam)}"
    return Kolom(f"persen{q}", f"s.d. {nama_triwulan(q)}{bertarget}", 13, gaya.PERSEN, isi, jumlah)


def _efektif(q: int) -> Kolom[BarisPanas]:
    def isi(x: BarisPanas, _: Rujukan) -> Isi:
        p = x.posisi[q - 1]
        return p.pagu_efektif if p else None

    return Kolom(f"efektif{q}", f"Pagu efektif\n{nama_triwulan(q)} (Rp)", 15.5, gaya.RUPIAH, isi, JUMLAH)


def _realisasi(q: int) -> Kolom[BarisPanas]:
    def isi(x: BarisPanas, _: Rujukan) -> Isi | Sel:
        p = x.posisi[q - 1]
        if p is None:
            return None
        if p.triwulan_data is None:
            return TANPA
        return p.realisasi if p.melapor else Sel(p.realisasi, gaya.RUPIAH.dengan(miring=True, tinta="ink-3"))

    return Kolom(f"realisasi{q}", f"Realisasi\ns.d. {nama_triwulan(q)} (Rp)", 15.5, gaya.RUPIAH, isi, JUMLAH)


def _keterangan() -> list[tuple[str, gaya.Gaya]]:
    return [
        (
            (
                "Warna menurut target triwulan itu: ● hijau tercapai, ▲ kuning mendekati, ■ merah jauh "
                "di bawah target atau di bawah ambang; tanpa target tanpa warna."
            ),
            gaya.CATATAN,
        ),
        (
            (
                "Tanda – : belum lapor pada triwulan itu. Realisasi yang miring adalah angka laporan sebelumnya, "
                "yang tetap ikut dalam jumlah."
            ),
            gaya.CATATAN,
        ),
    ]
