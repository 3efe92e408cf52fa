"""Writing the treasury's figures, and taking them back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from realisasi.impor.rencana.isi import Butir
from realisasi.impor.tulis.dasar import (
    Pelaku,
    Tertulis,
    TidakDapatDibatalkan,
    baca_dipa,
    pastikan_tahun_terbuka,
    potong,
)
from realisasi.models import ButirImpor, Dipa, JenisImpor, KeadaanImpor, RealisasiPerbendaharaan
from satker import jurnal

Kunci = tuple[int, int]
Baris = dict[str, RealisasiPerbendaharaan]
ASAL_TERPANJANG = 200


def tulis(butir: Sequence[Butir], oleh: Pelaku) -> list[Tertulis]:
    """Make the figures of each quarter what the file says."""
    dipa = baca_dipa({(b.kunci[0], b.kunci[2], b.kunci[3]) for b in butir})
    pasangan = [(dipa[int(b.kunci[0] or 0), str(b.kunci[2]), str(b.kunci[3])], int(b.kunci[1] or 0), b) for b in butir]
    ada = _baca({d.pk: d for d, _, _ in pasangan})
    hasil = []
    for d, q, b in pasangan:
        lama = ada.get((d.pk, q), {})
        sebelum = None if b.lama is None else {**b.lama, "asal": {j: p.asal for j, p in lama.items()}}
        sesudah = {"dipa": d.pk, "triwulan": q, "bertumpu": b.bertumpu, **b.baru}
        hasil.append(Tertulis(b, d.satker_id, sebelum, sesudah))
    _jadikan([(d, q, b.baru, dict.fromkeys(b.baru["realisasi_sd"], b.berkas)) for d, q, b in pasangan], ada)
    return hasil


def balik(butir: Sequence[ButirImpor], oleh: Pelaku) -> None:
    """Give each quarter the figures back that it had, or none."""
    dipa: dict[int, Dipa] = {}
    for kunci in potong(sorted({b.sesudah["dipa"] for b in butir})):
        dipa |= {d.pk: d for d in Dipa.objects.filter(pk__in=kunci).select_related("satker", "tahun")}
    pastikan_tahun_terbuka(list(dipa.values()))
    _pastikan_tidak_ditumpu(butir)
    ada = _baca(dipa)
    kembali = []
    for b in butir:
        pk, q = b.sesudah["dipa"], b.sesudah["triwulan"]
        kini = ada.get((pk, q), {})
        hari = b.sesudah["tanggal_data"]
        ditulis = {j: (n, b.sesudah["basis"], hari) for j, n in b.sesudah["realisasi_sd"].items()}
        if {j: (p.realisasi_sd, p.basis, _teks(p.tanggal_data)) for j, p in kini.items()} != ditulis:
            raise TidakDapatDibatalkan(f"{b.sebutan}: angka perbendaharaannya sudah diubah sesudah impor ini.")
        isi = b.sebelum or {"realisasi_sd": {}, "basis": "", "tanggal_data": "", "asal": {}}
        kembali.append((dipa[pk], q, isi, isi["asal"]))
    _jadikan(kembali, ada)


def _pastikan_tidak_ditumpu(butir: Sequence[ButirImpor]) -> None:
    """Refuse where a later import added its quarter to one of these."""
    milik = {(b.sesudah["dipa"], b.sesudah["triwulan"]): b for b in butir}
    satker = sorted({b.satker_id for b in butir if b.satker_id is not None})
    for kunci in potong(satker):
        sesudahnya = ButirImpor.objects.filter(
            impor__jenis=JenisImpor.REALISASI, impor__keadaan=KeadaanImpor.DITERAPKAN, satker_id__in=kunci
        ).exclude(impor=butir[0].impor_id)
        for lain in sesudahnya.filter(impor__diterapkan_pada__gt=butir[0].impor.diterapkan_pada):
            dasar = milik.get((lain.sesudah["dipa"], lain.sesudah["triwulan"] - 1))
            if dasar is not None and lain.sesudah.get("bertumpu"):
                raise TidakDapatDibatalkan(
                    f"{dasar.sebutan}: angka triwulan sesudahnya dihitung dari angka ini oleh impor {lain.impor_id}. "
                    "Batalkan impor itu lebih dahulu."
                )


def _baca(dipa: Mapping[int, Dipa]) -> dict[Kunci, Baris]:
    hasil: dict[Kunci, Baris] = defaultdict(dict)
    for kunci in potong(sorted(dipa)):
        for p in RealisasiPerbendaharaan.objects.filter(dipa__in=kunci):
            p.dipa = dipa[p.dipa_id]
            hasil[p.dipa_id, p.triwulan][p.jenis] = p
    return hasil


def _jadikan(
    pasangan: Sequence[tuple[Dipa, int, Mapping[str, Any], Mapping[str, str]]], ada: Mapping[Kunci, Baris]
) -> None:
    """A row that stays keeps the file it came from."""
    baru, berubah, hapus = [], [], []
    for d, q, isi, asal in pasangan:
        lama = ada.get((d.pk, q), {})
        hari = dt.date.fromisoformat(isi["tanggal_data"]) if isi["tanggal_data"] else None
        hapus += [p for jenis, p in lama.items() if jenis not in isi["realisasi_sd"]]
        for jenis, nilai in isi["realisasi_sd"].items():
            kini = {"realisasi_sd": nilai, "basis": isi["basis"], "tanggal_data": hari}
            p_lama = lama.get(jenis)
            if p_lama is None:
                baru.append(
                    RealisasiPerbendaharaan(
                        dipa=d, triwulan=q, jenis=jenis, asal=asal.get(jenis, "")[:ASAL_TERPANJANG], **kini
                    )
                )
            elif any(getattr(p_lama, nama) != satu for nama, satu in kini.items()):
                for nama, satu in kini.items():
                    setattr(p_lama, nama, satu)
                p_lama.asal = asal.get(jenis, "")[:ASAL_TERPANJANG]
                berubah.append(p_lama)
    jurnal.delete_bulk(RealisasiPerbendaharaan, hapus)
    jurnal.create_bulk(RealisasiPerbendaharaan, baru)
    jurnal.update_bulk(RealisasiPerbendaharaan, berubah, ["realisasi_sd", "basis", "tanggal_data", "asal"])


def _teks(hari: dt.date | None) -> str:
    return hari.isoformat() if hari else ""
