"""With more DIPA than a chart can show: both ends, and words that say how many of how many."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from dashboard.peringkat import PALING_BANYAK, UJUNG
from satker.models import Pengguna
from satker.peran import Peran
from tests import pabrik
from tests.dashboard.halaman import Laman, buka, teks

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]

BANYAK = PALING_BANYAK + 20


@pytest.fixture
def klien(masuk: Callable[[Pengguna], Client]) -> Client:
    """DIPA that spent 0, 1, 2, ... of 1.000 in the first quarter."""
    pabrik.buat_target(1, 5_000)
    provinsi = [pabrik.buat_provinsi() for _ in range(10)]
    for n in range(BANYAK):
        dipa = pabrik.buat_dipa(pabrik.buat_satker(provinsi=provinsi[n % 10]), pagu={"52": 1_000})
        pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": n})
    return masuk(pabrik.buat_pengguna("pusat", peran=Peran.TIM_PUSAT))


def label(laman: Laman) -> str:
    """What a screen reader says of the ranking."""
    return next(t for e in laman.semua() if (t := e.get("aria-label", "")).startswith("Peringkat"))


def persen(laman: Laman) -> list[str]:
    return [b["Persen"] for b in laman.tabel("Peringkat satker")]


def test_kedua_ujung_peringkat(klien: Client) -> None:
    laman = buka(klien, "/?tahun=2026&triwulan=1")
    urut = persen(laman)
    assert len(urut) == 2 * UJUNG
    assert (urut[0], urut[UJUNG - 1], urut[-UJUNG], urut[-1]) == ("0,00 %", "1,90 %", "10,00 %", "11,90 %")
    assert f"Kedua ujungnya; {BANYAK - 2 * UJUNG} satker lain" in teks(laman.bagian("Peringkat satker"))
    assert f"{2 * UJUNG} satker yang sama" in teks(laman.bagian("Satker per triwulan"))


@pytest.mark.parametrize("urut", ["persen", "rupiah"])
def test_label_peringkat_tidak_mengaku_menyebut_semuanya(klien: Client, urut: str) -> None:
    """Ordered by rupiah only those who lack most are shown: their highest figure is not that of all."""
    laman = buka(klien, f"/?tahun=2026&triwulan=1&urut={urut}")
    assert label(laman).startswith(f"Peringkat {2 * UJUNG} dari {BANYAK} satker, dari ")
