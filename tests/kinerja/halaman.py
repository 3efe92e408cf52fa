"""Pages and writes: `make bench BAGIAN=halaman`. One table for each size and database.

Measured inside one process through Django's test client, under the settings of a deployment: middleware, sessions,
templates, compression, all but the network and the check whether a kept connection is alive. `lantai SQL` is the
bare SQL that the figures need at least, `lantai templat` the same template rendered out of a ready context (of the
workbook: writing it out of what was read); `kali lantai` is the median over the sum of the two. Dashboard and list
keep their content in the process until a figure of the year changes: `sesudah perubahan` is the first request after
one, `tersimpan` any other; both are held against the same floors, those of the whole page.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from tests.kinerja.mesin import POSTGRESQL, Gudang, catat, jalankan, persentil, target
from tests.kinerja.ukur import cetak

MODUL = "tests.kinerja.halaman"
BERUBAH, TERSIMPAN = "sesudah perubahan", "tersimpan"
DASBOR = (f"Dasbor, {BERUBAH}", f"Dasbor, {TERSIMPAN}")
KECIL, BESAR, NASIONAL = (38, 5), (3_000, 5), (20_000, 10)
NASIONAL_MUDA = (20_000, 2)
"""As many satker with a short history: what a long one adds."""
PUTARAN, PEMANASAN = 60, 3
WAKTU = 10.0  # seconds for the rounds of one page; slow ones get fewer, and three times as long for TERSEDIKIT
TERSEDIKIT = 5

BATAS_KALI_LANTAI = 3.0
BATAS_P95_MS = 50.0
BATAS_BESAR_MS = 70.0
BATAS_NASIONAL_MS = 100.0
BATAS_RIWAYAT = 1.5  # how many times ten years may cost of what two years cost


@dataclass(frozen=True)
class Hasil:
    """What one page took, milliseconds and bytes."""

    nama: str
    putaran: int
    median: float
    p95: float
    kueri: int
    byte: int
    terkirim: int
    sandi: str
    sql: float
    sql_langsung: float
    templat: float | None

    @property
    def kali(self) -> float:
        return self.median / (self.sql + (self.templat or 0))


def jalankan_semua(gudang: Gudang, *, nasional: bool = False) -> None:
    """Print the tables, and beside each whether the targets are met."""
    for satker, tahun in (KECIL, BESAR):
        for mesin in gudang.mesin:
            _satu(gudang, mesin, satker, tahun)
    if nasional and POSTGRESQL in gudang.mesin:
        muda = _satu(gudang, POSTGRESQL, *NASIONAL_MUDA)
        tua = _satu(gudang, POSTGRESQL, *NASIONAL)
        for nama in (*DASBOR, "Simpan isian"):
            kali = tua[nama].median / muda[nama].median
            target(
                f"{nama}: {NASIONAL[1]} tahun dibanding {NASIONAL_MUDA[1]} tahun, paling banyak {BATAS_RIWAYAT} kali",
                f"{kali:.2f} kali",
                ya=kali <= BATAS_RIWAYAT,
            )


def _satu(gudang: Gudang, mesin: str, satker: int, tahun: int) -> dict[str, Hasil]:
    alamat, isi = gudang.siap(mesin, satker, tahun)
    catat(f"Mengukur halaman: {mesin}, {satker:,} satker, {tahun} tahun")
    ukuran = jalankan(MODUL, str(satker), basis_data=alamat)
    hasil = {h["nama"]: Hasil(**h) for h in ukuran["hasil"]}
    cetak(
        f"**{satker:,} satker, {tahun} tahun, {gudang.versi(mesin)}**: {isi['realisasi']:,} baris realisasi, "
        f"proses {ukuran['rss']:.0f} MB sesudahnya",
        (
            "halaman", "median ms", "p95 ms", "putaran", "kueri", "KB", "KB terkirim",
            "lantai SQL ms", "(tanpa rangkuman)", "lantai templat ms", "kali lantai",
        ),
        [_baris(h) for h in hasil.values()],
    )  # fmt: skip
    sys.stdout.write("\n")
    for nama in DASBOR:
        _nilai(hasil[nama], (satker, tahun))
    return hasil


def _baris(h: Hasil) -> tuple[str, ...]:
    return (
        h.nama,
        f"{h.median:.1f}",
        f"{h.p95:.1f}",
        str(h.putaran),
        str(h.kueri),
        f"{h.byte / 1024:.1f}",
        f"{h.terkirim / 1024:.1f} {h.sandi}".strip(),
        f"{h.sql:.2f}",
        f"{h.sql_langsung:.2f}",
        "–" if h.templat is None else f"{h.templat:.2f}",
        f"{h.kali:.1f}",
    )


def _nilai(dasbor: Hasil, ukuran: tuple[int, int]) -> None:
    """The targets of this size."""
    if ukuran == KECIL:
        target(
            f"{dasbor.nama}: paling banyak {BATAS_KALI_LANTAI:.0f} kali kedua lantai",
            f"{dasbor.kali:.2f} kali",
            ya=dasbor.kali <= BATAS_KALI_LANTAI,
        )
        target(
            f"{dasbor.nama}: p95 di bawah {BATAS_P95_MS:.0f} ms", f"{dasbor.p95:.1f} ms", ya=dasbor.p95 < BATAS_P95_MS
        )
        return
    batas = BATAS_NASIONAL_MS if ukuran[0] == NASIONAL[0] else BATAS_BESAR_MS
    target(f"{dasbor.nama}: paling lama {batas:.0f} ms", f"{dasbor.median:.1f} ms", ya=dasbor.median <= batas)


# --- In a process of its own -----------------------------------------------------------


def ukur_semua(jumlah: int) -> dict[str, Any]:
    """Measure every page of the database of DATABASE_URL."""
    import psutil

    from tests.kinerja.langkah import Meja

    hasil = {x.nama: ukur_langkah(x) for x in Meja(jumlah).langkah()}
    # Of the same page the same floors: what is kept of it is no part of the floor.
    for nama, h in hasil.items():
        if (sama := hasil.get(nama.replace(TERSIMPAN, BERUBAH))) is not None:
            hasil[nama] = replace(h, templat=sama.templat)
    return {"hasil": [asdict(h) for h in hasil.values()], "rss": psutil.Process().memory_info().rss / 2**20}


def ukur_langkah(x: Any, putaran: int = PUTARAN) -> Hasil:
    """One page with its floors.

    Raises:
        RuntimeError: an answer was not what it should be; a quick refusal is no measurement.

    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.kinerja import langkah, lantai

    sebelum = x.sebelum or (lambda: None)
    sebelum()
    polos = _periksa(x, x.minta("identity"))
    sebelum()
    with (
        langkah.tangkapan() as tertangkap,
        CaptureQueriesContext(
            connection,
        ) as kueri,
    ):
        terkirim = _periksa(x, x.minta(langkah.DITERIMA))
        banyak_kueri = len(kueri)  # the next request begins a new count
    sisa = putaran if x.paling_banyak is None else min(putaran, x.paling_banyak - 2 - PEMANASAN)
    waktu = _waktu(lambda: _periksa(x, x.minta(langkah.DITERIMA)), max(1, sisa), sebelum)
    if x.membaca is not None:
        langsung, simpanan = (persentil(_waktu(lantai.baca(p), putaran), 50) for p in x.membaca)
    else:
        langsung = simpanan = persentil(_waktu(x.menulis, putaran), 50)
    templat = None
    if x.gambar:
        ulang, panjang = langkah.render_ulang(tertangkap)
        if len(ulang()) != panjang:
            raise RuntimeError(f"{x.nama}: templat yang dirender ulang tidak sama panjangnya.")
        templat = persentil(_waktu(ulang, putaran), 50)
    elif x.rangkai is not None:
        templat = persentil(_waktu(x.rangkai(), putaran), 50)
    return Hasil(
        nama=x.nama,
        putaran=len(waktu),
        median=persentil(waktu, 50),
        p95=persentil(waktu, 95),
        kueri=banyak_kueri,
        byte=len(polos.content),
        terkirim=len(terkirim.content),
        sandi=terkirim.headers.get("Content-Encoding", ""),
        sql=min(langsung, simpanan),
        sql_langsung=langsung,
        templat=templat,
    )


def _periksa(x: Any, jawaban: Any) -> Any:
    if jawaban.status_code != x.status:
        raise RuntimeError(f"{x.nama}: {jawaban.status_code}, seharusnya {x.status}\n{jawaban.content[:2000]!r}")
    return jawaban


def _waktu(kerjakan: Callable[[], object], putaran: int, sebelum: Callable[[], object] = lambda: None) -> list[float]:
    """Milliseconds of each round, after some that do not count; `sebelum` is done before each, and not timed."""
    for _ in range(PEMANASAN):
        sebelum()
        mulai = time.perf_counter()
        kerjakan()
        if time.perf_counter() - mulai > 1:
            break  # whatever warms up is warm by now
    gc.collect()
    hasil: list[float] = []
    akhir = time.perf_counter() + WAKTU
    paling_akhir = akhir + 2 * WAKTU
    while len(hasil) < putaran and time.perf_counter() < (paling_akhir if len(hasil) < TERSEDIKIT else akhir):
        sebelum()
        mulai = time.perf_counter()
        kerjakan()
        hasil.append((time.perf_counter() - mulai) * 1000)
    return hasil


def main() -> None:
    """Measure, and print one line of JSON."""
    import django

    django.setup()
    sys.stdout.write(json.dumps(ukur_semua(int(sys.argv[1]))) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
