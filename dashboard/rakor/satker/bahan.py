"""Everything that the report of one satker shows, in one value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from dashboard import lembar, penjelasan, ringkasan
from dashboard.baris import nama_tampil, peringkat_persen
from dashboard.lembar import Lembar
from dashboard.rakor.bahan import KendalaRakor, anggaran, kendala_dari
from dashboard.saringan import Saringan
from realisasi.penilaian import Kelompok
from realisasi.penilaian import kelompok as jumlahkan
from realisasi.posisi import Buku, Posisi, Tahun, muat
from satker.models import Satker


@dataclass(frozen=True)
class Kedudukan:
    """Where one DIPA stands among those of its kewenangan; the others are counted, never named.

    `peringkat` is None for a DIPA without a percentage; `jumlah` are those that have one.
    """

    kewenangan: str
    nasional: Kelompok
    peringkat: int | None
    jumlah: int


@dataclass(frozen=True)
class BahanSatker:
    """What was asked for, what was known of this satker, when and by whom it was made."""

    saringan: Saringan
    satker: Satker
    buku: Buku
    lembar: Lembar
    kedudukan: Sequence[Kedudukan]
    hari_ini: dt.date
    dibuat_pada: dt.datetime
    dibuat_oleh: str
    pembekuan: str = ""

    @property
    def tahun(self) -> Tahun:
        """The asked year."""
        return self.buku.tahun[self.saringan.tahun]

    @property
    def nama(self) -> str:
        """The province's name, as lists call the satker."""
        return nama_tampil(self.satker.provinsi.nama)

    @property
    def pemilik(self) -> str:
        """Whose figures they are: code and name as the year's DIPA bears it."""
        nama = self.posisi[0].amanat.nama if self.posisi else self.satker.nama
        contoh = " (kode ilustrasi)" if self.satker.kode_ilustrasi else ""
        return f"{self.satker.kode}{contoh} {nama}"

    @property
    def posisi(self) -> list[Posisi]:
        """The position of each of its DIPA at the asked quarter."""
        return self.lembar.posisi

    @property
    def kelompok(self) -> Kelompok:
        """The sum of its DIPA."""
        return self.lembar.kelompok

    @property
    def belum_diverifikasi(self) -> int:
        """How many reports that the figures rest on are submitted but not verified (rule 7)."""
        return ringkasan.hitung_belum_diverifikasi(self.posisi, self.buku)

    @cached_property
    def kendala(self) -> list[KendalaRakor]:
        """Its obstacles, the open ones first."""
        return [kendala_dari(k) for k in self.lembar.kendala]

    @cached_property
    def alasan(self) -> list[str]:
        """What was counted and what was not, in words."""
        return penjelasan.alasan_satker(self.lembar, self.saringan) if self.posisi else []

    @property
    def dasar_proyeksi(self) -> str:
        """What the projection rests on; empty where there is none."""
        ada = any(p.proyeksi_bp is not None for p in self.posisi)
        return penjelasan.dasar_proyeksi(self.buku, self.saringan) if ada else ""

    def triwulan_saja(self, triwulan: int) -> Mapping[str, int] | None:
        """What was spent in one quarter alone by jenis belanja; None where no DIPA has a figure of it."""
        hasil: dict[str, int] = {}
        ada = False
        for p in self.posisi:
            laporan = self.buku.laporan.get((p.amanat.id, triwulan))
            if triwulan > (p.triwulan_data or 0) or laporan is None or laporan.diterima is None:
                continue
            ada = True
            for jenis, nilai in laporan.diterima.items():
                hasil[jenis] = hasil.get(jenis, 0) + nilai
        return hasil if ada else None


def baca_bahan_satker(s: Saringan, satker: Satker, *, oleh: str) -> BahanSatker:
    """Read everything for this satker and filter now; `oleh` is the name of who asks."""
    tahun = anggaran(s.tahun)
    hari_ini = timezone.localdate()
    milik = muat([*tahun], s.angka, satker=[satker.pk], anggaran=tahun)
    semua = muat([s.tahun], s.angka, anggaran=tahun, proyeksi=False)
    isi = lembar.susun(s, satker, milik, hari_ini, berperingkat=True)
    return BahanSatker(
        saringan=s,
        satker=satker,
        buku=milik,
        lembar=isi,
        kedudukan=tuple(_kedudukan(p, semua, s) for p in isi.posisi),
        hari_ini=hari_ini,
        dibuat_pada=timezone.now(),
        dibuat_oleh=oleh,
    )


def _kedudukan(p: Posisi, semua: Buku, s: Saringan) -> Kedudukan:
    nasional = semua.posisi(s.tahun, s.triwulan, p.amanat.kewenangan)
    peringkat = peringkat_persen(nasional)
    return Kedudukan(p.amanat.kewenangan, jumlahkan(nasional, s.triwulan), peringkat.get(p.amanat.id), len(peringkat))
