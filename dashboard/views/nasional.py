"""The national dashboard: parse, ask, render."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from dashboard import grafik, lembar_ekspor, penjelasan, ringkasan, saringan
from dashboard.lajur import sebanding
from dashboard.peringkat import Peringkat
from dashboard.ringkasan import Ringkasan
from dashboard.saringan import Ketersediaan, Saringan
from dashboard.simpanan import disimpan, hari
from dashboard.views.halaman import baca_tenggat, beranda, dengan_grafik
from dashboard.warna import GRAFIK
from realisasi import rupiah
from realisasi.kalender import nama_triwulan
from realisasi.models import Dipa
from realisasi.penilaian import kelompok as jumlahkan
from realisasi.rekap import BukuRekap, Depan, Ruang
from satker import ekspor
from satker.ekspor import Lembar
from satker.replika import boleh_dari_replika


@require_safe
@boleh_dari_replika
@dengan_grafik
def nasional(request: HttpRequest) -> HttpResponse:
    """The national dashboard; a dinas user is sent on to the own satker."""
    if ke := beranda(request):
        return ke
    s, sedia = saringan.baca(request.GET)
    buku = BukuRekap(s.tahun, s.angka, sedia.anggaran)
    if not buku.memuat(s.triwulan, Ruang(s.satu_kewenangan, s.pulau)):
        return render(request, "dashboard/kosong.html", kosong(s, sedia))
    tenggat, hari_ini = baca_tenggat(s.tahun, s.triwulan), timezone.localdate()
    if ekspor.diminta(request):
        nama = f"dasbor-{s.tahun}-tw{s.triwulan}-{s.kewenangan.lower()}-{s.angka.value}"
        return ekspor.tabel_diminta(request, _tabel(s, *_ringkasan(s, buku, tenggat, hari_ini)), nama)

    def isi(buku: BukuRekap) -> tuple[SafeString, int]:
        r, _ = _ringkasan(s, buku, tenggat, hari_ini)
        return render_to_string("dashboard/_nasional.html", isi_nasional(s, buku, r)), r.belum_diverifikasi

    html, belum_diverifikasi = disimpan("nasional", s, buku, hari(tenggat, hari_ini), isi)
    return render(
        request,
        "dashboard/nasional.html",
        {
            "halaman": "dasbor",
            "judul": f"Realisasi {s.pulau or 'nasional'} s.d. {s.nama_triwulan} {s.tahun}",
            "s": s,
            "isi": html,
            "belum_diverifikasi": belum_diverifikasi,
            "catatan_kaki": penjelasan.catatan_kaki(buku.anggaran[s.tahun]),
        },
    )


def _ringkasan(s: Saringan, buku: BukuRekap, tenggat: dt.date | None, hari_ini: dt.date) -> tuple[Ringkasan, Peringkat]:
    semua = buku.irisan(s.triwulan, Ruang(s.satu_kewenangan))
    daftar = Peringkat(s, buku, ringkasan.di_pulau(semua, s.pulau), tenggat, hari_ini)
    return ringkasan.susun(s, buku, semua, daftar), daftar


def isi_nasional(s: Saringan, buku: BukuRekap, r: Ringkasan) -> dict[str, Any]:
    """The context of the national dashboard."""
    tahun = buku.anggaran[s.tahun]
    wilayah = s.pulau or "nasional"
    return {
        "s": s,
        "r": r,
        "wilayah": wilayah,
        "ilustrasi": tahun.ilustrasi,
        "ambang_bp": tahun.ambang_bp,
        "alasan": penjelasan.alasan_kelompok(r.kelompok, r.keadaan, s),
        "dasar_proyeksi": penjelasan.dasar_proyeksi(buku, s),
        "alamat_semua_pulau": s.kueri(pulau=""),
        "alamat_tahun_lalu": s.kueri(tahun=s.tahun - 1, kewenangan=_kewenangan_lalu(buku, s)),
        "kepala_panas": [
            (q, jumlahkan(ringkasan.bagian_saringan(s, buku, q), q).target_bp) for q in range(1, s.triwulan + 1)
        ],
        "tinggi": {
            "peringkat": grafik.tinggi_peringkat(len(r.peringkat) + (r.peringkat_jeda is not None)),
            "jenis": grafik.tinggi_jenis(len(r.jenis)),
        },
        "gambar": {
            "tokens": GRAFIK,
            "lajur": grafik.lajur(r.lajur),
            "peringkat": grafik.peringkat(
                r.peringkat,
                tahun.ambang_bp,
                r.jawaban.garis_target_bp,
                tautan=s.alamat,
                jeda=r.peringkat_jeda,
                kata_jeda=f"{rupiah.angka(r.peringkat_dilewati)} {s.satuan} lain",
            ),
            "jenis": grafik.jenis(r.jenis),
        },
        "label_lajur": (
            f"Realisasi kumulatif {s.tahun} {rupiah.persen(r.kelompok.persen_bp)} s.d. {s.nama_triwulan}"
            + (
                f", terhadap target {rupiah.persen_pendek(r.jawaban.garis_target_bp)}"
                if r.jawaban.garis_target_bp
                else ""
            )
            + (f" dan tahun {r.lajur.nama_lalu}" if r.lajur.ada_lalu else "")
        ),
        "label_peringkat": _label_peringkat(r, s),
        "label_jenis": "Realisasi menurut jenis belanja: "
        + ", ".join(f"{x.jenis.pendek} {rupiah.persen(x.persen_bp)}" for x in r.jenis),
    }


def _tabel(s: Saringan, r: Ringkasan, daftar: Peringkat) -> Mapping[str, Callable[[], Lembar]]:
    """The tables of the dashboard, whole where the page shows their first rows."""
    ket = lembar_ekspor.keterangan(s, ilustrasi=daftar.buku.anggaran[s.tahun].ilustrasi)
    utuh = Peringkat(
        s,
        daftar.buku,
        daftar.buku.irisan(s.triwulan, Ruang(s.satu_kewenangan, s.pulau), utuh=True),
        daftar.tenggat,
        daftar.hari_ini,
    )

    def dipa(judul: str, isi: Sequence[Depan]) -> Lembar:
        utuh.muat(isi, sejak=s.triwulan)
        return lembar_ekspor.daftar_dipa(judul, utuh.baris(isi), s=s, sasaran=r.sasaran, ket=ket)

    def per_triwulan() -> Lembar:
        semua = utuh.urut(utuh.bagian)
        utuh.muat(semua)
        return lembar_ekspor.per_triwulan(utuh.per_triwulan(semua), s, ket)

    ambang = rupiah.persen_pendek(daftar.buku.anggaran[s.tahun].ambang_bp)
    lemah = f"{'Diproyeksikan di' if r.daftar_proyeksi else 'Di'} bawah {ambang}"
    sampai = f"s.d. {s.nama_triwulan} {s.tahun}"
    return {
        "peringkat": lambda: dipa(f"Peringkat {sampai}", utuh.urut(utuh.bagian)),
        "di-bawah-ambang": lambda: dipa(f"{lemah} {sampai}", utuh.di_bawah_ambang()),
        "terjauh": lambda: lembar_ekspor.daftar_dipa(
            f"Terjauh dari target {sampai}", r.terjauh, s=s, sasaran=r.sasaran, ket=ket
        ),
        "belum-lapor": lambda: dipa(f"Belum lapor {s.nama_triwulan} {s.tahun}", utuh.belum_lapor()),
        "jenis": lambda: lembar_ekspor.per_jenis(r.jenis, r.kelompok, s, ket),
        "pulau": lambda: lembar_ekspor.per_pulau(r.pulau, s, ket),
        "per-triwulan": per_triwulan,
        "lajur": lambda: lembar_ekspor.lajur(r.lajur, f"Lajur realisasi kumulatif {s.tahun}", ket),
    }


def _kewenangan_lalu(buku: BukuRekap, s: Saringan) -> str:
    """The kewenangan under which last year's money came, for the link to last year's page."""
    lalu = {i.kewenangan for i in sebanding(buku.bagian(s.tahun - 1, s.triwulan), s.satu_kewenangan)}
    return lalu.pop() if len(lalu) == 1 else saringan.SEMUA


def _label_peringkat(r: Ringkasan, s: Saringan) -> str:
    berisi = [b for b in r.peringkat if b.posisi.persen_bp is not None]
    if not berisi:
        return f"Peringkat {rupiah.angka(r.kelompok.jumlah)} {s.satuan}, belum ada persentase"
    rendah = min(berisi, key=lambda b: b.posisi.persen_bp or 0)
    tinggi = max(berisi, key=lambda b: b.posisi.persen_bp or 0)
    sebagian = f"{len(r.peringkat)} dari " if r.peringkat_dilewati else ""
    return (
        f"Peringkat {sebagian}{rupiah.angka(r.kelompok.jumlah)} {s.satuan}, dari {rendah.posisi.amanat.provinsi.nama} "
        f"{rupiah.persen(rendah.posisi.persen_bp)} sampai {tinggi.posisi.amanat.provinsi.nama} "
        f"{rupiah.persen(tinggi.posisi.persen_bp)}"
    )


def kosong(s: Saringan, sedia: Ketersediaan) -> dict[str, Any]:
    """The context of a page without figures: what is missing, why, and the one thing to do."""
    return {
        "halaman": "dasbor",
        "judul": f"Realisasi {s.pulau or 'nasional'} s.d. {s.nama_triwulan} {s.tahun}",
        "s": s,
        "instalasi_kosong": sedia.kosong,
        "tahun_dibuka": s.tahun in sedia.anggaran,
        "kewenangan_ada": sorted(sedia.kewenangan.get(s.tahun, ())),
        "tahun_terbuka": sorted(sedia.anggaran),
        "tanpa_revisi": Dipa.objects.filter(tahun=s.tahun, revisi__isnull=True).count(),
        "tahun_berisi": sorted(sedia.kewenangan, reverse=True),
        "nama_triwulan": nama_triwulan(s.triwulan),
    }
