"""The old container of Office (OLE): what is in it, and a new one that holds a single stream.

Old workbooks (.xls) and those locked with a password come in it. A parser sees only the container
that is made here, so chains that run in circles and directories that lie do not reach it; nor are they
followed here further than the file is long, as no sector is taken twice.
"""

from __future__ import annotations

import struct
from typing import Final

TANDA: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_KEPALA: Final = 512
_SEKTOR: Final = 512
_ENTRI: Final = 128
_AKHIR: Final = 0xFFFFFFFE
_BEBAS: Final = 0xFFFFFFFF
_SEKTOR_FAT: Final = 0xFFFFFFFD
_DIFAT_KEPALA: Final = 109
_AMBANG_MINI: Final = 4096
_ALIRAN: Final = 2
_AKAR: Final = 5


class OleRusak(ValueError):
    """The container cannot be followed."""


class Ole:
    """A container that somebody sent; nothing in it is believed."""

    def __init__(self, isi: bytes) -> None:
        if len(isi) < _KEPALA or not isi.startswith(TANDA):
            raise OleRusak
        self._isi = isi
        geser, geser_mini = struct.unpack_from("<HH", isi, 0x1E)
        if geser not in (9, 12) or geser_mini != 6:  # noqa: PLR2004  (the only sizes that the format knows)
            raise OleRusak
        self._besar, self._besar_mini = 1 << geser, 1 << geser_mini
        self._banyak = -(-len(isi) // self._besar) - 1  # sectors behind the header
        self._fat = self._baca_fat()
        mulai_direktori, _, self._ambang, mulai_mini = struct.unpack_from("<4I", isi, 0x30)
        direktori = self._rantai(mulai_direktori)
        self._entri: dict[str, tuple[int, int, int]] = {}
        self._nama: list[str] = []
        for letak in range(0, len(direktori) - _ENTRI + 1, _ENTRI):
            self._catat(direktori[letak : letak + _ENTRI])
        mini = self._rantai(mulai_mini) if mulai_mini < _SEKTOR_FAT else b""
        self._fat_mini = struct.unpack(f"<{len(mini) // 4}I", mini[: len(mini) // 4 * 4])
        akar = self._entri.get("\0akar")
        self._aliran_mini = self._rantai(akar[1]) if akar and akar[1] < _SEKTOR_FAT else b""

    @property
    def nama(self) -> tuple[str, ...]:
        """The names of all streams and folders."""
        return tuple(self._nama)

    def aliran(self, nama: str) -> bytes | None:
        """The content of one stream, by its name whatever the case; None where there is none."""
        entri = self._entri.get(nama.lower())
        if entri is None:
            return None
        _, mulai, ukuran = entri
        if ukuran > len(self._isi):
            raise OleRusak
        isi = self._rantai_mini(mulai) if ukuran < self._ambang else self._rantai(mulai)
        if len(isi) < ukuran:
            raise OleRusak
        return isi[:ukuran]

    def _catat(self, mentah: bytes) -> None:
        (panjang,) = struct.unpack_from("<H", mentah, 64)
        jenis = mentah[66]
        if not jenis or not 2 <= panjang <= 64:  # noqa: PLR2004  (bytes of a name with its end)
            return
        nama = mentah[: panjang - 2].decode("utf-16-le", "replace")
        mulai, ukuran = struct.unpack_from("<II", mentah, 116)
        self._nama.append(nama)
        if jenis == _AKAR:
            self._entri["\0akar"] = (jenis, mulai, ukuran)
        elif jenis == _ALIRAN:
            self._entri.setdefault(nama.lower(), (jenis, mulai, ukuran))

    def _baca_fat(self) -> tuple[int, ...]:
        (jumlah,) = struct.unpack_from("<I", self._isi, 0x2C)
        lanjut, jumlah_difat = struct.unpack_from("<2I", self._isi, 0x44)
        sektor = list(struct.unpack_from(f"<{_DIFAT_KEPALA}I", self._isi, 0x4C))
        if jumlah > self._banyak or jumlah_difat > self._banyak:
            raise OleRusak
        terpakai: set[int] = set()
        for _ in range(jumlah_difat):
            if lanjut >= _SEKTOR_FAT:
                break
            isi = struct.unpack(f"<{self._besar // 4}I", self._sektor(lanjut, terpakai))
            sektor += isi[:-1]
            lanjut = isi[-1]
        mentah = b"".join(self._sektor(s, terpakai) for s in sektor[:jumlah] if s < _SEKTOR_FAT)
        return struct.unpack(f"<{len(mentah) // 4}I", mentah)

    def _sektor(self, nomor: int, terpakai: set[int]) -> bytes:
        """A sector that was not taken yet."""
        if nomor >= self._banyak or nomor in terpakai:
            raise OleRusak
        terpakai.add(nomor)
        mulai = (nomor + 1) * self._besar
        return self._isi[mulai : mulai + self._besar].ljust(self._besar, b"\0")  # the last one may be short

    def _rantai(self, mulai: int) -> bytes:
        bagian: list[bytes] = []
        terpakai: set[int] = set()
        nomor = mulai
        while nomor < _SEKTOR_FAT:
            bagian.append(self._sektor(nomor, terpakai))
            if nomor >= len(self._fat):
                raise OleRusak
            nomor = self._fat[nomor]
        return b"".join(bagian)

    def _rantai_mini(self, mulai: int) -> bytes:
        bagian: list[bytes] = []
        nomor = mulai
        while nomor < _SEKTOR_FAT:
            letak = nomor * self._besar_mini
            # No more pieces than the stream has: a circle would give more.
            penuh = len(bagian) * self._besar_mini >= len(self._aliran_mini)
            if penuh or nomor >= len(self._fat_mini) or letak >= len(self._aliran_mini):
                raise OleRusak
            bagian.append(self._aliran_mini[letak : letak + self._besar_mini])
            nomor = self._fat_mini[nomor]
        return b"".join(bagian)


def bungkus(nama: str, isi: bytes) -> bytes:
    """A container with this one stream, padded with zero bytes to the least size of a large stream."""
    isi = isi.ljust(_AMBANG_MINI, b"\0")
    banyak = -(-len(isi) // _SEKTOR)
    jumlah_fat = 1
    while jumlah_fat * (_SEKTOR // 4) < banyak + 1 + jumlah_fat + _jumlah_difat(jumlah_fat):
        jumlah_fat += 1
    jumlah_difat = _jumlah_difat(jumlah_fat)
    # Sectors: the stream, the directory, the FAT, the DIFAT.
    direktori, awal_fat = banyak, banyak + 1
    awal_difat = awal_fat + jumlah_fat
    fat = [*range(1, banyak), _AKHIR, _AKHIR, *[_SEKTOR_FAT] * jumlah_fat, *[_SEKTOR_FAT - 1] * jumlah_difat]
    fat += [_BEBAS] * (jumlah_fat * (_SEKTOR // 4) - len(fat))
    letak_fat = list(range(awal_fat, awal_fat + jumlah_fat))
    difat = b""
    for k in range(jumlah_difat):
        sebagian = letak_fat[_DIFAT_KEPALA + k * 127 : _DIFAT_KEPALA + (k + 1) * 127]
        lanjut = awal_difat + k + 1 if k + 1 < jumlah_difat else _AKHIR
        difat += struct.pack("<128I", *sebagian, *[_BEBAS] * (127 - len(sebagian)), lanjut)
    kepala = TANDA + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    kepala += struct.pack(
        "<9I",
        0,
        jumlah_fat,
        direktori,
        0,
        _AMBANG_MINI,
        _AKHIR,
        0,
        *((awal_difat, jumlah_difat) if jumlah_difat else (_AKHIR, 0)),
    )
    kepala += struct.pack(f"<{_DIFAT_KEPALA}I", *(letak_fat + [_BEBAS] * _DIFAT_KEPALA)[:_DIFAT_KEPALA])
    daftar = _entri("Root Entry", _AKAR, 1, _AKHIR, 0) + _entri(nama, _ALIRAN, _BEBAS, 0, len(isi))
    daftar = daftar.ljust(_SEKTOR, b"\0")
    return kepala + isi.ljust(banyak * _SEKTOR, b"\0") + daftar + struct.pack(f"<{len(fat)}I", *fat) + difat


def _jumlah_difat(jumlah_fat: int) -> int:
    return -(-max(0, jumlah_fat - _DIFAT_KEPALA) // 127)


def _entri(nama: str, jenis: int, anak: int, mulai: int, ukuran: int) -> bytes:
    teks = nama.encode("utf-16-le") + b"\0\0"
    return (
        teks.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(teks), jenis, 1, _BEBAS, _BEBAS, anak)
        + bytes(36)
        + struct.pack("<III", mulai, ukuran, 0)
    )
