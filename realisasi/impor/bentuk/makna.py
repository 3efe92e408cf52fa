"""Whether amounts are of a quarter alone or cumulative, and whether they are what was asked for at all.

Headings say it best, then titles; a file also proves it where pagu less the amount is the rest beside it.
A plain `Realisasi` with nothing else to go by is what the template means by it, and the preview says so.
Else, where it makes a difference (from the second quarter on), the file is refused with what to write: a
cumulative figure that is taken for a quarter's is added up again, and looks like any other.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, NoReturn

import pandas as pd

from realisasi.impor import nilai
from realisasi.impor.bacaan import KOLOM, BerkasDitolak, JenisImpor
from realisasi.impor.bentuk.susunan import Angka, Kurang
from realisasi.impor.kepala import Kepala, Kolom
from realisasi.impor.label import JUMLAH, arti, polos
from realisasi.impor.waktu import NAMA_BULAN, Waktu, triwulan_berakhir
from realisasi.kalender import nama_triwulan

_TOTAL: Final = frozenset({"jumlah", "total", "jml", "jumlah rp", "total rp"})
_SEPERTI_TEMPLAT: Final = frozenset({"realisasi", "realisasi rp"})
"""How the project's own layout calls the amount of a quarter alone."""
_SERATUS: Final = 100
_JUDUL_DISEBUT: Final = 30


class _Bukti(Enum):
    """What the amounts themselves prove."""

    SENDIRI = "sendiri"
    KUMULATIF = "kumulatif"
    BANTAH = "bantah"
    """There is a rest, and pagu less the amount is another one."""


@dataclass(frozen=True)
class Konteks:
    """What is known of a sheet besides its amounts.

    `data` are its rows of data; `triwulan` is the quarter of the whole sheet, `per_baris` those that its
    rows name, None where no column of quarters stands in it.
    """

    kepala: Kepala
    data: pd.DataFrame
    waktu: Waktu
    jenis: JenisImpor
    triwulan: int | None
    per_baris: frozenset[int] | None


def tetapkan(angka: list[Angka], k: Konteks) -> tuple[list[Angka], list[str]]:
    """The same amounts, those marked that are cumulative; and what is to be said of it.

    Raises:
        BerkasDitolak: where it is not certain, or where they are of no quarter.

    """
    if all(a.triwulan or a.bulan for a in angka):
        return (angka, []) if angka[0].sd else _berkolom(angka, k)
    _tolak_bukan_triwulan(angka, k)
    if angka[0].sd:
        return angka, []
    if all(a.kolom.arti.saja for a in angka) or k.waktu.itu_saja:
        return angka, []
    return _berbaris(angka, k) if k.per_baris is not None else _seluruhnya(angka, k)


# --- Amounts that do not name their quarter ------------------------------------------------


def _tolak_bukan_triwulan(angka: Sequence[Angka], k: Konteks) -> None:
    w = k.waktu
    kumulatif = angka[0].sd or w.kumulatif
    tanggung = [b for b in sorted(w.bulan) if not (kumulatif and triwulan_berakhir(b))]
    if w.lain:
        sebab = f'"{w.lain}", yang bukan satu triwulan dan bukan sampai akhir triwulan'
    elif tanggung:
        bulan = NAMA_BULAN[tanggung[-1]]
        sebab = f"bulan {bulan}" + (", yang bukan akhir triwulan" if kumulatif else ", jadi angkanya mungkin sebulan")
    else:
        return
    raise BerkasDitolak(
        f"Judul berkas ini menyebut {sebab}. Yang diperlukan angka satu triwulan penuh, atau kumulatif sampai akhir "
        "Maret, Juni, September, atau Desember; bila memang demikian, tulis itu di judulnya, misalnya "
        '"TW II saja" atau "s.d. Juni".',
        ditemukan=_ditemukan(k),
    )


def _berbaris(angka: list[Angka], k: Konteks) -> tuple[list[Angka], list[str]]:
    """Rows that name their quarter."""
    lewat = any(q > 1 for q in k.per_baris or ())
    if k.waktu.tegas:
        return _kumulatif(angka), []
    if not lewat:
        return angka, []
    if k.waktu.kumulatif and not k.waktu.berentang:
        _ragu(angka, k, "Judulnya menyebut s.d., sedangkan setiap barisnya menyebut triwulan.")
    if _sisa(angka, k) is _Bukti.KUMULATIF:
        return _kumulatif(angka), [_TERBUKTI]
    return angka, []


_TERBUKTI: Final = (
    "Pagu dikurangi realisasi sama dengan sisa di setiap baris, jadi realisasinya dibaca sebagai angka kumulatif."
)


def _seluruhnya(angka: list[Angka], k: Konteks) -> tuple[list[Angka], list[str]]:
    """One quarter for the whole sheet."""
    q, w = k.triwulan, k.waktu
    if q is None:
        return angka, []
    if w.kumulatif:
        if w.sampai and q not in w.sampai:
            raise BerkasDitolak(
                f"Judul berkas ini menyebut angka s.d. {', '.join(map(nama_triwulan, sorted(w.sampai)))}, sedangkan "
                f"yang dipilih {nama_triwulan(q)}. Pilih triwulan yang sesuai, atau pakai berkas yang benar."
            )
        return _sebagai_kumulatif(angka, k, "Judulnya menyebut angka kumulatif (s.d.), jadi dibaca demikian.")
    if q == 1:
        return angka, []
    bukti = _sisa(angka, k)
    if bukti is _Bukti.KUMULATIF:
        return _sebagai_kumulatif(angka, k, _TERBUKTI)
    if _templat(k):
        return angka, []
    berpagu = bool(bukti) or bool(k.kepala.cari("pagu"))
    if bukti is _Bukti.BANTAH or (berpagu and w.saja):
        _ragu(angka, k, "Di sebelahnya ada pagu atau sisa, seperti pada angka kumulatif.")
    if berpagu:
        return _sebagai_kumulatif(angka, k, "Di sebelahnya ada pagu, jadi realisasinya dibaca sebagai kumulatif.")
    if any(a.kolom.arti.tahun for a in angka):
        _ragu(angka, k, "Judul kolomnya menyebut tahunnya.")
    if q in w.saja:
        return angka, []
    if not {polos(a.kolom.label) for a in angka} <= _SEPERTI_TEMPLAT:
        _ragu(angka, k, "Judulnya pun tidak menyebutnya.")
    kata = f'Kolom "{angka[0].kolom.label}" dibaca sebagai angka {nama_triwulan(q)} saja, seperti pada templat.'
    return angka, [f'{kata} Bila kumulatif, tulis "Realisasi s.d." sebagai judul kolomnya.']


def _sebagai_kumulatif(angka: list[Angka], k: Konteks, sebab: str) -> tuple[list[Angka], list[str]]:
    """Cumulative; a report that needs the quarter alone cannot be made of it, but for the first quarter."""
    if k.jenis == JenisImpor.LAPORAN and k.triwulan and k.triwulan > 1:
        raise BerkasDitolak(
            f"Berkas ini memuat realisasi kumulatif s.d. {nama_triwulan(k.triwulan)}, sedangkan laporan memerlukan "
            f"angka tiap triwulan. {sebab} Sertakan juga angka s.d. {nama_triwulan(k.triwulan - 1)} dalam tabel yang "
            'sama, atau tulis angka triwulan itu saja di kolom "'
            f'Realisasi {nama_triwulan(k.triwulan)} saja".',
            ditemukan=_ditemukan(k),
        )
    return _kumulatif(angka), [sebab]


def _templat(k: Konteks) -> bool:
    """Whether the headings are exactly those of the project's own layout, where `realisasi` is the quarter's."""
    return all(kolom.label in KOLOM[k.jenis] for kolom in k.kepala.kolom if kolom.arti.berarti)


def _kumulatif(angka: Iterable[Angka]) -> list[Angka]:
    return [replace(a, sd=True) for a in angka]


# --- Columns of quarters or months ---------------------------------------------------------


def _berkolom(angka: list[Angka], k: Konteks) -> tuple[list[Angka], list[str]]:
    if all(a.kolom.arti.saja for a in angka) or k.waktu.itu_saja:
        return angka, []
    bukti = _deret(angka, k)
    if k.waktu.tegas and bukti is not _Bukti.SENDIRI:
        return _akhir_triwulan(angka), []
    if {a.triwulan for a in angka} == {1}:
        return angka, []
    satu = len({a.triwulan or a.bulan for a in angka}) == 1
    disebut = k.waktu.kumulatif and (satu or k.waktu.tegas or not k.waktu.berentang)
    if bukti is _Bukti.KUMULATIF:
        if disebut and not satu:
            return _akhir_triwulan(angka), ["Kolom terakhir sama dengan jumlahnya, jadi angkanya dibaca kumulatif."]
        _ragu(angka, k, "Menurut jumlah atau sisa di sebelahnya, angkanya kumulatif.")
    if disebut and (bukti is not _Bukti.SENDIRI or k.waktu.tegas):
        _ragu(angka, k, "Judulnya menyebut angka kumulatif (s.d.), tetapi judul kolomnya tidak.")
    return angka, []


def _akhir_triwulan(angka: list[Angka]) -> list[Angka]:
    """Cumulative columns at the ends of quarters; months in between say nothing more."""
    hasil = [
        replace(a, sd=True, triwulan=q, bulan=None)
        for a in angka
        if (q := a.triwulan or triwulan_berakhir(a.bulan or 0)) is not None
    ]
    if not hasil:
        raise Kurang(["realisasi s.d. akhir triwulan"])
    return hasil


# --- What amounts prove --------------------------------------------------------------------


def _sisa(angka: Sequence[Angka], k: Konteks) -> _Bukti | None:
    """Pagu less the amount, or pagu efektif less the amount, held against the rest beside it, in every row."""
    kelompok: list[tuple[str | None, Sequence[Angka]]] = [(a.jenis, [a]) for a in angka]
    if all(a.jenis for a in angka) and _kolom_sisa(k, None):
        kelompok = [(None, angka)]
    hasil: set[_Bukti] = set()
    for jenis, bagian in kelompok:
        beda = _selisih(k, jenis)
        if beda is None:
            continue
        isi = [_nilai(k, a.kolom) for a in bagian]
        pasangan = [
            (sum(n or 0 for n in baris), mungkin)
            for *baris, mungkin in zip(*isi, beda, strict=True)
            if mungkin and any(n is not None for n in baris)
        ]
        pasangan = [(n, mungkin) for n, mungkin in pasangan if n]
        if pasangan:
            hasil.add(_Bukti.KUMULATIF if all(n in mungkin for n, mungkin in pasangan) else _Bukti.BANTAH)
    return hasil.pop() if len(hasil) == 1 else _Bukti.BANTAH if hasil else None


def _selisih(k: Konteks, jenis: str | None) -> list[set[int]] | None:
    """Pagu less the rest, in each row; None without these columns. Blokir may be left out of it or not."""
    pagu = [kol for kol in k.kepala.cari("pagu") if kol.arti.jenis == jenis and not kol.arti.triwulan]
    sisa = _kolom_sisa(k, jenis)
    if not pagu or not sisa:
        return None
    blokir = [kol for kol in k.kepala.cari("blokir") if kol.arti.jenis == jenis]
    dasar = min(pagu, key=lambda kol: kol.arti.mutu)
    beku = _nilai(k, blokir[0]) if blokir else [0] * len(k.data)
    return [
        set() if p is None or s is None else {p - s, p - (b or 0) - s}
        for p, s, b in zip(_nilai(k, dasar), _nilai(k, sisa[0]), beku, strict=True)
    ]


def _kolom_sisa(k: Konteks, jenis: str | None) -> list[Kolom]:
    """Columns of what is left: `Sisa`, `Sisa Pagu`, `Sisa Barang`."""
    hasil = []
    for kol in k.kepala.kolom:
        kata = polos(kol.label).split()
        if "sisa" in kata:
            tanpa = arti(" ".join(["pagu", *(n for n in kata if n not in ("sisa", "realisasi"))]))
            if tanpa.peran == "pagu" and tanpa.jenis == jenis:
                hasil.append(kol)
    return hasil


def _deret(angka: Sequence[Angka], k: Konteks) -> _Bukti | None:
    """Columns of several quarters or months: a total beside them is their sum, or the last of them."""
    per_jenis: dict[str | None, list[Angka]] = {}
    for a in sorted(angka, key=lambda a: a.triwulan or a.bulan or 0):
        per_jenis.setdefault(a.jenis, []).append(a)
    bukti: set[_Bukti] = set()
    turun = False
    for jenis, bagian in per_jenis.items():
        baris = [[n for n in isi if n] for isi in zip(*(_nilai(k, a.kolom) for a in bagian), strict=True)]
        turun |= any(b < a for isi in baris for a, b in itertools.pairwise(isi))
        for pembanding in _pembanding(k, jenis):
            pasangan = [
                (isi, p)
                for isi, p in zip(baris, pembanding, strict=True)
                if p and isi and (len(isi) > 1 or len(bagian) == 1)
            ]
            if pasangan and all(isi[-1] in p for isi, p in pasangan):
                bukti.add(_Bukti.KUMULATIF)
            elif pasangan and all(sum(isi) in p for isi, p in pasangan):
                bukti.add(_Bukti.SENDIRI)
    if bukti:
        return bukti.pop() if len(bukti) == 1 else None
    return _Bukti.SENDIRI if turun else None


def _pembanding(k: Konteks, jenis: str | None) -> list[list[set[int]]]:
    """What amounts of the whole time may add up to, by row: totals, and pagu less the rest."""
    total = [
        kol
        for kol in k.kepala.kolom
        if (jenis is None and polos(kol.label) in _TOTAL)
        or (kol.arti.peran == "realisasi" and kol.arti.jenis == jenis and not (kol.arti.triwulan or kol.arti.bulan))
    ]
    hasil = [[set() if n is None else {n} for n in _nilai(k, kol)] for kol in total]
    selisih = _selisih(k, jenis)
    return hasil if selisih is None else [*hasil, selisih]


def _nilai(k: Konteks, kolom: Kolom) -> list[int | None]:
    isi = nilai.rupiah(k.data[kolom.letak]).nilai
    return [None if pd.isna(n) else int(n) for n in isi]


# --- Other quantities ----------------------------------------------------------------------

_LAIN: Final = re.compile(
    r"\b(?:target|rencana|rpd|proyeksi|prognos[a-z]+|sasaran|pe?rosentase|persentase|persen|sisa|outstanding|deviasi"
    r"|fisik|perkiraan|estimasi|usulan|simulasi|kebutuhan|potensi|outlook|rasio|daya\s+serap)\b|%",
    re.IGNORECASE,
)
_REALISASI: Final = re.compile(r"\b(?:realisasi|serapan|penyerapan)\b", re.IGNORECASE)
_PAGU: Final = re.compile(r"\b(?:pagu|alokasi)\b", re.IGNORECASE)
_DIPA: Final = re.compile(r"\bDIPA\b", re.IGNORECASE)
_BUKAN_REALISASI: Final = re.compile(
    rf"(?:{_LAIN.pattern})\s*(?:[a-z]+\s+)?(?:realisasi|serapan|penyerapan|penarikan)\b", re.IGNORECASE
)


_DIPA_LAIN: Final = re.compile(
    r"\b(?:indikatif|usulan|rancangan|alternatif|simulasi|pagu\s+efektif|(?:setelah|sesudah|dikurangi)\s+blokir)\b",
    re.IGNORECASE,
)
"""Pagu that is not in force, or of which the blokir is taken off already (rule 4)."""


def periksa_ukuran(angka: Sequence[Angka], teks: Sequence[str], k: Konteks) -> None:
    """That titles do not speak of another quantity than the one that is wanted.

    Raises:
        BerkasDitolak: where they do, and headings do not name the wanted one.

    """
    utama = [a for a in angka if a.ukuran != "blokir"]
    bernama = all(a.kolom.arti.peran != JUMLAH for a in utama)
    if lain := next((t for t in teks if _berkata_lain(t, teks, k.jenis, bernama=bernama)), ""):
        perlu = "pagu" if k.jenis == JenisImpor.DIPA else "realisasi"
        raise BerkasDitolak(
            f'Judul berkas ini menyebut "{lain[:_SERATUS]}", dan judul kolom angkanya tidak memastikan bahwa isinya '
            f"{perlu}. Bila isinya memang {perlu} dalam rupiah, perbaiki judulnya dan tulis {perlu} di judul kolom "
            "angkanya, atau pakai templat.",
            ditemukan=_ditemukan(k),
            kurang=[perlu],
        )
    for a in utama:
        _bukan_persen(a, k)


def _berkata_lain(t: str, teks: Sequence[str], jenis: JenisImpor, *, bernama: bool) -> bool:
    if jenis == JenisImpor.DIPA:
        return bool(_DIPA_LAIN.search(t)) or (not bernama and bool(_REALISASI.search(t) or _LAIN.search(t)))
    if bernama:
        # "Target penyerapan 60 %" may stand below "Laporan realisasi".
        lurus = any(_REALISASI.search(n) and not _BUKAN_REALISASI.search(n) for n in teks)
        return bool(_BUKAN_REALISASI.search(t)) and not lurus
    berealisasi = any(_REALISASI.search(n) for n in teks)
    return bool(_LAIN.search(t) or _PAGU.search(t) or (_DIPA.search(t) and not berealisasi))


def _bukan_persen(a: Angka, k: Konteks) -> None:
    """Refuse a column of percentages: fractions up to 100, or `Penyerapan` with 85 and 90."""
    angka = [float(n) for n in k.data[a.kolom.letak] if type(n) in (int, float) or (type(n) is str and n.isdecimal())]
    if not any(angka) or any(not 0 <= n <= _SERATUS for n in angka):
        return
    kata = set(polos(a.kolom.label).split())
    serapan = bool(kata & {"serapan", "penyerapan"}) and not kata & {"realisasi", "rp", "rupiah"}
    # One fraction alone is refused in its cell.
    if serapan or (len(angka) > 1 and any(not n.is_integer() for n in angka)):
        raise BerkasDitolak(
            f'Kolom "{a.kolom.label}" berisi {", ".join(f"{n:g}" for n in angka[:3])}: tampaknya persentase, '
            "sedangkan yang diperlukan rupiah penuh. Pakai kolom rupiahnya, atau tulis (Rp) di judul kolomnya.",
            ditemukan=_ditemukan(k),
        )


def _ragu(angka: Sequence[Angka], k: Konteks, sebab: str) -> NoReturn:
    """Refuse what may be the quarter's or cumulative, with what to write."""
    q = next((a.triwulan for a in reversed(angka) if a.triwulan and a.triwulan > 1), k.triwulan)
    kata = nama_triwulan(q) if q else nama_triwulan(2)
    if angka[0].bulan:
        cara = 'Tulis "bukan kumulatif" atau "kumulatif" di judul di atas tabelnya'
    elif angka[0].jenis:
        cara = f'Tulis "{kata} saja" atau "s.d. {kata}" di judul di atas tabelnya'
    else:
        cara = f'Tulis "Realisasi {kata} saja" atau "Realisasi s.d. {kata}" sebagai judul kolomnya'
    raise BerkasDitolak(
        f'Tidak pasti apakah angka di kolom "{angka[0].kolom.label}" hanya angka triwulan itu atau kumulatif sejak '
        f"awal tahun. {sebab} {cara}; atau pakai templat, dengan kolom realisasi untuk triwulan itu saja dan "
        "realisasi_sd untuk kumulatif.",
        ditemukan=_ditemukan(k),
        kurang=["keterangan triwulan itu saja atau kumulatif"],
    )


def _ditemukan(k: Konteks) -> list[str]:
    return [label for label in k.kepala.labels if label][:_JUDUL_DISEBUT]
