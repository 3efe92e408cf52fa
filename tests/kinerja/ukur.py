"""Measuring: each piece several times, in a process of its own, so that memory is its own too.

The least time counts: what a machine does besides only adds to it.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AKAR = Path(__file__).resolve().parent.parent.parent
KB_PER_MB = 1024


@dataclass(frozen=True)
class Ukuran:
    """The least time of a piece (seconds) and the most memory that one run of it held (MB)."""

    detik: float
    puncak: float
    kata: dict[str, Any]


def ukur(modul: str, *argumen: str, kali: int = 3, basis_data: str) -> Ukuran:
    """Run `python -m modul ARGUMEN...` so often, and read the one line that `lapor` printed each time."""
    return bergantian(modul, argumen, kali=kali, basis_data=basis_data)[0]


def bergantian(modul: str, *potongan: Sequence[str], kali: int = 3, basis_data: str) -> list[Ukuran]:
    """The same of several pieces that are compared: one after the other, again and again, in the same weather."""
    lingkungan = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": basis_data}
    semua: list[list[dict[str, Any]]] = [[] for _ in potongan]
    for _ in range(kali):
        for isi, argumen in zip(semua, potongan, strict=True):
            perintah = [sys.executable, "-m", modul, *argumen]
            hasil = subprocess.run(perintah, cwd=AKAR, env=lingkungan, capture_output=True, text=True, check=False)
            if hasil.returncode != 0:
                raise SystemExit(f"{' '.join(perintah)}\n{hasil.stderr[-2000:]}")
            isi.append(json.loads(hasil.stdout.splitlines()[-1]))
    return [
        Ukuran(min(s["detik"] for s in isi), max(s["puncak"] for s in isi), isi[-1].get("kata", {})) for isi in semua
    ]


def lapor(kerjakan: Callable[[], dict[str, Any] | None]) -> None:
    """Do it once, and print how long it took, what it held at most, and what it says of itself.

    Copies of the process count in full on top of it, though they share what it held before: rather too much.
    """
    mulai = time.perf_counter()
    kata = kerjakan() or {}
    detik = time.perf_counter() - mulai
    puncak = sum(resource.getrusage(p).ru_maxrss for p in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / KB_PER_MB
    sys.stdout.write(json.dumps({"detik": detik, "puncak": puncak, "kata": kata}) + "\n")


def cetak(judul: str, kepala: Sequence[str], baris: Sequence[Sequence[str]]) -> None:
    """One table, as Markdown, so that it can be kept in the documents as it is printed."""
    lebar = [max(len(str(b[i])) for b in [kepala, *baris]) for i in range(len(kepala))]

    def satu(isi: Sequence[str]) -> str:
        sel = [s.ljust(n) if i == 0 else s.rjust(n) for i, (s, n) in enumerate(zip(isi, lebar, strict=True))]
        return f"| {' | '.join(sel)} |\n"

    garis = [("-" * n) if i == 0 else ("-" * (n - 1) + ":") for i, n in enumerate(lebar)]
    sys.stdout.write(f"\n{judul}\n\n{satu(kepala)}{satu(garis)}{''.join(satu(b) for b in baris)}")
    sys.stdout.flush()
