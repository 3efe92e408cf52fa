"""From files and choices to a plan: the one way that the pages and the command go.

Whatever imports this imports pandas; the pages do so when an import is asked for, and not before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from realisasi.bukti import bersihkan_nama
from realisasi.impor import berkas, terpisah, tolakan_buku
from realisasi.impor.bacaan import Bacaan, BerkasDitolak, JenisImpor, Klaim, Pilihan
from realisasi.impor.bentuk import kenali
from realisasi.impor.register import (
    BerkasMasuk,
    baca_pilihan,
    buang_pratinjau_lama,
    catat_pratinjau,
    perbarui_pratinjau,
)
from realisasi.impor.rencana import periksa_klaim, susun
from realisasi.impor.terapkan import Hasil, Permintaan, RencanaBerubah, terapkan
from realisasi.kalender import ROMAWI, nama_triwulan
from realisasi.models import Impor
from realisasi.penolakan import Ditolak
from realisasi.rupiah import angka
from satker.models import Pengguna

Kabar = Callable[[int, int, str], None]
"""Hears which file comes next: how many are read, how many there are, and its name (none at the end)."""


@dataclass(frozen=True)
class Penolakan:
    """A file that cannot be used, and why."""

    nama: str
    galat: BerkasDitolak

    @property
    def kalimat(self) -> str:
        """All that is to be said of it in one line."""
        return f"{self.nama}: {lengkap(self.galat)}"


class TidakTerpakai(Exception):
    """At least one of the files cannot be used, so none was."""

    def __init__(self, ditolak: Sequence[Penolakan]) -> None:
        super().__init__("\n".join(p.kalimat for p in ditolak))
        self.ditolak = tuple(ditolak)


@dataclass(frozen=True)
class Cara:
    """How files are read: each within which bounds, all of them for how long (seconds; None: no bound), who hears."""

    batas: berkas.Batas = berkas.PERAMBAN
    detik: float | None = None
    kabar: Kabar | None = None


PERAMBAN: Final = Cara(detik=berkas.PERAMBAN.detik)
"""What every page does, whether it previews files or reads kept ones once more."""


def baca(isi: Mapping[str, bytes | Path], jenis: JenisImpor, pilihan: Pilihan, cara: Cara = PERAMBAN) -> list[Bacaan]:
    """What each file says, in their order.

    Raises:
        TidakTerpakai: with every file that is refused; all are looked at, so that they can be mended at once.

    """
    return [bacaan for _, bacaan in _buka(isi, jenis, pilihan, cara, simpan=False)]


def _buka(
    isi: Mapping[str, bytes | Path], jenis: JenisImpor, pilihan: Pilihan, cara: Cara, *, simpan: bool
) -> list[tuple[berkas.Buku | None, Bacaan]]:
    """The same, each with the cells of its file if these are to be kept."""
    hasil: list[tuple[berkas.Buku | None, Bacaan]] = []
    ditolak = []
    mulai = time.monotonic()
    for ke, (nama, satu) in enumerate(isi.items()):
        if cara.kabar:
            cara.kabar(ke, len(isi), nama)
        sisa = cara.batas.detik
        if cara.detik is not None:
            sisa = min(sisa, cara.detik - (time.monotonic() - mulai))
        try:
            buku = terpisah.kerjakan(partial(berkas.buka, nama, satu, cara.batas), memori=cara.batas.memori, detik=sisa)
            bacaan = kenali(buku, jenis, pilihan)
            periksa_klaim(bacaan, pilihan)
        except terpisah.TerlaluLama as galat:
            # Where others had their part of the time, this file need not be what is wrong.
            ditolak.append(Penolakan(nama, _terlalu_lama(ke, len(isi), cara.detik) if ke and cara.detik else galat))
            if cara.detik is not None:
                break
        except BerkasDitolak as galat:
            ditolak.append(Penolakan(nama, galat))
        else:
            hasil.append((buku if simpan else None, _dengan_klaim(bacaan)))
    if cara.kabar:
        cara.kabar(len(isi), len(isi), "")
    if ditolak:
        raise TidakTerpakai(ditolak)
    return hasil


def _terlalu_lama(terbaca: int, semua: int, detik: float) -> BerkasDitolak:
    return BerkasDitolak(
        f"Membaca {angka(semua)} berkas ini terlalu lama: {angka(terbaca)} terbaca dalam {detik:.0f} detik. "
        "Kirim dalam beberapa kali, atau minta administrator memakai perintah impor."
    )


def buat(
    isi: Mapping[str, bytes | Path],
    jenis: JenisImpor,
    pilihan: Pilihan,
    pengguna: Pengguna,
    cara: Cara = PERAMBAN,
) -> Impor:
    """Read files, plan, and keep files and plan to be looked at; nothing else is written.

    Raises:
        TidakTerpakai: a file cannot be used.

    """
    buang_pratinjau_lama()
    bacaan = baca(isi, jenis, pilihan, cara)
    rencana = susun(bacaan, pilihan)
    masuk = [BerkasMasuk(nama, satu, b.bentuk) for (nama, satu), b in zip(isi.items(), bacaan, strict=True)]
    return catat_pratinjau(rencana, pilihan, pengguna, masuk)


def terapkan_pratinjau(impor: Impor, pengguna: Pengguna, dilihat: str, *, lewati_ditolak: bool) -> Hasil:
    """Apply a preview that was confirmed: its files read and planned once more, under the lock.

    `dilihat` is the fingerprint of the plan that was looked at.

    Raises:
        RencanaBerubah: another plan was looked at, or the database has changed since; the preview
            shows the new plan now.
        TidakTerpakai: a file cannot be used any more.
        BukanHak, AdaDitolak, Bentrok: see `terapkan`.

    """
    _, pilihan = baca_pilihan(impor)
    permintaan = Permintaan(baca_lagi(impor), pilihan, impor=impor, dilihat=dilihat)
    try:
        return terapkan(permintaan, pengguna, lewati_ditolak=lewati_ditolak)
    except RencanaBerubah as galat:
        perbarui_pratinjau(impor, galat.rencana)
        raise


def baca_lagi(impor: Impor) -> list[Bacaan]:
    """What the kept files of an import say.

    Raises:
        Ditolak: a file is no longer there.
        TidakTerpakai: a file cannot be used any more.

    """
    jenis, pilihan = baca_pilihan(impor)
    return baca(berkas_tersimpan(impor), jenis, pilihan)


def buku_tolakan(impor: Impor) -> bytes:
    """The refused rows of an import as its files would be taken now, in a workbook.

    Raises:
        Ditolak: a file is no longer there, or there is nothing to give; see `tolakan_buku`.
        TidakTerpakai: a file cannot be used any more.

    """
    jenis, pilihan = baca_pilihan(impor)
    isi = _buka(berkas_tersimpan(impor), jenis, pilihan, PERAMBAN, simpan=True)
    bacaan = [b for _, b in isi]
    buku = [b for b, _ in isi if b is not None]
    return tolakan_buku.tulis(tolakan_buku.Bahan(buku, bacaan, susun(bacaan, pilihan), pilihan))


def berkas_tersimpan(impor: Impor) -> dict[str, Path]:
    """The kept files of an import by their names.

    Raises:
        Ditolak: one is no longer there.

    """
    isi = {b.nama: Path(b.berkas.path) for b in impor.berkas.all()}
    for nama, lintasan in isi.items():
        if not lintasan.is_file():
            raise Ditolak(f"{nama} tidak ada lagi di penyimpanan. Unggah berkasnya sekali lagi.")
    return isi


def beri_nama(nama: Sequence[str]) -> list[str]:
    """Names to show: no folders, nothing invisible, and a number where two are called the same."""
    hasil: list[str] = []
    for satu in nama:
        polos = bersihkan_nama(satu) or "berkas"
        calon, ke = polos, 1
        while calon in hasil:
            ke += 1
            calon = f"{polos[:140]} ({ke})"
        hasil.append(calon)
    return hasil


def lengkap(galat: BerkasDitolak) -> str:
    """The sentence, with what was found and what is missing where the layout was not known."""
    ditemukan = f" Yang ditemukan: {', '.join(galat.ditemukan)}." if galat.ditemukan else ""
    kurang = f" Yang belum ada: {', '.join(galat.kurang)}." if galat.kurang else ""
    return f"{galat.pesan}{ditemukan}{kurang}"


def _dengan_klaim(bacaan: Bacaan) -> Bacaan:
    """The same with a line for the preview about the one period that the file names, where it names one."""
    kata = _sebut_klaim(bacaan.klaim)
    return replace(bacaan, catatan=[*bacaan.catatan, f"Menurut isinya, berkas ini untuk {kata}."]) if kata else bacaan


def _sebut_klaim(klaim: Klaim) -> str:
    bagian = (klaim.triwulan, klaim.tahun, klaim.kewenangan)
    if any(len(b) > 1 for b in bagian):
        return ""
    triwulan = "".join(nama_triwulan(q) for q in klaim.triwulan if q in ROMAWI)
    return " ".join(x for x in (triwulan, *map(str, klaim.tahun), *klaim.kewenangan) if x)
