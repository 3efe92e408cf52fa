"""Applying an import: planned anew under the lock, written in one transaction, all of it or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError
from django.utils import timezone

from realisasi import rekap
from realisasi.impor.bacaan import Bacaan, JenisImpor, Pilihan
from realisasi.impor.register import BerkasMasuk, catat_pratinjau, nama
from realisasi.impor.rencana import Rencana, susun
from realisasi.impor.tulis import RUANG
from realisasi.impor.tulis.dasar import Pelaku, potong
from realisasi.models import ButirImpor, Dipa, Impor, KeadaanImpor, TahunAnggaran
from realisasi.penolakan import Bentrok, BukanHak, Ditolak
from realisasi.simpanan_berkas import berkas_bertahan
from satker import jurnal
from satker.akses import hak
from satker.models import Pengguna, Satker
from satker.peran import Peran

SEBUTAN_TERPANJANG = 200


class RencanaBerubah(Ditolak):
    """What would be written is no longer what the preview showed; `rencana` is how it stands now."""

    def __init__(self, rencana: Rencana) -> None:
        super().__init__(
            "Data berubah sejak pratinjau ini dibuat, jadi belum ada yang diterapkan. Periksa pratinjau yang baru."
        )
        self.rencana = rencana


class AdaDitolak(Ditolak):
    """Something is refused, and nobody has said to go on without it; `rencana` says what."""

    def __init__(self, rencana: Rencana) -> None:
        super().__init__(
            "Ada yang ditolak, jadi tidak ada yang diterapkan. Perbaiki berkasnya, atau lewati yang ditolak."
        )
        self.rencana = rencana


@dataclass(frozen=True)
class Hasil:
    """What was done; `impor` is None where there was nothing to write."""

    rencana: Rencana
    impor: Impor | None


@dataclass(frozen=True)
class Permintaan:
    """What is to be applied: what was read of the files, with what was chosen for them.

    `impor` is the preview that was confirmed, `dilihat` the fingerprint of what its page showed to
    whoever confirmed it; without one (the command) `berkas` are the files, and what the plan says
    now is what is written.
    """

    bacaan: Sequence[Bacaan]
    pilihan: Pilihan
    berkas: Sequence[BerkasMasuk] = ()
    impor: Impor | None = None
    dilihat: str = ""


def terapkan(permintaan: Permintaan, pengguna: Pengguna | None, *, lewati_ditolak: bool = False) -> Hasil:
    """Write what the files bring; `pengguna` is None for the command, which whoever runs the machine may run.

    Where nothing would change nothing is written, and no import is kept beside the preview.

    Raises:
        BukanHak: the user is not tim pusat.
        RencanaBerubah: the plan is no longer the one that was confirmed.
        AdaDitolak: something is refused and `lewati_ditolak` was not said.
        Bentrok: the preview was applied already, or somebody else wrote the same at this moment.
        BerkasDitolak: a file is for something else than was chosen.

    """
    if pengguna is not None and Peran.TIM_PUSAT not in hak(pengguna).peran:
        raise BukanHak("Hanya tim pusat yang mengimpor data.")
    try:
        with berkas_bertahan() as tersimpan, rekap.sekali():
            return _terapkan(permintaan, pengguna, tersimpan, lewati_ditolak=lewati_ditolak)
    except IntegrityError:
        raise Bentrok(
            "Data yang sama baru saja ditulis orang lain, jadi tidak ada yang diterapkan. Buat pratinjau sekali lagi."
        ) from None


def _terapkan(
    permintaan: Permintaan, pengguna: Pengguna | None, tersimpan: list[str], *, lewati_ditolak: bool
) -> Hasil:
    impor = _impor_terkunci(permintaan.impor) if permintaan.impor else None
    _kunci(permintaan.bacaan)
    rencana = susun(permintaan.bacaan, permintaan.pilihan)
    # What the page showed counts, not what is stored: somebody else may have been shown a newer plan.
    if impor is not None and permintaan.dilihat != rencana.sidik:
        raise RencanaBerubah(rencana)
    if rencana.ada_ditolak and not lewati_ditolak:
        raise AdaDitolak(rencana)
    if not rencana.ditulis:
        return Hasil(rencana, None)
    oleh = Pelaku(pengguna, nama(pengguna), timezone.now())
    tertulis = RUANG[rencana.jenis].tulis(rencana.ditulis, oleh)
    if impor is None:
        impor = catat_pratinjau(rencana, permintaan.pilihan, pengguna, permintaan.berkas)
        tersimpan += [b.berkas.name or "" for b in impor.berkas.all()]
    impor.keadaan = KeadaanImpor.DITERAPKAN
    impor.lewati_ditolak = rencana.ada_ditolak
    impor.nama_penerap = oleh.nama
    impor.diterapkan_pada = oleh.pada
    impor.save()
    jurnal.create_tetap(
        ButirImpor,
        [
            ButirImpor(
                impor=impor,
                urutan=urutan,
                sebutan=t.butir.sebutan[:SEBUTAN_TERPANJANG],
                satker_id=t.satker_id,
                sebelum=t.sebelum,
                sesudah=t.sesudah,
            )
            for urutan, t in enumerate(tertulis, 1)
        ],
    )
    return Hasil(rencana, impor)


def _impor_terkunci(impor: Impor) -> Impor:
    kini = Impor.objects.select_for_update().filter(pk=impor.pk).first()
    if kini is None or kini.keadaan != KeadaanImpor.PRATINJAU:
        oleh = f" oleh {kini.nama_penerap}" if kini and kini.nama_penerap else ""
        raise Bentrok(f"Impor ini sudah diterapkan{oleh}.")
    return kini


def _kunci(bacaan: Sequence[Bacaan]) -> None:
    """Lock what the plan is made against: for a list of satker these, else the DIPA in the order of their keys.

    Then the years, as closing one does: a DIPA that is not there yet cannot be waited for.
    """
    kode = sorted({str(k) for b in bacaan for k in b.baris["kode_satker"].dropna().unique()})
    if bacaan[0].jenis == JenisImpor.SATKER:
        _kunci_baris(
            Satker, (s for p in potong(kode) for s in Satker.objects.filter(kode__in=p).values_list("pk", flat=True))
        )
        return
    tahun = {int(t) for b in bacaan for t in b.baris["tahun"].dropna().unique()}
    kunci_dipa(
        pk
        for p in potong(kode)
        for pk in Dipa.objects.filter(tahun__in=tahun, satker__kode__in=p).values_list("pk", flat=True)
    )
    terkunci = TahunAnggaran.objects.select_for_update(no_key=True).filter(pk__in=tahun)
    list(terkunci.order_by("pk").values_list("pk"))


def kunci_dipa(pk: Iterable[int]) -> None:
    """Lock these DIPA, in the order in which everybody does."""
    _kunci_baris(Dipa, pk)


def _kunci_baris(model: type[Dipa] | type[Satker], pk: Iterable[int]) -> None:
    urut: Collection[int] = sorted(set(pk))
    for bagian in potong(list(urut)):
        list(model.objects.select_for_update().filter(pk__in=bagian).order_by("pk").values_list("pk"))
