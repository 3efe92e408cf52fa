"""Obstacles to spending: the register of a DIPA, and what each submitted version said of it."""

from __future__ import annotations

from django.db import models

from realisasi.models.dipa import Dipa
from realisasi.models.laporan import VersiLaporan
from realisasi.models.tahun import Triwulan
from satker.models import TERISI
from satker.tetap import TidakDapatDiubah, jaga


class KategoriKendala(models.TextChoices):
    """Where the obstacle lies."""

    PENGADAAN = "PENGADAAN", "Pengadaan"
    REVISI_DIPA = "REVISI_DIPA", "Revisi DIPA atau blokir"
    ADMINISTRASI = "ADMINISTRASI", "Administrasi dan pertanggungjawaban"
    PELAKSANAAN = "PELAKSANAAN", "Pelaksanaan kegiatan"
    SDM = "SDM", "Pejabat dan SDM"
    LAINNYA = "LAINNYA", "Lainnya"


class IsiKendala(models.Model):
    """What is said of an obstacle, and what is done about it by whom until when."""

    kategori = models.CharField(max_length=12, choices=KategoriKendala)
    uraian = models.TextField()
    tindak_lanjut = models.TextField()
    penanggung_jawab = models.CharField(max_length=150)
    batas_waktu = models.DateField()

    class Meta:
        abstract = True


class Kendala(IsiKendala):
    """An obstacle to spending, with what is done about it, open until it is closed."""

    dipa = models.ForeignKey(Dipa, on_delete=models.CASCADE, related_name="kendala", verbose_name="DIPA")
    triwulan_dibuka = models.PositiveSmallIntegerField(choices=Triwulan)
    triwulan_ditutup = models.PositiveSmallIntegerField(choices=Triwulan, null=True, blank=True)

    class Meta:
        verbose_name = "kendala"
        verbose_name_plural = "kendala"
        ordering = ("dipa_id", "triwulan_dibuka", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(triwulan_dibuka__range=(1, 4)), name="kendala_dibuka_1_4"),
            models.CheckConstraint(
                condition=models.Q(triwulan_ditutup__isnull=True)
                | models.Q(triwulan_ditutup__range=(1, 4), triwulan_ditutup__gte=models.F("triwulan_dibuka")),
                name="kendala_ditutup_sesudah_dibuka",
                violation_error_message="Kendala ditutup pada triwulan dibukanya atau sesudahnya.",
            ),
            models.CheckConstraint(
                condition=models.Q(kategori__in=KategoriKendala.values), name="kendala_kategori_dikenal"
            ),
            models.CheckConstraint(condition=models.Q(uraian__regex=TERISI), name="kendala_beruraian"),
            models.CheckConstraint(condition=models.Q(tindak_lanjut__regex=TERISI), name="kendala_bertindak_lanjut"),
            models.CheckConstraint(
                condition=models.Q(penanggung_jawab__regex=TERISI), name="kendala_berpenanggung_jawab"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kategori_display()}: {self.uraian[:60]}"

    def berlaku_pada(self, triwulan: int) -> bool:
        """Whether a report of this quarter has to do with it: opened by then, and not closed before."""
        return self.triwulan_dibuka <= triwulan and (self.triwulan_ditutup or triwulan) >= triwulan


class KendalaVersi(TidakDapatDiubah, IsiKendala):
    """An obstacle as a submitted version told it: opened in it, kept on, or closed by it."""

    versi = models.ForeignKey(VersiLaporan, on_delete=models.PROTECT, related_name="kendala")
    # The register's row may go when a later version takes the obstacle back; what was said stays.
    kendala = models.ForeignKey(
        Kendala, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="+"
    )
    triwulan_dibuka = models.PositiveSmallIntegerField(choices=Triwulan)
    selesai = models.BooleanField(default=False)

    class Meta:
        verbose_name = "kendala versi"
        verbose_name_plural = "kendala versi"
        ordering = ("versi_id", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(triwulan_dibuka__range=(1, 4)), name="kendala_versi_dibuka_1_4"),
            models.CheckConstraint(
                condition=models.Q(kategori__in=KategoriKendala.values), name="kendala_versi_kategori_dikenal"
            ),
        )

    def __str__(self) -> str:
        return f"{self.versi}, {self.get_kategori_display()}: {self.uraian[:60]}"


jaga(KendalaVersi)
