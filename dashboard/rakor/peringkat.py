"""The sheet `Peringkat`: every satker, the highest percentage first."""

from __future__ import annotations

from dashboard.baris import Baris
from dashboard.rakor import batang, gaya, kepala, kolom, rumus
from dashboard.rakor.bahan import BahanRakor
from dashboard.rakor.kertas import Isi, Kertas, Sel, siapkan_cetak
from dashboard.rakor.rumus import TANPA
from dashboard.rakor.tabel import JUMLAH, Kolom, Letak, Rujukan, tulis
from realisasi.penilaian import TRIWULAN_AKHIR

NAMA = "Peringkat"


def urut(b: BahanRakor) -> list[Baris]:
    """By rank; those without a percentage last."""
    return sorted(b.baris, key=lambda x: (b.peringkat.get(x.posisi.amanat.id, len(b.baris) + 1), x.posisi.amanat.kode))


def tulis_peringkat(kertas: Kertas, b: BahanRakor) -> Letak[Baris]:
    """Write the sheet; says where the table stands, for the sums and charts of other sheets."""
    s = b.saringan
    kepala.judul_bahan(kertas, f"Peringkat {s.satuan} s.d. {s.nama_triwulan} {s.tahun}", b)
    letak = tulis(kertas, _kolom(b), urut(b), kosong=f"Belum ada DIPA dengan pagu pada {s.nama_triwulan} {s.tahun}.")
    if b.posisi:
        batang.pasang(kertas, letak.rentang("persen"), max((x.posisi.persen_bp or 0) for x in b.baris) / 10_000)
        _rata_rata(kertas, letak, b)
        kertas.lewati(tinggi=6)
        for teks in _catatan(b):
            kertas.tulis([Sel(teks, gaya.CATATAN)], tinggi=13)
    siapkan_cetak(kertas, kepala=letak.kepala, kaki=kepala.kaki(b), beku=f"C{letak.awal}")
    return letak


def _kolom(b: BahanRakor) -> list[Kolom[Baris]]:
    s, k = b.saringan, b.kelompok
    tw = s.nama_triwulan
    tengah = gaya.BULAT.dengan(rata="center")
    hasil: list[Kolom[Baris]] = [
        Kolom("nomor", "No.", 5, tengah, lambda x, _: b.peringkat.get(x.posisi.amanat.id, TANPA)),
        Kolom("provinsi", "Provinsi", 25, gaya.TEKS, lambda x, _: x.sebutan, lambda _: "Jumlah"),
        kolom.kode(),
        Kolom("pagu", "Pagu (Rp)", 16, gaya.RUPIAH, lambda x, _: x.posisi.pagu, JUMLAH),
        Kolom("blokir", "Blokir (Rp)", 14, gaya.RUPIAH, lambda x, _: x.posisi.blokir, JUMLAH),
        kolom.pagu_efektif(),
        kolom.realisasi(tw),
        kolom.persen(tw, k),
    ]
    if any(x.posisi.target_bp is not None for x in b.baris):
        hasil += [
            Kolom("target", f"Target {tw}", 9, gaya.PERSEN, _target, lambda _: _bagi(k.target_bp)),
            Kolom("poin", "Selisih (poin)", 9, gaya.POIN, _poin, lambda r: _poin_kelompok(r, b)),
        ]
    hasil += [
        kolom.kurang("kurang", kolom.kepala_sasaran(k.sasaran), _sasaran),
        kolom.bentuk(),
        kolom.status(),
    ]
    if s.triwulan != TRIWULAN_AKHIR:
        hasil.append(kolom.proyeksi())
    if any(x.dari_triwulan_lain for x in b.baris):
        hasil.append(kolom.angka_dari())
    return [*hasil, kolom.laporan(tw)]


def _bagi(bp: int | None) -> Isi:
    return TANPA if bp is None else bp / 10_000


def _target(x: Baris, _: Rujukan) -> Isi:
    return _bagi(x.posisi.target_bp)


def _sasaran(x: Baris) -> int | None:
    return x.posisi.sasaran.target_bp if x.posisi.sasaran else None


def _poin(x: Baris, r: Rujukan) -> Isi | Sel:
    target = x.posisi.target_bp
    if target is None or x.posisi.persen_bp is None:
        return TANPA
    isi = rumus.poin(r("persen"), r("target"), x.posisi.persen_bp, target)
    return Sel(isi, gaya.status(gaya.POIN, x.posisi.warna)) if x.posisi.melapor else isi


def _poin_kelompok(r: Rujukan, b: BahanRakor) -> Isi:
    k = b.kelompok
    if k.target_bp is None or k.persen_bp is None:
        return TANPA
    return rumus.poin(r("persen"), r("target"), k.persen_bp, k.target_bp)


def _rata_rata(kertas: Kertas, letak: Letak[Baris], b: BahanRakor) -> None:
    """Below the total: the plain mean, labelled as what it is (rule 5)."""
    k = b.kelompok
    r, e, p = (letak.rentang(n) for n in ("realisasi", "efektif", "persen"))
    mean = rumus.rata_rata(r, e, p, k.rata_rata_bp, k.batas)
    tipis = gaya.PERSEN.dengan(tinta="ink-2", garis_bawah="")
    letak_sel = {"provinsi": Sel("Rata-rata satker", gaya.LINGKUP), "persen": Sel(mean, tipis)}
    kertas.tulis([letak_sel.get(n) for n in letak.huruf])


def _catatan(b: BahanRakor) -> list[str]:
    s, k = b.saringan, b.kelompok
    hasil = [
        (
            "Persen = realisasi kumulatif dibagi pagu efektif (pagu dikurangi blokir). Baris jumlah membagi jumlah, "
            "bukan merata-ratakan persen."
        )
    ]
    if any(not x.posisi.melapor and x.posisi.triwulan_data for x in b.baris):
        hasil.append(
            f"“Angka dari” menyebut triwulan laporan terakhir {s.satuan} yang belum lapor {s.nama_triwulan}; "
            "angkanya tetap ikut dihitung."
        )
    if any(x.realisasi is None for x in b.baris):
        hasil.append("Tanda – : belum ada laporan tahun ini yang diterima; pagunya ikut dalam jumlah.")
    if k.sasaran_beragam:
        hasil.append("Target DK dan TP berbeda, jadi kekurangan dihitung terhadap target masing-masing.")
    hasil.append(
        "Jumlah kolom kurang menjumlahkan kekurangan yang masih di bawah target; kelebihan yang lain tidak "
        "mengurangi. Kekurangan seluruhnya ada di lembar Ringkasan."
    )
    return hasil
