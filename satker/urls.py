"""Signing in and out, and passwords. Only these pages of the sign-in library are open."""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as pemulihan
from django.urls import path, re_path, reverse_lazy
from django.views.generic import RedirectView

from satker.views import AturUlang, KodePemulihan, LepasDuaLangkah, PasangDuaLangkah, SandiBaru

urlpatterns = [
    path("masuk/", views.login, name="account_login"),
    path("keluar/", views.logout, name="account_logout"),
    path("akun/nonaktif/", views.account_inactive, name="account_inactive"),
    # A second factor: after the password, and on the page of one's own account.
    path("masuk/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("akun/pastikan/", views.reauthenticate, name="account_reauthenticate"),
    path("akun/pastikan/kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("akun/dua-langkah/", mfa.index, name="mfa_index"),
    path("akun/dua-langkah/pasang/", PasangDuaLangkah.as_view(), name="mfa_activate_totp"),
    path("akun/dua-langkah/lepas/", LepasDuaLangkah.as_view(), name="mfa_deactivate_totp"),
    path("akun/dua-langkah/kode-pemulihan/", KodePemulihan.as_view(), name="mfa_view_recovery_codes"),
    path(
        "akun/dua-langkah/kode-pemulihan/baru/", pemulihan.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path("sandi/ganti/", views.password_change, name="account_change_password"),
    # An account without a password sets its first one by mail, as after forgetting it.
    path(
        "sandi/buat/",
        RedirectView.as_view(url=reverse_lazy("account_reset_password")),
        name="account_set_password",
    ),
    path("sandi/atur-ulang/", AturUlang.as_view(), name="account_reset_password"),
    path("sandi/atur-ulang/terkirim/", views.password_reset_done, name="account_reset_password_done"),
    path("sandi/atur-ulang/selesai/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^sandi/atur-ulang/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        SandiBaru.as_view(),
        name="account_reset_password_from_key",
    ),
]
