"""The forms of signing in and of passwords: the library's, with our labels and sentences."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms

SYARAT_SANDI = "Paling sedikit 12 karakter. Jangan kata sandi yang umum atau yang mirip nama Anda."


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
    """The address to which the link goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis(self.fields["email"], "Alamat surel", "Isi alamat surel Anda.", "Alamat yang terdaftar pada akun Anda.")
        self.fields["email"].error_messages["invalid"] = "Ini bukan alamat surel. Contoh: nama@dinas.example."


class FormSandiBaru(ResetPasswordKeyForm):
    """The new password, twice, after a link from a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tulis(self.fields["password1"], "Kata sandi baru", "Isi kata sandi yang baru.", SYARAT_SANDI)
        _tulis(self.fields["password2"], "Kata sandi baru, sekali lagi", "Ulangi kata sandi yang baru.")
