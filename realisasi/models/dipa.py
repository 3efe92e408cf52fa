"""Budget documents and their revisions."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from realisasi.models.kewenangan import Kewenangan
from realisasi.models.tahun import TahunAnggaran
from satker.models import Satker

NOMOR_DIPA = r"^DIPA-[0-9]{3}\.[0-9]{2}\.[0-9]\.[0-9]{6}/[0-9]{4}\Z"
# No ministry's ceiling comes near; the bound keeps every sum of a year inside 64 bits.
PAGU_TERBESAR = 10**15


class JenisBelanja(models.TextChoices):
    """Kinds of spending: the first two digits of an akun."""

    PEGAWAI = "51", "Belanja pegawai"
    BARANG = "52", "Belanja barang"
    MODAL = "53", "Belanja modal"
    BANSOS = "57", "Bantuan sosial"
    BELUM_DIRINCI = "00", "Belum dirinci"

    @property
    def pendek(self) -> str:
        """`52 Barang`, as column heads and charts show it."""
        return {
            "51": "51 Pegawai",
            "52": "52 Barang",
            "53": "53 Modal",
            "57": "57 Bantuan sosial",
            "00": "Belum dirinci",
        }[self.value]


class Dipa(models.Model):
    """The yearly budget document of one satker and one kewenangan."""

    tahun = models.ForeignKey(TahunAnggaran, on_delete=models.PROTECT, related_name="dipa", verbose_name="tahun")
    satker = models.ForeignKey(Satker, on_delete=models.PROTECT, related_name="dipa", verbose_name="satker")
    kewenangan = models.CharField(max_length=2, choices=Kewenangan)
    nomor = models.CharField(
        "nomor DIPA",
        max_length=30,
        blank=True,
        validators=[RegexValidator(NOMOR_DIPA, "Bentuk nomor: DIPA-019.05.4.123456/2026.")],
    )
    nama_satker = models.CharField(
        "nama satker pada tahun itu", max_length=200, blank=True, help_text="Kosong: diisi dengan nama satker sekarang."
    )

    class Meta:
        verbose_name = "DIPA"
        verbose_name_plural = "DIPA"
        ordering = ("-tahun_id", "satker__kode", "kewenangan")
        # Which years have money of which kewenangan is asked by every page.
        indexes = (models.Index(fields=("tahun", "kewenangan", "satker"), name="dipa_tahun_kewenangan"),)
        constraints = (
            models.UniqueConstraint(
                fields=("tahun", "satker", "kewenangan"),
                name="dipa_satu_per_tahun",
                violation_error_message="Satker ini sudah mempunyai DIPA dengan kewenangan itu pada tahun itu.",
            ),
            models.UniqueConstraint(
                fields=("nomor",),
                condition=~models.Q(nomor=""),
                name="dipa_nomor_unik",
                violation_error_message="Nomor DIPA ini sudah dipakai DIPA lain.",
            ),
            models.CheckConstraint(
                condition=models.Q(kewenangan__in=Kewenangan.values), name="dipa_kewenangan_dikenal"
            ),
            models.CheckConstraint(
                condition=models.Q(nomor="") | models.Q(nomor__regex=NOMOR_DIPA),
                name="dipa_bentuk_nomor",
                violation_error_message="Bentuk nomor: DIPA-019.05.4.123456/2026.",
            ),
        )

    def __str__(self) -> str:
        return self.nomor or f"DIPA {self.satker.kode} {self.kewenangan} {self.tahun_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.nama_satker:
            self.nama_satker = self.satker.nama
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if not re.match(NOMOR_DIPA, self.nomor):
            return  # empty, or said by the validator of the field
        digit, ekor = self.nomor.split(".")[2:]
        if self.kewenangan in Kewenangan.values and digit != Kewenangan(self.kewenangan).digit:
            raise ValidationError(
                {
                    "nomor": f"Angka kewenangan dalam nomor adalah {digit}, padahal {self.kewenangan} ditulis "
                    f"{Kewenangan(self.kewenangan).digit}. Perbaiki nomor atau kewenangannya."
                }
            )
        kode = ekor.partition("/")[0]
        if self.satker_id and kode != self.satker.kode:
            raise ValidationError(
                {
                    "nomor": f"Kode satker dalam nomor adalah {kode}, padahal kode satker ini {self.satker.kode}. "
                    "Perbaiki nomor atau satkernya."
                }
            )


class RevisiDipa(models.Model):
    """One revision of a DIPA: number 0 is the first issue."""

    dipa = models.ForeignKey(Dipa, on_delete=models.CASCADE, related_name="revisi", verbose_name="DIPA")
    nomor = models.PositiveSmallIntegerField("revisi ke-")
    berlaku_sejak = models.DateField()
    catatan = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "revisi DIPA"
        verbose_name_plural = "revisi DIPA"
        ordering = ("dipa_id", "nomor")
        constraints = (
            models.UniqueConstraint(
                fields=("dipa", "nomor"),
                name="revisi_nomor_unik",
                violation_error_message="Nomor revisi ini sudah ada pada DIPA itu.",
            ),
        )
        indexes = (models.Index(fields=("dipa", "berlaku_sejak", "nomor"), name="revisi_yang_berlaku"),)

    def __str__(self) -> str:
        return f"{self.dipa} revisi ke-{self.nomor}"


class PaguRevisi(models.Model):
    """Pagu and blokir of one jenis belanja in one revision, whole rupiah.

    Where a source gives only the total, it stands under the jenis `belum dirinci`.
    """

    revisi = models.ForeignKey(RevisiDipa, on_delete=models.CASCADE, related_name="pagu")
    jenis = models.CharField("jenis belanja", max_length=2, choices=JenisBelanja)
    pagu = models.BigIntegerField("pagu (Rp)", validators=[MinValueValidator(0), MaxValueValidator(PAGU_TERBESAR)])
    blokir = models.BigIntegerField("blokir (Rp)", default=0, validators=[MinValueValidator(0)])

    class Meta:
        verbose_name = "pagu per jenis belanja"
        verbose_name_plural = "pagu per jenis belanja"
        ordering = ("revisi_id", "jenis")
        constraints = (
            models.UniqueConstraint(
                fields=("revisi", "jenis"),
                name="pagu_satu_per_jenis",
                violation_error_message="Jenis belanja ini sudah ada pada revisi itu.",
            ),
            models.CheckConstraint(condition=models.Q(jenis__in=JenisBelanja.values), name="pagu_jenis_dikenal"),
            models.CheckConstraint(
                condition=models.Q(pagu__gte=0, pagu__lte=PAGU_TERBESAR),
                name="pagu_tidak_negatif",
                violation_error_message="Pagu tidak boleh negatif.",
            ),
            models.CheckConstraint(
                condition=models.Q(blokir__gte=0, blokir__lte=models.F("pagu")),
                name="pagu_blokir_dalam_pagu",
                violation_error_message="Blokir tidak boleh negatif atau melebihi pagu.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.revisi}, {JenisBelanja(self.jenis).pendek}"
