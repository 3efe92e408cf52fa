"""The workbook of a frozen pack: the sheets of that hour, whatever changed since."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from dashboard.rakor import buku_kerja
from dashboard.rakor.bahan import baca_bahan
from dashboard.rakor.beku import bahan_beku, saringan_beku
from realisasi.models import Dipa
from realisasi.pembekuan import Cakupan, baca, bekukan
from realisasi.posisi import Angka
from satker.models import Pengguna
from tests import pabrik
from tests.realisasi.test_pembekuan import dunia, ubah_semuanya

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.basis_data,
    pytest.mark.filterwarnings("ignore:Unknown extension"),  # data bars, which openpyxl writes as text
]
__all__ = ["dunia"]  # the fixture: three DIPA, the year before, targets, kendala
TW2 = Cakupan(2026, 2, "TP", Angka.SEMENTARA)


def isi_lembar(buku: bytes) -> dict[str, str]:
    """The XML of every sheet, table and chart by its name in the file."""
    with zipfile.ZipFile(io.BytesIO(buku)) as arsip:
        return {
            n: arsip.read(n).decode()
            for n in arsip.namelist()
            if re.match(r"xl/(worksheets|charts|tables|sharedStrings|styles)", n)
        }


def test_buku_kerja_paket_sama_persis_kapan_pun_dibuat_lagi(dunia: list[Dipa], pusat: Pengguna) -> None:
    catatan = bekukan(TW2, "Rakor TW II", pusat)
    semula = isi_lembar(buku_kerja.tulis(bahan_beku(baca(catatan))))
    ubah_semuanya()
    assert isi_lembar(buku_kerja.tulis(bahan_beku(baca(catatan)))) == semula


def test_buku_kerja_paket_sama_dengan_yang_diunduh_saat_itu(dunia: list[Dipa], pusat: Pengguna) -> None:
    """But for the one line that says that it was frozen, and when it was made."""
    catatan = bekukan(TW2, "Rakor TW II", pusat)
    beku = bahan_beku(baca(catatan))
    langsung = baca_bahan(saringan_beku(baca(catatan)), oleh=pusat.get_full_name())
    assert beku.kendala == langsung.kendala != ()
    for sifat in ("kelompok", "jawaban", "jenis", "lajur", "peringkat", "tenggat", "tahun", "belum_diverifikasi"):
        assert getattr(beku, sifat) == getattr(langsung, sifat), sifat
    assert [(b.sebutan, b.posisi.persen_bp, b.kurang_sasaran, b.terlambat) for b in beku.baris] == [
        (b.sebutan, b.posisi.persen_bp, b.kurang_sasaran, b.terlambat) for b in langsung.baris
    ]
    a, b = (load_workbook(io.BytesIO(buku_kerja.tulis(x)))["Data"] for x in (beku, langsung))
    assert [[s.value for s in baris] for baris in a.iter_rows(min_row=5)] == [
        [s.value for s in baris] for baris in b.iter_rows(min_row=5)
    ]


def test_buku_kerja_menyebut_rapat_dan_pembekunya(dunia: list[Dipa], pusat: Pengguna) -> None:
    catatan = bekukan(TW2, "=HYPERLINK(1)", pusat)
    buku = load_workbook(io.BytesIO(buku_kerja.tulis(bahan_beku(baca(catatan)))))
    teks = [s for kertas in buku for baris in kertas.iter_rows() for s in baris if isinstance(s.value, str)]
    assert any("Keadaan yang dibekukan: =HYPERLINK(1)" in s.value for s in teks)
    assert any(pusat.nama in s.value for s in teks)
    assert all(s.data_type != "f" or "HYPERLINK" not in s.value for s in teks)


def test_keterlambatan_dihitung_sampai_hari_pembekuan(
    dunia: list[Dipa], pusat: Pengguna, jam: time_machine.Traveller
) -> None:
    catatan = bekukan(Cakupan(2026, 2, "TP", Angka.RESMI), "Rakor", pusat)
    pabrik.buat_laporan(dunia[2], 3)
    terlambat = {b.posisi.amanat.kode: b.terlambat for b in bahan_beku(baca(catatan)).baris}
    jam.shift(dt.timedelta(days=30))
    assert {b.posisi.amanat.kode: b.terlambat for b in bahan_beku(baca(catatan)).baris} == terlambat
    assert terlambat["059029"] == 118


# --- manage.py rakor --pembekuan ---------------------------------------------------------------
def test_perintah_menulis_buku_kerja_paket(dunia: list[Dipa], pusat: Pengguna, tmp_path: Path) -> None:
    catatan = bekukan(TW2, "Rakor TW II", pusat)
    semula = isi_lembar(buku_kerja.tulis(bahan_beku(baca(catatan))))
    ubah_semuanya()
    berkas = tmp_path / "rakor.xlsx"
    call_command("rakor", pembekuan=catatan.pk, keluaran=berkas, stdout=io.StringIO())
    assert isi_lembar(berkas.read_bytes()) == semula


@pytest.mark.parametrize(
    ("pilihan", "kata"),
    [
        ({"pembekuan": 0}, "Tidak ada paket rakor nomor 0"),
        ({"pembekuan": 2**70}, "Tidak ada paket rakor nomor"),
        ({"satker": "099026"}, "hilangkan --pembekuan atau --satker"),
        ({"triwulan": 3}, "bukan untuk triwulan 3; hilangkan --triwulan"),
        ({"tahun": 2025}, "bukan untuk tahun 2025"),
    ],
)
def test_perintah_paket_menolak_dengan_kalimat(
    dunia: list[Dipa], tmp_path: Path, pilihan: dict[str, Any], kata: str
) -> None:
    catatan = bekukan(TW2, "Rakor TW II", None)
    berkas = tmp_path / "rakor.xlsx"
    with pytest.raises(CommandError, match=kata):
        call_command("rakor", **{"pembekuan": catatan.pk, "keluaran": berkas} | pilihan, stdout=io.StringIO())
    assert not berkas.exists()
