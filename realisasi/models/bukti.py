"""Evidence that a dinas attaches to its report."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from realisasi.models.laporan import LaporanTriwulan, VersiLaporan
from satker.models import TERISI


def nama_simpan(_bukti: Any, _nama: str) -> str:
    """A name of our own: what a user calls a file never becomes a path."""
    return f"bukti/{uuid.uuid4().hex}"


class Bukti(models.Model):
    """A file that supports a report. Once a version rests on it, it is hidden but never deleted."""

    class Jenis(models.TextChoices):
        PDF = "PDF", "PDF"
        XLSX = "XLSX", "Excel (XLSX)"
        JPG = "JPG", "Foto (JPG)"
        PNG = "PNG", "Gambar (PNG)"

    laporan = models.ForeignKey(LaporanTriwulan, on_delete=models.PROTECT, related_name="bukti")
    berkas = models.FileField(upload_to=nama_simpan, max_length=100)
    nama = models.CharField("nama berkas", max_length=150)
    jenis = models.CharField(max_length=4, choices=Jenis)
    ukuran = models.PositiveIntegerField("ukuran (bita)")
    sha256 = models.CharField(max_length=64)
    nama_pengunggah = models.CharField(max_length=150)
    diunggah_pada = models.DateTimeField()
    dilepas = models.BooleanField(default=False, help_text="Dilepas dari draf; tetap ada pada versi yang memuatnya.")
    versi = models.ManyToManyField(VersiLaporan, related_name="bukti", blank=True)

    class Meta:
        verbose_name = "bukti pendukung"
        verbose_name_plural = "bukti pendukung"
        ordering = ("laporan_id", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(jenis__in=["PDF", "XLSX", "JPG", "PNG"]), name="bukti_jenis_dikenal"
            ),
            models.CheckConstraint(condition=models.Q(nama__regex=TERISI), name="bukti_bernama"),
            models.CheckConstraint(condition=models.Q(ukuran__gt=0), name="bukti_tidak_kosong"),
        )

    def __str__(self) -> str:
        return f"{self.laporan}: {self.nama}"
