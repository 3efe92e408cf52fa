from django.apps import AppConfig


class RealisasiConfig(AppConfig):
    name = "realisasi"
    verbose_name = "Anggaran dan realisasi"

    def ready(self) -> None:
        from realisasi import models
        from realisasi.rekap import penanda
        from satker import jurnal
        from satker.milik import Aturan

        penanda.pasang()
        jurnal.register(models.TahunAnggaran, milik=Aturan(sebagai="tahun"))
        jurnal.register(models.Target, models.PeriodePelaporan, milik=Aturan(induk=("tahun",)))
        jurnal.register(models.PerpanjanganPeriode, milik=Aturan(induk=("periode", "satker")))
        jurnal.register(models.HariLibur, milik=Aturan(hari="tanggal"))
        jurnal.register(models.Dipa, milik=Aturan(sebagai="dipa", induk=("tahun", "satker")))
        jurnal.register(
            models.RevisiDipa,
            models.Kendala,
            models.RealisasiPerbendaharaan,
            models.Pengingat,
            milik=Aturan(induk=("dipa",)),
        )
        jurnal.register(
            models.Rekonsiliasi,
            # The count is for forms; the account may go, the name stays.
            exclude_fields=["perubahan_ke", "diputuskan_oleh"],
            milik=Aturan(induk=("dipa",)),
        )
        jurnal.register(models.PaguRevisi, milik=Aturan(induk=("revisi",)))
        jurnal.register(
            models.LaporanTriwulan,
            # Every entry has its own who and when; the count is for forms.
            exclude_fields=["perubahan_ke", "nama_pengubah", "diubah_pada"],
            mask_fields=["kendala_draf", "alasan_draf"],
            mask="realisasi.isian.singkatkan",
            milik=Aturan(sebagai="laporan", induk=("dipa",)),
        )
        jurnal.register(
            models.RincianDraf,
            models.VersiLaporan,
            models.CatatanPengembalian,
            milik=Aturan(induk=("laporan",)),
        )
        jurnal.register(
            models.RincianVersi, models.PeringatanVersi, models.KendalaVersi, milik=Aturan(induk=("versi",))
        )
        jurnal.register(models.Bukti, m2m_fields={"versi"}, milik=Aturan(induk=("laporan",)))
        # What an import changed stands in the entries of what it wrote, and in its own ButirImpor.
        jurnal.register(models.Impor, exclude_fields=["ringkasan", "sidik"])
        jurnal.register(models.BerkasImpor)
        # The rows of a pack are a record themselves; that it was frozen, by whom and of what, is an entry.
        jurnal.register(models.Pembekuan, exclude_fields=["dibekukan_oleh", "tampil", "dasar", "sidik"])
