"""Names of what entries of the journal speak of, read for a whole page at once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model

from realisasi.kalender import TRIWULAN, nama_triwulan
from realisasi.models import (
    Dipa,
    Impor,
    JenisImpor,
    KategoriKendala,
    Kendala,
    LaporanTriwulan,
    PeriodePelaporan,
    RevisiDipa,
    TahunAnggaran,
    VersiLaporan,
)
from satker.models import CatatanJurnal, Pengguna, Provinsi, Satker

KUNCI = re.compile(r"[0-9]{1,18}")
"""A key that every database can hold."""

# How a row is called where another points to it: the columns to read, and what is made of them.
PENYEBUT: dict[type[Model], tuple[tuple[str, ...], Callable[..., str]]] = {
    Pengguna: (("nama", "username"), lambda nama, username: nama or username),
    Provinsi: (("nama",), str),
    VersiLaporan: (("nomor",), lambda nomor: f"versi ke-{nomor}"),
    RevisiDipa: (("nomor",), lambda nomor: f"revisi ke-{nomor}"),
    LaporanTriwulan: (("triwulan", "dipa__tahun_id"), lambda tw, tahun: f"{sebut_triwulan(tw)} {tahun}"),
    PeriodePelaporan: (("triwulan", "tahun_id"), lambda tw, tahun: f"{sebut_triwulan(tw)} {tahun}"),
    Impor: (("id", "jenis"), lambda nomor, jenis: f"impor {nomor} ({JenisImpor(jenis).label})"),
    Kendala: (("kategori", "uraian"), lambda kategori, uraian: f"{sebut_kategori(kategori)}: {uraian[:60]}"),
}


def sebut_satker(satker: Satker) -> str:
    """A satker by its province, the short way."""
    return satker.provinsi.nama_pendek


def sebut_triwulan(triwulan: int) -> str:
    """`TW II`; a number that is no quarter stands for itself."""
    return nama_triwulan(triwulan) if triwulan in TRIWULAN else str(triwulan)


def sebut_kategori(kategori: str) -> str:
    """A category of kendala in words; one that is not known any more stands for itself."""
    return KategoriKendala(kategori).label if kategori in KategoriKendala.values else kategori


def kolom_model(catatan: CatatanJurnal, nama: str) -> Field[Any, Any] | None:
    """The field of which a changed column is; None where the model or the column is gone."""
    model = catatan.content_type.model_class()
    try:
        kolom: Any = model._meta.get_field(nama) if model else None
    except FieldDoesNotExist:
        return None
    return kolom


class Nama:
    """The names that these entries need, in a number of queries that does not depend on their number."""

    def __init__(self, catatan: Sequence[CatatanJurnal]) -> None:
        satker = list(Satker.objects.values_list("pk", "kode", "provinsi__nama_pendek"))
        seprovinsi = Counter(provinsi for _, _, provinsi in satker)
        self._satker = {
            pk: f"{provinsi} {kode}" if seprovinsi[provinsi] > 1 else provinsi for pk, kode, provinsi in satker
        }
        self._kode = {kode: self._satker[pk] for pk, kode, _ in satker}
        acuan = _acuan(catatan)
        kunci = {c.id_dipa for c in catatan if c.id_dipa} | acuan.pop(Dipa, set())
        self._dipa = {
            pk: (tahun, satker_id, kewenangan)
            for pk, tahun, satker_id, kewenangan in Dipa.objects.filter(pk__in=kunci).values_list(
                "pk", "tahun_id", "satker_id", "kewenangan"
            )
        }
        self._lain: dict[type[Model], dict[str, str]] = {}
        for model, kunci_model in acuan.items():
            if model in PENYEBUT:
                kolom, sebut = PENYEBUT[model]
                baris = model._default_manager.filter(pk__in=kunci_model).values_list("pk", *kolom)
                self._lain[model] = {str(pk): sebut(*nilai) for pk, *nilai in baris}

    def satker(self, pk: int | None) -> str:
        """`Riau`, with the code where a province has several; empty for one that is gone."""
        return self._satker.get(pk or 0, "")

    def satker_berkode(self, kode: str) -> str:
        """The same by the code; the code itself for one that is gone."""
        return self._kode.get(kode, kode)

    def ada_dipa(self, pk: int | None) -> bool:
        """Whether the DIPA is still there."""
        return pk in self._dipa

    def dipa(self, pk: int | None) -> str:
        """`2026 Riau (TP)`; empty for one that is gone."""
        if pk not in self._dipa:
            return ""
        tahun, satker_id, kewenangan = self._dipa[pk or 0]
        return f"{tahun} {self.satker(satker_id)} ({kewenangan})"

    def laporan(self, pk: int | None, triwulan: str) -> str:
        """`TW II 2026 Riau (TP)`, by the DIPA; empty where that is gone."""
        dipa = self.dipa(pk)
        return f"{triwulan} {dipa}" if dipa else ""

    def acuan(self, model: type[Model], kunci: str) -> str:
        """What a reference points to; one that is gone is called by its number."""
        if model is TahunAnggaran:
            return kunci
        if model in {Satker, Dipa}:
            pk = int(kunci) if KUNCI.fullmatch(kunci) else 0
            nama = self.satker(pk) if model is Satker else self.dipa(pk)
        else:
            nama = self._lain.get(model, {}).get(kunci, "")
        return nama or f"nomor {kunci}, sudah tidak ada"


def _acuan(catatan: Iterable[CatatanJurnal]) -> dict[type[Model], set[Any]]:
    """By model: the keys to which changed references point."""
    hasil: dict[type[Model], set[Any]] = defaultdict(set)
    for c in catatan:
        for nama, nilai in (c.changes or {}).items():
            kolom = kolom_model(c, nama)
            if kolom is None or kolom.related_model is None or not isinstance(nilai, list):
                continue
            hasil[kolom.related_model].update(k for k in nilai if isinstance(k, str) and KUNCI.fullmatch(k))
    return hasil
