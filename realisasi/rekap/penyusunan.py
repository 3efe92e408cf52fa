"""Making the rows of the summary, out of the positions that the rules give."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from realisasi.kalender import TRIWULAN
from realisasi.models import BIT_CAP, Dipa, Rekap
from realisasi.posisi import Angka, Buku, Posisi, baca_tahun, muat_dipa

SEKALI_SUSUN = 400
"""DIPA read and written at once: bounded memory for any number of them."""
KOLOM = {k.attname: k.get_default() for k in Rekap._meta.concrete_fields}
"""Every column with its default."""


def susun(dipa: Collection[int]) -> None:
    """Make the summary of these DIPA anew, in the transaction that is on.

    The rows of the DIPA are locked meanwhile: whoever changes the same DIPA at this moment makes the
    summary after this one, and then sees both changes. Other DIPA are not waited for.
    """
    urut = sorted(dipa)
    for awal in range(0, len(urut), SEKALI_SUSUN):
        with transaction.atomic():
            _susun(urut[awal : awal + SEKALI_SUSUN])


def susun_semua(tiap: Callable[[int], object] = lambda _: None) -> int:
    """Make the whole summary anew, a piece in a transaction each; `tiap` hears how many DIPA are done."""
    semua = list(Dipa.objects.order_by("pk").values_list("pk", flat=True))
    for awal in range(0, len(semua), SEKALI_SUSUN):
        susun(semua[awal : awal + SEKALI_SUSUN])
        tiap(min(len(semua), awal + SEKALI_SUSUN))
    return len(semua)


def buang(dipa: Collection[int]) -> None:
    """Take the summary of these DIPA away, before they are deleted themselves."""
    Rekap.objects.filter(dipa__in=dipa).delete()


def seharusnya(dipa: Collection[int]) -> Iterator[Rekap]:
    """The rows that the summary should hold for these DIPA, not saved and without `cap`."""
    buku = muat_dipa(dipa, baca_tahun())
    resmi, sementara = buku[Angka.RESMI], buku[Angka.SEMENTARA]
    baris = list(_semua_isi(resmi))
    yield from (_rekap(isi) for isi in baris)
    # Where no report waits for its verification, angka sementara says the same.
    lain = {a.id for a in sementara.amanat if any(_laporan_lain(a.id, resmi, sementara))}
    yield from (_rekap(isi | {"sementara": True}) for isi in baris if isi["dipa_id"] not in lain)
    if lain:
        yield from (_rekap(isi) for isi in _semua_isi(sementara.sebagian(lain)))


def _susun(dipa: Sequence[int]) -> None:
    terkunci = Dipa.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=dipa).order_by("pk")
    ada = list(terkunci.values_list("pk", flat=True))
    baru = list(seharusnya(ada))
    cap = {pk: secrets.randbits(BIT_CAP) for pk in ada}
    for baris in baru:
        baris.cap = cap[baris.dipa_id]
    buang(dipa)
    Rekap.objects.bulk_create(baru, batch_size=SEKALI_SUSUN)


def _laporan_lain(dipa: int, satu: Buku, dua: Buku) -> Iterator[bool]:
    return (satu.laporan.get((dipa, q)) != dua.laporan.get((dipa, q)) for q in TRIWULAN)


def _semua_isi(buku: Buku) -> Iterator[dict[str, Any]]:
    for tahun in sorted({a.tahun for a in buku.amanat}):
        for q in TRIWULAN:
            yield from (_isi(p, buku) for p in buku.posisi(tahun, q))


def _isi(p: Posisi, buku: Buku) -> dict[str, Any]:
    """The columns of a row that differ from their defaults, by name."""
    laporan = p.laporan
    dihitung = [buku.laporan.get((p.amanat.id, q)) for q in range(1, (p.triwulan_data or 0) + 1)]
    isi = {
        "dipa_id": p.amanat.id,
        "tahun_id": p.amanat.tahun,
        "provinsi_id": p.amanat.provinsi.kode,
        "kewenangan": p.amanat.kewenangan,
        "kode": p.amanat.kode,
        "sementara": buku.angka is Angka.SEMENTARA,
        "triwulan": p.triwulan,
        "triwulan_data": p.triwulan_data,
        "nomor_revisi": p.revisi.nomor,
        "berlaku_sejak": p.revisi.berlaku_sejak,
        "pagu": p.pagu,
        "blokir": p.blokir,
        "pagu_efektif": p.pagu_efektif,
        "realisasi": p.realisasi,
        "rasio": p.rasio,
        "belum_diverifikasi": sum(x is not None and x.diterima is not None and not x.terverifikasi for x in dihitung),
    }
    for j, (pagu, blokir) in p.revisi.rincian.items():
        isi[f"pagu_{j}"] = pagu
        isi[f"blokir_{j}"] = blokir
    for j, n in p.realisasi_jenis.items():
        isi[f"realisasi_{j}"] = n
    if laporan:
        isi["status_laporan"] = laporan.status.value
        isi["terverifikasi"] = laporan.terverifikasi
        isi["versi_diajukan"] = laporan.versi_diajukan
        isi["versi_terverifikasi"] = laporan.versi_terverifikasi
    return isi


def _rekap(isi: Mapping[str, Any]) -> Rekap:
    return _dari_kolom(*{**KOLOM, **isi}.values())


_dari_kolom: Callable[..., Rekap] = Rekap
"""Out of the columns in their order: by far the quickest way to make many rows. A name that is none of a column
would be one value too many, which is an error."""
