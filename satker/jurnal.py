"""The one journal of every change that matters.

Saves and deletes of registered models write their entry by signal (django-auditlog).
Bulk writes send no signals: they go through `create_bulk`, `update_bulk` and `delete_bulk` here, which
write the rows and their entries in one transaction. A test forbids any other bulk write
on these models.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from auditlog import get_logentry_model
from auditlog.context import disable_auditlog
from auditlog.diff import model_instance_diff
from auditlog.registry import auditlog
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import Case, Value, When
from django.db.models.functions import Cast
from django.db.models.signals import pre_save
from django.dispatch import Signal

from satker.milik import Aturan, Milik, catat_aturan, milik_dari
from satker.permintaan import request_id
from satker.tetap import TidakDapatDiubah

ditulis_banyak = Signal()
"""Sent after a bulk write, in its transaction: `sender` is the model, `objects` the rows written or deleted."""

Model = TypeVar("Model", bound=models.Model)


def register(
    *daftar: type[models.Model],
    exclude_fields: Sequence[str] = (),
    mask_fields: Sequence[str] = (),
    mask: str = "satker.jurnal.sembunyikan",
    m2m_fields: set[str] | None = None,
    milik: Aturan | None = None,
) -> None:
    """Have every save and delete of these models written to the journal.

    An entry holds the model's own columns: what other rows point to it has entries of its own.
    Members of a many-to-many field are no column of the row: `m2m_fields` names those whose
    coming and going is written too. Of `mask_fields` the journal says that they changed, not what to,
    or what the function named by `mask` makes of the text of both values.
    `milik` says what a row belongs to; entries of a model without it are for national roles alone.
    """
    for model in daftar:
        catat_aturan(model, milik or Aturan())
        kolom = [f.name for f in model._meta.concrete_fields if f.name not in exclude_fields]
        auditlog.register(
            model,
            include_fields=kolom,
            mask_fields=list(mask_fields),
            mask_callable=mask,
            m2m_fields=m2m_fields,
        )


def sembunyikan(nilai: str) -> str:
    """What stands in the journal for a value that nobody may read there; nothing stays nothing."""
    return nilai if nilai in {"", "None"} else "(disembunyikan)"


def create_bulk(model: type[Model], objects: Sequence[Model], batch_size: int = 500) -> list[Model]:
    """Insert many rows of a journaled model, with one journal entry each, all or nothing.

    Raises:
        LookupError: the model is not registered, so its changes would go unseen.

    """
    _pastikan_terdaftar(model)
    with transaction.atomic():
        saved = model._default_manager.bulk_create(objects, batch_size=batch_size)
        _catat(model, [(obj, model_instance_diff(None, obj)) for obj in saved], _tindakan().CREATE, batch_size)
        ditulis_banyak.send(sender=model, objects=saved)
    return saved


def create_tetap(model: type[Model], objects: Sequence[Model], batch_size: int = 500) -> list[Model]:
    """Insert many rows of a model that is a record itself: written once, so that there is nothing to journal.

    Raises:
        LookupError: rows of the model can be changed later, or the journal has to know of them.

    """
    if not issubclass(model, TidakDapatDiubah) or auditlog.contains(model):
        raise LookupError(f"{model.__name__} bukan catatan tetap, jadi ditulis lewat jurnal.")
    kumpulan: Any = model._default_manager
    saved: list[Model] = kumpulan.bulk_create(objects, batch_size=batch_size)
    return saved


def update_bulk(model: type[Model], objects: Sequence[Model], fields: Sequence[str], batch_size: int = 500) -> int:
    """Write these fields of many existing rows, with one journal entry for each that changed.

    The old values are read from the database, not believed from the objects. Returns how
    many rows changed.

    Raises:
        LookupError: the model is not registered, so its changes would go unseen; or one of
            the rows is not there. Nothing is written then.

    """
    _pastikan_terdaftar(model)
    acuan = [nama for nama in fields if model._meta.get_field(nama).is_relation]
    with transaction.atomic():
        lama: dict[Any, Model] = {}
        kunci = [obj.pk for obj in objects]
        for awal in range(0, len(kunci), batch_size):
            potongan = model._default_manager.select_related(*acuan) if acuan else model._default_manager.all()
            lama |= potongan.in_bulk(kunci[awal : awal + batch_size])
        berubah = []
        for obj in objects:
            if obj.pk not in lama:
                raise LookupError(f"{model.__name__} {obj.pk} tidak ada; tidak ada yang diubah.")
            if beda := model_instance_diff(lama[obj.pk], obj, fields_to_check=fields):
                berubah.append((obj, beda))
        _tulis(model, [obj for obj, _ in berubah], fields, batch_size)
        _catat(model, berubah, _tindakan().UPDATE, batch_size)
        ditulis_banyak.send(sender=model, objects=[obj for obj, _ in berubah])
    return len(berubah)


def delete_bulk(model: type[Model], objects: Sequence[Model], batch_size: int = 500) -> None:
    """Delete many rows of a journaled model, with one journal entry each, all or nothing.

    What hangs on them is deleted before, by its own call: an entry of its own says so.

    Raises:
        LookupError: the model is not registered; one of the rows is not there; or others would go with them.

    """
    _pastikan_terdaftar(model)
    with transaction.atomic():
        _catat(model, [(obj, model_instance_diff(obj, None)) for obj in objects], _tindakan().DELETE, batch_size)
        for awal in range(0, len(objects), batch_size):
            kunci = [obj.pk for obj in objects[awal : awal + batch_size]]
            with disable_auditlog():  # the entries stand there already
                terhapus, per_model = model._default_manager.filter(pk__in=kunci).delete()
            if (terhapus, set(per_model)) != (len(kunci), {model._meta.label}):
                raise LookupError(f"{model.__name__}: terhapus {per_model}, seharusnya {len(kunci)} baris itu saja.")
        ditulis_banyak.send(sender=model, objects=objects)


def _tulis(model: type[Model], objects: Sequence[Model], fields: Sequence[str], batch_size: int) -> None:
    """Write these fields as `bulk_update` does, but say what is the same for all rows once.

    Both in one statement, since a constraint may join what is the same with what is not.
    """
    kolom: dict[str, Any] = {nama: model._meta.get_field(nama) for nama in fields}
    muat = connection.ops.bulk_batch_size([model._meta.pk, model._meta.pk, *kolom.values()], objects)
    for awal in range(0, len(objects), potong := max(1, min(batch_size, muat))):
        bagian = objects[awal : awal + potong]
        isi = {nama: _isi_kolom(k, bagian) for nama, k in kolom.items()}
        model._default_manager.filter(pk__in=[obj.pk for obj in bagian]).update(**isi)


def _isi_kolom(kolom: Any, objects: Sequence[models.Model]) -> Any:
    """What a column of these rows is set to: one value, or one for each row."""
    nilai = [getattr(obj, kolom.attname) for obj in objects]
    if all(n == nilai[0] for n in nilai):
        return nilai[0]
    pilihan = [When(pk=obj.pk, then=Value(n, output_field=kolom)) for obj, n in zip(objects, nilai, strict=True)]
    hasil = Case(*pilihan, output_field=kolom)
    return Cast(hasil, output_field=kolom) if connection.features.requires_casted_case_in_updates else hasil


def milik_tercatat(objek: Sequence[models.Model]) -> list[Milik]:
    """What each of these rows of one model belongs to, to be kept with its entry.

    A row deleted along with what it hangs on may outlive that by a moment: then its own
    earlier entry tells.
    """
    return [ada or _milik_terakhir(satu) for satu, ada in zip(objek, milik_dari(objek), strict=True)]


def _milik_terakhir(objek: models.Model) -> Milik:
    tipe = ContentType.objects.get_for_model(objek)
    lama = _entri().objects.filter(content_type=tipe, object_pk=str(objek.pk)).order_by("-pk")
    baris = lama.values_list("id_satker", "tahun", "id_dipa", "id_laporan").first()
    return Milik(*baris) if baris else Milik()


def _pastikan_terdaftar(model: type[models.Model]) -> None:
    if not auditlog.contains(model):
        raise LookupError(f"{model.__name__} tidak terdaftar di jurnal.")


def _entri() -> Any:
    """The model of entries: ours, which is told to the library by name and builds on this module."""
    return get_logentry_model()


def _tindakan() -> Any:
    return _entri().Action


def _catat(
    model: type[Model], berubah: Sequence[tuple[Model, dict[str, Any] | None]], tindakan: int, batch_size: int
) -> None:
    """One entry for each row, with the actor and the request that are on at the moment."""
    entri = _entri()
    tipe = ContentType.objects.get_for_model(model)
    entries = []
    pemilik = milik_tercatat([obj for obj, _ in berubah])
    for (obj, beda), milik_siapa in zip(berubah, pemilik, strict=True):
        pk = obj.pk
        entries.append(
            entri(
                content_type=tipe,
                object_pk=str(pk),
                object_id=pk if isinstance(pk, int) else None,
                object_repr=str(obj),
                action=tindakan,
                changes=beda,
                cid=request_id(),
                **milik_siapa.kolom,
            )
        )
    for entry in entries:
        # Who acts is told by the library's own receiver. Its context must not be read here:
        # it is left as it was when a request or a `set_actor` has ended.
        pre_save.send(sender=entri, instance=entry, raw=False, using=None, update_fields=None)
    entri.objects.bulk_create(entries, batch_size=batch_size)
