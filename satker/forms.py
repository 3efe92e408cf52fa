"""The forms of signing in and of passwords: the library's, with our labels and sentences."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.core import context
from allauth.mfa.base import forms as mfa
from django import forms
from django.http import HttpRequest

from satker import faktor
from satker.models import Pengguna

SYARAT_SANDI = (
    "Paling sedikit 12 karakter, boleh panjang dan boleh berspasi. Jangan kata sandi yang umum, "
    "nama Anda, nama kantor, atau istilah aplikasi ini."
)


def _tulis(field: forms.Field, label: str, kosong: str, bantuan: str = "", **attrs: str) -> None:
    """Give a field of the library our label and sentences, and take its placeholder away."""
    field.label = label
    field.help_text = bantuan
    field.error_messages["required"] = kosong
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class FormMasuk(LoginForm):
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis(
            self.fields["login"],
            "Nama pengguna",
            "Isi nama pengguna Anda.",
            autocapitalize="none",
            autocorrect="off",
            spellcheck="false",
        )
        _tulis(self.fields["password"], "Kata sandi", "Isi kata sandi Anda.")


class FormGantiSandi(ChangePasswordForm):
    """The present password and the new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis(self.fields["oldpassword"], "Kata sandi sekarang", "Isi kata sandi Anda yang sekarang.")
        _tulis(self.fields["password1"], "Kata sandi baru", "Isi kata sandi yang baru.", SYARAT_SANDI)
        _tulis(self.fields["password2"], "Kata sandi baru, sekali lagi", "Ulangi kata sandi yang baru.")


class FormAturUlang(ResetPasswordForm):
    """The address to which the link goes.

    The library would keep addresses in a table of its own and believe those for ever; here
    only the address that stands with the account now counts.
    """

    users: list[Pengguna]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis(self.fields["email"], "Alamat surel", "Isi alamat surel Anda.", "Alamat yang terdaftar pada akun Anda.")
        self.fields["email"].error_messages["invalid"] = "Ini bukan alamat surel. Contoh: nama@dinas.example."

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        self.users = list(Pengguna.objects.filter(email__iexact=email, is_active=True))
        return email

    def save(self, request: HttpRequest, **_kwargs: Any) -> str:
        """Send to the stored address: what was typed may only look like it to the database."""
        for pengguna in self.users:
            request_password_reset(request, pengguna.email, [pengguna], None)
        email: str = self.cleaned_data["email"]
        return email


class FormSandiBaru(ResetPasswordKeyForm):
    """The new password, twice, after a link from a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis(self.fields["password1"], "Kata sandi baru", "Isi kata sandi yang baru.", SYARAT_SANDI)
        _tulis(self.fields["password2"], "Kata sandi baru, sekali lagi", "Ulangi kata sandi yang baru.")


class FormPastikan(ReauthenticateForm):
    """The password once more, before something that only the owner of the account may do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis(self.fields["password"], "Kata sandi", "Isi kata sandi Anda.")


class FormKode(mfa.AuthenticateForm):
    """The code after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis_kode(
            self.fields["code"], "Enam angka dari aplikasi di ponsel, atau satu kode pemulihan (delapan angka)."
        )

    def clean_code(self) -> str:
        kode: str = self.cleaned_data["code"]
        self.authenticator = faktor.periksa_kode(context.request, self.user, kode)
        return kode


class FormKodeUlang(FormKode, mfa.ReauthenticateForm):
    """A code once more, before something that only the owner of the account may do."""

    save = mfa.ReauthenticateForm.save


class FormPasangDuaLangkah(forms.Form):
    """The first code: it shows that the phone has the secret."""

    code = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))
    hitungan: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        super().__init__(*args, **kwargs)
        self.secret = faktor.rahasia_sementara(context.request)
        _tulis_kode(self.fields["code"], "Enam angka yang sekarang tampak di aplikasi itu.")

    def clean_code(self) -> str:
        kode: str = self.cleaned_data["code"]
        hitungan = faktor.hitungan_kode(self.secret, kode)
        if hitungan is None:  # guessing here opens nothing: the secret is on the page
            raise faktor.AdapterFaktor().validation_error("incorrect_code")
        self.hitungan = hitungan
        return kode


def _tulis_kode(field: forms.Field, bantuan: str) -> None:
    _tulis(field, "Kode", "Isi kode dari aplikasi di ponsel Anda.", bantuan, inputmode="numeric", spellcheck="false")
