"""The sub-command `food`: looking foods up in Open Food Facts when somebody asks, and keeping one's foods in order."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from tracker.cli import server
from tracker.cli.words import decimal_mark, energy_words, say
from tracker.domain import spoken
from tracker.domain.described import DescribedFood
from tracker.domain.fixed import AMOUNT, MACRO
from tracker.domain.nutrients import BY_KEY
from tracker.errors import BadInput, NotFound
from tracker.operations import food_library, foods, lookup, plain
from tracker.store.database import Store
from tracker.store.queries.food_use import use_of
from tracker.store.queries.foods import food as read_food
from tracker.store.rows import Food

DONE = 0


def declare(one: argparse.ArgumentParser) -> None:
    """Add what can be done with foods."""
    deeds = one.add_subparsers(title="what to do", required=True, metavar="WHAT", dest="deed")
    words = "ask Open Food Facts for a barcode or a name; nothing is asked by itself"
    look = deeds.add_parser("lookup", help=words, description=words)
    look.add_argument("text", nargs="+", metavar="BARCODE|NAME")
    look.add_argument("--keep", action="store_true", help="keep the product that a barcode finds among your foods")
    words = "make foods that are the same one; what was logged goes on with the first"
    merge = deeds.add_parser("merge", help=words, description=words)
    merge.add_argument("keep", metavar="ID")
    merge.add_argument("others", nargs="+", metavar="ID")
    words = "list foods of yours that seem to be the same"
    double = deeds.add_parser("duplicates", help=words, description=words)
    words = "show a food: its numbers in 100 g, its portions, and where it is used"
    show = deeds.add_parser("show", help=words, description=words)
    show.add_argument("id", metavar="ID")
    for made in (look, merge, double, show):
        made.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document")
    for made in (look, merge):
        help_words = "keep it on this device where it cannot be saved on the server first"
        made.add_argument("--draft", action="store_true", help=help_words)


def run(store: Store, options: argparse.Namespace) -> int:
    """Do what was asked."""
    deed = {"lookup": _look_up, "merge": _merge, "duplicates": _duplicates, "show": _show}[options.deed]
    return deed(store, options)


def _look_up(store: Store, options: argparse.Namespace) -> int:
    from tracker.formats.web import Web

    text = " ".join(options.text)
    if options.keep and lookup.question(text).kind != "product":
        raise BadInput("Only what a barcode finds can be kept from here.", "Look at the list, and give its barcode.")
    web = Web()
    try:
        found = lookup.look_up(store, text, web)
    finally:
        web.close()
    kept = [_keep(store, options, found[0])] if options.keep else []
    rows = [_described(one, _id_here(store, one)) for one in found]
    lines = [line for one in found for line in _lines(store, one)]
    lines.append("From Open Food Facts, under the Open Database License. Its numbers are typed in by its users.")
    if not options.keep and not kept and len(found) == 1:
        lines.append("Add --keep to keep it among your foods.")
    say(options, rows, [*lines, *(f"Kept as {record}." for record in kept)])
    return DONE


def _keep(store: Store, options: argparse.Namespace, one: DescribedFood) -> str:
    here = lookup.here_already(store, one)
    if here is not None:
        return here.id
    return str(server.write(store, options, foods.save, lookup.draft_of(one)).ids[0])


def _id_here(store: Store, one: DescribedFood) -> str | None:
    here = lookup.here_already(store, one)
    return here.id if here else None


def _described(one: DescribedFood, record: str | None) -> plain.Plain:
    values = one.nutrition
    others = {key: plain.number(value, BY_KEY[key].scale) for key, value in values.others.items() if key in BY_KEY}
    return {
        "id": record, "key": one.key, "name": one.name, "brand": one.brand, "barcode": one.barcode,
        "category": one.category, "source": one.source, **plain.nutrition(values),
        "nutrients": {f"{key} ({BY_KEY[key].unit})": value for key, value in others.items()},
        "portions": [{"name": measure.name, "mass_g": plain.number(measure.mass, AMOUNT)} for measure in one.measures],
        "doubts": list(one.doubts),
    }  # fmt: skip


def _lines(store: Store, one: DescribedFood) -> list[str]:
    mark = decimal_mark(store)
    macros = [
        f"{spoken.number(value / MACRO, 1, mark)} g {name}"
        for name, value in (
            ("protein", one.nutrition.protein), ("carbs", one.nutrition.carbs), ("fat", one.nutrition.fat)
        )
        if value is not None
    ]  # fmt: skip
    energy = "energy unknown" if one.nutrition.energy is None else energy_words(store, one.nutrition.energy)
    head = " · ".join(part for part in (one.name, one.brand, f"{', '.join([energy, *macros])} in 100 g") if part)
    portions = [f"{measure.name} {spoken.amount(measure.mass, 'g', '', mark)}" for measure in one.measures]
    code = [f"barcode {one.barcode}"] if one.barcode else []
    return [
        head, *([f"  {' · '.join([*code, *portions])}"] if code or portions else []),
        *(f"  May be wrong: {doubt}" for doubt in one.doubts),
    ]  # fmt: skip


def _merge(store: Store, options: argparse.Namespace) -> int:
    changes = server.write(store, options, food_library.merge, options.keep, options.others)
    say(
        options, {"id": options.keep, "merged": options.others}, [f"{changes.label}. The window undoes it with Ctrl+Z."]
    )
    return DONE


def _duplicates(store: Store, options: argparse.Namespace) -> int:
    groups = food_library.duplicates(store)
    rows = [
        [{"id": one.id, "name": one.name, "brand": one.brand, "barcode": one.barcode} for one in group]
        for group in groups
    ]
    lines = [_group_line(store, group) for group in groups]
    say(options, rows, lines or ["No two of your foods seem to be the same."])
    return DONE


def _named(one: Food) -> plain.Plain:
    return {"id": one.id, "name": one.name, "brand": one.brand, "barcode": one.barcode}


def _group_line(store: Store, group: Sequence[Food]) -> str:
    named = [f"{one.name}{f' ({one.brand})' if one.brand else ''}, {_used(store, one.id)}" for one in group]
    return f"{'; '.join(named)}: tracker food merge {' '.join(one.id for one in group)}"


def _used(store: Store, record: str) -> str:
    entries = use_of(store, record).entries
    return f"in {entries} entr{'y' if entries == 1 else 'ies'}"


def _show(store: Store, options: argparse.Namespace) -> int:
    found = read_food(store, options.id)
    if found is None:
        raise NotFound(f"There is no food “{options.id}”.", "`tracker search` finds its id.")
    used, mark, values = use_of(store, found.id), decimal_mark(store), found.nutrition
    others = {key: plain.number(value, BY_KEY[key].scale) for key, value in values.others.items() if key in BY_KEY}
    row = {
        "id": found.id, "name": found.name, "brand": found.brand, "barcode": found.barcode, "category": found.category,
        "source": found.source or "your own", **plain.nutrition(values),
        "nutrients": {f"{key} ({BY_KEY[key].unit})": value for key, value in others.items()},
        "portions": [{"name": one.name, "mass_g": plain.number(one.mass, AMOUNT)} for one in found.portions],
        "entries": used.entries, "last_day": used.last, "recipes": list(used.recipes), "notes": found.notes,
    }  # fmt: skip
    energy = "energy unknown" if values.energy is None else energy_words(store, values.energy)
    lines = [f"{found.name} · {row['source']}", f"{energy} in 100 g"]
    lines += [
        f"{BY_KEY[key].label}: {spoken.number(value / BY_KEY[key].scale, 1, mark)} {BY_KEY[key].unit}"
        for key in BY_KEY
        if key != "energy" and (value := values.get(key)) is not None
    ]
    lines += [f"{one.name}: {spoken.amount(one.mass, 'g', '', mark)}" for one in found.portions]
    recipes = f", and in {', '.join(used.recipes)}" if used.recipes else ""
    say(options, row, [*lines, f"Used {_used(store, found.id)}{recipes}."])
    return DONE
