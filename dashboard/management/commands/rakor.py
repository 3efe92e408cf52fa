"""`manage.py rakor`: the workbook of the coordination meeting, or the report of one satker for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dashboard.rakor import buku_kerja
from dashboard.rakor.bahan import baca_bahan
from dashboard.rakor.beku import bahan_beku
from dashboard.rakor.satker import buku_kerja as buku_satker
from dashboard.rakor.satker.bahan import baca_bahan_satker
from dashboard.saringan import Saringan
from realisasi import argumen
from realisasi.models import Pembekuan
from realisasi.pembekuan import baca
from realisasi.penolakan import Ditolak
from realisasi.posisi import Angka
from satker.berkas_baru import ganti_berkas
from satker.models import Satker
from satker.penyimpanan import sebab

TERBESAR = 2**63 - 1  # as a key
PEMBUAT = "petugas server (perintah rakor)"


class Command(BaseCommand):
    help = "Membuat buku kerja Excel untuk rakor, atau laporan satu satker untuk rakor (--satker)."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tahun", type=argumen.tahun)
        parser.add_argument("--triwulan", type=argumen.triwulan)
        parser.add_argument("--kewenangan", choices=["DK", "TP", "SEMUA"])
        parser.add_argument("--angka", choices=[a.value for a in Angka], default=Angka.RESMI.value)
        parser.add_argument("--satker", metavar="KODE", help="Laporan satker ini saja.")
        parser.add_argument("--pembekuan", type=int, metavar="NOMOR", help="Buku kerja rapat yang dibekukan.")
        parser.add_argument("--keluaran", type=Path, metavar="FILE", required=True, help="Berkas .xlsx yang ditulis.")

    def handle(self, *_args: Any, **pilihan: Any) -> None:
        keluaran: Path = pilihan["keluaran"]
        try:  # a large sheet passes through the disk already while it is made
            isi = self._beku(pilihan) if pilihan["pembekuan"] is not None else self._sekarang(pilihan)
            ganti_berkas(keluaran, isi)
        except OSError as galat:
            raise CommandError(f"{keluaran} tidak dapat ditulis: {sebab(galat)}. Tidak ada yang ditulis.") from galat
        self.stdout.write(f"{keluaran} ditulis ({len(isi):,} bita).".replace(",", "."))

    def _sekarang(self, pilihan: dict[str, Any]) -> bytes:
        """The workbook of the figures of now."""
        kurang = [f"--{nama}" for nama in ("tahun", "triwulan", "kewenangan") if pilihan[nama] is None]
        if kurang:
            raise CommandError(f"Sebutkan juga {', '.join(kurang)}.")
        s = Saringan(pilihan["tahun"], pilihan["triwulan"], pilihan["kewenangan"], Angka(pilihan["angka"]))
        kode = pilihan["satker"]
        if kode is None:
            bahan = baca_bahan(s, oleh=PEMBUAT)
            if not bahan.posisi:
                raise CommandError(f"Tidak ada DIPA {s.nama_kewenangan} yang berlaku pada {s.nama_triwulan} {s.tahun}.")
            return buku_kerja.tulis(bahan)
        satker = Satker.objects.select_related("provinsi").filter(kode=kode).first()
        if satker is None:
            raise CommandError(f"Tidak ada satker dengan kode {kode}.")
        milik = baca_bahan_satker(s, satker, oleh=PEMBUAT)
        if not milik.lembar.posisi:
            raise CommandError(
                f"Satker {kode} tidak mempunyai DIPA {s.nama_kewenangan} yang berlaku pada {s.nama_triwulan} {s.tahun}."
            )
        return buku_satker.tulis(milik)

    def _beku(self, pilihan: dict[str, Any]) -> bytes:
        """The workbook of a frozen pack, whose own filter counts; what is asked besides must agree with it."""
        nomor = pilihan["pembekuan"]
        if pilihan["satker"] is not None:
            raise CommandError("Laporan satu satker dibuat dari angka sekarang; hilangkan --pembekuan atau --satker.")
        catatan = Pembekuan.objects.filter(pk=nomor).first() if 0 < nomor <= TERBESAR else None
        if catatan is None:
            raise CommandError(f"Tidak ada paket rakor nomor {nomor}.")
        for nama in ("tahun", "triwulan", "kewenangan"):
            if pilihan[nama] not in {None, getattr(catatan, nama)}:
                raise CommandError(
                    f"Paket nomor {nomor} ({catatan}) bukan untuk {nama} {pilihan[nama]}; hilangkan --{nama}."
                )
        try:
            return buku_kerja.tulis(bahan_beku(baca(catatan)))
        except Ditolak as galat:
            raise CommandError(galat.pesan) from None
