"""`manage.py pulihkan`: a backup into an empty installation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from realisasi import cadangan
from realisasi.cadangan.baca import ringkas
from satker.penyimpanan import sebab


class Command(BaseCommand):
    help = (
        "Memulihkan cadangan ke pemasangan yang kosong, pada SQLite maupun PostgreSQL. Tabelnya dibuat sendiri. "
        "Semua dimuat, atau tidak ada: cadangan yang rusak, dari versi lain, atau pemasangan yang sudah berisi ditolak."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("berkas", type=Path, metavar="FILE", help="Berkas yang dibuat manage.py cadangkan.")

    def handle(self, *args: Any, **options: Any) -> None:
        berkas: Path = options["berkas"]
        try:
            manifes = cadangan.pulihkan(berkas, self._kabar if options["verbosity"] else lambda _: None)
        except cadangan.CadanganDitolak as galat:
            raise CommandError(galat.pesan) from galat
        except OSError as galat:
            raise CommandError(f"{galat.filename or berkas}: {sebab(galat)}. Tidak ada yang dipulihkan.") from galat
        except DatabaseError as galat:
            raise CommandError(f"Basis data tidak dapat dipakai ({galat}). Tidak ada yang dipulihkan.") from galat
        if options["verbosity"]:
            for kalimat in ringkas(manifes):
                self.stdout.write(kalimat)
            self.stdout.write(f"{berkas} dipulihkan dan cocok dengan cadangannya. Pengguna masuk lagi dengan sandinya.")

    def _kabar(self, kalimat: str) -> None:
        self.stdout.write(f"{kalimat} ...")
