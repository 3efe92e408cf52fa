"""From a frozen pack to what the workbook of the rakor is made of: the same value, so the same sheets."""

from __future__ import annotations

from dashboard.rakor.bahan import BahanRakor, KendalaRakor
from dashboard.saringan import Saringan
from realisasi.pembekuan import Paket


def saringan_beku(paket: Paket) -> Saringan:
    """The filter that a pack answers."""
    c = paket.cakupan
    return Saringan(c.tahun, c.triwulan, c.kewenangan, c.angka, pilihan_tahun=(c.tahun,))


def bahan_beku(paket: Paket) -> BahanRakor:
    """What was known when the pack was frozen; made then and by whom it was frozen, whoever asks today."""
    c = paket.cakupan
    return BahanRakor(
        saringan=saringan_beku(paket),
        buku=paket.buku,
        kendala=tuple(
            KendalaRakor(
                k.dipa_id,
                k.get_kategori_display(),
                k.uraian,
                k.tindak_lanjut,
                k.penanggung_jawab,
                k.batas_waktu,
                k.triwulan_dibuka,
            )
            for k in paket.kendala
            if k.triwulan_ditutup is None or k.triwulan_ditutup > c.triwulan
        ),
        tenggat=paket.tenggat.get(c.triwulan),
        hari_ini=paket.hari,
        dibuat_pada=paket.catatan.dibekukan_pada,
        dibuat_oleh=paket.catatan.nama_pembeku,
        pembekuan=paket.catatan.nama,
    )
