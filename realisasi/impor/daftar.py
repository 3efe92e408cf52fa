"""What the pages of the import show: the register, and a stored preview page by page.

Read from what the register keeps; no file is opened, and pandas is not imported here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.db.models.fields.json import KT

from realisasi.kalender import nama_triwulan
from realisasi.models import Basis, BerkasImpor, ButirImpor, Impor, JenisImpor, KeadaanImpor
from realisasi.penanggalan import tanggal
from realisasi.rupiah import angka
from satker.akses import daftar_kata

PER_HALAMAN: Final = 25
BUTIR_PER_HALAMAN: Final = 50
SATUAN_DISEBUT: Final = 100
SEMUA_BARIS: Final = 10**9
"""A page that holds all of a list, for its download."""

DITOLAK, BERUBAH, BARU = "ditolak", "berubah", "baru"
BAGIAN: Final[Mapping[str, str]] = {DITOLAK: "Ditolak", BERUBAH: "Berubah", BARU: "Baru"}
"""What a preview lists; what stays the same is counted only."""

SATUAN: Final[Mapping[str, str]] = {
    JenisImpor.SATKER: "satker",
    JenisImpor.DIPA: "revisi",
    JenisImpor.REALISASI: "angka triwulan",
    JenisImpor.LAPORAN: "laporan",
}
"""What is counted: the unit that is taken or refused as a whole."""


@dataclass(frozen=True)
class Saringan:
    """Which imports are listed, or which part of a preview; empty means all."""

    cari: str = ""
    jenis: str = ""
    keadaan: str = ""
    bagian: str = ""
    hal: int = 1

    def kueri(self, **ubah: object) -> str:
        """The query string of this page with something changed; what says nothing is left out."""
        s = replace(self, **ubah)  # type: ignore[arg-type]
        isi = {
            "cari": s.cari,
            "jenis": s.jenis,
            "keadaan": s.keadaan,
            "bagian": s.bagian,
            "hal": s.hal if s.hal > 1 else None,
        }
        return urlencode({nama: nilai for nama, nilai in isi.items() if nilai})

    @property
    def tersaring(self) -> bool:
        return bool(self.cari or self.jenis or self.keadaan)


# --- The register --------------------------------------------------------------------


@dataclass(frozen=True)
class BarisImpor:
    """One import of the register."""

    impor: Impor
    berkas: Sequence[str]
    mengubah: str

    @property
    def berkas_lain(self) -> int:
        return len(self.berkas) - 1


def baca_daftar(s: Saringan, per_halaman: int = PER_HALAMAN) -> tuple[list[BarisImpor], Page]:
    """One page of the register, the newest first (three queries)."""
    semua = Impor.objects.defer("ringkasan", "pilihan")
    if s.jenis:
        semua = semua.filter(jenis=s.jenis)
    if s.keadaan:
        semua = semua.filter(keadaan=s.keadaan)
    if s.cari:
        semua = semua.filter(
            Q(nama_pembuat__icontains=s.cari)
            | Q(nama_penerap__icontains=s.cari)
            | Q(pk__in=BerkasImpor.objects.filter(nama__icontains=s.cari).values("impor"))
            | Q(pk__in=ButirImpor.objects.filter(sebutan__icontains=s.cari).values("impor"))
        )
    hitungan = {f"n_{nama}": KT(f"ringkasan__{nama}") for nama in (BARU, BERUBAH, "butir_ditolak")}
    halaman = Paginator(semua.annotate(**hitungan).prefetch_related("berkas"), per_halaman).get_page(s.hal)
    baris = [
        BarisImpor(
            impor,
            [b.nama for b in impor.berkas.all()] or ["tanpa berkas"],
            _mengubah(impor, *(int(getattr(impor, nama) or 0) for nama in hitungan)),
        )
        for impor in halaman
    ]
    return baris, halaman


def _mengubah(impor: Impor, baru: int, berubah: int, ditolak: int) -> str:
    """`12 revisi baru, 3 berubah, 2 ditolak`."""
    ada = [(baru, "baru"), (berubah, "berubah"), (ditolak, "ditolak")]
    kata = [f"{angka(n)} {kata}" for n, kata in ada if n]
    if not kata:
        return "tidak ada yang berubah"
    angka_pertama, _, sisa = kata[0].partition(" ")
    return ", ".join([f"{angka_pertama} {SATUAN[impor.jenis]} {sisa}", *kata[1:]])


# --- One preview ---------------------------------------------------------------------


@dataclass(frozen=True)
class NilaiTampil:
    """One value of a unit, before and after, as it is shown; `selisih` for amounts that differ.

    `asli` are both as they were read, amounts in rupiah.
    """

    kolom: str
    lama: str
    baru: str
    selisih: str
    angka: bool
    asli: tuple[int | str | None, int | str | None]


@dataclass(frozen=True)
class ButirTampil:
    """One unit of a preview; `tetap` counts its values that stay as they are."""

    sebutan: str
    letak: str
    nilai: Sequence[NilaiTampil]
    tetap: int
    peringatan: Sequence[str]


@dataclass(frozen=True)
class JumlahTampil:
    """A sum as it was read, as the file's own total row says it, and what lies between."""

    nama: str
    terbaca: int
    berkas: int | None

    @property
    def selisih(self) -> int:
        return 0 if self.berkas is None else self.berkas - self.terbaca


@dataclass(frozen=True)
class Pratinjau:
    """A stored preview: its counts, and one page of one of its lists."""

    impor: Impor
    berkas: Sequence[BerkasImpor]
    bagian: str
    halaman: Page
    isi: Sequence[Any]
    tak_disebut: int
    satuan: str

    @property
    def r(self) -> Mapping[str, Any]:
        return self.impor.ringkasan

    @property
    def baru(self) -> int:
        return int(self.r.get("baru", 0))

    @property
    def berubah(self) -> int:
        return int(self.r.get("berubah", 0))

    @property
    def tetap(self) -> int:
        return int(self.r.get("tetap", 0))

    @property
    def ditolak(self) -> int:
        """Refused units; where rows alone were refused, these."""
        return int(self.r.get("butir_ditolak", 0)) or self.baris_ditolak

    @property
    def baris_ditolak(self) -> int:
        return len(self.r.get("ditolak", ())) + int(self.r.get("ditolak_lain", 0))

    @property
    def ditulis(self) -> int:
        return self.baru + self.berubah

    @property
    def berperingatan(self) -> int:
        return sum(bool(b.get("peringatan")) for b in self.r.get("butir", ()))

    @property
    def tahun_baru(self) -> str:
        return daftar_kata([str(t) for t in self.r.get("tahun_baru", ())])

    @property
    def catatan(self) -> Sequence[str]:
        return self.r.get("catatan", ())

    @property
    def tidak_cocok(self) -> bool:
        return self.r.get("cocok") is False

    @property
    def jumlah(self) -> list[JumlahTampil]:
        """The sums of the file, each beside what its own total row says."""
        total, berkas = self.r.get("total", {}), self.r.get("total_berkas") or {}
        return [
            JumlahTampil(kata, total[nama], berkas.get(nama))
            for nama, kata in (("pagu", "Pagu"), ("realisasi", "Realisasi"))
            if total.get(nama) is not None
        ]

    @property
    def satuan_ditolak(self) -> list[str]:
        """The units that are refused as a whole, as many as are named."""
        semua = [b["sebutan"] for b in self.r.get("butir", ()) if b["keadaan"] == DITOLAK]
        return semua[:SATUAN_DISEBUT]

    @property
    def satuan_ditolak_lain(self) -> int:
        return int(self.r.get("butir_ditolak", 0)) - len(self.satuan_ditolak)

    @property
    def belum(self) -> bool:
        return self.impor.keadaan == KeadaanImpor.PRATINJAU

    @property
    def diterapkan(self) -> bool:
        return self.impor.keadaan == KeadaanImpor.DITERAPKAN

    @property
    def dibatalkan(self) -> bool:
        return self.impor.keadaan == KeadaanImpor.DIBATALKAN

    @property
    def dipilih(self) -> str:
        """What was chosen for the files: `TW I 2026, TP, satker 014512`."""
        p = self.impor.pilihan
        triwulan, tahun = p.get("triwulan"), p.get("tahun")
        periode = " ".join(x for x in (nama_triwulan(triwulan) if triwulan else "", str(tahun or "")) if x)
        bagian = [
            periode,
            p.get("kewenangan", ""),
            f"satker {p['satker']}" if p.get("satker") else "",
            f"berlaku sejak {_hari(p['berlaku_sejak'])}" if p.get("berlaku_sejak") else "",
            f"dasar {Basis(p['basis']).label}" if p.get("basis") else "",
            f"data per {_hari(p['tanggal_data'])}" if p.get("tanggal_data") else "",
        ]
        return ", ".join(x for x in bagian if x)


def baca_pratinjau(impor: Impor, s: Saringan, per_halaman: int = BUTIR_PER_HALAMAN) -> Pratinjau:
    """The stored preview of an import, with the part and the page that are asked for (one query)."""
    r = impor.ringkasan
    banyak = {
        DITOLAK: len(r.get("ditolak", ())) + r.get("ditolak_lain", 0),
        BERUBAH: r.get("berubah", 0),
        BARU: r.get("baru", 0),
    }
    # Before it is applied what is refused comes first, afterwards what was written.
    urutan = (DITOLAK, BERUBAH, BARU) if impor.keadaan == KeadaanImpor.PRATINJAU else (BERUBAH, BARU, DITOLAK)
    bagian = s.bagian or next((b for b in urutan if banyak[b]), BARU)
    berkas = list(impor.berkas.all())
    if bagian == DITOLAK:
        semua: Sequence[Any] = r.get("ditolak", ())
    else:
        semua = [b for b in r.get("butir", ()) if b["keadaan"] == bagian]
    halaman = Paginator(semua, per_halaman).get_page(s.hal)
    return Pratinjau(
        impor=impor,
        berkas=berkas,
        bagian=bagian,
        halaman=halaman,
        isi=list(halaman) if bagian == DITOLAK else [_butir(b, beberapa=len(berkas) > 1) for b in halaman],
        tak_disebut=banyak[bagian] - len(semua),
        satuan=SATUAN[impor.jenis],
    )


def _butir(b: Mapping[str, Any], *, beberapa: bool) -> ButirTampil:
    beda = b.get("beda", ())
    baru = b["keadaan"] == BARU
    tampil = [x for x in beda if baru or x[1] != x[2]]
    return ButirTampil(
        sebutan=b["sebutan"],
        letak=", ".join(x for x in (b["berkas"] if beberapa else "", b["lembar"], f"baris {angka(b['baris'])}") if x),
        nilai=[_nilai(*x) for x in tampil],
        tetap=len(beda) - len(tampil),
        peringatan=b.get("peringatan", ()),
    )


def _nilai(kolom: str, lama: int | str | None, baru: int | str | None) -> NilaiTampil:
    uang = isinstance(lama if baru is None else baru, int)
    selisih = ""
    if uang and lama != baru and lama is not None:
        beda = int(baru or 0) - int(lama)
        selisih = f"+{angka(beda)}" if beda > 0 else angka(beda)
    return NilaiTampil(kolom, _tulis(lama), _tulis(baru), selisih, uang, (lama, baru))


def _tulis(nilai: int | str | None) -> str:
    if nilai is None:
        return "–"
    return angka(nilai) if isinstance(nilai, int) else nilai


def _hari(iso: str) -> str:
    return tanggal(dt.date.fromisoformat(iso))
