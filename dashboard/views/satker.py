"""The list of satker and the sheet of one: parse, ask, render."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard import grafik, lembar, penjelasan, ringkasan, saringan
from dashboard.baris import kata_status, nama_tampil
from dashboard.daftar import BERISIKO, SYARAT_PENCARIAN, FormPencarian, lembar_ekspor, syarat
from dashboard.lembar_ekspor import tabel_satker
from dashboard.peringkat import Peringkat
from dashboard.tabel import DataSatker, TabelSatker
from dashboard.views.halaman import baca_tenggat, dengan_grafik, satker_sendiri
from dashboard.views.nasional import kosong
from dashboard.warna import GRAFIK
from realisasi import penilaian, rupiah
from realisasi.penilaian import Status
from realisasi.rekap import BukuRekap, Ruang
from satker import ekspor
from satker.akses import hak, satker_terbaca
from satker.models import Satker

PER_HALAMAN = 50


@require_safe
def daftar(request: HttpRequest) -> HttpResponse:
    """Every satker at one quarter, to search, filter, sort, and download."""
    if ke := satker_sendiri(request):
        return ke
    s, sedia = saringan.baca(request.GET)
    form = FormPencarian(request.GET)
    form.is_valid()
    s = replace(s, kesalahan=s.kesalahan + saringan.kesalahan_form(form, SYARAT_PENCARIAN))
    isi = {nama: nilai for nama, nilai in form.cleaned_data.items() if nilai}
    buku = BukuRekap(s.tahun, s.angka, sedia.anggaran)
    ruang = Ruang(s.satu_kewenangan, s.pulau)
    semua = buku.irisan(s.triwulan, ruang)
    if not semua:
        return render(request, "dashboard/kosong.html", kosong(s, sedia) | {"halaman": "satker"})
    # In a list each satker bears its kewenangan in a column of its own.
    senarai = Peringkat(s, buku, semua, baca_tenggat(s.tahun, s.triwulan), timezone.localdate(), sebut_kewenangan=False)
    dicari = syarat(isi, s, buku)
    kelompok = penilaian.kelompok(buku.irisan(s.triwulan, ruang, dicari) if isi else semua, s.triwulan)
    tabel = TabelSatker(
        DataSatker(senarai.rekap.filter(dicari), kelompok.jumlah, senarai),
        alamat=s.alamat,
        triwulan=s.triwulan,
        sasaran=kelompok.sasaran,
        satu_kewenangan=s.satu_kewenangan is not None,
    )
    # Only names of columns are handed to the table: it would take an address apart by its dots.
    dikenal = set(tabel.columns.names())
    tabel.request = request
    urutan = [n for n in request.GET.getlist("sort") if n.removeprefix("-") in dikenal]
    tabel.order_by = urutan or tabel.order_by
    tabel.paginate(per_page=PER_HALAMAN)  # how many rows a page has is not for the address to say
    tabel.page = tabel.paginator.get_page(request.GET.get("page"))
    tahun = buku.anggaran[s.tahun]
    if (jenis := request.GET.get("ekspor", "")) in ekspor.JENIS_BERKAS:
        lembaran = lembar_ekspor(
            [r.record for r in tabel.rows], s, kelompok.sasaran, ilustrasi=tahun.ilustrasi, isi=isi
        )
        nama = f"satker-{s.tahun}-tw{s.triwulan}-{s.kewenangan.lower()}-{s.angka.value}"
        return ekspor.unduhan(lembaran, jenis, nama)
    pilihan_status = [("", "Semua status")] + [(st.value, kata_status(st, tahun.ambang_bp)) for st in Status]
    pilihan_status.append((BERISIKO, f"Berisiko: diproyeksikan di bawah {rupiah.persen_pendek(tahun.ambang_bp)}"))
    tetap = {"tahun": s.tahun, "triwulan": s.triwulan, "kewenangan": s.kewenangan}
    return render(
        request,
        "dashboard/daftar_satker.html",
        {
            "halaman": "satker",
            "judul": f"Satker s.d. {s.nama_triwulan} {s.tahun}",
            "s": s,
            "tabel": tabel,
            "kelompok": kelompok,
            "jumlah_semua": ringkasan.banyak(semua),
            "isi": isi,
            "pilihan_status": pilihan_status,
            "ikut_saring": [*isi.items(), *(("sort", n) for n in urutan)],
            "ikut_alamat": f"&{urlencode(isi)}" if isi else "",
            "alamat_ekspor": urlencode({k: v for k, v in request.GET.items() if k not in {"ekspor", "page"}} | tetap),
            "ilustrasi": tahun.ilustrasi,
            "belum_diverifikasi": sum(i.belum_diverifikasi for i in semua),
            "catatan_kaki": penjelasan.catatan_kaki(tahun),
        },
    )


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
