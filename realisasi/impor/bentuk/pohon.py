"""The tree of a FA Detail: which rows are levels and akun, their amounts, and whether the sums agree.

Which rows these are is for `baris_pohon` to say. Amounts are told apart by their order in the row,
which is that of the headings; where a row has fewer of them, by the columns that complete rows have
them in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from realisasi.impor import nilai
from realisasi.impor.bacaan import Tolakan
from realisasi.impor.bentuk.baris_pohon import (
    AKUN,
    BAKU,
    SELURUH,
    SUBKOMPONEN,
    TINGKAT,
    Baris,
    baris_berkode,
    tetapkan_tingkat,
)
from realisasi.impor.bentuk.cetakan import Tulisan, padat, sebagai_isi
from realisasi.impor.berkas import Lembar
from realisasi.rupiah import rupiah
from satker.akses import daftar_kata

PERAN: Final[Mapping[str, str]] = {
    "pagurevisi": "pagu",
    "pagu": "pagu",
    "pagudipa": "pagu",
    "lockpagu": "lock",
    "periodelalu": "lalu",
    "periodeini": "ini",
    "sdperiode": "sd",
    "sdperiodeini": "sd",
    "%": "persen",
    "sisaanggaran": "sisa",
    "sisa": "sisa",
}
DIPERIKSA: Final = ("pagu", "lalu", "ini", "sd")
NAMA: Final[Mapping[str, str]] = {
    "uraian": "Uraian",
    "pagu": "Pagu Revisi",
    "lock": "Lock Pagu",
    "lalu": "Periode Lalu",
    "ini": "Periode Ini",
    "sd": "s.d. Periode",
    "persen": "%",
    "sisa": "SISA ANGGARAN",
}
_SELISIH_DISEBUT: Final = 50
_UNDUH_ULANG: Final = "Unduh ulang FA Detail tanpa mengubah isinya."


@dataclass(frozen=True)
class Akun:
    """One akun row: its code, its row in Excel, and its amounts; None where a cell could not be read."""

    kode: str
    baris: int
    nilai: Mapping[str, int | None]


@dataclass
class Pohon:
    """What one sheet holds. `total` is what the row JUMLAH SELURUHNYA says, None without one."""

    akun: list[Akun] = field(default_factory=list)
    total: Mapping[str, int | None] | None = None
    tolakan: list[Tolakan] = field(default_factory=list)
    berulang: int = 0
    lock: int = 0
    peran: tuple[str, ...] = BAKU
    nama_kolom: Mapping[str, str] = field(default_factory=lambda: dict(NAMA))

    @property
    def diperiksa(self) -> list[str]:
        """The amounts that the sheet has and that must agree."""
        return [p for p in DIPERIKSA if p in self.peran]


@dataclass
class _Simpul:
    """A level of the tree, with what stands in its row and what its akun sum up to."""

    baris: Baris | None
    induk: int
    jumlah: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DIPERIKSA, 0))
    selisih_anak: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DIPERIKSA, 0))

    def selisih(self, peran: str) -> int:
        """What the row says more than its akun sum up to."""
        return 0 if self.baris is None else (self.baris.nilai[peran] or 0) - self.jumlah[peran]


def baca(berkas: str, lembar: Lembar, atas: Sequence[Tulisan]) -> Pohon:
    """The akun rows of a sheet, each once, and every place where the sums do not agree."""
    peran, nama_kolom = _kepala(atas)
    baris = tetapkan_tingkat(baris_berkode(lembar))
    peran = _sesuaikan(peran, baris)
    pohon = Pohon(peran=peran, nama_kolom=nama_kolom)
    pohon.tolakan += _baca_nilai(berkas, lembar, baris, peran, nama_kolom)
    simpul = _susun(baris, pohon)
    pohon.lock = sum(a.nilai["lock"] or 0 for a in pohon.akun)
    if not pohon.tolakan:
        pohon.tolakan = [*_periksa_akun(berkas, lembar, pohon), *_periksa_tingkat(berkas, lembar, simpul, pohon)]
    return pohon


def _kepala(atas: Sequence[Tulisan]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The order of the amounts as the headings give it, and the headings as they stand."""
    letak: dict[str, tuple[int, str]] = {}
    nama = dict(NAMA)
    for t in atas:
        kata = "%" if t.teks == "%" else padat(t.teks)
        if kata in PERAN:
            letak.setdefault(PERAN[kata], (t.kolom, t.teks))
        elif kata == "uraian":
            nama["uraian"] = t.teks
    nama |= {p: tulisan for p, (_, tulisan) in letak.items()}
    urut = tuple(sorted(letak, key=lambda p: letak[p][0]))
    return (urut if {"pagu", "sd"} <= set(urut) else BAKU), nama


def _sesuaikan(peran: tuple[str, ...], baris: Sequence[Baris]) -> tuple[str, ...]:
    """The order of the amounts where no row has as many as there are headings.

    A heading was lost, or lock pagu is blank in every row; whether that was right is for the sums to tell.
    """
    banyak = {len(b.sel) for b in baris}
    tanpa_lock = tuple(p for p in peran if p != "lock")
    return next((urut for urut in (peran, BAKU, tanpa_lock) if len(urut) in banyak), peran)


# --- The amounts ---------------------------------------------------------------------


def _baca_nilai(
    berkas: str, lembar: Lembar, baris: list[Baris], peran: tuple[str, ...], nama_kolom: Mapping[str, str]
) -> list[Tolakan]:
    """Put every amount in its place; each cell that is none, or stands where none belongs, is refused."""
    letak: dict[int, Counter[str]] = {}
    for b in baris:
        if len(b.sel) == len(peran):
            for (kolom, _), p in zip(b.sel, peran, strict=True):
                letak.setdefault(kolom, Counter())[p] += 1
    peta = {kolom: hitung.most_common(1)[0][0] for kolom, hitung in letak.items()}
    tolakan = []
    mentah: dict[str, list[Any]] = {p: [] for p in (*DIPERIKSA, "lock")}
    for b in baris:
        if len(b.sel) == len(peran):
            isi = dict(zip(peran, (n for _, n in b.sel), strict=True))
        else:
            isi, asing = _tempatkan(b, peran, peta)
            if asing and len(isi) < len(peran):
                tolakan.append(
                    Tolakan(
                        berkas, lembar.nama, b.baris, nama_kolom["uraian"], asing[0],
                        f"Angka {daftar_kata(asing)} berdiri di kolom yang tidak dikenal, jadi baris {b.kode} tidak "
                        "dapat dibaca. Unduh ulang FA Detail tanpa mengubah susunannya.",
                    )
                )  # fmt: skip
        for p, kolom_nilai in mentah.items():
            kolom_nilai.append(isi.get(p, 0))
    for p, kolom_nilai in mentah.items():
        terbaca = nilai.rupiah(pd.Series(kolom_nilai, dtype=object))
        for b, n in zip(baris, terbaca.nilai.fillna(0).tolist(), strict=True):  # a dash is nothing
            b.nilai[p] = int(n)
        for i, pesan in terbaca.salah.items():
            baris[i].nilai[p] = None
            tolakan.append(
                Tolakan(berkas, lembar.nama, baris[i].baris, nama_kolom[p], sebagai_isi(kolom_nilai[i]), pesan)
            )
    return sorted(tolakan, key=lambda t: t.baris or 0)


def _tempatkan(b: Baris, peran: tuple[str, ...], peta: Mapping[int, str]) -> tuple[dict[str, Any], list[str]]:
    """The amounts of a row that has not all of them, and those that have no place.

    By the columns that complete rows have them in; an amount in another column belongs between its
    neighbours in the row, as the nearest of those that are missing. Text where an amount should be
    is a bad amount.
    """
    letak = {kolom: peran.index(peta[kolom]) for kolom, _ in b.sel if kolom in peta}
    isi = {peta[kolom]: n for kolom, n in [*b.teks, *b.sel] if kolom in peta}
    asing = []
    for kolom, n in b.sel:
        if kolom in letak:
            continue
        kiri = max((urut for k, urut in letak.items() if k < kolom), default=-1)
        kanan = min((urut for k, urut in letak.items() if k > kolom), default=len(peran))
        jarak = sorted(
            (min((abs(k - kolom) for k, q in peta.items() if q == p), default=kolom), p)
            for p in peran[kiri + 1 : kanan]
        )
        if not jarak or (len(jarak) > 1 and jarak[0][0] == jarak[1][0]):
            asing.append(sebagai_isi(n))
        else:
            isi[jarak[0][1]] = n
            letak[kolom] = peran.index(jarak[0][1])
    return isi, asing


# --- The tree ------------------------------------------------------------------------


def _susun(baris: Iterable[Baris], pohon: Pohon) -> list[_Simpul]:
    """The levels in the order in which they stand, the grand total first; akun are added to the nearest.

    A level that comes again with the same amounts is the same one. An akun right after itself is one that a page
    break cut, unless the level above says that they are two.
    """
    simpul = [_Simpul(None, -1)]
    kini = [0, *[-1] * SUBKOMPONEN]
    ada: dict[tuple[Any, ...], int] = {}
    lalu: tuple[Any, ...] | None = None
    kembar: dict[int, list[Baris]] = {}
    for b in baris:
        isi = tuple(b.nilai[p] for p in DIPERIKSA)
        if b.tingkat == SELURUH:
            if simpul[0].baris is None:
                simpul[0].baris, pohon.total = b, b.nilai
            continue
        atas = kini[: b.tingkat]
        induk = next(n for n in reversed(atas) if n >= 0)
        kunci = (induk, b.kode, isi)
        if b.tingkat == AKUN:
            if kunci == lalu:
                kembar.setdefault(induk, []).append(b)
                continue
            lalu = kunci
            pohon.akun.append(Akun(b.kode, b.baris, b.nilai))
            for p in DIPERIKSA:
                simpul[induk].jumlah[p] += b.nilai[p] or 0
            continue
        if (nomor := ada.get(kunci)) is None:
            nomor = ada[kunci] = len(simpul)
            simpul.append(_Simpul(b, induk))
        else:
            pohon.berulang += 1
        kini[b.tingkat :] = [nomor, *[-1] * (SUBKOMPONEN - b.tingkat)]
    for nomor, ulang in kembar.items():
        _hitung_kembar(simpul[nomor], ulang, pohon)
    pohon.akun.sort(key=lambda a: a.baris)
    for s in reversed(simpul[1:]):
        for p in DIPERIKSA:
            simpul[s.induk].jumlah[p] += s.jumlah[p]
    return simpul


def _hitung_kembar(simpul: _Simpul, ulang: list[Baris], pohon: Pohon) -> None:
    """Count those of the repeated akun that are rows of their own: without them the level above says too much."""
    kurang = {p: simpul.selisih(p) for p in pohon.diperiksa}
    sendiri: list[Baris] = []
    if any(kurang.values()):
        pilihan = (ulang, *([b] for b in ulang))
        jumlah = ([sum(b.nilai[p] or 0 for b in calon) for p in kurang] for calon in pilihan)
        sendiri = next((c for c, n in zip(pilihan, jumlah, strict=False) if n == [*kurang.values()]), [])
    pohon.berulang += len(ulang) - len(sendiri)
    for b in sendiri:
        pohon.akun.append(Akun(b.kode, b.baris, b.nilai))
        for p in DIPERIKSA:
            simpul.jumlah[p] += b.nilai[p] or 0


def _periksa_akun(berkas: str, lembar: Lembar, pohon: Pohon) -> list[Tolakan]:
    """Akun whose amounts of before and of now do not add up to the cumulative one."""
    if not {"lalu", "ini"} <= set(pohon.peran):
        return []
    return [
        Tolakan(
            berkas, lembar.nama, a.baris, pohon.nama_kolom["sd"], sebagai_isi(a.nilai["sd"]),
            f"Akun {a.kode}: {pohon.nama_kolom['lalu']} {rupiah(a.nilai['lalu'] or 0)} ditambah "
            f"{pohon.nama_kolom['ini']} {rupiah(a.nilai['ini'] or 0)} bukan {rupiah(a.nilai['sd'] or 0)}. "
            f"{_UNDUH_ULANG}",
        )
        for a in pohon.akun
        if (a.nilai["lalu"] or 0) + (a.nilai["ini"] or 0) != (a.nilai["sd"] or 0)
    ][:_SELISIH_DISEBUT]  # fmt: skip


def _periksa_tingkat(berkas: str, lembar: Lembar, simpul: list[_Simpul], pohon: Pohon) -> list[Tolakan]:
    """Levels that differ from the akun below them: a difference is named where it begins.

    The rows above that carry it on are named in the same sentence.
    """
    tolakan = []
    for s in simpul[1:]:
        for p in pohon.diperiksa:
            simpul[s.induk].selisih_anak[p] += s.selisih(p)
    for s in simpul:
        for p in pohon.diperiksa:
            if s.baris is None or not (selisih := s.selisih(p)) or selisih == s.selisih_anak[p]:
                continue
            atas = _terbawa(s, simpul, p)
            sebut = "Jumlah seluruhnya" if s.baris.tingkat == SELURUH else f"{_besar(s.baris.tingkat)} {s.baris.kode}"
            terbawa = f", yang terbawa ke baris {daftar_kata(atas)}" if atas else ""
            tolakan.append(
                Tolakan(
                    berkas, lembar.nama, s.baris.baris, pohon.nama_kolom[p], sebagai_isi(s.baris.nilai[p]),
                    f"{sebut}: {pohon.nama_kolom[p]} tertulis {rupiah(s.baris.nilai[p] or 0)}, sedangkan akun di "
                    f"bawahnya berjumlah {rupiah(s.jumlah[p])}; selisih {rupiah(selisih)}{terbawa}. {_UNDUH_ULANG}",
                )
            )  # fmt: skip
    return sorted(tolakan, key=lambda t: t.baris or 0)[:_SELISIH_DISEBUT]


def _terbawa(s: _Simpul, simpul: Sequence[_Simpul], peran: str) -> list[str]:
    """The rows above that differ too."""
    hasil = []
    while s.induk >= 0:
        s = simpul[s.induk]
        if s.baris is not None and s.selisih(peran):
            hasil.append(str(s.baris.baris))
    return hasil


def _besar(tingkat: int) -> str:
    nama = TINGKAT[tingkat]
    return nama[:1].upper() + nama[1:]
