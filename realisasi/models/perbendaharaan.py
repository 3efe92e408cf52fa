"""The treasury's own figures, kept beside the reports to compare; they never count as a report."""

from __future__ import annotations

from django.db import models

from realisasi.models.dipa import Dipa, JenisBelanja
from realisasi.models.laporan import REALISASI_TERBESAR, Basis
from realisasi.models.tahun import Triwulan


class RealisasiPerbendaharaan(models.Model):
    """What the treasury's system shows for a DIPA until the end of a quarter, per jenis belanja.

    Cumulative, because that is what its printouts give; whole rupiah.
    """

    dipa = models.ForeignKey(Dipa, on_delete=models.CASCADE, related_name="perbendaharaan", verbose_name="DIPA")
    triwulan = models.PositiveSmallIntegerField(choices=Triwulan)
    jenis = models.CharField("jenis belanja", max_length=2, choices=JenisBelanja)
    realisasi_sd = models.BigIntegerField("realisasi s.d. triwulan itu (Rp)")
    basis = models.CharField(max_length=6, choices=Basis, blank=True)
    tanggal_data = models.DateField(null=True, blank=True)
    asal = models.CharField(max_length=200, blank=True, help_text="Berkas asal.")

    class Meta:
        verbose_name = "realisasi perbendaharaan"
        verbose_name_plural = "realisasi perbendaharaan"
        ordering = ("dipa_id", "triwulan", "jenis")
        constraints = (
            models.UniqueConstraint(fields=("dipa", "triwulan", "jenis"), name="perbendaharaan_satu_per_jenis"),
            models.CheckConstraint(condition=models.Q(triwulan__range=(1, 4)), name="perbendaharaan_triwulan_1_4"),
            models.CheckConstraint(
                condition=models.Q(jenis__in=JenisBelanja.values), name="perbendaharaan_jenis_dikenal"
            ),
            models.CheckConstraint(
                condition=models.Q(realisasi_sd__range=(-REALISASI_TERBESAR, REALISASI_TERBESAR)),
                name="perbendaharaan_masuk_akal",
            ),
        )

    def __str__(self) -> str:
        return f"Perbendaharaan {self.dipa}, {self.get_triwulan_display()}, {JenisBelanja(self.jenis).pendek}"
