"""FA Detail as the treasury's system prints it into a workbook, and worse: for the tests of its layout."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.worksheet.worksheet import Worksheet

CATATAN_KAKI = "*Lock Pagu adalah jumlah pagu yang sedang dalam proses usulan revisi DIPA atau POK."
KOLOM_KODE = {"program": 2, "kegiatan": 2, "kro": 3, "ro": 3, "komponen": 5, "subkomponen": 6, "akun": 8}
KOLOM_TEKS = {"program": 4, "kegiatan": 9, "kro": 7, "ro": 11, "komponen": 10, "subkomponen": 12, "akun": 13}
KOLOM_ITEM = 14
URUTAN = tuple(KOLOM_KODE)


@dataclass
class Daun:
    """An akun: where it hangs in the tree, its pagu, and what was spent before and in the month."""

    jalur: tuple[str, ...]
    kode: str
    pagu: int
    lalu: int
    ini: int
    lock: int = 0

    @property
    def sd(self) -> int:
        return self.lalu + self.ini


POHON = (
    Daun(("EC", "EC.6025", "AEB", "AEB.001", "051", "051.0A"), "521211", 100_000_000, 10_000_000, 5_000_000),
    Daun(("EC", "EC.6025", "AEB", "AEB.001", "051", "051.0A"), "524111", 50_000_000, 0, 12_345_678),
    Daun(("EC", "EC.6025", "AEB", "AEB.001", "051", "051.0B"), "521211", 100_000_000, 10_000_000, 5_000_000),
    Daun(("EC", "EC.6025", "AEB", "AEB.001", "052", "052.0A"), "526112", 700_000_000, 0, 0, 25_000_000),
    Daun(("EC", "EC.6025", "FAN", "FAN.ZZ1", "ZZ1", "ZZ1.0A"), "532111", 80_000_000, 40_000_000, -1_000_000),
    Daun(("WA", "WA.6030", "EBA", "EBA.Z24", "051", "051.0A"), "511111", 30_000_000, 5_000_000, 2_500_000),
    Daun(("WA", "WA.6030", "EBA", "EBA.Z24", "051", "051.0A"), "521211", 999_999, 521_211, 0),
)
"""Two subkomponen with the same akun and the same amounts, the same komponen code in two programs, a return."""

SD_52 = 15_000_000 + 12_345_678 + 15_000_000 + 521_211
SD_53 = 39_000_000
SD_51 = 7_500_000
SD = SD_51 + SD_52 + SD_53
PAGU = 1_060_999_999


@dataclass
class Bentuk:
    """How the file looks. `ubah` gets every row of amounts before it is written, to break it."""

    judul: str = "LAPORAN KETERSEDIAAN DANA DETAIL TA 2026"
    periode: str | None = "Periode Maret 2026"
    kementerian: Sequence[Any] = ("019", "KEMENTERIAN PERINDUSTRIAN")
    unit: Sequence[Any] = ("05", "DITJEN INDUSTRI KECIL, MENENGAH DAN ANEKA")
    satker: Sequence[Any] | None = ("019070", "DINAS PERINDUSTRIAN DAN ENERGI PROVINSI DKI JAKARTA")
    beritem: bool = False
    baris_halaman: int = 5
    potong: str = "kode"  # the second half of a cut row: with its `kode`, or with `teks` alone
    kepala_berulang: bool = True
    total_di_akhir: bool = False
    kode_angka: bool = False
    kosong_nol: bool = False
    tanpa_judul: frozenset[str] = frozenset()
    kosong: frozenset[str] = frozenset()
    sebagai: Callable[[int], Any] = lambda n: n
    ubah: Callable[[str, str, dict[str, Any]], None] = lambda tingkat, kode, isi: None
    daun: Sequence[Daun] = field(default_factory=lambda: POHON)
    gabung: bool = True


class Penulis:
    """Writes the rows one below the other, and breaks pages in the middle of rows."""

    def __init__(self, lembar: Worksheet, bentuk: Bentuk) -> None:
        self.lembar, self.bentuk = lembar, bentuk
        self.baris = 0
        self.tercetak = 0
        self.geser = 1 if bentuk.beritem else 0
        self.letak: dict[str, int] = {}

    def kepala(self) -> None:
        b, g = self.bentuk, self.geser
        if not self.baris:
            for tulisan in (b.judul, "Per Program; Kegiatan; Output; SubOutput", b.periode):
                self.tulis({1: tulisan})
            for label, isi in (("Kementerian", b.kementerian), ("Unit Organisasi", b.unit), ("Satuan Kerja", b.satker)):
                self.tulis({1: label, 15: isi[0], 16: isi[1]} if isi is not None else {})
        g = self.geser
        self.tulis(
            {
                1: "Uraian",
                17 + g: "Pagu Revisi",
                19 + g: "Lock Pagu",
                21 + g: "Realisasi TA 2026",
                31 + g: "SISA ANGGARAN",
            }
        )
        self.tulis({21 + g: "Periode Lalu", 22 + g: "Periode Ini", 23 + g: "s.d. Periode", 28 + g: "%"})

    def tulis(self, isi: dict[int, Any]) -> int:
        self.baris += 1
        for kolom, nilai in isi.items():
            if nilai is not None and nilai != "":
                self.lembar.cell(self.baris, kolom, nilai)
        if self.bentuk.gabung:
            # Every text is spread over the columns up to the next one, as a printed form is.
            for kolom in isi:
                if kolom + 1 not in isi and kolom + 2 not in isi and kolom < 30:
                    # `merge_cells` looks through all that were merged before, each time.
                    self.lembar.merged_cells.ranges.add(
                        MergedCellRange(self.lembar, CellRange(None, kolom, self.baris, kolom + 1, self.baris).coord)
                    )
        return self.baris

    def pohon(self, tingkat: str, kode: str, tulisan: str, n: dict[str, int]) -> None:
        self.tercetak += 1
        isi: dict[str, Any] = {**n, "persen": n["sd"] / n["pagu"] if n["pagu"] else 0, "sisa": n["pagu"] - n["sd"]}
        self.bentuk.ubah(tingkat, kode, isi)
        putus = self.tercetak % self.bentuk.baris_halaman == 0
        atas, bawah = (tulisan[: len(tulisan) // 2], tulisan[len(tulisan) // 2 :]) if putus else (tulisan, "")
        self._baris(tingkat, kode, atas, isi)
        if putus:
            self.tulis({1: CATATAN_KAKI})
            self.tulis({1: "*SPM yang belum SP2D tidak termasuk.", 30: f"Halaman {self.baris} dari 99"})
            if self.bentuk.kepala_berulang:
                self.kepala()
            if tingkat != "total":
                self._baris(tingkat, kode if self.bentuk.potong == "kode" else "", bawah, isi)

    def _baris(self, tingkat: str, kode: Any, tulisan: str, isi: dict[str, Any]) -> None:
        g = self.geser
        rinci = tingkat in {"komponen", "subkomponen", "akun", "item"}
        if self.bentuk.kode_angka and str(kode).isdigit():
            kode = int(kode)
        nilai = {p: self.angka(isi[p]) for p in ("pagu", "lock", "lalu", "ini", "sd", "sisa")}
        nilai |= dict.fromkeys(self.bentuk.kosong)
        sel: dict[int, Any] = {
            16 + g: nilai["pagu"], 18 + g: nilai["lock"], 22 + g: nilai["lalu"], 23 + g: nilai["ini"],
            (25 if rinci else 24) + g: nilai["sd"], 28 + g: isi["persen"], (30 if rinci else 29) + g: nilai["sisa"],
        }  # fmt: skip
        if tingkat == "total":
            sel[1] = tulisan
        elif tingkat == "item":
            sel[KOLOM_ITEM] = tulisan
        else:
            sel |= {KOLOM_KODE[tingkat]: kode, KOLOM_TEKS[tingkat]: tulisan}
        nomor = self.tulis(sel)
        if kode != "":
            self.letak.setdefault(f"{tingkat} {kode}", nomor)

    def angka(self, n: Any) -> Any:
        if n == 0 and self.bentuk.kosong_nol:
            return None
        return self.bentuk.sebagai(n) if isinstance(n, int) else n


def buat(bentuk: Bentuk | None = None, **isi: Any) -> bytes:
    """The workbook, as bytes."""
    return buat_dengan_letak(bentuk, **isi)[0]


def buat_dengan_letak(bentuk: Bentuk | None = None, **isi: Any) -> tuple[bytes, dict[str, int]]:
    """The workbook, and in which row each level and akun (`akun 521211`) stands first."""
    bentuk = bentuk or Bentuk(**isi)
    buku = Workbook()
    lembar = buku.active
    assert lembar is not None
    lembar.title = "GLP039_LAPORAN REALISASI SUPER "
    letak = tulis_lembar(lembar, bentuk)
    return simpan(buku), letak


def simpan(buku: Workbook) -> bytes:
    isi = io.BytesIO()
    buku.save(isi)
    return isi.getvalue()


def tulis_lembar(lembar: Worksheet, bentuk: Bentuk) -> dict[str, int]:
    """One FA Detail on a sheet."""
    p = Penulis(lembar, bentuk)
    p.kepala()
    if not bentuk.total_di_akhir:
        p.pohon("total", "", "JUMLAH SELURUHNYA", _jumlah(bentuk.daun))
    lalu: tuple[str, ...] = ()
    for n, daun in enumerate(bentuk.daun):
        for dalam, kode in enumerate(daun.jalur):
            if daun.jalur[: dalam + 1] != lalu[: dalam + 1]:
                milik = [d for d in bentuk.daun if d.jalur[: dalam + 1] == daun.jalur[: dalam + 1]]
                p.pohon(URUTAN[dalam], kode, f"Uraian {URUTAN[dalam]} {kode} Provinsi", _jumlah(milik))
        lalu = daun.jalur
        p.pohon("akun", daun.kode, f"Belanja akun {daun.kode} Lainnya", _jumlah([daun]))
        if bentuk.beritem:
            p.pohon("item", "", f"{n:05d}\n{n}. Belanja 524111 TP ATK", _jumlah([daun]))
    if bentuk.total_di_akhir:
        p.pohon("total", "", "JUMLAH SELURUHNYA", _jumlah(bentuk.daun))
    return p.letak


def _jumlah(daun: Sequence[Daun]) -> dict[str, int]:
    return {p: sum(getattr(d, p) for d in daun) for p in ("pagu", "lock", "lalu", "ini", "sd")}
