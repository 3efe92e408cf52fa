"""`manage.py cadangkan`: everything that must not be lost, in one file."""

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
        "Mencadangkan basis data, jurnal, bukti, dan berkas impor ke satu berkas, selagi aplikasi dipakai. Berkas itu "
        "dibaca ulang sebelum diberi namanya, tidak pernah menimpa yang ada, dan hanya dapat dibaca pembuatnya: "
        "di dalamnya ada sidik kata sandi."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("berkas", type=Path, metavar="FILE", help="Nama berkas cadangan yang akan dibuat.")

    def handle(self, *args: Any, **options: Any) -> None:
        berkas: Path = options["berkas"]
        try:
            manifes = cadangan.cadangkan(berkas, self._kabar if options["verbosity"] else lambda _: None)
        except cadangan.CadanganDitolak as galat:
            raise CommandError(f"{galat.pesan} Tidak ada cadangan yang dibuat.") from galat
        except OSError as galat:
            raise CommandError(f"{berkas}: {sebab(galat)}. Tidak ada cadangan yang dibuat.") from galat
        except DatabaseError as galat:
            raise CommandError(f"Basis data tidak dapat dibaca ({galat}). Tidak ada cadangan yang dibuat.") from galat
        if options["verbosity"]:
            for kalimat in ringkas(manifes):
                self.stdout.write(kalimat)
            self.stdout.write(f"Cadangan {berkas} selesai dan cocok dengan basis data.")

    def _kabar(self, kalimat: str) -> None:
        self.stdout.write(f"{kalimat} ...")
