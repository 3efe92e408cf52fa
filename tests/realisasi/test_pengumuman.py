"""The announcement of a quarter: who sees it, and while which window is open."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from realisasi.models import PerpanjanganPeriode
from realisasi.pengumuman import pengumuman_untuk
from satker.akses import hak
from satker.models import Pengguna, Satker
from tests import pabrik

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]
D = dt.date


def teks(user: Pengguna, hari: dt.date) -> list[str]:
    return [p.teks for p in pengumuman_untuk(user, hari)]


@pytest.mark.parametrize(
    ("hari", "tampil"),
    [
        (D(2026, 6, 30), False),
        (D(2026, 7, 1), True),
        (D(2026, 9, 30), True),
        (D(2026, 10, 1), False),
    ],
)
def test_tampil_selama_jendela_terbuka(operator: Pengguna, kepala: Pengguna, hari: dt.date, tampil: bool) -> None:
    pabrik.buat_periode(2, pengumuman="Pakai SP2D per 30 Juni.")
    for siapa in (operator, kepala):
        assert teks(siapa, hari) == (["Pakai SP2D per 30 Juni."] if tampil else [])


def test_hanya_dinas_yang_diberi_tahu(pusat: Pengguna, pimpinan: Pengguna, tanpa_peran: Pengguna) -> None:
    pabrik.buat_periode(2, pengumuman="Pakai SP2D per 30 Juni.")
    for siapa in (pusat, pimpinan, tanpa_peran):
        hak(siapa)
        with CaptureQueriesContext(connection) as tangkapan:
            assert teks(siapa, D(2026, 7, 1)) == []
        assert len(tangkapan) == 0


def test_perpanjangan_satker_sendiri_membukanya_lagi(operator: Pengguna, satker_dinas: Satker) -> None:
    periode = pabrik.buat_periode(2, pengumuman="Pakai SP2D per 30 Juni.")
    lain = pabrik.buat_satker()
    PerpanjanganPeriode.objects.create(periode=periode, satker=lain, sampai=D(2026, 12, 1), alasan="x")
    assert teks(operator, D(2026, 10, 5)) == []
    PerpanjanganPeriode.objects.create(periode=periode, satker=satker_dinas, sampai=D(2026, 10, 5), alasan="x")
    assert teks(operator, D(2026, 10, 6)) == []
    (satu,) = pengumuman_untuk(operator, D(2026, 10, 5))
    assert satu.berakhir == D(2026, 10, 5)
    assert satu.kepala == "Laporan TW II 2026 lewat tenggat 7 Juli 2026; masih diterima sampai 5 Oktober 2026."


def test_satu_kueri_dan_urut_menurut_tenggat(operator: Pengguna) -> None:
    pabrik.buat_periode(2, pengumuman="Kedua.", ditutup=D(2026, 12, 31))
    pabrik.buat_periode(3, pengumuman="Ketiga.")
    pabrik.buat_periode(1, ditutup=D(2026, 12, 31))  # open, but nothing to say
    hak(operator)
    with CaptureQueriesContext(connection) as tangkapan:
        assert teks(operator, D(2026, 10, 5)) == ["Kedua.", "Ketiga."]
    assert len(tangkapan) == 1


def test_tahun_tertutup_tidak_mengumumkan(operator: Pengguna) -> None:
    pabrik.buat_tahun(ditutup=True)
    pabrik.buat_periode(2, pengumuman="Pakai SP2D per 30 Juni.")
    assert teks(operator, D(2026, 7, 1)) == []


def test_tulisannya(operator: Pengguna) -> None:
    pabrik.buat_periode(2, pengumuman="<b>Pakai</b> SP2D.")
    daftar = pengumuman_untuk(operator, D(2026, 7, 6))
    assert daftar[0].kepala == "Batas laporan TW II 2026: Selasa 7 Juli 2026, 23.59 WIB."
    html = render_to_string("bagian/pengumuman.html", {"pengumuman": daftar})
    assert 'class="announce"' in html
    assert "&lt;b&gt;Pakai&lt;/b&gt; SP2D." in html
    assert render_to_string("bagian/pengumuman.html", {"pengumuman": []}).strip() == ""
