"""What a plan is: the units that a file would make, change, leave or not be allowed to touch."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

import pandas as pd

from realisasi.impor.bacaan import JenisImpor, Tolakan, Total
from realisasi.models import Basis, JenisBelanja, StatusLaporan
from realisasi.penanggalan import tanggal
from realisasi.peringatan import Peringatan

Nilai = Mapping[str, Any]
"""Values of a unit as JSON holds them: text, whole rupiah, or a mapping of them by jenis belanja."""

RINGKASAN_TERBANYAK: Final = 5_000
"""How many units, and how many refused cells, the stored preview names one by one."""


class Keadaan(StrEnum):
    """What an import would do to a unit."""

    BARU = "baru"
    BERUBAH = "berubah"
    TETAP = "tetap"
    DITOLAK = "ditolak"


@dataclass(frozen=True)
class Beda:
    """One value of a unit, before and after: rupiah as int, else text; None where there is none."""

    kolom: str
    lama: int | str | None
    baru: int | str | None

    @property
    def berubah(self) -> bool:
        return self.lama != self.baru


@dataclass(frozen=True)
class Butir:
    """A unit: a satker, a revision, a report, or a DIPA's quarter of treasury figures.

    `kunci` is its natural key: (kode), (tahun, kewenangan, kode, revisi), or (tahun, triwulan,
    kewenangan, kode); parts that could not be read are None. `lama` is None for what does not exist
    yet, `baru` empty for what is refused. `nomor` is the row number in Excel of its first row.
    `bertumpu` says that its figures were added to those of the quarter before.
    """

    jenis: JenisImpor
    kunci: tuple[int | str | None, ...]
    sebutan: str
    keadaan: Keadaan
    lama: Nilai | None
    baru: Nilai
    berkas: str
    lembar: str
    nomor: int
    peringatan: tuple[Peringatan, ...] = ()
    catatan: tuple[str, ...] = ()
    pesan: tuple[str, ...] = ()
    bertumpu: bool = False

    @property
    def beda(self) -> tuple[Beda, ...]:
        """Old and new values side by side, those that stay the same among them."""
        return banding(self.lama, self.baru)

    def ringkas(self) -> dict[str, Any]:
        """As the stored preview holds it."""
        isi: dict[str, Any] = {
            "sebutan": self.sebutan,
            "keadaan": self.keadaan.value,
            "berkas": self.berkas,
            "lembar": self.lembar,
            "baris": self.nomor,
        }
        if self.keadaan in {Keadaan.BARU, Keadaan.BERUBAH}:
            isi["beda"] = [[b.kolom, b.lama, b.baru] for b in self.beda]
        if self.peringatan or self.catatan:
            isi["peringatan"] = [*self.catatan, *(f"{p.judul}. {p.teks}" for p in self.peringatan)]
        if self.pesan:
            isi["pesan"] = list(self.pesan)
        return isi


@dataclass(frozen=True)
class Rencana:
    """All that an import would do. Nothing of it is written yet.

    `total` sums every amount that could be read, each once; `total_berkas` is what the files' own total
    rows say, where they count the same rows. `cocok` says whether these agree with the rows of their
    file, None where no file has one. `baris_ditolak` are all rows of what is refused.
    """

    jenis: JenisImpor
    butir: tuple[Butir, ...]
    tolakan: tuple[Tolakan, ...]
    berkas: tuple[str, ...]
    total: Total
    total_berkas: Total | None
    cocok: bool | None
    tahun_baru: tuple[int, ...] = ()
    catatan: tuple[str, ...] = ()
    baris_ditolak: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False, repr=False)

    def hitung(self, keadaan: Keadaan) -> int:
        """How many units are in this state."""
        return sum(b.keadaan is keadaan for b in self.butir)

    @cached_property
    def ditulis(self) -> tuple[Butir, ...]:
        """The units that would be written."""
        return tuple(b for b in self.butir if b.keadaan in {Keadaan.BARU, Keadaan.BERUBAH})

    @property
    def ada_ditolak(self) -> bool:
        return bool(self.tolakan) or any(b.keadaan is Keadaan.DITOLAK for b in self.butir)

    @cached_property
    def sidik(self) -> str:
        """The fingerprint: the same where the same file would do the same to the same database."""
        isi = [[b.kunci, b.keadaan, b.lama, b.baru, b.pesan] for b in self.butir]
        teks = json.dumps([self.jenis, isi, self.tahun_baru], ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(teks.encode()).hexdigest()

    def json(self) -> dict[str, Any]:
        """As the command prints it."""
        beberapa = len(self.berkas) > 1
        return {
            "baru": self.hitung(Keadaan.BARU),
            "berubah": self.hitung(Keadaan.BERUBAH),
            "tetap": self.hitung(Keadaan.TETAP),
            "ditolak": [_tolakan_json(t, beberapa=beberapa) for t in self.tolakan],
            "total": _total_json(self.total),
            "total_berkas": None if self.total_berkas is None else _total_json(self.total_berkas),
            "cocok": self.cocok,
            "tahun_baru": list(self.tahun_baru),
            "catatan": list(self.catatan),
        }

    def ringkasan(self) -> dict[str, Any]:
        """As it is stored for the preview page: the same, with the units, those to be looked at first."""
        isi = self.json()
        urutan = {k: n for n, k in enumerate((Keadaan.DITOLAK, Keadaan.BERUBAH, Keadaan.BARU, Keadaan.TETAP))}
        butir = sorted(self.butir, key=lambda b: urutan[b.keadaan])
        isi["butir_ditolak"] = self.hitung(Keadaan.DITOLAK)
        isi["butir"] = [b.ringkas() for b in butir[:RINGKASAN_TERBANYAK]]
        isi["butir_lain"] = max(0, len(butir) - RINGKASAN_TERBANYAK)
        isi["ditolak_lain"] = max(0, len(self.tolakan) - RINGKASAN_TERBANYAK)
        isi["ditolak"] = isi["ditolak"][:RINGKASAN_TERBANYAK]
        return isi


# --- Side by side --------------------------------------------------------------------

LABEL: Final[Mapping[str, str]] = {
    "nama": "Nama satker",
    "provinsi": "Provinsi",
    "nomor_dipa": "Nomor DIPA",
    "berlaku_sejak": "Berlaku sejak",
    "status": "Status",
    "basis": "Dasar angka",
    "tanggal_data": "Tanggal data",
}
PER_JENIS: Final[Mapping[str, str]] = {
    "pagu": "Pagu",
    "blokir": "Blokir",
    "realisasi": "Realisasi",
    "realisasi_sd": "Realisasi s.d.",
}
URUTAN_JENIS: Final = tuple(JenisBelanja.values)
HARI: Final = frozenset({"berlaku_sejak", "tanggal_data"})
PILIHAN: Final[Mapping[str, str]] = {str(k): str(v) for k, v in [*Basis.choices, *StatusLaporan.choices]}


def banding(lama: Nilai | None, baru: Nilai) -> tuple[Beda, ...]:
    """The values of two states of a unit, in the order of the labels above, by jenis belanja within."""
    semula = lama or {}
    hasil = [
        Beda(label, _teks(nama, semula.get(nama)), _teks(nama, baru.get(nama)))
        for nama, label in LABEL.items()
        if semula.get(nama) or baru.get(nama)
    ]
    jenis = _jenis(semula, baru)
    for nama, label in PER_JENIS.items():
        dahulu, kini = semula.get(nama) or {}, baru.get(nama) or {}
        for j in jenis:
            if j not in dahulu and j not in kini:
                continue
            if nama == "blokir" and not dahulu.get(j) and not kini.get(j):
                continue
            hasil.append(Beda(f"{label} {JenisBelanja(j).pendek}", dahulu.get(j), kini.get(j)))
    return tuple(hasil)


def _jenis(*isi: Nilai) -> list[str]:
    ada = {j for satu in isi for nama in PER_JENIS for j in satu.get(nama) or {}}
    return [j for j in URUTAN_JENIS if j in ada]


def _teks(nama: str, nilai: Any) -> str | None:
    if not nilai:
        return None
    if nama in HARI:
        return tanggal(dt.date.fromisoformat(nilai))
    return PILIHAN.get(nilai, str(nilai))


# --- As JSON -------------------------------------------------------------------------


def _tolakan_json(t: Tolakan, *, beberapa: bool) -> dict[str, Any]:
    isi: dict[str, Any] = {"baris": t.baris, "kolom": t.kolom, "nilai": t.nilai, "pesan": t.pesan}
    return {**isi, "berkas": t.berkas, "lembar": t.lembar} if beberapa else isi


def _total_json(total: Total) -> dict[str, int | None]:
    return {"pagu": total.pagu, "realisasi": total.realisasi}


def jumlah(nilai: Iterable[int | None]) -> int | None:
    """The sum of what is there; None where nothing is."""
    ada: Sequence[int] = [n for n in nilai if n is not None]
    return sum(ada) if ada else None
