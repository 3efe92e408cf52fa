"""Evidence: attach, fetch, let go."""

from __future__ import annotations

from django.urls import URLPattern

alamat: list[URLPattern] = []
