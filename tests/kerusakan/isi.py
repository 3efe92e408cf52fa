"""What these tests put into a database, and what they read of it: run with the settings of the server.

python -m tests.kerusakan.isi siapkan 40   # that many satker; prints who and what there is
python -m tests.kerusakan.isi baca         # every report as it is stored, and its journal
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

TAHUN = 2020
"""The server has the clock of the machine: everything lies in the past, in windows that stay open."""
SANDI = "sandi-uji-yang-panjang"
PAGU = 10_000_000_000
PEMEGANG = 16
"""Heads of dinas; each holds several satker."""


def siapkan(banyak: int) -> dict[str, Any]:
    """Satker with one DIPA each, empty reports for its four quarters, and those who work on them."""
    from django.contrib.auth.hashers import make_password
    from django.core.management import call_command

    from satker.models import Pengguna, Penugasan, PeranSatker
    from satker.peran import Peran
    from tests import pabrik

    call_command("migrate", verbosity=0)
    for q in (1, 2, 3, 4):
        pabrik.buat_periode(
            q,
            tahun=TAHUN,
            dibuka=dt.date(TAHUN, 1, 1),
            tenggat=dt.date(2099, 12, 1),
            ditutup=dt.date(2099, 12, 31),
        )
    sidik = make_password(SANDI)  # once: it is slow on purpose

    def orang(username: str, peran: Peran | None = None) -> Pengguna:
        satu = pabrik.buat_pengguna(username, peran=peran, password=None)  # type: ignore[arg-type]
        satu.password = sidik
        satu.save()
        return satu

    for nama in ("pusat-1", "pusat-2"):
        orang(nama, Peran.TIM_PUSAT)
    kepala = [orang(f"kepala-{n}") for n in range(min(PEMEGANG, banyak))]
    provinsi = pabrik.buat_provinsi()
    daftar = []
    for n in range(banyak):
        satker = pabrik.buat_satker(provinsi=provinsi)
        Penugasan.objects.create(pengguna=kepala[n % len(kepala)], satker=satker, peran=PeranSatker.KEPALA)
        dipa = pabrik.buat_dipa(satker, tahun=TAHUN, pagu={"52": PAGU, "53": PAGU})
        laporan = [pabrik.buat_laporan(dipa, q).pk for q in (1, 2, 3, 4)]
        daftar.append({"dipa": dipa.pk, "laporan": laporan, "kepala": kepala[n % len(kepala)].username})
    return {"dipa": daftar, "kepala": [k.username for k in kepala]}


def baca() -> dict[str, Any]:
    """Every report by its number."""
    from realisasi.models import LaporanTriwulan
    from satker.models import CatatanJurnal

    def jejak(model: str, kolom: str) -> dict[int, list[str]]:
        """What the journal says that a column of each row has been, one after the other."""
        hasil: dict[int, list[str]] = {}
        for c in CatatanJurnal.objects.filter(content_type__model=model).order_by("pk"):
            if kolom in (c.changes or {}):
                hasil.setdefault(int(c.object_pk), []).append(c.changes[kolom][1])
        return hasil

    status, angka = jejak("laporantriwulan", "status"), jejak("rinciandraf", "realisasi")
    hasil = {}
    for lap in LaporanTriwulan.objects.select_related("versi_diajukan", "versi_terverifikasi").prefetch_related(
        "rincian_draf", "versi__rincian"
    ):
        hasil[str(lap.pk)] = {
            "perubahan_ke": lap.perubahan_ke,
            "status": lap.status,
            "draf": {r.jenis: r.realisasi for r in lap.rincian_draf.all()},
            "versi": [
                {r.jenis: r.realisasi for r in v.rincian.all()} for v in sorted(lap.versi.all(), key=lambda v: v.nomor)
            ],
            "diajukan": lap.versi_diajukan.nomor if lap.versi_diajukan else 0,
            "terverifikasi": lap.versi_terverifikasi.nomor if lap.versi_terverifikasi else 0,
            "jejak_status": status.get(lap.pk, []),
            "jejak_angka": [int(n) for r in lap.rincian_draf.all() if r.jenis == "52" for n in angka.get(r.pk, [])],
        }
    return hasil


if __name__ == "__main__":
    import django

    django.setup()
    json.dump(siapkan(int(sys.argv[2])) if sys.argv[1] == "siapkan" else baca(), sys.stdout)
