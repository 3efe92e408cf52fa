"""The guide for its readers does not rot: its pictures, links and the words it quotes are there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.urls import resolve

AKAR = Path(__file__).resolve().parent.parent
DOCS = AKAR / "docs"
PANDUAN = DOCS / "panduan.md"
GAMBAR = DOCS / "gambar"
TERBESAR = 2_000_000

# What changes with the quarter and the year: `Ajukan TW III 2026` is `Ajukan` and two values in a template.
BERUBAH = re.compile(r"TW I{1,3}V?|TW IV|20[0-9]{2}")
# In a source: values that are filled in, and marks of a template.
SISIPAN = re.compile(r"{{.*?}}|{%.*?%}|\${.*?}", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
KODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def tulisan() -> str:
    return PANDUAN.read_text()


@cache
def sumber() -> list[str]:
    """What can put words on the screen: templates with and without their tags, scripts, forms and sentences."""
    halaman = [p.read_text() for p in (AKAR / "templates").rglob("*.html")]
    polos = [TAG.sub("", SISIPAN.sub("", teks)) for teks in halaman]
    skrip = [p.read_text() for p in (AKAR / "static" / "js").glob("*.js")]
    kode = [p.read_text() for app in ("realisasi", "satker") for p in (AKAR / app).rglob("*.py")]
    return [*halaman, *polos, *skrip, *kode]


def kutipan() -> list[str]:
    """Every bold text of the guide: in it, bold is what stands on the screen."""
    return list(dict.fromkeys(re.findall(r"\*\*(.+?)\*\*", KODE.sub("", tulisan()), re.DOTALL)))


def jangkar(judul: str) -> str:
    """The anchor that a heading gets in a rendered page."""
    return re.sub(r"[^\w\- ]", "", judul.lower()).replace(" ", "-")


def test_setiap_gambar_ada_dan_dipakai() -> None:
    dokumen = {p: p.read_text() for p in (AKAR / "README.md", *DOCS.glob("*.md"))}
    dipakai = {
        (p.parent / nama).resolve() for p, teks in dokumen.items() for nama in re.findall(r"!\[[^\]]*\]\((.+?)\)", teks)
    }
    assert dipakai == {p.resolve() for p in GAMBAR.glob("*.png")}


def test_setiap_gambar_bercerita_dan_ringan() -> None:
    assert all(len(teks) > 10 for teks in re.findall(r"!\[([^\]]*)\]", tulisan()))
    assert sum(p.stat().st_size for p in GAMBAR.glob("*.png")) < TERBESAR


def test_setiap_gambar_dibuat_oleh_skrip() -> None:
    skrip = (DOCS / "tangkapan.py").read_text()
    assert [p.stem for p in GAMBAR.glob("*.png") if f'"{p.stem}"' not in skrip] == []


def test_setiap_tautan_menuju_sesuatu() -> None:
    judul = {jangkar(j) for j in re.findall(r"^#+ (.+)$", KODE.sub("", tulisan()), re.MULTILINE)}
    tautan = re.findall(r"(?<!!)\[[^\]]+\]\((.+?)\)", tulisan())
    assert tautan
    for ke in tautan:
        if ke.startswith("#"):
            assert ke[1:] in judul
        else:
            assert (DOCS / ke.partition("#")[0]).exists()


def test_alamat_di_panduan_ada() -> None:
    for alamat in re.findall(r"`(/[a-z/-]*/)`", tulisan()):
        resolve(alamat)


def test_readme_menunjuk_ke_panduan() -> None:
    assert "](docs/panduan.md)" in (AKAR / "README.md").read_text()


@pytest.mark.parametrize("teks", kutipan())
def test_kata_yang_dikutip_tampak_di_layar(teks: str) -> None:
    potongan = [p for p in (x.strip() for x in BERUBAH.split(" ".join(teks.split()))) if p]
    assert any(all(p in isi for p in potongan) for isi in sumber()), f"“{teks}” tidak ada di templat mana pun"


def bantuan(nama: str) -> str:
    """What a command says of its options."""
    return load_command_class(get_commands()[nama], nama).create_parser("manage.py", nama).format_help()


def test_setiap_pilihan_perintah_ada() -> None:
    """Options in the text belong to one of the commands that the guide names; those of a line, to its command."""
    baris = re.findall(r"manage\.py ([a-z_]+)(.*)", tulisan())
    assert {nama for nama, _ in baris} == {"kirim_pengingat", "impor", "rakor", "bekukan"}
    for nama, sisa in baris:
        assert [p for p in re.findall(r"--[a-z-]+", sisa) if p not in bantuan(nama)] == []
    semua = "".join(bantuan(nama) for nama, _ in baris)
    disebut = re.findall(r"`(--[a-z-]+)", tulisan())
    assert disebut
    assert [p for p in disebut if p not in semua] == []
