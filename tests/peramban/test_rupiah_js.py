"""The browser reads amounts as the server does: same numbers, same words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from realisasi import rupiah
from realisasi.baca_rupiah import TERBESAR, TidakTerbaca, baca
from tests.realisasi.bacaan import DITOLAK, TEKS, TERBACA

BACA = """(semua) => semua.map((teks) => {
  const hasil = window.bacaRupiah(teks);
  return hasil.pesan === undefined ? {nilai: hasil.nilai === null ? null : String(hasil.nilai)} : hasil;
})"""
TULIS = "(semua) => semua.map((n) => window.tulisRupiah(BigInt(n)))"
# Half a pair of surrogates does not survive the way to the browser and back.
DAPAT_DIKIRIM = TEKS.filter(lambda teks: not any("\ud800" <= c <= "\udfff" for c in teks))


@pytest.fixture
def skrip(halaman: Page) -> Page:
    """An empty page that has the script and nothing else."""
    halaman.add_script_tag(content=(Path(settings.BASE_DIR) / "static/js/rupiah.js").read_text())
    return halaman


def di_server(teks: str) -> dict[str, Any]:
    try:
        nilai = baca(teks)
    except TidakTerbaca as galat:
        return {"pesan": galat.pesan}
    return {"nilai": None if nilai is None else str(nilai)}


def test_tabel_dibaca_sama(skrip: Page) -> None:
    semua = [*TERBACA, *DITOLAK]
    assert dict(zip(semua, skrip.evaluate(BACA, semua), strict=True)) == {teks: di_server(teks) for teks in semua}


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(DAPAT_DIKIRIM, min_size=1, max_size=30))
def test_teks_apa_pun_dibaca_sama(skrip: Page, semua: list[str]) -> None:
    assert list(zip(semua, skrip.evaluate(BACA, semua), strict=True)) == [(teks, di_server(teks)) for teks in semua]


@hypothesis_settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(-TERBESAR, TERBESAR), min_size=1, max_size=30))
def test_angka_ditulis_sama(skrip: Page, semua: list[int]) -> None:
    assert skrip.evaluate(TULIS, [str(n) for n in semua]) == [rupiah.angka(n) for n in semua]


def test_separuh_pasangan_tetap_terjawab(skrip: Page) -> None:
    assert "U+D800" in skrip.evaluate("window.bacaRupiah('1' + String.fromCharCode(0xd800)).pesan")
    assert skrip.evaluate("[undefined, null, 5, {}].map((x) => window.bacaRupiah(x)).length") == 4
