#!/bin/sh
# Finds a Python that is new enough and hands over to config/pemasangan.py.
cd "$(dirname "$0")/.." || exit 1

# 0 when this command is a Python 3.11 or newer (and, with "venv", can make environments).
cocok() {
    "$1" -c "import sys
if sys.version_info < (3, 11): sys.exit(1)
if '$2': import venv, ensurepip" 2>/dev/null
}

if [ -n "$PYTHON" ]; then
    if ! command -v "$PYTHON" >/dev/null 2>&1; then
        echo "Gagal: PYTHON=$PYTHON tidak ditemukan di mesin ini." >&2
        exit 1
    fi
    calon=$PYTHON
else
    calon="python3 python3.13 python3.12 python3.11 python3.14"
fi

pilihan=
for syarat in venv ""; do
    for nama in $calon; do
        if [ -z "$pilihan" ] && command -v "$nama" >/dev/null 2>&1 && cocok "$nama" "$syarat"; then
            pilihan=$nama
        fi
    done
done

if [ -z "$pilihan" ]; then
    echo "Gagal: diperlukan Python 3.11 atau yang lebih baru; pasang dahulu, lalu jalankan lagi, misalnya: make demo PYTHON=python3.11" >&2
    exit 1
fi
exec "$pilihan" config/pemasangan.py "$@"
