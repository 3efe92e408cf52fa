"""The rakor workbook for 38 and for 2,000 satker, beside openpyxl writing the same cells without style."""

from __future__ import annotations

import os
import pickle
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.kinerja.ukur import cetak, lapor, ukur

TAHUN, TRIWULAN = 2026, 4
SEDIKIT, BANYAK = 38, 2_000
MODUL = "tests.kinerja.rakor"
BATAS_KALI, BATAS_MB = 2.5, 400


def jalankan() -> None:
    """Print the table."""
    baris = []
    with tempfile.TemporaryDirectory() as folder:
        for jumlah in (SEDIKIT, BANYAK):
            basis_data, sel = f"sqlite:///{folder}/kinerja-{jumlah}.sqlite3", f"{folder}/sel-{jumlah}.pickle"
            isi = ukur(MODUL, "siapkan", sel, str(jumlah), kali=1, basis_data=basis_data)
            kali = 3 if jumlah == SEDIKIT else 1
            polos = ukur(MODUL, "polos", sel, kali=kali, basis_data=basis_data)
            for nama, apa in (("baca dan tulis", "rakor"), ("tulis saja", "tulis")):
                u = ukur(MODUL, apa, sel, kali=kali, basis_data=basis_data)
                baris.append(
                    (
                        f"{jumlah:,} satker, {nama}",
                        f"{isi.kata['sel']:,}",
                        f"{u.detik:.2f}",
                        f"{u.detik / polos.detik:.2f}",
                        f"{u.puncak:.0f}",
                        f"{polos.detik:.2f}",
                        f"{polos.puncak:.0f}",
                    )
                )
    cetak(
        f"Buku kerja rakor {TAHUN} TW {TRIWULAN}, SQLite (batas: {BATAS_KALI} kali openpyxl untuk {SEDIKIT} satker, "
        f"{BATAS_MB} MB untuk {BANYAK:,})",
        ("bagian", "sel", "detik", "kali openpyxl", "puncak MB", "openpyxl detik", "openpyxl MB"),
        baris,
    )


# --- The pieces, each in a process of its own ------------------------------------------


def _siapkan(sel: Path, jumlah: int) -> dict[str, Any]:
    """A year of reports in an empty database, and the cells of its workbook for `polos`."""
    import io

    from django.core.management import call_command
    from openpyxl import load_workbook

    call_command("migrate", verbosity=0)
    call_command("muat_referensi", verbosity=0)
    _isi(jumlah)
    lembar = {}
    for ws in load_workbook(io.BytesIO(_buku())):
        lembar[ws.title] = [
            [getattr(n, "text", n) for n in baris]  # an array formula is written as its text
            for baris in ws.iter_rows(values_only=True)
        ]
    sel.write_bytes(pickle.dumps(lembar))
    return {"sel": sum(n is not None for baris in lembar.values() for b in baris for n in b)}


def _isi(jumlah: int) -> None:
    from realisasi.models import Dipa, LaporanTriwulan, PaguRevisi, RevisiDipa, RincianVersi, VersiLaporan
    from realisasi.tahun_baru import buka_tahun
    from satker.jurnal import create_bulk
    from satker.models import Provinsi, Satker

    acak = random.Random(20_261_126)
    buka_tahun(TAHUN)
    provinsi = list(Provinsi.objects.all())
    satker = create_bulk(
        Satker,
        [
            Satker(kode=f"{400_000 + n}", nama=f"Dinas Perindustrian {n}", provinsi=provinsi[n % len(provinsi)])
            for n in range(jumlah)
        ],
    )
    dipa = create_bulk(Dipa, [Dipa(tahun_id=TAHUN, satker=s, kewenangan="TP", nama_satker=s.nama) for s in satker])
    revisi = create_bulk(RevisiDipa, [RevisiDipa(dipa=d, nomor=0, berlaku_sejak=f"{TAHUN}-01-02") for d in dipa])
    pagu = [
        PaguRevisi(revisi=r, jenis=j, pagu=n, blokir=n // 20)
        for r in revisi
        for j, n in (("51", 10**8), ("52", 10**9), ("53", 5 * 10**8))
    ]
    create_bulk(PaguRevisi, pagu)
    laporan = create_bulk(
        LaporanTriwulan, [LaporanTriwulan(dipa=d, triwulan=q, status="DRAF") for d in dipa for q in (1, 2, 3, 4)]
    )
    versi = create_bulk(VersiLaporan, [VersiLaporan(laporan=x, nomor=1) for x in laporan])
    rincian = [
        RincianVersi(versi=v, jenis=j, realisasi=acak.randint(n * 20 // 100, n * 24 // 100))
        for v in versi
        for j, n in (("51", 10**8), ("52", 10**9), ("53", 5 * 10**8))
    ]
    create_bulk(RincianVersi, rincian)
    for x, v in zip(laporan, versi, strict=True):
        x.status, x.versi_diajukan, x.versi_terverifikasi = "DIVERIFIKASI", v, v
    LaporanTriwulan.objects.bulk_update(laporan, ["status", "versi_diajukan", "versi_terverifikasi"], batch_size=500)


def _bahan() -> Any:
    from dashboard.rakor.bahan import baca_bahan
    from dashboard.saringan import Saringan
    from realisasi.posisi import Angka

    return baca_bahan(Saringan(TAHUN, TRIWULAN, "TP", Angka.RESMI), oleh="Pengukuran")


def _buku() -> bytes:
    from dashboard.rakor.buku_kerja import tulis

    return tulis(_bahan())


def _polos(lembar: dict[str, list[list[Any]]]) -> None:
    """The same cells as openpyxl writes them, one by one and without any style."""
    import io

    from openpyxl import Workbook

    buku = Workbook()
    for nama, baris in lembar.items():
        ws = buku.create_sheet(nama)
        for isi in baris:
            ws.append(isi)
    buku.save(io.BytesIO())


def main(apa: str, sel: Path, jumlah: int) -> None:
    """One piece: `siapkan`, `polos`, `rakor` or `tulis`."""
    if apa == "polos":
        lembar = pickle.loads(sel.read_bytes())  # noqa: S301  (written by `siapkan` a moment ago)
        import openpyxl  # noqa: F401

        lapor(lambda: _polos(lembar))
        return
    import django

    django.setup()
    import dashboard.rakor.buku_kerja

    if apa == "siapkan":
        lapor(lambda: _siapkan(sel, jumlah))
    elif apa == "rakor":
        lapor(lambda: {"byte": len(_buku())})
    else:
        bahan = _bahan()
        lapor(lambda: {"byte": len(dashboard.rakor.buku_kerja.tulis(bahan))})


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    main(sys.argv[1], Path(sys.argv[2]), int((sys.argv[3:] or ["0"])[0]))
