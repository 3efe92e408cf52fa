"""Files that people upload by mistake: each is told what it is, and what is wanted instead.

Only what stands above and in the headings is looked at, so a table with rows of satker is never taken
for one of these because of a name in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from realisasi.impor.bacaan import BerkasDitolak, JenisImpor, Pilihan
from realisasi.impor.bentuk.cetakan import MILIK_KITA, padat, tulisan_awal
from realisasi.impor.berkas import Buku, Lembar
from realisasi.impor.label import UKURAN, arti
from realisasi.impor.sel import KEMENTERIAN

_DIPERLUKAN: Final = {
    JenisImpor.SATKER: "templat satker yang diisi kode, nama, dan kode provinsi",
    JenisImpor.DIPA: "daftar DIPA dari monitoring daring, atau templat DIPA",
    JenisImpor.REALISASI: "FA Detail dari SAKTI, realisasi per satker dari monitoring daring, atau templat realisasi",
    JenisImpor.LAPORAN: "templat laporan triwulan",
}
_LEBAR_JUDUL: Final = 3
_BARIS_UANG: Final = 200

_DAERAH: Final = re.compile(
    r"\bAPBD\b|\bSIPD\b|\bSKPD\b|BELANJA\s+DAERAH|URUSAN\s+PEMERINTAH|KODE\s+REKENING"
    r"|PEMERINTAH(?:AN)?\s+(?:KABUPATEN|KOTA|PROVINSI|DAERAH)",
    re.IGNORECASE,
)
_KEPALA_DAERAH: Final = frozenset({"koderekening", "kodeskpd", "namaskpd", "skpd"})
_REKAP: Final = re.compile(r"REKAPITULASI\s+BELANJA", re.IGNORECASE)
_WILAYAH: Final = re.compile(r"\b(?:KABUPATEN|KOTA|PROVINSI)\s+[A-Z]", re.IGNORECASE)
_APBN: Final = re.compile(r"DEKONSENTRASI|TUGAS\s+PEMBANTUAN|\b(?:DK|TP|DIPA|APBN|IKMA)\b", re.IGNORECASE)
_UANG_DAERAH: Final = re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d{2}")
_KEMENTERIAN: Final = re.compile(
    r"KEMENTERIAN(?:\s+NEGARA)?(?:\s*/\s*LEMBAGA)?[\s:]+(?:\(?(\d{3})\)?[\s.:-]*)?(?:KEMENTERIAN\s+)?([A-Z].*)?",
    re.IGNORECASE,
)
_BUKAN_PEMILIK: Final = ("PERINDUSTRIAN", "KEUANGAN")
"""Ours, and the one that prints reports about all others."""
_PENILAIAN: Final = frozenset(
    {"deviasihalamaniiidipa", "revisidipa", "penyerapananggaran", "capaianoutput", "nilaiakhir", "konversibobot"}
)


@dataclass(frozen=True)
class _Atas:
    """What stands above the table of a sheet, and the headings."""

    judul: Sequence[str]
    kepala: frozenset[str]
    bersatker: bool
    berukuran: bool
    lembar: Lembar

    @property
    def semua(self) -> str:
        return " | ".join(self.judul)


_IKPA: Final = re.compile(r"\bIKPA\b|INDIKATOR\s+(?:KINERJA\s+)?PELAKSANAAN\s+ANGGARAN", re.IGNORECASE)
_JUDUL_LAIN: Final = tuple(
    (re.compile(pola, re.IGNORECASE), apa)
    for pola, apa in (
        (
            r"RINCIAN\s+KERTAS\s+KERJA|\bRKA[\s-]*K/?L\b|PETUNJUK\s+OPERASIONAL\s+KEGIATAN",
            "kertas kerja anggaran (RKA-KL atau POK), yang merinci rencana sampai item",
        ),
        (
            r"(?:DAFTAR|RINCIAN|MONITORING)\s+(?:SP2D|SPM|SPP)\b|POTONGAN\s+SPP",
            "daftar pembayaran (SPP, SPM, atau SP2D) satu per satu, bukan jumlahnya per jenis belanja",
        ),
        (
            r"KETERSEDIAAN\s+DANA(?!\s+DETAIL)",
            "laporan ketersediaan dana yang bukan Detail, jadi tidak merinci akun",
        ),
        (
            r"\bNERACA\b|CATATAN\s+ATAS\s+LAPORAN\s+KEUANGAN",
            "laporan keuangan (neraca atau catatan atas laporan keuangan)",
        ),
    )
)


def kenali(buku: Buku, jenis: JenisImpor, pilihan: Pilihan) -> None:
    """Nothing: what is not known here is left to the layouts that come after.

    Raises:
        BerkasDitolak: it is one of the likely mistakes.

    """
    for lembar in buku.lembar:
        if not lembar.tampak or lembar.tabel.empty:
            continue
        atas = _atas(lembar)
        if apa := _apa(atas):
            raise BerkasDitolak(
                f"Berkas ini {apa}. Yang diperlukan: {_DIPERLUKAN[jenis]}.",
                ditemukan=[t[:100] for t in atas.judul[:5]],
            )


def _atas(lembar: Lembar) -> _Atas:
    """Rows of few cells are titles, up to the first with more or with two known headings."""
    per_baris: dict[int, list[str]] = {}
    for t in tulisan_awal(lembar):
        per_baris.setdefault(t.baris, []).append(t.teks)
    judul: list[str] = []
    kepala: set[str] = set()
    peran: set[str] = set()
    for isi in per_baris.values():
        dikenal = [m.peran for n in isi if (m := arti(n)).berarti]
        if not kepala and len(isi) <= _LEBAR_JUDUL and len(dikenal) < 2:  # noqa: PLR2004
            judul += [" ".join(isi)]
        else:
            kepala |= {k for n in isi if (k := padat(n))}
            peran |= set(dikenal)
    return _Atas(judul, frozenset(kepala), bool({"kode_satker", "satker"} & peran), bool({*UKURAN} & peran), lembar)


def _apa(atas: _Atas) -> str:
    """What the sheet is, in words; empty where it is none of these."""
    if len(_PENILAIAN & atas.kepala) > 1 or (_IKPA.search(atas.semua) and not atas.berukuran):
        return "daftar nilai IKPA, yang berisi nilai dan bobot, bukan rupiah"
    for pola, apa in _JUDUL_LAIN:
        if pola.search(atas.semua) and not atas.bersatker:
            return apa
    if lain := _kementerian_lain(atas):
        return f"milik {lain}, sedangkan yang dipantau di sini hanya satker {MILIK_KITA}"
    if not atas.bersatker and not _APBN.search(atas.semua) and _daerah(atas):
        return (
            "rekap belanja daerah (APBD, misalnya dari SIPD), yaitu uang daerah, bukan dana dekonsentrasi atau tugas "
            "pembantuan"
        )
    return ""


def _daerah(atas: _Atas) -> bool:
    kata = bool(_DAERAH.search(atas.semua)) or bool(_KEPALA_DAERAH & atas.kepala)
    rekap, wilayah = bool(_REKAP.search(atas.semua)), bool(_WILAYAH.search(atas.semua))
    return kata or (rekap and wilayah) or ((rekap or wilayah) and _beruang_daerah(atas.lembar))


def _beruang_daerah(lembar: Lembar) -> bool:
    """Amounts as text with sen, `10.701.893.800,00`, as such recaps print them."""
    isi = lembar.tabel.iloc[:_BARIS_UANG].to_numpy(object).ravel().tolist()
    return sum(isinstance(n, str) and _UANG_DAERAH.fullmatch(n.strip()) is not None for n in isi) > _LEBAR_JUDUL


def _kementerian_lain(atas: _Atas) -> str:
    """Another ministry that a title begins with."""
    for judul in atas.judul:
        m = _KEMENTERIAN.match(judul)
        if not m or not (m[1] or m[2]):
            continue
        kode, nama = m[1] or "", (m[2] or "").strip()
        if kode == KEMENTERIAN or nama.upper().startswith(_BUKAN_PEMILIK):
            return ""
        return f"Kementerian {nama}".strip() + (f" ({kode})" if kode else "")
    return ""
