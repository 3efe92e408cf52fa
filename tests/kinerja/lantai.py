"""What the figures of a page cost at least: the bare SQL for them, written by hand.

Reading is timed twice: over the tables as they are, and over one row per DIPA and quarter that is filled beforehand
(a temporary table of the measurement, with its index). The lesser one is the floor, whichever way the pages go.
"""

# ruff: noqa: S608  (built of words of this module alone; what varies is passed beside it)
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.kinerja.isi import TRIWULAN_AKHIR

JENIS = ("51", "52", "53", "57")
TABEL = "kinerja_posisi"

# One row per DIPA of a year: what is in force at the end of the quarter, and what was verified until then.
POSISI = f"""
SELECT d.id AS dipa, d.tahun_id AS tahun, %(triwulan)s AS triwulan, s.kode AS kode, d.nama_satker AS nama,
       s.provinsi_id AS provinsi, p.efektif AS efektif,
       {", ".join(f"p.p{j} AS p{j}, l.r{j} AS r{j}" for j in JENIS)}, l.realisasi AS realisasi, l.banyak AS banyak
FROM realisasi_dipa d
JOIN satker_satker s ON s.id = d.satker_id
JOIN (SELECT r.dipa_id, SUM(g.pagu - g.blokir) AS efektif,
             {", ".join(f"SUM(CASE WHEN g.jenis = '{j}' THEN g.pagu - g.blokir ELSE 0 END) AS p{j}" for j in JENIS)}
      FROM realisasi_dipa x
      JOIN realisasi_revisidipa r ON r.id = (
          SELECT b.id FROM realisasi_revisidipa b
          WHERE b.dipa_id = x.id AND b.berlaku_sejak <= %(hari)s
          ORDER BY b.berlaku_sejak DESC, b.nomor DESC LIMIT 1)
      JOIN realisasi_pagurevisi g ON g.revisi_id = r.id
      WHERE x.tahun_id = %(tahun)s
      GROUP BY r.dipa_id) p ON p.dipa_id = d.id
LEFT JOIN (SELECT q.dipa_id, SUM(v.realisasi) AS realisasi, COUNT(DISTINCT q.triwulan) AS banyak,
                  {", ".join(f"SUM(CASE WHEN v.jenis = '{j}' THEN v.realisasi ELSE 0 END) AS r{j}" for j in JENIS)}
           FROM realisasi_dipa x
           JOIN realisasi_laporantriwulan q ON q.dipa_id = x.id AND q.triwulan <= %(triwulan)s
           JOIN realisasi_rincianversi v ON v.versi_id = q.versi_terverifikasi_id
           WHERE x.tahun_id = %(tahun)s
           GROUP BY q.dipa_id) l ON l.dipa_id = d.id
WHERE d.tahun_id = %(tahun)s
"""
# A group's path over the quarters of a year: a sum for each.
LAJUR = """
SELECT q.triwulan, SUM(v.realisasi) FROM realisasi_dipa d
JOIN realisasi_laporantriwulan q ON q.dipa_id = d.id
JOIN realisasi_rincianversi v ON v.versi_id = q.versi_terverifikasi_id
WHERE d.tahun_id = %(tahun)s GROUP BY q.triwulan
"""
PAGU = """
SELECT SUM(g.pagu - g.blokir) FROM realisasi_dipa x
JOIN realisasi_revisidipa r ON r.id = (
    SELECT b.id FROM realisasi_revisidipa b WHERE b.dipa_id = x.id AND b.berlaku_sejak <= %(hari)s
    ORDER BY b.berlaku_sejak DESC, b.nomor DESC LIMIT 1)
JOIN realisasi_pagurevisi g ON g.revisi_id = r.id
WHERE x.tahun_id = %(tahun)s
"""
SATU_SATKER = """
SELECT d.tahun_id, q.triwulan, v.jenis, v.realisasi FROM realisasi_dipa d
JOIN realisasi_laporantriwulan q ON q.dipa_id = d.id
JOIN realisasi_rincianversi v ON v.versi_id = q.versi_terverifikasi_id
WHERE d.satker_id = %(satker)s
"""
PAGU_SATKER = """
SELECT d.tahun_id, r.nomor, r.berlaku_sejak, g.jenis, g.pagu, g.blokir FROM realisasi_dipa d
JOIN realisasi_revisidipa r ON r.dipa_id = d.id JOIN realisasi_pagurevisi g ON g.revisi_id = r.id
WHERE d.satker_id = %(satker)s
"""
KOLOM = "kode, nama, provinsi, efektif, realisasi, banyak"
SETAHUN = f"FROM {TABEL} WHERE tahun = %(tahun)s"
SEKARANG = f"{SETAHUN} AND triwulan = %(triwulan)s"
RASIO = "COALESCE(realisasi, 0) * 1.0 / efektif"
JUMLAH_JENIS = ", ".join(f"SUM(p{j}), SUM(r{j})" for j in JENIS)

Perintah = tuple[str, dict[str, Any]]


class Lantai:
    """The bare reads and writes of one database, for one year and its last quarter."""

    def __init__(self, tahun: int, satker: int) -> None:
        self.tahun, self.satker = tahun, satker

    def siapkan(self) -> None:
        """One row per DIPA and quarter of both years, as a page might keep them."""
        from django.db import connection

        with connection.cursor() as kursor:
            baru = True
            for tahun in (self.tahun - 1, self.tahun):
                for triwulan in range(1, TRIWULAN_AKHIR + 1):
                    awal = f"CREATE TEMP TABLE {TABEL} AS" if baru else f"INSERT INTO {TABEL}"
                    kursor.execute(f"{awal} {POSISI}", self._isi(tahun, triwulan))
                    baru = False
            kursor.execute(f"CREATE INDEX {TABEL}_tahun ON {TABEL} (tahun, triwulan)")
            kursor.execute(f"ANALYZE {TABEL}")

    def _isi(self, tahun: int, triwulan: int = TRIWULAN_AKHIR) -> dict[str, Any]:
        from realisasi.kalender import akhir_triwulan

        hari = akhir_triwulan(tahun, triwulan).isoformat()
        return {"tahun": tahun, "triwulan": triwulan, "hari": hari, "satker": self.satker}

    # --- Reading: over the tables, and over the rows that were filled beforehand ------

    def dasbor(self) -> tuple[list[Perintah], list[Perintah]]:
        """Every DIPA at the quarter (to rank and count them), the path of two years, sums by jenis."""
        langsung = [(POSISI, self._isi(self.tahun))]
        for tahun in (self.tahun - 1, self.tahun):
            langsung.append((LAJUR, self._isi(tahun)))
            langsung += [(PAGU, self._isi(tahun, q)) for q in range(1, TRIWULAN_AKHIR + 1)]
        isi = self._isi(self.tahun)
        simpanan = [
            (f"SELECT {KOLOM} {SEKARANG}", isi),
            (f"SELECT triwulan, SUM(efektif), SUM(realisasi) {SETAHUN} GROUP BY triwulan", self._isi(self.tahun - 1)),
            (f"SELECT triwulan, SUM(efektif), SUM(realisasi) {SETAHUN} GROUP BY triwulan", isi),
            (f"SELECT {JUMLAH_JENIS} {SEKARANG}", isi),
        ]
        return langsung, simpanan

    def daftar(self) -> tuple[list[Perintah], list[Perintah]]:
        """The fifty lowest, and the sums of all."""
        isi = self._isi(self.tahun)
        jumlah = "COUNT(*), SUM(efektif), SUM(realisasi)"
        langsung = [
            (f"SELECT {KOLOM} FROM ({POSISI}) t ORDER BY {RASIO} LIMIT 50", isi),
            (f"SELECT {jumlah} FROM ({POSISI}) t", isi),
        ]
        simpanan = [
            (f"SELECT {KOLOM} {SEKARANG} ORDER BY {RASIO} LIMIT 50", isi),
            (f"SELECT {jumlah} {SEKARANG}", isi),
        ]
        return langsung, simpanan

    def lembar(self) -> tuple[list[Perintah], list[Perintah]]:
        """All years of one satker, its rank, and the figures of the whole it is compared with."""
        isi = self._isi(self.tahun)
        sendiri: list[Perintah] = [(SATU_SATKER, isi), (PAGU_SATKER, isi)]
        banding = f"COUNT(*), SUM(efektif), SUM(realisasi), SUM(CASE WHEN {RASIO} > 0.9 THEN 1 ELSE 0 END)"
        return (
            [*sendiri, (f"SELECT {banding} FROM ({POSISI}) t", isi)],
            [*sendiri, (f"SELECT {banding} {SEKARANG}", isi)],
        )

    def rakor(self) -> tuple[list[Perintah], list[Perintah]]:
        """Every DIPA at each quarter of the year, by jenis, and the path of the year before."""
        langsung = [(POSISI, self._isi(self.tahun, q)) for q in range(1, TRIWULAN_AKHIR + 1)]
        langsung.append((LAJUR, self._isi(self.tahun - 1)))
        langsung += [(PAGU, self._isi(self.tahun - 1, q)) for q in range(1, TRIWULAN_AKHIR + 1)]
        simpanan = [
            (f"SELECT * {SETAHUN}", self._isi(self.tahun)),
            (f"SELECT triwulan, SUM(efektif), SUM(realisasi) {SETAHUN} GROUP BY triwulan", self._isi(self.tahun - 1)),
        ]
        return langsung, simpanan

    # --- Writing ------------------------------------------------------------------------

    def simpan(self, laporan: int, ke: int) -> None:
        """The rows of a draft, its report, and an entry of the journal, in one transaction."""
        from django.db import connection, transaction

        with transaction.atomic(), connection.cursor() as kursor:
            for n, j in enumerate(JENIS):
                kursor.execute(
                    "UPDATE realisasi_rinciandraf SET realisasi = %s WHERE laporan_id = %s AND jenis = %s",
                    [10**6 + ke * 10 + n, laporan, j],
                )
            kursor.execute("UPDATE realisasi_laporantriwulan SET fisik = %s WHERE id = %s", [ke % 100, laporan])
            kursor.execute(*self._jurnal())

    def verifikasi(self, laporan: int, ke: int) -> None:
        """The state of a report with its pointer, and an entry of the journal, in one transaction."""
        from django.db import connection, transaction

        with transaction.atomic(), connection.cursor() as kursor:
            # The report keeps its state: what is measured is the write, of the row and its indexes.
            kursor.execute(
                "UPDATE realisasi_laporantriwulan SET status = status, nama_pengubah = %s, "
                "versi_terverifikasi_id = versi_terverifikasi_id WHERE id = %s",
                [f"Pengukuran {ke}", laporan],
            )
            kursor.execute(*self._jurnal())

    @staticmethod
    def _jurnal() -> tuple[str, list[Any]]:
        """Copy the latest entry: as large as any, and nothing but an insert."""
        from satker.models import CatatanJurnal

        kolom = [f.column for f in CatatanJurnal._meta.concrete_fields if not f.primary_key]
        nama = ", ".join(kolom)
        perintah = (
            f"INSERT INTO satker_catatanjurnal ({nama}) SELECT {nama} FROM satker_catatanjurnal "
            "WHERE id = (SELECT MAX(id) FROM satker_catatanjurnal)"
        )
        return perintah, []


def baca(perintah: Sequence[Perintah]) -> Callable[[], None]:
    """Run these and take every row."""
    from django.db import connection

    def kerjakan() -> None:
        with connection.cursor() as kursor:
            for sql, isi in perintah:
                kursor.execute(sql, isi)
                kursor.fetchall()

    return kerjakan
