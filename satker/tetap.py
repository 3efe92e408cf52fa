"""Rows that are written once: an attempt to change or delete one is a programming error."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models.signals import pre_delete


class KueriTetap(models.QuerySet):
    """Rows can be read and added, and nothing else."""

    def update(self, **_kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model._meta.verbose_name} tidak dapat diubah setelah dibuat.")

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model._meta.verbose_name} tidak dapat dihapus.")


class TidakDapatDiubah(models.Model):
    """A row that stays as it was written, whichever way one tries."""

    objects: ClassVar[Any] = models.Manager.from_queryset(KueriTetap)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{self._meta.verbose_name} tidak dapat diubah setelah dibuat.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self._meta.verbose_name} tidak dapat dihapus.")


def _tolak_hapus(sender: type[models.Model], **_kwargs: Any) -> None:
    raise TypeError(f"{sender._meta.verbose_name} tidak dapat dihapus.")


def jaga(*daftar: type[models.Model]) -> None:
    """Refuse that rows of these models are deleted along with something else."""
    for model in daftar:
        pre_delete.connect(_tolak_hapus, sender=model)
