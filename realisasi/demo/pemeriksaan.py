"""What stands around the reports of the running year: warnings with reasons, notes, the treasury's figures.

Made from the reports as they are stored, by the project's own rules, so that the queue and the
task list of the demo show what a real one would.
"""

from __future__ import annotations

from django.utils import timezone

from realisasi.demo import teks
from realisasi.demo.bentuk import acak
from realisasi.kalender import hari_terlambat
from realisasi.lembar_isian import LembarIsian, baca_lembar
from realisasi.models import (
    BagianLaporan,
    CatatanPengembalian,
    JenisBelanja,
    Kendala,
    KendalaVersi,
    LaporanTriwulan,
    PeringatanVersi,
    PeriodePelaporan,
    RealisasiPerbendaharaan,
    StatusLaporan,
    VersiLaporan,
)
from realisasi.peringatan import Kode
from satker.jurnal import create_bulk

BERBEDA_SATU_DARI = 6


def lengkapi(tahun: int) -> None:
    """Add to the reports of a running year what tim pusat and the treasury have to say of them."""
    semua = list(
        LaporanTriwulan.objects.filter(dipa__tahun=tahun)
        .exclude(status=StatusLaporan.DRAF)
        .select_related("dipa__satker__provinsi", "dipa__tahun", "versi_diajukan")
        .order_by("dipa__satker__kode", "triwulan")
    )
    create_bulk(
        CatatanPengembalian,
        [
            CatatanPengembalian(laporan=lap, bagian=BagianLaporan.BARANG, teks=teks.CATATAN_BARANG)
            for lap in semua
            if lap.status == StatusLaporan.DIKEMBALIKAN and lap.triwulan == 3  # noqa: PLR2004
        ],
    )
    menunggu = [lap for lap in semua if lap.status != StatusLaporan.DIVERIFIKASI and lap.versi_diajukan]
    tenggat = dict(PeriodePelaporan.objects.filter(tahun=tahun).values_list("triwulan", "tenggat"))
    peringatan: list[PeringatanVersi] = []
    kendala: list[KendalaVersi] = []
    perbendaharaan: list[RealisasiPerbendaharaan] = []
    for laporan in menunggu:
        versi = laporan.versi_diajukan
        assert versi is not None  # noqa: S101  (chosen so above)
        hari = timezone.localdate(versi.diajukan_pada)
        lembar = baca_lembar(laporan.dipa, laporan.triwulan, hari)
        if lembar is None:
            continue
        peringatan += _peringatan(versi, lembar, hari_terlambat(tenggat[laporan.triwulan], hari))
        kendala += [_kendala(versi, k) for k in lembar.kendala_terbuka]
        perbendaharaan += _perbendaharaan(laporan, lembar)
    create_bulk(PeringatanVersi, peringatan)
    create_bulk(KendalaVersi, kendala)
    create_bulk(RealisasiPerbendaharaan, perbendaharaan)
    periode = PeriodePelaporan.objects.filter(tahun=tahun, triwulan=3).first()
    if periode is not None:
        periode.pengumuman = teks.PENGUMUMAN
        periode.save()


def _peringatan(versi: VersiLaporan, lembar: LembarIsian, terlambat: int) -> list[PeringatanVersi]:
    hasil = [
        PeringatanVersi(
            versi=versi,
            kode=p.kode,
            jenis=p.jenis,
            judul=p.judul,
            teks=p.teks,
            besar=p.besar,
            alasan=teks.ALASAN_PERINGATAN.get(p.kode, teks.ALASAN_PERINGATAN[Kode.LONJAKAN]),
        )
        for p in lembar.peringatan
    ]
    if terlambat:
        hasil.append(
            PeringatanVersi(
                versi=versi,
                kode=Kode.TERLAMBAT,
                judul=f"Terlambat {terlambat} hari",
                teks="Laporan diajukan sesudah tenggat.",
                alasan=teks.ALASAN_PERINGATAN[Kode.TERLAMBAT],
            )
        )
    return hasil


def _kendala(versi: VersiLaporan, k: Kendala) -> KendalaVersi:
    return KendalaVersi(
        versi=versi,
        kendala=k,
        kategori=k.kategori,
        uraian=k.uraian,
        tindak_lanjut=k.tindak_lanjut,
        penanggung_jawab=k.penanggung_jawab,
        batas_waktu=k.batas_waktu,
        triwulan_dibuka=k.triwulan_dibuka,
        selesai=k.triwulan_ditutup == versi.laporan.triwulan,
    )


def _perbendaharaan(laporan: LaporanTriwulan, lembar: LembarIsian) -> list[RealisasiPerbendaharaan]:
    """Mostly the same as the report; one in six, and who was sent back, a little less."""
    rng = acak("perbendaharaan", laporan.dipa.satker.provinsi_id, laporan.triwulan)
    berbeda = laporan.status == StatusLaporan.DIKEMBALIKAN or rng.randint(1, BERBEDA_SATU_DARI) == 1
    hasil = []
    for b in lembar.baris:
        if b.sekarang is None:
            continue
        kurang = b.sekarang * rng.randint(3, 9) // 100 if berbeda and b.jenis == JenisBelanja.BARANG else 0
        hasil.append(
            RealisasiPerbendaharaan(
                dipa=laporan.dipa,
                triwulan=laporan.triwulan,
                jenis=b.jenis,
                realisasi_sd=b.kumulatif - kurang,
                basis="SP2D",
                tanggal_data=lembar.isian.tanggal_data,
                asal="data ilustrasi",
            )
        )
    return hasil
