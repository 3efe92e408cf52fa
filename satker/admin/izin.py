"""Who may do what in the admin: by role alone, one way for every page (rule 11)."""

from __future__ import annotations

from typing import Any, ClassVar, TypeAlias

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from satker.akses import daftar_kata, hak
from satker.peran import MENGELOLA_DATA_INDUK, Peran

ADMINISTRATOR = frozenset({Peran.ADMINISTRATOR})
Inlines: TypeAlias = "tuple[type[InlineModelAdmin[Any, Any]], ...]"
TIDAK_SEORANG_PUN: frozenset[Peran] = frozenset()


class HanyaPeran:
    """For a ModelAdmin or an inline: who may look and who may write, by role."""

    peran_melihat: ClassVar[frozenset[Peran]] = MENGELOLA_DATA_INDUK
    peran_mengubah: ClassVar[frozenset[Peran]] = MENGELOLA_DATA_INDUK

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(hak(request.user).peran & self.peran_melihat)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(hak(request.user).peran & self.peran_melihat)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(hak(request.user).peran & self.peran_mengubah)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(hak(request.user).peran & self.peran_mengubah)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(hak(request.user).peran & self.peran_mengubah)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A field that points elsewhere leads there to look; what it points to has its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_delete_related = False
        return field


class HanyaBaca(HanyaPeran):
    """Shown, and never written here by anybody."""

    peran_mengubah = TIDAK_SEORANG_PUN


class AdminData(HanyaPeran, admin.ModelAdmin):
    """A page of data that people keep up, with a sentence where something must not be deleted."""

    list_per_page = 50
    show_full_result_count = False

    def alasan_tidak_dihapus(self, request: HttpRequest, objek: QuerySet[Any]) -> str | None:
        """Why these rows must stay, as a sentence; None lets them be deleted."""
        return None

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        ada = self.get_object(request, object_id)
        if ada is not None and self.has_view_permission(request, ada):
            alasan = self.alasan_tidak_dihapus(request, self.get_queryset(request).filter(pk=ada.pk))
            if alasan:
                self.message_user(request, alasan, messages.ERROR)
                opts = self.opts
                return HttpResponseRedirect(
                    reverse(f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_change", args=[ada.pk])
                )
        return super().delete_view(request, object_id, extra_context)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if "delete_selected" in actions:
            _, nama, keterangan = actions["delete_selected"]
            actions["delete_selected"] = (_hapus_terpilih, nama, keterangan)
        return actions


def _hapus_terpilih(model_admin: AdminData, request: HttpRequest, objek: QuerySet[Any]) -> HttpResponse | None:
    """Django's own action, unless something selected must stay."""
    if alasan := model_admin.alasan_tidak_dihapus(request, objek):
        model_admin.message_user(request, f"{alasan} Tidak ada yang dihapus.", messages.ERROR)
        return None
    return delete_selected(model_admin, request, objek)


class AdminBaca(HanyaBaca, admin.ModelAdmin):
    """A page that is read-only for everybody, superusers included."""

    list_per_page = 50
    show_full_result_count = False
    actions = None


def sebut(objek: QuerySet[Any], batas: int = 3) -> str:
    """The first few rows by name, and how many more there are."""
    nama = [str(o) for o in objek[: batas + 1]]
    if len(nama) <= batas:
        return daftar_kata(nama)
    return f"{', '.join(nama[:batas])}, dan {objek.count() - batas} lainnya"
