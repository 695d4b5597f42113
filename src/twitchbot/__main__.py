"""`python -m twitchbot` is the same as `twitchbot`."""

from twitchbot.interfaces.cli import main

if __name__ == "__main__":
    main()
