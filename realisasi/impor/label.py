"""What a heading means: `KDSATKER`, `Pagu Revisi (Rp)`, `Realisasi s.d. TW II`, `52 Barang`, `NOPEMBER`.

A heading with a word that is not known here means nothing: "Pagu Pengadaan" is no pagu. What is
neither needed nor in the way (`No`, `%`, `Sisa`) is known as such, so that it is no riddle either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from realisasi.impor.sel import JENIS_DIKENAL, KATA_JENIS
from realisasi.impor.waktu import (
    ANGKA_TRIWULAN,
    BULAN,
    HARI_AKHIR,
    KATA_TRIWULAN,
    SAMPAI,
    nomor_triwulan,
    triwulan_berakhir,
)

ABAIKAN: Final = "abaikan"
LAIN: Final = "lain"
JUMLAH: Final = "jumlah"
"""An amount of which the heading says the quarter, month or jenis, and not whether it is pagu or realisasi."""

UKURAN: Final = ("pagu", "blokir", "realisasi", JUMLAH)

_PERAN: Final = {
    "kode_satker": (
        "kode satker|kodesatker|kdsatker|kd satker|kdsat|kode satuan kerja|satker kode|no satker|nomor satker|id satker"
        "|satker id|kode satker 6 digit|kode dinas|kode unit kerja|kode satker dipa|kode sat ker"
    ),
    "satker": (
        "satker|satuan kerja|kode dan nama satker|kode nama satker|nama dan kode satker|kode nama satuan kerja"
        "|kode dan nama satuan kerja|satker dinas|kode uraian satker|kode dan uraian satker"
    ),
    "nama_satker": (
        "nama satker|namasatker|nmsatker|nm satker|nama satuan kerja|nama dinas|dinas|uraian satker|nama unit kerja"
        "|unit kerja|uraian satuan kerja|nama instansi|instansi|satker nama|nama opd"
    ),
    "kode_provinsi": (
        "kode provinsi|kodeprovinsi|kode prov|kdprov|kd prov|kdprovinsi|kode propinsi|kd provinsi|provinsi kode"
        "|kode kemendagri|kode provinsi kemendagri|kode wilayah"
    ),
    "provinsi": "provinsi|propinsi|nama provinsi|prov|nama propinsi|nmprov|nama prov",
    "tahun": "tahun|tahun anggaran|ta|t a|thang|thn|thn anggaran|thn ang|th anggaran|tahun ta|tahun dipa|th",
    "triwulan": (
        "triwulan|tw|triwulan ke|tw ke|periode triwulan|tri wulan|twl|kuartal|trw|periode|triwulan tw|periode tw"
        "|periode laporan"
    ),
    "kewenangan": (
        "kewenangan|jenis kewenangan|kode kewenangan|kdkewenangan|kd kewenangan|kdkew|kddekon|kd dekon|kode dekon|dekon"
        "|dk tp|tp dk|kewenangan dk tp|sumber kewenangan"
    ),
    "nomor_dipa": (
        "nomor dipa|no dipa|nodipa|dipa no|nomor sp dipa|no sp dipa|nomor surat pengesahan dipa|nomor dipa lengkap"
        "|no dipa terakhir|nomor dipa terakhir"
    ),
    "revisi": (
        "revisi|revisi ke|nomor revisi|no revisi|revisi dipa|rev|rev ke|revisi dipa ke|norevisi|kdrevisi|revisi ke n"
    ),
    "jenis_belanja": (
        "jenis belanja|jenisbelanja|jenis|jnsbel|jnsbelanja|kode jenis belanja|jns belanja|jenbel|kdjenbel|belanja"
        "|kd jenis belanja|kode belanja|kelompok belanja|jenis belanja kode|kode jenbel"
    ),
    "akun": (
        "akun|kode akun|kdakun|kd akun|mak|kode mak|akun belanja|kode akun belanja|mata anggaran|akun 6 digit|kdmak"
    ),
    "status": "status|status laporan|status verifikasi|status pelaporan",
    "basis": "basis|basis data|basis realisasi|basis pencatatan|basis laporan",
    "tanggal_data": (
        "tanggal data|tgl data|data per|per tanggal|data per tanggal|tanggal tarik data|tgl tarik|cut off"
        "|tanggal cut off|tanggal posisi|posisi tanggal|posisi data|tanggal tarik"
    ),
    ABAIKAN: (
        "no|nomor|no urut|nomor urut|nourut|kode ba|ba|kddept|kdunit|kppn|kode kppn|kdkppn|nama kppn|keterangan|ket"
        "|catatan|uraian|nama akun|uraian akun|nmakun|kementerian|nama kementerian|unit|eselon i|kode unit"
        "|unit eselon i|program|kode program|nama program|kegiatan|kode kegiatan|nama kegiatan|output|kode output|kro"
        "|kode kro|ro|kode ro|komponen|kode komponen|subkomponen|sub komponen|kdprogram|kdgiat|kdoutput|sumber dana"
        "|sumberdana|kode sumber dana|lokasi|kode lokasi|kdlokasi|kabupaten kota|pulau|item|nama item|detil|detail"
        "|volume|satuan|harga satuan|selisih|deviasi|peringkat|kendala|tindak lanjut|uraian jenis belanja"
        "|nama jenis belanja|kro ro"
    ),
}
MUTU_TANGGAL_DIPA: Final = 4
"""The rank of `Tanggal DIPA`, which is the day of the first DIPA and not of a revision (rule 3)."""

MUTU_PAGU_AWAL: Final = 5
"""The rank of `Pagu Awal`, which is that of the first DIPA and not of a revision."""

_TANGGAL_BERLAKU: Final = {
    "berlaku sejak": 0,
    "tanggal berlaku": 0,
    "tgl berlaku": 0,
    "mulai berlaku": 0,
    "berlaku mulai": 0,
    "tmt": 0,
    "tanggal revisi": 1,
    "tgl revisi": 1,
    "tanggal revisi dipa": 1,
    "tanggal pengesahan": 2,
    "tanggal pengesahan revisi": 2,
    "tanggal posting revisi": 3,
    "tanggal posting": 3,
    "tgl posting": 3,
    "tanggal dipa": MUTU_TANGGAL_DIPA,
    "tgl dipa": MUTU_TANGGAL_DIPA,
}
_FRASA: Final = {f: peran for peran, semua in _PERAN.items() for f in semua.split("|")}

_KATA_UKURAN: Final = {
    "realisasi": "realisasi",
    "serapan": "realisasi",
    "penyerapan": "realisasi",
    "blokir": "blokir",
    "diblokir": "blokir",
    "pemblokiran": "blokir",
    "blokiran": "blokir",
    "pagu": "pagu",
}
_KATA_PAGU: Final = frozenset({"anggaran", "alokasi", "dipa"})
_TEKS_ISI: Final = (
    "jml rp rupiah anggaran alokasi dipa revisi total jumlah akhir terakhir ta tahun belanja nilai dana besaran "
    "keuangan bulan triwulan tw trw ini sp2d akrual netto awal semula menjadi dalam dan ke periode saja tahunan jenis "
    "yang yg"
)
_KATA_ISI: Final = frozenset(_TEKS_ISI.split())
_TEKS_ABAIKAN: Final = (
    "persen persentase prosentase sisa fisik target sasaran rencana rpd outstanding kontrak pencadangan lock lalu "
    "efektif deviasi proyeksi prognosa prognosis capaian output bobot ikpa nkpa selisih kurang lebih"
)
_KATA_ABAIKAN: Final = frozenset(_TEKS_ABAIKAN.split())
_KATA_JENIS: Final = {**{j: j for j in JENIS_DIKENAL}, **KATA_JENIS, "bantuan": "57", "sosial": "57"}
_KATA_AWAL: Final = frozenset({"awal", "semula"})
_KATA_SD: Final = frozenset({"sd", "kumulatif", "akumulasi", "hingga", "akumulatif"})
_KATA_TRIWULAN: Final = frozenset({"tw", "triwulan", "trw", "twl", "kuartal"})
_KATA_SEBULAN: Final = frozenset({"bulan", "periode"})
_TRIWULAN: Final = re.compile(rf"\b{KATA_TRIWULAN} ?(?:ke )?({ANGKA_TRIWULAN})\b")
_SD: Final = re.compile(rf"(?:{SAMPAI.pattern})(?:\s*(?:saat|hari)\s+ini\b)?", re.IGNORECASE)
_REVISI_KE: Final = re.compile(r"\brevisi (?:ke )?[0-9]{1,2}\b")
_TERPANJANG: Final = 120
_TAHUN_INI: Final = re.compile(r"\btahun (?:anggaran )?ini\b")
_PENGISI_HARI: Final = frozenset({*map(str, HARI_AKHIR), "per", "tanggal", "tgl", "posisi", "keadaan", "data"})
"""What stands beside the month until whose end figures are: any other day is no end of a quarter."""


@dataclass(frozen=True)
class Arti:
    """What a heading means. `peran` is a field, one of `UKURAN`, `abaikan`, or `lain`.

    `mutu` ranks headings that mean the same: the lower, the surer ("Pagu Revisi" before "Pagu Awal").
    `saja` marks amounts that are said to be of the quarter alone ("TW II saja", "triwulan ini"), `sebulan`
    those of a month or period that is not named ("Realisasi Bulan Ini").
    """

    peran: str
    sd: bool = False
    triwulan: int | None = None
    bulan: int | None = None
    jenis: str | None = None
    tahun: int | None = None
    mutu: int = 0
    saja: bool = False
    sebulan: bool = False

    @property
    def berarti(self) -> bool:
        """Whether it helps to read the table."""
        return self.peran not in (ABAIKAN, LAIN)


@lru_cache(maxsize=4096)
def arti(label: str) -> Arti:
    """The meaning of one heading."""
    frasa = polos(label)
    if not frasa or len(frasa) > _TERPANJANG:
        return Arti(LAIN)
    tanpa_rp = re.sub(r" (?:rp|rupiah)\b", "", frasa)
    for calon in (frasa, tanpa_rp, re.sub(r"\b(?:20[0-9]{2}|ta)\b", "", tanpa_rp).strip()):
        if peran := _FRASA.get(calon):
            return Arti(peran)
        if (mutu := _TANGGAL_BERLAKU.get(calon)) is not None:
            return Arti("berlaku_sejak", mutu=mutu)
    return _jumlah(frasa)


def polos(label: str) -> str:
    """A heading in small letters and plain words: `Realisasi s.d. TW II (%)` is `realisasi sd tw ii persen`."""
    teks = _SD.sub(" sd ", label.lower().replace("_", " ")).replace("%", " persen ")
    return " ".join(re.sub(r"[^0-9a-z]+", " ", teks).split())


def _jumlah(frasa: str) -> Arti:
    """A heading of amounts, word by word; any word that is not known makes it unknown."""
    frasa = _REVISI_KE.sub(" revisi ", frasa)
    triwulan = {nomor_triwulan(t) for t in _TRIWULAN.findall(frasa)}
    kata = _TRIWULAN.sub(" ", frasa).split()
    if any(k in _KATA_ABAIKAN for k in kata):
        return Arti(ABAIKAN)
    bulan = {BULAN[k] for k in kata if k in BULAN}
    tahun = {int(k) for k in kata if re.fullmatch(r"20[0-9]{2}", k)}
    jenis = {_KATA_JENIS[k] for k in kata if k in _KATA_JENIS}
    # "per 30 Juni" is until then, as in titles; "per" anything else says nothing.
    sd = any(k in _KATA_SD for k in kata) or (bool(bulan) and "per" in kata)
    sd |= not triwulan and _TAHUN_INI.search(frasa) is not None
    sisa = [
        k
        for k in kata
        if k not in _KATA_ISI
        and k not in _KATA_UKURAN
        and k not in _KATA_JENIS
        and k not in _KATA_SD
        and k not in BULAN
        and not re.fullmatch(r"20[0-9]{2}", k)
        and not (bulan and sd and k in _PENGISI_HARI)
    ]
    if sisa or any(len(s) > 1 for s in (triwulan, bulan, tahun, jenis)):
        return Arti(LAIN)
    ukuran = _ukuran(kata)
    if ukuran is None:
        return Arti(LAIN)
    if ukuran == JUMLAH and not (triwulan or bulan or jenis):
        # "Jumlah" and "Total" beside the columns that they sum up; "s.d." alone says too little.
        return Arti(ABAIKAN if {"jumlah", "total", "jml"} & set(kata) and not sd else LAIN)
    q, b = next(iter(triwulan), None), next(iter(bulan), None)
    if sd and b is not None:
        # Until the end of a month is until the end of a quarter for every third month alone.
        akhir = triwulan_berakhir(b)
        if akhir is None or q not in (None, akhir):
            return Arti(LAIN)
        q, b = akhir, None
    if q is not None and b is not None:
        return Arti(LAIN)
    mutu = MUTU_PAGU_AWAL if _KATA_AWAL & set(kata) else 0 if ukuran in kata or "realisasi" in kata else 1
    saja = not sd and ("saja" in kata or ("ini" in kata and bool(_KATA_TRIWULAN & set(kata))))
    sebulan = not (sd or saja or q or b) and bool(_KATA_SEBULAN & set(kata))
    return Arti(ukuran, sd, q, b, next(iter(jenis), None), next(iter(tahun), None), mutu, saja, sebulan)


def _ukuran(kata: list[str]) -> str | None:
    """Pagu, blokir or realisasi; `jumlah` where none is named; None where two are."""
    disebut = {_KATA_UKURAN[k] for k in kata if k in _KATA_UKURAN}
    if disebut == {"pagu", "blokir"}:
        return "blokir"
    if len(disebut) > 1:
        return None
    if disebut:
        return disebut.pop()
    return "pagu" if _KATA_PAGU & set(kata) else JUMLAH
