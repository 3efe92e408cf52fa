"""The refused rows as a workbook: as they stood in the file, what is wrong beside each, to be mended and sent again.

A table keeps its own headings and cells. What is picked from it is read once more before it is given
out: where rows lean on others (akun that are summed up, cumulative quarters), more of the table goes
along, and what was accepted already changes nothing the second time. What was no table comes in the
project's own layout.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from realisasi.impor.bacaan import KOLOM, Bacaan, BerkasDitolak, JenisImpor, Pilihan, Tolakan
from realisasi.impor.bentuk import kenali, penyaring, susunan, tabel
from realisasi.impor.berkas import Buku, Lembar
from realisasi.impor.kepala import Kepala, temukan
from realisasi.impor.label import UKURAN
from realisasi.impor.rencana import Keadaan, Rencana
from realisasi.impor.rencana.baris import KUNCI, ke_baris
from realisasi.impor.templat import HURUF, REALISASI_SD, TEBAL, kolom_templat, siapkan_kolom, simpan, tulis_teks
from realisasi.penolakan import Ditolak
from realisasi.rupiah import angka

BARIS_TERBANYAK: Final = 20_000
YANG_SALAH: Final = "Yang harus diperbaiki"
ASAL: Final = "Asal baris"
BERSAMA: Final = "Ditolak bersama baris lain, karena diterima atau ditolak seutuhnya. Baris ini sendiri tidak salah."
JUMLAHKAN: Final = "Tulis jumlah seluruh akun jenis belanja ini, bukan satu selnya saja."
LEMBAR_DITOLAK: Final = "Ditolak"
NAMA_TERPANJANG: Final = 31
LEBAR_PESAN: Final = 80
LEBAR_TERBESAR: Final = 40

SALAH = PatternFill("solid", fgColor="FBE5E3")
PESAN = Font(name=HURUF, size=11, color="A31916")
LIPAT = Alignment(vertical="top", wrap_text=True)

Letak = tuple[str, int]
"""A sheet and a row number in Excel."""


@dataclass(frozen=True)
class Bahan:
    """An import as it would be taken now: its files as tables and as they were read, and the plan."""

    buku: Sequence[Buku]
    bacaan: Sequence[Bacaan]
    rencana: Rencana
    pilihan: Pilihan


def tulis(bahan: Bahan) -> bytes:
    """The workbook.

    Raises:
        Ditolak: nothing is refused, or too much for a workbook to be of help.

    """
    rencana = bahan.rencana
    if not rencana.ada_ditolak:
        raise Ditolak("Tidak ada lagi yang ditolak: berkas ini sekarang dapat diterapkan seluruhnya.")
    if len(rencana.baris_ditolak) > BARIS_TERBANYAK:
        raise Ditolak(
            f"Yang ditolak {angka(len(rencana.baris_ditolak))} baris, terlalu banyak untuk diperbaiki satu per satu. "
            "Perbaiki berkas aslinya."
        )
    keluaran = Workbook()
    for bawaan in keluaran.sheetnames:
        del keluaran[bawaan]
    pesan = _Pesan(rencana)
    sisa = []
    for buku, bacaan in zip(bahan.buku, bahan.bacaan, strict=True):
        milik = rencana.baris_ditolak[rencana.baris_ditolak["berkas"] == buku.nama]
        for nama, bagian in milik.groupby("lembar", sort=False):
            potongan = _potong(buku, str(nama), bagian, bahan) if bacaan.bentuk == tabel.NAMA else None
            if potongan is None:
                sisa.append(bagian)
            else:
                _tulis_potongan(keluaran, potongan, pesan, beberapa=len(bahan.buku) > 1)
    if sisa:
        _tulis_sendiri(keluaran, rencana.jenis, pd.concat(sisa), pesan)
    _tulis_umum(keluaran, rencana)
    return simpan(keluaran)


# --- What is said of each row --------------------------------------------------------


class _Pesan:
    """The refusals by row."""

    def __init__(self, rencana: Rencana) -> None:
        self.jenis = rencana.jenis
        self.per_baris: dict[tuple[str, str, int | None], list[Tolakan]] = defaultdict(list)
        for t in rencana.tolakan:
            self.per_baris[t.berkas, t.lembar, t.baris].append(t)
        self.per_satuan = {b.kunci: b.pesan for b in rencana.butir if b.keadaan is Keadaan.DITOLAK}

    def tolakan(self, berkas: str, letak: Letak) -> Sequence[Tolakan]:
        return self.per_baris.get((berkas, *letak), ())

    def kata(self, berkas: str, letak: Letak) -> str:
        """What is wrong in this row itself, column by column."""
        semua = self.tolakan(berkas, letak)
        return "\n".join(f"{t.kolom}: {t.pesan}" if t.kolom else t.pesan for t in semua)


# --- A table, as it stood ------------------------------------------------------------


@dataclass(frozen=True)
class _Potongan:
    """A table with some of its rows: all above the headings and they themselves at their places, the rows below."""

    berkas: str
    lembar: Lembar
    kepala: Kepala
    baris: pd.DataFrame
    ditolak: frozenset[int]


def _potong(buku: Buku, nama: str, ditolak: pd.DataFrame, bahan: Bahan) -> _Potongan | None:
    """As few rows of a sheet as make whole units of what was refused; None where it is no table."""
    lembar = next((s for s in buku.lembar if s.nama == nama), None)
    kepala = None if lembar is None else temukan(lembar, susunan.BERGUNA[bahan.rencana.jenis])
    if lembar is None or kepala is None:
        return None
    isi = penyaring.isi_gabungan(lembar, kepala, [k.letak for k in kepala.kolom])
    salah = [t for t in bahan.rencana.tolakan if (t.berkas, t.lembar) == (buku.nama, nama) and t.baris is not None]
    nomor = {int(n) - 1 for n in ditolak["nomor"]} | {t.baris - 1 for t in salah if t.baris is not None}
    utuh = _Potongan(buku.nama, lembar, kepala, isi, frozenset(nomor))
    perlu = _satuan_ditolak(utuh, salah, buku, ditolak, bahan)
    for dipilih in _pilihan_baris(isi, kepala, nomor):
        potongan = replace(utuh, baris=isi[dipilih.to_numpy()])
        if perlu and not perlu - _baca_netral(potongan, salah, buku, bahan):
            return potongan
    return None


def _pilihan_baris(isi: pd.DataFrame, kepala: Kepala, nomor: Iterable[int]) -> Iterator[pd.Series]:
    """Which rows: the refused alone, else all of their satker, else all."""
    sendiri = pd.Series(isi.index.isin(list(nomor)), index=isi.index)
    yield sendiri
    for k in kepala.cari("kode_satker", "satker", "nomor_dipa"):
        nilai = set(isi.loc[sendiri.to_numpy(), k.letak])
        yield isi[k.letak].isin(nilai)
    yield pd.Series(True, index=isi.index)


def _satuan_ditolak(
    utuh: _Potongan, salah: Sequence[Tolakan], buku: Buku, ditolak: pd.DataFrame, bahan: Bahan
) -> Counter[tuple[Any, ...]]:
    """All that the whole table says of the units that were refused."""
    nama = KUNCI[bahan.rencana.jenis]
    kunci = {tuple(getattr(b, k) for k in nama) for b in ke_baris(ditolak[list(nama)])}
    letak = [KOLOM[bahan.rencana.jenis].index(k) for k in nama]
    semua = _baca_netral(utuh, salah, buku, bahan)
    return Counter({b: n for b, n in semua.items() if tuple(b[i] for i in letak) in kunci})


def _baca_netral(potongan: _Potongan, salah: Sequence[Tolakan], buku: Buku, bahan: Bahan) -> Counter[tuple[Any, ...]]:
    """What rows say by themselves, with 0 for each amount that cannot be read.

    A sum of which one amount is unreadable is unreadable, and would not tell that others are missing.
    """
    atas = potongan.lembar.tabel.iloc[: potongan.kepala.akhir]
    baris = potongan.baris.copy()
    uang = {k.label: k.letak for k in potongan.kepala.kolom if k.arti.peran in UKURAN}
    for t in salah:
        if t.baris is not None and t.kolom in uang and t.baris - 1 in baris.index:
            baris.at[t.baris - 1, uang[t.kolom]] = "0"  # columns of a CSV hold text alone
    sendiri = replace(
        potongan.lembar,
        tabel=pd.concat([atas, baris]).reset_index(drop=True),
        gabungan=_gabungan_atas(potongan),
    )
    jenis = bahan.rencana.jenis
    try:
        lagi = kenali(replace(buku, lembar=(sendiri,)), jenis, bahan.pilihan)
    except BerkasDitolak:
        return Counter()
    return Counter(tuple(getattr(b, k) for k in KOLOM[jenis]) for b in ke_baris(lagi.baris[list(KOLOM[jenis])]))


def _gabungan_atas(potongan: _Potongan) -> tuple[Any, ...]:
    return tuple(g for g in potongan.lembar.gabungan if g[1][0] < potongan.kepala.akhir)


def _tulis_potongan(keluaran: Workbook, p: _Potongan, pesan: _Pesan, *, beberapa: bool) -> None:
    kertas: Worksheet = keluaran.create_sheet(_nama_lembar(keluaran, p.lembar.nama))
    awal = p.kepala.akhir
    lebar = len(p.lembar.tabel.columns)
    for i, baris in enumerate(p.lembar.tabel.iloc[:awal].to_numpy(object), start=1):
        for j, nilai in enumerate(baris, start=1):
            _tulis_sel(kertas.cell(i, j), nilai)
            if i > p.kepala.awal:
                kertas.cell(i, j).font = TEBAL
    for (b1, k1), (b2, k2) in _gabungan_atas(p):
        kertas.merge_cells(start_row=b1 + 1, start_column=k1 + 1, end_row=b2 + 1, end_column=k2 + 1)
    letak = {k.label: k.letak for k in p.kepala.kolom} | {
        k.arti.peran: k.letak for k in reversed(p.kepala.kolom) if k.arti.berarti
    }
    for i, (nomor, baris) in enumerate(zip(p.baris.index, p.baris.to_numpy(object), strict=True), start=awal + 1):
        for j, nilai in enumerate(baris, start=1):
            _tulis_sel(kertas.cell(i, j), nilai)
        tempat = (p.lembar.nama, int(nomor) + 1)
        for t in pesan.tolakan(p.berkas, tempat):
            if t.kolom in letak:
                kertas.cell(i, letak[t.kolom] + 1).fill = SALAH
        kata = pesan.kata(p.berkas, tempat) or (BERSAMA if nomor in p.ditolak else "")
        _catat(kertas, i, lebar + 1, kata, _asal(p.berkas, tempat, beberapa=beberapa))
    _kepala_catatan(kertas, awal, lebar + 1)
    for k in p.kepala.kolom:
        kertas.column_dimensions[get_column_letter(k.letak + 1)].width = max(12, min(len(k.label) + 4, LEBAR_TERBESAR))
    kertas.freeze_panes = f"A{awal + 1}"


def _nama_lembar(keluaran: Workbook, nama: str) -> str:
    """The name that it had, where that is free: names may say the year or the quarter."""
    polos = (nama or LEMBAR_DITOLAK)[:NAMA_TERPANJANG]
    calon, ke = polos, 1
    while calon.lower() in {n.lower() for n in keluaran.sheetnames}:
        ke += 1
        calon = f"{polos[: NAMA_TERPANJANG - 6]} ({ke})"
    return calon


# --- The project's own layout --------------------------------------------------------


def _tulis_sendiri(keluaran: Workbook, jenis: JenisImpor, ditolak: pd.DataFrame, pesan: _Pesan) -> None:
    urut = ditolak.sort_values(["berkas", "lembar", "nomor"], kind="stable")
    for nama, bagian in _per_templat(jenis, urut):
        kolom = kolom_templat(nama)
        kertas: Worksheet = keluaran.create_sheet(_nama_lembar(keluaran, ""))
        siapkan_kolom(kertas, kolom)
        _kepala_catatan(kertas, 1, len(kolom) + 1)
        for i, b in enumerate(ke_baris(bagian), start=2):
            tempat = (b.lembar, b.nomor)
            semula = {t.kolom: t.nilai for t in pesan.tolakan(b.berkas, tempat)}
            for j, k in enumerate(kolom, start=1):
                sel = kertas.cell(i, j)
                nilai = getattr(b, "realisasi" if k.nama == REALISASI_SD else k.nama)
                # What could not be read stands there again as it was.
                _tulis_sel(sel, semula.get(k.nama, "") if nilai is None else nilai)
                sel.number_format = k.format
                if k.nama in semula:
                    sel.fill = SALAH
            kata = pesan.kata(b.berkas, tempat) or "\n".join(_pesan_satuan(pesan, b)) or BERSAMA
            if getattr(b, "pagu" if jenis == JenisImpor.DIPA else "realisasi", 0) is None:
                kata = f"{kata}\n{JUMLAHKAN}"
            _catat(kertas, i, len(kolom) + 1, kata, _asal(b.berkas, tempat, beberapa=True))


def _per_templat(jenis: JenisImpor, ditolak: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Rows with the name of their template: the treasury's figures are cumulative, or they are not."""
    if jenis != JenisImpor.REALISASI:
        yield jenis, ditolak
        return
    kumulatif = ditolak["kumulatif"].astype(bool).to_numpy()
    for nama, dipilih in ((REALISASI_SD, kumulatif), (jenis.value, ~kumulatif)):
        if dipilih.any():
            yield nama, ditolak[dipilih]


def _pesan_satuan(pesan: _Pesan, baris: Any) -> Sequence[str]:
    return pesan.per_satuan.get(tuple(getattr(baris, k) for k in KUNCI[pesan.jenis]), ())


# --- Cells ---------------------------------------------------------------------------


def _tulis_sel(sel: Cell | MergedCell, nilai: Any) -> None:
    """A cell as it stood: text as text, whatever it begins with."""
    if isinstance(nilai, str):
        if nilai:
            tulis_teks(sel, nilai)
    elif isinstance(nilai, dt.datetime) and nilai.time() == dt.time():
        sel.value = nilai.date()
    else:
        sel.value = nilai
    if isinstance(nilai, dt.date):
        sel.number_format = "yyyy-mm-dd"


def _catat(kertas: Worksheet, i: int, kolom: int, kata: str, asal: str) -> None:
    """What is wrong with a row, and where it comes from, beside it."""
    sel = kertas.cell(i, kolom)
    tulis_teks(sel, kata)
    sel.font, sel.alignment = PESAN, LIPAT
    tulis_teks(kertas.cell(i, kolom + 1), asal)


def _kepala_catatan(kertas: Worksheet, baris: int, kolom: int) -> None:
    for j, (judul, lebar) in enumerate(((YANG_SALAH, LEBAR_PESAN), (ASAL, 30)), start=kolom):
        tulis_teks(kertas.cell(baris, j), judul)
        kertas.cell(baris, j).font = TEBAL
        kertas.column_dimensions[get_column_letter(j)].width = lebar


def _asal(berkas: str, letak: Letak, *, beberapa: bool) -> str:
    lembar, nomor = letak
    return ", ".join(x for x in (berkas if beberapa else "", lembar, f"baris {angka(nomor)}") if x)


def _tulis_umum(keluaran: Workbook, rencana: Rencana) -> None:
    """What is refused without a row to stand beside."""
    umum = [t for t in rencana.tolakan if t.baris is None]
    if not umum and keluaran.sheetnames:
        return
    kertas: Worksheet = keluaran.create_sheet("Keterangan")
    for i, t in enumerate(umum, start=1):
        tulis_teks(kertas.cell(i, 1), f"{t.berkas}: {t.pesan}")
    kertas.column_dimensions["A"].width = LEBAR_PESAN
