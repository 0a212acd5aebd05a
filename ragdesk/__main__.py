"""`python -m ragdesk` is the same as `ragdesk`, whatever lies in the folder that it is started in."""

import os
import sys

if __name__ == "__main__":
    # `-m` looks for modules in the working folder first: a `json.py` that lies there would be run.
    sys.path[:] = [place for place in sys.path if place not in ("", os.getcwd())]
    from ragdesk.main import main

    sys.exit(main())
