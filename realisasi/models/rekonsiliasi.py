"""What tim pusat decided where the report of a dinas and the treasury's figure differ."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from realisasi.models.dipa import Dipa, JenisBelanja
from realisasi.models.tahun import Triwulan
from satker.models import TERISI


class Keputusan(models.TextChoices):
    """Why two sources differ, and what follows from it."""

    LAPORAN_BENAR = "LAPORAN_BENAR", "Angka dinas yang benar"
    PERBENDAHARAAN_BENAR = "PERBENDAHARAAN_BENAR", "Angka perbendaharaan yang benar, dinas memperbaiki"
    BEDA_WAKTU = "BEDA_WAKTU", "Beda waktu, akan sama kemudian"
    LAIN = "LAIN", "Lain, lihat alasannya"


class Rekonsiliasi(models.Model):
    """One decision on one difference: DIPA, quarter and jenis belanja. It changes no figure.

    It keeps the two cumulative figures that it was made on, whole rupiah, None where that source
    does not name the jenis. It holds as long as both are still those; see `realisasi.rekonsiliasi`.
    A later decision takes its place, and the journal keeps the earlier one.
    """

    dipa = models.ForeignKey(Dipa, on_delete=models.CASCADE, related_name="rekonsiliasi", verbose_name="DIPA")
    triwulan = models.PositiveSmallIntegerField(choices=Triwulan)
    jenis = models.CharField("jenis belanja", max_length=2, choices=JenisBelanja)
    angka_dinas = models.BigIntegerField("angka dinas s.d. triwulan itu (Rp)", null=True, blank=True)
    angka_perbendaharaan = models.BigIntegerField("angka perbendaharaan s.d. triwulan itu (Rp)", null=True, blank=True)
    keputusan = models.CharField(max_length=20, choices=Keputusan)
    alasan = models.TextField()
    # As in a version of a report: the name outlives the account, the reference is left as it is.
    diputuskan_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    nama_pemutus = models.CharField("pemutus", max_length=150)
    diputuskan_pada = models.DateTimeField()
    # Counts every decision on this difference; who decides names the count that was read.
    perubahan_ke = models.PositiveIntegerField("perubahan ke-", default=1)

    class Meta:
        verbose_name = "rekonsiliasi"
        verbose_name_plural = "rekonsiliasi"
        ordering = ("dipa_id", "triwulan", "jenis")
        constraints = (
            models.UniqueConstraint(fields=("dipa", "triwulan", "jenis"), name="rekonsiliasi_satu_per_jenis"),
            models.CheckConstraint(condition=models.Q(triwulan__range=(1, 4)), name="rekonsiliasi_triwulan_1_4"),
            models.CheckConstraint(
                condition=models.Q(jenis__in=JenisBelanja.values), name="rekonsiliasi_jenis_dikenal"
            ),
            models.CheckConstraint(
                condition=models.Q(keputusan__in=Keputusan.values), name="rekonsiliasi_keputusan_dikenal"
            ),
            models.CheckConstraint(condition=models.Q(alasan__regex=TERISI), name="rekonsiliasi_beralasan"),
            models.CheckConstraint(condition=models.Q(nama_pemutus__regex=TERISI), name="rekonsiliasi_bernama"),
            # Only a difference is decided on. A comparison with NULL is not false, so that each is asked for.
            models.CheckConstraint(
                condition=models.Q(angka_dinas__isnull=True, angka_perbendaharaan__isnull=False)
                | models.Q(angka_dinas__isnull=False, angka_perbendaharaan__isnull=True)
                | (
                    models.Q(angka_dinas__isnull=False, angka_perbendaharaan__isnull=False)
                    & ~models.Q(angka_dinas=models.F("angka_perbendaharaan"))
                ),
                name="rekonsiliasi_atas_selisih",
            ),
        )

    def __str__(self) -> str:
        return f"Rekonsiliasi {self.dipa}, {self.get_triwulan_display()}, {JenisBelanja(self.jenis).pendek}"
