"""The list of satker: what is searched for, which rows match, and the sheet to download."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.db.models import Q
from django.utils import timezone

from dashboard.baris import Baris
from dashboard.saringan import Saringan
from realisasi import rupiah
from realisasi.kalender import nama_triwulan
from realisasi.penilaian import Sasaran, Status
from realisasi.rekap import BukuRekap, Ruang
from satker import ekspor
from satker.ekspor import Kolom

BERISIKO = "BERISIKO"


class FormPencarian(forms.Form):
    """Search, status and province of the list; every field may be missing."""

    cari = forms.CharField(max_length=100, required=False, strip=True)
    status = forms.ChoiceField(choices=[(s.value, s.value) for s in Status] + [(BERISIKO, BERISIKO)], required=False)
    provinsi = forms.RegexField(r"^[0-9]{2}\Z", required=False)


SYARAT_PENCARIAN = {
    "cari": "Kata pencarian paling panjang 100 huruf",
    "status": "Status tidak dikenal",
    "provinsi": "Provinsi ditulis dengan kode dua angka",
}


def syarat(isi: Mapping[str, str], s: Saringan, buku: BukuRekap) -> Q:
    """What was searched for, as a condition on the rows of the summary; every word must occur somewhere."""
    hasil = Q()
    for kata in isi.get("cari", "").split():
        provinsi = [p.kode for p in buku.provinsi.values() if kata.lower() in f"{p.nama}\n{p.nama_pendek}".lower()]
        hasil &= (
            Q(kode__contains=kata)
            | Q(dipa__nama_satker__icontains=kata)
            | Q(dipa__nomor__icontains=kata)
            | Q(provinsi__in=provinsi)
        )
    if provinsi_dicari := isi.get("provinsi"):
        hasil &= Q(provinsi=provinsi_dicari)
    status = isi.get("status")
    if status == BERISIKO:
        hasil &= buku.berisiko(s.triwulan, Ruang(s.satu_kewenangan, s.pulau))
    elif status:
        hasil &= buku.berstatus(s.triwulan, Status(status))
    return hasil


def lembar_ekspor(
    baris: Sequence[Baris], s: Saringan, sasaran: Sasaran | None, *, ilustrasi: bool, isi: Mapping[str, str]
) -> ekspor.Lembar:
    """What the list shows as a sheet; each head names its span, each row its year and angka."""
    tw = s.nama_triwulan
    ke = f" {rupiah.persen_pendek(sasaran.target_bp)} {nama_triwulan(sasaran.triwulan)}" if sasaran else " target"
    kolom = (
        Kolom("Kode satker", lebar=12),
        Kolom("Nama satker", lebar=48),
        Kolom("Provinsi", lebar=24),
        Kolom("Kewenangan", lebar=12),
        Kolom("Tahun", lebar=8),
        Kolom("Triwulan", lebar=10),
        Kolom("Pagu (Rp)", "rupiah", 18),
        Kolom("Blokir (Rp)", "rupiah", 16),
        Kolom("Pagu efektif (Rp)", "rupiah", 18),
        Kolom(f"Realisasi s.d. {tw} (Rp)", "rupiah", 18),
        Kolom(f"Persen s.d. {tw} dari pagu efektif", "persen", 14),
        Kolom(f"Target {tw}", "persen", 10),
        Kolom("Status", lebar=18),
        Kolom("Angka dari", lebar=10),
        Kolom(f"Kurang ke{ke} (Rp)", "rupiah", 18),
        Kolom("Proyeksi akhir tahun", "persen", 12),
        Kolom(f"Laporan {tw}", lebar=24),
        Kolom("Angka", lebar=11),
        Kolom("Sumber", lebar=14),
    )
    keterangan = [
        f"{s.nama_kewenangan}, angka {s.angka.value}, kumulatif s.d. {tw} {s.tahun}"
        + (f", {s.pulau}" if s.pulau else "")
        + "".join(f", {nama}: {nilai}" for nama, nilai in isi.items()),
        f"Dibuat {timezone.localtime():%d-%m-%Y %H:%M} WIB" + (". DATA ILUSTRASI" if ilustrasi else ""),
    ]
    judul = f"Realisasi satker s.d. {tw} {s.tahun}"
    return ekspor.Lembar(judul, keterangan, kolom, [_baris(b, s, ilustrasi=ilustrasi) for b in baris])


def _baris(b: Baris, s: Saringan, *, ilustrasi: bool) -> list[ekspor.Nilai]:
    p = b.posisi
    return [
        p.amanat.kode, p.amanat.nama, p.amanat.provinsi.nama, p.amanat.kewenangan, str(s.tahun), s.nama_triwulan,
        p.pagu, p.blokir, p.pagu_efektif, b.realisasi, p.persen_bp, p.target_bp, b.kata_status,
        nama_triwulan(p.triwulan_data) if p.triwulan_data else "", b.kurang_sasaran, p.proyeksi_bp,
        b.keadaan_laporan, s.angka.value, "data ilustrasi" if ilustrasi else "",
    ]  # fmt: skip
