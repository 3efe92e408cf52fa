"""The list of satker: parse, ask, render."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from dashboard import penjelasan, saringan
from dashboard.baris import kata_status
from dashboard.daftar import BERISIKO, SYARAT_PENCARIAN, FormPencarian, lembar_ekspor, syarat
from dashboard.lajur import banyak
from dashboard.peringkat import Peringkat
from dashboard.saringan import Saringan
from dashboard.simpanan import disimpan, hari
from dashboard.tabel import DataSatker, TabelSatker
from dashboard.views.halaman import baca_tenggat, satker_sendiri
from dashboard.views.nasional import kosong
from realisasi import penilaian, rupiah
from realisasi.penilaian import Kelompok, Status
from realisasi.rekap import BukuRekap, Irisan, Ruang
from satker import ekspor
from satker.replika import boleh_dari_replika

PER_HALAMAN = 50


@require_safe
@boleh_dari_replika
def daftar(request: HttpRequest) -> HttpResponse:
    """Every satker at one quarter, to search, filter, sort, and download."""
    if ke := satker_sendiri(request):
        return ke
    s, sedia = saringan.baca(request.GET)
    form = FormPencarian(request.GET)
    form.is_valid()
    s = replace(s, kesalahan=s.kesalahan + saringan.kesalahan_form(form, SYARAT_PENCARIAN))
    cari = {nama: nilai for nama, nilai in form.cleaned_data.items() if nilai}
    buku = BukuRekap(s.tahun, s.angka, sedia.anggaran)
    if not buku.memuat(s.triwulan, Ruang(s.satu_kewenangan, s.pulau)):
        return render(request, "dashboard/kosong.html", kosong(s, sedia) | {"halaman": "satker"})
    tahun = buku.anggaran[s.tahun]
    urutan = _urutan(request.GET.getlist("sort"))
    if (jenis := request.GET.get("ekspor", "")) in ekspor.JENIS_BERKAS:
        tabel, kelompok, _ = _tabel(request, s, buku, cari, urutan)
        baris = [r.record for r in tabel.rows]
        lembaran = lembar_ekspor(baris, s, kelompok.sasaran, ilustrasi=tahun.ilustrasi, isi=cari)
        nama = f"satker-{s.tahun}-tw{s.triwulan}-{s.kewenangan.lower()}-{s.angka.value}"
        return ekspor.unduhan(lembaran, jenis, nama)

    def isi(buku: BukuRekap) -> tuple[SafeString, int]:
        tabel, kelompok, semua = _tabel(request, s, buku, cari, urutan)
        konteks = {"s": s, "tabel": tabel, "kelompok": kelompok, "jumlah_semua": banyak(semua)}
        html = render_to_string("dashboard/_daftar_satker.html", konteks | {"request": request})
        return html, sum(i.belum_diverifikasi for i in semua)

    tergantung = (*hari(baca_tenggat(s.tahun, s.triwulan), timezone.localdate()), request.GET.urlencode())
    html, belum_diverifikasi = disimpan("daftar", s, buku, tergantung, isi)
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
            "daftar": html,
            "isi": cari,
            "pilihan_status": pilihan_status,
            "ikut_saring": [*cari.items(), *(("sort", n) for n in urutan)],
            "ikut_alamat": f"&{urlencode(cari)}" if cari else "",
            "alamat_ekspor": urlencode({k: v for k, v in request.GET.items() if k not in {"ekspor", "page"}} | tetap),
            "ilustrasi": tahun.ilustrasi,
            "belum_diverifikasi": belum_diverifikasi,
            "catatan_kaki": penjelasan.catatan_kaki(tahun),
        },
    )


def _urutan(diminta: Sequence[str]) -> list[str]:
    """The columns to sort by; an address may name one as often as it likes, the first time counts."""
    pertama: dict[str, str] = {}
    for nama in diminta:
        if (kolom := nama.removeprefix("-")) in TabelSatker.base_columns:
            pertama.setdefault(kolom, nama)
    return list(pertama.values())


def _tabel(
    request: HttpRequest, s: Saringan, buku: BukuRekap, cari: dict[str, str], urutan: list[str]
) -> tuple[TabelSatker, Kelompok, list[Irisan]]:
    """The table at the asked page, the group of all its rows, and the parts of the list without the search."""
    ruang = Ruang(s.satu_kewenangan, s.pulau)
    semua = buku.irisan(s.triwulan, ruang)
    # In a list each satker bears its kewenangan in a column of its own.
    senarai = Peringkat(s, buku, semua, baca_tenggat(s.tahun, s.triwulan), timezone.localdate(), sebut_kewenangan=False)
    dicari = syarat(cari, s, buku)
    kelompok = penilaian.kelompok(buku.irisan(s.triwulan, ruang, dicari) if cari else semua, s.triwulan)
    tabel = TabelSatker(
        DataSatker(buku.daftar(s.triwulan, ruang).filter(dicari), kelompok.jumlah, senarai),
        alamat=s.alamat,
        triwulan=s.triwulan,
        sasaran=kelompok.sasaran,
        satu_kewenangan=s.satu_kewenangan is not None,
    )
    # Only names of columns are handed to the table: it would take an address apart by its dots.
    tabel.request = request
    tabel.order_by = [n for n in urutan if n.removeprefix("-") in tabel.columns.names()] or tabel.order_by
    # How many rows a page has is not for the address to say, and a page that is not there is the nearest one.
    halaman = Paginator(range(kelompok.jumlah), PER_HALAMAN).get_page(request.GET.get("page"))
    tabel.paginate(page=halaman.number, per_page=PER_HALAMAN)
    return tabel, kelompok, semua
