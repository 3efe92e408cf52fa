"""The journal, to be read: who, when, what, from which value to which."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import display_for_field
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from satker.admin.izin import AdminBaca
from satker.models import KATA_TINDAKAN, CatatanJurnal

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
        return _menurut(self, queryset, "content_type_id")


class SaringanTindakan(admin.SimpleListFilter):
    """By what was done."""

    title = "tindakan"
    parameter_name = "tindakan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(int(kode)), kata) for kode, kata in KATA_TINDAKAN.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[CatatanJurnal]) -> QuerySet[CatatanJurnal]:
        return _menurut(self, queryset, "action")


def _menurut(
    saringan: admin.SimpleListFilter, queryset: QuerySet[CatatanJurnal], kolom: str
) -> QuerySet[CatatanJurnal]:
    """Entries with the chosen value; none where it is not among those that can be chosen."""
    nilai = saringan.value()
    if not nilai:
        return queryset
    dikenal = {pilihan for pilihan, _ in saringan.lookup_choices}
    return queryset.filter(**{kolom: nilai}) if nilai in dikenal else queryset.none()


# The library's own page would follow Django's permission rows.
if admin.site.is_registered(CatatanJurnal):
    admin.site.unregister(CatatanJurnal)


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
