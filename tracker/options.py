"""What the command line says about the window: which profile it is on, and whether its start is measured."""

from __future__ import annotations


def options(arguments: list[str]) -> tuple[str, bool]:
    """The folder of the profile, empty for the usual one, and whether to measure the start.

    `argparse` takes 3 ms, to look for translations of its sentences; it is asked where there is one to say.
    """
    rest, folder, measure = list(arguments), "", False
    while rest:
        option, equals, value = rest.pop(0).partition("=")
        if option == "--profile" and not equals and rest:
            value = rest.pop(0)
        if option == "--profile" and value and not value.startswith("-"):
            folder = value
        elif option == "--measure-first-paint" and not equals:
            measure = True
        else:
            return _explained(arguments)
    return folder, measure


def _explained(arguments: list[str]) -> tuple[str, bool]:
    """What `argparse` makes of the options, which may be to say what is wrong with them and to exit."""
    import argparse

    parser = argparse.ArgumentParser(prog="tracker")
    parser.add_argument("--profile", metavar="DIR")
    parser.add_argument(
        "--measure-first-paint", action="store_true", help="print the ms until the first frame, and exit"
    )
    found = parser.parse_args(arguments)
    if found.profile == "":
        parser.error("--profile needs a folder")
    return found.profile or "", found.measure_first_paint
