"""The shapes of the plan: what a demo year will hold, before anything is written."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

BENIH = "realisasi-ikma-1"

SERIBU = 1000  # budget documents are drawn up in thousands of rupiah


def acak(*bagian: object) -> random.Random:
    """A stream of its own for one purpose, the same on every machine and every run."""
    return random.Random(":".join([BENIH, *map(str, bagian)]))  # noqa: S311  (demo data, not a secret)


@dataclass(frozen=True)
class RencanaRevisi:
    """One revision; `pagu` maps jenis belanja to (pagu, blokir) in whole rupiah."""

    nomor: int
    berlaku_sejak: dt.date
    catatan: str
    pagu: dict[str, tuple[int, int]]

    @property
    def efektif(self) -> dict[str, int]:
        """Pagu less blokir per jenis belanja, rupiah."""
        return {jenis: pagu - blokir for jenis, (pagu, blokir) in self.pagu.items()}

    @property
    def pagu_efektif(self) -> int:
        return sum(self.efektif.values())


def berlaku(revisi: tuple[RencanaRevisi, ...], hari: dt.date) -> RencanaRevisi:
    """The revision in force on a day (rule 3)."""
    return max((r for r in revisi if r.berlaku_sejak <= hari), key=lambda r: (r.berlaku_sejak, r.nomor))


@dataclass(frozen=True)
class RencanaVersi:
    """One submission; `rincian` maps jenis belanja to what was spent in that quarter alone, rupiah."""

    nomor: int
    diajukan_pada: dt.datetime
    rincian: dict[str, int]


@dataclass(frozen=True)
class RencanaLaporan:
    """One quarterly report; `draf` as `rincian` of a version. `fisik` is percent, None if not filled in."""

    triwulan: int
    status: str
    draf: dict[str, int]
    basis: str
    tanggal_data: dt.date | None
    fisik: int | None
    versi: tuple[RencanaVersi, ...] = ()
    diverifikasi_pada: dt.datetime | None = None
    alasan: str = ""


@dataclass(frozen=True)
class RencanaKendala:
    """One obstacle; `dibuka` and `ditutup` are quarters, `ditutup` None while it is open."""

    kategori: str
    uraian: str
    tindak_lanjut: str
    penanggung_jawab: str
    batas_waktu: dt.date
    dibuka: int
    ditutup: int | None


@dataclass(frozen=True)
class RencanaPerpanjangan:
    """A later end of the window of one quarter for the satker."""

    triwulan: int
    sampai: dt.date
    alasan: str


@dataclass(frozen=True)
class RencanaDipa:
    """One DIPA of one province with all that hangs on it."""

    tahun: int
    kewenangan: str
    kode_provinsi: str
    revisi: tuple[RencanaRevisi, ...]
    laporan: tuple[RencanaLaporan, ...] = ()
    kendala: tuple[RencanaKendala, ...] = ()
    perpanjangan: tuple[RencanaPerpanjangan, ...] = field(default=())
