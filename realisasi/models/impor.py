"""The register of imports: which files came in, from whom, what they changed, and whether it was undone."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from satker.models import TERISI, Satker
from satker.tetap import TidakDapatDiubah, jaga


class JenisImpor(models.TextChoices):
    """What a file brings: offices, pagu, the treasury's figures, or an office's own past quarters."""

    SATKER = "satker", "Satker"
    DIPA = "dipa", "DIPA dan revisi"
    REALISASI = "realisasi", "Realisasi perbendaharaan"
    LAPORAN = "laporan", "Laporan triwulan"


class KeadaanImpor(models.TextChoices):
    """How far an import has come."""

    PRATINJAU = "PRATINJAU", "Pratinjau"
    DITERAPKAN = "DITERAPKAN", "Diterapkan"
    DIBATALKAN = "DIBATALKAN", "Dibatalkan"


def nama_simpan(_berkas: Any, _nama: str) -> str:
    """A name of our own: what a user calls a file never becomes a path."""
    return f"impor/{uuid.uuid4().hex}"


class Impor(models.Model):
    """One import of one or several files: previewed, then applied as a whole, perhaps undone as a whole.

    `ringkasan` is what the preview said (`realisasi.impor.rencana.Rencana.ringkasan`), `sidik` its
    fingerprint: where the database has changed since, applying shows a new preview instead.
    """

    jenis = models.CharField("yang diimpor", max_length=9, choices=JenisImpor)
    pilihan = models.JSONField(default=dict, blank=True, help_text="Tahun, triwulan, dan lainnya yang dipilih.")
    keadaan = models.CharField(max_length=10, choices=KeadaanImpor, default=KeadaanImpor.PRATINJAU)
    lewati_ditolak = models.BooleanField(
        "tanpa yang ditolak", default=False, help_text="Yang ditolak dilewati, yang lain diterapkan."
    )
    ringkasan = models.JSONField(default=dict, blank=True)
    sidik = models.CharField(max_length=64)
    # As in a version of a report: the name outlives the account, the reference is left as it is.
    dibuat_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    nama_pembuat = models.CharField("pengimpor", max_length=150)
    dibuat_pada = models.DateTimeField()
    nama_penerap = models.CharField("penerap", max_length=150, blank=True)
    diterapkan_pada = models.DateTimeField(null=True, blank=True)
    nama_pembatal = models.CharField("pembatal", max_length=150, blank=True)
    dibatalkan_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "impor"
        verbose_name_plural = "impor"
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=models.Q(jenis__in=JenisImpor.values), name="impor_jenis_dikenal"),
            models.CheckConstraint(
                condition=models.Q(keadaan="PRATINJAU", diterapkan_pada__isnull=True, dibatalkan_pada__isnull=True)
                | models.Q(keadaan="DITERAPKAN", diterapkan_pada__isnull=False, dibatalkan_pada__isnull=True)
                | models.Q(keadaan="DIBATALKAN", diterapkan_pada__isnull=False, dibatalkan_pada__isnull=False),
                name="impor_keadaan_bertanggal",
            ),
        )

    def __str__(self) -> str:
        return f"Impor {self.pk}: {self.get_jenis_display()}"


class BerkasImpor(models.Model):
    """A file of an import, kept as it came."""

    impor = models.ForeignKey(Impor, on_delete=models.PROTECT, related_name="berkas")
    berkas = models.FileField(upload_to=nama_simpan, max_length=100)
    nama = models.CharField("nama berkas", max_length=150)
    bentuk = models.CharField("dikenali sebagai", max_length=100, blank=True)
    ukuran = models.PositiveBigIntegerField("ukuran (bita)")
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = "berkas impor"
        verbose_name_plural = "berkas impor"
        ordering = ("impor_id", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(nama__regex=TERISI), name="berkas_impor_bernama"),
            models.UniqueConstraint(fields=("impor", "nama"), name="berkas_impor_nama_sekali"),
        )

    def __str__(self) -> str:
        return f"{self.impor}, {self.nama}"


class ButirImpor(TidakDapatDiubah):
    """One satker, revision, report or quarter that an import changed: the values before and after.

    `sebelum` is empty for what was new. Both hold what is compared and written back when the import
    is undone, the keys of the written rows among them; see `realisasi.impor.tulis`.
    """

    impor = models.ForeignKey(Impor, on_delete=models.PROTECT, related_name="butir")
    urutan = models.PositiveIntegerField()
    sebutan = models.CharField(max_length=200)
    # The satker itself may be what is undone; what was said of it stays.
    satker = models.ForeignKey(
        Satker, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="+"
    )
    sebelum = models.JSONField(null=True, blank=True)
    sesudah = models.JSONField()

    class Meta:
        verbose_name = "butir impor"
        verbose_name_plural = "butir impor"
        ordering = ("impor_id", "urutan")
        constraints = (models.UniqueConstraint(fields=("impor", "urutan"), name="butir_impor_urut"),)

    def __str__(self) -> str:
        return f"{self.impor}, {self.sebutan}"

    @property
    def baru(self) -> bool:
        """Whether it was not there before."""
        return self.sebelum is None


jaga(ButirImpor)
