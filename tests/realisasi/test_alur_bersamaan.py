"""Two at once: exactly one outcome, and the other is told why. On PostgreSQL with real connections.

Each runs in a thread with a connection of its own. `serentak` lets none of them write before all
have begun: this thread holds the lock that they need until the database itself says that all wait
for it. SQLite takes one writer at a time and tells of no queue: there they are let go once all
are on their way.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models import Model
from django.test import Client

from realisasi import alur
from realisasi.models import Dipa, Kendala, KendalaVersi, LaporanTriwulan, RincianDraf, StatusLaporan, VersiLaporan
from satker.models import CatatanJurnal, Pengguna, PeranSatker
from tests import pabrik
from tests.realisasi.keadaan import (
    DIAJUKAN,
    DIAJUKAN_LAGI,
    DIBUKA_KEMBALI,
    DIKEMBALIKAN,
    DIVERIFIKASI,
    DRAF,
    ISIAN,
    Dunia,
    potret,
)

pytestmark = [
    pytest.mark.basis_data,
    pytest.mark.django_db(transaction=True),
    pytest.mark.pada("2026-07-03 09:00"),
]

PALING_LAMA = 60  # seconds until a test gives up; none is timed


@pytest.fixture
def dunia() -> Dunia:
    dunia = Dunia()
    # Made before anybody runs: the threads only read them.
    assert dunia.operator
    assert dunia.kepala
    assert dunia.pusat
    return dunia


def serentak(
    terkunci: Sequence[Model], *kerja: Callable[[], Any], sementara: Callable[[], None] | None = None
) -> list[Any]:
    """What each gave or raised, all of them having begun before any could lock one of the rows `terkunci`.

    `sementara` is done while they wait, in the transaction that they wait for.
    """
    hasil: list[Any] = [None] * len(kerja)
    berangkat = threading.Barrier(len(kerja) + 1, timeout=PALING_LAMA)

    def jalankan(i: int) -> None:
        try:
            berangkat.wait()
            hasil[i] = kerja[i]()
        except Exception as galat:  # noqa: BLE001  (handed to the test, whatever it is)
            hasil[i] = galat
        finally:
            connections.close_all()

    utas = [threading.Thread(target=jalankan, args=(i,)) for i in range(len(kerja))]
    for u in utas:
        u.start()
    with transaction.atomic():
        for baris in terkunci:
            type(baris)._default_manager.select_for_update().get(pk=baris.pk)
        berangkat.wait()
        _tunggu_semua_mengantre(len(kerja))
        if sementara:
            sementara()
    for u in utas:
        u.join(PALING_LAMA)
        assert not u.is_alive()
    return hasil


def _tunggu_semua_mengantre(jumlah: int) -> None:
    """Until so many other connections wait for a lock; the database is asked, no time is guessed."""
    if connection.vendor != "postgresql":
        return
    batas = time.monotonic() + PALING_LAMA
    while time.monotonic() < batas:
        with connection.cursor() as kursor:
            kursor.execute("SELECT pg_stat_clear_snapshot()")
            kursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if kursor.fetchone()[0] == jumlah:
                return
    pytest.fail(f"tidak semua dari {jumlah} koneksi menunggu kunci itu")


def segar(pengguna: Pengguna) -> Pengguna:
    """The same user, as another request would load them."""
    return Pengguna.objects.get(pk=pengguna.pk)


def satu_berhasil(hasil: Sequence[Any]) -> alur.Ditolak:
    """Of two exactly one was done; gives why the other was not."""
    ditolak = [h for h in hasil if isinstance(h, Exception)]
    assert len(ditolak) == len(hasil) - 1, hasil
    (galat,) = ditolak
    assert isinstance(galat, alur.Bentrok), galat
    assert galat.pesan
    return galat


# --- The dinas against itself -----------------------------------------------------------
def test_dua_pengajuan_serentak_satu_versi(dunia: Dunia) -> None:
    dunia.bawa_ke(DRAF)
    hitungan = dunia.perubahan_ke

    def ajukan() -> LaporanTriwulan:
        return alur.ajukan(dunia.dipa.pk, 2, segar(dunia.kepala), hitungan)

    galat = satu_berhasil(serentak([dunia.dipa], ajukan, ajukan))
    assert "sudah diajukan" in galat.pesan
    assert dunia.kepala.nama in galat.pesan
    versi = VersiLaporan.objects.get(laporan__triwulan=2)
    assert versi.nomor == 1
    assert versi.rincian.count() == KendalaVersi.objects.count() == Kendala.objects.count() == 1
    assert dunia.perubahan_ke == hitungan + 1


def test_dua_draf_dari_hitungan_yang_sama_satu_menang(dunia: Dunia) -> None:
    dunia.bawa_ke(DRAF)
    hitungan = dunia.perubahan_ke

    def simpan(oleh: Pengguna, nilai: int) -> Callable[[], LaporanTriwulan]:
        return lambda: alur.simpan_draf(dunia.dipa.pk, 2, segar(oleh), ISIAN.dengan_realisasi({"52": nilai}), hitungan)

    hasil = serentak([dunia.dipa], simpan(dunia.operator, 5_000_000), simpan(dunia.kepala, 7_000_000))
    galat = satu_berhasil(hasil)
    pemenang, nilai = (dunia.operator, 5_000_000) if isinstance(hasil[1], Exception) else (dunia.kepala, 7_000_000)
    assert pemenang.nama in galat.pesan
    assert RincianDraf.objects.get(laporan__triwulan=2).realisasi == nilai
    assert dunia.perubahan_ke == hitungan + 1


def test_dua_draf_pertama_serentak_satu_laporan(dunia: Dunia) -> None:
    def simpan(nilai: int) -> Callable[[], LaporanTriwulan]:
        isian = ISIAN.dengan_realisasi({"52": nilai})
        return lambda: alur.simpan_draf(dunia.dipa.pk, 2, segar(dunia.operator), isian, 0)

    satu_berhasil(serentak([dunia.dipa], simpan(5_000_000), simpan(7_000_000)))
    assert LaporanTriwulan.objects.filter(dipa=dunia.dipa, triwulan=2).count() == 1
    assert dunia.perubahan_ke == 1


def test_draf_dan_pengajuan_serentak(dunia: Dunia) -> None:
    """The operator goes on typing while the kepala submits: what is submitted is what was confirmed."""
    dunia.bawa_ke(DRAF)
    hitungan = dunia.perubahan_ke
    ketikan = ISIAN.dengan_realisasi({"52": 5_000_000})
    hasil = serentak(
        [dunia.dipa],
        lambda: alur.simpan_draf(dunia.dipa.pk, 2, segar(dunia.operator), ketikan, hitungan),
        lambda: alur.ajukan(dunia.dipa.pk, 2, segar(dunia.kepala), hitungan),
    )
    satu_berhasil(hasil)
    laporan = dunia.laporan
    assert laporan is not None
    if isinstance(hasil[0], Exception):
        assert laporan.status == StatusLaporan.DIAJUKAN
        assert laporan.versi.get().rincian.get().realisasi == 400_000_000
    else:
        assert laporan.status == StatusLaporan.DRAF
        assert not laporan.versi.exists()


# --- Tim pusat against itself, and against the dinas ----------------------------------------
VERIFIKASI = "verifikasi"
KEMBALIKAN = "kembalikan"
BUKA_KEMBALI = "buka kembali"
PULIHKAN = "pulihkan"
SIMPAN = "simpan draf"
AJUKAN = "ajukan"


def tindakan(dunia: Dunia, nama: str) -> Callable[[], LaporanTriwulan]:
    """One action as its page sends it: with the counter that was read before anybody began."""
    laporan = dunia.laporan
    assert laporan is not None
    pk, hitungan, pusat = laporan.pk, laporan.perubahan_ke, segar(dunia.pusat)
    isian = replace(dunia.lembar().isian, fisik=99)
    return {
        VERIFIKASI: lambda: alur.verifikasi(pk, pusat, hitungan),
        KEMBALIKAN: lambda: alur.kembalikan(pk, pusat, hitungan, "Tidak cocok."),
        BUKA_KEMBALI: lambda: alur.buka_kembali(pk, pusat, hitungan, "Ada susulan."),
        PULIHKAN: lambda: alur.pulihkan(pk, pusat, hitungan, "Batal."),
        SIMPAN: lambda: alur.simpan_draf(dunia.dipa.pk, 2, segar(dunia.operator), isian, hitungan),
        AJUKAN: lambda: alur.ajukan(dunia.dipa.pk, 2, segar(dunia.kepala), hitungan),
    }[nama]


@pytest.mark.parametrize(
    ("keadaan", "satu", "dua"),
    [
        (DIAJUKAN, VERIFIKASI, VERIFIKASI),
        (DIAJUKAN, VERIFIKASI, KEMBALIKAN),
        (DIAJUKAN, KEMBALIKAN, KEMBALIKAN),
        (DIAJUKAN_LAGI, VERIFIKASI, PULIHKAN),
        (DIAJUKAN_LAGI, KEMBALIKAN, PULIHKAN),
        (DIVERIFIKASI, BUKA_KEMBALI, BUKA_KEMBALI),
        (DIBUKA_KEMBALI, PULIHKAN, SIMPAN),
        (DIBUKA_KEMBALI, PULIHKAN, AJUKAN),
        (DIKEMBALIKAN, SIMPAN, AJUKAN),
    ],
)
def test_dua_tindakan_serentak_satu_hasil(dunia: Dunia, keadaan: str, satu: str, dua: str) -> None:
    """Never a mixture of both: what is stored is what the one that was first leaves when alone."""
    dunia.bawa_ke(keadaan)
    hitungan = dunia.perubahan_ke
    hasil = serentak([dunia.dipa], tindakan(dunia, satu), tindakan(dunia, dua))
    satu_berhasil(hasil)
    pertama = dua if isinstance(hasil[0], Exception) else satu
    laporan = dunia.laporan
    assert laporan is not None
    akhir = {VERIFIKASI: "DIVERIFIKASI", PULIHKAN: "DIVERIFIKASI", AJUKAN: "DIAJUKAN"}
    assert laporan.status == akhir.get(pertama, "DIKEMBALIKAN")
    assert laporan.perubahan_ke == hitungan + 1
    assert (laporan.fisik == 99) is (pertama == SIMPAN)
    sama = pertama in {VERIFIKASI, PULIHKAN} or (keadaan in {DIBUKA_KEMBALI, DIVERIFIKASI} and pertama != AJUKAN)
    assert (laporan.versi_terverifikasi_id == laporan.versi_diajukan_id) is sama


def test_verifikasi_dari_halaman_lama_setelah_dikoreksi(dunia: Dunia) -> None:
    """Tim pusat has version 1 on screen while it is sent back, corrected and submitted again."""
    dunia.bawa_ke(DIAJUKAN)
    lama = tindakan(dunia, VERIFIKASI)
    dunia.kembalikan()
    dunia.ajukan_lagi(realisasi={"52": 410_000_000})
    hasil = serentak([dunia.dipa], lama, tindakan(dunia, KEMBALIKAN))
    assert isinstance(hasil[0], alur.Bentrok)
    assert isinstance(hasil[1], LaporanTriwulan)
    assert dunia.laporan is not None
    assert dunia.laporan.versi_terverifikasi is None


def test_dua_triwulan_serentak_menghormati_urutan(dunia: Dunia) -> None:
    """TW I and TW II are verified at once: TW II only if TW I was first, and never without it."""
    dunia.bawa_ke(DIAJUKAN)
    laporan_satu = LaporanTriwulan.objects.get(dipa=dunia.dipa, triwulan=1)
    laporan_satu.status, laporan_satu.versi_terverifikasi = StatusLaporan.DIAJUKAN, None
    laporan_satu.save()
    hasil = serentak(
        [dunia.dipa],
        lambda: alur.verifikasi(laporan_satu.pk, segar(dunia.pusat), laporan_satu.perubahan_ke),
        tindakan(dunia, VERIFIKASI),
    )
    laporan_satu.refresh_from_db()
    assert laporan_satu.status == StatusLaporan.DIVERIFIKASI
    assert dunia.laporan is not None
    dua_terverifikasi = dunia.laporan.status == StatusLaporan.DIVERIFIKASI
    assert dua_terverifikasi is not isinstance(hasil[1], alur.Ditolak)


# --- The same through HTTP ---------------------------------------------------------------
def klik(siapa: Pengguna, alamat: str, isi: dict[str, str]) -> Callable[[], Any]:
    klien = Client()
    klien.force_login(siapa)
    return lambda: klien.post(alamat, isi)


def test_klik_ganda_ajukan(dunia: Dunia) -> None:
    dunia.bawa_ke(DRAF)
    kirim = klik(dunia.kepala, f"/pelaporan/{dunia.dipa.pk}/2/ajukan/", {"perubahan_ke": str(dunia.perubahan_ke)})
    hasil = serentak([dunia.dipa], kirim, kirim)
    assert sorted(h.status_code for h in hasil) == [302, 409]
    (kalah,) = [h for h in hasil if h.status_code == 409]
    assert "sudah diajukan" in kalah.content.decode()
    assert dunia.laporan is not None
    assert dunia.laporan.versi.count() == 1


def test_klik_ganda_ajukan_dengan_alasan(dunia: Dunia) -> None:
    """The reasons are stored before: the second click stores them no second time either."""
    dunia.simpan(ISIAN.dengan_realisasi({"52": 500_000_000}))
    isi = {"perubahan_ke": str(dunia.perubahan_ke), "alasan-LONJAKAN": "Pembayaran sekaligus."}
    kirim = klik(dunia.kepala, f"/pelaporan/{dunia.dipa.pk}/2/ajukan/", isi)
    hasil = serentak([dunia.dipa], kirim, kirim)
    assert sorted(h.status_code for h in hasil) == [302, 409]
    assert VersiLaporan.objects.get(laporan__triwulan=2).peringatan.get().alasan == "Pembayaran sekaligus."


def test_klik_ganda_simpan_draf(dunia: Dunia) -> None:
    """The same text twice is one draft; the second finds its text stored and is content."""
    isi = {
        "perubahan_ke": "0",
        "r-52": "5.000.000",
        "kendala-TOTAL_FORMS": "0",
        "kendala-INITIAL_FORMS": "0",
    }
    kirim = klik(dunia.operator, f"/pelaporan/{dunia.dipa.pk}/2/draf/", isi)
    hasil = serentak([dunia.dipa], kirim, kirim)
    assert {h.status_code for h in hasil} == {200}
    assert dunia.perubahan_ke == 1
    assert RincianDraf.objects.get(laporan__triwulan=2).realisasi == 5_000_000


@pytest.mark.parametrize("lain", ["verifikasi", "kembalikan"])
def test_klik_verifikasi_serentak(dunia: Dunia, lain: str) -> None:
    laporan = dunia.bawa_ke(DIAJUKAN)
    assert laporan is not None
    hitungan = {"perubahan_ke": str(dunia.perubahan_ke)}
    isi = hitungan if lain == "verifikasi" else hitungan | {"alasan": "Tidak cocok."}
    rekan = pabrik.buat_pengguna(peran=pabrik.Peran.TIM_PUSAT)
    hasil = serentak(
        [dunia.dipa],
        klik(dunia.pusat, f"/verifikasi/{laporan.pk}/verifikasi/", hitungan),
        klik(rekan, f"/verifikasi/{laporan.pk}/{lain}/", isi),
    )
    assert sorted(h.status_code for h in hasil) == [302, 409]
    (kalah,) = [h for h in hasil if h.status_code == 409]
    assert "Laporan ini sudah" in kalah.content.decode()


def test_massal_dan_satuan_serentak(dunia: Dunia) -> None:
    laporan = dunia.bawa_ke(DIAJUKAN)
    assert laporan is not None
    tetangga = pabrik.buat_dipa()
    lain = pabrik.buat_laporan_diajukan(tetangga, 1, {"52": 5_000})
    klien = Client()
    klien.force_login(dunia.pusat)
    pilihan = {"laporan": [f"{laporan.pk}:{laporan.perubahan_ke}", f"{lain.pk}:0"]}
    hasil = serentak(
        [dunia.dipa, tetangga],
        lambda: klien.post("/verifikasi/massal/", pilihan),
        tindakan(dunia, VERIFIKASI),
    )
    lain.refresh_from_db()
    assert lain.status == StatusLaporan.DIVERIFIKASI
    assert dunia.laporan is not None
    assert dunia.laporan.status == StatusLaporan.DIVERIFIKASI
    assert hasil[0].status_code == (409 if isinstance(hasil[1], LaporanTriwulan) else 302)


@pytest.mark.parametrize("nama", [SIMPAN, AJUKAN, PULIHKAN])
def test_tahun_yang_ditutup_selagi_menunggu(dunia: Dunia, nama: str) -> None:
    """Who waited for the lock believes nothing that was read before it."""
    dunia.bawa_ke(DIBUKA_KEMBALI)
    sebelum = potret(dunia.dipa)

    def tutup() -> None:
        dunia.dipa.tahun.ditutup = True
        dunia.dipa.tahun.save()

    (hasil,) = serentak([dunia.dipa], tindakan(dunia, nama), sementara=tutup)
    assert isinstance(hasil, alur.Ditolak)
    assert "sudah ditutup" in hasil.pesan
    assert potret(dunia.dipa) == sebelum


# --- Who does not wait -----------------------------------------------------------------------
def test_dua_satker_tidak_saling_menunggu(dunia: Dunia) -> None:
    """While a transaction of one satker is open, another's page opens; on PostgreSQL it is stored too.

    SQLite has one writer at a time: there the other's draft is stored once the first lets go.
    """
    tetangga = pabrik.buat_dipa()
    operator = pabrik.buat_pengguna(peran=PeranSatker.OPERATOR, satker=tetangga.satker)
    klien = Client()
    klien.force_login(operator)
    alamat = f"/pelaporan/{tetangga.pk}/2/"
    isi = {
        "perubahan_ke": "0",
        "r-52": "5.000",
        "kendala-TOTAL_FORMS": "0",
        "kendala-INITIAL_FORMS": "0",
    }
    menulis = connection.vendor == "postgresql"
    hasil: list[int] = []

    def bekerja() -> None:
        try:
            hasil.append(klien.get(alamat).status_code)
            if menulis:
                hasil.append(klien.post(f"{alamat}draf/", isi).status_code)
        finally:
            connections.close_all()

    with transaction.atomic():
        Dipa.objects.select_for_update().get(pk=dunia.dipa.pk)
        dunia.bawa_ke(DRAF)
        utas = threading.Thread(target=bekerja)
        utas.start()
        utas.join(PALING_LAMA)
        assert not utas.is_alive(), "satker lain menunggu transaksi yang terbuka"
        assert hasil == ([200, 200] if menulis else [200])
    assert klien.post(f"{alamat}draf/", isi).status_code == 200
    assert RincianDraf.objects.get(laporan__dipa=tetangga).realisasi == 5_000


def test_membaca_tidak_menunggu_yang_menulis_dan_tidak_melihat_separuh(dunia: Dunia) -> None:
    dunia.bawa_ke(DRAF)
    sebelum, jurnal = potret(dunia.dipa), CatatanJurnal.objects.count()
    dilihat: list[Any] = []

    def melihat() -> None:
        try:
            dilihat.extend([potret(dunia.dipa), CatatanJurnal.objects.count()])
        finally:
            connections.close_all()

    with transaction.atomic():
        alur.ajukan(dunia.dipa.pk, 2, segar(dunia.kepala), dunia.perubahan_ke)
        utas = threading.Thread(target=melihat)
        utas.start()
        utas.join(PALING_LAMA)
        assert not utas.is_alive()
        assert dilihat == [sebelum, jurnal]
    assert potret(dunia.dipa) != sebelum
