"""The unit of amounts where it is not the rupiah: `(dalam ribuan rupiah)`, `Rp x 1.000`, `(Juta Rp)`.

Amounts are whole rupiah here (rule 1). A file in another unit is refused, wherever it says so: a figure
that is a thousand times too small looks like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import pandas as pd

from realisasi.impor.bacaan import BerkasDitolak

_KATA: Final = r"(ribu(?:an)?|rb|juta(?:an)?|jt|mil[iy]ar(?:an)?|triliun(?:an)?)"
_NOL: Final = r"(1\s?[.,]?\s?000(?:[.,\s]?000)*(?:,00|,-)?|['’`]?000(?:[.,]?000)*(?:,-)?)"
_RP: Final = r"(?:rp\.?|rupiah|idr)"
_SATUAN: Final = tuple(
    re.compile(pola, re.IGNORECASE)
    for pola in (
        # "dalam ribuan", "Rp ribu", "Rp (jutaan)", "nilai: Rp juta", "dalam 1 juta"
        rf"\b(?:dalam|dlm|satuan|nilai|angka|{_RP})\s*[:.]?\s*\(?\s*(?:{_RP}\s*)?\(?\s*(?:1\s*)?{_KATA}\b",
        # "ribuan rupiah", "Juta Rp", but not "5 juta rupiah"
        rf"(?<![0-9])(?<![0-9]\s)\b{_KATA}\s*\(?\s*{_RP}(?![a-z])",
        # "(ribuan)", "(dalam Rb)", "(x Rp juta)"
        rf"[(\[]\s*(?:(?:dalam|dlm|x|{_RP})\s*)*{_KATA}\.?(?:\s*{_RP})?\s*[)\]]",
        # "dalam Rp1.000", "Satuan: Rp1.000,00", "dalam 000 Rp"
        rf"\b(?:dalam|dlm|(?<!harga )satuan|kali)\s*:?\s*(?:{_RP}\s*)?{_NOL}(?![0-9])",
        # "(x Rp1.000)", "Rp x 1.000", but not "5 orang x Rp 1.000"
        rf"(?:^|[(\[]|\b{_RP})\s*[x×]\s*(?:{_RP}\s*)?{_NOL}(?![0-9])",
        # "Nilai x1000"
        rf"\b(?:nilai|angka|jumlah)\s*[x×]\s*{_NOL}(?![0-9])",
        r"\bin\s+(thousand|million|billion)s?\b",
        # "(000)", "(Rp 1.000)"
        rf"[(\[]\s*(?:{_RP}\s*)?{_NOL}\s*(?:{_RP}\s*)?[)\]]",
        # "Rp000", "Rp. 000,-" and nothing else
        rf"^\s*{_RP}\s*(['’`]?000(?:[.,]?000)*)(?:,-)?\s*$",
        rf"[(\[]\s*(?:(?:dalam|dlm)\s*)?{_RP}\s*(m)\s*[)\]]",
        # A cell of its own, as in a column "Satuan": "Juta", "Ribuan"
        r"^\W*((?:ribu|juta)(?:an)?|mil[iy]ar(?:an)?)\W*$",
    )
)
_SEBUTAN: Final = {"r": "ribuan", "j": "jutaan", "m": "miliaran", "t": "triliunan"}
_INGGRIS: Final = {"thousand": "ribu", "million": "juta", "billion": "miliar"}
_NOL_SEBUTAN: Final = {3: "ribuan", 6: "jutaan", 9: "miliaran"}
_MUNGKIN: Final = re.compile(r"ribu|rb|juta|jt|mil[iy]ar|triliun|000|thousand|illion|\bm\b", re.IGNORECASE)
_PANJANG: Final = 500
_BARIS_UJUNG: Final = 100
_BERHURUF: Final = re.compile(r"[^\W\d_]")


def sebut(teks: Iterable[str]) -> str | None:
    """`ribuan`, `jutaan`, ... where one of these lines says that amounts are in it; None for the rupiah."""
    for baris in teks:
        if not _MUNGKIN.search(baris):
            continue
        for pola in _SATUAN:
            if m := pola.search(baris):
                kata = _INGGRIS.get(m[1].lower(), m[1].lower())
                if kata[0] in _SEBUTAN:
                    return _SEBUTAN[kata[0]]
                nol = re.sub(r",00$|\D", "", kata).count("0")
                return _NOL_SEBUTAN.get(nol, "ribuan")
    return None


def periksa(teks: Iterable[str]) -> None:
    """Refuse amounts that are not in whole rupiah.

    Raises:
        BerkasDitolak: with the unit that was found.

    """
    if satuan := sebut(teks):
        raise BerkasDitolak(
            f"Angka dalam berkas ini ditulis dalam {satuan} rupiah, sedangkan yang diperlukan rupiah penuh. "
            "Kalikan dahulu, hapus keterangan satuannya, lalu unggah lagi."
        )


def tulisan(tabel: pd.DataFrame) -> list[str]:
    """The cells with words in the first and the last of these rows, each different one once: a unit stands there."""
    hasil: dict[str, None] = {}
    ujung = tabel if len(tabel) <= 2 * _BARIS_UJUNG else pd.concat([tabel[:_BARIS_UJUNG], tabel[-_BARIS_UJUNG:]])
    for kolom in ujung:
        teks: list[Any] = [n for n in ujung[kolom] if isinstance(n, str)]
        hasil |= dict.fromkeys(n for n in teks if _BERHURUF.search(n[:_PANJANG]))
    return [" ".join(n[:_PANJANG].split()) for n in hasil]
