"""`python -m ragdesk` is the same as `ragdesk`."""

import sys

from ragdesk.main import main

if __name__ == "__main__":
    sys.exit(main())
