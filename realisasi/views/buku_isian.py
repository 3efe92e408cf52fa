"""The entry grid as a workbook, out and in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_safe

from realisasi import alur, buku_isian
from realisasi.baca_rupiah import TidakTerbaca, baca
from realisasi.kalender import nama_triwulan
from realisasi.lembar_isian import LembarIsian
from realisasi.models import JenisBelanja
from realisasi.rupiah import angka
from realisasi.views.akses import lembar_terbaca, pengguna, peran_dinas

TIPE_BUKU = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TIDAK_DISUNTING = "Tidak ada yang Anda ubah di buku isian sejak diunduh, jadi draf tetap seperti sekarang."
_DIGIT_TERBANYAK = 9


@require_safe
def unduh(request: HttpRequest, dipa_id: int, triwulan: int) -> HttpResponse:
    """The entry grid of one DIPA and quarter, filled in as far as it is."""
    lembar = lembar_terbaca(request, dipa_id, triwulan)
    jawaban = HttpResponse(buku_isian.tulis(lembar), content_type=TIPE_BUKU)
    dipa = lembar.dipa
    nama = f"isian-{dipa.satker.kode}-{dipa.kewenangan.lower()}-{dipa.tahun_id}-tw{triwulan}.xlsx"
    jawaban["Content-Disposition"] = f'attachment; filename="{nama}"'
    return jawaban


@require_http_methods(["GET", "HEAD", "POST"])
def unggah(request: HttpRequest, dipa_id: int, triwulan: int) -> HttpResponse:
    """Take over a workbook that was worked on in Excel: all of it, or nothing."""
    lembar = lembar_terbaca(request, dipa_id, triwulan)
    if peran_dinas(request, lembar.dipa) is None:
        raise PermissionDenied("Buku isian diunggah oleh operator atau kepala dinas satker itu.")
    if request.method != "POST":
        return _halaman(request, lembar, status=200)
    try:
        if "pakai" in request.POST:
            return _pakai_pilihan(request, lembar)
        return _pakai_buku(request, lembar)
    except buku_isian.SelDitolak as galat:
        tanda = [g._asdict() | {"nama": _nama(g.jenis)} for g in galat.galat]
        baris = _baris_bertanda(lembar, galat)
        return _halaman(request, lembar, status=422, pesan=galat.pesan, galat=tanda, baris=baris)
    except buku_isian.BukuDitolak as galat:
        return _halaman(request, lembar, status=422, pesan=galat.pesan)
    except alur.BukanHak as galat:
        raise PermissionDenied(galat.pesan) from galat
    except alur.Ditolak as galat:
        status = 409 if isinstance(galat, alur.Bentrok) else 422
        return _halaman(request, lembar, status=status, pesan=galat.pesan)


def _pakai_buku(request: HttpRequest, lembar: LembarIsian) -> HttpResponse:
    bacaan = buku_isian.baca(_isi_berkas(request.FILES), lembar)
    hasil, bentrok = buku_isian.rujuk(bacaan, lembar.isian.realisasi)
    if bentrok:
        return _halaman(
            request,
            lembar,
            status=409,
            bentrok=[r._asdict() | {"nama": _nama(r.jenis)} for r in bentrok],
            pilihan=[(b.jenis.value, hasil.get(b.jenis.value)) for b in lembar.baris],
        )
    return _simpan(request, lembar, hasil, lembar.perubahan_ke, disunting=bacaan.sekarang != bacaan.saat_unduh)


def _pakai_pilihan(request: HttpRequest, lembar: LembarIsian) -> HttpResponse:
    """The workbook's figures, chosen over those that somebody else wrote in the meantime."""
    ke = request.POST.get("perubahan_ke", "")
    if not (ke.isascii() and ke.isdecimal() and len(ke) <= _DIGIT_TERBANYAK):
        raise buku_isian.BukuDitolak("Pilihan ini tidak lengkap. Unggah buku isian lagi.")
    hasil = {}
    for b in lembar.baris:
        try:
            nilai = baca(request.POST.get(f"isi-{b.jenis.value}", ""))
        except TidakTerbaca as galat:
            raise buku_isian.BukuDitolak(f"{b.jenis.pendek}: {galat.pesan}") from galat
        if nilai is not None:
            hasil[b.jenis.value] = nilai
    return _simpan(request, lembar, hasil, int(ke))


def _simpan(
    request: HttpRequest, lembar: LembarIsian, hasil: Mapping[str, int], perubahan_ke: int, *, disunting: bool = True
) -> HttpResponse:
    """Store the amounts; the rest of the draft stays as it is."""
    isian = lembar.isian.dengan_realisasi(hasil)
    alur.simpan_draf(lembar.dipa.pk, lembar.triwulan, pengguna(request), isian, perubahan_ke)
    messages.success(request, _yang_berubah(lembar, hasil) if disunting else TIDAK_DISUNTING)
    return redirect("realisasi:entri", lembar.dipa.pk, lembar.triwulan)


def _isi_berkas(berkas: MultiValueDict[str, UploadedFile]) -> bytes:
    satu = berkas.get("berkas")
    if satu is None:
        raise buku_isian.BukuDitolak("Belum ada berkas. Pilih buku isian yang sudah diisi, lalu unggah.")
    return satu.read(buku_isian.UKURAN_TERBESAR + 1)


def _yang_berubah(lembar: LembarIsian, hasil: Mapping[str, int]) -> str:
    lama = lembar.isian.realisasi
    beda = [
        f"{b.jenis.pendek} {_angka(lama.get(b.jenis.value))} menjadi {_angka(hasil.get(b.jenis.value))}"
        for b in lembar.baris
        if lama.get(b.jenis.value) != hasil.get(b.jenis.value)
    ]
    if not beda:
        return "Buku isian dibaca: angkanya sama dengan draf, tidak ada yang berubah."
    return f"Buku isian tersimpan sebagai draf: {'; '.join(beda)}. Periksa, lalu ajukan."


def _angka(nilai: int | None) -> str:
    return "kosong" if nilai is None else angka(nilai)


def _nama(jenis: str) -> str:
    return JenisBelanja(jenis).pendek if jenis in JenisBelanja.values else ""


def _baris_bertanda(lembar: LembarIsian, ditolak: buku_isian.SelDitolak) -> list[dict[str, Any]]:
    """The grid as the workbook has it, with what is wrong beside each row."""
    return [
        {
            "baris": b,
            "tertulis": ditolak.tertulis.get(b.jenis.value, ""),
            "galat": [g for g in ditolak.galat if g.jenis == b.jenis.value],
        }
        for b in lembar.baris
    ]


def _halaman(request: HttpRequest, lembar: LembarIsian, *, status: int, **isi: Any) -> HttpResponse:
    nama = f"{nama_triwulan(lembar.triwulan)} {lembar.dipa.tahun_id}"
    tetap = {
        "halaman": "pelaporan",
        "judul": f"Unggah buku isian {nama}",
        "nama_laporan": f"Laporan {nama}",
        "lembar": lembar,
        "ilustrasi": lembar.tahun.ilustrasi,
    }
    return render(request, "pelaporan/unggah_ditolak.html", tetap | isi, status=status)


alamat = [
    path("pelaporan/<int:dipa_id>/<int:triwulan>/unduh/", unduh, name="unduh_isian"),
    path("pelaporan/<int:dipa_id>/<int:triwulan>/unggah/", unggah, name="unggah_isian"),
]
