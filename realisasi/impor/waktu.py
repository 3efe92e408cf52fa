"""What words say of time: months, quarters, and whether figures are of a quarter alone or cumulative.

Titles say it in many ways (`S.D. TRIWULAN II`, `Keadaan per 30 Juni 2026`, `Semester I`, `KUMULATIF`), and
a figure that is read for another time than it is of is the costliest mistake of all. So a time that is no
quarter (`Bulan April`, `s.d. 15 Mei`) is kept as what was written, for the refusal to quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

NAMA_BULAN: Final = (
    "", "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
"""By number, from 1."""

BULAN: Final = {
    nama: nomor
    for nomor, semua in enumerate(
        (
            "januari jan",
            "februari pebruari feb peb febuari",
            "maret mar mrt",
            "april apr",
            "mei may",
            "juni jun",
            "juli jul",
            "agustus ags agu agt agust aug",
            "september sep sept",
            "oktober okt oct",
            "november nopember nov nop",
            "desember des dec",
        ),
        start=1,
    )
    for nama in semua.split()
}
"""The number of a month by any of its names, in small letters."""

SETRIWULAN: Final = 3
"""Months in a quarter."""

_ROMAWI: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
ANGKA_TRIWULAN: Final = r"(?:iv|i{1,3}|[1-4])"
KATA_TRIWULAN: Final = r"(?:tw|triwulan|tri\s?wulan|triw|twl|trw|kuartal|q)"
SAMPAI: Final = re.compile(r"\bs\s*[-./]?\s*d\b\.?|\bsampai(?:\s+dengan)?\b|\bhingga\b", re.IGNORECASE)
"""`s.d.` however it is written."""


def nomor_triwulan(tulisan: str) -> int:
    """2 for `II`, `ii` and `2`."""
    return _ROMAWI.get(tulisan.lower()) or int(tulisan)


def triwulan_berakhir(bulan: int) -> int | None:
    """The quarter that ends with this month; None where none does."""
    q, sisa = divmod(bulan, SETRIWULAN)
    return q if not sisa else None


def triwulan_dari(bulan: int) -> int:
    """The quarter in which a month lies."""
    return (bulan + SETRIWULAN - 1) // SETRIWULAN


@dataclass(frozen=True)
class Waktu:
    """What titles say of the time that figures are of.

    `saja` are quarters named by themselves (`TW II`), `sampai` those until whose end figures are
    cumulative. `kumulatif` is said in any way, `tegas` by that word itself, `berentang` by nothing but
    a range with both its ends (`Januari s.d. Juni`), which says little of columns that tell their own
    quarter or month. `itu_saja` says the contrary (`TW II saja`). `bulan` are single months, `bulan_polos`
    in one line those without that word (`Juni 2026`); `lain` quotes a time that is neither a quarter nor
    the end of one.
    """

    saja: frozenset[int] = frozenset()
    sampai: frozenset[int] = frozenset()
    bulan: frozenset[int] = frozenset()
    bulan_polos: frozenset[int] = frozenset()
    klaim: frozenset[int] = frozenset()
    tahun: frozenset[int] = frozenset()
    kumulatif: bool = False
    tegas: bool = False
    berentang: bool = False
    itu_saja: bool = False
    lain: str = ""


# --- Titles in a short form of their own ---------------------------------------------------
# "Keadaan s.d. 30 Juni 2026" becomes "keadaan sd 30 b06 y2026", "Triwulan I - II" "t1 sd t2".

_TANGGAL: Final = re.compile(r"\b([0-9]{1,2})\s?[-/.]\s?([0-9]{1,2})\s?[-/.]\s?(20[0-9]{2})\b")
_TANGGAL_ISO: Final = re.compile(r"\b(20[0-9]{2})-([0-9]{1,2})-([0-9]{1,2})\b")
_TW: Final = rf"{KATA_TRIWULAN}[\s.:-]*(?:ke[\s-]*)?"
_TRIWULAN: Final = re.compile(rf"\b{_TW}({ANGKA_TRIWULAN})\b")
_RENTANG_TRIWULAN: Final = re.compile(
    rf"\b(?:{_TW}({ANGKA_TRIWULAN})|(iv|i{{1,3}}))\s*(?:sd|-|–|dan|&|,)\s*"
    rf"(?:{_TW}({ANGKA_TRIWULAN})|(iv|i{{1,3}}|[1-4](?!\s*(?:{'|'.join(BULAN)})\b)))\b"
)
_SEMESTER: Final = re.compile(r"\b(?:semester|smt|sem)[\s.:-]*(?:ke[\s-]*)?(ii|i|[12])\b")
_TAHUN: Final = re.compile(r"\b(20[0-9]{2})\b")
_KATA: Final = re.compile(r"[a-z]+|[0-9]+|-")
_TITIK: Final = re.compile(
    r"\b(?:(?P<hari>[0-9]{1,2}) )?b(?P<bulan>[0-9]{2})(?: y(?P<tahun>[0-9]{4}))?\b"
    r"|\bt(?P<triwulan>[1-4])(?:(?: ta| tahun| t a| anggaran| -)* y(?P<tahun_tw>[0-9]{4}))?\b"
    r"|\bh(?P<semester>[12])\b"
)
_PENGISI: Final = r"(?:(?:bulan|periode|tanggal|tgl|akhir|posisi|keadaan|data|masa|dengan|tahun|anggaran|ta) )*"
_SAMBUNG: Final = re.compile(rf" ?(?:sd|-) {_PENGISI}")
_SEBELUM_SD: Final = re.compile(rf"\bsd {_PENGISI}$")
_SEBELUM_PER: Final = re.compile(rf"\b(?:per|keadaan|posisi) {_PENGISI}$")
_SEBELUM_BULAN: Final = re.compile(r"\b(?:bulan|periode|masa) $")
_SD_LAIN: Final = re.compile(r"\bsd\b(?! (?:revisi\b|rev\b|y20|5[1-8]\b))")
_KUMULATIF: Final = re.compile(
    r"\b(?:kumulatif|akumulatif|akumulasi|ytd|year to date|setahun|satu tahun|sepanjang tahun|akhir tahun|cut ?off)\b"
)
_BUKAN_KUMULATIF: Final = re.compile(r"\b(?:bukan|non|tidak|tanpa)(?: angka)? kumulatif\b")
_ITU_SAJA: Final = re.compile(r"(?:\bt[1-4]|\b(?:tw|triwulan)(?: (?:ini|itu|tersebut))?)(?: y20[0-9]{2})? saja\b")
_ACARA: Final = re.compile(r"\b(?:rapat|rakor|koordinasi|paparan|disampaikan|surat|nota)\b")
HARI_AKHIR: Final = (30, 31)
"""The days with which quarters end."""
_PANJANG_KUTIPAN: Final = 80


class _Titik(NamedTuple):
    """A named time: its first and last month, the day where one is named, and where it stands."""

    awal: int
    akhir: int
    hari: int | None
    tahun: int | None
    jenis: str
    letak: tuple[int, int]


def baca(teks: Iterable[str]) -> Waktu:
    """What these lines say together."""
    bagian = [_baris(t) for t in teks]
    bernama = any(b.saja or b.sampai for b in bagian)
    polos = [] if bernama else bagian  # beside a quarter, a month without that word is the one of a letter
    return Waktu(
        saja=frozenset().union(*(b.saja for b in bagian)),
        sampai=frozenset().union(*(b.sampai for b in bagian)),
        bulan=frozenset().union(*(b.bulan for b in bagian), *(b.bulan_polos for b in polos)),
        klaim=frozenset().union(*(b.klaim for b in bagian)),
        tahun=frozenset().union(*(b.tahun for b in bagian)),
        kumulatif=any(b.kumulatif for b in bagian),
        tegas=any(b.tegas for b in bagian),
        berentang=any(b.berentang for b in bagian) and all(b.berentang or not b.kumulatif for b in bagian),
        itu_saja=any(b.itu_saja for b in bagian),
        lain=next((b.lain for b in bagian if b.lain), ""),
    )


def keterangan(teks: Iterable[str]) -> list[str]:
    """Those of these notes that say that figures are cumulative, and until when; other notes name other times."""
    return [t for t in teks if (w := _baris(t)).tegas or (w.kumulatif and w.sampai and not w.berentang)]


def _baris(teks: str) -> Waktu:
    pendek = _pendek(teks)
    bukan = _BUKAN_KUMULATIF.search(pendek) is not None
    tegas = not bukan and _KUMULATIF.search(pendek) is not None
    sebutan = list(_sebutan(pendek))
    cara = {s.cara for s in sebutan}
    # "s.d. saat ini", "(s.d. triwulan)": cumulative, until when is for others to say.
    sd = tegas or "sampai" in cara or (not sebutan and _SD_LAIN.search(pendek) is not None)
    sampai = [s for s in sebutan if s.cara in ("sampai", "rentang")]
    return Waktu(
        saja=frozenset(triwulan_dari(s.akhir) for s in sebutan if s.cara == "saja"),
        sampai=frozenset(triwulan_dari(s.akhir) for s in sampai),
        bulan=frozenset(s.akhir for s in sebutan if s.cara == "bulan" and s.tegas),
        bulan_polos=frozenset(s.akhir for s in sebutan if s.cara == "bulan" and not s.tegas),
        klaim=frozenset(triwulan_dari(s.akhir) for s in sebutan if s.tegas),
        tahun=frozenset(t for s in sebutan for t in s.tahun),
        kumulatif=sd or bool(sampai),
        tegas=tegas,
        berentang=bool(sampai) and not sd,
        itu_saja=bukan or _ITU_SAJA.search(pendek) is not None,
        lain=teks[:_PANJANG_KUTIPAN] if any(not s.utuh for s in sampai) else "",
    )


class _Sebutan(NamedTuple):
    """A time as a title names it: alone (`saja`, `bulan`), as an end (`sampai`), or from one to another (`rentang`).

    `tegas` names which quarter the file is for; `utuh` is a range or an end that fits quarters.
    """

    cara: str
    akhir: int
    tahun: frozenset[int]
    tegas: bool = True
    utuh: bool = True


def _sebutan(pendek: str) -> Iterator[_Sebutan]:
    titik = list(_titik(pendek))
    while titik:
        t = akhir = titik.pop(0)
        if titik and titik[0].jenis == t.jenis and _SAMBUNG.fullmatch(pendek[t.letak[1] : titik[0].letak[0]]):
            akhir = titik.pop(0)
        sebelum = pendek[: t.letak[0]]
        tahun = frozenset(n for n in (t.tahun, akhir.tahun) if n)
        sd = bool(_SEBELUM_SD.search(sebelum) or (t.jenis != "semester" and _SEBELUM_PER.search(sebelum)))
        if akhir is not t or (t.jenis == "semester" and not sd):
            yield _rentang(t, akhir, tahun)
        elif sd:
            hari_akhir = t.hari is None or t.hari in HARI_AKHIR
            yield _Sebutan("sampai", t.akhir, tahun, utuh=hari_akhir and triwulan_berakhir(t.akhir) is not None)
        elif t.jenis == "triwulan":
            yield _Sebutan("saja", t.akhir, tahun)
        elif t.hari is None and not _ACARA.search(sebelum):  # else the day of a letter, the month of a meeting
            berkata = _SEBELUM_BULAN.search(sebelum) is not None
            if berkata or t.tahun or t.letak == (0, len(pendek)):
                yield _Sebutan("bulan", t.akhir, tahun, tegas=berkata)


def _rentang(awal: _Titik, akhir: _Titik, tahun: frozenset[int]) -> _Sebutan:
    """From one named time to another; `TW I s.d. IV` names columns or rows, and no quarter of the file."""
    bertriwulan = awal.jenis == "triwulan"
    berakhir = triwulan_berakhir(akhir.akhir) is not None and akhir.hari in (None, *HARI_AKHIR)
    if berakhir and awal.awal == akhir.akhir - SETRIWULAN + 1:
        return _Sebutan("saja", akhir.akhir, tahun)
    return _Sebutan("rentang", akhir.akhir, tahun, tegas=not bertriwulan, utuh=berakhir and awal.awal == 1)


def _pendek(teks: str) -> str:
    """A title in its short form."""
    kata = SAMPAI.sub(" sd ", teks.lower().replace("_", " "))
    kata = _TANGGAL_ISO.sub(lambda m: _sebut_hari(m[3], m[2], m[1]), kata)
    kata = _TANGGAL.sub(lambda m: _sebut_hari(m[1], m[2], m[3]), kata)
    kata = _RENTANG_TRIWULAN.sub(
        lambda m: f" t{nomor_triwulan(m[1] or m[2])} sd t{nomor_triwulan(m[3] or m[4])} ", kata
    )
    kata = _TRIWULAN.sub(lambda m: f" t{nomor_triwulan(m[1])} ", kata)
    kata = _SEMESTER.sub(lambda m: f" h{nomor_triwulan(m[1])} ", kata)
    kata = _TAHUN.sub(r" y\1 ", kata.replace("–", "-").replace("—", "-"))
    pecah = re.findall(r"[a-z]+[0-9]+|[a-z]+|[0-9]+|-", kata)
    return " ".join(f"b{BULAN[k]:02}" if k in BULAN else k for k in pecah)


def _sebut_hari(hari: str, bulan: str, tahun: str) -> str:
    if not 1 <= int(bulan) < len(NAMA_BULAN):
        return f" {hari} {bulan} {tahun} "
    return f" {hari} {NAMA_BULAN[int(bulan)].lower()} {tahun} "


def _titik(pendek: str) -> Iterator[_Titik]:
    for m in _TITIK.finditer(pendek):
        tahun = m["tahun"] or m["tahun_tw"]
        if m["bulan"]:
            b = int(m["bulan"])
            awal, akhir, jenis = b, b, "bulan"
        elif m["triwulan"]:
            akhir, jenis = SETRIWULAN * int(m["triwulan"]), "triwulan"
            awal = akhir - SETRIWULAN + 1
        else:
            akhir, jenis = 2 * SETRIWULAN * int(m["semester"]), "semester"
            awal = akhir - 2 * SETRIWULAN + 1
        hari = int(m["hari"]) if m["hari"] else None
        yield _Titik(awal, akhir, hari, int(tahun) if tahun else None, jenis, m.span())
