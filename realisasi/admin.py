"""Admin pages of years, DIPA and revisions, and read-only ones of reports.

Until there is a page for it, tim pusat enters DIPA and revisions here. Nothing of a year
that is closed can be written (rule 10); reports and versions can be written by nobody.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import BigIntegerField, Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from realisasi.kalender import nama_triwulan
from realisasi.models import (
    Dipa,
    HariLibur,
    Kendala,
    LaporanTriwulan,
    PaguRevisi,
    PeriodePelaporan,
    PerpanjanganPeriode,
    RevisiDipa,
    RincianDraf,
    RincianVersi,
    TahunAnggaran,
    Target,
    VersiLaporan,
)
from realisasi.rupiah import angka, persen_pendek
from realisasi.tahun_baru import buka_tahun
from satker.admin import AdminBaca, AdminData, HanyaBaca, HanyaPeran, Inlines
from satker.akses import daftar_kata

BENTUK_RUPIAH = re.compile(r"[0-9]+|[0-9]{1,3}(\.[0-9]{3})+")
PAGU_TANPA_BARIS = "Isi pagu sedikitnya satu jenis belanja."


# --- Closed years --------------------------------------------------------------------
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


# --- Years ---------------------------------------------------------------------------
class TargetInline(InlineBertahun):
    model = Target


class PeriodeInline(InlineBertahun):
    model = PeriodePelaporan
    max_num = 4


@admin.register(TahunAnggaran)
class AdminTahunAnggaran(AdminData):
    """A year with its targets and windows. A new one gets the defaults, then to be changed."""

    list_display = ("tahun", "ambang", "ditutup", "ilustrasi", "jumlah_dipa")
    list_filter = ("ditutup", "ilustrasi")
    search_fields = ("tahun",)
    inlines = (TargetInline, PeriodeInline)

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


# --- DIPA ----------------------------------------------------------------------------
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
class AdminDipa(AdminBertahun):
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
        return () if obj is None else ("revisi_baru",)

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


def pagu_terakhir(request: HttpRequest) -> list[dict[str, Any]]:
    """The pagu of the last revision of the DIPA in the address, to start a new revision from."""
    dipa = request.GET.get("dipa", "")
    if request.method != "GET" or not dipa.isdecimal():
        return []
    terakhir = RevisiDipa.objects.filter(dipa_id=dipa).order_by("-nomor").first()
    return [dict(baris) for baris in terakhir.pagu.values("jenis", "pagu", "blokir")] if terakhir else []


@admin.register(RevisiDipa)
class AdminRevisiDipa(AdminBertahun):
    list_display = ("dipa", "nomor", "berlaku_sejak", "pagu", "blokir", "catatan")
    list_display_links = ("dipa", "nomor")
    list_filter = ("dipa__tahun", "dipa__kewenangan", "dipa__satker__provinsi")
    search_fields = ("dipa__nomor", "dipa__nama_satker", "dipa__satker__kode", "dipa__satker__nama", "catatan")
    date_hierarchy = "berlaku_sejak"
    autocomplete_fields = ("dipa",)
    ordering = ("-dipa__tahun__tahun", "dipa__satker__kode", "nomor")
    inlines = (PaguInline,)

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
        if dipa.isdecimal():
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
        terpilih = [r.pk for r in objek]
        for revisi in objek:
            lain = revisi.dipa.revisi.exclude(pk__in=terpilih).exists()
            if not lain and revisi.dipa.laporan.exists():
                return (
                    f"{revisi} tidak dapat dihapus: tanpa revisi itu laporan {revisi.dipa} tidak lagi mempunyai pagu."
                )
        return None


# --- Reports: read-only for everybody ---------------------------------------------------
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
