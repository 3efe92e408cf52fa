"""The report of a dinas and the treasury's figure side by side: where they differ, and what was decided.

Both are cumulative until the end of a quarter, whole rupiah, per DIPA and jenis belanja. The dinas'
figure is angka sementara (rule 7): the submitted version, else the verified one. Silence is not zero
(rule 6): without a report that counts for that quarter, or without an imported figure, there is
nothing to compare. Where both sources are there, a jenis that one of them does not name adds nothing
to its total, so what the other has is a difference. Where a source gives only a total, the totals are
compared. The number of queries does not depend on the number of DIPA.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from realisasi.kalender import nama_triwulan
from realisasi.models import (
    Dipa,
    JenisBelanja,
    LaporanTriwulan,
    RealisasiPerbendaharaan,
    Rekonsiliasi,
    StatusLaporan,
)
from realisasi.penilaian import tampil_bp
from realisasi.posisi import Amanat, Angka, Posisi, muat
from realisasi.rupiah import MINUS, angka, persen

BELUM_DIRINCI = JenisBelanja.BELUM_DIRINCI.value
T = TypeVar("T", RealisasiPerbendaharaan, Rekonsiliasi)


class Keadaan(StrEnum):
    """How two sources stand to each other."""

    SAMA = "sama"
    BERBEDA = "berbeda"
    SATU_SUMBER = "satu-sumber"
    TANPA_ANGKA = "tanpa-angka"


class Putusan(StrEnum):
    """Whether a difference is decided; a decision on other figures than those of now holds no longer."""

    BELUM = "belum diputuskan"
    LAGI = "perlu diputuskan lagi"
    SUDAH = "sudah diputuskan"


# --- The rule ------------------------------------------------------------------------


@dataclass(frozen=True)
class Pasangan:
    """One jenis belanja in both sources, rupiah; None where a source does not name it.

    `lengkap` says that both sources have figures of the quarter, so that there is a difference.
    """

    jenis: str
    dinas: int | None
    perbendaharaan: int | None
    lengkap: bool
    rekonsiliasi: Rekonsiliasi | None = None

    @property
    def nama(self) -> str:
        return "Jumlah, belum dirinci" if self.jenis == BELUM_DIRINCI else JenisBelanja(self.jenis).pendek

    @property
    def selisih(self) -> int | None:
        """What the report has more than the treasury."""
        return (self.dinas or 0) - (self.perbendaharaan or 0) if self.lengkap else None

    @property
    def keadaan(self) -> Keadaan:
        if not self.lengkap:
            return Keadaan.SATU_SUMBER
        return Keadaan.BERBEDA if self.selisih else Keadaan.SAMA

    @property
    def berbeda(self) -> bool:
        return self.keadaan is Keadaan.BERBEDA

    @property
    def berlaku(self) -> bool:
        """Whether the decision was made on these very figures."""
        r = self.rekonsiliasi
        return r is not None and (r.angka_dinas, r.angka_perbendaharaan) == (self.dinas, self.perbendaharaan)

    @property
    def usang(self) -> bool:
        """Whether there is a decision that was made on other figures."""
        return self.rekonsiliasi is not None and not self.berlaku

    @property
    def putusan(self) -> Putusan | None:
        """How far the difference is decided; None where there is none."""
        if not self.berbeda:
            return None
        if self.rekonsiliasi is None:
            return Putusan.BELUM
        return Putusan.SUDAH if self.berlaku else Putusan.LAGI

    @property
    def perlu_diputuskan(self) -> bool:
        return self.putusan in {Putusan.BELUM, Putusan.LAGI}

    @property
    def perubahan_ke(self) -> int:
        """The count of decisions that whoever decides now has read."""
        return self.rekonsiliasi.perubahan_ke if self.rekonsiliasi is not None else 0

    @property
    def dasar(self) -> str:
        """The figures and the count as a form carries them: `400:380:1`, `-` for a jenis not named."""
        isi = [self.dinas, self.perbendaharaan, self.perubahan_ke]
        return ":".join("-" if n is None else str(n) for n in isi)

    @property
    def kata_selisih(self) -> str:
        return kata_selisih(self.selisih)

    @property
    def kata_persen(self) -> str:
        return kata_persen(self.selisih, self.perbendaharaan)


def pasangkan(
    dinas: Mapping[str, int] | None,
    perbendaharaan: Mapping[str, int] | None,
    rekonsiliasi: Mapping[str, Rekonsiliasi] | None = None,
) -> tuple[Pasangan, ...]:
    """Pair the amounts of two sources by jenis belanja; None for a source without figures of the quarter."""
    kiri, kanan = dict(dinas or {}), dict(perbendaharaan or {})
    lengkap = dinas is not None and perbendaharaan is not None
    if lengkap and (BELUM_DIRINCI in kiri or BELUM_DIRINCI in kanan):
        kiri, kanan = ({BELUM_DIRINCI: sum(isi.values())} if isi else {} for isi in (kiri, kanan))
    putusan = rekonsiliasi or {}
    return tuple(
        Pasangan(j.value, kiri.get(j.value), kanan.get(j.value), lengkap, putusan.get(j.value))
        for j in JenisBelanja
        if j.value in kiri or j.value in kanan
    )


def kata_selisih(selisih: int | None) -> str:
    """`+1.200.000`, `−1.200.000`, `sama`; a dash where there is nothing to compare."""
    if selisih is None:
        return "–"
    return f"{'+' if selisih > 0 else ''}{angka(selisih)}" if selisih else "sama"


def persen_bp(selisih: int | None, perbendaharaan: int | None) -> int | None:
    """A difference in basis points of the treasury's figure, half up away from zero; None without one."""
    if selisih is None or perbendaharaan is None or perbendaharaan <= 0:
        return None
    bp = tampil_bp(abs(selisih), perbendaharaan)
    return -bp if selisih < 0 else bp


def kata_persen(selisih: int | None, perbendaharaan: int | None) -> str:
    """`+3,21 %`; what would round to nothing is said to be less than the smallest that is shown."""
    bp = persen_bp(selisih, perbendaharaan)
    if not selisih or bp is None:
        return "–"
    tanda = "+" if selisih > 0 else MINUS
    return f"{tanda}{persen(abs(bp))}" if bp else f"di bawah {persen(1)}"


# --- One DIPA ------------------------------------------------------------------------


@dataclass(frozen=True)
class SisiDinas:
    """What the dinas has told of the quarter; `posisi` is None where no revision of the DIPA is in force."""

    posisi: Posisi | None
    laporan: LaporanTriwulan | None

    @property
    def isi(self) -> Mapping[str, int] | None:
        """The cumulative amounts that count; None where this quarter has none."""
        return self.posisi.realisasi_jenis if self.posisi is not None and self.posisi.melapor else None

    @property
    def kata(self) -> str:
        """Which version it is, and in which state; or what is missing."""
        lap = self.laporan
        if self.posisi is None:
            return "belum ada revisi DIPA yang berlaku"
        if lap is None:
            return "belum dilaporkan"
        versi = lap.versi_berlaku
        if versi is None:
            kata = {StatusLaporan.DRAF: "masih draf", StatusLaporan.DIKEMBALIKAN: "dikembalikan"}
            return f"belum dilaporkan, {kata[StatusLaporan(lap.status)]}"
        if self.isi is None:
            return "belum dihitung, triwulan sebelumnya belum lengkap"
        keadaan = "berubah setelah verifikasi" if lap.berubah_setelah_verifikasi else lap.get_status_display().lower()
        return f"versi {versi.nomor}, {keadaan}"


@dataclass(frozen=True)
class SisiPerbendaharaan:
    """What the treasury shows until the end of the quarter."""

    baris: Sequence[RealisasiPerbendaharaan]

    @property
    def isi(self) -> Mapping[str, int] | None:
        return {b.jenis: b.realisasi_sd for b in self.baris} if self.baris else None

    @property
    def basis(self) -> str:
        return ", ".join(dict.fromkeys(b.get_basis_display() for b in self.baris if b.basis))

    @property
    def hari(self) -> dt.date | None:
        """The latest day that its data is from."""
        return max((b.tanggal_data for b in self.baris if b.tanggal_data), default=None)

    @property
    def asal(self) -> str:
        """The files that it came from."""
        return ", ".join(dict.fromkeys(b.asal for b in self.baris if b.asal))


@dataclass(frozen=True)
class BandingDipa:
    """One DIPA at the end of one quarter in both sources. Money in rupiah, cumulative."""

    amanat: Amanat
    triwulan: int
    sisi_dinas: SisiDinas
    sisi_perbendaharaan: SisiPerbendaharaan
    rekonsiliasi: Sequence[Rekonsiliasi]

    @property
    def nama(self) -> str:
        return self.amanat.provinsi.nama

    @property
    def nama_triwulan(self) -> str:
        return nama_triwulan(self.triwulan)

    @cached_property
    def pasangan(self) -> tuple[Pasangan, ...]:
        putusan = {r.jenis: r for r in self.rekonsiliasi}
        return pasangkan(self.sisi_dinas.isi, self.sisi_perbendaharaan.isi, putusan)

    @property
    def putusan_lepas(self) -> list[Rekonsiliasi]:
        """Decisions on a jenis that is no pair any more, as after a source that gives only a total."""
        ada = {p.jenis for p in self.pasangan}
        return [r for r in self.rekonsiliasi if r.jenis not in ada]

    @property
    def lengkap(self) -> bool:
        return self.sisi_dinas.isi is not None and self.sisi_perbendaharaan.isi is not None

    @cached_property
    def berbeda(self) -> list[Pasangan]:
        return [p for p in self.pasangan if p.berbeda]

    @property
    def perlu_diputuskan(self) -> list[Pasangan]:
        return [p for p in self.berbeda if p.perlu_diputuskan]

    @property
    def jumlah_sama(self) -> int:
        """How many of its jenis are the same in both."""
        return len(self.pasangan) - len(self.berbeda)

    @cached_property
    def keadaan(self) -> Keadaan:
        if not self.lengkap:
            ada = self.sisi_dinas.isi is not None or self.sisi_perbendaharaan.isi is not None
            return Keadaan.SATU_SUMBER if ada else Keadaan.TANPA_ANGKA
        return Keadaan.BERBEDA if self.berbeda else Keadaan.SAMA

    @property
    def dinas(self) -> int | None:
        isi = self.sisi_dinas.isi
        return None if isi is None else sum(isi.values())

    @property
    def perbendaharaan(self) -> int | None:
        isi = self.sisi_perbendaharaan.isi
        return None if isi is None else sum(isi.values())

    @property
    def selisih(self) -> int | None:
        """The difference of the totals, in which jenis may make up for each other."""
        return None if self.dinas is None or self.perbendaharaan is None else self.dinas - self.perbendaharaan

    @cached_property
    def selisih_mutlak(self) -> int:
        """How much differs in all, whichever way; by it the list is ordered."""
        return sum(abs(p.selisih or 0) for p in self.pasangan)

    @property
    def kata_selisih(self) -> str:
        """`sama` is only said where no jenis differs."""
        return "0" if self.selisih == 0 and self.berbeda else kata_selisih(self.selisih)

    @property
    def kata_persen(self) -> str:
        return kata_persen(self.selisih, self.perbendaharaan)


# --- Reading -------------------------------------------------------------------------


def triwulan_tersedia() -> list[tuple[int, int]]:
    """The years and quarters with figures of the treasury, the latest first (one query)."""
    ada = RealisasiPerbendaharaan.objects.order_by().values_list("dipa__tahun_id", "triwulan").distinct()
    return sorted(ada, reverse=True)


def baca_banding(tahun: int, triwulan: int) -> list[BandingDipa]:
    """Every DIPA of the year at this quarter, in the order of kewenangan, then kode (seven queries)."""
    return _susun(tahun, triwulan, None)


def baca_satu(dipa: Dipa, triwulan: int) -> BandingDipa:
    """The same of one DIPA, read afresh."""
    (satu,) = [b for b in _susun(dipa.tahun_id, triwulan, dipa.satker_id) if b.amanat.id == dipa.pk]
    return satu


def _susun(tahun: int, triwulan: int, satker_id: int | None) -> list[BandingDipa]:
    buku = muat({tahun}, Angka.SEMENTARA, satker=None if satker_id is None else {satker_id}, proyeksi=False)
    posisi = {p.amanat.id: p for p in buku.posisi(tahun, triwulan)}
    syarat: dict[str, int] = {"dipa__tahun": tahun, "triwulan": triwulan}
    if satker_id is not None:
        syarat["dipa__satker"] = satker_id
    laporan = {
        lap.dipa_id: lap
        for lap in LaporanTriwulan.objects.filter(**syarat).select_related("versi_diajukan", "versi_terverifikasi")
    }
    perbendaharaan = _per_dipa(RealisasiPerbendaharaan.objects.filter(**syarat).order_by("dipa_id", "jenis"))
    putusan = _per_dipa(Rekonsiliasi.objects.filter(**syarat).order_by("dipa_id", "jenis"))
    return [
        BandingDipa(
            amanat=a,
            triwulan=triwulan,
            sisi_dinas=SisiDinas(posisi.get(a.id), laporan.get(a.id)),
            sisi_perbendaharaan=SisiPerbendaharaan(perbendaharaan.get(a.id, [])),
            rekonsiliasi=putusan.get(a.id, []),
        )
        for a in buku.amanat
    ]


def _per_dipa(baris: Iterable[T]) -> dict[int, list[T]]:
    hasil: dict[int, list[T]] = defaultdict(list)
    for b in baris:
        hasil[b.dipa_id].append(b)
    return hasil
