"""The file of a backup: a ZIP whose last bytes are the SHA-256 of all bytes before them.

The seal is the archive's comment, which a ZIP ends with, so that any tool for ZIP opens the file.
It tells damage, not forgery: whoever can write the file can seal it again. Each member has its own
hash in the manifest too, with which a backup is read back before it is believed.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from realisasi.penolakan import Ditolak
from satker.berkas_baru import berkas_baru

MANIFES = "manifes.json"
BENTUK, VERSI = "cadangan-realisasi-ikma", 1
AWAL_SEGEL = b"sha256:"
PANJANG_SEGEL = len(AWAL_SEGEL) + 64
POTONGAN = 1024 * 1024
MAMPAT = 3  # of 9: most of what can be saved, at a third of the time

Manifes = dict[str, Any]


class CadanganDitolak(Ditolak):
    """A backup was not made or not restored; `pesan` says why and what to do."""


# --- Writing -------------------------------------------------------------------------


@contextmanager
def berkas_cadangan(tujuan: Path) -> Iterator[Path]:
    """A file that nobody else can read, under a passing name; it gets its own name at the end, or goes.

    Raises:
        CadanganDitolak: there is such a file already, which is never overwritten; or no such folder.

    """
    if not tujuan.parent.is_dir():
        raise CadanganDitolak(f"Folder {tujuan.parent} tidak ada. Buat dahulu, atau pilih folder lain.")
    try:
        with berkas_baru(tujuan) as sementara:
            yield sementara
    except FileExistsError:
        pesan = f"{tujuan} sudah ada dan tidak ditimpa. Pilih nama lain, atau pindahkan berkas itu."
        raise CadanganDitolak(pesan) from None


class ArsipBaru:
    """A backup that is being written, one member after the other."""

    def __init__(self, berkas: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(berkas, "w", compresslevel=MAMPAT)
        self.anggota: dict[str, dict[str, Any]] = {}

    @contextmanager
    def tulis(self, nama: str, *, mampat: bool) -> Iterator[Callable[[bytes], None]]:
        """A new member; what is given to the function is its content, piece by piece."""
        kepala = zipfile.ZipInfo(nama)
        kepala.compress_type = zipfile.ZIP_DEFLATED if mampat else zipfile.ZIP_STORED
        sidik, ukuran = hashlib.sha256(), 0
        with self._zip.open(kepala, "w", force_zip64=True) as keluar:

            def tambah(isi: bytes) -> None:
                nonlocal ukuran
                keluar.write(isi)
                sidik.update(isi)
                ukuran += len(isi)

            yield tambah
        self.anggota[nama] = {"sha256": sidik.hexdigest(), "ukuran": ukuran}

    def tutup(self, manifes: Manifes) -> Manifes:
        """Write the manifest and leave room for the seal; returns the manifest with what is in every one."""
        isi = {"bentuk": BENTUK, "versi": VERSI, **manifes, "anggota": self.anggota}
        self._zip.writestr(MANIFES, json.dumps(isi, ensure_ascii=False, indent=1), zipfile.ZIP_DEFLATED)
        self._zip.comment = AWAL_SEGEL + b"0" * (PANJANG_SEGEL - len(AWAL_SEGEL))
        self._zip.close()
        return isi

    def lepas(self) -> None:
        """Let go of an archive that cannot be finished: the library would write its end at any rate."""
        self._zip.fp = None


def segel(berkas: Path) -> None:
    """Put the hash of everything before it into the room that was left for it."""
    with berkas.open("r+b") as f:
        sidik = _sidik_isi(f)
        f.seek(-PANJANG_SEGEL, os.SEEK_END)
        f.write(AWAL_SEGEL + sidik.encode())


def _sidik_isi(f: IO[bytes]) -> str:
    """The hash of all bytes but the seal's own."""
    sisa = f.seek(0, os.SEEK_END) - PANJANG_SEGEL
    f.seek(0)
    sidik = hashlib.sha256()
    while sisa > 0:
        isi = f.read(min(POTONGAN, sisa))
        if not isi:
            break
        sidik.update(isi)
        sisa -= len(isi)
    return sidik.hexdigest()


# --- Reading -------------------------------------------------------------------------


class Arsip:
    """A backup whose seal was found whole."""

    def __init__(self, isi: zipfile.ZipFile, manifes: Manifes) -> None:
        self._zip = isi
        self.manifes = manifes

    def potong(self, nama: str) -> Iterator[bytes]:
        """The content of a member in pieces, held against its hash and size in the manifest.

        Raises:
            CadanganDitolak: after the last piece, where they differ.

        """
        tercatat = self.manifes["anggota"].get(nama)
        sidik, ukuran = hashlib.sha256(), 0
        with self._zip.open(nama) as masuk:
            while isi := masuk.read(POTONGAN):
                sidik.update(isi)
                ukuran += len(isi)
                yield isi
        if tercatat != {"sha256": sidik.hexdigest(), "ukuran": ukuran}:
            raise CadanganDitolak(f"Isi {nama} di dalam cadangan tidak sama dengan yang dicatat waktu dibuat.")

    def baris(self, nama: str) -> Iterator[bytes]:
        """The lines of a member, one at a time, held against its hash as `potong` does."""
        sisa = b""
        for isi in self.potong(nama):
            *utuh, sisa = (sisa + isi).split(b"\n")
            yield from utuh
        if sisa:
            raise CadanganDitolak(f"Baris terakhir {nama} di dalam cadangan terpotong.")

    def buka(self, nama: str) -> IO[bytes]:
        """A member as a file."""
        return self._zip.open(nama)


@contextmanager
def buka(berkas: Path) -> Iterator[Arsip]:
    """A backup, after its seal was held against all of its bytes.

    Raises:
        CadanganDitolak: it is not there, not a backup, damaged, or of another format.

    """
    if not berkas.is_file():
        raise CadanganDitolak(f"{berkas} tidak ada, atau bukan berkas.")
    with berkas.open("rb") as f:
        _pastikan_utuh(f, berkas)
        try:
            with zipfile.ZipFile(f) as isi:
                manifes = json.loads(isi.read(MANIFES))
                if (manifes.get("bentuk"), manifes.get("versi")) != (BENTUK, VERSI):
                    raise CadanganDitolak(f"{berkas} bukan cadangan yang dikenal versi aplikasi ini.")
                if set(isi.namelist()) != {*manifes["anggota"], MANIFES}:
                    raise CadanganDitolak(f"Isi {berkas} tidak sama dengan daftarnya sendiri.")
                yield Arsip(isi, manifes)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, TypeError) as galat:
            # The seal is whole, so somebody else made it: not a damage, but no backup of ours either.
            raise CadanganDitolak(f"{berkas} tidak berisi cadangan yang dapat dibaca ({galat}).") from galat


def _pastikan_utuh(f: IO[bytes], berkas: Path) -> None:
    ukuran = f.seek(0, os.SEEK_END)
    f.seek(max(0, ukuran - PANJANG_SEGEL))
    tertulis = f.read()
    if not tertulis.startswith(AWAL_SEGEL):
        raise CadanganDitolak(
            f"{berkas} bukan cadangan aplikasi ini, atau ujungnya terpotong. Salin sekali lagi dari tempat asalnya."
        )
    if tertulis != AWAL_SEGEL + _sidik_isi(f).encode():
        raise CadanganDitolak(
            f"{berkas} rusak: isinya tidak sama lagi dengan waktu dibuat. Salin sekali lagi dari tempat asalnya, "
            "atau pakai cadangan yang lain."
        )
