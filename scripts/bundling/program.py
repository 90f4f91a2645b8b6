"""The bundled program: `formextract` itself, or one of its own processes where it is told to be that.

Without arguments (a double click) it is `desktop`: the review page on the store in the user's documents.
`--self-check` reads the samples that the bundle holds.
"""

import sys

from formextract import spawn

if __name__ == "__main__":
    given = sys.argv[1:]
    if given[:1] == [spawn.RUN]:
        spawn.run_module(given)
        sys.exit(0)
    if given == ["--self-check"]:
        from self_check import run

        sys.exit(run())
    from formextract.cli import main

    sys.exit(main(given or ["desktop"]))
