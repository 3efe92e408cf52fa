"""The home of a dinas: what is to do, and where it stands."""

from __future__ import annotations

from django.urls import URLPattern

alamat: list[URLPattern] = []
