"""The stream of an old workbook (.xls) within bounds: its records are walked before a parser makes cells of them."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from realisasi.impor import batas_berkas, ole
from realisasi.impor.bacaan import BerkasDitolak

_KEPALA: Final = 4
_BOF: Final = 0x0809
_EOF: Final = 0x000A
_DIMENSI: Final = 0x0200
_LEMBAR: Final = 0x0085
_SANDI: Final = 0x002F
_BUKU_LAIN: Final = 0x01AE
_LEMBAR_MAKRO: Final = (1, 6)  # old macro sheets, Visual Basic
_TEKS_BERSAMA: Final = 0x00FC
_LANJUT: Final = 0x003C
_LABEL_BERSAMA: Final = 0x00FD
_DERET: Final = 0x00BD
_LOGIKA: Final = 0x0205
_RUMUS: Final = (0x0006, 0x0206, 0x0406)
_SEL: Final = frozenset({2, 3, 4, 5, 0x0203, 0x0204, 0x027E, 0x00D6, _DERET, _LABEL_BERSAMA, _LOGIKA, *_RUMUS})
_SEL_TERPENDEK: Final = 6  # row, column, format
_SENDIRI: Final = (b"\x01\x04", b"\x01\x3a")  # references of the workbook to itself, and to add-ins
_GALAT: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class SelGalat(NamedTuple):
    """A cell that holds an error of Excel; the parser would give it as empty."""

    lembar: int
    baris: int
    kolom: int
    teks: str


class Xls(NamedTuple):
    """A container that a parser may see, and the cells with errors in it."""

    isi: bytes
    galat: list[SelGalat]


def kemas_ulang(isi: bytes, batas: batas_berkas.BatasArsip) -> Xls:
    """The same workbook within bounds.

    Raises:
        BerkasDitolak: what stands against it.

    """
    try:
        wadah = ole.Ole(isi)
        nama = {n.lower() for n in wadah.nama}
        if "encryptedpackage" in nama or "encryptioninfo" in nama:
            raise BerkasDitolak(batas_berkas.TERKUNCI)
        if nama & {"_vba_project_cur", "_vba_project", "macros"}:
            raise BerkasDitolak(batas_berkas.BERMAKRO)
        for judul in ("Workbook", "Book"):
            if (aliran := wadah.aliran(judul)) is not None:
                aman, galat = _periksa(aliran, batas)
                return Xls(ole.bungkus(judul, aman), galat)
    except (ole.OleRusak, struct.error, IndexError) as sebab:
        raise BerkasDitolak(batas_berkas.RUSAK) from sebab
    sebutan = "dokumen Word lama" if "worddocument" in nama else "dokumen Office lama"
    raise BerkasDitolak(f"Berkas ini {sebutan}, bukan buku kerja Excel. Unggah berkas .xlsx, .xls, .ods, atau .csv.")


def _catatan(isi: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of each record."""
    letak, akhir = 0, len(isi) - _KEPALA
    while letak <= akhir:
        jenis, panjang = struct.unpack_from("<HH", isi, letak)
        letak += _KEPALA
        if letak + panjang > len(isi):
            return  # a parser stops here too
        yield jenis, letak, panjang
        letak += panjang


def _periksa(aliran: bytes, batas: batas_berkas.BatasArsip) -> tuple[bytes, list[SelGalat]]:
    isi = bytearray(aliran)
    urutan = _urutan_lembar(aliran, batas)
    hitungan = _Hitungan(batas)
    galat: list[SelGalat] = []
    pemakaian: Counter[int] = Counter()
    lembar = -1
    for jenis, letak, panjang in _catatan(aliran):
        if jenis in _SEL and panjang >= _SEL_TERPENDEK:
            b, k = struct.unpack_from("<HH", aliran, letak)
            if jenis == _DERET:
                (k,) = struct.unpack_from("<H", aliran, letak + panjang - 2)
            hitungan.sel(b, k)
            if jenis == _LABEL_BERSAMA and panjang >= 10:  # noqa: PLR2004
                pemakaian[struct.unpack_from("<I", aliran, letak + 6)[0]] += 1
            elif jenis == _LOGIKA or jenis in _RUMUS:
                _catat_galat(isi, (jenis, letak, panjang), galat, lembar)
        elif jenis == _BOF:
            lembar = urutan.pop(letak - _KEPALA, -1)
            if lembar >= 0:
                hitungan.lembar_mulai()
        elif jenis == _EOF:
            hitungan.lembar_selesai()
        elif jenis == _DIMENSI:
            # A parser would reserve what is promised here.
            isi[letak : letak + panjang] = bytes(panjang)
        elif jenis in (_SANDI, _BUKU_LAIN):
            _tolak(jenis, aliran[letak : letak + panjang])
    if urutan:  # a sheet that begins where no record does: a parser would read something else than was looked at
        raise BerkasDitolak(batas_berkas.RUSAK)
    _periksa_teks(aliran, pemakaian, batas)
    return bytes(isi), galat


def _urutan_lembar(aliran: bytes, batas: batas_berkas.BatasArsip) -> dict[int, int]:
    """Where each sheet begins, and the how manieth it is."""
    urutan: dict[int, int] = {}
    for jenis, letak, panjang in _catatan(aliran):
        if jenis != _LEMBAR or panjang < _SEL_TERPENDEK:
            continue
        (mulai,) = struct.unpack_from("<I", aliran, letak)
        if aliran[letak + 5] in _LEMBAR_MAKRO:
            raise BerkasDitolak(batas_berkas.BERMAKRO)
        if mulai in urutan:
            raise BerkasDitolak(batas_berkas.RUSAK)
        urutan[mulai] = len(urutan)
        if len(urutan) > batas.lembar:
            raise BerkasDitolak(batas_berkas.terlalu_banyak_lembar(batas))
    return urutan


class _Hitungan:
    """The rectangles around the cells of all sheets so far."""

    def __init__(self, batas: batas_berkas.BatasArsip) -> None:
        self._batas = batas
        self._luas = self._baris = self._kolom = 0
        self._terbuka = False

    def lembar_mulai(self) -> None:
        """A parser reads a sheet up to its end, whatever begins in it: another one would be read twice."""
        if self._terbuka:
            raise BerkasDitolak(batas_berkas.RUSAK)
        self._terbuka = True

    def lembar_selesai(self) -> None:
        self._terbuka = False
        self._luas += self._baris * self._kolom
        self._baris = self._kolom = 0

    def sel(self, baris: int, kolom: int) -> None:
        if baris < self._baris and kolom < self._kolom:
            return
        self._baris, self._kolom = max(self._baris, baris + 1), max(self._kolom, kolom + 1)
        if self._kolom > self._batas.kolom:
            raise BerkasDitolak(
                f"Ada sel berisi sampai kolom ke-{self._kolom}; paling banyak {self._batas.kolom} kolom dibaca."
            )
        if self._luas + self._baris * self._kolom > self._batas.sel:
            raise BerkasDitolak(batas_berkas.terlalu_luas(self._batas))


def _tolak(jenis: int, isi: bytes) -> None:
    if jenis == _SANDI:
        raise BerkasDitolak(batas_berkas.TERKUNCI)
    if jenis == _BUKU_LAIN and isi[2:4] not in _SENDIRI:
        raise BerkasDitolak(batas_berkas.BERTAUTAN)


def _catat_galat(isi: bytearray, catatan: tuple[int, int, int], galat: list[SelGalat], lembar: int) -> None:
    """Note an error, and make it a TRUE that a parser keeps: the cell stays in its table."""
    jenis, letak, panjang = catatan
    if jenis == _LOGIKA:
        if panjang < 8 or isi[letak + 7] != 1:  # noqa: PLR2004  (the value is an error)
            return
        kode = isi[letak + 6]
        isi[letak + 6 : letak + 8] = b"\1\0"
    else:
        if panjang < 14 or isi[letak + 6] != 2 or isi[letak + 12 : letak + 14] != b"\xff\xff":  # noqa: PLR2004
            return
        kode = isi[letak + 8]
        isi[letak + 6], isi[letak + 8] = 1, 1
    baris, kolom = struct.unpack_from("<HH", isi, letak)
    galat.append(SelGalat(lembar, baris, kolom, _GALAT.get(kode, "#N/A")))


def _periksa_teks(aliran: bytes, pemakaian: Counter[int], batas: batas_berkas.BatasArsip) -> None:
    """That the texts which cells share do not add up to more than memory holds when each cell has its own."""
    bagian: list[bytes] = []
    sebelumnya = 0
    for jenis, letak, panjang in _catatan(aliran):
        if jenis == _TEKS_BERSAMA or (jenis == _LANJUT and bagian and sebelumnya in (_TEKS_BERSAMA, _LANJUT)):
            bagian.append(aliran[letak : letak + panjang])
        elif bagian:
            break
        sebelumnya = jenis
    jumlah = sum(pemakaian.values())
    if not jumlah or sum(map(len, bagian)) * jumlah <= batas_berkas.TEKS_TERBESAR:
        return
    panjang_teks = list(_panjang_teks(bagian))
    total = sum(n * panjang_teks[i] for i, n in pemakaian.items() if i < len(panjang_teks))
    if total > batas_berkas.TEKS_TERBESAR:
        raise BerkasDitolak(batas_berkas.terlalu_luas(batas))


def _panjang_teks(bagian: list[bytes]) -> Iterator[int]:
    """The characters of each shared text (SST): it may run on into the next records, with a flag of its own there."""
    k, letak = 0, 8

    def lompat(banyak: int) -> None:
        nonlocal k, letak
        while k < len(bagian) and letak + banyak > len(bagian[k]):
            banyak -= len(bagian[k]) - letak
            k, letak = k + 1, 0
        letak += banyak

    while True:
        while k < len(bagian) and letak >= len(bagian[k]):
            k, letak = k + 1, 0
        if k >= len(bagian) or letak + 3 > len(bagian[k]):
            return
        panjang, tanda = struct.unpack_from("<HB", bagian[k], letak)
        letak += 3
        kaya = tambahan = 0
        if tanda & 8:
            (kaya,) = struct.unpack_from("<H", bagian[k], letak)
            letak += 2
        if tanda & 4:
            (tambahan,) = struct.unpack_from("<I", bagian[k], letak)
            letak += 4
        yield panjang
        sisa, lebar = panjang, 1 + (tanda & 1)
        while sisa and k < len(bagian):
            muat = (len(bagian[k]) - letak) // lebar
            if sisa <= muat:
                letak += sisa * lebar
                sisa = 0
            else:
                sisa -= max(muat, 0)
                k, letak = k + 1, 1
                if k < len(bagian) and bagian[k]:
                    lebar = 1 + (bagian[k][0] & 1)
        lompat(kaya * 4 + tambahan)
