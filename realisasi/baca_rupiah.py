"""Reading amounts that people type, paste and keep in Excel (rule 1): whole rupiah, never a guess.

Whatever can be read in one way only is read; whatever can mean two things is refused with both of
them said. `static/js/rupiah.js` reads by the same steps in the browser; a test holds the two to
the same answers. No module of Django is imported here.
"""

from __future__ import annotations

import datetime as dt
import math
import re

from realisasi.rupiah import angka

TERBESAR = 10**15
CONTOH = "95.000.000"

_TERPANJANG = 100
_TAMPIL = 40
_PERSEN_PENUH = 100
_ANGKA_EXCEL = ".15g"  # Excel itself keeps and shows fifteen digits
_RIBUAN = 3  # digits between two separators

_ANGKA = "0123456789"
# Spaces that stand between thousands; a tab or a new line would join two cells.
_SPASI_RIBUAN = " \u00a0\u2007\u2009\u202f"
_KOSONG = (
    f"{_SPASI_RIBUAN}\t\n\v\f\r\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u200a\u2028\u2029\u205f\u3000"
)
# Marks that nobody sees and that a copy from a page, a chat or an old form brings along.
_TAK_TAMPAK = "\0\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_PINGGIR = _KOSONG + _TAK_TAMPAK
_MINUS = "-\u2010\u2011\u2212\u2013"
_GARIS = _MINUS + "\u2014"

_MATA_UANG = re.compile(r"(?:rp\.?|idr)", re.ASCII | re.IGNORECASE)
# Zero as accountants write it, which says no amount here.
_TANPA_ANGKA = re.compile(rf"(?:(?:rp\.?|idr)[{_SPASI_RIBUAN}]*)?[{re.escape(_GARIS)}]", re.ASCII | re.IGNORECASE)
_BUKAN_ISI = _GARIS + _SPASI_RIBUAN + ".,"
_SPASI = f"[{_SPASI_RIBUAN}]"
_UTUH = (
    re.compile(r"([0-9]+)(?:,([0-9]{1,2}))?"),
    re.compile(r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]{1,2}))?"),
    re.compile(rf"([1-9][0-9]{{0,2}}(?:{_SPASI}[0-9]{{3}})+)(?:,([0-9]{{1,2}}))?"),
    # English. One group alone could as well be a decimal comma; decimals or a second group settle it.
    re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3}){2,})(?:\.([0-9]{2}))?"),
    re.compile(r"([1-9][0-9]{0,2},[0-9]{3})\.([0-9]{2})"),
    # A point after four digits or more, or after a lone zero, cannot separate thousands: what follows are sen.
    re.compile(r"(0|[0-9]{4,})\.([0-9]{1,2})"),
)
_PERSEN = re.compile(rf"([0-9]+)(?:[.,]([0-9]+))?{_SPASI}*%?")
_DUA_ARTI = re.compile(r"([0-9]{1,3}),([0-9]{3})")
_NAMA_PEMISAH = {".": "titik", ",": "koma"}


class TidakTerbaca(ValueError):
    """A text or a cell that is no amount; `pesan` says what was read, what is wrong, and what to write."""

    def __init__(self, pesan: str) -> None:
        super().__init__(pesan)
        self.pesan = pesan


def baca(teks: str) -> int | None:
    """The whole rupiah that a text stands for; None for nothing (blank, or the dash of accountants)."""
    bersih = teks.strip(_PINGGIR)
    if len(bersih) > _TERPANJANG:
        raise _tolak(bersih, f"Teks sepanjang {angka(len(bersih))} tanda bukan satu angka.")
    if not bersih or _TANPA_ANGKA.fullmatch(bersih):
        return None
    awal, negatif = _kepala(bersih)
    badan = bersih[awal : _ekor(bersih, awal)]
    if m := _DUA_ARTI.fullmatch(badan):
        kali = -1 if negatif else 1
        raise _tolak(
            bersih,
            f"Koma di sini dapat berarti dua hal. Tulis {angka(kali * int(m[1] + m[2]))} bila maksudnya ribuan, "
            f"atau {angka(kali * int(m[1]))} bila angka di belakang koma adalah sen.",
            contoh=False,
        )
    utuh = _utuh(bersih, awal, badan)
    if len(utuh.lstrip("0")) > len(str(TERBESAR)) or int(utuh) > TERBESAR:
        raise _tolak(bersih, f"Terlalu besar: paling banyak {angka(TERBESAR)} (seribu triliun).", contoh=False)
    return -int(utuh) if negatif else int(utuh)


def _kepala(bersih: str) -> tuple[int, bool]:
    """Sign or bracket, and currency, in any order: where the digits begin, and whether they are negative."""
    i, tanda, uang = 0, "", False
    while i < len(bersih):
        c = bersih[i]
        if c in _MINUS + "+(":
            if tanda:
                raise _tolak(bersih, f"Tanda ke-{i + 1} adalah {_sebut(c)}, padahal sebelumnya sudah ada tandanya.")
            tanda = c
        elif not uang and (m := _MATA_UANG.match(bersih, i)):
            uang = True
            i = m.end()
            continue
        elif c not in _SPASI_RIBUAN:
            break
        i += 1
    return i, tanda not in ("", "+")


def _ekor(bersih: str, awal: int) -> int:
    """Where the digits end: before the closing bracket, if one was opened, and the spaces beside it."""
    j = len(bersih)
    if "(" in bersih[:awal]:
        if not bersih.endswith(")"):
            raise _tolak(bersih, "Kurung buka tanpa kurung tutup.")
        j -= 1
        while j > awal and bersih[j - 1] in _SPASI_RIBUAN:
            j -= 1
    return j


def _utuh(bersih: str, awal: int, badan: str) -> str:
    """The digits of the whole rupiah in the body of a text; every other body is refused."""
    if not any(c in _ANGKA for c in badan) and all(c in _BUKAN_ISI for c in badan):
        raise _tolak(bersih, "Tidak ada angkanya.")
    inti = badan
    tanpa_sen = len(badan) > 1 and badan[-1] in _GARIS and badan[-2] in ".,"  # `1.234,-`
    if tanpa_sen:
        inti = badan[:-2]
    elif badan[-1] in _GARIS and badan[0] in _ANGKA:
        raise _tolak(
            bersih,
            "Tanda minus di belakang angka tidak jelas artinya. Tulis minus di depan bila ini pengembalian, "
            "misalnya -95.000.000; tanpa minus bila bukan.",
            contoh=False,
        )
    for k, c in enumerate(inti):
        if c not in _ANGKA and c not in ".," and c not in _SPASI_RIBUAN:
            raise _tolak(bersih, f"Tanda ke-{awal + k + 1} adalah {_sebut(c)}.")
    for pola in _UTUH:
        if m := pola.fullmatch(inti):
            utuh, sen = m[1], m[2]
            if sen and tanpa_sen:
                raise _tolak(bersih, "Sen tertulis dua kali.")
            if sen and sen.strip("0"):
                raise _tolak(bersih, f"Ada sen di belakangnya ({sen}). Bulatkan ke rupiah utuh.")
            return "".join(c for c in utuh if c in _ANGKA)
    raise _tolak(bersih, _sebab(inti, awal))


def _sebab(inti: str, awal: int) -> str:
    """Why digits and separators are no amount: the first thing that is wrong, from the left."""
    kelompok = re.split(rf"[.,{_SPASI_RIBUAN}]", inti)
    letak = 0
    for k in kelompok:
        if not k:
            i = min(letak, len(inti) - 1)
            return f"Tanda ke-{awal + i + 1} adalah {_sebut(inti[i])} yang tidak berdiri di antara dua angka."
        letak += len(k) + 1
    pemisah = {" " if c in _SPASI_RIBUAN else c for c in inti if c not in _ANGKA}
    if len(pemisah) > 1:
        return "Titik, koma, atau spasi bercampur, sehingga tidak jelas mana yang memisahkan ribuan."
    nama = _NAMA_PEMISAH.get(pemisah.pop(), "spasi")
    if len(kelompok[0]) > _RIBUAN:
        return f"Sebelum {nama} pertama ada {len(kelompok[0])} angka, padahal ribuan dipisah tiap tiga angka."
    salah = next((k for k in kelompok[1:] if len(k) != _RIBUAN), None)
    if salah is None:
        return f'Angkanya diawali nol ("{kelompok[0]}"), jadi {nama} di belakangnya bukan pemisah ribuan.'
    return f'Setelah {nama} ada {len(salah)} angka ("{salah}"), padahal ribuan dipisah tiap tiga angka.'


def _tolak(bersih: str, sebab: str, *, contoh: bool = True) -> TidakTerbaca:
    cara = f" Tulis rupiah penuh dengan angka saja, misalnya {CONTOH}." if contoh else ""
    return TidakTerbaca(f'Tidak terbaca: "{tampil(bersih)}". {sebab}{cara}')


def tampil(teks: str) -> str:
    """A text as a message may quote it: not too long, and nothing that cannot be shown or sent."""
    potong = teks if len(teks) <= _TAMPIL else f"{teks[:_TAMPIL]}…"
    return "".join("\ufffd" if _tak_dapat_ditulis(c) else c for c in potong)


def _tak_dapat_ditulis(c: str) -> bool:
    return c < " " or "\x7f" <= c <= "\x9f" or c in _TAK_TAMPAK or "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff"


def _sebut(c: str) -> str:
    """One character in words: `huruf O`, `"%"`, `spasi`, `"é" (U+00E9)`."""
    if c in _SPASI_RIBUAN:
        return "spasi"
    if c in "\t\n\v\f\r":
        return "tab" if c == "\t" else "ganti baris"
    if c in _NAMA_PEMISAH:
        return _NAMA_PEMISAH[c]
    if c in _MINUS:
        return "tanda minus"
    if c.isascii() and c.isalpha():
        return f"huruf {c}"
    if _tak_dapat_ditulis(c):
        return f"tanda yang tidak tampak (U+{ord(c):04X})"
    return f'"{c}"' if c.isascii() else f'"{c}" (U+{ord(c):04X})'


def baca_sel(nilai: object) -> int | None:
    """The whole rupiah in a cell of a workbook, by the type of the cell first."""
    if nilai is None:
        return None
    if isinstance(nilai, str):
        if nilai.startswith("#") and nilai.strip(_PINGGIR):
            raise TidakTerbaca(f'Sel berisi kesalahan Excel "{tampil(nilai.strip(_PINGGIR))}", bukan angka.')
        return baca(nilai)
    if isinstance(nilai, bool):
        raise TidakTerbaca(f"Sel berisi {'TRUE' if nilai else 'FALSE'}, bukan angka rupiah.")
    if isinstance(nilai, int):
        return _dalam_batas(nilai)
    if isinstance(nilai, float):
        return _dalam_batas(_dari_pecahan(nilai))
    if isinstance(nilai, dt.date | dt.time | dt.timedelta):
        raise TidakTerbaca(f"Sel berisi tanggal atau jam ({nilai}), bukan angka rupiah. Ubah format selnya ke angka.")
    raise TidakTerbaca("Sel berisi sesuatu yang bukan angka.")


def _dari_pecahan(nilai: float) -> int:
    """A number of Excel as whole rupiah; its digits are never taken apart as text."""
    if not math.isfinite(nilai):
        raise TidakTerbaca("Sel berisi angka yang tidak terhingga.")
    # What Excel itself holds a number for: 0.1 + 0.2 times ten million is 3000000 there.
    seperti_excel = float(format(nilai, _ANGKA_EXCEL))
    if not seperti_excel.is_integer():
        tertulis = format(nilai, _ANGKA_EXCEL).replace(".", ",")
        raise TidakTerbaca(f"Sel berisi {tertulis}: ada sen di belakang koma. Bulatkan ke rupiah utuh.")
    return int(seperti_excel)


def _dalam_batas(n: int) -> int:
    if abs(n) > TERBESAR:
        raise TidakTerbaca(f"Angka dalam sel terlalu besar: paling banyak {angka(TERBESAR)} (seribu triliun).")
    return n


def baca_persen(teks: str) -> int | None:
    """A whole percentage from 0 to 100, as physical progress is told; None for nothing."""
    bersih = teks.strip(_PINGGIR)
    if not bersih or (bersih in _GARIS and len(bersih) == 1):
        return None
    m = _PERSEN.fullmatch(bersih) if len(bersih) <= _TERPANJANG else None
    if m and not (m[2] or "").strip("0"):
        persen = int(m[1])
        if persen <= _PERSEN_PENUH:
            return persen
    if m and m[2] and m[2].strip("0"):
        sebab = "Kemajuan fisik ditulis dalam persen utuh, tanpa desimal."
    elif m or bersih[0] in _MINUS:
        sebab = "Kemajuan fisik antara 0 dan 100."
    else:
        letak = next((i for i, c in enumerate(bersih) if c not in _ANGKA + _SPASI_RIBUAN), None)
        sebab = "Bukan satu angka." if letak is None else f"Tanda ke-{letak + 1} adalah {_sebut(bersih[letak])}."
    raise TidakTerbaca(f'Tidak terbaca: "{tampil(bersih)}". {sebab} Tulis angka saja, misalnya 41.')
