"""What of a DIPA is fixed once reports rest on it, whoever writes: admin, import, or a page.

A reported quarter keeps its DIPA, its satker and a pagu: without them a verified figure
would move to somebody else or fall out of every sum without a word (rules 3, 6 and 10).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from realisasi.kalender import TRIWULAN, akhir_triwulan, triwulan_pertama
from realisasi.models import Dipa, RevisiDipa, VersiLaporan
from realisasi.posisi import Revisi, revisi_berlaku


def triwulan_berversi(dipa: Dipa) -> list[int]:
    """The quarters of which a report was submitted at least once."""
    return sorted(set(VersiLaporan.objects.filter(laporan__dipa=dipa).values_list("laporan__triwulan", flat=True)))


def triwulan_bersandar(revisi: RevisiDipa) -> list[int]:
    """The reported quarters in which this revision is the one in force (rule 3)."""
    dipa = revisi.dipa
    semua = [Revisi(r.nomor, r.berlaku_sejak, "", {}) for r in dipa.revisi.all()]
    berversi = set(triwulan_berversi(dipa))
    hasil = []
    for triwulan in TRIWULAN:
        berlaku = revisi_berlaku(semua, akhir_triwulan(dipa.tahun_id, triwulan))
        if triwulan in berversi and berlaku is not None and berlaku.nomor == revisi.nomor:
            hasil.append(triwulan)
    return hasil


def triwulan_tanpa_pagu(dipa: Dipa, berlaku_sejak: Iterable[dt.date]) -> list[int]:
    """The reported quarters that would have no revision in force, were these the only dates."""
    return tanpa_pagu(dipa.tahun_id, triwulan_berversi(dipa), berlaku_sejak)


def tanpa_pagu(tahun: int, berversi: Iterable[int], berlaku_sejak: Iterable[dt.date]) -> list[int]:
    """The same of quarters that were read already."""
    mulai = min(berlaku_sejak, default=None)
    pertama = triwulan_pertama(tahun, mulai) if mulai else None
    return sorted(q for q in berversi if pertama is None or q < pertama)
