"""Evidence of a report: taken in after a look at its content, let go, and who may fetch it.

It belongs to the draft: written by whom, when and in which states `realisasi.alur` says.
"""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from realisasi import alur, isi_berkas
from realisasi.isi_berkas import JENIS, BukanBerkasSah
from realisasi.models import Bukti, LaporanTriwulan
from realisasi.simpanan_berkas import berkas_bertahan, simpan
from satker.models import Pengguna

UKURAN_TERBESAR = 5 * 1024 * 1024
TERBANYAK = 10
NAMA_TERPANJANG = 150


def terlampir(laporan: LaporanTriwulan | None) -> list[Bukti]:
    """The evidence that a report holds now, first one first."""
    return list(laporan.bukti.filter(dilepas=False)) if laporan is not None else []


def lampirkan(dipa_id: int, triwulan: int, pengguna: Pengguna, berkas: UploadedFile | None) -> Bukti:
    """Take a file in; the first thing written makes the report.

    Raises:
        alur.Ditolak: the file is not taken, or the report may not be written now.
        TidakTersimpan: the disk would not have it.

    """
    nama, jenis, isi = _baca(berkas)
    bukti = Bukti(
        nama=nama,
        jenis=jenis,
        ukuran=len(isi),
        sha256=hashlib.sha256(isi).hexdigest(),
        nama_pengunggah=pengguna.get_full_name(),
        diunggah_pada=timezone.now(),
    )
    with berkas_bertahan() as tersimpan:
        bukti.laporan = alur.pastikan_boleh_mengisi(dipa_id, triwulan, pengguna)
        _pastikan_muat(bukti)
        tersimpan.append(simpan(bukti.berkas, nama, ContentFile(isi)))
        bukti.save()
        alur.catat_perubahan(bukti.laporan, pengguna)
    return bukti


def _pastikan_muat(bukti: Bukti) -> None:
    """Room for one more, and not the same content once more; read under the lock of the report."""
    ada = terlampir(bukti.laporan)
    if kembar := next((b for b in ada if b.sha256 == bukti.sha256), None):
        raise alur.Ditolak(f"Isi berkas ini sama dengan {kembar.nama}, yang sudah terlampir.")
    if len(ada) >= TERBANYAK:
        raise alur.Ditolak(f"Sudah ada {TERBANYAK} bukti, yang terbanyak. Lepas salah satu lebih dahulu.")


@transaction.atomic
def lepas(dipa_id: int, triwulan: int, pengguna: Pengguna, bukti_id: int) -> Bukti:
    """Take a file off the draft: deleted, or only hidden where a submitted version rests on it.

    Raises:
        alur.Ditolak: it is gone already, or the report may not be written now.

    """
    laporan = alur.pastikan_boleh_mengisi(dipa_id, triwulan, pengguna)
    bukti = laporan.bukti.filter(pk=bukti_id, dilepas=False).first()
    if bukti is None:
        raise alur.Bentrok("Berkas ini sudah dilepas. Muat ulang halaman untuk melihat bukti yang terlampir.")
    if bukti.versi.exists():
        bukti.dilepas = True
        bukti.save()
        alur.catat_perubahan(laporan, pengguna)
        return bukti
    tersimpan = bukti.berkas.name or ""
    bukti.delete()
    alur.catat_perubahan(laporan, pengguna)
    transaction.on_commit(lambda: default_storage.delete(tersimpan))
    return bukti


def bersihkan_nama(nama: str) -> str:
    """A name to show and to download under: no folders, no invisible characters, not too long."""
    akhir = nama.replace("\\", "/").rsplit("/", 1)[-1]
    tampak = "".join(c for c in unicodedata.normalize("NFC", akhir) if c.isprintable())
    rapi = " ".join(tampak.split()).lstrip(". ")
    lintasan = PurePosixPath(rapi)
    if len(rapi) > NAMA_TERPANJANG and len(lintasan.suffix) < NAMA_TERPANJANG:
        rapi = lintasan.stem[: NAMA_TERPANJANG - len(lintasan.suffix)] + lintasan.suffix
    return rapi[:NAMA_TERPANJANG]


def _baca(berkas: UploadedFile | None) -> tuple[str, str, bytes]:
    """Name, kind and content of an uploaded file that may be taken."""
    if berkas is None:
        raise alur.Ditolak("Pilih satu berkas untuk diunggah.")
    nama = bersihkan_nama(berkas.name or "")
    jenis = JENIS.get(PurePosixPath(nama).suffix.removeprefix(".").lower())
    if jenis is None:
        raise alur.Ditolak(f"{nama or 'Berkas ini'} tidak diterima: hanya PDF, XLSX, JPG, dan PNG.")
    if not berkas.size:
        raise alur.Ditolak(f"{nama} kosong. Pilih berkas yang berisi.")
    if berkas.size > UKURAN_TERBESAR:
        raise alur.Ditolak(f"{nama} lebih dari 5 MB. Perkecil berkasnya, atau pecah menjadi beberapa berkas.")
    isi = berkas.read()
    try:
        isi_berkas.periksa(jenis, isi)
    except BukanBerkasSah as galat:
        raise alur.Ditolak(f"{nama} ditolak: berkas ini {galat}.") from galat
    return nama, jenis, isi
