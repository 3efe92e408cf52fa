"""Admin pages of what is budgeted and spent, in Indonesian; a module per subject."""

from realisasi.admin import dipa, impor, laporan, pembekuan, rekonsiliasi, tahun

__all__ = ["dipa", "impor", "laporan", "pembekuan", "rekonsiliasi", "tahun"]
