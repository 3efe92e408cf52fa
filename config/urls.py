"""Addresses of the project; each app brings its own."""

from django.contrib import admin
from django.urls import include, path

handler500 = "satker.gangguan.galat_server"
urlpatterns = [
    path("", include("dashboard.urls")),
    path("", include("realisasi.urls")),
    path("", include("satker.urls")),
    path("admin/", admin.site.urls),
]
