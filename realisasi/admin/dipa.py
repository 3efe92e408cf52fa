"""Admin pages of DIPA and revisions; until there is a page for it, tim pusat enters them here."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import BigIntegerField, Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from realisasi import rekap
from realisasi.admin.bertahun import AdminBertahun, FormTahunTerbuka, InlineBertahun, tertutup
from realisasi.kalender import nama_triwulan
from realisasi.models import (
    Dipa,
    PaguRevisi,
    RevisiDipa,
)
from realisasi.pengaturan import kunci_dipa
from realisasi.penjagaan import triwulan_bersandar, triwulan_tanpa_pagu
from realisasi.rupiah import angka
from satker.admin.izin import Inlines
from satker.akses import daftar_kata

BENTUK_RUPIAH = re.compile(r"[0-9]+|[0-9]{1,3}(\.[0-9]{3})+")
PAGU_TANPA_BARIS = "Isi pagu sedikitnya satu jenis belanja."


class AdminDalamDipa(AdminBertahun):
    """Pages that write a DIPA or its revisions.

    What is sent waits for whoever else writes the same DIPA before anything of it is looked at, as the
    workflow and imports do. So none waits for the other in a circle, nothing is written in a year that
    was closed meanwhile, and the summary is made once for all rows of a page.
    """

    dipa_dari: ClassVar[str]
    """Which field of a row names its DIPA."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, *args, **kwargs)
        with transaction.atomic(), rekap.sekali():
            self._tunggu(object_id or "", request.POST.get("dipa", ""))
            return super().changeform_view(request, object_id, *args, **kwargs)

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().delete_view(request, object_id, *args, **kwargs)
        with transaction.atomic(), rekap.sekali():
            self._tunggu(object_id)
            return super().delete_view(request, object_id, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().changelist_view(request, *args, **kwargs)
        with transaction.atomic(), rekap.sekali():
            return super().changelist_view(request, *args, **kwargs)

    def alasan_tidak_dihapus(self, request: HttpRequest, objek: QuerySet[Any]) -> str | None:
        """Of rows chosen in the list the DIPA are waited for here, before they are looked at."""
        if request.method == "POST":
            kunci_dipa(Dipa.objects.filter(pk__in=objek.order_by().values(self.dipa_dari)))
        return super().alasan_tidak_dihapus(request, objek)

    def _tunggu(self, object_id: str, dipa: str = "") -> None:
        """Lock the DIPA of the row that is written, or the one that a new row names."""
        if _nomor_baris(object_id):
            milik = self.model._default_manager.filter(pk=object_id).order_by()
            kunci_dipa(Dipa.objects.filter(pk__in=milik.values(self.dipa_dari)))
        elif _nomor_baris(dipa):
            kunci_dipa(Dipa.objects.filter(pk=dipa))


class RevisiInline(InlineBertahun):
    """The revisions with their totals; each is entered on a page of its own."""

    model = RevisiDipa
    fields = ("nomor", "berlaku_sejak", "pagu", "blokir", "catatan")
    readonly_fields = ("nomor", "berlaku_sejak", "pagu", "blokir", "catatan")
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[RevisiDipa]:
        return super().get_queryset(request).annotate(_pagu=Sum("pagu__pagu"), _blokir=Sum("pagu__blokir"))

    @admin.display(description="pagu (Rp)")
    def pagu(self, obj: Any) -> str:
        return angka(obj._pagu or 0)

    @admin.display(description="blokir (Rp)")
    def blokir(self, obj: Any) -> str:
        return angka(obj._blokir or 0)


@admin.register(Dipa)
class AdminDipa(AdminDalamDipa):
    dipa_dari = "pk"
    list_display = ("__str__", "tahun", "kewenangan", "provinsi", "nama_satker", "jumlah_revisi")
    list_filter = ("tahun", "kewenangan", "satker__provinsi__pulau", "satker__provinsi")
    list_select_related = ("tahun", "satker__provinsi")
    ordering = ("-tahun__tahun", "satker__kode", "kewenangan")
    search_fields = ("nomor", "nama_satker", "satker__kode", "satker__nama", "satker__provinsi__nama")
    search_help_text = "Cari nomor DIPA, kode atau nama satker, atau provinsi."
    autocomplete_fields = ("satker",)
    fields = ("tahun", "satker", "kewenangan", "nomor", "nama_satker")
    inlines = (RevisiInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dipa]:
        return (
            super().get_queryset(request).select_related("tahun", "satker__provinsi").annotate(_jumlah=Count("revisi"))
        )

    def get_inlines(self, request: HttpRequest, obj: Dipa | None) -> Inlines:
        return () if obj is None else self.inlines

    def get_fields(self, request: HttpRequest, obj: Dipa | None = None) -> tuple[str, ...]:
        if obj is None or tertutup(obj):
            return self.fields
        return (*self.fields, "revisi_baru")

    def get_readonly_fields(self, request: HttpRequest, obj: Dipa | None = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        # Reports that rest on it would move to another satker or year with it.
        tetap = ("tahun", "satker", "kewenangan") if obj.laporan.exists() else ()
        return (*tetap, "revisi_baru")

    @admin.display(description="provinsi", ordering="satker__provinsi__kode")
    def provinsi(self, obj: Dipa) -> str:
        return obj.satker.provinsi.nama_pendek

    @admin.display(description="jumlah revisi", ordering="_jumlah")
    def jumlah_revisi(self, obj: Any) -> int:
        return obj._jumlah

    @admin.display(description="revisi")
    def revisi_baru(self, obj: Dipa) -> SafeString:
        return format_html('<a href="{}">Tambah revisi</a>', alamat_revisi_baru(obj))

    def response_post_save_add(self, request: HttpRequest, obj: Dipa) -> HttpResponseRedirect:
        self.message_user(request, "Sekarang isi revisi ke-0: sejak kapan berlaku dan pagunya.", messages.INFO)
        return HttpResponseRedirect(alamat_revisi_baru(obj))

    def alasan_tidak_dihapus(self, request: HttpRequest, objek: QuerySet[Dipa]) -> str | None:
        if alasan := super().alasan_tidak_dihapus(request, objek):
            return alasan
        for dipa in objek:
            if triwulan := sorted(dipa.laporan.values_list("triwulan", flat=True)):
                return (
                    f"{dipa} tidak dapat dihapus karena sudah mempunyai laporan "
                    f"{daftar_kata([nama_triwulan(t) for t in triwulan])}. Laporan dan versinya harus tetap ada."
                )
            if dipa.kendala.exists():
                return f"{dipa} tidak dapat dihapus karena sudah ada kendala yang dicatat padanya."
        return None


def alamat_revisi_baru(dipa: Dipa) -> str:
    """Where a further revision of a DIPA is entered."""
    return f"{reverse('admin:realisasi_revisidipa_add')}?dipa={dipa.pk}"


class KolomRupiah(forms.IntegerField):
    """Whole rupiah, shown with points between the thousands and read with or without them."""

    def prepare_value(self, value: Any) -> Any:
        return angka(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and (teks := value.strip()):
            # As the pages write an amount, so it may be pasted: `Rp 1.268.576.000`.
            teks = re.sub(r"^Rp\.?\s*", "", teks)
            if re.fullmatch(r"[-\u2212][0-9.]+", teks):
                raise ValidationError("Pagu dan blokir tidak boleh negatif.")
            if not BENTUK_RUPIAH.fullmatch(teks):
                raise ValidationError(f"“{teks}” bukan rupiah utuh. Tulis misalnya 1.250.000.000 atau 1250000000.")
            value = teks.replace(".", "")
        return super().to_python(value)


class FormsetPagu(forms.BaseInlineFormSet):
    """The pagu of one revision: at least one row, or it would count as a pagu of zero."""

    def clean(self) -> None:
        super().clean()
        tersisa = [f for f in self.forms if f.is_valid() and f.cleaned_data and not f.cleaned_data.get("DELETE")]
        if not any(self.errors) and not tersisa:
            raise ValidationError(PAGU_TANPA_BARIS)


class PaguInline(InlineBertahun):
    model = PaguRevisi
    formset = FormsetPagu
    fields = ("jenis", "pagu", "blokir")
    formfield_overrides = {
        BigIntegerField: {
            "form_class": KolomRupiah,
            "widget": forms.TextInput(attrs={"inputmode": "numeric", "class": "rupiah", "size": "20"}),
        }
    }

    def get_extra(self, request: HttpRequest, obj: RevisiDipa | None = None, **kwargs: Any) -> int:
        return len(pagu_terakhir(request)) or 3 if obj is None else 1


def _nomor_baris(teks: str) -> bool:
    """Whether a text of an address can be the number of a row at all."""
    return teks.isascii() and teks.isdecimal() and len(teks) < 19  # noqa: PLR2004  (64 bits)


def pagu_terakhir(request: HttpRequest) -> list[dict[str, Any]]:
    """The pagu of the last revision of the DIPA in the address, to start a new revision from."""
    dipa = request.GET.get("dipa", "")
    if request.method != "GET" or not _nomor_baris(dipa):
        return []
    terakhir = RevisiDipa.objects.filter(dipa_id=dipa).order_by("-nomor").first()
    return [dict(baris) for baris in terakhir.pagu.values("jenis", "pagu", "blokir")] if terakhir else []


class FormRevisi(FormTahunTerbuka):
    """A revision; the day since which it is in force may not leave a reported quarter without pagu."""

    def clean_berlaku_sejak(self) -> dt.date:
        sejak: dt.date = self.cleaned_data["berlaku_sejak"]
        if self.instance.pk:
            dipa = self.instance.dipa
            lain = dipa.revisi.exclude(pk=self.instance.pk).values_list("berlaku_sejak", flat=True)
            if triwulan := triwulan_tanpa_pagu(dipa, [*lain, sejak]):
                raise ValidationError(
                    f"Dengan tanggal ini laporan {daftar_kata([nama_triwulan(q) for q in triwulan])} tidak lagi "
                    "mempunyai pagu yang berlaku. Pilih tanggal yang tidak lebih akhir dari triwulan itu."
                )
        return sejak


@admin.register(RevisiDipa)
class AdminRevisiDipa(AdminDalamDipa):
    dipa_dari = "dipa"
    list_display = ("dipa", "nomor", "berlaku_sejak", "pagu", "blokir", "catatan")
    list_display_links = ("dipa", "nomor")
    list_filter = ("dipa__tahun", "dipa__kewenangan", "dipa__satker__provinsi")
    search_fields = ("dipa__nomor", "dipa__nama_satker", "dipa__satker__kode", "dipa__satker__nama", "catatan")
    date_hierarchy = "berlaku_sejak"
    autocomplete_fields = ("dipa",)
    ordering = ("-dipa__tahun__tahun", "dipa__satker__kode", "nomor")
    inlines = (PaguInline,)
    form = FormRevisi

    def get_readonly_fields(self, request: HttpRequest, obj: RevisiDipa | None = None) -> tuple[str, ...]:
        return () if obj is None else ("dipa",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RevisiDipa]:
        return (
            super()
            .get_queryset(request)
            .select_related("dipa__tahun", "dipa__satker")
            .annotate(_pagu=Sum("pagu__pagu"), _blokir=Sum("pagu__blokir"))
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        data: dict[str, Any] = {**super().get_changeform_initial_data(request)}
        dipa = str(data.get("dipa", ""))
        if _nomor_baris(dipa):
            terakhir = RevisiDipa.objects.filter(dipa_id=dipa).order_by("-nomor").first()
            data["nomor"] = terakhir.nomor + 1 if terakhir else 0
        return data

    def get_formset_kwargs(self, request: HttpRequest, obj: RevisiDipa, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj._state.adding and (awal := pagu_terakhir(request)):
            kwargs["initial"] = awal
        return kwargs

    @admin.display(description="pagu (Rp)", ordering="_pagu")
    def pagu(self, obj: Any) -> str:
        return angka(obj._pagu or 0)

    @admin.display(description="blokir (Rp)", ordering="_blokir")
    def blokir(self, obj: Any) -> str:
        return angka(obj._blokir or 0)

    def alasan_tidak_dihapus(self, request: HttpRequest, objek: QuerySet[RevisiDipa]) -> str | None:
        if alasan := super().alasan_tidak_dihapus(request, objek):
            return alasan
        for revisi in objek:
            if triwulan := triwulan_bersandar(revisi):
                return (
                    f"{revisi} tidak dapat dihapus: laporan {daftar_kata([nama_triwulan(q) for q in triwulan])} "
                    "dihitung dengan pagu revisi itu. Perbaiki pagunya, atau masukkan revisi berikutnya."
                )
        return None
