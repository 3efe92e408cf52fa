"""The addresses of the settings: windows, extensions, holidays, targets, thresholds, and new years."""

from __future__ import annotations

from django.urls import URLPattern, path

from realisasi.views.pengaturan_blok import (
    muat_libur,
    perpanjang,
    simpan_jendela,
    simpan_tahun,
    simpan_target,
    tambah_libur,
    ubah_libur,
    ubah_perpanjangan,
)
from realisasi.views.pengaturan_lembar import pengaturan
from realisasi.views.pengaturan_tahun import tahun_baru, tutup_tahun

alamat: list[URLPattern] = [
    path("pengaturan/", pengaturan, name="pengaturan"),
    path("pengaturan/tahun-baru/", tahun_baru, name="tahun_baru"),
    path("pengaturan/<int:tahun>/tahun/", simpan_tahun, name="pengaturan_tahun"),
    path("pengaturan/<int:tahun>/target/", simpan_target, name="pengaturan_target"),
    path("pengaturan/<int:tahun>/jendela/", simpan_jendela, name="pengaturan_jendela"),
    path("pengaturan/<int:tahun>/perpanjangan/", perpanjang, name="pengaturan_perpanjangan"),
    path("pengaturan/<int:tahun>/perpanjangan/<int:pk>/", ubah_perpanjangan, name="pengaturan_ubah_perpanjangan"),
    path("pengaturan/<int:tahun>/libur/", tambah_libur, name="pengaturan_libur"),
    path("pengaturan/<int:tahun>/libur/muat/", muat_libur, name="pengaturan_muat_libur"),
    path("pengaturan/<int:tahun>/libur/<str:hari>/", ubah_libur, name="pengaturan_ubah_libur"),
    path("pengaturan/<int:tahun>/tutup/", tutup_tahun, name="pengaturan_tutup"),
]
