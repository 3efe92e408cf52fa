"""The admin site of the project: who may enter it, and its name."""

from __future__ import annotations

from functools import update_wrapper
from typing import Any

from allauth.account import views
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DataError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme

from satker.akses import hak


class SitusAdmin(admin.AdminSite):
    """Open to tim pusat and administrators; a superuser flag alone opens nothing (rule 11).

    It has no sign-in of its own: the one of the project counts failed attempts.
    """

    site_header = "Realisasi IKMA"
    site_title = "Realisasi IKMA"
    index_title = "Data induk"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and hak(request.user).data_induk

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Who is signed in and not meant gets 403 in plain words instead of another sign-in.

        An address with what no database can look for gets 400: a NUL, a number beyond 64 bits.
        """
        inner = super().admin_view(view, cacheable)

        def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied("Data induk hanya untuk tim pusat dan administrator.")
            if any("\x00" in nilai for daftar in request.GET.lists() for nilai in (daftar[0], *daftar[1])):
                raise BadRequest("Alamat memuat karakter NUL.")
            try:
                return inner(request, *args, **kwargs)
            except (OverflowError, DataError) as galat:
                if request.method != "GET":
                    raise
                raise BadRequest("Alamat memuat nilai di luar jangkauan.") from galat

        return update_wrapper(outer, inner)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseRedirect:
        """Send on to the sign-in page, or to where one wanted to go."""
        tujuan = request.GET.get(REDIRECT_FIELD_NAME, "")
        if not url_has_allowed_host_and_scheme(tujuan, allowed_hosts={request.get_host()}):
            tujuan = reverse("admin:index")
        if request.user.is_authenticated:
            return HttpResponseRedirect(tujuan)
        return redirect_to_login(tujuan, resolve_url("account_login"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:  # type: ignore[override]
        return views.logout(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:  # type: ignore[override]
        return redirect("account_change_password")
