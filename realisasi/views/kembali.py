"""What a GET of an address that only takes a form answers.

Nobody asks for one on purpose: it comes from signing in again after the session ended while a
form was sent. The form is lost by then, so the answer is the page that it stood on, and a word.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

P = ParamSpec("P")
Lihat = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
TIDAK_SAMPAI = "Kiriman terakhir tidak sampai karena sesi Anda sudah berakhir. Lakukan sekali lagi dari halaman ini."


def kirim_saja(ke: Callable[..., str]) -> Callable[[Lihat[P]], Lihat[P]]:
    """Let a view take POST alone; GET and HEAD lead to the address that `ke` makes of its arguments.

    Who may not open that page is refused there.
    """

    def decorator(view: Lihat[P]) -> Lihat[P]:
        @wraps(view)
        def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            messages.warning(request, TIDAK_SAMPAI)
            return redirect(ke(*args, **kwargs))

        return require_http_methods(["GET", "HEAD", "POST"])(inner)

    return decorator
