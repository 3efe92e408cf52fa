"""`manage.py susun_ulang_rekap`: make the summary anew from reports and revisions."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from realisasi import rekap


class Command(BaseCommand):
    """Makes every row of the summary anew, a piece in a transaction each, while the application is used."""

    help = "Susun ulang rekap (angka per DIPA dan triwulan) dari laporan dan revisi. Boleh selagi aplikasi dipakai."

    def handle(self, **pilihan: object) -> None:
        """Print how many DIPA were done."""

        def kabar(selesai: int) -> None:
            if pilihan["verbosity"] != 0:
                self.stderr.write(f"{selesai} DIPA")

        jumlah = rekap.susun_semua(kabar)
        self.stdout.write(self.style.SUCCESS(f"Rekap {jumlah} DIPA disusun ulang."))
