"""What admin pages of a budget year share: nothing of a closed year can be written (rule 10)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from realisasi.models import (
    Dipa,
    Kendala,
    LaporanTriwulan,
    PaguRevisi,
    PeriodePelaporan,
    PerpanjanganPeriode,
    RevisiDipa,
    TahunAnggaran,
    Target,
)
from satker.admin.izin import AdminData, HanyaBaca, HanyaPeran


def tahun_dari(obj: Any) -> TahunAnggaran | None:
    """The budget year that a row belongs to; None while that is not known yet."""
    try:
        match obj:
            case TahunAnggaran():
                return obj
            case Dipa() | Target() | PeriodePelaporan():
                return obj.tahun
            case RevisiDipa() | LaporanTriwulan() | Kendala():
                return obj.dipa.tahun
            case PaguRevisi():
                return obj.revisi.dipa.tahun
            case PerpanjanganPeriode():
                return obj.periode.tahun
    except ObjectDoesNotExist:
        pass
    return None


def tertutup(obj: Any) -> bool:
    """Whether the year of a row is closed, so that the row can only be read."""
    tahun = tahun_dari(obj)
    # While a year is being closed or opened again, what was stored before decides.
    return tahun is not None and getattr(tahun, "ditutup_semula", tahun.ditutup)


def kalimat_tertutup(tahun: TahunAnggaran | None) -> str:
    """What is said to who tries to write in a closed year."""
    return f"Tahun {tahun} sudah ditutup, jadi tidak ada lagi yang dapat ditulis di dalamnya."


class FormTahunTerbuka(forms.ModelForm):
    """Refuses to put a row into a closed year."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.has_changed():
            return data
        for induk in ("tahun", "dipa", "revisi", "periode"):
            if (tujuan := data.get(induk)) is not None and tertutup(tujuan):
                raise ValidationError(kalimat_tertutup(tahun_dari(tujuan)), code="tahun_ditutup")
        return data


class AdminBertahun(AdminData):
    """Pages whose rows belong to a year: readable after it is closed, with a sentence why."""

    form = FormTahunTerbuka

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not tertutup(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not tertutup(obj)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)
        if tertutup(obj):
            if request.method == "POST":
                kalimat = f"{kalimat_tertutup(tahun_dari(obj))} Tidak ada yang diubah."
                self.message_user(request, kalimat, messages.ERROR)
                return HttpResponseRedirect(request.path)
            self.message_user(request, kalimat_tertutup(tahun_dari(obj)), messages.WARNING)
        return super().change_view(request, object_id, form_url, extra_context)

    def alasan_tidak_dihapus(self, request: HttpRequest, objek: QuerySet[Any]) -> str | None:
        for obj in objek:
            if tertutup(obj):
                return kalimat_tertutup(tahun_dari(obj))
        return None


class InlineBertahun(HanyaPeran, admin.TabularInline):
    """Rows of a page whose year may be closed; the page is the parent that is passed as `obj`."""

    form = FormTahunTerbuka
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not tertutup(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not tertutup(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not tertutup(obj)


class InlineBaca(HanyaBaca, admin.TabularInline):
    """Rows that are only shown."""

    extra = 0
    can_delete = False
