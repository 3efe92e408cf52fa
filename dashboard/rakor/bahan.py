"""Everything that the workbook of the rakor shows, in one value.

`baca_bahan` reads it from the database. Whoever makes a `BahanRakor` from somewhere else, such
as a frozen state, gets the same workbook: no sheet asks the database for anything.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from dashboard import ringkasan
from dashboard.baris import Baris, baris_dari, peringkat_persen, urutan_peringkat
from dashboard.jawaban import Jawaban, jawaban_kelompok
from dashboard.lajur import Lajur, tahun_lalu
from dashboard.ringkasan import PerJenis
from dashboard.saringan import Saringan
from realisasi.models import Kendala, Kewenangan, PeriodePelaporan, TahunAnggaran
from realisasi.penilaian import Kelompok, Ukuran
from realisasi.penilaian import kelompok as jumlahkan
from realisasi.posisi import Buku, Posisi, Tahun, baca_tahun, muat


@dataclass(frozen=True)
class KendalaRakor:
    """One obstacle of a DIPA and what is done about it, as the register tells it."""

    dipa_id: int
    kategori: str
    uraian: str
    tindak_lanjut: str
    penanggung_jawab: str
    batas_waktu: dt.date
    triwulan_dibuka: int
    triwulan_ditutup: int | None = None


@dataclass(frozen=True)
class BahanRakor:
    """What was asked for, what was known, when and by whom it was made.

    `buku` holds the asked year and the one before it under the asked angka; `kendala` those that
    are open at the asked quarter; `hari_ini` is the day (WIB) from which lateness is counted.
    `pembekuan` is the name of the frozen state that it comes from, or empty.
    """

    saringan: Saringan
    buku: Buku
    kendala: Sequence[KendalaRakor]
    tenggat: dt.date | None
    hari_ini: dt.date
    dibuat_pada: dt.datetime
    dibuat_oleh: str
    pembekuan: str = ""
    _posisi: dict[int, list[Posisi]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def tahun(self) -> Tahun:
        """The asked year."""
        return self.buku.tahun[self.saringan.tahun]

    @property
    def pemilik(self) -> str:
        """Whose figures they are: nobody's alone."""
        return ""

    @property
    def triwulan_tampil(self) -> range:
        """The quarters that are shown: up to the asked one."""
        return range(1, self.saringan.triwulan + 1)

    def posisi_pada(self, triwulan: int) -> list[Posisi]:
        """The positions of the filter at the end of a quarter of the asked year."""
        if triwulan not in self._posisi:
            s = self.saringan
            self._posisi[triwulan] = ringkasan.di_pulau(self.buku.posisi(s.tahun, triwulan, s.satu_kewenangan), s.pulau)
        return self._posisi[triwulan]

    @property
    def posisi(self) -> list[Posisi]:
        """The positions at the asked quarter."""
        return self.posisi_pada(self.saringan.triwulan)

    @cached_property
    def kelompok(self) -> Kelompok:
        """The group of all positions at the asked quarter (rule 5)."""
        return self.kelompok_pada(self.saringan.triwulan)

    def kelompok_pada(self, triwulan: int) -> Kelompok:
        """The group of all positions at a quarter."""
        return jumlahkan(self.posisi_pada(triwulan), triwulan)

    @cached_property
    def jawaban(self) -> Jawaban:
        """The headline: figure, words, gap, what is still to be spent."""
        return jawaban_kelompok(self.kelompok, self.tahun.ambang_bp)

    @cached_property
    def baris(self) -> list[Baris]:
        """A row for each position, the lowest percentage first, as the dashboard's ranking has them."""
        semua = baris_dari(
            self.posisi,
            tenggat=self.tenggat,
            hari_ini=self.hari_ini,
            sebut_kewenangan=self.saringan.satu_kewenangan is None,
        )
        return sorted(semua, key=urutan_peringkat(self.saringan.urut))

    @cached_property
    def peringkat(self) -> Mapping[int, int]:
        """The rank of each DIPA that has a percentage; 1 is the highest."""
        return peringkat_persen(self.posisi)

    @cached_property
    def lemah(self) -> list[Baris]:
        """Those below the ambang at TW IV, and before it those projected there."""
        return ringkasan.di_bawah_ambang(self.baris, self.saringan)

    @cached_property
    def jenis(self) -> list[PerJenis]:
        """Sums by jenis belanja."""
        return ringkasan.jenis_posisi(self.posisi, self.kelompok.batas)

    @cached_property
    def lajur(self) -> Lajur:
        """The path by quarter, against the targets and the year before."""
        return ringkasan.susun_lajur(self.saringan, self.buku)

    def kelompok_lalu(self, triwulan: int) -> Kelompok:
        """The group of the year before at the same quarter, as the path compares with it."""
        s = self.saringan
        lalu = tahun_lalu(self.buku, s.tahun - 1, triwulan, s.satu_kewenangan)
        return jumlahkan(ringkasan.di_pulau(lalu, s.pulau), triwulan)

    @cached_property
    def kendala_dipa(self) -> Mapping[int, list[KendalaRakor]]:
        """The obstacles by DIPA."""
        hasil: dict[int, list[KendalaRakor]] = defaultdict(list)
        for k in self.kendala:
            hasil[k.dipa_id].append(k)
        return hasil

    @property
    def belum_diverifikasi(self) -> int:
        """How many reports that the figures rest on are submitted but not verified (rule 7)."""
        return ringkasan.hitung_belum_diverifikasi(self.posisi, self.buku)


def baca_bahan(s: Saringan, *, oleh: str) -> BahanRakor:
    """Read everything for this filter now; `oleh` is the name of who asks."""
    buku = muat([s.tahun - 1, s.tahun], s.angka, anggaran=anggaran(s.tahun))
    tenggat = PeriodePelaporan.objects.filter(tahun=s.tahun, triwulan=s.triwulan).values_list("tenggat", flat=True)
    return BahanRakor(
        saringan=s,
        buku=buku,
        kendala=tuple(baca_kendala(s)),
        tenggat=tenggat.first(),
        hari_ini=timezone.localdate(),
        dibuat_pada=timezone.now(),
        dibuat_oleh=oleh,
    )


def anggaran(tahun: int) -> dict[int, Tahun]:
    """Every year with its targets; one that was never opened has the defaults of a new one and no target."""
    semua = baca_tahun()
    if tahun not in semua:
        baru = TahunAnggaran(tahun=tahun)
        ukuran = {k.value: Ukuran(baru.ambang_bp, baru.batas_kuning_bp, {}) for k in Kewenangan}
        semua[tahun] = Tahun(tahun, baru.ambang_bp, baru.batas_kuning_bp, baru.ilustrasi, "", baru.ditutup, ukuran)
    return semua


def baca_kendala(s: Saringan) -> list[KendalaRakor]:
    """The obstacles of the asked year and kewenangan that are open at the end of the quarter."""
    semua = Kendala.objects.filter(dipa__tahun=s.tahun, triwulan_dibuka__lte=s.triwulan)
    if s.satu_kewenangan:
        semua = semua.filter(dipa__kewenangan=s.satu_kewenangan)
    return [
        kendala_dari(k)
        for k in semua.order_by("dipa", "triwulan_dibuka", "pk")
        if k.triwulan_ditutup is None or k.triwulan_ditutup > s.triwulan
    ]


def kendala_dari(k: Kendala) -> KendalaRakor:
    """An obstacle of the register as a value."""
    return KendalaRakor(
        dipa_id=k.dipa_id,
        kategori=k.get_kategori_display(),
        uraian=k.uraian,
        tindak_lanjut=k.tindak_lanjut,
        penanggung_jawab=k.penanggung_jawab,
        batas_waktu=k.batas_waktu,
        triwulan_dibuka=k.triwulan_dibuka,
        triwulan_ditutup=k.triwulan_ditutup,
    )
