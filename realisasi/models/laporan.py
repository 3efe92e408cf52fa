"""Quarterly reports, their immutable versions, and what tim pusat notes on them."""

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
    alasan_dipulihkan = models.TextField(blank=True)
    nama_pengembali = models.CharField(max_length=150, blank=True)
    dikembalikan_pada = models.DateTimeField(null=True, blank=True)
    # What the draft holds beside amounts, half-written as it may be: obstacles, and a reason for
    # each warning by its key. It becomes rows of its own only when the report is submitted.
    kendala_draf = models.JSONField(default=list, blank=True)
    alasan_draf = models.JSONField(default=dict, blank=True)
    # Counts every change; who writes names the count that was read, so that nobody overwrites unseen.
    perubahan_ke = models.PositiveIntegerField("perubahan ke-", default=0)
    nama_pengubah = models.CharField(max_length=150, blank=True)
    diubah_pada = models.DateTimeField(null=True, blank=True)

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
        indexes = (
            # How many wait stands on every page of tim pusat; they are few among all years.
            models.Index(fields=("dipa",), condition=models.Q(status="DIAJUKAN"), name="laporan_menunggu"),
        )

    def __str__(self) -> str:
        return f"{self.dipa}, {self.get_triwulan_display()}"

    @property
    def versi_berlaku(self) -> VersiLaporan | None:
        """The version that is under review, or was verified (rule 6, angka sementara)."""
        return self.versi_diajukan if self.status == StatusLaporan.DIAJUKAN else self.versi_terverifikasi

    @property
    def berubah_setelah_verifikasi(self) -> bool:
        """Whether it was verified once and has been reopened since (rule 10)."""
        return self.versi_terverifikasi_id is not None and self.status != StatusLaporan.DIVERIFIKASI


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

    @property
    def memuat_kendala(self) -> bool:
        """Whether it says itself which obstacles it told of, if any; imported ones leave that to the register."""
        return self.diajukan_oleh_id is not None or bool(self.kendala.all())


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


class PeringatanVersi(TidakDapatDiubah):
    """A warning that stood at a submission, in words, with the reason that the dinas wrote."""

    versi = models.ForeignKey(VersiLaporan, on_delete=models.PROTECT, related_name="peringatan")
    kode = models.CharField(max_length=20)
    jenis = models.CharField("jenis belanja", max_length=2, choices=JenisBelanja, blank=True)
    judul = models.CharField(max_length=200)
    teks = models.TextField()
    alasan = models.TextField(blank=True, help_text="Kosong untuk data lama yang diimpor.")
    # How large it was, as `realisasi.peringatan` measures it; see there.
    besar = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "peringatan versi"
        verbose_name_plural = "peringatan versi"
        ordering = ("versi_id", "pk")
        constraints = (
            models.UniqueConstraint(fields=("versi", "kode", "jenis"), name="peringatan_sekali_per_versi"),
            models.CheckConstraint(
                condition=models.Q(jenis__in=["", *JenisBelanja.values]), name="peringatan_jenis_dikenal"
            ),
        )

    def __str__(self) -> str:
        return f"{self.versi}: {self.judul}"


class BagianLaporan(models.TextChoices):
    """What a note of tim pusat may point to."""

    PEGAWAI = "51", "51 Pegawai"
    BARANG = "52", "52 Barang"
    MODAL = "53", "53 Modal"
    BANSOS = "57", "57 Bantuan sosial"
    DASAR = "dasar", "Dasar angka dan tanggal"
    FISIK = "fisik", "Kemajuan fisik"
    KENDALA = "kendala", "Kendala dan tindak lanjut"
    BUKTI = "bukti", "Bukti pendukung"


class CatatanPengembalian(models.Model):
    """A note to one cell or field of a report that was sent back; the next return replaces it."""

    laporan = models.ForeignKey(LaporanTriwulan, on_delete=models.CASCADE, related_name="catatan")
    bagian = models.CharField(max_length=8, choices=BagianLaporan)
    teks = models.TextField()

    class Meta:
        verbose_name = "catatan pengembalian"
        verbose_name_plural = "catatan pengembalian"
        ordering = ("laporan_id", "bagian")
        constraints = (
            models.UniqueConstraint(fields=("laporan", "bagian"), name="catatan_satu_per_bagian"),
            models.CheckConstraint(condition=models.Q(bagian__in=BagianLaporan.values), name="catatan_bagian_dikenal"),
            models.CheckConstraint(condition=models.Q(teks__regex=TERISI), name="catatan_terisi"),
        )

    def __str__(self) -> str:
        return f"{self.laporan}, {self.get_bagian_display()}: {self.teks[:60]}"


jaga(VersiLaporan, RincianVersi, PeringatanVersi)
