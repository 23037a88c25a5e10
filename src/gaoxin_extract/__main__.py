"""`python -m gaoxin_extract` is `gaoxin-extract`."""

from gaoxin_extract.cli import main

if __name__ == "__main__":
    main()
