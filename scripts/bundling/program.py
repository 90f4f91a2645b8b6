"""The bundled program: `formextract` itself, or one of its own processes where it is told to be that.

Without arguments (a double click) it is `desktop`: the review page on the store in the user's documents.
"""

import sys

from formextract import spawn

if __name__ == "__main__":
    given = sys.argv[1:]
    if given[:1] == [spawn.RUN]:
        spawn.run_module(given)
        sys.exit(0)
    from formextract.cli import main

    sys.exit(main(given or ["desktop"]))
