"""What passwords may not be, beyond Django's own rules (OWASP ASVS 5, chapter 6.2, level 2).

No rule asks for kinds of characters, and a long password may hold anything.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

SISA_TERPENDEK = 6
"""Letters that must remain once the words that anybody would try first are taken away."""
KATA_LINGKUNGAN = (
    "kementerian", "perindustrian", "kemenperin", "kemenprin", "disperindag", "realisasi", "pelaporan", "keuangan",
    "anggaran", "triwulan", "direktorat", "jenderal", "industri", "menengah", "provinsi", "pimpinan", "operator",
    "indonesia", "administrator", "admin", "password", "katasandi", "rahasia", "laporan", "kepala", "ditjen", "satker",
    "aneka", "dinas", "kecil", "pagu", "ikma", "dipa", "pusat", "sandi", "user",
)  # fmt: skip


class SandiUmum(CommonPasswordValidator):
    """Refuses common passwords, also with digits or signs hung on to them, or written twice."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        kecil = password.lower().strip()
        inti = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", kecil)
        for bentuk in (kecil, inti, _sekali(kecil), _sekali(inti)):
            if bentuk in self.passwords:
                raise ValidationError(
                    "Kata sandi ini terlalu umum, juga bila ditambah angka atau ditulis dua kali.",
                    code="password_too_common",
                )

    def get_help_text(self) -> str:
        return "Jangan kata sandi yang umum."


class KataLingkungan:
    """Refuses a password made of the words of this office and of the user's own name and little else."""

    def validate(self, password: str, user: Any = None) -> None:
        huruf = re.sub(r"[\W\d_]+", "", password.lower())
        sisa = huruf
        for kata in sorted({*_kata_pengguna(user), *KATA_LINGKUNGAN}, key=len, reverse=True):
            sisa = sisa.replace(kata, "")
        if sisa != huruf and len(sisa) < SISA_TERPENDEK:
            raise ValidationError(
                "Kata sandi ini mudah ditebak: isinya hampir hanya nama Anda, nama kantor, atau istilah aplikasi ini. "
                "Pakai kata-kata lain, misalnya empat kata yang tidak berhubungan.",
                code="password_context",
            )

    def get_help_text(self) -> str:
        return "Jangan nama Anda, nama kantor, atau istilah aplikasi ini."


def _kata_pengguna(user: Any) -> set[str]:
    """The words of the user's names; short ones say nothing."""
    teks = " ".join(str(getattr(user, nama, "") or "") for nama in ("username", "nama", "email"))
    return set(re.findall(r"[^\W\d_]{3,}", teks.lower()))


def _sekali(teks: str) -> str:
    """`abab` as `ab`; other texts as they are."""
    tengah = len(teks) // 2
    return teks[:tengah] if teks and teks == teks[:tengah] * 2 else teks
