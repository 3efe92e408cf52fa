"""The frozen pack: where every DIPA stood for one meeting, kept as it was shown there."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from realisasi.models.kewenangan import Kewenangan
from realisasi.models.tahun import Triwulan
from satker.models import POLA_DUA_ANGKA, POLA_KODE_SATKER, TERISI
from satker.tetap import TidakDapatDiubah, jaga

KEWENANGAN_PAKET = (*Kewenangan.values, "SEMUA")
ANGKA_PAKET = ("resmi", "sementara")
STATUS_PAKET = ("BELUM_LAPOR", "DI_BAWAH_AMBANG", "DI_BAWAH_TARGET", "TERCAPAI", "TANPA_TARGET")


class Pembekuan(TidakDapatDiubah):
    """One pack: for which meeting, of what, by whom, and the figures of the whole. Money in rupiah.

    `terverifikasi` counts the DIPA whose figure rests on verified versions alone, of those that
    reported (`melapor`); `realisasi_terverifikasi` is the part of `realisasi` that does. `tampil`
    are the percentages as they were shown, in basis points; `dasar` is what figures were measured
    against (years, targets, earlier years, provinces, windows); `sidik` is the fingerprint of the
    whole pack: see `realisasi.simpanan_beku`.
    """

    nama = models.CharField("nama rapat", max_length=120)
    tahun = models.PositiveSmallIntegerField()
    triwulan = models.PositiveSmallIntegerField(choices=Triwulan)
    kewenangan = models.CharField(max_length=5, choices=[(k, k) for k in KEWENANGAN_PAKET])
    angka = models.CharField(max_length=9, choices=[(a, a) for a in ANGKA_PAKET])
    dibekukan_pada = models.DateTimeField()
    # As in a version of a report: the name outlives the account, the reference is left as it is.
    dibekukan_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    nama_pembeku = models.CharField("dibekukan oleh", max_length=150)
    jumlah = models.PositiveIntegerField("jumlah DIPA")
    melapor = models.PositiveIntegerField("DIPA melapor")
    terverifikasi = models.PositiveIntegerField("DIPA terverifikasi")
    pagu = models.BigIntegerField("pagu (Rp)")
    blokir = models.BigIntegerField("blokir (Rp)")
    realisasi = models.BigIntegerField("realisasi (Rp)")
    realisasi_terverifikasi = models.BigIntegerField("realisasi terverifikasi (Rp)")
    tampil = models.JSONField()
    ilustrasi = models.BooleanField("data ilustrasi")
    dasar = models.JSONField()
    sidik = models.CharField(max_length=64)

    class Meta:
        verbose_name = "pembekuan"
        verbose_name_plural = "pembekuan"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("nama", "tahun", "triwulan", "kewenangan", "angka"), name="pembekuan_nama_sekali"
            ),
            models.CheckConstraint(condition=models.Q(nama__regex=TERISI), name="pembekuan_bernama"),
            models.CheckConstraint(condition=models.Q(tahun__range=(2000, 2100)), name="pembekuan_tahun_masuk_akal"),
            models.CheckConstraint(condition=models.Q(triwulan__range=(1, 4)), name="pembekuan_triwulan_1_4"),
            models.CheckConstraint(
                condition=models.Q(kewenangan__in=KEWENANGAN_PAKET), name="pembekuan_kewenangan_dikenal"
            ),
            models.CheckConstraint(condition=models.Q(angka__in=ANGKA_PAKET), name="pembekuan_angka_dikenal"),
            models.CheckConstraint(
                condition=models.Q(
                    jumlah__gte=1, melapor__lte=models.F("jumlah"), terverifikasi__lte=models.F("melapor")
                ),
                name="pembekuan_cakupan_urut",
            ),
            models.CheckConstraint(
                condition=models.Q(blokir__gte=0, pagu__gte=models.F("blokir")), name="pembekuan_blokir_dalam_pagu"
            ),
        )

    def __str__(self) -> str:
        return f"{self.nama} ({self.get_triwulan_display()} {self.tahun}, {self.kewenangan}, angka {self.angka})"

    @property
    def pagu_efektif(self) -> int:
        return self.pagu - self.blokir

    @property
    def sebut_kewenangan(self) -> str:
        """`DK`, `TP`, or `DK dan TP`."""
        return self.kewenangan if self.kewenangan in Kewenangan.values else " dan ".join(Kewenangan.values)


class PembekuanDipa(TidakDapatDiubah):
    """One DIPA in a pack: who it was, its figure at the quarter of the pack, and what that rests on.

    Rows of the year before serve the comparison with it. A DIPA of which no revision was in force
    yet at the end of the quarter has no figures (rule 3). `tampil` are its percentage, projection
    and colour as they were shown; `isi` holds its revisions, accepted reports and kendala. Nothing
    here refers to a row that can change.
    """

    pembekuan = models.ForeignKey(Pembekuan, on_delete=models.PROTECT, related_name="dipa")
    urutan = models.PositiveIntegerField()
    tahun = models.PositiveSmallIntegerField()
    kewenangan = models.CharField(max_length=2, choices=Kewenangan)
    kode_satker = models.CharField(max_length=6)
    nama_satker = models.CharField(max_length=200)
    kode_provinsi = models.CharField(max_length=2)
    nomor = models.CharField("nomor DIPA", max_length=30, blank=True)
    kode_ilustrasi = models.BooleanField(default=False)
    # The keys of the rows it was made from, by which a page finds its way back; they may be gone.
    id_satker = models.BigIntegerField()
    id_dipa = models.BigIntegerField()
    revisi = models.PositiveSmallIntegerField("revisi ke-", null=True, blank=True)
    pagu = models.BigIntegerField("pagu (Rp)", null=True, blank=True)
    blokir = models.BigIntegerField("blokir (Rp)", null=True, blank=True)
    realisasi = models.BigIntegerField("realisasi kumulatif (Rp)", null=True, blank=True)
    triwulan_data = models.PositiveSmallIntegerField("angka dari triwulan", null=True, blank=True)
    status = models.CharField(max_length=15, blank=True)
    tampil = models.JSONField(default=dict)
    isi = models.JSONField()

    class Meta:
        verbose_name = "DIPA dalam pembekuan"
        verbose_name_plural = "DIPA dalam pembekuan"
        ordering = ("pembekuan_id", "urutan")
        constraints = (
            models.UniqueConstraint(fields=("pembekuan", "urutan"), name="beku_dipa_urut"),
            models.UniqueConstraint(
                fields=("pembekuan", "tahun", "kode_satker", "kewenangan"), name="beku_dipa_satu_per_tahun"
            ),
            models.CheckConstraint(
                condition=models.Q(kewenangan__in=Kewenangan.values), name="beku_dipa_kewenangan_dikenal"
            ),
            models.CheckConstraint(
                condition=models.Q(kode_satker__regex=POLA_KODE_SATKER), name="beku_dipa_kode_enam_angka"
            ),
            models.CheckConstraint(
                condition=models.Q(kode_provinsi__regex=POLA_DUA_ANGKA), name="beku_dipa_provinsi_dua_angka"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    revisi__isnull=True,
                    pagu__isnull=True,
                    blokir__isnull=True,
                    realisasi__isnull=True,
                    triwulan_data__isnull=True,
                    status="",
                )
                | models.Q(
                    # A comparison with NULL is not false, so that each is asked for.
                    revisi__isnull=False,
                    pagu__isnull=False,
                    blokir__isnull=False,
                    blokir__gte=0,
                    pagu__gte=models.F("blokir"),
                    realisasi__isnull=False,
                    status__in=STATUS_PAKET,
                ),
                name="beku_dipa_angka_utuh",
            ),
            models.CheckConstraint(
                condition=models.Q(triwulan_data__isnull=True) | models.Q(triwulan_data__range=(1, 4)),
                name="beku_dipa_triwulan_1_4",
            ),
            # Without an accepted report nothing is counted as realised (rule 6).
            models.CheckConstraint(
                condition=models.Q(triwulan_data__isnull=False)
                | models.Q(realisasi=0)
                | models.Q(realisasi__isnull=True),
                name="beku_dipa_diam_bukan_nol",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pembekuan.nama}, {self.kode_satker} {self.kewenangan} {self.tahun}"


jaga(Pembekuan, PembekuanDipa)
