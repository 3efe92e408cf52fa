"""Closing a year, opening it again, and opening a new one: each shows first what is still open."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from realisasi import pengaturan as tulis
from realisasi.forms.pengaturan import FormTahunBaru, FormYakin
from realisasi.kalender import jendela_bawaan, nama_triwulan
from realisasi.models import PeriodePelaporan, TahunAnggaran, Target
from realisasi.pemeriksaan_tahun import periksa
from realisasi.penolakan import Bentrok, Ditolak
from realisasi.tahun_baru import asal_tahun, buka_tahun_dari, hari_libur, kalimat_sudah_ada
from realisasi.views.pengaturan_lembar import MEMBACA, TAHUN, boleh_mengubah
from satker.akses import hanya

TAHUN_TERAWAL, TAHUN_TERAKHIR = 2000, 2100


def _hanya_baca(request: HttpRequest) -> None:
    """Who only reads may open these pages, and send nothing."""
    if request.method == "POST" and not boleh_mengubah(request):
        raise PermissionDenied("Pengaturan hanya dapat diubah oleh tim pusat.")


def _ke_pengaturan(tahun: int) -> HttpResponse:
    return redirect(f"{reverse('realisasi:pengaturan')}?{urlencode({'tahun': tahun})}")


@require_http_methods(["GET", "HEAD", "POST"])
@hanya(*MEMBACA)
def tutup_tahun(request: HttpRequest, tahun: int) -> HttpResponse:
    """What is open in the year, and a box to tick; of a closed year the way back."""
    _hanya_baca(request)
    anggaran = TahunAnggaran.objects.filter(tahun=tahun).first()
    if anggaran is None:
        raise Http404(f"Tahun {tahun} belum dibuka.")
    periksaan = periksa(tahun, timezone.localdate())
    if anggaran.ditutup:
        label = f"Ya, buka kembali {tahun}: angkanya dapat berubah lagi."
    elif periksaan.bersih:
        label = f"Ya, tutup {tahun}: sesudah itu tidak ada lagi yang dapat ditulis."
    else:
        label = f"Ya, tutup {tahun} meskipun masih ada yang terbuka."
    form = FormYakin(label, request.POST if request.method == "POST" else None)
    galat, status = "", 200
    if request.method == "POST":
        status = 422
        # What the page offered is said along: a double click must not close what it has just opened.
        buka = request.POST.get("tindakan") == "buka"
        if form.is_valid():
            try:
                if buka:
                    tulis.buka_kembali_tahun(tahun)
                else:
                    tulis.tutup_tahun(tahun)
            except Ditolak as tolak:
                galat = tolak.pesan
                status = 409 if isinstance(tolak, Bentrok) else 422
            else:
                keterangan = "dibuka kembali" if buka else "ditutup. Tidak ada lagi yang dapat ditulis di dalamnya"
                messages.success(request, f"Tahun {tahun} {keterangan}.")
                return _ke_pengaturan(tahun)
    konteks = {"halaman": "pengaturan", "anggaran": anggaran, "p": periksaan, "form": form, "galat": galat}
    return render(request, "pengaturan/tutup.html", konteks | {"boleh": boleh_mengubah(request)}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@hanya(*MEMBACA)
def tahun_baru(request: HttpRequest) -> HttpResponse:
    """What the year before still leaves open and what would be copied; then all of it in one step."""
    _hanya_baca(request)
    if request.method == "POST":
        form = FormTahunBaru(_tahun_bawaan(), None, request.POST)
        if not form.is_valid():
            kalimat = " ".join(str(g) for daftar in form.errors.values() for g in daftar)
            return _tampilkan_tahun_baru(request, _tahun_bawaan(), galat=kalimat, status=422)
        tahun = form.cleaned_data["tahun"]
        try:
            hasil = buka_tahun_dari(tahun, form.cleaned_data["asal"])
        except Ditolak as tolak:
            return _tampilkan_tahun_baru(request, tahun, galat=tolak.pesan, status=409)
        isi = f"{hasil.target} target dan 4 jendela"
        if hasil.dipa:
            isi = f"{hasil.target} target, 4 jendela, dan {hasil.dipa} DIPA tanpa pagu"
        messages.success(request, f"Tahun {tahun} dibuka dengan {isi}. Periksa dan ubah seperlunya.")
        return _ke_pengaturan(tahun)
    diminta = request.GET.get("tahun", "").strip()
    if not diminta:
        return _tampilkan_tahun_baru(request, _tahun_bawaan())
    if TAHUN.fullmatch(diminta) and TAHUN_TERAWAL <= int(diminta) <= TAHUN_TERAKHIR:
        return _tampilkan_tahun_baru(request, int(diminta))
    galat = f"“{diminta[:20]}” bukan tahun antara {TAHUN_TERAWAL} dan {TAHUN_TERAKHIR}. Tulis misalnya 2027."
    return _tampilkan_tahun_baru(request, _tahun_bawaan(), galat=galat)


def _tahun_bawaan() -> int:
    """The year after the latest one; without any year the present one."""
    terakhir = TahunAnggaran.objects.order_by("-tahun").values_list("tahun", flat=True).first()
    return min(terakhir + 1, TAHUN_TERAKHIR) if terakhir else timezone.localdate().year


def _tampilkan_tahun_baru(request: HttpRequest, tahun: int, *, galat: str = "", status: int = 200) -> HttpResponse:
    asal = asal_tahun(tahun)
    ada = TahunAnggaran.objects.filter(tahun=tahun).exists()
    konteks = {
        "halaman": "pengaturan",
        "tahun": tahun,
        "ada": ada,
        "asal": TahunAnggaran.objects.get(tahun=asal) if asal and not ada else None,
        "p": periksa(asal, timezone.localdate()) if asal and not ada else None,
        "target": Target.objects.filter(tahun=asal).order_by("triwulan", "kewenangan") if asal else (),
        "tidak_bawaan": _jendela_tidak_bawaan(asal) if asal and not ada else [],
        "galat": galat or (kalimat_sudah_ada(tahun) if ada else ""),
        "boleh": boleh_mengubah(request),
        "terawal": TAHUN_TERAWAL,
        "terakhir": TAHUN_TERAKHIR,
    }
    return render(request, "pengaturan/tahun_baru.html", konteks, status=status)


def _jendela_tidak_bawaan(tahun: int) -> list[str]:
    """The quarters whose window was set by hand, which a new year does not take over."""
    libur = hari_libur(tahun, tahun + 1)
    return [
        nama_triwulan(p.triwulan)
        for p in PeriodePelaporan.objects.filter(tahun=tahun).order_by("triwulan")
        if (p.dibuka, p.tenggat, p.ditutup) != jendela_bawaan(tahun, p.triwulan, libur)
    ]
