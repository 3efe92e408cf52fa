"""A draft that arrives while another one is being stored: its page is made from what is stored then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from realisasi import alur
from realisasi.models import StatusLaporan
from tests.dashboard.halaman import baca
from tests.realisasi.keadaan import DRAF, ISIAN, Dunia
from tests.realisasi.test_alur_bersamaan import klik, segar, serentak
from tests.realisasi.tindakan import isi_formulir

pytestmark = [
    pytest.mark.basis_data,
    pytest.mark.django_db(transaction=True),
    pytest.mark.pada("2026-07-03 09:00"),
]


def test_peringatan_yang_baru_muncul_tampil_pada_halaman_yang_ditolak() -> None:
    """The other's amount raises warnings that the form of the waiting one knew nothing of."""
    dunia = Dunia()
    dunia.bawa_ke(DRAF)
    hitungan, kepala = dunia.perubahan_ke, segar(dunia.kepala)
    milik_lain = replace(ISIAN, realisasi={"52": 2_000_000_000}, alasan={"PAGU_MINUS:52": "Revisi belum dimuat."})
    (hasil,) = serentak(
        [dunia.dipa],
        klik(dunia.operator, f"/pelaporan/{dunia.dipa.pk}/2/", isi_formulir(dunia)),
        sementara=lambda: alur.simpan_draf(dunia.dipa.pk, 2, kepala, milik_lain, hitungan),
    )
    assert not isinstance(hasil, Exception), hasil
    assert hasil.status_code == 409
    laman = baca(hasil)
    assert "Rp 420.000.000" in laman.teks
    assert "Rp 2.000.000.000" in laman.teks
    assert "Pagu minus" in laman.teks
    assert dunia.lembar().isian.realisasi == {"52": 2_000_000_000}


def test_bukti_yang_datang_bersama_alasan_yang_sama_diperlihatkan_dahulu() -> None:
    """What is confirmed is what the summary showed: evidence that came with the very same reason was not on it."""
    dunia = Dunia()
    isian = replace(ISIAN, realisasi={"52": 500_000_000})
    dunia.simpan(isian)
    hitungan, operator = dunia.perubahan_ke, segar(dunia.operator)
    alasan = {"LONJAKAN": "Pembayaran sekaligus."}

    def didahului() -> None:
        alur.simpan_draf(dunia.dipa.pk, 2, operator, replace(isian, alasan=alasan), hitungan)
        alur.catat_perubahan(alur.pastikan_boleh_mengisi(dunia.dipa.pk, 2, operator), operator)

    isi = {"perubahan_ke": str(hitungan), "alasan-LONJAKAN": alasan["LONJAKAN"]}
    (hasil,) = serentak(
        [dunia.dipa], klik(dunia.kepala, f"/pelaporan/{dunia.dipa.pk}/2/ajukan/", isi), sementara=didahului
    )
    assert not isinstance(hasil, Exception), hasil
    assert hasil.status_code == 409
    assert "sudah diubah" in baca(hasil).teks
    assert dunia.laporan is not None
    assert dunia.laporan.status == StatusLaporan.DRAF
