"""The summary: where each DIPA stood at each quarter, one row for each kind of angka."""

from __future__ import annotations

from django.db import models

from realisasi.models.dipa import Dipa
from realisasi.models.kewenangan import Kewenangan
from realisasi.models.laporan import StatusLaporan
from realisasi.models.tahun import TahunAnggaran, Triwulan
from satker.models import Provinsi

BIT_CAP = 40


def dengan_angka(*, sementara: bool) -> models.Q:
    """The rows of one kind of angka, as a condition.

    Written as a comparison: SQLite takes `NOT sementara` for no use of an index, and reads the whole year.
    """
    return models.Q(sementara__in=[sementara])


class Rekap(models.Model):
    """What rules 2, 3 and 6 make of one DIPA at the end of one quarter, under one kind of angka (rule 7).

    Derived, and never the truth: `realisasi.rekap` keeps it in the transaction of each change, and
    `susun_ulang_rekap` makes it anew. Money in whole rupiah, cumulative. Nothing in it depends on a
    target, an ambang or another DIPA, so that a change of those needs no row rewritten.

    A DIPA without a revision in force has no row. `rasio` is that of `realisasi.penilaian`, NULL where
    there is no percentage (rules 4 and 6). The code of a satker is fixed once it has a DIPA.
    `cap` is a random number that all rows of a DIPA get anew at each change: equal sums mean equal rows.
    """

    # Found by the constraint below, which begins with it.
    dipa = models.ForeignKey(Dipa, on_delete=models.CASCADE, related_name="rekap", db_index=False)
    tahun = models.ForeignKey(TahunAnggaran, on_delete=models.CASCADE, related_name="+", db_index=False)
    provinsi = models.ForeignKey(Provinsi, on_delete=models.CASCADE, related_name="+", db_index=False)
    kewenangan = models.CharField(max_length=2, choices=Kewenangan)
    sementara = models.BooleanField(help_text="Angka sementara, bukan angka resmi.")
    triwulan = models.PositiveSmallIntegerField(choices=Triwulan)

    triwulan_data = models.PositiveSmallIntegerField(null=True)
    kode = models.CharField("kode satker", max_length=6)
    nomor_revisi = models.PositiveSmallIntegerField()
    berlaku_sejak = models.DateField()
    pagu = models.BigIntegerField()
    blokir = models.BigIntegerField()
    pagu_efektif = models.BigIntegerField()
    realisasi = models.BigIntegerField()
    rasio = models.BigIntegerField(null=True)
    pagu_51 = models.BigIntegerField(default=0)
    pagu_52 = models.BigIntegerField(default=0)
    pagu_53 = models.BigIntegerField(default=0)
    pagu_57 = models.BigIntegerField(default=0)
    pagu_00 = models.BigIntegerField(default=0)
    blokir_51 = models.BigIntegerField(default=0)
    blokir_52 = models.BigIntegerField(default=0)
    blokir_53 = models.BigIntegerField(default=0)
    blokir_57 = models.BigIntegerField(default=0)
    blokir_00 = models.BigIntegerField(default=0)
    realisasi_51 = models.BigIntegerField(default=0)
    realisasi_52 = models.BigIntegerField(default=0)
    realisasi_53 = models.BigIntegerField(default=0)
    realisasi_57 = models.BigIntegerField(default=0)
    realisasi_00 = models.BigIntegerField(default=0)

    # The report of the quarter itself; empty where nobody has begun one.
    status_laporan = models.CharField(max_length=12, choices=StatusLaporan, blank=True)
    terverifikasi = models.BooleanField(default=False)
    versi_diajukan = models.BigIntegerField(null=True)
    versi_terverifikasi = models.BigIntegerField(null=True)
    belum_diverifikasi = models.PositiveSmallIntegerField(
        default=0, help_text="Laporan yang ikut dihitung dan belum diverifikasi."
    )
    cap = models.BigIntegerField()

    class Meta:
        verbose_name = "rekap"
        verbose_name_plural = "rekap"
        ordering = ("dipa_id", "sementara", "triwulan")
        constraints = (
            models.UniqueConstraint(fields=("dipa", "sementara", "triwulan"), name="rekap_satu_per_triwulan"),
            models.CheckConstraint(condition=models.Q(triwulan__range=(1, 4)), name="rekap_triwulan_1_4"),
            models.CheckConstraint(
                condition=models.Q(pagu_efektif=models.F("pagu") - models.F("blokir")), name="rekap_pagu_efektif"
            ),
        )
        indexes = (
            # The rows of one page lie together, and each list of it is in the order of this index.
            models.Index(fields=("tahun", "sementara", "triwulan", "rasio"), name="rekap_halaman"),
            # Where one province changed, it alone is read; which one did, is told by this index alone.
            models.Index(fields=("tahun", "sementara", "provinsi", "triwulan"), name="rekap_provinsi"),
            models.Index(
                fields=("tahun", "sementara", "provinsi", "cap"), condition=models.Q(triwulan=4), name="rekap_cap"
            ),
        )

    def __str__(self) -> str:
        return f"Rekap DIPA {self.dipa_id}, triwulan {self.triwulan}, {'sementara' if self.sementara else 'resmi'}"
