"""Hostile and broken files: each is refused in one clear sentence, or its bad cells are, and nothing else happens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pandas as pd
import pytest

from realisasi.impor import berkas
from realisasi.impor.bacaan import ASAL, KOLOM, BerkasDitolak, JenisImpor, Pilihan
from realisasi.impor.bentuk import kenali
from tests.realisasi.impor import buat, korpus
from tests.realisasi.impor.kasus import Kasus
from tests.realisasi.impor.korpus_sembunyi import tersembunyi

KALIMAT = re.compile(r'[A-Z"].{15,500}[.)]', re.DOTALL)
BUKAN_INDONESIA = re.compile(
    r"\b(?:error|exception|invalid|none|traceback|failed|not found|unexpected)\b", re.IGNORECASE
)
PEMBATAS = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (3 * 1024**3, 3 * 1024**3))
resource.setrlimit(resource.RLIMIT_CPU, (180, 180))
import django
django.setup()
import runpy
runpy.run_module("tests.realisasi.impor.korpus", run_name="__main__")
"""

pytestmark = pytest.mark.django_db


def salah(kelompok: Iterator[Kasus]) -> tuple[int, list[str]]:
    """How many there are, and what is wrong with what is said of each."""
    banyak, keluhan = 0, []
    for kasus in kelompok:
        banyak += 1
        pilihan = Pilihan(tahun=2026, kewenangan="TP")
        try:
            bacaan = kenali(berkas.buka("berkas.xlsx", kasus.isi), JenisImpor(kasus.jenis), pilihan)
        except BerkasDitolak as galat:
            kata, pesan = galat.pesan, [galat.pesan]
        else:
            assert list(bacaan.baris.columns) == [*KOLOM[JenisImpor(kasus.jenis)], *ASAL], kasus.nama
            kata, pesan = ("TOLAKAN" if bacaan.tolakan else ""), [t.pesan for t in bacaan.tolakan]
            keluhan += [f"{kasus.nama}: baris {t.baris}" for t in bacaan.tolakan if not t.kolom or len(t.nilai) > 80]
        if kasus.kata not in kata:
            keluhan.append(f"{kasus.nama}: diharapkan {kasus.kata!r}, dijawab {kata!r}")
        keluhan += [f"{kasus.nama}: {p!r}" for p in pesan if not KALIMAT.fullmatch(p) or BUKAN_INDONESIA.search(p)]
    return banyak, keluhan


@pytest.mark.parametrize(
    "kelompok",
    [korpus.bukan_tabel, korpus.bom, tersembunyi, korpus.wadah, korpus.sel_salah, korpus.rusak],
    ids=lambda k: k.__name__,
)
def test_each_gets_a_sentence(kelompok: Callable[[], Iterator[Kasus]]) -> None:
    banyak, keluhan = salah(kelompok())
    assert banyak > 20
    assert not keluhan


def test_there_are_hundreds_and_no_two_of_one_name() -> None:
    nama = Counter(k.nama for k in korpus.semua())
    assert len(nama) > 400
    assert max(nama.values()) == 1


def test_the_same_files_in_every_run() -> None:
    assert [k.isi for k in korpus.sel_salah() if k.isi[:2] != b"PK"] == [
        k.isi for k in korpus.sel_salah() if k.isi[:2] != b"PK"
    ]
    assert [k.nama for k in korpus.rusak()] == [k.nama for k in korpus.rusak()]


def jumlah(isi: bytes, jenis: str) -> list[tuple[int, ...] | None]:
    """The amounts of each row; None for one that lacks one or is refused."""
    bacaan = kenali(berkas.buka("x", isi), JenisImpor(jenis), Pilihan(tahun=2026, kewenangan="TP"))
    kolom = [k for k in ("pagu", "blokir", "realisasi") if k in bacaan.baris]
    return [
        None if rusak or pd.isna(nilai).any() else tuple(map(int, nilai))
        for rusak, *nilai in bacaan.baris[["rusak", *kolom]].itertuples(index=False)
    ]


def lebih_pendek(terbaca: Sequence[object], utuh: Sequence[object]) -> bool:
    """Whether these rows are the first of those, the last one perhaps cut off within an amount."""
    if len(terbaca) > len(utuh) or list(terbaca[:-1]) != list(utuh[: len(terbaca) - 1]):
        return False
    akhir, asal = terbaca[-1], utuh[len(terbaca) - 1]
    return (
        isinstance(akhir, tuple)
        and isinstance(asal, tuple)
        and all(str(b).startswith(str(a)) for a, b in zip(akhir, asal, strict=True))
    )


def test_what_is_read_of_a_broken_file_has_the_amounts_of_the_whole_one() -> None:
    """No row of it is lost without a word, and none has another amount; but a text may end anywhere."""
    keluhan, terbaca = [], 0
    for kasus in korpus.rusak():
        try:
            angka = jumlah(kasus.isi, kasus.jenis)
        except BerkasDitolak:
            continue
        terbaca += 1
        utuh = jumlah(kasus.utuh, kasus.jenis)
        if kasus.nama.startswith("csv") and "terpotong" in kasus.nama:
            benar = lebih_pendek([a for a in angka if a is not None] or utuh[:1], utuh)
        else:
            benar = len(angka) >= len(utuh) and not Counter(a for a in angka if a is not None) - Counter(utuh)
        if not benar:
            keluhan.append(f"{kasus.nama}: {angka} bukan {utuh}")
    assert terbaca > 10
    assert not keluhan


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are those of Unix")
def test_memory_and_time_stay_bounded(tmp_path: Path) -> None:
    """What wants to unfold is read in a process that may have little of either, and ends by itself."""
    hasil = subprocess.run(
        [sys.executable, "-c", PEMBATAS],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert hasil.returncode == 0, hasil.stderr[-2000:]
    assert hasil.stdout.count("\n") == sum(1 for _ in (*korpus.bom(), *tersembunyi()))


def test_the_good_files_that_all_of_them_are_made_of_are_read() -> None:
    for jenis, baris in buat.BAIK.items():
        for buat_isi in (buat.satu, buat.xls, buat.ods, buat.csv):
            bacaan = kenali(berkas.buka("x", buat_isi(baris)), JenisImpor(jenis), Pilihan())
            assert len(bacaan.baris) == len(baris) - 1
            assert not bacaan.tolakan
