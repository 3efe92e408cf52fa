"""A decision that would leave less than nothing spent is refused, and says what to do about it (rule 10).

Each state here comes about by the workflow: a correction of an earlier quarter takes away what a
later one has given back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from realisasi.models import Dipa, LaporanTriwulan, StatusLaporan
from satker.models import Pengguna
from tests import pabrik
from tests.dashboard.halaman import baca
from tests.realisasi.keadaan import potret

pytestmark = [pytest.mark.django_db, pytest.mark.pada("2026-07-03 09:00")]

JUTA = 1_000_000
KURANG_TIGA_PULUH = "52 Barang s.d. TW II akan menjadi −Rp 30.000.000."


@pytest.fixture
def dipa() -> Dipa:
    for q in (1, 2, 3):
        pabrik.buat_periode(q)
    return pabrik.buat_dipa(pagu={"52": 1_000 * JUTA})


@pytest.fixture
def klien(pusat: Pengguna, masuk: Callable[[Pengguna], Client]) -> Client:
    return masuk(pusat)


def terverifikasi(dipa: Dipa, triwulan: int, nilai: int) -> LaporanTriwulan:
    return pabrik.buat_laporan_terverifikasi(dipa, triwulan, {"52": nilai * JUTA})


def diajukan(dipa: Dipa, triwulan: int, nilai: int) -> LaporanTriwulan:
    return pabrik.buat_laporan_diajukan(dipa, triwulan, {"52": nilai * JUTA})


def putuskan(klien: Client, laporan: LaporanTriwulan, tindakan: str) -> Any:
    isi = {"perubahan_ke": str(laporan.perubahan_ke), "alasan": "" if tindakan == "verifikasi" else "Tidak cocok SP2D."}
    return klien.post(f"/verifikasi/{laporan.pk}/{tindakan}/", isi)


def ditolak(klien: Client, dipa: Dipa, laporan: LaporanTriwulan, tindakan: str) -> str:
    """What the page says; nothing may have changed."""
    sebelum = potret(dipa)
    jawaban = putuskan(klien, laporan, tindakan)
    assert jawaban.status_code == 422
    assert potret(dipa) == sebelum
    return baca(jawaban).teks


def test_triwulan_itu_sendiri_dikembalikan(klien: Client, dipa: Dipa) -> None:
    """TW II rests on a correction of TW I (100 million) that was sent back since; 20 million are verified."""
    terverifikasi(dipa, 1, 20)
    satu = diajukan(dipa, 1, 100)
    dua = diajukan(dipa, 2, -50)
    pabrik.kembalikan(satu)
    kata = ditolak(klien, dipa, dua, "verifikasi")
    assert f"{KURANG_TIGA_PULUH} Kembalikan laporan ini." in kata
    # What it says can be done.
    assert putuskan(klien, dua, "kembalikan").status_code == 302
    dua.refresh_from_db()
    assert dua.status == StatusLaporan.DIKEMBALIKAN


def test_triwulan_sesudahnya_diperbaiki_lebih_dahulu(klien: Client, dipa: Dipa) -> None:
    """TW II was reopened, and its verified −80 million still count: TW I cannot fall from 100 to 50 before."""
    terverifikasi(dipa, 1, 100)
    dua = pabrik.kembalikan(terverifikasi(dipa, 2, -80))
    satu = diajukan(dipa, 1, 50)
    kata = ditolak(klien, dipa, satu, "verifikasi")
    assert f"{KURANG_TIGA_PULUH} Perbaiki TW II lebih dahulu." in kata
    assert "Kembalikan laporan ini." not in kata
    dua = diajukan(dipa, 2, -40)
    assert putuskan(klien, dua, "verifikasi").status_code == 302
    assert putuskan(klien, satu, "verifikasi").status_code == 302


def test_beberapa_sekaligus_menyebut_masing_masing(klien: Client, dipa: Dipa) -> None:
    """In the list of several, each refusal names its report and says what to do; the rest is verified."""
    terverifikasi(dipa, 1, 20)
    pabrik.kembalikan(diajukan(dipa, 1, 100))
    dua = diajukan(dipa, 2, -50)
    lain = diajukan(pabrik.buat_dipa(pagu={"52": 1_000 * JUTA}), 1, 5)
    jawaban = klien.post("/verifikasi/massal/", {"laporan": [f"{dua.pk}:0", f"{lain.pk}:0"]})
    assert jawaban.status_code == 422
    teks = baca(jawaban).teks
    assert f"{dipa.satker.provinsi.nama} TP, TW II 2026" in teks
    assert f"{KURANG_TIGA_PULUH} Kembalikan laporan ini." in teks
    lain.refresh_from_db()
    dua.refresh_from_db()
    assert (lain.status, dua.status) == (StatusLaporan.DIVERIFIKASI, StatusLaporan.DIAJUKAN)


def test_yang_menunggu_di_triwulan_lebih_awal_diperiksa_dahulu(klien: Client, dipa: Dipa) -> None:
    """Nothing is wrong with TW II: the correction of TW I that it rests on waits itself."""
    terverifikasi(dipa, 1, 20)
    satu = diajukan(dipa, 1, 100)
    dua = diajukan(dipa, 2, -50)
    kata = ditolak(klien, dipa, dua, "verifikasi")
    assert f"{KURANG_TIGA_PULUH} TW I menunggu verifikasi; putuskan TW I lebih dahulu." in kata
    assert "Kembalikan laporan ini." not in kata
    assert putuskan(klien, satu, "verifikasi").status_code == 302
    assert putuskan(klien, dua, "verifikasi").status_code == 302


def test_koreksi_yang_disandari_tidak_dikembalikan_lebih_dahulu(klien: Client, dipa: Dipa) -> None:
    """Sent back, the correction of TW I to 100 gives way to the verified 20, which TW II takes back more than."""
    terverifikasi(dipa, 1, 20)
    satu = diajukan(dipa, 1, 100)
    dua = diajukan(dipa, 2, -50)
    kata = ditolak(klien, dipa, satu, "kembalikan")
    assert f"{KURANG_TIGA_PULUH} Perbaiki TW II lebih dahulu." in kata
    assert putuskan(klien, dua, "kembalikan").status_code == 302
    assert putuskan(klien, satu, "kembalikan").status_code == 302


def test_pemulihan_yang_mustahil_tidak_menyuruh_mengembalikan(klien: Client, dipa: Dipa) -> None:
    """TW II is with the dinas already; its verified version rests on a TW I that has fallen to 20 million."""
    terverifikasi(dipa, 1, 100)
    dua = pabrik.kembalikan(terverifikasi(dipa, 2, -50))
    diajukan(dipa, 1, 20)
    kata = ditolak(klien, dipa, dua, "pulihkan")
    assert f"{KURANG_TIGA_PULUH} Versi itu tidak dapat dipulihkan; tunggu perbaikan dari dinas." in kata
