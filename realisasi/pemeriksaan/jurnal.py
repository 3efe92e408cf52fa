"""Rows held against the journal: what it says of a row must be what the row says.

Rows and entries are both read in the order of the row's key and walked through side by side: two
queries for a table, and no more than one row with its entries in memory. Columns that the journal
leaves out or hides cannot be held against it, nor can the members of a many-to-many field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from auditlog.diff import get_field_value
from auditlog.registry import auditlog
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.encoding import smart_str

from realisasi.models import KendalaVersi, PeringatanVersi, RincianVersi, VersiLaporan
from realisasi.pemeriksaan.temuan import Temuan
from realisasi.potret import semua
from satker.models import CatatanJurnal
from satker.tetap import TidakDapatDiubah

Model = type[models.Model]
VERSI: tuple[Model, ...] = (VersiLaporan, RincianVersi, PeringatanVersi, KendalaVersi)
SEKALI_BACA = 2000
KOSONG = "None"  # as the journal writes what is not there


def versi_berubah() -> Iterator[Temuan]:
    """What belongs to a version, and is not as it was when that was submitted; or came or went since."""
    for model in VERSI:
        yield from _banding(model)


def tanpa_jurnal() -> Iterator[Temuan]:
    """Every other row that the journal does not know, or knows to be different."""
    for model in sorted(auditlog.get_models(), key=lambda m: m._meta.label):
        if model not in VERSI:
            yield from _banding(model)


@dataclass
class _Tercatat:
    """What the entries of one row say of it by now."""

    kunci: Any
    sebutan: str = ""
    dibuat: bool = False
    diubah: bool = False
    dihapus: bool = False
    nilai: dict[str, str] = field(default_factory=dict)

    def tambah(self, tindakan: int, sebutan: str, perubahan: dict[str, Any] | None) -> None:
        self.sebutan = sebutan
        # Of a many-to-many field an entry tells who came and went, not from what to what.
        baru = {k: v[1] for k, v in (perubahan or {}).items() if isinstance(v, list)}
        if tindakan == CatatanJurnal.Action.CREATE:
            self.dibuat, self.diubah, self.dihapus, self.nilai = True, False, False, baru
        elif tindakan == CatatanJurnal.Action.DELETE:
            self.dihapus = True
        elif tindakan == CatatanJurnal.Action.UPDATE:
            self.diubah = self.diubah or bool(baru)
            self.nilai |= baru


def _banding(model: Model) -> Iterator[Temuan]:
    kolom = _kolom_tercatat(model)
    catatan = _catatan(model)
    satu = next(catatan, None)
    for baris in semua(model).order_by("pk").iterator(SEKALI_BACA):
        kunci = _kunci(baris.pk)
        while satu is not None and satu.kunci < kunci:
            yield from _tanpa_baris(model, satu)
            satu = next(catatan, None)
        if satu is None or satu.kunci != kunci:
            yield _temuan(model, baris.pk, str(baris), "tidak ada catatan apa pun tentangnya di jurnal")
            continue
        yield from _beda(baris, satu, kolom)
        satu = next(catatan, None)
    while satu is not None:
        yield from _tanpa_baris(model, satu)
        satu = next(catatan, None)


def _kolom_tercatat(model: Model) -> list[Any]:
    pilihan = auditlog.get_model_fields(model)
    return [
        k for k in model._meta.concrete_fields
        if k.name in pilihan["include_fields"] and k.name not in pilihan["mask_fields"]
    ]  # fmt: skip


def _catatan(model: Model) -> Iterator[_Tercatat]:
    """What the journal says of the rows of a table, in the order of their keys."""
    # A key that is no number (a day) stands in the journal as text, in the same order.
    nama = "object_id" if isinstance(model._meta.pk, models.IntegerField) else "object_pk"
    entri = semua(CatatanJurnal).filter(content_type=ContentType.objects.get_for_model(model))
    urut: Iterable[Sequence[Any]] = (
        entri.exclude(**{nama: None})
        .order_by(nama, "pk")
        .values_list(nama, "action", "object_repr", "changes")
        .iterator(SEKALI_BACA)
    )
    for kunci, milik in groupby(urut, itemgetter(0)):
        tercatat = _Tercatat(kunci)
        for _, tindakan, sebutan, perubahan in milik:
            tercatat.tambah(tindakan, sebutan, perubahan)
        yield tercatat


def _kunci(pk: Any) -> Any:
    return pk.isoformat() if isinstance(pk, dt.date) else pk


def _tanpa_baris(model: Model, satu: _Tercatat) -> Iterator[Temuan]:
    if not satu.dihapus:
        yield _temuan(model, satu.kunci, satu.sebutan, "tidak ada lagi, padahal jurnal tidak mencatat penghapusannya")


def _beda(baris: models.Model, satu: _Tercatat, kolom: Iterable[Any]) -> Iterator[Temuan]:
    model = type(baris)
    if not satu.dibuat:
        yield _temuan(model, baris.pk, satu.sebutan, "pembuatannya tidak tercatat di jurnal")
        return
    if satu.dihapus:
        yield _temuan(model, baris.pk, satu.sebutan, "masih ada, padahal menurut jurnal sudah dihapus")
        return
    if satu.diubah and issubclass(model, TidakDapatDiubah):
        yield _temuan(model, baris.pk, satu.sebutan, "diubah sesudah dibuat, menurut jurnal sendiri")
    for k in kolom:
        kini = smart_str(get_field_value(baris, k))
        # A column that came later is named by no earlier entry, and holds its default in such a row.
        menurut = [satu.nilai[k.name]] if k.name in satu.nilai else [KOSONG, smart_str(k.get_default())]
        if kini not in menurut:
            kalimat = f"{k.verbose_name} sekarang “{kini}”, padahal menurut jurnal “{menurut[0]}”"
            yield _temuan(model, baris.pk, satu.sebutan, kalimat)


def _temuan(model: Model, pk: Any, sebutan: str, kalimat: str) -> Temuan:
    return Temuan(f"{model._meta.label_lower} {_kunci(pk)}", f"{model._meta.verbose_name} {sebutan}: {kalimat}.")
