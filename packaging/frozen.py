"""Where the frozen app starts; everything else starts at tracker/__main__.py."""

import multiprocessing
import sys

from tracker.__main__ import main

if __name__ == "__main__":
    # A worker of a process pool is this program started again; without this it would open another window.
    multiprocessing.freeze_support()
    sys.exit(main())
