"""The list of satker and the sheet of one: parse, ask, render."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from dashboard import ekspor, grafik, lembar, penjelasan, ringkasan, saringan
from dashboard.baris import Baris, kata_status, kurang_sasaran
from dashboard.saringan import Saringan
from dashboard.tabel import DataSatker, TabelSatker
from dashboard.views.halaman import beranda, dengan_grafik
from dashboard.views.nasional import kosong
from dashboard.warna import GRAFIK
from realisasi import penilaian, rupiah
from realisasi.kalender import nama_triwulan
from realisasi.models import PeriodePelaporan
from realisasi.penilaian import Status
from realisasi.posisi import muat
from satker.akses import hak, satker_terbaca
from satker.models import Satker

BERISIKO = "BERISIKO"
PER_HALAMAN = 50


class FormPencarian(forms.Form):
    """Search and status of the list; every field may be missing."""

    cari = forms.CharField(max_length=100, required=False, strip=True)
    status = forms.ChoiceField(choices=[(s.value, s.value) for s in Status] + [(BERISIKO, BERISIKO)], required=False)


SYARAT_PENCARIAN = {
    "cari": "Kata pencarian paling panjang 100 huruf",
    "status": "Status tidak dikenal",
}


def _cocok(b: Baris, cari: str) -> bool:
    a = b.posisi.amanat
    return all(
        kata in f"{a.kode} {a.nama} {a.provinsi.nama} {a.provinsi.nama_pendek} {a.nomor}".lower()
        for kata in cari.lower().split()
    )


@require_safe
def daftar(request: HttpRequest) -> HttpResponse:
    """Every satker at one quarter, to search, filter, sort, and download."""
    if ke := beranda(request):
        return ke
    s, sedia = saringan.baca(request.GET)
    form = FormPencarian(request.GET)
    form.is_valid()
    s = replace(s, kesalahan=s.kesalahan + saringan.kesalahan_form(form, SYARAT_PENCARIAN))
    cari, status = form.cleaned_data.get("cari", ""), form.cleaned_data.get("status", "")
    buku = muat([s.tahun], s.angka, anggaran=sedia.anggaran)
    posisi = ringkasan.di_pulau(buku.posisi(s.tahun, s.triwulan, s.satu_kewenangan), s.pulau)
    if not posisi:
        return render(request, "dashboard/kosong.html", kosong(s, sedia) | {"halaman": "satker"})
    hari_ini = timezone.localdate()
    tenggat = (
        PeriodePelaporan.objects.filter(tahun=s.tahun, triwulan=s.triwulan).values_list("tenggat", flat=True).first()
    )
    semua = [Baris(p, kurang_sasaran(p), tenggat, hari_ini) for p in posisi]
    dipilih = [
        b
        for b in semua
        if (not cari or _cocok(b, cari))
        and (not status or (b.posisi.berisiko if status == BERISIKO else b.posisi.status == status))
    ]
    kelompok = penilaian.kelompok([b.posisi for b in dipilih], s.triwulan)
    ikut = {k: v for k, v in {"cari": cari, "status": status}.items() if v}
    tabel = TabelSatker(
        DataSatker(dipilih),
        alamat=s.alamat,
        triwulan=s.triwulan,
        sasaran=kelompok.sasaran,
        satu_kewenangan=s.satu_kewenangan is not None,
    )
    RequestConfig(request, paginate=False).configure(tabel)
    tabel.paginate(per_page=PER_HALAMAN)  # how many rows a page has is not for the address to say
    tabel.page = tabel.paginator.get_page(request.GET.get("page"))
    if (jenis := request.GET.get("ekspor", "")) in ekspor.JENIS_BERKAS:
        isi = _lembar_ekspor([r.record for r in tabel.rows], s, ilustrasi=buku.tahun[s.tahun].ilustrasi, ikut=ikut)
        return ekspor.unduhan(isi, jenis, f"satker-{s.tahun}-tw{s.triwulan}-{s.kewenangan.lower()}-{s.angka.value}")
    ambang = buku.tahun[s.tahun].ambang_bp
    pilihan_status = [("", "Semua status")] + [(st.value, kata_status(st, ambang)) for st in Status]
    pilihan_status.append((BERISIKO, f"Berisiko: diproyeksikan di bawah {rupiah.persen_pendek(ambang)}"))
    return render(
        request,
        "dashboard/daftar_satker.html",
        {
            "halaman": "satker",
            "judul": f"Satker s.d. {s.nama_triwulan} {s.tahun}",
            "s": s,
            "tabel": tabel,
            "kelompok": kelompok,
            "jumlah_semua": len(semua),
            "cari": cari,
            "status": status,
            "pilihan_status": pilihan_status,
            "ikut_saring": list(ikut.items()),
            "ikut_alamat": f"&{urlencode(ikut)}" if ikut else "",
            "alamat_ekspor": urlencode(_satu_nilai(request) | {"tahun": s.tahun, "triwulan": s.triwulan,
                                                               "kewenangan": s.kewenangan}),
            "ilustrasi": buku.tahun[s.tahun].ilustrasi,
            "belum_diverifikasi": ringkasan.hitung_belum_diverifikasi(posisi, buku),
            "catatan_kaki": penjelasan.catatan_kaki(buku.tahun[s.tahun]),
        },
    )  # fmt: skip


def _satu_nilai(request: HttpRequest) -> dict[str, Any]:
    return {k: v for k, v in request.GET.items() if k not in {"ekspor", "page"}}


KOLOM_EKSPOR = (
    ekspor.Kolom("Kode satker", lebar=12),
    ekspor.Kolom("Nama satker", lebar=48),
    ekspor.Kolom("Provinsi", lebar=24),
    ekspor.Kolom("Kewenangan", lebar=12),
    ekspor.Kolom("Pagu (Rp)", "rupiah", 18),
    ekspor.Kolom("Blokir (Rp)", "rupiah", 16),
    ekspor.Kolom("Pagu efektif (Rp)", "rupiah", 18),
    ekspor.Kolom("Realisasi s.d. triwulan (Rp)", "rupiah", 18),
    ekspor.Kolom("Persen dari pagu efektif", "persen", 12),
    ekspor.Kolom("Target", "persen", 10),
    ekspor.Kolom("Status", lebar=18),
    ekspor.Kolom("Angka dari", lebar=10),
    ekspor.Kolom("Kurang ke target (Rp)", "rupiah", 18),
    ekspor.Kolom("Proyeksi akhir tahun", "persen", 12),
    ekspor.Kolom("Laporan", lebar=14),
    ekspor.Kolom("Angka", lebar=11),
    ekspor.Kolom("Sumber", lebar=14),
)


def _lembar_ekspor(baris: list[Baris], s: Saringan, *, ilustrasi: bool, ikut: dict[str, str]) -> ekspor.Lembar:
    sumber = "data ilustrasi" if ilustrasi else ""
    isi: list[list[ekspor.Nilai]] = []
    for b in baris:
        p = b.posisi
        isi.append([
            p.amanat.kode, p.amanat.nama, p.amanat.provinsi.nama, p.amanat.kewenangan, p.pagu, p.blokir,
            p.pagu_efektif, b.realisasi, p.persen_bp, p.target_bp, b.kata_status,
            nama_triwulan(p.triwulan_data) if p.triwulan_data else "", b.kurang_sasaran, p.proyeksi_bp,
            b.keadaan_laporan, s.angka.value, sumber,
        ])  # fmt: skip
    keterangan = [
        f"{s.nama_kewenangan}, angka {s.angka.value}, kumulatif s.d. {s.nama_triwulan} {s.tahun}"
        + (f", {s.pulau}" if s.pulau else "")
        + "".join(f", {k}: {v}" for k, v in ikut.items()),
        f"Dibuat {timezone.localtime():%d-%m-%Y %H:%M} WIB" + (". DATA ILUSTRASI" if ilustrasi else ""),
    ]
    return ekspor.Lembar(f"Realisasi satker s.d. {s.nama_triwulan} {s.tahun}", keterangan, KOLOM_EKSPOR, isi)


def _satker_yang_boleh(request: HttpRequest, kode: str) -> Satker:
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
    milik_siapa = _satker_yang_boleh(request, kode)
    h = hak(request.user)
    s, sedia = saringan.baca(request.GET, milik_siapa.pk)
    boleh = (
        list(Satker.objects.filter(provinsi=milik_siapa.provinsi_id).values_list("pk", flat=True))
        if h.membaca_semua
        else [milik_siapa.pk]
    )
    milik = muat([*sedia.anggaran], s.angka, satker=boleh, anggaran=sedia.anggaran)
    ada = any(p.amanat.satker_id == milik_siapa.pk for p in milik.posisi(s.tahun, s.triwulan, s.satu_kewenangan))
    dasar = {
        "halaman": "satker",
        "satker": milik_siapa,
        "nama": grafik.nama_tampil(milik_siapa.provinsi.nama),
        "s": s,
    }
    if not ada:
        tahun_berisi = sorted(sedia.kewenangan, reverse=True)
        return render(request, "dashboard/satker_kosong.html", dasar | {"tahun_berisi": tahun_berisi})
    semua = muat([s.tahun], s.angka, anggaran=sedia.anggaran, proyeksi=False) if h.membaca_semua else None
    x = lembar.susun(s, milik_siapa, milik, semua, timezone.localdate())
    tahun = milik.tahun[s.tahun]
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
