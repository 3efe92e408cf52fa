"""What a workbook (.xlsx) says that it consists of, and the same said anew in a form that leaves no doubt."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from realisasi.impor.bacaan import BerkasDitolak
from realisasi.impor.batas_berkas import BERMAKRO, RUSAK, BatasArsip, terlalu_banyak_lembar

BUKU: Final = "xl/workbook.xml"
HUBUNGAN: Final = "xl/_rels/workbook.xml.rels"
PAKET: Final = "_rels/.rels"
GAYA: Final = "xl/styles.xml"
TEKS: Final = "xl/sharedstrings.xml"
KOSONG: Final = b"<worksheet><sheetData/></worksheet>"
_RUANG: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RUANG_HUBUNGAN: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RUANG_PAKET: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TERSEMBUNYI: Final = ' state="hidden"'
_DARI_1904: Final = ("1", "true", "on")


class LembarXlsx(NamedTuple):
    """A sheet of cells: its name, whether it is shown, and its part of the archive in lower case."""

    nama: str
    tampak: bool
    bagian: str


class IsiXlsx(NamedTuple):
    """The sheets in their order, the parts with styles and shared texts, and whether days are counted from 1904."""

    lembar: Sequence[LembarXlsx]
    gaya: str
    teks: str
    dari_1904: bool


def periksa_paket(hubungan: bytes) -> None:
    """That what the archive is about is the list of sheets which is looked at here.

    Raises:
        BerkasDitolak: another one would be opened elsewhere.

    """
    utama = [
        _letak("/" + atribut.get("Target", "").lstrip("/"))
        for _, atribut in _unsur(hubungan, ("Relationship",))
        if atribut.get("Type", "").endswith("/officeDocument")
    ]
    if utama != [BUKU]:
        raise BerkasDitolak(RUSAK)


def baca(buku: bytes, hubungan: bytes, batas: BatasArsip) -> IsiXlsx:
    """What the list of sheets says, each sheet under the part that the relationships name.

    Raises:
        BerkasDitolak: more sheets than allowed, or two of one name or of one part, which no program writes.

    """
    tujuan: dict[str, tuple[str, str]] = {}
    bagian_lain = {"styles": GAYA, "sharedStrings": TEKS}
    for _, atribut in _unsur(hubungan, ("Relationship",)):
        jenis = atribut.get("Type", "").rpartition("/")[2]
        letak = _letak(atribut.get("Target", ""))
        tujuan[atribut.get("Id", "")] = jenis, letak
        if jenis in bagian_lain:
            bagian_lain[jenis] = letak
    lembar, dari_1904, banyak = [], False, 0
    for nama, atribut in _unsur(buku, ("workbookPr", "sheet")):
        if nama == "workbookPr":
            dari_1904 = atribut.get("date1904", "").lower() in _DARI_1904
            continue
        banyak += 1
        if banyak > batas.lembar:
            raise BerkasDitolak(terlalu_banyak_lembar(batas))
        jenis, letak = tujuan.get(atribut.get("id", ""), ("", ""))
        if "macrosheet" in jenis.lower():
            raise BerkasDitolak(BERMAKRO)
        if not letak:
            raise BerkasDitolak(RUSAK)
        if jenis == "worksheet":
            lembar.append(LembarXlsx(atribut.get("name", ""), atribut.get("state", "visible") == "visible", letak))
    for kunci in ([s.nama for s in lembar], [s.bagian for s in lembar]):
        if len(set(kunci)) < len(kunci):
            raise BerkasDitolak(RUSAK)
    return IsiXlsx(lembar, bagian_lain["styles"], bagian_lain["sharedStrings"], dari_1904)


def tulis(isi: IsiXlsx) -> dict[str, bytes]:
    """The lists of a workbook of which the n-th sheet is `nama_bagian(n)`, by their names."""
    lembar = "".join(
        f'<sheet name={quoteattr(s.nama)} sheetId="{n}" r:id="l{n}"{"" if s.tampak else _TERSEMBUNYI}/>'
        for n, s in enumerate(isi.lembar, 1)
    )
    hari = '<workbookPr date1904="1"/>' if isi.dari_1904 else ""
    return {
        PAKET: _hubungan([("officeDocument", "l1", BUKU)]),
        BUKU: f'<workbook {_RUANG} xmlns:r="{_RUANG_HUBUNGAN}">{hari}<sheets>{lembar}</sheets></workbook>'.encode(),
        HUBUNGAN: _hubungan([("worksheet", f"l{n}", f"/{nama_bagian(n)}") for n, _ in enumerate(isi.lembar, 1)]),
    }


def _hubungan(daftar: Sequence[tuple[str, str, str]]) -> bytes:
    isi = "".join(
        f'<Relationship Type="{_RUANG_HUBUNGAN}/{jenis}" Id="{kunci}" Target="{tujuan}"/>'
        for jenis, kunci, tujuan in daftar
    )
    return f'<Relationships xmlns="{_RUANG_PAKET}">{isi}</Relationships>'.encode()


def nama_bagian(nomor: int) -> str:
    """The part of the n-th sheet, counted from 1."""
    return f"xl/worksheets/sheet{nomor}.xml"


def _letak(tujuan: str) -> str:
    """The part that a relationship means: from the root, or from the folder of the workbook."""
    return posixpath.normpath(posixpath.join("/xl", tujuan)).lstrip("/").lower()


def _unsur(isi: bytes, dicari: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Name and attributes of these elements, both without their namespaces."""
    hasil: list[tuple[str, dict[str, str]]] = []

    def mulai(nama: str, atribut: dict[str, str]) -> None:
        polos = nama.rpartition(" ")[2]
        if polos in dicari:
            # `r:id` comes with a namespace and so after an `id` without one.
            urut = sorted(atribut.items(), key=lambda a: " " in a[0])
            hasil.append((polos, {k.rpartition(" ")[2]: v for k, v in urut}))

    def tolak(*_args: object) -> None:
        raise BerkasDitolak(RUSAK)

    pengurai = expat.ParserCreate(namespace_separator=" ")
    pengurai.StartElementHandler = mulai
    pengurai.StartDoctypeDeclHandler = tolak
    try:
        pengurai.Parse(isi, True)
    except expat.ExpatError as galat:
        raise BerkasDitolak(RUSAK) from galat
    return iter(hasil)
