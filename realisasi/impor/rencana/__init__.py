"""From what was read to what would be written: each unit of a file compared with the database.

One room per kind (`satker`, `dipa`, `laporan`, `realisasi`) with its rules, `baris` for how rows make
units, `acuan` for what is read of the database, `isi` for what a plan is. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final

import pandas as pd

from realisasi.impor.bacaan import ASAL, KOLOM, Bacaan, JenisImpor, Pilihan, Tolakan, Total
from realisasi.impor.rencana import dipa, laporan, realisasi, satker
from realisasi.impor.rencana.baris import Kelompok, gabung, ke_baris, kelompokkan
from realisasi.impor.rencana.hasil import Hasil
from realisasi.impor.rencana.isi import Beda, Butir, Keadaan, Rencana, jumlah
from realisasi.impor.rencana.klaim import periksa_klaim
from realisasi.rupiah import rupiah

__all__ = ["Beda", "Butir", "Keadaan", "Rencana", "periksa_klaim", "susun"]

RUANG: Final[Mapping[JenisImpor, Callable[[list[Kelompok]], Hasil]]] = {
    JenisImpor.SATKER: satker.susun,
    JenisImpor.DIPA: dipa.susun,
    JenisImpor.LAPORAN: laporan.susun,
    JenisImpor.REALISASI: realisasi.susun,
}


def susun(bacaan: Sequence[Bacaan], pilihan: Pilihan) -> Rencana:
    """One plan over all files, all of one kind.

    The number of queries depends on the kind alone.

    Raises:
        BerkasDitolak: a file is for another year, quarter, kewenangan or satker than was chosen.
        ValueError: there is no file, or they are of different kinds.

    """
    if len({b.jenis for b in bacaan}) != 1:
        raise ValueError("Berkas harus ada, dan semuanya dari satu jenis.")
    for satu in bacaan:
        periksa_klaim(satu, pilihan)
    jenis = bacaan[0].jenis
    tabel = gabung(bacaan, jenis)
    tolakan = [t for b in bacaan for t in b.tolakan]
    hasil = RUANG[jenis](kelompokkan(ke_baris(tabel), jenis, tolakan))
    total_berkas, cocok, beda = _cocokkan(bacaan)
    dihitung = _dihitung(tabel, jenis)
    return Rencana(
        jenis=jenis,
        butir=tuple(hasil.butir),
        tolakan=tuple(sorted({*tolakan, *_kata_berkas(hasil.tolakan, bacaan)}, key=_urutan)),
        berkas=tuple(_nama(b) for b in bacaan),
        total=_total(tabel[dihitung]),
        # A file sums up all its rows: beside a sum that counts fewer its own would look wrong.
        total_berkas=total_berkas if dihitung.all() else None,
        cocok=cocok,
        tahun_baru=tuple(sorted(hasil.tahun_baru)),
        catatan=tuple(dict.fromkeys(chain((c for b in bacaan for c in b.catatan), hasil.catatan, beda))),
        baris_ditolak=pd.DataFrame(hasil.baris_ditolak, columns=[*KOLOM[jenis], *ASAL]),
    )


def _kata_berkas(tolakan: Iterable[Tolakan], bacaan: Sequence[Bacaan]) -> Iterator[Tolakan]:
    """Refusals of the plan with the headings of their file in place of the project's own."""
    judul = {(_nama(b), lembar): nama for b in bacaan for lembar, nama in b.judul_kolom.items()}
    for t in tolakan:
        yield replace(t, kolom=judul.get((t.berkas, t.lembar), {}).get(t.kolom, t.kolom))


def _urutan(t: Tolakan) -> tuple[str, str, int, str, str]:
    return t.berkas, t.lembar, t.baris or 0, t.kolom, t.pesan


def _nama(bacaan: Bacaan) -> str:
    return str(bacaan.baris["berkas"].iloc[0]) if len(bacaan.baris) else bacaan.bentuk


def _dihitung(tabel: pd.DataFrame, jenis: JenisImpor) -> Any:
    """Which rows the sum counts, as one bool for each: every amount once.

    A row that another file or sheet has too is read once, and of cumulative rows the last quarter of each DIPA
    and jenis holds those before it.
    """
    isi = list(KOLOM[jenis])
    dihitung = ~(tabel.duplicated(isi) & ~tabel.duplicated([*isi, "berkas", "lembar"])).to_numpy(bool)
    if "kumulatif" in tabel and len(tabel):
        kumulatif = tabel[tabel["kumulatif"].to_numpy(bool)]
        kunci = ["tahun", "kewenangan", "kode_satker", "jenis_belanja"]
        triwulan = kumulatif["triwulan"].astype("Int64")
        terakhir = triwulan.groupby([kumulatif[k] for k in kunci], dropna=False).transform("max")
        dihitung &= ~tabel.index.isin(kumulatif.index[(triwulan < terakhir).fillna(False)])
    return dihitung


def _total(tabel: pd.DataFrame) -> Total:
    """The sum of every amount that could be read."""
    isi = {nama: _jumlah(tabel[nama]) for nama in ("pagu", "realisasi") if nama in tabel}
    return Total(**isi)


def _jumlah(kolom: pd.Series) -> int | None:
    """In Python's integers: a hostile file may pass 64 bits."""
    ada = kolom.dropna().astype(object)
    return sum(ada.tolist()) if len(ada) else None


def _cocokkan(bacaan: Sequence[Bacaan]) -> tuple[Total | None, bool | None, list[str]]:
    """What the files' own total rows say, whether the rows agree, and a sentence where they do not."""
    berjumlah = [b for b in bacaan if b.total_berkas != Total()]
    if not berjumlah:
        return None, None, []
    catatan = []
    for b in berjumlah:
        terbaca = _total(b.baris)
        for nama in ("pagu", "realisasi"):
            tertulis, ada = getattr(b.total_berkas, nama), getattr(terbaca, nama) or 0
            if tertulis is not None and tertulis != ada:
                catatan.append(
                    f"{_nama(b)}: jumlah {nama} menurut berkas {rupiah(tertulis)}, menurut baris yang terbaca "
                    f"{rupiah(ada)}; selisih {rupiah(tertulis - ada)}. Periksa sebelum menerapkan."
                )
    total = Total(jumlah(b.total_berkas.pagu for b in berjumlah), jumlah(b.total_berkas.realisasi for b in berjumlah))
    return total, not catatan, catatan
