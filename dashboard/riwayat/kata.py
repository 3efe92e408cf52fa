"""An entry of the journal in words: what object, what was done, from which value to which."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.riwayat.nama import Nama, kolom_model
from dashboard.riwayat.nilai import KOSONG, label, pendek, sepasang, tulis
from realisasi.models import StatusLaporan
from realisasi.penanggalan import tanggal
from realisasi.rupiah import angka
from satker.milik import induk
from satker.models import KATA_TINDAKAN, CatatanJurnal

Action = CatatanJurnal.Action

# What the head of a group says already, or nobody can read.
TERSEMBUNYI = frozenset(
    {
        "id",
        "diverifikasi_oleh",
        "diajukan_oleh",
        "dibuat_oleh",
        "berkas",
        "sha256",
        "besar",  # of a warning: how wrong its figure is, to tell whether a reason still answers it
    }
)
# What the name of the object tells when a row is made or deleted.
DALAM_NAMA = {
    "rinciandraf": {"jenis"},
    "rincianversi": {"jenis"},
    "pagurevisi": {"jenis"},
    "realisasiperbendaharaan": {"jenis", "triwulan"},
    "rekonsiliasi": {"jenis", "triwulan"},
    "revisidipa": {"nomor"},
    "versilaporan": {"nomor"},
    "laporantriwulan": {"triwulan"},
    "catatanpengembalian": {"bagian"},
    "peringatanversi": {"judul", "kode", "jenis"},
    "pengingat": {"triwulan"},
    "target": {"triwulan", "kewenangan"},
    "periodepelaporan": {"triwulan"},
    "tahunanggaran": {"tahun"},
    "dipa": {"kewenangan"},
}

# `DIPA-019.05.4.099026/2026, TW II, versi ke-1, 52 Barang`: what comes before the quarter is
# the DIPA, what comes after it the part of the report.
BAGIAN_LAPORAN = re.compile(r", (TW (?:I|II|III|IV))\b(?:[,:] )?")
BAGIAN_REVISI = re.compile(r" (revisi ke-[0-9]+.*)\Z", re.DOTALL)
REKONSILIASI = "rekonsiliasi"
HARI = re.compile(r"\b([0-9]{2})-([0-9]{2})-([0-9]{4})\b")
KODE_SATKER = re.compile(r"\b([0-9]{6})\b")

MENGAJUKAN, MEMVERIFIKASI = "Mengajukan", "Memverifikasi"
MEMUTUSKAN = "Memutuskan"
MENGEMBALIKAN, MEMBUKA, MEMULIHKAN = "Mengembalikan", "Membuka kembali", "Memulihkan"
KATA_KERJA = {Action.CREATE: "Membuat", Action.UPDATE: "Mengubah", Action.DELETE: "Menghapus"}


@dataclass(frozen=True)
class Perubahan:
    """One column: its old and new value in words; None for the side that there is not."""

    kolom: str
    semula: str | None
    menjadi: str | None


@dataclass(frozen=True)
class Baris:
    """One entry: an object, and what was done to it."""

    objek: str
    tindakan: str
    perubahan: tuple[Perubahan, ...]
    kata_kerja: str

    @property
    def tanpa_isi(self) -> bool:
        """Whether it was saved without a change that anybody would want to read."""
        return self.tindakan == KATA_TINDAKAN[Action.UPDATE] and not self.perubahan


def baris(catatan: CatatanJurnal, nama: Nama) -> Baris:
    """An entry in words."""
    return Baris(
        objek=sebut_objek(catatan, nama),
        tindakan=KATA_TINDAKAN.get(catatan.action, str(catatan.action)),
        perubahan=tuple(_perubahan(catatan, nama)),
        kata_kerja=kata_kerja(catatan),
    )


def sebut_objek(catatan: CatatanJurnal, nama: Nama) -> str:
    """What an entry is about: `Laporan TW II 2026 Riau (TP), draf 52 Barang`.

    An entry keeps what its object was called at that time; the DIPA and the satker in it are
    given the names that people use, where they are still there.
    """
    jenis, teks = catatan.content_type.model, catatan.object_repr
    if catatan.id_laporan or jenis in {"realisasiperbendaharaan", "pengingat", REKONSILIASI}:
        return _objek_laporan(catatan, nama)
    if jenis in {"dipa", "revisidipa", "pagurevisi", "kendala"}:
        dipa = nama.dipa(catatan.id_dipa)
        if jenis == "kendala":
            return f"Kendala {dipa}: {teks}" if dipa else f"Kendala {teks}"
        if not dipa:
            return teks
        ekor = BAGIAN_REVISI.search(teks)
        return f"DIPA {dipa}, {ekor[1]}" if ekor and jenis != "dipa" else f"DIPA {dipa}"
    if jenis == "satker":
        return f"Satker {nama.satker(catatan.id_satker) or teks}"
    if jenis in {"impor", "berkasimpor"}:
        return teks
    if jenis in {"penugasan", "perpanjanganperiode"}:
        teks = KODE_SATKER.sub(lambda m: nama.satker_berkode(m[1]), teks)
    awal = {
        "penugasan": "Penugasan",
        "perpanjanganperiode": "Perpanjangan",
        "tahunanggaran": "Tahun anggaran",
        "target": "Target",
        "periodepelaporan": "Jendela pelaporan",
        "harilibur": "Hari libur",
        "pengguna": "Pengguna",
        "pembekuan": "Paket rakor",
        "wajibdualangkah": "Kewajiban masuk dua langkah",
    }.get(jenis, jenis.capitalize())
    return f"{awal} {HARI.sub(_hari, teks)}"


def _objek_laporan(catatan: CatatanJurnal, nama: Nama) -> str:
    jenis, teks = catatan.content_type.model, catatan.object_repr
    bagian = BAGIAN_LAPORAN.search(teks)
    laporan = nama.laporan(catatan.id_dipa, bagian[1]) if bagian else ""
    if bagian is None or not laporan:
        return teks
    ekor = HARI.sub(_hari, teks[bagian.end() :].strip())
    if jenis == "realisasiperbendaharaan":
        return f"Angka perbendaharaan {laporan}, {ekor}"
    if jenis == REKONSILIASI:
        return f"Rekonsiliasi {laporan}, {ekor}"
    if jenis == "pengingat":
        return f"Pengingat {laporan}, {ekor}"
    awal = {
        "rinciandraf": "draf ",
        "catatanpengembalian": "catatan ",
        "bukti": "bukti ",
        "peringatanversi": "peringatan ",
        "kendalaversi": "kendala ",
    }.get(jenis, "")
    if jenis == "catatanpengembalian":
        ekor = ekor.partition(":")[0]
    return f"Laporan {laporan}, {awal}{ekor}" if ekor else f"Laporan {laporan}"


def _hari(cocok: re.Match[str]) -> str:
    hari, bulan, tahun = (int(n) for n in cocok.groups())
    try:
        return tanggal(dt.date(tahun, bulan, hari))
    except ValueError:
        return cocok[0]


def _perubahan(catatan: CatatanJurnal, nama: Nama) -> list[Perubahan]:
    """The changed columns in the order of the model; those that have nothing to say are left out."""
    model = catatan.content_type.model_class()
    dibuat, dihapus = catatan.action == Action.CREATE, catatan.action == Action.DELETE
    lewati = set(TERSEMBUNYI)
    if dibuat or dihapus:
        lewati |= DALAM_NAMA.get(catatan.content_type.model, set()) | set(induk(model) if model else ())
    urutan = {f.name: n for n, f in enumerate(model._meta.get_fields())} if model else {}
    hasil = []
    for kolom in sorted(catatan.changes or {}, key=lambda k: urutan.get(k, len(urutan))):
        if kolom in lewati:
            continue
        bidang, nilai = kolom_model(catatan, kolom), (catatan.changes or {})[kolom]
        judul = label(kolom, bidang)
        if isinstance(nilai, dict):  # members added to or taken from a many-to-many column
            anggota = ", ".join(_anggota(str(o)) for o in nilai.get("objects", []))
            ditambah = nilai.get("operation") == "add"
            hasil.append(Perubahan(judul, None if ditambah else anggota, anggota if ditambah else None))
            continue
        lama, baru = (tulis(kolom, bidang, n, nama) for n in _dua(nilai))
        if dibuat or dihapus:
            if isi := pendek(baru if dibuat else lama):
                hasil.append(Perubahan(judul, None if dibuat else isi, isi if dibuat else None))
        elif lama != baru or lama:
            lama, baru = sepasang(lama, baru)
            hasil.append(Perubahan(judul, lama or KOSONG, baru or KOSONG))
    return hasil


def _dua(nilai: Any) -> tuple[Any, Any]:
    """The old and the new value, whatever stands there."""
    if not isinstance(nilai, list):
        return None, nilai
    lama, baru = [*nilai, None, None][:2]
    return lama, baru


def _anggota(teks: str) -> str:
    """A member by its last part: `versi ke-2` of a version."""
    return teks.rpartition(", ")[2]


def kata_kerja(catatan: CatatanJurnal) -> str:
    """What was done, as a verb; a change of state of a report has one of its own."""
    ubah = catatan.changes or {}
    if catatan.content_type.model == REKONSILIASI and catatan.action != Action.DELETE:
        return MEMUTUSKAN
    if catatan.content_type.model == "laporantriwulan" and isinstance(ubah.get("status"), list):
        dari, ke = _dua(ubah["status"])
        if ke == StatusLaporan.DIAJUKAN:
            return MENGAJUKAN
        if ke == StatusLaporan.DIVERIFIKASI:
            return MEMULIHKAN if dari == StatusLaporan.DIKEMBALIKAN or "alasan_dipulihkan" in ubah else MEMVERIFIKASI
        if ke == StatusLaporan.DIKEMBALIKAN:
            return MEMBUKA if dari == StatusLaporan.DIVERIFIKASI else MENGEMBALIKAN
    return KATA_KERJA.get(catatan.action, "Mencatat")


def judul_kelompok(catatan: Sequence[CatatanJurnal], nama: Nama, jumlah: int) -> str:
    """What a request did, in one line: `Mengajukan laporan TW II 2026 Riau (TP)`.

    Of a group with more entries than these, no more is said than these tell.
    """
    pertama, lengkap = catatan[0], len(catatan) == jumlah
    if lengkap and jumlah > 1 and {kata_kerja(c) for c in catatan} == {MEMUTUSKAN}:
        # One form decides on several jenis of one quarter.
        return f"{MEMUTUSKAN} {_kecil(sebut_objek(pertama, nama)).rpartition(', ')[0]}"
    keadaan = [c for c in catatan if kata_kerja(c) not in KATA_KERJA.values()]
    if keadaan and (lengkap or len({c.id_laporan for c in catatan}) == 1):
        banyak = len({c.id_laporan for c in keadaan})
        apa = f"{banyak} laporan" if banyak > 1 else _kecil(sebut_objek(keadaan[0], nama))
        return f"{kata_kerja(keadaan[0])} {apa}"
    kerja = KATA_KERJA.get(pertama.action, "Mencatat")
    if lengkap and len({(c.content_type_id, c.object_pk) for c in catatan}) == 1:
        return f"{kerja} {_kecil(sebut_objek(pertama, nama))}"
    if lengkap and pertama.id_laporan and len({c.id_laporan for c in catatan}) == 1:
        bagian = BAGIAN_LAPORAN.search(pertama.object_repr)
        laporan = nama.laporan(pertama.id_dipa, bagian[1]) if bagian else ""
        baru = any(c.content_type.model == "laporantriwulan" and c.action == Action.CREATE for c in catatan)
        if laporan:
            return f"{'Membuat' if baru else 'Mengisi'} laporan {laporan}"
    if lengkap and nama.ada_dipa(pertama.id_dipa) and len({c.id_dipa for c in catatan}) == 1:
        objek = [sebut_objek(c, nama) for c in catatan]
        induknya = min(objek, key=len)
        apa = _kecil(induknya) if all(o.startswith(induknya) for o in objek) else f"DIPA {nama.dipa(pertama.id_dipa)}"
        return f"{kerja if len({c.action for c in catatan}) == 1 else 'Mengubah'} {apa}"
    return f"{kerja} {_kecil(sebut_objek(pertama, nama))} dan {angka(jumlah - 1)} perubahan lain"


def _kecil(teks: str) -> str:
    """A name inside a sentence: `laporan ...`, but `DIPA ...`."""
    return teks if teks[:2].isupper() else teks[:1].lower() + teks[1:]
