"""Restoring a backup into an empty installation, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from realisasi import rekap
from realisasi.cadangan import arsip, bentuk, hitung
from realisasi.cadangan.arsip import Arsip, CadanganDitolak, Manifes
from realisasi.cadangan.hitung import Kabar
from realisasi.cadangan.tulis import AWAL_BERKAS, cocokkan, tercatat
from realisasi.potret import semua
from realisasi.rupiah import angka

SEKALI_TULIS = 500
NILAI_TERBANYAK = 900  # in one statement; SQLite may be built to take 999


def pulihkan(asal: Path, kabar: Kabar) -> Manifes:
    """Verify a backup, make the tables, and load it in one transaction; returns its manifest.

    The journal is restored as it was; the restore itself adds nothing to it.

    Raises:
        CadanganDitolak: the backup is damaged or of another version of the application, or
            something is here already. Nothing is left behind then but empty tables.

    """
    kabar("Memeriksa cadangan")
    with arsip.buka(asal) as isi:
        _tolak_versi_lain(isi.manifes)
        _tolak_berisi()
        cocokkan(isi)
        kabar("Menyiapkan tabel")
        call_command("migrate", interactive=False, verbosity=0)
        ContentType.objects.clear_cache()
        kabar("Memuat isi cadangan")
        try:
            with _berkas_bertahan() as tertulis, transaction.atomic():
                _muat_semua(isi, tertulis)
        except (DatabaseError, SuspiciousOperation) as galat:
            raise CadanganDitolak(f"Isi cadangan ditolak ({galat}); tidak ada yang dipulihkan.") from galat
    ContentType.objects.clear_cache()
    if connection.vendor == "postgresql":
        # Until the server looks by itself it would plan for empty tables.
        with connection.cursor() as kursor:
            kursor.execute("ANALYZE")
    return isi.manifes


def _muat_semua(isi: Arsip, tertulis: list[str]) -> None:
    _kunci()
    _tolak_berisi()
    for tabel, model in zip(isi.manifes["tabel"], bentuk.daftar(), strict=True):
        _muat(isi, model)
        if tabel["nomor_terakhir"] is not None:
            bentuk.setel_nomor(model, tabel["nomor_terakhir"])
    connection.check_constraints()
    _muat_berkas(isi, tertulis)
    rekap.susun_semua()
    if hitung.dari_basis_data() != tercatat(isi.manifes):
        raise CadanganDitolak("Yang dimuat tidak sama jumlahnya dengan cadangan; tidak ada yang dipulihkan.")


def _tolak_versi_lain(manifes: Manifes) -> None:
    milik, kini = ({tuple(m) for m in daftar} for daftar in (manifes["migrasi"], bentuk.migrasi()))
    if beda := sorted(milik ^ kini):
        nama = ", ".join(".".join(m) for m in beda[:3])
        siapa = "lebih lama" if milik < kini else "lebih baru" if kini < milik else "lain"
        raise CadanganDitolak(
            f"Cadangan ini dibuat oleh versi aplikasi yang {siapa} (beda migrasi: {nama}). Pasang versi itu, pulihkan "
            "di sana, lalu naikkan versinya dengan manage.py migrate."
        )
    kolom = {t["nama"]: t["kolom"] for t in manifes["tabel"]}
    if kolom != {m._meta.label: [k.attname for k in bentuk.kolom(m)] for m in bentuk.daftar()}:
        raise CadanganDitolak("Kolom tabel dalam cadangan ini tidak sama dengan versi aplikasi ini.")


def _tolak_berisi() -> None:
    """Only an installation without a row and without a file takes a backup."""
    tabel = set(connection.introspection.table_names())
    # A row that joins two others says nothing that these do not, under a name that nobody knows.
    sendiri = [m for m in bentuk.daftar() if m._meta.db_table in tabel and not m._meta.auto_created]
    ada = {m: semua(m).count() for m in sendiri}
    if berisi := [f"{angka(n)} {m._meta.verbose_name}" for m, n in ada.items() if n]:
        lain = f", dan {len(berisi) - 5} tabel lain" if len(berisi) > 5 else ""  # noqa: PLR2004  (enough to see)
        raise CadanganDitolak(
            f"Pemasangan ini tidak kosong: ada {', '.join(berisi[:5])}{lain}. Pulihkan ke basis data yang kosong."
        )
    if berkas := sum(1 for _ in bentuk.berkas_tersimpan()):
        raise CadanganDitolak(
            f"Folder berkas (MEDIA_ROOT) tidak kosong: ada {angka(berkas)} berkas. Pindahkan isinya, atau tunjuk "
            "folder lain, lalu ulangi."
        )


def _kunci() -> None:
    """Nobody else writes until the end; on SQLite the transaction has seen to that."""
    if connection.vendor == "postgresql":
        nama = ", ".join(connection.ops.quote_name(m._meta.db_table) for m in bentuk.daftar())
        with connection.cursor() as kursor:
            kursor.execute(f"LOCK TABLE {nama} IN SHARE ROW EXCLUSIVE MODE")


def _muat(isi: Arsip, model: bentuk.Model) -> None:
    """Write the rows as they were: neither defaults, nor signals, nor the journal have a say in it."""
    kolom = [connection.ops.quote_name(k.column) for k in bentuk.kolom(model)]
    tabel = connection.ops.quote_name(model._meta.db_table)
    baca = bentuk.pembaca(model)
    baris = map(baca, isi.baris(hitung.nama_anggota(model)))
    with connection.cursor() as kursor:
        while potongan := list(islice(baris, min(SEKALI_TULIS, NILAI_TERBANYAK // len(kolom)))):
            kursor.execute(_sisipan(tabel, kolom, len(potongan)), [n for satu in potongan for n in satu])


def _sisipan(tabel: str, kolom: Sequence[str], baris: int) -> str:
    satu = f"({', '.join(['%s'] * len(kolom))})"
    return f"INSERT INTO {tabel} ({', '.join(kolom)}) VALUES {', '.join([satu] * baris)}"  # noqa: S608  (names of the schema)


def _muat_berkas(isi: Arsip, tertulis: list[str]) -> None:
    for anggota in isi.manifes["anggota"]:
        if anggota.startswith(AWAL_BERKAS):
            nama = anggota.removeprefix(AWAL_BERKAS)
            if default_storage.exists(nama):
                raise CadanganDitolak(f"Berkas {nama} sudah ada di folder berkas; tidak ada yang dipulihkan.")
            tertulis.append(nama)  # first: a full disk leaves half of it
            with isi.buka(anggota) as masuk:
                default_storage.save(nama, File(masuk))


@contextmanager
def _berkas_bertahan() -> Iterator[list[str]]:
    """Delete the stored files named in the list where the transaction was undone."""
    tertulis: list[str] = []
    try:
        yield tertulis
    except BaseException:
        for nama in tertulis:
            default_storage.delete(nama)
        raise


def ringkas(manifes: Manifes) -> list[str]:
    """What a backup holds, in sentences."""
    baris = tercatat(manifes).baris
    berkas = [nama for nama in manifes["anggota"] if nama.startswith(AWAL_BERKAS)]
    return [
        (
            f"{angka(sum(baris.values()))} baris dalam {len(baris)} tabel, "
            f"{angka(baris['satker.CatatanJurnal'])} di antaranya catatan jurnal; {angka(len(berkas))} berkas."
        ),
        *(
            f"{tahun}: pagu semua revisi {angka(n['pagu'])}, blokir {angka(n['blokir'])}, "
            f"realisasi semua versi {angka(n['realisasi'])} rupiah."
            for tahun, n in sorted(manifes["tahun"].items())
        ),
        *(f"Peringatan: berkas {nama} disebut basis data tetapi tidak ada." for nama in manifes["berkas_hilang"]),
    ]
