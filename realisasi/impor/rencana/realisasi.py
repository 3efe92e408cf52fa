"""The plan for the treasury's figures: one unit is a quarter of one DIPA, kept cumulative.

They stand beside the reports to be compared with, and never count as one.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from realisasi.impor.bacaan import JenisImpor
from realisasi.impor.rencana import acuan
from realisasi.impor.rencana.acuan import AngkaAda, DipaAda, KunciDipa, SatkerAda
from realisasi.impor.rencana.baris import Baris, Kelompok, periksa_jenis, periksa_kunci, satukan_salinan, wajib
from realisasi.impor.rencana.hasil import Hasil
from realisasi.impor.rencana.isi import Keadaan
from realisasi.impor.rencana.sebutan import sebut, sebut_triwulan
from realisasi.kalender import akhir_triwulan, awal_triwulan, nama_triwulan
from realisasi.models import Basis, JenisBelanja
from realisasi.models.laporan import REALISASI_TERBESAR
from realisasi.penanggalan import tanggal
from realisasi.peringatan import SERIBU, TERLALU_BESAR_KALI
from realisasi.posisi import revisi_berlaku
from realisasi.rupiah import rupiah

BELUM_DIRINCI = JenisBelanja.BELUM_DIRINCI.value


@dataclass(frozen=True)
class _Acuan:
    satker: Mapping[str, SatkerAda]
    tahun: Mapping[int, bool]
    dipa: Mapping[KunciDipa, DipaAda]
    angka: Mapping[int, Mapping[int, AngkaAda]]


def susun(kelompok: list[Kelompok]) -> Hasil:
    """Compare each quarter of the file with what is stored (five queries)."""
    tahun = {k.kunci[0] for k in kelompok if k.kunci[0] is not None}
    kode = {k.kunci[3] for k in kelompok if k.kunci[3] is not None}
    ada = _Acuan(
        acuan.baca_satker(kode),
        acuan.baca_tahun(tahun),
        acuan.baca_dipa(tahun, kode),
        acuan.baca_perbendaharaan(tahun, kode),
    )
    hasil = Hasil(catatan=satukan_salinan(kelompok, _isi))
    per_dipa: dict[KunciDipa, dict[int, Kelompok]] = defaultdict(dict)
    for k in kelompok:
        if None in k.kunci:
            hasil.tambah(k, k.butir(JenisImpor.REALISASI, _sebutan(k, ada), Keadaan.DITOLAK))
            continue
        _periksa(k, ada)
        t, q, kewenangan, satker = k.kunci
        per_dipa[t, kewenangan, satker][q] = k
    for kunci, milik in per_dipa.items():
        _satu_dipa(ada.dipa.get(kunci), dict(sorted(milik.items())), ada, hasil)
    return hasil


def _isi(b: Baris) -> object:
    return b.jenis_belanja, b.realisasi, b.kumulatif, b.basis, b.tanggal_data


def _sebutan(k: Kelompok, ada: _Acuan) -> str:
    ekor = sebut_triwulan(k.kunci[1])
    return sebut(k.pertama, ada.satker, f"s.d. {ekor}" if ekor else "")


def _periksa(k: Kelompok, ada: _Acuan) -> None:
    tahun, triwulan, kewenangan, kode = k.kunci
    periksa_kunci(k)
    if kode not in ada.satker:
        k.tolak(
            f"Satker {kode} belum terdaftar. Periksa kodenya, atau impor daftar satker lebih dahulu.", "kode_satker"
        )
    elif (tahun, kewenangan, kode) not in ada.dipa:
        k.tolak(f"Belum ada DIPA {kewenangan} {tahun} untuk satker {kode}. Impor DIPA-nya lebih dahulu.", "kode_satker")
    if ada.tahun.get(tahun):
        k.tolak(f"Tahun anggaran {tahun} sudah ditutup; tidak ada lagi yang dapat ditulis.", "tahun")
    periksa_jenis(k, "triwulan")
    for kolom, kata in (("basis", "dasar angka"), ("tanggal_data", "tanggal data")):
        if lain := k.beragam(kolom):
            k.tolak(f"Triwulan ini mempunyai dua {kata} yang berbeda. Samakan pada semua barisnya.", kolom, lain)
    basis, hari = k.satu("basis"), k.satu("tanggal_data")
    if basis and basis not in Basis.values:
        k.tolak(f"Dasar angka {basis} tidak dikenal. Isi SP2D atau AKRUAL, atau kosongkan.", "basis")
    if hari and not k.ditolak and hari < awal_triwulan(tahun, triwulan):
        k.tolak(f"Tanggal data {tanggal(hari)} sebelum {nama_triwulan(triwulan)} {tahun} dimulai.", "tanggal_data")
    for baris in k.baris:
        wajib(k, baris, "realisasi", "Realisasi kosong. Tulis 0 bila tidak ada belanja.")
        if baris.realisasi is not None and abs(baris.realisasi) > REALISASI_TERBESAR:
            k.tolak(
                f"Terlalu besar, paling banyak {rupiah(REALISASI_TERBESAR)}. Periksa satuannya.", "realisasi", baris
            )


def _satu_dipa(dipa: DipaAda | None, milik: dict[int, Kelompok], ada: _Acuan, hasil: Hasil) -> None:
    tersimpan = ada.angka.get(dipa.id, {}) if dipa else {}
    kumulatif = {q: angka.realisasi_sd for q, angka in tersimpan.items()}
    pertama = (dipa.pertama if dipa else None) or 1
    for q, k in milik.items():
        if not k.ditolak:
            sd = _sampai_dengan(k, q, kumulatif, pertama)
            _tolak_negatif(k, q, sd)
        lama = _isi_lama(tersimpan.get(q))
        if k.ditolak:
            hasil.tambah(k, k.butir(JenisImpor.REALISASI, _sebutan(k, ada), Keadaan.DITOLAK, lama=lama))
            continue
        isi, catatan = _isi_baru(k, sd, tersimpan.get(q))
        keadaan = Keadaan.BARU if lama is None else Keadaan.TETAP if lama == isi else Keadaan.BERUBAH
        if keadaan is not Keadaan.TETAP:
            catatan += _catatan(q, isi["realisasi_sd"], kumulatif.get(q - 1, {}))
            catatan += _catatan_pagu(dipa, q, isi["realisasi_sd"])
        if keadaan is Keadaan.BERUBAH:
            catatan += _catatan_sesudah(q, isi["realisasi_sd"], tersimpan, milik)
        kumulatif[q] = isi["realisasi_sd"]
        butir = k.butir(JenisImpor.REALISASI, _sebutan(k, ada), keadaan, lama=lama, baru=isi, catatan=tuple(catatan))
        hasil.tambah(k, replace(butir, bertumpu=q > pertama and any(not b.kumulatif for b in k.baris)))


def _sampai_dengan(k: Kelompok, q: int, kumulatif: Mapping[int, Mapping[str, int]], pertama: int) -> dict[str, int]:
    """The amounts until the end of the quarter: those of the quarter alone stand on the one before."""
    if q > pertama and q - 1 not in kumulatif and (saja := [b for b in k.baris if not b.kumulatif]):
        k.tolak(
            f"Angka {nama_triwulan(q)} saja memerlukan angka {nama_triwulan(q - 1)}, yang belum ada. "
            f"Impor {nama_triwulan(q - 1)} lebih dahulu, atau pakai angka kumulatif (realisasi_sd).",
            "realisasi",
            saja[0],
        )
        return {}
    lalu = kumulatif.get(q - 1, {})
    hasil = {
        b.jenis_belanja: b.realisasi if b.kumulatif else b.realisasi + lalu.get(b.jenis_belanja, 0) for b in k.baris
    }
    if not any(b.kumulatif for b in k.baris):
        # A jenis that had nothing this quarter still has what it had before.
        hasil = {**lalu, **hasil}
    return dict(sorted(hasil.items()))


def _tolak_negatif(k: Kelompok, q: int, sd: Mapping[str, int]) -> None:
    """Rule 2: the running total of a jenis is never below zero."""
    for jenis, nilai in sd.items():
        if nilai < 0:
            baris = next((b for b in k.baris if b.jenis_belanja == jenis), k.pertama)
            k.tolak(
                f"{JenisBelanja(jenis).pendek} s.d. {nama_triwulan(q)} menjadi {rupiah(nilai)}. Pengembalian tidak "
                "boleh melebihi yang sudah dibelanjakan; periksa tandanya, dan apakah angkanya kumulatif.",
                "realisasi",
                baris,
            )


def _isi_lama(angka: AngkaAda | None) -> dict[str, Any] | None:
    if angka is None:
        return None
    return _isi_angka(angka.realisasi_sd, angka.basis, angka.tanggal_data)


def _isi_angka(sd: Mapping[str, int], basis: str, hari: dt.date | None) -> dict[str, Any]:
    return {
        "realisasi_sd": dict(sorted(sd.items())),
        "basis": basis,
        "tanggal_data": hari.isoformat() if hari else "",
    }


def _isi_baru(k: Kelompok, sd: dict[str, int], lama: AngkaAda | None) -> tuple[dict[str, Any], list[str]]:
    """What would be stored; of the same figures, what the file does not say stays as it is known."""
    catatan = []
    if lama and sd.keys() == {BELUM_DIRINCI} and BELUM_DIRINCI not in lama.realisasi_sd:
        if sd[BELUM_DIRINCI] == sum(lama.realisasi_sd.values()):
            sd = lama.realisasi_sd
        else:
            catatan.append("Rincian per jenis belanja yang tersimpan akan diganti satu jumlah yang belum dirinci.")
    basis = k.satu("basis") or (lama.basis if lama else "")
    hari = k.satu("tanggal_data")
    if lama and lama.tanggal_data and hari is None:
        if lama.realisasi_sd == sd:
            hari = lama.tanggal_data
        else:
            catatan.append(
                f"Berkas tidak menyebut tanggal datanya; {tanggal(lama.tanggal_data)} yang tersimpan milik angka yang "
                "lama, jadi dikosongkan. Pilih Tanggal data bila diketahui."
            )
    return _isi_angka(sd, basis, hari), catatan


def _catatan(q: int, sd: Mapping[str, int], lalu: Mapping[str, int]) -> list[str]:
    """What is odd about a cumulative figure; the treasury's are taken as they are."""
    hasil = []
    for jenis, nilai in sd.items():
        nama = JenisBelanja(jenis).pendek
        if nilai < lalu.get(jenis, 0):
            hasil.append(
                f"{nama} turun dari {rupiah(lalu[jenis])} s.d. {nama_triwulan(q - 1)} menjadi {rupiah(nilai)}."
            )
    return hasil


def _catatan_pagu(dipa: DipaAda | None, q: int, sd: Mapping[str, int]) -> list[str]:
    """Where a figure does not fit the pagu in force: more than it, or as if in thousands or millions."""
    revisi = revisi_berlaku(dipa.revisi.values(), akhir_triwulan(dipa.tahun, q)) if dipa else None
    jumlah = sum(sd.values())
    if revisi is None or revisi.pagu <= 0 or jumlah <= 0:
        return []
    if jumlah * SERIBU <= revisi.pagu:
        return [f"{rupiah(jumlah)} kurang dari seperseribu pagu {rupiah(revisi.pagu)}. Periksa satuannya."]
    if jumlah >= TERLALU_BESAR_KALI * revisi.pagu:
        return [f"{rupiah(jumlah)} jauh di atas pagu {rupiah(revisi.pagu)}. Periksa satuannya."]
    if jumlah > revisi.pagu:
        return [f"{rupiah(jumlah)} melebihi pagu yang berlaku, {rupiah(revisi.pagu)}."]
    return []


def _catatan_sesudah(
    q: int, sd: Mapping[str, int], tersimpan: Mapping[int, AngkaAda], milik: Mapping[int, Kelompok]
) -> list[str]:
    """What is stored of the next quarter is cumulative too, and does not move with this one."""
    sesudah = tersimpan.get(q + 1)
    if sesudah is None or (q + 1 in milik and not milik[q + 1].ditolak):
        return []
    nama, jumlah = nama_triwulan(q + 1), sum(sesudah.realisasi_sd.values())
    turun = " Angka itu menjadi lebih kecil daripada angka ini." if jumlah < sum(sd.values()) else ""
    return [f"Angka s.d. {nama} yang tersimpan tetap {rupiah(jumlah)}.{turun} Impor juga {nama} bila ikut berubah."]
