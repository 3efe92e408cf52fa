"""The page of the rekonsiliasi: which quarter is asked for, its differences, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.utils import timezone

from realisasi.antrean import triwulan_bawaan
from realisasi.kalender import nama_triwulan
from realisasi.models import ButirImpor, Dipa, Impor, JenisImpor, KeadaanImpor, Kewenangan, TahunAnggaran
from realisasi.rekonsiliasi import BandingDipa, Keadaan, baca_banding
from realisasi.rupiah import angka

PER_HALAMAN = 50

PILIHAN_KEADAAN: dict[str, tuple[str, Callable[[BandingDipa], bool]]] = {
    "": ("Semua", lambda b: b.keadaan is not Keadaan.TANPA_ANGKA),
    "berbeda": ("Berbeda", lambda b: b.keadaan is Keadaan.BERBEDA),
    "belum": ("Belum diputuskan", lambda b: bool(b.perlu_diputuskan)),
    "sudah": ("Sudah diputuskan", lambda b: bool(b.berbeda) and not b.perlu_diputuskan),
    "sama": ("Sama", lambda b: b.keadaan is Keadaan.SAMA),
    "satu-sumber": ("Hanya satu sumber", lambda b: b.keadaan is Keadaan.SATU_SUMBER),
}
"""By its key in the address: what the list is called, and which DIPA stand in it."""


# --- What is asked for ---------------------------------------------------------------


@dataclass(frozen=True)
class Diminta:
    """The address as it was read; None and empty where it says nothing."""

    tahun: int | None = None
    triwulan: int | None = None
    kewenangan: str = ""
    cari: str = ""
    keadaan: str = ""
    hal: int | None = None
    kesalahan: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Saringan:
    """What the page shows: one quarter, narrowed or not."""

    tahun: int
    triwulan: int
    kewenangan: str = ""
    cari: str = ""
    keadaan: str = ""
    hal: int = 1

    def kueri(self, **ubah: object) -> str:
        """The query string of this page with something changed; what says nothing is left out."""
        s = replace(self, **ubah)  # type: ignore[arg-type]
        isi = {
            "tahun": s.tahun,
            "triwulan": s.triwulan,
            "kewenangan": s.kewenangan,
            "cari": s.cari,
            "keadaan": s.keadaan,
            "hal": s.hal if s.hal > 1 else None,
        }
        return urlencode({nama: nilai for nama, nilai in isi.items() if nilai})

    @property
    def alamat(self) -> str:
        return self.kueri()

    @property
    def alamat_hal(self) -> str:
        """The list with room for the number of a page at the end."""
        return f"{self.kueri(hal=1)}&hal="

    @property
    def alamat_semua_dipa(self) -> str:
        """The same quarter without anything narrowed."""
        return self.kueri(kewenangan="", cari="", keadaan="", hal=1)

    @property
    def nama_triwulan(self) -> str:
        return nama_triwulan(self.triwulan)

    @property
    def nama(self) -> str:
        return f"{self.nama_triwulan} {self.tahun}"

    @property
    def tersaring(self) -> bool:
        """Whether it is narrowed to some DIPA of the quarter, whatever their state."""
        return bool(self.kewenangan or self.cari)


def lengkapi(d: Diminta, tersedia: Sequence[tuple[int, int]]) -> Saringan:
    """Fill in what the address leaves out: the latest quarter with figures of the treasury that fits it."""
    cocok = [k for k in tersedia if d.tahun in (None, k[0]) and d.triwulan in (None, k[1])]
    tahun, triwulan = max(cocok, default=triwulan_bawaan(timezone.localdate()))
    return Saringan(d.tahun or tahun, d.triwulan or triwulan, d.kewenangan, d.cari, d.keadaan, d.hal or 1)


# --- What it comes to ----------------------------------------------------------------


@dataclass(frozen=True)
class Ringkasan:
    """Some DIPA of a quarter counted and added up; a pair is one jenis belanja of one DIPA in both sources."""

    baris: Sequence[BandingDipa]

    def _hitung(self, keadaan: Keadaan) -> int:
        return sum(b.keadaan is keadaan for b in self.baris)

    @property
    def dipa(self) -> int:
        """DIPA with both sources."""
        return sum(b.lengkap for b in self.baris)

    @property
    def pasang(self) -> int:
        return sum(len(b.pasangan) for b in self.baris if b.lengkap)

    @property
    def berbeda(self) -> int:
        return sum(len(b.berbeda) for b in self.baris)

    @property
    def sama(self) -> int:
        return self.pasang - self.berbeda

    @property
    def dipa_berbeda(self) -> int:
        return self._hitung(Keadaan.BERBEDA)

    @property
    def mutlak(self) -> int:
        """All differences, whichever way."""
        return sum(b.selisih_mutlak for b in self.baris)

    @property
    def lebih(self) -> int:
        """By how much reports are above the treasury, where they are."""
        return sum(max(p.selisih or 0, 0) for b in self.baris for p in b.berbeda)

    @property
    def kurang(self) -> int:
        """By how much they are below it, where they are."""
        return self.mutlak - self.lebih

    @property
    def perlu_diputuskan(self) -> int:
        return sum(len(b.perlu_diputuskan) for b in self.baris)

    @property
    def diputuskan(self) -> int:
        return self.berbeda - self.perlu_diputuskan

    @property
    def hanya_dinas(self) -> int:
        """DIPA that have reported and of which nothing was imported."""
        return sum(b.keadaan is Keadaan.SATU_SUMBER and b.dinas is not None for b in self.baris)

    @property
    def hanya_perbendaharaan(self) -> int:
        """DIPA with figures of the treasury and no report that counts."""
        return sum(b.keadaan is Keadaan.SATU_SUMBER and b.dinas is None for b in self.baris)

    @property
    def tanpa_angka(self) -> int:
        return self._hitung(Keadaan.TANPA_ANGKA)

    @property
    def satu_sumber(self) -> str:
        """`3 belum dilaporkan, 2 belum diimpor`; empty where there are none."""
        bagian = [(self.hanya_perbendaharaan, "belum dilaporkan"), (self.hanya_dinas, "belum diimpor")]
        return ", ".join(f"{angka(n)} {kata}" for n, kata in bagian if n)


@dataclass(frozen=True)
class Daftar:
    """The list that is asked for in its order, the page of it, and how many stand in each list."""

    semua: Sequence[BandingDipa]
    ringkasan: Ringkasan
    jumlah: dict[str, int]
    hal: int

    @property
    def baris(self) -> Sequence[BandingDipa]:
        return self.semua[(self.hal - 1) * PER_HALAMAN : self.hal * PER_HALAMAN]

    @property
    def jumlah_hal(self) -> int:
        return max(1, -(-len(self.semua) // PER_HALAMAN))

    @property
    def sebelum(self) -> int | None:
        return self.hal - 1 if self.hal > 1 else None

    @property
    def sesudah(self) -> int | None:
        return self.hal + 1 if self.hal < self.jumlah_hal else None

    @property
    def sebut_kewenangan(self) -> bool:
        return len({b.amanat.kewenangan for b in self.semua}) > 1


def baca_daftar(s: Saringan) -> Daftar:
    """Read the quarter, the largest difference first; what one source lacks stands last."""
    cari = s.cari.casefold()
    cocok = [
        b
        for b in baca_banding(s.tahun, s.triwulan)
        if s.kewenangan in ("", b.amanat.kewenangan)
        and (not cari or any(cari in x.casefold() for x in (b.nama, b.amanat.nama, b.amanat.kode)))
    ]
    jumlah = {kunci: sum(map(masuk, cocok)) for kunci, (_, masuk) in PILIHAN_KEADAAN.items()}
    terpilih = sorted(filter(PILIHAN_KEADAAN[s.keadaan][1], cocok), key=_urutan)
    terakhir = max(1, -(-len(terpilih) // PER_HALAMAN))
    return Daftar(terpilih, Ringkasan(cocok), jumlah, min(max(s.hal, 1), terakhir))


def _urutan(b: BandingDipa) -> tuple[bool, int, str, str]:
    return (not b.lengkap, -b.selisih_mutlak, b.amanat.kode, b.amanat.kewenangan)


def pilihan_tahun(s: Saringan, tersedia: Sequence[tuple[int, int]]) -> list[int]:
    """The years that can be chosen (one query)."""
    semua = TahunAnggaran.objects.values_list("tahun", flat=True)
    return sorted({s.tahun, *semua, *(t for t, _ in tersedia)}, reverse=True)


def pilihan_kewenangan(s: Saringan) -> list[tuple[str, str, bool]]:
    """The options of the select: value, text, whether it is chosen."""
    return [("", "Semua", not s.kewenangan), *((k.value, k.value, k.value == s.kewenangan) for k in Kewenangan)]


def triwulan_impor(impor: Impor) -> tuple[int, int] | None:
    """The latest year and quarter of which an applied import has brought figures of the treasury (two queries)."""
    if impor.jenis != JenisImpor.REALISASI or impor.keadaan != KeadaanImpor.DITERAPKAN:
        return None
    butir = [
        (s["dipa"], s["triwulan"]) for s in ButirImpor.objects.filter(impor=impor).values_list("sesudah", flat=True)
    ]
    contoh = max(butir, key=lambda b: b[1], default=None)
    tahun = Dipa.objects.filter(pk=contoh[0]).values_list("tahun_id", flat=True).first() if contoh else None
    return (tahun, contoh[1]) if contoh and tahun else None
