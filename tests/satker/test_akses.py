"""Who may see and touch what (rule 11)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from satker.akses import daftar_kata, hak, hanya, satker_terbaca
from satker.models import Pengguna, Penugasan, PeranSatker, Satker
from satker.peran import Peran
from tests.pabrik import buat_pengguna, buat_satker

pytestmark = pytest.mark.django_db

Masuk = Callable[[Pengguna | str], Client]


def segar(pengguna: Pengguna) -> Pengguna:
    """The same user as another request would load it."""
    return Pengguna.objects.get(pk=pengguna.pk)


def test_tanpa_masuk_tidak_ada_hak() -> None:
    h = hak(AnonymousUser())
    assert not h.membaca_semua
    assert not h.data_induk
    assert h.satker == ()
    assert not satker_terbaca(AnonymousUser()).exists()


def test_tanpa_peran_tidak_ada_hak(tanpa_peran: Pengguna) -> None:
    buat_satker()
    h = hak(tanpa_peran)
    assert (h.membaca_semua, h.data_induk, h.satker, h.sebutan) == (False, False, (), "Tanpa peran")
    assert not satker_terbaca(tanpa_peran).exists()


def test_tanda_superuser_tidak_memberi_hak() -> None:
    satker = buat_satker()
    pengguna = buat_pengguna(is_superuser=True, is_staff=True)
    h = hak(pengguna)
    assert not h.membaca_semua
    assert not h.data_induk
    assert not h.boleh_membaca(satker.pk)
    assert not satker_terbaca(pengguna).exists()


@pytest.mark.parametrize(
    ("peran", "data_induk"), [(Peran.TIM_PUSAT, True), (Peran.ADMINISTRATOR, True), (Peran.PIMPINAN, False)]
)
def test_peran_nasional_membaca_semua(peran: Peran, data_induk: bool) -> None:
    satu, dua = buat_satker(), buat_satker()
    pengguna = buat_pengguna(peran=peran)
    h = hak(pengguna)
    assert h.membaca_semua
    assert h.data_induk is data_induk
    assert h.boleh_membaca(satu.pk)
    assert set(satker_terbaca(pengguna)) == {satu, dua}
    assert h.peran_pada(satu.pk) is None  # reading all is no right to enter or submit
    assert h.sebutan == peran.value


def test_dinas_hanya_satkernya(kepala: Pengguna, operator: Pengguna, satker_dinas: Satker) -> None:
    lain = buat_satker()
    for pengguna, peran in ((kepala, PeranSatker.KEPALA), (operator, PeranSatker.OPERATOR)):
        h = hak(pengguna)
        assert not h.membaca_semua
        assert not h.data_induk
        assert h.boleh_membaca(satker_dinas.pk)
        assert not h.boleh_membaca(lain.pk)
        assert h.peran_pada(satker_dinas.pk) is peran
        assert h.peran_pada(lain.pk) is None
        assert list(satker_terbaca(pengguna)) == [satker_dinas]


def test_beberapa_satker_dengan_peran_masing_masing(kepala: Pengguna, satker_dinas: Satker) -> None:
    lain = buat_satker("199999")
    Penugasan.objects.create(pengguna=kepala, satker=lain, peran=PeranSatker.OPERATOR)
    h = hak(segar(kepala))
    assert h.satker == (satker_dinas, lain)
    assert h.peran_pada(satker_dinas.pk) is PeranSatker.KEPALA
    assert h.peran_pada(lain.pk) is PeranSatker.OPERATOR
    assert h.sebutan == f"Kepala dinas {satker_dinas.provinsi.nama_pendek} dan 1 satker lain"


def test_penugasan_yang_dicabut_berlaku_pada_permintaan_berikutnya(kepala: Pengguna, satker_dinas: Satker) -> None:
    assert hak(kepala).boleh_membaca(satker_dinas.pk)
    kepala.penugasan.all().delete()
    assert not hak(segar(kepala)).boleh_membaca(satker_dinas.pk)


def test_hak_dibaca_sekali_per_permintaan(kepala: Pengguna, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    pengguna = segar(kepala)
    with django_assert_num_queries(2):
        for _ in range(5):
            assert hak(pengguna).satker[0].provinsi.nama


def test_hanya_membuka_bagi_peran_yang_disebut(pusat: Pengguna, pimpinan: Pengguna, kepala: Pengguna) -> None:
    @hanya(Peran.TIM_PUSAT, Peran.ADMINISTRATOR)
    def halaman(_request: object) -> HttpResponse:
        return HttpResponse("isi")

    permintaan = RequestFactory().get("/")
    permintaan.user = pusat
    assert halaman(permintaan).content == b"isi"
    for pengguna in (pimpinan, kepala, AnonymousUser()):
        permintaan.user = pengguna
        with pytest.raises(PermissionDenied, match=r"^Halaman ini hanya untuk tim pusat dan administrator\.$"):
            halaman(permintaan)


@pytest.mark.parametrize(
    ("kata", "hasil"), [([], ""), (["a"], "a"), (["a", "b"], "a dan b"), (["a", "b", "c"], "a, b, dan c")]
)
def test_daftar_kata(kata: list[str], hasil: str) -> None:
    assert daftar_kata(kata) == hasil


def test_peran_terlihat_di_kepala_halaman(kepala: Pengguna, satker_dinas: Satker, masuk: Masuk) -> None:
    halaman = masuk(kepala).get("/keluar/").content.decode()
    assert f"Kepala dinas {satker_dinas.provinsi.nama_pendek}" in halaman
    assert kepala.nama in halaman
