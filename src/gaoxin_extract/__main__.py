"""`gaoxin-extract`, also as `python -m gaoxin_extract`."""

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the program on the arguments of the process; Ctrl-C ends it quietly from the first import on."""
    try:
        from gaoxin_extract.cli import main as run  # noqa: PLC0415 -- see above
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    run()


if __name__ == "__main__":
    main()
