"""The sheet `Revisi DIPA` of one satker: every revision, the latest first, and what it changed."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.lembar import Lembaran, RevisiBaris
from dashboard.rakor import gaya, kepala, kolom
from dashboard.rakor.kertas import Isi, Kertas, Sel, siapkan_cetak
from dashboard.rakor.rumus import TANPA, Rumus
from dashboard.rakor.satker.bahan import BahanSatker
from dashboard.rakor.tabel import Kolom, Rujukan, tulis

NAMA = "Revisi DIPA"
FORMAT_PERUBAHAN = "+#,##0;\\−#,##0;0"


@dataclass(frozen=True)
class Baris:
    """One revision, and whether another one stands below it."""

    revisi: RevisiBaris
    terakhir: bool


def tulis_revisi(kertas: Kertas, b: BahanSatker) -> None:
    """Write the sheet."""
    s = b.saringan
    kepala.judul_bahan(kertas, f"Revisi DIPA, {b.nama}", b)
    baris_kepala = None
    for x in b.lembar.lembaran:
        kertas.tulis([Sel(_nomor(x), gaya.SUBJUDUL)], tinggi=20)
        semua = [Baris(r, i == len(x.revisi)) for i, r in enumerate(x.revisi, start=1)]
        letak = tulis(kertas, _kolom(s.nama_triwulan), semua)
        baris_kepala = baris_kepala or letak.kepala
        kertas.lewati()
    if baris_kepala is None:
        kertas.tulis([Sel(f"Belum ada DIPA dengan pagu pada {s.nama_triwulan} {s.tahun}.", gaya.TEKS)])
    siapkan_cetak(kertas, kepala=baris_kepala, kaki=kepala.kaki(b))


def _nomor(x: Lembaran) -> str:
    return x.amanat.nomor or f"DIPA {x.amanat.kewenangan} (nomor belum dicatat)"


def _kolom(tw: str) -> list[Kolom[Baris]]:
    atas = {"tegak": "top"}
    rupiah = gaya.RUPIAH.dengan(**atas)

    def efektif(x: Baris, r: Rujukan) -> Isi:
        return Rumus(f"{r('pagu')}-{r('blokir')}", x.revisi.revisi.pagu - x.revisi.revisi.blokir)

    def perubahan(x: Baris, r: Rujukan) -> Isi:
        if x.revisi.perubahan is None or x.terakhir:
            return TANPA
        pagu = r("pagu")
        bawah = f"{pagu.rstrip('0123456789')}{r.baris + 1}"
        return Rumus(f"{pagu}-{bawah}", x.revisi.perubahan)

    def berlaku(x: Baris, _: Rujukan) -> Isi | Sel:
        return Sel(f"berlaku pada {tw}", gaya.TEKS_MASUK.dengan(tebal=True, **atas)) if x.revisi.berlaku else None

    bungkus = gaya.TEKS_BUNGKUS
    return [
        Kolom("nomor", "Revisi ke-", 8, gaya.BULAT.dengan(rata="left", **atas), lambda x, _: x.revisi.revisi.nomor),
        Kolom("sejak", "Berlaku sejak", 13, gaya.TANGGAL.dengan(**atas), lambda x, _: x.revisi.revisi.berlaku_sejak),
        Kolom("pagu", "Pagu (Rp)", 16, rupiah, lambda x, _: x.revisi.revisi.pagu),
        Kolom("blokir", "Blokir (Rp)", 15, rupiah, lambda x, _: x.revisi.revisi.blokir),
        Kolom("efektif", "Pagu efektif (Rp)", 16, rupiah, efektif),
        Kolom("ubah", "Perubahan pagu (Rp)", 16, rupiah.dengan(angka=FORMAT_PERUBAHAN), perubahan),
        Kolom("berlaku", "", 18, gaya.TEKS_MASUK.dengan(**atas), berlaku),
        Kolom("rincian", "Rincian", 48, bungkus, lambda x, _: kolom.polos(x.revisi.rincian)),
        Kolom("catatan", "Catatan", 30, bungkus, lambda x, _: x.revisi.revisi.catatan),
    ]
