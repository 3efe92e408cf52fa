"""What stands between a request and its page, for every page alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from auditlog.middleware import AuditlogMiddleware
from django.conf import settings
from django.contrib.auth import middleware
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject

from satker import faktor, sesi

FORMULIR, UTF_8 = "application/x-www-form-urlencoded", "utf-8"
BERKAS_BERLEBIH = "realisasi.berkas_berlebih"


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


class TajukMiddleware:
    """Adds what Django has no setting for, to every answer (static files and errors too).

    No page uses a camera, a place or anything else of the device, and no other site has a use
    for what is served here, not even for an image.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = settings.KEBIJAKAN_IZIN
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """As the library's, but a page that is open to all does not ask the database who comes.

    On all others a session that is past its limits ends here, and who has to set up a second
    factor gets no further than that.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        if request.user.is_authenticated:
            sesi.akhiri_bila_lewat(request)
        return super().process_view(request, view_func, view_args, view_kwargs) or faktor.tahan(request)


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
    A form in other letters than UTF-8 is refused here as well: Django does so each time that it is
    asked for it, and its pages for errors ask again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.content_type == FORMULIR and (request.encoding or UTF_8).lower() != UTF_8:
            return render(request, "400.html", status=400)
        panjang = request.META.get("CONTENT_LENGTH") or "0"
        if not (panjang.isascii() and panjang.isdecimal() and int(panjang[:20]) > settings.BATAS_PERMINTAAN):
            return self.get_response(request)
        khusus = _batas_khusus(request)
        batas = khusus[0] if khusus and request.user.is_authenticated else settings.BATAS_PERMINTAAN
        if int(panjang[:20]) <= batas:
            return self.get_response(request)
        return render(request, "413.html", {"batas": batas, "impor": khusus is not None}, status=413)


class BatasBerkas(FileUploadHandler):
    """Holds a request to the number of files that its page takes, where Django knows one number for all.

    A page that takes more than others says itself what is too many: the files past its bound are
    left unread, and `request.META[BERKAS_BERLEBIH]` counts them.

    Raises:
        TooManyFilesSent: on all other pages, as Django does.

    """

    request: HttpRequest

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.jumlah = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.jumlah += 1
        khusus = _batas_khusus(self.request)
        if self.jumlah <= (khusus[1] if khusus else settings.BATAS_BERKAS):
            return
        if khusus is None:
            raise TooManyFilesSent("Terlalu banyak berkas dalam satu kiriman.")
        self.request.META[BERKAS_BERLEBIH] = self.jumlah - khusus[1]
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data  # for the handlers that keep it

    def file_complete(self, file_size: int) -> None:
        return None


def _batas_khusus(request: HttpRequest) -> tuple[int, int] | None:
    """The bounds of a page that takes more than others: bytes of the request, and files."""
    for awal, batas in settings.BATAS_KHUSUS.items():
        if request.path.startswith(awal):
            return batas
    return None
