"""The id of the request on an error page, so that a call to the administrator finds its lines of log."""

from __future__ import annotations

from django import template

from satker.permintaan import request_id

register = template.Library()


@register.simple_tag
def nomor_permintaan() -> str:
    """` · nomor permintaan 0123...`, to stand behind the code of an error; empty outside a request."""
    nomor = request_id()
    return f" · nomor permintaan {nomor}" if nomor else ""
