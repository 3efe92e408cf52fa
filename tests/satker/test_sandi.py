"""Which passwords are taken (OWASP ASVS 5, 6.2): length counts, kinds of characters do not."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from satker.models import Pengguna

SITI = Pengguna(username="siti.rahmawati", nama="Siti Rahmawati", email="siti@riau.example", nip="198501012010012001")


@pytest.mark.parametrize(
    "sandi",
    [
        "sepeda biru di atas bukit",
        "katak melompat tujuh kali",
        "hurufkecilsemua",
        "realisasi gajah tenggelam",  # one word of the office among others
        "x7Qv!pL2m9Zk",
        "日本語のながいパスワード",
        "panjang sekali " * 8,
    ],
)
def test_diterima(sandi: str) -> None:
    validate_password(sandi, SITI)


@pytest.mark.parametrize(
    ("sandi", "kode"),
    [
        ("sebelas-hrf", "password_too_short"),
        ("password1234", "password_too_common"),
        ("!!Password2026!!", "password_too_common"),
        ("qwertyqwerty", "password_too_common"),
        ("1234567890123", "password_too_common"),
        ("Realisasi-IKMA-2026", "password_context"),
        ("kemenperin2026!", "password_context"),
        ("dinas perindustrian 01", "password_context"),
        ("operator-satker-12", "password_context"),
        ("Rahmawati#1985", "password_too_similar"),
        ("198501012010012001", "password_too_similar"),
        ("siti1234567890", "password_context"),
    ],
)
def test_ditolak(sandi: str, kode: str) -> None:
    with pytest.raises(ValidationError) as galat:
        validate_password(sandi, SITI)
    assert kode in {g.code for g in galat.value.error_list}
