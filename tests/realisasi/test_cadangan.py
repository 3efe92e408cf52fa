"""Backup and restore: all of it comes back, on either database, while the application is in use."""

from __future__ import annotations

import json
import resource
import stat
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from realisasi import bukti
from realisasi.cadangan import CadanganDitolak, bentuk
from realisasi.cadangan import cadangkan as buat_cadangan
from realisasi.models import BerkasImpor, Bukti, Dipa, PaguRevisi, Rekap
from realisasi.pemeriksaan import rekap
from satker.models import CatatanJurnal, Pengguna, PeranSatker
from satker.peran import Peran
from tests import pabrik
from tests.realisasi.keadaan_pemasangan import PemasanganLain, berkas, isi, jalankan, kosongkan, semua_posisi
from tests.realisasi.test_bukti import PDF

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.basis_data]


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def dipa(media: Path) -> Dipa:
    """A DIPA with a verified report, a report with evidence, an import with its file, and rows that are gone."""
    satker = pabrik.buat_satker("099026")
    kepala = pabrik.buat_pengguna("kepala", peran=PeranSatker.KEPALA, satker=satker)
    pabrik.buat_pengguna("pusat", peran=Peran.TIM_PUSAT)
    dipa = pabrik.buat_dipa(satker, pagu={"52": 10_000, "53": 5_000}, blokir={"53": 1_000})
    pabrik.buat_periode(3)
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 4_000, "53": -1})
    pabrik.buat_laporan_terverifikasi(dipa, 2, {"52": 2_000, "53": 1})
    bukti.lampirkan(dipa.pk, 3, kepala, SimpleUploadedFile("SP2D.pdf", PDF))
    impor = pabrik.buat_impor(satker)
    satu = impor.berkas.get()
    satu.berkas.save("satker.csv", ContentFile(b"kode;nama\n"), save=True)
    pabrik.buat_kendala(dipa).delete()
    pabrik.buat_dipa(tahun=2025).revisi.all().delete()
    return dipa


def cadangkan(folder: Path, nama: str = "cadangan.zip") -> Path:
    jalankan("cadangkan", folder / nama)
    return folder / nama


def pulihkan_kosong(cadangan: Path, settings: LazySettings) -> Path:
    """Restore into the emptied database and another folder; returns that folder."""
    kosongkan()
    settings.MEDIA_ROOT = cadangan.parent / "media-pulih"
    jalankan("pulihkan", cadangan)
    return settings.MEDIA_ROOT


def test_semua_kembali_seperti_semula(dipa: Dipa, media: Path, tmp_path: Path, settings: LazySettings) -> None:
    sebelum, berkas_sebelum = isi(), berkas(media)
    assert len(berkas_sebelum) == 2
    folder = pulihkan_kosong(cadangkan(tmp_path), settings)
    assert isi() == sebelum
    assert berkas(folder) == berkas_sebelum


def test_sesudah_dipulihkan_dapat_dipakai_terus(
    dipa: Dipa, tmp_path: Path, settings: LazySettings, masuk: Callable[[str], Client]
) -> None:
    nomor_hilang = pabrik.buat_dipa()
    terakhir = nomor_hilang.pk
    nomor_hilang.revisi.all().delete()
    nomor_hilang.delete()
    catatan = CatatanJurnal.objects.count()
    pulihkan_kosong(cadangkan(tmp_path), settings)
    klien = masuk("kepala")
    satu = Bukti.objects.get()
    jawaban = klien.get(f"/pelaporan/{dipa.pk}/3/bukti/{satu.pk}/")
    assert b"".join(jawaban.streaming_content) == PDF
    assert klien.login(username="kepala", password=pabrik.KATA_SANDI)
    bukti.lampirkan(dipa.pk, 3, Pengguna.objects.get(username="kepala"), SimpleUploadedFile("b.pdf", PDF + b"\n"))
    assert CatatanJurnal.objects.count() > catatan
    # The journal still names the row that is gone: its number is nobody else's.
    assert pabrik.buat_dipa().pk > terakhir


def test_jurnal_tetap_dijaga_sesudah_dipulihkan(dipa: Dipa, tmp_path: Path, settings: LazySettings) -> None:
    pulihkan_kosong(cadangkan(tmp_path), settings)
    with pytest.raises(Exception, match="tidak dapat diubah"), connection.cursor() as kursor:
        kursor.execute("UPDATE satker_catatanjurnal SET object_repr = 'lain'")


def test_pindah_basis_data_dan_kembali(demo: None, media: Path, tmp_path: Path, settings: LazySettings) -> None:
    """From the database of the test to SQLite and back: the same rows, journal and answers."""
    sebelum, posisi = isi(), semua_posisi()
    assert len(posisi) == 5 * 4 * 2
    lain = PemasanganLain(tmp_path / "lain")
    lain.jalankan("pulihkan", cadangkan(tmp_path))
    di_sana = lain.jalankan("posisi", "--tahun=2025", "--triwulan=4", "--kewenangan=SEMUA", "--format=json")
    assert json.loads(di_sana) == posisi["2025 4 resmi"]
    lain.jalankan("cadangkan", tmp_path / "kembali.zip")
    pulihkan_kosong(tmp_path / "kembali.zip", settings)
    assert semua_posisi() == posisi
    assert Rekap.objects.exists()
    assert list(rekap.beda()) == []
    assert isi() == sebelum


# --- The file itself -----------------------------------------------------------------
def test_cadangan_hanya_dapat_dibaca_pembuatnya_dan_tidak_menimpa(dipa: Dipa, tmp_path: Path) -> None:
    cadangan = cadangkan(tmp_path)
    assert stat.S_IMODE(cadangan.stat().st_mode) == 0o600
    semula = cadangan.read_bytes()
    with pytest.raises(CommandError, match="sudah ada dan tidak ditimpa"):
        jalankan("cadangkan", cadangan)
    assert cadangan.read_bytes() == semula
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["cadangan.zip"]


def test_cadangan_menyebut_isinya(dipa: Dipa, tmp_path: Path) -> None:
    kata = jalankan("cadangkan", tmp_path / "a.zip")
    assert "2026: pagu semua revisi 15.000, blokir 1.000, realisasi semua versi 6.000 rupiah." in kata
    assert "2 berkas." in kata
    with zipfile.ZipFile(tmp_path / "a.zip") as arsip:
        assert arsip.testzip() is None
        manifes = json.loads(arsip.read("manifes.json"))
    assert manifes["tahun"]["2026"] == {"pagu": 15_000, "blokir": 1_000, "realisasi": 6_000}
    assert {t["nama"]: t["baris"] for t in manifes["tabel"]}["realisasi.PaguRevisi"] == PaguRevisi.objects.count()


def test_berkas_yang_hilang_disebut_dan_tidak_menghalangi(dipa: Dipa, tmp_path: Path, settings: LazySettings) -> None:
    hilang = Bukti.objects.get().berkas.name
    default_storage.delete(hilang)
    assert f"berkas {hilang} disebut basis data tetapi tidak ada" in jalankan("cadangkan", tmp_path / "a.zip")
    assert len(berkas(pulihkan_kosong(tmp_path / "a.zip", settings))) == 1


def test_folder_yang_tidak_ada_disebut(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Folder .* tidak ada"):
        jalankan("cadangkan", tmp_path / "tidak-ada" / "a.zip")


def test_disk_penuh_tidak_meninggalkan_potongan(dipa: Dipa, tmp_path: Path) -> None:
    batas = resource.getrlimit(resource.RLIMIT_FSIZE)
    besar = cadangkan(tmp_path).stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (besar // 2, batas[1]))
    try:
        with pytest.raises(CommandError, match=r"berkas terlalu besar\. Tidak ada cadangan yang dibuat"):
            jalankan("cadangkan", tmp_path / "lain.zip")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, batas)
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["cadangan.zip"]


def test_yang_rusak_di_disk_tidak_mendapat_namanya(dipa: Dipa, tmp_path: Path) -> None:
    """What the disk gives back is read before a backup is believed."""

    def kabar(kalimat: str) -> None:
        if "mencocokkan" in kalimat:
            (tertulis,) = tmp_path.glob(".cadangan.zip.*")
            with tertulis.open("r+b") as f:
                f.seek(100)
                f.write(b"\0" * 8)

    with pytest.raises(CadanganDitolak, match="rusak"):
        buat_cadangan(tmp_path / "cadangan.zip", kabar)
    assert not list(tmp_path.glob("*cadangan*"))


def test_basis_data_dari_versi_lama_tidak_dicadangkan(db: None, tmp_path: Path) -> None:
    catatan = MigrationRecorder(connection)
    catatan.record_unapplied("realisasi", "0007_rekonsiliasi")
    try:
        with pytest.raises(CommandError, match=r"Jalankan manage\.py migrate"):
            jalankan("cadangkan", tmp_path / "a.zip")
    finally:
        catatan.record_applied("realisasi", "0007_rekonsiliasi")
    assert list(tmp_path.glob("*.zip")) == []


def test_setiap_kolom_dapat_dicadangkan() -> None:
    """Of these kinds a value is known to come back as it was; another kind needs its own look first."""
    dikenal = {
        "AutoField", "BigAutoField", "BigIntegerField", "BooleanField", "CharField", "DateField", "DateTimeField",
        "FileField", "ForeignKey", "GenericIPAddressField", "IntegerField", "JSONField", "OneToOneField",
        "PositiveBigIntegerField", "PositiveIntegerField", "PositiveSmallIntegerField", "SmallIntegerField",
        "TextField",
    }  # fmt: skip
    lain = {str(k) for m in bentuk.daftar() for k in bentuk.kolom(m) if k.get_internal_type() not in dikenal}
    assert lain == set()


# --- While in use --------------------------------------------------------------------
class SimpananBersela(FileSystemStorage):
    """Stored files, with something that others do at the moment when the first one is opened."""

    sela: ClassVar[list[Callable[[], Any]]] = []

    def _open(self, name: str, mode: str = "rb") -> Any:
        while self.sela:
            lain = threading.Thread(target=_dengan_sambungan_sendiri, args=[self.sela.pop()])
            lain.start()
            lain.join()
        return super()._open(name, mode)


def _dengan_sambungan_sendiri(tindakan: Callable[[], Any]) -> None:
    try:
        tindakan()
    finally:
        connection.close()


@pytest.fixture
def sela(settings: LazySettings) -> list[Callable[[], Any]]:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.SimpananBersela"}}
    SimpananBersela.sela.clear()
    return SimpananBersela.sela


def test_yang_ditulis_selama_dicadangkan_tidak_menunggu_dan_tidak_setengah_masuk(
    dipa: Dipa, sela: list[Callable[[], Any]], tmp_path: Path, settings: LazySettings
) -> None:
    sebelum = isi()
    sela.append(lambda: pabrik.buat_laporan_diajukan(dipa, 4, {"52": 1}))
    cadangan = cadangkan(tmp_path)
    assert dipa.laporan.filter(triwulan=4).exists()
    pulihkan_kosong(cadangan, settings)
    assert isi() == sebelum


def test_bukti_yang_dilepas_selama_dicadangkan_tidak_tertinggal_sebagai_baris_tanpa_berkas(
    dipa: Dipa, sela: list[Callable[[], Any]], tmp_path: Path, settings: LazySettings
) -> None:
    satu = Bukti.objects.get()
    kepala = Pengguna.objects.get(username="kepala")
    sela.append(lambda: bukti.lepas(dipa.pk, 3, kepala, satu.pk))
    cadangan = cadangkan(tmp_path)
    assert not Bukti.objects.exists()
    sekarang = isi()
    folder = pulihkan_kosong(cadangan, settings)
    assert isi() == sekarang
    assert list(berkas(folder)) == [BerkasImpor.objects.get().berkas.name]
