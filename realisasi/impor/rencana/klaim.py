"""What a file says of itself, against what the user chose."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any, Final

from realisasi.impor.bacaan import Bacaan, BerkasDitolak, Pilihan
from realisasi.kalender import ROMAWI, nama_triwulan
from satker.akses import daftar_kata

SATKER_DISEBUT: Final = 3


def periksa_klaim(bacaan: Bacaan, pilihan: Pilihan) -> None:
    """Refuse a file that is for another year, quarter, kewenangan or satker than the one chosen.

    Raises:
        BerkasDitolak: "berkas ini untuk TW I 2026, Anda memilih TW II 2026".

    """
    klaim = bacaan.klaim
    berkas, pilih = [], []
    if _beda(klaim.triwulan, pilihan.triwulan) or _beda(klaim.tahun, pilihan.tahun):
        # A quarter is named with its year, also where one of the two is right.
        berkas.append(_periode(klaim.triwulan, klaim.tahun))
        pilih.append(_periode({pilihan.triwulan}, {pilihan.tahun}))
    if _beda(klaim.kewenangan, pilihan.kewenangan):
        berkas.append(daftar_kata(sorted(klaim.kewenangan)))
        pilih.append(str(pilihan.kewenangan))
    if _beda(klaim.satker, pilihan.satker):
        berkas.append(f"satker {_sebut_satker(sorted(klaim.satker))}")
        pilih.append(f"satker {pilihan.satker}")
    if berkas:
        raise BerkasDitolak(
            f"Berkas ini untuk {', '.join(berkas)}, Anda memilih {', '.join(pilih)}. "
            "Pilih yang sesuai, atau pakai berkas yang benar."
        )


def _beda(klaim: AbstractSet[Any], pilih: Any) -> bool:
    return bool(klaim) and pilih is not None and klaim != {pilih}


def _periode(triwulan: AbstractSet[int | None], tahun: AbstractSet[int | None]) -> str:
    kata = daftar_kata([_sebut_triwulan(q) for q in sorted(q for q in triwulan if q is not None)])
    angka = daftar_kata([str(t) for t in sorted(t for t in tahun if t is not None)])
    return f"{kata} {angka}".strip()


def _sebut_satker(kode: list[str]) -> str:
    sebut, lain = kode[:SATKER_DISEBUT], len(kode) - SATKER_DISEBUT
    return f"{', '.join(sebut)}, dan {lain} lainnya" if lain > 0 else daftar_kata(sebut)


def _sebut_triwulan(triwulan: int) -> str:
    return nama_triwulan(triwulan) if triwulan in ROMAWI else f"triwulan {triwulan}"
