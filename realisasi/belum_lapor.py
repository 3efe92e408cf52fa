"""Who still owes the report of a quarter, and whom to talk to about it.

Owed is a report that was never submitted, or that was sent back and not submitted again. The
number of queries does not depend on the number of satker.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.db.models import Max, Min
from django.utils import timezone

from realisasi.jendela import JendelaLaporan, jendela
from realisasi.kalender import akhir_triwulan, hari_terlambat, triwulan_pertama
from realisasi.models import Dipa, LaporanTriwulan, Pengingat, PeriodePelaporan, StatusLaporan
from realisasi.tahun_baru import hari_libur
from satker.models import Penugasan, Satker

DITUNGGU = frozenset({StatusLaporan.DRAF, StatusLaporan.DIKEMBALIKAN})


class Keadaan(StrEnum):
    """How far an owed report has come."""

    BELUM_DIISI = "belum diisi"
    DRAF = "draf, belum diajukan"
    DIKEMBALIKAN = "dikembalikan"
    DIBUKA_KEMBALI = "dibuka kembali"


@dataclass(frozen=True)
class BelumLapor:
    """One report that is owed. `tertinggal` are the earlier quarters that are owed as well."""

    dipa: Dipa
    triwulan: int
    laporan: LaporanTriwulan | None
    tertinggal: tuple[int, ...]
    petugas: tuple[Penugasan, ...]
    jendela: JendelaLaporan
    diajukan_pertama: dt.date | None
    pengingat_terakhir: dt.date | None

    @property
    def satker(self) -> Satker:
        return self.dipa.satker

    @property
    def keadaan(self) -> Keadaan:
        if self.laporan is None:
            return Keadaan.BELUM_DIISI
        if self.laporan.status != StatusLaporan.DIKEMBALIKAN:
            return Keadaan.DRAF
        if self.laporan.versi_terverifikasi_id is not None:
            return Keadaan.DIBUKA_KEMBALI
        return Keadaan.DIKEMBALIKAN

    @property
    def dikembalikan(self) -> bool:
        """Whether it was submitted once and waits for an answer."""
        return self.keadaan in {Keadaan.DIKEMBALIKAN, Keadaan.DIBUKA_KEMBALI}

    @property
    def dikembalikan_pada(self) -> dt.date | None:
        """The day on which it was sent back or opened again."""
        pada = self.laporan.dikembalikan_pada if self.laporan is not None else None
        return timezone.localtime(pada).date() if pada else None

    @property
    def menunggu(self) -> int | None:
        """Calendar days since it was sent back."""
        pada = self.dikembalikan_pada
        return hari_terlambat(pada, self.jendela.hari_ini) if pada and self.dikembalikan else None

    @property
    def terlambat(self) -> int:
        """Calendar days after the due day: until the first submission, else until today (rule 12)."""
        if self.dikembalikan and self.diajukan_pertama is not None:
            return hari_terlambat(self.jendela.tenggat, self.diajukan_pertama)
        return self.jendela.terlambat

    @cached_property
    def surel(self) -> tuple[str, ...]:
        """The addresses of the people of the satker, each once: kepala, operators, then the contact."""
        alamat = [p.pengguna.email for p in self.petugas] + [self.satker.kontak_surel]
        terpakai: dict[str, str] = {}
        for satu in filter(None, (a.strip() for a in alamat)):
            terpakai.setdefault(satu.lower(), satu)
        return tuple(terpakai.values())


@dataclass(frozen=True)
class DaftarBelumLapor:
    """The owed reports of one quarter, among all that are to come; those never submitted first."""

    periode: PeriodePelaporan
    baris: tuple[BelumLapor, ...]
    jumlah_dipa: int

    @property
    def jumlah_dikembalikan(self) -> int:
        return sum(b.dikembalikan for b in self.baris)


def baca(periode: PeriodePelaporan, hari_ini: dt.date) -> DaftarBelumLapor:
    """Every owed report of the quarter of this window, seen from a day in WIB."""
    dipa = _dipa_triwulan(periode)
    laporan = _laporan(periode)
    ditunggu = [d for d, _ in dipa if _masih_ditunggu(laporan.get((d.pk, periode.triwulan)))]
    petugas = _petugas({d.satker_id for d in ditunggu})
    perpanjangan = dict(periode.perpanjangan.values_list("satker", "sampai"))
    libur = hari_libur(
        hari_ini.year, max(hari_ini.year, periode.ditutup.year, *(s.year for s in perpanjangan.values()))
    )
    # One that was sent as of a day to come (`--hari`) does not stand for those that fall due before it.
    sampai = max(hari_ini, timezone.localdate())
    terkirim = Pengingat.objects.filter(dikirim_pada__isnull=False, hari__lte=sampai)
    pengingat = dict(
        terkirim.filter(dipa__tahun=periode.tahun_id, triwulan=periode.triwulan)
        .order_by()
        .values_list("dipa")
        .annotate(terakhir=Max("hari"))
    )
    baris = []
    for d, pertama in dipa:
        milik = laporan.get((d.pk, periode.triwulan))
        if not _masih_ditunggu(milik):
            continue
        diajukan = milik.diajukan_pertama if milik is not None else None  # type: ignore[attr-defined]
        baris.append(
            BelumLapor(
                dipa=d,
                triwulan=periode.triwulan,
                laporan=milik,
                tertinggal=tuple(
                    q for q in range(pertama, periode.triwulan) if _masih_ditunggu(laporan.get((d.pk, q)))
                ),
                petugas=tuple(petugas[d.satker_id]),
                jendela=jendela(periode, perpanjangan.get(d.satker_id), hari_ini, libur),
                diajukan_pertama=timezone.localtime(diajukan).date() if diajukan else None,
                pengingat_terakhir=pengingat.get(d.pk),
            )
        )
    baris.sort(key=lambda b: b.dikembalikan)
    return DaftarBelumLapor(periode, tuple(baris), len(dipa))


def masih_ditunggu(dipa_id: int, triwulan: int) -> bool:
    """Whether this one report is still owed at this moment."""
    return _masih_ditunggu(LaporanTriwulan.objects.filter(dipa=dipa_id, triwulan=triwulan).first())


def _masih_ditunggu(laporan: LaporanTriwulan | None) -> bool:
    return laporan is None or laporan.status in DITUNGGU


def _dipa_triwulan(periode: PeriodePelaporan) -> list[tuple[Dipa, int]]:
    """The DIPA that are part of the quarter (rule 3), with the first quarter of each."""
    semua = (
        Dipa.objects.filter(tahun=periode.tahun_id)
        .annotate(mulai=Min("revisi__berlaku_sejak"))
        .filter(mulai__lte=akhir_triwulan(periode.tahun_id, periode.triwulan))
        .select_related("satker__provinsi", "tahun")
        .order_by("satker__kode", "kewenangan")
    )
    return [(d, triwulan_pertama(periode.tahun_id, d.mulai) or 1) for d in semua]


def _laporan(periode: PeriodePelaporan) -> dict[tuple[int, int], LaporanTriwulan]:
    """The reports of the year up to this quarter, with the moment of their first submission."""
    semua = LaporanTriwulan.objects.filter(dipa__tahun=periode.tahun_id, triwulan__lte=periode.triwulan).annotate(
        diajukan_pertama=Min("versi__diajukan_pada")
    )
    return {(x.dipa_id, x.triwulan): x for x in semua.order_by()}


def _petugas(satker: set[int]) -> defaultdict[int, list[Penugasan]]:
    """Who works for these satker and can sign in: the kepala first."""
    hasil: defaultdict[int, list[Penugasan]] = defaultdict(list)
    semua = Penugasan.objects.filter(satker__in=satker, pengguna__is_active=True).select_related("pengguna")
    for p in semua.order_by("satker", "peran", "pengguna__username"):  # KEPALA before OPERATOR
        hasil[p.satker_id].append(p)
    return hasil
