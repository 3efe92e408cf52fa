"""Who may see and touch what: the access rules of the project, each said once.

Access is denied unless granted (rule 11). A national role is membership of a group; a
role for one satker is a `Penugasan`. No superuser flag gives a right here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponseBase

from satker.models import Pengguna, Penugasan, PeranSatker, Satker, WajibDuaLangkah
from satker.peran import MEMBACA_LAPORAN, MEMBACA_SEMUA, MENGELOLA_DATA_INDUK, Peran

P = ParamSpec("P")


@dataclass(frozen=True)
class Hak:
    """What one user is: their national roles and their satker, with the role for each."""

    peran: frozenset[Peran] = frozenset()
    penugasan: tuple[Penugasan, ...] = field(default=())
    wajib_dua_langkah: bool = False
    """An administrator requires a second factor of one of the roles."""
    perlu_dua_langkah: bool = False
    """It is required, and there is none yet: nothing is open until it has been set up."""

    @property
    def membaca_semua(self) -> bool:
        return bool(self.peran & MEMBACA_SEMUA)

    @property
    def data_induk(self) -> bool:
        """May open the admin site: satker, DIPA and revisions, years."""
        return bool(self.peran & MENGELOLA_DATA_INDUK)

    @property
    def membaca_laporan(self) -> bool:
        """May open the reports of every satker; a dinas user opens those of the own ones."""
        return bool(self.peran & MEMBACA_LAPORAN)

    @property
    def satker(self) -> tuple[Satker, ...]:
        return tuple(p.satker for p in self.penugasan)

    def boleh_membaca(self, satker_id: int) -> bool:
        return self.membaca_semua or any(p.satker_id == satker_id for p in self.penugasan)

    def peran_pada(self, satker_id: int) -> PeranSatker | None:
        """The role for one satker, or None."""
        for p in self.penugasan:
            if p.satker_id == satker_id:
                return PeranSatker(p.peran)
        return None

    @property
    def sebutan(self) -> str:
        """The role in words, as the masthead shows it."""
        for peran in Peran:
            if peran in self.peran:
                return str(peran)
        if self.penugasan:
            pertama = self.penugasan[0]
            lain = len(self.penugasan) - 1
            kata = f"{pertama.get_peran_display()} {pertama.satker.provinsi.nama_pendek}"
            return f"{kata} dan {lain} satker lain" if lain else kata
        return "Tanpa peran"


def hak(user: Pengguna | AnonymousUser) -> Hak:
    """The rights of a user, read once per request object and kept on it (two queries)."""
    if not isinstance(user, Pengguna):
        return Hak()
    kept: Hak | None = getattr(user, "_hak", None)
    if kept is None:
        diwajibkan = WajibDuaLangkah.objects.filter(peran=OuterRef("name"))
        nama = dict(user.groups.annotate(wajib=Exists(diwajibkan)).values_list("name", "wajib"))
        peran = frozenset(p for p in Peran if p.value in nama)
        wajib = any(nama[p.value] for p in peran)
        penugasan = (
            ()
            if peran & MEMBACA_SEMUA
            else tuple(user.penugasan.select_related("satker__provinsi").order_by("satker__kode"))
        )
        kept = Hak(peran, penugasan, wajib, wajib and user.dua_langkah_sejak is None)
        user._hak = kept  # type: ignore[attr-defined]
    return kept


def satker_terbaca(user: Pengguna | AnonymousUser) -> QuerySet[Satker]:
    """The satker whose figures this user may read."""
    h = hak(user)
    if h.membaca_semua:
        return Satker.objects.all()
    return Satker.objects.filter(pk__in=[p.satker_id for p in h.penugasan])


def hanya(
    *peran: Peran,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponseBase]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]
]:
    """Let a view be opened by these national roles alone; others get 403 in plain words."""

    def decorator(
        view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not hak(request.user).peran & set(peran):
                raise PermissionDenied(f"Halaman ini hanya untuk {daftar_kata([str(p).lower() for p in peran])}.")
            return view(request, *args, **kwargs)

        return inner

    return decorator


def daftar_kata(kata: list[str]) -> str:
    """`a`, `a dan b`, `a, b, dan c`."""
    if len(kata) <= 1:
        return "".join(kata)
    if len(kata) == 2:  # noqa: PLR2004
        return f"{kata[0]} dan {kata[1]}"
    return f"{', '.join(kata[:-1])}, dan {kata[-1]}"


def konteks(request: HttpRequest) -> dict[str, Any]:
    """Template context: `hak`, the rights of the user who asks."""
    user = getattr(request, "user", None)
    return {"hak": hak(user) if user is not None else Hak()}
