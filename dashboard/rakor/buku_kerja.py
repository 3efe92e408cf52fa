"""The national workbook of the rakor, made from a `BahanRakor`."""

from __future__ import annotations

from dashboard.rakor import (
    belum_lapor,
    catatan,
    data,
    di_bawah_ambang,
    kepala,
    per_jenis,
    per_triwulan,
    peringkat,
    ringkasan,
)
from dashboard.rakor.bahan import BahanRakor
from dashboard.rakor.berkas import BukuKerja
from dashboard.saringan import Saringan


def tulis(b: BahanRakor) -> bytes:
    """The workbook as it is downloaded."""
    s = b.saringan
    buku = BukuKerja(f"Bahan rakor s.d. {s.nama_triwulan} {s.tahun}", b.dibuat_oleh or kepala.APLIKASI, b.dibuat_pada)
    lembar = {
        nama: buku.kertas(nama)
        for nama in (
            ringkasan.NAMA,
            peringkat.NAMA,
            di_bawah_ambang.nama(b),
            per_jenis.NAMA,
            per_triwulan.NAMA,
            belum_lapor.NAMA,
            data.NAMA,
            catatan.NAMA,
        )
    }
    # What others refer to is written first; the order of the sheets is the one above.
    letak_data = data.tulis_data(lembar[data.NAMA], b)
    letak = peringkat.tulis_peringkat(lembar[peringkat.NAMA], b)
    panas = per_triwulan.tulis_per_triwulan(lembar[per_triwulan.NAMA], b)
    ringkasan.tulis_ringkasan(lembar[ringkasan.NAMA], b, letak, panas)
    di_bawah_ambang.tulis_di_bawah_ambang(lembar[di_bawah_ambang.nama(b)], b)
    per_jenis.tulis_per_jenis(lembar[per_jenis.NAMA], b, letak_data)
    belum_lapor.tulis_belum_lapor(lembar[belum_lapor.NAMA], b)
    catatan.tulis_catatan(lembar[catatan.NAMA], b, letak, letak_data)
    return buku.isi()


def nama_berkas(s: Saringan) -> str:
    """The file's name without its ending: `rakor-2026-tw2-tp-resmi`."""
    pulau = f"-{s.pulau.lower()}" if s.pulau else ""
    return f"rakor-{s.tahun}-tw{s.triwulan}-{s.kewenangan.lower()}-{s.angka.value}{pulau}".replace(" ", "-")
