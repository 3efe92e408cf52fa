"""Workbooks that are ZIP archives (.xlsx, .ods), made anew of parts that were unpacked within bounds.

A parser sees only the archive that is made here: without macros, pictures and parts that it does
not need, and with no cell so far out that the table up to it would not fit into memory. Cells
that hold an error of Excel are turned into text, because the parser would give them as empty.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final, NamedTuple

from realisasi.impor import ods
from realisasi.impor.bacaan import BerkasDitolak
from realisasi.impor.batas_berkas import (
    BELUM_DIHITUNG,
    BERMAKRO,
    BERTAUTAN,
    RUSAK,
    TEKS_TERBESAR,
    TERKUNCI,
    BatasArsip,
    terlalu_banyak_lembar,
    terlalu_luas,
    terlalu_panjang,
)
from realisasi.rupiah import angka

_BAGIAN_TERBANYAK: Final = 5_000
_MAMPAT: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_TAK_PERLU: Final = re.compile(
    r"(?:^|/)(?:drawings|charts|chartsheets|media|embeddings|theme|printersettings|comments\d*\.xml|threadedcomments|persons|ctrlprops"
    r"|pivotcache|pivottables|slicers|slicercaches|customxml|docprops|calcchain\.xml|activex)(?:/|$)",
    re.IGNORECASE,
)
_BUKAN_LEMBAR: Final = re.compile(
    r"(?:\.rels|\[content_types\]\.xml|workbook\.xml|styles\.xml|sharedstrings\.xml|metadata\.xml)$", re.IGNORECASE
)
# A cell to the right of column Z, any cell, and whether it is empty for certain (plain attributes, then the end).
_KOSONG: Final = rb"""["']((?:\s+[a-z:]+="[A-Za-z0-9]*")*\s*/>)?"""
_RUJUKAN_JAUH: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{2,})[0-9]+""" + _KOSONG)
_RUJUKAN_BERISI: Final = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*([0-9]+)""" + _KOSONG)
_RUJUKAN: Final = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*([0-9]+)["']""")
_TANPA_R: Final = rb"""(?!(?:\s+[\w:]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*?\s+r\s*=)[\s/>]"""
_SEL_TANPA_RUJUKAN: Final = re.compile(rb"[<:]c" + _TANPA_R)
_BARIS_TANPA_RUJUKAN: Final = re.compile(rb"[<:]row" + _TANPA_R)
_RUMUS_TANPA_NILAI: Final = re.compile(
    rb"""<c\b(?![^<>]*\bt="str")[^<>]*><f\b[^<>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"""
)
_TEKS_BERSAMA: Final = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>|<(?:\w+:)?si\s*/>", re.DOTALL)
_NOMOR_TEKS: Final = re.compile(rb"<(?:\w+:)?v\b[^<>]*>\s*([0-9]{1,9})\s*<")

_BANYAK_BARIS: Final = 5_000
_POLA: Final = bytes.maketrans(b"123456789BCDEFGHIJKLMNOPQRSTUVWXYZ", b"0" * 9 + b"A" * 25)
_KOLOM_SATU_HURUF: Final = 26


class Arsip(NamedTuple):
    """An archive that a parser may see, and what it is: XLSX or ODS."""

    format: str
    isi: bytes


def kemas_ulang(isi: bytes, batas: BatasArsip) -> Arsip:
    """The same workbook within bounds.

    Raises:
        BerkasDitolak: what stands against it.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
            daftar = arsip.infolist()
            bentuk = _bentuk(arsip, daftar, batas)
            bagian = {b.filename: _urai(arsip, b) for b in daftar if _perlu(b.filename, bentuk)}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as galat:
        raise BerkasDitolak(RUSAK) from galat
    if bentuk == "ODS":
        bagian["content.xml"] = ods.periksa(bagian.get("content.xml", b""), batas)
    else:
        _periksa_xlsx(bagian, batas)
    keluaran = io.BytesIO()
    with zipfile.ZipFile(keluaran, "w") as hasil:
        for nama, mentah in bagian.items():
            hasil.writestr(nama, mentah)
    return Arsip(bentuk, keluaran.getvalue())


def _perlu(nama: str, bentuk: str) -> bool:
    if bentuk == "ODS":
        return nama in ("mimetype", "content.xml", "styles.xml", "META-INF/manifest.xml")
    return nama.lower().endswith((".xml", ".rels")) and not _TAK_PERLU.search(nama)


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
    if b"<!DOCTYPE" in isi or b"<!ENTITY" in isi:
        raise BerkasDitolak(RUSAK)
    return isi


def _periksa_xlsx(bagian: dict[str, bytes], batas: BatasArsip) -> None:
    """Every sheet within bounds; mends the parts in place."""
    lembar = [n for n in bagian if not _BUKAN_LEMBAR.search(n)]
    if len([n for n in lembar if "worksheets/" in n.lower()]) > batas.lembar:
        raise BerkasDitolak(terlalu_banyak_lembar(batas))
    sel = 0
    for nama in lembar:
        sel += _luas(bagian[nama], batas)
        if sel > batas.sel:
            raise BerkasDitolak(terlalu_luas(batas))
        if b"<f" in bagian[nama] and _RUMUS_TANPA_NILAI.search(bagian[nama]):
            raise BerkasDitolak(BELUM_DIHITUNG)
        for galat in (b' t="e"', b" t='e'"):
            if galat in bagian[nama]:
                bagian[nama] = bagian[nama].replace(galat, b' t="str"')
    bersama = [n for n in bagian if n.lower().endswith("sharedstrings.xml")]
    for nama in bersama:
        _periksa_teks(bagian[nama], [bagian[n] for n in lembar], batas)


def _luas(isi: bytes, batas: BatasArsip) -> int:
    """How many cells the rectangle around all that is not empty has; a parser makes all of them.

    Looked at in the bytes, and rather too much than too little: a number that was read from a
    well-meant part of the file (`<dimension>`) may be a lie.
    """
    luas = _luas_teratur(isi, batas)
    return _luas_teliti(isi, batas) if luas is None else luas


def _luas_teratur(isi: bytes, batas: BatasArsip) -> int | None:
    """The same for a large sheet whose cells and rows all begin as Excel writes them, up to column Z; else None.

    A few counts over the bytes, where the look at every reference would take longer than the reading.
    """
    mulai, akhir = isi.find(b"<sheetData"), isi.rfind(b"</sheetData>")
    if mulai < 0 or akhir < mulai:
        return None
    pola = isi[mulai:akhir].translate(_POLA)
    baris = pola.count(b'<row r="0')
    sel = pola.count(b'<c r="A0')
    if baris < _BANYAK_BARIS or pola.count(b"<row") != baris or pola.count(b"<c") != sel:
        return None
    if b":c" in pola or b":row" in pola:
        return None
    if baris > batas.baris + 1:
        raise BerkasDitolak(terlalu_panjang(baris, isi.count(b"<v") + isi.count(b"<is"), batas))
    letak = isi.rfind(b'<row r="', mulai, akhir) + 8
    terakhir = int(isi[letak : isi.index(b'"', letak)][:12])
    if (jauh := pola.find(b'000000"')) >= 0:  # rows from 100.000 on
        terakhir = max(terakhir, *(int(n[:12]) for n in _RUJUKAN.findall(isi, mulai + jauh - 20, akhir)), 0)
    if terakhir > batas.baris + 1:
        raise BerkasDitolak(terlalu_panjang(terakhir, baris, batas))
    return terakhir * _KOLOM_SATU_HURUF


def _luas_teliti(isi: bytes, batas: BatasArsip) -> int:
    """The same for any sheet."""
    terisi = isi.count(b"<v") + isi.count(b":v") + isi.count(b"<is") + isi.count(b":is")
    jumlah_baris = isi.count(b"<row") + isi.count(b":row")
    if jumlah_baris > batas.baris + 1:
        raise BerkasDitolak(terlalu_panjang(jumlah_baris, terisi, batas))
    if terisi > batas.sel:
        raise BerkasDitolak(terlalu_luas(batas))
    if not terisi:
        return 0
    kolom = _kolom_terjauh(isi, batas)
    baris = max((int(n[:12]) for n, kosong in _RUJUKAN_BERISI.findall(isi) if not kosong), default=0)
    if _BARIS_TANPA_RUJUKAN.search(isi):
        baris += jumlah_baris
    if baris > batas.baris + 1:
        raise BerkasDitolak(terlalu_panjang(baris, terisi, batas))
    return baris * kolom


def _kolom_terjauh(isi: bytes, batas: BatasArsip) -> int:
    kolom = _KOLOM_SATU_HURUF
    for huruf, kosong in _RUJUKAN_JAUH.findall(isi):
        if not kosong:
            kolom = max(kolom, _nomor_kolom(huruf))
    if _SEL_TANPA_RUJUKAN.search(isi):
        kolom = max(kolom, _kolom_tanpa_rujukan(isi))
    if kolom > batas.kolom:
        raise BerkasDitolak(
            f"Ada sel berisi sampai kolom ke-{angka(kolom)}; paling banyak {batas.kolom} kolom dibaca. Hapus yang "
            "tidak diperlukan, lalu unggah lagi."
        )
    return kolom


def _kolom_tanpa_rujukan(isi: bytes) -> int:
    """The longest row of cells that do not say where they stand, as far as it can be told."""
    if b"<!" in isi:
        raise BerkasDitolak(RUSAK)
    return max(len(re.findall(rb"[<:]c[\s/>]", baris)) for baris in re.split(rb"[<:]row\b", isi))


def _nomor_kolom(huruf: bytes) -> int:
    nomor = 0
    for h in huruf.upper()[:8]:
        nomor = nomor * 26 + h - 64
    return nomor


def _periksa_teks(bersama: bytes, lembar: list[bytes], batas: BatasArsip) -> None:
    """That the texts which cells share do not add up to more than memory holds when each cell has its own."""
    if bersama.count(b"<si") + bersama.count(b":si") > batas.sel:
        raise BerkasDitolak(terlalu_luas(batas))
    jumlah = sum(isi.count(b'"s"') + isi.count(b"'s'") for isi in lembar)
    # Fast where even the longest text in every cell would fit.
    if len(bersama) * jumlah <= TEKS_TERBESAR:
        return
    panjang = [len(t) for t in _TEKS_BERSAMA.findall(bersama)]
    if not panjang or max(panjang) * jumlah <= TEKS_TERBESAR:
        return
    total = sum(panjang[i] for isi in lembar for n in _NOMOR_TEKS.findall(isi) if (i := int(n)) < len(panjang))
    if total > TEKS_TERBESAR:
        raise BerkasDitolak(terlalu_luas(batas))
