"""What is said of a file that cannot be used, and the bounds that every kind of workbook is held to."""

from __future__ import annotations

from typing import Final, Protocol

from realisasi.rupiah import angka

RUSAK: Final = "Berkas ini rusak atau tidak lengkap. Buka di Excel, simpan ulang sebagai .xlsx, lalu unggah lagi."
TERKUNCI: Final = "Buku kerja ini terkunci kata sandi. Buka di Excel, simpan tanpa kata sandi, lalu unggah lagi."
BERMAKRO: Final = "Buku kerja ini memuat makro. Simpan sebagai buku kerja tanpa makro (.xlsx), lalu unggah lagi."
BERTAUTAN: Final = (
    "Buku kerja ini mengambil angka dari buku kerja lain (tautan luar), yang tidak dapat diperiksa di sini. "
    "Salin isinya sebagai nilai (Tempel Khusus > Nilai), simpan, lalu unggah lagi."
)
BELUM_DIHITUNG: Final = (
    "Buku kerja ini memuat rumus yang belum dihitung, sehingga selnya tampak kosong. "
    "Buka di Excel, simpan, lalu unggah lagi."
)

SEL_TERPANJANG: Final = 32_767  # characters that a cell of Excel holds
SEL_TERLALU_PANJANG: Final = (
    "Ada sel yang berisi teks lebih panjang daripada yang dapat ditampung Excel (32.767 huruf). Periksa berkasnya, "
    "lalu unggah lagi."
)
TEKS_TERBESAR: Final = 256 * 1024 * 1024  # characters that all cells of a workbook hold together


class BatasArsip(Protocol):
    """The bounds that are looked at here; `sel` counts cells of the rectangle that holds them all."""

    @property
    def terurai(self) -> int: ...
    @property
    def lembar(self) -> int: ...
    @property
    def baris(self) -> int: ...
    @property
    def kolom(self) -> int: ...
    @property
    def sel(self) -> int: ...


def terlalu_banyak_lembar(batas: BatasArsip) -> str:
    """The sentence for too many sheets."""
    return f"Buku kerja ini berisi lebih dari {batas.lembar} lembar. Kirim lembar yang diperlukan saja."


def terlalu_luas(batas: BatasArsip) -> str:
    """The sentence for too many cells."""
    return (
        f"Isi buku kerja ini lebih dari {angka(batas.sel)} sel, terlalu banyak untuk dibaca sekaligus. "
        "Hapus kolom dan lembar yang tidak diperlukan, atau bagi menjadi beberapa berkas."
    )


def terlalu_panjang(baris: int, terisi: int, batas: BatasArsip) -> str:
    """The sentence for too many rows, which says where nearly all of them are empty."""
    if terisi < baris:
        return (
            f"Ada lembar dengan {angka(baris)} baris yang hampir semuanya kosong; paling banyak "
            f"{angka(batas.baris)} baris. Hapus baris kosong di bawah data (pilih barisnya, Hapus), simpan, lalu "
            "unggah lagi."
        )
    return (
        f"Ada lembar dengan {angka(baris)} baris; paling banyak {angka(batas.baris)} baris dibaca sekaligus. "
        "Bagi menjadi beberapa berkas."
    )
