"""The pages of signing in that differ from the library's by more than words."""

from __future__ import annotations

from typing import Any

from allauth.account import views
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator


@method_decorator(login_not_required, name="dispatch")
class AturUlang(views.PasswordResetView):
    """Asks for the address to which the link goes; without a mail server it says whom to ask."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.SUREL_TERSEDIA:
            return render(request, "account/password_reset_tanpa_surel.html")
        return super().dispatch(request, *args, **kwargs)
