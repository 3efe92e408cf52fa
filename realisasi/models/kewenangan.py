"""The authorities under which money is spent."""

from django.db import models


class Kewenangan(models.TextChoices):
    """Authority of a DIPA. From 2024 the DK work of Ditjen IKMA became TP (PP 19/2022)."""

    DK = "DK", "Dekonsentrasi"
    TP = "TP", "Tugas Pembantuan"

    @property
    def digit(self) -> str:
        """The digit that stands for the authority in a DIPA number."""
        return {"DK": "3", "TP": "4"}[self.value]
