"""Admin page of what was decided on differences with the treasury: to be read, by nobody to be written."""

from __future__ import annotations

from django.contrib import admin

from realisasi.models import Rekonsiliasi
from satker.admin.izin import AdminBaca


@admin.register(Rekonsiliasi)
class AdminRekonsiliasi(AdminBaca):
    list_display = (
        "dipa",
        "triwulan",
        "jenis",
        "angka_dinas",
        "angka_perbendaharaan",
        "keputusan",
        "nama_pemutus",
        "diputuskan_pada",
    )
    list_display_links = ("dipa", "triwulan", "jenis")
    list_filter = ("keputusan", "triwulan", "jenis", "dipa__tahun", "dipa__kewenangan", "dipa__satker__provinsi")
    list_select_related = ("dipa__satker",)
    search_fields = ("dipa__nomor", "dipa__satker__kode", "dipa__satker__nama", "alasan", "nama_pemutus")
    date_hierarchy = "diputuskan_pada"
    ordering = ("-dipa__tahun__tahun", "dipa__satker__kode", "triwulan", "jenis")
    exclude = ("diputuskan_oleh", "perubahan_ke")  # the account may be gone; the name stays
