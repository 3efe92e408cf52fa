"""What is no whole backup of this version is refused, and a restore that fails leaves nothing behind."""

from __future__ import annotations

import errno
import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError
from hypothesis import given, settings
from hypothesis import strategies as st

from realisasi import bukti
from realisasi.cadangan import CadanganDitolak, arsip
from satker.models import PeranSatker
from satker.peran import Peran
from tests import pabrik
from tests.realisasi.keadaan_pemasangan import berkas, isi, jalankan, kosongkan
from tests.realisasi.test_bukti import PDF

pytestmark = [pytest.mark.django_db(transaction=True)]

Ubah = Callable[[dict[str, bytes]], None]
SEGEL = 7 + 64


@pytest.fixture(name="media", autouse=True)
def _media(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(name="cadangan")
def _cadangan(tmp_path: Path, settings: LazySettings) -> Path:
    """A backup of a small installation, and an empty one to restore it into."""
    satker = pabrik.buat_satker("099026")
    kepala = pabrik.buat_pengguna("kepala", peran=PeranSatker.KEPALA, satker=satker)
    dipa = pabrik.buat_dipa(satker)
    pabrik.buat_periode(3)
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 4_000})
    bukti.lampirkan(dipa.pk, 3, kepala, SimpleUploadedFile("SP2D.pdf", PDF))
    jalankan("cadangkan", tmp_path / "a.zip")
    kosongkan()
    settings.MEDIA_ROOT = tmp_path / "media-pulih"
    return tmp_path / "a.zip"


def susun_ulang(cadangan: Path, ubah: Ubah, *, sidik_baru: bool = True) -> Path:
    """The backup with other content, its seal (and its hashes, unless not) made to fit, as a forger would."""
    with zipfile.ZipFile(cadangan) as lama:
        anggota = {nama: lama.read(nama) for nama in lama.namelist()}
    ubah(anggota)
    manifes = json.loads(anggota.pop("manifes.json"))
    if sidik_baru:
        manifes["anggota"] = {
            n: {"sha256": hashlib.sha256(data).hexdigest(), "ukuran": len(data)} for n, data in anggota.items()
        }
    baru = cadangan.with_name("baru.zip")
    with zipfile.ZipFile(baru, "w") as arsip_baru:
        for nama, data in {**anggota, "manifes.json": json.dumps(manifes).encode()}.items():
            arsip_baru.writestr(nama, data)
        arsip_baru.comment = b"sha256:" + b"0" * 64
    data = baru.read_bytes()[:-SEGEL]
    baru.write_bytes(data + b"sha256:" + hashlib.sha256(data).hexdigest().encode())
    return baru


def ubah_manifes(isi_baru: Callable[[dict[str, Any]], object]) -> Ubah:
    def ubah(anggota: dict[str, bytes]) -> None:
        manifes = json.loads(anggota["manifes.json"])
        isi_baru(manifes)
        anggota["manifes.json"] = json.dumps(manifes).encode()

    return ubah


def ganti(nama: str, lama: bytes, baru: bytes) -> Ubah:
    def ubah(anggota: dict[str, bytes]) -> None:
        assert lama in anggota[nama]
        anggota[nama] = anggota[nama].replace(lama, baru)

    return ubah


def pastikan_ditolak(cadangan: Path, pesan: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=pesan):
        jalankan("pulihkan", cadangan)
    assert not any(isi().values())
    assert berkas(tmp_path / "media-pulih") == {}


def test_disusun_ulang_tanpa_ubahan_diterima(cadangan: Path) -> None:
    """So that what the tests below refuse is refused for what they change."""
    jalankan("pulihkan", susun_ulang(cadangan, lambda _: None))
    assert any(isi().values())


def test_setiap_bita_yang_berubah_ditolak(cadangan: Path, tmp_path: Path) -> None:
    utuh = cadangan.read_bytes()
    with arsip.buka(cadangan):
        pass

    @settings(max_examples=400)
    @given(letak=st.integers(0, len(utuh) - 1), beda=st.integers(1, 255))
    def coba(letak: int, beda: int) -> None:
        rusak = tmp_path / "rusak.zip"
        rusak.write_bytes(utuh[:letak] + bytes([utuh[letak] ^ beda]) + utuh[letak + 1 :])
        with pytest.raises(CadanganDitolak), arsip.buka(rusak):
            pass

    coba()


@pytest.mark.parametrize("potong", [lambda b: b[:-1], lambda b: b + b"\n", lambda b: b[1:], lambda b: b[: len(b) // 2]])
def test_cadangan_terpotong_atau_bertambah_ditolak(
    cadangan: Path, tmp_path: Path, potong: Callable[[bytes], bytes]
) -> None:
    cadangan.write_bytes(potong(cadangan.read_bytes()))
    pastikan_ditolak(cadangan, "Salin sekali lagi", tmp_path)


@pytest.mark.parametrize(
    ("isi_berkas", "pesan"), [(None, "tidak ada"), (b"", "bukan cadangan"), (b"PK\x03\x04" * 50, "bukan cadangan")]
)
def test_bukan_cadangan_ditolak(db: None, tmp_path: Path, isi_berkas: bytes | None, pesan: str) -> None:
    kosongkan()
    if isi_berkas is not None:
        (tmp_path / "x.zip").write_bytes(isi_berkas)
    pastikan_ditolak(tmp_path / "x.zip", pesan, tmp_path)


PALSU: dict[str, tuple[Ubah, str]] = {
    "migrasi lebih lama": (
        ubah_manifes(lambda m: m["migrasi"].remove(["realisasi", "0007_rekonsiliasi"])),
        "lebih lama",
    ),
    "migrasi lebih baru": (ubah_manifes(lambda m: m["migrasi"].append(["realisasi", "9999_baru"])), "lebih baru"),
    "bentuk lain": (ubah_manifes(lambda m: m.update(versi=2)), "bukan cadangan yang dikenal"),
    "jumlah pagu": (ubah_manifes(lambda m: m["tahun"]["2026"].update(pagu=1)), "tidak sama dengan jumlah"),
    "jumlah baris": (ubah_manifes(lambda m: m["tabel"][-1].update(baris=99)), "tidak sama dengan jumlah"),
    "kolom lain": (ubah_manifes(lambda m: m["tabel"][0]["kolom"].append("lain")), "Kolom tabel"),
    "baris rusak": (ganti("tabel/satker.Penugasan.jsonl", b'"KEPALA"]', b'"KEPALA"],'), "dapat dibaca"),
    "peran tidak dikenal": (ganti("tabel/satker.Penugasan.jsonl", b'"KEPALA"]', b'"RAJA"]'), "Isi cadangan ditolak"),
    "berkas keluar folder": (lambda a: a.update({"berkas/bukti/../../x": b"x"}), "Isi cadangan ditolak"),
    "anggota hilang": (lambda a: a.pop("tabel/satker.Satker.jsonl"), "dapat dibaca"),
}


@pytest.mark.basis_data
@pytest.mark.parametrize("nama", PALSU)
def test_yang_gagal_dipulihkan_tidak_meninggalkan_apa_pun(cadangan: Path, tmp_path: Path, nama: str) -> None:
    ubah, pesan = PALSU[nama]
    pastikan_ditolak(susun_ulang(cadangan, ubah), pesan, tmp_path)
    jalankan("pulihkan", cadangan)  # what was refused stands in nobody's way


@pytest.mark.basis_data
def test_rujukan_yang_menggantung_ditolak(cadangan: Path, tmp_path: Path) -> None:
    def ubah(anggota: dict[str, bytes]) -> None:
        baris = json.loads(anggota["tabel/satker.Penugasan.jsonl"])
        baris[2] += 1_000
        anggota["tabel/satker.Penugasan.jsonl"] = json.dumps(baris).encode() + b"\n"

    pastikan_ditolak(susun_ulang(cadangan, ubah), "Isi cadangan ditolak", tmp_path)


def test_anggota_yang_tidak_sama_dengan_sidiknya_ditolak(cadangan: Path, tmp_path: Path) -> None:
    """Even where the seal fits: each member is held against its own hash."""

    def ubah(anggota: dict[str, bytes]) -> None:
        (nama,) = (n for n in anggota if n.startswith("berkas/"))
        anggota[nama] = anggota[nama].replace(b"%PDF-1.4", b"%PDF-1.5")

    pastikan_ditolak(susun_ulang(cadangan, ubah, sidik_baru=False), "tidak sama dengan yang dicatat", tmp_path)


class DiskPenuh(FileSystemStorage):
    """Full before the end of a file."""

    def _save(self, name: str, content: Any) -> str:
        super()._save(name, content)
        raise OSError(errno.ENOSPC, "No space left on device")


def test_disk_penuh_ketika_memulihkan_tidak_meninggalkan_apa_pun(
    cadangan: Path, tmp_path: Path, settings: LazySettings
) -> None:
    semula = settings.STORAGES
    settings.STORAGES = {**semula, "default": {"BACKEND": f"{__name__}.DiskPenuh"}}
    pastikan_ditolak(cadangan, "ruang disk habis", tmp_path)
    settings.STORAGES = semula
    jalankan("pulihkan", cadangan)
    assert list(berkas(tmp_path / "media-pulih").values()) == [PDF]


# --- An installation that is not empty -------------------------------------------------
def test_pemasangan_yang_berisi_ditolak_dengan_isinya(cadangan: Path) -> None:
    pabrik.buat_pengguna("admin", peran=Peran.ADMINISTRATOR)
    sebelum = isi()
    with pytest.raises(CommandError, match="tidak kosong: ada 1 pengguna") as galat:
        jalankan("pulihkan", cadangan)
    assert "Hubungan" not in str(galat.value)  # what joins two rows has no name that anybody knows
    assert isi() == sebelum


def test_folder_berkas_yang_berisi_ditolak(cadangan: Path, tmp_path: Path) -> None:
    (tmp_path / "media-pulih" / "bukti").mkdir(parents=True)
    (tmp_path / "media-pulih" / "bukti" / "lama").write_bytes(b"x")
    with pytest.raises(CommandError, match="ada 1 berkas"):
        jalankan("pulihkan", cadangan)
    assert not any(isi().values())
    assert berkas(tmp_path / "media-pulih") == {"bukti/lama": b"x"}
