"""Storing what the workflow decides: drafts, the register of obstacles, extensions.

Called by `realisasi.alur` alone, inside its transaction and under its lock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils import timezone

from realisasi.isian import TERUSKAN, TUTUP, Isian, IsianKendala, dari_kendala, dari_versi
from realisasi.jendela import baca_jendela, batas_jawab_bawaan
from realisasi.kalender import nama_triwulan
from realisasi.models import (
    KategoriKendala,
    Kendala,
    KendalaVersi,
    LaporanTriwulan,
    PeriodePelaporan,
    PerpanjanganPeriode,
    RincianDraf,
    VersiLaporan,
)
from realisasi.penanggalan import tanggal
from realisasi.penolakan import Ditolak


def tulis_draf(laporan: LaporanTriwulan, isian: Isian) -> None:
    """Make the stored draft this one, row by row, so that the journal names what changed."""
    laporan.basis = isian.basis
    laporan.tanggal_data = isian.tanggal_data
    laporan.fisik = isian.fisik
    laporan.kendala_draf = [k.simpanan() for k in isian.kendala if not k.kosong]
    laporan.alasan_draf = {
        kunci: {"teks": teks, "besar": isian.dijawab.get(kunci, 0)} for kunci, teks in isian.alasan.items() if teks
    }
    if laporan._state.adding:
        laporan.save()
    # Through the report, so that each row knows it: the journal names a row by its report and DIPA.
    ada = {r.jenis: r for r in laporan.rincian_draf.order_by("pk")}
    for jenis, baris in ada.items():
        if jenis not in isian.realisasi:
            baris.delete()
    for jenis, nilai in isian.realisasi.items():
        baris_lama = ada.get(jenis)
        if baris_lama is None:
            RincianDraf.objects.create(laporan=laporan, jenis=jenis, realisasi=nilai)
        elif baris_lama.realisasi != nilai:
            baris_lama.realisasi = nilai
            baris_lama.save()


def isian_versi(laporan: LaporanTriwulan, versi: VersiLaporan) -> Isian:
    """The version as a draft; of an imported one, the obstacles are those of the register."""
    isian = dari_versi(versi)
    if versi.memuat_kendala:
        return isian
    q = laporan.triwulan
    kendala = tuple(
        dari_kendala(k, TUTUP if k.triwulan_ditutup == q else TERUSKAN)
        for k in Kendala.objects.filter(dipa=laporan.dipa)
        if k.berlaku_pada(q)
    )
    return replace(isian, kendala=kendala)


def perpanjang(laporan: LaporanTriwulan, alasan: str, sampai: dt.date | None) -> None:
    """Name the day until which the dinas may answer, where its window has closed (rule 10).

    Both DIPA of a satker share the extension, and tim pusat may give one in its settings: the
    window is locked, always after the DIPA, before any of it is read.
    """
    dipa, hari_ini = laporan.dipa, timezone.localdate()
    milik = PeriodePelaporan.objects.filter(tahun=dipa.tahun_id, triwulan=laporan.triwulan)
    periode = milik.select_for_update(no_key=True).first()
    jendela = baca_jendela(dipa.tahun_id, laporan.triwulan, dipa.satker_id, hari_ini)
    if periode is None or jendela is None:
        raise Ditolak(f"Jendela pelaporan {nama_triwulan(laporan.triwulan)} belum diatur; atur dahulu di Pengaturan.")
    if sampai is None:
        if jendela.terbuka:
            return
        sampai = batas_jawab_bawaan(hari_ini)
    if sampai < hari_ini:
        raise Ditolak(f"Batas jawaban {tanggal(sampai)} sudah lewat; pilih hari ini atau sesudahnya.")
    if sampai <= jendela.berakhir:
        return
    baris = PerpanjanganPeriode.objects.filter(periode=periode, satker=dipa.satker_id).first()
    baris = baris or PerpanjanganPeriode(periode=periode, satker=dipa.satker)
    baris.sampai = sampai
    baris.alasan = f"Laporan dikembalikan: {alasan}"
    baris.save()


def terapkan_kendala(laporan: LaporanTriwulan, kendala: Iterable[IsianKendala]) -> list[Kendala]:
    """Bring the register of the DIPA to what this report says; one row for each item, in order.

    What a later quarter has told since stands: its words, its closing, and that it knows of an
    obstacle which this report no longer tells.
    """
    q = laporan.triwulan
    kendala = list(kendala)
    milik = Q(triwulan_dibuka__lte=q) | Q(pk__in=[k.id for k in kendala if k.id is not None])
    daftar = {k.pk: k for k in Kendala.objects.filter(milik, dipa=laporan.dipa)}
    kemudian = _kata_kemudian(laporan)
    hasil = []
    for isi in kendala:
        baris = daftar.pop(isi.id, None) if isi.id is not None else None
        # One that was taken back and is told again keeps its number, which versions name.
        baris = baris or Kendala(pk=isi.id, dipa=laporan.dipa, triwulan_dibuka=isi.triwulan_dibuka or q)
        baris.triwulan_dibuka = min(baris.triwulan_dibuka, isi.triwulan_dibuka or q)
        nanti = kemudian.get(baris.pk, {})
        if not nanti:
            for nama, nilai in isi_kendala(isi, baris).items():
                setattr(baris, nama, nilai)
        if isi.tindakan == TUTUP:
            baris.triwulan_ditutup = min(q, baris.triwulan_ditutup or q)
        elif baris.triwulan_ditutup == q:
            baris.triwulan_ditutup = next((t for t, selesai in nanti.items() if selesai), None)
        baris.save()
        hasil.append(baris)
    for baris in daftar.values():
        if baris.triwulan_dibuka != q:
            continue
        # Opened by this very report and not told any more: taken back. The versions keep it.
        if baris.pk in kemudian:
            baris.triwulan_dibuka = min(kemudian[baris.pk])
            baris.save()
        else:
            baris.delete()
    return hasil


def _kata_kemudian(laporan: LaporanTriwulan) -> dict[int, dict[int, bool]]:
    """Of each obstacle, the later quarters whose version that counts tells of it, and whether it closes it."""
    versi = {
        lain.versi_berlaku.pk: lain.triwulan
        for lain in LaporanTriwulan.objects.filter(dipa=laporan.dipa, triwulan__gt=laporan.triwulan)
        .select_related("versi_diajukan", "versi_terverifikasi")
        .order_by("triwulan")
        if lain.versi_berlaku is not None
    }
    hasil: dict[int, dict[int, bool]] = {}
    for k in sorted(
        KendalaVersi.objects.filter(versi__in=versi, kendala__isnull=False), key=lambda k: versi[k.versi_id]
    ):
        hasil.setdefault(k.kendala_id or 0, {})[versi[k.versi_id]] = k.selesai
    return hasil


def isi_kendala(isi: IsianKendala, baris: Kendala) -> dict[str, Any]:
    """What a report says of an obstacle; where one that it closes is left blank, what the register says."""
    return {
        "kategori": isi.kategori if isi.kategori in KategoriKendala.values else baris.kategori,
        "uraian": isi.uraian.strip() or baris.uraian,
        "tindak_lanjut": isi.tindak_lanjut.strip() or baris.tindak_lanjut,
        "penanggung_jawab": isi.penanggung_jawab.strip() or baris.penanggung_jawab,
        "batas_waktu": isi.hari or baris.batas_waktu,
    }
