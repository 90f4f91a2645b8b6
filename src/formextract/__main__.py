"""`python -m formextract`."""

from formextract.cli import main

if __name__ == "__main__":
    main()
