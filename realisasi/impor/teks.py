"""A table as text: which encoding and which separator, found out, and every cell left as text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Final

import pandas as pd

from realisasi.impor import batas_berkas
from realisasi.impor.bacaan import BerkasDitolak
from realisasi.impor.batas_berkas import SEL_TERPANJANG
from realisasi.rupiah import angka

_PEMISAH: Final = "\t;,|"
_KENDALI: Final = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_KOSONG: Final = _PEMISAH + ' "'
_CONTOH: Final = 200  # lines by which the separator is found
_TANDA_SANDI: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BUKAN_TABEL: Final = (
    "Berkas ini bukan tabel Excel maupun CSV. Unggah berkas .xlsx, .xls, .ods, atau .csv yang dapat dibuka di Excel."
)
_BARIS_RUSAK: Final = (
    "CSV ini tidak dapat dibaca: jumlah barisnya tidak cocok dengan isinya. Periksa tanda kutip di dalamnya, atau "
    "buka di Excel, periksa barisnya, simpan sebagai .xlsx, lalu unggah lagi."
)


def baca(mentah: bytes, batas: batas_berkas.BatasArsip) -> pd.DataFrame:
    """The cells of a CSV as text, its rows as a spreadsheet would count them.

    Raises:
        BerkasDitolak: where it is no text, no table, or too large.

    """
    teks = _teks(mentah)
    teks = teks.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    baris = teks.count("\n") + 1
    if baris > batas.baris + 1:
        terisi = sum(1 for b in teks.split("\n") if b.strip(_KOSONG))
        raise BerkasDitolak(batas_berkas.terlalu_panjang(baris, terisi, batas))
    petunjuk = teks[:6].lower()
    if petunjuk.startswith("sep=") and petunjuk[4:5] and petunjuk[5:6] in ("\n", ""):
        pemisah, teks = teks[4], "\n" + teks[6:]  # an empty line in its place: rows keep their numbers
    else:
        pemisah = _pemisah(teks)
    di_dalam = _periksa_kutip(teks, pemisah)
    lebar = _lebar(teks, pemisah, batas)
    if baris * lebar > batas.sel:
        raise BerkasDitolak(batas_berkas.terlalu_luas(batas))
    try:
        tabel = pd.read_csv(
            io.StringIO(teks),
            sep=pemisah,
            header=None,
            names=range(lebar),
            dtype=object,
            na_filter=False,
            skip_blank_lines=False,
            engine="c",
            index_col=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError, OverflowError) as galat:
        if "out of memory" in str(galat):
            raise MemoryError from galat
        raise BerkasDitolak(_BARIS_RUSAK) from galat
    if len(tabel) != teks.count("\n") + 1 - di_dalam:
        raise BerkasDitolak(_BARIS_RUSAK)
    # Cells that a short row lacks come as NaN, and not as text.
    tabel = tabel.where(tabel.notna(), "")
    if any(max(map(len, tabel[k])) > SEL_TERPANJANG for k in tabel if len(tabel)):
        raise BerkasDitolak(batas_berkas.SEL_TERLALU_PANJANG)
    berisi = [k for k in tabel if (tabel[k] != "").any()]
    return tabel[range(berisi[-1] + 1)] if berisi else tabel.iloc[:, :0]


def _periksa_kutip(teks: str, pemisah: str) -> int:
    """How many line breaks stand within quoted cells, as Alt+Enter in Excel makes them.

    A quote that was never meant to open a cell swallows all up to the next one, rows and all.

    Raises:
        BerkasDitolak: a cell of several lines that holds a separator, goes on behind its quote or never ends.

    """
    banyak = 0
    if '"' not in teks:
        return banyak
    tanda = re.escape(pemisah)
    for m in re.finditer(rf'"(?:(?<=\A")|(?<=[\n{tanda}]"))((?:[^"]++|"")*+)("?)([^\n{tanda}]?)', teks):
        dalam = m[1].count("\n")
        if m[2] and not (dalam and (pemisah in m[1] or m[3])):
            banyak += dalam
            continue
        awal = teks.count("\n", 0, m.start()) + 1
        sampai = f"baru ditutup di baris {angka(awal + dalam)}" if m[2] else "tidak ditutup"
        raise BerkasDitolak(
            f'Baris {angka(awal)}: ada tanda kutip (") yang {sampai}, sehingga baris-baris sesudahnya terbaca sebagai '
            "satu sel. Hapus tanda kutip itu atau tutup di baris yang sama; bila sel itu memang berisi beberapa baris, "
            "tulis isinya dalam satu baris. Lalu unggah lagi."
        )
    return banyak


def _teks(mentah: bytes) -> str:
    sandi = next((s for tanda, s in _TANDA_SANDI if mentah.startswith(tanda)), "") or _sandi_tanpa_tanda(mentah)
    try:
        teks = mentah.decode(sandi)
    except UnicodeDecodeError:
        try:
            teks = mentah.decode("cp1252")
        except UnicodeDecodeError as galat:
            raise BerkasDitolak(_BUKAN_TABEL) from galat
    if _KENDALI.search(teks):
        raise BerkasDitolak(_BUKAN_TABEL)
    return teks


def _sandi_tanpa_tanda(mentah: bytes) -> str:
    """UTF-16 without its mark shows by the zero in every second byte."""
    contoh = mentah[:2000]
    genap, ganjil = contoh[::2].count(0), contoh[1::2].count(0)
    separuh = len(contoh) // 2
    if ganjil > separuh * 0.6 and genap < separuh * 0.1:
        return "utf-16-le"
    if genap > separuh * 0.6 and ganjil < separuh * 0.1:
        return "utf-16-be"
    return "utf-8"


def _pemisah(teks: str) -> str:
    """The separator by which all lines have the same number of cells, else the one by which most have."""
    contoh = "\n".join(teks[:200_000].split("\n")[:_CONTOH])
    terbaik, nilai_terbaik = ",", (False, 0)
    for pemisah in _PEMISAH:
        lebar = Counter(len(b) for b in _uraikan(contoh, pemisah) if b)
        seragam = len(lebar) == 1
        nilai = max(((seragam, n * (k - 1)) for k, n in lebar.items() if k > 1), default=(False, 0))
        if nilai > nilai_terbaik:
            terbaik, nilai_terbaik = pemisah, nilai
    return terbaik


def _uraikan(teks: str, pemisah: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(teks), delimiter=pemisah))
    except csv.Error:
        return []


def _lebar(teks: str, pemisah: str, batas: batas_berkas.BatasArsip) -> int:
    """The most cells of a row: separators counted, and looked at again with quotes where that is too many."""
    lebar = max(b.count(pemisah) for b in teks.split("\n")) + 1
    if lebar > batas.kolom:
        lebar = max((len(b) for b in _uraikan(teks, pemisah)), default=1)
    if lebar > batas.kolom:
        raise BerkasDitolak(f"Ada baris dengan {angka(lebar)} kolom; paling banyak {batas.kolom} kolom.")
    return lebar
