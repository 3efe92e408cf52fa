"""The sheet `Ringkasan` of one satker: position, gap, path, and where it stands in the nation."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.chart import Reference

from dashboard.lembar import LaporanTw
from dashboard.rakor import angka_pokok, gaya, grafik, kepala, kolom, rumus
from dashboard.rakor.angka_pokok import Angka, Pokok
from dashboard.rakor.kertas import Isi, Kertas, siapkan_cetak
from dashboard.rakor.lajur import tulis_lajur
from dashboard.rakor.rumus import TANPA, Rumus
from dashboard.rakor.satker.bahan import BahanSatker, Kedudukan
from dashboard.rakor.tabel import Letak
from dashboard.ringkasan import PerJenis
from realisasi.penilaian import TRIWULAN_AKHIR
from realisasi.rupiah import persen

NAMA = "Ringkasan"
LEBAR = (32, 19, 19, 19, 2, *([10] * 9))
SEL_LAJUR, SEL_JENIS = "F5", "F21"
LINGKUP_CETAK = "A1:N{}"
BARIS_CETAK = 34
BARIS_ANGKA = 8


def tulis_ringkasan(
    kertas: Kertas, b: BahanSatker, jenis: Letak[PerJenis], triwulan: dict[int, Letak[LaporanTw]]
) -> None:
    """Write the sheet; its sums come from the sheet `Per jenis belanja`."""
    s = b.saringan
    kepala.judul_bahan(kertas, f"{b.nama}: realisasi anggaran s.d. {s.nama_triwulan} {s.tahun}", b)
    kertas.lebar(LEBAR)
    p = Pokok(b.kelompok, b.lembar.jawaban, angka_pokok.alamat(BARIS_ANGKA), _ada_laporan(b))
    angka_pokok.tulis_jawaban(kertas, p)
    angka_pokok.tulis_angka(kertas, f"Posisi s.d. {s.nama_triwulan} {s.tahun}", list(_angka(b, p, jenis)))
    for x in b.kedudukan:
        angka_pokok.tulis_angka(kertas, f"Kedudukan nasional ({x.kewenangan})", list(_kedudukan(x, b, p)))
    tulis_lajur(kertas, b.lembar.lajur, _lajur_ini(b, triwulan), _lajur_lalu(b), SEL_LAJUR)
    if b.lembar.jenis:
        _grafik_jenis(kertas, jenis)
    siapkan_cetak(kertas, kepala=None, kaki=kepala.kaki(b), satu_halaman=True)
    kertas.ws.print_area = LINGKUP_CETAK.format(max(kertas.baris, BARIS_CETAK))


def _grafik_jenis(kertas: Kertas, letak: Letak[PerJenis]) -> None:
    """Realisasi beside pagu efektif of each jenis belanja."""
    ws = letak.kertas.ws
    ke = {n: j for j, n in enumerate(letak.huruf, start=1)}

    def sel(nama: str) -> Reference:
        return Reference(ws, min_col=ke[nama], min_row=letak.awal, max_row=letak.akhir)

    kertas.ws.add_chart(grafik.jenis(sel("jenis"), sel("efektif"), sel("realisasi")), SEL_JENIS)


def _angka(b: BahanSatker, p: Pokok, letak: Letak[PerJenis]) -> Iterator[Angka]:
    s, k = b.saringan, b.kelompok
    tw = s.nama_triwulan

    def jumlah(nama: str, hasil: int) -> Isi:
        return Rumus(letak.sel_jumlah(nama), hasil) if letak.jumlah else hasil

    belum = [x for x in b.posisi if not x.melapor]
    yield from angka_pokok.dasar(
        p,
        {
            "realisasi": jumlah("realisasi", k.realisasi) if p.ada_laporan else TANPA,
            "pagu": jumlah("pagu", k.pagu),
            "blokir": jumlah("blokir", k.blokir),
        },
        tw,
        {
            "realisasi": f"belum lapor {tw}" if belum else "",
            "pagu": ", ".join(f"revisi ke-{x.revisi.nomor}" for x in b.posisi),
            "efektif": "pagu − blokir",
        },
    )
    yield angka_pokok.target(p, tw)
    yield from angka_pokok.terhadap_target(p, tw)
    if s.triwulan != TRIWULAN_AKHIR:
        for x in b.posisi:
            nama = f" {x.amanat.kewenangan}" if len(b.posisi) > 1 else ""
            sel = kolom.isi_proyeksi(x)
            yield Angka(f"Proyeksi akhir tahun{nama}", sel.isi, sel.gaya, "proyeksi, bukan status")


def _kedudukan(x: Kedudukan, b: BahanSatker, p: Pokok) -> Iterator[Angka]:
    """Its rank and the nation's percentage; nobody else is named."""
    k = x.nasional
    if x.peringkat is None:
        yield Angka("Peringkat", TANPA, gaya.BULAT, "belum mempunyai persentase")
    else:
        yield Angka(
            "Peringkat", x.peringkat, gaya.BULAT.dengan(tebal=True), f"dari {x.jumlah} satker yang berpersentase"
        )
    nasional: Isi = TANPA
    if k.persen_bp is not None:
        nasional = rumus.nilai_persen(k.realisasi, k.pagu_efektif, k.batas)
    yield Angka("Persen nasional", nasional, gaya.PERSEN, f"{k.melapor} dari {k.jumlah} satker melapor")
    if k.persen_bp is not None and p.kelompok.persen_bp is not None and len(b.kedudukan) == 1:
        selisih = (p.kelompok.persen_bp - k.persen_bp) / 100
        kata = f"poin, terhadap {persen(k.persen_bp)} nasional"
        yield Angka("Selisih dengan nasional", selisih, gaya.POIN, kata)


def _lajur_ini(b: BahanSatker, triwulan: dict[int, Letak[LaporanTw]]) -> dict[int, Isi]:
    """The path of this year, from the sheet `Per triwulan` where there is one DIPA."""
    hasil: dict[int, Isi] = {}
    satu = next(iter(triwulan.values())) if len(triwulan) == 1 else None
    for q, bp in b.lembar.lajur.ini.items():
        if bp is None:
            continue
        hasil[q] = bp / 10_000
        baris = _baris_triwulan(b, q)
        if satu is not None and baris is not None:
            ke, p = baris
            rasio = rumus.nilai_persen(p.posisi.realisasi, p.posisi.pagu_efektif, p.posisi.ukuran.batas(q))
            hasil[q] = Rumus(f"{satu.kertas.nama}!${satu.huruf['persen']}${satu.awal + ke}", rasio)
    return hasil


def _baris_triwulan(b: BahanSatker, q: int) -> tuple[int, LaporanTw] | None:
    laporan = b.lembar.lembaran[0].laporan if b.lembar.lembaran else []
    return next(((i, x) for i, x in enumerate(laporan) if x.triwulan == q), None)


def _lajur_lalu(b: BahanSatker) -> dict[int, Isi]:
    return {q: bp / 10_000 for q, bp in b.lembar.lajur.lalu.items() if bp is not None}


def _ada_laporan(b: BahanSatker) -> bool:
    """Whether any of its DIPA has an accepted report this year; silence is not zero (rule 6)."""
    return any(p.triwulan_data is not None for p in b.posisi)
