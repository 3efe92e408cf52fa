"""The national roles, and what they may do; no model is imported here."""

from __future__ import annotations

from enum import StrEnum


class Peran(StrEnum):
    """National roles; the value is the name of the group."""

    TIM_PUSAT = "Tim pusat"
    PIMPINAN = "Pimpinan"
    ADMINISTRATOR = "Administrator"


MEMBACA_SEMUA = frozenset({Peran.TIM_PUSAT, Peran.PIMPINAN, Peran.ADMINISTRATOR})
MENGELOLA_DATA_INDUK = frozenset({Peran.TIM_PUSAT, Peran.ADMINISTRATOR})
# The reports themselves, with drafts and notes: who works on them, not who looks at the outcome.
MEMBACA_LAPORAN = frozenset({Peran.TIM_PUSAT, Peran.ADMINISTRATOR})
