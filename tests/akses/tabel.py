"""The access table: every address, method and role, as the design of the project has them (rule 11).

One row for each address and method. The columns are the roles, in the order of `PERAN`; the
operator and the kepala are tried with what is their own satker's. What another's identifiers and
those that do not exist answer follows from the row (`tests.akses.test_akses`).

    baca   200: the page, or the file
    kirim  the form is looked at: 200, a redirect, or a refusal of what it says (400, 409, 422)
    antar  a redirect to another page of the application
    masuk  a redirect to the sign-in page
    -      403 in plain words
    x      405: the address does not take this method
"""

from __future__ import annotations

# fmt: off
TABEL = """
# address                       cara  anonim operator kepala pimpinan pusat administrator tanpa
dashboard:sehat                       GET   baca  baca  baca  baca  baca  baca  baca
dashboard:sehat                       POST  x     x     x     x     x     x     x
dashboard:nasional                    GET   masuk antar antar baca  baca  baca  -
dashboard:nasional                    POST  masuk x     x     x     x     x     x
dashboard:daftar_satker               GET   masuk antar antar baca  baca  baca  -
dashboard:daftar_satker               POST  masuk x     x     x     x     x     x
dashboard:satker                      GET   masuk baca  baca  baca  baca  baca  -
dashboard:satker                      POST  masuk x     x     x     x     x     x
dashboard:rakor_satker                GET   masuk baca  baca  baca  baca  baca  -
dashboard:rakor_satker                POST  masuk x     x     x     x     x     x
dashboard:rakor                       GET   masuk -     -     baca  baca  baca  -
dashboard:rakor                       POST  masuk x     x     x     x     x     x
dashboard:rakor_unduh                 GET   masuk -     -     baca  baca  baca  -
dashboard:rakor_unduh                 POST  masuk x     x     x     x     x     x
dashboard:rakor_bekukan               GET   masuk antar antar antar antar antar antar
dashboard:rakor_bekukan               POST  masuk -     -     -     kirim -     -
dashboard:rakor_banding               GET   masuk -     -     baca  baca  baca  -
dashboard:rakor_banding               POST  masuk x     x     x     x     x     x
dashboard:rakor_paket                 GET   masuk -     -     baca  baca  baca  -
dashboard:rakor_paket                 POST  masuk x     x     x     x     x     x
dashboard:rakor_paket_unduh           GET   masuk -     -     baca  baca  baca  -
dashboard:rakor_paket_unduh           POST  masuk x     x     x     x     x     x
dashboard:riwayat                     GET   masuk baca  baca  baca  baca  baca  -
dashboard:riwayat                     POST  masuk x     x     x     x     x     x

realisasi:pelaporan                   GET   masuk baca  baca  -     baca  baca  -
realisasi:pelaporan                   POST  masuk x     x     x     x     x     x
realisasi:entri                       GET   masuk baca  baca  -     baca  baca  -
realisasi:entri                       POST  masuk kirim kirim -     -     -     -
realisasi:draf                        GET   masuk antar antar antar antar antar antar
realisasi:draf                        POST  masuk kirim kirim -     -     -     -
realisasi:tempel                      GET   masuk antar antar antar antar antar antar
realisasi:tempel                      POST  masuk kirim kirim -     -     -     -
realisasi:periksa                     GET   masuk baca  baca  -     baca  baca  -
realisasi:periksa                     POST  masuk x     x     x     x     x     x
realisasi:ajukan                      GET   masuk antar antar antar antar antar antar
realisasi:ajukan                      POST  masuk -     kirim -     -     -     -
realisasi:unduh_isian                 GET   masuk baca  baca  -     baca  baca  -
realisasi:unduh_isian                 POST  masuk x     x     x     x     x     x
realisasi:unggah_isian                GET   masuk baca  baca  -     -     -     -
realisasi:unggah_isian                POST  masuk kirim kirim -     -     -     -
realisasi:unggah_bukti                GET   masuk antar antar antar antar antar antar
realisasi:unggah_bukti                POST  masuk kirim kirim -     -     -     -
realisasi:unduh_bukti                 GET   masuk baca  baca  baca  baca  baca  -
realisasi:unduh_bukti                 POST  masuk x     x     x     x     x     x
realisasi:lepas_bukti                 GET   masuk antar antar antar antar antar antar
realisasi:lepas_bukti                 POST  masuk kirim kirim -     -     -     -
realisasi:cetak                       GET   masuk baca  baca  -     baca  baca  -
realisasi:cetak                       POST  masuk x     x     x     x     x     x

realisasi:verifikasi                  GET   masuk -     -     baca  baca  baca  -
realisasi:verifikasi                  POST  masuk x     x     x     x     x     x
realisasi:verifikasi_massal           GET   masuk -     -     -     antar -     -
realisasi:verifikasi_massal           POST  masuk -     -     -     kirim -     -
realisasi:verifikasi_laporan          GET   masuk -     -     -     antar -     -
realisasi:verifikasi_laporan          POST  masuk -     -     -     kirim -     -
realisasi:kembalikan_laporan          GET   masuk -     -     -     antar -     -
realisasi:kembalikan_laporan          POST  masuk -     -     -     kirim -     -
realisasi:buka_kembali_laporan        GET   masuk -     -     -     antar -     -
realisasi:buka_kembali_laporan        POST  masuk -     -     -     kirim -     -
realisasi:pulihkan_laporan            GET   masuk -     -     -     antar -     -
realisasi:pulihkan_laporan            POST  masuk -     -     -     kirim -     -
realisasi:belum_lapor                 GET   masuk -     -     baca  baca  baca  -
realisasi:belum_lapor                 POST  masuk x     x     x     x     x     x
realisasi:rekonsiliasi                GET   masuk -     -     baca  baca  baca  -
realisasi:rekonsiliasi                POST  masuk x     x     x     x     x     x
realisasi:rekonsiliasi_dipa           GET   masuk -     -     baca  baca  baca  -
realisasi:rekonsiliasi_dipa           POST  masuk -     -     -     kirim -     -

realisasi:pengaturan                  GET   masuk -     -     baca  baca  baca  -
realisasi:pengaturan                  POST  masuk x     x     x     x     x     x
realisasi:tahun_baru                  GET   masuk -     -     baca  baca  baca  -
realisasi:tahun_baru                  POST  masuk -     -     -     kirim -     -
realisasi:pengaturan_tahun            GET   masuk -     -     -     antar -     -
realisasi:pengaturan_tahun            POST  masuk -     -     -     kirim -     -
realisasi:pengaturan_target           GET   masuk -     -     -     antar -     -
realisasi:pengaturan_target           POST  masuk -     -     -     kirim -     -
realisasi:pengaturan_jendela          GET   masuk -     -     -     antar -     -
realisasi:pengaturan_jendela          POST  masuk -     -     -     kirim -     -
realisasi:pengaturan_perpanjangan     GET   masuk -     -     -     antar -     -
realisasi:pengaturan_perpanjangan     POST  masuk -     -     -     kirim -     -
realisasi:pengaturan_ubah_perpanjangan GET  masuk -     -     -     antar -     -
realisasi:pengaturan_ubah_perpanjangan POST masuk -     -     -     kirim -     -
realisasi:pengaturan_libur            GET   masuk -     -     -     antar -     -
realisasi:pengaturan_libur            POST  masuk -     -     -     kirim -     -
realisasi:pengaturan_muat_libur       GET   masuk -     -     -     antar -     -
realisasi:pengaturan_muat_libur       POST  masuk -     -     -     kirim -     -
realisasi:pengaturan_ubah_libur       GET   masuk -     -     -     antar -     -
realisasi:pengaturan_ubah_libur       POST  masuk -     -     -     kirim -     -
realisasi:pengaturan_tutup            GET   masuk -     -     baca  baca  baca  -
realisasi:pengaturan_tutup            POST  masuk -     -     -     kirim -     -

realisasi:impor                       GET   masuk -     -     -     baca  baca  -
realisasi:impor                       POST  masuk -     -     -     kirim -     -
realisasi:templat_impor               GET   masuk -     -     -     baca  baca  -
realisasi:templat_impor               POST  masuk x     x     x     x     x     x
realisasi:kemajuan_impor              GET   masuk -     -     -     baca  -     -
realisasi:kemajuan_impor              POST  masuk x     x     x     x     x     x
realisasi:pratinjau_impor             GET   masuk -     -     -     baca  baca  -
realisasi:pratinjau_impor             POST  masuk x     x     x     x     x     x
realisasi:terapkan_impor              GET   masuk antar antar antar antar antar antar
realisasi:terapkan_impor              POST  masuk -     -     -     kirim -     -
realisasi:batalkan_impor              GET   masuk antar antar antar antar antar antar
realisasi:batalkan_impor              POST  masuk -     -     -     kirim -     -
realisasi:tolakan_impor               GET   masuk -     -     -     kirim kirim -
realisasi:tolakan_impor               POST  masuk x     x     x     x     x     x
realisasi:berkas_impor                GET   masuk -     -     -     baca  baca  -
realisasi:berkas_impor                POST  masuk x     x     x     x     x     x

account_login                         GET   baca  antar antar antar antar antar antar
account_login                         POST  baca  antar antar antar antar antar antar
account_logout                        GET   masuk baca  baca  baca  baca  baca  baca
account_logout                        POST  masuk masuk masuk masuk masuk masuk masuk
account_inactive                      GET   baca  baca  baca  baca  baca  baca  baca
account_inactive                      POST  x     x     x     x     x     x     x
account_change_password               GET   masuk baca  baca  baca  baca  baca  baca
account_change_password               POST  masuk baca  baca  baca  baca  baca  baca
account_set_password                  GET   masuk antar antar antar antar antar antar
account_set_password                  POST  masuk antar antar antar antar antar antar
account_reset_password                GET   baca  baca  baca  baca  baca  baca  baca
account_reset_password                POST  baca  baca  baca  baca  baca  baca  baca
account_reset_password_done           GET   baca  baca  baca  baca  baca  baca  baca
account_reset_password_done           POST  x     x     x     x     x     x     x
account_reset_password_from_key_done  GET   baca  baca  baca  baca  baca  baca  baca
account_reset_password_from_key_done  POST  x     x     x     x     x     x     x
account_reset_password_from_key       GET   baca  baca  baca  baca  baca  baca  baca
account_reset_password_from_key       POST  baca  baca  baca  baca  baca  baca  baca
account_reauthenticate                GET   masuk baca  baca  baca  baca  baca  baca
account_reauthenticate                POST  masuk baca  baca  baca  baca  baca  baca
mfa_authenticate                      GET   masuk antar antar antar antar antar antar
mfa_authenticate                      POST  masuk antar antar antar antar antar antar
mfa_reauthenticate                    GET   masuk antar antar antar antar antar antar
mfa_reauthenticate                    POST  masuk antar antar antar antar antar antar
mfa_index                             GET   masuk baca  baca  baca  baca  baca  baca
mfa_index                             POST  masuk x     x     x     x     x     x
mfa_activate_totp                     GET   masuk baca  baca  baca  baca  baca  baca
mfa_activate_totp                     POST  masuk baca  baca  baca  baca  baca  baca
mfa_deactivate_totp                   GET   masuk antar antar antar antar antar antar
mfa_deactivate_totp                   POST  masuk antar antar antar antar antar antar
mfa_view_recovery_codes               GET   masuk antar antar antar antar antar antar
mfa_view_recovery_codes               POST  masuk antar antar antar antar antar antar
mfa_generate_recovery_codes           GET   masuk baca  baca  baca  baca  baca  baca
mfa_generate_recovery_codes           POST  masuk baca  baca  baca  baca  baca  baca
"""

# The admin site: what the two roles that may enter it do with each model. To everybody else all
# of its addresses are 403 (signed out: the sign-in page), but for those of signing in and out.
ADMIN = """
# model                       pusat                      administrator
satker_provinsi               lihat                      lihat
satker_catatanjurnal          lihat                      lihat
satker_satker                 lihat,tambah,ubah,hapus    lihat,tambah,ubah,hapus
satker_pengguna               -                          lihat,tambah,ubah,hapus
satker_wajibdualangkah        -                          lihat,tambah,hapus
auth_group                    -                          lihat
realisasi_tahunanggaran       lihat,tambah,ubah,hapus    lihat,tambah,ubah,hapus
realisasi_perpanjanganperiode lihat,tambah,ubah,hapus    lihat,tambah,ubah,hapus
realisasi_harilibur           lihat,tambah,ubah,hapus    lihat,tambah,ubah,hapus
realisasi_dipa                lihat,tambah,ubah,hapus    lihat,tambah,ubah,hapus
realisasi_revisidipa          lihat,tambah,ubah,hapus    lihat,tambah,ubah,hapus
realisasi_laporantriwulan     lihat                      lihat
realisasi_versilaporan        lihat                      lihat
realisasi_kendala             lihat                      lihat
realisasi_impor               lihat                      lihat
realisasi_pembekuan           lihat                      lihat
realisasi_rekonsiliasi        lihat                      lihat
"""
# fmt: on


def baris(teks: str) -> list[list[str]]:
    """The rows of a table as words, without its headings and empty lines."""
    return [kata for b in teks.splitlines() if (kata := b.split()) and kata[0] != "#"]
