"""Hostile and broken files, the same ones in every run: what is wrong with each stands in its name.

Run as a program it reads the heaviest of them, for a test that bounds memory and time of a process.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import struct
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

from realisasi.impor import berkas, ole
from realisasi.impor.bacaan import BerkasDitolak, JenisImpor, Pilihan
from realisasi.impor.bentuk import kenali
from tests.realisasi.impor import buat
from tests.realisasi.impor.kasus import Kasus
from tests.realisasi.impor.korpus_sembunyi import tersembunyi

ULANG_KOLOM = '<table:table-row><table:table-cell table:number-columns-repeated="1000000000"'
ULANG_BARIS = '<table:table-row table:number-rows-repeated="1000000000">'
TERSEMBUNYI = ULANG_KOLOM.replace("cell table", 'cell x=">" table')
INTI = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]>'


def semua() -> Iterator[Kasus]:
    """All of them."""
    yield from bukan_tabel()
    yield from bom()
    yield from tersembunyi()
    yield from wadah()
    yield from sel_salah()
    yield from rusak()


# --- Not a workbook at all -------------------------------------------------------------


def bukan_tabel() -> Iterator[Kasus]:
    """Other files under the name of a workbook."""
    lain = {
        "kosong": (b"", "kosong"),
        "spasi saja": (b" \r\n \t\r\n", "kosong"),
        "tanda urutan saja": (b"\xef\xbb\xbf", "kosong"),
        "nol saja": (bytes(5000), "kosong"),
        "program windows": (b"MZ\x90\0" + bytes(200), "program Windows"),
        "program linux": (b"\x7fELF" + bytes(200), "program Linux"),
        "skrip": (b"#!/bin/sh\necho 1\n", "skrip"),
        "pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        "png": (b"\x89PNG\r\n\x1a\n" + bytes(50), "gambar PNG"),
        "jpg": (b"\xff\xd8\xff\xe0" + bytes(50), "gambar JPG"),
        "rar": (b"Rar!\x1a\x07\0" + bytes(50), "arsip RAR"),
        "gzip": (b"\x1f\x8b\x08" + bytes(50), "arsip GZIP"),
        "rtf": (b"{\\rtf1 halo}", "dokumen RTF"),
        "halaman web": (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "halaman web"),
        "halaman web dengan spasi": (b"\r\n  <!DOCTYPE html><table>", "halaman web"),
        "xml excel 2003": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "XML"),
        "mhtml": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "halaman web"),
        "excel 4": (b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(50), "sangat lama"),
        "excel 95 tanpa wadah": (b"\x09\x08\x08\x00\x00\x05\x05\x00" + bytes(50), "sangat lama"),
        "bita acak": (random.Random(1).randbytes(3000), "bukan tabel"),
        "utf16 terpotong": (b"\xff\xfek\0o\0d\0e\0\x00\xd8", ""),
        "teks biasa": (b"Ini surat, bukan tabel.\nSalam.\n", "judul kolom"),
        "csv tanpa judul": (b"2026;1;TP;019070;52;5;DIAJUKAN\n" * 3, "kolom"),
        "csv kutip tidak ditutup": (buat.csv(buat.LAPORAN) + b'2026,1,"TP,019070,52,1,DIAJUKAN\n' * 2, ""),
        "csv nol di tengah": (buat.csv(buat.LAPORAN).replace(b"019070", b"0190\x0070"), "bukan tabel"),
        "csv sangat lebar": (b"a," * 5000 + b"\n" + b"1," * 5000, "kolom"),
        "json": (b'{"tahun": 2026, "triwulan": 1}', "judul kolom"),
    }
    for nama, (isi, kata) in lain.items():
        yield Kasus(nama, isi, kata=kata)


# --- What unfolds ------------------------------------------------------------------------


def bom() -> Iterator[Kasus]:
    """Small files that want much memory or time."""
    baik = buat.satu(buat.LAPORAN)
    berat = buat.ganti(baik, xl__worksheets__sheet1_xml=bytes(1024**2) * 300)
    yield Kasus("bom zip", berat, kata="bom ZIP")
    yield Kasus("bom yang berbohong", _ubah_ukuran(berat, 900), kata="rusak")
    yield Kasus("zip berisi zip", buat.kemas({"a.zip": buat.kemas({"b.zip": baik})}), kata="arsip ZIP")
    yield Kasus("ribuan bagian", buat.kemas(buat.bagian(baik) | {f"a/{n}": b"" for n in range(6000)}), kata="bom ZIP")
    yield Kasus("entitas", buat.ganti(baik, xl__workbook_xml=INTI.encode()), kata="rusak")
    yield Kasus(
        "entitas di lembar", buat.ganti(baik, xl__worksheets__sheet1_xml=(INTI + "<a>&b;</a>").encode()), kata="rusak"
    )
    xml = {
        "sel di ujung": ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "kolom"),
        "sel di ujung bawah": (
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>',
            "baris",
        ),
        "sel di baris semiliar": ('<row r="999999999"><c r="A999999999"><v>1</v></c></row>', "baris"),
        "rujukan huruf kecil": ('<row r="1"><c r="xfd1"><v>1</v></c></row>', "kolom"),
        "rujukan berspasi": ("<row r = '1'><c r = 'XFD1'><v>1</v></c></row>", "kolom"),
        "rujukan tersembunyi": ('<row r="1"><c r="XFD1" x="/>"><v>1</v></c></row>', "kolom"),
        "rujukan meluap": ('<row r="1"><c r="AAAAAAAAAA1"><v>1</v></c></row>', "kolom"),
        "nomor meluap": (f'<row r="{"9" * 40}"><c r="A{"9" * 40}"><v>1</v></c></row>', ""),
        "tanpa rujukan": ("<row>" + "<c><v>1</v></c>" * 3000 + "</row>", "kolom"),
        "kosong tanpa rujukan": ("<row>" + "<c/>" * 100_000 + "<c><v>1</v></c></row>", "kolom"),
        "baris tanpa rujukan": ("<row><c><v>1</v></c></row>" * 250_000, "baris"),
        "baris kosong sejuta": ("".join(f'<row r="{n}"/>' for n in range(1, 1_000_000)), "kosong"),
        "baris kosong sejuta di bawah data": (
            '<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(f'<row r="{n}"/>' for n in range(2, 600_000)),
            "kosong",
        ),
        "sel tersebar": (
            '<row r="1"><c r="IV1"><v>1</v></c></row><row r="150000"><c r="IV150000"><v>1</v></c></row>',
            "sel",
        ),
        "rumus tanpa nilai": ('<row r="1"><c r="A1"><f>SUM(B1:B9)</f></c></row>', "rumus"),
        "rumus dengan nilai kosong": ('<row r="1"><c r="A1"><f>SUM(B1:B9)</f><v></v></c></row>', "rumus"),
        "awalan ruang nama": ('<x:row r="1"><x:c r="XFD1"><x:v>1</x:v></x:c></x:row>', "kolom"),
        "lembar kosong": ("", "tidak berisi data"),
        "bersarang dalam": ("<row>" * 100_000, ""),
        "nilai bukan angka": ('<row r="1"><c r="A1"><v>abc</v></c></row>', ""),
        "teks bersama yang tidak ada": ('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>', ""),
        "teks bersama negatif": ('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', ""),
        "tanggal meluap": ('<row r="1"><c r="A1" t="d"><v>999999-01-01</v></c></row>', ""),
        "tak hingga": ('<row r="1"><c r="A1"><v>1e999</v></c></row>', ""),
    }
    for nama, (isi, kata) in xml.items():
        yield Kasus(f"xlsx {nama}", buat.lembar_xml(isi), kata=kata)
    teks = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + b"x" * 32_000
        + b"</t></si></sst>"
    )
    ulang = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_000))
    yield Kasus(
        "teks panjang dipakai ribuan kali", buat.ganti(buat.lembar_xml(ulang), xl__sharedStrings_xml=teks), kata="sel"
    )
    angka = 'office:value-type="float" office:value="1"'
    kosong = '<table:table-cell table:number-columns-repeated="1000000"/>'
    tabel = {
        "sel diulang": (f"{ULANG_KOLOM} {angka}/></table:table-row>", "kolom"),
        "baris diulang": (f"{ULANG_BARIS}<table:table-cell {angka}/></table:table-row>", "baris"),
        "kosong lalu isi": (
            (
                f"{ULANG_BARIS}<table:table-cell/></table:table-row>"
                f"<table:table-row><table:table-cell {angka}/></table:table-row>"
            ),
            "kosong",
        ),
        "kolom kosong lalu isi": (f"<table:table-row>{kosong}<table:table-cell {angka}/></table:table-row>", "kolom"),
        "pengulangan tersembunyi": (f"{TERSEMBUNYI} {angka}/></table:table-row>", "kolom"),
    }
    for nama, (isi, kata) in tabel.items():
        yield Kasus(f"ods {nama}", buat.ods([], isi), kata=kata)
    yield Kasus("ods komentar", buat.ods(buat.LAPORAN, "<!-- <table:table-cell x='-->"), kata="rusak")
    yield Kasus(
        "ods entitas", buat.kemas(buat.bagian(buat.ods(buat.LAPORAN)) | {"content.xml": INTI.encode()}), kata="rusak"
    )
    dimensi = buat.catatan(0x0200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))
    yield Kasus("xls dimensi bohong", buat.xls([["satu", "dua"]], lembar=dimensi), kata="judul kolom")
    yield Kasus(
        "xls sel di ujung",
        buat.xls([["a"]], lembar=buat.catatan(0x0203, struct.pack("<HHHd", 65535, 65535, 0, 1.0))),
        kata="kolom",
    )
    yield Kasus(
        "xls sel jauh",
        buat.xls([["a"]], lembar=buat.catatan(0x0203, struct.pack("<HHHd", 65535, 255, 0, 1.0))),
        kata="sel",
    )
    yield Kasus(
        "xls deret terbalik", buat.xls([["a"]], lembar=buat.catatan(0x00BD, struct.pack("<HHHiH", 1, 200, 0, 4, 3)))
    )
    panjang = [["x" * 30_000] * 200] * 60
    yield Kasus("xls teks panjang dipakai ribuan kali", buat.xls(panjang), kata="sel")
    yield Kasus("csv sepuluh juta baris kosong", b"kode;nama\n" + b"\n" * 9_000_000 + b"1;2\n", kata="kosong")
    yield Kasus("csv sejuta baris titik koma", b"kode;nama;c\n" + b";;\n" * 1_000_000 + b"1;2;3\n", kata="kosong")
    yield Kasus("csv terlalu panjang", b"kode;nama\n" + b"1;2\n" * 300_000, kata="baris")
    yield Kasus("csv satu baris raksasa", b"a" * 20_000_000, kata="32.767")
    raksasa = '<row r="1"><c r="A1" t="inlineStr"><is><t>' + "x" * 5_000_000 + "</t></is></c></row>"
    yield Kasus("xlsx sel raksasa", buat.lembar_xml(raksasa), kata="32.767")
    kepala = ";".join(buat.LAPORAN[0]) + "\n"
    acak = "".join(f"x{n};y{n};z{n};k{n};j{n};r{n};s{n}\n" for n in range(50_000))
    yield Kasus("setiap sel salah", (kepala + acak).encode(), kata="sel tidak terbaca")
    jumlah = "".join(f"Jumlah;;;;;{n};\n" for n in range(100_000))
    yield Kasus(
        "hampir semua baris jumlah", (kepala + jumlah + "2026;1;TP;019070;52;x;DIAJUKAN\n").encode(), kata="TOLAKAN"
    )
    yield Kasus("berkas terlalu besar", b"PK\x03\x04" + bytes(30 * 1024**2), kata="lebih besar dari")


def _ubah_ukuran(isi: bytes, ukuran: int) -> bytes:
    """An archive that says of its largest part that it is small."""
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        info = max(arsip.infolist(), key=lambda b: b.file_size)
    return isi.replace(struct.pack("<I", info.file_size), struct.pack("<I", ukuran))


# --- Workbooks that must not be used ----------------------------------------------------


def wadah() -> Iterator[Kasus]:
    """Locked, with macros, with links, of another kind, without what makes a workbook."""
    baik = buat.satu(buat.LAPORAN)
    yield Kasus("terkunci sandi", ole.bungkus("EncryptedPackage", random.Random(2).randbytes(9000)), kata="kata sandi")
    yield Kasus("xls terkunci sandi", buat.xls(buat.LAPORAN, umum=buat.catatan(0x002F, bytes(6))), kata="kata sandi")
    yield Kasus("zip terkunci sandi", _bertanda(baik), kata="kata sandi")
    yield Kasus("ods terkunci sandi", buat.ods(buat.LAPORAN, manifes="<manifest:encryption-data/>"), kata="kata sandi")
    yield Kasus("makro", buat.ganti(baik, **{"xl__vbaProject.bin": b"x"}), kata="makro")
    yield Kasus("makro excel 4", buat.ganti(baik, xl__macrosheets__sheet1_xml=b"<a/>"), kata="makro")
    jenis = buat.bagian(baik)["[Content_Types].xml"].replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
    yield Kasus("xlsm", buat.kemas(buat.bagian(baik) | {"[Content_Types].xml": jenis}), kata="makro")
    yield Kasus("xls lembar makro", ole.bungkus("Workbook", _lembar_makro()), kata="makro")
    yield Kasus(
        "ods makro", buat.kemas(buat.bagian(buat.ods(buat.LAPORAN)) | {"Basic/Standard/a.xml": b"x"}), kata="makro"
    )
    yield Kasus("tautan luar", buat.ganti(baik, xl__externalLinks__externalLink1_xml=b"<a/>"), kata="tautan luar")
    luar = buat.catatan(0x01AE, struct.pack("<HH", 1, 9) + b"\0b.xls\0\0\0")
    yield Kasus("xls tautan luar", buat.xls(buat.LAPORAN, umum=luar), kata="tautan luar")
    yield Kasus(
        "ods tautan luar", buat.ods(buat.LAPORAN, '<table:table-source xlink:href="b.ods"/>'), kata="tautan luar"
    )
    yield Kasus("word", buat.kemas({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"}), kata="Word")
    yield Kasus(
        "powerpoint", buat.kemas({"[Content_Types].xml": b"<a/>", "ppt/presentation.xml": b"<a/>"}), kata="PowerPoint"
    )
    yield Kasus("word lama", ole.bungkus("WordDocument", bytes(5000)), kata="Word")
    yield Kasus("ole lain", ole.bungkus("Apa", bytes(5000)), kata="bukan buku kerja")
    yield Kasus(
        "odt",
        buat.kemas({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
        kata="bukan buku kerja",
    )
    yield Kasus("xlsb", buat.kemas({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b"x"}), kata="xlsb")
    yield Kasus("jar", buat.kemas({"META-INF/MANIFEST.MF": b"x"}), kata="arsip ZIP")
    yield Kasus("zip kosong", buat.kemas({}), kata="arsip ZIP")
    yield Kasus("hanya kepala zip", b"PK\x03\x04", kata="rusak")
    yield Kasus("hanya kepala ole", ole.TANDA, kata="rusak")
    yield Kasus("ole nol", ole.TANDA + bytes(2000), kata="rusak")
    yield Kasus("ole melingkar", _ole_melingkar(), kata="rusak")
    yield Kasus("semua tersembunyi", buat.xlsx(("A", [(1,)]), ("B", buat.LAPORAN), sembunyi=["B"]), kata="judul kolom")
    yield Kasus("banyak lembar", buat.xlsx(*((f"L{n}", [(n,)]) for n in range(60))), kata="lembar")
    yield Kasus(
        "lembar tak ada", buat.kemas({n: i for n, i in buat.bagian(baik).items() if "sheet1" not in n}), kata="rusak"
    )
    yield Kasus(
        "tanpa hubungan", buat.kemas({n: i for n, i in buat.bagian(baik).items() if "rels" not in n}), kata="rusak"
    )
    yield Kasus("workbook bukan xml", buat.ganti(baik, xl__workbook_xml=b"\x00\x01\x02"), kata="")
    yield Kasus("lembar bukan xml", buat.ganti(baik, xl__worksheets__sheet1_xml=b"\xff\xfe\x00"), kata="")
    yield Kasus("gaya bukan xml", buat.ganti(baik, xl__styles_xml=b"<<<<"))
    for cara in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        keluaran = io.BytesIO()
        with zipfile.ZipFile(keluaran, "w", cara) as arsip:
            for nama, isi in buat.bagian(baik).items():
                arsip.writestr(nama, isi)
        yield Kasus(f"mampatan {cara}", keluaran.getvalue(), kata="rusak")


def _bertanda(isi: bytes) -> bytes:
    """An archive that says of its parts that they are locked."""
    hasil = bytearray(isi)
    letak = -1
    while (letak := isi.find(b"PK\x01\x02", letak + 1)) >= 0:
        hasil[letak + 8] |= 1
    return bytes(hasil)


def _lembar_makro() -> bytes:
    aliran = bytearray(buat.aliran_xls(buat.LAPORAN))
    letak = aliran.index(struct.pack("<HH", 0x0085, 12))
    aliran[letak + 9] = 1
    return bytes(aliran)


def _ole_melingkar() -> bytes:
    isi = bytearray(buat.xls(buat.LAPORAN))
    fat = struct.unpack_from("<I", isi, 0x4C)[0]
    struct.pack_into("<I", isi, (fat + 1) * 512, 0)  # the first sector is followed by itself
    return bytes(isi)


# --- Cells that cannot be ---------------------------------------------------------------

SALAH: dict[str, dict[str, tuple[Any, ...]]] = {
    "satker": {
        "kode_satker": ("abc", "12", 1.5, True, "=1+1", dt.date(2026, 1, 1), "#N/A", "1234567", "025.05.123456"),
        "nama_satker": ("=HYPERLINK()", "+62", "@SUM(A1)", "-1+1", 12345, "x" * 300, dt.date(2026, 1, 1)),
        "kode_provinsi": ("Atlantis", "123", 1.5, True, "=11"),
    },
    "dipa": {
        "tahun": ("26", 1900, "dua ribu", dt.date(2026, 1, 1), 2026.5, True),
        "kewenangan": ("KD", "XX", 9, "DK/TP"),
        "kode_satker": ("abc", 1.5, "#REF!"),
        "nomor_dipa": ("DIPA", "DIPA-025.01.2.019070/2026", "019.05.4.19070/26", 5),
        "revisi": (-1, 1.5, "satu", dt.date(2026, 1, 1), True),
        "berlaku_sejak": ("kemarin", "2026-02-30", "04/31/2026", -5, True, "1900-01-01"),
        "jenis_belanja": (54, "belanja", 511, "5.1.02", True, "=52"),
        "pagu": (1_250_000.75, "1.25", "seribu", "1,234", 10**16, 1e300, True, "#VALUE!", "=1+1", dt.date(2026, 1, 1)),
        "blokir": (0.5, "x", "12-"),
    },
    "laporan": {
        "triwulan": (5, 0, "TW V", 1.5, dt.date(2026, 3, 31), "s.d. TW I"),
        "status": ("DRAF", "OK", 1, "=1"),
        "realisasi": (0.1, "1.000.00", "Rp", "12O", "5-", "--5", "9" * 30, "\u0661\u0662"),
        "jenis_belanja": (58, "61", "5x"),
    },
    "realisasi": {
        "basis": ("CASH", 5, "=SP2D"),
        "tanggal_data": ("akhir bulan", 10**9, "2026-13-01"),
        "realisasi": (99.999, "1,5", True),
    },
}


def sel_salah() -> Iterator[Kasus]:
    """One wrong cell in a file that is right otherwise, as a workbook, as an old one, and as text."""
    for jenis, kolom in SALAH.items():
        for nama, daftar in kolom.items():
            letak = buat.BAIK[jenis][0].index(nama)
            for nilai in daftar:
                baris = [list(b) for b in buat.BAIK[jenis]]
                baris[1][letak] = nilai
                rumus = isinstance(nilai, str) and nilai[:1] in "=#"
                if rumus or isinstance(nilai, dt.date) or nilai is True:
                    # openpyxl would make a formula or an error of it.
                    isi = buat.csv(baris, ";") if not isinstance(nilai, bool) else buat.xls(baris)
                else:
                    isi = buat.satu(baris)
                yield Kasus(f"{jenis} {nama} {nilai!r:.40}", isi, jenis, "TOLAKAN")


# --- Good files, broken at random --------------------------------------------------------


def rusak() -> Iterator[Kasus]:
    """Bytes changed, cut off, doubled: in the file, in the parts of it, in its text."""
    pembuat = {"xlsx": buat.satu, "xls": buat.xls, "ods": buat.ods, "csv": buat.csv}
    for jenis, baris in buat.BAIK.items():
        for bentuk, buat_isi in pembuat.items():
            asal = buat_isi(baris)
            for n in range(5):
                acak = random.Random(f"{jenis} {bentuk} {n}")
                awal = f"{bentuk} {jenis}"
                yield Kasus(f"{awal} bita berubah {n}", _berubah(asal, acak), jenis, utuh=asal)
                yield Kasus(f"{awal} terpotong {n}", asal[: acak.randrange(1, len(asal))], jenis, utuh=asal)
                if bentuk in ("xlsx", "ods"):
                    yield Kasus(f"{awal} bagian berubah {n}", _bagian_berubah(asal, acak), jenis, utuh=asal)
                elif bentuk == "xls":
                    aliran = _berubah(buat.aliran_xls(baris), acak)
                    yield Kasus(f"{awal} aliran berubah {n}", ole.bungkus("Workbook", aliran), jenis, utuh=asal)


def _berubah(isi: bytes, acak: random.Random) -> bytes:
    hasil = bytearray(isi)
    for _ in range(acak.randrange(1, 12)):
        letak = acak.randrange(len(hasil) or 1)
        pilih = acak.randrange(3)
        if pilih == 0 and hasil:
            hasil[letak] = acak.randrange(256)
        elif pilih == 1:
            del hasil[letak : letak + acak.randrange(1, 20)]
        else:
            hasil[letak:letak] = hasil[letak : letak + acak.randrange(1, 40)]
    return bytes(hasil)


def _bagian_berubah(isi: bytes, acak: random.Random) -> bytes:
    bagian = buat.bagian(isi)
    nama = acak.choice([n for n in bagian if n.endswith(".xml") and bagian[n]])
    return buat.kemas(bagian | {nama: _berubah(bagian[nama], acak)})


def baca(kasus: Kasus) -> str:
    """What is said of a file: the sentence that refuses it, those that refuse its rows, or nothing."""
    pilihan = Pilihan(tahun=2026, triwulan=None, kewenangan="TP")
    try:
        bacaan = kenali(berkas.buka(f"{kasus.nama}.xlsx", kasus.isi), JenisImpor(kasus.jenis), pilihan)
    except BerkasDitolak as galat:
        return galat.pesan
    return "".join(f"TOLAKAN {t.baris} {t.kolom} {t.pesan}" for t in bacaan.tolakan)


if __name__ == "__main__":
    for k in (*bom(), *tersembunyi()):
        sys.stdout.write(f"{k.nama}: {baca(k)}\n")
