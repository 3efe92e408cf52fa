"""A table of one header and rows below it: the project's own layouts, and what people make of them."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from realisasi.impor.bacaan import KOLOM, Bacaan, BerkasDitolak, JenisImpor, Pilihan
from realisasi.impor.berkas import Buku

_JUMLAH = ("pagu", "blokir", "realisasi", "tahun", "triwulan", "revisi")


def kenali(buku: Buku, jenis: JenisImpor, pilihan: Pilihan) -> Bacaan:
    """The rows of the file.

    Raises:
        BerkasDitolak: where the columns that are needed were not found.

    """
    lembar = next(s for s in buku.lembar if s.tampak)
    kepala = [str(x).strip() for x in lembar.tabel.iloc[0]]
    baris = lembar.tabel.iloc[1:].set_axis(kepala, axis=1)
    if jenis == JenisImpor.REALISASI:
        sd = "realisasi_sd" in kepala
        baris = baris.rename(columns={"realisasi_sd": "realisasi"}).assign(kumulatif=sd)
    kurang = [k for k in KOLOM[jenis] if k not in baris]
    if kurang:
        raise BerkasDitolak("Kolom kurang.", ditemukan=kepala, kurang=kurang)
    baris = baris[list(KOLOM[jenis])].copy()
    for k in set(_JUMLAH) & set(baris):
        baris[k] = pd.to_numeric(baris[k]).astype("Int64")
    for k in {"berlaku_sejak", "tanggal_data"} & set(baris):
        baris[k] = [dt.date.fromisoformat(str(t)[:10]) for t in baris[k]]
    baris["berkas"], baris["lembar"], baris["nomor"], baris["rusak"] = buku.nama, lembar.nama, baris.index + 1, False
    return Bacaan(jenis, "tabel", baris.reset_index(drop=True))
