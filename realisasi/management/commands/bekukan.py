"""`manage.py bekukan`: keep the figures of this hour for a meeting."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from realisasi import argumen, rupiah
from realisasi.pembekuan import Cakupan, bekukan
from realisasi.penolakan import Ditolak
from realisasi.posisi import Angka


class Command(BaseCommand):
    help = (
        "Membekukan angka saat ini untuk satu rapat koordinasi. Halaman dan buku kerja rapat itu (manage.py rakor "
        "--pembekuan NOMOR) memberi angka yang sama kapan pun dibuat lagi, apa pun yang berubah sesudahnya."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tahun", type=argumen.tahun, required=True)
        parser.add_argument("--triwulan", type=argumen.triwulan, required=True)
        parser.add_argument("--kewenangan", choices=["DK", "TP", "SEMUA"], required=True)
        parser.add_argument("--angka", choices=[a.value for a in Angka], default=Angka.RESMI.value)
        parser.add_argument("--nama", required=True, help='Nama rapatnya, misalnya "Rakor TW II 2026".')
        parser.add_argument("--oleh", metavar="NAMA_PENGGUNA", help="Akun tim pusat yang membekukan.")

    def handle(self, *_args: Any, **pilihan: Any) -> None:
        cakupan = Cakupan(pilihan["tahun"], pilihan["triwulan"], pilihan["kewenangan"], Angka(pilihan["angka"]))
        try:
            with argumen.sebagai(pilihan["oleh"]) as pengguna:
                paket = bekukan(cakupan, pilihan["nama"], pengguna)
        except Ditolak as galat:
            raise CommandError(galat.pesan) from None
        self.stdout.write(
            f"Paket nomor {paket.pk} dibekukan: {paket.nama} ({cakupan}). "
            f"{paket.jumlah} DIPA, {paket.melapor} melapor, "
            f"{rupiah.rupiah(paket.realisasi)} dari pagu efektif {rupiah.rupiah(paket.pagu_efektif)}, "
            f"{rupiah.persen(paket.tampil['persen_bp'])}."
        )
