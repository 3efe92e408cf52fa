"""An akun-level file of 100,000 rows: read by pandas alone, previewed, and applied."""

from __future__ import annotations

import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.kinerja.ukur import bergantian, cetak, lapor, ukur

SATKER, AKUN_PER_SATKER = 1_000, 100
TAHUN, TRIWULAN = 2026, 2
MODUL = "tests.kinerja.impor"
BATAS_KALI, BATAS_MB = 2.5, 600


def jalankan() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        berkas, basis_data = Path(folder) / "akun.xlsx", f"sqlite:///{folder}/kinerja.sqlite3"
        siap = ukur(MODUL, "siapkan", str(berkas), kali=1, basis_data=basis_data)
        isi = str(berkas)
        pandas, pratinjau = bergantian(MODUL, ("pandas", isi), ("pratinjau", isi), kali=5, basis_data=basis_data)
        terapkan = ukur(MODUL, "terapkan", str(berkas), kali=1, basis_data=basis_data)
        lagi = ukur(MODUL, "terapkan", str(berkas), kali=1, basis_data=basis_data)
    baris = [
        (
            nama,
            f"{u.detik:.2f}",
            f"{u.detik / pandas.detik:.2f}",
            f"{u.puncak:.0f}",
            str(u.kata.get("ringkas", "")),
        )
        for nama, u in (
            ("pandas dengan calamine, membaca saja", pandas),
            ("pratinjau", pratinjau),
            ("terapkan (sesudah pratinjau)", terapkan),
            ("berkas yang sama sekali lagi", lagi),
        )
    ]
    cetak(
        f"Impor {siap.kata['baris']:,} baris akun, {SATKER:,} satker, {siap.kata['mb']:.1f} MB, SQLite "
        f"(batas: {BATAS_KALI} kali pandas, {BATAS_MB} MB)",
        ("bagian", "detik", "kali pandas", "puncak MB", "hasil"),
        baris,
    )


# --- The pieces, each in a process of its own ------------------------------------------


def _siapkan(berkas: Path) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from openpyxl import Workbook

    from realisasi.models import Dipa, PaguRevisi, RevisiDipa
    from realisasi.tahun_baru import buka_tahun
    from satker.jurnal import create_bulk
    from satker.models import Provinsi, Satker

    call_command("migrate", verbosity=0)
    call_command("muat_referensi", verbosity=0)
    buka_tahun(TAHUN)
    provinsi = list(Provinsi.objects.all())
    satker = create_bulk(
        Satker,
        [
            Satker(kode=f"{400_000 + n}", nama=f"Dinas uji {n}", provinsi=provinsi[n % len(provinsi)])
            for n in range(SATKER)
        ],
    )
    dipa = create_bulk(Dipa, [Dipa(tahun_id=TAHUN, satker=s, kewenangan="TP", nama_satker=s.nama) for s in satker])
    revisi = create_bulk(RevisiDipa, [RevisiDipa(dipa=d, nomor=0, berlaku_sejak=f"{TAHUN}-01-02") for d in dipa])
    pagu = [PaguRevisi(revisi=r, jenis=j, pagu=n) for r in revisi for j, n in (("52", 10**9), ("53", 5 * 10**8))]
    create_bulk(PaguRevisi, pagu)

    acak = random.Random(20_261_125)
    buku = Workbook(write_only=True)
    lembar = buku.create_sheet("Realisasi")
    kepala = ["Tahun", "Triwulan", "Kewenangan", "Kode Satker", "Akun", "Uraian", "Realisasi s.d.", "Basis"]
    lembar.append([*kepala, "Tanggal Data"])
    for s in satker:
        for n in range(AKUN_PER_SATKER):
            # None ends in a zero, as the sums of others do.
            akun = (521_000 if n % 2 else 531_000) + n // 9 * 10 + n % 9 + 1
            nilai = acak.randint(0, 4_000_000)
            lembar.append([TAHUN, TRIWULAN, "TP", s.kode, akun, f"Belanja uji {akun}", nilai, "SP2D", f"{TAHUN}-06-30"])
    buku.save(berkas)
    return {"baris": SATKER * AKUN_PER_SATKER, "mb": berkas.stat().st_size / 1_048_576}


def _pandas(berkas: Path) -> None:
    import pandas as pd

    lapor(lambda: {"ringkas": f"{len(pd.read_excel(berkas, engine='calamine', header=None)):,} baris"})


def _baca(berkas: Path) -> Any:
    from realisasi.impor.bacaan import JenisImpor, Pilihan
    from realisasi.impor.pratinjau import baca

    return baca({berkas.name: berkas}, JenisImpor.REALISASI, Pilihan())[0]


def _pratinjau(berkas: Path) -> Any:
    from realisasi.impor import rencana
    from realisasi.impor.bacaan import Pilihan

    return rencana.susun([_baca(berkas)], Pilihan())


def _ringkas(r: Any) -> dict[str, Any]:
    j = r.json()
    return {"ringkas": f"{j['baru']} baru, {j['berubah']} berubah, {j['tetap']} tetap, {len(j['ditolak'])} ditolak"}


def main(apa: str, berkas: Path) -> None:
    """One piece: `siapkan`, `pandas`, `pratinjau` or `terapkan`."""
    if apa == "siapkan":
        lapor(lambda: _siapkan(berkas))
        return
    if apa == "pandas":
        _pandas(berkas)
        return
    import django

    django.setup()
    # What a worker has loaded long before is no part of a request.
    import realisasi.impor.pratinjau
    import realisasi.impor.terapkan  # noqa: F401

    if apa == "pratinjau":
        lapor(lambda: _ringkas(_pratinjau(berkas)))
        return
    from realisasi.impor.bacaan import Pilihan
    from realisasi.impor.terapkan import Permintaan, terapkan

    bacaan = _baca(berkas)
    lapor(lambda: _ringkas(terapkan(Permintaan([bacaan], Pilihan()), None).rencana))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    main(sys.argv[1], Path(sys.argv[2]))
