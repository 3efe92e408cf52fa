"""One report as a reviewer reads it: its figures beside what was accepted before, the version
before, and what the treasury shows.

The number of queries is the same for every report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from realisasi import penilaian
from realisasi.antrean import terlambat
from realisasi.jendela import JendelaLaporan, batas_jawab_bawaan, jendela
from realisasi.kalender import akhir_triwulan, nama_triwulan, triwulan_pertama
from realisasi.models import (
    Bukti,
    CatatanPengembalian,
    Dipa,
    JenisBelanja,
    Kendala,
    KendalaVersi,
    LaporanTriwulan,
    PeringatanVersi,
    PeriodePelaporan,
    PerpanjanganPeriode,
    RealisasiPerbendaharaan,
    StatusLaporan,
    VersiLaporan,
)
from realisasi.penilaian import Status, Ukuran, Warna
from realisasi.peringatan import Kode
from realisasi.posisi import Buku, Revisi, revisi_berlaku
from realisasi.rupiah import persen_pendek


@dataclass(frozen=True)
class BarisBanding:
    """One jenis belanja (or the total) in rupiah; None where there is nothing to show.

    `sebelum`, `kumulatif` and `perbendaharaan` run until the end of a quarter (s.d.); `lalu` and
    `kini` are of the quarter alone, in the version to compare with and in the one under review.
    """

    nama: str
    sebelum: int | None
    lalu: int | None
    kini: int | None
    kumulatif: int | None
    perbendaharaan: int | None
    persen_bp: int | None

    @property
    def beda_versi(self) -> int | None:
        if self.lalu is None and self.kini is None:
            return None
        return (self.kini or 0) - (self.lalu or 0)

    @property
    def selisih(self) -> int | None:
        """What the report has more than the treasury, both s.d.; None where either is missing."""
        if self.kumulatif is None or self.perbendaharaan is None:
            return None
        return self.kumulatif - self.perbendaharaan


@dataclass(frozen=True)
class Pemeriksaan:
    """All that the page of one report shows to tim pusat."""

    laporan: LaporanTriwulan
    versi: VersiLaporan | None
    pembanding: VersiLaporan | None
    semua_versi: Sequence[VersiLaporan]
    revisi: Revisi | None
    ukuran: Ukuran
    sebelumnya: Mapping[int, tuple[bool, Mapping[str, int]] | None]
    perbendaharaan: Sequence[RealisasiPerbendaharaan]
    kendala: Sequence[KendalaVersi | Kendala]
    bukti: Sequence[Bukti]
    catatan: Sequence[CatatanPengembalian]
    jendela: JendelaLaporan | None
    terlambat: int | None

    # --- Whose, and in which state

    @property
    def dipa(self) -> Dipa:
        return self.laporan.dipa

    @property
    def nama(self) -> str:
        return self.dipa.satker.provinsi.nama

    @property
    def nama_triwulan(self) -> str:
        return nama_triwulan(self.laporan.triwulan)

    @property
    def triwulan_lalu(self) -> str:
        """`TW I` beside TW II; empty where nothing was to be reported before."""
        return nama_triwulan(max(self.sebelumnya)) if self.sebelumnya else ""

    @property
    def status(self) -> StatusLaporan:
        return StatusLaporan(self.laporan.status)

    @property
    def tahun_ditutup(self) -> bool:
        return self.dipa.tahun.ditutup

    @property
    def dapat_diperiksa(self) -> bool:
        """Whether it can be verified or sent back now."""
        return self.status is StatusLaporan.DIAJUKAN and not self.tahun_ditutup

    @property
    def dapat_dibuka(self) -> bool:
        return self.status is StatusLaporan.DIVERIFIKASI and not self.tahun_ditutup

    @property
    def dapat_dipulihkan(self) -> bool:
        return self.laporan.berubah_setelah_verifikasi and not self.tahun_ditutup

    @property
    def ada_tindakan(self) -> bool:
        return self.dapat_diperiksa or self.dapat_dibuka or self.dapat_dipulihkan

    @property
    def perlu_batas(self) -> bool:
        """Whether who sends it back names a day, the window having closed (rule 10)."""
        return self.jendela is not None and not self.jendela.terbuka

    @property
    def batas_jawab(self) -> dt.date | None:
        return batas_jawab_bawaan(self.jendela.hari_ini) if self.jendela is not None and self.perlu_batas else None

    @property
    def urutan_pengajuan(self) -> str:
        """`diajukan`, `diajukan kedua kali`, `diajukan ke-5 kali`."""
        kata = {2: " kedua kali", 3: " ketiga kali", 4: " keempat kali"}
        nomor = self.versi.nomor if self.versi is not None else 1
        return "diajukan" + (kata.get(nomor, f" ke-{nomor} kali") if nomor > 1 else "")

    @property
    def pernah_dikembalikan(self) -> bool:
        """Whether a return has gone before the version under review."""
        return bool(self.laporan.alasan_dikembalikan) and self.status is not StatusLaporan.DIVERIFIKASI

    # --- Figures

    @property
    def kurang(self) -> list[str]:
        """The earlier quarters without an accepted version: until then there is no running total."""
        return [nama_triwulan(q) for q, isi in self.sebelumnya.items() if isi is None]

    @property
    def belum_terverifikasi(self) -> list[str]:
        """The earlier quarters that count with a version nobody has verified yet."""
        return [nama_triwulan(q) for q, isi in self.sebelumnya.items() if isi is not None and not isi[0]]

    @property
    def sumber_sebelum(self) -> str:
        """What the figure s.d. the quarter before rests on."""
        if self.kurang:
            return "belum lengkap"
        if self.belum_terverifikasi:
            return "terverifikasi dan diajukan" if len(self.belum_terverifikasi) < len(self.sebelumnya) else "diajukan"
        return "terverifikasi"

    @property
    def pembanding_terverifikasi(self) -> bool:
        return self.pembanding is not None and self.pembanding.pk == self.laporan.versi_terverifikasi_id

    @property
    def pagu_efektif(self) -> int:
        return self.revisi.pagu - self.revisi.blokir if self.revisi is not None else 0

    @cached_property
    def baris(self) -> tuple[BarisBanding, ...]:
        """A row for each jenis belanja that has a pagu or an amount anywhere."""
        lalu, kini = _isi(self.pembanding), _isi(self.versi)
        perbendaharaan = {r.jenis: r.realisasi_sd for r in self.perbendaharaan}
        pagu = dict(self.revisi.rincian) if self.revisi is not None else {}
        sebelum: dict[str, int] = {}
        for isi in self.sebelumnya.values():
            for jenis, nilai in (isi[1] if isi is not None else {}).items():
                sebelum[jenis] = sebelum.get(jenis, 0) + nilai
        berisi = {jenis for isi in (lalu, kini, sebelum, perbendaharaan) for jenis, nilai in isi.items() if nilai}
        tampil = berisi | (set(pagu) - {JenisBelanja.BELUM_DIRINCI.value})
        dirinci = JenisBelanja.BELUM_DIRINCI not in pagu
        hasil = []
        for jenis in JenisBelanja:
            if jenis.value not in tampil:
                continue
            kumulatif = None if self.kurang else sebelum.get(jenis, 0) + kini.get(jenis, 0)
            total, blokir = pagu.get(jenis, (0, 0))
            persen = penilaian.persen_bp(kumulatif, total - blokir) if dirinci and kumulatif is not None else None
            hasil.append(
                BarisBanding(
                    nama=jenis.pendek,
                    sebelum=None if self.kurang else sebelum.get(jenis, 0),
                    lalu=lalu.get(jenis),
                    kini=kini.get(jenis),
                    kumulatif=kumulatif,
                    perbendaharaan=perbendaharaan.get(jenis),
                    persen_bp=persen,
                )
            )
        return tuple(hasil)

    @cached_property
    def jumlah(self) -> BarisBanding:
        kumulatif = _jumlah(b.kumulatif for b in self.baris)
        batas = self.ukuran.batas(self.laporan.triwulan)
        return BarisBanding(
            nama="Jumlah",
            sebelum=_jumlah(b.sebelum for b in self.baris),
            lalu=_jumlah(b.lalu for b in self.baris),
            kini=_jumlah(b.kini for b in self.baris),
            kumulatif=kumulatif,
            perbendaharaan=_jumlah(b.perbendaharaan for b in self.baris),
            persen_bp=None if kumulatif is None else penilaian.persen_bp(kumulatif, self.pagu_efektif, batas),
        )

    @cached_property
    def status_angka(self) -> Status | None:
        """The status that the figure s.d. this quarter has with the version under review (rule 8)."""
        if self.jumlah.kumulatif is None:
            return None
        return penilaian.status(
            self.jumlah.kumulatif,
            self.pagu_efektif,
            melapor=True,
            triwulan=self.laporan.triwulan,
            ukuran=self.ukuran,
        )

    @property
    def warna(self) -> Warna:
        if self.status_angka is None or self.jumlah.kumulatif is None:
            return Warna.ABU
        return penilaian.warna(
            self.status_angka,
            self.jumlah.kumulatif,
            self.pagu_efektif,
            triwulan=self.laporan.triwulan,
            ukuran=self.ukuran,
        )

    @property
    def kata_status(self) -> str:
        target = persen_pendek(self.ukuran.target.get(self.laporan.triwulan))
        return {
            None: "Belum dapat dihitung",
            Status.BELUM_LAPOR: "Belum lapor",
            Status.DI_BAWAH_AMBANG: f"Di bawah {persen_pendek(self.ukuran.ambang_bp)}",
            Status.DI_BAWAH_TARGET: f"Di bawah target {target}",
            Status.TERCAPAI: f"Target {target} tercapai",
            Status.TANPA_TARGET: "Tanpa target",
        }[self.status_angka]

    # --- The treasury's side

    @property
    def nama_perbendaharaan(self) -> str:
        """What its column is called: the basis where all rows share one."""
        basis = {r.get_basis_display() for r in self.perbendaharaan if r.basis}
        return basis.pop() if len(basis) == 1 else "Perbendaharaan"

    @property
    def hari_perbendaharaan(self) -> dt.date | None:
        """The latest day that its data is from."""
        return max((r.tanggal_data for r in self.perbendaharaan if r.tanggal_data), default=None)

    # --- What the dinas says

    @property
    def peringatan(self) -> list[PeringatanVersi]:
        return list(self.versi.peringatan.all()) if self.versi is not None else []

    @property
    def terlambat_dahulu(self) -> PeringatanVersi | None:
        """The lateness that an earlier version answered for; None where this version does so itself.

        A report is late once, by its first submission (rule 12), and its correction is not asked again.
        """
        if self.versi is None or any(p.kode == Kode.TERLAMBAT for p in self.peringatan):
            return None
        lebih_dahulu = (v for v in self.semua_versi if v.nomor < self.versi.nomor)
        return next((p for v in lebih_dahulu for p in v.peringatan.all() if p.kode == Kode.TERLAMBAT), None)


def cari_laporan(laporan_id: int) -> LaporanTriwulan | None:
    """The report with the DIPA, satker and year that it belongs to (one query)."""
    return (
        LaporanTriwulan.objects.select_related("dipa__satker__provinsi", "dipa__tahun", "versi_diajukan")
        .filter(pk=laporan_id)
        .first()
    )


def periksa(
    laporan: LaporanTriwulan,
    buku: Buku,
    periode: PeriodePelaporan | None,
    hari_ini: dt.date,
) -> Pemeriksaan:
    """Put together what the page of this report shows; `buku` must hold its satker and year."""
    dipa, q = laporan.dipa, laporan.triwulan
    semua = list(
        laporan.versi.prefetch_related(
            "rincian",
            "peringatan",
            Prefetch("kendala", KendalaVersi.objects.order_by("pk")),
            Prefetch("bukti", Bukti.objects.order_by("pk")),
        ).order_by("nomor")
    )
    versi, pembanding = _dua_versi(laporan, semua)
    kendala: Sequence[KendalaVersi | Kendala]
    if versi is not None and versi.memuat_kendala:
        kendala = list(versi.kendala.all())
    else:
        kendala = [k for k in Kendala.objects.filter(dipa=dipa) if k.berlaku_pada(q)]
    revisi = buku.revisi.get(dipa.pk, [])
    mulai = min((r.berlaku_sejak for r in revisi), default=None)
    pertama = (triwulan_pertama(dipa.tahun_id, mulai) if mulai else None) or q
    sebelumnya: dict[int, tuple[bool, Mapping[str, int]] | None] = {}
    for lalu in range(pertama, q):
        lain = buku.laporan.get((dipa.pk, lalu))
        diterima = lain.diterima if lain is not None else None
        sebelumnya[lalu] = (lain.terverifikasi, diterima) if lain is not None and diterima is not None else None
    sampai = (
        PerpanjanganPeriode.objects.filter(periode__tahun=dipa.tahun_id, periode__triwulan=q, satker=dipa.satker_id)
        .values_list("sampai", flat=True)
        .first()
    )
    return Pemeriksaan(
        laporan=laporan,
        versi=versi,
        pembanding=pembanding,
        semua_versi=semua,
        revisi=revisi_berlaku(revisi, akhir_triwulan(dipa.tahun_id, q)),
        ukuran=buku.tahun[dipa.tahun_id].ukuran[dipa.kewenangan],
        sebelumnya=sebelumnya,
        perbendaharaan=list(RealisasiPerbendaharaan.objects.filter(dipa=dipa, triwulan=q)),
        kendala=kendala,
        bukti=list(versi.bukti.all()) if versi is not None else [],
        catatan=list(laporan.catatan.all()),
        jendela=jendela(periode, sampai, hari_ini) if periode is not None else None,
        terlambat=terlambat(periode, min((v.diajukan_pada for v in semua if v.diajukan_pada), default=None)),
    )


def _dua_versi(
    laporan: LaporanTriwulan, semua: Sequence[VersiLaporan]
) -> tuple[VersiLaporan | None, VersiLaporan | None]:
    """The version under review, and the one to read it against.

    That is the verified one where the report was reopened after it, else the one before.
    """
    milik = {v.pk: v for v in semua}
    versi = milik.get(laporan.versi_diajukan_id or laporan.versi_terverifikasi_id or 0)
    if versi is None:
        return None, None
    if laporan.berubah_setelah_verifikasi and laporan.versi_terverifikasi_id != versi.pk:
        return versi, milik.get(laporan.versi_terverifikasi_id or 0)
    return versi, next((v for v in reversed(semua) if v.nomor < versi.nomor), None)


def _isi(versi: VersiLaporan | None) -> dict[str, int]:
    return {r.jenis: r.realisasi for r in versi.rincian.all()} if versi is not None else {}


def _jumlah(nilai: Iterable[int | None]) -> int | None:
    """The sum of what is there; None where nothing is."""
    ada = [n for n in nilai if n is not None]
    return sum(ada) if ada else None
