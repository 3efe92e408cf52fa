"""`make bench`: every table of measurements, one after the other.

`BAGIAN` names parts (`halaman,beban,lukisan,impor,rakor`), `SKALA=nasional` adds every ministry's satker.
"""

from __future__ import annotations

import os
import signal
import sys

from tests.kinerja import beban, halaman, impor, lukisan, rakor
from tests.kinerja.mesin import gudang, kumpulkan_statis

BAGIAN = ("halaman", "beban", "lukisan", "impor", "rakor")


def main() -> None:
    """Read what is asked for, and do it."""
    diminta = [b for b in os.environ.get("BAGIAN", "").replace(",", " ").split() if b] or list(BAGIAN)
    if salah := sorted(set(diminta) - set(BAGIAN)):
        raise SystemExit(f"Bagian tidak dikenal: {', '.join(salah)}. Pilihan: {', '.join(BAGIAN)}.")
    skala = os.environ.get("SKALA", "")
    if skala not in {"", "nasional"}:
        raise SystemExit(f"Skala tidak dikenal: {skala}. Pilihan: nasional.")
    # Who is asked to stop takes the servers that were started along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if {"halaman", "beban", "lukisan"} & set(diminta):
        kumpulkan_statis()
        with gudang() as g:
            sys.stdout.write(f"\nMesin: {g.sebutan()}\n")
            if "halaman" in diminta:
                halaman.jalankan_semua(g, nasional=skala == "nasional")
            if "beban" in diminta:
                beban.jalankan_semua(g)
            if "lukisan" in diminta:
                lukisan.jalankan_semua(g)
    if "impor" in diminta:
        impor.jalankan()
    if "rakor" in diminta:
        rakor.jalankan()


main()
