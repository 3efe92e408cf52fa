"""The shapes of the sprite in `bagian/ikon.html`."""

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def ikon(nama: str) -> SafeString:
    """One shape of the sprite; decoration only, so the word beside it must say the same."""
    if not nama.isidentifier():
        raise ValueError(f"Bukan nama ikon: {nama!r}")
    return mark_safe(f'<svg class="icon" aria-hidden="true"><use href="#i-{nama}"/></svg>')  # noqa: S308  (checked above)
