"""Load over HTTP: `make bench BAGIAN=beban`. gunicorn with two workers, PostgreSQL, clients of locust.

Clients wait for nothing between two requests, so that requests a second are what the server can do at most; a
person pauses, and so 50 of these are many more people. Server and clients share the machine.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.kinerja.halaman import BESAR, KECIL
from tests.kinerja.mesin import POSTGRESQL, Gudang, catat, target
from tests.kinerja.peladen import PEKERJA, Peladen, peladen, sesi
from tests.kinerja.ukur import AKAR, cetak

KLIEN_CAMPURAN, KLIEN_DASBOR = 50, 4
DETIK = 30
SEMUA = "semua"
BATAS_PER_DETIK = 75.0  # of the dashboard alone at 4 clients
BATAS_MEMORI_MB = 250.0


@dataclass(frozen=True)
class Baris:
    """What locust says of one kind of request."""

    nama: str
    banyak: int
    gagal: int
    per_detik: float
    median: float
    p95: float


@dataclass(frozen=True)
class Hasil:
    """One load: the requests, how often what went wrong, and the memory of each worker afterwards (MB)."""

    baris: list[Baris]
    galat: dict[str, int]
    memori: list[float]


def jalankan_semua(gudang: Gudang) -> None:
    """Print a table for each size, and whether the targets are met."""
    if POSTGRESQL not in gudang.mesin:
        catat("TIDAK DIUKUR DI MESIN INI: beban (memerlukan PostgreSQL)")
        return
    for satker, tahun in (KECIL, BESAR):
        alamat, isi = gudang.siap(POSTGRESQL, satker, tahun)
        catat(f"Membebani {satker:,} satker dengan {KLIEN_CAMPURAN} klien, lalu {KLIEN_DASBOR}")
        orang = sesi(alamat, satker, KLIEN_CAMPURAN)
        campuran = _sekali(alamat, orang, "campuran", KLIEN_CAMPURAN)
        dasbor = _sekali(alamat, orang, "dasbor", KLIEN_DASBOR)
        cetak(
            f"**Beban, {satker:,} satker, {tahun} tahun, {gudang.versi(POSTGRESQL)}**: {isi['realisasi']:,} baris "
            f"realisasi, gunicorn {PEKERJA} pekerja, {DETIK} detik tanpa jeda antarpermintaan; memori pekerja sesudah "
            f"campuran {_sebut_memori(campuran.memori)}, sesudah dasbor saja {_sebut_memori(dasbor.memori)}",
            ("permintaan", "banyak", "gagal", "per detik", "median ms", "p95 ms"),
            [
                _sel(klien, b)
                for klien, hasil in ((KLIEN_CAMPURAN, campuran), (KLIEN_DASBOR, dasbor))
                for b in hasil.baris
                if b.nama != SEMUA or len(hasil.baris) > 2
            ],
        )
        sys.stdout.write("\n")
        _nilai(campuran, dasbor)


def _sel(klien: int, b: Baris) -> tuple[str, ...]:
    angka = (f"{b.banyak:,}", str(b.gagal), f"{b.per_detik:.1f}", f"{b.median:.0f}", f"{b.p95:.0f}")
    return (f"{klien} klien, {b.nama}", *angka)


def _sebut_memori(memori: Sequence[float]) -> str:
    return " dan ".join(f"{m:.0f} MB" for m in memori)


def _nilai(campuran: Hasil, dasbor: Hasil) -> None:
    """The causes of what went wrong, and the targets."""
    for hasil in (campuran, dasbor):
        for sebab, kali in hasil.galat.items():
            sys.stdout.write(f"- galat, {kali} kali: {sebab}\n")
    cepat = sum(b.per_detik for b in dasbor.baris if b.nama != SEMUA)
    target(
        f"Dasbor lebih dari {BATAS_PER_DETIK:.0f} permintaan sedetik pada {KLIEN_DASBOR} klien",
        f"{cepat:.1f}",
        ya=cepat > BATAS_PER_DETIK,
    )
    memori = [*campuran.memori, *dasbor.memori]
    target(
        f"Memori tiap pekerja di bawah {BATAS_MEMORI_MB:.0f} MB",
        f"{max(memori):.0f} MB",
        ya=max(memori) < BATAS_MEMORI_MB,
    )
    gagal = sum(b.gagal for hasil in (campuran, dasbor) for b in hasil.baris if b.nama != SEMUA)
    target("Tanpa galat", f"{gagal} galat", ya=gagal == 0)


def _sekali(basis_data: str, orang: dict, campuran: str, klien: int) -> Hasil:
    """One load on a server of its own, so that none works off what the one before left waiting."""
    with tempfile.TemporaryDirectory() as folder, peladen(basis_data, Path(folder)) as p:
        baris, galat = bebani(p, orang, Path(folder), campuran, klien)
        return Hasil(baris, galat, p.memori())


def bebani(
    p: Peladen, orang: dict, folder: Path, campuran: str, klien: int, detik: int = DETIK
) -> tuple[list[Baris], dict[str, int]]:
    """Run locust; what it measured of each kind of request and of all, and how often what went wrong."""
    berkas_sesi, berkas_sebab, awalan = folder / "sesi.json", folder / "sebab.json", folder / campuran
    berkas_sesi.write_text(json.dumps(orang))
    berkas_sebab.unlink(missing_ok=True)
    perintah = [sys.executable, "-m", "locust", "--locustfile", str(Path(__file__).with_name("beban_klien.py"))]
    perintah += ["--headless", "--users", str(klien), "--spawn-rate", str(klien), "--run-time", f"{detik}s"]
    perintah += ["--reset-stats", "--csv", str(awalan), "--only-summary", "--exit-code-on-error", "0"]
    perintah += ["--skip-log", "--stop-timeout", "60"]
    tambahan = {
        "KINERJA_SESI": str(berkas_sesi),
        "KINERJA_SEBAB": str(berkas_sebab),
        "KINERJA_CAMPURAN": campuran,
        "KINERJA_ALAMAT": p.alamat,
    }
    hasil = subprocess.run(
        perintah, cwd=AKAR, env={**os.environ, **tambahan}, capture_output=True, text=True, check=False
    )
    if hasil.returncode != 0 or not berkas_sebab.exists():
        raise SystemExit(f"{' '.join(perintah)}\n{hasil.stdout[-2000:]}\n{hasil.stderr[-3000:]}")
    with Path(f"{awalan}_stats.csv").open(newline="") as isi:
        baris = [_baris(b) for b in csv.DictReader(isi)]
    return baris, json.loads(berkas_sebab.read_text())


def _baris(b: dict[str, str]) -> Baris:
    nama = SEMUA if b["Name"] == "Aggregated" else b["Name"]

    def angka(kolom: str) -> float:
        return float(b[kolom]) if b[kolom] not in {"", "N/A"} else 0.0

    return Baris(
        nama,
        int(b["Request Count"]),
        int(b["Failure Count"]),
        angka("Requests/s"),
        angka("Median Response Time"),
        angka("95%"),
    )
