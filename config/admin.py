"""The admin site of the project: who may enter it, and its name."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from satker.akses import hak


class SitusAdmin(admin.AdminSite):
    """Open to tim pusat and administrators; a superuser flag alone opens nothing (rule 11)."""

    site_header = "Realisasi IKMA"
    site_title = "Realisasi IKMA"
    index_title = "Data induk"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and hak(request.user).data_induk
