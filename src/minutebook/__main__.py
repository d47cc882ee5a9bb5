"""Run the command line: `python -m minutebook`."""

from minutebook.cli import main

if __name__ == "__main__":
    main()
