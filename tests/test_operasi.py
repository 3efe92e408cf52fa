"""The page for those who run a server does not rot: its commands, their options and its files are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

AKAR = Path(__file__).resolve().parent.parent
OPERASI = AKAR / "docs" / "operasi.md"
PERINTAH = re.findall(r"manage\.py ([a-z_]+)([^\n`]*)", OPERASI.read_text())


@pytest.mark.parametrize(("nama", "sisa"), sorted(set(PERINTAH)))
def test_setiap_perintah_dan_pilihannya_ada(nama: str, sisa: str) -> None:
    bantuan = load_command_class(get_commands()[nama], nama).create_parser("manage.py", nama).format_help()
    assert [p for p in re.findall(r"--[a-z-]+", sisa) if p not in bantuan] == []


def test_cadangan_pemulihan_dan_pemeriksaan_diterangkan() -> None:
    assert {"cadangkan", "pulihkan", "periksa"} <= {nama for nama, _ in PERINTAH}


def test_setiap_modul_pengukuran_ada() -> None:
    for modul in re.findall(r"python -m (tests\.[a-z_.]+)", OPERASI.read_text()):
        assert (AKAR / f"{modul.replace('.', '/')}.py").exists() or (AKAR / modul.replace(".", "/")).is_dir()


def test_readme_menunjuk_ke_sini() -> None:
    assert "](docs/operasi.md)" in (AKAR / "README.md").read_text()
