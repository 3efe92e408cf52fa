# Perintah proyek Realisasi IKMA. Semua pengaturan alat ada di pyproject.toml.
#
#   make demo     siapkan segalanya, lalu sajikan (PORT=8000)
#   make setup    siapkan segalanya saja
#   make test     semua uji: SQLite, PostgreSQL, peramban
#   make bench    ukur waktu dan memori (BAGIAN=halaman,beban,lukisan,impor,rakor; SKALA=nasional)
#   make lint     pemeriksaan kode        make format   rapikan kode
#   make audit    kelemahan paket yang dikenal, rahasia dalam berkas, aturan statis
#   make lock     kunci ulang requirements/*.txt (NAIK=ya: naikkan semua versi)
#   make gambar   buat ulang gambar di docs/gambar dari data contoh
#
# PYTHON=python3.12 memilih Python untuk lingkungan .venv yang baru.

PORT ?= 8000
PYTHON ?=
# Hosts, key and database of the checks: nothing of a developer's `.env` decides them.
LINGKUNGAN_PERIKSA = DATABASE_URL=sqlite://:memory: ALLOWED_HOSTS=periksa.example \
	SECRET_KEY=hanya-untuk-pemeriksaan-0123456789-abcdefghijklmnopqrstuvwxyz DEBUG=off SECURE_SSL_REDIRECT=on

BIN = .venv/bin/
# One lock for all platforms, without the address of any index.
KUNCI = $(BIN)uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links $(if $(NAIK),--upgrade)
PASANG = ./config/pasang.sh

.DEFAULT_GOAL := bantuan
.PHONY: bantuan setup demo test bench audit lint format lock gambar alat \
	lint-ruff lint-format lint-mypy lint-impor lint-migrasi lint-produksi

bantuan:
	@sed -n 's/^#   //p' Makefile

setup:
	@PYTHON="$(PYTHON)" $(PASANG) siapkan

demo:
	@PYTHON="$(PYTHON)" $(PASANG) demo --port "$(PORT)"

alat:
	@PYTHON="$(PYTHON)" $(PASANG) alat

test: alat
	@$(BIN)python -m tests.semua

bench: alat
	@$(BIN)python -m tests.kinerja

audit: alat
	@$(BIN)python -m tests.audit

lint: alat
	@$(MAKE) --no-print-directory --keep-going lint-ruff lint-format lint-mypy lint-impor lint-migrasi lint-produksi

lint-ruff:
	$(BIN)ruff check .

lint-format:
	$(BIN)ruff format --check .

lint-mypy:
	$(BIN)mypy

lint-impor:
	$(BIN)lint-imports

lint-migrasi:
	$(LINGKUNGAN_PERIKSA) $(BIN)python manage.py makemigrations --check --dry-run

lint-produksi:
	$(LINGKUNGAN_PERIKSA) $(BIN)python manage.py check --deploy --fail-level WARNING --settings config.settings_produksi

format: alat
	$(BIN)ruff check --fix .
	$(BIN)ruff format .

lock: alat
	@$(BIN)python -m pip install --quiet --disable-pip-version-check uv
	$(KUNCI) --output-file requirements/runtime.txt requirements/runtime.in
	$(KUNCI) --output-file requirements/dev.txt requirements/dev.in

gambar: alat
	@$(BIN)python docs/tangkapan.py
