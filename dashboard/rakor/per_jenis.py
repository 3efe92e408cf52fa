"""The sheet `Per jenis belanja`: the sums, and each satker's figures side by side."""

from __future__ import annotations

from dashboard.baris import Baris
from dashboard.rakor import batang, gaya, kepala, kolom, rumus
from dashboard.rakor.bahan import BahanRakor
from dashboard.rakor.data import LetakData
from dashboard.rakor.kertas import SATU_HALAMAN, Isi, Kertas, Sel, siapkan_cetak
from dashboard.rakor.peringkat import urut
from dashboard.rakor.rumus import TANPA, Rumus
from dashboard.rakor.tabel import JUMLAH, Kolom, Letak, Rujukan, tulis
from dashboard.ringkasan import PerJenis
from realisasi.models import JenisBelanja

NAMA = "Per jenis belanja"
LEBAR_DEPAN = (26.0, 15.0)
LEBAR = 15.0


def tulis_per_jenis(kertas: Kertas, b: BahanRakor, data: LetakData) -> Letak[PerJenis]:
    """Write the sheet; says where the sums stand."""
    s = b.saringan
    kepala.judul_bahan(kertas, f"Per jenis belanja s.d. {s.nama_triwulan} {s.tahun}", b)
    letak = tulis(
        kertas,
        kolom_jenis(b, data),
        b.jenis,
        kosong=f"Belum ada DIPA dengan pagu pada {s.nama_triwulan} {s.tahun}.",
        lebar=False,
    )
    if b.jenis:
        batang.pasang(kertas, letak.rentang("persen"), max((x.persen_bp or 0) for x in b.jenis) / 10_000)
    if not b.posisi:
        kertas.lebar([*LEBAR_DEPAN, *([LEBAR] * 5)])
        siapkan_cetak(kertas, kepala=letak.kepala, kaki=kepala.kaki(b))
        return letak
    kertas.lewati(2)
    kertas.tulis([Sel(f"Menurut {s.satuan}", gaya.SUBJUDUL)], tinggi=18)
    rinci = _kolom_satker(b)
    bawah = tulis(kertas, rinci, urut(b), tinggi_kepala=40, lebar=False)
    kertas.lebar([*LEBAR_DEPAN, *([LEBAR] * max(6, len(rinci) - 2))])
    siapkan_cetak(
        kertas,
        kepala=bawah.kepala,
        kaki=kepala.kaki(b),
        satu_halaman=len(b.posisi) <= SATU_HALAMAN,
    )
    return letak


def kolom_jenis(b: BahanRakor, data: LetakData) -> list[Kolom[PerJenis]]:
    """The columns of the sums, which are made from the sheet `Data`."""
    k = b.kelompok
    tw = b.saringan.nama_triwulan

    def dari_data(nama: str, x: PerJenis, hasil: int) -> Rumus:
        syarat = f'{data.rentang("Triwulan")},"{tw}",{data.rentang("Kode jenis")},"{x.jenis.value}"'
        return Rumus(f"SUMIFS({data.rentang(nama)},{syarat})", hasil)

    def persen(x: PerJenis, r: Rujukan) -> Isi:
        if x.persen_bp is None and x.pagu_efektif > 0:
            return TANPA
        return rumus.persen(r("realisasi"), r("efektif"), (x.realisasi, x.pagu_efektif), k.batas)

    return [
        Kolom("jenis", "Jenis belanja", 26, gaya.TEKS, lambda x, _: x.jenis.pendek, lambda _: "Jumlah"),
        Kolom("pagu", "Pagu (Rp)", LEBAR, gaya.RUPIAH, lambda x, _: dari_data("Pagu (Rp)", x, x.pagu), JUMLAH),
        Kolom("blokir", "Blokir (Rp)", LEBAR, gaya.RUPIAH, lambda x, _: dari_data("Blokir (Rp)", x, x.blokir), JUMLAH),
        Kolom(
            "efektif", "Pagu efektif (Rp)", LEBAR, gaya.RUPIAH,
            lambda x, r: Rumus(f"{r('pagu')}-{r('blokir')}", x.pagu_efektif), JUMLAH,
        ),
        Kolom(
            "realisasi", f"Realisasi s.d. {tw} (Rp)", LEBAR, gaya.RUPIAH,
            lambda x, _: dari_data("Realisasi s.d. triwulan (Rp)", x, x.realisasi), JUMLAH,
        ),
        Kolom("persen", f"Persen s.d. {tw}", LEBAR, gaya.PERSEN, persen, kolom.persen_kelompok(k)),
        Kolom(
            "sisa", "Sisa pagu efektif (Rp)", LEBAR, gaya.RUPIAH,
            lambda x, r: Rumus(f"{r('efektif')}-{r('realisasi')}", x.sisa), JUMLAH,
        ),
    ]  # fmt: skip


def _kolom_satker(b: BahanRakor) -> list[Kolom[Baris]]:
    provinsi: Kolom[Baris] = Kolom("provinsi", "Provinsi", 25, gaya.TEKS, lambda x, _: x.sebutan, lambda _: "Jumlah")
    hasil = [provinsi, kolom.kode()]
    for x in b.jenis:
        hasil += _kolom_satu_jenis(x.jenis, x, b)
    return hasil


def _kolom_satu_jenis(jenis: JenisBelanja, seluruh: PerJenis, b: BahanRakor) -> list[Kolom[Baris]]:
    e, n = f"efektif{jenis}", f"realisasi{jenis}"

    def amanat(x: Baris) -> tuple[int, int]:
        pagu, blokir = x.posisi.revisi.rincian.get(jenis, (0, 0))
        return x.posisi.realisasi_jenis.get(jenis, 0), pagu - blokir

    def ada(x: Baris) -> bool:
        return jenis in x.posisi.revisi.rincian or jenis in x.posisi.realisasi_jenis

    def persen(x: Baris, r: Rujukan) -> Isi:
        if x.posisi.triwulan_data is None or not ada(x):
            return TANPA
        return rumus.persen(r(n), r(e), amanat(x), x.posisi.ukuran.batas(x.posisi.triwulan))

    def persen_jumlah(r: Rujukan) -> Isi:
        if seluruh.persen_bp is None and seluruh.pagu_efektif > 0:
            return TANPA
        return rumus.persen(r(n), r(e), (seluruh.realisasi, seluruh.pagu_efektif), b.kelompok.batas)

    return [
        Kolom(
            e, f"{jenis.pendek}\npagu efektif (Rp)", LEBAR, gaya.RUPIAH,
            lambda x, _: amanat(x)[1] if ada(x) else TANPA, JUMLAH,
        ),
        Kolom(
            n, f"{jenis.pendek}\nrealisasi s.d. {b.saringan.nama_triwulan} (Rp)", LEBAR, gaya.RUPIAH,
            lambda x, _: amanat(x)[0] if ada(x) and x.posisi.triwulan_data else TANPA, JUMLAH,
        ),
        Kolom(f"persen{jenis}", f"{jenis.pendek}\npersen", 10, gaya.PERSEN, persen, persen_jumlah),
    ]  # fmt: skip
