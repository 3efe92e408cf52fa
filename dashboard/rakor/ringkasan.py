"""The sheet `Ringkasan`: the one answer, the key figures, who stands where, path and ranking on one page."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.chart import Reference

from dashboard.baris import Baris, kata_status
from dashboard.grafik import BENTUK
from dashboard.rakor import angka_pokok, gaya, grafik, kepala, kolom, rumus
from dashboard.rakor.angka_pokok import Angka, Pokok
from dashboard.rakor.bahan import BahanRakor
from dashboard.rakor.kertas import Isi, Kertas, Sel, siapkan_cetak
from dashboard.rakor.lajur import tulis_lajur
from dashboard.rakor.per_triwulan import BarisPanas
from dashboard.rakor.peringkat import urut
from dashboard.rakor.rumus import TANPA, Rumus
from dashboard.rakor.tabel import Letak
from dashboard.ringkasan import hitung_status
from realisasi.penanggalan import tanggal

NAMA = "Ringkasan"
LEBAR = (32, 19, 19, 19, 2, *([10] * 8))
BARIS_ANGKA = 8
BATANG_TERBANYAK = 40
UKURAN_PERINGKAT = (15.5, 23.6)  # cm
SEL_PERINGKAT = "F5"
LINGKUP_CETAK = "A1:M{}"
BARIS_CETAK = 48


def tulis_ringkasan(kertas: Kertas, b: BahanRakor, peringkat: Letak[Baris], panas: Letak[BarisPanas]) -> None:
    """Write the sheet."""
    s = b.saringan
    kepala.judul_bahan(kertas, f"Realisasi anggaran {s.pulau or 'nasional'} s.d. {s.nama_triwulan} {s.tahun}", b)
    kertas.lebar(LEBAR)
    p = Pokok(b.kelompok, b.jawaban, angka_pokok.alamat(BARIS_ANGKA))
    angka_pokok.tulis_jawaban(kertas, p)
    angka_pokok.tulis_angka(kertas, "Angka pokok", list(_angka(b, p, peringkat)))
    _status(kertas, b, peringkat)
    tulis_lajur(kertas, b.lajur, _lajur_ini(b, panas), _lajur_lalu(b))
    if b.posisi:
        _grafik_peringkat(kertas, b, peringkat)
    siapkan_cetak(kertas, kepala=None, kaki=kepala.kaki(b), satu_halaman=True)
    kertas.ws.print_area = LINGKUP_CETAK.format(max(kertas.baris, BARIS_CETAK))


def _angka(b: BahanRakor, p: Pokok, letak: Letak[Baris]) -> Iterator[Angka]:
    """The key figures, from the totals of the sheet `Peringkat`."""
    s, k = b.saringan, b.kelompok
    tw = s.nama_triwulan

    def jumlah(nama: str, hasil: int) -> Isi:
        return Rumus(letak.sel_jumlah(nama), hasil) if letak.jumlah else hasil

    yield from angka_pokok.dasar(
        p,
        {
            "realisasi": jumlah("realisasi", k.realisasi),
            "pagu": jumlah("pagu", k.pagu),
            "blokir": jumlah("blokir", k.blokir),
        },
        tw,
        {
            "realisasi": f"{k.melapor} dari {k.jumlah} {s.satuan} melapor",
            "pagu": f"revisi yang berlaku pada {tanggal(s.akhir)}",
            "efektif": "pagu − blokir",
            "persen": "jumlah realisasi dibagi jumlah pagu efektif",
        },
    )
    rata: Isi = TANPA
    if letak.jumlah and k.rata_rata_bp is not None:
        sel = f"{letak.kertas.nama}!${letak.huruf['persen']}${letak.jumlah + 1}"
        rata = Rumus(sel, k.rata_rata_bp / 10_000)
    yield Angka("Rata-rata satker", rata, gaya.PERSEN, "rata-rata persen, hanya pembanding")
    yield angka_pokok.target(p, tw)
    yield from angka_pokok.terhadap_target(p, tw)


def _status(kertas: Kertas, b: BahanRakor, letak: Letak[Baris]) -> None:
    """How many have each status, counted from the sheet `Peringkat`."""
    s = b.saringan
    kertas.tulis(
        [Sel("Status", gaya.KEPALA), Sel(f"Jumlah {s.satuan}", gaya.KEPALA_KANAN), *[Sel(None, gaya.KEPALA)] * 2],
        tinggi=16,
    )
    awal = kertas.baris
    for st, warna, jumlah, kata in hitung_status(b.posisi, s.triwulan, b.tahun.ambang_bp):
        teks = kolom.polos(kata_status(st, b.tahun.ambang_bp))
        hitung: Isi = Rumus(f'COUNTIF({letak.rujukan("status")},"{teks}")', jumlah) if b.posisi else jumlah
        label = Sel(f"{BENTUK[warna]}  {teks}", gaya.status(gaya.TEKS, warna))
        jauh = Sel(kata.partition(", ")[2], angka_pokok.KETERANGAN)
        kertas.tulis([label, Sel(hitung, gaya.BULAT), jauh, Sel(None, gaya.TEKS)])
    bentuk = gaya.jumlah(gaya.BULAT)
    total = Rumus(f"SUM(B{awal}:B{kertas.baris - 1})", len(b.posisi))
    kertas.tulis([Sel("Jumlah", gaya.jumlah(gaya.TEKS)), Sel(total, bentuk), *[Sel(None, bentuk)] * 2])
    kertas.lewati(tinggi=8)


def _lajur_ini(b: BahanRakor, panas: Letak[BarisPanas]) -> dict[int, Isi]:
    hasil: dict[int, Isi] = {}
    for q, bp in b.lajur.ini.items():
        if bp is not None and panas.jumlah:
            k = b.kelompok_pada(q)
            rasio = rumus.nilai_persen(k.realisasi, k.pagu_efektif, k.batas)
            hasil[q] = Rumus(panas.sel_jumlah(f"persen{q}"), rasio)
    return hasil


def _lajur_lalu(b: BahanRakor) -> dict[int, Isi]:
    """The year before is not in this workbook, so its ratios are numbers."""
    hasil: dict[int, Isi] = {}
    for q, bp in b.lajur.lalu.items():
        if bp is not None:
            k = b.kelompok_lalu(q)
            hasil[q] = rumus.nilai_persen(k.realisasi, k.pagu_efektif, k.batas)
    return hasil


def _grafik_peringkat(kertas: Kertas, b: BahanRakor, letak: Letak[Baris]) -> None:
    """The ranking; of more than forty the lowest, for a page has no room for all."""
    semua = urut(b)
    dari = max(0, len(semua) - BATANG_TERBANYAK)
    judul = f"Peringkat {b.saringan.satuan}, persen s.d. {b.saringan.nama_triwulan}"
    if dari:
        judul += f" ({BATANG_TERBANYAK} terendah dari {len(semua)})"
    ws = letak.kertas.ws
    kolom_ke = {n: j for j, n in enumerate(letak.huruf, start=1)}
    bagan = grafik.peringkat(
        Reference(ws, min_col=kolom_ke["provinsi"], min_row=letak.awal + dari, max_row=letak.akhir),
        Reference(ws, min_col=kolom_ke["persen"], min_row=letak.awal + dari, max_row=letak.akhir),
        [x.posisi.warna for x in semua[dari:]],
        judul,
        UKURAN_PERINGKAT,
    )
    kertas.ws.add_chart(bagan, SEL_PERINGKAT)
