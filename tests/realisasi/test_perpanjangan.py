"""The extension that a return gives is shared by both DIPA of a satker and by the settings page.

Each writer is held at the row of the window, where all of them meet: whoever read before that
row was locked would find no extension there, and make a second one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from realisasi.models import LaporanTriwulan, PeriodePelaporan, PerpanjanganPeriode, StatusLaporan
from realisasi.pengaturan import sidik_perpanjangan
from satker.models import CatatanJurnal, Pengguna
from tests import pabrik
from tests.realisasi.test_alur_bersamaan import klik, serentak

pytestmark = [
    pytest.mark.basis_data,
    pytest.mark.django_db(transaction=True),
    pytest.mark.pada("2026-10-05 09:00"),  # TW II closed on 30 September
]

BAWAAN = dt.date(2026, 10, 12)  # five working days later; no holidays are set here


@pytest.fixture
def periode(db: None) -> PeriodePelaporan:
    return pabrik.buat_periode(2)


@pytest.fixture
def laporan(periode: PeriodePelaporan) -> dict[str, LaporanTriwulan]:
    """TW II of both DIPA of one satker, waiting for tim pusat."""
    satker = pabrik.buat_satker()
    return {
        k: pabrik.buat_laporan_diajukan(pabrik.buat_dipa(satker, kewenangan=k), 2, {"52": 5_000}) for k in ("DK", "TP")
    }


def kembalikan(pusat: Pengguna, laporan: LaporanTriwulan, sampai: str = "") -> Callable[[], Any]:
    isi = {"perubahan_ke": "0", "alasan": f"Cek {laporan.dipa.kewenangan}.", "sampai": sampai}
    return klik(pusat, f"/verifikasi/{laporan.pk}/kembalikan/", isi)


@pytest.mark.parametrize(
    ("dk", "tp", "sampai"),
    [
        ("", "", BAWAAN),
        ("2026-10-12", "2026-10-12", BAWAAN),
        # The later day holds, whoever was first: no dinas loses days that it was promised.
        ("2026-10-09", "2026-10-20", dt.date(2026, 10, 20)),
    ],
)
def test_dk_dan_tp_dikembalikan_serentak_satu_perpanjangan(
    pusat: Pengguna,
    periode: PeriodePelaporan,
    laporan: dict[str, LaporanTriwulan],
    dk: str,
    tp: str,
    sampai: dt.date,
) -> None:
    hasil = serentak([periode], kembalikan(pusat, laporan["DK"], dk), kembalikan(pusat, laporan["TP"], tp))
    assert [getattr(h, "status_code", h) for h in hasil] == [302, 302]
    for satu in laporan.values():
        satu.refresh_from_db()
        assert satu.status == StatusLaporan.DIKEMBALIKAN
    baris = PerpanjanganPeriode.objects.get()
    assert (baris.periode_id, baris.satker_id) == (periode.pk, laporan["TP"].dipa.satker_id)
    assert baris.sampai == sampai
    assert baris.alasan in {"Laporan dikembalikan: Cek DK.", "Laporan dikembalikan: Cek TP."}


def test_pengembalian_dan_pengaturan_memperpanjang_serentak(
    pusat: Pengguna, periode: PeriodePelaporan, laporan: dict[str, LaporanTriwulan]
) -> None:
    """Both give the same satker days; whichever is second goes on from the row of the first, or is told of it."""
    satker = laporan["DK"].dipa.satker
    rekan = pabrik.buat_pengguna(peran=pabrik.Peran.TIM_PUSAT)
    isi = {"satker": str(satker.pk), "triwulan": "2", "sampai": "2026-11-20", "alasan": "Kantor terendam banjir."}
    hasil = serentak(
        [periode],
        kembalikan(pusat, laporan["DK"]),
        klik(rekan, "/pengaturan/2026/perpanjangan/", isi),
    )
    dikembalikan, diperpanjang = (getattr(h, "status_code", h) for h in hasil)
    assert dikembalikan == 302
    baris = PerpanjanganPeriode.objects.get()
    if diperpanjang == 302:
        assert (baris.sampai, baris.alasan) == (dt.date(2026, 11, 20), "Kantor terendam banjir.")
    else:
        assert diperpanjang == 409
        assert "sudah mendapat perpanjangan TW II 2026" in hasil[1].content.decode()
        assert (baris.sampai, baris.alasan) == (BAWAAN, "Laporan dikembalikan: Cek DK.")


@pytest.mark.parametrize("ubah", [{"cabut": "ya"}, {"sampai": "2026-10-06"}])
def test_perpanjangan_diubah_selagi_laporan_dikembalikan(
    pusat: Pengguna, periode: PeriodePelaporan, laporan: dict[str, LaporanTriwulan], ubah: dict[str, str]
) -> None:
    """What the return promises is either seen by the settings page, or still given after it."""
    lama = PerpanjanganPeriode.objects.create(
        periode=periode, satker=laporan["DK"].dipa.satker, sampai=dt.date(2026, 10, 8), alasan="Menunggu SP2D."
    )
    isi = {"dibaca": sidik_perpanjangan(lama), "sampai": "2026-10-08", "alasan": "Menunggu SP2D.", **ubah}
    hasil = serentak(
        [periode],
        kembalikan(pusat, laporan["DK"], "2026-10-20"),
        klik(pabrik.buat_pengguna(peran=pabrik.Peran.TIM_PUSAT), f"/pengaturan/2026/perpanjangan/{lama.pk}/", isi),
    )
    dikembalikan, diubah = (getattr(h, "status_code", h) for h in hasil)
    assert dikembalikan == 302
    assert diubah in {302, 409}
    baris = PerpanjanganPeriode.objects.get()
    assert (baris.sampai, baris.alasan) == (dt.date(2026, 10, 20), "Laporan dikembalikan: Cek DK.")
    tindakan = CatatanJurnal.objects.get_for_model(PerpanjanganPeriode).order_by("pk").values_list("action", flat=True)
    # made, moved by the return; before that shortened or withdrawn, where the settings page was first
    dicabut = "cabut" in ubah
    assert list(tindakan) == ([0, 1] if diubah == 409 else [0, 2, 0] if dicabut else [0, 1, 1])
