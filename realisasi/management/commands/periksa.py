"""`manage.py periksa`: looks for what must never be."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from realisasi import pemeriksaan
from realisasi.rupiah import angka

ADA_TEMUAN = 1


class Command(BaseCommand):
    help = (
        "Mencari yang tidak boleh terjadi: versi yang berubah sesudah diajukan, data tanpa jurnal, jumlah negatif, "
        "berkas yang hilang, dan lainnya. Hanya membaca, selagi aplikasi dipakai. Keluar dengan kode 0 bila bersih, "
        "1 bila ada temuan, 2 bila argumennya salah."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["json", "tabel"], default="tabel")

    def handle(self, *args: Any, **options: Any) -> None:
        jumlah = self._json() if options["format"] == "json" else self._tabel()
        if jumlah:
            sys.exit(ADA_TEMUAN)

    def _tabel(self) -> int:
        """Each finding as it is found; returns how many there were."""
        semua = 0
        for satu in pemeriksaan.DAFTAR:
            jumlah = 0
            for temuan in pemeriksaan.cari(satu):
                jumlah += 1
                self.stdout.write(f"  [{temuan.kunci}] {temuan.kalimat}")
            self.stdout.write(f"{satu.judul}: {f'{angka(jumlah)} temuan' if jumlah else 'tidak ada'}")
            semua += jumlah
        self.stdout.write(
            f"Ada {angka(semua)} temuan. Cari dahulu sebabnya, dan bandingkan dengan cadangan terakhir."
            if semua
            else "Bersih."
        )
        return semua

    def _json(self) -> int:
        hasil = [
            {
                "nama": satu.nama,
                "judul": satu.judul,
                "temuan": [{"kunci": t.kunci, "kalimat": t.kalimat} for t in pemeriksaan.cari(satu)],
            }
            for satu in pemeriksaan.DAFTAR
        ]
        jumlah = sum(len(h["temuan"]) for h in hasil)
        self.stdout.write(json.dumps({"jumlah": jumlah, "pemeriksaan": hasil}, ensure_ascii=False, indent=1))
        return jumlah
