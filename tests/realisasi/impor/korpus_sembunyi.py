"""Files that show one thing to whoever looks at them first, and another to the parser; and such as cost much time."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from realisasi.impor import ole
from tests.realisasi.impor import buat
from tests.realisasi.impor.kasus import Kasus

UTAMA = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
KANTOR = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PAKET = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def tersembunyi() -> Iterator[Kasus]:
    """All of them."""
    yield from _letak_lembar()
    yield from _umpan()
    yield from _lambat()
    yield from _xls()
    yield from _ole()
    yield from _csv()


# --- Workbooks ------------------------------------------------------------------------


def xlsx(bagian: dict[str, str], *, lembar: Sequence[str], teks: str = "", utama: str = "xl/workbook.xml") -> bytes:
    """A workbook of these parts, of which `lembar` are listed as sheets by their targets."""
    hubungan = "".join(
        f'<Relationship Id="r{n}" Type="{KANTOR}/worksheet" Target="{tujuan}"/>' for n, tujuan in enumerate(lembar)
    )
    daftar = "".join(f'<sheet name="L{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n, _ in enumerate(lembar))
    semua = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships {PAKET}><Relationship Id="a" Type="{KANTOR}/officeDocument" Target="{utama}"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook {UTAMA} xmlns:r="{KANTOR}"><sheets>{daftar}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships {PAKET}>{hubungan}</Relationships>",
        **bagian,
    }
    if teks:
        semua["xl/sharedStrings.xml"] = f"<sst {UTAMA}>{teks}"
    return buat.kemas({nama: isi.encode() for nama, isi in semua.items()})


def sel(rujukan: str, baris: int) -> str:
    return f'<row r="{baris}"><c r="{rujukan}"><v>1</v></c></row>'


def lembar(*baris: str) -> str:
    return f"<worksheet {UTAMA}><sheetData>{''.join(baris)}</sheetData></worksheet>"


UJUNG = lembar(sel("A1", 1), sel("XFD1048576", 1_048_576))
LUAS = lembar(sel("A1", 1), sel("IV200000", 200_000))
BANYAK_BARIS = [sel(f"A{n}", n) for n in range(1, 5_100)]


def _letak_lembar() -> Iterator[Kasus]:
    """Sheets under names that are none of a sheet, or listed more often than they are there."""
    for nama in ("worksheets/styles.xml", "worksheets/sharedStrings.xml", "lain/[Content_Types].xml", "media/a.xml"):
        yield Kasus(f"lembar di {nama}, ujung", xlsx({f"xl/{nama}": UJUNG}, lembar=[nama]), kata="kolom")
        yield Kasus(f"lembar di {nama}, luas", xlsx({f"xl/{nama}": LUAS}, lembar=[nama]), kata="sel")
    yield Kasus("lembar di akar", xlsx({"a.xml": UJUNG}, lembar=["/a.xml"]), kata="kolom")
    yield Kasus("lembar di atas", xlsx({"a.xml": UJUNG}, lembar=["../a.xml"]), kata="kolom")
    yield Kasus("lembar huruf lain", xlsx({"xl/A.XML": UJUNG}, lembar=["a.Xml"]), kata="kolom")
    yield Kasus("lembar dari gaya", xlsx({"xl/styles.xml": UJUNG}, lembar=["styles.xml"]), kata="kolom")
    yield Kasus("lembar bernama sama", xlsx({"xl/a.xml": UJUNG, "xl/A.xml": lembar()}, lembar=["a.xml"]), kata="rusak")
    padat = lembar(*BANYAK_BARIS)
    yield Kasus("satu bagian banyak lembar", xlsx({"xl/a.xml": padat}, lembar=["a.xml"] * 50), kata="rusak")
    yield Kasus("satu bagian ribuan lembar", xlsx({"xl/a.xml": padat}, lembar=["a.xml"] * 5_000), kata="lembar")
    lain = f'<workbook {UTAMA} xmlns:r="{KANTOR}"><sheets><sheet name="X" sheetId="1" r:id="r0"/></sheets></workbook>'
    lain_hubungan = f'<Relationships {PAKET}><Relationship Id="r0" Type="{KANTOR}/worksheet" Target="b.xml"/>'
    bagian = {
        "xl/a.xml": lembar(sel("A1", 1)),
        "lain/workbook.xml": lain,
        "lain/_rels/workbook.xml.rels": f"{lain_hubungan}</Relationships>",
        "lain/b.xml": UJUNG,
    }
    yield Kasus("daftar lembar lain", xlsx(bagian, lembar=["a.xml"], utama="lain/workbook.xml"), kata="rusak")


def _umpan() -> Iterator[Kasus]:
    """Sheets that begin with the real cells and end with a decoy, or name rows that they do not seem to have."""
    umpan = f"<sheetData>{''.join(BANYAK_BARIS)}</sheetData>"
    asli = '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row><x:row r="200000"><x:c r="CV200000"><x:v>1</x:v></x:c>'
    awalan = f'<x:worksheet xmlns:x="{UTAMA[7:-1]}" {UTAMA}>'
    umpan_lembar = f"{awalan}<x:sheetData>{asli}</x:row></x:sheetData>{umpan}</x:worksheet>"
    yield Kasus("umpan sesudah lembar", xlsx({"xl/a.xml": umpan_lembar}, lembar=["a.xml"]), kata="sel")
    tak_urut = lembar(*BANYAK_BARIS, '<row r="5100"><c r="A5100"><v>1</v></c><c r="Z99999"><v>1</v></c></row>')
    bagian = {f"xl/{n}.xml": tak_urut for n in range(4)}
    yield Kasus("baris yang tidak ada", xlsx(bagian, lembar=[f"{n}.xml" for n in range(4)]), kata="sel")
    ekor = '<row r="1"><c r="IU1"><v>1</v></c>' + "<c><v>1</v></c>" * 200 + "</row>"
    yield Kasus("sel tanpa rujukan di belakang", xlsx({"xl/a.xml": lembar(ekor)}, lembar=["a.xml"]), kata="kolom")
    for nama, pembuka in {"doctype kecil": "<!doctype a>", "entitas kecil": '<!entity a "b">'}.items():
        yield Kasus(nama, xlsx({"xl/a.xml": pembuka + lembar(sel("A1", 1))}, lembar=["a.xml"]), kata="rusak")
    utf16 = buat.bagian(xlsx({"xl/a.xml": ""}, lembar=["a.xml"])) | {"xl/a.xml": UJUNG.encode("utf-16")}
    yield Kasus("lembar utf-16", buat.kemas(utf16), kata="rusak")


def _lambat() -> Iterator[Kasus]:
    """Such as a careless search would go through again and again."""
    rujukan = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5_000))
    isi = xlsx({"xl/a.xml": lembar(rujukan)}, lembar=["a.xml"], teks="<si>" * 80_000)
    yield Kasus("teks bersama tanpa akhir", isi, kata="rusak")
    ulang = '<row r="1"><c' + ' r="A1"' * 80_000 + "><v>1</v></c></row>"
    yield Kasus("rujukan berulang", xlsx({"xl/a.xml": lembar(ulang)}, lembar=["a.xml"]))
    kutip = buat.bagian(buat.ods(buat.LAPORAN)) | {
        "content.xml": b"<table:table-row " + b'<table:table-cell "' * 80_000 + b"<table:table-row"
    }
    yield Kasus("ods kutip terbuka", buat.kemas(kutip), kata="rusak")


# --- Old workbooks --------------------------------------------------------------------

AWAL_BUKU = buat.catatan(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
AWAL_LEMBAR = buat.catatan(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
AKHIR = buat.catatan(0x000A)


def _angka(baris: int, kolom: int) -> bytes:
    return buat.catatan(0x0203, struct.pack("<HHHd", baris, kolom, 0, 1.0))


def _buku_xls(isi: bytes, *letak: int) -> bytes:
    """Old workbook of which the sheets begin so many bytes behind the list of them."""
    panjang = len(AWAL_BUKU) + len(letak) * 16 + len(AKHIR)
    daftar = b"".join(
        buat.catatan(0x0085, struct.pack("<IBBBB", panjang + k, 0, 0, 4, 0) + f"L{n:03}".encode())
        for n, k in enumerate(letak)
    )
    return ole.bungkus("Workbook", AWAL_BUKU + daftar + AKHIR + isi)


def _xls() -> Iterator[Kasus]:
    for nama, ujung in {"ujung": (65_535, 65_535), "luas": (20_000, 300)}.items():
        dalam = AWAL_LEMBAR + _angka(0, 0) + _angka(*ujung) + AKHIR
        yield Kasus(
            f"xls lembar di dalam catatan lain, {nama}", _buku_xls(buat.catatan(0x0FFF, dalam), 4), kata="rusak"
        )
    satu = AWAL_LEMBAR + _angka(0, 0) + _angka(30_000, 200) + AKHIR
    yield Kasus("xls satu lembar berkali-kali", _buku_xls(satu, *[0] * 40), kata="rusak")
    yield Kasus("xls lembar di luar", _buku_xls(satu, 10**6), kata="rusak")
    terbuka = [AWAL_LEMBAR + _angka(60_000, 0), AWAL_LEMBAR + _angka(0, 255), AKHIR]
    yield Kasus("xls lembar tanpa akhir", _buku_xls(b"".join(terbuka), 0, len(terbuka[0])), kata="rusak")


def _ole() -> Iterator[Kasus]:
    """Containers whose tables name one sector again and again: chains longer than the file."""
    besar = 8 * 1024**2
    sektor = besar // 512
    kepala = bytearray(512)
    kepala[:8] = ole.TANDA
    struct.pack_into("<HHHHH", kepala, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<9I", kepala, 0x28, 0, sektor - 2, 0, 0, 4096, 0xFFFFFFFE, 0, 1, sektor - 2)
    isi = bytes(kepala) + bytes(512) + struct.pack("<128I", *[0] * 127, 1)
    yield Kasus("ole tabel berulang", isi.ljust(besar, b"\0"), kata="rusak")
    berulang = bytearray(buat.xls(buat.LAPORAN))
    (fat,) = struct.unpack_from("<I", berulang, 0x4C)
    struct.pack_into("<I", berulang, 0x2C, 2)
    struct.pack_into("<I", berulang, 0x50, fat)
    yield Kasus("ole tabel dua kali", bytes(berulang), kata="rusak")


# --- Text -----------------------------------------------------------------------------


def _csv() -> Iterator[Kasus]:
    kepala = ";".join(buat.LAPORAN[0])
    baris = [f"2026;1;TP;{kode};52;{n};DIAJUKAN" for n, kode in enumerate(("019070", "019071", "019072"), 100)]
    tutup = baris[2].replace("TP", 'TP"')
    buka = baris[0].replace("TP", '"TP')
    for nama, isi in {
        "kutip menelan baris": [kepala, buka, baris[1], baris[2].replace("TP", '"TP"')],
        "kutip ditutup di tengah sel": [kepala, buka, baris[1], tutup],
        "kutip tidak ditutup": [kepala, baris[0], baris[1].replace("TP", '"TP'), baris[2]],
        "kutip dengan ganti baris dan pemisah": [kepala, baris[0].replace("TP", '"TP;\n"'), *baris[1:]],
    }.items():
        yield Kasus(f"csv {nama}, dengan barisnya", "\n".join(isi).encode(), kata="tanda kutip")
