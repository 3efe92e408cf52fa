"""The project as a server runs it, with a trap: a process that kills itself in the middle of a request.

The header `X-Putus` says where: a number kills after so many rows were written by the request,
`commit` just before the transaction with a version is committed, `sesudah commit` just after.
SIGKILL is what a full memory or a pulled plug does: no handler runs, nothing is tidied up.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import m2m_changed, post_delete, post_save

proyek = get_wsgi_application()


class Jebakan:
    """Where the request that is being answered is to end."""

    titik = ""
    tertulis = 0
    berversi = False

    def pasang(self, titik: str) -> None:
        self.titik, self.tertulis, self.berversi = titik, 0, False

    def baris(self, sender: type, **_: Any) -> None:
        """A row was written, an entry of the journal among them; that somebody is active is noted after the commit."""
        if sender.__name__ == "Session":
            return
        self.tertulis += 1
        self.berversi |= sender.__name__ == "VersiLaporan"
        if self.titik == str(self.tertulis):
            mati()

    def commit(self, asli: Callable[[Any], None]) -> Callable[[Any], None]:
        def commit(koneksi: Any) -> None:
            if self.titik == "commit" and self.berversi:
                mati()
            asli(koneksi)
            if self.titik == "sesudah commit" and self.berversi:
                mati()

        return commit


def mati() -> None:
    """End this process at once."""
    os.kill(os.getpid(), signal.SIGKILL)


jebakan = Jebakan()
for sinyal in (post_save, post_delete, m2m_changed):
    sinyal.connect(jebakan.baris, weak=False)
BaseDatabaseWrapper.commit = jebakan.commit(BaseDatabaseWrapper.commit)  # type: ignore[method-assign]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The project's own application, after setting the trap that the request asks for."""
    jebakan.pasang(environ.get("HTTP_X_PUTUS", ""))
    return proyek(environ, start_response)
