"""The plan for an office's own past quarters: one unit is the report of one DIPA and quarter.

Guards: a known DIPA in force, quarters in order (rule 10), no negative running total (rule 2).
Windows, obstacles and written reasons are not asked; warnings are kept with the version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from realisasi import peringatan
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
from realisasi.impor.rencana.isi import Keadaan
from realisasi.impor.rencana.sebutan import sebut, sebut_triwulan
from realisasi.kalender import TRIWULAN, akhir_triwulan, nama_triwulan
from realisasi.kelengkapan import negatif
from realisasi.lembar_isian import JENIS_ISIAN
from realisasi.models import JenisBelanja, StatusLaporan
from realisasi.models.laporan import REALISASI_TERBESAR
from realisasi.penanggalan import tanggal
from realisasi.peringatan import Peringatan
from realisasi.posisi import revisi_berlaku
from realisasi.rupiah import rupiah

BELUM_DIRINCI = JenisBelanja.BELUM_DIRINCI.value
DITERIMA = {StatusLaporan.DIAJUKAN.value, StatusLaporan.DIVERIFIKASI.value}


@dataclass(frozen=True)
class _Acuan:
    satker: Mapping[str, SatkerAda]
    tahun: Mapping[int, bool]
    dipa: Mapping[KunciDipa, DipaAda]
    laporan: Mapping[int, Mapping[int, LaporanAda]]


@dataclass
class _Keadaan:
    """How the reports of one DIPA would stand: amounts by quarter under both angka, and states."""

    resmi: dict[int, dict[str, int]] = field(default_factory=dict)
    sementara: dict[int, dict[str, int]] = field(default_factory=dict)
    berlaku: set[int] = field(default_factory=set)


def susun(kelompok: list[Kelompok]) -> Hasil:
    """Compare each report of the file with what is stored (six queries)."""
    tahun = {k.kunci[0] for k in kelompok if k.kunci[0] is not None}
    kode = {k.kunci[3] for k in kelompok if k.kunci[3] is not None}
    # The year before gives the pattern for a first quarter.
    dengan_lalu = tahun | {t - 1 for t in tahun}
    ada = _Acuan(
        acuan.baca_satker(kode),
        acuan.baca_tahun(tahun),
        acuan.baca_dipa(dengan_lalu, kode),
        acuan.baca_laporan(dengan_lalu, kode),
    )
    hasil = Hasil(catatan=satukan_salinan(kelompok, _isi))
    per_dipa: dict[KunciDipa, dict[int, Kelompok]] = defaultdict(dict)
    for k in kelompok:
        if None in k.kunci:
            hasil.tambah(k, k.butir(JenisImpor.LAPORAN, _sebutan(k, ada), Keadaan.DITOLAK))
            continue
        _periksa(k, ada)
        t, q, kewenangan, satker = k.kunci
        per_dipa[t, kewenangan, satker][q] = k
    resmi: dict[KunciDipa, dict[int, dict[str, int]]] = {}
    for kunci in sorted(per_dipa):
        _satu_dipa(kunci, dict(sorted(per_dipa[kunci].items())), ada, resmi, hasil)
    hasil.catatan += _belum_berakhir(hasil)
    return hasil


def _belum_berakhir(hasil: Hasil) -> Iterator[str]:
    """What is said of quarters that are not over: they are no past ones, and count as reported all the same."""
    ditulis = (b.kunci for b in hasil.butir if b.keadaan in {Keadaan.BARU, Keadaan.BERUBAH})
    for tahun, triwulan in sorted({(int(t or 0), int(q or 0)) for t, q, *_ in ditulis}):
        if (akhir := akhir_triwulan(tahun, triwulan)) >= timezone.localdate():
            yield (
                f"{nama_triwulan(triwulan)} {tahun} baru berakhir {tanggal(akhir)}, sedangkan laporannya akan "
                "terhitung sudah masuk. Periksa sebelum menerapkan."
            )


def _isi(b: Baris) -> object:
    return b.jenis_belanja, b.realisasi, b.status


def _sebutan(k: Kelompok, ada: _Acuan) -> str:
    return sebut(k.pertama, ada.satker, sebut_triwulan(k.kunci[1]))


# --- One report by itself ------------------------------------------------------------


def _periksa(k: Kelompok, ada: _Acuan) -> None:
    b = k.pertama
    periksa_kunci(k)
    if b.kode_satker not in ada.satker:
        k.tolak(
            f"Satker {b.kode_satker} belum terdaftar. Periksa kodenya, atau impor daftar satker lebih dahulu.",
            "kode_satker",
        )
    periksa_jenis(k, "laporan")
    if lain := k.beragam("status"):
        k.tolak("Laporan ini mempunyai dua status yang berbeda. Samakan pada semua barisnya.", "status", lain)
    elif (status := k.satu("status")) is None:
        wajib_satu(k, "status", "Status kosong. Isi DIVERIFIKASI atau DIAJUKAN.")
    elif status not in DITERIMA:
        k.tolak(f"Status {status} tidak dapat diimpor. Isi DIVERIFIKASI atau DIAJUKAN.", "status")
    for baris in k.baris:
        wajib(k, baris, "realisasi", "Realisasi kosong. Tulis 0 bila tidak ada belanja.")
        if baris.realisasi is not None and abs(baris.realisasi) > REALISASI_TERBESAR:
            k.tolak(
                f"Terlalu besar, paling banyak {rupiah(REALISASI_TERBESAR)}. Periksa satuannya.", "realisasi", baris
            )
    if not k.ditolak:
        _periksa_dipa(k, ada)


def _periksa_dipa(k: Kelompok, ada: _Acuan) -> None:
    """The report's DIPA is known and in force, its year open, and it is not the dinas's own."""
    tahun, triwulan, kewenangan, kode = k.kunci
    nama = nama_triwulan(triwulan)
    dipa = ada.dipa.get((tahun, kewenangan, kode))
    if dipa is None:
        k.tolak(f"Belum ada DIPA {kewenangan} {tahun} untuk satker {kode}. Impor DIPA-nya lebih dahulu.", "kode_satker")
        return
    if ada.tahun.get(tahun):
        k.tolak(f"Tahun anggaran {tahun} sudah ditutup; tidak ada lagi yang dapat ditulis.", "tahun")
    if dipa.pertama is None or triwulan < dipa.pertama:
        k.tolak(
            f"Pada akhir {nama} {tahun} belum ada revisi DIPA yang berlaku, jadi belum ada yang dilaporkan.", "triwulan"
        )
    laporan = ada.laporan.get(dipa.id, {}).get(triwulan)
    if laporan is None:
        return
    if laporan.sendiri:
        k.tolak(
            f"Laporan {nama} sudah diajukan sendiri oleh dinas, jadi tidak diganti oleh berkas. "
            "Bila salah, kembalikan laporannya kepada dinas di halaman verifikasi.",
            "triwulan",
        )
    elif laporan.status is StatusLaporan.DIKEMBALIKAN:
        k.tolak(f"Laporan {nama} sedang dikembalikan kepada dinas; tunggu perbaikannya.", "triwulan")
    elif laporan.status is StatusLaporan.DRAF and laporan.berdraf:
        k.tolak(f"Dinas sedang mengisi laporan {nama}; drafnya tidak ditimpa oleh berkas.", "triwulan")


# --- All reports of one DIPA ---------------------------------------------------------


def _satu_dipa(
    kunci: KunciDipa,
    milik: dict[int, Kelompok],
    ada: _Acuan,
    resmi: dict[KunciDipa, dict[int, dict[str, int]]],
    hasil: Hasil,
) -> None:
    """Add the reports of one DIPA; `resmi` collects the verified amounts for the year after."""
    dipa = ada.dipa.get(kunci)
    tersimpan = ada.laporan.get(dipa.id, {}) if dipa else {}
    if dipa is not None and dipa.pertama is not None:
        _jaga(dipa.pertama, milik, tersimpan)
    akan = _akan(tersimpan, {q: k for q, k in milik.items() if not k.ditolak})
    resmi[kunci] = akan.resmi
    for q, k in milik.items():
        laporan = tersimpan.get(q)
        lama = _isi_lama(laporan)
        if k.ditolak or dipa is None:
            hasil.tambah(k, k.butir(JenisImpor.LAPORAN, _sebutan(k, ada), Keadaan.DITOLAK, lama=lama))
            continue
        isi = {"status": k.satu("status"), "realisasi": _realisasi(k)}
        if lama is not None and (_sama(lama, isi)):
            hasil.tambah(k, k.butir(JenisImpor.LAPORAN, _sebutan(k, ada), Keadaan.TETAP, lama=lama, baru=lama))
            continue
        lalu = (kunci[0] - 1, *kunci[1:])
        pola = resmi.get(lalu) or _resmi_tersimpan(ada, lalu)
        butir = k.butir(
            JenisImpor.LAPORAN,
            _sebutan(k, ada),
            Keadaan.BARU if lama is None else Keadaan.BERUBAH,
            lama=lama,
            baru=isi,
            peringatan=_peringatan(dipa, q, akan, laporan, pola),
        )
        hasil.tambah(k, butir)


def _realisasi(k: Kelompok) -> dict[str, int]:
    return {b.jenis_belanja: b.realisasi for b in sorted(k.baris, key=lambda b: b.jenis_belanja)}


def _isi_lama(laporan: LaporanAda | None) -> dict[str, Any] | None:
    """What counts of a report now; None where nothing does, as of one that was only begun."""
    if laporan is None or laporan.status is StatusLaporan.DRAF:
        return None
    return {"status": laporan.status.value, "realisasi": dict(sorted((laporan.sementara or {}).items()))}


def _sama(lama: Mapping[str, Any], isi: Mapping[str, Any]) -> bool:
    """The same amounts; one that was verified since it was imported as submitted stays verified."""
    if lama["realisasi"] != isi["realisasi"]:
        return False
    return lama["status"] == isi["status"] or lama["status"] == StatusLaporan.DIVERIFIKASI


def _akan(tersimpan: Mapping[int, LaporanAda], milik: Mapping[int, Kelompok]) -> _Keadaan:
    """How the reports would stand with these units written."""
    hasil = _Keadaan()
    for q, laporan in tersimpan.items():
        if laporan.resmi is not None:
            hasil.resmi[q] = laporan.resmi
        if laporan.sementara is not None:
            hasil.sementara[q] = laporan.sementara
        if laporan.berlaku:
            hasil.berlaku.add(q)
    for q, k in milik.items():
        lama = _isi_lama(tersimpan.get(q))
        if lama is not None and _sama(lama, {"status": k.satu("status"), "realisasi": _realisasi(k)}):
            continue
        hasil.sementara[q] = _realisasi(k)
        hasil.berlaku.add(q)
        if k.satu("status") == StatusLaporan.DIVERIFIKASI:
            hasil.resmi[q] = _realisasi(k)
    return hasil


def _jaga(pertama: int, milik: Mapping[int, Kelompok], tersimpan: Mapping[int, LaporanAda]) -> None:
    """Refuse what breaks the order of quarters or a running total, one after another, until nothing does."""
    while True:
        calon = {q: k for q, k in milik.items() if not k.ditolak}
        if not calon:
            return
        akan = _akan(tersimpan, calon)
        if not any(_tolak_urutan(calon[q], q, akan) for q in calon if q > pertama) and not _tolak_negatif(calon, akan):
            return


def _tolak_urutan(k: Kelompok, q: int, akan: _Keadaan) -> bool:
    """Rule 10: verified needs a verified quarter before it, submitted a submitted one."""
    nama, lalu = nama_triwulan(q), nama_triwulan(q - 1)
    if k.satu("status") == StatusLaporan.DIVERIFIKASI and q - 1 not in akan.resmi:
        if q - 1 in akan.sementara:
            pesan = f"{lalu} belum diverifikasi, jadi {nama} belum dapat berstatus DIVERIFIKASI. Tulis DIAJUKAN, atau "
            pesan += f"verifikasi {lalu} lebih dahulu."
        else:
            pesan = (
                f"Laporan {lalu} belum ada dan tidak ada dalam berkas. Impor {lalu} lebih dahulu, atau bersama {nama}."
            )
        k.tolak(pesan, "status" if q - 1 in akan.sementara else "triwulan")
        return True
    if k.satu("status") == StatusLaporan.DIAJUKAN and q - 1 not in akan.berlaku:
        k.tolak(
            f"Laporan {lalu} belum diajukan dan tidak ada dalam berkas. Impor {lalu} dahulu, atau bersama {nama}.",
            "triwulan",
        )
        return True
    return False


def _tolak_negatif(calon: Mapping[int, Kelompok], akan: _Keadaan) -> bool:
    """Rule 2: no running total of a jenis falls below zero by what is imported, in later quarters neither."""
    for isi in (akan.resmi, akan.sementara):
        for jenis, q, nilai in negatif({}, isi):
            salah = max((c for c in calon if c <= q), default=None)
            if salah is None:
                continue
            k, nama = calon[salah], JenisBelanja(jenis).pendek
            baris = next((b for b in k.baris if b.jenis_belanja == jenis), k.pertama)
            if salah == q:
                pesan = (
                    f"{nama} s.d. {nama_triwulan(q)} menjadi {rupiah(nilai)}. Pengembalian tidak boleh melebihi yang "
                )
                pesan += "sudah dibelanjakan; periksa tandanya, dan apakah angka ini memang triwulan itu saja."
            else:
                pesan = (
                    f"Dengan angka ini {nama} s.d. {nama_triwulan(q)}, yang sudah tersimpan, menjadi {rupiah(nilai)}. "
                )
                pesan += f"Sertakan {nama_triwulan(q)} yang benar dalam berkas."
            k.tolak(pesan, "realisasi", baris)
            return True
    return False


# --- Warnings ------------------------------------------------------------------------


def _resmi_tersimpan(ada: _Acuan, kunci: KunciDipa) -> dict[int, dict[str, int]]:
    dipa = ada.dipa.get(kunci)
    laporan = ada.laporan.get(dipa.id, {}) if dipa else {}
    return {q: lap.resmi for q, lap in laporan.items() if lap.resmi is not None}


def _peringatan(
    dipa: DipaAda,
    triwulan: int,
    akan: _Keadaan,
    laporan: LaporanAda | None,
    tahun_lalu: Mapping[int, Mapping[str, int]],
) -> tuple[Peringatan, ...]:
    """The warnings that the report would get on its entry page, but for being late."""
    revisi = revisi_berlaku(dipa.revisi.values(), akhir_triwulan(dipa.tahun, triwulan))
    pertama = dipa.pertama
    if revisi is None or pertama is None:
        return ()
    sekarang = akan.sementara[triwulan]
    sebelumnya = [akan.sementara.get(q, {}) for q in TRIWULAN if pertama <= q < triwulan]
    sebelum: dict[str, int] = defaultdict(int)
    for isi in sebelumnya:
        for jenis, nilai in isi.items():
            sebelum[jenis] += nilai
    return peringatan.periksa(
        peringatan.Bahan(
            triwulan=triwulan,
            pertama=pertama,
            pagu_efektif=revisi.pagu - revisi.blokir,
            pagu=revisi.pagu,
            baris=list(_baris_peringatan(revisi.rincian, sebelum, sekarang)),
            riwayat=[sum(isi.values()) for isi in sebelumnya] or [sum(isi.values()) for isi in tahun_lalu.values()],
            versi_lalu=laporan.terakhir if laporan is not None and laporan.berlaku else {},
        )
    )


def _baris_peringatan(
    pagu: Mapping[str, tuple[int, int]], sebelum: Mapping[str, int], sekarang: Mapping[str, int]
) -> Iterator[peringatan.Baris]:
    dirinci = BELUM_DIRINCI not in pagu
    jenis = [*JENIS_ISIAN]
    if BELUM_DIRINCI in sebelum or BELUM_DIRINCI in sekarang:
        jenis.append(JenisBelanja.BELUM_DIRINCI)
    for j in jenis:
        punya = pagu.get(j, (0, 0))[0] if dirinci else None
        yield peringatan.Baris(j.value, j.pendek, punya, sebelum.get(j, 0), sekarang.get(j))
