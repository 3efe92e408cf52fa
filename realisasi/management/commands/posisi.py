"""`manage.py posisi`: where every DIPA stood at a quarter, for people and for machines."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from realisasi import argumen, penilaian, rupiah
from realisasi.kalender import nama_triwulan
from realisasi.posisi import Angka, Posisi, muat


class Command(BaseCommand):
    help = "Menampilkan posisi realisasi tiap DIPA pada akhir satu triwulan."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tahun", type=argumen.tahun, required=True)
        parser.add_argument("--triwulan", type=argumen.triwulan, required=True)
        parser.add_argument("--kewenangan", choices=["DK", "TP", "SEMUA"], required=True)
        parser.add_argument("--angka", choices=[a.value for a in Angka], default=Angka.RESMI.value)
        parser.add_argument("--format", choices=["json", "tabel"], default="tabel")

    def handle(self, *_args: Any, **pilihan: Any) -> None:
        tahun, triwulan = pilihan["tahun"], pilihan["triwulan"]
        kewenangan = None if pilihan["kewenangan"] == "SEMUA" else pilihan["kewenangan"]
        buku = muat([tahun], Angka(pilihan["angka"]))
        posisi = buku.posisi(tahun, triwulan, kewenangan)
        kelompok = penilaian.kelompok(posisi, triwulan)
        nasional = {
            "jumlah_satker": kelompok.jumlah,
            "melapor": kelompok.melapor,
            "pagu": kelompok.pagu,
            "blokir": kelompok.blokir,
            "pagu_efektif": kelompok.pagu_efektif,
            "realisasi": kelompok.realisasi,
            "persen": rupiah.desimal(kelompok.persen_bp),
            "rata_rata_satker": rupiah.desimal(kelompok.rata_rata_bp),
            "target": rupiah.desimal(kelompok.target_bp),
        }
        hasil = {
            "tahun": tahun,
            "triwulan": triwulan,
            "kewenangan": pilihan["kewenangan"],
            "angka": pilihan["angka"],
            "nasional": nasional,
            "satker": [_baris(p) for p in posisi],
        }
        if pilihan["format"] == "json":
            self.stdout.write(json.dumps(hasil, ensure_ascii=False, indent=1))
            return
        self._tabel(hasil, posisi)

    def _tabel(self, hasil: dict[str, Any], posisi: list[Posisi]) -> None:
        nasional = hasil["nasional"]
        self.stdout.write(
            f"Posisi s.d. {nama_triwulan(hasil['triwulan'])} {hasil['tahun']}, {hasil['kewenangan']}, "
            f"angka {hasil['angka']}: {nasional['melapor']} dari {nasional['jumlah_satker']} DIPA melapor"
        )
        kepala = ("Kode", "Kew.", "Provinsi", "Pagu efektif (Rp)", "Realisasi (Rp)", "Persen", "Status", "Proyeksi")
        bentuk = "{:<7}{:<5}{:<28}{:>20}{:>20}{:>10}  {:<16}{:>10}"
        self.stdout.write(bentuk.format(*kepala))
        for p in posisi:
            self.stdout.write(
                bentuk.format(
                    p.amanat.kode,
                    p.amanat.kewenangan,
                    p.amanat.provinsi.nama[:27],
                    rupiah.angka(p.pagu_efektif),
                    rupiah.angka(p.realisasi),
                    rupiah.persen(p.persen_bp),
                    p.status,
                    rupiah.persen(p.proyeksi_bp),
                )
            )
        self.stdout.write(
            bentuk.format(
                "", "", "JUMLAH", rupiah.angka(nasional["pagu_efektif"]), rupiah.angka(nasional["realisasi"]),
                (nasional["persen"] or "–").replace(".", ","), "", "",
            )
        )  # fmt: skip


def _baris(p: Posisi) -> dict[str, Any]:
    return {
        "kode": p.amanat.kode,
        "kewenangan": p.amanat.kewenangan,
        "nama": p.amanat.nama,
        "provinsi": p.amanat.provinsi.nama,
        "kode_provinsi": p.amanat.provinsi.kode,
        "pagu": p.pagu,
        "blokir": p.blokir,
        "pagu_efektif": p.pagu_efektif,
        "realisasi": p.realisasi,
        "persen": rupiah.desimal(p.persen_bp),
        "target": rupiah.desimal(p.target_bp),
        "status": p.status.value,
        "triwulan_data": p.triwulan_data,
        "proyeksi": rupiah.desimal(p.proyeksi_bp),
        "berisiko": p.berisiko,
    }
