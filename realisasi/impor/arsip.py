"""Workbooks that are ZIP archives (.xlsx, .ods), made anew of parts that were unpacked within bounds.

A parser sees only the archive that is made here: the sheets that are shown, their styles and texts and
nothing else, and no cell so far out that the table up to it would not fit into memory. Cells that
hold an error of Excel are turned into text, because the parser would give them as empty.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from typing import Final, NamedTuple

from realisasi.impor import isi_xlsx, lembar_xml, ods
from realisasi.impor.bacaan import BerkasDitolak
from realisasi.impor.batas_berkas import (
    BELUM_DIHITUNG,
    BERMAKRO,
    BERTAUTAN,
    RUSAK,
    TERKUNCI,
    BatasArsip,
    terlalu_luas,
)
from realisasi.rupiah import angka

_BAGIAN_TERBANYAK: Final = 5_000
_MAMPAT: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_RUMUS_TANPA_NILAI: Final = re.compile(
    rb"""<c\b(?![^<>]*\bt="str")[^<>]*><f\b[^<>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"""
)
_DEKLARASI: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DAFTAR_TERBESAR: Final = 16 * 1024 * 1024  # bytes of a list of sheets with all its names
_BAGIAN_ODS: Final = ("mimetype", "content.xml", "styles.xml", "META-INF/manifest.xml")


class Arsip(NamedTuple):
    """An archive that a parser may see, and what it is: XLSX or ODS."""

    format: str
    isi: io.BytesIO


def kemas_ulang(isi: bytes, batas: BatasArsip) -> Arsip:
    """The same workbook within bounds.

    Raises:
        BerkasDitolak: what stands against it.

    """
    keluaran = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(isi)) as arsip, zipfile.ZipFile(keluaran, "w") as hasil:
            daftar = arsip.infolist()
            bentuk = _bentuk(arsip, daftar, batas)
            if bentuk == "ODS":
                _kemas_ods(arsip, hasil, batas)
            else:
                _kemas_xlsx(arsip, hasil, batas)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as galat:
        raise BerkasDitolak(RUSAK) from galat
    return Arsip(bentuk, keluaran)


def _bentuk(arsip: zipfile.ZipFile, daftar: list[zipfile.ZipInfo], batas: BatasArsip) -> str:
    """Which kind of workbook, by its list of contents alone; nothing large is unpacked for it."""
    if len(daftar) > _BAGIAN_TERBANYAK or sum(b.file_size for b in daftar) > batas.terurai:
        raise BerkasDitolak(
            f"Isi berkas ini mekar melebihi {angka(batas.terurai // 1024**2)} MB bila dibuka (bom ZIP atau buku yang "
            "terlalu besar). Kirim lembar yang diperlukan saja, atau bagi menjadi beberapa berkas."
        )
    if any(b.flag_bits & 1 for b in daftar):
        raise BerkasDitolak(TERKUNCI)
    if any(b.compress_type not in _MAMPAT for b in daftar):
        raise BerkasDitolak(RUSAK)
    nama = {b.filename.lower() for b in daftar}
    daftar_isi = _kecil(arsip, daftar, "[content_types].xml").lower()
    if any(n.endswith("vbaproject.bin") or "/macrosheets/" in n or n.startswith("basic/") for n in nama) or (
        b"macroenabled" in daftar_isi
    ):
        raise BerkasDitolak(BERMAKRO)
    if any("/externallinks/" in n for n in nama):
        raise BerkasDitolak(BERTAUTAN)
    if "content.xml" in nama:
        if b"opendocument.spreadsheet" not in _kecil(arsip, daftar, "mimetype"):
            raise BerkasDitolak(_bukan_buku("dokumen OpenDocument yang bukan lembar kerja"))
        if b"encryption-data" in _kecil(arsip, daftar, "meta-inf/manifest.xml"):
            raise BerkasDitolak(TERKUNCI)
        return "ODS"
    if "xl/workbook.bin" in nama:
        raise BerkasDitolak("Berkas ini buku kerja biner (.xlsb). Simpan sebagai .xlsx, lalu unggah lagi.")
    if not daftar_isi or "xl/workbook.xml" not in nama:
        lain = {"word/": "dokumen Word", "ppt/": "presentasi PowerPoint"}
        sebutan = next((s for awal, s in lain.items() if any(n.startswith(awal) for n in nama)), "arsip ZIP")
        raise BerkasDitolak(_bukan_buku(sebutan))
    return "XLSX"


def _bukan_buku(sebutan: str) -> str:
    return f"Berkas ini {sebutan}, bukan buku kerja Excel. Unggah berkas .xlsx, .xls, .ods, atau .csv."


def _kecil(arsip: zipfile.ZipFile, daftar: list[zipfile.ZipInfo], nama: str) -> bytes:
    """The first part of this name, whatever its case; no more of it than a list of contents can be."""
    for b in daftar:
        if b.filename.lower() == nama:
            with arsip.open(b) as aliran:
                return aliran.read(1024**2)
    return b""


def _urai(arsip: zipfile.ZipFile, bagian: zipfile.ZipInfo) -> bytes:
    """One part, no further than the size that it declares; one that lies about it fails its checksum."""
    with arsip.open(bagian) as aliran:
        isi = aliran.read(bagian.file_size + 1)
    # A zero byte stands in UTF-16 alone, where none of what is looked for here would be found.
    if b"\0" in isi or (b"<!" in isi and _DEKLARASI.search(isi)):
        raise BerkasDitolak(RUSAK)
    return isi


def _kemas_ods(arsip: zipfile.ZipFile, hasil: zipfile.ZipFile, batas: BatasArsip) -> None:
    bagian = {b.filename: _urai(arsip, b) for b in arsip.infolist() if b.filename in _BAGIAN_ODS}
    bagian["content.xml"] = ods.periksa(bagian.get("content.xml", b""), batas)
    for nama, mentah in bagian.items():
        hasil.writestr(nama, mentah)


def _kemas_xlsx(arsip: zipfile.ZipFile, hasil: zipfile.ZipFile, batas: BatasArsip) -> None:
    """Every sheet that is shown, one after the other, under a list of sheets that is written here.

    So no part is looked at as one thing and read as another, whatever its name and wherever it is listed.
    """
    bagian = _Bagian(arsip)
    isi_xlsx.periksa_paket(bagian.daftar(isi_xlsx.PAKET))
    isi = isi_xlsx.baca(bagian.daftar(isi_xlsx.BUKU), bagian.daftar(isi_xlsx.HUBUNGAN), batas)
    for nama, daftar in isi_xlsx.tulis(isi).items():
        hasil.writestr(nama, daftar)
    if (gaya := bagian.ambil(isi.gaya)) is not None:
        hasil.writestr("xl/styles.xml", gaya)
    if (teks := bagian.ambil(isi.teks)) is not None:
        hasil.writestr("xl/sharedStrings.xml", teks)
    sel = rujukan = 0
    for nomor, lembar in enumerate(isi.lembar, 1):
        mentah = bagian.ambil(lembar.bagian) if lembar.tampak else isi_xlsx.KOSONG
        if mentah is None:
            raise BerkasDitolak(RUSAK)
        sel += lembar_xml.luas(mentah, batas)
        if sel > batas.sel:
            raise BerkasDitolak(terlalu_luas(batas))
        if b"<f" in mentah and _RUMUS_TANPA_NILAI.search(mentah):
            raise BerkasDitolak(BELUM_DIHITUNG)
        rujukan += lembar_xml.rujukan_teks(mentah)
        for galat in (b' t="e"', b" t='e'"):
            if galat in mentah:
                mentah = mentah.replace(galat, b' t="str"')
        hasil.writestr(isi_xlsx.nama_bagian(nomor), mentah)
    if teks is not None:
        semua = (_tertulis(hasil, isi_xlsx.nama_bagian(n)) for n, _ in enumerate(isi.lembar, 1))
        lembar_xml.periksa_teks(teks, rujukan, semua, batas)


def _tertulis(hasil: zipfile.ZipFile, nama: str) -> bytes:
    """A part that was written already."""
    with hasil.open(nama) as aliran:
        return aliran.read()


class _Bagian:
    """The parts of an archive by their names in lower case, as parsers look for them."""

    def __init__(self, arsip: zipfile.ZipFile) -> None:
        self._arsip = arsip
        self._bagian = {b.filename.lower(): b for b in arsip.infolist()}
        self._banyak = Counter(b.filename.lower() for b in arsip.infolist())

    def ambil(self, nama: str) -> bytes | None:
        """The content of a part; None where there is none. Two of one name would be read by chance."""
        if self._banyak[nama] > 1:
            raise BerkasDitolak(RUSAK)
        return _urai(self._arsip, self._bagian[nama]) if nama in self._bagian else None

    def daftar(self, nama: str) -> bytes:
        """The content of a list, which has to be there."""
        if nama in self._bagian and self._bagian[nama].file_size > _DAFTAR_TERBESAR:
            raise BerkasDitolak(RUSAK)
        isi = self.ambil(nama)
        if isi is None:
            raise BerkasDitolak(RUSAK)
        return isi
