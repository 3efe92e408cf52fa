"""What the database itself refuses of DIPA, holidays, kendala and versions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.signals import pre_delete

from realisasi.models import HariLibur, RincianVersi, VersiLaporan
from satker.jurnal import create_bulk
from tests import pabrik

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]


@pytest.mark.parametrize(
    "isi",
    [
        {"kategori": "CUACA"},
        {"kategori": ""},
        {"uraian": " "},
        {"tindak_lanjut": ""},
        {"tindak_lanjut": "\n"},
        {"penanggung_jawab": ""},
        {"penanggung_jawab": " "},
    ],
)
def test_kendala(isi: dict[str, str]) -> None:
    dipa = pabrik.buat_dipa()
    with pytest.raises(IntegrityError), transaction.atomic():
        pabrik.buat_kendala(dipa, **isi)


@pytest.mark.parametrize("isi", [{"jenis": "LAIN"}, {"nama": ""}, {"nama": "  "}])
def test_hari_libur(isi: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        HariLibur.objects.create(**{"tanggal": dt.date(2026, 12, 25), "nama": "Natal"} | isi)


def test_nomor_dipa_hanya_sekali_kecuali_kosong() -> None:
    satker = pabrik.buat_satker("099026")
    pabrik.buat_dipa(satker, nomor="DIPA-019.05.4.099026/2026")
    pabrik.buat_dipa(satker, tahun=2025)
    pabrik.buat_dipa(satker, tahun=2024)
    with pytest.raises(IntegrityError), transaction.atomic():
        pabrik.buat_dipa(satker, tahun=2023, nomor="DIPA-019.05.4.099026/2026")


@pytest.mark.parametrize("nomor", ["DIPA-1", "DIPA-019.05.4.099026/202\n", "DIPA-019.05.4.099026/2026\n"])
def test_bentuk_nomor_dipa(nomor: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        pabrik.buat_dipa(nomor=nomor)


@pytest.mark.parametrize(
    ("nomor", "kata"),
    [
        ("DIPA-019.05.4.099027/2026", "Kode satker dalam nomor adalah 099027, padahal kode satker ini 099026."),
        ("DIPA-019.05.3.099026/2026", "Angka kewenangan dalam nomor adalah 3, padahal TP ditulis 4."),
        ("DIPA-019.05.4.099026/2026\n", "Bentuk nomor"),
    ],
)
def test_nomor_dipa_harus_cocok(nomor: str, kata: str) -> None:
    dipa = pabrik.buat_dipa(pabrik.buat_satker("099026"))
    dipa.nomor = nomor
    with pytest.raises(ValidationError) as galat:
        dipa.full_clean()
    assert kata in galat.value.message_dict["nomor"][0]
    dipa.nomor = "DIPA-019.05.4.099026/2026"
    dipa.full_clean()


# --- Versions --------------------------------------------------------------------------
@pytest.fixture
def versi(db: None) -> VersiLaporan:
    laporan = pabrik.buat_laporan_diajukan(pabrik.buat_dipa(), 1, {"52": 10})
    return laporan.versi.get()


@pytest.mark.parametrize("model", [VersiLaporan, RincianVersi])
def test_versi_tidak_berubah_lewat_kueri(versi: VersiLaporan, model: Any) -> None:
    for kueri in (model.objects.all(), model._default_manager.filter(pk__gt=0), versi.rincian, versi.laporan.versi):
        with pytest.raises(TypeError, match="tidak dapat diubah"):
            kueri.update(jenis="53")
    for hapus in (model.objects.all().delete, model.objects.get().delete, versi.rincian.all().delete):
        with pytest.raises(TypeError, match="tidak dapat dihapus"):
            hapus()
    with pytest.raises(TypeError, match="tidak dapat dihapus"):
        pre_delete.send(sender=model, instance=model.objects.get())
    assert RincianVersi.objects.get().realisasi == 10


def test_versi_dapat_ditambah_massal(versi: VersiLaporan) -> None:
    create_bulk(RincianVersi, [RincianVersi(versi=versi, jenis=j, realisasi=1) for j in ("51", "53")])
    assert versi.rincian.count() == 3
