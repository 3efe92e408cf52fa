"""Which column of a table is read for what: one for each field, and those that hold the amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from realisasi.baca_rupiah import TidakTerbaca
from realisasi.impor import sel
from realisasi.impor.bacaan import BerkasDitolak, JenisImpor
from realisasi.impor.bentuk import tak_dibaca
from realisasi.impor.bentuk.penyaring import awal_jumlah
from realisasi.impor.kepala import Kepala, Kolom
from realisasi.impor.label import JUMLAH

BERGUNA: Final = {
    JenisImpor.SATKER: ("kode_satker", "satker", "nama_satker", "kode_provinsi", "provinsi"),
    JenisImpor.DIPA: (
        *("kode_satker", "satker", "nama_satker", "tahun", "kewenangan", "nomor_dipa", "revisi", "berlaku_sejak"),
        *("jenis_belanja", "akun", "pagu", "blokir", JUMLAH),
    ),
    JenisImpor.LAPORAN: (
        *("kode_satker", "satker", "nama_satker", "tahun", "triwulan", "kewenangan", "nomor_dipa", "status"),
        *("jenis_belanja", "akun", "realisasi", JUMLAH),
    ),
    JenisImpor.REALISASI: (
        *("kode_satker", "satker", "nama_satker", "tahun", "triwulan", "kewenangan", "nomor_dipa", "basis"),
        *("tanggal_data", "jenis_belanja", "akun", "realisasi", JUMLAH),
    ),
}
"""The meanings of headings that help to read a file of this kind."""

SEBUTAN: Final = {
    "kode_satker": "kode satker",
    "nama_satker": "nama satker",
    "kode_provinsi": "kode provinsi",
    "tahun": "tahun",
    "triwulan": "triwulan",
    "kewenangan": "kewenangan",
    "nomor_dipa": "nomor DIPA",
    "revisi": "nomor revisi",
    "berlaku_sejak": "tanggal berlaku",
    "jenis_belanja": "jenis belanja",
    "akun": "akun",
    "pagu": "pagu",
    "blokir": "blokir",
    "realisasi": "realisasi",
    "status": "status",
    "basis": "basis",
    "tanggal_data": "tanggal data",
}
"""What a field is called to its reader."""

_TERBANYAK_DICOBA: Final = 200
_SEL_BARIS: Final = 3
_SEPARUH: Final = 0.5


class Kurang(Exception):
    """Columns that are needed were not found on this sheet."""

    def __init__(self, kolom: Sequence[str]) -> None:
        super().__init__(", ".join(kolom))
        self.kolom = tuple(kolom)


class TabelKosong(BerkasDitolak):
    """Headings without a row below them."""


@dataclass(frozen=True)
class Angka:
    """A column of amounts and what it is of; `triwulan` and `jenis` are None where the row says them."""

    kolom: Kolom
    ukuran: str
    jenis: str | None = None
    triwulan: int | None = None
    bulan: int | None = None
    sd: bool = False


def bidang(kepala: Kepala, data: pd.DataFrame, jenis: JenisImpor) -> dict[str, Kolom]:
    """The column of each field of this kind.

    Raises:
        BerkasDitolak: where two columns look like the same field, and differ.

    """
    hasil: dict[str, Kolom] = {}
    for peran in BERGUNA[jenis]:
        if peran in ("pagu", "blokir", "realisasi", JUMLAH):
            continue
        if (kolom := _satu(kepala.cari(peran), data, peran)) is not None:
            hasil[peran] = kolom
    _bagi_satker(hasil, data)
    return hasil


def _satu(calon: Sequence[Kolom], data: pd.DataFrame, peran: str) -> Kolom | None:
    if not calon:
        return None
    terbaik = min(k.arti.mutu for k in calon)
    pertama, *lain = [k for k in calon if k.arti.mutu == terbaik]
    for k in lain:
        if not data[k.letak].equals(data[pertama.letak]):
            raise BerkasDitolak(
                f'Dua kolom tampak sebagai {SEBUTAN.get(peran, peran)} ("{pertama.label}" dan "{k.label}") dan isinya '
                "berbeda. Hapus salah satunya, atau beri judul sesuai templat."
            )
    return pertama


def _bagi_satker(hasil: dict[str, Kolom], data: pd.DataFrame) -> None:
    """Settle what `Satker` holds, codes or names; and codes may stand with the names in one cell."""
    satker = hasil.pop("satker", None)
    if "kode_satker" in hasil:
        if satker is not None:
            hasil.setdefault("nama_satker", satker)
        return
    # Lines of a few cells are notes and signatures, which a table of one row has more of.
    padat = data[((data != "").sum(axis=1) >= _SEL_BARIS).to_numpy()]
    for calon in (satker, hasil.get("nama_satker")):
        if calon is not None and _berkode(padat[calon.letak]):
            hasil["kode_satker"] = calon
            break
    if satker is not None and hasil.get("kode_satker") is not satker:
        hasil.setdefault("nama_satker", satker)


def _berkode(kolom: pd.Series) -> bool:
    isi = [n for n in kolom.iloc[:_TERBANYAK_DICOBA] if n != "" and not (type(n) is str and awal_jumlah(n))]
    return bool(isi) and sum(_kode(n) for n in isi) >= len(isi) * _SEPARUH


def _kode(nilai: object) -> bool:
    try:
        return sel.kode_satker(nilai) is not None
    except TidakTerbaca:
        return False


def angka(
    kepala: Kepala, data: pd.DataFrame, jenis: JenisImpor, ada: Mapping[str, Kolom], tahun: int | None
) -> list[Angka]:
    """The columns that hold the amounts of this kind.

    Raises:
        Kurang: where there is none.
        BerkasDitolak: where two of them say the same, and differ; or where a column that is not read changes
            what they mean.

    """
    utama = "pagu" if jenis == JenisImpor.DIPA else "realisasi"
    calon = [
        Angka(
            k, utama if k.arti.peran == JUMLAH else k.arti.peran, k.arti.jenis, k.arti.triwulan, k.arti.bulan, k.arti.sd
        )
        for k in kepala.cari("pagu", "blokir", "realisasi", JUMLAH)
        if tahun is None or k.arti.tahun in (None, tahun)
    ]
    if len({a.kolom.arti.tahun for a in calon if a.kolom.arti.tahun}) > 1:
        raise BerkasDitolak(
            "Berkas ini memuat angka beberapa tahun dalam kolom yang berbeda. Pilih tahunnya saat mengimpor."
        )
    berjenis = "jenis_belanja" in ada or "akun" in ada
    if jenis == JenisImpor.DIPA:
        calon = [a for a in calon if a.ukuran in ("pagu", "blokir") and not (a.triwulan or a.bulan or a.sd)]
    else:
        calon = _periode(_tanpa_sebulan([a for a in calon if a.ukuran == "realisasi"]), jenis, ada)
    hasil = [*_per_jenis([a for a in calon if a.ukuran == utama], data, utama, berjenis)]
    if not hasil:
        raise Kurang([utama])
    if jenis == JenisImpor.DIPA:
        blokir = _per_jenis([a for a in calon if a.ukuran == "blokir"], data, "blokir", berjenis)
        tak_dibaca.periksa_pagu(kepala, data, [a.kolom for a in hasil], [a.kolom for a in blokir], ada.get("revisi"))
        hasil += blokir
    else:
        tak_dibaca.periksa_realisasi(kepala, data, [a.kolom for a in hasil], ada.get("kode_satker"))
    return hasil


def _per_jenis(calon: list[Angka], data: pd.DataFrame, ukuran: str, berjenis: bool) -> list[Angka]:
    """One column for each jenis, quarter and month; either the rows name the jenis, or the columns do."""
    if not calon:
        return []
    lebar = [a for a in calon if a.jenis]
    panjang = [a for a in calon if not a.jenis]
    if berjenis and not panjang:
        raise BerkasDitolak(
            "Berkas ini menyebut jenis belanja di barisnya dan juga di judul kolomnya, sehingga tidak pasti mana yang "
            "dipakai. Pakai salah satu saja."
        )
    dipakai = panjang if berjenis else lebar
    if not dipakai:
        raise Kurang(["jenis_belanja"])
    # Where "Pagu 51" stands beside a plain "51", the one that says more is meant.
    kelompok: dict[tuple[str | None, int | None, int | None], list[Angka]] = {}
    for a in dipakai:
        kelompok.setdefault((a.jenis, a.triwulan, a.bulan), []).append(a)
    hasil = []
    for isi in kelompok.values():
        kolom = _satu([a.kolom for a in isi], data, ukuran)
        hasil.append(next(a for a in isi if a.kolom is kolom))
    return hasil


def _tanpa_sebulan(calon: list[Angka]) -> list[Angka]:
    """Without the amounts of a month or period that has no name: they are of no quarter."""
    sebulan = [a for a in calon if a.kolom.arti.sebulan]
    if sebulan and len(sebulan) == len(calon):
        raise BerkasDitolak(
            f'Kolom "{sebulan[0].kolom.label}" memuat angka satu bulan atau periode yang tidak disebut, sedangkan yang '
            "diperlukan angka satu triwulan, atau kumulatif sampai akhir triwulan. Sertakan kolom itu, misalnya "
            '"Realisasi s.d. TW II".',
            ditemukan=[a.kolom.label for a in sebulan],
            kurang=["realisasi"],
        )
    return [a for a in calon if a not in sebulan]


def _periode(calon: list[Angka], jenis: JenisImpor, ada: Mapping[str, Kolom]) -> list[Angka]:
    """The columns of one way to tell the time: of quarters alone, of months, of the row's quarter, or cumulative.

    Where a file has several, a report takes what was spent in the quarter alone, and the treasury's
    figures what is cumulative; a total beside its parts is left to them.
    """
    cara = {
        "tw": [a for a in calon if a.triwulan and not a.sd],
        "bulan": [a for a in calon if a.bulan],
        "satu": [a for a in calon if not (a.triwulan or a.bulan or a.sd)],
        "sd_tw": [a for a in calon if a.triwulan and a.sd],
        "sd": [a for a in calon if a.sd and not a.triwulan],
    }
    if "triwulan" in ada:
        urutan = ("satu", "sd", "tw", "sd_tw", "bulan")
    elif jenis == JenisImpor.LAPORAN:
        urutan = ("tw", "bulan", "satu", "sd_tw", "sd")
    else:
        urutan = ("sd_tw", "sd", "tw", "bulan", "satu")
    if jenis == JenisImpor.REALISASI and "triwulan" in ada:
        urutan = ("sd", "satu", "sd_tw", "tw", "bulan")
    return next((cara[c] for c in urutan if cara[c]), [])
