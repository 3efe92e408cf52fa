"""The page on security names tests that exist, and is linked from the README."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

AKAR = settings.BASE_DIR
TEKS = (AKAR / "docs/keamanan.md").read_text()


@pytest.mark.parametrize("berkas", sorted(set(re.findall(r"`(tests/[\w/]+\.py)`", TEKS))))
def test_uji_yang_disebut_ada(berkas: str) -> None:
    assert (AKAR / berkas).exists()


def test_setiap_ancaman_menyebut_ujinya() -> None:
    ancaman = TEKS.split("## Siapa menyerang apa")[1].split("\n## ")[0]
    baris = [b for b in ancaman.splitlines() if b.startswith("|")][2:]
    assert len(baris) > 15
    assert [b for b in baris if "`tests/" not in b] == []


def test_terhubung_dari_readme() -> None:
    assert "](docs/keamanan.md)" in (AKAR / "README.md").read_text()
