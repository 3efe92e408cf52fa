"""Admin pages of users and roles."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from satker import faktor
from satker.admin.izin import ADMINISTRATOR, AdminData, HanyaBaca, Inlines
from satker.admin.satker import PenugasanInline
from satker.models import Pengguna, WajibDuaLangkah
from satker.peran import Peran


class FormPengguna(forms.ModelForm):
    """Keeps an administrator from shutting themselves out."""

    pelaku: Pengguna

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(peran := self.fields.get("groups"), forms.ModelMultipleChoiceField):
            peran.label = "Peran nasional"
            peran.help_text = ""
            peran.widget = forms.CheckboxSelectMultiple()
            peran.widget.choices = peran.choices
        if "email" in self.fields:
            self.fields["email"].help_text = "Ke sini dikirim tautan bila kata sandi lupa."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.instance.pk == self.pelaku.pk:
            nama = {g.name for g in data.get("groups", [])}
            if not data.get("is_active", True) or Peran.ADMINISTRATOR.value not in nama:
                raise forms.ValidationError(
                    "Anda tidak dapat mencabut peran administrator atau menonaktifkan akun sendiri. "
                    "Minta administrator lain melakukannya."
                )
        return data


@admin.register(Pengguna)
class AdminPengguna(AdminData, UserAdmin):
    """Accounts, their national roles (groups) and their satker. Only administrators come here."""

    peran_melihat = ADMINISTRATOR
    peran_mengubah = ADMINISTRATOR

    list_display = ("username", "nama", "peran", "tugas", "is_active", "dua_langkah_sejak", "last_login")
    list_display_links = ("username", "nama")
    list_filter = ("is_active", "groups", "penugasan__peran")
    search_fields = ("username", "nama", "nip", "email", "penugasan__satker__kode", "penugasan__satker__nama")
    search_help_text = "Cari nama, nama pengguna, NIP, surel, atau satker."
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "dua_langkah_sejak")
    actions = ("lepas_dua_langkah",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Orang", {"fields": ("nama", "nip", "email")}),
        (
            "Peran",
            {
                "fields": ("is_active", "groups"),
                "description": "Peran nasional diberikan di sini. Operator dan kepala dinas tidak memerlukan "
                "peran nasional: beri penugasan pada satkernya di bawah.",
            },
        ),
        ("Catatan", {"fields": ("last_login", "date_joined", "dua_langkah_sejak")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": ("username", "nama", "nip", "email", "usable_password", "password1", "password2"),
                "description": "Setelah disimpan, beri peran nasional atau penugasan pada satker.",
            },
        ),
    )
    inlines = (PenugasanInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pengguna]:
        return super().get_queryset(request).prefetch_related("groups", "penugasan__satker__provinsi")

    def get_form(self, request: HttpRequest, obj: Pengguna | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            return form
        return type("FormPenggunaAdmin", (FormPengguna, form), {"pelaku": request.user})

    def get_inlines(self, request: HttpRequest, obj: Pengguna | None) -> Inlines:
        return () if obj is None else self.inlines

    @admin.action(description="Lepas masuk dua langkah pengguna terpilih (ponsel hilang)", permissions=["change"])
    def lepas_dua_langkah(self, request: HttpRequest, queryset: QuerySet[Pengguna]) -> None:
        """For who lost the phone; they are told by mail. One's own is taken away with a code."""
        if request.user in queryset:
            alasan = "Masuk dua langkah akun sendiri dilepas di menu akun, atau oleh administrator lain."
            self.message_user(request, f"{alasan} Tidak ada yang dilepas.", messages.ERROR)
            return
        for pengguna in queryset.order_by("username"):
            if not faktor.lepas(request, pengguna):
                self.message_user(request, f"{pengguna} tidak memakai masuk dua langkah.", messages.WARNING)
                continue
            terkirim = faktor.kabari_dilepas(pengguna)
            kabar = "Surel sudah dikirim kepadanya." if terkirim else "Surel tidak terkirim: kabari sendiri."
            self.message_user(request, f"Masuk dua langkah {pengguna} dilepas, dan sesinya berakhir. {kabar}")

    @admin.display(description="peran nasional")
    def peran(self, obj: Pengguna) -> str:
        return ", ".join(g.name for g in obj.groups.all())

    @admin.display(description="satker")
    def tugas(self, obj: Pengguna) -> str:
        return ", ".join(f"{p.get_peran_display()} {p.satker.provinsi.nama_pendek}" for p in obj.penugasan.all())

    def alasan_tidak_dihapus(self, request: HttpRequest, objek: QuerySet[Pengguna]) -> str | None:
        if request.user in objek:
            return "Anda tidak dapat menghapus akun sendiri. Minta administrator lain melakukannya."
        return None


@admin.register(WajibDuaLangkah)
class AdminWajibDuaLangkah(AdminData):
    """The roles of which a second factor is required: added and taken away, with nothing to change in between."""

    peran_melihat = ADMINISTRATOR
    peran_mengubah = ADMINISTRATOR
    list_display = ("peran",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AdminPeran(HanyaBaca, admin.ModelAdmin):
    """The national roles are fixed; who has one is set on the page of the user."""

    peran_melihat = ADMINISTRATOR
    list_display = ("name", "jumlah")
    search_fields = ("name",)
    fields = ("name", "anggota")
    readonly_fields = ("name", "anggota")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).annotate(_jumlah=Count("user"))

    @admin.display(description="jumlah pengguna", ordering="_jumlah")
    def jumlah(self, obj: Any) -> int:
        return obj._jumlah

    @admin.display(description="pengguna")
    def anggota(self, obj: Group) -> SafeString | str:
        baris = [(reverse("admin:satker_pengguna_change", args=[p.pk]), p) for p in obj.user_set.order_by("username")]
        return format_html_join(", ", '<a href="{}">{}</a>', baris) or "Belum ada"


# Pages of the libraries that would follow Django's permission rows, and so the superuser
# flag: the roles get ours, addresses are kept on the page of the user,
# and nobody looks into a second factor.
for _model in (Group, EmailAddress, Authenticator):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)
admin.site.register(Group, AdminPeran)
