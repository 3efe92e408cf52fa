"""The sheet of one satker: its position, reports, revisions, obstacles, and its years side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from dashboard.baris import kata_status
from dashboard.jawaban import Jawaban, jawaban_kelompok, jawaban_posisi
from dashboard.lajur import Lajur, lajur_dari
from dashboard.ringkasan import PerJenis, jenis_posisi
from dashboard.saringan import Ketersediaan, Saringan
from realisasi.kalender import TRIWULAN, akhir_triwulan, hari_terlambat
from realisasi.models import (
    JenisBelanja,
    Kendala,
    LaporanTriwulan,
    PeriodePelaporan,
    PerpanjanganPeriode,
    StatusLaporan,
    VersiLaporan,
)
from realisasi.penilaian import Kelompok, Sasaran
from realisasi.penilaian import kelompok as jumlahkan
from realisasi.posisi import Amanat, Angka, Buku, Posisi, Revisi, laporan_diterima, muat, revisi_berlaku
from realisasi.rekap import baca_riwayat, peringkat
from realisasi.rupiah import MINUS, rupiah
from satker.models import Satker


@dataclass(frozen=True)
class VersiBerlaku:
    """One version of a report, and whether it is the accepted one (rule 6)."""

    versi: VersiLaporan
    dihitung: bool


@dataclass(frozen=True)
class LaporanTw:
    """One quarter's report of one DIPA, as the sheet lists it. Money in rupiah."""

    triwulan: int
    posisi: Posisi
    realisasi_saja: int | None
    keadaan: StatusLaporan | None
    terverifikasi: bool
    berubah: bool
    diajukan_pada: dt.datetime | None
    diverifikasi_pada: dt.datetime | None
    diverifikasi_oleh: str
    fisik: int | None
    basis: str
    tenggat: dt.date | None
    diperpanjang: dt.date | None
    hari_ini: dt.date

    @property
    def kata_status(self) -> str:
        return kata_status(self.posisi.status, self.posisi.ukuran.ambang_bp)

    @property
    def terlambat(self) -> int | None:
        """Calendar days late at the first submission, or until today without one."""
        if self.tenggat is None:
            return None
        hari = timezone.localtime(self.diajukan_pada).date() if self.diajukan_pada else self.hari_ini
        if self.diajukan_pada is None and self.keadaan in {StatusLaporan.DIAJUKAN, StatusLaporan.DIVERIFIKASI}:
            return None  # old data, brought in without its day of submission
        return hari_terlambat(self.tenggat, hari)

    @property
    def dikembalikan(self) -> bool:
        return self.keadaan is StatusLaporan.DIKEMBALIKAN


@dataclass(frozen=True)
class RevisiBaris:
    """One revision with what it changed against the one before, in rupiah."""

    revisi: Revisi
    perubahan: int | None
    rincian: str
    berlaku: bool


@dataclass(frozen=True)
class Lembaran:
    """The part of the sheet that belongs to one DIPA."""

    amanat: Amanat
    posisi: Posisi
    laporan: list[LaporanTw]
    revisi: list[RevisiBaris]


@dataclass(frozen=True)
class TahunBaris:
    """One DIPA of some year, at the asked quarter, for the years side by side."""

    posisi: Posisi
    kata_status: str
    kode_lain: bool


@dataclass(frozen=True)
class Lembar:
    """What the page of one satker shows."""

    satker: Satker
    kelompok: Kelompok
    jawaban: Jawaban
    posisi: list[Posisi]
    lembaran: list[Lembaran]
    kendala: list[Kendala]
    kendala_terbuka: int
    jenis: list[PerJenis]
    sasaran: Sasaran | None
    lajur: Lajur
    tahun: list[TahunBaris]
    peringkat: tuple[int, int] | None


PEMBANDING_TERBANYAK = 10
"""A code that changed leaves one or two others in its province; among more, nothing can be compared."""


def muat_satker(satker: Satker, angka: Angka, sedia: Ketersediaan, *, bandingkan: bool) -> Buku:
    """All years of a satker; where it has none of its own and `bandingkan`, those of the others of its province."""
    tanpa = set(sedia.anggaran) - set(sedia.kewenangan)
    lain: list[int] = []
    if bandingkan and tanpa:
        seprovinsi = Satker.objects.filter(provinsi=satker.provinsi_id, dipa__tahun__in=tanpa).exclude(pk=satker.pk)
        lain = list(seprovinsi.distinct().values_list("pk", flat=True)[: PEMBANDING_TERBANYAK + 1])
    return muat(
        [*sedia.anggaran],
        angka,
        satker=[satker.pk, *(lain if len(lain) <= PEMBANDING_TERBANYAK else ())],
        anggaran=sedia.anggaran,
        riwayat=baca_riwayat(max(sedia.anggaran, default=0), sementara=angka is Angka.SEMENTARA),
    )


def susun(s: Saringan, satker: Satker, milik: Buku, hari_ini: dt.date, *, berperingkat: bool) -> Lembar:
    """Put the sheet together.

    `milik` holds all years of the satker (and, for those who may read them, of the others of
    its province); `berperingkat` says whether the rank among all may be shown.
    """
    posisi = [p for p in milik.posisi(s.tahun, s.triwulan, s.satu_kewenangan) if p.amanat.satker_id == satker.pk]
    k = jumlahkan(posisi, s.triwulan)
    satu = posisi[0] if len(posisi) == 1 else None
    jawaban = jawaban_posisi(satu) if satu else jawaban_kelompok(k, milik.tahun[s.tahun].ambang_bp)
    kendala = list(
        Kendala.objects.filter(dipa__in=[p.amanat.id for p in posisi], triwulan_dibuka__lte=s.triwulan).order_by(
            "-triwulan_dibuka", "pk"
        )
    )
    terbuka = [x for x in kendala if x.triwulan_ditutup is None or x.triwulan_ditutup > s.triwulan]
    selesai = [x for x in kendala if x not in terbuka]
    return Lembar(
        satker=satker,
        kelompok=k,
        jawaban=jawaban,
        posisi=posisi,
        lembaran=_lembaran(posisi, milik, s, hari_ini),
        kendala=terbuka + selesai,
        kendala_terbuka=len(terbuka),
        jenis=jenis_posisi(posisi, k.batas),
        sasaran=k.sasaran,
        lajur=lajur_dari(
            s,
            lambda q: [p for p in milik.posisi(s.tahun, q, s.satu_kewenangan) if p.amanat.satker_id == satker.pk],
            lambda q: pembanding(milik, satker, s.tahun - 1, q, s.satu_kewenangan),
        ),
        tahun=_tahun(milik, satker, s),
        peringkat=peringkat(satu, s.angka) if berperingkat and satu else None,
    )


def pembanding(buku: Buku, satker: Satker, tahun: int, triwulan: int, kewenangan: str | None) -> list[Posisi]:
    """Last year's DIPA to compare with: the satker's of the same kewenangan, else its other
    one, else those of its province (whose code may have changed between DK and TP).
    """
    if tahun not in buku.tahun:
        return []
    semua = buku.posisi(tahun, triwulan)
    sendiri = [p for p in semua if p.amanat.satker_id == satker.pk]
    sama = [p for p in sendiri if kewenangan is None or p.amanat.kewenangan == kewenangan]
    return sama or sendiri or [p for p in semua if p.amanat.provinsi.kode == satker.provinsi_id]


def _lembaran(posisi: list[Posisi], buku: Buku, s: Saringan, hari_ini: dt.date) -> list[Lembaran]:
    dipa = [p.amanat.id for p in posisi]
    versi = _baca_versi(dipa, buku.angka)
    periode = {p.triwulan: p for p in PeriodePelaporan.objects.filter(tahun=s.tahun)}
    perpanjangan = dict(
        PerpanjanganPeriode.objects.filter(
            periode__tahun=s.tahun, satker__in={p.amanat.satker_id for p in posisi}
        ).values_list("periode__triwulan", "sampai")
    )
    hasil = []
    for p in posisi:
        laporan = []
        for q in TRIWULAN:
            # Quarters after the asked one are listed too once they are over: what is due shows.
            if q > s.triwulan and akhir_triwulan(s.tahun, q) >= hari_ini:
                break
            pada = next((x for x in buku.posisi(s.tahun, q) if x.amanat.id == p.amanat.id), None)
            if pada is not None:
                laporan.append(_laporan_tw(pada, buku, versi, periode.get(q), perpanjangan.get(q), hari_ini))
        hasil.append(Lembaran(p.amanat, p, laporan, _revisi(buku.revisi.get(p.amanat.id, []), s.akhir)))
    return hasil


def _baca_versi(dipa: list[int], angka: Angka) -> dict[tuple[int, int], list[VersiBerlaku]]:
    """The versions of these DIPA's reports, by DIPA and quarter, first one first."""
    diterima = laporan_diterima(LaporanTriwulan.objects.filter(dipa__in=dipa), angka)
    dihitung = set(diterima.values_list("versi_dihitung", flat=True))
    hasil: dict[tuple[int, int], list[VersiBerlaku]] = {}
    for v in VersiLaporan.objects.filter(laporan__dipa__in=dipa).select_related("laporan").order_by("nomor"):
        hasil.setdefault((v.laporan.dipa_id, v.laporan.triwulan), []).append(VersiBerlaku(v, v.pk in dihitung))
    return hasil


def _laporan_tw(
    p: Posisi,
    buku: Buku,
    versi: Mapping[tuple[int, int], list[VersiBerlaku]],
    periode: PeriodePelaporan | None,
    diperpanjang: dt.date | None,
    hari_ini: dt.date,
) -> LaporanTw:
    laporan = buku.laporan.get((p.amanat.id, p.triwulan))
    milik = versi.get((p.amanat.id, p.triwulan), [])
    terakhir = milik[-1] if milik else None
    dihitung = next((v for v in milik if v.dihitung), None)
    diterima = laporan.diterima if laporan else None
    return LaporanTw(
        triwulan=p.triwulan,
        posisi=p,
        realisasi_saja=sum(diterima.values()) if diterima is not None and p.melapor else None,
        keadaan=laporan.status if laporan else None,
        terverifikasi=laporan.terverifikasi if laporan else False,
        berubah=laporan.berubah_setelah_verifikasi if laporan else False,
        diajukan_pada=milik[0].versi.diajukan_pada if milik else None,
        diverifikasi_pada=terakhir.versi.laporan.diverifikasi_pada if terakhir else None,
        diverifikasi_oleh=terakhir.versi.laporan.nama_pemverifikasi if terakhir else "",
        fisik=dihitung.versi.fisik if dihitung else None,
        basis=dihitung.versi.basis if dihitung else "",
        tenggat=periode.tenggat if periode else None,
        diperpanjang=diperpanjang,
        hari_ini=hari_ini,
    )


def _revisi(revisi: list[Revisi], akhir: dt.date) -> list[RevisiBaris]:
    """Revisions, latest first, with what each changed against the one before it in force."""
    berlaku = revisi_berlaku(revisi, akhir)
    urut = sorted(revisi, key=lambda r: (r.berlaku_sejak, r.nomor))
    hasil = []
    sebelum: Revisi | None = None
    for r in urut:
        hasil.append(
            RevisiBaris(r, r.pagu - sebelum.pagu if sebelum else None, _rincian_revisi(r, sebelum), r is berlaku)
        )
        sebelum = r
    return hasil[::-1]


def _rincian_revisi(r: Revisi, sebelum: Revisi | None) -> str:
    """What changed, per jenis belanja: `52 Barang +Rp 60.000.000, blokir 53 Modal dibuka …`."""
    if sebelum is None:
        return ", ".join(f"{JenisBelanja(j).pendek} {rupiah(pagu)}" for j, (pagu, _) in sorted(r.rincian.items()))
    bagian = []
    for jenis in sorted({*r.rincian, *sebelum.rincian}):
        pagu, blokir = r.rincian.get(jenis, (0, 0))
        pagu_lama, blokir_lama = sebelum.rincian.get(jenis, (0, 0))
        if beda := pagu - pagu_lama:
            bagian.append(f"{JenisBelanja(jenis).pendek} {_bertanda(beda)}")
        if beda := blokir - blokir_lama:
            bagian.append(f"blokir {JenisBelanja(jenis).pendek} {_bertanda(beda)}")
    return ", ".join(bagian) or "tanpa perubahan angka"


def _bertanda(n: int) -> str:
    return f"{'+' if n > 0 else MINUS}{rupiah(abs(n))}"


def _tahun(buku: Buku, satker: Satker, s: Saringan) -> list[TahunBaris]:
    hasil = []
    for tahun in sorted({a.tahun for a in buku.amanat}, reverse=True):
        semua = buku.posisi(tahun, s.triwulan)
        milik = [p for p in semua if p.amanat.satker_id == satker.pk] or [
            p for p in semua if p.amanat.provinsi.kode == satker.provinsi_id
        ]
        hasil += [
            TahunBaris(p, kata_status(p.status, p.ukuran.ambang_bp), p.amanat.satker_id != satker.pk) for p in milik
        ]
    return hasil
