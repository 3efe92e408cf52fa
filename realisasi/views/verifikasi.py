"""The queue of tim pusat and its decisions."""

from __future__ import annotations

from django.urls import URLPattern

alamat: list[URLPattern] = []
