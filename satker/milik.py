"""Whose a row is: the satker, year, DIPA and report that it belongs to.

An entry of the journal keeps this from the moment it is written, so that who may read it, and
the history of one report, are asked by a column, also after the row itself is gone. A model
says what it belongs to when it is registered in the journal (`satker.jurnal.register`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

Jalur = tuple[str, ...]
"""Names of references from a row to what it belongs to; empty for the row itself."""


@dataclass(frozen=True)
class Aturan:
    """What rows of a model belong to.

    `sebagai` names the column of which such a row is a value itself ("satker", "dipa", ...),
    `induk` the references on which it hangs, `hari` a date that decides the year.
    """

    sebagai: str = ""
    induk: tuple[str, ...] = ()
    hari: str = ""


@dataclass(frozen=True)
class Milik:
    """The keys of what a row belongs to; None where there is none, or it is not known."""

    satker: int | None = None
    tahun: int | None = None
    dipa: int | None = None
    laporan: int | None = None

    @property
    def kolom(self) -> dict[str, int | None]:
        """As columns of an entry of the journal."""
        return {
            "id_satker": self.satker,
            "tahun": self.tahun,
            "id_dipa": self.dipa,
            "id_laporan": self.laporan,
        }


_aturan: dict[type[models.Model], Aturan] = {}


def catat_aturan(model: type[models.Model], aturan: Aturan) -> None:
    """Remember what rows of this model belong to."""
    _aturan[model] = aturan


def induk(model: type[models.Model]) -> tuple[str, ...]:
    """The references on which rows of this model hang."""
    return _aturan.get(model, Aturan()).induk


def milik_dari(objek: Sequence[models.Model]) -> list[Milik | None]:
    """What each of these rows of one model belongs to; None where what it hangs on is gone.

    References that were loaded with the rows are followed in memory; for all others there is
    one query, whatever the number of rows.
    """
    if not objek:
        return []
    model = type(objek[0])
    jalur = _jalur(model)
    hasil: list[dict[str, Any]] = []
    kurang: dict[str, set[Any]] = defaultdict(set)
    for satu in objek:
        isi: dict[str, Any] = {}
        for kolom, langkah in jalur.items():
            try:
                isi[kolom] = _ikuti(satu, langkah)
            except LookupError:
                kurang[langkah[0]].add(getattr(satu, f"{langkah[0]}_id"))
        if tanggal := _aturan.get(model, Aturan()).hari:
            kolom_hari: Any = model._meta.get_field(tanggal)
            hari = kolom_hari.to_python(getattr(satu, tanggal))
            isi["tahun"] = hari.year if isinstance(hari, dt.date) else None
        hasil.append(isi)
    dibaca = {nama: _baca(model, nama, kunci, jalur) for nama, kunci in kurang.items()}
    return [_lengkap(satu, isi, jalur, dibaca) for satu, isi in zip(objek, hasil, strict=True)]


def _lengkap(
    satu: models.Model,
    isi: dict[str, Any],
    jalur: Mapping[str, Jalur],
    dibaca: Mapping[str, Mapping[Any, Mapping[str, Any]]],
) -> Milik | None:
    for kolom, langkah in jalur.items():
        if kolom not in isi:
            baris = dibaca[langkah[0]].get(getattr(satu, f"{langkah[0]}_id"))
            if baris is None:
                return None
            isi[kolom] = baris[kolom]
    return Milik(**isi)


def _jalur(model: type[models.Model]) -> dict[str, Jalur]:
    """By column: which references lead from a row of this model to its value."""
    aturan = _aturan.get(model, Aturan())
    hasil: dict[str, Jalur] = {}
    for nama in aturan.induk:
        induk_model: Any = model._meta.get_field(nama).related_model
        hasil |= {kolom: (nama, *langkah) for kolom, langkah in _jalur(induk_model).items()}
    if aturan.sebagai:
        hasil[aturan.sebagai] = ()
    return hasil


def _ikuti(objek: models.Model, langkah: Jalur) -> Any:
    """The key at the end of these references; LookupError where one of them is not in memory."""
    if not langkah:
        return objek.pk
    nama, *sisa = langkah
    kunci = getattr(objek, f"{nama}_id")
    if not sisa or kunci is None:
        return kunci
    kolom: Any = objek._meta.get_field(nama)
    if not kolom.is_cached(objek):
        raise LookupError(nama)
    return _ikuti(getattr(objek, nama), tuple(sisa))


def _baca(
    model: type[models.Model], nama: str, kunci: set[Any], jalur: Mapping[str, Jalur]
) -> dict[Any, dict[str, Any]]:
    """What the rows under one reference belong to, by their key."""
    induk_model: Any = model._meta.get_field(nama).related_model
    ekor = {k: "__".join(langkah[1:]) + "_id" for k, langkah in jalur.items() if langkah[:1] == (nama,) and langkah[1:]}
    if any(langkah == (nama,) for langkah in jalur.values()):
        ekor |= {k: "pk" for k, langkah in jalur.items() if langkah == (nama,)}
    hasil: dict[Any, dict[str, Any]] = {}
    semua = list(kunci)
    for awal in range(0, len(semua), 500):
        baris = induk_model._default_manager.filter(pk__in=semua[awal : awal + 500])
        for pk, *nilai in baris.values_list("pk", *ekor.values()):
            hasil[pk] = dict(zip(ekor, nilai, strict=True))
    return hasil
