"""Reminders by mail, against a real SMTP server on the loopback: when, to whom, and never twice a day."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import socket
import threading
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from io import StringIO
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection

from realisasi import pengingat
from realisasi.models import Dipa, Pengingat, PerpanjanganPeriode, TahunAnggaran
from satker.models import CatatanJurnal, PeranSatker, Satker
from tests import pabrik

TENGGAT = dt.date(2026, 10, 7)  # TW III, a Wednesday


class KotakSurat:
    """An SMTP server's memory: what came in; `tolak` are the recipients that it refuses."""

    def __init__(self) -> None:
        self.surat: list[EmailMessage] = []
        self.kepada: list[list[str]] = []
        self.tolak: set[str] = set()
        self.saat_datang: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802  (the library's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        if address in self.tolak:
            return "550 Kotak surat tidak ada"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.saat_datang()
        isi = email.message_from_bytes(envelope.content or b"", policy=email.policy.default)
        assert isinstance(isi, EmailMessage)
        self.surat.append(isi)
        self.kepada.append(list(envelope.rcpt_tos))
        return "250 OK"


@pytest.fixture
def kotak(settings: LazySettings) -> Iterator[KotakSurat]:
    """A mail server on a free port of the loopback, and the project set to use it."""
    kotak = KotakSurat()
    with socket.create_server(("127.0.0.1", 0)) as pendengar:
        port = pendengar.getsockname()[1]
    pengendali = Controller(kotak, hostname="127.0.0.1", port=port)
    pengendali.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield kotak
    pengendali.stop()


def jalankan(hari: dt.date | str = TENGGAT, **pilihan: Any) -> tuple[str, str]:
    """What the command said, and what it complained of."""
    keluaran, galat = StringIO(), StringIO()
    call_command("kirim_pengingat", f"--hari={hari}", stdout=keluaran, stderr=galat, **pilihan)
    return keluaran.getvalue(), galat.getvalue()


@pytest.fixture
def dipa(satker_dinas: Satker) -> Dipa:
    """A DIPA of a satker with a kepala, an operator and a contact; the window of TW III."""
    satker_dinas.kontak_surel = "Kepala@dinas.example"  # the same person, written otherwise
    satker_dinas.save()
    pabrik.buat_periode(3)
    for nama, peran in (("kepala", PeranSatker.KEPALA), ("operator", PeranSatker.OPERATOR)):
        pabrik.buat_pengguna(nama, peran=peran, satker=satker_dinas, email=f"{nama}@dinas.example")
    return pabrik.buat_dipa(satker_dinas)


# --- What is sent ---------------------------------------------------------------------
@pytest.mark.basis_data
def test_surel_sampai_di_server(dipa: Dipa, kotak: KotakSurat, settings: LazySettings) -> None:
    settings.ALAMAT_SITUS = "https://realisasi.example.go.id"
    keluaran, galat = jalankan()
    assert "1 pengingat terkirim untuk 07-10-2026." in keluaran
    assert galat == ""
    (surat,) = kotak.surat
    assert [a.lower() for a in kotak.kepada[0]] == ["kepala@dinas.example", "operator@dinas.example"]
    assert str(surat["Subject"]).startswith("Pengingat: laporan TW III 2026 TP Dinas Perindustrian 099026")
    isi = surat.get_content()
    assert "Laporan realisasi TW III 2026" in isi
    assert f"https://realisasi.example.go.id/pelaporan/{dipa.pk}/3/" in isi
    assert "Tenggatnya 7 Oktober 2026, hari ini." in isi
    catatan = Pengingat.objects.get()
    assert (catatan.dipa, catatan.triwulan, catatan.hari) == (dipa, 3, TENGGAT)
    assert catatan.penerima.lower() == "kepala@dinas.example, operator@dinas.example"
    assert catatan.dikirim_pada is not None
    assert CatatanJurnal.objects.filter(content_type__model="pengingat").exists()


@pytest.mark.basis_data
def test_sekali_sehari_walau_dijalankan_berkali_kali(dipa: Dipa, kotak: KotakSurat) -> None:
    for _ in range(3):
        jalankan()
    jalankan(abaikan_jadwal=True)
    assert len(kotak.surat) == 1
    assert Pengingat.objects.count() == 1


@pytest.mark.parametrize("keadaan", ["diajukan", "diverifikasi"])
def test_yang_sudah_melapor_tidak_diingatkan(dipa: Dipa, kotak: KotakSurat, keadaan: str) -> None:
    buat = pabrik.buat_laporan_diajukan if keadaan == "diajukan" else pabrik.buat_laporan_terverifikasi
    buat(dipa, 3, {"52": 1})
    assert "0 pengingat terkirim" in jalankan()[0]
    assert kotak.surat == []


def test_draf_dan_yang_dikembalikan_diingatkan(dipa: Dipa, kotak: KotakSurat) -> None:
    pabrik.kembalikan(pabrik.buat_laporan_diajukan(dipa, 3, {"52": 1}), "Lampirkan SP2D.")
    lain = pabrik.buat_satker(kontak_surel="lain@dinas.example")
    pabrik.buat_laporan(pabrik.buat_dipa(lain), 3, {"52": 1})
    jalankan()
    isi = {k[0].lower(): s.get_content() for k, s in zip(kotak.kepada, kotak.surat, strict=True)}
    assert "Alasannya: Lampirkan SP2D." in isi["kepala@dinas.example"]
    assert "drafnya sudah tersimpan, tetapi belum diajukan" in isi["lain@dinas.example"]


def test_yang_diajukan_selagi_perintah_berjalan_tidak_diingatkan(dipa: Dipa, kotak: KotakSurat) -> None:
    (periode,) = pengingat.periode_terbuka(TENGGAT)
    (rencana,) = pengingat.susun(periode, TENGGAT)
    pabrik.buat_laporan_diajukan(dipa, 3, {"52": 1})
    assert pengingat.kirim(rencana, TENGGAT) is False
    assert kotak.surat == []


# --- When -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("hari", "keluar"),
    [
        ("2026-10-01", False),  # Thursday, the window opens
        ("2026-10-02", True),  # Friday, three working days before
        ("2026-10-03", True),  # made up for, had Friday been missed
        ("2026-10-06", True),
        ("2026-10-07", True),
        ("2026-10-08", True),
        ("2026-12-31", True),  # the last day of the window
        ("2027-01-01", False),
    ],
)
def test_pengingat_pertama(dipa: Dipa, kotak: KotakSurat, hari: str, keluar: bool) -> None:
    jalankan(hari)
    assert len(kotak.surat) == keluar


def test_klaim_yang_terputus_disusulkan_hari_berikutnya(dipa: Dipa, kotak: KotakSurat) -> None:
    """A run was killed between its claim and the mail: not that day again, but the next."""
    Pengingat.objects.create(dipa=dipa, triwulan=3, hari=TENGGAT, penerima="kepala@dinas.example")
    jalankan()
    assert kotak.surat == []
    jalankan(TENGGAT + dt.timedelta(days=1))
    assert len(kotak.surat) == 1


@pytest.mark.pada("2026-10-05 09:00")
def test_hari_yang_akan_datang_tidak_menggantikan_yang_sebelumnya(dipa: Dipa, kotak: KotakSurat) -> None:
    """Somebody tried a day two months ahead: until then reminders go out as they would have."""
    jalankan("2026-12-02")
    hari = [dt.date(2026, 10, 5), TENGGAT, TENGGAT + dt.timedelta(days=7), dt.date(2026, 12, 2)]
    for satu in hari:
        jalankan(satu)
    assert sorted(Pengingat.objects.values_list("hari", flat=True)) == hari
    assert len(kotak.surat) == len(hari)


def test_dijalankan_setiap_hari_mengikuti_jadwal(dipa: Dipa, kotak: KotakSurat) -> None:
    hari = dt.date(2026, 9, 25)
    while hari <= dt.date(2027, 1, 5):
        jalankan(hari)
        hari += dt.timedelta(days=1)
    keluar = sorted(Pengingat.objects.values_list("hari", flat=True))
    mingguan = [TENGGAT + dt.timedelta(days=7 * n) for n in range(13)]
    assert keluar == [dt.date(2026, 10, 2), *mingguan]
    assert keluar[-1] == dt.date(2026, 12, 30)
    assert len(kotak.surat) == len(keluar)


def test_hari_yang_terlewat_disusulkan_sekali(dipa: Dipa, kotak: KotakSurat) -> None:
    jalankan("2026-10-07")
    for hari in ("2026-10-16", "2026-10-17"):  # the 14th was missed
        jalankan(hari)
    assert [p.hari.day for p in Pengingat.objects.order_by("hari")] == [7, 16]


def test_di_luar_jadwal_bila_diminta(dipa: Dipa, kotak: KotakSurat) -> None:
    jalankan("2026-10-07")
    jalankan("2026-10-09")
    assert len(kotak.surat) == 1
    jalankan("2026-10-09", abaikan_jadwal=True)
    assert len(kotak.surat) == 2


def test_perpanjangan_satu_satker(dipa: Dipa, kotak: KotakSurat) -> None:
    pabrik.buat_dipa(pabrik.buat_satker(kontak_surel="lain@dinas.example"))
    periode = pabrik.PeriodePelaporan.objects.get()
    PerpanjanganPeriode.objects.create(
        periode=periode, satker=dipa.satker, sampai=dt.date(2027, 1, 15), alasan="Banjir"
    )
    jalankan("2027-01-10")
    assert [k[0].lower() for k in kotak.kepada] == ["kepala@dinas.example"]


def test_tahun_yang_ditutup_tidak_diingatkan(dipa: Dipa, kotak: KotakSurat) -> None:
    tahun = TahunAnggaran.objects.get()
    tahun.ditutup = True
    tahun.save()
    jalankan()
    assert kotak.surat == []


def test_hanya_tahun_dan_triwulan_yang_diminta(dipa: Dipa, kotak: KotakSurat) -> None:
    pabrik.buat_periode(2, ditutup=dt.date(2026, 12, 31))
    jalankan(triwulan=2)
    assert {p.triwulan for p in Pengingat.objects.all()} == {2}
    jalankan(tahun=2025)
    assert len(kotak.surat) == 1


# --- To whom --------------------------------------------------------------------------
def test_hanya_pengguna_aktif_dan_alamat_sah(dipa: Dipa, kotak: KotakSurat) -> None:
    satker = dipa.satker
    pabrik.buat_pengguna("mati", peran=PeranSatker.OPERATOR, satker=satker, email="mati@x.example", is_active=False)
    pabrik.buat_pengguna("kosong", peran=PeranSatker.OPERATOR, satker=satker, email="")
    pabrik.buat_pengguna("jahat", peran=PeranSatker.OPERATOR, satker=satker, email="a@x.example\nbcc: korban@x.example")
    _, galat = jalankan()
    assert "tidak sah, dilewati" in galat
    (surat,) = kotak.surat
    assert [a.lower() for a in kotak.kepada[0]] == ["kepala@dinas.example", "operator@dinas.example"]
    assert surat["Bcc"] is None


def test_nama_satker_tidak_dapat_menambah_kepala_surat(dipa: Dipa, kotak: KotakSurat) -> None:
    dipa.nama_satker = "Dinas\r\nBcc: korban@x.example\r\n\r\nisi lain"
    dipa.save()
    jalankan()
    (surat,) = kotak.surat
    assert surat["Bcc"] is None
    assert "\n" not in str(surat["Subject"])
    assert "korban@x.example" not in [a for k in kotak.kepada for a in k]


def test_satker_tanpa_alamat_disebut(kotak: KotakSurat, db: None) -> None:
    pabrik.buat_periode(3)
    pabrik.buat_dipa()
    keluaran, galat = jalankan()
    assert "tidak ada alamat surel, tidak dikirim" in galat
    assert "0 pengingat terkirim" in keluaran
    assert not Pengingat.objects.exists()


# --- When it fails --------------------------------------------------------------------
@pytest.mark.basis_data
def test_yang_gagal_tidak_menghentikan_yang_lain(dipa: Dipa, kotak: KotakSurat) -> None:
    lain = pabrik.buat_dipa(pabrik.buat_satker("990001", kontak_surel="lain@dinas.example"))
    kotak.tolak = {"kepala@dinas.example", "operator@dinas.example"}
    with pytest.raises(CommandError, match="1 pengingat gagal terkirim") as galat:
        jalankan()
    assert galat.value.returncode == 1
    assert [p.dipa for p in Pengingat.objects.all()] == [lain]
    kotak.tolak = set()
    jalankan()
    assert len(kotak.surat) == 2
    assert Pengingat.objects.count() == 2


def test_server_yang_tidak_menjawab(dipa: Dipa, settings: LazySettings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as pendengar:
        port = pendengar.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    with pytest.raises(CommandError):
        jalankan()
    assert not Pengingat.objects.exists()


def test_tanpa_server_surel_perintah_menolak(dipa: Dipa, settings: LazySettings) -> None:
    settings.SUREL_TERSEDIA = False
    with pytest.raises(CommandError, match="EMAIL_URL belum diisi"):
        jalankan()
    assert not Pengingat.objects.exists()


def test_pratinjau_tidak_mengirim(dipa: Dipa, kotak: KotakSurat) -> None:
    keluaran, _ = jalankan(pratinjau=True)
    assert "099026" in keluaran
    assert "operator@dinas.example" in keluaran
    assert "tidak ada yang dikirim" in keluaran
    assert kotak.surat == []
    assert not Pengingat.objects.exists()


@pytest.mark.parametrize(
    "argumen", ["--hari=besok", "--hari=2026-13-01", "--hari=20261007", "--tahun=26", "--tahun=٢٠٢٦", "--triwulan=5"]
)
def test_argumen_yang_tidak_terbaca(argumen: str, db: None) -> None:
    with pytest.raises(CommandError):
        call_command("kirim_pengingat", argumen)


def test_jadwal_tertulis_dalam_bantuan() -> None:
    from realisasi.management.commands.kirim_pengingat import Command

    assert "3 hari kerja sebelum tenggat, pada hari tenggat, lalu tiap 7 hari" in Command.help


# --- Two runs at once -----------------------------------------------------------------
@pytest.mark.basis_data
@pytest.mark.django_db(transaction=True)
def test_dua_perintah_serentak_tidak_mengirim_dua_kali(dipa: Dipa, kotak: KotakSurat) -> None:
    """Both have read their plans before either sends: the claim alone decides."""
    for nomor in range(4):
        pabrik.buat_dipa(pabrik.buat_satker(kontak_surel=f"satker{nomor}@dinas.example"))
    (periode,) = pengingat.periode_terbuka(TENGGAT)
    rencana = list(pengingat.susun(periode, TENGGAT))
    siap = threading.Barrier(2, timeout=20)
    hasil: list[bool] = []
    kegagalan: list[BaseException] = []

    def satu_perintah() -> None:
        try:
            for r in rencana:
                siap.wait()
                hasil.append(pengingat.kirim(r, TENGGAT))
        except BaseException as galat:  # noqa: BLE001  (shown by the test, whatever it is)
            kegagalan.append(galat)
            siap.abort()
        finally:
            connection.close()

    utas = [threading.Thread(target=satu_perintah) for _ in range(2)]
    for u in utas:
        u.start()
    for u in utas:
        u.join(60)
    assert kegagalan == []
    assert sorted(hasil) == [False] * 5 + [True] * 5
    assert len(kotak.surat) == 5
    assert Pengingat.objects.filter(dikirim_pada__isnull=False).count() == 5
