"""The sheet `Per jenis belanja` of one satker: each quarter alone, their sum, and what is left."""

from __future__ import annotations

from dashboard.rakor import batang, gaya, kepala, kolom, rumus
from dashboard.rakor.kertas import Isi, Kertas, Sel, siapkan_cetak
from dashboard.rakor.rumus import TANPA, Rumus
from dashboard.rakor.satker.bahan import BahanSatker
from dashboard.rakor.tabel import JUMLAH, Kolom, Letak, Rujukan, tulis
from dashboard.ringkasan import PerJenis
from realisasi.kalender import nama_triwulan

NAMA = "Per jenis belanja"


def tulis_per_jenis(kertas: Kertas, b: BahanSatker) -> Letak[PerJenis]:
    """Write the sheet; says where the sums stand."""
    s = b.saringan
    kepala.judul_bahan(kertas, f"Per jenis belanja, {b.nama}", b)
    kosong = f"Belum ada DIPA dengan pagu pada {s.nama_triwulan} {s.tahun}."
    letak = tulis(kertas, _kolom(b), b.lembar.jenis, kosong=kosong, tinggi_kepala=40)
    if b.lembar.jenis:
        batang.pasang(kertas, letak.rentang("persen"), max((x.persen_bp or 0) for x in b.lembar.jenis) / 10_000)
    kertas.lewati(tinggi=6)
    if any(x.sisa < 0 for x in b.lembar.jenis):
        teks = "Sisa negatif berarti realisasi melebihi pagu efektif jenis belanja itu (pagu minus)."
        kertas.tulis([Sel(teks, gaya.CATATAN)], tinggi=13)
    siapkan_cetak(kertas, kepala=letak.kepala, kaki=kepala.kaki(b), beku=f"B{letak.awal}")
    return letak


def _kolom(b: BahanSatker) -> list[Kolom[PerJenis]]:
    s, k = b.saringan, b.kelompok
    triwulan = range(1, s.triwulan + 1)

    def persen(x: PerJenis, r: Rujukan) -> Isi:
        if x.persen_bp is None and x.pagu_efektif > 0:
            return TANPA
        return rumus.persen(r("realisasi"), r("efektif"), (x.realisasi, x.pagu_efektif), k.batas)

    def realisasi(x: PerJenis, r: Rujukan) -> Isi:
        awal, akhir = r(f"saja{triwulan[0]}"), r(f"saja{triwulan[-1]}")
        return Rumus(f"SUM({awal}:{akhir})", x.realisasi)

    return [
        Kolom("jenis", "Jenis belanja", 20, gaya.TEKS, lambda x, _: x.jenis.pendek, lambda _: "Jumlah"),
        Kolom("pagu", "Pagu (Rp)", 15.5, gaya.RUPIAH, lambda x, _: x.pagu, JUMLAH),
        Kolom("blokir", "Blokir (Rp)", 14, gaya.RUPIAH, lambda x, _: x.blokir, JUMLAH),
        Kolom(
            "efektif",
            "Pagu efektif (Rp)",
            15.5,
            gaya.RUPIAH,
            lambda x, r: Rumus(f"{r('pagu')}-{r('blokir')}", x.pagu_efektif),
            JUMLAH,
        ),
        *(_saja(q, b) for q in triwulan),
        Kolom("realisasi", f"Realisasi s.d. {s.nama_triwulan} (Rp)", 15.5, gaya.RUPIAH, realisasi, JUMLAH),
        Kolom("persen", f"Persen s.d. {s.nama_triwulan}", 13, gaya.PERSEN, persen, kolom.persen_kelompok(k)),
        Kolom(
            "sisa",
            "Sisa pagu efektif (Rp)",
            15.5,
            gaya.RUPIAH,
            lambda x, r: Rumus(f"{r('efektif')}-{r('realisasi')}", x.sisa),
            JUMLAH,
        ),
    ]


def _saja(q: int, b: BahanSatker) -> Kolom[PerJenis]:
    milik = b.triwulan_saja(q)

    def isi(x: PerJenis, _: Rujukan) -> Isi:
        return TANPA if milik is None else milik.get(x.jenis.value, 0)

    return Kolom(f"saja{q}", f"Realisasi {nama_triwulan(q)} saja (Rp)", 15, gaya.RUPIAH, isi, JUMLAH)
