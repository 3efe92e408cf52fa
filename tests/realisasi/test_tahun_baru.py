"""Opening a year from the one before it, through the page of tim pusat."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from realisasi.models import Dipa, HariLibur, PeriodePelaporan, TahunAnggaran, Target
from realisasi.tahun_baru import buka_tahun
from satker.models import CatatanJurnal, Pengguna
from satker.peran import Peran
from tests import pabrik

Masuk = Callable[[Pengguna | str], Client]
ALAMAT = "/pengaturan/tahun-baru/"
pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]


@pytest.fixture
def klien(pusat: Pengguna, masuk: Masuk) -> Client:
    return masuk(pusat)


@pytest.fixture
def tahun_2026(db: None) -> TahunAnggaran:
    """A year that somebody has set to other values than the defaults."""
    tahun = buka_tahun(2026)
    tahun.ambang_bp, tahun.batas_kuning_bp, tahun.operator_mengajukan, tahun.ilustrasi = 8500, 8000, True, True
    tahun.save()
    Target.objects.create(tahun=tahun, triwulan=4, kewenangan="TP", target_bp=9750)
    return tahun


def buka(klien: Client, tahun: int = 2027, asal: object = 2026) -> Any:
    return klien.post(ALAMAT, {"tahun": str(tahun), "asal": str(asal)}, follow=True)


def teks(jawaban: Any) -> str:
    return jawaban.content.decode()


def test_pemeriksaan_sebelum_membuka(klien: Client, tahun_2026: TahunAnggaran) -> None:
    rapi = pabrik.buat_dipa()
    for q in (1, 2, 3):
        pabrik.buat_laporan_terverifikasi(rapi, q, {"52": 10})
    tertinggal = pabrik.buat_dipa(kewenangan="DK")
    pabrik.kembalikan(pabrik.buat_laporan_diajukan(tertinggal, 1, {"52": 10}))
    pabrik.buat_kendala(tertinggal)
    pabrik.buat_kendala(tertinggal)
    # in force only since August: no report of TW I and II is missing
    menyusul = pabrik.buat_dipa(berlaku_sejak=dt.date(2026, 8, 1))
    tanpa_pagu = pabrik.buat_dipa(pagu={})
    jawaban = klien.get(ALAMAT)
    p = jawaban.context["p"]
    belum = {t.triwulan: dict(t.menurut_keadaan) for t in p.triwulan}
    nama = {d: d.satker.provinsi.nama_pendek for d in (rapi, tertinggal, menyusul, tanpa_pagu)}
    assert belum[1] == {"Dikembalikan": (nama[tertinggal],)}
    assert belum[2] == {"Belum diisi": (nama[tertinggal],)}
    assert belum[3] == {"Belum diisi": (nama[tertinggal], nama[menyusul])}
    assert set(belum[4]["Belum diisi"]) == {nama[rapi], nama[tertinggal], nama[menyusul]}
    assert (p.jumlah_belum, p.jumlah_menyusul, p.jumlah_kendala) == (4, 3, 2)
    assert p.kendala == ((nama[tertinggal], 2),)
    assert p.tanpa_pagu == (nama[tanpa_pagu],)
    assert "4 DIPA tanpa nomor dan tanpa pagu" in teks(jawaban)
    assert "TW IV TP 97,5" in teks(jawaban)
    assert not TahunAnggaran.objects.filter(tahun=2027).exists()


def test_jumlah_kueri_pemeriksaan_tetap(klien: Client, tahun_2026: TahunAnggaran) -> None:
    def kueri() -> int:
        with CaptureQueriesContext(connection) as tangkapan:
            assert klien.get(ALAMAT).status_code == 200
        return len(tangkapan)

    pabrik.buat_dipa()
    sedikit = kueri()
    for _ in range(6):
        dipa = pabrik.buat_dipa()
        pabrik.buat_laporan(dipa, 1)
        pabrik.buat_kendala(dipa)
    assert kueri() == sedikit <= 16


def test_satu_langkah_membuat_semuanya(klien: Client, pusat: Pengguna, tahun_2026: TahunAnggaran) -> None:
    satker = pabrik.buat_dipa(kewenangan="TP", nomor="").satker
    pabrik.buat_dipa(satker, kewenangan="DK", pagu={})
    satker.nama = "Dinas dengan nama baru"
    satker.save()
    PeriodePelaporan.objects.filter(triwulan=1).delete()  # what the old year lacks the new one has
    jawaban = buka(klien)
    assert "Tahun 2027 dibuka dengan 3 target, 4 jendela, dan 2 DIPA tanpa pagu." in teks(jawaban)
    baru = TahunAnggaran.objects.get(tahun=2027)
    assert (baru.ambang_bp, baru.batas_kuning_bp, baru.operator_mengajukan) == (8500, 8000, True)
    assert (baru.ditutup, baru.ilustrasi) == (False, False)
    assert sorted(baru.target.values_list("triwulan", "kewenangan", "target_bp")) == [
        (2, "", 6000),
        (4, "", 9900),
        (4, "TP", 9750),
    ]
    jendela = baru.periode.order_by("triwulan").values_list("triwulan", "dibuka", "ditutup", "pengumuman")
    assert [(q, d.isoformat(), t.isoformat(), p) for q, d, t, p in jendela] == [
        (1, "2027-04-01", "2027-06-30", ""),
        (2, "2027-07-01", "2027-09-30", ""),
        (3, "2027-10-01", "2027-12-31", ""),
        (4, "2028-01-01", "2028-03-31", ""),
    ]
    assert HariLibur.objects.filter(tanggal__year=2028).exists()
    dipa = Dipa.objects.filter(tahun=2027).order_by("kewenangan")
    assert [(d.satker_id, d.kewenangan, d.nomor, d.nama_satker) for d in dipa] == [
        (satker.pk, "DK", "", "Dinas dengan nama baru"),
        (satker.pk, "TP", "", "Dinas dengan nama baru"),
    ]
    assert not any(d.revisi.exists() for d in dipa)
    catatan = CatatanJurnal.objects.get_for_model(Dipa).filter(action=0).order_by("-pk")[:2]
    assert {c.nama_pelaku for c in catatan} == {pusat.nama}
    assert len({c.cid for c in catatan}) == 1


def test_dasbor_belum_berpindah_ke_tahun_tanpa_pagu(demo: None, masuk: Masuk) -> None:
    klien = masuk("pusat")
    sebelum = klien.get("/").context["s"]
    assert "38 DIPA tanpa pagu" in teks(buka(klien))
    sesudah = klien.get("/").context["s"]
    assert (sesudah.tahun, sesudah.triwulan) == (sebelum.tahun, sebelum.triwulan)
    assert klien.get("/?tahun=2027").status_code == 200
    assert klien.get("/satker/?tahun=2027").status_code == 200
    assert klien.get("/satker/099026/?tahun=2027").status_code == 200


def test_tahun_yang_ada_ditolak(klien: Client, tahun_2026: TahunAnggaran) -> None:
    assert "Tahun 2026 sudah dibuka" in teks(klien.get(f"{ALAMAT}?tahun=2026"))
    sebelum = CatatanJurnal.objects.count()
    jawaban = buka(klien, 2026, "")
    assert jawaban.status_code == 409
    assert "Tahun 2026 sudah dibuka, jadi tidak dibuka lagi." in teks(jawaban)
    assert CatatanJurnal.objects.count() == sebelum


def test_kiriman_kedua_tidak_membuat_apa_apa(klien: Client, tahun_2026: TahunAnggaran) -> None:
    pabrik.buat_dipa()
    assert buka(klien).status_code == 200
    sebelum = CatatanJurnal.objects.count()
    jawaban = buka(klien)
    assert jawaban.status_code == 409
    assert CatatanJurnal.objects.count() == sebelum
    assert Dipa.objects.filter(tahun=2027).count() == 1


def test_asal_yang_berubah_ditolak(klien: Client, tahun_2026: TahunAnggaran) -> None:
    jawaban = buka(klien, 2028, 2026)
    assert jawaban.status_code == 200
    jawaban = buka(klien, 2030, 2026)  # meanwhile 2028 is the year to copy
    assert jawaban.status_code == 409
    assert "Tahun yang akan disalin berubah" in teks(jawaban)
    assert not TahunAnggaran.objects.filter(tahun=2030).exists()


def test_tahun_pertama_memakai_bawaan(klien: Client) -> None:
    assert "dengan target dan jadwal bawaan" in teks(klien.get(ALAMAT))
    assert "Tahun 2026 dibuka dengan 2 target dan 4 jendela." in teks(buka(klien, 2026, ""))
    assert TahunAnggaran.objects.get().ambang_bp == 9000


def test_jendela_yang_diatur_sendiri_disebut(klien: Client, tahun_2026: TahunAnggaran) -> None:
    periode = PeriodePelaporan.objects.get(tahun=2026, triwulan=4)
    periode.dibuka = dt.date(2026, 12, 15)
    periode.save()
    assert "Jendela TW IV 2026 diatur lain" in teks(klien.get(ALAMAT))


@pytest.mark.parametrize("tahun", ["", "1999", "2101", "x", "9" * 500, "2027.5", "²⁰²⁷"])
def test_tahun_yang_tidak_masuk_akal_ditolak(klien: Client, tahun_2026: TahunAnggaran, tahun: str) -> None:
    assert klien.get(ALAMAT, {"tahun": tahun}).status_code == 200
    jawaban = klien.post(ALAMAT, {"tahun": tahun, "asal": "2026"})
    assert jawaban.status_code == 422
    assert TahunAnggaran.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_dua_kiriman_serentak_membuka_tepat_satu() -> None:
    buka_tahun(2026)
    for _ in range(3):
        pabrik.buat_dipa()
    pusat = pabrik.buat_pengguna(peran=Peran.TIM_PUSAT)
    klien = [Client(), Client()]
    for k in klien:
        k.force_login(pusat)
    mulai = threading.Barrier(2)
    hasil: list[int] = []

    def kirim(k: Client) -> None:
        try:
            mulai.wait(timeout=30)
            hasil.append(k.post(ALAMAT, {"tahun": "2027", "asal": "2026"}).status_code)
        finally:
            connection.close()

    utas = [threading.Thread(target=kirim, args=(k,)) for k in klien]
    for u in utas:
        u.start()
    for u in utas:
        u.join(timeout=60)
    assert sorted(hasil) == [302, 409]
    assert TahunAnggaran.objects.filter(tahun=2027).count() == 1
    assert Dipa.objects.filter(tahun=2027).count() == 3
    assert PeriodePelaporan.objects.filter(tahun=2027).count() == 4
