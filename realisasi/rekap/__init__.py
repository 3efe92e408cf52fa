"""The summary that pages of many satker are read from: kept with each change, and always to be made anew.

`penyusunan` makes the rows of a DIPA out of `realisasi.posisi`, where the rules stand; `penanda`
notices what was written and has them made again in the same transaction; `irisan` sums rows up in
the database; `daftar` reads those of one list.
"""

from realisasi.rekap.penanda import sekali
from realisasi.rekap.penyusunan import buang, susun, susun_semua

__all__ = ["buang", "sekali", "susun", "susun_semua"]
