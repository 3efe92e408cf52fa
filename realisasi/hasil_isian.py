"""What a draft amounts to, in words: for the entry page, its script, and the summary."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from realisasi.isian import TARIK, TERUSKAN, TUTUP, Isian, IsianKendala
from realisasi.kalender import nama_triwulan
from realisasi.kelengkapan import yang_salah
from realisasi.lembar_isian import LembarIsian
from realisasi.models import Basis, JenisBelanja, KategoriKendala
from realisasi.penanggalan import tanggal
from realisasi.penilaian import Status
from realisasi.penolakan import Ditolak
from realisasi.rupiah import MINUS, angka, persen, persen_pendek, rupiah, rupiah_ringkas

KATA_TINDAKAN = {"": "belum dijawab", TERUSKAN: "masih terbuka", TUTUP: "ditutup", TARIK: "ditarik"}


def bentrok(salah: Ditolak, isian: Isian, terbaru: LembarIsian) -> dict[str, Any]:
    """Both versions of everything in which they differ."""
    saya, dia = terbaru.dengan(isian).isian, terbaru.isian
    beda: list[tuple[str, str, str]] = []
    for b in terbaru.baris:
        nama = f"{b.jenis.pendek}, {nama_triwulan(terbaru.triwulan)} saja"
        beda.append((nama, _sebut(saya.realisasi.get(b.jenis)), _sebut(dia.realisasi.get(b.jenis))))
    beda += [
        ("Dasar angka", _sebut_basis(saya.basis), _sebut_basis(dia.basis)),
        ("Data per tanggal", tanggal(saya.tanggal_data), tanggal(dia.tanggal_data)),
        ("Kemajuan fisik", _persen_utuh(saya.fisik), _persen_utuh(dia.fisik)),
    ]
    for n in range(max(len(saya.kendala), len(dia.kendala))):
        kiri, kanan = (_sebut_kendala(k[n]) if n < len(k) else "–" for k in (saya.kendala, dia.kendala))
        beda.append((f"Kendala {n + 1}", kiri, kanan))
    for kunci in sorted({*saya.alasan, *dia.alasan}):
        beda.append((_nama_alasan(kunci), saya.alasan.get(kunci, "") or "–", dia.alasan.get(kunci, "") or "–"))
    return {
        "pesan": salah.pesan,
        "beda": [b for b in beda if b[1] != b[2]],
        "perubahan_ke": terbaru.perubahan_ke,
        "laporan": terbaru.laporan,
        "alamat": reverse("realisasi:entri", args=[terbaru.dipa.pk, terbaru.triwulan]),
    }


def _persen_utuh(n: int | None) -> str:
    return "–" if n is None else f"{n} %"


def _sebut_basis(basis: str) -> str:
    return Basis(basis).label if basis in Basis.values else "–"


def _nama_alasan(kunci: str) -> str:
    """`PAGU_MINUS:53` in words, as the history writes it."""
    kode, _, jenis = kunci.partition(":")
    nama = f"Alasan {kode.replace('_', ' ').lower()}"
    return f"{nama}, {JenisBelanja(jenis).pendek}" if jenis in JenisBelanja.values else nama


def _sebut_kendala(k: IsianKendala) -> str:
    kategori = KategoriKendala(k.kategori).label if k.kategori in KategoriKendala.values else ""
    hari = tanggal(k.hari) if k.hari else ""
    isi = (kategori, k.uraian, k.tindak_lanjut, k.penanggung_jawab, hari, KATA_TINDAKAN.get(k.tindakan, ""))
    return "; ".join(x for x in isi if x) or "–"


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
            "sekarang": angka(lembar.sekarang) if any(b.sekarang is not None for b in lembar.baris) else "–",
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
        "salah": yang_salah(lembar, timezone.localdate()) if lembar.dapat_diisi else {},
        "peringatan": [
            {
                "kunci": p.kunci,
                "jenis": p.jenis,
                "judul": p.judul,
                "teks": p.untuk_dinas,
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
