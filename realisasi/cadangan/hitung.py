"""The counts and sums by which a backup is held against the database that it was made of.

Per table its rows; per year the pagu and blokir of all revisions and the realisasi of all versions,
whole rupiah. These are check sums over everything that is stored, not figures of a report.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from realisasi.cadangan import bentuk
from realisasi.cadangan.arsip import Arsip
from realisasi.models import Dipa, LaporanTriwulan, PaguRevisi, RevisiDipa, RincianVersi, VersiLaporan
from realisasi.potret import semua


@dataclass(frozen=True)
class Hitungan:
    """Rows by table; by year (as text) `pagu`, `blokir` and `realisasi` in rupiah."""

    baris: dict[str, int]
    tahun: dict[str, dict[str, int]]


def nama_anggota(model: bentuk.Model) -> str:
    """Under which name the rows of a table stand in the archive."""
    return f"tabel/{model._meta.label}.jsonl"


def dari_basis_data() -> Hitungan:
    """What the database holds."""
    tahun: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(("pagu", "blokir", "realisasi"), 0))
    pagu = semua(PaguRevisi).order_by().values_list("revisi__dipa__tahun_id")
    for t, jumlah, blokir in pagu.annotate(Sum("pagu"), Sum("blokir")):
        tahun[str(t)] |= {"pagu": int(jumlah), "blokir": int(blokir)}
    versi = semua(RincianVersi).order_by().values_list("versi__laporan__dipa__tahun_id")
    for t, jumlah in versi.annotate(Sum("realisasi")):
        tahun[str(t)]["realisasi"] = int(jumlah)
    return Hitungan({m._meta.label: semua(m).count() for m in bentuk.daftar()}, dict(tahun))


def dari_arsip(arsip: Arsip) -> Hitungan:
    """What the archive holds, read from end to end; each member is held against its hash.

    The year of every revision and version is remembered meanwhile, nothing else.
    """
    jumlah: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(("pagu", "blokir", "realisasi"), 0))
    baris: dict[str, int] = {}
    # In this order, and not the archive's: a version and its report refer to each other.
    tahun_dipa = dict(_isi(arsip, baris, Dipa, "id", "tahun_id"))
    tahun_revisi = {pk: tahun_dipa[d] for pk, d in _isi(arsip, baris, RevisiDipa, "id", "dipa_id")}
    for revisi, pagu, blokir in _isi(arsip, baris, PaguRevisi, "revisi_id", "pagu", "blokir"):
        tahun = jumlah[str(tahun_revisi[revisi])]
        tahun["pagu"] += pagu
        tahun["blokir"] += blokir
    tahun_laporan = {pk: tahun_dipa[d] for pk, d in _isi(arsip, baris, LaporanTriwulan, "id", "dipa_id")}
    tahun_versi = {pk: tahun_laporan[lap] for pk, lap in _isi(arsip, baris, VersiLaporan, "id", "laporan_id")}
    for versi, realisasi in _isi(arsip, baris, RincianVersi, "versi_id", "realisasi"):
        jumlah[str(tahun_versi[versi])]["realisasi"] += realisasi
    for model in bentuk.daftar():
        if model._meta.label not in baris:
            baris[model._meta.label] = sum(1 for _ in arsip.baris(nama_anggota(model)))
    return Hitungan({m._meta.label: baris[m._meta.label] for m in bentuk.daftar()}, dict(jumlah))


def _isi(arsip: Arsip, hitung: dict[str, int], model: bentuk.Model, *kolom: str) -> Iterator[tuple[Any, ...]]:
    """The values of these columns, row by row; the number of rows is kept in `hitung`."""
    nama = [k.attname for k in bentuk.kolom(model)]
    letak = [nama.index(k) for k in kolom]
    hitung[model._meta.label] = 0
    for satu in arsip.baris(nama_anggota(model)):
        nilai = json.loads(satu)
        hitung[model._meta.label] += 1
        yield tuple(nilai[n] for n in letak)


Kabar = Callable[[str], None]
"""Takes a sentence about what is being done."""
