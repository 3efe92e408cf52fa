"""How a frozen pack is stored, and how it becomes positions again.

What is kept is what figures are made of, not pictures of them: years with their targets, revisions,
accepted reports, the shares of earlier years. `buku` gives the same `Buku` as at that hour, so that
page, workbook and comparison of a pack come from the rules that made them, and from nothing else of
the database. Money is whole rupiah; keys of JSON are text.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from realisasi.models import Kendala, Pembekuan, PembekuanDipa, StatusLaporan
from realisasi.penilaian import Ukuran
from realisasi.posisi import Amanat, Angka, Buku, Laporan, Posisi, Revisi, Tahun
from satker.models import Provinsi

KOLOM_PROVINSI = (
    "kode", "kode_bps", "kode_lokasi_dipa", "iso", "nama", "nama_pendek", "pulau", "petak_kolom", "petak_baris",
)  # fmt: skip
KOLOM_KENDALA = ("id", "kategori", "uraian", "tindak_lanjut", "penanggung_jawab", "triwulan_dibuka", "triwulan_ditutup")
KOLOM_PAKET = (
    "nama", "tahun", "triwulan", "kewenangan", "angka", "nama_pembeku", "jumlah", "melapor", "terverifikasi",
    "pagu", "blokir", "realisasi", "realisasi_terverifikasi", "tampil", "ilustrasi", "dasar",
)  # fmt: skip
KOLOM_DIPA = (
    "urutan", "tahun", "kewenangan", "kode_satker", "nama_satker", "kode_provinsi", "nomor", "kode_ilustrasi",
    "id_satker", "id_dipa", "revisi", "pagu", "blokir", "realisasi", "triwulan_data", "status", "tampil", "isi",
)  # fmt: skip


# --- From positions to what is stored ------------------------------------------------------


def dasar(
    buku: Buku, tahun: Iterable[int], provinsi: Iterable[Provinsi], tenggat: Mapping[int, dt.date]
) -> dict[str, Any]:
    """What the figures of a pack are measured against."""
    return {
        "tahun": {str(t): _tulis_tahun(buku.tahun[t]) for t in tahun if t in buku.tahun},
        "riwayat": {
            kewenangan: {str(t): {str(q): n for q, n in k.items()} for t, k in per_tahun.items()}
            for kewenangan, per_tahun in (buku.riwayat or {}).items()
        },
        "provinsi": [{nama: getattr(p, nama) for nama in KOLOM_PROVINSI} for p in provinsi],
        "tenggat": {str(q): hari.isoformat() for q, hari in sorted(tenggat.items())},
    }


def _tulis_tahun(t: Tahun) -> dict[str, Any]:
    return {
        "ambang_bp": t.ambang_bp,
        "batas_kuning_bp": t.batas_kuning_bp,
        "ilustrasi": t.ilustrasi,
        "terbitan": t.terbitan,
        "ditutup": t.ditutup,
        "target": {k: {str(q): bp for q, bp in sorted(u.target.items())} for k, u in t.ukuran.items()},
    }


def isi_dipa(amanat: Amanat, buku: Buku, sampai: int, kendala: Iterable[Kendala]) -> dict[str, Any]:
    """What the figures of one DIPA are made of, with its reports up to a quarter."""
    laporan = {q: buku.laporan.get((amanat.id, q)) for q in range(1, sampai + 1)}
    return {
        "revisi": [
            [r.nomor, r.berlaku_sejak.isoformat(), r.catatan, {j: list(n) for j, n in r.rincian.items()}]
            for r in buku.revisi.get(amanat.id, ())
        ],
        "laporan": {str(q): _tulis_laporan(x) for q, x in laporan.items() if x is not None},
        "kendala": [
            {nama: getattr(k, nama) for nama in KOLOM_KENDALA} | {"batas_waktu": k.batas_waktu.isoformat()}
            for k in kendala
        ],
    }


def _tulis_laporan(x: Laporan) -> list[Any]:
    return [x.status.value, x.diterima, x.terverifikasi, x.pernah_diajukan, x.pernah_diverifikasi]


def tampil_posisi(p: Posisi) -> dict[str, Any]:
    """The percentages and the colour of one DIPA as they are shown."""
    return {"persen_bp": p.persen_bp, "proyeksi_bp": p.proyeksi_bp, "warna": p.warna.value}


def sidik(paket: Pembekuan, dipa: Iterable[PembekuanDipa]) -> str:
    """The fingerprint of everything that a pack says."""
    isi = {nama: getattr(paket, nama) for nama in KOLOM_PAKET}
    isi["dibekukan_pada"] = paket.dibekukan_pada.timestamp()
    isi["dipa"] = [[getattr(d, nama) for nama in KOLOM_DIPA] for d in dipa]
    return hashlib.sha256(json.dumps(isi, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


# --- And back ------------------------------------------------------------------------------


def buku(paket: Pembekuan, dipa: Sequence[PembekuanDipa]) -> Buku:
    """The positions of a pack, as `realisasi.posisi.muat` gave them at that hour."""
    per_kode = {p.kode: p for p in provinsi(paket)}
    return Buku(
        angka=Angka(paket.angka),
        tahun={int(t): _baca_tahun(int(t), isi) for t, isi in paket.dasar["tahun"].items()},
        amanat=[
            Amanat(
                d.id_dipa, d.tahun, d.kewenangan, d.nomor, d.id_satker, d.kode_satker, d.nama_satker,
                per_kode[d.kode_provinsi], d.kode_ilustrasi,
            )
            for d in dipa
        ],
        revisi={d.id_dipa: [_baca_revisi(*r) for r in d.isi["revisi"]] for d in dipa},
        laporan={(d.id_dipa, int(q)): _baca_laporan(*x) for d in dipa for q, x in d.isi["laporan"].items()},
        riwayat={
            kewenangan: {int(t): {int(q): n for q, n in k.items()} for t, k in per_tahun.items()}
            for kewenangan, per_tahun in paket.dasar["riwayat"].items()
        },
    )  # fmt: skip


def provinsi(paket: Pembekuan) -> list[Provinsi]:
    """The provinces as they were called then; rows that are not saved."""
    return [Provinsi(**isi) for isi in paket.dasar["provinsi"]]


def tenggat(paket: Pembekuan) -> dict[int, dt.date]:
    """The due day of each quarter of the pack's year that had one."""
    return {int(q): dt.date.fromisoformat(hari) for q, hari in paket.dasar["tenggat"].items()}


def kendala(dipa: Iterable[PembekuanDipa]) -> list[Kendala]:
    """The register of obstacles as it stood; rows that are not saved."""
    return [
        Kendala(dipa_id=d.id_dipa, **k | {"batas_waktu": dt.date.fromisoformat(k["batas_waktu"])})
        for d in dipa
        for k in d.isi["kendala"]
    ]


def _baca_tahun(tahun: int, isi: Mapping[str, Any]) -> Tahun:
    ambang, kuning = isi["ambang_bp"], isi["batas_kuning_bp"]
    ukuran = {
        kewenangan: Ukuran(ambang, kuning, {int(q): bp for q, bp in target.items()})
        for kewenangan, target in isi["target"].items()
    }
    return Tahun(tahun, ambang, kuning, isi["ilustrasi"], isi["terbitan"], isi["ditutup"], ukuran)


def _baca_revisi(nomor: int, sejak: str, catatan: str, rincian: Mapping[str, Sequence[int]]) -> Revisi:
    per_jenis = {jenis: (pagu, blokir) for jenis, (pagu, blokir) in rincian.items()}
    return Revisi(nomor, dt.date.fromisoformat(sejak), catatan, per_jenis)


def _baca_laporan(
    status: str, diterima: dict[str, int] | None, terverifikasi: bool, diajukan: bool, diverifikasi: bool
) -> Laporan:
    return Laporan(StatusLaporan(status), diterima, terverifikasi, diajukan, diverifikasi)
