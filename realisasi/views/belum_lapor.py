"""Who has not reported, and words to send them."""

from __future__ import annotations

from django.urls import URLPattern

alamat: list[URLPattern] = []
