"""Kendala of the demo: one at least where a submitted quarter is below its target (rule 10)."""

from __future__ import annotations

import datetime as dt

from realisasi.demo import teks
from realisasi.demo.bentuk import RencanaKendala, RencanaLaporan, RencanaRevisi, acak, berlaku
from realisasi.demo.jalur import TAHUN_BERJALAN
from realisasi.demo.orang import nama_pejabat
from realisasi.demo.pagu import MODAL, TERBLOKIR_SELURUHNYA
from realisasi.demo.terbitan import SERATUS_PERSEN
from realisasi.kalender import akhir_triwulan
from realisasi.tahun_baru import TARGET_BAWAAN_BP


def susun_kendala(
    tahun: int, kode: str, revisi: tuple[RencanaRevisi, ...], laporan: tuple[RencanaLaporan, ...]
) -> tuple[RencanaKendala, ...]:
    """The kendala of one DIPA in the order in which they were opened."""
    hasil: list[RencanaKendala] = []
    kumulatif = 0
    for satu in laporan:
        if not satu.versi:
            break
        triwulan = satu.triwulan
        kumulatif += sum(satu.versi[-1].rincian.values())
        saat_itu = berlaku(revisi, akhir_triwulan(tahun, triwulan))
        if triwulan == 1 and (tahun, kode) in TERBLOKIR_SELURUHNYA:
            hasil.append(_kendala(tahun, kode, 1, teks.HAMBATAN_BLOKIR_SELURUHNYA, 0, 2))
        target = TARGET_BAWAAN_BP.get(triwulan)
        if target and kumulatif * SERATUS_PERSEN < target * saat_itu.pagu_efektif:
            hasil += _di_bawah_target(tahun, kode, triwulan, len(laporan), _cocok(saat_itu))
    return tuple(hasil)


def _cocok(saat_itu: RencanaRevisi) -> list[teks.Hambatan]:
    """The obstacles that fit the DIPA as it stands: none about blokir where nothing is blocked."""
    ada = {""}
    if any(blokir for _, blokir in saat_itu.pagu.values()):
        ada.add(teks.ADA_BLOKIR)
    if MODAL in saat_itu.pagu:
        ada.add(teks.ADA_MODAL)
    return [hambatan for hambatan in teks.HAMBATAN if hambatan.syarat in ada]


def _di_bawah_target(
    tahun: int, kode: str, triwulan: int, jumlah_laporan: int, cocok: list[teks.Hambatan]
) -> list[RencanaKendala]:
    rng = acak("kendala", tahun, kode, triwulan)
    if tahun == TAHUN_BERJALAN and kode in teks.HAMBATAN_2026:
        pilihan = list(teks.HAMBATAN_2026[kode])
    else:
        pilihan = rng.sample(cocok, 2 if rng.randint(1, 4) == 1 else 1)
    hasil = []
    for urutan, hambatan in enumerate(pilihan):
        ditutup = None
        if triwulan < jumlah_laporan and kode not in teks.HAMBATAN_2026 and rng.randint(1, 100) <= 70:  # noqa: PLR2004
            ditutup = rng.randint(triwulan + 1, jumlah_laporan)
        elif triwulan == 4 and rng.randint(1, 2) == 1:  # noqa: PLR2004
            ditutup = 4
        hasil.append(_kendala(tahun, kode, triwulan, hambatan, urutan, ditutup))
    return hasil


def _kendala(
    tahun: int, kode: str, triwulan: int, hambatan: teks.Hambatan, urutan: int, ditutup: int | None
) -> RencanaKendala:
    rng = acak("tindak lanjut", tahun, kode, triwulan, urutan)
    jabatan = rng.choice(teks.JABATAN)
    return RencanaKendala(
        kategori=hambatan.kategori,
        uraian=hambatan.uraian,
        tindak_lanjut=hambatan.tindak_lanjut,
        penanggung_jawab=f"{nama_pejabat(kode, jabatan)}, {jabatan}",
        batas_waktu=akhir_triwulan(tahun, triwulan) + dt.timedelta(days=rng.randint(24, 75)),
        dibuka=triwulan,
        ditutup=ditutup,
    )
