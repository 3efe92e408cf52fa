"""Load the demo data and print the demo logins."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from realisasi.demo.muat import KeadaanLogin, PemasanganSungguhan, muat_demo
from realisasi.models import Dipa, LaporanTriwulan


class Command(BaseCommand):
    help = "Memuat data contoh 2022 sampai 2026 dan login contoh. Dapat diulang; yang sudah ada dibiarkan."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            hasil = muat_demo()
        except PemasanganSungguhan as galat:
            raise CommandError(str(galat)) from galat
        if not options["verbosity"]:
            return
        if hasil.tahun_baru:
            tahun = ", ".join(map(str, hasil.tahun_baru))
            self.stdout.write(
                f"Data contoh dimuat untuk {tahun}: {Dipa.objects.filter(tahun__in=hasil.tahun_baru).count()} DIPA, "
                f"{LaporanTriwulan.objects.filter(dipa__tahun__in=hasil.tahun_baru).count()} laporan triwulan."
            )
        else:
            self.stdout.write("Data contoh sudah ada; tidak ada yang diubah.")
        self.stdout.write("")
        self._tulis_login(hasil.login)

    def _tulis_login(self, daftar: list[KeadaanLogin]) -> None:
        self.stdout.write("Login contoh (kata sandinya diketahui umum: jangan pakai pada pemasangan sungguhan)")
        self.stdout.write(f"  {'Nama pengguna':<16}{'Kata sandi':<28}Sebagai")
        for satu in daftar:
            sandi = "(sudah diganti)" if satu.sandi_diganti else satu.login.kata_sandi
            keterangan = ", nonaktif" if satu.nonaktif else ""
            self.stdout.write(f"  {satu.login.username:<16}{sandi:<28}{satu.login.sebagai}{keterangan}")
