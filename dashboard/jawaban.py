"""The headline of a page: the one answer, how far it is from the target, what is still to be spent."""

from __future__ import annotations

from dataclasses import dataclass

from realisasi import rupiah
from realisasi.kalender import bulan_tersisa, nama_triwulan
from realisasi.penilaian import Kelompok, Status, Warna, di_bawah, kekurangan, kelebihan
from realisasi.posisi import Posisi


@dataclass(frozen=True)
class Selisih:
    """The gap to one target (rule 13): points of the shown figures, rupiah rounded up."""

    tercapai: bool
    poin: int
    rupiah: int
    target_bp: int
    triwulan: int
    target_sendiri: bool

    @property
    def kata(self) -> str:
        return "lebih" if self.tercapai else "kurang"


@dataclass(frozen=True)
class Belanja:
    """`Masih harus dibelanjakan`: rupiah to the nearest later target, in all and per month."""

    rupiah: int
    per_bulan: int | None
    bulan: int
    target_bp: int
    triwulan: int


@dataclass(frozen=True)
class Jawaban:
    """The one answer of a page: figure, words, colour, gap, and what is still to be spent."""

    persen_bp: int | None
    warna: Warna
    kata: str
    selisih: Selisih | None
    belanja: Belanja | None
    ambang_bp: int
    garis_target_bp: int | None
    garis_target_triwulan: int | None


def jawaban_kelompok(k: Kelompok, ambang_bp: int) -> Jawaban:
    """The headline of a group; never a status code, but words of the same rules."""
    if k.persen_bp is None:
        kata = "Belum ada laporan yang diterima" if k.pagu_efektif else "Pagu efektif nol, tanpa persentase"
    elif k.target_beragam:
        kata = f"Target berbeda: {' dan '.join(rupiah.persen_pendek(t) for t in k.target_beragam)}"
    elif k.status is Status.TANPA_TARGET and k.sasaran_beragam:
        berikut = " dan ".join(f"{rupiah.persen_pendek(t)} {nama_triwulan(q)}" for q, t in k.sasaran_beragam)
        kata = f"{nama_triwulan(k.triwulan)} tanpa target; berikutnya berbeda: {berikut}"
    else:
        kata = _kata(k.status, k.triwulan, k.target_bp, ambang_bp)
    return _jawaban(k, kata, ambang_bp)


def jawaban_posisi(p: Posisi) -> Jawaban:
    """The headline of one DIPA."""
    if p.status is Status.BELUM_LAPOR:
        dari = f"; angka dari {nama_triwulan(p.triwulan_data)}" if p.triwulan_data else ""
        kata = f"Belum lapor {nama_triwulan(p.triwulan)}{dari}"
    elif p.persen_bp is None:
        kata = "Pagu efektif nol, tanpa persentase"
    else:
        kata = _kata(p.status, p.triwulan, p.target_bp, p.ukuran.ambang_bp)
    return _jawaban(p, kata, p.ukuran.ambang_bp)


def _kata(status: Status, triwulan: int, target_bp: int | None, ambang_bp: int) -> str:
    """What a status says in a headline, for a DIPA and a group alike."""
    target = rupiah.persen_pendek(target_bp)
    return {
        Status.DI_BAWAH_AMBANG: f"Di bawah ambang {rupiah.persen_pendek(ambang_bp)}",
        Status.DI_BAWAH_TARGET: f"Target {target} belum tercapai",
        Status.TERCAPAI: f"Target {target} tercapai",
        Status.TANPA_TARGET: f"{nama_triwulan(triwulan)} tanpa target",
        Status.BELUM_LAPOR: "Belum lapor",
    }[status]


def _jawaban(x: Kelompok | Posisi, kata: str, ambang_bp: int) -> Jawaban:
    sasaran = x.sasaran
    selisih = None
    if sasaran is not None and x.persen_bp is not None:
        tercapai = not di_bawah(x.realisasi, x.pagu_efektif, sasaran.target_bp)
        hitung = kelebihan if tercapai else kekurangan
        selisih = Selisih(
            tercapai=tercapai,
            poin=abs(x.persen_bp - sasaran.target_bp),
            rupiah=hitung(x.realisasi, x.pagu_efektif, sasaran.target_bp),
            target_bp=sasaran.target_bp,
            triwulan=sasaran.triwulan,
            target_sendiri=sasaran.triwulan == x.triwulan,
        )
    return Jawaban(
        persen_bp=x.persen_bp,
        warna=x.warna,
        kata=kata,
        selisih=selisih,
        belanja=_belanja(x),
        ambang_bp=ambang_bp,
        garis_target_bp=sasaran.target_bp if sasaran else None,
        garis_target_triwulan=sasaran.triwulan if sasaran else None,
    )


def _belanja(x: Kelompok | Posisi) -> Belanja | None:
    sasaran = x.sasaran_belanja
    if sasaran is None or x.pagu_efektif <= 0:
        return None
    kurang = kekurangan(x.realisasi, x.pagu_efektif, sasaran.target_bp)
    bulan = bulan_tersisa(x.triwulan, sasaran.triwulan)
    return Belanja(kurang, -(-kurang // bulan) if bulan else None, bulan, sasaran.target_bp, sasaran.triwulan)
