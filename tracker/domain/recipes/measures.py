"""The measures that recipes are written in, in the languages that recipe pages come in: EL, msk, c. à s., su bardağı.

Each is one of Tracker's own units, or so much of one. English words and metric units are in `tracker.domain.units`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tracker.domain import units

_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "’": "'", "ё": "е"})


@dataclass(frozen=True)
class Measure:
    """What a word for a measure stands for: so much of a unit."""

    unit: str
    factor: Fraction = Fraction(1)


_TABLE = """
g: gramas grama gramm gramos gramo grammo grammi gram gramů gr г гр грамм грамма граммов
kg: kilo kilos kilogramm kilogram кг
oz: ozs
lb: pfund pond
ml: мл millilitri
dl: deciliter
l: л литр литра liter litro litros litri litre
tsp: tl teelöffel theelepel theelepels tsk tesked teskedar ts teskje teskjeer cac cuillère|à|café cuillères|à|café cc
    cucharadita cucharaditas cdta cdita colher|de|chá colheres|de|chá cucchiaino cucchiaini çay|kaşığı žličica žličice
    žličicu čajna|žličica łyżeczka łyżeczki łyżeczek ч|л ч.л чайная|ложка чайные|ложки чайных|ложек kahve|kaşığı 小さじ
    lyžička mokkalöffel kl koffielepel koffielepels
tbsp: el esslöffel eßlöffel eetlepel eetlepels msk matsked matskedar ss spiseskje spiseskjeer spsk spiseskefuld cas
    cuillère|à|soupe cuillères|à|soupe cs cucharada cucharadas cda cdas colher|de|sopa colheres|de|sopa cucchiaio
    cucchiai yemek|kaşığı žlica žlice žlicu łyżka łyżki łyżek ст|л ст.л столовая|ложка столовые|ложки столовых|ложек
    大さじ rkl polévková|lžíce t.b.s tbs tablespoon
cup: tasse tassen taza tazas tazza tazze xícara xícaras xícara|de|chá xícaras|de|chá kopp kopper koppar mok mokken
    šalica šalice kop カップ
pinch: prise prisen pincée pincées pizca pizcas pitada pitadas pizzico pizzichi tutam prstohvat szczypta szczypty
    щепотка щепотки snufje snufjes mespunt mespuntje nypa nypor klype klyper messerspitze 少々 ひとつまみ
clove: zehe zehen teentje teentjes teen tenen klyfta klyftor fedd gousse gousses diente dientes dente dentes spicchio
    spicchi diş češanj češnja režanj režnja ząbek ząbki zalm зубчик зубчика зубчиков 片
can: dose dosen blik blikje blikjes burk burkar boks bokser boîte boîtes lata latas lattina scatola konserve
    konzerva puszka puszki банка банки 缶
jar: glas gläser pot|verre bocal tarro vasetto kavanoz staklenka słoik
bunch: bund bosje bosjes bos knippe knippa knipper botte bottes manojo maço maços mazzo mazzetto demet vezica svežanj
    pęczek пучок пучка 束
sprig: zweig zweige takje takjes tak kvist kvistar kvister branche branches brin brins rama ramita ramas ramo ramos
    rametto rametti dal grančica grančice gałązka gałązki веточка веточки
stalk: stange stangen stengel stengels stjälk stjälkar stilk stilker tallo tallos talo talos costa coste gambo sap
    stabljika stabljike łodyga стебель стебля стеблей 本
leaf: blatt blätter blaadje blaadjes blad feuille feuilles hoja hojas folha folhas foglia foglie yaprak list lista
    listova листа листьев 枚
slice: scheibe scheiben plak plakken plakje plakjes skiva skivor skive skiver tranche tranches rodaja rodajas
    loncha lonchas fatia fatias fetta fette dilim kriška kriške ploška plaster plastry ломтик ломтика ломтиков
piece: stück stücke stk st stuk stuks styck stycken pièce pièces pieza piezas unidad unidades ud uds unidade unidades
    pezzo pezzi adet tane komad komada kom sztuka sztuki szt шт штука штуки штук 個 こ 丁 玉 entier entiers
package: packung packungen päckchen pck pkg pkgs pak pakje pakjes paket förp förpackning pakke pakker paquet paquets
    paquete paquetes pacote pacotes pacchetto confezione vrećica paketić opakowanie op упаковка упаковки 袋
sachet: beutel zakje påse påsar pose poser sachets bustina bustine sobre sobres envelope envelopes saquinho
bottle: flasche flaschen fles flessen flaska flaskor flaske bouteille bouteilles botella botellas garrafa bottiglia
    şişe boca butelka бутылка
ball: kugel kugeln bol bollen kula boule boules bola bolas
block: würfel block blocks blocos
fillet: filet filets filé filés filetes filetto filetti
handful: handvoll hand|voll handvol näve håndfull poignée poignées puñado puñados punhado manciata avuç šaka garść
    горсть
drop: tropfen druppel druppels droppar dråper goutte gouttes gota gotas goccia gocce damla kap капля капли
knob: knobs noix|de klontje klick klatt noce
stick: sticks bâton bâtons
head: kopf köpfe krop huvud hode tête têtes cabeza cabeça testa baş glavica główka головка
bulb: bulbs knolle knollen bulbe
cm: centimeter
thumb: thumbs thumb-sized
"""
_SIZED = {
    "krm": Measure("ml"),
    "kryddmått": Measure("ml"),
    "tatlı kaşığı": Measure("ml", Fraction(10)),
    "colher de sobremesa": Measure("ml", Fraction(10)),
    "colheres de sobremesa": Measure("ml", Fraction(10)),
    "dessertspoon": Measure("ml", Fraction(10)),
    "dessertspoons": Measure("ml", Fraction(10)),
    "su bardağı": Measure("ml", Fraction(200)),
    "çay bardağı": Measure("ml", Fraction(100)),
    "kahve fincanı": Measure("ml", Fraction(75)),
    "bicchiere": Measure("ml", Fraction(200)),
    "bicchieri": Measure("ml", Fraction(200)),
    "verre": Measure("ml", Fraction(200)),
    "verres": Measure("ml", Fraction(200)),
    "vaso": Measure("ml", Fraction(200)),
    "copo": Measure("ml", Fraction(200)),
    "szklanka": Measure("ml", Fraction(250)),
    "szklanki": Measure("ml", Fraction(250)),
    "стакан": Measure("ml", Fraction(250)),
    "стакана": Measure("ml", Fraction(250)),
    "合": Measure("ml", Fraction(180)),
    "ounce": Measure("oz"),
    "gallon": Measure("quart", Fraction(4)),
    "gallons": Measure("quart", Fraction(4)),
    "qt": Measure("quart"),
    "pt": Measure("pint"),
    "c": Measure("cup"),
    "inch": Measure("inch"),
    "inches": Measure("inch"),
    "rib": Measure("stalk"),
    "ribs": Measure("stalk"),
    "link": Measure("link"),
    "links": Measure("link"),
    "spear": Measure("spear"),
    "spears": Measure("spear"),
    "container": Measure("package"),
    "containers": Measure("package"),
    "carton": Measure("carton"),
    "pk": Measure("package"),
    "floret": Measure("floret"),
    "florets": Measure("floret"),
    "hunk": Measure("hunk"),
    "knobs": Measure("knob"),
    "bulbs": Measure("bulb"),
    "cubes": Measure("cube"),
    "filets": Measure("fillet"),
}
"""Glasses and spoons that hold something else, by what their countries mean with them, and short English words."""

CONTAINERS = frozenset(
    """can tin jar bottle package packet pack bag box carton sachet envelope tub pot block roll stick loaf tube tray
    bar piece slice container""".split()
)
"""Units that come with a size of their own: 1 can (400 g)."""


def fold(text: str) -> str:
    """Lower case without diacritics, so that kaşığı and kasigi are one word."""
    lowered = text.casefold().translate(_LETTERS)
    parts = unicodedata.normalize("NFD", lowered)
    return unicodedata.normalize("NFC", "".join(one for one in parts if not unicodedata.combining(one)))


def _spellings() -> Iterator[tuple[str, Measure]]:
    for line in re.sub(r"\n {4}", " ", _TABLE).strip().splitlines():
        unit, _, words = line.partition(":")
        for word in (unit, *words.split()):
            yield fold(word.replace("|", " ")), Measure(unit)
    for word, measure in _SIZED.items():
        yield fold(word), measure


_BY_SPELLING = dict(_spellings())
FOOD_KINDS = frozenset({"mass", "volume", "household"})
LONGEST = 3
"""Words of the longest spelling."""


def find(text: str) -> Measure | None:
    """What `text` measures, in any of the languages; None where it is no measure of food."""
    if text == "T":
        return Measure("tbsp")
    if text == "t":
        return Measure("tsp")
    folded = fold(text).strip(" .")
    folded = re.sub(r"\(?(?:s|es)\)$", "", folded) if folded.endswith(")") else folded
    found = _BY_SPELLING.get(folded) or _BY_SPELLING.get(folded.replace(".", " ").strip())
    known = None if found else units.find(folded)  # "st" is a piece here, not a stone
    return Measure(known.name) if known is not None and known.kind in FOOD_KINDS else found
