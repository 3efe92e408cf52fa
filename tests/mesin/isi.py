"""What the servers under test show: `python -m tests.mesin.isi` fills an empty database and prints the ids.

The windows are open on whatever day it is, of quarters that ended long ago.
"""

from __future__ import annotations

import datetime as dt
import json
import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402  (models need what stands above)

from satker.models import PeranSatker  # noqa: E402
from satker.peran import Peran  # noqa: E402
from tests import pabrik  # noqa: E402

DIPA = 6
"""Satker that have one DIPA each and no report yet; each test takes its own."""


def main() -> None:
    """People, and for each satker a submitted TW I that nobody has verified or none at all."""
    hari_ini = timezone.localdate()
    tahun = hari_ini.year - 1
    sekeliling = {
        "dibuka": hari_ini - dt.timedelta(30),
        "tenggat": hari_ini + dt.timedelta(10),
        "ditutup": hari_ini + dt.timedelta(60),
    }
    for q in (1, 2, 3, 4):
        pabrik.buat_periode(q, tahun=tahun, **sekeliling)
    pabrik.buat_target(2, 6000, tahun=tahun)
    pabrik.buat_target(4, 9900, tahun=tahun)
    hasil: dict[str, object] = {"tahun": tahun}
    kosong = [pabrik.buat_dipa(tahun=tahun, pagu={"52": 1_000_000_000}) for _ in range(DIPA)]
    diajukan = [pabrik.buat_dipa(tahun=tahun, pagu={"52": 1_000_000_000}) for _ in range(DIPA)]
    hasil["kosong"] = [d.pk for d in kosong]
    hasil["diajukan"] = [
        [pabrik.buat_laporan_diajukan(d, 1, {"52": 111_222_000 + i}).pk, d.pk, d.satker.kode]
        for i, d in enumerate(diajukan)
    ]
    for i, d in enumerate(kosong):
        pabrik.buat_pengguna(f"operator-{i}", peran=PeranSatker.OPERATOR, satker=d.satker)
        pabrik.buat_pengguna(f"kepala-{i}", peran=PeranSatker.KEPALA, satker=d.satker)
    pabrik.buat_pengguna("pusat", peran=Peran.TIM_PUSAT)
    pabrik.buat_pengguna("rekan", peran=Peran.TIM_PUSAT)
    pabrik.buat_pengguna("pimpinan", peran=Peran.PIMPINAN)
    sys.stdout.write(json.dumps(hasil))


if __name__ == "__main__":
    main()
