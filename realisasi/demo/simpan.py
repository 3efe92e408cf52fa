"""Writing the plan: bulk inserts through the journal, everything or nothing.

A report points to its versions and these point back: reports are written as drafts first,
then their versions, then the state with its pointers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from realisasi.demo.bentuk import RencanaDipa, RencanaLaporan, RencanaVersi
from realisasi.demo.orang import KEPALA_DINAS, nama_pejabat
from realisasi.models import (
    Dipa,
    Kendala,
    Kewenangan,
    LaporanTriwulan,
    PaguRevisi,
    PeriodePelaporan,
    PerpanjanganPeriode,
    RevisiDipa,
    RincianDraf,
    RincianVersi,
    StatusLaporan,
    VersiLaporan,
)
from satker.jurnal import create_bulk, update_bulk
from satker.models import Pengguna, Penugasan, PeranSatker, Satker

LAMA_PEMERIKSAAN = dt.timedelta(days=4)
# The office of North Kalimantan bore another name while its work was dekonsentrasi.
NAMA_DAHULU = {
    ("65", 2022): "Dinas Perindustrian, Perdagangan, Koperasi, dan UKM Provinsi Kalimantan Utara",
    ("65", 2023): "Dinas Perindustrian, Perdagangan, Koperasi, dan UKM Provinsi Kalimantan Utara",
}


@transaction.atomic
def simpan_tahun(
    rencana: Sequence[RencanaDipa], satker: dict[str, Satker], verifikator: Pengguna | None, nama_verifikator: str
) -> None:
    """Write one year; `satker` maps a province's code to its office.

    The verifier may have no account any more; the name stands with the reports all the same.
    """
    dipa = create_bulk(Dipa, [_dipa(r, satker[r.kode_provinsi]) for r in rencana])
    pasangan = list(zip(dipa, rencana, strict=True))
    _simpan_revisi(pasangan)
    _simpan_laporan(pasangan, verifikator, nama_verifikator)
    create_bulk(
        Kendala,
        [
            Kendala(
                dipa=d,
                kategori=k.kategori,
                uraian=k.uraian,
                tindak_lanjut=k.tindak_lanjut,
                penanggung_jawab=k.penanggung_jawab,
                batas_waktu=k.batas_waktu,
                triwulan_dibuka=k.dibuka,
                triwulan_ditutup=k.ditutup,
            )
            for d, r in pasangan
            for k in r.kendala
        ],
    )
    _simpan_perpanjangan(pasangan)


def _dipa(rencana: RencanaDipa, satker: Satker) -> Dipa:
    digit = Kewenangan(rencana.kewenangan).digit
    return Dipa(
        tahun_id=rencana.tahun,
        satker=satker,
        kewenangan=rencana.kewenangan,
        nomor=f"DIPA-019.05.{digit}.{satker.kode}/{rencana.tahun}",
        nama_satker=NAMA_DAHULU.get((rencana.kode_provinsi, rencana.tahun), satker.nama),
    )


def _simpan_revisi(pasangan: list[tuple[Dipa, RencanaDipa]]) -> None:
    rencana = [(d, r) for d, satu in pasangan for r in satu.revisi]
    revisi = create_bulk(
        RevisiDipa,
        [RevisiDipa(dipa=d, nomor=r.nomor, berlaku_sejak=r.berlaku_sejak, catatan=r.catatan) for d, r in rencana],
    )
    create_bulk(
        PaguRevisi,
        [
            PaguRevisi(revisi=tersimpan, jenis=jenis, pagu=pagu, blokir=blokir)
            for tersimpan, (_, r) in zip(revisi, rencana, strict=True)
            for jenis, (pagu, blokir) in r.pagu.items()
        ],
    )


def _simpan_laporan(
    pasangan: list[tuple[Dipa, RencanaDipa]], verifikator: Pengguna | None, nama_verifikator: str
) -> None:
    rencana = [(d, satu.kode_provinsi, r) for d, satu in pasangan for r in satu.laporan]
    laporan = create_bulk(
        LaporanTriwulan,
        [
            LaporanTriwulan(dipa=d, triwulan=r.triwulan, basis=r.basis, tanggal_data=r.tanggal_data, fisik=r.fisik)
            for d, _, r in rencana
        ],
    )
    create_bulk(
        RincianDraf,
        [
            RincianDraf(laporan=tersimpan, jenis=jenis, realisasi=nilai)
            for tersimpan, (_, _, r) in zip(laporan, rencana, strict=True)
            for jenis, nilai in r.draf.items()
        ],
    )
    kepala = _kepala_dengan_login()
    rencana_versi = [
        (tersimpan, kode, r, versi)
        for tersimpan, (_, kode, r) in zip(laporan, rencana, strict=True)
        for versi in r.versi
    ]
    versi = create_bulk(VersiLaporan, [_versi(t, r, v, kode, kepala.get(kode)) for t, kode, r, v in rencana_versi])
    create_bulk(
        RincianVersi,
        [
            RincianVersi(versi=tersimpan, jenis=jenis, realisasi=nilai)
            for tersimpan, (_, _, _, v) in zip(versi, rencana_versi, strict=True)
            for jenis, nilai in v.rincian.items()
        ],
    )
    terakhir = {tersimpan.laporan_id: tersimpan for tersimpan in versi}
    berubah = []
    for tersimpan, (_, _, r) in zip(laporan, rencana, strict=True):
        if r.versi:
            tersimpan.status = StatusLaporan(r.status)
            tersimpan.versi_diajukan = terakhir[tersimpan.pk]
            tersimpan.alasan_dikembalikan = r.alasan
            if r.status == StatusLaporan.DIKEMBALIKAN:
                tersimpan.nama_pengembali = nama_verifikator
                tersimpan.dikembalikan_pada = r.versi[-1].diajukan_pada + LAMA_PEMERIKSAAN
            if r.diverifikasi_pada:
                tersimpan.versi_terverifikasi = terakhir[tersimpan.pk]
                tersimpan.diverifikasi_pada = r.diverifikasi_pada
                tersimpan.diverifikasi_oleh = verifikator
                tersimpan.nama_pemverifikasi = nama_verifikator
            berubah.append(tersimpan)
    update_bulk(
        LaporanTriwulan,
        berubah,
        [
            "status",
            "versi_diajukan",
            "versi_terverifikasi",
            "diverifikasi_pada",
            "diverifikasi_oleh",
            "nama_pemverifikasi",
            "alasan_dikembalikan",
            "nama_pengembali",
            "dikembalikan_pada",
        ],
    )


def _versi(
    laporan: LaporanTriwulan, rencana: RencanaLaporan, versi: RencanaVersi, kode: str, kepala: Pengguna | None
) -> VersiLaporan:
    return VersiLaporan(
        laporan=laporan,
        nomor=versi.nomor,
        basis=rencana.basis,
        tanggal_data=rencana.tanggal_data,
        fisik=rencana.fisik,
        diajukan_oleh=kepala,
        nama_pengaju=kepala.nama if kepala else nama_pejabat(kode, KEPALA_DINAS),
        diajukan_pada=versi.diajukan_pada,
    )


def _kepala_dengan_login() -> dict[str, Pengguna]:
    """Heads of office who have a login, by province code; the others submit by name alone."""
    penugasan = Penugasan.objects.filter(peran=PeranSatker.KEPALA).select_related("pengguna", "satker")
    return {p.satker.provinsi_id: p.pengguna for p in penugasan.order_by("-pk")}


def _simpan_perpanjangan(pasangan: list[tuple[Dipa, RencanaDipa]]) -> None:
    rencana = [(d, p) for d, satu in pasangan for p in satu.perpanjangan]
    periode = {p.triwulan: p for p in PeriodePelaporan.objects.filter(tahun__in={d.tahun_id for d, _ in rencana})}
    create_bulk(
        PerpanjanganPeriode,
        [
            PerpanjanganPeriode(periode=periode[p.triwulan], satker=d.satker, sampai=p.sampai, alasan=p.alasan)
            for d, p in rencana
        ],
    )
