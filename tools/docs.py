"""Fails when docs and source differ: the settings table, links, the paths that the docs name."""
import pathlib, re, sys

faults = []
settings = pathlib.Path("Sources/App/Settings.swift").read_text()
entries = re.findall(r'Entry\(\s*key: "([^"]+)",\s*standard: "([^"]*)",\s*meaning: "([^"]*)"', settings)
operation = pathlib.Path("docs/operation.md").read_text()
rows = re.findall(r"^\| `([\w-]+)` \| ([^|]*?) \| ([^|]*?) \|", operation, re.M)
if rows != entries:
    faults.append(f"docs/operation.md: the settings table differs from Settings.entries: "
                  f"{sorted(set(rows) ^ set(entries))}")
for page in [*pathlib.Path(".").glob("*.md"), *pathlib.Path("docs").glob("*.md")]:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
        if "://" not in target and not (page.parent / target).exists():
            faults.append(f"{page}: links to {target}, which is not there")
glossary = pathlib.Path("docs/glossary.md").read_text()
source = "\n".join(p.read_text() for p in pathlib.Path("Sources").rglob("*.swift"))
for word in re.findall(r"`\.?(\w+)`", glossary):
    if not re.search(rf"\b{word}\b", source):
        faults.append(f"docs/glossary.md: {word} is no word of the source")
print("\n".join(faults) or "docs hold")
sys.exit(bool(faults))
