"""Columns that several sheets share: who, how much, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from dashboard.baris import Baris
from dashboard.grafik import BENTUK
from dashboard.rakor import gaya, rumus
from dashboard.rakor.bahan import KendalaRakor
from dashboard.rakor.kertas import Isi, Sel
from dashboard.rakor.rumus import TANPA
from dashboard.rakor.tabel import JUMLAH, Kolom, Rujukan
from realisasi.kalender import nama_triwulan
from realisasi.penilaian import Kelompok, Sasaran
from realisasi.posisi import Posisi
from realisasi.rupiah import NBSP, persen_pendek

T = TypeVar("T")


def polos(teks: str) -> str:
    """Text with ordinary spaces, as cells and names of sheets have them."""
    return teks.replace(NBSP, " ")


def batas_pendek(bp: int) -> str:
    """`90 %`, with an ordinary space."""
    return polos(persen_pendek(bp))


def kode() -> Kolom[Baris]:
    """The satker's code, as text: it may begin with a zero."""
    return Kolom("kode", "Kode satker", 9, gaya.TEKS, lambda b, _: b.posisi.amanat.kode)


def pagu_efektif() -> Kolom[Baris]:
    """Pagu less blokir, worked out from the two columns before it."""
    return Kolom(
        "efektif",
        "Pagu efektif (Rp)",
        16,
        gaya.RUPIAH,
        lambda b, r: rumus.Rumus(f"{r('pagu')}-{r('blokir')}", b.posisi.pagu_efektif),
        JUMLAH,
    )


def realisasi(tw: str) -> Kolom[Baris]:
    """Cumulative spending; a dash without an accepted report, for silence is not zero (rule 6)."""
    return Kolom(
        "realisasi",
        f"Realisasi s.d. {tw} (Rp)",
        15.5,
        gaya.RUPIAH,
        lambda b, _: TANPA if b.realisasi is None else b.realisasi,
        JUMLAH,
    )


def persen(tw: str, k: Kelompok) -> Kolom[Baris]:
    """The percentage of the pagu efektif, of each DIPA and of the group."""

    def isi(b: Baris, r: Rujukan) -> Isi:
        p = b.posisi
        if p.triwulan_data is None:
            return TANPA
        nilai = (p.realisasi, p.pagu_efektif)
        return rumus.persen(r("realisasi"), r("efektif"), nilai, p.ukuran.batas(p.triwulan))

    return Kolom("persen", f"Persen s.d. {tw}", 15, gaya.PERSEN, isi, persen_kelompok(k))


def persen_kelompok(k: Kelompok) -> Callable[[Rujukan], Isi]:
    """The group's percentage in a total row; a dash where nobody has an accepted report."""

    def isi(r: Rujukan) -> Isi:
        if k.persen_bp is None:
            return TANPA
        return rumus.persen(r("realisasi"), r("efektif"), (k.realisasi, k.pagu_efektif), k.batas)

    return isi


def kurang(nama: str, kepala: str, target: Callable[[Baris], int | None], lebar: float = 16) -> Kolom[Baris]:
    """Rupiah missing to a target of each DIPA, and their sum."""

    def isi(b: Baris, r: Rujukan) -> Isi:
        bp = target(b)
        if bp is None:
            return TANPA
        return rumus.kurang(_angka(r, b), r("efektif"), (b.posisi.realisasi, b.posisi.pagu_efektif), bp)

    return Kolom(nama, kepala, lebar, gaya.RUPIAH, isi, JUMLAH)


def _angka(r: Rujukan, b: Baris) -> str:
    """The cell of the realisasi, or nothing where it holds a dash."""
    return "0" if b.realisasi is None else r("realisasi")


def kepala_sasaran(sasaran: Sasaran | None) -> str:
    """`Kurang ke 60 % TW II (Rp)`, or without the target where the members have different ones."""
    if sasaran is None:
        return "Kurang ke target (Rp)"
    return f"Kurang ke {batas_pendek(sasaran.target_bp)} {nama_triwulan(sasaran.triwulan)} (Rp)"


def bentuk() -> Kolom[Baris]:
    """The shape of the colour, for those who do not see colours."""
    tengah = gaya.TEKS.dengan(rata="center")
    return Kolom("tanda", "", 4, tengah, lambda b, _: Sel(BENTUK[b.posisi.warna], gaya.status(tengah, b.posisi.warna)))


def status() -> Kolom[Baris]:
    """The status in words, in its colour."""
    return Kolom(
        "status",
        "Status",
        16,
        gaya.TEKS,
        lambda b, _: Sel(polos(b.kata_status), gaya.status(gaya.TEKS, b.posisi.warna)),
    )


def proyeksi() -> Kolom[Baris]:
    """The projected year end as shown (rule 9): a number of its own, from years that are not in this workbook."""

    def isi(b: Baris, _: Rujukan) -> Isi | Sel:
        return isi_proyeksi(b.posisi)

    return Kolom("proyeksi", "Proyeksi akhir tahun", 12, gaya.PERSEN, isi)


def isi_proyeksi(p: Posisi) -> Sel:
    """A projection: in italics, not capped, and in words where it is more than 100 % (rule 9)."""
    if p.proyeksi_bp is None:
        return Sel(TANPA, gaya.PERSEN)
    angka = gaya.FORMAT_LEBIH if p.proyeksi_di_atas_100 else gaya.FORMAT_PERSEN
    return Sel(p.proyeksi_bp / 10_000, gaya.PERSEN.dengan(miring=True, angka=angka))


def angka_dari() -> Kolom[Baris]:
    """The quarter that a figure is from, where it is not the asked one (rule 6)."""
    return Kolom("dari", "Angka dari", 9, gaya.TEKS_MASUK, lambda b, _: b.dari_triwulan_lain)


def laporan(tw: str) -> Kolom[Baris]:
    """The state of the report of the asked quarter."""
    return Kolom("laporan", f"Laporan {tw}", 22, gaya.TEKS_MASUK.dengan(bungkus=True), lambda b, _: b.keadaan_laporan)


def kendala(ambil: Callable[[T], KendalaRakor | None]) -> list[Kolom[T]]:
    """What hinders, what is done about it, by whom, until when; a row without an obstacle says so."""
    bungkus = gaya.TEKS_BUNGKUS.dengan(masuk=1)

    def teks(nama: str) -> Callable[[T, Rujukan], Isi]:
        return lambda x, _: getattr(k, nama) if (k := ambil(x)) else None

    def kategori(x: T, _: Rujukan) -> Isi | Sel:
        k = ambil(x)
        return k.kategori if k else Sel("belum dilaporkan", bungkus.dengan(tinta="ink-3", miring=True))

    return [
        Kolom("kategori", "Kategori", 18, bungkus, kategori),
        Kolom("uraian", "Kendala", 34, bungkus, teks("uraian")),
        Kolom("tindak", "Tindak lanjut", 34, bungkus, teks("tindak_lanjut")),
        Kolom("pj", "Penanggung jawab", 18, bungkus, teks("penanggung_jawab")),
        Kolom("batas", "Batas waktu", 12, gaya.TANGGAL.dengan(tegak="top", masuk=1), teks("batas_waktu")),
    ]
