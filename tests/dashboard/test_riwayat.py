"""The history of changes: who may read which entries, how they read, filters, paging, cost."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
import time_machine
from auditlog.context import set_actor
from auditlog.registry import auditlog
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.riwayat.nama import PENYEBUT
from dashboard.riwayat.saringan import JENIS
from realisasi.models import (
    Bukti,
    CatatanPengembalian,
    Dipa,
    HariLibur,
    KendalaVersi,
    LaporanTriwulan,
    PeringatanVersi,
    PerpanjanganPeriode,
    RealisasiPerbendaharaan,
    StatusLaporan,
    TahunAnggaran,
)
from satker.models import CatatanJurnal, Pengguna, PeranSatker, Satker
from satker.peran import Peran
from satker.permintaan import _request_id
from tests import pabrik
from tests.dashboard.halaman import Laman, baca, buka, teks

pytestmark = pytest.mark.django_db

MasukSebagai = Callable[[Pengguna | str], Client]
TOLAK_LAIN = "satker lain hanya dapat dibuka oleh satker itu, tim pusat, pimpinan, dan administrator."


@contextmanager
def permintaan(siapa: Pengguna | None = None) -> Iterator[str]:
    """What happens inside is one request of this user, as far as the journal can tell."""
    nomor = uuid.uuid4().hex
    token = _request_id.set(nomor)
    try:
        with set_actor(siapa):
            yield nomor
    finally:
        _request_id.reset(token)


@pytest.fixture
def riau() -> Satker:
    """A satker in a province that everybody knows."""
    provinsi = pabrik.buat_provinsi("14", nama="Riau", nama_pendek="Riau")
    return pabrik.buat_satker("099026", provinsi=provinsi)


@pytest.fixture
def satker_dinas(riau: Satker) -> Satker:
    return riau


@pytest.fixture
def dipa(riau: Satker) -> Dipa:
    """A DIPA of that satker, and before it one of somebody else."""
    pabrik.buat_dipa(pabrik.buat_satker("069263", nama="Dinas lain"), pagu={"52": 7_777_777})
    return pabrik.buat_dipa(riau, pagu={"52": 1_000_000})


def baris(laman: Laman, judul: str) -> list[str]:
    """The lines of the group with this heading."""
    (kelompok,) = [e for e in laman.semua("li", "history-group") if teks(next(e.iter("h3"))) == judul]
    (daftar,) = [e for e in kelompok.iter("ul") if e.get("class") == "history-lines"]
    return [teks(e).replace("\xa0", " ") for e in daftar]


def judul(laman: Laman) -> list[str]:
    return [teks(e) for e in laman.semua("h3")]


# --- In words ----------------------------------------------------------------------------
@pytest.mark.basis_data
def test_satu_permintaan_satu_kelompok_dengan_pelaku_waktu_dan_isinya(
    dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai, jam: time_machine.Traveller
) -> None:
    jam.move_to(dt.datetime(2026, 11, 2, 23, 30, tzinfo=dt.UTC))  # the next morning in WIB
    laporan = pabrik.buat_laporan(dipa, 2, {"52": 1_500})
    draf = laporan.rincian_draf.get()
    with permintaan(kepala):
        draf.realisasi = -2_345_678
        draf.save()
        laporan.fisik, laporan.tanggal_data, laporan.basis = 45, dt.date(2026, 6, 30), "SP2D"
        laporan.perubahan_ke += 1
        laporan.save()
    laman = buka(masuk(kepala), "/riwayat/")
    assert teks(laman.semua("h2")[0]) == "Selasa, 3 November 2026"
    assert judul(laman)[0] == "Mengisi laporan TW II 2026 Riau (TP)"
    assert "Nama uji-kepala 06.30 WIB" in laman.teks
    assert baris(laman, "Mengisi laporan TW II 2026 Riau (TP)") == [
        (
            "Laporan TW II 2026 Riau (TP) diubah basis: kosong → SP2D tanggal data: kosong → 30 Juni 2026 "
            "kemajuan fisik: kosong → 45 %"
        ),
        "Laporan TW II 2026 Riau (TP), draf 52 Barang diubah realisasi triwulan itu saja: Rp 1.500 → −Rp 2.345.678",
    ]


@pytest.mark.parametrize(
    ("dari", "ke", "kata"),
    [
        (StatusLaporan.DRAF, StatusLaporan.DIAJUKAN, "Mengajukan"),
        (StatusLaporan.DIKEMBALIKAN, StatusLaporan.DIAJUKAN, "Mengajukan"),
        (StatusLaporan.DIAJUKAN, StatusLaporan.DIVERIFIKASI, "Memverifikasi"),
        (StatusLaporan.DIAJUKAN, StatusLaporan.DIKEMBALIKAN, "Mengembalikan"),
        (StatusLaporan.DIVERIFIKASI, StatusLaporan.DIKEMBALIKAN, "Membuka kembali"),
        (StatusLaporan.DIKEMBALIKAN, StatusLaporan.DIVERIFIKASI, "Memulihkan"),
    ],
)
def test_perubahan_keadaan_laporan_punya_kata_kerja(
    dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai, dari: StatusLaporan, ke: StatusLaporan, kata: str
) -> None:
    laporan = pabrik.buat_laporan_terverifikasi(dipa, 2, {"52": 10})
    laporan.alasan_dikembalikan = "Lama"
    laporan.status = dari
    laporan.save()
    with permintaan(pusat):
        laporan.status = ke
        laporan.alasan_dikembalikan = "Periksa belanja barang."
        laporan.save()
    apa = f"{kata} laporan TW II 2026 Riau (TP)"
    (isi,) = baris(buka(masuk(pusat), "/riwayat/"), apa)
    assert f"status: {dari.label} → {ke.label}" in isi
    assert "alasan pengembalian: Lama → Periksa belanja barang." in isi


def test_verifikasi_sekaligus_menyebut_banyaknya(dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai) -> None:
    laporan = [pabrik.buat_laporan_diajukan(d, 1, {"52": 10}) for d in Dipa.objects.all()]
    with permintaan(pusat):
        for satu in laporan:
            satu.status, satu.versi_terverifikasi = StatusLaporan.DIVERIFIKASI, satu.versi_diajukan
            satu.save()
    laman = buka(masuk(pusat), "/riwayat/")
    assert judul(laman)[0] == "Memverifikasi 2 laporan"
    assert "versi terverifikasi: kosong → versi ke-1" in baris(laman, "Memverifikasi 2 laporan")[0]


def test_pengaturan_terbaca_sebagai_persen_tanggal_dan_ya_tidak(
    riau: Satker, pusat: Pengguna, masuk: MasukSebagai
) -> None:
    tahun, periode = pabrik.buat_tahun(), pabrik.buat_periode(2)
    with permintaan(pusat):
        tahun.ambang_bp, tahun.operator_mengajukan = 8750, True
        tahun.save()
    with permintaan(pusat):
        pabrik.buat_target(2, 6050, kewenangan="TP")
    with permintaan(pusat):
        periode.tenggat = dt.date(2026, 7, 9)
        periode.save()
    with permintaan(pusat):
        PerpanjanganPeriode.objects.create(
            periode=periode, satker=riau, sampai=dt.date(2026, 11, 9), alasan="Banjir di kantor."
        )
    with permintaan(pusat):
        HariLibur.objects.create(tanggal=dt.date(2026, 12, 25), nama="Natal")
    laman = buka(masuk(pusat), "/riwayat/?tahun=2026")
    assert baris(laman, "Mengubah tahun anggaran 2026") == [
        "Tahun anggaran 2026 diubah ambang (dari pagu efektif): 90 % → 87,5 % operator boleh mengajukan: tidak → ya"
    ]
    assert baris(laman, "Membuat target TW II 2026 TP") == [
        "Target TW II 2026 TP dibuat target (dari pagu efektif): 60,5 %"
    ]
    assert baris(laman, "Mengubah jendela pelaporan TW II 2026") == [
        "Jendela pelaporan TW II 2026 diubah tenggat: 7 Juli 2026 → 9 Juli 2026"
    ]
    assert baris(laman, "Membuat perpanjangan Riau, TW II 2026 sampai 9 November 2026") == [
        "Perpanjangan Riau, TW II 2026 sampai 9 November 2026 dibuat sampai: 9 November 2026 alasan: Banjir di kantor."
    ]
    assert judul(laman)[0] == "Membuat hari libur 25 Desember 2026 Natal"


def test_dipa_revisi_dan_yang_dihapus(dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai) -> None:
    with permintaan(pusat):
        revisi = pabrik.buat_revisi(
            dipa, {"52": 2_000_000, "53": 5}, blokir={"52": 1_000}, berlaku_sejak=dt.date(2026, 7, 1)
        )
    with permintaan(pusat):
        revisi.pagu.get(jenis="53").delete()
    laman = buka(masuk(pusat), f"/riwayat/?dipa={dipa.pk}")
    assert baris(laman, "Membuat DIPA 2026 Riau (TP), revisi ke-1") == [
        "DIPA 2026 Riau (TP), revisi ke-1 dibuat berlaku sejak: 1 Juli 2026",
        "DIPA 2026 Riau (TP), revisi ke-1, 52 Barang dibuat pagu: Rp 2.000.000 blokir: Rp 1.000",
        "DIPA 2026 Riau (TP), revisi ke-1, 53 Modal dibuat pagu: Rp 5 blokir: Rp 0",
    ]
    assert baris(laman, "Menghapus DIPA 2026 Riau (TP), revisi ke-1, 53 Modal") == [
        "DIPA 2026 Riau (TP), revisi ke-1, 53 Modal dihapus pagu: Rp 5 blokir: Rp 0"
    ]


def test_setiap_jenis_objek_punya_nama(dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai) -> None:
    """What `str` calls a row is told by the names that people use."""
    laporan = pabrik.buat_laporan_diajukan(dipa, 3, {"52": 10})
    versi = laporan.versi_diajukan
    assert versi is not None
    kendala = pabrik.buat_kendala(dipa, 3)
    with permintaan(pusat):
        PeringatanVersi.objects.create(versi=versi, kode="LONCATAN", judul="Loncatan besar", teks="x", alasan="Musim")
        KendalaVersi.objects.create(
            versi=versi,
            triwulan_dibuka=3,
            kategori=kendala.kategori,
            uraian="Lelang gagal",
            tindak_lanjut="Ulang",
            penanggung_jawab="Kabid",
            batas_waktu=dt.date(2026, 12, 1),
        )
        CatatanPengembalian.objects.create(laporan=laporan, bagian="52", teks="Periksa SP2D.")
        bukti = Bukti.objects.create(
            laporan=laporan,
            berkas="bukti/rahasia",
            nama="SP2D.pdf",
            jenis="PDF",
            ukuran=2_000,
            sha256="0" * 64,
            diunggah_pada=timezone.now(),
        )
        bukti.versi.add(versi)
        RealisasiPerbendaharaan.objects.create(
            dipa=dipa, triwulan=3, jenis="52", realisasi_sd=99, tanggal_data=dt.date(2026, 9, 30)
        )
        dipa.pengingat.create(triwulan=3, hari=dt.date(2026, 11, 2), penerima="a@dinas.example")
        kendala.triwulan_ditutup = 3
        kendala.save()
    with permintaan(pusat):
        laporan.kendala_draf = [{"kategori": "SDM", "uraian": "Pejabat pindah", "tindakan": "baru"}]
        laporan.alasan_draf = {
            "PAGU_MINUS:52": {"teks": "Menunggu revisi", "besar": 1},
            "TERLAMBAT": {"teks": "Musim hujan", "besar": 0},
        }
        laporan.save()
    laman = buka(masuk(pusat), f"/riwayat/?dipa={dipa.pk}")
    semua = " ".join(baris(laman, judul(laman)[1]) + baris(laman, judul(laman)[0]))
    for harapan in (
        "Laporan TW III 2026 Riau (TP), peringatan versi ke-1: Loncatan besar dibuat",
        "alasan: Musim",
        "Laporan TW III 2026 Riau (TP), kendala versi ke-1, Pengadaan: Lelang gagal dibuat",
        "Laporan TW III 2026 Riau (TP), catatan 52 Barang dibuat teks: Periksa SP2D.",
        "Laporan TW III 2026 Riau (TP), bukti SP2D.pdf dibuat nama berkas: SP2D.pdf jenis: PDF ukuran: 2 KB",
        "versi yang memuatnya: versi ke-1",
        "Angka perbendaharaan TW III 2026 Riau (TP), 52 Barang dibuat realisasi s.d. triwulan itu: Rp 99",
        "Pengingat TW III 2026 Riau (TP), 2 November 2026 dibuat",
        "Kendala 2026 Riau (TP): Pengadaan: Lelang gagal dan harus diulang. diubah triwulan ditutup: kosong → TW III",
        "kendala dalam draf: kosong → Pejabat dan SDM: Pejabat pindah",
        "alasan peringatan dalam draf: kosong → pagu minus 52 Barang: Menunggu revisi; terlambat: Musim hujan",
    ):
        assert harapan in semua, semua
    assert "rahasia" not in laman.teks
    assert "besar:" not in semua


def test_perubahan_di_akhir_draf_yang_panjang_tetap_terbaca(dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai) -> None:
    """Only the day of the second obstacle changes: far behind what both drafts begin with."""
    laporan = pabrik.buat_laporan(dipa, 3)
    panjang = {"kategori": "SDM", "uraian": "Pejabat pindah. " * 30, "tindak_lanjut": "Diisi pelaksana tugas."}
    lelang = {"kategori": "PENGADAAN", "uraian": "Lelang gagal", "tindakan": "teruskan"}
    laporan.kendala_draf = [panjang, lelang | {"batas_waktu": "2026-08-29"}]
    laporan.save()
    with permintaan(pusat):
        laporan.kendala_draf = [panjang, lelang | {"batas_waktu": "2026-12-15"}]
        laporan.save()
    laman = buka(masuk(pusat), f"/riwayat/?dipa={dipa.pk}")
    terbaru = " ".join(baris(laman, judul(laman)[0]))
    lama, baru = terbaru.split("kendala dalam draf: ")[1].split("→")
    assert "Lelang gagal, batas waktu 29 Agustus 2026, masih terbuka" in lama
    assert "Lelang gagal, batas waktu 15 Desember 2026, masih terbuka" in baru
    assert max(len(lama), len(baru)) < 320


def test_yang_hanya_mengubah_kolom_teknis_disebut_tanpa_isi(dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai) -> None:
    laporan = pabrik.buat_laporan(dipa, 2)
    with permintaan(pusat):
        laporan.diverifikasi_oleh = pusat
        laporan.save()
    assert baris(buka(masuk(pusat), "/riwayat/"), "Mengubah laporan TW II 2026 Riau (TP)") == [
        "Laporan TW II 2026 Riau (TP) diubah, tanpa perubahan isi"
    ]


def test_dipa_yang_sudah_tidak_ada_tetap_terbaca(dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai) -> None:
    pabrik.buat_laporan(dipa, 1, {"52": 5})
    kunci, nama = dipa.pk, str(dipa)
    with permintaan(pusat):
        Dipa.objects.filter(pk=kunci).delete()
    laman = buka(masuk(pusat), "/riwayat/")
    assert nama in laman.teks
    assert f"/riwayat/?dipa={kunci}" not in laman.tautan()
    assert masuk(pusat).get(f"/riwayat/?dipa={kunci}").status_code == 404


def test_kata_sandi_tidak_tampak(pusat: Pengguna, masuk: MasukSebagai) -> None:
    with permintaan(pusat):
        pusat.set_password("sandi-yang-baru-sekali")
        pusat.save()
    laman = buka(masuk(pusat), "/riwayat/?jenis=pengguna")
    assert "kata sandi: (disembunyikan) → (disembunyikan)" in laman.teks
    assert pusat.password not in laman.teks


def test_nilai_yang_tidak_terbaca_ditampilkan_apa_adanya(dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai) -> None:
    """Columns come and go, and so does what stands in them; the journal stays."""
    laporan = pabrik.buat_laporan(dipa, 2)
    acuan = CatatanJurnal.objects.get(content_type__model="laporantriwulan")
    CatatanJurnal.objects.create(
        content_type=acuan.content_type,
        object_pk=str(laporan.pk),
        object_repr="<b>sesuatu</b>",
        action=CatatanJurnal.Action.UPDATE,
        id_laporan=laporan.pk,
        changes={
            "kolom_lama": ["a", "b"],
            "fisik": ["banyak", "x"],
            "tanggal_data": ["kemarin", "2026-13-40"],
            "diverifikasi_pada": ["x", "0001-01-01"],
            "kendala_draf": ["{", "[1]"],
            "versi_diajukan": ["999999999999999999999999", "-1"],
            "status": "DRAF",
            "basis": [],
            "nama_pengembali": ["satu"],
            "alasan_draf": {"operation": "add", "objects": ["x"]},
        },
        kelompok="aneh & <i>",
    )
    for alamat in ("/riwayat/", f"/riwayat/?laporan={laporan.pk}", "/riwayat/?kelompok=" + quote("aneh & <i>")):
        laman = buka(masuk(pusat), alamat)
        for harapan in ("<b>sesuatu</b>", "kolom lama: a → b", "kemajuan fisik: banyak → x", "sudah tidak ada"):
            assert harapan in laman.teks


def test_semua_yang_dirujuk_jurnal_punya_nama() -> None:
    """A reference that no name is known for reads as if its row were gone."""
    dikenal = {*PENYEBUT, Dipa, Satker, TahunAnggaran}
    for model in auditlog.get_models():
        tercatat = auditlog.get_model_fields(model)["include_fields"]
        dirujuk = {f.related_model for f in model._meta.concrete_fields if f.name in tercatat and f.is_relation}
        assert dirujuk <= dikenal, model


def test_impor_disebut_dengan_namanya(pusat: Pengguna, masuk: MasukSebagai) -> None:
    impor = pabrik.buat_impor(pabrik.buat_satker())
    teks_halaman = buka(masuk(pusat), "/riwayat/").teks
    assert f"impor {impor.pk} ({impor.get_jenis_display()})" in teks_halaman
    assert "sudah tidak ada" not in teks_halaman


# --- Who may read what -------------------------------------------------------------------
@pytest.fixture
def dua_satker(dipa: Dipa, pusat: Pengguna) -> tuple[LaporanTriwulan, LaporanTriwulan]:
    """A report of the own satker and of another, both changed in one request, and a setting."""
    lain = Dipa.objects.get(satker__kode="069263")
    laporan = pabrik.buat_laporan(dipa, 1, {"52": 5}), pabrik.buat_laporan(lain, 1, {"52": 6})
    pabrik.buat_target(4, 9900)
    with permintaan(pusat):
        for satu, fisik in zip(laporan, (11, 22), strict=True):
            satu.fisik = fisik
            satu.save()
    return laporan


@pytest.mark.basis_data
@pytest.mark.parametrize("peran", list(PeranSatker))
def test_dinas_hanya_melihat_yang_milik_satkernya(
    dua_satker: tuple[LaporanTriwulan, LaporanTriwulan],
    satker_dinas: Satker,
    kepala: Pengguna,
    pusat: Pengguna,
    masuk: MasukSebagai,
    peran: PeranSatker,
) -> None:
    siapa = pabrik.buat_pengguna("orang-riau", peran=peran, satker=satker_dinas)
    with permintaan(pusat):
        siapa.nip = "1" * 18
        siapa.save()
    laman = buka(masuk(siapa), "/riwayat/")
    assert "kemajuan fisik: kosong → 11 %" in laman.teks.replace("\xa0", " ")
    assert "Nama uji-pusat" in laman.teks
    assert "Penugasan Nama orang-riau" in laman.teks
    for rahasia in ("22 %", "069263", "Dinas lain", "7.777.777", "@dinas.example", "1" * 18, "Target", "99 %"):
        assert rahasia not in laman.teks.replace("\xa0", " "), rahasia
    assert "Semua satker" not in laman.teks
    pilihan = [e.get("value") for e in laman.satu("select", id="jenis").iter("option")]
    assert not {"pengaturan", "pengguna"} & set(pilihan)
    for jenis in ("pengaturan", "pengguna"):
        assert "Tidak ada perubahan yang cocok" in buka(masuk(siapa), f"/riwayat/?jenis={jenis}").teks


def test_kelompok_permintaan_orang_lain_dipotong_pada_satker_sendiri(
    dua_satker: tuple[LaporanTriwulan, LaporanTriwulan], kepala: Pengguna, pusat: Pengguna, masuk: MasukSebagai
) -> None:
    nomor = CatatanJurnal.objects.filter(changes__fisik=["None", "22"]).get().kelompok
    assert "22 %" in buka(masuk(pusat), f"/riwayat/?kelompok={nomor}").teks.replace("\xa0", " ")
    laman = buka(masuk(kepala), f"/riwayat/?kelompok={nomor}").teks.replace("\xa0", " ")
    assert "11 %" in laman
    assert "22 %" not in laman
    assert "1 perubahan dalam satu penyimpanan" in laman


@pytest.mark.parametrize("peran", list(Peran))
def test_peran_nasional_membaca_semua(
    dua_satker: tuple[LaporanTriwulan, LaporanTriwulan], masuk: MasukSebagai, peran: Peran
) -> None:
    klien = masuk(pabrik.buat_pengguna(peran=peran))
    laman = buka(klien, "/riwayat/")
    assert "22 %" in laman.teks.replace("\xa0", " ")
    assert "11 %" in laman.teks.replace("\xa0", " ")
    for alamat in (f"laporan={dua_satker[1].pk}", f"dipa={dua_satker[1].dipa_id}", "tahun=2026", "satker=069263"):
        assert klien.get(f"/riwayat/?{alamat}").status_code == 200, alamat


def test_benda_satker_lain_ditolak_sama_ada_maupun_tidak(
    dua_satker: tuple[LaporanTriwulan, LaporanTriwulan], kepala: Pengguna, pusat: Pengguna, masuk: MasukSebagai
) -> None:
    milik, lain = dua_satker
    for boleh in (f"laporan={milik.pk}", f"dipa={milik.dipa_id}", "satker=099026"):
        assert masuk(kepala).get(f"/riwayat/?{boleh}").status_code == 200, boleh
    for kueri in (
        f"laporan={lain.pk}",
        f"dipa={lain.dipa_id}",
        "laporan=99999",
        "dipa=99999",
        "laporan=x",
        "dipa=%00",
        "satker=069263",
        "satker=000000",
        f"laporan={milik.pk}&satker=069263",
    ):
        jawaban = masuk(kepala).get(f"/riwayat/?{kueri}")
        assert jawaban.status_code == 403, kueri
        assert TOLAK_LAIN in baca(jawaban).teks
    jawaban = masuk(kepala).get("/riwayat/?tahun=2026")
    assert jawaban.status_code == 403
    assert "Riwayat pengaturan hanya untuk tim pusat, pimpinan, dan administrator." in baca(jawaban).teks
    for kueri in ("laporan=99999", "dipa=99999", "laporan=x", "dipa=%00", "tahun=2031", "tahun=x", "tahun=-1"):
        assert masuk(pusat).get(f"/riwayat/?{kueri}").status_code == 404, kueri


def test_dua_satker_satu_orang_dapat_memilih(
    dua_satker: tuple[LaporanTriwulan, LaporanTriwulan], kepala: Pengguna, masuk: MasukSebagai
) -> None:
    kepala.penugasan.create(satker=dua_satker[1].dipa.satker, peran=PeranSatker.OPERATOR)
    laman = buka(masuk(kepala), "/riwayat/")
    assert all(isi in laman.teks.replace("\xa0", " ") for isi in ("11 %", "22 %"))
    assert [e.get("value") for e in laman.satu("select", id="satker").iter("option")] == ["", "069263", "099026"]
    satu = buka(masuk(kepala), "/riwayat/?satker=069263").teks.replace("\xa0", " ")
    assert "22 %" in satu
    assert "11 %" not in satu


def test_tanpa_peran_dan_tanpa_masuk(tanpa_peran: Pengguna, client: Client, masuk: MasukSebagai) -> None:
    jawaban = masuk(tanpa_peran).get("/riwayat/")
    assert jawaban.status_code == 403
    assert "Akun Anda belum mempunyai peran" in baca(jawaban).teks
    superuser = pabrik.buat_pengguna(is_superuser=True, is_staff=True)
    assert masuk(superuser).get("/riwayat/").status_code == 403
    assert client.get("/riwayat/")["Location"].startswith("/masuk/?next=/riwayat/")


@pytest.mark.parametrize("cara", ["post", "put", "patch", "delete"])
def test_hanya_untuk_dibaca(pusat: Pengguna, masuk: MasukSebagai, cara: str) -> None:
    assert getattr(masuk(pusat), cara)("/riwayat/").status_code == 405


# --- The history of one thing ------------------------------------------------------------
def test_riwayat_satu_laporan(
    dua_satker: tuple[LaporanTriwulan, LaporanTriwulan], kepala: Pengguna, masuk: MasukSebagai
) -> None:
    laporan = dua_satker[0]
    pabrik.buat_laporan(laporan.dipa, 2, {"52": 123_456})
    laman = buka(masuk(kepala), f"/riwayat/?laporan={laporan.pk}")
    assert teks(laman.satu("h1")) == "Riwayat laporan TW I 2026 Riau (TP)"
    assert "123.456" not in laman.teks
    assert "revisi ke-0" not in laman.teks
    kembali = "/satker/099026/?tahun=2026&kewenangan=TP&triwulan=1"
    assert kembali in laman.tautan()
    assert masuk(kepala).get(kembali).status_code == 200
    assert f"/riwayat/?laporan={laporan.pk}" not in laman.tautan()
    dipa = buka(masuk(kepala), f"/riwayat/?dipa={laporan.dipa_id}")
    assert teks(dipa.satu("h1")) == "Riwayat DIPA 2026 Riau (TP)"
    assert "123.456" in dipa.teks
    assert f"/riwayat/?laporan={laporan.pk}" in dipa.tautan()


def test_riwayat_pengaturan_satu_tahun(
    dua_satker: tuple[LaporanTriwulan, LaporanTriwulan], pimpinan: Pengguna, masuk: MasukSebagai
) -> None:
    pabrik.buat_target(2, 4321, tahun=2025)
    HariLibur.objects.create(tanggal=dt.date(2025, 12, 25), nama="Natal 2025")
    laman = buka(masuk(pimpinan), "/riwayat/?tahun=2026")
    assert teks(laman.satu("h1")) == "Riwayat pengaturan 2026"
    assert "99 %" in laman.teks.replace("\xa0", " ")
    for bukan in ("43,21", "Natal", "Laporan TW", "DIPA 2026"):
        assert bukan not in laman.teks
    assert "/pengaturan/?tahun=2026" in laman.tautan()
    lalu = buka(masuk(pimpinan), "/riwayat/?tahun=2025").teks
    assert "43,21" in lalu
    assert "Natal 2025" in lalu


def test_dua_satker_satu_provinsi_dibedakan_kodenya(dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai) -> None:
    pabrik.buat_satker("888888", provinsi=dipa.satker.provinsi)
    assert "DIPA 2026 Riau 099026 (TP)" in buka(masuk(pusat), f"/riwayat/?dipa={dipa.pk}").teks


# --- Filters -----------------------------------------------------------------------------
@pytest.mark.basis_data
def test_saringan_orang_hari_jenis_satker(
    dipa: Dipa, pusat: Pengguna, kepala: Pengguna, masuk: MasukSebagai, jam: time_machine.Traveller
) -> None:
    klien = masuk(pusat)
    jam.move_to(dt.datetime(2026, 11, 4, 16, 59, tzinfo=dt.UTC))  # 23.59 in WIB
    with permintaan(kepala):
        laporan = pabrik.buat_laporan(dipa, 1)
    jam.move_to(dt.datetime(2026, 11, 4, 17, 1, tzinfo=dt.UTC))  # 00.01 of the 5th in WIB
    with permintaan(pusat):
        pabrik.buat_target(2, 6000)
        laporan.fisik = 10
        laporan.save()

    def kata(kueri: str) -> list[str]:
        return judul(buka(klien, f"/riwayat/?{kueri}"))

    assert kata("orang=UJI-kep") == ["Membuat laporan TW I 2026 Riau (TP)"]
    assert kata("dari=2026-11-05") == ["Mengubah laporan TW I 2026 Riau (TP) dan 1 perubahan lain"]
    assert kata("dari=2026-11-04&sampai=2026-11-04") == ["Membuat laporan TW I 2026 Riau (TP)"]
    assert kata("dari=2026-11-05&jenis=laporan") == ["Mengubah laporan TW I 2026 Riau (TP)"]
    assert kata("dari=2026-11-04&satker=099026") == [
        "Mengubah laporan TW I 2026 Riau (TP)",
        "Membuat laporan TW I 2026 Riau (TP)",
    ]
    assert kata("dari=2026-11-04&satker=069263") == []
    assert kata("satker=000000") == []
    assert kata("orang=Sistem&jenis=dipa") == kata("jenis=dipa") != []
    assert kata("orang=sistem&jenis=laporan") == []
    assert kata(f"laporan={laporan.pk}&orang=uji-pusat") == ["Mengubah laporan TW I 2026 Riau (TP)"]
    laman = buka(klien, f"/riwayat/?laporan={laporan.pk}&orang=uji-pusat&dari=2026-11-05")
    assert laman.satu("input", id="orang").get("value") == "uji-pusat"
    assert laman.satu("input", id="dari").get("value") == "2026-11-05"
    assert laman.satu("input", type="hidden", name="laporan").get("value") == str(laporan.pk)
    assert f"?laporan={laporan.pk}" in laman.tautan()  # the way to lift the filter, and keep the report


@pytest.mark.parametrize(
    ("kueri", "pesan"),
    [
        ("dari=kemarin", "Hari pertama ditulis sebagai tanggal"),
        ("sampai=9999-12-31", "Hari terakhir ditulis sebagai tanggal"),
        ("dari=0001-01-01", "Hari pertama ditulis sebagai tanggal"),
        ("dari=2026-02-02&sampai=2026-02-01", "tidak sebelum hari pertama"),
        ("jenis=apa", "Jenis objek tidak dikenal"),
        ("satker=12", "Satker ditulis dengan kode enam angka"),
        ("orang=%00", "Nama orang"),
        ("orang=" + "x" * 200, "Nama orang paling panjang"),
    ],
)
def test_saringan_yang_tidak_terbaca_disebut(
    dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai, kueri: str, pesan: str
) -> None:
    laman = buka(masuk(pusat), f"/riwayat/?{kueri}")
    assert "Sebagian saringan tidak terbaca." in laman.teks
    assert pesan in laman.teks


KUNCI = ("satker", "orang", "dari", "sampai", "jenis", "kelompok", "laporan", "dipa", "tahun", "page", "lain")
NILAI = st.one_of(
    st.text(max_size=40),
    st.integers().map(str),
    st.sampled_from(["\x00", "9" * 5000, "-1", "1e9", "٣", "2026-01-01", "99999999999999999999", "'; DROP TABLE", "%"]),
)


@given(kueri=st.lists(st.tuples(st.sampled_from(KUNCI), NILAI), max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_alamat_buruk_tidak_pernah_menjadi_galat(
    dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai, kueri: list[tuple[str, str]]
) -> None:
    alamat = "&".join(f"{k}={quote(v.encode('utf-8', 'surrogatepass'))}" for k, v in kueri)
    assert masuk(pusat).get(f"/riwayat/?{alamat}").status_code in {200, 404}


# --- Pages and cost ----------------------------------------------------------------------
def buat_permintaan(dipa: Dipa, siapa: Pengguna, banyak: int) -> None:
    """So many requests that change an amount of a report each."""
    laporan = LaporanTriwulan.objects.filter(dipa=dipa, triwulan=1).first() or pabrik.buat_laporan(dipa, 1, {"52": 1})
    draf = laporan.rincian_draf.get()
    for _ in range(banyak):
        with permintaan(siapa):
            draf.realisasi += 1
            draf.save()


@pytest.mark.basis_data
def test_halaman_lima_puluh_penyimpanan(dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai) -> None:
    buat_permintaan(dipa, pusat, 61)
    alamat = "/riwayat/?orang=uji-pusat"
    satu = buka(masuk(pusat), alamat)
    assert "61 penyimpanan yang cocok dengan saringan" in satu.teks
    assert len(judul(satu)) == 50
    assert "Halaman 1 dari 2" in satu.teks
    (lanjut,) = [t for t in satu.tautan() if "page=2" in t]
    dua = buka(masuk(pusat), f"/riwayat/{lanjut}")
    assert len(judul(dua)) == 11
    assert "Rp 1 → Rp 2" in dua.teks.replace("\xa0", " ")
    for aneh in ("0", "-5", "x", "999999999999999999999", "%00"):
        assert masuk(pusat).get(f"{alamat}&page={aneh}").status_code == 200


@pytest.mark.basis_data
def test_kelompok_besar_dipotong_dan_dapat_dibuka(dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai) -> None:
    with permintaan(pusat):
        for hari in range(1, 31):
            HariLibur.objects.create(tanggal=dt.date(2026, 11, hari), nama=f"Libur {hari}")
    laman = buka(masuk(pusat), "/riwayat/")
    apa = "Membuat hari libur 1 November 2026 Libur 1 dan 29 perubahan lain"
    assert len(baris(laman, apa)) == 12
    (lanjut,) = [t for t in laman.tautan() if "kelompok=" in t]
    assert "18 perubahan lain dalam penyimpanan ini" in laman.teks
    semua = buka(masuk(pusat), f"/riwayat/{lanjut}")
    assert len(baris(semua, apa)) == 30
    assert "30 perubahan dalam satu penyimpanan" in semua.teks
    assert "Tidak ada perubahan yang cocok" in buka(masuk(pusat), "/riwayat/?kelompok=tidak-ada").teks


@pytest.mark.basis_data
@pytest.mark.parametrize("alamat", ["/riwayat/", "/riwayat/?orang=uji&jenis=laporan&dari=2026-01-01", "laporan"])
def test_kueri_tidak_bertambah_dengan_banyaknya_perubahan(
    dipa: Dipa, pusat: Pengguna, kepala: Pengguna, masuk: MasukSebagai, alamat: str
) -> None:
    buat_permintaan(dipa, kepala, 2)
    if alamat == "laporan":
        alamat = f"/riwayat/?laporan={LaporanTriwulan.objects.get(dipa=dipa).pk}"
    for siapa in (pusat, kepala):
        klien = masuk(siapa)

        def kueri(klien: Client = klien) -> list[str]:
            with CaptureQueriesContext(connection) as tangkapan:
                buka(klien, alamat)
            return [q["sql"] for q in tangkapan.captured_queries]

        sedikit = kueri()
        buat_permintaan(dipa, kepala, 45)
        for d in Dipa.objects.all():
            pabrik.buat_laporan_terverifikasi(d, 3, {"52": 10})
        banyak = kueri()
        assert len(banyak) <= len(sedikit) + 2, "\n".join(banyak)  # names of versions and accounts
        buat_permintaan(pabrik.buat_dipa(), kepala, 10)
        assert len(kueri()) == len(banyak)


def test_setiap_model_yang_dicatat_ada_dalam_saringan_jenis() -> None:
    dipilih = [m for _, model in JENIS.values() for m in model]
    assert sorted(dipilih) == sorted(m._meta.model_name for m in auditlog.get_models())
