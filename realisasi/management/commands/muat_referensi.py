"""Load the reference data with which an office starts for real."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from realisasi.models import Dipa
from realisasi.referensi import muat_semua


class Command(BaseCommand):
    help = "Memuat data rujukan: provinsi, satker, hari libur, dan peran. Tidak memuat angka."

    def handle(self, *args: Any, **options: Any) -> None:
        tahun = timezone.localdate().year
        hasil = muat_semua(tahun)
        if not options["verbosity"]:
            return
        for nama, jumlah in hasil.items():
            keterangan = f"{jumlah} ditambahkan" if jumlah else "sudah lengkap, tidak ada yang diubah"
            self.stdout.write(f"{nama.capitalize()}: {keterangan}.")
        self.stdout.write(f"Tahun hari libur: {tahun} dan {tahun + 1}.")
        if not Dipa.objects.exists():
            self.stdout.write("Belum ada angka: buka tahun anggaran dan isi DIPA di /admin/.")
