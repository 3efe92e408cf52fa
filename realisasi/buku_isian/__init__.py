"""The entry grid as a workbook: written filled in, worked on in Excel, read back.

`bentuk` is the layout that both sides share, `tulis` writes it, `buka` opens what somebody sent,
`baca` finds the amounts in it and says which cell is wrong.
"""

from realisasi.buku_isian.baca import Bacaan, GalatSel, Rujuk, SelDitolak, baca, rujuk
from realisasi.buku_isian.buka import UKURAN_TERBESAR, BukuDitolak
from realisasi.buku_isian.tulis import tulis

__all__ = [
    "UKURAN_TERBESAR",
    "Bacaan",
    "BukuDitolak",
    "GalatSel",
    "Rujuk",
    "SelDitolak",
    "baca",
    "rujuk",
    "tulis",
]
