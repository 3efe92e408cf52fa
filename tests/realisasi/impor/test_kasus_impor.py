"""Whole histories through the command, into an empty installation: every answer of `posisi` is right."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from realisasi.models import LaporanTriwulan, VersiLaporan
from tests.perintah import posisi
from tests.riwayat import DATA

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]

KASUS = sorted(p for p in (DATA / "kasus").iterdir())


def muat(berkas: Path, jenis: str) -> dict[str, Any]:
    keluaran = StringIO()
    call_command("impor", str(berkas), "--jenis", jenis, "--format", "json", "--terapkan", stdout=keluaran)
    return json.loads(keluaran.getvalue())


@pytest.mark.parametrize("folder", KASUS, ids=lambda p: p.name)
def test_riwayat_yang_diimpor_memberi_setiap_jawaban(folder: Path) -> None:
    call_command("muat_referensi", verbosity=0)
    for jenis in ("satker", "dipa", "laporan"):
        hasil = muat(folder / f"{jenis}.csv", jenis)
        assert hasil["ditolak"] == []
        assert hasil["baru"] + hasil["berubah"] > 0
    assert LaporanTriwulan.objects.count() == VersiLaporan.objects.count()
    for butir in json.loads((folder / "jawaban.json").read_text()):
        tanya = {k: butir[k] for k in ("tahun", "triwulan", "kewenangan", "angka")}
        hasil = posisi(**tanya)
        assert hasil["nasional"] == butir["jawaban"]["nasional"], tanya
        kunci = butir["jawaban"]["satker"][0].keys() if butir["jawaban"]["satker"] else ()
        assert [{k: s[k] for k in kunci} for s in hasil["satker"]] == butir["jawaban"]["satker"], tanya
    for jenis in ("satker", "dipa", "laporan"):
        ulang = muat(folder / f"{jenis}.csv", jenis)
        assert (ulang["baru"], ulang["berubah"], ulang["ditolak"]) == (0, 0, [])
