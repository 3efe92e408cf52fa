"""`manage.py impor`: files in, previewed first, applied only where it is said."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from realisasi import argumen
from realisasi.impor import berkas, pratinjau
from realisasi.impor.bacaan import BerkasDitolak, JenisImpor, Pilihan
from realisasi.impor.register import BerkasMasuk
from realisasi.impor.rencana import Keadaan, Rencana, susun
from realisasi.impor.terapkan import AdaDitolak, Permintaan, terapkan
from realisasi.models import Basis, Kewenangan
from realisasi.penolakan import Ditolak
from realisasi.rupiah import angka, rupiah
from satker.models import Pengguna

PANJANG_KODE, PANJANG_BILAH = 6, 30
ADA_DITOLAK, TIDAK_DAPAT_DIPAKAI = 1, 2


def _satker(teks: str) -> str:
    if not (teks.isascii() and teks.isdecimal() and len(teks) == PANJANG_KODE):
        raise ArgumentTypeError(f"'{teks}' bukan kode satker (enam angka, nol di depan ikut ditulis)")
    return teks


class Command(BaseCommand):
    help = (
        "Mengimpor satker, DIPA dan revisi, realisasi perbendaharaan, atau laporan triwulan lama dari berkas Excel "
        "atau CSV. Tanpa --terapkan hanya pratinjau: tidak ada yang ditulis. Bila ada yang ditolak tidak ada yang "
        "ditulis, kecuali dengan --lewati-ditolak. Keluar dengan kode 0 bila semua baris diterima, 1 bila ada yang "
        "ditolak, 2 bila berkas atau argumennya tidak dapat dipakai."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("berkas", nargs="+", type=Path, metavar="FILE", help="Satu berkas atau lebih.")
        parser.add_argument("--jenis", required=True, choices=JenisImpor.values, help="Apa yang diimpor.")
        parser.add_argument("--tahun", type=argumen.tahun, help="Tahun anggaran, bila berkas tidak menyebutnya.")
        parser.add_argument("--triwulan", type=argumen.triwulan, help="Triwulan, bila berkas tidak menyebutnya.")
        parser.add_argument(
            "--kewenangan", choices=Kewenangan.values, help="DK atau TP, bila berkas tidak menyebutnya."
        )
        parser.add_argument("--satker", type=_satker, help="Kode satker, bila berkas tidak menyebutnya.")
        parser.add_argument(
            "--berlaku-sejak", type=argumen.hari, help="Tanggal berlaku revisi, bila berkas tidak menyebutnya."
        )
        parser.add_argument("--basis", choices=Basis.values, help="Dasar angka, bila berkas tidak menyebutnya.")
        parser.add_argument("--tanggal-data", type=argumen.hari, help="Tanggal data, bila berkas tidak menyebutnya.")
        parser.add_argument("--format", choices=["json", "tabel"], default="tabel")
        parser.add_argument("--terapkan", action="store_true", help="Tulis, setelah semuanya diperiksa.")
        parser.add_argument("--lewati-ditolak", action="store_true", help="Terapkan yang lain bila ada yang ditolak.")
        parser.add_argument(
            "--oleh", metavar="NAMA_PENGGUNA", help="Akun tim pusat yang menerapkan; tanpa ini riwayat menyebut Sistem."
        )

    def handle(self, *_args: Any, **pilihan: Any) -> None:
        try:
            with argumen.sebagai(pilihan["oleh"]) as oleh:
                rencana, diterapkan = self._jalankan(pilihan, oleh)
        except pratinjau.TidakTerpakai as galat:
            self._tolak(str(galat), pilihan["format"])
        except BerkasDitolak as galat:
            self._tolak(galat.pesan, pilihan["format"])
        except Ditolak as galat:
            self._tolak(galat.pesan, pilihan["format"])
        if pilihan["format"] == "json":
            self.stdout.write(json.dumps(rencana.json(), ensure_ascii=False, indent=1))
        else:
            self._tabel(rencana, diterapkan=diterapkan)
        if rencana.ada_ditolak:
            if pilihan["terapkan"] and not diterapkan and not pilihan["lewati_ditolak"]:
                self.stderr.write("Ada yang ditolak, jadi tidak ada yang ditulis. Perbaiki, atau --lewati-ditolak.")
            sys.exit(ADA_DITOLAK)

    def _jalankan(self, pilihan: dict[str, Any], oleh: Pengguna | None) -> tuple[Rencana, bool]:
        """The plan, and whether something of it was written."""
        jenis = JenisImpor(pilihan["jenis"])
        dipilih = Pilihan(
            **{
                nama: pilihan[nama]
                for nama in ("tahun", "triwulan", "kewenangan", "satker", "berlaku_sejak", "basis", "tanggal_data")
            }
        )
        nama = _beri_nama(pilihan["berkas"])
        cara = pratinjau.Cara(berkas.PERINTAH, kabar=self._kemajuan)
        bacaan = pratinjau.baca(nama, jenis, dipilih, cara)
        if not pilihan["terapkan"]:
            return susun(bacaan, dipilih), False
        masuk = [BerkasMasuk(n, lintasan, b.bentuk) for (n, lintasan), b in zip(nama.items(), bacaan, strict=True)]
        try:
            hasil = terapkan(Permintaan(bacaan, dipilih, masuk), oleh, lewati_ditolak=pilihan["lewati_ditolak"])
        except AdaDitolak as galat:
            return galat.rencana, False
        return hasil.rencana, hasil.impor is not None

    def _kemajuan(self, selesai: int, semua: int, sebutan: str) -> None:
        """A bar on a terminal; nothing where the output goes into a file."""
        if not self.stderr.isatty():
            return
        penuh = PANJANG_BILAH * selesai // semua
        bilah = "█" * penuh + "░" * (PANJANG_BILAH - penuh)
        teks = f"\r\x1b[K{bilah} {selesai}/{semua} {sebutan}" if selesai < semua else "\r\x1b[K"
        self.stderr.write(teks, ending="")
        self.stderr.flush()

    def _tolak(self, pesan: str, bentuk: str) -> NoReturn:
        if bentuk == "json":
            self.stdout.write(json.dumps({"galat": pesan}, ensure_ascii=False))
        self.stderr.write(pesan)
        sys.exit(TIDAK_DAPAT_DIPAKAI)

    # --- For people ------------------------------------------------------------------

    def _tabel(self, rencana: Rencana, *, diterapkan: bool) -> None:
        hitung = {k: rencana.hitung(k) for k in Keadaan}
        self.stdout.write(f"{rencana.jenis.label}, {', '.join(rencana.berkas)}")
        self.stdout.write(", ".join(f"{angka(n)} {k}" for k, n in hitung.items()))
        for nama in ("pagu", "realisasi"):
            terbaca = getattr(rencana.total, nama)
            tertulis = getattr(rencana.total_berkas, nama, None)
            if terbaca is not None:
                cocok = "" if tertulis is None else f"; menurut berkas {rupiah(tertulis)}"
                self.stdout.write(f"Jumlah {nama}: {rupiah(terbaca)}{cocok}")
        for tahun in rencana.tahun_baru:
            self.stdout.write(f"Tahun anggaran {tahun} belum ada dan dibuka dengan target dan jadwal bawaan.")
        for kalimat in rencana.catatan:
            self.stdout.write(f"Catatan: {kalimat}")
        self._tabel_butir(rencana)
        for t in rencana.tolakan:
            letak = t.berkas if t.baris is None else f"{t.berkas}, baris {t.baris}"
            isi = f"{t.kolom} '{t.nilai}': " if t.kolom else ""
            self.stdout.write(f"Ditolak: {letak}, {isi}{t.pesan}")
        if diterapkan:
            self.stdout.write("Diterapkan.")
        elif not rencana.ditulis:
            self.stdout.write("Tidak ada yang perlu ditulis.")
        else:
            self.stdout.write("Tidak ada yang ditulis.")

    def _tabel_butir(self, rencana: Rencana) -> None:
        for butir in rencana.ditulis:
            if butir.keadaan is Keadaan.BERUBAH:
                self.stdout.write(f"Berubah: {butir.sebutan}")
                for b in butir.beda:
                    if b.berubah:
                        self.stdout.write(f"  {b.kolom}: {_tulis(b.lama)} -> {_tulis(b.baru)}")
            for kalimat in [*butir.catatan, *(f"{p.judul}. {p.teks}" for p in butir.peringatan)]:
                self.stdout.write(f"Peringatan: {butir.sebutan}: {kalimat}")


def _beri_nama(daftar: list[Path]) -> dict[str, Path]:
    """Each file by its name; by its path where two are called the same.

    Raises:
        BerkasDitolak: a file is not there, or was named twice.

    """
    for lintasan in daftar:
        if not lintasan.is_file():
            raise BerkasDitolak(f"Berkas {lintasan} tidak ada, atau bukan berkas.")
    if len({lintasan.resolve() for lintasan in daftar}) < len(daftar):
        raise BerkasDitolak("Berkas yang sama disebut dua kali. Sebut masing-masing sekali saja.")
    nama = [lintasan.name for lintasan in daftar]
    return {n if nama.count(n) == 1 else str(lintasan): lintasan for n, lintasan in zip(nama, daftar, strict=True)}


def _tulis(nilai: int | str | None) -> str:
    if nilai is None:
        return "–"
    return rupiah(nilai) if isinstance(nilai, int) else nilai
