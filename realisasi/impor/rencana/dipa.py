"""The plan for DIPA and their revisions: one unit is one revision, with its pagu per jenis belanja."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from realisasi.impor import sel
from realisasi.impor.bacaan import JenisImpor
from realisasi.impor.rencana import acuan
from realisasi.impor.rencana.acuan import DipaAda, KunciDipa, LaporanAda, SatkerAda
from realisasi.impor.rencana.baris import (
    Baris,
    Kelompok,
    periksa_jenis,
    periksa_kunci,
    satukan_salinan,
    wajib,
    wajib_satu,
)
from realisasi.impor.rencana.hasil import Hasil
from realisasi.impor.rencana.isi import Butir, Keadaan
from realisasi.impor.rencana.sebutan import sebut
from realisasi.kalender import nama_triwulan, triwulan_pertama
from realisasi.models import JenisBelanja, Kewenangan
from realisasi.models.dipa import PAGU_TERBESAR
from realisasi.penanggalan import tanggal
from realisasi.penjagaan import tanpa_pagu
from realisasi.peringatan import SERIBU
from realisasi.posisi import Revisi
from realisasi.rupiah import rupiah
from satker.akses import daftar_kata

BELUM_DIRINCI = JenisBelanja.BELUM_DIRINCI.value


@dataclass(frozen=True)
class _Acuan:
    satker: Mapping[str, SatkerAda]
    tahun: Mapping[int, bool]
    dipa: Mapping[KunciDipa, DipaAda]
    nomor: Mapping[str, KunciDipa]
    laporan: Mapping[int, Mapping[int, LaporanAda]]

    def berversi(self, dipa: DipaAda) -> set[int]:
        """The quarters with a version that counts or waits."""
        return {q for q, lap in self.laporan.get(dipa.id, {}).items() if lap.isi}

    def dilaporkan(self, dipa: DipaAda) -> int:
        """What the dinas has reported so far, in rupiah: angka sementara over all quarters."""
        laporan = self.laporan.get(dipa.id, {}).values()
        return sum(sum(lap.sementara.values()) for lap in laporan if lap.sementara is not None)


def susun(kelompok: list[Kelompok]) -> Hasil:
    """Compare each revision of the file with the one that is stored (seven queries)."""
    tahun = {k.kunci[0] for k in kelompok if k.kunci[0] is not None}
    kode = {k.kunci[2] for k in kelompok if k.kunci[2] is not None}
    ada = _Acuan(
        acuan.baca_satker(kode),
        acuan.baca_tahun(tahun),
        acuan.baca_dipa(tahun, kode),
        acuan.baca_nomor(),
        acuan.baca_laporan(tahun, kode),
    )
    hasil = Hasil(catatan=satukan_salinan(kelompok, _isi))
    per_dipa: dict[KunciDipa, list[Kelompok]] = defaultdict(list)
    for k in kelompok:
        if None in k.kunci:
            hasil.tambah(k, k.butir(JenisImpor.DIPA, _sebutan(k, ada), Keadaan.DITOLAK))
            continue
        _periksa(k, ada)
        per_dipa[k.kunci[:3]].append(k)
    for kunci, milik in per_dipa.items():
        for k, butir in _satu_dipa(kunci, sorted(milik, key=lambda k: k.kunci[3]), ada):
            hasil.tambah(k, butir)
    hasil.tahun_baru = {
        int(b.kunci[0] or 0) for b in hasil.butir if b.keadaan is Keadaan.BARU and b.kunci[0] not in ada.tahun
    }
    return hasil


def _isi(b: Baris) -> object:
    return b.jenis_belanja, b.pagu, b.blokir, b.berlaku_sejak, b.nomor_dipa


def _sebutan(k: Kelompok, ada: _Acuan) -> str:
    revisi = k.kunci[3]
    return sebut(k.pertama, ada.satker, "" if revisi is None else f"revisi ke-{revisi}")


# --- One revision by itself ----------------------------------------------------------


def _periksa(k: Kelompok, ada: _Acuan) -> None:
    b = k.pertama
    periksa_kunci(k)
    if b.kode_satker not in ada.satker:
        k.tolak(
            f"Satker {b.kode_satker} belum terdaftar. Periksa kodenya, atau impor daftar satker lebih dahulu.",
            "kode_satker",
        )
    if ada.tahun.get(b.tahun):
        k.tolak(f"Tahun anggaran {b.tahun} sudah ditutup; tidak ada lagi yang dapat ditulis.", "tahun")
    periksa_jenis(k, "revisi")
    for kolom, kata in (("berlaku_sejak", "tanggal berlaku"), ("nomor_dipa", "nomor DIPA")):
        if lain := k.beragam(kolom):
            k.tolak(f"Revisi ini mempunyai dua {kata} yang berbeda. Samakan pada semua barisnya.", kolom, lain)
    wajib_satu(k, "berlaku_sejak", "Sejak kapan revisi ini berlaku belum diisi. Tulis tanggalnya, misalnya 2026-01-02.")
    belum = next((b for b in k.baris if b.jenis_belanja == BELUM_DIRINCI), None)
    if belum and len({b.jenis_belanja for b in k.baris}) > 1:
        k.tolak("Jenis 00 (belum dirinci) tidak dapat berdampingan dengan yang terinci.", "jenis_belanja", belum)
    for baris in k.baris:
        _periksa_pagu(k, baris)
    if k.satu("nomor_dipa") and not k.ditolak:
        _periksa_nomor(k, ada)


def _periksa_pagu(k: Kelompok, b: Baris) -> None:
    wajib(k, b, "pagu", "Pagu kosong. Tulis 0 bila memang tidak ada.")
    if b.pagu is None:
        return
    if b.pagu < 0:
        k.tolak("Pagu tidak boleh negatif.", "pagu", b)
    elif b.pagu > PAGU_TERBESAR:
        k.tolak(f"Pagu terlalu besar, paling banyak {rupiah(PAGU_TERBESAR)}. Periksa satuannya.", "pagu", b)
    elif b.blokir is not None and b.blokir < 0:
        k.tolak("Blokir tidak boleh negatif.", "blokir", b)
    elif b.blokir is not None and b.blokir > b.pagu:
        k.tolak(f"Blokir {rupiah(b.blokir)} melebihi pagu {rupiah(b.pagu)}.", "blokir", b)


def _periksa_nomor(k: Kelompok, ada: _Acuan) -> None:
    """The parts of a DIPA number say again what stands in the row."""
    b = k.pertama
    bagian = sel.bagian_nomor(k.satu("nomor_dipa").strip())
    if bagian is None:
        k.tolak("Bentuk nomor DIPA: DIPA-019.05.4.123456/2026. Perbaiki, atau kosongkan.", "nomor_dipa")
        return
    kementerian, unit, digit, kode, tahun = bagian
    if (kementerian, unit) != (sel.KEMENTERIAN, sel.UNIT):
        k.tolak(f"Nomor ini milik unit {kementerian}.{unit}, bukan Ditjen IKMA (019.05).", "nomor_dipa")
    if digit != Kewenangan(b.kewenangan).digit:
        k.tolak(
            f"Angka kewenangan dalam nomor adalah {digit}, padahal {b.kewenangan} ditulis "
            f"{Kewenangan(b.kewenangan).digit}. Perbaiki nomor atau kewenangannya.",
            "nomor_dipa",
        )
    if kode != b.kode_satker:
        k.tolak(f"Kode satker dalam nomor adalah {kode}, padahal baris ini {b.kode_satker}.", "nomor_dipa")
    if tahun != b.tahun:
        k.tolak(f"Tahun dalam nomor adalah {tahun}, padahal baris ini {b.tahun}.", "nomor_dipa")
    milik = ada.nomor.get(_nomor(k))
    if milik is not None and milik != k.kunci[:3]:
        k.tolak(f"Nomor ini sudah dipakai DIPA {milik[2]} {milik[1]} {milik[0]}.", "nomor_dipa")


def _nomor(k: Kelompok) -> str:
    """The number as it is kept; empty for none."""
    nomor = k.satu("nomor_dipa")
    bagian = sel.bagian_nomor(nomor.strip()) if nomor else None
    return str(bagian) if bagian else ""


# --- All revisions of one DIPA -------------------------------------------------------


def _satu_dipa(kunci: KunciDipa, milik: list[Kelompok], ada: _Acuan) -> Iterable[tuple[Kelompok, Butir]]:
    lama = ada.dipa.get(kunci)
    nomor = {n for k in milik if not k.ditolak and (n := _nomor(k))}
    if len(nomor) > 1:
        for k in milik:
            if not k.ditolak and _nomor(k):
                k.tolak(f"DIPA ini mempunyai dua nomor dalam berkas: {daftar_kata(sorted(nomor))}.", "nomor_dipa")
    semula = lama.revisi if lama else {}
    _jaga_yang_dilaporkan(milik, lama, ada)
    akan = {k.kunci[3]: k.satu("berlaku_sejak") for k in milik if not k.ditolak}
    catatan_awal = _catatan_awal(lama, akan, ada)
    nomor_lama = lama.nomor if lama else ""
    for k in milik:
        revisi = semula.get(k.kunci[3])
        isi_lama = _isi_revisi(revisi) if revisi else None
        if k.ditolak:
            yield k, k.butir(JenisImpor.DIPA, _sebutan(k, ada), Keadaan.DITOLAK, lama=isi_lama)
            continue
        isi, catatan = _isi_baru(k, revisi)
        keadaan = Keadaan.BARU if isi_lama is None else Keadaan.TETAP if isi == isi_lama else Keadaan.BERUBAH
        if (kini := _nomor(k)) and kini != nomor_lama:
            # The number belongs to the DIPA: the first revision that brings it changes it.
            isi = {**isi, "nomor_dipa": kini}
            if isi_lama is not None:
                isi_lama = {**isi_lama, "nomor_dipa": nomor_lama}
                keadaan = Keadaan.BERUBAH
            nomor_lama = kini
        if keadaan is not Keadaan.TETAP:
            catatan += _catatan_hari(k, akan)
            catatan += _catatan_pagu(k, lama, ada)
            catatan += catatan_awal
            catatan_awal = []
        yield k, k.butir(JenisImpor.DIPA, _sebutan(k, ada), keadaan, lama=isi_lama, baru=isi, catatan=tuple(catatan))


def _jaga_yang_dilaporkan(milik: list[Kelompok], lama: DipaAda | None, ada: _Acuan) -> None:
    """A reported quarter keeps a revision in force: a day that takes it away is refused."""
    if lama is None or not (berversi := ada.berversi(lama)):
        return
    hari = {nomor: r.berlaku_sejak for nomor, r in lama.revisi.items()}
    hari |= {k.kunci[3]: k.satu("berlaku_sejak") for k in milik if not k.ditolak}
    if not (hilang := tanpa_pagu(lama.tahun, berversi, hari.values())):
        return
    for k in milik:
        dulu = lama.revisi.get(k.kunci[3])
        if not k.ditolak and dulu is not None and dulu.berlaku_sejak < k.satu("berlaku_sejak"):
            k.tolak(
                f"Dengan tanggal ini laporan {daftar_kata([nama_triwulan(q) for q in hilang])} tidak lagi mempunyai "
                "pagu yang berlaku. Pilih tanggal yang tidak lebih akhir dari triwulan itu.",
                "berlaku_sejak",
            )


def _isi_revisi(revisi: Revisi) -> dict[str, Any]:
    rincian = sorted(revisi.rincian.items())
    return {
        "berlaku_sejak": revisi.berlaku_sejak.isoformat(),
        "pagu": {jenis: pagu for jenis, (pagu, _) in rincian},
        "blokir": {jenis: blokir for jenis, (_, blokir) in rincian},
    }


def _isi_baru(k: Kelompok, lama: Revisi | None) -> tuple[dict[str, Any], list[str]]:
    """What the revision would hold, and what is to be said of it.

    A file that gives the total alone tells nothing of the split that is known: it stays where the
    totals are equal. Blokir that a file does not speak of stays too.
    """
    rincian = {}
    dulu = lama.rincian if lama else {}
    for b in sorted(k.baris, key=lambda b: b.jenis_belanja):
        blokir = b.blokir
        if blokir is None:
            blokir = min(dulu[b.jenis_belanja][1], b.pagu) if b.jenis_belanja in dulu else 0
        rincian[b.jenis_belanja] = (b.pagu, blokir)
    catatan = []
    if lama and rincian.keys() == {BELUM_DIRINCI} and dulu and BELUM_DIRINCI not in dulu:
        if rincian[BELUM_DIRINCI][0] == lama.pagu and all(b.blokir is None for b in k.baris):
            rincian = dict(dulu)
        else:
            catatan.append("Rincian per jenis belanja yang tersimpan akan diganti satu jumlah yang belum dirinci.")
    return _isi_revisi(Revisi(k.kunci[3], k.satu("berlaku_sejak"), "", rincian)), catatan


def _catatan_hari(k: Kelompok, akan: Mapping[int, dt.date]) -> list[str]:
    """What is odd about the day; no rule ties it to the year, so it is said and not refused."""
    tahun, nomor, hari = k.kunci[0], k.kunci[3], k.satu("berlaku_sejak")
    hasil = []
    if hari.year not in {tahun - 1, tahun}:
        hasil.append(f"Berlaku sejak {tanggal(hari)}, jauh dari tahun anggaran {tahun}. Periksa tanggalnya.")
    elif hari > dt.date(tahun, 12, 30):
        hasil.append(f"Berlaku sejak {tanggal(hari)}: hari terakhir tahun sering bukan tanggal sebenarnya.")
    if lebih := [n for n, sejak in akan.items() if n < nomor and sejak > hari]:
        hasil.append(f"Berlaku lebih awal daripada revisi ke-{max(lebih)}.")
    return hasil


def _catatan_pagu(k: Kelompok, lama: DipaAda | None, ada: _Acuan) -> list[str]:
    """Where the new pagu does not fit what is known: another unit than the revision before, or less than is spent."""
    if lama is None:
        return []
    pagu = sum(b.pagu for b in k.baris)
    sebelum = max((n for n in lama.revisi if n <= k.kunci[3]), default=None)
    semula = lama.revisi[sebelum].pagu if sebelum is not None else 0
    if semula > 0 and (pagu * SERIBU <= semula or pagu >= SERIBU * semula):
        return [f"Pagu menjadi {rupiah(pagu)}, semula {rupiah(semula)}. Periksa satuannya."]
    terakhir = k.kunci[3] >= max(lama.revisi, default=0)
    if terakhir and pagu < (dilaporkan := ada.dilaporkan(lama)):
        return [f"Pagu {rupiah(pagu)}, di bawah realisasi yang sudah dilaporkan: {rupiah(dilaporkan)}."]
    return []


def _catatan_awal(lama: DipaAda | None, akan: Mapping[int, dt.date], ada: _Acuan) -> list[str]:
    """A revision in an earlier quarter than any before asks for that quarter's report first (rule 10)."""
    if lama is None or not akan or not ada.berversi(lama):
        return []
    hari = {n: r.berlaku_sejak for n, r in lama.revisi.items()} | dict(akan)
    dulu, kini = lama.pertama, triwulan_pertama(lama.tahun, min(hari.values()))
    if dulu is None or kini is None or kini >= dulu:
        return []
    urut = daftar_kata([nama_triwulan(q) for q in range(kini, dulu)])
    kalimat = f"DIPA ini akan berlaku sejak {nama_triwulan(kini)}, semula {nama_triwulan(dulu)}. "
    return [f"{kalimat}Laporannya baru dihitung lagi setelah ada laporan {urut}."]
