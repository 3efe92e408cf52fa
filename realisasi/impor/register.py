"""The register of imports: the files as they came, and the preview that was shown of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from realisasi.bukti import bersihkan_nama
from realisasi.impor.bacaan import JenisImpor, Pilihan
from realisasi.impor.rencana import Rencana
from realisasi.models import BerkasImpor, Impor, KeadaanImpor
from realisasi.simpanan_berkas import berkas_bertahan, simpan
from satker.models import Pengguna

NAMA_PERINTAH = "perintah impor"
"""What an import is signed with that the command made: nobody is signed in there."""
BENTUK_TERPANJANG = 100
UMUR_PRATINJAU = dt.timedelta(days=30)
"""How long a preview waits to be applied. What was applied is kept for good."""
_SEKALI_BUANG = 20  # so that no upload waits long for what others left behind


@dataclass(frozen=True)
class BerkasMasuk:
    """A file as it came in; `bentuk` names the layout that it was read as."""

    nama: str
    isi: bytes | Path
    bentuk: str = ""


def catat_pratinjau(
    rencana: Rencana, pilihan: Pilihan, pengguna: Pengguna | None, berkas: Sequence[BerkasMasuk]
) -> Impor:
    """Keep the files and what the preview said of them; nothing else is written.

    Call it within `berkas_bertahan` where more is written in the same transaction.

    Raises:
        TidakTersimpan: the disk would not have a file.

    """
    with berkas_bertahan() as tersimpan:
        impor = Impor.objects.create(
            jenis=rencana.jenis,
            pilihan=simpan_pilihan(pilihan),
            ringkasan=rencana.ringkasan(),
            sidik=rencana.sidik,
            dibuat_oleh=pengguna,
            nama_pembuat=nama(pengguna),
            dibuat_pada=timezone.now(),
        )
        terpakai: set[str] = set()
        for satu in berkas:
            simpanan = _berkas(impor, satu, terpakai)
            tersimpan.append(simpanan.berkas.name or "")
            simpanan.save()
    return impor


def perbarui_pratinjau(impor: Impor, rencana: Rencana) -> None:
    """Show a new preview of the same files: the database has changed since the one before."""
    impor.ringkasan = rencana.ringkasan()
    impor.sidik = rencana.sidik
    impor.save()


@transaction.atomic
def buang_pratinjau_lama() -> int:
    """Clear away previews that nobody applied within `UMUR_PRATINJAU`, with their files; how many.

    The journal keeps that they were there: by whom, of which files, with which fingerprint.
    """
    batas = timezone.now() - UMUR_PRATINJAU
    # One that is being applied at this very moment is locked, and left to be so.
    lama = Impor.objects.filter(keadaan=KeadaanImpor.PRATINJAU, dibuat_pada__lt=batas)
    dibuang = list(lama.select_for_update(skip_locked=True).order_by("pk")[:_SEKALI_BUANG])
    for impor in dibuang:
        for satu in impor.berkas.all():
            transaction.on_commit(partial(default_storage.delete, satu.berkas.name or ""))
            satu.delete()
        impor.delete()
    return len(dibuang)


def nama(pengguna: Pengguna | None) -> str:
    """Who it was, in words."""
    return pengguna.get_full_name() if pengguna else NAMA_PERINTAH


def _berkas(impor: Impor, masuk: BerkasMasuk, terpakai: set[str]) -> BerkasImpor:
    """The row of a file, stored already; a name that stands there twice gets a number."""
    polos = bersihkan_nama(masuk.nama) or "berkas"
    nama_berkas, ke = polos, 1
    while nama_berkas in terpakai:
        ke += 1
        nama_berkas = f"{polos[:140]} ({ke})"
    terpakai.add(nama_berkas)
    baris = BerkasImpor(impor=impor, nama=nama_berkas, bentuk=masuk.bentuk[:BENTUK_TERPANJANG])
    if isinstance(masuk.isi, Path):
        with masuk.isi.open("rb") as f:
            baris.sha256 = hashlib.file_digest(f, "sha256").hexdigest()
            f.seek(0)
            simpan(baris.berkas, nama_berkas, File(f))
    else:
        baris.sha256 = hashlib.sha256(masuk.isi).hexdigest()
        simpan(baris.berkas, nama_berkas, ContentFile(masuk.isi))
    baris.ukuran = baris.berkas.size
    return baris


# --- What the user chose, as JSON ----------------------------------------------------


def simpan_pilihan(pilihan: Pilihan) -> dict[str, Any]:
    """As the register keeps it; what was not chosen is left out."""
    return {
        kunci: nilai.isoformat() if isinstance(nilai, dt.date) else nilai
        for kunci, nilai in asdict(pilihan).items()
        if nilai is not None
    }


def baca_pilihan(impor: Impor) -> tuple[JenisImpor, Pilihan]:
    """What was imported, and what was chosen for it."""
    isi = dict(impor.pilihan)
    for kunci in ("berlaku_sejak", "tanggal_data"):
        if kunci in isi:
            isi[kunci] = dt.date.fromisoformat(isi[kunci])
    return JenisImpor(impor.jenis), Pilihan(**isi)
