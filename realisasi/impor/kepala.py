"""Where the headings of a table are, and what they mean: not always in row 1, nor in one row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from realisasi.impor.berkas import Gabungan, Lembar
from realisasi.impor.gabungan import terpisah
from realisasi.impor.label import ABAIKAN, LAIN, UKURAN, Arti, arti, polos

_BARIS_DICARI: Final = 80
_TINGGI_TERBESAR: Final = 3
_RINCIAN_TERSEDIKIT: Final = 2
_PANJANG_LABEL: Final = 80
_BOBOT_ABAIKAN: Final = 0.2


@dataclass(frozen=True)
class Kolom:
    """One column: its place, its heading as it stands in the file, and what that means."""

    letak: int
    label: str
    arti: Arti


@dataclass(frozen=True)
class Kepala:
    """The headings: rows `awal` to `akhir` (counted from 0, `akhir` not included), and every column that has one."""

    awal: int
    akhir: int
    kolom: tuple[Kolom, ...]

    def cari(self, *peran: str) -> list[Kolom]:
        """The columns with one of these meanings."""
        return [k for k in self.kolom if k.arti.peran in peran]

    @property
    def labels(self) -> tuple[str, ...]:
        """All headings as they stand in the file."""
        return tuple(k.label for k in self.kolom)


def temukan(lembar: Lembar, berguna: Collection[str]) -> Kepala | None:
    """The rows of a sheet that look most like headings of these meanings; None where none does."""
    mentah = lembar.tabel.iloc[:_BARIS_DICARI].to_numpy(object)
    isi = [[teks_label(n) for n in baris] for baris in mentah]
    gabungan = [g for g in terpisah(lembar, _BARIS_DICARI) if g[1][1] > g[0][1]]
    terbaik: Kepala | None = None
    nilai_terbaik = 0.0
    for awal in range(len(isi)):
        if not any(isi[awal]):
            continue
        for tinggi in range(1, min(_TINGGI_TERBESAR, len(isi) - awal) + 1):
            if not any(isi[awal + tinggi - 1]):
                break
            kepala = _baca(isi, awal, tinggi, gabungan)
            nilai = _nilai(kepala, berguna)
            if nilai > nilai_terbaik:
                terbaik, nilai_terbaik = kepala, nilai
    while terbaik is not None and terbaik.akhir < len(isi) and _merinci(mentah[terbaik.akhir], terbaik):
        terbaik = _baca(isi, terbaik.awal, terbaik.akhir - terbaik.awal + 1, gabungan)
    return terbaik


def _merinci(baris: Sequence[Any], kepala: Kepala) -> bool:
    """Whether the row below headings parts them: `Pagu | Realisasi` below kinds of spending, `Volume | Rp`.

    Such a row is words alone, all of them known of amounts, and blank where the headings are those of fields.
    """
    if kepala.akhir - kepala.awal >= _TINGGI_TERBESAR:
        return False
    berisi = {letak: n for letak, n in enumerate(baris) if n != ""}
    if len(berisi) < _RINCIAN_TERSEDIKIT or not all(isinstance(n, str) for n in berisi.values()):
        return False
    if any(k.letak in berisi for k in kepala.kolom if k.arti.berarti and k.arti.peran not in UKURAN):
        return False
    label = [teks_label(n) for n in berisi.values()]
    # "Rp" alone says nothing; below a heading it does.
    ukuran = [arti(t).peran in UKURAN or arti(f"realisasi {t}").peran in UKURAN for t in label]
    return any(ukuran) and all(
        any(c.isalpha() for c in polos(t)) and (u or arti(t).peran == ABAIKAN)
        for t, u in zip(label, ukuran, strict=True)
    )


def teks_label(nilai: Any) -> str:
    """A cell as a heading; whole numbers may be one (51), other types are not."""
    if isinstance(nilai, str):
        return " ".join(nilai.split())[: _PANJANG_LABEL * 2]
    return str(nilai) if type(nilai) is int and 0 <= nilai < 100 else ""  # noqa: PLR2004  (two digits)


def _nilai(kepala: Kepala, berguna: Collection[str]) -> float:
    """How much a row looks like headings: different useful meanings, less what is not understood."""
    arti_kolom = {k.arti for k in kepala.kolom if k.arti.berarti and k.arti.peran in berguna}
    if not arti_kolom:
        return 0
    # A whole row of meanings beats one that found the same beside many riddles.
    asing = sum(k.arti.peran == LAIN for k in kepala.kolom)
    dikenal = sum(k.arti.peran == ABAIKAN for k in kepala.kolom)
    tinggi = kepala.akhir - kepala.awal
    return len(arti_kolom) + _BOBOT_ABAIKAN * min(dikenal, 5) - 0.05 * min(asing, 10) - 0.01 * (tinggi - 1)


def _baca(isi: Sequence[Sequence[str]], awal: int, tinggi: int, gabungan: Sequence[Gabungan]) -> Kepala:
    """The headings over each column, those of a group put before those below it."""
    baris = [list(b) for b in isi[awal : awal + tinggi]]
    for k, isi_baris in enumerate(baris[:-1]):
        _bentangkan(isi_baris, baris[k + 1], awal + k, gabungan)
    kolom = []
    for letak in range(len(baris[0])):
        bagian = list(dict.fromkeys(b[letak] for b in baris if b[letak]))
        if bagian:
            label = " ".join(bagian)
            kolom.append(Kolom(letak, label[:_PANJANG_LABEL], arti(label)))
    return Kepala(awal, awal + tinggi, tuple(kolom))


def _bentangkan(atas: list[str], bawah: Sequence[str], nomor: int, gabungan: Sequence[Gabungan]) -> None:
    """Write the heading of a group over each of its columns: as far as it is merged, else while more is below."""
    selesai: set[int] = set()
    for (b1, k1), (b2, k2) in gabungan:
        if b1 <= nomor <= b2 and k2 > k1 and k1 < len(atas):
            akhir = min(k2, len(atas) - 1)
            selesai.update(range(k1, akhir + 1))
            for k in range(k1 + 1, akhir + 1):
                atas[k] = atas[k] or atas[k1]
    grup = ""
    for k, label in enumerate(atas):
        if label:
            # One that is not merged, with nothing below it, is no group.
            grup = label if bawah[k] and k not in selesai else ""
        elif grup and bawah[k]:
            atas[k] = grup
        else:
            grup = ""
