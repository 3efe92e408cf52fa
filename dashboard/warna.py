"""Colour tokens, read from the stylesheet so that charts and pages cannot drift apart."""

from __future__ import annotations

import re

from django.conf import settings

_GAYA = (settings.BASE_DIR / "static" / "css" / "gaya.css").read_text(encoding="utf-8")


def _blok(pemilih: str) -> dict[str, str]:
    isi = _GAYA.split(pemilih, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})", isi))


TERANG = _blok(":root {")
GELAP = TERANG | _blok(':root[data-tema="gelap"] {')

# What charts may use. `grafik.js` swaps each light value for that of the theme that is on,
# so no two of them may share one.
GRAFIK = {
    nama: TERANG[nama]
    for nama in (
        "paper",
        "paper-3",
        "ink",
        "ink-2",
        "ink-3",
        "rule",
        "rule-strong",
        "accent",
        *(f"{s}-{bagian}" for s in ("hijau", "kuning", "merah", "abu") for bagian in ("text", "fill")),
    )
}
if len(set(GRAFIK.values())) != len(GRAFIK):
    raise ValueError("Dua warna grafik mempunyai nilai terang yang sama.")
