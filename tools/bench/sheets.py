"""Writes the files that ./dev bench read reads: python3 sheets.py ROWS FOLDER.

rows.xlsx as Excel writes it (shared strings, references, styles), rows.csv with four times the rows
in UTF-8 and rows.gbk.csv with the same in GB18030. All persons are made up.
"""
import pathlib
import random
import sys
import zipfile

SURNAMES, GIVEN = "王李张刘陈杨黄吴赵周钟曾谢邱", "明华丽芳强军秀英桂兰福生建国小梅金凤"
TITLES = ["序号", "乡镇", "村", "户编号", "姓名", "证件号码", "结算日期", "总费用", "个人自付", "病种"]
DISEASES = ["肺炎", "骨折", "高血压", "糖尿病", "白内障", "胃溃疡"]
LETTERS = "ABCDEFGHIJ"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def rows(count):
    chance = random.Random(count)
    for number in range(1, count + 1):
        name = chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)
        born = f"{chance.randint(1940, 2015)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
        yield (number, f"江背镇{number % 20}", f"第{number % 300}村", f"36073200{number // 3:08d}", name,
               f"360732{born}9{number % 1000:03d}"[:18], chance.randint(45_900, 46_300),
               chance.randint(100_00, 90_000_00) / 100, chance.randint(10_00, 40_000_00) / 100, chance.choice(DISEASES))


def workbook(path, count):
    strings = {}

    def text(word):
        return strings.setdefault(word, len(strings))

    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>' + "".join(
            f'<Override PartName="/xl/{name}.xml" '
            f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
            for name, kind in [("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("styles", "styles"),
                               ("sharedStrings", "sharedStrings")]) + "</Types>",
        "_rels/.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(f'<Relationship Id="rId{i}" Type="{LINKS}/{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(
            [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")], 1))
        + "</Relationships>",
        "xl/workbook.xml": f'{HEAD}<workbook {MAIN} xmlns:r="{LINKS}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/styles.xml": f'{HEAD}<styleSheet {MAIN}><fonts count="1"><font><sz val="11"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" '
        'borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        "</cellXfs></styleSheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as book:
        for name, xml in parts.items():
            book.writestr(name, xml)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{HEAD}<worksheet {MAIN}><dimension ref="A1:J{count + 1}"/><sheetData>'.encode())
            cells = "".join(f'<c r="{a}1" t="s"><v>{text(t)}</v></c>' for a, t in zip(LETTERS, TITLES))
            sheet.write(f'<row r="1" spans="1:10">{cells}</row>'.encode())
            for at, row in enumerate(rows(count), 2):
                cells = [f'<c r="{a}{at}"><v>{v}</v></c>' if isinstance(v, float) or i == 0
                         else f'<c r="{a}{at}" s="1"><v>{v}</v></c>' if i == 6
                         else f'<c r="{a}{at}" t="s"><v>{text(v)}</v></c>' for i, (a, v) in enumerate(zip(LETTERS, row))]
                sheet.write(f'<row r="{at}" spans="1:10">{"".join(cells)}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        items = "".join(f"<si><t>{word}</t></si>" for word in strings)
        book.writestr("xl/sharedStrings.xml", f'{HEAD}<sst {MAIN} uniqueCount="{len(strings)}">{items}</sst>')


def text_files(folder, count):
    with open(folder / "rows.csv", "w", encoding="utf-8", newline="") as plain, \
            open(folder / "rows.gbk.csv", "w", encoding="gb18030", newline="") as national:
        for row in [TITLES, *rows(count)]:
            line = ",".join(map(str, row)) + "\r\n"
            plain.write(line)
            national.write(line)


count, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
workbook(folder / "rows.xlsx", count)
text_files(folder, count * 4)
