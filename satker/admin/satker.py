"""Admin pages of provinces and satker."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from satker.admin.izin import ADMINISTRATOR, AdminBaca, AdminData, HanyaPeran, sebut
from satker.models import Penugasan, Provinsi, Satker


@admin.register(Provinsi)
class AdminProvinsi(AdminBaca):
    """Provinces come with the reference data; their codes are law and are not typed here."""

    list_display = ("kode", "nama", "kode_bps", "kode_lokasi_dipa", "iso", "pulau")
    list_display_links = ("kode", "nama")
    list_filter = ("pulau",)
    search_fields = ("kode", "nama", "kode_bps", "iso")


class PenugasanInline(HanyaPeran, admin.TabularInline):
    """Who works for this satker, or for which satker this user works; administrators write it."""

    model = Penugasan
    peran_mengubah = ADMINISTRATOR
    extra = 0
    autocomplete_fields = ("pengguna", "satker")
    verbose_name_plural = "penugasan"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Penugasan]:
        return super().get_queryset(request).select_related("pengguna", "satker")


@admin.register(Satker)
class AdminSatker(AdminData):
    list_display = ("kode", "nama", "provinsi", "kontak_nama", "kode_ilustrasi")
    list_display_links = ("kode", "nama")
    list_filter = ("provinsi__pulau", "kode_ilustrasi", "provinsi")
    list_select_related = ("provinsi",)
    search_fields = ("kode", "nama", "provinsi__nama")
    search_help_text = "Cari kode, nama satker, atau provinsi."
    fieldsets = (
        (None, {"fields": ("kode", "nama", "provinsi", "kode_ilustrasi")}),
        ("Narahubung", {"fields": ("kontak_nama", "kontak_telepon", "kontak_surel")}),
    )
    inlines = (PenugasanInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Satker | None = None) -> tuple[str, ...]:
        """With a DIPA the code and the province stand in the figures of its years, closed ones too."""
        return ("kode", "provinsi") if obj is not None and obj.dipa.exists() else ()

    def alasan_tidak_dihapus(self, request: HttpRequest, objek: QuerySet[Satker]) -> str | None:
        terpakai = objek.filter(dipa__isnull=False).distinct()
        if terpakai:
            return (
                f"{sebut(terpakai)} tidak dapat dihapus karena mempunyai DIPA. "
                "Riwayat anggaran dan laporannya harus tetap ada."
            )
        if bertugas := objek.filter(penugasan__isnull=False).distinct():
            return (
                f"{sebut(bertugas)} tidak dapat dihapus karena masih ada pengguna yang ditugaskan di sana. "
                "Minta administrator mencabut penugasannya dahulu."
            )
        return None
