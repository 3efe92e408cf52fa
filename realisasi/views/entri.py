"""The entry page of one DIPA and quarter, its draft, and its submission."""

from __future__ import annotations

from django.urls import URLPattern

alamat: list[URLPattern] = []
