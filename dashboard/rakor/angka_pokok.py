"""The key figures of both workbooks: sums, percentages, the gap, and what is still to be spent.

They stand in column B from a row that the caller names, the first ones always in the same order,
so that formulas can refer to one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard.jawaban import Belanja, Jawaban, Selisih
from dashboard.rakor import gaya, kolom, rumus
from dashboard.rakor.gaya import Gaya
from dashboard.rakor.kertas import Isi, Kertas, Sel
from dashboard.rakor.rumus import TANPA, Rumus
from realisasi.kalender import nama_triwulan
from realisasi.penilaian import Kelompok

LABEL = gaya.TEKS
RP = gaya.RUPIAH.dengan(angka=gaya.FORMAT_RP)
KETERANGAN = gaya.TEKS.dengan(tinta="ink-3", ukuran=9, masuk=1)
URUTAN = ("realisasi", "pagu", "blokir", "efektif")
TINGGI_JAWABAN = 42


@dataclass(frozen=True)
class Angka:
    """One key figure: what it is, its cell, how it is written, and what to know about it."""

    label: str
    isi: Isi
    bentuk: Gaya
    keterangan: str = ""


@dataclass(frozen=True)
class Pokok:
    """What the key figures are made of: the group, its headline, and where the cells stand.

    Without any accepted report (`ada_laporan`) the cell of the realisasi holds a dash.
    """

    kelompok: Kelompok
    jawaban: Jawaban
    alamat: Mapping[str, str]
    ada_laporan: bool = True

    @property
    def realisasi(self) -> str:
        """The cell of the realisasi, or nothing where it holds a dash."""
        return self.alamat["realisasi"] if self.ada_laporan else "0"

    @property
    def nilai(self) -> tuple[int, int]:
        """Realisasi and pagu efektif in rupiah."""
        return self.kelompok.realisasi, self.kelompok.pagu_efektif

    def persen(self) -> Isi:
        """The percentage of the pagu efektif; a dash where nobody has an accepted report."""
        if self.kelompok.persen_bp is None:
            return TANPA
        return rumus.persen(self.alamat["realisasi"], self.alamat["efektif"], self.nilai, self.kelompok.batas)


def alamat(baris: int) -> dict[str, str]:
    """Where the first key figures stand, and the percentage after them."""
    return {nama: f"$B${baris + i}" for i, nama in enumerate((*URUTAN, "persen"))}


def tulis_jawaban(kertas: Kertas, p: Pokok) -> None:
    """The percentage, large, and in words whether the target is met."""
    tinta = f"{p.jawaban.warna.value}-text"
    besar = gaya.PERSEN.dengan(ukuran=30, tebal=True, rata="left", garis_bawah="", tinta=tinta)
    kata = gaya.BIASA.dengan(ukuran=14, tebal=True, tinta=tinta)
    teks = kolom.polos(p.jawaban.kata) if p.kelompok.jumlah else "Belum ada DIPA yang berlaku"
    kertas.tulis([Sel(p.persen(), besar), Sel(teks, kata)], tinggi=TINGGI_JAWABAN)
    kertas.lewati(tinggi=6)


def tulis_angka(kertas: Kertas, judul: str, isi: Sequence[Angka]) -> None:
    """The table of the key figures, over four columns."""
    kertas.tulis([Sel(judul, gaya.KEPALA), Sel("Nilai", gaya.KEPALA_KANAN), *[Sel(None, gaya.KEPALA)] * 2], tinggi=16)
    for a in isi:
        kertas.tulis([Sel(a.label, LABEL), Sel(a.isi, a.bentuk), Sel(a.keterangan, KETERANGAN), Sel(None, LABEL)])
    kertas.lewati(tinggi=8)


def dasar(p: Pokok, sumber: Mapping[str, Isi], tw: str, keterangan: Mapping[str, str]) -> Iterator[Angka]:
    """The sums, from `sumber` by name, and the percentages that are made of them."""
    k, r = p.kelompok, p.alamat
    for nama, label in zip(URUTAN, (f"Realisasi s.d. {tw}", "Pagu", "Blokir", "Pagu efektif"), strict=True):
        isi = Rumus(f"{r['pagu']}-{r['blokir']}", k.pagu_efektif) if nama == "efektif" else sumber[nama]
        yield Angka(label, isi, RP, keterangan.get(nama, ""))
    yield Angka("Persen dari pagu efektif", p.persen(), gaya.PERSEN.dengan(tebal=True), keterangan.get("persen", ""))
    total: Isi = TANPA
    if k.persen_pagu_bp is not None:
        total = rumus.persen(r["realisasi"], r["pagu"], (k.realisasi, k.pagu), k.batas)
    yield Angka("Persen dari pagu total", total, gaya.PERSEN)


def target(p: Pokok, tw: str) -> Angka:
    """The target of the quarter, or why there is none to show."""
    k = p.kelompok
    if k.target_beragam:
        isi = " dan ".join(kolom.batas_pendek(t) for t in k.target_beragam)
        return Angka(f"Target {tw}", isi, gaya.PERSEN, "DK dan TP berbeda")
    if k.target_bp is not None:
        return Angka(f"Target {tw}", k.target_bp / 10_000, gaya.PERSEN)
    berikut = f"berikutnya {_sasaran(k.sasaran.target_bp, k.sasaran.triwulan)}" if k.sasaran else "tidak ada target"
    return Angka(f"Target {tw}", TANPA, gaya.PERSEN, berikut)


def terhadap_target(p: Pokok, tw: str) -> Iterator[Angka]:
    """The gap in points and in rupiah, and what is still to be spent (rule 13)."""
    if p.jawaban.selisih is not None:
        yield from _selisih(p.jawaban.selisih, p)
    if p.jawaban.belanja is not None:
        yield from _belanja(p.jawaban.belanja, p, tw)


def _sasaran(bp: int, triwulan: int) -> str:
    return f"{kolom.batas_pendek(bp)} {nama_triwulan(triwulan)}"


def _selisih(x: Selisih, p: Pokok) -> Iterator[Angka]:
    r = p.alamat
    ke = _sasaran(x.target_bp, x.triwulan)
    poin = rumus.poin(r["persen"], rumus.pecahan(x.target_bp), p.kelompok.persen_bp, x.target_bp)
    tinta = p.jawaban.warna
    yield Angka(f"Selisih dengan {ke}", poin, gaya.status(gaya.POIN, tinta), "poin, dari angka yang ditampilkan")
    kata, hitung = ("Lebih dari", rumus.lebih) if x.tercapai else ("Kurang ke", rumus.kurang)
    yield Angka(f"{kata} {ke}", hitung(p.realisasi, r["efektif"], p.nilai, x.target_bp), gaya.status(RP, tinta))


def _belanja(x: Belanja, p: Pokok, tw: str) -> Iterator[Angka]:
    isi = rumus.kurang(p.realisasi, p.alamat["efektif"], p.nilai, x.target_bp)
    yield Angka("Masih harus dibelanjakan", isi, RP, f"sampai {_sasaran(x.target_bp, x.triwulan)}")
    if x.per_bulan is not None:
        per_bulan = Rumus(f"ROUNDUP(({isi.teks})/{x.bulan},0)", x.per_bulan)
        yield Angka("Per bulan", per_bulan, RP, f"{x.bulan} bulan dari akhir {tw}")
