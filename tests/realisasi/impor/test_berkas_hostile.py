"""Hostile and broken files: each is refused in one clear sentence, or its bad cells are, and nothing else happens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from realisasi.impor import berkas
from realisasi.impor.bacaan import ASAL, KOLOM, BerkasDitolak, JenisImpor, Pilihan
from realisasi.impor.bentuk import kenali
from tests.realisasi.impor import buat, korpus

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


def salah(kelompok: Iterator[korpus.Kasus]) -> tuple[int, list[str]]:
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
    "kelompok", [korpus.bukan_tabel, korpus.bom, korpus.wadah, korpus.sel_salah, korpus.rusak], ids=lambda k: k.__name__
)
def test_each_gets_a_sentence(kelompok: Callable[[], Iterator[korpus.Kasus]]) -> None:
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
    assert hasil.stdout.count("\n") == sum(1 for _ in korpus.bom())


def test_the_good_files_that_all_of_them_are_made_of_are_read() -> None:
    for jenis, baris in buat.BAIK.items():
        for buat_isi in (buat.satu, buat.xls, buat.ods, buat.csv):
            bacaan = kenali(berkas.buka("x", buat_isi(baris)), JenisImpor(jenis), Pilihan())
            assert len(bacaan.baris) == len(baris) - 1
            assert not bacaan.tolakan
