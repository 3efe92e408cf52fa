"""One sheet with a list of offices, read: code, name and province of each."""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from realisasi.impor import nilai, sel
from realisasi.impor.bacaan import Klaim
from realisasi.impor.bentuk import penyaring, provinsi, susunan
from realisasi.impor.bentuk.rangkaian import Hasil
from realisasi.impor.bentuk.sel_tabel import Pencatat
from realisasi.impor.berkas import Lembar
from realisasi.impor.kepala import Kepala, Kolom


class Lembaran(Protocol):
    """What is needed of the sheet here."""

    lembar: Lembar
    kepala: Kepala
    isi: pd.DataFrame
    ada: dict[str, Kolom]
    pencatat: Pencatat


def baca(lembar: Lembaran) -> Hasil:
    """All offices of the sheet.

    Raises:
        Kurang: with the columns that were not found.
        TabelKosong: where nothing stands below the headings.

    """
    if "kode_provinsi" not in lembar.ada and "provinsi" in lembar.ada:
        lembar.ada["kode_provinsi"] = lembar.ada["provinsi"]
    gabungan = lembar.ada.get("kode_satker")
    # Code and name in one cell, if there are names.
    if (
        "nama_satker" not in lembar.ada
        and gabungan is not None
        and nilai.per_isi(lembar.isi[gabungan.letak], sel.nama_tanpa_kode).nilai.notna().any()
    ):
        lembar.ada["nama_satker"] = gabungan
    kurang = [p for p in ("kode_satker", "nama_satker", "kode_provinsi") if p not in lembar.ada]
    if kurang:
        raise susunan.Kurang(kurang)
    kunci = [lembar.ada[p] for p in ("kode_satker", "nama_satker", "kode_provinsi")]
    terisi = pd.Series(0, index=lembar.isi.index)
    for k in kunci:
        terisi += ~penyaring.hampa(lembar.isi[k.letak])
    terbaca = nilai.per_isi(lembar.isi[kunci[0].letak], sel.kode_satker)
    salah_ketik = penyaring.salah_ketik(lembar.isi[kunci[0].letak], terbaca)
    tanda = pd.DataFrame(
        {"calon": terbaca.nilai.isna(), "salah_ketik": salah_ketik, "kosong": True, "ringkas": terisi <= 1}
    )
    data = penyaring.saring(lembar.isi, lembar.kepala, lembar.lembar, kunci, tanda).data
    if data.empty:
        raise susunan.TabelKosong("Tabelnya kosong: ada judul kolom, tetapi tidak ada baris satker di bawahnya.")
    hasil = pd.DataFrame({"nomor": data.index + 1}, index=data.index)
    for peran, kolom in zip(("kode_satker", "nama_satker", "kode_provinsi"), kunci, strict=True):
        isi = data[kolom.letak]
        if peran == "kode_provinsi":
            pembaca = provinsi.pembaca(isi)
        elif peran == "kode_satker":
            pembaca = sel.kode_satker
        else:
            pembaca = sel.nama_tanpa_kode if kolom is lembar.ada["kode_satker"] else sel.nama_satker
        hasil[peran] = lembar.pencatat.catat(nilai.per_isi(isi, pembaca), isi, kolom)
    hasil["rusak"] = hasil["nomor"].isin([t.baris for t in lembar.pencatat.tolakan])
    return Hasil(hasil, Klaim(), judul_kolom={peran: k.label for peran, k in lembar.ada.items()})
