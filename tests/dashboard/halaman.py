"""Reads a page the way its reader does: headings, the block under one, tables, plain text.

    laman = buka(masuk("pusat"), "/?tahun=2023&triwulan=4")
    laman.tabel("Satker di bawah 90 %")[0]["Realisasi"]

Texts are those of a wide screen without what only screen readers hear; runs of spaces are
one space, and the space that does not break is a plain one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpResponse
from django.test import Client

TANPA_TUTUP = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SENDIRI_DI_SVG = {"use", "path", "rect", "line", "circle", "polyline", "polygon", "ellipse"}
TAK_TAMPAK = {"sr-only", "on-narrow"}


class Penyusun(HTMLParser):
    """Builds a tree, and refuses a page whose tags do not close as they were opened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.akar = ET.Element("dokumen")
        self.tumpukan = [self.akar]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        baru = ET.SubElement(self.tumpukan[-1], tag, {k: v or "" for k, v in attrs})
        if tag not in TANPA_TUTUP:
            self.tumpukan.append(baru)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SENDIRI_DI_SVG | TANPA_TUTUP, f"<{tag}/> menutup sendiri"
        ET.SubElement(self.tumpukan[-1], tag, {k: v or "" for k, v in attrs})

    def handle_endtag(self, tag: str) -> None:
        terbuka = self.tumpukan.pop()
        assert terbuka.tag == tag, f"</{tag}> menutup <{terbuka.tag}>, baris {self.getpos()[0]}"

    def handle_data(self, data: str) -> None:
        induk = self.tumpukan[-1]
        if len(induk):
            induk[-1].tail = (induk[-1].tail or "") + data
        else:
            induk.text = (induk.text or "") + data


class Laman:
    """One page, read."""

    def __init__(self, isi: str) -> None:
        penyusun = Penyusun()
        penyusun.feed(isi)
        penyusun.close()
        assert penyusun.tumpukan == [penyusun.akar], "ada tag yang tidak ditutup"
        self.akar = penyusun.akar
        self._induk = {anak: induk for induk in self.akar.iter() for anak in induk}

    @property
    def teks(self) -> str:
        """All that `main` shows."""
        return teks(self.satu("main"))

    @property
    def judul(self) -> str:
        return teks(self.satu("title"))

    def semua(self, tag: str = "", kelas: str = "", **atribut: str) -> list[ET.Element]:
        """Elements by tag, class and attributes (`data_figure` is the attribute `data-figure`)."""
        cari = {k.replace("_", "-"): v for k, v in atribut.items()}
        return [
            e
            for e in self.akar.iter()
            if (not tag or e.tag == tag)
            and (not kelas or kelas in e.get("class", "").split())
            and all(e.get(k) == v for k, v in cari.items())
        ]

    def satu(self, tag: str = "", kelas: str = "", **atribut: str) -> ET.Element:
        """The only such element."""
        (hasil,) = self.semua(tag, kelas, **atribut)
        return hasil

    def bagian(self, judul: str) -> ET.Element:
        """The block that stands under the heading `judul`."""
        kepala = [e for e in self.akar.iter() if e.tag in {"h1", "h2", "h3"} and teks(e) == judul]
        assert kepala, f"tidak ada judul “{judul}”; yang ada: {self.judul_bagian}"
        return self._induk[self._induk[kepala[0]]]

    @property
    def judul_bagian(self) -> list[str]:
        return [teks(e) for e in self.akar.iter() if e.tag in {"h1", "h2"}]

    def tabel(self, judul: str) -> list[dict[str, str]]:
        """The first table under a heading, a dictionary of column head to cell for each row."""
        return baca_tabel(next(self.bagian(judul).iter("table")))

    def data(self, nama: str) -> Any:
        """A JSON block of the page."""
        return json.loads("".join(self.satu("script", id=nama).itertext()))

    def tautan(self) -> list[str]:
        """Every address that the page leads to."""
        return [e.get("href", "") for e in self.semua("a")]


def baca_tabel(tabel: ET.Element) -> list[dict[str, str]]:
    """The body of a table, a dictionary of column head to cell for each row."""
    kepala = [teks(sel) for sel in next(tabel.iter("thead")).iter("th")]
    return [
        dict(zip(kepala, [teks(sel) for sel in baris if sel.tag in {"td", "th"}], strict=True))
        for baris in next(tabel.iter("tbody")).iter("tr")
        if baris.get("class") != "jump"  # says how many are left out, and is none of them
    ]


def teks(elemen: ET.Element) -> str:
    """What an element shows, in one line."""
    return " ".join("".join(_potongan(elemen)).split())


def _potongan(elemen: ET.Element) -> Iterator[str]:
    if elemen.tag in {"script", "style", "noscript"} or TAK_TAMPAK & set(elemen.get("class", "").split()):
        return
    if elemen.tag in {"br", "small", "h3", "p"} or "sub" in elemen.get("class", "").split():
        yield " "
    yield elemen.text or ""
    for anak in elemen:
        yield from _potongan(anak)
        if anak.tag in {
            "td",
            "th",
            "tr",
            "p",
            "li",
            "dt",
            "dd",
            "div",
            "section",
            "option",
            "span",
            "text",
            "label",
            "h3",
        }:
            yield " "
        yield anak.tail or ""


def buka(klien: Client, alamat: str) -> Laman:
    """Open a page that must be there."""
    jawaban = klien.get(alamat)
    assert jawaban.status_code == 200, f"{alamat} menjawab {jawaban.status_code} ke {jawaban.headers.get('Location')}"
    return baca(jawaban)


def baca(jawaban: HttpResponse) -> Laman:
    """Read an answer, whatever its status."""
    return Laman(jawaban.content.decode())
