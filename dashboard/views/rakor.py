"""The rakor: its workbook, the frozen packs, and what changed between two. Parse, ask, render."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard import lembar_ekspor, penjelasan, saringan
from dashboard.rakor import buku_kerja
from dashboard.rakor.bahan import BahanRakor, baca_bahan
from dashboard.rakor.banding import Keadaan, bandingkan
from dashboard.rakor.beku import bahan_beku
from dashboard.rakor.satker import buku_kerja as buku_satker
from dashboard.rakor.satker.bahan import baca_bahan_satker
from dashboard.saringan import Saringan
from dashboard.views.nasional import kosong
from dashboard.views.satker import satker_yang_boleh
from realisasi.models import Pembekuan
from realisasi.pembekuan import NAMA_TERPANJANG, Cakupan, Paket, baca, bekukan, boleh_membekukan
from realisasi.penanggalan import saat
from realisasi.penilaian import TRIWULAN_AKHIR, persen_bp
from realisasi.penolakan import BukanHak, Ditolak
from realisasi.posisi import muat
from realisasi.views.akses import TERBESAR, pengguna
from realisasi.views.kembali import kirim_saja
from satker import ekspor
from satker.akses import hanya
from satker.ekspor import Lembar
from satker.peran import MEMBACA_SEMUA, Peran
from satker.replika import boleh_dari_replika

TIPE_XLSX = ekspor.JENIS_BERKAS["xlsx"][0]
PALING_BANYAK = 200
"""Rows of one table on a page; the downloads hold all of them."""
SEKARANG = "sekarang"
"""How an address calls the figures of now, where it may name a pack."""

membaca = hanya(*(p for p in Peran if p in MEMBACA_SEMUA))


@require_safe
@boleh_dari_replika
@membaca
def rakor(request: HttpRequest) -> HttpResponse:
    """What the meeting needs now: key figures, the workbook, the frozen packs."""
    return _halaman(request, *saringan.baca(request.GET))


def _halaman(
    request: HttpRequest, s: Saringan, sedia: saringan.Ketersediaan, nama: str = "", galat: str = ""
) -> HttpResponse:
    paket = list(Pembekuan.objects.defer("dasar").order_by("-dibekukan_pada", "-pk"))
    if ekspor.diminta(request):
        return ekspor.tabel_diminta(request, {"paket": lambda: lembar_ekspor.daftar_paket(paket)}, "rakor")
    b = baca_bahan(s, oleh=pengguna(request).get_full_name())
    if not b.posisi and not paket and not galat:
        return render(request, "dashboard/kosong.html", kosong(s, sedia) | {"halaman": "rakor"})
    isi = {
        "halaman": "rakor",
        "s": s,
        "b": b if b.posisi else None,
        "paket": paket,
        "boleh_membekukan": boleh_membekukan(pengguna(request)),
        "nama": nama,
        "galat": galat,
        "nama_terpanjang": NAMA_TERPANJANG,
        "ilustrasi": b.tahun.ilustrasi,
        "belum_diverifikasi": b.belum_diverifikasi,
        "catatan_kaki": penjelasan.catatan_kaki(b.tahun),
    }
    return render(request, "rakor/rakor.html", isi, status=422 if galat else 200)


@require_safe
@boleh_dari_replika
@membaca
def unduh(request: HttpRequest) -> HttpResponse:
    """The workbook of now, for the filter of the page that it was asked from."""
    s, _ = saringan.baca(request.GET)
    if s.kesalahan or s.catatan:
        # Never something else than was asked for.
        raise Http404("Tahun, triwulan, atau kewenangan dalam alamat itu tidak ada. Unduh dari halaman Rakor.")
    b = baca_bahan(s, oleh=pengguna(request).get_full_name())
    if not b.posisi:
        raise Http404(f"Tidak ada DIPA {s.nama_kewenangan} yang berlaku pada {s.nama_triwulan} {s.tahun}.")
    return _kirim(buku_kerja.tulis(b), buku_kerja.nama_berkas(s))


def _kirim(isi: bytes, nama: str) -> HttpResponse:
    """A workbook; `nama` is made of known words alone."""
    jawaban = HttpResponse(isi, content_type=TIPE_XLSX)
    jawaban["Content-Disposition"] = f'attachment; filename="{nama}.xlsx"'
    return jawaban


@kirim_saja(lambda: reverse("dashboard:rakor"))
@hanya(Peran.TIM_PUSAT)
def bekukan_angka(request: HttpRequest) -> HttpResponse:
    """Freeze what the page showed under the name of a meeting."""
    s, sedia = saringan.baca(request.POST)
    nama = request.POST.get("nama", "")
    if s.kesalahan or s.catatan:
        # Never something else than was asked for.
        return _halaman(request, s, sedia, nama, "Pilihan di atas tidak terbaca. Periksa, lalu bekukan sekali lagi.")
    try:
        paket = bekukan(Cakupan(s.tahun, s.triwulan, s.kewenangan, s.angka), nama, pengguna(request))
    except BukanHak as galat:
        raise PermissionDenied(galat.pesan) from None
    except Ditolak as galat:
        return _halaman(request, s, sedia, nama, galat.pesan)
    messages.success(request, f"{paket.nama} dibekukan. Angka di halaman ini tidak berubah lagi.")
    return redirect("dashboard:rakor_paket", paket.pk)


@require_safe
@boleh_dari_replika
def laporan_satker(request: HttpRequest, kode: str) -> HttpResponse:
    """The report of one satker for the meeting: a dinas user's own, any for who reads all."""
    milik_siapa = satker_yang_boleh(request, kode)
    s, _ = saringan.baca(request.GET, milik_siapa.pk)
    if s.kesalahan:
        raise Http404("Tahun, triwulan, atau kewenangan dalam alamat itu tidak ada. Unduh dari halaman satker.")
    b = baca_bahan_satker(s, milik_siapa, oleh=pengguna(request).get_full_name())
    if not b.lembar.posisi:
        raise Http404(
            f"Satker {milik_siapa.kode} tidak mempunyai DIPA {s.nama_kewenangan} yang berlaku pada "
            f"{s.nama_triwulan} {s.tahun}, jadi tidak ada laporannya."
        )
    return _kirim(buku_satker.tulis(b), buku_satker.nama_berkas(s, milik_siapa.kode))


# --- One pack ----------------------------------------------------------------------------------


def _catatan(nomor: int) -> Pembekuan:
    catatan = Pembekuan.objects.filter(pk=nomor).first() if nomor <= TERBESAR else None
    if catatan is None:
        raise Http404(f"Tidak ada paket rakor nomor {nomor}.")
    return catatan


def _rusak(request: HttpRequest, catatan: Pembekuan, galat: Ditolak) -> HttpResponse:
    """A pack whose figures cannot be trusted: what is known of it, without them."""
    return render(request, "rakor/rusak.html", {"halaman": "rakor", "catatan": catatan, "galat": galat}, status=409)


@require_safe
@membaca
def paket(request: HttpRequest, nomor: int) -> HttpResponse:
    """The page of one meeting, as it was shown there."""
    catatan = _catatan(nomor)
    try:
        isi = baca(catatan)
    except Ditolak as galat:
        return _rusak(request, catatan, galat)
    b = bahan_beku(isi)
    if ekspor.diminta(request):
        return ekspor.tabel_diminta(request, _tabel_paket(b, catatan), f"rakor-paket-{nomor}")
    lain = list(Pembekuan.objects.defer("dasar").exclude(pk=nomor).order_by("-dibekukan_pada", "-pk"))
    return render(
        request,
        "rakor/paket.html",
        {
            "halaman": "rakor",
            "catatan": catatan,
            "bagian_terverifikasi": persen_bp(catatan.realisasi_terverifikasi, catatan.realisasi),
            "b": b,
            "s": b.saringan,
            "lain": lain,
            "sebelumnya": _sebelumnya(catatan, lain),
            "alasan": penjelasan.alasan_kelompok(b.kelompok, b.posisi, b.saringan),
            "dasar_proyeksi": penjelasan.dasar_proyeksi(b.buku, b.saringan),
            "baris": b.baris[:PALING_BANYAK],
            "kendala": [(x, b.kendala_dipa.get(x.posisi.amanat.id, [])) for x in b.lemah[:PALING_BANYAK]],
            "belum_lapor": [x for x in b.baris if not x.posisi.melapor][:PALING_BANYAK],
            "terakhir": b.saringan.triwulan == TRIWULAN_AKHIR,
            "catatan_kaki": penjelasan.catatan_kaki(b.tahun),
        },
    )


def _sebelumnya(catatan: Pembekuan, lain: list[Pembekuan]) -> Pembekuan | None:
    """The last rakor before this one, of the same kewenangan; None where there is none."""
    lebih_dulu = [p for p in lain if p.kewenangan == catatan.kewenangan and _urutan(p) < _urutan(catatan)]
    return max(lebih_dulu, key=_urutan, default=None)


def _urutan(p: Pembekuan) -> tuple[int, int, dt.datetime, int]:
    """Meetings one after the other: by their quarter, then by when they were frozen."""
    return (p.tahun, p.triwulan, p.dibekukan_pada, p.pk)


def _tabel_paket(b: BahanRakor, catatan: Pembekuan) -> Mapping[str, Callable[[], Lembar]]:
    s, sasaran = b.saringan, b.kelompok.sasaran
    beku = f"{catatan.nama}, dibekukan {saat(catatan.dibekukan_pada)} oleh {catatan.nama_pembeku}"
    ket = lembar_ekspor.keterangan(s, ilustrasi=b.tahun.ilustrasi, tambahan=[beku])
    dipa = partial(lembar_ekspor.daftar_dipa, s=s, sasaran=sasaran, ket=ket)
    belum = [x for x in b.baris if not x.posisi.melapor]
    return {
        "peringkat": lambda: dipa(f"Peringkat s.d. {s.nama_triwulan} {s.tahun}", b.baris),
        "jenis": lambda: lembar_ekspor.per_jenis(b.jenis, b.kelompok, s, ket),
        "belum-lapor": lambda: dipa(f"Belum lapor {s.nama_triwulan} {s.tahun}", belum),
    }


@require_safe
@membaca
def unduh_paket(request: HttpRequest, nomor: int) -> HttpResponse:
    """The workbook of that meeting: the same figures whenever it is asked for."""
    catatan = _catatan(nomor)
    try:
        b = bahan_beku(baca(catatan))
    except Ditolak as galat:
        return _rusak(request, catatan, galat)
    return _kirim(buku_kerja.tulis(b), f"{buku_kerja.nama_berkas(b.saringan)}-paket-{nomor}")


# --- Two packs ---------------------------------------------------------------------------------


@require_safe
@membaca
def banding(request: HttpRequest) -> HttpResponse:
    """What changed between two meetings, or since the last one."""
    lama = _pilihan(request.GET.get("lama", ""))
    baru = _pilihan(request.GET.get("baru", "")) if request.GET.get("baru") != SEKARANG else None
    if lama is None or (baru is None and request.GET.get("baru") != SEKARANG):
        raise Http404("Pilih dua paket rakor yang dibandingkan, di halaman Rakor.")
    if baru is not None and _urutan(baru) < _urutan(lama):
        lama, baru = baru, lama
    urut = "rupiah" if request.GET.get("urut") == "rupiah" else "poin"
    sebelum: Pembekuan = lama
    try:
        semula = _keadaan(baca(lama))
        sebelum = baru or lama
        menjadi = _keadaan(baca(baru)) if baru is not None else _sekarang(semula.cakupan)
    except Ditolak as galat:
        return _rusak(request, sebelum, galat)
    hasil = bandingkan(semula, menjadi, urut)
    if ekspor.diminta(request):
        return ekspor.tabel_diminta(request, {"banding": lambda: lembar_ekspor.banding(hasil)}, "rakor")
    alamat = f"lama={lama.pk}&baru={baru.pk if baru else SEKARANG}"
    return render(
        request,
        "rakor/banding.html",
        {
            "halaman": "rakor",
            "x": hasil,
            "baris": hasil.berubah[:PALING_BANYAK],
            "banyak_berubah": len(hasil.berubah),
            "urut": urut,
            "alamat_banding": alamat,
        },
    )


def _pilihan(nomor: str) -> Pembekuan | None:
    if not (nomor.isascii() and nomor.isdecimal() and len(nomor) <= 18):  # noqa: PLR2004  (fits a key)
        return None
    return Pembekuan.objects.filter(pk=int(nomor)).first()


def _keadaan(p: Paket) -> Keadaan:
    return Keadaan(p.catatan.nama, p.cakupan, p.catatan.dibekukan_pada, p.posisi, p.catatan.pk)


def _sekarang(c: Cakupan) -> Keadaan:
    """The figures of now, for the same quarter as the pack."""
    posisi = muat([c.tahun], c.angka).posisi(c.tahun, c.triwulan, c.satu_kewenangan)
    return Keadaan("Angka sekarang", c, timezone.now(), posisi)
