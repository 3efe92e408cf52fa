"""Quarterly reports, their immutable versions, and the obstacles that they name."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from realisasi.models.dipa import Dipa, JenisBelanja
from realisasi.models.tahun import Triwulan
from satker.models import TERISI
from satker.tetap import TidakDapatDiubah, jaga

REALISASI_TERBESAR = 10**15


class StatusLaporan(models.TextChoices):
    """State of a quarterly report (rule 10). Not the status of a figure (rule 8)."""

    DRAF = "DRAF", "Draf"
    DIAJUKAN = "DIAJUKAN", "Diajukan"
    DIVERIFIKASI = "DIVERIFIKASI", "Diverifikasi"
    DIKEMBALIKAN = "DIKEMBALIKAN", "Dikembalikan"


class Basis(models.TextChoices):
    """What counts as spent in the data: payment orders honoured, or accruals."""

    SP2D = "SP2D", "SP2D"
    AKRUAL = "AKRUAL", "Akrual"


class IsiLaporan(models.Model):
    """What a draft and a version say beside their amounts; may be empty for old data."""

    basis = models.CharField(max_length=6, choices=Basis, blank=True)
    tanggal_data = models.DateField(null=True, blank=True, help_text="Hari sampai kapan data dihitung.")
    fisik = models.PositiveSmallIntegerField(
        "kemajuan fisik (%)", null=True, blank=True, validators=[MaxValueValidator(100)]
    )

    class Meta:
        abstract = True


class LaporanTriwulan(IsiLaporan):
    """The report of one DIPA and one quarter: its state, its draft, and which versions count.

    The fields of `IsiLaporan` and `RincianDraf` are the draft; no query of figures reads them.
    """

    dipa = models.ForeignKey(Dipa, on_delete=models.CASCADE, related_name="laporan", verbose_name="DIPA")
    triwulan = models.PositiveSmallIntegerField(choices=Triwulan)
    status = models.CharField(max_length=12, choices=StatusLaporan, default=StatusLaporan.DRAF)
    versi_diajukan = models.ForeignKey(
        "VersiLaporan", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="versi diajukan"
    )
    versi_terverifikasi = models.ForeignKey(
        "VersiLaporan",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="versi terverifikasi",
    )
    # As in a version: the name outlives the account, the reference is left as it is.
    diverifikasi_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
    )
    nama_pemverifikasi = models.CharField(max_length=150, blank=True)
    diverifikasi_pada = models.DateTimeField(null=True, blank=True)
    alasan_dikembalikan = models.TextField(blank=True)

    class Meta:
        verbose_name = "laporan triwulan"
        verbose_name_plural = "laporan triwulan"
        ordering = ("dipa_id", "triwulan")
        constraints = (
            models.UniqueConstraint(fields=("dipa", "triwulan"), name="laporan_satu_per_triwulan"),
            models.CheckConstraint(condition=models.Q(triwulan__range=(1, 4)), name="laporan_triwulan_1_4"),
            models.CheckConstraint(condition=models.Q(status__in=StatusLaporan.values), name="laporan_status_dikenal"),
            models.CheckConstraint(
                condition=~models.Q(status="DIAJUKAN") | models.Q(versi_diajukan__isnull=False),
                name="laporan_diajukan_berversi",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="DIVERIFIKASI") | models.Q(versi_terverifikasi__isnull=False),
                name="laporan_diverifikasi_berversi",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="DIKEMBALIKAN") | ~models.Q(alasan_dikembalikan=""),
                name="laporan_dikembalikan_beralasan",
            ),
            models.CheckConstraint(
                condition=models.Q(fisik__isnull=True) | models.Q(fisik__range=(0, 100)), name="laporan_fisik_0_100"
            ),
            models.CheckConstraint(condition=models.Q(basis__in=["", *Basis.values]), name="laporan_basis_dikenal"),
        )

    def __str__(self) -> str:
        return f"{self.dipa}, {self.get_triwulan_display()}"


class RincianDraf(models.Model):
    """Draft amount of one jenis belanja, spent in that quarter alone, whole rupiah."""

    laporan = models.ForeignKey(LaporanTriwulan, on_delete=models.CASCADE, related_name="rincian_draf")
    jenis = models.CharField("jenis belanja", max_length=2, choices=JenisBelanja)
    realisasi = models.BigIntegerField("realisasi triwulan itu saja (Rp)")

    class Meta:
        verbose_name = "rincian draf"
        verbose_name_plural = "rincian draf"
        ordering = ("laporan_id", "jenis")
        constraints = (
            models.UniqueConstraint(fields=("laporan", "jenis"), name="draf_satu_per_jenis"),
            models.CheckConstraint(condition=models.Q(jenis__in=JenisBelanja.values), name="draf_jenis_dikenal"),
            models.CheckConstraint(
                condition=models.Q(realisasi__range=(-REALISASI_TERBESAR, REALISASI_TERBESAR)),
                name="draf_realisasi_masuk_akal",
            ),
        )

    def __str__(self) -> str:
        return f"Draf {self.laporan}, {JenisBelanja(self.jenis).pendek}"


class VersiLaporan(TidakDapatDiubah, IsiLaporan):
    """What was submitted once, never changed afterwards; the only source of figures."""

    laporan = models.ForeignKey(LaporanTriwulan, on_delete=models.PROTECT, related_name="versi")
    nomor = models.PositiveSmallIntegerField("versi ke-", validators=[MinValueValidator(1)])
    diajukan_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
    )
    nama_pengaju = models.CharField(max_length=150, blank=True)
    diajukan_pada = models.DateTimeField(null=True, blank=True, help_text="Kosong untuk data lama yang diimpor.")
    asal = models.CharField(max_length=200, blank=True, help_text="Berkas asal bila diimpor.")

    class Meta:
        verbose_name = "versi laporan"
        verbose_name_plural = "versi laporan"
        ordering = ("laporan_id", "nomor")
        constraints = (
            models.UniqueConstraint(fields=("laporan", "nomor"), name="versi_nomor_unik"),
            models.CheckConstraint(condition=models.Q(nomor__gte=1), name="versi_nomor_mulai_1"),
            models.CheckConstraint(
                condition=models.Q(fisik__isnull=True) | models.Q(fisik__range=(0, 100)), name="versi_fisik_0_100"
            ),
            models.CheckConstraint(condition=models.Q(basis__in=["", *Basis.values]), name="versi_basis_dikenal"),
        )

    def __str__(self) -> str:
        return f"{self.laporan}, versi ke-{self.nomor}"


class RincianVersi(TidakDapatDiubah):
    """Amount of one jenis belanja in a version, spent in that quarter alone, whole rupiah.

    May be negative (returns); the running total of a jenis may not (rule 2).
    """

    versi = models.ForeignKey(VersiLaporan, on_delete=models.PROTECT, related_name="rincian")
    jenis = models.CharField("jenis belanja", max_length=2, choices=JenisBelanja)
    realisasi = models.BigIntegerField("realisasi triwulan itu saja (Rp)")

    class Meta:
        verbose_name = "rincian versi"
        verbose_name_plural = "rincian versi"
        ordering = ("versi_id", "jenis")
        constraints = (
            models.UniqueConstraint(fields=("versi", "jenis"), name="rincian_satu_per_jenis"),
            models.CheckConstraint(condition=models.Q(jenis__in=JenisBelanja.values), name="rincian_jenis_dikenal"),
            models.CheckConstraint(
                condition=models.Q(realisasi__range=(-REALISASI_TERBESAR, REALISASI_TERBESAR)),
                name="rincian_realisasi_masuk_akal",
            ),
        )

    def __str__(self) -> str:
        return f"{self.versi}, {JenisBelanja(self.jenis).pendek}"


jaga(VersiLaporan, RincianVersi)


class KategoriKendala(models.TextChoices):
    """Where the obstacle lies."""

    PENGADAAN = "PENGADAAN", "Pengadaan"
    REVISI_DIPA = "REVISI_DIPA", "Revisi DIPA atau blokir"
    ADMINISTRASI = "ADMINISTRASI", "Administrasi dan pertanggungjawaban"
    PELAKSANAAN = "PELAKSANAAN", "Pelaksanaan kegiatan"
    SDM = "SDM", "Pejabat dan SDM"
    LAINNYA = "LAINNYA", "Lainnya"


class Kendala(models.Model):
    """An obstacle to spending, with what is done about it, open until it is closed."""

    dipa = models.ForeignKey(Dipa, on_delete=models.CASCADE, related_name="kendala", verbose_name="DIPA")
    kategori = models.CharField(max_length=12, choices=KategoriKendala)
    uraian = models.TextField()
    tindak_lanjut = models.TextField()
    penanggung_jawab = models.CharField(max_length=150)
    batas_waktu = models.DateField()
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
