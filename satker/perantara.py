"""What stands between a request and its page, for every page alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from auditlog.middleware import AuditlogMiddleware
from django.conf import settings
from django.contrib.auth import middleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject


class NoStoreMiddleware:
    """Nothing that was made for somebody is kept by a browser or on the way to it.

    The session cookie tells, so that no query is needed: it comes with every request of
    who is signed in, and goes out with the answer that signs in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        nama = settings.SESSION_COOKIE_NAME
        if nama in request.COOKIES or nama in response.cookies:
            patch_cache_control(response, no_store=True, private=True)
        return response


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """As the library's, but a page that is open to all does not ask the database who comes."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class ActorMiddleware(AuditlogMiddleware):
    """Names who acts when an entry of the journal is written, and reads nothing before that.

    Who follows a link from a mail is not signed in: `request.pelaku` says who it is.
    """

    @staticmethod
    def _get_actor(request: HttpRequest) -> Any:
        return SimpleLazyObject(lambda: getattr(request, "pelaku", None) or request.user)


class BatasPermintaanMiddleware:
    """Refuses a body that is too large by the length that it announces, before any of it is read.

    The server hands on no more than the announced length, so no body can be longer than it says.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        panjang = request.META.get("CONTENT_LENGTH") or "0"
        if panjang.isascii() and panjang.isdecimal() and int(panjang[:20]) > settings.BATAS_PERMINTAAN:
            return render(request, "413.html", {"batas": settings.BATAS_PERMINTAAN}, status=413)
        return self.get_response(request)
