"""Django's `flush`, with the journal emptied too."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from tests.pengosongan import jurnal_dapat_dikosongkan


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        with jurnal_dapat_dikosongkan(connections[options["database"]]):
            super().handle(**options)
