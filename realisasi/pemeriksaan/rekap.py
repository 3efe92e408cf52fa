"""The summary against what the rules make of reports and revisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from realisasi.kalender import nama_triwulan
from realisasi.models import Dipa, Rekap
from realisasi.pemeriksaan.temuan import Temuan
from realisasi.potret import semua
from realisasi.rekap.penyusunan import SEKALI_SUSUN, seharusnya

TIDAK_DIHITUNG = {"id", "cap"}
KOLOM = [k.attname for k in Rekap._meta.concrete_fields if k.attname not in TIDAK_DIHITUNG]
CARA = "Jalankan manage.py susun_ulang_rekap."


def beda() -> Iterator[Temuan]:
    """Rows that are missing, too many, or say something else than the query over what they sum up."""
    urut = list(semua(Dipa).order_by("pk").values_list("pk", flat=True))
    for awal in range(0, len(urut), SEKALI_SUSUN):
        dipa = urut[awal : awal + SEKALI_SUSUN]
        ada = {_kunci(b): _isi(b) for b in semua(Rekap).filter(dipa__in=dipa)}
        harus = {_kunci(b): _isi(b) for b in seharusnya(dipa)}
        for kunci in sorted(ada.keys() | harus.keys()):
            if ada.get(kunci) != harus.get(kunci):
                yield _temuan(kunci, ada.get(kunci), harus.get(kunci))


def _kunci(baris: Rekap) -> tuple[int, bool, int]:
    return (baris.dipa_id, baris.sementara, baris.triwulan)


def _isi(baris: Rekap) -> dict[str, Any]:
    return {nama: getattr(baris, nama) for nama in KOLOM}


def _kata(nilai: Any) -> str:
    return "kosong" if nilai is None else str(nilai)


def _temuan(kunci: tuple[int, bool, int], ada: dict[str, Any] | None, harus: dict[str, Any] | None) -> Temuan:
    dipa, sementara, triwulan = kunci
    dimana = f"Rekap {nama_triwulan(triwulan)}, angka {'sementara' if sementara else 'resmi'}"
    if ada is None:
        kata = f"{dimana}, tidak ada. {CARA}"
    elif harus is None:
        kata = f"{dimana}, ada, padahal tidak ada revisi yang berlaku. {CARA}"
    else:
        kolom = next(nama for nama in KOLOM if ada[nama] != harus[nama])
        kata = f"{dimana}: {kolom} tertulis {_kata(ada[kolom])}, seharusnya {_kata(harus[kolom])}. {CARA}"
    return Temuan(f"realisasi.dipa {dipa}", kata)
