"""Two imports at once: each row is written once, and the other is told why. On PostgreSQL with real connections."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from realisasi.impor.bacaan import Pilihan
from realisasi.impor.pembatalan import batalkan
from realisasi.impor.register import catat_pratinjau
from realisasi.impor.rencana import susun
from realisasi.impor.terapkan import Hasil, Permintaan, RencanaBerubah, terapkan
from realisasi.models import Dipa, Impor, KeadaanImpor, PaguRevisi, VersiLaporan
from realisasi.pengaturan import tutup_tahun
from realisasi.penolakan import Bentrok
from tests import pabrik
from tests.realisasi.impor.buatan import baca, impor, terimpor
from tests.realisasi.test_alur_bersamaan import serentak

pytestmark = [pytest.mark.basis_data, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dipa() -> Dipa:
    return pabrik.buat_dipa(pabrik.buat_satker("099026"), berlaku_sejak=dt.date(2026, 1, 2))


def ditulis(hasil: list[Any]) -> int:
    return sum(isinstance(h, Hasil) and h.impor is not None for h in hasil)


def pratinjau(*baris: dict[str, Any]) -> Permintaan:
    berkas = baca("dipa", *baris)
    disimpan = catat_pratinjau(susun([berkas], Pilihan()), Pilihan(), None, [])
    return Permintaan([berkas], Pilihan(), impor=disimpan, dilihat=disimpan.sidik)


def test_pratinjau_yang_diterapkan_dua_kali_ditulis_sekali(dipa: Dipa) -> None:
    permintaan = pratinjau({"pagu": 5})
    assert permintaan.impor is not None
    hasil = serentak([permintaan.impor], *[lambda: terapkan(permintaan, None)] * 2)
    assert ditulis(hasil) == 1
    assert [type(h) for h in hasil if not isinstance(h, Hasil)] == [Bentrok]
    assert PaguRevisi.objects.get().pagu == 5


def test_dua_pratinjau_atas_revisi_yang_sama_hanya_satu_yang_masih_berlaku(dipa: Dipa) -> None:
    satu, dua = pratinjau({"pagu": 5}), pratinjau({"pagu": 7})
    hasil = serentak([dipa], lambda: terapkan(satu, None), lambda: terapkan(dua, None))
    assert ditulis(hasil) == 1
    assert [type(h) for h in hasil if not isinstance(h, Hasil)] == [RencanaBerubah]
    assert Impor.objects.filter(keadaan=KeadaanImpor.PRATINJAU).count() == 1


def test_laporan_yang_sama_dari_dua_perintah_mendapat_satu_versi(dipa: Dipa) -> None:
    hasil = serentak([dipa], *[lambda: impor(baca("laporan", {}))] * 2)
    assert ditulis(hasil) == 1
    assert sum(isinstance(h, Hasil) for h in hasil) == 2
    assert VersiLaporan.objects.count() == 1


def test_dipa_baru_yang_sama_dari_dua_perintah_dibuat_sekali() -> None:
    satker = pabrik.buat_satker("099026")
    pabrik.buat_tahun(2026)
    # Neither finds a DIPA to lock: what both wait for is the satker that the new one points to.
    hasil = serentak([satker], *[lambda: impor(baca("dipa", {}))] * 2)
    assert ditulis(hasil) == 1
    (lain,) = [h for h in hasil if not (isinstance(h, Hasil) and h.impor)]
    assert isinstance(lain, (Hasil, Bentrok))
    assert Dipa.objects.count() == 1


def test_dipa_baru_tidak_masuk_ke_tahun_yang_sementara_itu_ditutup() -> None:
    """There is no DIPA yet that closing the year could wait for: the import waits for the year."""
    pabrik.buat_satker("099026")
    tahun = pabrik.buat_tahun(2026)
    serentak([tahun], lambda: impor(baca("dipa", {})), sementara=lambda: tutup_tahun(2026))
    assert not Dipa.objects.exists()


def test_dua_pembatalan_bersamaan_berlaku_sekali(dipa: Dipa) -> None:
    satu = terimpor(baca("dipa", {"pagu": 5}))
    hasil = serentak([satu], *[lambda: batalkan(satu.pk, None)] * 2)
    assert sorted(type(h).__name__ for h in hasil) == ["Bentrok", "Impor"]
    assert PaguRevisi.objects.get().pagu == 1_000_000
