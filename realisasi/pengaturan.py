"""Every change of the settings of a year: who locks what, and what is refused.

Each function is one transaction. It locks the row of the year, looks whether the year is still
open and whether what the form was filled from is still what is stored (`sidik`), and only then
writes. A refusal is raised, and nothing of the transaction stays.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from realisasi.kalender import TRIWULAN, Jendela, jendela_bawaan, nama_triwulan
from realisasi.models import Dipa, HariLibur, PeriodePelaporan, PerpanjanganPeriode, TahunAnggaran, Target
from realisasi.penanggalan import tanggal as tulis_tanggal
from realisasi.penolakan import Bentrok, Ditolak
from realisasi.tahun_baru import hari_libur, muat_hari_libur

KunciTarget = tuple[int, str]


class TahunDitutup(Ditolak):
    """Nothing of a closed year is written (rule 10)."""


def kalimat_ditutup(tahun: int) -> str:
    """What is said to who tries to change something in a closed year."""
    return f"Tahun {tahun} sudah ditutup, jadi tidak ada lagi yang dapat ditulis di dalamnya. Tidak ada yang diubah."


@dataclass(frozen=True)
class IsiJendela:
    """The window of a quarter as it was typed."""

    jendela: Jendela
    pengumuman: str


@dataclass(frozen=True)
class TenggatBergeser:
    """A default due day that a change of holidays has moved; the stored window has not."""

    tahun: int
    triwulan: int
    bawaan: dt.date
    tersimpan: dt.date

    def __str__(self) -> str:
        return (
            f"{nama_triwulan(self.triwulan)} {self.tahun} menjadi {tulis_tanggal(self.bawaan)}"
            f" (tersimpan: {tulis_tanggal(self.tersimpan)})"
        )


# --- What a form was filled from -------------------------------------------------------
def sidik(*nilai: object) -> str:
    """A short mark of stored values: the same as long as nobody has changed them."""
    return hashlib.sha256(repr(nilai).encode()).hexdigest()[:20]


def sidik_tahun(anggaran: TahunAnggaran) -> str:
    """The mark of the thresholds of a year."""
    return sidik(anggaran.ambang_bp, anggaran.batas_kuning_bp, anggaran.operator_mengajukan)


def sidik_target(target: Iterable[Target]) -> str:
    """The mark of all targets of a year."""
    return sidik(sorted((t.triwulan, t.kewenangan, t.target_bp) for t in target))


def sidik_jendela(periode: Iterable[PeriodePelaporan]) -> str:
    """The mark of all windows of a year."""
    return sidik(
        sorted(
            (p.triwulan, p.dibuka.isoformat(), p.tenggat.isoformat(), p.ditutup.isoformat(), p.pengumuman)
            for p in periode
        )
    )


def sidik_perpanjangan(baris: PerpanjanganPeriode) -> str:
    """The mark of one extension."""
    return sidik(baris.pk, baris.sampai.isoformat(), baris.alasan)


def sidik_libur(hari: HariLibur) -> str:
    """The mark of one holiday."""
    return sidik(hari.tanggal.isoformat(), hari.nama, hari.jenis)


def _kunci(tahun: int, *, terbuka: bool = True) -> TahunAnggaran:
    """Lock a year until the end of the transaction, and refuse where it is closed."""
    anggaran = TahunAnggaran.objects.select_for_update(no_key=True).filter(tahun=tahun).first()
    if anggaran is None:
        raise Bentrok(f"Tahun {tahun} tidak ada lagi.")
    if terbuka and anggaran.ditutup:
        raise TahunDitutup(kalimat_ditutup(tahun))
    return anggaran


def _cocokkan(sekarang: str, dibaca: str) -> None:
    if sekarang != dibaca:
        raise Bentrok(
            "Bagian ini diubah orang lain setelah halaman Anda dibuka, jadi belum ada yang disimpan. Isian Anda "
            "masih di bawah: periksa riwayatnya, lalu simpan sekali lagi bila isian Anda yang benar."
        )


# --- The year ------------------------------------------------------------------------
@transaction.atomic
def ubah_tahun(
    tahun: int, dibaca: str, *, ambang_bp: int, batas_kuning_bp: int, operator_mengajukan: bool
) -> TahunAnggaran:
    """Change the thresholds of a year, and whether an operator may submit."""
    anggaran = _kunci(tahun)
    _cocokkan(sidik_tahun(anggaran), dibaca)
    anggaran.ambang_bp = ambang_bp
    anggaran.batas_kuning_bp = batas_kuning_bp
    anggaran.operator_mengajukan = operator_mengajukan
    anggaran.save(update_fields=["ambang_bp", "batas_kuning_bp", "operator_mengajukan"])
    return anggaran


@transaction.atomic
def tutup_tahun(tahun: int) -> None:
    """Close a year; whatever is being written in one of its DIPA is waited for.

    The DIPA are locked first, as the workflow does, so that the two never wait for each other.
    """
    tunggu_dipa(tahun)
    anggaran = _kunci(tahun)
    anggaran.ditutup = True
    anggaran.save(update_fields=["ditutup"])


def tunggu_dipa(tahun: int) -> None:
    """Lock every DIPA of a year, inside the transaction that closes it."""
    kunci_dipa(Dipa.objects.filter(tahun=tahun))


def kunci_dipa(dipa: QuerySet[Dipa]) -> None:
    """Lock these DIPA until the end of the transaction, in the order in which everybody does."""
    list(dipa.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def buka_kembali_tahun(tahun: int) -> None:
    """Open a closed year again."""
    anggaran = _kunci(tahun, terbuka=False)
    if not anggaran.ditutup:
        raise Bentrok(f"Tahun {tahun} sudah terbuka.")
    anggaran.ditutup = False
    anggaran.save(update_fields=["ditutup"])


# --- Targets and windows ---------------------------------------------------------------
@transaction.atomic
def ubah_target(tahun: int, dibaca: str, nilai: Mapping[KunciTarget, int | None]) -> None:
    """Set the targets of a year: one value for each quarter and kewenangan, None for no target."""
    anggaran = _kunci(tahun)
    tersimpan = {(t.triwulan, t.kewenangan): t for t in anggaran.target.all()}
    _cocokkan(sidik_target(tersimpan.values()), dibaca)
    for (triwulan, kewenangan), target_bp in nilai.items():
        ada = tersimpan.get((triwulan, kewenangan))
        if target_bp is None:
            if ada:
                ada.delete()
        elif ada is None:
            Target.objects.create(tahun=anggaran, triwulan=triwulan, kewenangan=kewenangan, target_bp=target_bp)
        elif ada.target_bp != target_bp:
            ada.target_bp = target_bp
            ada.save(update_fields=["target_bp"])


@transaction.atomic
def ubah_jendela(tahun: int, dibaca: str, nilai: Mapping[int, IsiJendela]) -> list[PerpanjanganPeriode]:
    """Set the windows of these quarters; returns the extensions that no longer reach past theirs."""
    anggaran = _kunci(tahun)
    tersimpan = {p.triwulan: p for p in anggaran.periode.all()}
    _cocokkan(sidik_jendela(tersimpan.values()), dibaca)
    for triwulan, isi in nilai.items():
        periode = tersimpan.get(triwulan) or PeriodePelaporan(tahun=anggaran, triwulan=triwulan)
        baru = (*isi.jendela, isi.pengumuman)
        if periode.pk and (periode.dibuka, periode.tenggat, periode.ditutup, periode.pengumuman) == baru:
            continue
        periode.dibuka, periode.tenggat, periode.ditutup, periode.pengumuman = baru
        periode.save()
    semua = PerpanjanganPeriode.objects.filter(periode__tahun=tahun).select_related("periode", "satker__provinsi")
    return [p for p in semua if p.sampai <= p.periode.ditutup]


# --- Extensions ------------------------------------------------------------------------
# The row of the window is locked after the year. A report that is sent back makes or moves an
# extension too: it locks its DIPA, then the window, never the year. Nobody who holds a window
# waits for a DIPA or a year, so that nobody waits in a circle.
def perpanjang(tahun: int, *, triwulan: int, satker_id: int, sampai: dt.date, alasan: str) -> PerpanjanganPeriode:
    """Extend the window of a quarter for one satker that has no extension of it yet."""
    try:
        with transaction.atomic():
            _kunci(tahun)
            periode = (
                PeriodePelaporan.objects.select_for_update(no_key=True).filter(tahun=tahun, triwulan=triwulan).first()
            )
            if periode is None:
                raise Bentrok(f"Jendela {nama_triwulan(triwulan)} {tahun} tidak ada lagi.")
            _sesudah_jendela(periode, sampai)
            return PerpanjanganPeriode.objects.create(
                periode=periode, satker_id=satker_id, sampai=sampai, alasan=alasan
            )
    except IntegrityError:
        milik = PerpanjanganPeriode.objects.filter(periode__tahun=tahun, periode__triwulan=triwulan)
        if not milik.filter(satker=satker_id).exists():
            raise
        raise Bentrok(
            f"Satker itu sudah mendapat perpanjangan {nama_triwulan(triwulan)} {tahun}. Ubah yang sudah ada di daftar."
        ) from None


@transaction.atomic
def ubah_perpanjangan(tahun: int, pk: int, dibaca: str, *, sampai: dt.date, alasan: str) -> PerpanjanganPeriode:
    """Give an extension another end or another reason."""
    _kunci(tahun)
    baris = _perpanjangan(tahun, pk, dibaca)
    if sampai != baris.sampai:
        _sesudah_jendela(baris.periode, sampai)
    baris.sampai = sampai
    baris.alasan = alasan
    baris.save(update_fields=["sampai", "alasan"])
    return baris


@transaction.atomic
def cabut_perpanjangan(tahun: int, pk: int, dibaca: str) -> PerpanjanganPeriode:
    """Withdraw an extension; the journal keeps it."""
    _kunci(tahun)
    baris = _perpanjangan(tahun, pk, dibaca)
    baris.delete()
    return baris


def _perpanjangan(tahun: int, pk: int, dibaca: str) -> PerpanjanganPeriode:
    """The extension, read under the lock of its window."""
    milik = PerpanjanganPeriode.objects.filter(pk=pk).values("periode")
    PeriodePelaporan.objects.select_for_update(no_key=True).filter(tahun=tahun, pk__in=milik).first()
    baris = (
        PerpanjanganPeriode.objects.select_related("periode", "satker__provinsi")
        .filter(pk=pk, periode__tahun=tahun)
        .first()
    )
    if baris is None:
        raise Bentrok("Perpanjangan itu sudah dicabut orang lain.")
    _cocokkan(sidik_perpanjangan(baris), dibaca)
    return baris


def _sesudah_jendela(periode: PeriodePelaporan, sampai: dt.date) -> None:
    if sampai <= periode.ditutup:
        raise Ditolak(
            f"Perpanjangan harus berakhir sesudah jendela {nama_triwulan(periode.triwulan)} ditutup "
            f"({tulis_tanggal(periode.ditutup)})."
        )


# --- Holidays --------------------------------------------------------------------------
def tambah_libur(tahun: int, *, tanggal: dt.date, nama: str, jenis: str) -> list[TenggatBergeser]:
    """Enter a holiday; returns the default due days that move by it."""
    try:
        with transaction.atomic():
            _kunci_libur(tahun, tanggal)
            sebelum = _tenggat_bawaan(tanggal.year)
            HariLibur.objects.create(tanggal=tanggal, nama=nama, jenis=jenis)
            return _bergeser(sebelum, tanggal.year)
    except IntegrityError:
        raise Bentrok(
            f"{tulis_tanggal(tanggal)} sudah tercatat sebagai hari libur. Ubah yang sudah ada di daftar."
        ) from None


@transaction.atomic
def ubah_libur(tahun: int, tanggal: dt.date, dibaca: str, *, nama: str, jenis: str) -> None:
    """Rename a holiday or change its kind; no due day moves by that."""
    hari = _libur(tahun, tanggal, dibaca)
    hari.nama = nama
    hari.jenis = jenis
    hari.save(update_fields=["nama", "jenis"])


@transaction.atomic
def hapus_libur(tahun: int, tanggal: dt.date, dibaca: str) -> list[TenggatBergeser]:
    """Make a holiday a day like others; returns the default due days that move by it."""
    hari = _libur(tahun, tanggal, dibaca)
    sebelum = _tenggat_bawaan(tanggal.year)
    hari.delete()
    return _bergeser(sebelum, tanggal.year)


@transaction.atomic
def muat_libur(tahun: int, tahun_libur: int) -> tuple[int, list[TenggatBergeser]]:
    """Fill in the national holidays of a year that has none; returns how many, and what moves."""
    _kunci_libur(tahun, dt.date(tahun_libur, 1, 1))
    sebelum = _tenggat_bawaan(tahun_libur)
    jumlah = muat_hari_libur(tahun_libur)
    if not jumlah:
        raise Bentrok(f"Hari libur {tahun_libur} sudah ada isinya, jadi tidak dimuat lagi.")
    return jumlah, _bergeser(sebelum, tahun_libur)


def _kunci_libur(tahun: int, tanggal: dt.date) -> None:
    """Lock the year of the page; a day of another year that is closed is left alone as well."""
    _kunci(tahun)
    if tanggal.year != tahun and TahunAnggaran.objects.filter(tahun=tanggal.year, ditutup=True).exists():
        raise TahunDitutup(f"Tahun {tanggal.year} sudah ditutup, jadi hari liburnya tidak dapat diubah lagi.")


def _libur(tahun: int, tanggal: dt.date, dibaca: str) -> HariLibur:
    _kunci_libur(tahun, tanggal)
    # The page of the year before shows this day too, and holds the lock of another year.
    hari = HariLibur.objects.select_for_update(no_key=True).filter(tanggal=tanggal).first()
    if hari is None:
        raise Bentrok("Hari libur itu sudah dihapus orang lain.")
    _cocokkan(sidik_libur(hari), dibaca)
    return hari


def _tenggat_bawaan(tahun: int) -> dict[tuple[int, int], dt.date]:
    """The default due days that the holidays of a year can move: its own, and TW IV of the year before."""
    libur = hari_libur(tahun - 1, tahun + 1)
    return {(t, q): jendela_bawaan(t, q, libur).tenggat for t in (tahun - 1, tahun) for q in TRIWULAN}


def _bergeser(sebelum: Mapping[tuple[int, int], dt.date], tahun: int) -> list[TenggatBergeser]:
    sesudah = _tenggat_bawaan(tahun)
    periode = PeriodePelaporan.objects.filter(tahun__in=(tahun - 1, tahun), tahun__ditutup=False)
    return [
        TenggatBergeser(p.tahun_id, p.triwulan, sesudah[p.tahun_id, p.triwulan], p.tenggat)
        for p in periode.order_by("tahun_id", "triwulan")
        if sebelum[p.tahun_id, p.triwulan] != sesudah[p.tahun_id, p.triwulan] != p.tenggat
    ]
