"""Rows that tell the same time twice and differently: quarters beside their months, cumulative beside quarters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

import pandas as pd

from realisasi.impor import nilai
from realisasi.impor.bentuk.sel_tabel import Pencatat
from realisasi.impor.bentuk.susunan import Angka
from realisasi.impor.kepala import Kepala, Kolom
from realisasi.impor.label import JUMLAH
from realisasi.impor.nilai import Terbaca
from realisasi.impor.waktu import SETRIWULAN
from realisasi.rupiah import angka as tulis
from satker.akses import daftar_kata

_UKURAN: Final = ("realisasi", JUMLAH)


class Lembaran(Protocol):
    """What is needed of the sheet here."""

    kepala: Kepala
    pencatat: Pencatat


def periksa(lembar: Lembaran, data: pd.DataFrame, angka: Sequence[Angka]) -> None:
    """Refuse the rows in which a quarter is not the sum of its months, or a cumulative amount not of its quarters.

    Whichever of them is read: which is right, the file does not say.
    """
    if any(a.sd and not a.kolom.arti.sd for a in angka):  # the title says so, and then nothing adds up
        return
    dibaca = {a.kolom.letak for a in angka}
    for jumlah, bagian in _pasangan(lembar.kepala):
        if dibaca.isdisjoint({jumlah.letak, *(b.letak for b in bagian)}):
            continue
        tertulis = nilai.rupiah(data[jumlah.letak])
        isi = [nilai.rupiah(data[b.letak]) for b in bagian]
        ada = pd.concat([t.nilai.notna() for t in isi], axis=1)
        # A quarter may be told without its months; blank months of one that is told are zero.
        lengkap = ada.any(axis=1) if bagian[0].arti.bulan else ada.all(axis=1)
        rusak = [n for t in (tertulis, *isi) for n in t.salah.index]
        terhitung = sum((t.nilai.fillna(0).astype(object) for t in isi), start=pd.Series(0, data.index, dtype=object))
        beda = lengkap & tertulis.nilai.notna() & ~data.index.isin(rusak)
        beda &= tertulis.nilai.fillna(0).astype(object) != terhitung
        _tolak(lembar, data, jumlah, bagian, terhitung[beda.to_numpy(bool)])


def _pasangan(kepala: Kepala) -> Iterator[tuple[Kolom, list[Kolom]]]:
    """Each column of a quarter with its parts, as far as all of them are there once."""
    letak: dict[tuple[object, ...], list[Kolom]] = {}
    for k in kepala.kolom:
        a = k.arti
        if a.peran in _UKURAN and (a.triwulan or a.bulan):
            letak.setdefault((a.peran, a.jenis, a.tahun, a.sd, a.triwulan, a.bulan), []).append(k)
    for (peran, jenis, tahun, sd, q, _), kolom in letak.items():
        if not isinstance(q, int):
            continue
        sampai = [(peran, jenis, tahun, False, n, None) for n in range(1, q + 1)]
        bulan = [(peran, jenis, tahun, False, None, b) for b in range(SETRIWULAN * (q - 1) + 1, SETRIWULAN * q + 1)]
        bagian = [letak.get(kunci, []) for kunci in (sampai if sd else bulan)]
        if len(kolom) == 1 and all(len(b) == 1 for b in bagian):
            yield kolom[0], [b[0] for b in bagian]


def _tolak(lembar: Lembaran, data: pd.DataFrame, jumlah: Kolom, bagian: Sequence[Kolom], terhitung: pd.Series) -> None:
    nama = daftar_kata([f'"{b.label}"' for b in bagian])
    isi = data.loc[terhitung.index, jumlah.letak]
    pesan = [
        f'"{jumlah.label}" di baris ini tidak sama dengan jumlah {nama}, yaitu {tulis(int(n))}. Perbaiki yang salah.'
        for n in terhitung
    ]
    lembar.pencatat.catat(Terbaca(isi, pd.Series(pesan, index=isi.index, dtype=object)), isi, jumlah)
