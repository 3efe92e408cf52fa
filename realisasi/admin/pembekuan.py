"""Admin page of the frozen packs: to be read, by nobody to be written."""

from __future__ import annotations

from django.contrib import admin

from realisasi.admin.bertahun import InlineBaca
from realisasi.models import Pembekuan, PembekuanDipa
from satker.admin.izin import AdminBaca


class PembekuanDipaInline(InlineBaca):
    model = PembekuanDipa
    fields = ("tahun", "kewenangan", "kode_satker", "nama_satker", "revisi", "pagu", "blokir", "realisasi", "status")


@admin.register(Pembekuan)
class AdminPembekuan(AdminBaca):
    list_display = ("nama", "tahun", "triwulan", "kewenangan", "angka", "dibekukan_pada", "nama_pembeku")
    list_filter = ("tahun", "triwulan", "kewenangan", "angka")
    search_fields = ("nama", "nama_pembeku")
    date_hierarchy = "dibekukan_pada"
    exclude = ("dibekukan_oleh", "tampil", "dasar")  # the account may be gone; the name stays
    inlines = (PembekuanDipaInline,)
