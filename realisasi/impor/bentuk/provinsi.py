"""A province by its code or its name, as the table of provinces spells it and as people do."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from realisasi.baca_rupiah import TidakTerbaca, tampil
from realisasi.impor import sel
from realisasi.impor.nilai import Pembaca, teks
from satker.models import Provinsi

_LAIN = {
    "nanggroe aceh darussalam": "11",
    "nad": "11",
    "bangka belitung": "19",
    "kep bangka belitung": "19",
    "kep riau": "21",
    "daerah khusus ibukota jakarta": "31",
    "daerah khusus jakarta": "31",
    "jakarta": "31",
    "dkj": "31",
    "di yogyakarta": "34",
    "d i yogyakarta": "34",
    "yogyakarta": "34",
}
_BERHURUF_RENGGANG = re.compile(r"(?:[a-z] )+[a-z]")


def pembaca(isi: pd.Series) -> Pembaca:
    """A reader of this column; the table of provinces is asked for only where names stand in it."""
    if not any(isinstance(n, str) and any(c.isalpha() for c in n) for n in isi):
        return sel.kode_provinsi
    kode = dict(_LAIN)
    for p in Provinsi.objects.only("kode", "nama", "nama_pendek"):
        kode |= {_polos(p.nama): p.kode, _polos(p.nama_pendek): p.kode}

    def baca(nilai: Any) -> str | None:
        nama = teks(nilai)
        if not any(c.isalpha() for c in nama) or nama[:1].isdigit():
            return sel.kode_provinsi(nilai)
        if ketemu := kode.get(_polos(nama)):
            return ketemu
        raise TidakTerbaca(
            f'"{tampil(nama)}" bukan provinsi yang dikenal. Tulis kode Kemendagri dua angka, misalnya 14 untuk Riau.'
        )

    return baca


def _polos(nama: str) -> str:
    kata = " ".join(re.sub(r"[^a-z]+", " ", nama.lower()).split())
    kata = re.sub(r"^(?:pemerintah )?(?:provinsi|propinsi|prov) ", "", kata)
    return kata.replace(" ", "") if _BERHURUF_RENGGANG.fullmatch(kata) else kata
