"""Loads whole histories into an empty database: the three CSV files of `tests/data/kasus/*`.

Random histories with more versions of a report come from `riwayat_acak`.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from realisasi.models import (
    Dipa,
    LaporanTriwulan,
    PaguRevisi,
    RevisiDipa,
    RincianVersi,
    VersiLaporan,
)
from realisasi.tahun_baru import buka_tahun
from satker.models import Provinsi, Satker

DATA = Path(__file__).parent / "data"
Baris = Mapping[str, Any]


def baca_csv(berkas: Path) -> list[dict[str, str]]:
    with berkas.open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def muat_kasus(nama: str) -> None:
    """Load one folder of `tests/data/kasus/`."""
    folder = DATA / "kasus" / nama
    muat_riwayat(*(baca_csv(folder / f"{apa}.csv") for apa in ("satker", "dipa", "laporan")))


def muat_provinsi() -> None:
    """All 38 provinces, from the project's own fixture."""
    for b in baca_csv(Path(__file__).parent.parent / "fixtures" / "provinsi.csv"):
        Provinsi.objects.create(**{**b, "kode_lokasi_dipa": b["kode_lokasi_dipa"] or None})


def muat_riwayat(satker: Iterable[Baris], dipa: Iterable[Baris], laporan: Iterable[Baris]) -> None:
    """Load rows in the layout of the project's own CSV files; years get the default targets."""
    if not Provinsi.objects.exists():
        muat_provinsi()
    milik = {
        b["kode_satker"]: Satker.objects.create(
            kode=b["kode_satker"], nama=b["nama_satker"], provinsi_id=b["kode_provinsi"]
        )
        for b in satker
    }
    per_dipa: dict[tuple[int, str, str], Dipa] = {}
    per_revisi: dict[tuple[int, int], RevisiDipa] = {}
    pagu = []
    for b in dipa:
        kunci = (int(b["tahun"]), b["kewenangan"], b["kode_satker"])
        if kunci not in per_dipa:
            buka_tahun(kunci[0])
            per_dipa[kunci] = Dipa.objects.create(
                tahun_id=kunci[0], kewenangan=kunci[1], satker=milik[kunci[2]], nomor=b["nomor_dipa"]
            )
        d = per_dipa[kunci]
        revisi = (d.pk, int(b["revisi"]))
        if revisi not in per_revisi:
            per_revisi[revisi] = RevisiDipa.objects.create(
                dipa=d, nomor=revisi[1], berlaku_sejak=dt.date.fromisoformat(b["berlaku_sejak"])
            )
        pagu.append(
            PaguRevisi(
                revisi=per_revisi[revisi], jenis=b["jenis_belanja"], pagu=int(b["pagu"]), blokir=int(b["blokir"])
            )
        )
    PaguRevisi.objects.bulk_create(pagu)
    versi: dict[tuple[int, int], VersiLaporan] = {}
    rincian = []
    for b in laporan:
        d = per_dipa[int(b["tahun"]), b["kewenangan"], b["kode_satker"]]
        kunci_laporan = (d.pk, int(b["triwulan"]))
        if kunci_laporan not in versi:
            lap = LaporanTriwulan.objects.create(dipa=d, triwulan=kunci_laporan[1])
            v = VersiLaporan.objects.create(laporan=lap, nomor=1)
            lap.status = b["status"]
            lap.versi_diajukan = v
            lap.versi_terverifikasi = v if b["status"] == "DIVERIFIKASI" else None
            lap.save()
            versi[kunci_laporan] = v
        rincian.append(
            RincianVersi(versi=versi[kunci_laporan], jenis=b["jenis_belanja"], realisasi=int(b["realisasi"]))
        )
    RincianVersi.objects.bulk_create(rincian)
