"""Windows, extensions, holidays, targets, thresholds, and new years."""

from __future__ import annotations

from django.urls import URLPattern

alamat: list[URLPattern] = []
