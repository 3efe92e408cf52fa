"""Admin pages of satker, users, roles and the journal, and the rules that all admin pages share.

Who may do what is decided by role alone (`satker.akses`), never by Django's permission rows
or the superuser flag (rule 11).
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeAlias

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import display_for_field
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, Field, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from satker.akses import MENGELOLA_DATA_INDUK, Peran, daftar_kata, hak
from satker.models import KATA_TINDAKAN, CatatanJurnal, Pengguna, Penugasan, Provinsi, Satker

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


# --- Satker --------------------------------------------------------------------------
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

    def alasan_tidak_dihapus(self, request: HttpRequest, objek: QuerySet[Satker]) -> str | None:
        terpakai = objek.filter(dipa__isnull=False).distinct()
        if not terpakai:
            return None
        return (
            f"{sebut(terpakai)} tidak dapat dihapus karena mempunyai DIPA. "
            "Riwayat anggaran dan laporannya harus tetap ada."
        )


# --- Users and roles -----------------------------------------------------------------
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

    list_display = ("username", "nama", "peran", "tugas", "is_active", "last_login")
    list_display_links = ("username", "nama")
    list_filter = ("is_active", "groups", "penugasan__peran")
    search_fields = ("username", "nama", "nip", "email", "penugasan__satker__kode", "penugasan__satker__nama")
    search_help_text = "Cari nama, nama pengguna, NIP, surel, atau satker."
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
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
        ("Catatan", {"fields": ("last_login", "date_joined")}),
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
# flag: the roles and the journal get ours, addresses are kept on the page of the user.
for _model in (Group, CatatanJurnal, EmailAddress):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)
admin.site.register(Group, AdminPeran)


# --- Journal -------------------------------------------------------------------------
KOSONG = "–"


class SaringanJenis(admin.SimpleListFilter):
    """By kind of object, only those that the journal has entries of."""

    title = "jenis objek"
    parameter_name = "jenis"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        ada = CatatanJurnal.objects.order_by().values("content_type").distinct()
        return sorted(
            ((str(t.pk), nama_jenis(t)) for t in ContentType.objects.filter(pk__in=ada)), key=lambda pilihan: pilihan[1]
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[CatatanJurnal]) -> QuerySet[CatatanJurnal]:
        nilai = self.value() or ""
        return queryset.filter(content_type_id=nilai) if nilai.isdecimal() else queryset


class SaringanTindakan(admin.SimpleListFilter):
    """By what was done."""

    title = "tindakan"
    parameter_name = "tindakan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(int(kode)), kata) for kode, kata in KATA_TINDAKAN.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[CatatanJurnal]) -> QuerySet[CatatanJurnal]:
        nilai = self.value() or ""
        return queryset.filter(action=nilai) if nilai.isdecimal() else queryset


@admin.register(CatatanJurnal)
class AdminCatatanJurnal(AdminBaca):
    """Who changed what, when, from what to what, and in which request."""

    list_display = ("waktu", "pelaku", "tindakan", "jenis", "nama_objek", "ringkasan", "permintaan")
    list_display_links = ("waktu",)
    list_filter = (SaringanTindakan, SaringanJenis)
    list_select_related = ("content_type",)
    date_hierarchy = "timestamp"
    search_fields = ("nama_pelaku", "object_repr", "=cid")
    search_help_text = "Cari nama pelaku, objek, atau nomor permintaan."
    fields = ("waktu", "pelaku", "surel", "tindakan", "jenis", "objek", "perubahan", "permintaan")
    readonly_fields = fields

    @admin.display(description="waktu", ordering="timestamp")
    def waktu(self, obj: CatatanJurnal) -> str:
        return display_for_field(obj.timestamp, CatatanJurnal._meta.get_field("timestamp"), KOSONG)

    @admin.display(description="pelaku", ordering="nama_pelaku")
    def pelaku(self, obj: CatatanJurnal) -> str:
        return obj.nama_pelaku or "Sistem"

    @admin.display(description="surel pelaku")
    def surel(self, obj: CatatanJurnal) -> str:
        return obj.actor_email or KOSONG

    @admin.display(description="objek", ordering="object_repr")
    def nama_objek(self, obj: CatatanJurnal) -> str:
        return obj.object_repr

    @admin.display(description="tindakan", ordering="action")
    def tindakan(self, obj: CatatanJurnal) -> str:
        return KATA_TINDAKAN.get(obj.action, str(obj.action))

    @admin.display(description="jenis objek", ordering="content_type")
    def jenis(self, obj: CatatanJurnal) -> str:
        return nama_jenis(obj.content_type)

    @admin.display(description="objek")
    def objek(self, obj: CatatanJurnal) -> SafeString | str:
        tipe = obj.content_type
        try:
            alamat = reverse(f"admin:{tipe.app_label}_{tipe.model}_change", args=[obj.object_pk])
        except NoReverseMatch:
            return obj.object_repr
        return format_html('<a href="{}">{}</a>', alamat, obj.object_repr)

    @admin.display(description="yang berubah")
    def ringkasan(self, obj: CatatanJurnal) -> str:
        if obj.action == CatatanJurnal.Action.DELETE:
            return KOSONG
        nama = [judul_kolom(kolom, nama) for nama, kolom in kolom_berubah(obj)]
        batas = 4
        return ", ".join(nama[:batas]) + (f", dan {len(nama) - batas} lagi" if len(nama) > batas else "")

    @admin.display(description="dari apa menjadi apa")
    def perubahan(self, obj: CatatanJurnal) -> SafeString | str:
        baris = format_html_join("", "<tr><th>{}</th><td>{}</td><td>{}</td></tr>", rincian(obj))
        if not baris:
            return KOSONG
        return format_html(
            "<table><thead><tr><th>Kolom</th><th>Semula</th><th>Menjadi</th></tr></thead><tbody>{}</tbody></table>",
            baris,
        )

    @admin.display(description="permintaan", ordering="cid")
    def permintaan(self, obj: CatatanJurnal) -> SafeString | str:
        if not obj.cid:
            return KOSONG
        alamat = reverse("admin:satker_catatanjurnal_changelist")
        return format_html(
            '<a href="{}?cid={}" title="Semua perubahan dari permintaan yang sama">{}</a>', alamat, obj.cid, obj.cid[:8]
        )


def nama_jenis(tipe: ContentType) -> str:
    """The kind of object in words; its technical name where the model is gone."""
    model = tipe.model_class()
    return str(model._meta.verbose_name) if model else tipe.model


def kolom_berubah(catatan: CatatanJurnal) -> list[tuple[str, Any]]:
    """The changed columns by name, each with its field, None where the column is gone."""
    model = catatan.content_type.model_class()
    hasil: list[tuple[str, Any]] = []
    for nama in catatan.changes or {}:
        if nama == "id":
            continue
        try:
            hasil.append((nama, model._meta.get_field(nama) if model else None))
        except FieldDoesNotExist:
            hasil.append((nama, None))
    return hasil


def judul_kolom(kolom: Any, nama: str) -> str:
    """What a column is called on the screen."""
    return str(getattr(kolom, "verbose_name", nama))


def rincian(catatan: CatatanJurnal) -> list[tuple[str, str, str]]:
    """What an entry says, a row per column: its name, the old value, the new value."""
    hasil = []
    for nama, kolom in kolom_berubah(catatan):
        judul, nilai = judul_kolom(kolom, nama), catatan.changes[nama]
        if isinstance(nilai, dict):  # members added to or taken from a many-to-many column
            isi = ", ".join(nilai.get("objects", []))
            hasil.append((judul, KOSONG, isi) if nilai.get("operation") == "add" else (judul, isi, KOSONG))
        else:
            lama, baru = (*nilai, None, None)[:2]
            hasil.append((judul, nilai_terbaca(kolom, lama), nilai_terbaca(kolom, baru)))
    return hasil


def nilai_terbaca(kolom: Field[Any, Any] | None, nilai: Any) -> str:
    """A stored value as a person would write it."""
    teks = "" if nilai is None else str(nilai)
    if teks in {"", "None"}:
        return KOSONG
    if teks in {"True", "False"}:
        return "ya" if teks == "True" else "tidak"
    if kolom is None:
        return teks
    pilihan = {str(k): str(v) for k, v in (getattr(kolom, "flatchoices", None) or [])}
    if teks in pilihan:
        return pilihan[teks]
    induk: type[Model] | None = getattr(kolom, "related_model", None) if kolom.is_relation else None
    if induk is not None:
        terkait = induk._default_manager.filter(pk=teks).first() if teks.isalnum() else None
        return str(terkait) if terkait else f"nomor {teks}"
    if kolom.get_internal_type() == "BigIntegerField" and teks.lstrip("-").isdecimal():
        return f"{int(teks):,}".replace(",", ".")
    return teks
