"""`shouwang sheet`: any supported file as CSV, a sentence and exit code 1 for any other."""
import csv, datetime, io, os, pathlib, shutil, subprocess, zipfile
from html import escape

import openpyxl
import pytest

ROOT = pathlib.Path(__file__).parents[2]
ROWS = [["姓名", "证件号码", "说明"], ["张三", "360732199001010012", "=1+1"], ["李四", "36073219900101002X", 'a,"b"\nc']]
# 44 MB is what the program itself takes in a debug build; a file must not add much to it.
MOST_MEMORY = 200


def sheet(program, file, *options):
    """The bytes printed, the words of failure, the exit code and the largest memory in MB."""
    with open("/dev/null") as nothing:
        process = subprocess.Popen([program, "sheet", str(file), *options], stdin=nothing,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, fault = process.stdout.read(), process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return out.decode(), fault.decode(), process.returncode, used.ru_maxrss // 1024


def read(program, file, *options):
    out, fault, code, memory = sheet(program, file, *options)
    assert code == 0, fault
    assert memory < MOST_MEMORY
    return list(csv.reader(io.StringIO(out)))


def refused(program, file):
    out, fault, code, memory = sheet(program, file)
    assert code == 1 and memory < MOST_MEMORY
    assert fault.startswith(str(file))
    return fault


def text(rows, separator=","):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def workbook(folder):
    book = openpyxl.Workbook()
    book.active.title = "封面"
    data = book.create_sheet("数据")
    for cells in ROWS:
        data.append(cells)
    # Text, though it looks like a formula.
    data["C2"].data_type = "s"
    data["D2"], data["D3"] = datetime.date(2026, 3, 5), 12.5
    book.create_sheet("藏").sheet_state = "hidden"
    file = folder / "表.xlsx"
    book.save(file)
    return file


@pytest.mark.parametrize("encoding, separator", [
    ("utf-8", ","), ("utf-8-sig", "\t"), ("gb18030", ";"), ("utf-16", ","), ("utf-16-le", "\t")])
def test_text_in_any_encoding_is_printed_alike(program, tmp_path, encoding, separator):
    file = tmp_path / "表.xls"
    file.write_bytes(text(ROWS, separator).encode(encoding))
    assert read(program, file, "--raw") == ROWS
    assert read(program, file)[1][2] == "'=1+1"


def test_a_workbook_and_what_an_office_makes_of_it_are_printed_alike(program, tmp_path):
    file = workbook(tmp_path)
    wanted = [ROWS[0], ROWS[1] + ["2026-03-05"], ROWS[2] + ["12.5"]]
    assert read(program, file, "--raw") == wanted
    assert [line[:1] for line in read(program, file, "--numbers")] == [["1"], ["2"], ["3"]]
    assert sheet(program, file, "--list")[0] == "1\t封面\n2\t数据\n3\t藏\t隐藏\n"
    assert sheet(program, file, "--count")[0] == "3\t11\n"
    assert read(program, file, "--raw", "--sheet", "数据") == wanted == read(program, file, "--raw", "--sheet", "2")
    office = [shutil.which("soffice"), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    for kind in ["xls:MS Excel 97", "html:HTML (StarCalc)"]:
        subprocess.run([*office, kind, "--outdir", tmp_path, file], check=True, capture_output=True, timeout=180)
    assert read(program, tmp_path / "表.xls", "--raw") == wanted
    page = read(program, tmp_path / "表.html", "--raw")
    assert [line[:2] for line in page if "360732" in line[1] or line[0] == "姓名"] == [line[:2] for line in ROWS]


def test_the_xml_of_excel_2003_is_printed_alike(program, tmp_path):
    def cells(row):
        return "".join(f'<Cell><Data ss:Type="String">{escape(cell)}</Data></Cell>' for cell in row)

    file = tmp_path / "表.xls"
    rows = "".join(f"<Row>{cells(row)}</Row>" for row in ROWS)
    file.write_text('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
                    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="一"><Table/></Worksheet>'
                    f'<Worksheet ss:Name="二"><Table>{rows}</Table></Worksheet></Workbook>', encoding="utf-8")
    assert sheet(program, file, "--list")[0] == "1\t一\n2\t二\n"
    assert read(program, file, "--raw") == ROWS


def test_every_layout_is_printed(program):
    files = sorted((ROOT / "Tests/DocumentsTests/Layouts").glob("*.xls*"))
    assert len(files) > 9
    for file in files:
        rows = [read(program, file, "--sheet", line.split("\t")[0]) for line in sheet(program, file, "--list")[0].splitlines()]
        assert "360732" in str(rows), file.name


def stored(folder, name, entries, method=zipfile.ZIP_STORED):
    file = folder / name
    links = '<Relationships><Relationship Id="a" Type="x/worksheet" Target="s.xml"/></Relationships>'
    with zipfile.ZipFile(file, "w", method) as book:
        book.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="a" r:id="a"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", links)
        with book.open("xl/s.xml", "w", force_zip64=True) as part:
            for piece in entries:
                part.write(piece)
    return file


def test_hostile_files_are_refused_in_little_memory(program, tmp_path):
    def file(name, *pieces):
        with open(tmp_path / name, "wb") as out:
            for piece in pieces:
                out.write(piece)
        return tmp_path / name

    megabyte = b"x" * (1 << 20)
    assert "压缩炸弹" in refused(program, stored(
        tmp_path, "bomb.xlsx", [b"<sheetData>"] + [b"<row/>" * 200_000] * 200, zipfile.ZIP_DEFLATED))
    assert "超过 4 MB" in refused(program, stored(tmp_path, "cell.xlsx", [b"<sheetData><row><c><v>"] + [megabyte] * 200))
    assert "超过 1 MB" in refused(program, file("cell.csv", b"a,b\n1,", *[megabyte] * 200))
    assert "超过 16384 列" in refused(program, file("wide.csv", b"1," * 16_384 + b"1\n"))
    assert "DTD" in refused(program, stored(tmp_path, "dtd.xlsx", [b'<!DOCTYPE x [<!ENTITY a "b">]><sheetData/>']))
    assert "请先去掉密码" in refused(program, file(
        "locked.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16le")))
    whole = workbook(tmp_path).read_bytes()
    assert "没有传完" in refused(program, file("half.xlsx", whole[:len(whole) // 2]))
    end = whole.rindex(b"PK\5\6")
    assert "压缩目录损坏" in refused(program, file("directory.xlsx", whole[:end + 10] + b"\xff\x7f" + whole[end + 12:]))
    assert "电子表格" in refused(program, file("paper.xlsx", b"%PDF-1.7\n" + b"\0" * 99))
    assert "文件是空的" in refused(program, file("nothing.csv"))


def test_a_million_empty_rows_take_no_memory(program, tmp_path):
    pieces = [b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(at, at + 10_000)) for at in range(1, 1_000_001, 10_000)]
    last = [b'<row r="1048576"><c r="B1048576"><v>7</v></c></row></sheetData>']
    file = stored(tmp_path, "empty.xlsx", [b"<sheetData>", *pieces, *last], zipfile.ZIP_DEFLATED)
    assert read(program, file, "--numbers") == [["1048576", "", "7"]]


def test_what_is_not_there_is_said(program, tmp_path):
    out, fault, code, _ = sheet(program, tmp_path / "没有.csv")
    assert code == 1 and "没有.csv：文件打不开：没有这个文件。" in fault and not out
    out, fault, code, _ = sheet(program, workbook(tmp_path), "--sheet", "没有")
    assert code != 0 and "这个文件有：封面、数据、藏" in fault
