"""Addresses of the read side."""

from django.urls import path

from dashboard.sehat import sehat
from dashboard.views import daftar, nasional, rakor, riwayat, satker

app_name = "dashboard"

urlpatterns = [
    path("sehat/", sehat, name="sehat"),
    path("", nasional.nasional, name="nasional"),
    path("satker/", daftar.daftar, name="daftar_satker"),
    path("satker/<str:kode>/", satker.satker, name="satker"),
    path("satker/<str:kode>/rakor/", rakor.laporan_satker, name="rakor_satker"),
    path("rakor/", rakor.rakor, name="rakor"),
    path("rakor/unduh/", rakor.unduh, name="rakor_unduh"),
    path("rakor/bekukan/", rakor.bekukan_angka, name="rakor_bekukan"),
    path("rakor/banding/", rakor.banding, name="rakor_banding"),
    path("rakor/<int:nomor>/", rakor.paket, name="rakor_paket"),
    path("rakor/<int:nomor>/unduh/", rakor.unduh_paket, name="rakor_paket_unduh"),
    path("riwayat/", riwayat.riwayat, name="riwayat"),
]
