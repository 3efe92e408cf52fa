"""What has to hold before a report may change its state (rule 10): who, when, from which state, since which reading.

Each gives what the change goes on with, read under the lock of the DIPA, or refuses in one sentence.
`realisasi.alur` holds the changes themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils import timezone

from realisasi.isian import Isian, berisi
from realisasi.kalender import nama_triwulan
from realisasi.kelengkapan import negatif
from realisasi.lembar_isian import DAPAT_DIISI, LembarIsian, baca_lembar
from realisasi.models import Dipa, JenisBelanja, LaporanTriwulan, StatusLaporan
from realisasi.models.laporan import REALISASI_TERBESAR
from realisasi.penanggalan import tanggal
from realisasi.penolakan import Bentrok, BukanHak, Ditolak
from realisasi.rupiah import rupiah
from satker.akses import hak
from satker.models import Pengguna
from satker.peran import Peran


def lembar_terkunci(dipa_id: int, triwulan: int) -> LembarIsian:
    """The entry sheet of a quarter, read after its DIPA was locked; raises as the two that it is made of."""
    return lembar_kini(dipa_terkunci(dipa_id), triwulan)


def dipa_terkunci(dipa_id: int) -> Dipa:
    """Lock the DIPA, then read it and all else: what was read before is not believed.

    In two queries: rows that are joined to the locked one are as they were before the wait for it.
    The row alone: its default order joins the satker, which others refer to in rows of their own.
    """
    if Dipa.objects.select_for_update(of=("self",), no_key=True).filter(pk=dipa_id).first() is None:
        raise Ditolak("DIPA ini tidak ada lagi, jadi laporannya juga tidak.")
    return Dipa.objects.select_related("satker__provinsi", "tahun").get(pk=dipa_id)


def lembar_kini(dipa: Dipa, triwulan: int) -> LembarIsian:
    """The entry sheet of today; refused where no revision is in force at the end of the quarter (rule 3)."""
    lembar = baca_lembar(dipa, triwulan, timezone.localdate())
    if lembar is None:
        raise Ditolak(
            f"Pada akhir {nama_triwulan(triwulan)} {dipa.tahun_id} belum ada revisi DIPA yang berlaku, "
            "jadi belum ada yang dilaporkan."
        )
    return lembar


def pastikan_peran(lembar: LembarIsian, pengguna: Pengguna) -> None:
    """Only the dinas of this satker writes its reports (rule 11)."""
    if hak(pengguna).peran_pada(lembar.dipa.satker_id) is None:
        raise BukanHak("Hanya operator dan kepala dinas satker ini yang dapat mengisi laporannya.")


def pastikan_terbuka(lembar: LembarIsian) -> None:
    """Year and window, by the server's clock in WIB."""
    nama = f"{nama_triwulan(lembar.triwulan)} {lembar.dipa.tahun_id}"
    if lembar.tahun.ditutup:
        raise Ditolak(f"Tahun anggaran {lembar.dipa.tahun_id} sudah ditutup; tidak ada lagi yang dapat ditulis.")
    jendela = lembar.jendela
    if jendela is None:
        raise Ditolak(f"Jendela pelaporan {nama} belum diatur. Hubungi tim pusat.")
    if jendela.hari_ini < jendela.dibuka:
        raise Ditolak(f"Pelaporan {nama} baru dibuka {tanggal(jendela.dibuka)}.")
    if not jendela.terbuka:
        raise Ditolak(
            f"Pelaporan {nama} sudah ditutup {tanggal(jendela.berakhir)}, pukul 23.59 WIB. "
            "Minta perpanjangan kepada tim pusat; yang Anda tulis tetap ada di halaman ini."
        )


def pastikan_muat(isian: Isian) -> None:
    """An amount that was derived from another, as from a cumulative figure, may be beyond what is kept."""
    for jenis, nilai in isian.realisasi.items():
        if abs(nilai) > REALISASI_TERBESAR:
            batas = rupiah(REALISASI_TERBESAR)
            raise Ditolak(f"{JenisBelanja(jenis).pendek}: {rupiah(nilai)} terlalu besar, paling banyak {batas}.")


def pastikan_dapat_diisi(laporan: LaporanTriwulan | None) -> None:
    """A report that was submitted is read, not changed, until it comes back (rule 10)."""
    if laporan is None or laporan.status in DAPAT_DIISI:
        return
    if laporan.status == StatusLaporan.DIAJUKAN:
        versi = laporan.versi_diajukan
        oleh = f" oleh {versi.nama_pengaju}" if versi and versi.nama_pengaju else ""
        raise Bentrok(f"Laporan ini sudah diajukan{oleh} dan menunggu verifikasi; sekarang hanya dapat dibaca.")
    raise Bentrok("Laporan ini sudah diverifikasi; perubahan hanya setelah tim pusat membukanya kembali.")


def laporan_ditulis(lembar: LembarIsian, perubahan_ke: int) -> LaporanTriwulan:
    """The report to be written, if its state allows and nobody wrote since `perubahan_ke` was read."""
    pastikan_dapat_diisi(lembar.laporan)
    if lembar.laporan is None:
        return LaporanTriwulan(dipa=lembar.dipa, triwulan=lembar.triwulan)
    _pastikan_terbaru(lembar.laporan, perubahan_ke)
    return lembar.laporan


def _pastikan_terbaru(laporan: LaporanTriwulan, perubahan_ke: int) -> None:
    if laporan.perubahan_ke != perubahan_ke:
        oleh = f" oleh {laporan.nama_pengubah}" if laporan.nama_pengubah else ""
        pukul = f" pukul {timezone.localtime(laporan.diubah_pada):%H.%M} WIB" if laporan.diubah_pada else ""
        raise Bentrok(f"Laporan ini sudah diubah{oleh}{pukul} sejak Anda membukanya.")


def laporan_untuk_pusat(
    laporan_id: int, pengguna: Pengguna, perubahan_ke: int, dari: Iterable[StatusLaporan]
) -> tuple[LaporanTriwulan, dict[int, LaporanTriwulan]]:
    """The locked report in one of the states `dari`, and all reports of its DIPA by quarter."""
    if Peran.TIM_PUSAT not in hak(pengguna).peran:
        raise BukanHak("Hanya tim pusat yang memeriksa laporan.")
    dipa_id = LaporanTriwulan.objects.values_list("dipa_id", flat=True).get(pk=laporan_id)
    dipa = dipa_terkunci(dipa_id)
    semua = {
        lap.triwulan: lap
        for lap in LaporanTriwulan.objects.filter(dipa=dipa).prefetch_related(
            "versi_diajukan__rincian", "versi_terverifikasi__rincian"
        )
    }
    laporan = next((lap for lap in semua.values() if lap.pk == laporan_id), None)
    if laporan is None:
        raise LaporanTriwulan.DoesNotExist
    laporan.dipa = dipa
    if dipa.tahun.ditutup:
        raise Ditolak(f"Tahun anggaran {dipa.tahun_id} sudah ditutup; tidak ada lagi yang dapat ditulis.")
    if laporan.status not in set(dari):
        oleh = f" oleh {laporan.nama_pengubah}" if laporan.nama_pengubah else ""
        raise Bentrok(f"Laporan ini sudah {StatusLaporan(laporan.status).label.lower()}{oleh}. Muat ulang antrean.")
    _pastikan_terbaru(laporan, perubahan_ke)
    return laporan, semua


def pastikan_tidak_negatif(
    dasar: Mapping[str, int],
    isi: Mapping[int, Mapping[str, int]],
    milik: int,
    cara_milik: str = "Putuskan triwulan sebelumnya lebih dahulu.",
) -> None:
    """`milik` is the quarter that is decided on, `cara_milik` what is to be done where it is wrong itself."""
    for jenis, triwulan, jumlah in negatif(dasar, isi):
        nama = nama_triwulan(triwulan)
        cara = cara_milik if triwulan == milik else f"Perbaiki {nama} lebih dahulu."
        raise Ditolak(f"{JenisBelanja(jenis).pendek} s.d. {nama} akan menjadi {rupiah(jumlah)}. {cara}")


def teks_wajib(alasan: str, pesan: str) -> str:
    """A reason without the blanks around it; `pesan` is the refusal of one that says nothing."""
    if not berisi(alasan):
        raise Ditolak(pesan)
    return alasan.strip()
