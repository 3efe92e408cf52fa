"""Views of the read side: parse, ask, render."""

from django.http import HttpRequest, HttpResponse


def nasional(request: HttpRequest) -> HttpResponse:
    """The national dashboard."""
    return HttpResponse("Dasbor")
