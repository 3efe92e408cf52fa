"""Reminders by mail that went out."""

from __future__ import annotations

from django.db import models

from realisasi.models.dipa import Dipa
from realisasi.models.tahun import Triwulan


class Pengingat(models.Model):
    """A reminder for one report on one day. The row is claimed before the mail goes: never two a day."""

    dipa = models.ForeignKey(Dipa, on_delete=models.CASCADE, related_name="pengingat", verbose_name="DIPA")
    triwulan = models.PositiveSmallIntegerField(choices=Triwulan)
    hari = models.DateField()
    penerima = models.TextField(help_text="Alamat surel, dipisah koma.")
    dikirim_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "pengingat"
        verbose_name_plural = "pengingat"
        ordering = ("-hari", "dipa_id", "triwulan")
        constraints = (
            models.UniqueConstraint(fields=("dipa", "triwulan", "hari"), name="pengingat_sekali_sehari"),
            models.CheckConstraint(condition=models.Q(triwulan__range=(1, 4)), name="pengingat_triwulan_1_4"),
        )

    def __str__(self) -> str:
        return f"{self.dipa}, {self.get_triwulan_display()}, {self.hari:%d-%m-%Y}"
