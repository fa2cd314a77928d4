"""Fails when source holds a word that only some folders may hold: the SQL escape, the clock, …"""
import pathlib, re, sys

RULES = [
    # (pattern, where it may stand, why)
    (r"SQL\(\s*trusted:", ("Sources/Store/", "Sources/App/Risk/FactorQuery.swift",
                       "Sources/App/Shared/OpenRegister.swift", "Tests/"),
     "SQL(trusted:) takes text unbound; bind values instead"),
    (r"\bDate\(\)|\bDate\.now\b|\bInstant\.now\b", ("Sources/Command/", "Tests/"), "the clock is passed in; only Command reads it"),
    (r"\bfatalError\(|\btry!|\bas!", (), "no crash on purpose"),
    (r"\b(TODO|FIXME|XXX)\b", (), "finish it, or open an issue"),
    (r"\b(class|struct|enum|actor|protocol) \w*(Manager|Service|Helper|Util|Utils)\b", (),
     "name it by the glossary"),
]
faults = []
for path in sorted([*pathlib.Path("Sources").rglob("*.swift"), *pathlib.Path("Tests").rglob("*.swift")]):
    text = path.read_text()
    for pattern, allowed, why in RULES:
        if str(path).startswith(allowed):
            continue
        for found in re.finditer(pattern, text):
            faults.append(f"{path}:{text.count(chr(10), 0, found.start()) + 1}: {found[0]}: {why}")
print("\n".join(faults) or "words hold")
sys.exit(bool(faults))
