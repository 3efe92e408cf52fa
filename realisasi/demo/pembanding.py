"""The treasury's figures of a verified quarter of the running year, a few of them different, and two decisions.

Made from the figures as they are stored, so that most of them are the same as the reports.
"""

from __future__ import annotations

import datetime as dt

from realisasi.demo import teks
from realisasi.demo.pelaporan import WIB
from realisasi.kalender import akhir_triwulan
from realisasi.models import Basis, Dipa, JenisBelanja, Keputusan, RealisasiPerbendaharaan, Rekonsiliasi
from realisasi.rekonsiliasi import baca_banding
from satker.jurnal import create_bulk
from satker.models import Pengguna

TRIWULAN = 2
# By province: which jenis the treasury shows otherwise, and by how many thousandths of the report.
BERBEDA = {
    "12": (JenisBelanja.BARANG, 42),
    "14": (JenisBelanja.BARANG, -21),
    "33": (JenisBelanja.BARANG, -9),
    "35": (JenisBelanja.MODAL, 35),
    "51": (JenisBelanja.PEGAWAI, -60),
    "64": (JenisBelanja.BARANG, 4),
}
BELUM_DIIMPOR = {"71", "82"}
DIPUTUSKAN = {
    "12": (Keputusan.PERBENDAHARAAN_BENAR, dt.datetime(2026, 7, 21, 9, 40, tzinfo=WIB)),
    "33": (Keputusan.BEDA_WAKTU, dt.datetime(2026, 7, 21, 10, 5, tzinfo=WIB)),
}


def bandingkan(tahun: int, pemutus: Pengguna | None, nama_pemutus: str) -> None:
    """Add the figures of the treasury where there are none yet, then decide on two of the differences."""
    hari = akhir_triwulan(tahun, TRIWULAN)
    perbendaharaan = []
    for b in baca_banding(tahun, TRIWULAN):
        kode = b.amanat.provinsi.kode
        if b.sisi_perbendaharaan.baris or kode in BELUM_DIIMPOR:
            continue
        lain, seribu = BERBEDA.get(kode, (None, 0))
        perbendaharaan += [
            RealisasiPerbendaharaan(
                dipa_id=b.amanat.id,
                triwulan=TRIWULAN,
                jenis=jenis,
                realisasi_sd=nilai + (nilai * seribu // 1000 if jenis == lain else 0),
                basis=Basis.SP2D,
                tanggal_data=hari,
                asal="data ilustrasi",
            )
            for jenis, nilai in (b.sisi_dinas.isi or {}).items()
        ]
    create_bulk(RealisasiPerbendaharaan, perbendaharaan)
    _putuskan(tahun, pemutus, nama_pemutus)


def _putuskan(tahun: int, pemutus: Pengguna | None, nama_pemutus: str) -> None:
    dipa = {d.pk: d for d in Dipa.objects.filter(tahun=tahun).select_related("satker")}
    hasil = []
    for b in baca_banding(tahun, TRIWULAN):
        if b.amanat.provinsi.kode not in DIPUTUSKAN:
            continue
        keputusan, pada = DIPUTUSKAN[b.amanat.provinsi.kode]
        hasil += [
            Rekonsiliasi(
                dipa=dipa[b.amanat.id],
                triwulan=TRIWULAN,
                jenis=p.jenis,
                angka_dinas=p.dinas,
                angka_perbendaharaan=p.perbendaharaan,
                keputusan=keputusan,
                alasan=teks.ALASAN_REKONSILIASI[keputusan],
                diputuskan_oleh=pemutus,
                nama_pemutus=nama_pemutus,
                diputuskan_pada=pada,
            )
            for p in b.berbeda
        ]
    create_bulk(Rekonsiliasi, hasil)
