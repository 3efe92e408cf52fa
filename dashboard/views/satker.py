"""The sheet of one satker: parse, ask, render."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard import grafik, lembar, penjelasan, ringkasan, saringan
from dashboard.baris import nama_tampil
from dashboard.lembar_ekspor import tabel_satker
from dashboard.views.halaman import dengan_grafik
from dashboard.warna import GRAFIK
from realisasi import rupiah
from satker import ekspor
from satker.akses import hak, satker_terbaca
from satker.models import Satker
from satker.replika import boleh_dari_replika


def satker_yang_boleh(request: HttpRequest, kode: str) -> Satker:
    """The satker, if this user may read it; 403 says who may, 404 only to those who read all."""
    h = hak(request.user)
    terbaca = satker_terbaca(request.user).select_related("provinsi")
    satker = terbaca.filter(kode=kode).first() if kode.isdecimal() else None
    if satker is not None:
        return satker
    if h.membaca_semua:
        raise Http404(f"Tidak ada satker dengan kode {kode[:20]}.")
    raise PermissionDenied(
        "Data satker lain hanya dapat dibuka oleh satker itu, tim pusat, pimpinan, dan administrator."
    )


@require_safe
@boleh_dari_replika
@dengan_grafik
def satker(request: HttpRequest, kode: str) -> HttpResponse:
    """The sheet of one satker."""
    milik_siapa = satker_yang_boleh(request, kode)
    h = hak(request.user)
    s, sedia = saringan.baca(request.GET, milik_siapa.pk)
    milik = lembar.muat_satker(milik_siapa, s.angka, sedia, bandingkan=h.membaca_semua)
    ada = any(p.amanat.satker_id == milik_siapa.pk for p in milik.posisi(s.tahun, s.triwulan, s.satu_kewenangan))
    dasar = {
        "halaman": "satker",
        "satker": milik_siapa,
        "nama": nama_tampil(milik_siapa.provinsi.nama),
        "s": s,
    }
    if not ada:
        tahun_berisi = sorted(sedia.kewenangan, reverse=True)
        return render(request, "dashboard/satker_kosong.html", dasar | {"tahun_berisi": tahun_berisi})
    x = lembar.susun(s, milik_siapa, milik, timezone.localdate(), berperingkat=h.membaca_semua)
    tahun = milik.tahun[s.tahun]
    if ekspor.diminta(request):
        nama = f"satker-{milik_siapa.kode}-{s.tahun}-tw{s.triwulan}-{s.angka.value}"
        return ekspor.tabel_diminta(request, tabel_satker(x, s, ilustrasi=tahun.ilustrasi), nama)
    return render(
        request,
        "dashboard/satker.html",
        dasar
        | {
            "x": x,
            "ilustrasi": tahun.ilustrasi,
            "ambang_bp": tahun.ambang_bp,
            "alasan": penjelasan.alasan_satker(x, s),
            "dasar_proyeksi": penjelasan.dasar_proyeksi(milik, s),
            "belum_diverifikasi": ringkasan.hitung_belum_diverifikasi(x.posisi, milik),
            "gambar": {"tokens": GRAFIK, "lajur": grafik.lajur(x.lajur)},
            "label_lajur": f"Realisasi kumulatif {dasar['nama']} {s.tahun}: {rupiah.persen(x.kelompok.persen_bp)} "
            f"s.d. {s.nama_triwulan}",
            "catatan_kaki": penjelasan.catatan_kaki(tahun),
        },
    )
