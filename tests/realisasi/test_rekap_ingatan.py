"""What is kept in memory of the summary gives what a process that has just begun would read."""

from __future__ import annotations

import datetime as dt
import random
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from realisasi.models import Dipa, LaporanTriwulan, Target
from realisasi.penilaian import Pangsa, Status, Ukuran, Warna, rasio
from realisasi.posisi import Angka, baca_tahun
from realisasi.rekap import BukuRekap, Depan, Irisan, Ruang, pengirisan, setahun, terbesar, terendah, tertinggi
from realisasi.rekap.irisan import urutkan
from realisasi.rekap.sekat import Sekat
from satker.models import Provinsi
from tests import pabrik, riwayat_acak

basis_data = [pytest.mark.django_db, pytest.mark.basis_data]


def lupakan() -> None:
    setahun.INGATAN.lupakan()
    pengirisan.INGATAN.lupakan()


def baca(tahun: int, triwulan: int, angka: Angka) -> list[Any]:
    """All that pages ask of a quarter in sums, comparable."""
    buku = BukuRekap(tahun, angka, baca_tahun())
    semua = Ruang()
    irisan = buku.irisan(triwulan, semua)
    return [
        irisan,
        [(i.rendah, i.tinggi, i.besar) for i in irisan],
        [sorted(i.rasio_tepat()) for i in irisan],
        buku.keadaan(triwulan, semua),
        buku.jenis(triwulan, semua),
        [buku.bagian(t, q) for t in (tahun - 1, tahun) for q in (1, 2, 3, 4)],
    ]


def ubah(acak: random.Random, tahun: int) -> None:
    """Something that happens to one DIPA of a year, or to the year."""
    apa = acak.random()
    dipa = acak.choice(list(Dipa.objects.filter(tahun=tahun).order_by("pk")))
    triwulan = acak.choice((1, 2, 3, 4))
    if apa < 0.1:
        Target.objects.filter(tahun=tahun).update(target_bp=acak.choice((5_000, 9_900)))
    elif apa < 0.3:
        hari = dt.date(tahun, acak.randint(1, 12), acak.randint(1, 28))
        pabrik.buat_revisi(dipa, {"52": acak.randint(1, 10**6)}, berlaku_sejak=hari)
    elif (laporan := LaporanTriwulan.objects.filter(dipa=dipa, triwulan=triwulan).first()) is not None:
        if laporan.status == "DIVERIFIKASI":
            pabrik.kembalikan(laporan)
    else:
        buat = acak.choice([pabrik.buat_laporan_diajukan, pabrik.buat_laporan_terverifikasi])
        buat(dipa, triwulan, {"52": acak.randint(-100, 10**6)})


@pytest.mark.parametrize("benih", range(3))
class TestSesudahPerubahan:
    pytestmark = basis_data

    def test_sama_dengan_yang_dibaca_dari_awal(self, benih: int) -> None:
        acak = random.Random(benih)
        riwayat_acak.muat(riwayat_acak.buat_riwayat(benih))
        tahun = max(Dipa.objects.values_list("tahun", flat=True))
        berbeda = set()
        for langkah in range(12):
            triwulan, angka = acak.choice((1, 2, 3, 4)), acak.choice(list(Angka))
            baca(tahun, triwulan, angka)
            ubah(acak, tahun)
            tersimpan = baca(tahun, triwulan, angka)
            lupakan()
            assert tersimpan == baca(tahun, triwulan, angka), langkah
            berbeda.add(repr(tersimpan))
        assert len(berbeda) > 1


class TestYangDibaca:
    pytestmark = basis_data

    @pytest.fixture
    def dipa(self) -> list[Dipa]:
        """A DIPA in each of four provinces."""
        pabrik.buat_target(1, 5_000)
        dipa = [pabrik.buat_dipa(pabrik.buat_satker(provinsi=pabrik.buat_provinsi())) for _ in range(4)]
        for d in dipa:
            pabrik.buat_laporan_terverifikasi(d, 1, {"52": 100})
        return dipa

    def test_hanya_provinsi_yang_berubah(self, dipa: list[Dipa]) -> None:
        lupakan()
        baca(2026, 1, Angka.RESMI)
        pabrik.buat_revisi(dipa[0], {"52": 700}, berlaku_sejak=dt.date(2026, 2, 1))
        provinsi = [d.satker.provinsi_id for d in dipa]
        buku = BukuRekap(2026, Angka.RESMI, baca_tahun())
        with CaptureQueriesContext(connection) as kueri:
            irisan = buku.irisan(1, Ruang())
        assert [i.pagu for i in irisan if i.provinsi.kode == provinsi[0]] == [700]
        (rekap,) = (q["sql"] for q in kueri if '"realisasi_rekap"' in q["sql"])
        assert f"'{provinsi[0]}'" in rekap
        assert not [p for p in provinsi[1:] if f"'{p}'" in rekap]

    def test_tanpa_perubahan_tidak_ada(self, dipa: list[Dipa]) -> None:
        baca(2026, 1, Angka.RESMI)
        buku = BukuRekap(2026, Angka.RESMI, baca_tahun())
        with CaptureQueriesContext(connection) as kueri:
            buku.irisan(1, Ruang())
        assert [q["sql"] for q in kueri if "realisasi_rekap" in q["sql"]] == []


# --- Lists out of parts -----------------------------------------------------------------

UKURAN = Ukuran(9_000, 9_000, {4: 9_900})
PROVINSI = Provinsi(kode="11", nama="Aceh")


@st.composite
def bagian(draw: st.DrawFn) -> tuple[list[list[Depan]], int, int]:
    """Some DIPA in parts; how many of each part are kept, and how many are asked for."""
    dipa = 0
    semua = []
    for berasio in draw(st.lists(st.booleans(), min_size=1, max_size=4)):
        satu = []
        for _ in range(draw(st.integers(1, 6))):
            rasio = draw(st.integers(-3, 3)) if berasio else None
            satu.append(Depan(rasio, draw(st.integers(0, 3)), f"{draw(st.integers(0, 9)):06}{dipa}", "TP", dipa))
            dipa += 1
        semua.append(satu)
    simpan = draw(st.integers(1, 6))
    return semua, simpan, draw(st.integers(0, simpan))


@given(bagian())
def test_yang_pertama_dari_semua_ada_di_antara_yang_pertama_dari_setiap_bagian(
    contoh: tuple[list[list[Depan]], int, int],
) -> None:
    potongan, simpan, minta = contoh
    irisan = [
        Irisan(
            4, PROVINSI, "TP", 4, UKURAN, len(d), 0, 0, 0,
            rasio_banyak=len(d) if d[0].rasio is not None else 0, rasio_jumlah=0, status=Status.TERCAPAI,
            warna=Warna.HIJAU, berisiko=False, ada_proyeksi=False, kurang_sasaran=0, kurang_ambang=0,
            belum_diverifikasi=0, kode=("", ""), **urutkan(d, simpan), tepat=list,
        )
        for d in potongan
    ]  # fmt: skip
    semua = [d for satu in potongan for d in satu]
    urut = sorted(semua, key=lambda d: (d.rasio is None, d.rasio or 0, d.kode))
    assert terendah(irisan, minta) == urut[:minta]
    berasio = [d for d in urut if d.rasio is not None]
    assert tertinggi(irisan, minta) == berasio[::-1][:minta]
    assert terbesar(irisan, minta) == sorted(semua, key=lambda d: (-d.kurang, d.kode))[:minta]


@given(
    efektif=st.integers(10**9, 10**15),
    a=st.integers(1, 10**6),
    b=st.integers(1, 10**6),
    ambang=st.integers(1, 10_000),
    geser=st.integers(-3, 3) | st.integers(-(10**9), 10**9),
)
def test_risiko_sama_dengan_proyeksi_yang_tepat(efektif: int, a: int, b: int, ambang: int, geser: int) -> None:
    """Rule 9 by the ratio in billionths, exact also where the threshold lies within one."""
    realisasi = efektif * ambang * a // (10_000 * b) + geser
    sekat = Sekat(2, {"TP": Ukuran(ambang, 9_000, {})}, {("TP", 1): Pangsa(a, b)})
    harapan = Fraction(realisasi * b, efektif * a) < Fraction(ambang, 10_000)
    assert sekat.risiko("TP", 1, rasio(realisasi, efektif), realisasi, efektif) == harapan
