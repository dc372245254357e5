"""Small files as USDA and Open Food Facts publish them, written for the tests."""

from __future__ import annotations

import zipfile
from pathlib import Path

FDC = {
    "food.csv": '''"fdc_id","data_type","description","food_category_id","publication_date"
"1","foundation_food","Hummus, commercial","16","2019-04-01"
"2","sr_legacy_food","Bananas, raw","9","2019-04-01"
"3","survey_fndds_food","Pancakes, plain","","2019-04-01"
"4","sub_sample_food","Hummus, sample 3","16","2019-04-01"
"5","branded_food","CRUNCHY OATS","","2019-04-01"
''',
    "nutrient.csv": '''"id","name","unit_name","nutrient_nbr","rank"
"1003","Protein","G","203","600"
"1004","Total lipid (fat)","G","204","800"
"1005","Carbohydrate, by difference","G","205","1110"
"1008","Energy","KCAL","208","300"
"1062","Energy","kJ","268","400"
"2047","Energy (Atwater General Factors)","KCAL","957","280"
"2048","Energy (Atwater Specific Factors)","KCAL","958","290"
"1093","Sodium, Na","MG","307","5800"
"1110","Vitamin D (D2 + D3), International Units","IU","324","8650"
"1103","Selenium, Se","UG","317","6200"
''',
    "food_nutrient.csv": '''"id","fdc_id","nutrient_id","amount","data_points"
"1","1","1003","7.35",""
"2","1","1004","17.1",""
"3","1","1005","14.9",""
"4","1","2047","243",""
"5","1","2048","229",""
"6","2","1008","89",""
"7","2","1003","1.09",""
"8","2","1093","1.0",""
"9","2","1103","1.0",""
"10","3","203","5.2",""
"11","3","204","7.0",""
"12","3","205","40.0",""
"13","4","1003","99",""
"14","5","1062","1674",""
"15","5","1003","","'"
''',
    "measure_unit.csv": '"id","name"\n"1000","cup"\n"1001","tablespoon"\n"9999","undetermined"\n',
    "food_portion.csv": '''"fdc_id","seq_num","amount","measure_unit_id","portion_description","modifier","gram_weight"
"1","1","2.0","1001","","","33.9"
"2","1","1.0","9999","","medium (7"" to 7-7/8"" long)","118.0"
"2","2","1.0","1000","","sliced","150.0"
"2","3","1.0","9999","","oz","28.35"
"3","1","","9999","1 pancake","10205","38.0"
"3","2","","9999","Quantity not specified","90000","80.0"
''',
    "food_category.csv": '"id","code","description"\n"16","1600","Legumes and Legume Products"\n"9","0900","Fruits"\n',
    "branded_food.csv": '''\
"fdc_id","brand_name","gtin_upc","serving_size","serving_size_unit","household_serving_fulltext","branded_food_category"
"5","Oaty","012345678905","40.0","g","1 cup","Cereal"
''',
}  # fmt: skip
"""By table: energy under five numbers, portions of all three kinds, a food that is only a sample."""

SR = {
    "FOOD_DES.txt": "~01001~^~0100~^~Butter, salted~^~BUTTER,WITH SALT~^~~^~~^~Y~^~~^0^~~^6.38^4.27^8.79^3.87\r\n"
    "~09040~^~0900~^~Bananas, raw~^~BANANAS,RAW~^~~^~~^~Y~^~Skin~^36^~Musa~^6.25^3.36^8.37^3.60\r\n",
    "FD_GROUP.txt": "~0100~^~Dairy and Egg Products~\r\n~0900~^~Fruits and Fruit Juices~\r\n",
    "NUT_DATA.txt": "~01001~^~203~^0.85^16^0.074^~1~^~~^~~^~~^^^^^^^~~^11/1976^\r\n"
    "~01001~^~204~^81.11^580^0.065^~1~^~~^~~^~~^^^^^^^~~^11/1976^\r\n"
    "~01001~^~205~^0.06^0^^~4~^~NC~^~~^~~^^^^^^^~~^11/1976^\r\n"
    "~01001~^~208~^717^0^^~4~^~NC~^~~^~~^^^^^^^~~^08/2010^\r\n"
    "~01001~^~307~^643^0^^~4~^~~^~~^~~^^^^^^^~~^08/2010^\r\n"
    "~09040~^~208~^89^0^^~4~^~NC~^~~^~~^^^^^^^~~^08/2010^\r\n",
    "WEIGHT.txt": '~01001~^1^1^~pat (1" sq, 1/3" high)~^5.0^^\r\n~01001~^2^1^~tbsp~^14.2^^\r\n'
    "~09040~^1^0.5^~cup, mashed~^112.5^^\r\n~09040~^2^3^~oz~^85^^\r\n",
}


def fdc_archive(path: Path, folder: str = "FoodData_Central_csv/", **changed: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**FDC, **{f"{key}.csv": text for key, text in changed.items()}}.items():
            archive.writestr(folder + name, text)
    return path


def sr_files(folder: Path, *names: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in (names or SR)]
    for path in paths:
        path.write_bytes(SR[path.name].encode("latin-1"))
    return paths
