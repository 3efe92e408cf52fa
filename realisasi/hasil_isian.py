"""What a draft amounts to, in words: for the entry page, its script, and the summary."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from realisasi.isian import Isian
from realisasi.kalender import nama_triwulan
from realisasi.lembar_isian import LembarIsian
from realisasi.penilaian import Status
from realisasi.penolakan import Ditolak
from realisasi.rupiah import MINUS, angka, persen, persen_pendek, rupiah, rupiah_ringkas


def bentrok(salah: Ditolak, isian: Isian, terbaru: LembarIsian) -> dict[str, Any]:
    """Both versions of everything in which they differ."""
    milik_saya = terbaru.dengan(isian).isian
    beda = []
    for b in terbaru.baris:
        saya, dia = milik_saya.realisasi.get(b.jenis), terbaru.isian.realisasi.get(b.jenis)
        if saya != dia:
            beda.append((f"{b.jenis.pendek}, {nama_triwulan(terbaru.triwulan)} saja", _sebut(saya), _sebut(dia)))
    lain = terbaru.isian
    for nama, saya_lain, dia_lain in (
        ("Dasar angka", milik_saya.basis, lain.basis),
        ("Data per tanggal", milik_saya.tanggal_data, lain.tanggal_data),
        ("Kemajuan fisik", milik_saya.fisik, lain.fisik),
    ):
        if saya_lain != dia_lain:
            beda.append((nama, "–" if saya_lain in {None, ""} else str(saya_lain), str(dia_lain or "–")))
    if [k.simpanan() for k in milik_saya.kendala] != [k.simpanan() for k in lain.kendala]:
        beda.append(
            (
                "Kendala",
                "; ".join(k.uraian for k in milik_saya.kendala) or "–",
                "; ".join(k.uraian for k in lain.kendala) or "–",
            )
        )
    return {
        "pesan": salah.pesan,
        "beda": beda,
        "perubahan_ke": terbaru.perubahan_ke,
        "laporan": terbaru.laporan,
        "dapat_diisi": terbaru.dapat_diisi,
        "alamat": reverse("realisasi:entri", args=[terbaru.dipa.pk, terbaru.triwulan]),
    }


def _sebut(n: int | None) -> str:
    return "belum diisi" if n is None else rupiah(n)


def hasil(lembar: LembarIsian) -> dict[str, Any]:
    """What follows from a draft, in words: the page shows it, and the script puts it in place."""
    belanja = lembar.belanja
    laporan = lembar.laporan
    return {
        "perubahan_ke": lembar.perubahan_ke,
        "jam": f"{timezone.localtime(laporan.diubah_pada):%H.%M}" if laporan and laporan.diubah_pada else "",
        "baris": {
            b.jenis.value: {
                "sisa": "–" if b.sisa is None else angka(b.sisa),
                "persen": persen(b.persen_bp) if b.sekarang is not None or b.sebelum else "–",
            }
            for b in lembar.baris
        },
        "jumlah": {
            "sebelum": angka(lembar.sebelum),
            "sekarang": angka(lembar.sekarang),
            "kumulatif": angka(lembar.kumulatif),
            "sisa": angka(lembar.sisa),
        },
        "persen": persen(lembar.persen_bp),
        "warna": lembar.warna.value,
        "status": _kata_status(lembar),
        "belanja": (
            f"{rupiah_ringkas(belanja[1])} lagi ke target {nama_triwulan(belanja[0].triwulan)} "
            f"{persen_pendek(belanja[0].target_bp)}"
            if belanja and belanja[1]
            else f"Target {nama_triwulan(belanja[0].triwulan)} {persen_pendek(belanja[0].target_bp)} sudah tercapai"
            if belanja
            else "Belum ada target"
        ),
        "per_bulan": (
            f"{rupiah_ringkas(belanja[3])} per bulan, {belanja[2]} bulan lagi" if belanja and belanja[3] else ""
        ),
        "wajib_kendala": lembar.di_bawah_target,
        "peringatan": [
            {
                "kunci": p.kunci,
                "jenis": p.jenis,
                "judul": p.judul,
                "teks": p.teks,
                "alasan": lembar.isian.alasan.get(p.kunci, ""),
            }
            for p in lembar.peringatan
        ],
    }


def _kata_status(lembar: LembarIsian) -> str:
    if lembar.persen_bp is None:
        return "Pagu efektif nol, tidak ada persentase"
    if lembar.status is Status.DI_BAWAH_AMBANG:
        return f"Di bawah ambang {persen_pendek(lembar.ukuran.ambang_bp)}"
    target = lembar.target_bp
    if target is None:
        return f"{nama_triwulan(lembar.triwulan)} tanpa target"
    kata = "Target" if lembar.status is Status.TERCAPAI else "Di bawah target"
    return f"{kata} {persen_pendek(target)}{' tercapai' if lembar.status is Status.TERCAPAI else ''}"


def tulis(n: int) -> str:
    """An amount as an input shows it; a plain minus, which every keyboard has."""
    return angka(n).replace(MINUS, "-")
