"""How a recipe is kept that does not tell how many servings it makes."""

from __future__ import annotations

NOT_KNOWN = "servings not known"
"""Stands where servings have their name: one, the whole, counts until somebody says how many there are."""
