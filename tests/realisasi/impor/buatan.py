"""What layouts give, made by hand: rows as a file of one kind would have them, and their plans.

Each row starts from a good one, so that a test says only what it is about; a column set to None is
one that was empty, or with `rusak` could not be read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from realisasi.impor.bacaan import ASAL, KOLOM, Bacaan, JenisImpor, Klaim, Pilihan, Tolakan, Total
from realisasi.impor.rencana import Butir, Keadaan, Rencana, susun
from realisasi.impor.terapkan import Hasil, Permintaan, terapkan
from realisasi.models import Impor

AWAL: Mapping[JenisImpor, Mapping[str, Any]] = {
    JenisImpor.SATKER: {"kode_satker": "099026", "nama_satker": "Dinas Perindustrian", "kode_provinsi": "14"},
    JenisImpor.DIPA: {
        "tahun": 2026,
        "kewenangan": "TP",
        "kode_satker": "099026",
        "nomor_dipa": "",
        "revisi": 0,
        "berlaku_sejak": dt.date(2026, 1, 2),
        "jenis_belanja": "52",
        "pagu": 1_000_000,
        "blokir": 0,
    },
    JenisImpor.LAPORAN: {
        "tahun": 2026,
        "triwulan": 1,
        "kewenangan": "TP",
        "kode_satker": "099026",
        "jenis_belanja": "52",
        "realisasi": 200_000,
        "status": "DIVERIFIKASI",
    },
    JenisImpor.REALISASI: {
        "tahun": 2026,
        "triwulan": 1,
        "kewenangan": "TP",
        "kode_satker": "099026",
        "jenis_belanja": "52",
        "realisasi": 200_000,
        "kumulatif": True,
        "basis": "SP2D",
        "tanggal_data": dt.date(2026, 4, 1),
    },
}
ANGKA = ("tahun", "triwulan", "revisi", "pagu", "blokir", "realisasi")


def baca(
    jenis: str,
    *baris: Mapping[str, Any],
    berkas: str = "uji.csv",
    tolakan: Iterable[Tolakan] = (),
    klaim: Klaim | None = None,
    total_berkas: Total | None = None,
) -> Bacaan:
    """A file of this kind with these rows, the first of them in row 2."""
    jenis = JenisImpor(jenis)
    awal = {**AWAL[jenis], "berkas": berkas, "lembar": "", "rusak": False}
    isi = [{**awal, "nomor": n, **b} for n, b in enumerate(baris, 2)]
    tabel = pd.DataFrame(isi, columns=[*KOLOM[jenis], *ASAL], dtype=object)
    for kolom in set(ANGKA) & set(tabel):
        tabel[kolom] = pd.array([pd.NA if x is None else x for x in tabel[kolom]], dtype="Int64")
    tabel["nomor"] = tabel["nomor"].astype(int)
    tabel["rusak"] = tabel["rusak"].astype(bool)
    return Bacaan(jenis, "tabel", tabel, tuple(tolakan), klaim=klaim or Klaim(), total_berkas=total_berkas or Total())


def rusak(kolom: str, pesan: str = "Tidak terbaca.", *, baris: int = 2, berkas: str = "uji.csv") -> Tolakan:
    """The refusal that a layout gives for a cell it could not read."""
    return Tolakan(berkas, "", baris, kolom, "?", pesan)


def rencana(*bacaan: Bacaan, **pilihan: Any) -> Rencana:
    """What these files would do."""
    return susun(bacaan, Pilihan(**pilihan))


def keadaan(rencana: Rencana) -> dict[tuple[Any, ...], Keadaan]:
    """The state of each unit by its key."""
    return {b.kunci: b.keadaan for b in rencana.butir}


def catatan(butir: Butir) -> str:
    """What is said of a unit, with plain spaces."""
    return " ".join(butir.catatan).replace("\xa0", " ")


def pesan(rencana: Rencana) -> list[str]:
    """The sentences with which something is refused."""
    return [t.pesan for t in rencana.tolakan]


def impor(*bacaan: Bacaan, lewati_ditolak: bool = False) -> Hasil:
    """Apply these files, as the command does."""
    return terapkan(Permintaan(bacaan, Pilihan()), None, lewati_ditolak=lewati_ditolak)


def terimpor(*bacaan: Bacaan) -> Impor:
    """Apply these files, which must change something."""
    hasil = impor(*bacaan)
    assert hasil.impor is not None
    return hasil.impor
