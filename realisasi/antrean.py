"""What waits for tim pusat: the queue, what was reopened, what is verified, and how far a quarter is.

The number of queries does not depend on the number of reports. What one report shows beside
its earlier versions stands in `realisasi.perbandingan`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from realisasi.jendela import JendelaLaporan, jendela
from realisasi.kalender import TRIWULAN, akhir_triwulan, hari_terlambat, nama_triwulan
from realisasi.models import (
    Dipa,
    Kewenangan,
    LaporanTriwulan,
    PeriodePelaporan,
    StatusLaporan,
    VersiLaporan,
)
from realisasi.posisi import Angka, Buku, Posisi, muat

ANTREAN, DIBUKA, TERVERIFIKASI = "antrean", "dibuka", "terverifikasi"
DAFTAR = {ANTREAN: "Antrean", DIBUKA: "Dibuka kembali", TERVERIFIKASI: "Terverifikasi"}
PER_HALAMAN = 100
MENGAJUKAN = frozenset({StatusLaporan.DIAJUKAN, StatusLaporan.DIVERIFIKASI})


# --- What is asked for ---------------------------------------------------------------


@dataclass(frozen=True)
class Saringan:
    """Which list is shown, and which report beside it; None and empty mean all."""

    daftar: str = ANTREAN
    tahun: int | None = None
    triwulan: int | None = None
    kewenangan: str = ""
    cari: str = ""
    laporan: int | None = None
    hal: int | None = None
    kesalahan: tuple[str, ...] = field(default=(), compare=False)

    def kueri(self, **ubah: object) -> str:
        """The query string of this page with something changed; what says nothing is left out."""
        s = replace(self, **ubah)  # type: ignore[arg-type]
        isi = {
            "daftar": s.daftar if s.daftar != ANTREAN else "",
            "tahun": s.tahun,
            "triwulan": s.triwulan,
            "kewenangan": s.kewenangan,
            "cari": s.cari,
            "hal": s.hal if s.hal and s.hal > 1 else None,
            "laporan": s.laporan,
        }
        return urlencode({nama: nilai for nama, nilai in isi.items() if nilai})

    @property
    def alamat_daftar(self) -> str:
        """The list without a report beside it."""
        return self.kueri(laporan=None)

    @property
    def alamat_laporan(self) -> str:
        """The same list with room for the number of a report at the end."""
        isi = self.kueri(laporan=None)
        return f"{isi}&laporan=" if isi else "laporan="

    @property
    def tersaring(self) -> bool:
        """Whether the list is narrowed by anything."""
        return bool(self.tahun or self.triwulan or self.kewenangan or self.cari)


# --- The head of the page ------------------------------------------------------------


@dataclass(frozen=True)
class Cakupan:
    """How far one quarter is: what of its DIPA is submitted and verified, and its window."""

    tahun: int
    triwulan: int
    kewenangan: tuple[str, ...]
    jumlah: int
    mengajukan: int
    diverifikasi: int
    jendela: JendelaLaporan | None

    @property
    def belum(self) -> int:
        """How many still owe their report: never submitted, or sent back."""
        return self.jumlah - self.mengajukan

    @property
    def nama_kewenangan(self) -> str:
        return " dan ".join(str(Kewenangan(k).label) for k in self.kewenangan)

    @property
    def satuan(self) -> str:
        """The word for what is counted (rule 5)."""
        return "satker" if len(self.kewenangan) == 1 else "DIPA"


def baca_periode() -> dict[tuple[int, int], PeriodePelaporan]:
    """Every window by year and quarter, the year with it (one query)."""
    return {(p.tahun_id, p.triwulan): p for p in PeriodePelaporan.objects.select_related("tahun")}


def triwulan_kepala(
    s: Saringan, periode: Mapping[tuple[int, int], PeriodePelaporan], hari_ini: dt.date
) -> tuple[int, int]:
    """The quarter that the head speaks of: the one asked for, else the latest that is open to reports."""
    cocok = [
        kunci
        for kunci, p in periode.items()
        if s.tahun in (None, kunci[0]) and s.triwulan in (None, kunci[1]) and p.dibuka <= hari_ini
    ]
    berjalan = [kunci for kunci in cocok if not periode[kunci].tahun.ditutup]
    tahun, triwulan = max(berjalan or cocok, default=triwulan_bawaan(hari_ini))
    return s.tahun or tahun, s.triwulan or triwulan


def triwulan_bawaan(hari_ini: dt.date) -> tuple[int, int]:
    """Year and quarter to show before anything is set up: the last quarter that has ended this year, else TW I."""
    tahun = hari_ini.year
    return tahun, max((q for q in TRIWULAN if akhir_triwulan(tahun, q) < hari_ini), default=1)


def baca_cakupan(
    tahun: int, triwulan: int, kewenangan: str, periode: PeriodePelaporan | None, hari_ini: dt.date
) -> Cakupan:
    """Count the DIPA that are part of the quarter by what became of their report (two queries)."""
    dipa = Dipa.objects.filter(tahun=tahun)
    if kewenangan:
        dipa = dipa.filter(kewenangan=kewenangan)
    status = LaporanTriwulan.objects.filter(dipa=OuterRef("pk"), triwulan=triwulan).values("status")
    baris = list(
        dipa.annotate(mulai=Min("revisi__berlaku_sejak"))
        .filter(mulai__lte=akhir_triwulan(tahun, triwulan))
        .annotate(keadaan=Subquery(status))
        .order_by()
        .values_list("kewenangan", "keadaan")
    )
    return Cakupan(
        tahun=tahun,
        triwulan=triwulan,
        kewenangan=tuple(sorted({k for k, _ in baris})),
        jumlah=len(baris),
        mengajukan=sum(keadaan in MENGAJUKAN for _, keadaan in baris),
        diverifikasi=sum(keadaan == StatusLaporan.DIVERIFIKASI for _, keadaan in baris),
        jendela=jendela(periode, None, hari_ini) if periode is not None else None,
    )


# --- The lists -----------------------------------------------------------------------


@dataclass(frozen=True)
class BarisAntrean:
    """One report in a list, with what a reviewer looks at first.

    `terlambat` counts calendar days from the due day to the first submission (rule 12); None
    where either is not known. The percentage is that of angka sementara; `perubahan_bp` is what
    it moved since the quarter before, as shown.
    """

    laporan: LaporanTriwulan
    diajukan_pertama: dt.datetime | None
    terlambat: int | None
    persen_bp: int | None
    perubahan_bp: int | None
    perubahan_rp: int | None
    peringatan: int
    bukti: int

    @property
    def dipa(self) -> Dipa:
        return self.laporan.dipa

    @property
    def versi(self) -> VersiLaporan | None:
        """The version that was submitted last."""
        return self.laporan.versi_diajukan or self.laporan.versi_terverifikasi

    @property
    def nama(self) -> str:
        return self.dipa.satker.provinsi.nama

    @property
    def pilihan(self) -> str:
        """The report and the state in which it was read, as a picked box sends it."""
        return f"{self.laporan.pk}:{self.laporan.perubahan_ke}"

    @property
    def triwulan(self) -> str:
        return nama_triwulan(self.laporan.triwulan)


@dataclass(frozen=True)
class Daftar:
    """One page of a list, and the order of all of it."""

    baris: Sequence[BarisAntrean]
    urutan: Sequence[int]
    hal: int
    buku: Buku

    @property
    def jumlah(self) -> int:
        return len(self.urutan)

    @property
    def jumlah_hal(self) -> int:
        return max(1, -(-self.jumlah // PER_HALAMAN))

    @property
    def sebelum(self) -> int | None:
        return self.hal - 1 if self.hal > 1 else None

    @property
    def sesudah(self) -> int | None:
        return self.hal + 1 if self.hal < self.jumlah_hal else None

    @property
    def satu_triwulan(self) -> str:
        """The quarter that all rows are of; empty where they differ."""
        semua = {b.triwulan for b in self.baris}
        return semua.pop() if len(semua) == 1 else ""

    @property
    def sebut_kewenangan(self) -> bool:
        return len({b.dipa.kewenangan for b in self.baris}) > 1


def menunggu() -> QuerySet[LaporanTriwulan]:
    """The reports that tim pusat has to look at: submitted, their year still open."""
    return LaporanTriwulan.objects.filter(status=StatusLaporan.DIAJUKAN, dipa__tahun__ditutup=False)


def jumlah_menunggu() -> int:
    """How many reports wait, for the navigation (one query)."""
    return menunggu().count()


def jumlah_per_daftar(s: Saringan) -> dict[str, int]:
    """How many reports wait, and how many were reopened and not submitted again (one query).

    Of the year, the quarter and the kewenangan asked for; a search is of the list that it was made in.
    """
    hitung = _tersaring(LaporanTriwulan.objects.filter(dipa__tahun__ditutup=False), s).aggregate(
        antrean=Count("pk", filter=Q(status=StatusLaporan.DIAJUKAN)), dibuka=Count("pk", filter=_dibuka())
    )
    return {ANTREAN: hitung["antrean"], DIBUKA: hitung["dibuka"]}


def urutan(s: Saringan, kepala: tuple[int, int]) -> list[int]:
    """The ids of the whole list in its order (one query)."""
    return list(_semua(s, kepala).values_list("pk", flat=True))


def sesudahnya(urut: Sequence[int], laporan_id: int) -> int | None:
    """The report that comes next once this one leaves the list: the one below, else the last above."""
    if laporan_id not in urut:
        return urut[0] if urut else None
    tempat = urut.index(laporan_id)
    sisa = [pk for pk in urut if pk != laporan_id]
    return sisa[min(tempat, len(sisa) - 1)] if sisa else None


def baca_daftar(
    s: Saringan,
    kepala: tuple[int, int],
    periode: Mapping[tuple[int, int], PeriodePelaporan],
    terpilih: LaporanTriwulan | None = None,
    *,
    semua: bool = False,
) -> Daftar:
    """The page of the list that is asked for, else the one that holds the chosen report.

    Its book of positions has the chosen report's satker too. `semua` reads every page of the list.
    """
    urut = urutan(s, kepala)
    terakhir = max(1, -(-len(urut) // PER_HALAMAN))
    tempat = urut.index(terpilih.pk) if terpilih is not None and terpilih.pk in urut else 0
    hal = min(s.hal or tempat // PER_HALAMAN + 1, terakhir)
    ids = urut if semua else urut[(hal - 1) * PER_HALAMAN : hal * PER_HALAMAN]
    ada = {lap.pk: lap for lap in _dengan_isi(LaporanTriwulan.objects.filter(pk__in=ids))}
    laporan: list[Any] = [ada[pk] for pk in ids if pk in ada]
    dipa = [lap.dipa for lap in laporan] + ([terpilih.dipa] if terpilih is not None else [])
    buku = muat(
        {d.tahun_id for d in dipa},
        Angka.SEMENTARA,
        satker={d.satker_id for d in dipa},
        proyeksi=False,
    )
    posisi = {
        (p.amanat.id, q): p for tahun in {d.tahun_id for d in dipa} for q in TRIWULAN for p in buku.posisi(tahun, q)
    }
    baris = [_baris(lap, posisi, periode.get((lap.dipa.tahun_id, lap.triwulan))) for lap in laporan]
    return Daftar(baris, urut, hal, buku)


def _dibuka() -> Q:
    return Q(status__in=[StatusLaporan.DIKEMBALIKAN, StatusLaporan.DRAF], versi_terverifikasi__isnull=False)


def _tersaring(laporan: QuerySet[LaporanTriwulan], s: Saringan) -> QuerySet[LaporanTriwulan]:
    """Those of the year, the quarter and the kewenangan asked for."""
    diminta = {"dipa__tahun": s.tahun, "triwulan": s.triwulan, "dipa__kewenangan": s.kewenangan}
    return laporan.filter(**{kolom: nilai for kolom, nilai in diminta.items() if nilai})


def _semua(s: Saringan, kepala: tuple[int, int]) -> QuerySet[LaporanTriwulan]:
    if s.daftar == TERVERIFIKASI:
        # Without a quarter this would be the archive of all years.
        tahun, triwulan = kepala
        diverifikasi = LaporanTriwulan.objects.filter(status=StatusLaporan.DIVERIFIKASI)
        laporan = _tersaring(diverifikasi, replace(s, tahun=tahun, triwulan=triwulan)).order_by(
            "dipa__satker__kode", "dipa__kewenangan"
        )
    else:
        if s.daftar == DIBUKA:
            laporan = LaporanTriwulan.objects.filter(_dibuka(), dipa__tahun__ditutup=False).order_by(
                F("dikembalikan_pada").asc(nulls_first=True), "pk"
            )
        else:
            laporan = menunggu().order_by(F("versi_diajukan__diajukan_pada").asc(nulls_first=True), "pk")
        laporan = _tersaring(laporan, s)
    if s.cari:
        laporan = laporan.filter(
            Q(dipa__satker__provinsi__nama__icontains=s.cari)
            | Q(dipa__nama_satker__icontains=s.cari)
            | Q(dipa__satker__kode__contains=s.cari)
        )
    return laporan


def _dengan_isi(laporan: QuerySet[LaporanTriwulan]) -> QuerySet[Any]:
    """The reports with all that a row needs, in this one query."""
    versi = VersiLaporan.objects.filter(laporan=OuterRef("pk")).order_by().values("laporan")
    milik = VersiLaporan.objects.filter(pk=OuterRef("versi_diajukan")).order_by().values("pk")
    return laporan.select_related(
        "dipa__satker__provinsi", "dipa__tahun", "versi_diajukan", "versi_terverifikasi"
    ).annotate(
        diajukan_pertama=Subquery(versi.annotate(n=Min("diajukan_pada")).values("n")),
        jumlah_peringatan=Coalesce(Subquery(milik.annotate(n=Count("peringatan")).values("n")), 0),
        jumlah_bukti=Coalesce(Subquery(milik.annotate(n=Count("bukti")).values("n")), 0),
    )


def _baris(lap: Any, posisi: Mapping[tuple[int, int], Posisi], periode: PeriodePelaporan | None) -> BarisAntrean:
    """One row; `lap` is a report with what `_dengan_isi` adds."""
    kini = posisi.get((lap.dipa_id, lap.triwulan))
    lalu = posisi.get((lap.dipa_id, lap.triwulan - 1))
    berisi = kini is not None and kini.melapor
    persen = kini.persen_bp if kini is not None and berisi else None
    # Before the first quarter in force there is nothing: what is spent since then is the change.
    persen_lalu = lalu.persen_bp if lalu is not None else 0
    realisasi_lalu = lalu.realisasi if lalu is not None else 0
    return BarisAntrean(
        laporan=lap,
        diajukan_pertama=lap.diajukan_pertama,
        terlambat=terlambat(periode, lap.diajukan_pertama),
        persen_bp=persen,
        perubahan_bp=None if persen is None or persen_lalu is None else persen - persen_lalu,
        perubahan_rp=kini.realisasi - realisasi_lalu if kini is not None and berisi else None,
        peringatan=lap.jumlah_peringatan,
        bukti=lap.jumlah_bukti,
    )


def terlambat(periode: PeriodePelaporan | None, diajukan_pertama: dt.datetime | None) -> int | None:
    """Calendar days from the due day to the first submission; None where either is not known."""
    if periode is None or diajukan_pertama is None:
        return None
    return hari_terlambat(periode.tenggat, timezone.localtime(diajukan_pertama).date())
