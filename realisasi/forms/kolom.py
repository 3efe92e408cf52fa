"""Fields that several forms share: percentages, days, and text without hidden characters."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from realisasi.models.tahun import SERATUS_PERSEN_BP
from realisasi.rupiah import persen_pendek

BENTUK_PERSEN = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?", re.ASCII)
PANJANG_KUTIPAN = 40
TAK_TAMPAK = frozenset({"Cc", "Cf", "Cs"})  # control characters, marks of format, surrogates


def bersihkan(teks: str) -> str:
    """Text without what no database takes and what nobody sees: NUL, lone surrogates, marks of format."""
    return "".join(t for t in teks if t in "\t\n\r" or unicodedata.category(t) not in TAK_TAMPAK)


class KolomPersen(forms.IntegerField):
    """A threshold kept in basis points, shown and typed as a percentage: `90`, `97,5`."""

    widget = forms.TextInput

    def __init__(self, *, min_value: int | None = None, max_value: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # the bounds are checked here in percent, not in basis points
        self.widget.attrs |= {"inputmode": "decimal", "size": "8"}

    def prepare_value(self, value: Any) -> Any:
        return persen_pendek(value).removesuffix("%").strip() if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if not isinstance(value, str) or not (teks := value.strip().removesuffix("%").strip()):
            return None
        if not (cocok := BENTUK_PERSEN.fullmatch(teks)) or (nilai := _basis_poin(cocok)) > SERATUS_PERSEN_BP:
            kutipan = bersihkan(teks)[:PANJANG_KUTIPAN]
            raise ValidationError(f"“{kutipan}” bukan persentase antara 0 dan 100. Tulis misalnya 90 atau 97,5.")
        return nilai


def _basis_poin(cocok: re.Match[str]) -> int:
    return int(cocok[1]) * 100 + int((cocok[2] or "").ljust(2, "0"))


class PilihTanggal(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class KolomTanggal(forms.DateField):
    """A day, as the calendar sends it or as it is typed where a browser has none (day first)."""

    widget = PilihTanggal
    default_error_messages = {"required": "Isi tanggal ini."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"], **kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        try:
            return super().to_python(value)
        except (ValidationError, ValueError, OverflowError):
            kutipan = bersihkan(str(value))[:PANJANG_KUTIPAN]
            raise ValidationError(
                f"“{kutipan}” tidak terbaca sebagai tanggal. Pilih dari kalender, atau tulis misalnya 2026-10-07."
            ) from None


class KolomTeks(forms.CharField):
    """A line of text: hidden characters go, runs of blanks become one."""

    def to_python(self, value: Any) -> str:
        teks = super().to_python(value) or ""
        return " ".join(bersihkan(teks).split())


class KolomUraian(forms.CharField):
    """Text of several lines."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        teks = super().to_python(value) or ""
        return bersihkan(teks).replace("\r\n", "\n").strip()
