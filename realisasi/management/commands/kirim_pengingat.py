"""`manage.py kirim_pengingat`: mail to those who have not reported."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from realisasi import argumen, pengingat
from realisasi.pengingat import HARI_KERJA_SEBELUM_TENGGAT, SELANG_HARI_TERLAMBAT, Rencana, TidakTerkirim


class Command(BaseCommand):
    help = (
        "Mengirim surel pengingat kepada dinas yang belum mengajukan laporan, atau yang laporannya dikembalikan dan "
        "belum diajukan lagi, selama masa pengisiannya terbuka dan tahunnya belum ditutup. Aman dijalankan tiap hari: "
        f"pengingat keluar {HARI_KERJA_SEBELUM_TENGGAT} hari kerja sebelum tenggat, pada hari tenggat, lalu tiap "
        f"{SELANG_HARI_TERLAMBAT} hari keterlambatan; hari yang terlewat disusulkan pada hari berikutnya. Untuk satu "
        "laporan tidak pernah lebih dari satu pengingat sehari. Penerimanya kepala dinas dan operator yang aktif, "
        "serta surel narahubung satker. Keluar dengan kode 1 bila ada yang gagal terkirim."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--hari", type=argumen.hari, help="Jalankan seolah-olah hari ini TTTT-BB-HH; bawaan: hari ini."
        )
        parser.add_argument("--tahun", type=argumen.tahun, help="Hanya tahun anggaran ini.")
        parser.add_argument("--triwulan", type=argumen.triwulan, help="Hanya triwulan ini.")
        parser.add_argument(
            "--abaikan-jadwal", action="store_true", help="Kirim sekarang juga, di luar jadwal; tetap sekali sehari."
        )
        parser.add_argument(
            "--pratinjau", action="store_true", help="Tampilkan saja apa yang akan dikirim; tidak mengirim apa pun."
        )

    def handle(self, *_args: Any, **pilihan: Any) -> None:
        if not settings.SUREL_TERSEDIA and not pilihan["pratinjau"]:
            raise CommandError("EMAIL_URL belum diisi, jadi tidak ada server surel yang dapat mengirim pengingat.")
        hari = pilihan["hari"] or timezone.localdate()
        terkirim = gagal = 0
        for periode in pengingat.periode_terbuka(hari, pilihan["tahun"], pilihan["triwulan"]):
            for rencana in pengingat.susun(periode, hari, abaikan_jadwal=pilihan["abaikan_jadwal"]):
                for alamat in rencana.ditolak:
                    self.stderr.write(f"{rencana.nama}: alamat surel {alamat!r} tidak sah, dilewati.")
                if not rencana.kepada:
                    self.stderr.write(f"{rencana.nama}: tidak ada alamat surel, tidak dikirim.")
                elif pilihan["pratinjau"]:
                    self.stdout.write(f"{rencana.nama} -> {', '.join(rencana.kepada)}")
                else:
                    hasil = self._kirim(rencana, hari)
                    terkirim += hasil is True
                    gagal += hasil is None
        if pilihan["pratinjau"]:
            self.stdout.write("Pratinjau: tidak ada yang dikirim.")
            return
        self.stdout.write(f"{terkirim} pengingat terkirim untuk {hari:%d-%m-%Y}.")
        if gagal:
            raise CommandError(f"{gagal} pengingat gagal terkirim; jalankan lagi setelah server surel menjawab.")

    def _kirim(self, rencana: Rencana, hari: dt.date) -> bool | None:
        """True sent, False not needed any more, None failed (and said)."""
        try:
            if not pengingat.kirim(rencana, hari):
                return False
        except TidakTerkirim as galat:
            self.stderr.write(f"{rencana.nama}: gagal. {galat}")
            return None
        self.stdout.write(f"{rencana.nama} -> {', '.join(rencana.kepada)}")
        return True
