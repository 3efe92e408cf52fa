"""The words of the second sheet: what each column is, and what happens at the upload."""

from __future__ import annotations

from realisasi.buku_isian.bentuk import BLOKIR, HURUF, KUMULATIF, PAGU, PERSEN, SEBELUM, SEKARANG, SISA, kepala


def petunjuk(triwulan: int) -> list[tuple[str, str]]:
    """Lines of two cells: what it is about, and the explanation."""
    nama = kepala(triwulan)
    isian, kumulatif = HURUF[SEKARANG], HURUF[KUMULATIF]

    def kolom(j: int) -> str:
        return f"Kolom {HURUF[j]}: {nama[j]}"

    return [
        ("Cara mengisi", ""),
        (
            "Langkah",
            (
                f"1. Isi kolom {isian} di lembar Isian. 2. Simpan sebagai .xlsx. 3. Unggah di halaman isian. "
                "Yang terunggah menjadi draf; laporan baru dikirim setelah Anda memeriksa dan mengajukannya."
            ),
        ),
        ("Kolom A dan B", "Kode dan nama jenis belanja. Jangan diubah: baris dikenali dari kodenya."),
        (kolom(PAGU), "Pagu menurut revisi DIPA yang berlaku pada akhir triwulan. – bila pagu belum dirinci."),
        (kolom(BLOKIR), "Bagian pagu yang diblokir. Pagu efektif adalah pagu dikurangi blokir."),
        (kolom(SEBELUM), "Yang sudah dibelanjakan sampai triwulan sebelumnya, menurut laporan di aplikasi."),
        (
            kolom(SEKARANG),
            (
                "Diisi: yang dibelanjakan dalam triwulan ini saja, rupiah penuh tanpa sen. Minus bila pengembalian, "
                "0 bila tidak ada belanja. Sel kosong berarti belum diisi, bukan nol."
            ),
        ),
        (
            kolom(KUMULATIF),
            (
                f"Dihitung sendiri. Bila Anda hanya punya angka kumulatif, kosongkan sel kolom {isian} di baris itu "
                f"dan ketik angkanya di kolom {kumulatif}. Bila keduanya diisi dan tidak cocok, buku ditolak."
            ),
        ),
        (kolom(SISA), "Pagu efektif dikurangi realisasi kumulatif."),
        (kolom(PERSEN), "Realisasi kumulatif dibagi pagu efektif."),
        (
            "Bila ditolak",
            (
                "Satu sel yang tidak terbaca membuat seluruh buku tidak disimpan. Halaman menyebut alamat sel dan "
                "sebabnya; perbaiki lalu unggah lagi."
            ),
        ),
        (
            "Bila laporan berubah",
            (
                "Bila orang lain mengubah angka yang sama setelah buku ini diunduh, halaman memperlihatkan keduanya "
                "dan Anda yang memilih."
            ),
        ),
        ("Perlindungan lembar", "Tanpa kata sandi, hanya agar rumus tidak terhapus tanpa sengaja."),
    ]
