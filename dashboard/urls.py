"""Addresses of the read side."""

from django.urls import path

from dashboard import views
from dashboard.sehat import sehat

app_name = "dashboard"

urlpatterns = [
    path("sehat/", sehat, name="sehat"),
    path("", views.nasional, name="nasional"),
    path("satker/", views.daftar_satker, name="daftar_satker"),
    path("satker/<str:kode>/", views.satker, name="satker"),
]
