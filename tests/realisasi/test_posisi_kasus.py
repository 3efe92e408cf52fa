"""Histories with their answers: the position query and its command agree with every value."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.riwayat import DATA, muat_kasus

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]

KASUS = sorted(p.name for p in (DATA / "kasus").iterdir())


def tanya(**pertanyaan: object) -> dict:
    keluaran = StringIO()
    argumen = [f"--{nama}={nilai}" for nama, nilai in pertanyaan.items()]
    call_command("posisi", "--format=json", *argumen, stdout=keluaran)
    return json.loads(keluaran.getvalue())


@pytest.mark.parametrize("nama", KASUS)
def test_every_answer_of_a_history(nama: str) -> None:
    muat_kasus(nama)
    jawaban = json.loads(Path(DATA / "kasus" / nama / "jawaban.json").read_text())
    assert len(jawaban) > 40
    for butir in jawaban:
        pertanyaan = {k: butir[k] for k in ("tahun", "triwulan", "kewenangan", "angka")}
        hasil = tanya(**pertanyaan)
        assert hasil["nasional"] == butir["jawaban"]["nasional"], pertanyaan
        kunci = butir["jawaban"]["satker"][0].keys() if butir["jawaban"]["satker"] else ()
        ringkas = [{k: s[k] for k in kunci} for s in hasil["satker"]]
        assert ringkas == butir["jawaban"]["satker"], pertanyaan
