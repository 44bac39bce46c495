"""`python -m assessment`: the command line."""

import sys

if __name__ == "__main__":
    try:
        from assessment.cli.main import main

        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        # Nothing has begun, and there are no words yet to say so.
        sys.exit(130)
