"""Admin page of the register of imports: to be read, by nobody to be written."""

from __future__ import annotations

from django.contrib import admin

from realisasi.admin.bertahun import InlineBaca
from realisasi.models import BerkasImpor, ButirImpor, Impor
from satker.admin.izin import AdminBaca


class BerkasImporInline(InlineBaca):
    model = BerkasImpor
    fields = ("nama", "bentuk", "ukuran", "sha256")


class ButirImporInline(InlineBaca):
    model = ButirImpor
    fields = ("urutan", "sebutan", "sebelum", "sesudah")


@admin.register(Impor)
class AdminImpor(AdminBaca):
    list_display = ("__str__", "keadaan", "nama_pembuat", "dibuat_pada", "diterapkan_pada", "dibatalkan_pada")
    list_filter = ("jenis", "keadaan")
    search_fields = ("berkas__nama", "nama_pembuat", "butir__sebutan")
    date_hierarchy = "dibuat_pada"
    exclude = ("dibuat_oleh", "ringkasan", "sidik")  # the account may be gone; the name stays
    inlines = (BerkasImporInline, ButirImporInline)
