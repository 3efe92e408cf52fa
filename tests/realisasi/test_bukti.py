"""Evidence: which files are taken, who may attach, fetch and let go, and how a file is handed out."""

from __future__ import annotations

import datetime as dt
import io
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.db.models.signals import post_save
from django.http import HttpResponse
from django.test import Client

from realisasi import alur, bukti
from realisasi.models import Bukti, Dipa, LaporanTriwulan, StatusLaporan, TahunAnggaran
from satker.models import CatatanJurnal, Pengguna, PeranSatker, Satker
from satker.peran import Peran
from tests import pabrik

MasukSebagai = Callable[[Pengguna | str], Client]

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
JPG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb0043000302020202020302020203030303040604040404040806"
    "0605060908"
    "0a0a090809090a0c0f0c0a0b0e0b09090d110d0e0f101011100a0c12131210130f101010ffc9000b080001000101011100"
    "ffcc000600101005ffda0008010100003f00d2cf20ffd9"
)
HTML = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def png(lebar: int = 1, tinggi: int = 1, *, sisipan: bytes = b"") -> bytes:
    """A white picture; `sisipan` becomes a text chunk."""

    def potongan(nama: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + nama + data + struct.pack(">I", zlib.crc32(nama + data))

    baris = (b"\x00" + b"\xff" * lebar) * tinggi
    return (
        b"\x89PNG\r\n\x1a\n"
        + potongan(b"IHDR", struct.pack(">IIBBBBB", lebar, tinggi, 8, 0, 0, 0, 0))
        + (potongan(b"tEXt", sisipan) if sisipan else b"")
        + potongan(b"IDAT", zlib.compress(baris))
        + potongan(b"IEND", b"")
    )


def xlsx() -> bytes:
    """A workbook as Excel would make it."""
    buku = openpyxl.Workbook()
    buku.active.append(["SP2D", 1000])
    keluaran = io.BytesIO()
    buku.save(keluaran)
    return keluaran.getvalue()


def ubah_zip(isi: bytes, tambah: dict[str, bytes] | None = None, ganti: tuple[bytes, bytes] | None = None) -> bytes:
    """The archive once more, with further parts, or with something replaced in each part."""
    keluaran = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(isi)) as asal, zipfile.ZipFile(keluaran, "w", zipfile.ZIP_DEFLATED) as hasil:
        for nama in asal.namelist():
            hasil.writestr(nama, asal.read(nama).replace(*ganti) if ganti else asal.read(nama))
        for nama, data in (tambah or {}).items():
            hasil.writestr(nama, data)
    return keluaran.getvalue()


def arsip(**bagian: bytes) -> bytes:
    keluaran = io.BytesIO()
    with zipfile.ZipFile(keluaran, "w", zipfile.ZIP_DEFLATED) as hasil:
        for nama, data in bagian.items():
            hasil.writestr(nama, data)
    return keluaran.getvalue()


CONTOH = {"SP2D.pdf": PDF, "rekap.xlsx": xlsx(), "foto.jpg": JPG, "foto.JPEG": JPG, "layar.png": png()}


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    """Where files of this test are stored."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "bukti"


@pytest.fixture
def dipa(satker_dinas: Satker) -> Dipa:
    """A DIPA of the dinas whose window of TW III is open."""
    pabrik.buat_periode(3)
    return pabrik.buat_dipa(satker_dinas)


def alamat(dipa: Dipa, triwulan: int = 3) -> str:
    return f"/pelaporan/{dipa.pk}/{triwulan}/bukti/"


def unggah(klien: Client, dipa: Dipa, isi: bytes = PDF, nama: str = "SP2D.pdf", **pilihan: Any) -> HttpResponse:
    berkas = SimpleUploadedFile(nama, isi, pilihan.pop("jenis_isi", "application/pdf"))
    return klien.post(alamat(dipa, pilihan.pop("triwulan", 3)), {"berkas": berkas}, **pilihan)


def tersimpan(folder: Path) -> list[Path]:
    return [p for p in folder.parent.rglob("*") if p.is_file()]


# --- What is taken --------------------------------------------------------------------
@pytest.mark.basis_data
@pytest.mark.parametrize("nama", CONTOH)
def test_empat_jenis_diterima(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai, folder: Path, nama: str) -> None:
    jawaban = unggah(masuk(operator), dipa, CONTOH[nama], nama)
    assert jawaban.status_code == 302
    assert jawaban["Location"] == f"/pelaporan/{dipa.pk}/3/#bukti"
    satu = Bukti.objects.get()
    assert satu.nama == nama
    assert satu.jenis == {"pdf": "PDF", "lsx": "XLSX", "jpg": "JPG", "PEG": "JPG", "png": "PNG"}[nama[-3:]]
    assert satu.ukuran == len(CONTOH[nama])
    assert satu.nama_pengunggah == operator.nama
    (berkas,) = tersimpan(folder)
    assert berkas.parent == folder
    assert berkas.read_bytes() == CONTOH[nama]
    assert "." not in berkas.name  # nothing of the name that a user gave
    assert berkas.stat().st_mode & 0o777 == 0o640
    assert CatatanJurnal.objects.filter(content_type__model="bukti", nama_pelaku=operator.nama).exists()


def test_foto_dengan_data_kamera_di_belakangnya_diterima(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai) -> None:
    assert unggah(masuk(operator), dipa, JPG + b"motion photo" * 100, "foto.jpg").status_code == 302


DITOLAK = {
    "html bernama pdf": ("laporan.pdf", HTML, "kode halaman web"),
    "svg": ("gambar.svg", SVG, "hanya PDF, XLSX, JPG, dan PNG"),
    "svg bernama png": ("gambar.png", SVG, "kode halaman web"),
    "pdf bernama png": ("gambar.png", PDF, "bukan PNG"),
    "png bernama pdf": ("gambar.pdf", png(), "bukan PDF"),
    "xlsx bernama pdf": ("rekap.pdf", xlsx(), "bukan PDF"),
    "exe bernama jpg": ("foto.jpg", b"MZ" + b"\x00" * 200, "bukan JPG"),
    "tanpa akhiran": ("laporan", PDF, "hanya PDF"),
    "akhiran ganda": ("laporan.pdf.html", PDF, "hanya PDF"),
    "kosong": ("kosong.pdf", b"", "kosong"),
    "pdf dengan awalan": ("a.pdf", b"\n" + PDF, "bukan PDF"),
    "pdf terpotong": ("a.pdf", PDF[:40], "tidak lengkap"),
    "pdf dan html": ("a.pdf", PDF.replace(b"trailer", b"<script>alert(1)</script>trailer"), "kode halaman web"),
    "pdf dan zip": ("a.pdf", PDF + arsip(a=b"x"), "ZIP"),
    "png dan zip": ("a.png", png() + arsip(a=b"x"), "data lain"),
    "jpg dan zip": ("a.jpg", JPG + arsip(a=b"x"), "ZIP"),
    "png dan html": ("a.png", png(sisipan=b"Comment\0" + HTML), "kode halaman web"),
    "png terpotong": ("a.png", png()[:-5], "rusak atau tidak lengkap"),
    "png berubah": ("a.png", png().replace(b"IDAT", b"IDAX"), "rusak atau tidak lengkap"),
    "png tanpa ukuran": ("a.png", png(0, 1), "rusak atau tidak lengkap"),
    "png hanya tanda": ("a.png", b"\x89PNG\r\n\x1a\n", "rusak atau tidak lengkap"),
    "jpg terpotong": ("a.jpg", JPG[:-2], "rusak atau tidak lengkap"),
    "jpg hanya tanda": ("a.jpg", b"\xff\xd8\xff", "rusak atau tidak lengkap"),
    "jpg dan html": ("a.jpg", JPG[:2] + b"\xff\xfe\x00\x50" + HTML.ljust(78) + JPG[2:], "kode halaman web"),
    "zip biasa": ("rekap.xlsx", arsip(a=b"x"), "bukan buku kerja Excel"),
    "docx": ("rekap.xlsx", arsip(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b""}), "bukan buku kerja"),
    "xlsx bermakro": ("rekap.xlsx", ubah_zip(xlsx(), {"xl/vbaProject.bin": b"\xd0\xcf"}), "memuat makro"),
    "xlsx bermakro di tempat lain": ("rekap.xlsx", ubah_zip(xlsx(), {"XL/lain/VBAProject.bin": b"x"}), "memuat makro"),
    "xlsm": (
        "rekap.xlsx",
        ubah_zip(
            xlsx(),
            ganti=(
                b"openxmlformats-officedocument.spreadsheetml.sheet.main",
                b"ms-excel.sheet.macroEnabled.main",
            ),
        ),
        "memuat makro",
    ),
    "xlsx terpotong": ("rekap.xlsx", xlsx()[:-30], "rusak atau tidak lengkap"),
    "xls lama": ("rekap.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "bukan buku kerja Excel"),
    "xlsx dengan awalan": ("rekap.xlsx", b"%PDF-1.4\n%%EOF\n" + xlsx(), "bukan buku kerja Excel"),
}


@pytest.mark.parametrize("kasus", DITOLAK)
def test_yang_bukan_seperti_namanya_ditolak_dalam_kata(
    dipa: Dipa, operator: Pengguna, masuk: MasukSebagai, folder: Path, kasus: str
) -> None:
    nama, isi, sebab = DITOLAK[kasus]
    jawaban = unggah(masuk(operator), dipa, isi, nama)
    assert jawaban.status_code == 422
    assert sebab in jawaban.content.decode()
    assert not Bukti.objects.exists()
    assert not LaporanTriwulan.objects.exists()
    assert tersimpan(folder) == []


def test_bom_zip_ditolak_tanpa_diurai(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai) -> None:
    """Half a gigabyte of zeroes in a few hundred kilobytes, and a list of contents that never ends."""
    import tracemalloc

    besar = io.BytesIO()
    with zipfile.ZipFile(besar, "w", zipfile.ZIP_DEFLATED) as hasil:
        hasil.writestr("[Content_Types].xml", b"<Types/>")
        hasil.writestr("xl/workbook.xml", b"<workbook/>")
        with hasil.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as lembar:
            for _ in range(128):
                lembar.write(b"\0" * (4 * 1024 * 1024))
    assert len(besar.getvalue()) < 1024 * 1024
    daftar = arsip(**{"[Content_Types].xml": b" " * (90 * 1024 * 1024), "xl/workbook.xml": b"<workbook/>"})
    klien = masuk(operator)
    tracemalloc.start()
    try:
        for isi, sebab in ((besar.getvalue(), "terlalu besar bila dibuka"), (daftar, "bukan buku kerja Excel")):
            jawaban = unggah(klien, dipa, isi, "rekap.xlsx")
            assert jawaban.status_code == 422
            assert sebab in jawaban.content.decode()
        assert tracemalloc.get_traced_memory()[1] < 40 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_tanpa_berkas(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai) -> None:
    klien = masuk(operator)
    for isi in ({}, {"berkas": "bukan berkas"}):
        jawaban = klien.post(alamat(dipa), isi)
        assert jawaban.status_code == 422
        assert "Pilih satu berkas" in jawaban.content.decode()


def test_lebih_dari_lima_megabita_ditolak(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai, folder: Path) -> None:
    pas = PDF[:9] + b" " * (5 * 1024 * 1024 - len(PDF)) + PDF[9:]
    klien = masuk(operator)
    jawaban = unggah(klien, dipa, pas + b"\n", "besar.pdf")
    assert jawaban.status_code == 422
    assert "besar.pdf lebih dari 5 MB" in jawaban.content.decode()
    assert tersimpan(folder) == []
    assert unggah(klien, dipa, pas, "pas.pdf").status_code == 302


def test_kiriman_satu_gigabita_ditolak_sebelum_dibaca(
    dipa: Dipa, operator: Pengguna, masuk: MasukSebagai, folder: Path
) -> None:
    class TidakDibaca(io.RawIOBase):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("isi kiriman dibaca")

    jawaban = masuk(operator).generic(
        "POST",
        alamat(dipa),
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": TidakDibaca(), "CONTENT_LENGTH": str(2**30)},
    )
    assert jawaban.status_code == 413
    assert "Kiriman ini terlalu besar" in jawaban.content.decode()
    assert tersimpan(folder) == []


@pytest.mark.basis_data
def test_isi_yang_sama_dua_kali_ditolak(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai, folder: Path) -> None:
    klien = masuk(operator)
    unggah(klien, dipa)
    jawaban = unggah(klien, dipa, PDF, "nama-lain.pdf")
    assert jawaban.status_code == 422
    assert "sama dengan SP2D.pdf" in jawaban.content.decode()
    assert len(tersimpan(folder)) == 1


def test_paling_banyak_sepuluh(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai, folder: Path) -> None:
    klien = masuk(operator)
    for n in range(10):
        assert unggah(klien, dipa, PDF + b"\n" * n, f"{n}.pdf").status_code == 302
    jawaban = unggah(klien, dipa, png(), "a.png")
    assert jawaban.status_code == 422
    assert "Sudah ada 10 bukti" in jawaban.content.decode()
    assert len(tersimpan(folder)) == 10


@pytest.mark.parametrize(
    ("dikirim", "tampil"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\siti\\SP2D Oktober.pdf", "SP2D Oktober.pdf"),
        ("..pdf", None),
        (".pdf", None),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("a\tb\x07c.pdf", "abc.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ('"><script>.pdf', '"><script>.pdf'),
    ],
)
def test_nama_dibersihkan(
    dipa: Dipa, operator: Pengguna, masuk: MasukSebagai, dikirim: str, tampil: str | None
) -> None:
    klien = masuk(operator)
    batas = "batas"
    isi = (
        f'--{batas}\r\nContent-Disposition: form-data; name="berkas"; filename="'.encode()
        + dikirim.replace('"', "%22").encode()
        + b'"\r\nContent-Type: application/pdf\r\n\r\n'
        + PDF
        + f"\r\n--{batas}--\r\n".encode()
    )
    jawaban = klien.post(alamat(dipa), isi, content_type=f"multipart/form-data; boundary={batas}")
    if tampil is None:
        assert jawaban.status_code == 422
        return
    assert jawaban.status_code == 302, jawaban.content.decode()
    assert Bukti.objects.get().nama in {tampil, tampil.replace('"', "%22")}


@pytest.mark.parametrize(
    ("nama", "bersih"),
    [
        ("a/b\\c.pdf", "c.pdf"),
        ("  .. rahasia.pdf ", "rahasia.pdf"),
        ("baris\r\nbaru.pdf", "barisbaru.pdf"),
        ("\ud800x.pdf", "x.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("/", ""),
        ("é" + "y" * 200 + ".png", "é" + "y" * 145 + ".png"),
    ],
)
def test_bersihkan_nama(nama: str, bersih: str) -> None:
    assert bukti.bersihkan_nama(nama) == bersih


# --- Who may attach, and when ---------------------------------------------------------
def test_draf_pertama_dapat_berupa_bukti(dipa: Dipa, kepala: Pengguna, masuk: MasukSebagai) -> None:
    unggah(masuk(kepala), dipa)
    laporan = LaporanTriwulan.objects.get()
    assert (laporan.dipa, laporan.triwulan, laporan.status) == (dipa, 3, StatusLaporan.DRAF)


@pytest.mark.parametrize("peran", list(Peran))
def test_peran_nasional_tidak_mengunggah(dipa: Dipa, masuk: MasukSebagai, folder: Path, peran: Peran) -> None:
    klien = masuk(pabrik.buat_pengguna(peran=peran))
    assert unggah(klien, dipa).status_code == 403
    satu = buat_bukti(dipa)
    assert klien.post(f"{alamat(dipa)}{satu.pk}/lepas/").status_code == 403
    assert Bukti.objects.filter(dilepas=False).count() == 1


def test_satker_lain_ditolak_untuk_semua(dipa: Dipa, masuk: MasukSebagai) -> None:
    satu = buat_bukti(dipa)
    klien = masuk(pabrik.buat_pengguna(peran=PeranSatker.KEPALA))
    assert unggah(klien, dipa, png(), "a.png").status_code == 403
    assert klien.get(f"{alamat(dipa)}{satu.pk}/").status_code == 403
    assert klien.post(f"{alamat(dipa)}{satu.pk}/lepas/").status_code == 403
    assert klien.get("/pelaporan/999999/3/bukti/1/").status_code == 403
    assert Bukti.objects.count() == 1


def test_tanpa_masuk_tidak_ada_apa_apa(dipa: Dipa, client: Client) -> None:
    satu = buat_bukti(dipa)
    assert client.get(f"{alamat(dipa)}{satu.pk}/").status_code == 302
    assert unggah(client, dipa).status_code == 302
    assert Bukti.objects.count() == 1


def test_tanpa_token_formulir_ditolak(dipa: Dipa, operator: Pengguna) -> None:
    klien = Client(enforce_csrf_checks=True)
    klien.force_login(operator)
    assert unggah(klien, dipa).status_code == 403
    assert not Bukti.objects.exists()


@pytest.mark.parametrize("keadaan", ["diajukan", "diverifikasi"])
def test_laporan_yang_sudah_diajukan_tidak_berubah(
    dipa: Dipa, operator: Pengguna, masuk: MasukSebagai, folder: Path, keadaan: str
) -> None:
    buat = pabrik.buat_laporan_diajukan if keadaan == "diajukan" else pabrik.buat_laporan_terverifikasi
    buat(dipa, 3, {"52": 1})
    satu = buat_bukti(dipa)
    klien = masuk(operator)
    jawaban = unggah(klien, dipa, png(), "a.png")
    assert jawaban.status_code == 409
    assert f"sudah {keadaan}" in jawaban.content.decode()
    assert klien.post(f"{alamat(dipa)}{satu.pk}/lepas/").status_code == 409
    assert Bukti.objects.get().dilepas is False
    assert len(tersimpan(folder)) == 1


@pytest.mark.pada("2027-01-01 00:00")
def test_jendela_yang_tertutup_ditolak(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai, folder: Path) -> None:
    jawaban = unggah(masuk(operator), dipa)
    assert jawaban.status_code == 422
    assert "sudah ditutup 31 Desember 2026" in jawaban.content.decode()
    assert tersimpan(folder) == []


def test_tahun_yang_ditutup_ditolak(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai) -> None:
    tahun = TahunAnggaran.objects.get()
    tahun.ditutup = True
    tahun.save()
    assert unggah(masuk(operator), dipa).status_code == 422
    assert not Bukti.objects.exists()


def test_triwulan_di_luar_dipa(dipa: Dipa, operator: Pengguna, masuk: MasukSebagai) -> None:
    klien = masuk(operator)
    for triwulan in (0, 5, 10**30):
        assert unggah(klien, dipa, triwulan=triwulan).status_code == 404
    nanti = pabrik.buat_dipa(dipa.satker, kewenangan="DK", berlaku_sejak=dt.date(2026, 11, 1))
    jawaban = unggah(klien, nanti)
    assert jawaban.status_code == 422
    assert "belum ada revisi DIPA" in jawaban.content.decode()


def test_alamat_yang_mustahil(dipa: Dipa, pusat: Pengguna, operator: Pengguna, masuk: MasukSebagai) -> None:
    besar = "9" * 40
    for klien, status in ((masuk(pusat), 404), (masuk(operator), 403)):
        assert klien.get(f"/pelaporan/{besar}/3/bukti/1/").status_code == status
        assert klien.get(f"/pelaporan/{'9' * 5000}/3/bukti/1/").status_code == 404
        assert klien.get(f"{alamat(dipa)}{besar}/").status_code == 404
    assert masuk(operator).post(f"{alamat(dipa)}{besar}/lepas/").status_code == 409
    assert masuk(operator).get(alamat(dipa)).status_code == 302


# --- Handing out ----------------------------------------------------------------------
def buat_bukti(dipa: Dipa, isi: bytes = PDF, nama: str = "SP2D.pdf", triwulan: int = 3) -> Bukti:
    """A file attached in whatever state the report is."""
    from django.core.files.base import ContentFile
    from django.utils import timezone

    laporan = LaporanTriwulan.objects.get_or_create(dipa=dipa, triwulan=triwulan)[0]
    satu = Bukti(
        laporan=laporan,
        nama=nama,
        jenis="PDF",
        ukuran=len(isi),
        sha256="0" * 64,
        nama_pengunggah="Siti Aminah",
        diunggah_pada=timezone.now(),
    )
    satu.berkas.save(nama, ContentFile(isi), save=False)
    satu.save()
    return satu


@pytest.mark.parametrize("peran", [*Peran, *PeranSatker])
def test_yang_boleh_membaca_mengunduh(dipa: Dipa, masuk: MasukSebagai, peran: Peran | PeranSatker) -> None:
    laporan = pabrik.buat_laporan_diajukan(dipa, 3, {"52": 1})
    satu = buat_bukti(dipa)
    satu.versi.add(laporan.versi_diajukan)
    satker = dipa.satker if isinstance(peran, PeranSatker) else None
    jawaban = masuk(pabrik.buat_pengguna(peran=peran, satker=satker)).get(f"{alamat(dipa)}{satu.pk}/")
    assert jawaban.status_code == 200
    assert b"".join(jawaban) == PDF  # type: ignore[arg-type]


@pytest.mark.parametrize("peran", [*Peran, *PeranSatker])
def test_bukti_draf_bukan_untuk_pimpinan(dipa: Dipa, masuk: MasukSebagai, peran: Peran | PeranSatker) -> None:
    satu = buat_bukti(dipa)
    satker = dipa.satker if isinstance(peran, PeranSatker) else None
    jawaban = masuk(pabrik.buat_pengguna(peran=peran, satker=satker)).get(f"{alamat(dipa)}{satu.pk}/")
    isi = b"".join(jawaban)  # type: ignore[arg-type]
    assert jawaban.status_code == (404 if peran == Peran.PIMPINAN else 200)
    assert (isi == PDF) == (peran != Peran.PIMPINAN)


def test_selalu_unduhan_yang_tidak_dijalankan(dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai) -> None:
    satu = buat_bukti(dipa, HTML, 'SP2D "Oktober"\u00e9.pdf')
    jawaban = masuk(pusat).get(f"{alamat(dipa)}{satu.pk}/")
    assert jawaban["Content-Disposition"].startswith("attachment; ")
    assert 'SP2D "Oktober"é.pdf' in unquote(jawaban["Content-Disposition"])
    assert jawaban["Content-Type"] == "application/octet-stream"
    assert jawaban["X-Content-Type-Options"] == "nosniff"
    assert jawaban["Content-Security-Policy"].split(";")[0] == "sandbox"
    assert jawaban["X-Frame-Options"] == "DENY"
    assert "no-store" in jawaban["Cache-Control"]
    jawaban.close()


def test_berkas_tidak_ada_di_alamat_lain(dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai) -> None:
    satu = buat_bukti(dipa)
    lain = pabrik.buat_dipa()
    klien = masuk(pusat)
    for jalan in (
        f"{alamat(lain)}{satu.pk}/",
        f"{alamat(dipa, 2)}{satu.pk}/",
        f"/media/{satu.berkas.name}",
        f"/static/{satu.berkas.name}",
        f"/{satu.berkas.name}",
    ):
        assert klien.get(jalan).status_code == 404


def test_berkas_yang_hilang_dari_penyimpanan(dipa: Dipa, pusat: Pengguna, masuk: MasukSebagai) -> None:
    satu = buat_bukti(dipa)
    Path(satu.berkas.path).unlink()
    assert masuk(pusat).get(f"{alamat(dipa)}{satu.pk}/").status_code == 404


# --- Letting go -----------------------------------------------------------------------
@pytest.mark.basis_data
@pytest.mark.django_db(transaction=True)
def test_yang_belum_diajukan_dihapus_bersama_berkasnya(
    dipa: Dipa, operator: Pengguna, masuk: MasukSebagai, folder: Path
) -> None:
    klien = masuk(operator)
    unggah(klien, dipa)
    satu = Bukti.objects.get()
    jawaban = klien.post(f"{alamat(dipa)}{satu.pk}/lepas/")
    assert jawaban.status_code == 302
    assert not Bukti.objects.exists()
    assert tersimpan(folder) == []
    assert klien.post(f"{alamat(dipa)}{satu.pk}/lepas/").status_code == 409  # the second click


@pytest.mark.basis_data
def test_yang_dimuat_versi_hanya_disembunyikan(
    dipa: Dipa, operator: Pengguna, pusat: Pengguna, masuk: MasukSebagai, folder: Path
) -> None:
    laporan = pabrik.buat_laporan_diajukan(dipa, 3, {"52": 1})
    satu = buat_bukti(dipa)
    satu.versi.add(laporan.versi_diajukan)
    pabrik.kembalikan(laporan)
    klien = masuk(operator)
    assert klien.post(f"{alamat(dipa)}{satu.pk}/lepas/").status_code == 302
    satu.refresh_from_db()
    assert satu.dilepas
    assert list(satu.versi.all()) == [laporan.versi_diajukan]
    assert len(tersimpan(folder)) == 1
    jawaban = masuk(pusat).get(f"{alamat(dipa)}{satu.pk}/")  # the version still shows it
    assert b"".join(jawaban) == PDF  # type: ignore[arg-type]
    assert bukti.terlampir(laporan) == []
    assert klien.post(f"{alamat(dipa)}{satu.pk}/lepas/").status_code == 409  # a second click
    assert unggah(klien, dipa).status_code == 302  # the same content may come back


def test_bukti_satker_lain_tidak_terlepas_lewat_alamat_sendiri(
    dipa: Dipa, operator: Pengguna, masuk: MasukSebagai
) -> None:
    lain = buat_bukti(pabrik.buat_dipa())
    assert masuk(operator).post(f"{alamat(dipa)}{lain.pk}/lepas/").status_code == 409
    assert Bukti.objects.filter(pk=lain.pk, dilepas=False).exists()


# --- All or nothing -------------------------------------------------------------------
@pytest.mark.basis_data
def test_simpanan_yang_gagal_tidak_meninggalkan_berkas(dipa: Dipa, operator: Pengguna, folder: Path) -> None:
    def gagal(**_: Any) -> None:
        assert len(tersimpan(folder)) == 1
        raise OSError("basis data penuh")

    post_save.connect(gagal, sender=Bukti)
    try:
        with pytest.raises(OSError, match="basis data penuh"):
            bukti.lampirkan(dipa.pk, 3, operator, SimpleUploadedFile("SP2D.pdf", PDF))
    finally:
        post_save.disconnect(gagal, sender=Bukti)
    assert tersimpan(folder) == []
    assert not Bukti.objects.exists()
    assert not LaporanTriwulan.objects.exists()


@pytest.mark.basis_data
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sampai", [True, False], ids=["sampai", "tidak sampai"])
def test_commit_tanpa_jawaban_tidak_menghapus_berkas(
    dipa: Dipa, operator: Pengguna, folder: Path, monkeypatch: pytest.MonkeyPatch, sampai: bool
) -> None:
    """The connection breaks while the commit is under way: whether the row is there nobody can know."""
    asli = connection._commit

    def putus() -> None:
        if sampai:
            asli()
        connection.connection.close()
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as rusak:
        rusak.setattr(connection, "_commit", putus)
        with pytest.raises(OperationalError):
            bukti.lampirkan(dipa.pk, 3, operator, SimpleUploadedFile("SP2D.pdf", PDF))
    assert Bukti.objects.count() == sampai
    assert len(tersimpan(folder)) == 1


@pytest.mark.basis_data
@pytest.mark.django_db(transaction=True)
def test_dua_unggahan_serentak_tetap_satu_salinan(dipa: Dipa, operator: Pengguna, folder: Path) -> None:
    siap = threading.Barrier(3, timeout=20)
    hasil: list[str] = []

    def kirim() -> None:
        try:
            siap.wait()
            bukti.lampirkan(dipa.pk, 3, Pengguna.objects.get(pk=operator.pk), SimpleUploadedFile("SP2D.pdf", PDF))
            hasil.append("terlampir")
        except alur.Ditolak as galat:
            hasil.append(galat.pesan)
        finally:
            connection.close()

    utas = [threading.Thread(target=kirim) for _ in range(3)]
    for u in utas:
        u.start()
    for u in utas:
        u.join(60)
    assert sorted(hasil) == ["Isi berkas ini sama dengan SP2D.pdf, yang sudah terlampir."] * 2 + ["terlampir"]
    assert Bukti.objects.count() == 1
    assert LaporanTriwulan.objects.count() == 1
    assert len(tersimpan(folder)) == 1
