"""The one journal of every change that matters.

Saves and deletes of registered models write their entry by signal (django-auditlog).
Bulk writes send no signals: they go through `create_bulk` here, which writes the rows and
their entries in one transaction. A test forbids any other bulk write on these models.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar

from auditlog.context import auditlog_value
from auditlog.diff import model_instance_diff
from auditlog.registry import auditlog
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

Model = TypeVar("Model", bound=models.Model)

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


def request_id() -> str | None:
    """The id that ties all entries of one request together; None outside a request."""
    return _request_id.get()


class RequestIdMiddleware:
    """Gives every request an id of its own; a header sent by the client is not believed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request_id.set(uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = _request_id.get() or ""
            return response
        finally:
            _request_id.reset(token)


def register(*daftar: type[models.Model], exclude_fields: list[str] | None = None) -> None:
    """Have every save and delete of these models written to the journal."""
    for model in daftar:
        auditlog.register(model, exclude_fields=exclude_fields)


def create_bulk(model: type[Model], objects: Sequence[Model], batch_size: int = 500) -> list[Model]:
    """Insert many rows of a journaled model, with one journal entry each, all or nothing.

    Raises:
        LookupError: the model is not registered, so its changes would go unseen.
    """
    from satker.models import CatatanJurnal

    if not auditlog.contains(model):
        raise LookupError(f"{model.__name__} tidak terdaftar di jurnal.")
    konteks: dict[str, Any] = auditlog_value.get({})
    actor = konteks.get("actor")
    with transaction.atomic():
        saved = model._default_manager.bulk_create(objects, batch_size=batch_size)
        tipe = ContentType.objects.get_for_model(model)
        entries = []
        for obj in saved:
            pk = obj.pk
            entry = CatatanJurnal(
                content_type=tipe,
                object_pk=str(pk),
                object_id=pk if isinstance(pk, int) else None,
                object_repr=str(obj),
                action=CatatanJurnal.Action.CREATE,
                changes=model_instance_diff(None, obj),
                actor=actor,
                actor_email=getattr(actor, "email", None),
                cid=request_id(),
            )
            entry.isi_nama_pelaku()
            entries.append(entry)
        CatatanJurnal.objects.bulk_create(entries, batch_size=batch_size)
    return saved
