"""Finding the amounts in a workbook that came back: by heads and codes, cell by cell, all or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from realisasi.baca_rupiah import TERBESAR, TidakTerbaca, baca_sel, tampil
from realisasi.buku_isian.bentuk import (
    ILUSTRASI,
    JUMLAH,
    KODE,
    KUMULATIF,
    SAAT_UNDUH,
    SATKER,
    SEKARANG,
    kepala,
    tanda_pengenal,
)
from realisasi.buku_isian.buka import BukuDitolak, Kisi, buka
from realisasi.kalender import TRIWULAN
from realisasi.lembar_isian import BarisIsian, LembarIsian
from realisasi.models import JenisBelanja
from realisasi.rupiah import angka, rupiah

_KODE_BULAT = re.compile(r"[0-9]{1,6}")
_DIPERLUKAN = (KODE, SEKARANG, KUMULATIF, SAAT_UNDUH)


class GalatSel(NamedTuple):
    """One cell that cannot be taken over."""

    alamat: str
    jenis: str
    nilai: str
    pesan: str


class SelDitolak(BukuDitolak):
    """Cells are wrong, so nothing is taken over; `tertulis` is what the input column says, by jenis."""

    def __init__(self, galat: list[GalatSel], tertulis: Mapping[str, str]) -> None:
        banyak = "Satu sel" if len(galat) == 1 else f"{len(galat)} sel"
        super().__init__(f"{banyak} tidak dapat dipakai, jadi tidak ada yang disimpan.")
        self.galat = galat
        self.tertulis = tertulis


@dataclass(frozen=True)
class Bacaan:
    """What a workbook says, by jenis: now, and when it was downloaded; None is an empty cell."""

    sekarang: Mapping[str, int | None]
    saat_unduh: Mapping[str, int | None]


class Rujuk(NamedTuple):
    """A jenis that was changed in the workbook and in the report since the download."""

    jenis: str
    di_laporan: int | None
    di_buku: int | None


def rujuk(bacaan: Bacaan, di_laporan: Mapping[str, int]) -> tuple[dict[str, int], list[Rujuk]]:
    """What the report would say with the workbook taken over, and where somebody must choose.

    A cell that the workbook leaves as it was downloaded does not undo what was written elsewhere.
    """
    hasil = dict(di_laporan)
    bentrok = []
    for jenis, di_buku in bacaan.sekarang.items():
        kini, asal = di_laporan.get(jenis), bacaan.saat_unduh.get(jenis)
        if di_buku in (kini, asal):
            continue
        if kini != asal:
            bentrok.append(Rujuk(jenis, kini, di_buku))
        if di_buku is None:
            hasil.pop(jenis, None)
        else:
            hasil[jenis] = di_buku
    return hasil, bentrok


def baca(isi: bytes, lembar: LembarIsian) -> Bacaan:
    """The amounts of that quarter alone in a workbook.

    Raises:
        SelDitolak: with every cell that is wrong.
        BukuDitolak: the file as a whole is not one of ours, or another satker's, DIPA's or quarter's.

    """
    for nilai, rumus in buka(isi):
        letak = _kepala(nilai)
        if letak is not None:
            baris_kepala, kolom, triwulan = letak
            _pastikan_miliknya(nilai[:baris_kepala], triwulan, lembar)
            return _Pembaca(lembar, nilai, rumus, baris_kepala, kolom).baca()
    raise BukuDitolak(
        "Ini bukan buku isian dari aplikasi: baris judul kolomnya tidak ditemukan. "
        "Unduh buku isian di halaman laporan, isi, lalu unggah."
    )


def _kepala(nilai: Kisi) -> tuple[int, dict[int, int], int] | None:
    """Which row holds the heads, in which columns, and of which quarter; None on another sheet."""
    for i, baris in enumerate(nilai):
        tertulis = {_bersih(sel).casefold(): j for j, sel in reversed(list(enumerate(baris))) if isinstance(sel, str)}
        for q in TRIWULAN:
            judul = {kolom: teks.casefold() for kolom, teks in kepala(q).items() if kolom in _DIPERLUKAN}
            if set(judul.values()) <= set(tertulis):
                return i, {kolom: tertulis[teks] for kolom, teks in judul.items()}, q
    return None


def _pastikan_miliknya(atas: Kisi, triwulan: int, lembar: LembarIsian) -> None:
    tertulis: dict[str, str] = {}
    for baris in atas:
        if baris and isinstance(baris[0], str):
            tertulis.setdefault(_bersih(baris[0]), _bersih(baris[1]) if len(baris) > 1 else "")
    for label, seharusnya in tanda_pengenal(lembar).items():
        ada = tertulis.get(label, "").removesuffix(f" ({ILUSTRASI})")
        # The name of a satker may be corrected after the download; its code is what counts.
        banding, cocok = (ada.split(" ")[0], seharusnya.split(" ")[0]) if label == SATKER else (ada, seharusnya)
        if banding != _bersih(cocok):
            nama = label if label.isupper() else label.lower()
            raise BukuDitolak(
                f'Buku ini untuk {nama} "{tampil(ada) or "(kosong)"}", sedangkan halaman ini untuk '
                f'"{seharusnya}". Unduh buku isian di halaman ini, isi, lalu unggah.'
            )
    if triwulan != lembar.triwulan:
        raise BukuDitolak("Judul kolom buku ini dari triwulan lain. Unduh buku isian di halaman ini, lalu isi.")


def _bersih(sel: Any) -> str:
    return " ".join(str(sel).split()) if isinstance(sel, str | int) else ""


class _Pembaca:
    """Reads the rows under the heads and gathers what is wrong."""

    def __init__(
        self, lembar: LembarIsian, nilai: Kisi, rumus: Kisi, baris_kepala: int, kolom: Mapping[int, int]
    ) -> None:
        self.lembar = lembar
        self.nilai = nilai
        self.rumus = rumus
        self.awal = baris_kepala + 1
        self.kolom = kolom
        self.galat: list[GalatSel] = []

    def baca(self) -> Bacaan:
        baris = {b.jenis.value: b for b in self.lembar.baris}
        letak = self._letak(baris)
        sekarang = {jenis: self._sekarang(i, baris[jenis]) for jenis, i in letak.items()}
        saat_unduh = {jenis: self._dibaca(i, SAAT_UNDUH, jenis) for jenis, i in letak.items()}
        if self.galat:
            raise SelDitolak(self.galat, {jenis: _tertulis(self._sel(i, SEKARANG)) for jenis, i in letak.items()})
        return Bacaan(sekarang, saat_unduh)

    def _letak(self, dikenal: Mapping[str, BarisIsian]) -> dict[str, int]:
        """In which row each jenis stands."""
        letak: dict[str, int] = {}
        for i in range(self.awal, len(self.nilai)):
            kode = self._kode(i)
            if kode.casefold() == JUMLAH.casefold():
                break
            if kode in letak:
                self._salah(i, KODE, kode, f"Kode {kode} tertulis dua kali; setiap jenis belanja satu baris.")
            elif kode in dikenal:
                letak[kode] = i
            elif self._sel(i, SEKARANG) is not None:
                self._salah(i, KODE, "", f"Kode ini tidak ada dalam isian. Yang ada: {', '.join(dikenal)}.")
        # A row for `belum dirinci` comes and goes with its amounts; the others are always there.
        kurang = [jenis for jenis in dikenal if jenis not in letak and jenis != JenisBelanja.BELUM_DIRINCI]
        if kurang and not self.galat:
            # Without a row nobody can say whether it was emptied on purpose.
            raise BukuDitolak(
                f"Baris kode {', '.join(kurang)} tidak ada dalam buku ini. Unduh buku isian lagi, isi, lalu unggah."
            )
        return letak

    def _kode(self, i: int) -> str:
        sel = self._sel(i, KODE)
        if isinstance(sel, float) and sel.is_integer():
            sel = int(sel)
        teks = _bersih(sel)
        # Excel makes 00 a nought when somebody touches the cell.
        return teks.zfill(2) if _KODE_BULAT.fullmatch(teks) else teks

    def _sekarang(self, i: int, b: BarisIsian) -> int | None:
        """The quarter alone: as typed, else the cumulative figure that replaced its formula."""
        jenis = b.jenis.value
        sebelum_ini = len(self.galat)
        saja = self._dibaca(i, SEKARANG, jenis)
        kumulatif = None if _berumus(self._rumus(i, KUMULATIF)) else self._dibaca(i, KUMULATIF, jenis)
        if len(self.galat) > sebelum_ini or kumulatif is None:
            return saja
        if saja is None:
            saja = kumulatif - b.sebelum
            if abs(saja) > TERBESAR:
                self._salah(i, KUMULATIF, jenis, "Selisihnya dengan triwulan sebelumnya terlalu besar.")
        elif b.sebelum + saja != kumulatif:
            self._salah(
                i,
                KUMULATIF,
                jenis,
                f"Tidak cocok: {angka(b.sebelum)} sampai triwulan sebelumnya ditambah {angka(saja)} di sel "
                f"{self._alamat(i, SEKARANG)} adalah {rupiah(b.sebelum + saja)}. Isi salah satu saja, kosongkan yang "
                "lain.",
            )
        return saja

    def _dibaca(self, i: int, kolom: int, jenis: str) -> int | None:
        if self._sel(i, kolom) is None and _berumus(self._rumus(i, kolom)):
            self._salah(i, kolom, jenis, "Rumus di sel ini belum dihitung. Buka buku di Excel, simpan, lalu unggah.")
            return None
        try:
            return baca_sel(self._sel(i, kolom))
        except TidakTerbaca as galat:
            self._salah(i, kolom, jenis, galat.pesan)
            return None

    def _salah(self, i: int, kolom: int, jenis: str, pesan: str) -> None:
        self.galat.append(GalatSel(self._alamat(i, kolom), jenis, _tertulis(self._sel(i, kolom)), pesan))

    def _alamat(self, i: int, kolom: int) -> str:
        return f"{get_column_letter(self.kolom[kolom] + 1)}{i + 1}"

    def _sel(self, i: int, kolom: int) -> Any:
        return _ambil(self.nilai, i, self.kolom[kolom])

    def _rumus(self, i: int, kolom: int) -> Any:
        return _ambil(self.rumus, i, self.kolom[kolom])


def _ambil(kisi: Kisi, i: int, j: int) -> Any:
    return kisi[i][j] if i < len(kisi) and j < len(kisi[i]) else None


def _berumus(sel: Any) -> bool:
    return isinstance(sel, ArrayFormula | DataTableFormula) or (isinstance(sel, str) and sel.startswith("="))


def _tertulis(sel: Any) -> str:
    """A cell as a page may show it."""
    if sel is None:
        return ""
    if isinstance(sel, bool):
        return "TRUE" if sel else "FALSE"
    if isinstance(sel, int | float):
        utuh = abs(sel) <= TERBESAR and int(sel) == sel
        return angka(int(sel)) if utuh else format(sel, ".15g").replace(".", ",")
    return tampil(str(sel))
