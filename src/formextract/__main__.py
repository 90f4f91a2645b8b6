"""`python -m formextract`."""

import sys

from formextract.cli import main

if __name__ == "__main__":
    sys.exit(main())
