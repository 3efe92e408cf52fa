"""Reports: which versions and evidence they point to, and running totals."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F

from realisasi.kalender import TRIWULAN, nama_triwulan
from realisasi.models import Bukti, JenisBelanja, LaporanTriwulan, TahunAnggaran
from realisasi.pemeriksaan.temuan import Temuan
from realisasi.posisi import Angka, muat
from realisasi.potret import semua
from realisasi.rupiah import rupiah


def tunjuk_asing() -> Iterator[Temuan]:
    """Reports whose version that counts is another report's, and evidence tied to another report's version."""
    for kolom, kata in (("versi_diajukan", "diajukan"), ("versi_terverifikasi", "terverifikasi")):
        asing = semua(LaporanTriwulan).exclude(**{f"{kolom}__laporan": F("pk")}).exclude(**{kolom: None})
        for laporan in asing.select_related("dipa__satker").order_by("pk").iterator():
            yield Temuan(
                f"realisasi.laporantriwulan {laporan.pk}",
                f"Laporan {laporan}: versi {kata} yang ditunjuknya (nomor {getattr(laporan, f'{kolom}_id')}) bukan "
                "versi laporan ini.",
            )
    ikatan = semua(Bukti.versi.through).exclude(bukti__laporan=F("versilaporan__laporan")).order_by("pk")
    for pk, bukti, nama, versi in ikatan.values_list("pk", "bukti_id", "bukti__nama", "versilaporan_id").iterator():
        yield Temuan(
            f"realisasi.bukti_versi {pk}",
            f"Bukti {nama} (nomor {bukti}) terikat pada versi nomor {versi}, yang milik laporan lain.",
        )


def jumlah_negatif() -> Iterator[Temuan]:
    """Running totals below zero under either angka; of each DIPA and jenis the first quarter. A year at a time."""
    for tahun in semua(TahunAnggaran).order_by("tahun").values_list("tahun", flat=True):
        for angka in Angka:
            yield from _negatif_setahun(tahun, angka)


def _negatif_setahun(tahun: int, angka: Angka) -> Iterator[Temuan]:
    buku = muat([tahun], angka, proyeksi=False)
    sudah: set[tuple[int, str]] = set()
    for q in TRIWULAN:
        for p in buku.posisi(tahun, q):
            for jenis, jumlah in p.realisasi_jenis.items():
                if jumlah < 0 and (p.amanat.id, jenis) not in sudah:
                    sudah.add((p.amanat.id, jenis))
                    yield Temuan(
                        f"realisasi.dipa {p.amanat.id}",
                        f"{p.amanat.kode} {p.amanat.nama}, {p.amanat.kewenangan} {tahun}: "
                        f"{JenisBelanja(jenis).pendek} s.d. {nama_triwulan(q)} {rupiah(jumlah)} "
                        f"(angka {angka.value}).",
                    )
