"""`manage.py lepas_dua_langkah`: the way back in for an administrator whom no other administrator can help."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from satker import faktor
from satker.akses import hak
from satker.models import Pengguna
from satker.permintaan import sebagai_petugas

PELAKU = "Petugas server (konsol)"
SETUJU = "ya"


class Command(BaseCommand):
    help = (
        "Melepas masuk dua langkah satu akun yang kehilangan ponsel dan kode pemulihannya, dan mengakhiri semua "
        "sesinya. Untuk administrator terakhir; milik orang lain dilepas administrator di halaman Data induk."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("nama", metavar="NAMA_PENGGUNA", help="Nama pengguna akun itu.")
        parser.add_argument("--ya", action="store_true", help="Jangan bertanya dahulu.")

    def handle(self, *_args: Any, **pilihan: Any) -> None:
        pengguna = Pengguna.objects.filter(username=pilihan["nama"]).first()
        if pengguna is None:
            raise CommandError(f"Tidak ada akun bernama {pilihan['nama']}. Tidak ada yang dilepas.")
        if not pilihan["ya"]:
            self._pastikan(pengguna)
        with transaction.atomic(), sebagai_petugas(PELAKU):
            terlepas = faktor.lepas(None, pengguna)
        if not terlepas:
            raise CommandError(f"Akun {pengguna.username} tidak memakai masuk dua langkah. Tidak ada yang dilepas.")
        terkirim = faktor.kabari_dilepas(pengguna, faktor.PETUGAS)
        kabar = "Surel sudah dikirim kepadanya." if terkirim else "Surel tidak terkirim: kabari sendiri."
        self.stdout.write(f"Masuk dua langkah {pengguna.username} dilepas, dan sesinya berakhir. {kabar}")
        if hak(pengguna).wajib_dua_langkah:
            self.stdout.write("Perannya wajib memakainya: sesudah kata sandi, ia diminta memasangnya lagi.")

    def _pastikan(self, pengguna: Pengguna) -> None:
        self.stdout.write(
            f"Akun {pengguna.username} ({pengguna.get_full_name()}): sesudah ini kata sandi saja cukup untuk masuk. "
            "Pastikan bahwa pemiliknya sendiri yang meminta."
        )
        self.stdout.write(f"Tulis {SETUJU} untuk melepas: ", ending="")
        self.stdout.flush()
        try:
            jawaban = input()
        except EOFError:
            jawaban = ""
        if jawaban.strip().lower() != SETUJU:
            raise CommandError("Tidak ada yang dilepas.")
