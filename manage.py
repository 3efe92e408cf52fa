#!/usr/bin/env python
"""Command line of the project (Django's manage.py)."""

import os
import sys

PIPA_DITUTUP = 141  # as the shell counts who was ended by SIGPIPE


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads along (`| head`) has enough; what the interpreter still holds goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(PIPA_DITUTUP)


if __name__ == "__main__":
    main()
