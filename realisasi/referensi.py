"""Reference data of an installation: provinces, satker, holidays, roles. No figures.

Everything here creates what is missing and leaves alone what is there, so that it can be
run again after an upgrade without undoing what an office has mended.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from realisasi.tahun_baru import muat_hari_libur
from satker.models import Provinsi, Satker
from satker.peran import Peran

FIXTURES: Path = settings.BASE_DIR / "fixtures"


def baca_csv(nama: str) -> Iterator[dict[str, str]]:
    """Rows of a file in `fixtures/`, every value as the text that it is."""
    with (FIXTURES / nama).open(encoding="utf-8", newline="") as berkas:
        yield from csv.DictReader(berkas)


def muat_provinsi() -> int:
    """Create the provinces that are missing; returns how many."""
    baru = 0
    for baris in baca_csv("provinsi.csv"):
        kode = baris.pop("kode")
        isi = {**baris, "kode_lokasi_dipa": baris["kode_lokasi_dipa"] or None}
        baru += Provinsi.objects.get_or_create(kode=kode, defaults=isi)[1]
    return baru


def muat_satker(berkas: str = "satker_ikma.csv", *, kode_ilustrasi: bool = False) -> int:
    """Create the satker whose province is known and that are missing; returns how many."""
    baru = 0
    for baris in baca_csv(berkas):
        if baris["kode_provinsi"]:
            baru += Satker.objects.get_or_create(
                kode=baris["kode_satker"],
                defaults={
                    "nama": baris["nama_satker"],
                    "provinsi_id": baris["kode_provinsi"],
                    "kode_ilustrasi": kode_ilustrasi,
                },
            )[1]
    return baru


def muat_peran() -> int:
    """Create the groups of the national roles that are missing; returns how many."""
    return sum(Group.objects.get_or_create(name=peran.value)[1] for peran in Peran)


@transaction.atomic
def muat_semua(tahun: int) -> dict[str, int]:
    """Load everything for an office that starts in `tahun`; returns what was added, by name."""
    return {
        "provinsi": muat_provinsi(),
        "satker": muat_satker(),
        "hari libur": muat_hari_libur(tahun) + muat_hari_libur(tahun + 1),
        "peran": muat_peran(),
    }
