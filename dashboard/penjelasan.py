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
from satker.akses import daftar_kata


def alasan_kelompok(k: Kelompok, posisi: Sequence[Posisi], s: Saringan) -> list[str]:
    """The right half of the panel for a group: one sentence or two for each point."""
    hasil = [
        (
            "Persen = jumlah realisasi dibagi jumlah pagu efektif, bukan rata-rata persen. "
            f"Rata-rata satker: {rupiah.persen(k.rata_rata_bp)}. "
            f"Terhadap pagu total: {rupiah.persen(k.persen_pagu_bp)}."
        )
    ]
    hasil.append(_dihitung(k, posisi, s))
    nomor = [p.revisi.nomor for p in posisi]
    if nomor:
        rentang = f"ke-{min(nomor)}" if min(nomor) == max(nomor) else f"ke-{min(nomor)} sampai ke-{max(nomor)}"
        hasil.append(
            f"Pagu: revisi DIPA terakhir yang berlaku sampai akhir {s.nama_triwulan} {s.tahun} "
            f"(revisi {rentang}, menurut {s.satuan})."
        )
    hasil += tidak_dihitung(posisi, s)
    return hasil


def _dihitung(k: Kelompok, posisi: Sequence[Posisi], s: Saringan) -> str:
    terverifikasi = sum(p.melapor and p.laporan is not None and p.laporan.terverifikasi for p in posisi)
    diajukan = k.melapor - terverifikasi
    bagian = [f"{terverifikasi} laporan {s.nama_triwulan} terverifikasi"]
    if diajukan:
        bagian.append(f"{diajukan} diajukan dan belum diverifikasi")
    kalimat = f"{daftar_kata(bagian)} ikut dihitung."
    lama = [p for p in posisi if not p.melapor and p.triwulan_data]
    tanpa = sum(p.triwulan_data is None for p in posisi)
    if lama:
        dari = Counter(p.triwulan_data for p in lama)
        rinci = daftar_kata([f"{n} dengan laporan {nama_triwulan(q)}" for q, n in sorted(dari.items()) if q])
        kalimat += f" Belum lapor {s.nama_triwulan}: {rinci}."
    if tanpa:
        kalimat += f" {tanpa} {s.satuan} belum mempunyai laporan tahun ini: pagunya dihitung, realisasinya tidak."
    return kalimat


def tidak_dihitung(posisi: Sequence[Posisi], s: Saringan) -> list[str]:
    """What lies in the system but is not in the figure."""
    keadaan = Counter(p.laporan.status for p in posisi if p.laporan is not None and not p.melapor)
    kata = {
        StatusLaporan.DIAJUKAN: "diajukan, belum diverifikasi",
        StatusLaporan.DRAF: "masih draf",
        StatusLaporan.DIKEMBALIKAN: "dikembalikan",
        StatusLaporan.DIVERIFIKASI: "terverifikasi, tetapi triwulan sebelumnya belum",
    }
    hasil = []
    bagian = [f"{keadaan[st]} {teks}" for st, teks in kata.items() if keadaan[st]]
    if bagian:
        tampak = (
            " (yang diajukan tampak di angka sementara)" if keadaan[StatusLaporan.DIAJUKAN] and not s.sementara else ""
        )
        hasil.append(f"Laporan {s.nama_triwulan} yang tidak dihitung: {daftar_kata(bagian)}{tampak}.")
    berubah = sum(
        p.melapor and p.laporan is not None and p.laporan.berubah_setelah_verifikasi and p.laporan.terverifikasi
        for p in posisi
    )
    if berubah:
        hasil.append(f"{berubah} laporan berubah setelah verifikasi; dihitung versi terverifikasi yang terakhir.")
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


def dasar_proyeksi(buku: Buku, s: Saringan) -> str:
    """What the projections of a page rest on (rule 9)."""
    bagian = []
    for kewenangan in [s.satu_kewenangan] if s.satu_kewenangan else ["DK", "TP"]:
        tahun = buku.dasar_pangsa(s.tahun, kewenangan)
        ada = any(p.amanat.kewenangan == kewenangan for p in buku.posisi(s.tahun, s.triwulan))
        if not ada:
            continue
        sumber = (
            f"pola belanja {kewenangan} {daftar_kata([str(t) for t in sorted(tahun)])}" if tahun else "lajur target"
        )
        bagian.append(sumber)
    return f"realisasi dibagi bagian setahun yang biasanya tercapai sampai triwulan itu, menurut {daftar_kata(bagian)}."


def catatan_kaki(tahun: Tahun) -> str:
    """That the figures of a year are illustration, and which of them are published facts."""
    if not tahun.ilustrasi:
        return ""
    return f"Data ilustrasi. {tahun.terbitan}" if tahun.terbitan else "Data ilustrasi"
