"""What a dinas has to do about its reports, and what it waits for: one list, in words.

The home page shows it and the bell counts it, so that both always say the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from django.urls import reverse
from django.utils import timezone

from realisasi import kelengkapan
from realisasi.isian import IsianKendala
from realisasi.jendela import JendelaLaporan
from realisasi.kalender import akhir_triwulan, nama_triwulan
from realisasi.lembar_isian import BERLAKU, LembarIsian
from realisasi.models import BagianLaporan, JenisBelanja, KategoriKendala, StatusLaporan
from realisasi.penanggalan import tanggal
from satker.akses import daftar_kata

HARI_KERJA_MENDESAK = 3


class Pokok(IntEnum):
    """What a task is about, in the order of the list."""

    PERBAIKI = 1
    LAPORKAN = 2
    KENDALA = 3


@dataclass(frozen=True)
class Lencana:
    """How much time is left; without a colour where there is enough."""

    teks: str
    warna: str = ""


@dataclass(frozen=True)
class Catatan:
    """A note of tim pusat with the address of the cell or field that it points to."""

    bagian: str
    alamat: str
    teks: str


@dataclass(frozen=True)
class Tugas:
    """One thing to do, with the one button that leads to it."""

    pokok: Pokok
    lembar: LembarIsian
    judul: str
    tombol: str
    alamat: str
    lencana: Lencana | None = None
    keterangan: tuple[str, ...] = ()
    kendala: tuple[str, ...] = ()

    @property
    def dikembalikan(self) -> bool:
        return self.pokok is Pokok.PERBAIKI

    @property
    def draf(self) -> bool:
        """Whether the state `Draf` is worth a tag."""
        return self.pokok is Pokok.LAPORKAN and self.lembar.ada_isi

    @property
    def alasan(self) -> str:
        """Why the report was sent back, in the words of tim pusat."""
        return _alasan(self.lembar) if self.dikembalikan else ""

    @property
    def oleh(self) -> str:
        """`Rina Wulandari, tim pusat · 2 Juli 2026`, as far as it is known."""
        return _pengembali(self.lembar) if self.dikembalikan else ""

    @property
    def catatan(self) -> list[Catatan]:
        """The notes to single cells and fields, each with its address."""
        laporan = self.lembar.laporan
        if not self.dikembalikan or laporan is None:
            return []
        halaman = alamat_entri(self.lembar)
        return [
            Catatan(_sebutan(c.bagian, self.lembar), f"{halaman}#{_jangkar(c.bagian)}", c.teks)
            for c in laporan.catatan.all()
        ]


@dataclass(frozen=True)
class Menunggu:
    """Something that is not the reader's turn; `perhatian` where nobody's turn will come by itself."""

    lembar: LembarIsian
    teks: str
    perhatian: bool = False
    alasan: str = ""

    @property
    def alamat(self) -> str:
        return alamat_entri(self.lembar)


@dataclass
class Pekerjaan:
    """The task list of one satker, and what is waited for."""

    tugas: list[Tugas] = field(default_factory=list)
    menunggu: list[Menunggu] = field(default_factory=list)


def susun(
    lembar: Sequence[LembarIsian], hari_ini: dt.date, boleh_mengajukan: Callable[[LembarIsian], bool]
) -> Pekerjaan:
    """The list of one satker: reports sent back first, then what is open, the oldest quarter first."""
    hasil = Pekerjaan()
    kendala_disebut: set[int] = set()
    nama = penyebut(lembar, hari_ini)
    for x in sorted(lembar, key=lambda x: (x.dipa.tahun_id, x.triwulan, x.dipa.kewenangan)):
        if x.tahun.ditutup or x.status_laporan is StatusLaporan.DIVERIFIKASI:
            continue
        if x.status_laporan is StatusLaporan.DIAJUKAN:
            hasil.menunggu.append(_di_pusat(x, nama(x)))
        elif x.dapat_diisi:
            _terbuka(x, nama(x), hari_ini, hasil, boleh_mengajukan(x))
            _kendala(x, nama(x), hasil, kendala_disebut)
        elif tertutup := _tertutup(x, nama(x), hari_ini):
            hasil.menunggu.append(tertutup)
    hasil.tugas.sort(key=lambda t: t.pokok is not Pokok.PERBAIKI)  # stable: else as they came
    return hasil


def penyebut(lembar: Iterable[LembarIsian], hari_ini: dt.date) -> Callable[[LembarIsian], str]:
    """How to name a quarter: `TW II`, with the year where it is another, with DK or TP where there are both."""
    kewenangan: dict[int, set[str]] = {}
    for x in lembar:
        kewenangan.setdefault(x.dipa.tahun_id, set()).add(x.dipa.kewenangan)

    def nama(x: LembarIsian) -> str:
        tahun = "" if x.dipa.tahun_id == hari_ini.year else f" {x.dipa.tahun_id}"
        ganda = f" {x.dipa.kewenangan}" if len(kewenangan[x.dipa.tahun_id]) > 1 else ""
        return f"{nama_triwulan(x.triwulan)}{tahun}{ganda}"

    return nama


def alamat_entri(x: LembarIsian) -> str:
    """The address of the entry page."""
    return reverse("realisasi:entri", args=[x.dipa.pk, x.triwulan])


# --- One report ----------------------------------------------------------------------


def _terbuka(x: LembarIsian, nama: str, hari_ini: dt.date, hasil: Pekerjaan, boleh: bool) -> None:
    """A report that may be written today: a task, unless it is complete and somebody else's turn."""
    galat = kelengkapan.periksa(x, hari_ini)
    kurang = [g for g in galat if g.bagian != "urutan"]
    menunggu_lalu = len(kurang) < len(galat)
    lengkap = x.ada_isi and not kurang
    dikembalikan = x.status_laporan is StatusLaporan.DIKEMBALIKAN
    if dikembalikan and x.laporan is not None:
        # Sent back, it is complete from the start: done is only what the dinas has written since.
        lengkap = lengkap and x.laporan.nama_pengubah != x.laporan.nama_pengembali
    if lengkap and menunggu_lalu:
        hasil.menunggu.append(Menunggu(x, f"Laporan {nama} lengkap. {_setelah_lalu(x)}"))
        return
    if lengkap and not boleh:
        hasil.menunggu.append(Menunggu(x, f"Laporan {nama} siap, menunggu kepala dinas mengajukan."))
        return
    if lengkap:
        judul = f"Ajukan lagi laporan {nama}" if dikembalikan else f"Ajukan laporan {nama}"
        tombol, alamat = f"Periksa {nama}", reverse("realisasi:periksa", args=[x.dipa.pk, x.triwulan])
    else:
        kata = "Perbaiki" if dikembalikan else "Lengkapi" if x.ada_isi else "Isi"
        judul = f"{kata} laporan {nama}"
        tombol = f"{'Perbaiki' if dikembalikan else 'Lanjutkan' if x.ada_isi else 'Mulai'} {nama}"
        alamat = alamat_entri(x)
    keterangan = [] if dikembalikan and not lengkap else [_isian(x, hari_ini, len(kurang))]
    keterangan.append(_batas(x.jendela, dikembalikan=dikembalikan))
    if menunggu_lalu:
        keterangan.append(_setelah_lalu(x))
    if not boleh:
        keterangan.append("Setelah lengkap, kepala dinas yang mengajukan.")
    hasil.tugas.append(
        Tugas(
            pokok=Pokok.PERBAIKI if dikembalikan else Pokok.LAPORKAN,
            lembar=x,
            judul=judul,
            tombol=tombol,
            alamat=alamat,
            lencana=_lencana(x.jendela, dikembalikan=dikembalikan),
            keterangan=tuple(k for k in keterangan if k),
        )
    )


def _isian(x: LembarIsian, hari_ini: dt.date, kurang: int) -> str:
    """`2 dari 3 jenis belanja terisi, disimpan hari ini pukul 10.42.`"""
    if not x.ada_isi:
        return "Belum ada isian."
    terisi = sum(b.sekarang is not None for b in x.baris)
    kalimat = f"{x.terisi} dari {x.harus_terisi} jenis belanja terisi" if x.harus_terisi else f"{terisi} jenis terisi"
    if x.laporan is not None and x.laporan.diubah_pada is not None:
        pada = timezone.localtime(x.laporan.diubah_pada)
        hari = "hari ini" if pada.date() == hari_ini else tanggal(pada)
        oleh = f" oleh {x.laporan.nama_pengubah}" if x.laporan.nama_pengubah else ""
        kalimat += f", disimpan {hari} pukul {pada:%H.%M}{oleh}"
    if kurang and x.terisi == x.harus_terisi:
        kalimat += f"; masih {kurang} hal sebelum dapat diajukan"
    return f"{kalimat}."


def _batas(jendela: JendelaLaporan | None, *, dikembalikan: bool) -> str:
    if jendela is None:
        return ""
    if dikembalikan:
        # The due day is for the first submission alone: what is counted down to it is left out here.
        sisa = f", {jendela.sisa_hari_kerja} hari kerja lagi" if jendela.batas == jendela.berakhir else ""
        return f"Perbaikan diterima sampai {tanggal(jendela.berakhir)}{sisa}."
    if jendela.terlambat:
        return (
            f"Tenggat {tanggal(jendela.tenggat)} sudah lewat; masih diterima sampai {tanggal(jendela.berakhir)}, "
            f"{jendela.sisa_hari_kerja} hari kerja lagi."
        )
    return f"Tenggat {tanggal(jendela.tenggat)}."


def _lencana(jendela: JendelaLaporan | None, *, dikembalikan: bool) -> Lencana | None:
    if jendela is None or dikembalikan:
        return None  # `Dikembalikan` is its badge
    if jendela.terlambat:
        return Lencana(f"Terlambat {jendela.terlambat} hari", "merah")
    warna = "kuning" if jendela.sisa_hari_kerja <= HARI_KERJA_MENDESAK else ""
    return Lencana(f"{jendela.sisa_hari_kerja} hari kerja lagi", warna)


def _setelah_lalu(x: LembarIsian) -> str:
    """Which earlier quarters must be submitted before this one; again, those that were sent back."""
    belum = [(q, status) for q, (status, _) in sorted(x.sebelumnya.items()) if status not in BERLAKU]
    kembali = [nama_triwulan(q) for q, status in belum if status is StatusLaporan.DIKEMBALIKAN]
    pertama = [nama_triwulan(q) for q, status in belum if status is not StatusLaporan.DIKEMBALIKAN]
    syarat = [f"{daftar_kata(kembali)} diajukan lagi"] if kembali else []
    syarat += [f"{daftar_kata(pertama)} diajukan"] if pertama else []
    return f"Dapat diajukan setelah {' dan '.join(syarat)}."


def _di_pusat(x: LembarIsian, nama: str) -> Menunggu:
    versi = x.laporan.versi_diajukan if x.laporan else None
    pada = f" {tanggal(versi.diajukan_pada)}" if versi and versi.diajukan_pada else ""
    oleh = f" oleh {versi.nama_pengaju}" if versi and versi.nama_pengaju else ""
    return Menunggu(x, f"Laporan {nama} diajukan{pada}{oleh}, menunggu pemeriksaan tim pusat.")


def _tertutup(x: LembarIsian, nama: str, hari_ini: dt.date) -> Menunggu | None:
    """A report that is owed and that nobody may write; None where it is not due yet, or long past."""
    dikembalikan = x.status_laporan is StatusLaporan.DIKEMBALIKAN
    if not dikembalikan and x.dipa.tahun_id < hari_ini.year - 1:
        return None
    if x.jendela is None:
        if hari_ini <= akhir_triwulan(x.dipa.tahun_id, x.triwulan):
            return None
        return Menunggu(x, f"Jadwal pelaporan {nama} belum diatur. Hubungi tim pusat.", perhatian=True)
    if hari_ini < x.jendela.dibuka:
        return None
    keadaan = "dikembalikan" if dikembalikan else "belum diajukan"
    teks = (
        f"Laporan {nama} {keadaan}, tetapi pelaporannya sudah ditutup {tanggal(x.jendela.berakhir)}. "
        "Minta perpanjangan kepada tim pusat."
    )
    return Menunggu(x, teks, perhatian=True, alasan=_alasan(x) if dikembalikan else "")


# --- Obstacles -----------------------------------------------------------------------


def _kendala(x: LembarIsian, nama: str, hasil: Pekerjaan, disebut: set[int]) -> None:
    """What earlier quarters left open and this draft has not answered; each named once."""
    belum = [k for k in x.isian.kendala if k.id is not None and not k.tindakan and k.id not in disebut]
    if not belum:
        return
    disebut.update(k.id for k in belum if k.id is not None)
    dari = sorted({k.triwulan_dibuka for k in belum if k.triwulan_dibuka})
    hasil.tugas.append(
        Tugas(
            pokok=Pokok.KENDALA,
            lembar=x,
            judul=f"Jawab {len(belum)} kendala terbuka dari {daftar_kata([nama_triwulan(q) for q in dari])}",
            tombol="Jawab",
            alamat=f"{alamat_entri(x)}#kendala",
            keterangan=(f"Tutup, atau teruskan ke {nama} dengan tanggal baru.",),
            kendala=tuple(_sebut_kendala(k) for k in belum),
        )
    )


def _sebut_kendala(k: IsianKendala) -> str:
    kategori = KategoriKendala(k.kategori).label if k.kategori in KategoriKendala.values else "Kendala"
    return f"{kategori}: {k.uraian}"


# --- What was sent back ----------------------------------------------------------------


def _alasan(x: LembarIsian) -> str:
    return x.laporan.alasan_dikembalikan if x.laporan else ""


def _pengembali(x: LembarIsian) -> str:
    laporan = x.laporan
    if laporan is None:
        return ""
    nama = f"{laporan.nama_pengembali}, tim pusat" if laporan.nama_pengembali else "Tim pusat"
    return f"{nama} · {tanggal(laporan.dikembalikan_pada)}" if laporan.dikembalikan_pada else nama


def _sebutan(bagian: str, x: LembarIsian) -> str:
    """The cell or field that a note points to, as the page calls it."""
    if bagian in JenisBelanja.values:
        return f"{JenisBelanja(bagian).pendek}, {nama_triwulan(x.triwulan)} saja"
    return BagianLaporan(bagian).label


def _jangkar(bagian: str) -> str:
    """The id of that cell or field on the entry page."""
    return f"n-{bagian}" if bagian in JenisBelanja.values else bagian
