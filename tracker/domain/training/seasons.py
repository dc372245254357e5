"""Seasons: twelve months of training from a month that the person chooses on, named by the year they begin in."""

from __future__ import annotations

from datetime import date, timedelta

JANUARY = 1


def season_of(day: date, starts: int = JANUARY) -> int:
    """The season that a day is in, where seasons start in this month (1 to 12)."""
    return day.year if day.month >= starts else day.year - 1


def bounds(season: int, starts: int = JANUARY) -> tuple[date, date]:
    """The first and the last day of a season."""
    return date(season, starts, 1), date(season + 1, starts, 1) - timedelta(days=1)


def name(season: int, starts: int = JANUARY) -> str:
    """What a season is called: 2026, or 2025/26 where it reaches into the next year."""
    return str(season) if starts == JANUARY else f"{season}/{(season + 1) % 100:02}"
