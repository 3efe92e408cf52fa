"""The links under which a page offers one of its tables as a file (`satker.ekspor`)."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import QueryDict

register = template.Library()


@register.inclusion_tag("bagian/_ekspor.html", takes_context=True)
def unduh_tabel(
    context: dict[str, Any], tabel: str, judul: str, alamat: str | None = None, ke: str = ""
) -> dict[str, Any]:
    """`Excel` and `CSV` for one table; `judul` names it to screen readers.

    `alamat` is the query string that fixes what the page shows; without it the page's own is kept,
    so that the file holds the same rows. `ke` is the page itself, where it may be shown under the
    address of a form that was refused.
    """
    isi = QueryDict(mutable=True)
    sekarang = context["request"].GET.copy() if alamat is None else QueryDict(alamat)
    for nama in sekarang:
        if nama not in {"ekspor", "tabel", "page", "hal"}:
            isi.setlist(nama, sekarang.getlist(nama))
    isi["tabel"] = tabel
    return {"ke": ke, "alamat": isi.urlencode(), "judul": judul}
