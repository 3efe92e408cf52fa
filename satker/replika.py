"""Reading the pages of the dashboard from a streaming replica (setting `DATABASE_REPLICA_URL`).

Only what a view marked `boleh_dari_replika` reads of figures and of the journal, for GET and HEAD
and outside a transaction, goes there. Who somebody is and what they may see (accounts, roles,
sessions), every other page, every command and every write keep to the primary.

A replica is asked first how far it is, and is read only where it has

- all that was committed more than `REPLIKA_TERTINGGAL` seconds ago, and
- all that the one who asks has written: each form that is sent leaves the position of the
  primary's log in a signed cookie, so that it holds on every worker and host.

One that does not answer, or fails in the middle of a page, costs that page nothing but its time:
it is made anew from the primary, and the replica is left alone for `REPLIKA_COBA_LAGI` seconds.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Concatenate, NamedTuple, ParamSpec

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections, models
from django.http import HttpRequest, HttpResponse, HttpResponseBase

P = ParamSpec("P")
Halaman = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

logger = logging.getLogger(__name__)

REPLIKA = "replika"
KUKI = "posisi_tulis"
AMAN = frozenset({"GET", "HEAD"})
APLIKASI = "realisasi"
"""The app whose figures a replica may give; of all others only the journal."""
JURNAL = "satker.catatanjurnal"
SELA_CONTOH = 1.0
"""Seconds between two looks at the primary's position, in each process."""
UMUR_LEBIH = 60
"""Seconds that the cookie outlives the time after which no usable replica lacks what it stands for."""
PALING_AKHIR = (1 << 64) - 1
"""A position that no log reaches: who has it reads the primary."""

_dari_replika: ContextVar[bool] = ContextVar("dari_replika", default=False)


class Rute:
    """Which database a model is read from and written to; the primary unless a page says otherwise."""

    def db_for_read(self, model: type[models.Model], **_petunjuk: object) -> str:
        if not _dari_replika.get() or connections[DEFAULT_DB_ALIAS].in_atomic_block:
            return DEFAULT_DB_ALIAS
        boleh = model._meta.app_label == APLIKASI or model._meta.label_lower == JURNAL
        return REPLIKA if boleh else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[models.Model], **_petunjuk: object) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, obj1: models.Model, obj2: models.Model, **_petunjuk: object) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **_petunjuk: object) -> bool | None:
        return False if db == REPLIKA else None


# --- Pages ---------------------------------------------------------------------------
def boleh_dari_replika(view: Halaman[P]) -> Halaman[P]:
    """Let a page that only reads be some seconds old, so that a replica may serve its figures.

    It may run twice for one request: it must not write.
    """

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        terpasang = REPLIKA in settings.DATABASES and request.method in AMAN
        if not terpasang or not replika.dapat_dibaca(posisi_sendiri(request)):
            return view(request, *args, **kwargs)
        tanda = _dari_replika.set(True)
        try:
            return view(request, *args, **kwargs)
        except Error as galat:
            if not connections[REPLIKA].errors_occurred:  # it is the primary that failed
                raise
            replika.tinggalkan(galat)
        finally:
            _dari_replika.reset(tanda)
        return view(request, *args, **kwargs)

    return inner


class PosisiTulisMiddleware:
    """Notes after each request that may have written how far a replica must be for who sent it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method in AMAN:
            return response
        try:
            posisi = _posisi_utama()
        except Error:  # what was written is written; the answer to it must not fail now
            logger.warning("Posisi tulis tidak terbaca; pengirim membaca dari basis data utama.", exc_info=True)
            posisi = PALING_AKHIR
        response.set_signed_cookie(
            KUKI,
            f"{posisi:x}",
            salt=KUKI,
            max_age=settings.REPLIKA_TERTINGGAL + UMUR_LEBIH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


def posisi_sendiri(request: HttpRequest) -> int:
    """The position in the primary's log that who asks has written up to; 0 for who has not of late."""
    tertulis = request.get_signed_cookie(KUKI, default=None, salt=KUKI)
    return int(tertulis, 16) if tertulis else 0


# --- How far the replica is ------------------------------------------------------------
class Contoh(NamedTuple):
    """A look at the primary: all that was committed before `pada` (monotonic seconds) lies before `posisi`."""

    pada: float
    posisi: int


class Replika:
    """What this process knows of the replica. Threads may share it: what is kept is replaced, never changed."""

    def __init__(self) -> None:
        self._contoh: tuple[Contoh, ...] = ()
        self._coba_lagi = 0.0
        self._kabar = ""

    def dapat_dibaca(self, sendiri: int) -> bool:
        """Whether the replica answers, is recent enough for anybody, and has what lies before `sendiri`."""
        if time.monotonic() < self._coba_lagi:
            return False
        contoh = self._lihat_utama()
        try:
            posisi = _posisi_replika()
        except Error as galat:
            self.tinggalkan(galat)
            return False
        if posisi is None:
            self._kabarkan("bukan replika", logging.ERROR, "DATABASE_REPLICA_URL menunjuk server yang bukan replika.")
            return False
        batas = time.monotonic() - settings.REPLIKA_TERTINGGAL
        if not any(c.posisi <= posisi for c in contoh if c.pada >= batas):
            # Of a single new look it is not said yet: what it saw may be on its way.
            if any(c.posisi > posisi for c in contoh if c.pada < batas):
                self._kabarkan("tertinggal", logging.WARNING, "Replika tertinggal; dibaca dari basis data utama.")
            return False
        self._kabarkan("dibaca", logging.INFO, "Replika dibaca.")
        return posisi >= sendiri

    def tinggalkan(self, galat: Error) -> None:
        """Leave a replica that failed alone for a while, so that not every page waits for it."""
        connections[REPLIKA].close()
        self._coba_lagi = time.monotonic() + settings.REPLIKA_COBA_LAGI
        kata = " ".join(str(galat).split())
        self._kabarkan("hilang", logging.WARNING, f"Replika gagal; dibaca dari basis data utama: {kata}")

    def _lihat_utama(self) -> tuple[Contoh, ...]:
        """The looks at the primary that still tell something, with one of the last second."""
        sekarang = time.monotonic()
        if not self._contoh or sekarang - self._contoh[-1].pada >= SELA_CONTOH:
            berguna = (c for c in self._contoh if sekarang - c.pada <= 2 * settings.REPLIKA_TERTINGGAL + SELA_CONTOH)
            self._contoh = (*berguna, Contoh(sekarang, _posisi_utama()))
        return self._contoh

    def _kabarkan(self, kabar: str, tingkat: int, kalimat: str) -> None:
        """One line of log where something changed, not one for each page."""
        if kabar != self._kabar:
            self._kabar = kabar
            logger.log(tingkat, kalimat)


replika = Replika()


def _posisi_utama() -> int:
    with connections[DEFAULT_DB_ALIAS].cursor() as kursor:
        kursor.execute("SELECT pg_current_wal_lsn()::text")
        return _bilangan(kursor.fetchone()[0])


def _posisi_replika() -> int | None:
    """Up to where the replica has replayed the log; None where it is no replica (any longer)."""
    sambungan = connections[REPLIKA]
    if sambungan.connection is not None:
        try:
            return _tanya_replika()
        except Error:  # it was restarted since, perhaps: a new connection tells
            sambungan.close()
    return _tanya_replika()


def _tanya_replika() -> int | None:
    with connections[REPLIKA].cursor() as kursor:
        kursor.execute("SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()::text END")
        tertulis: str | None = kursor.fetchone()[0]
    return None if tertulis is None else _bilangan(tertulis)


def _bilangan(posisi: str) -> int:
    """`16/B374D848` as a number that can be compared."""
    atas, bawah = posisi.split("/")
    return (int(atas, 16) << 32) | int(bawah, 16)
