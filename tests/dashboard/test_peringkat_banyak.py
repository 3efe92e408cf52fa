"""With more DIPA than a chart can show: both ends, and words that say how many of how many."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from dashboard.baris import Baris, baris_dari, urutan_peringkat
from dashboard.peringkat import PALING_BANYAK, UJUNG, Peringkat
from dashboard.saringan import SEMUA, Saringan
from realisasi.penilaian import Status
from realisasi.posisi import Angka, baca_tahun, muat
from realisasi.rekap import BukuRekap, Depan, Ruang, sekali
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
    with transaction.atomic(), sekali():
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
    lain = f"{BANYAK - 2 * UJUNG} satker lain"
    assert f"{UJUNG} terendah dan {UJUNG} tertinggi di antara yang melapor; {lain}" in teks(
        laman.bagian("Peringkat satker")
    )
    for judul in ("Peringkat satker", "Satker per triwulan"):
        isi = next(laman.bagian(judul).iter("tbody"))
        assert [b.get("class") for b in isi].index("jump") == UJUNG
        assert teks(isi[UJUNG]) == f"⋯ {lain}"
    assert f"{2 * UJUNG} satker yang sama" in teks(laman.bagian("Satker per triwulan"))


@pytest.mark.parametrize("urut", ["persen", "rupiah"])
def test_label_peringkat_tidak_mengaku_menyebut_semuanya(klien: Client, urut: str) -> None:
    """Ordered by rupiah only those who lack most are shown: their highest figure is not that of all."""
    laman = buka(klien, f"/?tahun=2026&triwulan=1&urut={urut}")
    assert label(laman).startswith(f"Peringkat {2 * UJUNG} dari {BANYAK} satker, dari ")


@pytest.fixture
def acak() -> None:
    """Many DIPA of both kewenangan, some alike, some silent, with another target for each kewenangan."""
    acak = random.Random(7)
    for q, tp, dk in ((1, 2_000, 1_500), (4, 9_900, 9_500)):
        pabrik.buat_target(q, tp, kewenangan="TP")
        pabrik.buat_target(q, dk, kewenangan="DK")
    provinsi = [pabrik.buat_provinsi() for _ in range(6)]
    with transaction.atomic(), sekali():
        for n in range(BANYAK):
            satker = pabrik.buat_satker(provinsi=acak.choice(provinsi))
            dipa = pabrik.buat_dipa(satker, kewenangan=acak.choice(["DK", "TP"]), pagu={"52": acak.randint(900, 1_100)})
            if n % 6:
                realisasi = acak.choice([100, 150, 200, 300, acak.randint(0, 400)])
                pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": realisasi})


def dipa(daftar: Sequence[Baris | Depan]) -> list[int]:
    return [x.dipa if isinstance(x, Depan) else x.posisi.amanat.id for x in daftar]


@pytest.mark.parametrize("urut", ["persen", "rupiah"])
@pytest.mark.usefixtures("acak")
def test_yang_tampil_adalah_awal_dari_semua_yang_diurutkan(urut: str) -> None:
    """What a page shows of a list is where the list of all DIPA begins, sorted one by one."""
    s = Saringan(2026, 1, SEMUA, Angka.RESMI, urut=urut)
    posisi = muat([2026], Angka.RESMI).posisi(2026, 1)
    semua = baris_dari(posisi, tenggat=None, hari_ini=timezone.localdate(), sebut_kewenangan=True)
    semua.sort(key=urutan_peringkat(urut))
    buku = BukuRekap(2026, Angka.RESMI, baca_tahun())
    daftar = Peringkat(s, buku, buku.irisan(1, Ruang()), None, timezone.localdate())

    awal, akhir = daftar.ujung()
    melapor = [b for b in semua if b.posisi.melapor]
    ujung = (semua[:UJUNG], melapor[-UJUNG:]) if urut == "persen" else (semua[: 2 * UJUNG], [])
    assert (dipa(awal), dipa(akhir)) == (dipa(ujung[0]), dipa(ujung[1]))

    belum = [b for b in semua if b.posisi.status is Status.BELUM_LAPOR]
    assert dipa(daftar.belum_lapor(6)) == dipa(belum)[:6]

    kurang = [b for b in melapor if b.kurang_sasaran]
    assert len(kurang) < len(melapor)
    assert dipa(daftar.terjauh(5)) == dipa(kurang)[:5]

    berisiko = [b for b in semua if b.posisi.berisiko]
    assert dipa(daftar.di_bawah_ambang(6)) == dipa(daftar.di_bawah_ambang())[:6]
    assert set(dipa(daftar.di_bawah_ambang())) == set(dipa(berisiko))
    if urut == "rupiah":
        assert dipa(daftar.di_bawah_ambang()) == dipa(berisiko)
    else:
        milik = {b.posisi.amanat.id: b.posisi.proyeksi_bp or 0 for b in berisiko}
        proyeksi = [milik[n] for n in dipa(daftar.di_bawah_ambang())]
        assert proyeksi == sorted(proyeksi)
