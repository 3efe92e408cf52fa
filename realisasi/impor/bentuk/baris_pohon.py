"""Which rows of a FA Detail are levels of its tree, and which level each is.

A row of the tree has a code as its first cell and amounts to the right of it. What level a code is
follows from its form; where two levels share a form (KRO and komponen), from the longer codes that
begin with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from realisasi.impor import nilai
from realisasi.impor.bentuk.cetakan import padat
from realisasi.impor.berkas import Lembar

BAKU: Final = ("pagu", "lock", "lalu", "ini", "sd", "persen", "sisa")
"""The amounts of a complete row, in the order of the print."""

TINGKAT: Final = ("jumlah seluruhnya", "program", "kegiatan", "KRO", "RO", "komponen", "subkomponen", "akun")
SELURUH, PROGRAM, KEGIATAN, KRO, RO, KOMPONEN, SUBKOMPONEN, AKUN = range(8)
_BENTUK: Final = (
    (re.compile(r"[1-9][0-9]{5}"), AKUN),
    (re.compile(r"[A-Z0-9]{3}\.[A-Z0-9]{2}"), SUBKOMPONEN),
    (re.compile(r"[A-Z][A-Z0-9]{2}\.[A-Z0-9]{3}"), RO),
    (re.compile(r"[A-Z]{2}\.[0-9]{4}"), KEGIATAN),
    (re.compile(r"[A-Z]{2}"), PROGRAM),
    (re.compile(r"[A-Z0-9]{3}"), KOMPONEN),  # or a KRO
)
_ANGKA: Final = re.compile(r"[(]?[-\u2212]?(?:Rp\.?\s*)?[0-9][0-9.,\s]*%?[)]?|-", re.IGNORECASE)
_JUMLAH: Final = "jumlahseluruhnya"
_KODE_TERPANJANG: Final = 8
_AKUN_TERKECIL, _AKUN_TERBESAR, _KOMPONEN_TERBESAR = 100_000, 999_999, 999


@dataclass
class Baris:
    """A row that may belong to the tree: its code as it stands, cells with amounts, and cells with other text."""

    baris: int
    kolom: int
    kode: str
    tingkat: int
    sel: list[tuple[int, Any]]
    teks: list[tuple[int, Any]]
    nilai: dict[str, int | None] = field(default_factory=dict)


def baris_berkode(lembar: Lembar) -> list[Baris]:
    """The rows that begin with a code and have amounts."""
    hasil = []
    for indeks, sel in zip(lembar.tabel.index, lembar.tabel.to_numpy(object).tolist(), strict=True):
        isi = [(k, n) for k, n in enumerate(sel) if n != "" and n is not None]
        if len(isi) < 2:  # noqa: PLR2004
            continue
        kode, tingkat = _kode(isi)
        if tingkat < 0:
            continue
        angka: list[tuple[int, Any]] = []
        tulisan: list[tuple[int, Any]] = []
        for k, n in isi[1:]:
            (angka if _seperti_angka(n) else tulisan).append((k, n))
        if angka:
            hasil.append(Baris(int(indeks) + 1, isi[0][0], kode, tingkat, angka, tulisan))
    return hasil


def _kode(isi: Sequence[tuple[int, Any]]) -> tuple[str, int]:
    """The code that a row begins with and the level that its form tells; -1 for none."""
    awal = isi[0][1]
    # An amount may look like an akun; a code has its text right of it, or else a whole row of amounts.
    berteks = not _seperti_angka(isi[1][1]) or len(isi) > len(BAKU)
    if isinstance(awal, str):
        kode = nilai.teks(awal)
        if kode[:6].upper() == "JUMLAH":  # also where a page break cut it
            isi_padat = padat(kode)
            return kode, SELURUH if _JUMLAH.startswith(isi_padat) or isi_padat.startswith(_JUMLAH) else -1
        if len(kode) > _KODE_TERPANJANG:
            return kode, -1
        tingkat = next((tingkat for bentuk, tingkat in _BENTUK if bentuk.fullmatch(kode)), -1)
        return kode, tingkat if tingkat != AKUN or berteks else -1
    if type(awal) is int and berteks:  # a code that Excel made a number of
        if _AKUN_TERKECIL <= awal <= _AKUN_TERBESAR:
            return str(awal), AKUN
        return str(awal).zfill(3), KOMPONEN if 0 < awal <= _KOMPONEN_TERBESAR else -1
    return "", -1


def _seperti_angka(isi: Any) -> bool:
    if isinstance(isi, str):
        return bool(isi.strip()) and (_ANGKA.fullmatch(nilai.teks(isi)) is not None)
    return True


def tetapkan_tingkat(baris: list[Baris]) -> list[Baris]:
    """Levels by the longer codes: `AEB` is a KRO where `AEB.001` stands, `051` a komponen where `051.0A` does.

    A word that only looks like a code (the rest of a text that a page break cut off) begins none: it stands
    alone, in a column that has no codes.
    """
    kolom_kode = {b.kolom for b in baris if b.teks or b.tingkat == SELURUH}
    baris = [b for b in baris if b.kolom in kolom_kode]
    awal: dict[int, set[str]] = {PROGRAM: set(), KRO: set(), KOMPONEN: set()}
    for b in baris:
        induk = {KEGIATAN: PROGRAM, RO: KRO, SUBKOMPONEN: KOMPONEN}.get(b.tingkat)
        if induk is not None:
            awal[induk].add(b.kode.partition(".")[0])
    hasil, lalu = [], SELURUH
    for b in baris:
        if b.tingkat == KOMPONEN:
            kro, komponen = b.kode in awal[KRO], b.kode in awal[KOMPONEN] or b.kode.isdigit()
            if kro and (not komponen or lalu < RO):
                b.tingkat = KRO
            elif not komponen:
                continue
        elif b.tingkat == PROGRAM and awal[PROGRAM] and b.kode not in awal[PROGRAM]:
            continue
        lalu = b.tingkat
        hasil.append(b)
    return hasil
