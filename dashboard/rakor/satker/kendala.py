"""The sheet `Kendala dan tindak lanjut` of one satker: what is open first, then what was closed."""

from __future__ import annotations

from dashboard.rakor import gaya, kepala, kolom
from dashboard.rakor.bahan import KendalaRakor
from dashboard.rakor.kertas import Isi, Kertas, Sel, siapkan_cetak
from dashboard.rakor.satker.bahan import BahanSatker
from dashboard.rakor.tabel import Kolom, Rujukan, tulis
from realisasi.kalender import nama_triwulan

NAMA = "Kendala dan tindak lanjut"


def tulis_kendala(kertas: Kertas, b: BahanSatker) -> None:
    """Write the sheet."""
    s = b.saringan
    kepala.judul_bahan(kertas, f"Kendala dan tindak lanjut, {b.nama}", b)
    terbuka = b.lembar.kendala_terbuka
    letak = tulis(kertas, _kolom(b), b.kendala, kosong=f"Tidak ada kendala yang dilaporkan sampai {s.nama_triwulan}.")
    kertas.lewati(tinggi=6)
    if b.kendala:
        teks = f"{terbuka} terbuka dan {len(b.kendala) - terbuka} selesai pada akhir {s.nama_triwulan} {s.tahun}."
        kertas.tulis([Sel(teks, gaya.CATATAN)], tinggi=13)
    siapkan_cetak(kertas, kepala=letak.kepala, kaki=kepala.kaki(b), beku=f"A{letak.awal}")


def _kolom(b: BahanSatker) -> list[Kolom[KendalaRakor]]:
    atas = gaya.TEKS.dengan(tegak="top")
    kewenangan = {p.amanat.id: p.amanat.kewenangan for p in b.posisi}

    def keadaan(k: KendalaRakor, _: Rujukan) -> Isi | Sel:
        tutup = k.triwulan_ditutup
        if tutup is not None and tutup <= b.saringan.triwulan:
            return f"Selesai {nama_triwulan(tutup)}"
        if k.batas_waktu < b.hari_ini:
            return Sel("Terbuka, lewat batas waktu", atas.dengan(bungkus=True, tinta="merah-text", tebal=True))
        return "Terbuka"

    depan: list[Kolom[KendalaRakor]] = []
    if len(kewenangan) > 1:
        depan.append(Kolom("kewenangan", "Kew.", 7, atas, lambda k, _: kewenangan[k.dipa_id]))
    return [
        *depan,
        Kolom("dibuka", "Sejak", 8, atas, lambda k, _: nama_triwulan(k.triwulan_dibuka)),
        *kolom.kendala(_sendiri),
        Kolom("keadaan", "Keadaan", 16, atas.dengan(bungkus=True), keadaan),
    ]


def _sendiri(k: KendalaRakor) -> KendalaRakor | None:
    return k
