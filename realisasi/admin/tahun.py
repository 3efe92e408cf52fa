"""Admin pages of budget years, targets, windows, extensions and holidays."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Field, PositiveIntegerField, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from realisasi.admin.bertahun import AdminBertahun, FormTahunTerbuka, InlineBertahun, kalimat_tertutup
from realisasi.forms.kolom import KolomPersen
from realisasi.kalender import Jendela, jendela_terjauh
from realisasi.models import (
    HariLibur,
    PeriodePelaporan,
    PerpanjanganPeriode,
    TahunAnggaran,
    Target,
)
from realisasi.penanggalan import tanggal
from realisasi.pengaturan import tunggu_dipa
from realisasi.rupiah import persen_pendek
from realisasi.tahun_baru import buka_tahun
from satker.admin.izin import AdminData, Inlines

PERSEN: dict[type[Field[Any, Any]], dict[str, Any]] = {PositiveIntegerField: {"form_class": KolomPersen}}


class TargetInline(InlineBertahun):
    model = Target
    formfield_overrides = PERSEN


class FormPeriode(FormTahunTerbuka):
    """A window, within the days that the page of settings takes too."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if triwulan := data.get("triwulan"):
            awal, akhir = jendela_terjauh(self.instance.tahun_id, triwulan)
            for nama in Jendela._fields:
                hari = data.get(nama)
                if nama in self.changed_data and hari and not awal <= hari <= akhir:
                    self.add_error(nama, f"Tanggalnya antara {tanggal(awal)} dan {tanggal(akhir)}.")
        return data


class PeriodeInline(InlineBertahun):
    model = PeriodePelaporan
    form = FormPeriode
    max_num = 4


@admin.register(TahunAnggaran)
class AdminTahunAnggaran(AdminData):
    """A year with its targets and windows. A new one gets the defaults, then to be changed."""

    list_display = ("tahun", "ambang", "ditutup", "ilustrasi", "jumlah_dipa")
    list_filter = ("ditutup", "ilustrasi")
    search_fields = ("tahun",)
    inlines = (TargetInline, PeriodeInline)
    formfield_overrides = PERSEN

    def get_queryset(self, request: HttpRequest) -> QuerySet[TahunAnggaran]:
        return super().get_queryset(request).annotate(_jumlah_dipa=Count("dipa"))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> TahunAnggaran | None:
        obj = super().get_object(request, object_id, from_field)
        if obj is not None:
            obj.ditutup_semula = obj.ditutup
        return obj

    def get_inlines(self, request: HttpRequest, obj: TahunAnggaran | None) -> Inlines:
        return () if obj is None else self.inlines

    def get_readonly_fields(self, request: HttpRequest, obj: TahunAnggaran | None = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        return ("tahun", "ambang_bp", "batas_kuning_bp", "ilustrasi") if obj.ditutup else ("tahun",)

    def save_model(self, request: HttpRequest, obj: TahunAnggaran, form: Any, change: bool) -> None:
        if not change:
            buka_tahun(obj.tahun, ilustrasi=obj.ilustrasi)
            obj._state.adding = False
        elif obj.ditutup and not getattr(obj, "ditutup_semula", False):
            tunggu_dipa(obj.tahun)  # nothing is written any more in a year that closes meanwhile
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: TahunAnggaran, post_url_continue: str | None = None
    ) -> HttpResponse:
        self.message_user(
            request,
            f"Tahun {obj} dibuka dengan target dan jadwal pelaporan bawaan. Periksa dan ubah seperlunya.",
            messages.SUCCESS,
        )
        return HttpResponseRedirect(reverse("admin:realisasi_tahunanggaran_change", args=[obj.pk]))

    @admin.display(description="ambang", ordering="ambang_bp")
    def ambang(self, obj: TahunAnggaran) -> str:
        return persen_pendek(obj.ambang_bp)

    @admin.display(description="jumlah DIPA", ordering="_jumlah_dipa")
    def jumlah_dipa(self, obj: Any) -> int:
        return obj._jumlah_dipa

    def alasan_tidak_dihapus(self, request: HttpRequest, objek: QuerySet[TahunAnggaran]) -> str | None:
        for tahun in objek:
            if tahun.ditutup:
                return kalimat_tertutup(tahun)
            if tahun.dipa.exists():
                return f"Tahun {tahun} tidak dapat dihapus karena sudah ada DIPA di dalamnya."
        return None


class FormPerpanjangan(FormTahunTerbuka):
    """An extension must end after the window that it extends."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        periode, sampai = data.get("periode"), data.get("sampai")
        if periode and sampai and sampai <= periode.ditutup:
            self.add_error(
                "sampai", f"Perpanjangan harus berakhir sesudah periode itu ditutup ({periode.ditutup:%d-%m-%Y})."
            )
        elif periode and sampai and "sampai" in self.changed_data:
            _, akhir = jendela_terjauh(periode.tahun_id, periode.triwulan)
            if sampai > akhir:
                self.add_error("sampai", f"Paling lambat {tanggal(akhir)}.")
        return data


@admin.register(PerpanjanganPeriode)
class AdminPerpanjanganPeriode(AdminBertahun):
    form = FormPerpanjangan
    list_display = ("satker", "periode", "sampai", "alasan")
    list_filter = ("periode__tahun", "periode__triwulan")
    list_select_related = ("satker", "periode__tahun")
    search_fields = ("satker__kode", "satker__nama", "alasan")
    autocomplete_fields = ("satker",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PerpanjanganPeriode]:
        return super().get_queryset(request).select_related("satker", "periode__tahun")


@admin.register(HariLibur)
class AdminHariLibur(AdminData):
    list_display = ("tanggal", "nama", "jenis")
    list_filter = ("jenis",)
    date_hierarchy = "tanggal"
    search_fields = ("nama",)
