"""Noticing what changes a position, and having the summary of its DIPA made again.

Single writes are heard by the signals of Django, bulk writes by that of the journal, through which
every bulk write goes. So no place that writes has to think of the summary; one that writes much
says `sekali()`, and it is made once, at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete, post_migrate, post_save

from realisasi.models import Dipa, LaporanTriwulan, PaguRevisi, Rekap, RevisiDipa, RincianVersi
from realisasi.rekap.penyusunan import susun, susun_semua
from satker.jurnal import ditulis_banyak
from satker.models import Satker

_tertunda: ContextVar[set[int] | None] = ContextVar("rekap_tertunda", default=None)


@contextmanager
def sekali() -> Iterator[None]:
    """Make the summary once for all that is written within; inside the transaction of the change.

    Nothing is made where the block fails: the transaction takes back what was written.
    """
    if _tertunda.get() is not None:
        yield
        return
    tertunda: set[int] = set()
    penanda = _tertunda.set(tertunda)
    try:
        yield
    finally:
        _tertunda.reset(penanda)
    susun(tertunda)


def tandai(dipa: Collection[int]) -> None:
    """Say that positions of these DIPA may have changed."""
    tertunda = _tertunda.get()
    if tertunda is not None:
        tertunda.update(dipa)
    elif dipa:
        susun(dipa)


def pasang() -> None:
    """Listen; called once, when the application starts."""
    for model in (Dipa, RevisiDipa, PaguRevisi, LaporanTriwulan, RincianVersi):
        post_save.connect(_disimpan, sender=model, dispatch_uid="rekap")
        post_delete.connect(_dihapus, sender=model, dispatch_uid="rekap")
    post_save.connect(_satker_disimpan, sender=Satker, dispatch_uid="rekap")
    ditulis_banyak.connect(_ditulis_banyak, dispatch_uid="rekap")
    post_migrate.connect(_sesudah_migrasi, sender=apps.get_app_config("realisasi"), dispatch_uid="rekap")


def _disimpan(instance: models.Model, *, raw: bool = False, **_: object) -> None:
    if raw:
        return  # what a fixture brings is not whole yet; `susun_ulang_rekap` makes the summary after it
    if not (isinstance(instance, LaporanTriwulan) and _sudah_sama(instance)):
        tandai(_dipa([instance]))


def _satker_disimpan(instance: Satker, *, raw: bool = False, created: bool = False, **_: object) -> None:
    """Lists name the satker as it is today. In bulk (imports) only what no list shows changes."""
    if not (raw or created):
        tandai(set(Dipa.objects.filter(satker=instance).order_by().values_list("pk", flat=True)))


def _dihapus(instance: models.Model, origin: object = None, **_: object) -> None:
    # With the DIPA itself its summary goes by cascade, and must not come back.
    banyak = isinstance(origin, QuerySet)
    asal = origin.model if isinstance(origin, QuerySet) else type(origin)
    if asal not in {RevisiDipa, PaguRevisi, LaporanTriwulan}:
        return
    # Of rows that are selected and deleted at once, revisions tell for the amounts that go with them;
    # amounts alone are deleted so through the journal, which tells of them itself.
    if not (banyak and isinstance(instance, PaguRevisi)):
        tandai(_dipa([instance]))


def _ditulis_banyak(objects: Sequence[models.Model], **_: object) -> None:
    tandai(_dipa(objects))


def _sesudah_migrasi(**_: object) -> None:
    """An installation from before the summary gets it with the migration that brings the table.

    All of it or nothing, so that one that is broken off is made the next time. The tables are not there
    where only another app is migrated, or where migrations are taken back.
    """
    if not {Dipa._meta.db_table, Rekap._meta.db_table} <= set(connection.introspection.table_names()):
        return
    with transaction.atomic():
        if Dipa.objects.exists() and not Rekap.objects.exists():
            susun_semua()


def _dipa(baris: Sequence[models.Model]) -> set[int]:
    """The DIPA whose positions rest on these rows of one model; none for versions that no report points to."""
    contoh = baris[0] if baris else None
    if isinstance(contoh, Dipa):
        return {satu.pk for satu in baris}
    if isinstance(contoh, RevisiDipa | LaporanTriwulan):
        return {satu.dipa_id for satu in baris}  # type: ignore[attr-defined]
    if isinstance(contoh, PaguRevisi):
        revisi = {satu.revisi_id for satu in baris}  # type: ignore[attr-defined]
        return set(RevisiDipa.objects.filter(pk__in=revisi).values_list("dipa", flat=True))
    if isinstance(contoh, RincianVersi):
        versi = {satu.versi_id for satu in baris}  # type: ignore[attr-defined]
        ditunjuk = Q(versi_diajukan__in=versi) | Q(versi_terverifikasi__in=versi)
        return set(LaporanTriwulan.objects.filter(ditunjuk).order_by().values_list("dipa", flat=True))
    return set()


def _sudah_sama(laporan: LaporanTriwulan) -> bool:
    """Whether the summary says of a report what it says itself: drafts are saved often, and count nowhere."""
    tercatat = Rekap.objects.filter(dipa=laporan.dipa_id, triwulan=laporan.triwulan).values_list(
        "status_laporan", "versi_diajukan", "versi_terverifikasi"
    )
    kini = (laporan.status, laporan.versi_diajukan_id, laporan.versi_terverifikasi_id)
    return bool(tercatat) and all(baris == kini for baris in tercatat)
