"""The demo data: a deterministic plan made by pure functions, and the writing of it.

`rencana` puts one year together from `pagu` (ceilings and revisions), `terbitan` (what was
published), `jalur` (spending over the quarters), `berjalan` (who has reported what in the
running year), `pelaporan` (submissions) and `hambatan` (kendala); `simpan` writes it.
No figure depends on today's date, and none on floating point.
"""
