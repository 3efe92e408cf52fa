"""The national dashboard: parse, ask, render."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard import grafik, lembar_ekspor, penjelasan, ringkasan, saringan
from dashboard.lajur import tahun_lalu
from dashboard.saringan import Ketersediaan, Saringan
from dashboard.views.halaman import baca_tenggat, beranda, dengan_grafik
from dashboard.warna import GRAFIK
from realisasi import rupiah
from realisasi.kalender import nama_triwulan
from realisasi.models import Dipa
from realisasi.posisi import Buku, muat
from satker import ekspor
from satker.ekspor import Lembar
from satker.models import Provinsi


@require_safe
@dengan_grafik
def nasional(request: HttpRequest) -> HttpResponse:
    """The national dashboard; a dinas user is sent on to the own satker."""
    if ke := beranda(request):
        return ke
    s, sedia = saringan.baca(request.GET)
    buku = muat([s.tahun - 1, s.tahun], s.angka, anggaran=sedia.anggaran)
    if not ringkasan.di_pulau(buku.posisi(s.tahun, s.triwulan, s.satu_kewenangan), s.pulau):
        return render(request, "dashboard/kosong.html", kosong(s, sedia))
    if ekspor.diminta(request):
        nama = f"dasbor-{s.tahun}-tw{s.triwulan}-{s.kewenangan.lower()}-{s.angka.value}"
        return ekspor.tabel_diminta(request, _tabel(s, buku), nama)
    return render(request, "dashboard/nasional.html", isi_nasional(s, buku))


def isi_nasional(s: Saringan, buku: Buku) -> dict[str, Any]:
    """The context of the national dashboard."""
    r = ringkasan.susun(s, buku, list(Provinsi.objects.all()), baca_tenggat(s.tahun, s.triwulan), timezone.localdate())
    posisi = [b.posisi for b in r.peringkat]
    tahun = buku.tahun[s.tahun]
    wilayah = s.pulau or "nasional"
    return {
        "halaman": "dasbor",
        "judul": f"Realisasi {wilayah} s.d. {s.nama_triwulan} {s.tahun}",
        "s": s,
        "r": r,
        "wilayah": wilayah,
        "ilustrasi": tahun.ilustrasi,
        "ambang_bp": tahun.ambang_bp,
        "alasan": penjelasan.alasan_kelompok(r.kelompok, posisi, s),
        "dasar_proyeksi": penjelasan.dasar_proyeksi(buku, s),
        "alamat_semua_pulau": s.kueri(pulau=""),
        "alamat_tahun_lalu": s.kueri(tahun=s.tahun - 1, kewenangan=_kewenangan_lalu(buku, s)),
        "kepala_panas": [(q, ringkasan.target_bersama(buku, s, q)) for q in range(1, s.triwulan + 1)],
        "tinggi": {
            "peringkat": grafik.tinggi_peringkat(len(r.peringkat)),
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
        "catatan_kaki": penjelasan.catatan_kaki(tahun),
    }


def _tabel(s: Saringan, buku: Buku) -> Mapping[str, Callable[[], Lembar]]:
    """The tables of the dashboard, whole where the page shows their first rows."""
    r = ringkasan.susun(s, buku, [], baca_tenggat(s.tahun, s.triwulan), timezone.localdate())
    ket = lembar_ekspor.keterangan(s, ilustrasi=buku.tahun[s.tahun].ilustrasi)
    dipa = partial(lembar_ekspor.daftar_dipa, s=s, sasaran=r.sasaran, ket=ket)
    ambang = rupiah.persen_pendek(buku.tahun[s.tahun].ambang_bp)
    lemah = f"{'Diproyeksikan di' if r.daftar_proyeksi else 'Di'} bawah {ambang}"
    sampai = f"s.d. {s.nama_triwulan} {s.tahun}"
    return {
        "peringkat": lambda: dipa(f"Peringkat {sampai}", r.peringkat),
        "di-bawah-ambang": lambda: dipa(f"{lemah} {sampai}", ringkasan.di_bawah_ambang(r.peringkat, s)),
        "terjauh": lambda: dipa(f"Terjauh dari target {sampai}", r.terjauh),
        "belum-lapor": lambda: dipa(f"Belum lapor {s.nama_triwulan} {s.tahun}", r.belum_lapor),
        "jenis": lambda: lembar_ekspor.per_jenis(r.jenis, r.kelompok, s, ket),
        "pulau": lambda: lembar_ekspor.per_pulau(r.pulau, s, ket),
        "per-triwulan": lambda: lembar_ekspor.per_triwulan(r.panas, s, ket),
        "lajur": lambda: lembar_ekspor.lajur(r.lajur, f"Lajur realisasi kumulatif {s.tahun}", ket),
    }


def _kewenangan_lalu(buku: Buku, s: Saringan) -> str:
    """The kewenangan under which last year's money came, for the link to last year's page."""
    lalu = {p.amanat.kewenangan for p in tahun_lalu(buku, s.tahun - 1, s.triwulan, s.satu_kewenangan)}
    return lalu.pop() if len(lalu) == 1 else saringan.SEMUA


def _label_peringkat(r: ringkasan.Ringkasan, s: Saringan) -> str:
    berisi = [b for b in r.peringkat if b.posisi.persen_bp is not None]
    if not berisi:
        return f"Peringkat {len(r.peringkat)} {s.satuan}, belum ada persentase"
    rendah = min(berisi, key=lambda b: b.posisi.persen_bp or 0)
    tinggi = max(berisi, key=lambda b: b.posisi.persen_bp or 0)
    return (
        f"Peringkat {len(r.peringkat)} {s.satuan}, dari {rendah.posisi.amanat.provinsi.nama} "
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
