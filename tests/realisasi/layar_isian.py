"""The entry page as a browser without script has it: what its form would send back.

isi = terkirim(buka(klien, alamat))
klien.post(alamat, isi | {"r-52": "5.000"})
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from tests.dashboard.halaman import Laman


def terkirim(laman: Laman, formulir: str = "isian") -> dict[str, str]:
    """Every field of a form with the value that stands in it; buttons send nothing."""
    hasil: dict[str, str] = {}
    for e in laman.satu("form", id=formulir).iter():
        nama = e.get("name")
        if nama is None or (e.get("type") == "radio" and "checked" not in e.attrib):
            continue
        if e.tag == "input":
            hasil[nama] = e.get("value", "")
        elif e.tag == "textarea":
            hasil[nama] = "".join(e.itertext()).removeprefix("\n")
        elif e.tag == "select":
            hasil[nama] = _terpilih(e)
    return hasil


def _terpilih(pilihan: ET.Element) -> str:
    semua = list(pilihan.iter("option"))
    return next((o.get("value", "") for o in semua if "selected" in o.attrib), semua[0].get("value", ""))
