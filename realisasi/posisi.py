"""The one place that answers where every DIPA stood (rules 2, 3, 6, 7).

`muat` reads what the asked years need in a number of queries that does not depend on the
number of satker; `Buku.posisi` then applies the rules. Only versions are read, so no draft
can move a figure.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, F, Min, Q, QuerySet, Sum, When

from realisasi import penilaian
from realisasi.kalender import TRIWULAN, akhir_triwulan, triwulan_pertama
from realisasi.models import Dipa, LaporanTriwulan, RevisiDipa, StatusLaporan, TahunAnggaran
from realisasi.penilaian import PENUH, Kelompok, Pangsa, Sasaran, Status, Ukuran, Warna
from satker.models import Provinsi

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class DenganVersi(TypedDict):
        """What `laporan_diterima` adds to a report."""

        versi_dihitung: int | None

    LaporanBerversi = WithAnnotations[LaporanTriwulan, DenganVersi]


class Angka(StrEnum):
    """Which reports count (rule 7): verified ones only, or submitted ones too."""

    RESMI = "resmi"
    SEMENTARA = "sementara"


@dataclass(frozen=True, slots=True)
class Amanat:
    """A DIPA as positions name it: whose it is and in which year."""

    id: int
    tahun: int
    kewenangan: str
    nomor: str
    satker_id: int
    kode: str
    nama: str
    provinsi: Provinsi
    kode_ilustrasi: bool


@dataclass(frozen=True, slots=True)
class Revisi:
    """One revision of a DIPA with its amounts per jenis belanja, in rupiah."""

    nomor: int
    berlaku_sejak: dt.date
    catatan: str
    rincian: Mapping[str, tuple[int, int]]

    @property
    def pagu(self) -> int:
        return sum(p for p, _ in self.rincian.values())

    @property
    def blokir(self) -> int:
        return sum(b for _, b in self.rincian.values())


@dataclass(slots=True)
class Laporan:
    """The report of one DIPA and quarter: its state, and its accepted amounts if it has any.

    `diterima` are the amounts of the accepted version (rule 6) by jenis belanja, spent in
    that quarter alone; None where no version is accepted under the angka asked for.
    """

    status: StatusLaporan
    diterima: dict[str, int] | None
    pernah_diverifikasi: bool

    @property
    def berubah_setelah_verifikasi(self) -> bool:
        return self.pernah_diverifikasi and self.status is not StatusLaporan.DIVERIFIKASI


@dataclass(frozen=True)
class Posisi:
    """Where one DIPA stands at the end of one quarter. Money in rupiah, cumulative."""

    amanat: Amanat
    triwulan: int
    revisi: Revisi
    realisasi_jenis: Mapping[str, int]
    triwulan_data: int | None
    ukuran: Ukuran
    pangsa: Pangsa | None
    laporan: Laporan | None
    pagu: int = field(init=False)
    blokir: int = field(init=False)
    pagu_efektif: int = field(init=False)
    realisasi: int = field(init=False)

    def __post_init__(self) -> None:
        simpan = object.__setattr__
        simpan(self, "pagu", self.revisi.pagu)
        simpan(self, "blokir", self.revisi.blokir)
        simpan(self, "pagu_efektif", self.pagu - self.blokir)
        simpan(self, "realisasi", sum(self.realisasi_jenis.values()))

    @property
    def melapor(self) -> bool:
        """Whether the figure is from the asked quarter itself."""
        return self.triwulan_data == self.triwulan

    @cached_property
    def persen_bp(self) -> int | None:
        """Cumulative realisasi over pagu efektif as shown; None without an accepted report."""
        if self.triwulan_data is None:
            return None
        return penilaian.persen_bp(self.realisasi, self.pagu_efektif, self.ukuran.batas(self.triwulan))

    @property
    def target_bp(self) -> int | None:
        return self.ukuran.target.get(self.triwulan)

    @property
    def sasaran(self) -> Sasaran | None:
        """The target that its gap is measured to (rule 13)."""
        return self.ukuran.sasaran(self.triwulan)

    @property
    def sasaran_belanja(self) -> Sasaran | None:
        """The target that is still to be spent to (rule 13)."""
        return self.ukuran.sasaran_belanja(self.triwulan)

    @cached_property
    def status(self) -> Status:
        return penilaian.status(
            self.realisasi, self.pagu_efektif, melapor=self.melapor, triwulan=self.triwulan, ukuran=self.ukuran
        )

    @cached_property
    def warna(self) -> Warna:
        return penilaian.warna(
            self.status, self.realisasi, self.pagu_efektif, triwulan=self.triwulan, ukuran=self.ukuran
        )

    @cached_property
    def _proyeksi(self) -> Pangsa | None:
        return penilaian.proyeksi(self.realisasi, self.pagu_efektif, self.pangsa)

    @cached_property
    def proyeksi_bp(self) -> int | None:
        """Projected year end as shown (rule 9), not capped; None where there is none."""
        if self._proyeksi is None:
            return None
        return penilaian.tampil_bp(*self._proyeksi, self.ukuran.batas(penilaian.TRIWULAN_AKHIR))

    @property
    def berisiko(self) -> bool:
        """Whether the exact projection is below the ambang."""
        return self._proyeksi is not None and penilaian.di_bawah(*self._proyeksi, self.ukuran.ambang_bp)

    def kekurangan(self, batas_bp: int) -> int:
        """Rupiah missing to a threshold in basis points of the pagu efektif, rounded up."""
        return penilaian.kekurangan(self.realisasi, self.pagu_efektif, batas_bp)


@dataclass(frozen=True)
class Tahun:
    """A budget year and what its figures are measured against, for each kewenangan."""

    tahun: int
    ambang_bp: int
    batas_kuning_bp: int
    ilustrasi: bool
    terbitan: str
    ditutup: bool
    ukuran: Mapping[str, Ukuran]


class Buku:
    """What was read for some years and one angka; answers for each of their quarters."""

    def __init__(
        self,
        angka: Angka,
        tahun: Mapping[int, Tahun],
        amanat: Iterable[Amanat],
        revisi: Mapping[int, list[Revisi]],
        laporan: Mapping[tuple[int, int], Laporan],
        riwayat: Mapping[str, Mapping[int, Mapping[int, int]]] | None,
    ) -> None:
        self.angka = angka
        self.tahun = tahun
        self.amanat = tuple(amanat)
        self.revisi = revisi
        self.laporan = laporan
        self._riwayat = riwayat
        self._per_tahun: defaultdict[int, list[Amanat]] = defaultdict(list)
        for a in self.amanat:
            self._per_tahun[a.tahun].append(a)
        self._pangsa: dict[tuple[int, str, int], Pangsa | None] = {}
        self._hasil: dict[tuple[int, int], list[Posisi]] = {}

    def posisi(self, tahun: int, triwulan: int, kewenangan: str | None = None) -> list[Posisi]:
        """A position per DIPA that is part of the quarter, in the order of kewenangan, then kode."""
        if (tahun, triwulan) not in self._hasil:
            semua = (self._posisi(a, triwulan) for a in self._per_tahun[tahun])
            self._hasil[tahun, triwulan] = [p for p in semua if p is not None]
        hasil = self._hasil[tahun, triwulan]
        return [p for p in hasil if p.amanat.kewenangan == kewenangan] if kewenangan else list(hasil)

    def kelompok(self, posisi: list[Posisi], triwulan: int) -> Kelompok:
        return penilaian.kelompok(posisi, triwulan)

    def _posisi(self, amanat: Amanat, triwulan: int) -> Posisi | None:
        revisi = revisi_berlaku(self.revisi.get(amanat.id, ()), akhir_triwulan(amanat.tahun, triwulan))
        if revisi is None:
            return None
        diterima = {q: lap.diterima for q in TRIWULAN if (lap := self.laporan.get((amanat.id, q))) is not None}
        terakhir = triwulan_dihitung(self._pertama(amanat), diterima, triwulan)
        kumulatif: dict[str, int] = {}
        if terakhir is not None:
            for q in range(self._pertama(amanat) or 1, terakhir + 1):
                for jenis, nilai in (diterima[q] or {}).items():
                    kumulatif[jenis] = kumulatif.get(jenis, 0) + nilai
        return Posisi(
            amanat=amanat,
            triwulan=triwulan,
            revisi=revisi,
            realisasi_jenis=kumulatif,
            triwulan_data=terakhir,
            ukuran=self.tahun[amanat.tahun].ukuran[amanat.kewenangan],
            pangsa=self.pangsa(amanat.tahun, amanat.kewenangan, terakhir) if terakhir else None,
            laporan=self.laporan.get((amanat.id, triwulan)),
        )

    def _pertama(self, amanat: Amanat) -> int | None:
        revisi = self.revisi.get(amanat.id, ())
        return triwulan_pertama(amanat.tahun, min(r.berlaku_sejak for r in revisi)) if revisi else None

    def pangsa(self, tahun: int, kewenangan: str, triwulan: int) -> Pangsa | None:
        """Share of the year's spending reached by a quarter (rule 9)."""
        if self._riwayat is None:
            return None
        if triwulan == penilaian.TRIWULAN_AKHIR:
            return PENUH
        kunci = (tahun, kewenangan, triwulan)
        if kunci not in self._pangsa:
            sebelumnya = [(t, k) for t, k in self._riwayat.get(kewenangan, {}).items() if t < tahun]
            self._pangsa[kunci] = penilaian.pangsa_riwayat(sebelumnya, triwulan) or penilaian.pangsa_jalur_target(
                self.tahun[tahun].ukuran[kewenangan].target, triwulan
            )
        return self._pangsa[kunci]

    def dasar_pangsa(self, tahun: int, kewenangan: str) -> list[int]:
        """The years that the share of `pangsa` comes from, latest first; empty: the target path."""
        lengkap = (self._riwayat or {}).get(kewenangan, {})
        berisi = [t for t, k in lengkap.items() if t < tahun and k[penilaian.TRIWULAN_AKHIR] != 0]
        return sorted(berisi, reverse=True)[: penilaian.TAHUN_DASAR_PANGSA]


# --- Rules 3 and 6 on what was read ---------------------------------------------------


def revisi_berlaku(revisi: Iterable[Revisi], hari: dt.date) -> Revisi | None:
    """The revision in force on a day: the latest `berlaku_sejak`, then the higher number (rule 3)."""
    return max((r for r in revisi if r.berlaku_sejak <= hari), key=lambda r: (r.berlaku_sejak, r.nomor), default=None)


def triwulan_dihitung(pertama: int | None, diterima: Mapping[int, object | None], sampai: int) -> int | None:
    """The latest quarter up to `sampai` that counts: accepted, and so is every earlier one (rule 6).

    Counted from the first quarter in which a revision of the DIPA is in force.
    """
    terakhir = None
    for q in range(pertama or penilaian.TRIWULAN_AKHIR + 1, sampai + 1):
        if diterima.get(q) is None:
            break
        terakhir = q
    return terakhir


# --- Reading --------------------------------------------------------------------------


def muat(
    tahun: Collection[int],
    angka: Angka,
    *,
    satker: Collection[int] | None = None,
    proyeksi: bool = True,
    anggaran: Mapping[int, Tahun] | None = None,
) -> Buku:
    """Read what these years need, in at most six queries.

    `anggaran` is what `baca_tahun` gave, where the caller has asked for it already.
    `satker` limits the positions to these satker ids; projections then still rest on all.
    Without `proyeksi` the history of earlier years is not read, and nothing is projected.
    """
    dipa = Dipa.objects.filter(tahun__in=tahun)
    if satker is not None:
        dipa = dipa.filter(satker__in=satker)
    return Buku(
        angka=angka,
        tahun=baca_tahun() if anggaran is None else anggaran,
        amanat=_baca_amanat(dipa),
        revisi=_baca_revisi(dipa),
        laporan=_baca_laporan(dipa, angka),
        riwayat=_baca_riwayat(max(tahun, default=0), angka) if proyeksi else None,
    )


def baca_tahun() -> dict[int, Tahun]:
    """Every budget year with its thresholds and targets (one query)."""
    baris = TahunAnggaran.objects.order_by("tahun").values_list(
        "tahun",
        "ambang_bp",
        "batas_kuning_bp",
        "ilustrasi",
        "terbitan",
        "ditutup",
        "target__triwulan",
        "target__kewenangan",
        "target__target_bp",
    )
    kepala: dict[int, tuple[int, int, bool, str, bool]] = {}
    target: dict[int, dict[tuple[str, int], int]] = defaultdict(dict)
    for tahun, ambang, kuning, ilustrasi, terbitan, ditutup, triwulan, kewenangan, target_bp in baris:
        kepala[tahun] = (ambang, kuning, ilustrasi, terbitan, ditutup)
        if triwulan is not None:
            target[tahun][kewenangan, triwulan] = target_bp
    hasil = {}
    for tahun, (ambang, kuning, ilustrasi, terbitan, ditutup) in kepala.items():
        ukuran = {}
        for kewenangan in ("DK", "TP"):
            # The row for one kewenangan beats the row for both (rule 8).
            umum = {q: t for (k, q), t in target[tahun].items() if k == ""}
            khusus = {q: t for (k, q), t in target[tahun].items() if k == kewenangan}
            ukuran[kewenangan] = Ukuran(ambang, kuning, umum | khusus)
        hasil[tahun] = Tahun(tahun, ambang, kuning, ilustrasi, terbitan, ditutup, ukuran)
    return hasil


def _baca_amanat(dipa: QuerySet[Dipa]) -> list[Amanat]:
    baris = dipa.select_related("satker__provinsi").order_by("kewenangan", "satker__kode", "tahun")
    return [
        Amanat(
            d.pk, d.tahun_id, d.kewenangan, d.nomor, d.satker_id, d.satker.kode, d.nama_satker,
            d.satker.provinsi, d.satker.kode_ilustrasi,
        )
        for d in baris
    ]  # fmt: skip


def _baca_revisi(dipa: QuerySet[Dipa]) -> dict[int, list[Revisi]]:
    baris = (
        RevisiDipa.objects.filter(dipa__in=dipa.values("pk"))
        .order_by("dipa_id", "nomor", "pagu__jenis")
        .values_list("dipa_id", "nomor", "berlaku_sejak", "catatan", "pagu__jenis", "pagu__pagu", "pagu__blokir")
    )
    hasil: dict[int, list[Revisi]] = defaultdict(list)
    rincian: dict[str, tuple[int, int]] = {}
    kunci = None
    for dipa_id, nomor, sejak, catatan, jenis, pagu, blokir in baris:
        if kunci != (dipa_id, nomor):
            kunci = (dipa_id, nomor)
            rincian = {}
            hasil[dipa_id].append(Revisi(nomor, sejak, catatan, rincian))
        if jenis is not None:
            rincian[jenis] = (pagu, blokir)
    return hasil


def laporan_diterima(laporan: QuerySet[LaporanTriwulan], angka: Angka) -> QuerySet[LaporanBerversi]:
    """Annotate each report with `versi_dihitung`, the id of its accepted version or NULL (rule 6)."""
    if angka is Angka.RESMI:
        return laporan.annotate(versi_dihitung=F("versi_terverifikasi_id"))
    return laporan.annotate(
        versi_dihitung=Case(
            When(status=StatusLaporan.DIAJUKAN, then=F("versi_diajukan_id")), default=F("versi_terverifikasi_id")
        )
    )


def _baca_laporan(dipa: QuerySet[Dipa], angka: Angka) -> dict[tuple[int, int], Laporan]:
    # All versions' rows are joined, and those of the accepted version kept: a report has one
    # version or two, and this is one query for both kinds of angka.
    baris = (
        laporan_diterima(LaporanTriwulan.objects.filter(dipa__in=dipa.values("pk")), angka)
        .filter(Q(versi_dihitung__isnull=True) | Q(versi__pk=F("versi_dihitung")))
        .order_by()
        .values_list(
            "dipa_id",
            "triwulan",
            "status",
            "versi_dihitung",
            "versi_terverifikasi_id",
            "versi__rincian__jenis",
            "versi__rincian__realisasi",
        )
    )
    hasil: dict[tuple[int, int], Laporan] = {}
    for dipa_id, triwulan, status, dihitung, terverifikasi, jenis, realisasi in baris:
        laporan = hasil.get((dipa_id, triwulan))
        if laporan is None:
            diterima: dict[str, int] | None = None if dihitung is None else {}
            laporan = Laporan(StatusLaporan(status), diterima, terverifikasi is not None)
            hasil[dipa_id, triwulan] = laporan
        if laporan.diterima is not None and jenis is not None:
            laporan.diterima[jenis] = realisasi
    return hasil


def _baca_riwayat(sebelum: int, angka: Angka) -> dict[str, dict[int, dict[int, int]]]:
    """Cumulative realisasi by quarter of the complete earlier years, for each kewenangan.

    A year is complete where every DIPA of the kewenangan that is part of TW IV has an
    accepted TW IV; by rule 6 all its quarters are then accepted.
    """
    mulai: dict[int, tuple[int, str, int | None]] = {}
    for pk, tahun, kewenangan, sejak in (
        Dipa.objects.filter(tahun__lt=sebelum)
        .order_by()
        .values_list("pk", "tahun_id", "kewenangan", Min("revisi__berlaku_sejak"))
    ):
        mulai[pk] = (tahun, kewenangan, triwulan_pertama(tahun, sejak) if sejak else None)
    diterima: dict[int, dict[int, int]] = defaultdict(dict)
    for pk, triwulan, jumlah in (
        laporan_diterima(LaporanTriwulan.objects.filter(dipa__tahun__lt=sebelum), angka)
        .filter(versi__pk=F("versi_dihitung"))
        .order_by()
        .values_list("dipa_id", "triwulan", Sum("versi__rincian__realisasi", default=0))
    ):
        diterima[pk][triwulan] = jumlah

    kumulatif: dict[str, dict[int, dict[int, int]]] = defaultdict(dict)
    tidak_lengkap: set[tuple[str, int]] = set()
    for pk, (tahun, kewenangan, pertama) in mulai.items():
        if pertama is None:
            continue
        if triwulan_dihitung(pertama, diterima[pk], penilaian.TRIWULAN_AKHIR) != penilaian.TRIWULAN_AKHIR:
            tidak_lengkap.add((kewenangan, tahun))
            continue
        jumlah = kumulatif[kewenangan].setdefault(tahun, dict.fromkeys(TRIWULAN, 0))
        berjalan = 0
        for q in range(pertama, penilaian.TRIWULAN_AKHIR + 1):
            berjalan += diterima[pk][q]
            jumlah[q] += berjalan
    for kewenangan, tahun in tidak_lengkap:
        kumulatif[kewenangan].pop(tahun, None)
    return kumulatif
