"""`Mengapa angka ini?`: in words, what a figure counts and what it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboard.lembar import Lembar
from dashboard.saringan import Saringan
from realisasi import rupiah
from realisasi.kalender import nama_triwulan
from realisasi.models import StatusLaporan
from realisasi.penanggalan import tanggal
from realisasi.penilaian import Kelompok
from realisasi.posisi import Buku, Posisi, Tahun
from realisasi.rekap import BukuRekap, Keadaan
from satker.akses import daftar_kata


def alasan_kelompok(k: Kelompok, bagian: Sequence[Posisi | Keadaan], s: Saringan) -> list[str]:
    """The right half of the panel for a group: one sentence or two for each point."""
    hasil = [
        (
            "Persen = jumlah realisasi dibagi jumlah pagu efektif, bukan rata-rata persen. "
            f"Rata-rata satker: {rupiah.persen(k.rata_rata_bp)}. "
            f"Terhadap pagu total: {rupiah.persen(k.persen_pagu_bp)}."
        )
    ]
    hasil.append(_dihitung(k, bagian, s))
    nomor = [n for i in bagian for n in i.nomor_revisi]
    if nomor:
        rentang = f"ke-{min(nomor)}" if min(nomor) == max(nomor) else f"ke-{min(nomor)} sampai ke-{max(nomor)}"
        hasil.append(
            f"Pagu: revisi DIPA terakhir yang berlaku sampai akhir {s.nama_triwulan} {s.tahun} "
            f"(revisi {rentang}, menurut {s.satuan})."
        )
    hasil += tidak_dihitung(bagian, s)
    return hasil


def _dihitung(k: Kelompok, bagian: Sequence[Posisi | Keadaan], s: Saringan) -> str:
    terverifikasi = sum(i.banyak for i in bagian if i.melapor and i.terverifikasi)
    diajukan = k.melapor - terverifikasi
    rincian = [f"{rupiah.angka(terverifikasi)} laporan {s.nama_triwulan} terverifikasi"]
    if diajukan:
        rincian.append(f"{rupiah.angka(diajukan)} diajukan dan belum diverifikasi")
    kalimat = f"{daftar_kata(rincian)} ikut dihitung."
    dari: Counter[int] = Counter()
    for i in bagian:
        if not i.melapor and i.triwulan_data:
            dari[i.triwulan_data] += i.banyak
    tanpa = sum(i.banyak for i in bagian if i.triwulan_data is None)
    if dari:
        rinci = daftar_kata([f"{rupiah.angka(n)} dengan laporan {nama_triwulan(q)}" for q, n in sorted(dari.items())])
        kalimat += f" Belum lapor {s.nama_triwulan}: {rinci}."
    if tanpa:
        kalimat += (
            f" {rupiah.angka(tanpa)} {s.satuan} belum mempunyai laporan tahun ini: "
            "pagunya dihitung, realisasinya tidak."
        )
    return kalimat


def tidak_dihitung(bagian: Sequence[Posisi | Keadaan], s: Saringan) -> list[str]:
    """What lies in the system but is not in the figure."""
    keadaan: Counter[str] = Counter()
    for i in bagian:
        if i.status_laporan and not i.melapor:
            keadaan[i.status_laporan] += i.banyak
    kata = {
        StatusLaporan.DIAJUKAN: "diajukan, belum diverifikasi",
        StatusLaporan.DRAF: "masih draf",
        StatusLaporan.DIKEMBALIKAN: "dikembalikan",
        StatusLaporan.DIVERIFIKASI: "terverifikasi, tetapi triwulan sebelumnya belum",
    }
    hasil = []
    rincian = [f"{rupiah.angka(keadaan[st])} {teks}" for st, teks in kata.items() if keadaan[st]]
    if rincian:
        tampak = (
            " (yang diajukan tampak di angka sementara)" if keadaan[StatusLaporan.DIAJUKAN] and not s.sementara else ""
        )
        hasil.append(f"Laporan {s.nama_triwulan} yang tidak dihitung: {daftar_kata(rincian)}{tampak}.")
    berubah = sum(
        i.banyak
        for i in bagian
        if i.melapor and i.terverifikasi and i.pernah_diverifikasi and i.status_laporan != StatusLaporan.DIVERIFIKASI
    )
    if berubah:
        hasil.append(
            f"{rupiah.angka(berubah)} laporan berubah setelah verifikasi; dihitung versi terverifikasi yang terakhir."
        )
    return hasil


def alasan_satker(x: Lembar, s: Saringan) -> list[str]:
    """The right half of the panel for one satker."""
    hasil = []
    for lembaran in x.lembaran:
        p = lembaran.posisi
        awalan = f"{p.amanat.kewenangan}: " if len(x.lembaran) > 1 else ""
        if p.triwulan_data is None:
            hasil.append(
                f"{awalan}Belum ada laporan {s.tahun} yang diterima; draf dan laporan yang dikembalikan tidak dihitung."
            )
        elif not p.melapor:
            hasil.append(
                f"{awalan}Laporan {s.nama_triwulan} belum diterima, "
                f"jadi dihitung s.d. {nama_triwulan(p.triwulan_data)}."
            )
        dihitung = [lap for lap in lembaran.laporan if lap.triwulan <= (p.triwulan_data or 0)]
        if dihitung:
            rinci = ", ".join(
                f"{nama_triwulan(lap.triwulan)} {rupiah.rupiah(lap.realisasi_saja or 0)}"
                f" ({'terverifikasi' if lap.terverifikasi else 'diajukan'})"
                for lap in dihitung
            )
            hasil.append(f"{awalan}Dihitung: {rinci}.")
        hasil += [
            f"{awalan}Laporan {nama_triwulan(lap.triwulan)} diverifikasi {tanggal(lap.diverifikasi_pada)}"
            + (f" oleh {lap.diverifikasi_oleh}." if lap.diverifikasi_oleh else ".")
            for lap in dihitung[-1:]
            if lap.keadaan is StatusLaporan.DIVERIFIKASI and lap.diverifikasi_pada
        ]
        hasil.append(f"{awalan}Pagu: revisi ke-{p.revisi.nomor}, berlaku sejak {tanggal(p.revisi.berlaku_sejak)}.")
    hasil.append(f"Terhadap pagu total: {rupiah.persen(x.kelompok.persen_pagu_bp)}.")
    hasil += tidak_dihitung(x.posisi, s)
    return hasil


def dasar_proyeksi(buku: Buku | BukuRekap, s: Saringan) -> str:
    """What the projections of a page rest on (rule 9)."""
    bagian = []
    for satu in sorted(buku.kewenangan_ada(s.tahun, s.triwulan)):
        if not s.memuat(satu):
            continue
        tahun = buku.dasar_pangsa(s.tahun, satu)
        bagian.append(
            f"pola belanja {satu} {daftar_kata([str(t) for t in sorted(tahun)])}" if tahun else "lajur target"
        )
    return f"realisasi dibagi bagian setahun yang biasanya tercapai sampai triwulan itu, menurut {daftar_kata(bagian)}."


def catatan_kaki(tahun: Tahun) -> str:
    """That the figures of a year are illustration, and which of them are published facts."""
    if not tahun.ilustrasi:
        return ""
    return f"Data ilustrasi. {tahun.terbitan}" if tahun.terbitan else "Data ilustrasi"
