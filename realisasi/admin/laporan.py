"""Admin pages of reports, versions and obstacles: to be read, by nobody to be written."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest

from realisasi.admin.bertahun import InlineBaca
from realisasi.models import (
    Kendala,
    LaporanTriwulan,
    RincianDraf,
    RincianVersi,
    VersiLaporan,
)
from realisasi.rupiah import angka
from satker.admin.izin import AdminBaca


class RincianDrafInline(InlineBaca):
    model = RincianDraf


class RincianVersiInline(InlineBaca):
    model = RincianVersi


class VersiInline(InlineBaca):
    model = VersiLaporan
    fk_name = "laporan"
    fields = ("nomor", "basis", "tanggal_data", "fisik", "nama_pengaju", "diajukan_pada", "asal")
    show_change_link = True


@admin.register(LaporanTriwulan)
class AdminLaporanTriwulan(AdminBaca):
    list_display = ("dipa", "triwulan", "status", "versi_diajukan_ke", "versi_terverifikasi_ke", "diverifikasi_pada")
    list_display_links = ("dipa", "triwulan")
    list_filter = ("status", "triwulan", "dipa__tahun", "dipa__kewenangan", "dipa__satker__provinsi")
    search_fields = ("dipa__nomor", "dipa__satker__kode", "dipa__satker__nama")
    ordering = ("-dipa__tahun__tahun", "dipa__satker__kode", "triwulan")
    inlines = (RincianDrafInline, VersiInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[LaporanTriwulan]:
        return (
            super()
            .get_queryset(request)
            .select_related(
                "dipa__satker",
                "versi_diajukan__laporan__dipa__satker",
                "versi_terverifikasi__laporan__dipa__satker",
                "diverifikasi_oleh",
            )
        )

    @admin.display(description="versi diajukan")
    def versi_diajukan_ke(self, obj: LaporanTriwulan) -> str:
        return f"ke-{obj.versi_diajukan.nomor}" if obj.versi_diajukan else "–"

    @admin.display(description="versi terverifikasi")
    def versi_terverifikasi_ke(self, obj: LaporanTriwulan) -> str:
        return f"ke-{obj.versi_terverifikasi.nomor}" if obj.versi_terverifikasi else "–"


@admin.register(VersiLaporan)
class AdminVersiLaporan(AdminBaca):
    list_display = ("laporan", "nomor", "jumlah", "basis", "tanggal_data", "nama_pengaju", "diajukan_pada")
    list_display_links = ("laporan", "nomor")
    list_filter = ("laporan__triwulan", "laporan__dipa__tahun", "basis", "laporan__dipa__satker__provinsi")
    search_fields = (
        "laporan__dipa__nomor",
        "laporan__dipa__satker__kode",
        "laporan__dipa__satker__nama",
        "nama_pengaju",
    )
    date_hierarchy = "diajukan_pada"
    ordering = ("-laporan__dipa__tahun__tahun", "laporan__dipa__satker__kode", "laporan__triwulan", "nomor")
    exclude = ("diajukan_oleh",)  # the account may be gone; the name stays
    inlines = (RincianVersiInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[VersiLaporan]:
        return (
            super()
            .get_queryset(request)
            .select_related("laporan__dipa__satker")
            .annotate(_jumlah=Sum("rincian__realisasi"))
        )

    @admin.display(description="realisasi triwulan itu saja (Rp)", ordering="_jumlah")
    def jumlah(self, obj: Any) -> str:
        return angka(obj._jumlah or 0)


@admin.register(Kendala)
class AdminKendala(AdminBaca):
    list_display = (
        "dipa",
        "kategori",
        "ringkas",
        "penanggung_jawab",
        "batas_waktu",
        "triwulan_dibuka",
        "triwulan_ditutup",
    )
    list_display_links = ("dipa", "kategori")
    list_filter = ("kategori", "dipa__tahun", "triwulan_dibuka", "dipa__satker__provinsi")
    list_select_related = ("dipa__satker",)
    search_fields = ("uraian", "tindak_lanjut", "penanggung_jawab", "dipa__satker__kode", "dipa__satker__nama")
    ordering = ("-dipa__tahun__tahun", "dipa__satker__kode", "triwulan_dibuka")

    @admin.display(description="uraian", ordering="uraian")
    def ringkas(self, obj: Kendala) -> str:
        return obj.uraian if len(obj.uraian) <= 80 else f"{obj.uraian[:77]}…"  # noqa: PLR2004
