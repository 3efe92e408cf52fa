"""Rows that the measurements write in the quick way are those that the application would have written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from realisasi.models import LaporanTriwulan, RincianVersi, StatusLaporan, VersiLaporan
from satker.models import Satker
from tests import pabrik
from tests.kinerja.tulis import tulis

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]

TEKS = (r"\N", "\\.", "a\tb\nc\r\nd\\te", "'; --", '"kutip"', "é€😀")


def massal(model: type[models.Model], baris: list[Any]) -> None:
    model._default_manager.bulk_create(baris)


def tertulis(cara: Callable[[Any, list[Any]], object], buat: Callable[[], list[Any]]) -> list[dict[str, Any]]:
    """What the database holds once these rows are written, which is then undone."""
    baris = buat()
    with transaction.atomic():
        cara(type(baris[0]), baris)
        hasil = list(type(baris[0])._default_manager.order_by("pk").values())
        transaction.set_rollback(True)
    return hasil


def sama(buat: Callable[[], list[Any]], banyak: int) -> None:
    hasil = tertulis(tulis, buat)
    assert len(hasil) == banyak
    assert hasil == tertulis(massal, buat)


def test_laporan_dengan_segala_isi() -> None:
    """Texts that COPY could take for something else, JSON, dates as text and in zones, what nobody named."""
    dipa = pabrik.buat_dipa()
    sejak = dt.datetime(2026, 4, 7, 23, 30, 0, 123_456, ZoneInfo("Asia/Jakarta"))

    def buat() -> list[Any]:
        return [
            LaporanTriwulan(pk=901, dipa=dipa, triwulan=1, basis="SP2D", tanggal_data="2026-03-31"),
            LaporanTriwulan(
                pk=902,
                dipa_id=dipa.pk,
                triwulan=2,
                basis="SP2D",
                tanggal_data=dt.date(2026, 6, 30),
                fisik=0,
                status=StatusLaporan.DIKEMBALIKAN,
                alasan_dikembalikan="".join(TEKS),
                kendala_draf=[{"uraian": teks} for teks in TEKS],
                alasan_draf={"52": "a\\b\n\tc", "kosong": None, "banyak": 3},
                dikembalikan_pada=sejak,
                diverifikasi_pada=sejak.astimezone(dt.UTC),
            ),
        ]

    sama(buat, 2)


def test_teks_dan_tanda_apa_pun() -> None:
    provinsi = pabrik.buat_satker().provinsi

    def buat() -> list[Any]:
        return [
            Satker(pk=901 + n, kode=f"{n:06}", nama=teks, provinsi=provinsi, kode_ilustrasi=n % 2 == 1)
            for n, teks in enumerate(TEKS)
        ]

    sama(buat, 1 + len(TEKS))


def test_rincian_dengan_bilangan_di_tepi() -> None:
    laporan = pabrik.buat_laporan(pabrik.buat_dipa(), 1, {})
    versi = VersiLaporan.objects.create(
        laporan=laporan, nomor=1, diajukan_pada=dt.datetime(2026, 4, 1, tzinfo=dt.UTC), tanggal_data="2026-03-31"
    )
    nilai = {"51": 0, "52": -(10**15), "53": 10**15}
    sama(
        lambda: [RincianVersi(pk=901 + n, versi=versi, jenis=j, realisasi=r) for n, (j, r) in enumerate(nilai.items())],
        3,
    )


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="COPY hanya ada di PostgreSQL.")
@pytest.mark.parametrize("nama", [models.F("kode"), models.Value("x")])
def test_yang_tidak_dapat_disalin_ditolak(nama: object) -> None:
    """As text it would be stored as something else than what the database, or the field, makes of it."""
    provinsi = pabrik.buat_satker().provinsi
    with pytest.raises(TypeError, match="tidak dapat ditulis dengan COPY"):
        tulis(Satker, [Satker(pk=901, kode="900001", nama=nama, provinsi=provinsi)])


def test_tanpa_nomor_diberi_nomor_dan_dengan_nomor_disalin() -> None:
    provinsi = pabrik.buat_satker().provinsi
    diberi = tulis(Satker, [Satker(kode=f"90000{n}", nama=f"Satker {n}", provinsi=provinsi) for n in (1, 2)])
    assert [Satker.objects.get(pk=satu.pk).nama for satu in diberi] == ["Satker 1", "Satker 2"]
    assert tulis(Satker, []) == []
    with CaptureQueriesContext(connection) as kueri:
        tulis(Satker, [Satker(pk=901, kode="900003", nama="Satker 3", provinsi=provinsi)])
    assert any("INSERT" in k["sql"] for k in kueri) is (connection.vendor != "postgresql")
    assert Satker.objects.get(pk=901).nama == "Satker 3"
