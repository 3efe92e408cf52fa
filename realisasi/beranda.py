"""The home of a dinas: what is to do, where it stands, and its reports of this year and the last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from realisasi import alur, penilaian, tugas
from realisasi.jendela import JendelaLaporan
from realisasi.kalender import nama_triwulan
from realisasi.lembar_isian import BERLAKU, LembarIsian
from realisasi.lembar_satker import Berkas, baca_berkas
from realisasi.models import Dipa, StatusLaporan
from realisasi.penanggalan import tanggal
from realisasi.penilaian import Sasaran, Status
from realisasi.rupiah import persen_pendek
from realisasi.tugas import Menunggu, Tugas
from satker.akses import daftar_kata, hak
from satker.models import Pengguna, Satker


@dataclass(frozen=True)
class Kedudukan:
    """Where one DIPA stands: the page of its latest quarter with content, or None without any."""

    dipa: Dipa
    lembar: LembarIsian | None
    pagu: LembarIsian

    @property
    def sumber(self) -> str:
        """What the figure rests on: a draft, submitted reports, or verified ones alone (rule 7)."""
        if self.lembar is None:
            return ""
        keadaan = [status for status, _ in self.lembar.sebelumnya.values()] + [self.lembar.status_laporan]
        if any(status not in BERLAKU for status in keadaan):
            return "menurut draf"
        return "resmi" if all(status is StatusLaporan.DIVERIFIKASI for status in keadaan) else "sementara"

    @property
    def belum_diisi(self) -> str:
        """The earlier quarters of which the figure has nothing, in words."""
        kosong = [q for q, (status, isi) in self.lembar.sebelumnya.items() if not isi and status not in BERLAKU]  # type: ignore[union-attr]
        return daftar_kata([nama_triwulan(q) for q in sorted(kosong)])

    @property
    def kata_status(self) -> str:
        """The status in words that name the target."""
        x = self.lembar
        if x is None:
            return "Belum ada isian"
        if x.persen_bp is None:
            return "Pagu efektif nol, tanpa persentase"
        nama = nama_triwulan(x.triwulan)
        target = f"{nama} {persen_pendek(x.target_bp)}"
        return {
            Status.DI_BAWAH_AMBANG: f"Di bawah ambang {persen_pendek(x.ukuran.ambang_bp)}",
            Status.DI_BAWAH_TARGET: f"Di bawah target {target}",
            Status.TERCAPAI: f"Target {target} tercapai",
            Status.TANPA_TARGET: f"{nama} tanpa target",
            Status.BELUM_LAPOR: "Belum lapor",
        }[x.status]

    @property
    def selisih(self) -> Selisih | None:
        """The gap to the target that the quarter is measured to (rule 13).

        None where there is none, or where the next row says the same of the same target.
        """
        x = self.lembar
        if x is None or x.sasaran is None or x.persen_bp is None:
            return None
        if x.sasaran == x.sasaran_belanja and x.triwulan != x.sasaran.triwulan:
            return None
        kurang = penilaian.di_bawah(x.kumulatif, x.pagu_efektif, x.sasaran.target_bp)
        hitung = penilaian.kekurangan if kurang else penilaian.kelebihan
        return Selisih(
            "Kurang ke" if kurang else "Lebih dari",
            x.sasaran,
            hitung(x.kumulatif, x.pagu_efektif, x.sasaran.target_bp),
            abs(x.persen_bp - x.sasaran.target_bp),
        )

    @property
    def belanja(self) -> tuple[Sasaran, int, int, int] | None:
        """Target, rupiah still to be spent to it, months left, rupiah a month; None at TW IV (rule 13)."""
        x = self.lembar
        if x is None or x.persen_bp is None or x.belanja is None or not x.belanja[2]:
            return None
        return x.belanja

    @property
    def sasaran_di_kanan(self) -> bool:
        """Whether the label of the target's line must stand to its left."""
        return self.lembar is not None and self.lembar.sasaran is not None and self.lembar.sasaran.target_bp > 5000  # noqa: PLR2004  (half of the line)


@dataclass(frozen=True)
class Selisih:
    """The gap to one target, in rupiah and points of the shown figures."""

    kata: str
    sasaran: Sasaran
    rupiah: int
    poin: int


@dataclass(frozen=True)
class BarisLaporan:
    """One report of the table."""

    lembar: LembarIsian
    nama: str

    @property
    def alamat(self) -> str:
        return tugas.alamat_entri(self.lembar)

    @property
    def alamat_cetak(self) -> str:
        """The printed form; empty where nothing has been written yet."""
        x = self.lembar
        return reverse("realisasi:cetak", args=[x.dipa.pk, x.triwulan]) if x.laporan else ""

    @property
    def keadaan(self) -> StatusLaporan | None:
        return self.lembar.status_laporan

    @property
    def dikembalikan(self) -> bool:
        return self.keadaan is StatusLaporan.DIKEMBALIKAN

    @property
    def persen_bp(self) -> int | None:
        """The cumulative percentage of this report; None where nothing is filled in (rule 6)."""
        return self.lembar.persen_bp if self.lembar.ada_isi else None

    @property
    def waktu(self) -> str:
        """The moment that matters in this state."""
        x = self.lembar
        laporan = x.laporan
        if laporan is not None:
            versi = laporan.versi_diajukan
            if self.keadaan is StatusLaporan.DIVERIFIKASI and laporan.diverifikasi_pada:
                return f"diverifikasi {tanggal(laporan.diverifikasi_pada)}"
            if self.dikembalikan and laporan.dikembalikan_pada:
                return f"dikembalikan {tanggal(laporan.dikembalikan_pada)}"
            if self.keadaan is not StatusLaporan.DRAF:
                return f"diajukan {tanggal(versi.diajukan_pada)}" if versi and versi.diajukan_pada else "–"
        if x.jendela is None or x.tahun.ditutup:
            return "–"
        if not x.jendela.terbuka:
            return f"ditutup {tanggal(x.jendela.berakhir)}"
        if x.jendela.terlambat:
            return f"terlambat {x.jendela.terlambat} hari, diterima sampai {tanggal(x.jendela.berakhir)}"
        return f"tenggat {tanggal(x.jendela.tenggat)}"


@dataclass(frozen=True)
class Beranda:
    """What the home page of one satker shows."""

    satker: Satker
    hari_ini: dt.date
    berkas: Berkas
    tugas: list[Tugas]
    menunggu: list[Menunggu]

    @property
    def dipa(self) -> list[Dipa]:
        """The DIPA of the running year."""
        return [d for d in self.berkas.dipa if d.tahun_id == self.hari_ini.year]

    @property
    def tanpa_pagu(self) -> bool:
        """Whether the running year has DIPA, and none with a revision in force."""
        return bool(self.dipa) and not any(x.dipa.tahun_id == self.hari_ini.year for x in self.berkas.lembar)

    @property
    def dipa_tampil(self) -> list[Dipa]:
        """The DIPA that the head of the page names: those of the position, else of the running year."""
        return [k.dipa for k in self.kedudukan] or self.dipa

    @property
    def tahun_posisi(self) -> int:
        """The latest year of which something is filled in, else the running one."""
        berisi = [x.dipa.tahun_id for x in self._dua_tahun if x.ada_isi]
        return max(berisi, default=self.hari_ini.year)

    @cached_property
    def kedudukan(self) -> list[Kedudukan]:
        """The position of each DIPA of that year."""
        hasil = []
        for dipa in self.berkas.dipa:
            milik = [x for x in self._dua_tahun if x.dipa.pk == dipa.pk]
            if dipa.tahun_id != self.tahun_posisi or not milik:
                continue
            berisi = [x for x in milik if x.ada_isi]
            berjalan = [x for x in milik if x.jendela is not None and x.jendela.dibuka <= self.hari_ini]
            terakhir = berisi[-1] if berisi else None
            hasil.append(Kedudukan(dipa, terakhir, terakhir or (berjalan or milik[:1])[-1]))
        return hasil

    @cached_property
    def laporan(self) -> list[BarisLaporan]:
        """Reports of this year and the last that exist or could be written by now, latest first."""
        nama = tugas.penyebut(self.berkas.lembar, dt.date.max)  # every row says its year
        ada = [x for x in self._dua_tahun if x.laporan or (x.jendela and x.jendela.dibuka <= self.hari_ini)]
        ada.sort(key=lambda x: (-x.dipa.tahun_id, -x.triwulan, x.dipa.kewenangan))
        return [BarisLaporan(x, nama(x)) for x in ada]

    @property
    def jadwal(self) -> list[str]:
        """Which quarters are open and for how long, else which one opens next; a sentence each."""
        jendela: dict[tuple[int, int], JendelaLaporan] = {
            (x.dipa.tahun_id, x.triwulan): x.jendela
            for x in self.berkas.lembar
            if x.jendela is not None and not x.tahun.ditutup
        }
        terbuka = {k: j for k, j in sorted(jendela.items()) if j.terbuka}
        if terbuka:
            return [_kalimat_terbuka(nama, j) for nama, j in terbuka.items()]
        nanti = [(j.dibuka, nama) for nama, j in jendela.items() if j.dibuka > self.hari_ini]
        if not nanti:
            return ["Tidak ada triwulan yang sedang dibuka untuk pelaporan."] if self.berkas.lembar else []
        dibuka, (tahun, triwulan) = min(nanti)
        return [f"Belum ada triwulan yang dibuka. {nama_triwulan(triwulan)} {tahun} dibuka {tanggal(dibuka)}."]

    @property
    def ilustrasi(self) -> bool:
        """Whether any year that the page shows is made up."""
        return any(x.lembar.tahun.ilustrasi for x in self.laporan)

    @property
    def _dua_tahun(self) -> list[LembarIsian]:
        return [x for x in self.berkas.lembar if self.hari_ini.year - 1 <= x.dipa.tahun_id <= self.hari_ini.year]


def _kalimat_terbuka(nama: tuple[int, int], j: JendelaLaporan) -> str:
    tahun, triwulan = nama
    awal, sisa = f"{nama_triwulan(triwulan)} {tahun} sedang dibuka:", f"{j.sisa_hari_kerja} hari kerja lagi"
    if not j.terlambat:
        return f"{awal} tenggat {tanggal(j.tenggat)}, {sisa}."
    sampai = f"sampai {tanggal(j.berakhir)}{', diperpanjang' if j.berakhir == j.diperpanjang else ''}"
    return f"{awal} tenggat {tanggal(j.tenggat)} sudah lewat, diterima {sampai}, {sisa}."


def baca_beranda(satker: Satker, hari_ini: dt.date) -> Beranda:
    """The home of one satker as tim pusat reads it: all that the dinas has to do."""
    return _susun(satker, baca_berkas([satker.pk], hari_ini)[satker.pk], hari_ini, None)


def beranda_pengguna(user: Pengguna) -> Mapping[int, Beranda]:
    """The homes of all satker that a user works for, by satker id; read once per request object.

    The number of queries does not depend on how many there are. Like the rights of a user it is
    kept on the user object, since the page and the bell both ask.
    """
    kept: Mapping[int, Beranda] | None = getattr(user, "beranda_dinas", None)
    if kept is None:
        hari_ini = timezone.localdate()
        milik = hak(user).satker
        berkas = baca_berkas([s.pk for s in milik], hari_ini) if milik else {}
        kept = {s.pk: _susun(s, berkas[s.pk], hari_ini, user) for s in milik}
        user.beranda_dinas = kept  # type: ignore[attr-defined]
    return kept


def jumlah_tugas(user: Pengguna | AnonymousUser) -> int:
    """What the bell of a dinas user counts: the tasks of all their satker, as their home lists them."""
    if not isinstance(user, Pengguna):
        return 0
    return sum(len(b.tugas) for b in beranda_pengguna(user).values())


def _susun(satker: Satker, berkas: Berkas, hari_ini: dt.date, user: Pengguna | None) -> Beranda:
    kerja = tugas.susun(
        berkas.lembar, hari_ini, lambda lembar: True if user is None else alur.boleh_mengajukan(user, lembar)
    )
    return Beranda(satker, hari_ini, berkas, kerja.tugas, kerja.menunggu)
