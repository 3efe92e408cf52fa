"""The sheet `Per triwulan`: each quarter of each DIPA, alone and cumulative, with the state of its report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from dashboard.lembar import LaporanTw, Lembaran
from dashboard.rakor import gaya, kepala, kolom, rumus
from dashboard.rakor.kertas import Isi, Kertas, Sel, siapkan_cetak
from dashboard.rakor.rumus import TANPA, Rumus
from dashboard.rakor.satker.bahan import BahanSatker
from dashboard.rakor.tabel import Kolom, Letak, Rujukan, tulis
from realisasi.kalender import nama_triwulan
from realisasi.models import StatusLaporan

NAMA = "Per triwulan"


def tulis_per_triwulan(kertas: Kertas, b: BahanSatker) -> dict[int, Letak[LaporanTw]]:
    """Write the sheet; says where the table of each DIPA stands."""
    s = b.saringan
    kepala.judul_bahan(kertas, f"Per triwulan, {b.nama}", b)
    letak: dict[int, Letak[LaporanTw]] = {}
    for x in b.lembar.lembaran:
        if len(b.lembar.lembaran) > 1:
            kertas.tulis([Sel(f"DIPA {x.amanat.kewenangan}", gaya.SUBJUDUL)], tinggi=20)
        laporan = [lap for lap in x.laporan if lap.triwulan <= s.triwulan]
        letak[x.amanat.id] = tulis(kertas, _kolom(x), laporan, tinggi_kepala=40)
        kertas.lewati()
    if not letak:
        kertas.tulis([Sel(f"Belum ada DIPA dengan pagu pada {s.nama_triwulan} {s.tahun}.", gaya.TEKS)])
    pertama = next(iter(letak.values()), None)
    if pertama:
        for teks in _catatan():
            kertas.tulis([Sel(teks, gaya.CATATAN)], tinggi=13)
    siapkan_cetak(
        kertas,
        kepala=pertama.kepala if pertama else None,
        kaki=kepala.kaki(b),
        beku=f"B{pertama.awal}" if pertama and len(letak) == 1 else None,
    )
    return letak


def _catatan() -> list[str]:
    return [
        (
            "Realisasi s.d. menjumlahkan triwulan saja dari atas. Pagu efektif menurut revisi yang berlaku pada akhir "
            "tiap triwulan."
        ),
        "Selisih dan kekurangan terhadap target triwulan itu sendiri.",
    ]


def _kolom(x: Lembaran) -> list[Kolom[LaporanTw]]:
    return [
        Kolom("triwulan", "Triwulan", 10, gaya.TEKS, lambda n, _: nama_triwulan(n.triwulan)),
        Kolom("revisi", "Revisi DIPA", 8, gaya.BULAT, lambda n, _: n.posisi.revisi.nomor),
        Kolom("efektif", "Pagu efektif (Rp)", 16, gaya.RUPIAH, lambda n, _: n.posisi.pagu_efektif),
        Kolom("saja", "Realisasi triwulan saja (Rp)", 16, gaya.RUPIAH, _saja),
        Kolom("realisasi", "Realisasi s.d. triwulan (Rp)", 16, gaya.RUPIAH, _kumulatif),
        Kolom("persen", "Persen s.d. triwulan", 10, gaya.PERSEN, _persen),
        Kolom("target", "Target", 9, gaya.PERSEN, _target),
        Kolom("poin", "Selisih (poin)", 9, gaya.POIN, _poin),
        Kolom("kurang", "Kurang ke target (Rp)", 16, gaya.RUPIAH, _kurang),
        Kolom("status", "Status", 17, gaya.TEKS_MASUK, _status),
        Kolom("fisik", "Fisik (%)", 7, gaya.BULAT, lambda n, _: TANPA if n.fisik is None else n.fisik),
        Kolom("laporan", "Laporan", 22, gaya.TEKS_MASUK.dengan(bungkus=True), _laporan),
        Kolom("diajukan", "Diajukan", 12, gaya.TANGGAL, _hari(lambda n: n.diajukan_pada)),
        Kolom("diverifikasi", "Diverifikasi", 12, gaya.TANGGAL, _hari(lambda n: n.diverifikasi_pada)),
    ]


def _saja(n: LaporanTw, _: Rujukan) -> Isi:
    return TANPA if n.realisasi_saja is None else n.realisasi_saja


def _kumulatif(n: LaporanTw, r: Rujukan) -> Isi:
    if n.posisi.triwulan_data is None:
        return TANPA
    awal = r.rentang("saja").partition(":")[0]
    return Rumus(f"SUM({awal}:{r('saja')})", n.posisi.realisasi)


def _persen(n: LaporanTw, r: Rujukan) -> Isi | Sel:
    p = n.posisi
    if p.triwulan_data is None:
        return TANPA
    isi = rumus.persen(r("realisasi"), r("efektif"), (p.realisasi, p.pagu_efektif), p.ukuran.batas(p.triwulan))
    bentuk = gaya.panas(p.warna) if p.target_bp is not None and p.melapor else gaya.PERSEN
    return Sel(isi, bentuk)


def _target(n: LaporanTw, _: Rujukan) -> Isi:
    return TANPA if n.posisi.target_bp is None else n.posisi.target_bp / 10_000


def _poin(n: LaporanTw, r: Rujukan) -> Isi:
    p = n.posisi
    if p.target_bp is None or p.persen_bp is None:
        return TANPA
    return rumus.poin(r("persen"), r("target"), p.persen_bp, p.target_bp)


def _kurang(n: LaporanTw, r: Rujukan) -> Isi:
    p = n.posisi
    if p.target_bp is None:
        return TANPA
    realisasi = "0" if p.triwulan_data is None else r("realisasi")
    return rumus.kurang(realisasi, r("efektif"), (p.realisasi, p.pagu_efektif), p.target_bp)


def _status(n: LaporanTw, _: Rujukan) -> Sel:
    return Sel(kolom.polos(n.kata_status), gaya.status(gaya.TEKS_MASUK, n.posisi.warna))


def _laporan(n: LaporanTw, _: Rujukan) -> Isi:
    if n.keadaan is None:
        return "Belum diisi"
    berubah = ", berubah setelah verifikasi" if n.berubah else ""
    return f"{StatusLaporan(n.keadaan).label}{berubah}"


def _hari(ambil: Callable[[LaporanTw], dt.datetime | None]) -> Callable[[LaporanTw, Rujukan], Isi]:
    """The day in WIB of a moment, or a dash."""

    def isi(n: LaporanTw, _: Rujukan) -> Isi:
        saat = ambil(n)
        return timezone.localtime(saat).date() if saat else TANPA

    return isi
