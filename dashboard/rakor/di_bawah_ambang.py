"""The sheet named after the ambang, `Di bawah 90 %`: what each lacks, what hinders it, what is done."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.baris import Baris
from dashboard.rakor import gaya, kepala, kolom
from dashboard.rakor.bahan import BahanRakor, KendalaRakor
from dashboard.rakor.kertas import Isi, Kertas, Sel, siapkan_cetak
from dashboard.rakor.tabel import JUMLAH, Kolom, Rujukan, tulis
from realisasi.kalender import nama_triwulan
from realisasi.penilaian import TRIWULAN_AKHIR, Status


def nama(b: BahanRakor) -> str:
    """The sheet's name, from the ambang of the year."""
    return f"Di bawah {kolom.batas_pendek(b.tahun.ambang_bp)}"


@dataclass(frozen=True)
class BarisKendala:
    """One obstacle of a DIPA; the DIPA itself is told with its first one only."""

    baris: Baris
    kendala: KendalaRakor | None
    nomor: int
    pertama: bool


def tulis_di_bawah_ambang(kertas: Kertas, b: BahanRakor) -> None:
    """Write the sheet."""
    s = b.saringan
    ambang = kolom.batas_pendek(b.tahun.ambang_bp)
    akhir = s.triwulan == TRIWULAN_AKHIR
    kata = f"di bawah {ambang}" if akhir else f"diproyeksikan di bawah {ambang} pada akhir tahun"
    kepala.judul_bahan(kertas, f"{_kapital(s.satuan)} {kata}", b)
    baris = _baris(b)
    if akhir:
        kosong = f"Tidak ada {s.satuan} yang lapor dan {kata}."
    else:
        kosong = f"Tidak ada {s.satuan} yang {kata}."
    letak = tulis(kertas, _kolom(b), baris, kosong=kosong)
    kertas.lewati(tinggi=6)
    for teks in _catatan(b):
        kertas.tulis([Sel(teks, gaya.CATATAN)], tinggi=13)
    siapkan_cetak(kertas, kepala=letak.kepala, kaki=kepala.kaki(b), beku=f"C{letak.awal}")


def _kapital(teks: str) -> str:
    return teks[:1].upper() + teks[1:]


def _baris(b: BahanRakor) -> list[BarisKendala]:
    hasil = []
    for i, x in enumerate(b.lemah, start=1):
        milik: list[KendalaRakor | None] = [*b.kendala_dipa.get(x.posisi.amanat.id, [])]
        hasil += [BarisKendala(x, k, i, n == 0) for n, k in enumerate(milik or [None])]
    return hasil


def _kolom(b: BahanRakor) -> list[Kolom[BarisKendala]]:
    s, k = b.saringan, b.kelompok
    tw = s.nama_triwulan
    ambang = b.tahun.ambang_bp
    dasar: list[Kolom[Baris]] = [
        Kolom("provinsi", "Provinsi", 19, gaya.TEKS, lambda x, _: x.sebutan, lambda _: "Jumlah"),
        kolom.kode(),
        Kolom("efektif", "Pagu efektif (Rp)", 13.5, gaya.RUPIAH, lambda x, _: x.posisi.pagu_efektif, JUMLAH),
        replace(kolom.realisasi(tw), lebar=13.5),
        replace(kolom.persen(tw, k), lebar=10, jumlah=None),
    ]
    if s.triwulan != TRIWULAN_AKHIR:
        dasar.append(kolom.proyeksi())
    dasar.append(kolom.kurang("ambang", f"Kurang ke {kolom.batas_pendek(ambang)} (Rp)", lambda _: ambang, 13.5))
    if any(x.posisi.sasaran for x in b.lemah):
        dasar.append(
            kolom.kurang(
                "kurang",
                kolom.kepala_sasaran(k.sasaran),
                lambda x: x.posisi.sasaran.target_bp if x.posisi.sasaran else None,
                14,
            )
        )
    nomor: Kolom[BarisKendala] = Kolom(
        "nomor", "No.", 5, _atas(gaya.BULAT).dengan(rata="center"), lambda x, _: x.nomor if x.pertama else None
    )
    return [nomor, *(_sekali(k) for k in dasar), *kolom.kendala(_kendala)]


def _atas(bentuk: gaya.Gaya) -> gaya.Gaya:
    return bentuk.dengan(tegak="top")


def _sekali(k: Kolom[Baris]) -> Kolom[BarisKendala]:
    """The column of a DIPA in a table of obstacles: filled at its first one, so that sums count it once."""

    def isi(x: BarisKendala, r: Rujukan) -> Isi | Sel:
        if not x.pertama:
            return None
        hasil = k.isi(x.baris, r)
        return Sel(hasil.isi, _atas(hasil.gaya)) if isinstance(hasil, Sel) else hasil

    return Kolom(k.nama, k.kepala, k.lebar, _atas(k.gaya), isi, k.jumlah)


def _kendala(x: BarisKendala) -> KendalaRakor | None:
    return x.kendala


def _catatan(b: BahanRakor) -> list[str]:
    s = b.saringan
    hasil = ["Kendala yang masih terbuka pada akhir triwulan itu, menurut laporan satker."] if b.lemah else []
    if s.triwulan == TRIWULAN_AKHIR:
        belum = sum(x.posisi.status is Status.BELUM_LAPOR for x in b.baris)
        if belum:
            hasil.append(
                f"{belum} {s.satuan} belum lapor {s.nama_triwulan} dan belum dinilai; lihat lembar Belum lapor."
            )
    else:
        belum = sum(x.posisi.proyeksi_bp is None for x in b.baris)
        if belum:
            hasil.append(f"{belum} {s.satuan} belum dapat diproyeksikan.")
        if b.lemah:
            hasil.append(
                f"Proyeksi bukan status. Dasarnya dijelaskan di lembar Catatan. Kekurangan ke "
                f"{kolom.batas_pendek(b.tahun.ambang_bp)} dihitung dari realisasi s.d. {nama_triwulan(s.triwulan)}."
            )
    return hasil
