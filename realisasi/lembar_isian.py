"""Everything that one entry page rests on: pagu in force, what was spent before, the draft, the window.

Figures here are the dinas's own work in progress; what counts for anybody else comes from
`realisasi.posisi` alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from realisasi import penilaian, peringatan
from realisasi.isian import TERUSKAN, TUTUP, Isian, berisi, dari_draf, dari_kendala, dari_versi, lengkapi_kendala
from realisasi.jendela import JendelaLaporan, baca_jendela
from realisasi.kalender import akhir_triwulan, bulan_tersisa, triwulan_pertama
from realisasi.models import (
    Dipa,
    JenisBelanja,
    Kendala,
    LaporanTriwulan,
    RevisiDipa,
    RincianVersi,
    StatusLaporan,
    TahunAnggaran,
    VersiLaporan,
)
from realisasi.penilaian import Sasaran, Status, Ukuran, Warna
from realisasi.peringatan import Peringatan
from realisasi.posisi import Revisi, baca_tahun, revisi_berlaku

JENIS_ISIAN = (JenisBelanja.PEGAWAI, JenisBelanja.BARANG, JenisBelanja.MODAL, JenisBelanja.BANSOS)
DAPAT_DIISI = frozenset({StatusLaporan.DRAF, StatusLaporan.DIKEMBALIKAN})
BERLAKU = frozenset({StatusLaporan.DIAJUKAN, StatusLaporan.DIVERIFIKASI})


@dataclass(frozen=True)
class BarisIsian:
    """One jenis belanja of the grid, in rupiah; `pagu` is None where the DIPA is not broken down.

    `wajib` says that it must be filled in: the DIPA in force has it.
    """

    jenis: JenisBelanja
    pagu: int | None
    blokir: int | None
    sebelum: int
    sekarang: int | None
    wajib: bool

    @property
    def kumulatif(self) -> int:
        return self.sebelum + (self.sekarang or 0)

    @property
    def pagu_efektif(self) -> int | None:
        return None if self.pagu is None else self.pagu - (self.blokir or 0)

    @property
    def sisa(self) -> int | None:
        """What is left of the pagu efektif of this jenis."""
        return None if self.pagu_efektif is None else self.pagu_efektif - self.kumulatif

    @property
    def persen_bp(self) -> int | None:
        return None if not self.pagu_efektif else penilaian.persen_bp(self.kumulatif, self.pagu_efektif)


@dataclass(frozen=True)
class LembarIsian:
    """The entry page of one DIPA and quarter. Money in rupiah, percentages in basis points."""

    dipa: Dipa
    triwulan: int
    tahun: TahunAnggaran
    laporan: LaporanTriwulan | None
    pertama: int
    revisi: Revisi
    ukuran: Ukuran
    jendela: JendelaLaporan | None
    isian: Isian
    sebelumnya: Mapping[int, tuple[StatusLaporan | None, Mapping[str, int]]]
    sesudahnya: Mapping[int, Mapping[str, int]]
    kendala_terbuka: Sequence[Kendala]
    versi_lalu: VersiLaporan | None
    riwayat: Sequence[int]

    @property
    def perubahan_ke(self) -> int:
        return self.laporan.perubahan_ke if self.laporan else 0

    @property
    def status_laporan(self) -> StatusLaporan | None:
        return StatusLaporan(self.laporan.status) if self.laporan else None

    @property
    def dapat_diisi(self) -> bool:
        """Whether state, window and year let the dinas write today."""
        terbuka = self.jendela is not None and self.jendela.terbuka and not self.tahun.ditutup
        return terbuka and (self.status_laporan is None or self.status_laporan in DAPAT_DIISI)

    @property
    def belum_dirinci(self) -> bool:
        return JenisBelanja.BELUM_DIRINCI in self.revisi.rincian

    @cached_property
    def sebelum_jenis(self) -> dict[str, int]:
        """Spent until the end of the quarter before, by jenis."""
        hasil: dict[str, int] = {}
        for _, realisasi in self.sebelumnya.values():
            for jenis, nilai in realisasi.items():
                hasil[jenis] = hasil.get(jenis, 0) + nilai
        return hasil

    @cached_property
    def baris(self) -> tuple[BarisIsian, ...]:
        """The rows of the grid: all four jenis, and `belum dirinci` only where amounts stand under it."""
        jenis = list(JENIS_ISIAN)
        if JenisBelanja.BELUM_DIRINCI in self.sebelum_jenis or JenisBelanja.BELUM_DIRINCI in self.isian.realisasi:
            jenis.append(JenisBelanja.BELUM_DIRINCI)
        return tuple(self._baris(j) for j in jenis)

    def _baris(self, jenis: JenisBelanja) -> BarisIsian:
        ada = jenis in self.revisi.rincian
        pagu, blokir = self.revisi.rincian.get(jenis, (0, 0))
        if self.belum_dirinci:
            return BarisIsian(
                jenis, None, None, self.sebelum_jenis.get(jenis, 0), self.isian.realisasi.get(jenis), wajib=False
            )
        return BarisIsian(
            jenis, pagu, blokir, self.sebelum_jenis.get(jenis, 0), self.isian.realisasi.get(jenis), wajib=ada
        )

    @property
    def total_pagu(self) -> int:
        return self.revisi.pagu

    @property
    def total_blokir(self) -> int:
        return self.revisi.blokir

    @property
    def pagu_efektif(self) -> int:
        return self.revisi.pagu - self.revisi.blokir

    @property
    def sebelum(self) -> int:
        return sum(b.sebelum for b in self.baris)

    @property
    def sekarang(self) -> int:
        return sum(b.sekarang or 0 for b in self.baris)

    @property
    def kumulatif(self) -> int:
        return self.sebelum + self.sekarang

    @property
    def sisa(self) -> int:
        return self.pagu_efektif - self.kumulatif

    @property
    def terisi(self) -> int:
        """How many of the rows that must be filled in are."""
        return sum(b.sekarang is not None for b in self.baris if b.wajib)

    @property
    def harus_terisi(self) -> int:
        return sum(b.wajib for b in self.baris)

    @property
    def ada_isi(self) -> bool:
        return any(b.sekarang is not None for b in self.baris)

    @property
    def persen_bp(self) -> int | None:
        """What the quarter would stand at if this draft were accepted; None without pagu efektif."""
        return penilaian.persen_bp(self.kumulatif, self.pagu_efektif, self.ukuran.batas(self.triwulan))

    @property
    def status(self) -> Status:
        return penilaian.status(
            self.kumulatif, self.pagu_efektif, melapor=True, triwulan=self.triwulan, ukuran=self.ukuran
        )

    @property
    def warna(self) -> Warna:
        return penilaian.warna(
            self.status, self.kumulatif, self.pagu_efektif, triwulan=self.triwulan, ukuran=self.ukuran
        )

    @property
    def target_bp(self) -> int | None:
        return self.ukuran.target.get(self.triwulan)

    @property
    def di_bawah_target(self) -> bool:
        """Whether an obstacle must be named (rule 10)."""
        return self.status in {Status.DI_BAWAH_TARGET, Status.DI_BAWAH_AMBANG}

    @property
    def sasaran(self) -> Sasaran | None:
        return self.ukuran.sasaran(self.triwulan)

    @property
    def sasaran_belanja(self) -> Sasaran | None:
        """The target that is still to be spent to (rule 13)."""
        return self.ukuran.sasaran_belanja(self.triwulan)

    def kurang_ke(self, sasaran: Sasaran) -> int:
        """Rupiah missing to a target, rounded up; 0 where it is met."""
        return penilaian.kekurangan(self.kumulatif, self.pagu_efektif, sasaran.target_bp)

    @property
    def belanja(self) -> tuple[Sasaran, int, int, int] | None:
        """Target still to be spent to, rupiah missing, months left, rupiah a month (rule 13)."""
        tujuan = self.sasaran_belanja
        if tujuan is None:
            return None
        kurang = self.kurang_ke(tujuan)
        bulan = bulan_tersisa(self.triwulan, tujuan.triwulan)
        return tujuan, kurang, bulan, -(-kurang // bulan) if bulan else 0

    @cached_property
    def peringatan(self) -> tuple[Peringatan, ...]:
        """The warnings that the draft gives, each to be answered with a reason."""
        terlambat = 0
        if self.versi_lalu is None and self.jendela is not None:
            terlambat = self.jendela.terlambat  # a report that was on time once is not late by its correction
        versi_lalu = {r.jenis: r.realisasi for r in self.versi_lalu.rincian.all()} if self.versi_lalu else {}
        return peringatan.periksa(
            peringatan.Bahan(
                triwulan=self.triwulan,
                pertama=self.pertama,
                pagu_efektif=self.pagu_efektif,
                pagu=self.total_pagu,
                baris=[
                    peringatan.Baris(b.jenis.value, b.jenis.pendek, b.pagu, b.sebelum, b.sekarang) for b in self.baris
                ],
                riwayat=self.riwayat,
                versi_lalu=versi_lalu,
                terlambat=terlambat,
            )
        )

    def dengan(self, isian: Isian) -> LembarIsian:
        """The same page with another draft, as it would be if that were stored.

        A reason that stays as it was answers what it answered; a new one, what it stands at now.
        """
        kendala = lengkapi_kendala(isian.kendala, self.kendala_terbuka, self.triwulan)
        baru = replace(self, isian=replace(isian, kendala=kendala))
        sekarang = {p.kunci: p.besar for p in baru.peringatan}
        lama = self.isian
        dijawab = {
            kunci: lama.dijawab.get(kunci, 0) if lama.alasan.get(kunci) == teks else sekarang.get(kunci, 0)
            for kunci, teks in isian.alasan.items()
        }
        return replace(baru, isian=replace(baru.isian, dijawab={**dijawab, **isian.dijawab}))

    def terjawab(self, p: Peringatan) -> bool:
        """Whether a warning has a reason that was written for no less than it says now."""
        return berisi(self.isian.alasan.get(p.kunci, "")) and self.isian.dijawab.get(p.kunci, 0) >= p.besar


@dataclass(frozen=True)
class BahanLembar:
    """What was read of one DIPA: enough for the entry page of each of its quarters.

    `tahun_lalu` are the totals of last year's verified quarters, the pattern for a first quarter.
    """

    revisi: Sequence[Revisi]
    laporan: Mapping[int, LaporanTriwulan]
    kendala: Sequence[Kendala]
    ukuran: Ukuran
    tahun_lalu: Sequence[int]


def susun_lembar(
    dipa: Dipa, triwulan: int, bahan: BahanLembar, jendela: JendelaLaporan | None, *, ringkas: bool = False
) -> LembarIsian | None:
    """The entry page of one quarter; None where no revision is in force in it (rule 3).

    With `ringkas` a report that waits or is verified comes with its figures alone.
    """
    berlaku = revisi_berlaku(bahan.revisi, akhir_triwulan(dipa.tahun_id, triwulan))
    if berlaku is None:
        return None
    pertama = triwulan_pertama(dipa.tahun_id, min(r.berlaku_sejak for r in bahan.revisi)) or triwulan
    laporan = bahan.laporan.get(triwulan)
    versi_lalu = (laporan.versi_diajukan or laporan.versi_terverifikasi) if laporan else None
    terbuka = [
        k
        for k in bahan.kendala
        if k.berlaku_pada(triwulan) and (k.triwulan_dibuka < triwulan or versi_lalu is not None)
    ]
    sebelumnya = {q: _isi_lain(bahan.laporan.get(q)) for q in range(pertama, triwulan)}
    return LembarIsian(
        dipa=dipa,
        triwulan=triwulan,
        tahun=dipa.tahun,
        laporan=laporan,
        pertama=pertama,
        revisi=berlaku,
        ukuran=bahan.ukuran,
        jendela=jendela,
        isian=_isian(laporan, terbuka, triwulan, ringkas=ringkas),
        sebelumnya=sebelumnya,
        sesudahnya={
            q: versi_isi(lain.versi_berlaku)
            for q, lain in sorted(bahan.laporan.items())
            if q > triwulan and lain.status in BERLAKU
        },
        kendala_terbuka=terbuka,
        versi_lalu=versi_lalu,
        riwayat=[sum(isi.values()) for _, isi in sebelumnya.values()] or bahan.tahun_lalu,
    )


def baca_lembar(dipa: Dipa, triwulan: int, hari_ini: dt.date) -> LembarIsian | None:
    """Read one entry page; None where no revision of the DIPA is in force in that quarter (rule 3)."""
    laporan = (
        LaporanTriwulan.objects.filter(dipa=dipa)
        .select_related("versi_diajukan", "versi_terverifikasi")
        .prefetch_related(
            "rincian_draf",
            "versi_diajukan__rincian",
            "versi_diajukan__kendala",
            "versi_diajukan__peringatan",
            "versi_terverifikasi__rincian",
        )
    )
    bahan = BahanLembar(
        revisi=revisi_dipa(dipa.revisi.prefetch_related("pagu")),
        laporan={lap.triwulan: lap for lap in laporan},
        kendala=list(dipa.kendala.all()),
        ukuran=baca_tahun()[dipa.tahun_id].ukuran[dipa.kewenangan],
        tahun_lalu=_tahun_lalu(dipa),
    )
    return susun_lembar(dipa, triwulan, bahan, baca_jendela(dipa.tahun_id, triwulan, dipa.satker_id, hari_ini))


def revisi_dipa(revisi: Iterable[RevisiDipa]) -> list[Revisi]:
    """Stored revisions with their amounts, as the rules take them."""
    return [
        Revisi(r.nomor, r.berlaku_sejak, r.catatan, {p.jenis: (p.pagu, p.blokir) for p in r.pagu.all()}) for r in revisi
    ]


def versi_isi(versi: VersiLaporan | None) -> dict[str, int]:
    """The amounts of a version by jenis; empty for none."""
    return {r.jenis: r.realisasi for r in versi.rincian.all()} if versi else {}


def _isian(laporan: LaporanTriwulan | None, terbuka: Sequence[Kendala], triwulan: int, *, ringkas: bool) -> Isian:
    if laporan is None:
        return Isian(kendala=lengkapi_kendala((), terbuka, triwulan))
    versi = laporan.versi_berlaku
    if laporan.status in BERLAKU and versi is not None:
        if ringkas:
            return Isian(versi_isi(versi), versi.basis, versi.tanggal_data, versi.fisik)
        isian = dari_versi(versi)
        if versi.memuat_kendala:
            return isian
        return replace(
            isian,
            kendala=tuple(dari_kendala(k, TUTUP if k.triwulan_ditutup == triwulan else TERUSKAN) for k in terbuka),
        )
    return dari_draf(laporan, terbuka)


def _isi_lain(laporan: LaporanTriwulan | None) -> tuple[StatusLaporan | None, dict[str, int]]:
    """State and amounts of an earlier quarter: of the version that counts, else of the last submitted.

    A draft is taken only where nothing was ever submitted, so that no submission of another
    quarter rests on one (rule 10).
    """
    if laporan is None:
        return None, {}
    versi = laporan.versi_berlaku or laporan.versi_diajukan
    isi = versi_isi(versi) if versi else {r.jenis: r.realisasi for r in laporan.rincian_draf.all()}
    return StatusLaporan(laporan.status), isi


def _tahun_lalu(dipa: Dipa) -> list[int]:
    """Totals of last year's verified quarters of the same satker and kewenangan.

    Money that came under the other kewenangan is no pattern: it was other work.
    """
    jumlah: dict[int, int] = {}
    lalu = LaporanTriwulan.objects.filter(
        dipa__satker=dipa.satker_id, dipa__kewenangan=dipa.kewenangan, dipa__tahun=dipa.tahun_id - 1
    )
    baris = RincianVersi.objects.filter(versi_id__in=lalu.values("versi_terverifikasi"))
    for triwulan, nilai in baris.values_list("versi__laporan__triwulan", "realisasi"):
        jumlah[triwulan] = jumlah.get(triwulan, 0) + nilai
    return list(jumlah.values())
