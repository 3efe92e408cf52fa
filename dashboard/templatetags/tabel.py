"""What the table template needs: which column is sorted, said to screen readers."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe
from django_tables2.columns.base import BoundColumn

register = template.Library()


@register.simple_tag
def urutan_aria(kolom: BoundColumn) -> SafeString | str:
    """`aria-sort` of a column head, for the column that the table is sorted by first."""
    urutan = kolom._table.order_by  # noqa: SLF001  (a bound column offers no public way to its table)
    if not urutan or urutan[0].bare != kolom.name:
        return ""
    arah = "descending" if urutan[0].is_descending else "ascending"
    return mark_safe(f' aria-sort="{arah}"')  # noqa: S308  (one of two fixed words)
