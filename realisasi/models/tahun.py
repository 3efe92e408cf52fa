"""Budget years: thresholds, targets, reporting windows, holidays."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from realisasi.models.kewenangan import Kewenangan
from satker.models import TERISI, Satker

SERATUS_PERSEN_BP = 10_000


class Triwulan(models.IntegerChoices):
    """The four quarters, as screens name them."""

    I = 1, "TW I"  # noqa: E741  (Roman numerals are the field's own names)
    II = 2, "TW II"
    III = 3, "TW III"
    IV = 4, "TW IV"


class TahunAnggaran(models.Model):
    """A budget year with its thresholds.

    `ambang_bp` and `batas_kuning_bp` are basis points: 9000 is 90 %. The colour limit is a
    share of the target (rule 8), not of the pagu.
    """

    tahun = models.PositiveSmallIntegerField(
        primary_key=True, validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    ambang_bp = models.PositiveIntegerField(
        "ambang (% dari pagu efektif)",
        default=9000,
        validators=[MaxValueValidator(SERATUS_PERSEN_BP)],
        help_text="Satker yang berakhir di bawah ambang ini ditandai.",
    )
    batas_kuning_bp = models.PositiveIntegerField(
        "batas kuning (% dari target)",
        default=9000,
        validators=[MaxValueValidator(SERATUS_PERSEN_BP)],
        help_text="Kuning mulai bagian ini dari target, merah di bawahnya.",
    )
    ditutup = models.BooleanField(default=False, help_text="Setelah ditutup, tidak ada lagi yang dapat ditulis.")
    ilustrasi = models.BooleanField(
        "data ilustrasi", default=False, help_text="Angka tahun ini contoh, bukan data terbitan resmi."
    )
    operator_mengajukan = models.BooleanField(
        "operator boleh mengajukan",
        default=False,
        help_text="Bila tidak, operator menyiapkan dan kepala dinas yang mengajukan.",
    )
    terbitan = models.TextField(
        "data terbitan",
        blank=True,
        help_text="Untuk tahun ilustrasi: angka mana yang tetap data terbitan resmi, dengan sumbernya.",
    )

    class Meta:
        verbose_name = "tahun anggaran"
        verbose_name_plural = "tahun anggaran"
        ordering = ("-tahun",)
        constraints = (
            models.CheckConstraint(condition=models.Q(tahun__range=(2000, 2100)), name="tahun_masuk_akal"),
            models.CheckConstraint(
                condition=models.Q(ambang_bp__lte=SERATUS_PERSEN_BP), name="tahun_ambang_paling_100"
            ),
            models.CheckConstraint(
                condition=models.Q(batas_kuning_bp__lte=SERATUS_PERSEN_BP), name="tahun_batas_kuning_paling_100"
            ),
        )

    def __str__(self) -> str:
        return str(self.tahun)


class Target(models.Model):
    """The target of one quarter, for one kewenangan or (empty) for both.

    The row for one kewenangan beats the row for both (rule 8).
    """

    tahun = models.ForeignKey(TahunAnggaran, on_delete=models.CASCADE, related_name="target", verbose_name="tahun")
    triwulan = models.PositiveSmallIntegerField(choices=Triwulan)
    kewenangan = models.CharField(
        max_length=2, choices=Kewenangan, blank=True, help_text="Kosong berarti berlaku untuk DK dan TP."
    )
    target_bp = models.PositiveIntegerField(
        "target (% dari pagu efektif)",
        validators=[MinValueValidator(1), MaxValueValidator(SERATUS_PERSEN_BP)],
        help_text="Kumulatif sampai akhir triwulan itu.",
    )

    class Meta:
        verbose_name = "target"
        verbose_name_plural = "target"
        ordering = ("tahun_id", "triwulan", "kewenangan")
        constraints = (
            models.UniqueConstraint(
                fields=("tahun", "triwulan", "kewenangan"),
                name="target_satu_per_triwulan",
                violation_error_message="Target untuk triwulan dan kewenangan ini sudah ada.",
            ),
            models.CheckConstraint(condition=models.Q(triwulan__range=(1, 4)), name="target_triwulan_1_4"),
            models.CheckConstraint(
                condition=models.Q(target_bp__range=(1, SERATUS_PERSEN_BP)), name="target_di_atas_0_paling_100"
            ),
            models.CheckConstraint(
                condition=models.Q(kewenangan__in=["", *Kewenangan.values]), name="target_kewenangan_dikenal"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_triwulan_display()} {self.tahun_id} {self.kewenangan or 'DK dan TP'}"


class PeriodePelaporan(models.Model):
    """The window in which the dinas may report one quarter: opens, due, closes (rule 10)."""

    tahun = models.ForeignKey(TahunAnggaran, on_delete=models.CASCADE, related_name="periode", verbose_name="tahun")
    triwulan = models.PositiveSmallIntegerField(choices=Triwulan)
    dibuka = models.DateField()
    tenggat = models.DateField(help_text="Laporan sesudah hari ini terlambat.")
    ditutup = models.DateField(help_text="Hari terakhir dinas dapat mengisi dan mengajukan.")
    pengumuman = models.CharField(
        max_length=300, blank=True, help_text="Satu kalimat di atas setiap halaman dinas selama periode ini terbuka."
    )

    class Meta:
        verbose_name = "periode pelaporan"
        verbose_name_plural = "periode pelaporan"
        ordering = ("tahun_id", "triwulan")
        constraints = (
            models.UniqueConstraint(fields=("tahun", "triwulan"), name="periode_satu_per_triwulan"),
            models.CheckConstraint(condition=models.Q(triwulan__range=(1, 4)), name="periode_triwulan_1_4"),
            models.CheckConstraint(
                condition=models.Q(dibuka__lte=models.F("tenggat"), tenggat__lte=models.F("ditutup")),
                name="periode_urut",
                violation_error_message="Urutannya: dibuka, tenggat, ditutup.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_triwulan_display()} {self.tahun_id}"


class PerpanjanganPeriode(models.Model):
    """A later end of the window for one satker, with its reason."""

    periode = models.ForeignKey(PeriodePelaporan, on_delete=models.CASCADE, related_name="perpanjangan")
    satker = models.ForeignKey(Satker, on_delete=models.CASCADE, related_name="perpanjangan")
    sampai = models.DateField()
    alasan = models.TextField()

    class Meta:
        verbose_name = "perpanjangan periode"
        verbose_name_plural = "perpanjangan periode"
        ordering = ("periode_id", "satker__kode")
        constraints = (
            models.UniqueConstraint(fields=("periode", "satker"), name="perpanjangan_satu_per_satker"),
            models.CheckConstraint(condition=~models.Q(alasan=""), name="perpanjangan_beralasan"),
        )

    def __str__(self) -> str:
        return f"{self.satker.kode}, {self.periode} sampai {self.sampai:%d-%m-%Y}"


class HariLibur(models.Model):
    """A national holiday or joint leave day; such a day is no working day (rule 12)."""

    class Jenis(models.TextChoices):
        NASIONAL = "NASIONAL", "Libur nasional"
        CUTI_BERSAMA = "CUTI_BERSAMA", "Cuti bersama"

    tanggal = models.DateField(primary_key=True)
    nama = models.CharField(max_length=200)
    jenis = models.CharField(max_length=12, choices=Jenis, default=Jenis.NASIONAL)

    class Meta:
        verbose_name = "hari libur"
        verbose_name_plural = "hari libur"
        ordering = ("tanggal",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(jenis__in=["NASIONAL", "CUTI_BERSAMA"]), name="libur_jenis_dikenal"
            ),
            models.CheckConstraint(condition=models.Q(nama__regex=TERISI), name="libur_bernama"),
        )

    def __str__(self) -> str:
        return f"{self.tanggal:%d-%m-%Y} {self.nama}"
