"""Who has reported what in the running year of the demo (2026), as of the end of November.

TW III stands as the presentation needs it: partly submitted, partly draft, partly
returned, partly missing, none verified yet. So angka resmi is still that of TW II, and
angka sementara already shows TW III.
"""

from __future__ import annotations

DRAF, DIAJUKAN, DIVERIFIKASI, DIKEMBALIKAN = "DRAF", "DIAJUKAN", "DIVERIFIKASI", "DIKEMBALIKAN"

TW_I_DIAJUKAN = {"95"}
TW_II_DIAJUKAN = {"65", "81"}
TW_II_TIDAK_ADA = {"95"}
# Verified, then opened again by tim pusat: the verified version still counts.
TW_II_DIBUKA_KEMBALI = {"73"}
TW_III_DRAF = {"14", "17", "53", "74", "93"}
TW_III_DIKEMBALIKAN = {"11", "36", "62", "82"}
TW_III_TIDAK_ADA = {"21", "65", "76", "81", "92", "94", "95", "96"}
# Extensions given by tim pusat: province, quarter.
DIPERPANJANG_BANJIR = {("17", 3)}


def keadaan(kode: str, triwulan: int) -> str | None:
    """State of the report of a province for TW I to III of the running year; None where there is none."""
    if triwulan == 1:
        return DIAJUKAN if kode in TW_I_DIAJUKAN else DIVERIFIKASI
    if triwulan == 2:  # noqa: PLR2004
        if kode in TW_II_TIDAK_ADA:
            return None
        if kode in TW_II_DIBUKA_KEMBALI:
            return DIKEMBALIKAN
        return DIAJUKAN if kode in TW_II_DIAJUKAN else DIVERIFIKASI
    if kode in TW_III_TIDAK_ADA:
        return None
    if kode in TW_III_DRAF:
        return DRAF
    return DIKEMBALIKAN if kode in TW_III_DIKEMBALIKAN else DIAJUKAN
