"""The reports beside the treasury's figures, and what tim pusat decides: parse, ask, render."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from realisasi import ekspor_rekonsiliasi
from realisasi.daftar_rekonsiliasi import (
    PILIHAN_KEADAAN,
    Saringan,
    baca_daftar,
    lengkapi,
    pilihan_kewenangan,
    pilihan_tahun,
)
from realisasi.forms.rekonsiliasi import PANJANG_ALASAN, FormKeputusan, baca_saringan
from realisasi.kalender import TRIWULAN, nama_triwulan
from realisasi.keputusan import boleh_memutuskan, kata_berhasil, putuskan
from realisasi.models import Dipa, Keputusan, TahunAnggaran
from realisasi.penolakan import Bentrok, BukanHak, Ditolak
from realisasi.rekonsiliasi import BandingDipa, baca_satu, triwulan_tersedia
from realisasi.views.akses import TERBESAR, pengguna
from satker import ekspor
from satker.akses import hak, hanya
from satker.peran import Peran

membaca = hanya(Peran.TIM_PUSAT, Peran.PIMPINAN, Peran.ADMINISTRATOR)


@require_safe
@membaca
def rekonsiliasi(request: HttpRequest) -> HttpResponse:
    """Every DIPA of one quarter in both sources, the largest difference first."""
    diminta = baca_saringan(request.GET)
    tersedia = triwulan_tersedia()
    s = lengkapi(diminta, tersedia)
    daftar = baca_daftar(s)
    if ekspor.diminta(request):
        tabel = {"daftar": lambda: ekspor_rekonsiliasi.daftar(s, daftar.semua)}
        return ekspor.tabel_diminta(request, tabel, f"rekonsiliasi-{s.tahun}-tw{s.triwulan}")
    anggaran = TahunAnggaran.objects.filter(tahun=s.tahun).first()
    return render(
        request,
        "rekonsiliasi/rekonsiliasi.html",
        {
            "halaman": "rekonsiliasi",
            "s": s,
            "kesalahan": diminta.kesalahan,
            "daftar": daftar,
            "r": daftar.ringkasan,
            "terimpor": (s.tahun, s.triwulan) in tersedia,
            "lain": [Saringan(t, q) for t, q in tersedia if (t, q) != (s.tahun, s.triwulan)][:3],
            "pilihan": [
                ("tahun", "Tahun", [(str(t), str(t), t == s.tahun) for t in pilihan_tahun(s, tersedia)]),
                ("triwulan", "Triwulan", [(str(q), nama_triwulan(q), q == s.triwulan) for q in TRIWULAN]),
                ("kewenangan", "Kewenangan", pilihan_kewenangan(s)),
            ],
            "tab": [
                {"nama": nama, "kueri": s.kueri(keadaan=k, hal=1), "jumlah": daftar.jumlah[k], "ini": k == s.keadaan}
                for k, (nama, _) in PILIHAN_KEADAAN.items()
            ],
            "ilustrasi": anggaran is not None and anggaran.ilustrasi,
            "boleh": boleh_memutuskan(pengguna(request)) and anggaran is not None and not anggaran.ditutup,
            "boleh_mengimpor": Peran.TIM_PUSAT in hak(request.user).peran,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@membaca
def satu(request: HttpRequest, dipa_id: int, triwulan: int) -> HttpResponse:
    """One DIPA: every jenis belanja, the decisions, and the form to decide. A POST is a decision."""
    dipa = (
        Dipa.objects.select_related("satker__provinsi", "tahun").filter(pk=dipa_id).first()
        if dipa_id <= TERBESAR
        else None
    )
    if dipa is None or triwulan not in TRIWULAN:
        raise Http404("DIPA atau triwulan itu tidak ada.")
    if request.method == "POST":
        return _putuskan(request, dipa, triwulan)
    b = baca_satu(dipa, triwulan)
    if ekspor.diminta(request):
        tabel = {"jenis": lambda: ekspor_rekonsiliasi.satu(b)}
        nama = f"rekonsiliasi-{b.amanat.kode}-{dipa.tahun_id}-tw{triwulan}"
        return ekspor.tabel_diminta(request, tabel, nama)
    return _lihat(request, dipa, b, FormKeputusan(initial={"jenis": [p.jenis for p in b.perlu_diputuskan]}))


def _putuskan(request: HttpRequest, dipa: Dipa, triwulan: int) -> HttpResponse:
    if not boleh_memutuskan(pengguna(request)):
        raise PermissionDenied("Hanya tim pusat yang memutuskan selisih; Anda dapat membacanya.")
    form = FormKeputusan(request.POST)
    if not form.is_valid():
        return _lihat(request, dipa, baca_satu(dipa, triwulan), form, status=422)
    try:
        tertulis = putuskan(
            dipa.pk,
            triwulan,
            pengguna(request),
            form.dasar,
            form.cleaned_data["keputusan"],
            form.cleaned_data["alasan"],
        )
    except BukanHak as galat:
        raise PermissionDenied(galat.pesan) from None
    except Ditolak as galat:
        status = 409 if isinstance(galat, Bentrok) else 422
        return _lihat(request, dipa, baca_satu(dipa, triwulan), form, pesan=galat.pesan, status=status)
    messages.success(request, kata_berhasil(dipa, triwulan, tertulis))
    return redirect(f"{reverse('realisasi:rekonsiliasi')}?{_saringan(request, dipa, triwulan).alamat}")


def _saringan(request: HttpRequest, dipa: Dipa, triwulan: int) -> Saringan:
    """The list that one came from: the filters of the address, the quarter of the page."""
    d = baca_saringan(request.GET)
    return Saringan(dipa.tahun_id, triwulan, d.kewenangan, d.cari, d.keadaan, d.hal or 1)


def _lihat(
    request: HttpRequest, dipa: Dipa, b: BandingDipa, form: FormKeputusan, *, pesan: str = "", status: int = 200
) -> HttpResponse:
    boleh = boleh_memutuskan(pengguna(request)) and not dipa.tahun.ditutup
    return render(
        request,
        "rekonsiliasi/satu.html",
        {
            "halaman": "rekonsiliasi",
            "s": _saringan(request, dipa, triwulan=b.triwulan),
            "dipa": dipa,
            "b": b,
            "form": form,
            "dicentang": form.dicentang(),
            "pilihan_keputusan": Keputusan.choices,
            "panjang_alasan": PANJANG_ALASAN,
            "boleh": boleh,
            "dapat_diputuskan": boleh and bool(b.berbeda),
            "terkirim": form.is_bound,
            "pesan": pesan,
            "bentrok": status == 409,  # noqa: PLR2004  (the status of `Bentrok`)
        },
        status=status,
    )


alamat = [
    path("rekonsiliasi/", rekonsiliasi, name="rekonsiliasi"),
    path("rekonsiliasi/<int:dipa_id>/<int:triwulan>/", satu, name="rekonsiliasi_dipa"),
]
