"""The pages of signing in that differ from the library's by more than words."""

from __future__ import annotations

from typing import Any

from allauth.account import views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator

from satker import faktor, keamanan, perangkat
from satker.forms import FormPasangDuaLangkah, FormSandiBaru
from satker.masuk import kunci_akun


@method_decorator(login_not_required, name="dispatch")
class AturUlang(views.PasswordResetView):
    """Asks for the address to which the link goes; without a mail server it says whom to ask."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.SUREL_TERSEDIA:
            return render(request, "account/password_reset_tanpa_surel.html")
        return super().dispatch(request, *args, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class SandiBaru(views.PasswordResetFromKeyView):
    """Sets the password after a link from a mail; who could read the mail is no stranger here any more.

    So the owner of an account that others guess at without a pause comes in from any browser.
    """

    def form_valid(self, form: FormSandiBaru) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        perangkat.kenali(self.request, response, kunci_akun(self.reset_user.get_username()))
        return response


class PasangDuaLangkah(ActivateTOTPView):
    """Sets up a second factor; the other sessions of the account end."""

    @transaction.atomic
    def form_valid(self, form: FormPasangDuaLangkah) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        faktor.selesai_dipasang(self.request, self.request.user, form.hitungan)
        return response


class LepasDuaLangkah(DeactivateTOTPView):
    """Takes one's own second factor away; the other sessions of the account end."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(request.user, "dua_langkah_sejak", None) is None:
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        faktor.lanjutkan_sesi(self.request, self.request.user)
        keamanan.catat("masuk dua langkah dilepas", self.request, self.request.user.pk)
        return response


class KodePemulihan(ViewRecoveryCodesView):
    """Shows new recovery codes, once."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        milik = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES)
        if not milik.exists():
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)
