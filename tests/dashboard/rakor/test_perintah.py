"""`manage.py rakor`: writes the workbook, or says in one sentence why not."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from tests import pabrik


def jalankan(**pilihan: Any) -> str:
    keluaran = StringIO()
    call_command("rakor", stdout=keluaran, **pilihan)
    return keluaran.getvalue()


def test_menulis_buku_kerja_nasional(demo: None, tmp_path: Path) -> None:
    berkas = tmp_path / "rakor.xlsx"
    kata = jalankan(tahun=2023, triwulan=4, kewenangan="DK", keluaran=berkas)
    assert str(berkas) in kata
    assert "Peringkat" in load_workbook(berkas).sheetnames


def test_menulis_laporan_satu_satker(demo: None, tmp_path: Path) -> None:
    berkas = tmp_path / "riau.xlsx"
    jalankan(tahun=2026, triwulan=2, kewenangan="TP", satker="099026", keluaran=berkas)
    assert "Revisi DIPA" in load_workbook(berkas).sheetnames


def test_pilihan_lewat_baris_perintah(demo: None, tmp_path: Path) -> None:
    berkas = tmp_path / "kosong.xlsx"
    call_command(
        "rakor",
        *("--tahun", "2026", "--triwulan", "1", "--kewenangan", "SEMUA", "--angka", "sementara"),
        *("--keluaran", str(berkas)),
        stdout=StringIO(),
    )
    assert berkas.stat().st_size > 0


@pytest.mark.parametrize(
    ("pilihan", "kata"),
    [
        ({"tahun": 2026, "triwulan": 2}, "--kewenangan"),
        ({"tahun": 2026, "triwulan": 2, "kewenangan": "TP", "satker": "123456"}, "Tidak ada satker dengan kode 123456"),
        (
            {"tahun": 2031, "triwulan": 2, "kewenangan": "SEMUA"},
            "Tidak ada DIPA Dekonsentrasi dan Tugas Pembantuan",
        ),
        ({"tahun": 2026, "triwulan": 2, "kewenangan": "DK", "satker": "099026"}, "099026 tidak mempunyai DIPA"),
    ],
)
def test_yang_tidak_dapat_dibuat_disebut(db: None, tmp_path: Path, pilihan: dict[str, Any], kata: str) -> None:
    pabrik.buat_satker("099026")
    with pytest.raises(CommandError, match=kata):
        jalankan(keluaran=tmp_path / "x.xlsx", **pilihan)


def test_folder_yang_tidak_ada(db: None, tmp_path: Path) -> None:
    pabrik.buat_dipa()
    with pytest.raises(CommandError, match="tidak dapat ditulis"):
        jalankan(tahun=2026, triwulan=2, kewenangan="TP", keluaran=tmp_path / "tidak" / "ada.xlsx")
