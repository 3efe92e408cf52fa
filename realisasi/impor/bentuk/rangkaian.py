"""The rows that a sheet gives, put together of its fields and amounts; and its own sums, checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import numpy as np
import pandas as pd

from realisasi.impor import nilai, sel
from realisasi.impor.bacaan import KOLOM, BerkasDitolak, JenisImpor, Klaim
from realisasi.impor.bentuk import penyaring
from realisasi.impor.bentuk.baris_induk import Induk
from realisasi.impor.bentuk.periode import Potongan
from realisasi.impor.bentuk.sel_tabel import Pencatat, jumlahkan
from realisasi.impor.kepala import Kolom
from realisasi.kalender import nama_triwulan
from realisasi.rupiah import angka

_CATATAN_TERBANYAK: Final = 20
_BATAS_DILIHAT: Final = 50  # sums above and below from which a subtotal may count


@dataclass
class Hasil:
    """What one sheet gives: its rows, what it says of itself, and the amounts of its grand total row, if it has one."""

    baris: pd.DataFrame
    klaim: Klaim
    pagu: int | None = None
    realisasi: int | None = None
    bertotal: bool = False
    catatan: list[str] = field(default_factory=list)
    judul_kolom: dict[str, str] = field(default_factory=dict)


class Lembaran(Protocol):
    """What is needed of the sheet here."""

    jenis: JenisImpor
    judul: Klaim
    ada: dict[str, Kolom]
    pencatat: Pencatat
    catatan: list[str]
    induk: Induk | None


UNIT: Final = ("kode_satker", "nomor_dipa", "tahun", "triwulan", "kewenangan", "revisi")
"""What the akun of one revision or report have in common."""


def rangkai(
    lembar: Lembaran,
    bidang: pd.DataFrame,
    potongan: Sequence[Potongan],
    saringan: penyaring.Saringan,
    diminta: int | None = None,
) -> Hasil:
    """One row for each unit of fields, jenis and quarter (of the asked one, if any); akun are summed up."""
    utama = "pagu" if lembar.jenis == JenisImpor.DIPA else "realisasi"
    beda_induk = _periksa_induk(lembar, bidang, utama, potongan, saringan)
    baris = pd.concat([_potong(bidang, p) for p in potongan]) if potongan else bidang.iloc[:0]
    if "akun" in lembar.ada or len(potongan) > 1:
        baris = baris.sort_values("nomor", kind="stable")
    if "akun" in lembar.ada:
        jumlah = [k for k in ("pagu", "blokir", "realisasi") if k in baris]
        kunci = [k for k in KOLOM[lembar.jenis] if k in baris and k not in jumlah]
        baris = jumlahkan(baris, kunci, jumlah)
    kumulatif = any(p.sd for p in potongan)
    if lembar.jenis == JenisImpor.REALISASI:
        baris["kumulatif"] = kumulatif
    dijumlah: Sequence[Potongan] = potongan
    if lembar.jenis == JenisImpor.LAPORAN and kumulatif:
        baris = _tanpa_kumulatif(baris, lembar, diminta)
        terakhir = max((p.triwulan for p in potongan if p.triwulan), default=None)
        if diminta is not None:
            ada = sorted(int(q) for q in baris["triwulan"].dropna().unique())
            if ada and diminta not in ada:
                raise BerkasDitolak(
                    f"Berkas ini untuk {', '.join(map(nama_triwulan, ada))}, Anda memilih {nama_triwulan(diminta)}. "
                    "Pilih triwulan yang sesuai, atau pakai berkas yang benar."
                )
            baris = baris[(baris["triwulan"] == diminta).fillna(True).to_numpy(bool)]
        # Of cumulative columns the last holds all; cumulative rows have no sum to compare with.
        dijumlah = [p for p in potongan if p.triwulan == terakhir] if terakhir and diminta is None else []
    hasil = Hasil(baris, _klaim(lembar, baris, potongan), catatan=lembar.catatan)
    _periksa_jumlah(hasil, utama, dijumlah, saringan, _batas_kelompok(bidang, berakun="akun" in lembar.ada))
    hasil.catatan += beda_induk
    if len(saringan.keterangan):
        hasil.catatan.append(f"{len(saringan.keterangan)} baris keterangan tanpa angka tidak dibaca.")
    return hasil


def _potong(bidang: pd.DataFrame, p: Potongan) -> pd.DataFrame:
    hasil = bidang.copy(deep=False)
    for nama, isi in p.angka.items():
        hasil[nama] = isi.reindex(hasil.index) if len(isi) != len(hasil) else isi
    if len(p.salah):
        hasil["rusak"] |= hasil.index.isin(p.salah)
    if p.jenis is not None:
        hasil["jenis_belanja"] = p.jenis
    if p.triwulan is not None:
        hasil["triwulan"] = pd.Series(p.triwulan, index=hasil.index, dtype="Int64")
    return hasil if p.berisi is None else hasil[p.berisi.reindex(hasil.index).to_numpy(bool)]


def _tanpa_kumulatif(baris: pd.DataFrame, lembar: Lembaran, diminta: int | None) -> pd.DataFrame:
    """What was spent in each quarter, from rows that are cumulative: less the quarter before in the same file.

    Only the asked quarter, if any, needs the one before it.
    """
    kunci = ("tahun", "kewenangan", "kode_satker")
    isi: dict[tuple[Any, ...], dict[str, tuple[int | None, bool]]] = {}
    polos = baris[[*kunci, "triwulan", "jenis_belanja", "realisasi", "rusak", "nomor"]].astype(object)
    daftar = list(polos.itertuples(index=False, name=None))
    for *k, q, jenis, jumlah, rusak, _ in daftar:
        if not any(pd.isna(n) for n in (*k, q, jenis)):
            isi.setdefault((*k, q), {})[jenis] = (None if pd.isna(jumlah) else jumlah, bool(rusak))
    kolom = next(k for p, k in lembar.ada.items() if p == "triwulan") if "triwulan" in lembar.ada else None
    hasil: list[Any] = []
    rusak_baru: list[bool] = []
    for *k, q, jenis, jumlah, rusak, nomor in daftar:
        baru, cacat = jumlah, bool(rusak)
        if not pd.isna(q) and q > 1 and not pd.isna(jumlah) and diminta in (None, q):
            lalu = isi.get((*k, q - 1))
            label = kolom.label if kolom else f"s.d. {nama_triwulan(q)}"
            if lalu and _berhenti(isi.get((*k, q), {}), lalu):
                lembar.pencatat.tolak(
                    nomor - 1,
                    label,
                    jumlah,
                    f"Angka kumulatif s.d. {nama_triwulan(q)} satker ini nol, padahal s.d. {nama_triwulan(q - 1)} "
                    f"tidak. Kosongkan selnya bila {nama_triwulan(q)} belum diisi; bila memang semuanya dikembalikan, "
                    "tulis realisasi triwulan itu saja.",
                )
                baru, cacat = pd.NA, True
            elif lalu is None:
                lembar.pencatat.tolak(
                    nomor - 1,
                    label,
                    jumlah,
                    f"Angka ini kumulatif s.d. {nama_triwulan(q)}, tetapi {nama_triwulan(q - 1)} satker ini tidak ada "
                    "dalam berkas. Sertakan barisnya, atau tulis realisasi triwulan itu saja di kolom realisasi.",
                )
                baru, cacat = pd.NA, True
            else:
                sebelum, cacat_lalu = lalu.get(jenis, (0, False))
                baru = pd.NA if sebelum is None else jumlah - sebelum
                cacat |= cacat_lalu or sebelum is None
        hasil.append(baru)
        rusak_baru.append(cacat)
    return baris.assign(realisasi=pd.array(hasil, dtype="Int64"), rusak=rusak_baru)


def _berhenti(isi: dict[str, tuple[int | None, bool]], lalu: dict[str, tuple[int | None, bool]]) -> bool:
    """Whether cumulative amounts that were there are zero for every jenis, as formulas make of what is blank."""
    return any(n for n, _ in lalu.values()) and all(n == 0 and not rusak for n, rusak in isi.values())


def _klaim(lembar: Lembaran, baris: pd.DataFrame, potongan: Sequence[Potongan]) -> Klaim:
    """What cells say, else the title.

    Raises:
        BerkasDitolak: where title and cells contradict each other.

    """
    hasil: dict[str, frozenset[Any]] = {}
    for nama, kolom in (
        ("tahun", "tahun"),
        ("triwulan", "triwulan"),
        ("kewenangan", "kewenangan"),
        ("satker", "kode_satker"),
    ):
        judul: frozenset[Any] = getattr(lembar.judul, nama)
        dari_sel = kolom in lembar.ada
        if kolom == "triwulan":
            dari_sel |= any(p.triwulan for p in potongan)
        else:
            dari_sel |= "nomor_dipa" in lembar.ada
        isi = frozenset(baris[kolom].dropna().unique().tolist()) if dari_sel and kolom in baris else frozenset()
        if judul and isi and not judul & isi:
            raise BerkasDitolak(
                f"Judul berkas ini menyebut {nama} {_sebut(judul)}, tetapi isinya {_sebut(isi)}. Samakan dahulu, "
                "karena tidak pasti mana yang benar."
            )
        hasil[nama] = isi or judul
    return Klaim(**hasil)


def _sebut(isi: frozenset[Any]) -> str:
    urut = sorted(map(str, isi))
    return ", ".join(urut[:3]) + (f", dan {len(urut) - 3} lainnya" if len(urut) > 3 else "")  # noqa: PLR2004


# --- Sums that the file itself gives ---------------------------------------------------


def _per_baris(potongan: Sequence[Potongan], utama: str, letak: pd.Index) -> pd.Series:
    """The amounts of rows over all columns, as Python numbers: no sum of a hostile file may wrap around."""
    jumlah = np.zeros(len(letak), dtype=object)
    ada = np.zeros(len(letak), dtype=bool)
    for p in potongan:
        isi = p.angka[utama].reindex(letak)
        ada |= isi.notna().to_numpy(bool)
        jumlah += isi.to_numpy(dtype="int64", na_value=0).astype(object)
    jumlah[~ada] = None
    return pd.Series(jumlah, index=letak, dtype=object)


def _total(potongan: Sequence[Potongan], utama: str, letak: pd.Index) -> int:
    hasil = 0
    for p in potongan:
        isi = p.angka[utama].reindex(letak).dropna().to_numpy(dtype="int64")
        if len(isi):
            aman = np.abs(isi).max() <= 2**62 // len(isi)
            hasil += int(isi.sum()) if aman else sum(isi.tolist())
    return hasil


def _batas_kelompok(bidang: pd.DataFrame, *, berakun: bool) -> Any:
    """The places among the rows of data where another satker begins, or among akun another jenis."""
    ubah = np.zeros(len(bidang), dtype=bool)
    for k in ("kode_satker", "nomor_dipa", "kewenangan", *(("jenis_belanja",) if berakun else ())):
        if k in bidang:
            isi, _ = pd.factorize(bidang[k], use_na_sentinel=False)
            ubah[1:] |= isi[1:] != isi[:-1]
    return np.flatnonzero(ubah)


def _periksa_jumlah(
    hasil: Hasil, utama: str, potongan: Sequence[Potongan], saringan: penyaring.Saringan, kelompok: Any
) -> None:
    """Find the grand total; compare each subtotal with rows beside it, and name those that differ."""
    if saringan.jumlah.empty or not potongan:
        return
    jumlah = _per_baris(potongan, utama, saringan.jumlah.index).dropna()
    total = _total(potongan, utama, saringan.data.index)
    seluruh = penyaring.baris_seluruhnya(saringan, jumlah, total)
    if seluruh is not None and seluruh in jumlah.index:
        hasil.bertotal = True
        setattr(hasil, utama, int(jumlah[seluruh]))
    beda = list(_subtotal_beda(jumlah[jumlah.index != seluruh], potongan, utama, saringan, kelompok))
    hasil.catatan += beda[:_CATATAN_TERBANYAK]
    if len(beda) > _CATATAN_TERBANYAK:
        hasil.catatan.append(f"{len(beda) - _CATATAN_TERBANYAK} baris jumlah lainnya juga berbeda.")


def _subtotal_beda(
    jumlah: pd.Series, potongan: Sequence[Potongan], utama: str, saringan: penyaring.Saringan, kelompok: Any
) -> Iterator[str]:
    """Subtotals that are the sum of no run of rows that ends above them or begins below them.

    A run is bounded by other sums, and by the places where another satker or jenis begins (`kelompok`).
    """
    if jumlah.empty:
        return
    data = _per_baris(potongan, utama, saringan.data.index)
    nomor = saringan.data.index.to_numpy()
    lari = np.concatenate([[0], np.cumsum([0 if pd.isna(n) else n for n in data], dtype=object)])
    batas = np.searchsorted(nomor, [*saringan.jumlah.index])
    batas = np.unique(np.concatenate([[0], batas, [len(nomor)]]))
    label = dict(saringan.label_jumlah.items())
    for letak, k in zip(jumlah.index, np.searchsorted(nomor, jumlah.index), strict=True):
        tertulis = jumlah[letak]
        if penyaring.rata_rata(label[letak]):
            continue
        di = int(np.searchsorted(batas, k))
        ke = int(np.searchsorted(kelompok, k))
        atas = {lari[k] - lari[b] for b in (0, *batas[max(0, di - _BATAS_DILIHAT) : di + 1])}
        atas |= {lari[k] - lari[b] for b in kelompok[max(0, ke - _BATAS_DILIHAT) : ke]}
        bawah = {lari[b] - lari[k] for b in (*batas[di : di + _BATAS_DILIHAT], len(nomor))}
        bawah |= {lari[b] - lari[k] for b in kelompok[ke : ke + _BATAS_DILIHAT]}
        if tertulis not in atas | bawah:
            terdekat = lari[k] - lari[batas[di - 1] if di else 0]
            yield (
                f'Baris {int(str(letak)) + 1} ("{label[letak][:60]}") menyebut {angka(tertulis)}, '
                f"sedangkan baris-baris di atasnya berjumlah {angka(terdekat)}."
            )


def _periksa_induk(
    lembar: Lembaran, bidang: pd.DataFrame, utama: str, potongan: Sequence[Potongan], saringan: penyaring.Saringan
) -> list[str]:
    """Compare rows that sum up akun with those akun; what is to be said of shorter codes that differ.

    One of six digits that differs may be an akun itself: it is refused, with those that it would sum up.
    """
    if lembar.induk is None or not potongan:
        return []
    tertulis = _per_baris(potongan, utama, lembar.induk.baris.index).dropna()
    semua = lembar.induk.kode
    asal = dict(zip(semua.unit.index, zip(semua.unit, semua.akun, semua.awalan(), strict=True), strict=True))
    jumlah: dict[tuple[str, str], int] = {}
    for letak, n in _per_baris(potongan, utama, saringan.data.index).dropna().items():
        unit, akun, _ = asal[letak]
        for panjang in range(1, sel.PANJANG_AKUN):
            jumlah[unit, akun[:panjang]] = jumlah.get((unit, akun[:panjang]), 0) + n
    catatan = []
    ragu: dict[Any, str] = {}
    for letak, n in tertulis.items():
        unit, akun, awalan = asal[letak]
        rincian = jumlah.get((unit, awalan), 0)
        if n == rincian:
            continue
        if len(akun) == sel.PANJANG_AKUN:
            ragu[letak] = (
                f"Akun {akun} tertulis {angka(n)}, sedangkan akun lain yang berawalan {awalan} berjumlah "
                f"{angka(rincian)}, sehingga tidak pasti apakah baris ini jumlahnya. Perbaiki yang salah."
            )
        else:
            catatan.append(
                f'Baris {int(str(letak)) + 1} ("{akun}") menyebut {angka(n)}, sedangkan akun di bawahnya berjumlah '
                f"{angka(rincian)}."
            )
    if ragu:
        kolom = lembar.ada["akun"]
        isi = lembar.induk.baris[kolom.letak]
        lembar.pencatat.catat(nilai.Terbaca(isi, pd.Series(ragu, dtype=object)), isi, kolom)
        meragukan = {(asal[letak][0], asal[letak][2]) for letak in ragu}
        kena = [
            any((asal[letak][0], asal[letak][1][:n]) in meragukan for n in range(1, sel.PANJANG_AKUN))
            for letak in bidang.index
        ]
        bidang["rusak"] |= np.array(kena, dtype=bool)
    return catatan[:_CATATAN_TERBANYAK]
