"""What is kept beside the figures: files, frozen packs, the register of imports."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from realisasi import simpanan_beku
from realisasi.cadangan import bentuk
from realisasi.models import Impor, KeadaanImpor, Pembekuan, PembekuanDipa
from realisasi.pemeriksaan.temuan import Temuan
from realisasi.potret import semua

SEKALI = 500
MASIH_DITULIS = dt.timedelta(hours=1)
"""How long a file may be there before its row: it is stored first, and the transaction ends later."""


def berkas() -> Iterator[Temuan]:
    """Rows whose file is missing or another one, and files that no row names."""
    for model, kolom in bentuk.kolom_berkas():
        for baris in semua(model).order_by("pk").iterator(SEKALI):
            yield from _berkas_baris(baris, kolom.name)
    tersimpan = iter(bentuk.berkas_tersimpan())
    while nama := list(islice(tersimpan, SEKALI)):
        yield from _tanpa_pemilik(nama)


def _berkas_baris(baris: Any, kolom: str) -> Iterator[Temuan]:
    nama = getattr(baris, kolom).name
    sidik = _sidik(nama) if nama else None
    # Missing is also what was let go, together with its row, between the one look and the other.
    if sidik != baris.sha256 and semua(type(baris)).filter(pk=baris.pk).exists():
        kata = "tidak ada di folder berkas" if sidik is None else "isinya bukan lagi yang diunggah"
        yield Temuan(f"{baris._meta.label_lower} {baris.pk}", f"Berkas {baris.nama} ({nama or 'tanpa nama'}) {kata}.")


def _sidik(nama: str) -> str | None:
    """The hash of a stored file; None where there is none."""
    hitung = hashlib.sha256()
    try:
        with default_storage.open(nama) as isi:
            for potongan in isi.chunks():
                hitung.update(potongan)
    except FileNotFoundError:
        return None
    return hitung.hexdigest()


def _tanpa_pemilik(nama: Sequence[str]) -> Iterator[Temuan]:
    bernama: set[str] = set()
    for model, kolom in bentuk.kolom_berkas():
        bernama |= set(semua(model).filter(**{f"{kolom.name}__in": nama}).values_list(kolom.name, flat=True))
    for satu in nama:
        if satu not in bernama and _sudah_lama(satu):
            yield Temuan(satu, f"Berkas {satu} tersimpan, tetapi tidak ada baris yang menyebutnya.")


def _sudah_lama(nama: str) -> bool:
    try:
        return timezone.now() - default_storage.get_modified_time(nama) > MASIH_DITULIS
    except FileNotFoundError:
        return False


def paket() -> Iterator[Temuan]:
    """Frozen packs that do not say what was frozen. One query for each pack."""
    for satu in semua(Pembekuan).order_by("pk"):
        dipa = semua(PembekuanDipa).filter(pembekuan=satu).order_by("urutan")
        if simpanan_beku.sidik(satu, dipa) != satu.sidik:
            yield Temuan(
                f"realisasi.pembekuan {satu.pk}",
                f"Paket {satu}: isinya tidak sama lagi dengan yang dibekukan.",
            )


def impor() -> Iterator[Temuan]:
    """Imports that were applied, undone since or not, without every item that they changed."""
    diterapkan = (
        semua(Impor)
        .exclude(keadaan=KeadaanImpor.PRATINJAU)
        .annotate(jumlah=Count("butir"), terakhir=Max("butir__urutan"))
    )
    for satu in diterapkan.filter(Q(jumlah=0) | ~Q(jumlah=F("terakhir"))).order_by("pk"):
        seharusnya = f"sedikitnya {satu.terakhir}" if satu.terakhir else "satu atau lebih"
        yield Temuan(
            f"realisasi.impor {satu.pk}",
            f"{satu} sudah diterapkan, tetapi butirnya {satu.jumlah}, seharusnya {seharusnya}.",
        )
