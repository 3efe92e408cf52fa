"""Backup, restore and `periksa` for five years: `python -m tests.kinerja.cadangan [SATKER]`.

3,000 satker are 240,000 rows of realisasi. With DATABASE_URL of an empty PostgreSQL the backup of the
SQLite file is restored there as well, and everything is measured there once more.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

from tests.kinerja.ukur import cetak, lapor, ukur

TAHUN = (2022, 2023, 2024, 2025, 2026)
PAGU = (("51", 10**8), ("52", 10**9), ("53", 5 * 10**8), ("57", 10**8))
MODUL = "tests.kinerja.cadangan"
SATKER = "3000"


def jalankan(satker: str = SATKER) -> None:
    """Print the table."""
    baris = []
    with tempfile.TemporaryDirectory() as folder:
        asal = f"sqlite:///{folder}/asal.sqlite3"
        isi = ukur(MODUL, "siapkan", satker, kali=1, basis_data=asal)
        for ke, kelompok in enumerate(_pemasangan(folder)):
            berkas = f"{folder}/{ke}.zip"
            for perintah, basis_data in kelompok:
                argumen = [] if perintah == "periksa" else [berkas if perintah == "cadangkan" else f"{folder}/0.zip"]
                u = ukur(MODUL, perintah, *argumen, kali=1, basis_data=basis_data)
                mesin = basis_data.partition(":")[0]
                baris.append((f"{perintah}, {mesin}", f"{u.detik:.0f}", f"{u.puncak:.0f}"))
        besar = Path(f"{folder}/0.zip").stat().st_size
    cetak(
        f"{int(satker):,} satker, {len(TAHUN)} tahun: {isi.kata['realisasi']:,} baris realisasi, "
        f"{isi.kata['jurnal']:,} catatan jurnal; cadangan {besar / 10**6:.0f} MB",
        ("bagian", "detik", "puncak MB"),
        baris,
    )


def _pemasangan(folder: str) -> list[list[tuple[str, str]]]:
    """Which command runs on which database: where it began, and where it was restored to."""
    asal, pulih = (f"sqlite:///{folder}/{nama}.sqlite3" for nama in ("asal", "pulih"))
    hasil = [[("cadangkan", asal), ("periksa", asal), ("pulihkan", pulih)]]
    if (lain := os.environ.get("DATABASE_URL", "")).startswith("postgres"):
        hasil.append([("pulihkan", lain), ("cadangkan", lain), ("periksa", lain)])
    return hasil


# --- The pieces, each in a process of its own ------------------------------------------


def _siapkan(jumlah: int) -> dict[str, Any]:
    from django.core.management import call_command

    from realisasi.models import RincianVersi
    from satker.jurnal import create_bulk
    from satker.models import CatatanJurnal, Provinsi, Satker

    call_command("migrate", verbosity=0)
    call_command("muat_referensi", verbosity=0)
    provinsi = list(Provinsi.objects.all())
    satker = [
        Satker(kode=f"{400_000 + n}", nama=f"Dinas Perindustrian {n}", provinsi=provinsi[n % len(provinsi)])
        for n in range(jumlah)
    ]
    satker = create_bulk(Satker, satker)
    for tahun in TAHUN:
        _isi(tahun, satker)
    return {"realisasi": RincianVersi.objects.count(), "jurnal": CatatanJurnal.objects.count()}


def _isi(tahun: int, satker: list[Any]) -> None:
    """A year in which everybody reported, each report verified."""
    from realisasi.models import Dipa, LaporanTriwulan, PaguRevisi, RevisiDipa, RincianVersi, VersiLaporan
    from realisasi.tahun_baru import buka_tahun
    from satker.jurnal import create_bulk, update_bulk

    acak = random.Random(tahun)
    buka_tahun(tahun)
    dipa = create_bulk(Dipa, [Dipa(tahun_id=tahun, satker=s, kewenangan="TP", nama_satker=s.nama) for s in satker])
    revisi = create_bulk(RevisiDipa, [RevisiDipa(dipa=d, nomor=0, berlaku_sejak=f"{tahun}-01-02") for d in dipa])
    create_bulk(PaguRevisi, [PaguRevisi(revisi=r, jenis=j, pagu=n) for r in revisi for j, n in PAGU])
    laporan = create_bulk(LaporanTriwulan, [LaporanTriwulan(dipa=d, triwulan=q) for d in dipa for q in (1, 2, 3, 4)])
    versi = create_bulk(VersiLaporan, [VersiLaporan(laporan=x, nomor=1) for x in laporan])
    rincian = [
        RincianVersi(versi=v, jenis=j, realisasi=acak.randint(n * 20 // 100, n * 24 // 100))
        for v in versi
        for j, n in PAGU
    ]
    create_bulk(RincianVersi, rincian)
    for x, v in zip(laporan, versi, strict=True):
        x.status, x.versi_diajukan, x.versi_terverifikasi = "DIVERIFIKASI", v, v
    update_bulk(LaporanTriwulan, laporan, ["status", "versi_diajukan", "versi_terverifikasi"])


def main(apa: str, *argumen: str) -> None:
    """One piece: `siapkan SATKER`, `cadangkan FILE`, `pulihkan FILE` or `periksa`."""
    import django
    from django.core.management import call_command

    django.setup()
    if apa == "siapkan":
        lapor(lambda: _siapkan(int(argumen[0])))
    else:
        lapor(lambda: call_command(apa, *argumen, stdout=StringIO()))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    if sys.argv[1:] and not sys.argv[1].isdecimal():
        main(*sys.argv[1:])
    else:
        jalankan(*sys.argv[1:])
