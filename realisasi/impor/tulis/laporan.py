"""Writing reports of past quarters, and taking them back.

A report gets one version that names the file as its origin; versions are never changed or deleted,
so one that is taken back stays behind it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max
from django.utils.dateparse import parse_datetime

from realisasi.impor.rencana.isi import Butir, Keadaan
from realisasi.impor.tulis.dasar import (
    Pelaku,
    Tertulis,
    TidakDapatDibatalkan,
    baca_dipa,
    pastikan_tahun_terbuka,
    potong,
)
from realisasi.kalender import nama_triwulan
from realisasi.kelengkapan import negatif
from realisasi.lembar_isian import BERLAKU, versi_isi
from realisasi.models import (
    ButirImpor,
    Dipa,
    JenisBelanja,
    LaporanTriwulan,
    PeringatanVersi,
    RincianVersi,
    StatusLaporan,
    VersiLaporan,
)
from realisasi.penanggalan import saat
from realisasi.rupiah import rupiah
from satker import jurnal

ASAL_TERPANJANG = 200
DITULIS = (
    "status",
    "versi_diajukan",
    "versi_terverifikasi",
    "diverifikasi_oleh",
    "nama_pemverifikasi",
    "diverifikasi_pada",
    "perubahan_ke",
    "nama_pengubah",
    "diubah_pada",
)


# --- Writing -------------------------------------------------------------------------


def tulis(butir: Sequence[Butir], oleh: Pelaku) -> list[Tertulis]:
    """Make a version of each report and let the report point to it."""
    dipa = baca_dipa({(b.kunci[0], b.kunci[2], b.kunci[3]) for b in butir})
    milik = [dipa[int(b.kunci[0] or 0), str(b.kunci[2]), str(b.kunci[3])] for b in butir]
    laporan = _laporan(butir, milik)
    sebelum = [_keadaan(lap) if b.keadaan is Keadaan.BERUBAH else None for lap, b in zip(laporan, butir, strict=True)]
    versi = _versi(list(zip(laporan, butir, strict=True)))
    hasil = []
    for lap, b, v, dulu in zip(laporan, butir, versi, sebelum, strict=True):
        lap.versi_diajukan = v
        lap.status = StatusLaporan(b.baru["status"])
        if lap.status == StatusLaporan.DIVERIFIKASI:
            lap.versi_terverifikasi = v
            lap.diverifikasi_oleh = oleh.pengguna
            lap.nama_pemverifikasi = oleh.nama
            lap.diverifikasi_pada = oleh.pada
        _catat_perubahan(lap, oleh)
        sesudah = {"laporan": lap.pk, "dipa": lap.dipa_id, "triwulan": lap.triwulan}
        sesudah |= {"realisasi": b.baru["realisasi"], **_tunjuk(lap)}
        hasil.append(
            Tertulis(b, lap.dipa.satker_id, dulu and {**dulu, "realisasi": (b.lama or {})["realisasi"]}, sesudah)
        )
    jurnal.update_bulk(LaporanTriwulan, laporan, DITULIS)
    return hasil


def _laporan(butir: Sequence[Butir], dipa: Sequence[Dipa]) -> list[LaporanTriwulan]:
    """The report of each unit, made where there is none; it is a draft until it points to a version."""
    milik = {d.pk: d for d in dipa}
    ada: dict[tuple[int, int], LaporanTriwulan] = {}
    for kunci in potong(sorted(milik)):
        for lap in LaporanTriwulan.objects.filter(dipa__in=kunci).select_related("versi_diajukan"):
            lap.dipa = milik[lap.dipa_id]
            ada[lap.dipa_id, lap.triwulan] = lap
    pasangan = [(d, int(b.kunci[1] or 0)) for d, b in zip(dipa, butir, strict=True)]
    baru = [LaporanTriwulan(dipa=d, triwulan=q) for d, q in pasangan if (d.pk, q) not in ada]
    ada |= {(lap.dipa_id, lap.triwulan): lap for lap in jurnal.create_bulk(LaporanTriwulan, baru)}
    return [ada[d.pk, q] for d, q in pasangan]


def _versi(pasangan: Sequence[tuple[LaporanTriwulan, Butir]]) -> list[VersiLaporan]:
    """The version that each report is to point to: a new one, or the one that is only to be verified now."""
    terakhir: dict[int, int] = {}
    for kunci in potong([lap.pk for lap, _ in pasangan]):
        baris = VersiLaporan.objects.filter(laporan__in=kunci).order_by().values_list("laporan")
        terakhir |= dict(baris.annotate(Max("nomor")))
    berversi = [(lap, b) for lap, b in pasangan if not _hanya_verifikasi(lap, b)]
    dibuat = jurnal.create_bulk(
        VersiLaporan,
        [
            VersiLaporan(laporan=lap, nomor=terakhir.get(lap.pk, 0) + 1, asal=b.berkas[:ASAL_TERPANJANG])
            for lap, b in berversi
        ],
    )
    baru = list(zip(dibuat, [b for _, b in berversi], strict=True))
    jurnal.create_bulk(
        RincianVersi,
        [RincianVersi(versi=v, jenis=j, realisasi=n) for v, b in baru for j, n in b.baru["realisasi"].items()],
    )
    # Without a reason: old data has none, and the dinas did not write one.
    jurnal.create_bulk(
        PeringatanVersi,
        [
            PeringatanVersi(versi=v, kode=p.kode, jenis=p.jenis, judul=p.judul, teks=p.teks, besar=p.besar)
            for v, b in baru
            for p in b.peringatan
        ],
    )
    milik = {v.laporan_id: v for v in dibuat}
    return [milik.get(lap.pk) or _wajib(lap.versi_diajukan) for lap, _ in pasangan]


def _hanya_verifikasi(laporan: LaporanTriwulan, b: Butir) -> bool:
    """The same amounts, submitted so far, now said to be verified: no other version is needed."""
    return (
        b.lama is not None
        and laporan.status == StatusLaporan.DIAJUKAN
        and b.baru["status"] == StatusLaporan.DIVERIFIKASI
        and b.lama["realisasi"] == b.baru["realisasi"]
    )


def _wajib(versi: VersiLaporan | None) -> VersiLaporan:
    if versi is None:
        raise LookupError("Laporan yang diajukan tanpa versi.")
    return versi


def _catat_perubahan(laporan: LaporanTriwulan, oleh: Pelaku) -> None:
    laporan.perubahan_ke += 1
    laporan.nama_pengubah = oleh.nama
    laporan.diubah_pada = oleh.pada


def _tunjuk(laporan: LaporanTriwulan) -> dict[str, Any]:
    return {
        "status": StatusLaporan(laporan.status).value,
        "versi_diajukan": laporan.versi_diajukan_id,
        "versi_terverifikasi": laporan.versi_terverifikasi_id,
    }


def _keadaan(laporan: LaporanTriwulan) -> dict[str, Any]:
    """All that an undo has to give back."""
    pada = laporan.diverifikasi_pada
    return {
        **_tunjuk(laporan),
        "diverifikasi_oleh": laporan.diverifikasi_oleh_id,
        "nama_pemverifikasi": laporan.nama_pemverifikasi,
        "diverifikasi_pada": pada.isoformat() if pada else None,
    }


# --- Taking back ---------------------------------------------------------------------


def balik(butir: Sequence[ButirImpor], oleh: Pelaku) -> None:
    """Let each report point where it pointed before; a new one becomes a draft without a version that counts."""
    semua = _laporan_kini(sorted({b.sesudah["dipa"] for b in butir}))
    pastikan_tahun_terbuka([lap.dipa for milik in semua.values() for lap in milik.values()])
    diubah: dict[int, dict[int, ButirImpor]] = defaultdict(dict)
    for b in butir:
        _pastikan_seperti_ditulis(b, semua.get(b.sesudah["dipa"], {}).get(b.sesudah["triwulan"]))
        diubah[b.sesudah["dipa"]][b.sesudah["triwulan"]] = b
    kembali = []
    for dipa_id, milik in diubah.items():
        for q, b in milik.items():
            lap = semua[dipa_id][q]
            _kembalikan(lap, b.sebelum or {})
            _catat_perubahan(lap, oleh)
            kembali.append(lap)
        _pastikan_utuh(semua[dipa_id], milik)
    jurnal.update_bulk(LaporanTriwulan, kembali, DITULIS)


def _laporan_kini(dipa: Sequence[int]) -> dict[int, dict[int, LaporanTriwulan]]:
    hasil: dict[int, dict[int, LaporanTriwulan]] = defaultdict(dict)
    for kunci in potong(dipa):
        baris = LaporanTriwulan.objects.filter(dipa__in=kunci).select_related("dipa__satker", "dipa__tahun")
        for lap in baris.prefetch_related("versi__rincian"):
            hasil[lap.dipa_id][lap.triwulan] = lap
    return hasil


def _pastikan_seperti_ditulis(b: ButirImpor, laporan: LaporanTriwulan | None) -> None:
    if laporan is None:
        raise TidakDapatDibatalkan(f"{b.sebutan}: laporannya sudah tidak ada.")
    ditulis = {k: b.sesudah[k] for k in ("status", "versi_diajukan", "versi_terverifikasi")}
    if _tunjuk(laporan) != ditulis:
        oleh = f" oleh {laporan.nama_pengubah}" if laporan.nama_pengubah else ""
        pada = f" pada {saat(laporan.diubah_pada)}" if laporan.diubah_pada else ""
        raise TidakDapatDibatalkan(f"{b.sebutan} sudah diubah{oleh}{pada}, sesudah impor ini.")


def _kembalikan(laporan: LaporanTriwulan, isi: Mapping[str, Any]) -> None:
    pada = isi.get("diverifikasi_pada")
    laporan.status = StatusLaporan(isi.get("status", StatusLaporan.DRAF))
    laporan.versi_diajukan_id = isi.get("versi_diajukan")
    laporan.versi_terverifikasi_id = isi.get("versi_terverifikasi")
    laporan.diverifikasi_oleh_id = isi.get("diverifikasi_oleh")
    laporan.nama_pemverifikasi = isi.get("nama_pemverifikasi", "")
    laporan.diverifikasi_pada = parse_datetime(pada) if pada else None


def _pastikan_utuh(laporan: Mapping[int, LaporanTriwulan], diubah: Mapping[int, ButirImpor]) -> None:
    """Rules 2 and 10 hold for what is left: no later quarter without its earlier one, no negative total."""
    batal = [q for q, b in diubah.items() if b.sebelum is None]
    for q, lap in sorted(laporan.items()):
        # One that was sent back still counts with the version that was verified.
        berlaku = lap.status in BERLAKU or lap.versi_terverifikasi_id is not None
        if q not in diubah and berlaku and batal and q > min(batal):
            raise TidakDapatDibatalkan(
                f"{lap.dipa}: laporan {nama_triwulan(q)} bersandar pada {nama_triwulan(min(batal))} yang diimpor. "
                f"Batalkan atau kembalikan {nama_triwulan(q)} lebih dahulu."
            )
    for tunjuk in (lambda lap: lap.versi_terverifikasi_id, _berlaku):
        isi = {q: versi_isi(v) for q, lap in laporan.items() for v in lap.versi.all() if v.pk == tunjuk(lap)}
        for jenis, q, jumlah in negatif({}, isi):
            if q >= min(diubah):
                raise TidakDapatDibatalkan(
                    f"{laporan[q].dipa}: tanpa angka yang diimpor, {JenisBelanja(jenis).pendek} s.d. "
                    f"{nama_triwulan(q)} menjadi {rupiah(jumlah)}. Perbaiki {nama_triwulan(q)} lebih dahulu."
                )


def _berlaku(laporan: LaporanTriwulan) -> int | None:
    if laporan.status == StatusLaporan.DIAJUKAN:
        return laporan.versi_diajukan_id
    return laporan.versi_terverifikasi_id
