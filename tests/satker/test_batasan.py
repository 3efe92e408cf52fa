"""What the database itself refuses of provinces, satker, users and the journal."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from satker.models import CatatanJurnal, Pengguna, PeranSatker, Provinsi, Satker
from satker.peran import Peran
from tests import pabrik

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]


def tertolak(model: type, pk: Any, **isi: Any) -> None:
    """The database refuses these values, whatever a form would say."""
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.filter(pk=pk).update(**isi)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "isi",
    [
        {"kode_bps": "1"},
        {"kode_bps": "1\n"},
        {"kode_lokasi_dipa": ""},
        {"kode_lokasi_dipa": "x1"},
        {"iso": "ID-1"},
        {"iso": "id-ri"},
        {"iso": "RI"},
    ],
)
def test_provinsi(isi: dict[str, str]) -> None:
    tertolak(Provinsi, pabrik.buat_provinsi().pk, **isi)


def test_provinsi_tanpa_kode_lokasi() -> None:
    assert pabrik.buat_provinsi(kode_lokasi_dipa=None).pk


@pytest.mark.parametrize("isi", [{"kode": "12345"}, {"kode": "12345\n"}, {"nama": ""}, {"nama": " \t"}])
def test_satker(isi: dict[str, str]) -> None:
    tertolak(Satker, pabrik.buat_satker().pk, **isi)


@pytest.mark.parametrize("isi", [{"nip": "123"}, {"nip": "1" * 17 + "\n"}, {"nama": ""}, {"nama": "  "}])
def test_pengguna(isi: dict[str, str]) -> None:
    tertolak(Pengguna, pabrik.buat_pengguna().pk, **isi)


def test_penugasan_menahan_satkernya() -> None:
    satker = pabrik.buat_satker()
    pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=satker)
    with pytest.raises(ProtectedError):
        satker.delete()


def test_jurnal_tidak_berubah_lewat_kueri() -> None:
    pabrik.buat_satker()
    for kueri in (CatatanJurnal.objects.all(), CatatanJurnal._default_manager.all()):
        with pytest.raises(TypeError, match="tidak dapat diubah"):
            kueri.update(nama_pelaku="orang lain")
        with pytest.raises(TypeError, match="tidak dapat dihapus"):
            kueri.delete()


# --- Accounts --------------------------------------------------------------------------
def test_createsuperuser_memberi_peran_administrator() -> None:
    isi = {"username": "pertama", "email": "Pertama@Ditjen.example", "password": pabrik.KATA_SANDI}
    pengguna = Pengguna.objects.create_superuser(**isi, nama="Orang Pertama")
    assert [g.name for g in pengguna.groups.all()] == [Peran.ADMINISTRATOR]
    Pengguna.objects.create_superuser("kedua", nama="Orang Kedua")
    assert Group.objects.count() == 1


def test_surel_disimpan_dengan_huruf_kecil() -> None:
    assert pabrik.buat_pengguna(email="Kepala@Riau.Example").email == "kepala@riau.example"
    pengguna = Pengguna(username="baru", nama="Baru", email="Baru@Dinas.Example")
    pengguna.clean()
    assert pengguna.email == "baru@dinas.example"
