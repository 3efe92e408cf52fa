"""A page that is kept shows what is so now, whatever changed and whoever changed it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from dashboard.saringan import Saringan
from dashboard.simpanan import disimpan
from realisasi.models import Dipa, LaporanTriwulan, PeriodePelaporan, TahunAnggaran, Target
from realisasi.posisi import Angka, baca_tahun
from realisasi.rekap import BukuRekap, Ruang
from satker.models import Pengguna
from satker.peran import Peran
from tests import pabrik

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]

ALAMAT = "/?tahun=2026&triwulan=2&angka=sementara"
MasukSebagai = Callable[[Pengguna | str], Client]


@pytest.fixture
def dipa() -> Dipa:
    pabrik.buat_target(2, 6_000)
    pabrik.buat_periode(2)
    dipa = pabrik.buat_dipa(pagu={"52": 1_000_000}, nama_satker="Dinas A")
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 100_000})
    return dipa


@pytest.fixture
def klien(masuk: MasukSebagai, dipa: Dipa) -> Client:
    return masuk(pabrik.buat_pengguna("pusat", peran=Peran.TIM_PUSAT))


def utama(klien: Client) -> str:
    """What a page shows below its filter; above and below it stand names and tokens."""
    teks = klien.get(ALAMAT).content.decode()
    return teks[teks.index('<section class="headline') : teks.index("</main>")]


def lapor(dipa: Dipa) -> None:
    pabrik.buat_laporan_diajukan(dipa, 2, {"52": 300_000})


def revisi(dipa: Dipa) -> None:
    pabrik.buat_revisi(dipa, {"52": 800_000}, berlaku_sejak=dt.date(2026, 6, 1))


def target(dipa: Dipa) -> None:
    Target.objects.filter(triwulan=2).update(target_bp=5_500)


def ambang(dipa: Dipa) -> None:
    TahunAnggaran.objects.update(ambang_bp=8_500)


def tenggat(dipa: Dipa) -> None:
    PeriodePelaporan.objects.update(tenggat=dt.date(2026, 7, 31))


def hari_lain(dipa: Dipa) -> None:
    """Nothing: the clock alone moves on, and with it the days late."""


def draf(dipa: Dipa) -> None:
    LaporanTriwulan.objects.create(dipa=dipa, triwulan=2)


def dipa_baru(dipa: Dipa) -> None:
    pabrik.buat_dipa(pagu={"52": 5})


@pytest.mark.parametrize("ubah", [lapor, revisi, target, ambang, tenggat, hari_lain, draf, dipa_baru])
def test_perubahan_terlihat_pada_permintaan_berikut(
    klien: Client, dipa: Dipa, jam: object, ubah: Callable[[Dipa], None]
) -> None:
    sebelum = utama(klien)
    assert utama(klien) == sebelum
    ubah(dipa)
    if ubah is hari_lain:
        jam.shift(dt.timedelta(days=3))  # type: ignore[attr-defined]
    assert utama(klien) != sebelum


def test_yang_dibatalkan_tidak_pernah_terlihat(klien: Client, dipa: Dipa) -> None:
    sebelum = utama(klien)
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        lapor(dipa)
        assert utama(klien) != sebelum
        raise RuntimeError
    assert utama(klien) == sebelum
    lapor(dipa)
    assert utama(klien) != sebelum


def test_satu_simpanan_untuk_semua_yang_membaca(klien: Client, dipa: Dipa, masuk: MasukSebagai) -> None:
    """Nothing of the reader is in it: name and bell are drawn around it."""
    isi = utama(klien)
    pimpinan = masuk(pabrik.buat_pengguna("pimpinan", peran=Peran.PIMPINAN))
    assert utama(pimpinan) == isi
    assert "pimpinan" not in isi


def test_tanda_kode_ilustrasi_mengikuti_satkernya(klien: Client, dipa: Dipa) -> None:
    """The one thing of a satker itself that lists show."""
    alamat = "/satker/?tahun=2026&triwulan=2"
    assert ">ilustrasi<" not in klien.get(alamat).content.decode()
    dipa.satker.kode_ilustrasi = True
    dipa.satker.save()
    assert ">ilustrasi<" in klien.get(alamat).content.decode()


def test_perubahan_selagi_halaman_disusun_membuatnya_disusun_lagi(dipa: Dipa) -> None:
    """Sums and rows of a page are of one state, and what is kept is never older than its key."""
    s = Saringan(2026, 2, "TP", Angka.SEMENTARA)
    buku = BukuRekap(2026, Angka.SEMENTARA, baca_tahun())
    dibuat = []

    def buat(buku: BukuRekap) -> int:
        if not dibuat:
            lapor(dipa)
        dibuat.append(sum(i.realisasi for i in buku.irisan(2, Ruang())))
        return sum(i.realisasi for i in buku.bagian(2026, 2))

    assert disimpan("uji", s, buku, (), buat) == 400_000
    assert len(dibuat) == 2
    lagi = BukuRekap(2026, Angka.SEMENTARA, baca_tahun())
    assert disimpan("uji", s, lagi, (), lambda _: -1) == 400_000


def test_yang_tidak_berhenti_berubah_tetap_ditampilkan(dipa: Dipa) -> None:
    s = Saringan(2026, 2, "TP", Angka.SEMENTARA)
    buku = BukuRekap(2026, Angka.SEMENTARA, baca_tahun())
    pagu = iter(range(1, 100))

    def buat(buku: BukuRekap) -> int:
        pabrik.buat_revisi(dipa, {"52": next(pagu)}, berlaku_sejak=dt.date(2026, 3, 1))
        return sum(i.pagu for i in buku.irisan(2, Ruang()))

    assert disimpan("uji", s, buku, (), buat) in range(1, 100)
    assert disimpan("uji", s, BukuRekap(2026, Angka.SEMENTARA, baca_tahun()), (), lambda _: -1) == -1
