"""Addresses of the write side; each room of `views` brings its own."""

from __future__ import annotations

from realisasi.views import (
    belum_lapor,
    beranda,
    bukti,
    buku_isian,
    cetak,
    entri,
    impor,
    pengajuan,
    pengaturan,
    rekonsiliasi,
    verifikasi,
)

app_name = "realisasi"

urlpatterns = [
    *beranda.alamat,
    *entri.alamat,
    *pengajuan.alamat,
    *buku_isian.alamat,
    *bukti.alamat,
    *cetak.alamat,
    *verifikasi.alamat,
    *belum_lapor.alamat,
    *rekonsiliasi.alamat,
    *pengaturan.alamat,
    *impor.alamat,
]
