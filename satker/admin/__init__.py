"""Admin pages of satker, users and the journal, in Indonesian; a module per subject."""

from satker.admin import jurnal, pengguna, satker

__all__ = ["jurnal", "pengguna", "satker"]
