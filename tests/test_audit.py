"""`make audit` finds a planted secret, and never takes silence of the advisory service for safety."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from tests.audit import ACUAN, AKAR, nilai_paket, rahasia


def _pohon(tmp_path: Path, isi: str) -> Path:
    shutil.copy(AKAR / ACUAN, tmp_path)
    (tmp_path / "setelan.py").write_text(isi)
    for perintah in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *perintah], cwd=tmp_path, check=True)
    return tmp_path


def test_rahasia_yang_ditanam_ditemukan(tmp_path: Path) -> None:
    bersih, kalimat = rahasia(_pohon(tmp_path, "AWS = " + repr("AKIA" + "Q3EXAMPLE7WORDS4"[:16]) + "\n"))
    assert not bersih
    assert "setelan.py:1" in kalimat


def test_pohon_tanpa_rahasia_bersih(tmp_path: Path) -> None:
    assert rahasia(_pohon(tmp_path, "TAHUN = 2026\n"))[0]


def test_yang_tidak_dapat_ditanyakan_bukan_bersih() -> None:
    bisu = json.dumps({"dependencies": [{"name": "django", "skip_reason": "not found"}]})
    for keluaran in ("", "galat", bisu, '{"dependencies": []}'):
        bersih, kalimat = nilai_paket("runtime.txt", keluaran)
        assert not bersih
        assert "tidak satu paket pun dapat ditanyakan" in kalimat


def test_satu_yang_terlewat_atau_lemah_menggagalkan() -> None:
    aman = {"name": "django", "version": "5.2", "vulns": []}
    lemah = {"name": "x", "version": "1", "vulns": [{"id": "CVE-1"}]}
    assert nilai_paket("r", json.dumps({"dependencies": [aman]}))[0]
    assert not nilai_paket("r", json.dumps({"dependencies": [aman, {"name": "y", "skip_reason": "?"}]}))[0]
    bersih, kalimat = nilai_paket("r", json.dumps({"dependencies": [aman, lemah]}))
    assert not bersih
    assert "x 1: CVE-1" in kalimat
