"""What a file is, told by its content: PDF, XLSX, JPG or PNG, or none of these.

Only what is needed to tell is read. Nothing is unpacked beyond the short list of contents of a
workbook, so a file that unfolds to gigabytes costs nothing here. Files are never shown by the
site; that they are what their name says protects those who download them.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

JENIS = {"pdf": "PDF", "xlsx": "XLSX", "jpg": "JPG", "jpeg": "JPG", "png": "PNG"}
"""Which kind an extension promises."""

TANDA_PNG = b"\x89PNG\r\n\x1a\n"
TANDA_JPG = b"\xff\xd8\xff"
AKHIR_JPG = b"\xff\xd9"
MULAI_GAMBAR_JPG = b"\xff\xda"
# Frame headers: C0 to CF, less tables (C4), a reserved one (C8) and conditions (CC).
UKURAN_JPG = {bytes([0xFF, n]) for n in range(0xC0, 0xD0) if n not in {0xC4, 0xC8, 0xCC}}
PANJANG_DIRI_JPG = 2  # the length of a segment counts its own two bytes
TANDA_ZIP = b"PK\x03\x04"
AKHIR_ZIP = b"PK\x05\x06"
PANJANG_AKHIR_ZIP = 22
KOMENTAR_ZIP_TERPANJANG = 0xFFFF
EKOR_PDF = 1024
AWAL_DIPERIKSA = 1024
MARKUP = (b"<script", b"<html", b"<!doctype html", b"<svg", b"<?php")
ISI_BUKU_KERJA = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
DAFTAR_ISI_TERBESAR = 256 * 1024
BAGIAN_TERBANYAK = 2000
# All that Excel writes and reads. What else Python can unpack fails in errors of its own.
MAMPAT_EXCEL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BUKU_TERURAI_TERBESAR = 100 * 1024 * 1024


class BukanBerkasSah(Exception):
    """The content is not what the name promises; says what is wrong, after `Berkas ini `."""


def periksa(jenis: str, isi: bytes) -> None:
    """Make sure that the content is whole and of this kind, and of no other kind as well.

    Raises:
        BukanBerkasSah: with what is wrong.

    """
    pemeriksa = {"PDF": _pdf, "XLSX": _xlsx, "JPG": _jpg, "PNG": _png}[jenis]
    if any(m in isi[:AWAL_DIPERIKSA].lower() for m in MARKUP):
        raise BukanBerkasSah("memuat kode halaman web atau skrip")
    pemeriksa(isi)
    if jenis != "XLSX" and _berekor_zip(isi):
        raise BukanBerkasSah("sekaligus merupakan arsip ZIP")


def _berekor_zip(isi: bytes) -> bool:
    """Whether a reader of ZIP archives, which starts at the end, would take it for one."""
    ekor = isi[-(PANJANG_AKHIR_ZIP + KOMENTAR_ZIP_TERPANJANG) :]
    letak = ekor.rfind(AKHIR_ZIP)
    while letak >= 0:
        catatan = ekor[letak : letak + PANJANG_AKHIR_ZIP]
        if len(catatan) == PANJANG_AKHIR_ZIP:
            (panjang_komentar,) = struct.unpack("<H", catatan[-2:])
            if letak + PANJANG_AKHIR_ZIP + panjang_komentar == len(ekor):
                return True
        letak = ekor.rfind(AKHIR_ZIP, 0, letak)
    return False


def _pdf(isi: bytes) -> None:
    if not isi.startswith(b"%PDF-"):
        raise BukanBerkasSah("bukan PDF")
    if b"%%EOF" not in isi[-EKOR_PDF:]:
        raise BukanBerkasSah("adalah PDF yang tidak lengkap")


def _png(isi: bytes) -> None:
    """A PNG is a row of chunks (length, name, data, checksum) from IHDR to IEND."""
    if not isi.startswith(TANDA_PNG):
        raise BukanBerkasSah("bukan PNG")
    letak = len(TANDA_PNG)
    nama_potongan: list[bytes] = []
    while letak < len(isi) and nama_potongan[-1:] != [b"IEND"]:
        panjang = int.from_bytes(isi[letak : letak + 4], "big")
        nama, data, jumlah = (
            isi[letak + 4 : letak + 8],
            isi[letak + 8 : letak + 8 + panjang],
            isi[letak + 8 + panjang :][:4],
        )
        if len(jumlah) != len(nama) or zlib.crc32(data, zlib.crc32(nama)) != int.from_bytes(jumlah, "big"):
            raise BukanBerkasSah("adalah PNG yang rusak atau tidak lengkap")
        if not nama_potongan and (nama != b"IHDR" or not any(data[:4]) or not any(data[4:8])):
            raise BukanBerkasSah("adalah PNG yang rusak atau tidak lengkap")
        nama_potongan.append(nama)
        letak += 8 + panjang + 4
    if nama_potongan[-1:] != [b"IEND"] or b"IDAT" not in nama_potongan:
        raise BukanBerkasSah("adalah PNG yang rusak atau tidak lengkap")
    if letak != len(isi):
        raise BukanBerkasSah("memuat data lain di belakang gambarnya")


def _jpg(isi: bytes) -> None:
    """A JPG is a row of segments (marker, length, data) up to the picture, then its end."""
    if not isi.startswith(TANDA_JPG):
        raise BukanBerkasSah("bukan JPG")
    letak = 2
    penanda = b""
    berukuran = False
    while penanda != MULAI_GAMBAR_JPG:
        while isi[letak : letak + 2] == b"\xff\xff":  # fill bytes before a marker
            letak += 1
        penanda = isi[letak : letak + 2]
        panjang = int.from_bytes(isi[letak + 2 : letak + 4], "big")
        if penanda[:1] != b"\xff" or panjang < PANJANG_DIRI_JPG:
            raise BukanBerkasSah("adalah JPG yang rusak atau tidak lengkap")
        if penanda in UKURAN_JPG:  # precision, then height and width
            berukuran = len(isi) > letak + 9 and any(isi[letak + 7 : letak + 9])
        letak += 2 + panjang
    # Cameras may put more behind the end of the picture.
    if not berukuran or AKHIR_JPG not in isi[letak:]:
        raise BukanBerkasSah("adalah JPG yang rusak atau tidak lengkap")


def _xlsx(isi: bytes) -> None:
    if not isi.startswith(TANDA_ZIP):
        raise BukanBerkasSah("bukan buku kerja Excel (XLSX)")
    try:
        with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
            bagian = arsip.infolist()
            nama = {b.filename for b in bagian}
            if "[Content_Types].xml" not in nama or "xl/workbook.xml" not in nama:
                raise BukanBerkasSah("bukan buku kerja Excel (XLSX)")
            if len(bagian) > BAGIAN_TERBANYAK or sum(b.file_size for b in bagian) > BUKU_TERURAI_TERBESAR:
                raise BukanBerkasSah("terlalu besar bila dibuka")
            if any(b.flag_bits & 1 for b in bagian):
                raise BukanBerkasSah("terkunci kata sandi")
            if any(b.compress_type not in MAMPAT_EXCEL for b in bagian):
                raise BukanBerkasSah("adalah buku kerja Excel yang rusak atau tidak lengkap")
            with arsip.open("[Content_Types].xml") as daftar:
                daftar_isi = daftar.read(DAFTAR_ISI_TERBESAR)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError) as galat:
        raise BukanBerkasSah("adalah buku kerja Excel yang rusak atau tidak lengkap") from galat
    rendah = {n.lower() for n in nama}
    bermakro = any(n.endswith("vbaproject.bin") or n.startswith("xl/macrosheets/") for n in rendah)
    if bermakro or b"macroenabled" in daftar_isi.lower():
        raise BukanBerkasSah("memuat makro; simpan sebagai XLSX tanpa makro")
    if ISI_BUKU_KERJA not in daftar_isi:
        raise BukanBerkasSah("bukan buku kerja Excel (XLSX)")
