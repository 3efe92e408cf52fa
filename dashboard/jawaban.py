"""The headline of a page: the one answer, how far it is from the target, what is still to be spent."""

from __future__ import annotations

from dataclasses import dataclass

from realisasi import rupiah
from realisasi.kalender import bulan_tersisa, nama_triwulan
from realisasi.penilaian import Kelompok, Status, Ukuran, Warna, di_bawah, kekurangan, kelebihan
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
    elif k.target_bp is None:
        kata = f"{nama_triwulan(k.triwulan)} tanpa target"
    else:
        tercapai = not di_bawah(k.realisasi, k.pagu_efektif, k.target_bp)
        kata = f"Target {rupiah.persen_pendek(k.target_bp)} {'tercapai' if tercapai else 'belum tercapai'}"
    ukuran = None if k.target_beragam else k.ukuran
    return _jawaban(k, ukuran, kata, ambang_bp)


def jawaban_posisi(p: Posisi) -> Jawaban:
    """The headline of one DIPA."""
    ambang = rupiah.persen_pendek(p.ukuran.ambang_bp)
    target = rupiah.persen_pendek(p.target_bp)
    tw = nama_triwulan(p.triwulan)
    if p.status is Status.BELUM_LAPOR:
        dari = f"; angka dari {nama_triwulan(p.triwulan_data)}" if p.triwulan_data else ""
        kata = f"Belum lapor {tw}{dari}"
    elif p.persen_bp is None:
        kata = "Pagu efektif nol, tanpa persentase"
    else:
        kata = {
            Status.DI_BAWAH_AMBANG: f"Di bawah ambang {ambang}",
            Status.DI_BAWAH_TARGET: f"Target {target} belum tercapai",
            Status.TERCAPAI: f"Target {target} tercapai",
            Status.TANPA_TARGET: f"{tw} tanpa target",
        }[p.status]
    return _jawaban(p, p.ukuran, kata, p.ukuran.ambang_bp)


def _jawaban(x: Kelompok | Posisi, ukuran: Ukuran | None, kata: str, ambang_bp: int) -> Jawaban:
    sasaran = ukuran.sasaran(x.triwulan) if ukuran else None
    selisih = None
    if ukuran and sasaran and x.persen_bp is not None:
        target = ukuran.target[sasaran]
        tercapai = not di_bawah(x.realisasi, x.pagu_efektif, target)
        hitung = kelebihan if tercapai else kekurangan
        selisih = Selisih(
            tercapai=tercapai,
            poin=abs(x.persen_bp - target),
            rupiah=hitung(x.realisasi, x.pagu_efektif, target),
            target_bp=target,
            triwulan=sasaran,
            target_sendiri=sasaran == x.triwulan,
        )
    return Jawaban(
        persen_bp=x.persen_bp,
        warna=x.warna,
        kata=kata,
        selisih=selisih,
        belanja=_belanja(x, ukuran),
        ambang_bp=ambang_bp,
        garis_target_bp=ukuran.target[sasaran] if ukuran and sasaran else None,
        garis_target_triwulan=sasaran,
    )


def _belanja(x: Kelompok | Posisi, ukuran: Ukuran | None) -> Belanja | None:
    sasaran = ukuran.sasaran_belanja(x.triwulan) if ukuran else None
    if ukuran is None or sasaran is None or x.pagu_efektif <= 0:
        return None
    kurang = kekurangan(x.realisasi, x.pagu_efektif, ukuran.target[sasaran])
    bulan = bulan_tersisa(x.triwulan, sasaran)
    return Belanja(kurang, -(-kurang // bulan) if bulan else None, bulan, ukuran.target[sasaran], sasaran)
