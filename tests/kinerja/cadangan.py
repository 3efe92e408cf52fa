"""Backup, restore and `periksa` for five years: `python -m tests.kinerja.cadangan [SATKER]`.

3,000 satker are 240,000 rows of realisasi. With DATABASE_URL of an empty PostgreSQL the backup of the
SQLite file is restored there as well, and everything is measured there once more.
"""

from __future__ import annotations

import os
import sys
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

from tests.kinerja import isi
from tests.kinerja.ukur import cetak, lapor, ukur

TAHUN = 5
MODUL = "tests.kinerja.cadangan"
SATKER = "3000"


def jalankan(satker: str = SATKER) -> None:
    """Print the table."""
    baris = []
    with tempfile.TemporaryDirectory() as folder:
        asal = f"sqlite:///{folder}/asal.sqlite3"
        terisi = ukur(MODUL, "siapkan", satker, kali=1, basis_data=asal)
        for ke, kelompok in enumerate(_pemasangan(folder)):
            berkas = f"{folder}/{ke}.zip"
            for perintah, basis_data in kelompok:
                argumen = [] if perintah == "periksa" else [berkas if perintah == "cadangkan" else f"{folder}/0.zip"]
                u = ukur(MODUL, perintah, *argumen, kali=1, basis_data=basis_data)
                mesin = basis_data.partition(":")[0]
                baris.append((f"{perintah}, {mesin}", f"{u.detik:.0f}", f"{u.puncak:.0f}"))
        besar = Path(f"{folder}/0.zip").stat().st_size
    cetak(
        f"{int(satker):,} satker, {TAHUN} tahun: {terisi.kata['realisasi']:,} baris realisasi, "
        f"{terisi.kata['jurnal']:,} catatan jurnal; cadangan {besar / 10**6:.0f} MB",
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
    """Filled with its journal: `periksa` wants an entry for every figure."""
    return isi.siapkan(jumlah, TAHUN, jurnal=True)


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
