"""Making a backup while the application is in use."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from realisasi.cadangan import arsip, bentuk, hitung
from realisasi.cadangan.arsip import ArsipBaru, CadanganDitolak, Manifes
from realisasi.cadangan.hitung import Hitungan, Kabar
from realisasi.potret import satu_saat, semua

PERCOBAAN = 3
SEKALI_BACA = 2000


def cadangkan(tujuan: Path, kabar: Kabar) -> Manifes:
    """Write everything to a new file, read it back, and give it its name only then; returns its manifest.

    Raises:
        CadanganDitolak: the file is there already, the database is not of this version, evidence
            came and went too often meanwhile, or what was read back is not what was read first.

    """
    if bentuk.migrasi_terpasang() != bentuk.migrasi():
        raise CadanganDitolak(
            "Basis data belum sesuai dengan versi aplikasi ini. Jalankan manage.py migrate, lalu ulangi."
        )
    with arsip.berkas_cadangan(tujuan) as sementara:
        for _ in range(PERCOBAAN):
            kabar("Membaca basis data dan berkas")
            with sementara.open("wb") as keluar:
                manifes = _tulis(keluar)
            # A file that is gone along with its row was let go while this was being read.
            if set(manifes["berkas_hilang"]) <= set(bentuk.berkas_bernama()):
                break
        else:
            raise CadanganDitolak("Berkas terus berubah selama dicadangkan. Ulangi ketika pemakaian lebih sepi.")
        arsip.segel(sementara)
        kabar("Membaca ulang cadangan dan mencocokkan")
        periksa(sementara)
    return manifes


def periksa(berkas: Path) -> None:
    """Read a backup from end to end and hold it against its own manifest.

    Raises:
        CadanganDitolak: it is damaged, or does not hold what it says.

    """
    with arsip.buka(berkas) as isi:
        cocokkan(isi)


def cocokkan(isi: arsip.Arsip) -> None:
    """As `periksa`, for one that is open."""
    if [t["nama"] for t in isi.manifes["tabel"]] != [m._meta.label for m in bentuk.daftar()]:
        raise CadanganDitolak("Cadangan ini tidak memuat tabel yang sama dengan versi aplikasi ini.")
    if hitung.dari_arsip(isi) != tercatat(isi.manifes):
        raise CadanganDitolak("Isi cadangan tidak sama dengan jumlah yang dicatat ketika dibuat.")
    for nama in isi.manifes["anggota"]:
        if nama.startswith(AWAL_BERKAS):
            for _ in isi.potong(nama):
                pass  # reading to the end is what holds it against its hash


def tercatat(manifes: Manifes) -> Hitungan:
    """The counts and sums that a manifest states."""
    return Hitungan({t["nama"]: t["baris"] for t in manifes["tabel"]}, manifes["tahun"])


AWAL_BERKAS = "berkas/"


def _tulis(keluar: IO[bytes]) -> Manifes:
    baru = ArsipBaru(keluar)
    try:
        with satu_saat():
            manifes = _salin(baru)
        return baru.tutup(manifes)
    except BaseException:
        baru.lepas()
        raise


def _salin(baru: ArsipBaru) -> Manifes:
    # Files first: the sooner they are read, the fewer can go meanwhile.
    hilang = [nama for nama in bentuk.berkas_bernama() if not _salin_berkas(baru, nama)]
    isi = hitung.dari_basis_data()
    tabel = []
    for model in bentuk.daftar():
        _salin_tabel(baru, model)
        nama = model._meta.label
        tabel.append(
            {
                "nama": nama,
                "kolom": [k.attname for k in bentuk.kolom(model)],
                "baris": isi.baris[nama],
                "nomor_terakhir": bentuk.nomor_terakhir(model),
            }
        )
    return {
        "dibuat_pada": timezone.localtime().isoformat(),
        "basis_data": connection.vendor,
        "migrasi": bentuk.migrasi(),
        "tabel": tabel,
        "tahun": isi.tahun,
        "berkas_hilang": sorted(hilang),
    }


def _salin_berkas(baru: ArsipBaru, nama: str) -> bool:
    """Whether the file was there."""
    try:
        masuk = default_storage.open(nama)
    except FileNotFoundError:
        return False
    with masuk, baru.tulis(AWAL_BERKAS + nama, mampat=False) as tambah:
        for isi in masuk.chunks(arsip.POTONGAN):
            tambah(isi)
    return True


def _salin_tabel(baru: ArsipBaru, model: bentuk.Model) -> None:
    tulis = bentuk.penulis(model)
    nilai = semua(model).order_by("pk").values_list(*[k.attname for k in bentuk.kolom(model)])
    with baru.tulis(hitung.nama_anggota(model), mampat=True) as tambah:
        for satu in nilai.iterator(SEKALI_BACA):
            tambah(tulis(satu))
