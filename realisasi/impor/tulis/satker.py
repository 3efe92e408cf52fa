"""Writing satker, and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from realisasi.impor.rencana.isi import Butir, Keadaan
from realisasi.impor.tulis.dasar import Pelaku, Tertulis, TidakDapatDibatalkan, potong
from realisasi.models import ButirImpor, Dipa, PerpanjanganPeriode
from satker import jurnal
from satker.models import Penugasan, Satker


def tulis(butir: Sequence[Butir], oleh: Pelaku) -> list[Tertulis]:
    """Make new satker, rename or move those that are there."""
    berubah = [str(b.kunci[0]) for b in butir if b.keadaan is Keadaan.BERUBAH]
    ada = {
        s.kode: s for kode in potong(berubah) for s in Satker.objects.filter(kode__in=kode).select_related("provinsi")
    }
    baru = [
        Satker(kode=str(b.kunci[0]), nama=b.baru["nama"], provinsi_id=b.baru["provinsi"])
        for b in butir
        if b.keadaan is Keadaan.BARU
    ]
    for b in butir:
        if b.keadaan is Keadaan.BERUBAH:
            satker = ada[str(b.kunci[0])]
            satker.nama, satker.provinsi_id = b.baru["nama"], b.baru["provinsi"]
    jurnal.update_bulk(Satker, list(ada.values()), ["nama", "provinsi"])
    semua = ada | {s.kode: s for s in jurnal.create_bulk(Satker, baru)}
    hasil = []
    for b in butir:
        pk = semua[str(b.kunci[0])].pk
        sebelum = dict(b.lama) if b.lama else None
        hasil.append(Tertulis(b, pk, sebelum, {"id": pk, "kode": b.kunci[0], **b.baru}))
    return hasil


def balik(butir: Sequence[ButirImpor], oleh: Pelaku) -> None:
    """Delete what was new and is not used yet; give the others their names and provinces back."""
    ada: dict[int, Any] = {}
    for kunci in potong([b.sesudah["id"] for b in butir]):
        milik = {"satker": OuterRef("pk")}
        baris = Satker.objects.select_for_update(of=("self",)).select_related("provinsi").order_by("pk")
        ada |= {
            s.pk: s
            for s in baris.filter(pk__in=kunci).annotate(
                berdipa=Exists(Dipa.objects.filter(**milik)),
                bertugas=Exists(Penugasan.objects.filter(**milik)),
                diperpanjang=Exists(PerpanjanganPeriode.objects.filter(**milik)),
            )
        }
    hapus, ubah = [], []
    for b in butir:
        satker = _yang_ditulis(b, ada.get(b.sesudah["id"]))
        if b.sebelum is None:
            _pastikan_tidak_dipakai(satker)
            hapus.append(satker)
            continue
        if satker.berdipa and satker.provinsi_id != b.sebelum["provinsi"]:
            raise TidakDapatDibatalkan(
                f"Satker {satker} sudah mempunyai DIPA, jadi provinsinya tidak dapat dikembalikan."
            )
        satker.nama, satker.provinsi_id = b.sebelum["nama"], b.sebelum["provinsi"]
        ubah.append(satker)
    jurnal.update_bulk(Satker, ubah, ["nama", "provinsi"])
    jurnal.delete_bulk(Satker, hapus)


def _yang_ditulis(b: ButirImpor, satker: Any) -> Any:
    """The satker as it stands today, if it is still as the import left it."""
    if satker is None:
        raise TidakDapatDibatalkan(f"{b.sebutan} sudah dihapus sesudah impor ini.")
    if (satker.nama, satker.provinsi_id) != (b.sesudah["nama"], b.sesudah["provinsi"]):
        raise TidakDapatDibatalkan(f"Satker {satker} sudah diubah sesudah impor ini.")
    return satker


def _pastikan_tidak_dipakai(satker: Any) -> None:
    """Nothing hangs on a new satker yet, and nobody has filled in more of it."""
    for ada, kata in (
        (satker.berdipa, "sudah mempunyai DIPA; batalkan impor DIPA-nya lebih dahulu"),
        (satker.bertugas, "sudah mempunyai pengguna yang ditugaskan"),
        (satker.diperpanjang, "sudah mendapat perpanjangan jendela pelaporan"),
        (satker.kontak_nama or satker.kontak_telepon or satker.kontak_surel, "sudah diisi narahubungnya"),
    ):
        if ada:
            raise TidakDapatDibatalkan(f"Satker {satker} {kata}.")
