"""The request at hand: its id, which ties journal, log and error page together, and a line of log for each.

Where there is none, the command at hand: who the journal names for what it changes.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("satker.permintaan")

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
_permintaan: ContextVar[HttpRequest | None] = ContextVar("permintaan", default=None)
NOMOR = "nomor_permintaan"
"""Where a request carries its id: Django logs 404 and other refusals after the middleware has ended."""
_petugas: ContextVar[str] = ContextVar("petugas", default="")


def request_id(permintaan: object = None) -> str | None:
    """The id that ties all entries of one request together: of this one, else of the one at hand, if any."""
    nomor: str | None = getattr(permintaan, NOMOR, None)
    return nomor or _request_id.get()


def id_pengguna(permintaan: object = None) -> int | None:
    """The id of who asks, if this request has looked already: a line of log costs no query."""
    pengguna: Any = getattr(permintaan or _permintaan.get(), "_cached_user", None)
    return getattr(pengguna, "pk", None)


def petugas() -> str:
    """Who changes without an account of the application; empty where nobody said so."""
    return _petugas.get()


@contextmanager
def sebagai_petugas(nama: str) -> Iterator[None]:
    """Have the journal name this instead of an account for what is changed meanwhile."""
    tanda = _petugas.set(nama)
    try:
        yield
    finally:
        _petugas.reset(tanda)


class RequestIdMiddleware:
    """Gives every request an id of its own; a header sent by the client is not believed.

    What is logged of it names the pattern of its address and no query: these hold keys of links.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nomor = uuid.uuid4().hex
        setattr(request, NOMOR, nomor)
        token, permintaan = _request_id.set(nomor), _permintaan.set(request)
        mulai = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = nomor
            _catat(request, response, time.perf_counter() - mulai)
            return response
        finally:
            _permintaan.reset(permintaan)
            _request_id.reset(token)


def _catat(request: HttpRequest, response: HttpResponse, detik: float) -> None:
    if request.resolver_match is None:  # a static file, or what reached no page: Django says so itself
        return
    logger.info(
        "permintaan",
        extra={
            "cara": request.method,
            "halaman": request.resolver_match.route,
            "status": response.status_code,
            "ms": round(detik * 1000),
        },
    )
