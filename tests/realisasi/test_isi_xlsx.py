"""A workbook whose parts are packed in a way that Excel does not know: refused in words, wherever it is sent.

Python unpacks these too, and stumbles over a damaged one in an error that is no error of archives.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from realisasi.models import Bukti, Dipa, LaporanTriwulan
from satker.models import Pengguna, Satker
from tests import pabrik

pytestmark = [pytest.mark.django_db, pytest.mark.pada("2026-07-03 09:00")]

DAFTAR_ISI = "[Content_Types].xml"
LAIN = {"lzma": zipfile.ZIP_LZMA, "bzip2": zipfile.ZIP_BZIP2}


def mampatkan(isi: bytes, cara: int, bagian: str = "") -> bytes:
    """The same archive with one part, or all of them, packed in another way."""
    keluaran = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(isi)) as asal, zipfile.ZipFile(keluaran, "w") as hasil:
        for nama in asal.namelist():
            lain = not bagian or nama == bagian
            hasil.writestr(nama, asal.read(nama), compress_type=cara if lain else zipfile.ZIP_DEFLATED)
    return keluaran.getvalue()


def rusakkan(isi: bytes, bagian: str = DAFTAR_ISI) -> bytes:
    """The archive with the packed bytes of one part written over; its list of contents is as it was."""
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        info = arsip.getinfo(bagian)
    mulai = info.header_offset + 30 + len(bagian)
    return isi[: mulai + 4] + b"\xff" * (info.compress_size - 4) + isi[mulai + info.compress_size :]


@pytest.fixture
def dipa(satker_dinas: Satker, settings: LazySettings, tmp_path: Path) -> Dipa:
    settings.MEDIA_ROOT = tmp_path
    pabrik.buat_periode(2)
    return pabrik.buat_dipa(satker_dinas)


@pytest.fixture
def klien(dipa: Dipa, operator: Pengguna, masuk: Callable[[Pengguna], Client]) -> Client:
    return masuk(operator)


@pytest.fixture
def buku(klien: Client, dipa: Dipa) -> bytes:
    """The entry workbook as it is downloaded."""
    return klien.get(f"/pelaporan/{dipa.pk}/2/unduh/").content


def kirim(klien: Client, dipa: Dipa, ke: str, isi: bytes) -> Any:
    return klien.post(f"/pelaporan/{dipa.pk}/2/{ke}/", {"berkas": SimpleUploadedFile("isian.xlsx", isi)})


@pytest.mark.parametrize("ke", ["bukti", "unggah"])
@pytest.mark.parametrize("cara", LAIN)
def test_mampatan_yang_tidak_dikenal_excel_ditolak_dalam_kata(
    klien: Client, dipa: Dipa, buku: bytes, ke: str, cara: str
) -> None:
    kiriman = {
        "semua bagian": mampatkan(buku, LAIN[cara]),
        "satu bagian": mampatkan(buku, LAIN[cara], "xl/styles.xml"),
        "daftar isi yang rusak": rusakkan(mampatkan(buku, LAIN[cara], DAFTAR_ISI)),
        "lembar yang rusak": rusakkan(mampatkan(buku, LAIN[cara]), "xl/worksheets/sheet1.xml"),
    }
    for nama, isi in kiriman.items():
        jawaban = kirim(klien, dipa, ke, isi)
        assert jawaban.status_code == 422, nama
        assert "rusak" in jawaban.content.decode(), nama
    assert not LaporanTriwulan.objects.exists()
    assert not Bukti.objects.exists()


@pytest.mark.parametrize("cara", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_yang_ditulis_excel_diterima_dengan_atau_tanpa_mampatan(
    klien: Client, dipa: Dipa, buku: bytes, cara: int
) -> None:
    for ke in ("bukti", "unggah"):
        assert kirim(klien, dipa, ke, mampatkan(buku, cara)).status_code == 302, ke
    assert Bukti.objects.get().jenis == "XLSX"


def test_bagian_biasa_yang_rusak_ditolak_dalam_kata(klien: Client, dipa: Dipa, buku: bytes) -> None:
    for ke in ("bukti", "unggah"):
        jawaban = kirim(klien, dipa, ke, rusakkan(mampatkan(buku, zipfile.ZIP_DEFLATED)))
        assert jawaban.status_code == 422, ke
        assert "rusak" in jawaban.content.decode(), ke
