"""One cell as a code, a day, a quarter or a kind: what it may hold, and what is wrong where it holds something else.

All raise `TidakTerbaca` with what was found and what to write, and give None for a blank cell.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final, NamedTuple

from realisasi.baca_rupiah import TidakTerbaca, tampil
from realisasi.impor.nilai import teks
from realisasi.impor.waktu import ANGKA_TRIWULAN, BULAN, KATA_TRIWULAN, SAMPAI, nomor_triwulan

_GARIS: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_PANJANG_KODE: Final = 6
PANJANG_AKUN: Final = 6
_KODE_TERPENDEK: Final = 4
_PANJANG_NAMA: Final = 200
_AWAL_RUMUS: Final = "=+-@\t\uff1d\uff0b\uff0d\uff20"

_KODE_UTUH: Final = re.compile(r"[0-9]{1,6}")
_KODE_BERTITIK: Final = re.compile(r"([0-9]{1,3})\.([0-9]{3})|([0-9]{4,6})\.0")
_KODE_MAJEMUK: Final = re.compile(
    r"(?:([0-9]{3})[.\s/-]+)?(?:([0-9]{2})[.\s/-]+)?(?:[0-9]{1,2}[.\s/-]+)?([0-9]{6})(?:[.\s/-]+(?:[0-9]{1,4}|[A-Z]{2}))?"
)
_KODE_BERNAMA: Final = re.compile(
    r"[(\[]?([0-9]{6})(?:[)\]]|\s|[-\u2013\u2014:|/.])\s*[-\u2013\u2014:|/.]?\s*([^\W\d_].*)", re.DOTALL
)
_NAMA_BERKODE: Final = re.compile(r"[^\W\d_].*?[\s(\[:/-]([0-9]{6})[)\]]?", re.DOTALL)
_NOMOR_DIPA: Final = re.compile(
    r"(?:SP\s*)?(?:DIPA\s*[-.:]?\s*)?([0-9]{3})\s*\.\s*([0-9]{2})\s*\.\s*([0-9])\s*\.\s*([0-9]{6})\s*/\s*([0-9]{4})",
    re.IGNORECASE,
)
KEMENTERIAN: Final = "019"
UNIT: Final = "05"
"""Ministry and unit of Ditjen IKMA, in DIPA numbers and codes of satker."""
_TAHUN: Final = re.compile(r"(?:(?:T\.?A\.?|TAHUN(?:\s+ANGGARAN)?)[\s:.]*)?((?:19|20)[0-9]{2})", re.IGNORECASE)
_TRIWULAN: Final = re.compile(
    rf"(?:{KATA_TRIWULAN}[\s.:-]*)?(?:KE[\s-]*)?({ANGKA_TRIWULAN})"
    r"(?:[\s/,-]*(?:T\.?A\.?\s*|TAHUN\s*)?((?:19|20)[0-9]{2}))?",
    re.IGNORECASE,
)
_SAMPAI_DENGAN: Final = re.compile(rf"(?:{SAMPAI.pattern}|kumulatif)[\s.:-]*", re.IGNORECASE)
_REVISI: Final = re.compile(r"(?:REV(?:ISI)?[\s.:-]*)?(?:KE[\s.:-]*)?([0-9]{1,5})(?:\.0)?", re.IGNORECASE)
KATA_JENIS: Final = {"pegawai": "51", "barang": "52", "modal": "53", "bansos": "57"}
"""The jenis belanja by its one word."""
_JENIS_KATA: Final = {**KATA_JENIS, "bantuan sosial": "57", "belum dirinci": "00"}
JENIS_DIKENAL: Final = ("51", "52", "53", "57")
BELUM_DIRINCI: Final = "00"
_JENIS: Final = re.compile(r"([0-9]{2}|[0-9]{6})(?:[\s.:|-]+\D.*|\s*)", re.DOTALL)
_AKUN_DI_UJUNG: Final = re.compile(r".*[.\s]([0-9]{6})(?:[\s.:|-]+\D.*|\s*)", re.DOTALL)
_KEWENANGAN: Final = {
    "DK": "DK",
    "DEKONSENTRASI": "DK",
    "DEKON": "DK",
    "3": "DK",
    "TP": "TP",
    "TUGAS PEMBANTUAN": "TP",
    "4": "TP",
}
_KEWENANGAN_LAIN: Final = {
    "KP": "kantor pusat",
    "KANTOR PUSAT": "kantor pusat",
    "1": "kantor pusat",
    "KD": "kantor daerah",
    "KANTOR DAERAH": "kantor daerah",
    "2": "kantor daerah",
    "UB": "urusan bersama",
    "URUSAN BERSAMA": "urusan bersama",
    "5": "urusan bersama",
    "DS": "desentralisasi",
    "DESENTRALISASI": "desentralisasi",
    "6": "desentralisasi",
}
_STATUS: Final = {
    "DIVERIFIKASI": "DIVERIFIKASI",
    "TERVERIFIKASI": "DIVERIFIKASI",
    "SUDAH DIVERIFIKASI": "DIVERIFIKASI",
    "VERIFIKASI": "DIVERIFIKASI",
    "DIAJUKAN": "DIAJUKAN",
    "SUDAH DIAJUKAN": "DIAJUKAN",
}
_BASIS: Final = {"SP2D": "SP2D", "BASIS SP2D": "SP2D", "KAS": "SP2D", "AKRUAL": "AKRUAL", "BASIS AKRUAL": "AKRUAL"}
_TANGGAL_ISO: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T\s].*)?")
_TANGGAL: Final = re.compile(r"([0-9]{1,2})\s*[-/.\s]\s*([0-9]{1,2})\s*[-/.\s]\s*([0-9]{4}|[0-9]{2})(?:\s+[0-9:.]+)?")
_TANGGAL_KATA: Final = re.compile(
    r"(?:\D{0,40}?[,\s])?([0-9]{1,2})[\s.-]+([A-Za-z]{3,9})\.?[\s.,-]+([0-9]{4}|[0-9]{2})(?:\s+[0-9:.]+)?"
)
_NOL_EXCEL: Final = dt.date(1899, 12, 30)
_SERI_TERKECIL, _SERI_TERBESAR = 36_526, 73_050  # 1 January 2000 to 31 December 2099
_TAHUN_TERKECIL, _TAHUN_TERBESAR = 2000, 2099


def _kosong(nilai: str) -> bool:
    return not nilai or (len(nilai) == 1 and nilai in _GARIS)


def _tolak_tanggal(nilai: Any, apa: str) -> None:
    if isinstance(nilai, dt.date | dt.time | dt.timedelta):
        raise TidakTerbaca(f"Sel berisi tanggal atau jam ({nilai}), bukan {apa}. Ubah format selnya, lalu tulis lagi.")
    if isinstance(nilai, str) and nilai.startswith("#") and nilai.strip("#"):
        raise TidakTerbaca(f'Sel berisi kesalahan Excel "{tampil(nilai)}", bukan {apa}.')


def kode_satker(nilai: Any) -> str | None:
    """Six digits: zeros that Excel dropped are put back, `019.05.123456` and `123456 - Dinas` taken apart."""
    _tolak_tanggal(nilai, "kode satker")
    bersih = teks(nilai)
    if _kosong(bersih):
        return None
    if m := _KODE_BERTITIK.fullmatch(bersih):
        bersih = m[3] or m[1] + m[2]
    if _KODE_UTUH.fullmatch(bersih):
        if len(bersih) < _KODE_TERPENDEK:
            raise TidakTerbaca(
                f'"{tampil(bersih)}" terlalu pendek untuk kode satker. Tulis enam angka, misalnya 019070.'
            )
        return bersih.zfill(_PANJANG_KODE)
    if m := _NOMOR_DIPA.fullmatch(bersih):
        kementerian, unit, kode = m[1], m[2], m[4]
    elif m := _KODE_MAJEMUK.fullmatch(bersih):
        kementerian, unit, kode = m[1], m[2], m[3]
    elif m := _KODE_BERNAMA.fullmatch(bersih) or _NAMA_BERKODE.fullmatch(bersih):
        return m[1]
    else:
        raise TidakTerbaca(f'"{tampil(bersih)}" bukan kode satker. Tulis enam angka, misalnya 019070.')
    _periksa_unit(kementerian, unit)
    return kode


def _periksa_unit(kementerian: str | None, unit: str | None) -> None:
    if kementerian not in (None, KEMENTERIAN) or (kementerian and unit not in (None, UNIT)):
        asal = f"{kementerian}.{unit}" if unit else kementerian
        raise TidakTerbaca(f"Kode {asal} bukan Ditjen IKMA ({KEMENTERIAN}.{UNIT}). Pakai data satker Ditjen IKMA saja.")


def nama_satker(nilai: Any) -> str | None:
    """A name: with letters, and nothing that Excel would take for a formula."""
    _tolak_tanggal(nilai, "nama satker")
    bersih = teks(nilai)
    if _kosong(bersih):
        return None
    if bersih[0] in _AWAL_RUMUS:
        raise TidakTerbaca(f'Nama diawali "{bersih[0]}", yang dibaca Excel sebagai rumus. Hapus tanda itu.')
    if not any(c.isalpha() for c in bersih):
        raise TidakTerbaca(f'"{tampil(bersih)}" bukan nama satker.')
    if len(bersih) > _PANJANG_NAMA:
        raise TidakTerbaca(f"Nama sepanjang {len(bersih)} huruf; paling banyak {_PANJANG_NAMA}. Singkat namanya.")
    if any(c < " " or "\ud800" <= c <= "\udfff" for c in bersih):
        raise TidakTerbaca("Nama memuat tanda yang tidak dapat dicetak. Ketik ulang namanya.")
    return bersih


def nama_tanpa_kode(nilai: Any) -> str | None:
    """The name of a cell that holds code and name: `019070 - Dinas X`, `Dinas X (019070)`."""
    bersih = teks(nilai)
    if m := _KODE_BERNAMA.fullmatch(bersih):
        return nama_satker(m[2])
    if m := _NAMA_BERKODE.fullmatch(bersih):
        return nama_satker(bersih[: m.start(1)].rstrip(" (-[:/"))
    return None


def kode_provinsi(nilai: Any) -> str | None:
    """Two digits of the Ministry of Home Affairs; whether there is such a province is for the plan to say."""
    _tolak_tanggal(nilai, "kode provinsi")
    bersih = teks(nilai)
    if _kosong(bersih):
        return None
    if m := re.fullmatch(r"([0-9]{1,2})(?:\.0|[\s.:-]+[^\W\d_].*)?", bersih):
        return m[1].zfill(2)
    raise TidakTerbaca(
        f'"{tampil(bersih)}" bukan kode provinsi. Tulis dua angka kode Kemendagri, misalnya 14 untuk Riau.'
    )


def nomor_dipa(nilai: Any) -> str | None:
    """`DIPA-019.05.4.123456/2026`, however it was written."""
    _tolak_tanggal(nilai, "nomor DIPA")
    bersih = teks(nilai)
    if _kosong(bersih):
        return None
    m = _NOMOR_DIPA.fullmatch(bersih)
    if not m:
        raise TidakTerbaca(f'"{tampil(bersih)}" bukan nomor DIPA. Tulis misalnya DIPA-019.05.4.123456/2026.')
    _periksa_unit(m[1], m[2])
    return f"DIPA-{m[1]}.{m[2]}.{m[3]}.{m[4]}/{m[5]}"


class BagianNomor(NamedTuple):
    """What a DIPA number says: ministry, unit, the digit of its kewenangan, its satker and its year."""

    kementerian: str
    unit: str
    digit: str
    satker: str
    tahun: int

    def __str__(self) -> str:
        return f"DIPA-{self.kementerian}.{self.unit}.{self.digit}.{self.satker}/{self.tahun}"


def bagian_nomor(nomor: Any) -> BagianNomor | None:
    """The parts of a number; None for what is missing or none."""
    m = _NOMOR_DIPA.fullmatch(nomor) if isinstance(nomor, str) else None
    return BagianNomor(m[1], m[2], m[3], m[4], int(m[5])) if m else None


def tahun(nilai: Any) -> int | None:
    """A budget year."""
    _tolak_tanggal(nilai, "tahun anggaran")
    bersih = teks(nilai)
    if _kosong(bersih):
        return None
    m = _TAHUN.fullmatch(bersih.removesuffix(".0"))
    if not m or int(m[1]) < _TAHUN_TERKECIL:
        raise TidakTerbaca(f'"{tampil(bersih)}" bukan tahun anggaran. Tulis empat angka, misalnya 2026.')
    return int(m[1])


def triwulan(nilai: Any) -> int | None:
    """1 to 4, from `2`, `II`, `TW II`, `Triwulan 2`."""
    _tolak_tanggal(nilai, "triwulan")
    bersih = teks(nilai).removesuffix(".0")
    if _kosong(bersih):
        return None
    m = _TRIWULAN.fullmatch(bersih)
    if not m:
        if _SAMPAI_DENGAN.match(bersih):
            raise TidakTerbaca(
                f'"{tampil(bersih)}" menyebut angka kumulatif. Tulis triwulan 1 sampai 4, dan taruh angka kumulatif di '
                "kolom realisasi_sd."
            )
        raise TidakTerbaca(f'"{tampil(bersih)}" bukan triwulan. Tulis 1, 2, 3, atau 4.')
    return nomor_triwulan(m[1])


def triwulan_kumulatif(nilai: Any) -> int | None:
    """The same where the figures are cumulative, so `s.d. TW II` is as good as `TW II`."""
    if isinstance(nilai, str):
        nilai = _SAMPAI_DENGAN.sub("", teks(nilai), count=1)
    return triwulan(nilai)


def kewenangan(nilai: Any) -> str | None:
    """`DK` or `TP`, from letters, words, or the digit of a DIPA number."""
    _tolak_tanggal(nilai, "kewenangan")
    bersih = teks(nilai).upper().removesuffix(".0")
    if _kosong(bersih):
        return None
    bagian = [bersih, *(b.strip() for b in re.split(r"[()\-\u2013/:]|(?<=\d)\s", bersih) if b.strip())]
    dikenal = {_KEWENANGAN[b] for b in bagian if b in _KEWENANGAN}
    if len(dikenal) == 1:
        return dikenal.pop()
    lain = next((_KEWENANGAN_LAIN[b] for b in bagian if b in _KEWENANGAN_LAIN), None)
    if lain and not dikenal:
        raise TidakTerbaca(
            f'"{tampil(bersih)}" adalah {lain}; yang dipantau hanya dekonsentrasi (DK) dan tugas pembantuan (TP).'
        )
    raise TidakTerbaca(f'"{tampil(bersih)}" bukan kewenangan. Tulis DK atau TP.')


def jenis_belanja(nilai: Any) -> str | None:
    """The first two digits of an akun, or the kind by its name; `00` is not yet split."""
    _tolak_tanggal(nilai, "jenis belanja")
    bersih = teks(nilai).removesuffix(".0")
    if _kosong(bersih):
        return None
    if bersih == "0":
        return BELUM_DIRINCI
    m = _JENIS.fullmatch(bersih) or _AKUN_DI_UJUNG.fullmatch(bersih)
    if m:
        jenis = m[1][:2]
    else:
        kata = re.sub(r"^(?:belanja|bel\.?|b\.)\s+", "", bersih.lower())
        jenis = _JENIS_KATA.get(kata, "")
    if not jenis:
        raise TidakTerbaca(f'"{tampil(bersih)}" bukan jenis belanja. Tulis 51, 52, 53, atau 57, atau akun enam angka.')
    if jenis not in (*JENIS_DIKENAL, BELUM_DIRINCI):
        raise TidakTerbaca(
            f'Jenis belanja {jenis} ("{tampil(bersih)}") tidak ada dalam program ini; yang ada 51, 52, 53, 57.'
        )
    return jenis


def jenis_terinci(nilai: Any) -> str | None:
    """The same where money was spent: it was spent on one kind or another."""
    hasil = jenis_belanja(nilai)
    if hasil == BELUM_DIRINCI:
        raise TidakTerbaca("Realisasi tidak dapat berjenis 00 (belum dirinci). Tulis 51, 52, 53, atau 57.")
    return hasil


def akun_teks(nilai: Any) -> str:
    """The digits of an akun or of a shorter code, "" where a cell holds neither."""
    bersih = teks(nilai).removesuffix(".0")
    m = re.fullmatch(r"([0-9]{1,6})(?:[\s.:|-]+\D.*|\s*)", bersih, re.DOTALL) or _AKUN_DI_UJUNG.fullmatch(bersih)
    return m[1] if m else ""


def revisi(nilai: Any) -> int | None:
    """The number of a revision, 0 for the first DIPA."""
    _tolak_tanggal(nilai, "nomor revisi")
    bersih = teks(nilai)
    if _kosong(bersih):
        return None
    if bersih.lower() in ("awal", "dipa awal"):
        return 0
    m = _REVISI.fullmatch(bersih)
    if not m:
        raise TidakTerbaca(
            f'"{tampil(bersih)}" bukan nomor revisi. Tulis 0 untuk DIPA awal, lalu 1, 2, dan seterusnya.'
        )
    return int(m[1])


def status(nilai: Any) -> str | None:
    """`DIVERIFIKASI` or `DIAJUKAN`; others are no history to bring in."""
    bersih = teks(nilai).upper()
    if _kosong(bersih):
        return None
    if bersih not in _STATUS:
        raise TidakTerbaca(f'Status "{tampil(bersih)}" tidak dapat diimpor. Tulis DIVERIFIKASI atau DIAJUKAN.')
    return _STATUS[bersih]


def basis(nilai: Any) -> str | None:
    """`SP2D` or `AKRUAL`."""
    bersih = teks(nilai).upper()
    if _kosong(bersih):
        return None
    if bersih not in _BASIS:
        raise TidakTerbaca(f'Basis "{tampil(bersih)}" tidak dikenal. Tulis SP2D atau AKRUAL.')
    return _BASIS[bersih]


def tanggal(nilai: Any) -> dt.date | None:
    """A day: a date of Excel, its serial number, ISO, `31/03/2026`, or `31 Maret 2026`."""
    if isinstance(nilai, dt.datetime):
        return _masuk_akal(nilai.date())
    if isinstance(nilai, dt.date):
        return _masuk_akal(nilai)
    bersih = teks(nilai)
    if _kosong(bersih):
        return None
    seri = re.fullmatch(r"([0-9]{5})(?:\.[0-9]+)?", bersih)
    if seri and _SERI_TERKECIL <= int(seri[1]) < _SERI_TERBESAR:
        return _NOL_EXCEL + dt.timedelta(days=int(seri[1]))
    try:
        if isinstance(nilai, str):
            if m := _TANGGAL_ISO.fullmatch(bersih):
                return _masuk_akal(dt.date(int(m[1]), int(m[2]), int(m[3])))
            if m := _TANGGAL.fullmatch(bersih):
                return _masuk_akal(dt.date(_tahun_penuh(m[3]), int(m[2]), int(m[1])))
            if (m := _TANGGAL_KATA.fullmatch(bersih)) and (bulan := BULAN.get(m[2].lower())):
                return _masuk_akal(dt.date(_tahun_penuh(m[3]), bulan, int(m[1])))
    except ValueError as galat:
        if isinstance(galat, TidakTerbaca):
            raise
        raise TidakTerbaca(
            f'"{tampil(bersih)}" bukan tanggal yang ada. Urutannya hari, bulan, tahun; tulis misalnya 2026-03-31.'
        ) from None
    raise TidakTerbaca(f'"{tampil(bersih)}" bukan tanggal. Tulis misalnya 2026-03-31 atau 31 Maret 2026.')


def _tahun_penuh(teks_tahun: str) -> int:
    return int(teks_tahun) + (2000 if len(teks_tahun) == 2 else 0)  # noqa: PLR2004


def _masuk_akal(hari: dt.date) -> dt.date:
    if not _TAHUN_TERKECIL <= hari.year <= _TAHUN_TERBESAR:
        raise TidakTerbaca(f"Tanggal {hari.isoformat()} tidak masuk akal. Periksa tahunnya.")
    return hari
