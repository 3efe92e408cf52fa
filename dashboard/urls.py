"""Addresses of the read side."""

from django.urls import path

from dashboard.sehat import sehat
from dashboard.views import nasional, riwayat, satker

app_name = "dashboard"

urlpatterns = [
    path("sehat/", sehat, name="sehat"),
    path("", nasional.nasional, name="nasional"),
    path("satker/", satker.daftar, name="daftar_satker"),
    path("satker/<str:kode>/", satker.satker, name="satker"),
    path("riwayat/", riwayat.riwayat, name="riwayat"),
]
