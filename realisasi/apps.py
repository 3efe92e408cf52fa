from django.apps import AppConfig


class RealisasiConfig(AppConfig):
    name = "realisasi"
    verbose_name = "Anggaran dan realisasi"

    def ready(self) -> None:
        from realisasi import models
        from satker import jurnal

        jurnal.register(
            models.TahunAnggaran,
            models.Target,
            models.PeriodePelaporan,
            models.PerpanjanganPeriode,
            models.HariLibur,
            models.Dipa,
            models.RevisiDipa,
            models.PaguRevisi,
            models.LaporanTriwulan,
            models.RincianDraf,
            models.VersiLaporan,
            models.RincianVersi,
            models.PeringatanVersi,
            models.CatatanPengembalian,
            models.Kendala,
            models.KendalaVersi,
            models.RealisasiPerbendaharaan,
            models.Pengingat,
        )
        jurnal.register(models.Bukti, m2m_fields={"versi"})
