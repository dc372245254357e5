"""What a recipe calls a food, without what it says beside it: how it is cut, how good it is, what it is for.

"boneless, skinless chicken breasts, cut into 1-inch pieces (about 2)" is chicken breasts. Only words that say
nothing about which food it is are taken away; "dried", "ground" or "smoked" stay.
"""

from __future__ import annotations

import re

from tracker.domain.recipes.measures import find, fold

_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*(?:\([^()]*\)[^()（）\[\]]*)*[)）\]]")
_ALTERNATIVE = re.compile(
    r"\s+(?:or|oder|of|ou|o|eller|ili|veya|или|lub|and/or)\s+(?=\S)|\s*/\s*(?=[^\W\d_]{3})", re.IGNORECASE
)
_TOGETHER = re.compile(r"\s+(?:and|&|und|och|og|et|y|e|en|ve|i|и)\s+", re.IGNORECASE)
_HALVES = re.compile(r"half[ -](?:and|&|n)[ -]half", re.IGNORECASE)
_REST = re.compile(
    r"""\s(?:[–—-]\s|plus\b|for\b|to\s(?:taste|serve|garnish|your|finish|drizzle|top|decorate)|as\sneeded|as\sdesired|such\sas|like\b|with\b|
    without\b|packed\sin|in\b|cut\b|into\b|from\b|until\b|at\sroom|
    preferably|depending|if\b|store-bought|homemade|divided|optional|z\.\s?B\.|zum\b|zur\b|für\b|nach\b|till\b|til\b|
    pour\b|para\b|per\sla|voor\b|za\b|i\s(?:like|use)|because|that\b|which\b|on\s(?:the|an?)\b|\+\s|適量|少々|お好み|適宜|по\s+вкусу|мелко|\*)""".replace(
        "\n    ", ""
    ),
    re.IGNORECASE | re.VERBOSE,
)
_STARTS = re.compile(
    r"^(?:of the|of|de la|de|d['’]|du|des|di|del|della|van|von|af|the|a|an|some|more|el|la|le|les|los|das|die|der|et|à|"
    r"au|aux)\s*(?<=['’\s])",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[®™©*†‡•▢☐✓]+")
_BRANDED = re.compile(r"^.*?™\s*|^.*?®\s*")

_PREPARED = """
    halves half creamy unwaxed weak chopped diced sliced minced crushed grated shredded peeled cored seeded deseeded
    pitted halved quartered cubed trimmed rinsed drained washed cleaned deveined torn cut julienned melted softened
    beaten whisked sifted toasted zested juiced squeezed packed crumbled mashed divided thawed defrosted cooled
    chilled warmed separated shaved slivered scrubbed stemmed destemmed hulled shelled shucked split pounded trussed
    reserved pressed lightly finely roughly coarsely thinly thickly freshly fresh very well optional about
    approximately large medium small big jumbo extra-large x-large bite-sized bite-size bowl-shaped fine good
    quality good-quality high-quality best ripe organic natural free-range cage-free grass-fed wild-caught premium
    homemade store-bought storebought favorite favourite your any other regular plain-looking additional extra more
    room temperature cold warm lukewarm boiling boiled-off dry-packed heaping heaped level scant generous of
    boneless skinless bone-in skin-on skinned lean thick thin inch inches cm piece pieces chunk chunks strips strip
    cubes slices slice rings wedges ribbons matchsticks florets style-cut firmly loosely tightly approx each total
    whole mature gourmet kitchen pure coarse-ground coarse leftover to prepared quick-cooking easy the a an some one
    two lots few unpeeled unbleached jarred tinned burrito-sized burrito sized taco-size size equal parts ends
    tougher outer leaves-removed washed-and-dried ready-to-use prewashed store bought
"""
_PREPARED_ELSEWHERE = """
    gehackt gehackte gehackter gewürfelt gewürfelte gerieben geriebene geriebener frisch frische frischer frisches
    fein feiner feine grob klein kleine kleiner große großer mittelgroße entsteint entkernt geschält halbiert
    abgetropft etwas ganze ganzer reife bio ohne weiche lauwarmes kaltes kalt fijngehakte gehakte gesneden verse
    vers grote rijpe geraspte zachte fijne hackad hackade finhackad riven rivet färsk färska skivad nymald nymalen
    stor stora liten små flytande hakket finhakket revet fersk ferske friskt nykvernet store flytende extra frais
    hachée haché hachés émincé émincée râpé râpée coupé moulu moulue moulin gros grosse petits petite petit tiède
    jaunes sèche doux fraîchement picado picada picados fresco fresca frescos rallado rallada grande pequeña mediana
    maduro molido cortada cortado em tirinhas ralado ralada média médio sem pele gosto tritato tritata freschi
    grattugiato grattugiata q.b. media rendelenmiş doğranmış kıyılmış taze ince orta boy büyük küçük svježe svježeg
    svježi iscijeđenog kuhanog kuhani sitno sjeckani narezan mljeveni veliki свежий свежая свежие мелко нарезанной
    нарезанный молотый молотые тертый большой без кожи белые -minuten
"""
_DROPPED = frozenset(fold(word) for word in (_PREPARED + _PREPARED_ELSEWHERE).split())
_CONNECTING = frozenset("and or of on in to with du de des di et og och und en y e i the a for from".split())
_WORD = re.compile(r"[^\W_]+(?:[-'’.%][^\W_]+)*%?")
_LETTERS = re.compile(r"[^\W\d_]")


def food_names(text: str) -> tuple[str, ...]:
    """The food that a recipe names, then those it names beside or instead of it; each may be looked for.

    Of "corn or flour tortillas" the first is corn tortillas, and corn itself only after it. A line that names no food
    ("All of the above") leaves words that no food has.
    """
    plain = _MARKS.sub("", _BRANDED.sub("", text)) if ("™" in text or "®" in text) else _MARKS.sub("", text)
    plain = _BRACKETS.sub(" ", plain).replace("(", " ").replace(")", " ")
    plain = re.sub(r"^.*\bfollowing:\s*", "", plain)
    plain = _HALVES.sub("half-and-half", plain)
    options = [_without_descriptions(_unmeasured(one)) for one in _ALTERNATIVE.split(_before_rest(plain))]
    found = [one for one in options if one]
    whole = _completed(found)
    more = [one for name in found for one in _apart(name)]
    return tuple(dict.fromkeys([*whole, *found[:1], *more, *found[1:]]))


def _completed(found: list[str]) -> list[str]:
    """The first of "yellow or white onion" with the word that both share."""
    if len(found) < 2:
        return []
    first, second = found[0].split(), found[1].split()
    return [" ".join([*first, second[-1]])] if len(first) < len(second) and first[-1] != second[-1] else []


def _unmeasured(option: str) -> str:
    """2 tablespoons capers, as an alternative: capers."""
    without = re.sub(r"^[0-9½⅓⅔¼¾⅛\s/.,–-]+", "", option)
    if without == option:
        return option
    first, _, rest = without.partition(" ")
    return rest if rest and find(first) is not None else without


def _before_rest(text: str) -> str:
    match = _REST.search(f" {text}")
    return text if match is None or match.start() == 0 else text[: max(match.start() - 1, 0)] or text


def _apart(name: str) -> list[str]:
    """Salt and pepper: salt, pepper."""
    parts = [part.strip() for part in _TOGETHER.split(name)]
    return parts if len(parts) > 1 else []


def _without_descriptions(text: str) -> str:
    """The part between commas that names a food, without the words that only describe it."""
    parts = [part for part in re.split(r"[,;:]", text) if part.strip()]
    kept: list[str] = []
    for part in parts:
        words = _kept(_STARTS.sub("", part.strip()))
        if words:
            kept.append(words)
        if kept:
            break
    if len(kept) == 1 and len(parts) > 1 and _is_turned(parts):
        kept = [f"{_kept(parts[1])} {kept[0]}".strip()]
    return kept[0] if kept else ""


def _is_turned(parts: list[str]) -> bool:
    """Coriander, ground and Paprika, smoked name the food the other way round."""
    second = [fold(word) for word in _WORD.findall(parts[1])]
    return bool(second) and second[0] in _TURNED


_TURNED = frozenset("ground dried smoked dry canned frozen powdered cayenne red white black green unsweetened".split())


def _kept(part: str) -> str:
    words = [word for word in _WORD.findall(part) if _LETTERS.search(word)]
    kept = [word for word in words if fold(word) not in _DROPPED]
    while kept and fold(kept[-1]) in _CONNECTING:
        kept.pop()
    while kept and fold(kept[0]) in _CONNECTING:
        kept.pop(0)
    return " ".join(kept)
