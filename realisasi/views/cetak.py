"""The quarterly report in the form that an office signs."""

from __future__ import annotations

from django.urls import URLPattern

alamat: list[URLPattern] = []
